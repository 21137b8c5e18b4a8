"""
Presences from a log of punches, one in each row: who, when, and perhaps whether in or out.

Time clocks hand out such logs (钉钉: 考勤时间, 打卡时间, 打卡结果). Where no column says what a
punch is, one begins a shift and the last that lies near enough ends it: punches belong together
within ``LONGEST_MIN`` of the first, unless it is another day and at least ``REST_MIN`` without a
punch follow two, or a usual end is followed by a usual beginning. A punch alone is read as what is
nearer to the times of its person's other shifts, or of all; that is told, as are those between the
first and the last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from scheduler.dispatch import Presence, Punch
from scheduler.errors import Fault, InputError
from scheduler.horizon import DAY_MIN, Clock
from scheduler.keys import Cell, Key
from store.files.clean import folded
from store.files.columns import columns
from store.files.kinds import is_missing
from store.files.named_rows import CLOCK, day_after, iso_or_given
from store.files.table import TableRow
from store.files.table_file import TableFile
from store.files.taken import note_assumed, note_left_out

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from store.files.kinds import Known
    from store.files.table import Table

AT, DATE = "punched", "date"
LATE = 24
LONGEST_MIN, LONG_MIN = 16 * 60, 13 * 60
REST_MIN = 6 * 60
USUAL_MIN = 75
"""A punch so near to usual beginnings, or ends, is likely one."""
SAME_MIN = 10
"""Punches so near to each other are one, made twice."""
EARLY_HOUR = 6
"""A punch before that may be of the day before, which a date beside it alone does not say."""
COMES = frozenset(
    {"上班", "上班打卡", "签到", "簽到", "进", "進", "入", "in", "onduty", "checkin", "clockin"}
)
GOES = frozenset(
    {"下班", "下班打卡", "签退", "簽退", "出", "离", "out", "offduty", "checkout", "clockout"}
)


@dataclass(frozen=True, slots=True)
class PunchRow:
    """A punch: whose, when, and what it was (``in``, ``out``; empty: not said)."""

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    at_min: Annotated[int, Key(AT, cell=Cell.MOMENT)]
    direction: str = ""


LOG = TableFile("attendance", columns("attendance", PunchRow))


@dataclass(frozen=True, slots=True)
class Stay:
    """The punches of a shift in order; ``way`` says of a single one what it was."""

    agent_id: str
    at_min: tuple[int, ...]
    way: Punch | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether it has a beginning and an end."""
        return self.at_min[-1] - self.at_min[0] > SAME_MIN

    @property
    def is_long(self) -> bool:
        """Return whether hardly anybody works so long."""
        return self.at_min[-1] - self.at_min[0] > LONG_MIN


@dataclass(frozen=True, slots=True)
class Usual:
    """When shifts within a day begin and end, as minutes of the clock; the site's clock."""

    clock: Clock
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @classmethod
    def of(cls, shifts: Iterable[Sequence[PunchRow]], agent_id: str, clock: Clock) -> Usual:
        """Return what is usual with somebody; with all, where nothing is known of them."""
        within = [
            (each[0], each[-1])
            for each in shifts
            if each[-1].at_min - each[0].at_min > SAME_MIN
            and clock.date_of(each[0].at_min) == clock.date_of(each[-1].at_min)
        ]
        own = [each for each in within if each[0].agent_id == agent_id] or within
        starts, ends = (
            tuple(clock.clock_of(each[place].at_min) for each in own) for place in (0, 1)
        )
        return cls(clock, starts, ends)

    def date_of(self, row: PunchRow) -> dt.date:
        """Return the day of a punch."""
        return self.clock.date_of(row.at_min)

    def is_start(self, row: PunchRow) -> bool:
        """Return whether shifts usually begin about the time of a punch."""
        return self._is_near(row, self.starts)

    def is_end(self, row: PunchRow) -> bool:
        """Return whether shifts usually end about the time of a punch."""
        return self._is_near(row, self.ends)

    def _is_near(self, row: PunchRow, times: Iterable[int]) -> bool:
        at = self.clock.clock_of(row.at_min)
        return any(_apart(at, each) <= USUAL_MIN for each in times)


def is_log(table: Table) -> bool:
    """Return whether a table has a punch in each row, and neither beginnings nor ends."""
    there = {*table.columns}
    return AT in there and not there & {"start", "end"}


def presences_of(table: Table, known: Known) -> tuple[Presence, ...]:
    """
    Return the presences of a log; rows without a time are left out, and how many is told.

    Raises
    ------
    InputError
        With every fault of a row; ``punches_unclear`` where dates stand beside times after midnight
        and nothing says whether the date is that of the shift.
    """
    rows = tuple(row for row in table.rows if not is_missing(row.cells[AT]))
    note_left_out(table.file, "no_punch", len(table.rows) - len(rows))
    whole = replace(table, rows=rows)
    stays = _stays(LOG.values(whole, known), known.clock)
    if early := _after_midnight(whole):
        moved = replace(whole, rows=tuple(_day_later(row, early) for row in rows))
        others = _stays(LOG.values(moved, known), known.clock)
        stays = _likelier(stays, others, table, early)
    return _told(stays, known.clock, table.file)


