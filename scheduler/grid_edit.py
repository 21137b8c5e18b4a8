"""
Changes of a roster as people make them on its table: cells are moved, copied, exchanged, emptied.

An edit is a plain value; ``scheduler.edited`` says which shifts it takes out of a roster and which
it puts in their place. Whether that breaks a rule and what it costs is the checker's word, as of
any roster.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import gathering, require

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


MOST_CELLS = 20_000  # 2,000 people, ten days
MOST_MIN = 24 * 60


class EditKind(StrEnum):
    """What is done to cells of the table."""

    MOVE = "move"
    """Their shifts go to other cells; what stood there gives way, and they are off."""
    COPY = "copy"
    """Their shifts are worked in other cells too; what stood there gives way."""
    SWAP = "swap"
    """Their shifts and those of other cells change places."""
    CLEAR = "clear"
    """They are off."""
    TYPE = "type"
    """They hold a shift of a type."""
    MEAL = "meal"
    """The meals of their shifts begin so many minutes later."""
    START = "start"
    """Their shifts begin and end so many minutes later."""


PAIRED = frozenset({EditKind.MOVE, EditKind.COPY, EditKind.SWAP})
BY_MINUTES = frozenset({EditKind.MEAL, EditKind.START})


class RosterCell(NamedTuple):
    """Somebody's day: a cell of the table."""

    agent_id: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class GridEdit:
    """
    One change of some cells.

    Parameters
    ----------
    kind
        What is done.
    cells
        To which cells; where shifts go elsewhere, those they come from.
    to
        For each of them the cell its shifts go to, or those of which it gets; else empty.
    code
        Of the shift type, where they get one.
    minutes
        By how much later; negative: earlier.
    """

    kind: EditKind
    cells: tuple[RosterCell, ...]
    to: tuple[RosterCell, ...] = ()
    code: str = ""
    minutes: int = 0

    def __post_init__(self) -> None:
        asked = len(self.cells) if self.kind in PAIRED else 0
        is_twice = self.kind in PAIRED and len(set(self.to)) != len(self.to)
        with gathering() as check:
            check(bool(self.cells), "edit_no_cell")
            count = max(len(self.cells), len(self.to))
            check(count <= MOST_CELLS, "edit_too_many", value=count, most=MOST_CELLS)
            check(len(self.to) == asked, "edit_uneven", value=len(self.to), expected=asked)
            check(not is_twice, "edit_onto_one", value=len(self.to) - len(set(self.to)))
            typed = bool(self.code) == (self.kind is EditKind.TYPE)
            check(typed, "edit_type_missing", column="code", value=self.code)
            later = bool(self.minutes) == (self.kind in BY_MINUTES)
            near = abs(self.minutes) < MOST_MIN
            check(later and near, "edit_minutes", column="minutes", value=self.minutes)


def laid(
    cells: Sequence[RosterCell],
    grip: RosterCell,
    onto: RosterCell,
    rows: Sequence[str],
    dates: Sequence[dt.date],
) -> tuple[RosterCell, ...]:
    """
    Return where cells land when one of them, by which they are held, is laid onto another.

    Parameters
    ----------
    cells
        Of people among ``rows`` and days among ``dates``.
    grip, onto
        The cell they are held by, and where it goes.
    rows, dates
        Ids of people and days, as the table shows them.

    Raises
    ------
    InputError
        When a person is not among the rows, or the cells do not fit where they are laid.
    """
    row_of = {agent_id: row for row, agent_id in enumerate(rows)}
    column_of = {date: column for column, date in enumerate(dates)}
    for cell in (*cells, grip, onto):
        require(cell.agent_id in row_of, "unknown_agent", value=cell.agent_id, column="agent_id")
        require_day(cell.date, dates)
    down = row_of[onto.agent_id] - row_of[grip.agent_id]
    right = column_of[onto.date] - column_of[grip.date]
    places = [(row_of[cell.agent_id] + down, column_of[cell.date] + right) for cell in cells]
    fits = all(0 <= row < len(rows) and 0 <= column < len(dates) for row, column in places)
    require(fits, "edit_beyond", value=len(cells))
    return tuple(RosterCell(rows[row], dates[column]) for row, column in places)


def exchange(cells: Sequence[RosterCell]) -> GridEdit:
    """
    Return the edit by which two people change places on some days, or two days of one person do.

    Raises
    ------
    InputError
        When the cells are not the same days of two people, or two days of one.
    """
    people = tuple(dict.fromkeys(cell.agent_id for cell in cells))
    days = {name: [one.date for one in cells if one.agent_id == name] for name in people}
    count = len(cells)
    if len(people) == 1:
        require(count == 2, "edit_swap_two", value=count)
        return GridEdit(EditKind.SWAP, (cells[0],), (cells[1],))
    same = len(people) == 2 and set(days[people[0]]) == set(days[people[1]])
    require(same, "edit_swap_two", value=count)
    mine = tuple(RosterCell(people[0], date) for date in days[people[0]])
    theirs = tuple(RosterCell(people[1], cell.date) for cell in mine)
    return GridEdit(EditKind.SWAP, mine, theirs)


def require_day(date: dt.date, dates: Sequence[dt.date]) -> None:
    """Raise InputError for a date that is not among some."""
    is_in = date in dates
    require(is_in, "date_outside", value=date, column="date", first=dates[0], last=dates[-1])
