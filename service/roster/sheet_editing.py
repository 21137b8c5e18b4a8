"""A workbook that was handed out, edited and comes back: only what was edited in it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.edited import Exchange, by_cell
from scheduler.errors import Fault, InputError, require
from scheduler.roster import Roster
from service.roster.grid_editing import TriedEdit
from service.roster.house_prices import prices_on
from service.roster.leading import led_to
from service.roster.question import problem_of
from service.shop.told import reading_as
from store.files.week import read_roster, read_said

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.grid_edit import RosterCell
    from scheduler.shift import Shift
    from service.desk import Desk

    ByCell = dict[RosterCell, list[Shift]]


def try_sheet(desk: Desk, label: str, path: Path) -> TriedEdit:
    """
    Return what taking an edited roster file in leads to; nothing is kept.

    A workbook of this program holds the shifts as they were handed out beside the codes: a cell was
    edited where the two differ, and all others stay as the draft has them by now. A file that does
    not hold them is compared with the latest version.

    Raises
    ------
    InputError
        With every fault of the file, one of another week too; when nothing in it was edited; with
        each cell that was edited in it and has changed in the draft since.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem, latest = problem_of(unit, week), unit.rosters.named(week, None)
        prices = prices_on(unit, desk.shop_id, week.horizon.start)
    with reading_as(desk):
        told, said = read_roster(path, problem), read_said(path, problem)
    now = by_cell(problem, latest.version.roster)
    base = now if said is None else by_cell(problem, said)
    moved = _moved(path.name, base, by_cell(problem, told), now)
    return TriedEdit(problem, moved, led_to(problem, latest, moved, prices)[0])


def _moved(file: str, base: ByCell, told: ByCell, now: ByCell) -> Exchange:
    cells = [cell for cell in sorted({*base, *told}) if base.get(cell) != told.get(cell)]
    require(bool(cells), "sheet_unchanged", value=file)
    faults = [
        Fault("sheet_cell_moved", file, value=cell.agent_id, details={"date": str(cell.date)})
        for cell in cells
        if now.get(cell) not in (base.get(cell), told.get(cell))
    ]
    if faults:
        raise InputError(faults)
    removed = Roster(tuple(one for cell in cells for one in now.get(cell, ()))).shifts
    added = Roster(tuple(one for cell in cells for one in told.get(cell, ()))).shifts
    stay = {*removed} & {*added}
    found = Exchange(
        tuple(one for one in removed if one not in stay),
        tuple(one for one in added if one not in stay),
    )
    require(bool(found.removed or found.added), "sheet_unchanged", value=file)
    return found