def _stays(rows: Iterable[PunchRow], clock: Clock) -> list[Stay]:
    """Return the shifts that punches tell, person by person, in order."""
    by_agent: dict[str, list[PunchRow]] = {}
    for row in sorted(rows, key=lambda row: row.at_min):
        by_agent.setdefault(row.agent_id, []).append(row)
    found = []
    first = [shift for theirs in by_agent.values() for shift in _shifts(theirs, Usual(clock))]
    for agent_id, theirs in by_agent.items():
        for punches in _shifts(theirs, Usual.of(first, agent_id, clock)):
            way = _way(punches[0]) if len({_way(one) for one in punches}) == 1 else None
            found.append(Stay(agent_id, tuple(one.at_min for one in punches), way))
    return found


def _shifts(rows: Sequence[PunchRow], usual: Usual) -> list[list[PunchRow]]:
    """Return somebody's punches shift by shift."""
    shifts: list[list[PunchRow]] = []
    for row in rows:
        if shifts and _goes_on(shifts[-1], row, usual):
            shifts[-1].append(row)
        else:
            shifts.append([row])
    return shifts


def _goes_on(shift: Sequence[PunchRow], row: PunchRow, usual: Usual) -> bool:
    """Return whether a punch belongs to the shift of those before it."""
    first, last = shift[0], shift[-1]
    if row.at_min - first.at_min > LONGEST_MIN:
        return False
    if row.at_min - last.at_min <= SAME_MIN:
        return True
    if _way(row) is Punch.START:
        return _way(last) is Punch.START and row.at_min - last.at_min < REST_MIN
    if _way(row) is Punch.END:
        return True
    if usual.date_of(row) == usual.date_of(first):
        return True
    is_whole = last.at_min - first.at_min > SAME_MIN
    has_rested = row.at_min - last.at_min >= REST_MIN
    return not (has_rested if is_whole else usual.is_end(first) and usual.is_start(row))


def _way(row: PunchRow) -> Punch | None:
    """Return what a punch is said to be: the beginning or the end of a shift; None: not said."""
    plain = folded(row.direction)
    return Punch.START if plain in COMES else Punch.END if plain in GOES else None


def _after_midnight(table: Table) -> frozenset[int]:
    """Return the lines whose time lies early on the very day of the date beside it."""
    if DATE not in table.columns:
        return frozenset()
    found = set()
    for row in table.rows:
        date, _, time = row.cells[AT].partition(" ")
        beside = CLOCK.fullmatch(time) is not None and date == iso_or_given(row.cells[DATE])
        if beside and int(time.partition(":")[0] or LATE) < EARLY_HOUR:
            found.add(row.line)
    return frozenset(found)


def _day_later(row: TableRow, lines: Collection[int]) -> TableRow:
    if row.line not in lines:
        return row
    date, _, time = row.cells[AT].partition(" ")
    return TableRow(row.line, {**row.cells, AT: f"{day_after(date)} {time}"})


def _likelier(
    stays: list[Stay], later: list[Stay], table: Table, early: frozenset[int]
) -> list[Stay]:
    """Return what leaves fewer punches alone and fewer long shifts: early ones as dated, or not."""
    odd, odd_later = (
        sum(not one.is_whole or one.is_long for one in each) for each in (stays, later)
    )
    if odd == odd_later:
        line = min(early)
        cells = next(row.cells for row in table.rows if row.line == line)
        raise InputError(Fault("punches_unclear", table.file, line, AT, cells[AT]))
    if odd < odd_later:
        return stays
    note_assumed(table.file, "next_day", len(early))
    return later


def _told(stays: Sequence[Stay], clock: Clock, file: str) -> tuple[Presence, ...]:
    """Return shifts as presences; tell how many punches were read how."""
    whole = [one for one in stays if one.is_whole]
    single = [one for one in stays if not one.is_whole]
    note_assumed(file, "between_punches", sum(len(one.at_min) - 2 for one in whole))
    note_assumed(file, "lone_punches", sum(one.way is None for one in single))
    found = [Presence(one.agent_id, one.at_min[0], one.at_min[-1]) for one in whole]
    for one in single:
        at = one.at_min[0]
        way = one.way or _nearer(one, whole, clock)
        missing = Punch.END if way is Punch.START else Punch.START
        found.append(Presence(one.agent_id, at, at, "", missing))
    return tuple(sorted(found))


def _nearer(one: Stay, whole: Sequence[Stay], clock: Clock) -> Punch:
    """Return whether a punch alone is nearer to usual beginnings, or to usual ends."""
    own = [each for each in whole if each.agent_id == one.agent_id] or list(whole)
    clock_min = clock.clock_of(one.at_min[0])
    if not own:
        return Punch.START if clock_min < DAY_MIN // 2 else Punch.END
    begins, ends = (
        min(_apart(clock_min, clock.clock_of(each.at_min[place])) for each in own)
        for place in (0, -1)
    )
    return Punch.START if begins <= ends else Punch.END


def _apart(minute: int, other: int) -> int:
    """Return how many minutes two times of the clock are apart, round midnight too."""
    between = abs(minute - other)
    return min(between, DAY_MIN - between)
