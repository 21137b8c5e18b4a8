"""Something happened: people absent, late, gone, lent or kept from work, several at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.agent import Absence
from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.errors import Fault, InputError, require
from scheduler.horizon import DAY_MIN
from scheduler.roster import RosterState
from scheduler.shift import Shift, Span
from service.month.approval_steps import ApprovalFlow, counts_at_once
from service.month.kpi_intake import add_interruption, drop_interruption
from service.month.shown_absences import AbsenceShown
from service.roster.requests import add_absence, drop_absence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.horizon import Clock
    from service.desk import Desk
    from store.unit import Unit
    from store.weeks import KeptWeek
    from store.writing import Writing

MINUTE_S = 60


class Happened(StrEnum):
    """What happened to people on a day."""

    ABSENT = "absent"  # does not come: for the whole shift
    LATE = "late"  # comes late: from the shift's start to a time
    GONE = "gone"  # left: from a time to the shift's end
    LENT = "lent"  # 抽调: works for another team
    KEPT = "kept"  # 非抽调: system, equipment, bus, weather


AS_LEAVE = frozenset({Happened.ABSENT, Happened.GONE})
FROM_START = frozenset({Happened.ABSENT, Happened.LATE})
TO_END = frozenset({Happened.ABSENT, Happened.GONE})


@dataclass(frozen=True, slots=True)
class Happening:
    """
    What happened to some people on a day.

    Parameters
    ----------
    what
        What happened.
    agent_ids
        To whom.
    date
        Day on which their shifts begin; who has none that day: on which last night's goes on.
    since, until
        Clock times in minutes after midnight, those before a shift's start of the next day; not
        asked where the shift's own start, or end, is meant.
    reason
        Kind of leave of who is absent or gone; else the task, or what broke down.
    asked_by
        Team that asked for people who are lent.
    evidence
        What shows it: a ticket, a message, a photograph's place; may be empty.
    late_reason
        Why it is registered later than on the day it began.
    """

    what: Happened
    agent_ids: tuple[str, ...]
    date: dt.date
    since: int | None = None
    until: int | None = None
    reason: str = ""
    asked_by: str = ""
    evidence: str = ""
    late_reason: str = ""

    def __post_init__(self) -> None:
        require(bool(self.agent_ids), "happened_to_nobody", column="agent_id")
        require(bool(self.reason.strip()), "happened_why_missing", column="reason")
        good = self.what is not Happened.LENT or bool(self.asked_by.strip())
        require(good, "asking_team_missing", column="asked_by")
        for column, given, clock in (
            ("since", self.what not in FROM_START, self.since),
            ("until", self.what not in TO_END, self.until),
        ):
            require(not given or clock is not None, "time_missing", column=column)


@dataclass(frozen=True, slots=True)
class Registered:
    """Numbers of the absences and of the exceptions that were kept."""

    absences: tuple[int, ...] = ()
    interruptions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """What is kept of one person."""

    shift: Shift
    span: Span


def register(desk: Desk, label: str, happening: Happening) -> Registered:
    """
    Keep what happened to people on a day of a published week; they are out of cover at once.

    Who is absent or gone has leave of the kind said, for these hours: at once, or once it is
    approved where it is registered late or a role is set that approves it. All else is an exception
    (``Interruption``) that excuses once it is approved. Either all of it is kept, or nothing.

    Raises
    ------
    InputError
        With one fault a person: who has no shift that day, whose hours lie outside the shift or
        meet others registered already; when the week is not published, its month is locked, or it
        is registered after its day without a reason.
    """
    with desk.write("happening_entered", unseen="new entries beside the others") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        _require_open(unit, week, happening.date)
        told = _told(unit, week, happening)
        numbers = [_keep(unit, desk, happening, one) for one in told]
        details = {"what": happening.what.value, "people": str(len(told))}
        unit.note(label, details)
    if happening.what in AS_LEAVE:
        return Registered(absences=tuple(numbers))
    return Registered(interruptions=tuple(numbers))


def would_take(desk: Desk, label: str, happening: Happening) -> tuple[Absence, ...]:
    """Return who would be away when, were this registered; raises InputError as ``register``."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        _require_open(unit, week, happening.date)
        told = _told(unit, week, happening)
    return tuple(
        Absence(one.shift.agent_id, one.span.start_min, one.span.end_min, happening.what.value)
        for one in told
    )


def take_back(desk: Desk, label: str, registered: Registered) -> None:
    """Remove what was registered together; raises InputError when some of it was changed since."""
    with desk.write("happening_withdrawn", unseen="each entry is asked for itself") as unit:
        for number in registered.absences:
            drop_absence(unit, number)
        for number in registered.interruptions:
            drop_interruption(unit, number)
        people = len(registered.absences) + len(registered.interruptions)
        unit.note(label, {"people": str(people)})


