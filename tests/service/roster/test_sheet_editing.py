"""A workbook goes out, is edited and comes in again: only the edited cells change."""

import datetime as dt

import openpyxl
import pytest

from scheduler.errors import InputError
from scheduler.grid_edit import EditKind, GridEdit, RosterCell
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift_type import ShiftType
from service.roster import editing, grid_editing, intake, publishing, rosters, sheet_editing
from service.roster.export import roster_workbook
from service.roster.export_cells import RosterCells
from service.roster.export_marks import content
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.export_words import export_words
from ui.look import export_colours

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)
TYPES = (
    ShiftType("早", 9 * 60, 480, meal_min=60),
    ShiftType("短", 9 * 60, 240, latest_start_clock=15 * 60),  # 09:00-13:00 … 15:00-19:00
)
TYPED = RuleSet((s.SHAPE,), types=TYPES)


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path, s.with_week(rules=TYPED, **WHO))
    publishing.keep_roster(at_desk(opened, **WHO), *HERE, s.roster())
    yield at_desk(opened, **WHO)
    opened.close()


def cell(agent_id, day):
    return RosterCell(agent_id, s.week().horizon.date(day))


def shifts(desk):
    return rosters.roster_sheet(desk, *HERE).version.version.roster.shifts


def handed_out(desk, path, label=s.LABEL):
    told = rosters.roster_sheet(desk, label)
    made = content(told)
    path.write_bytes(
        roster_workbook(RosterCells(made, export_words(told, "zh"), export_colours(made.problem)))
    )
    return path


def edited(path, agent_id, day, text):
    """Write into the cell of somebody's day, as a person does in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    grid = book.worksheets[0]
    row = next(r for r in grid.iter_rows() if any(agent_id in str(c.value or "") for c in r[:2]))
    head = next(r for r in grid.iter_rows() if sum("周" in str(c.value or "") for c in r) >= 7)
    column = [c.column for c in head if "周" in str(c.value or "")][day]
    grid.cell(row[0].row, column).value = text
    book.save(path)
    return path


def keep(desk, tried):
    return editing.change(desk, *HERE, removed=tried.moved.removed, added=tried.moved.added)


def test_only_the_edited_cell_changes_and_it_is_shown_before(desk, tmp_path):
    path = edited(handed_out(desk, tmp_path / "w.xlsx"), "A1", 1, "短")
    tried = sheet_editing.try_sheet(desk, *HERE, path)
    assert tried.moved.removed == ()
    assert [(one.agent_id, one.start_min, one.work_min) for one in tried.moved.added] == [
        ("A1", s.at(1, 9), 240)
    ]
    assert shifts(desk) == s.roster().shifts
    keep(desk, tried)
    assert set(shifts(desk)) == {*s.roster().shifts, *tried.moved.added}


def test_a_type_that_may_start_later_comes_back_with_its_own_length(desk, tmp_path):
    short = GridEdit(EditKind.TYPE, (cell("A4", 3),), code="短")
    later = GridEdit(EditKind.START, (cell("A4", 3),), minutes=120)
    removed, added = grid_editing.try_edits(desk, *HERE, (short, later)).moved
    editing.change(desk, *HERE, removed=removed, added=added)
    path = edited(handed_out(desk, tmp_path / "w.xlsx"), "A1", 1, "短 10:00")
    found = sheet_editing.try_sheet(desk, *HERE, path).moved
    assert found.removed == ()
    assert [(one.start_min, one.work_min) for one in found.added] == [(s.at(1, 10), 240)]


def test_what_others_changed_since_it_went_out_stays(desk, tmp_path):
    path = edited(handed_out(desk, tmp_path / "w.xlsx"), "A1", 0, "休")
    moved = GridEdit(EditKind.MOVE, (cell("A3", 0),), (cell("A3", 2),))
    keep(desk, grid_editing.try_edits(desk, *HERE, (moved,)))
    keep(desk, sheet_editing.try_sheet(desk, *HERE, path))
    assert shifts(desk) == (s.shift("A3", day=2, post="aftersales"),)


def test_a_cell_that_changed_since_is_named_and_nothing_is_kept(desk, tmp_path):
    path = edited(handed_out(desk, tmp_path / "w.xlsx"), "A1", 0, "短")
    later = GridEdit(EditKind.CLEAR, (cell("A1", 0),))
    keep(desk, grid_editing.try_edits(desk, *HERE, (later,)))
    with pytest.raises(InputError) as error:
        sheet_editing.try_sheet(desk, *HERE, path)
    (fault,) = error.value.faults
    assert (fault.code, fault.value) == ("sheet_cell_moved", "A1")
    assert shifts(desk) == (s.shift("A3", post="aftersales"),)


def test_a_file_in_which_nothing_was_edited_or_of_another_week_is_refused(desk, tmp_path):
    path = handed_out(desk, tmp_path / "w.xlsx")
    with pytest.raises(InputError, match="sheet_unchanged"):
        sheet_editing.try_sheet(desk, *HERE, path)
    later = s.MONDAY + dt.timedelta(days=14)
    intake.keep_week(desk, s.week(later, rules=TYPED, absences=(), wishes=()))
    publishing.keep_roster(desk, "2026-W51", Roster((s.shift("A1", day=14),)))
    other = handed_out(desk, tmp_path / "o.xlsx", "2026-W51")
    with pytest.raises(InputError, match="roster_other_week"):
        sheet_editing.try_sheet(desk, *HERE, other)