def _require_open(unit: Unit, week: KeptWeek, date: dt.date) -> None:
    horizon = week.horizon
    first, last = horizon.start, horizon.dates[-1]
    good = first <= date <= last
    require(good, "date_outside", column="date", value=date, first=first, last=last)
    locked = unit.run_steps.locked(week.shop_id, str(Month.of(date)))
    require(locked is None, "day_locked", column="date", value=date)


def _told(unit: Unit, week: KeptWeek, happening: Happening) -> list[_Told]:
    """Return everybody's hours; raises InputError with all that is wrong with them."""
    published = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
    require(published is not None, "week_not_published", value=week.label)
    assert published is not None
    hands, clock = published.version.roster.by_agent(), week.horizon.clock
    found, faults = [], []
    for agent_id in dict.fromkeys(happening.agent_ids):
        mine = hands.get(agent_id, ())
        shift = _shift_of(mine, clock, happening.date)
        if shift is not None:  # one that began the day before may be of a month that is locked
            _require_open(unit, week, clock.date_of(shift.start_min))
        wrong = [*_wrong(unit, week, happening, agent_id, shift)]
        faults += wrong
        if shift is not None and not wrong:
            found.append(_Told(shift, Span(*_ends(clock, happening, shift))))
    if faults:
        raise InputError(faults)
    return found


def _shift_of(mine: Iterable[Shift], clock: Clock, date: dt.date) -> Shift | None:
    """Return the shift that begins on a day, else the one of the night before that goes on."""
    own = next((one for one in mine if clock.date_of(one.start_min) == date), None)
    begin = clock.at(date)
    return own or next((one for one in mine if one.start_min < begin < one.end_min), None)


def _wrong(
    unit: Unit, week: KeptWeek, happening: Happening, agent_id: str, shift: Shift | None
) -> Iterator[Fault]:
    """Yield what is wrong with the hours of one person."""
    clock = week.horizon.clock
    if shift is None:
        yield Fault("no_shift_that_day", value=agent_id, details={"date": happening.date})
        return
    start, end = _ends(clock, happening, shift)
    ends = {"start": clock.format(shift.start_min), "end": clock.format(shift.end_min)}
    if not shift.start_min <= start < end <= shift.end_min:
        yield Fault("outside_shift", value=agent_id, details=ends)
        return
    for other in _others(unit, week.shop_id, agent_id, start, end):
        hours = {"from": clock.format(other.start_min), "until": clock.format(other.end_min)}
        yield Fault("hours_overlap", value=agent_id, details=hours)


def _ends(clock: Clock, happening: Happening, shift: Shift) -> tuple[int, int]:
    """Return from when until when it is; a clock time before the shift's is of the next day."""
    since, until = happening.since, happening.until
    start = shift.start_min if since is None else _moment(clock, shift, since)
    end = shift.end_min if until is None else _moment(clock, shift, until)
    if happening.what in FROM_START:
        start = shift.start_min
    if happening.what in TO_END:
        end = shift.end_min
    return start, end


def _moment(clock: Clock, shift: Shift, time: int) -> int:
    date = clock.date_of(shift.start_min)
    is_next = time < clock.clock_of(shift.start_min)
    return clock.at(date, time + DAY_MIN * is_next)


def _others(unit: Unit, shop_id: str, agent_id: str, start: int, end: int) -> Iterator[Span]:
    """Yield the hours of a person that are registered already and meet these."""
    for entered in unit.floor.interruptions(shop_id, start, end):
        if entered.interruption.agent_id == agent_id:
            yield entered.interruption.span
    for kept in unit.staff.absences(shop_id, start, end):
        if kept.absence.agent_id == agent_id:
            yield Span(kept.absence.start_min, kept.absence.end_min)


def _keep(unit: Writing, desk: Desk, happening: Happening, one: _Told) -> int:
    span, agent_id = one.span, one.shift.agent_id
    reason = happening.reason.strip()
    late = happening.late_reason.strip() if happening.date < unit.today else ""
    now_min = int(desk.now.timestamp()) // MINUTE_S
    if happening.what in AS_LEAVE:
        in_time = happening.date >= unit.today or now_min <= one.shift.end_min
        require(in_time or bool(late), "late_reason_missing", column="late_reason")
        number = add_absence(unit, Absence(agent_id, span.start_min, span.end_min, reason))
        shown = AbsenceShown(
            *(agent_id, number, happening.evidence.strip(), late, desk.by),
            needs_approval=not (in_time and counts_at_once(unit, desk, ApprovalFlow.ABSENCE)),
        )
        if shown.evidence or shown.late_reason or shown.needs_approval:
            unit.enter(shown, subject=agent_id, date=happening.date)
        return number
    lent = happening.what is Happened.LENT
    entry = Interruption(
        agent_id,
        InterruptionKind.SECONDMENT if lent else InterruptionKind.DISRUPTION,
        span.start_min,
        span.end_min,
        reason,
        now_min,
        desk.by,
        late_reason=late,
        asked_by=happening.asked_by.strip() if lent else "",
        evidence=happening.evidence.strip(),
    )
    return add_interruption(unit, entry)
