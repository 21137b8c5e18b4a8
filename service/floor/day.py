"""A day of a published week as it goes on: people and posts now, and how the rest will go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.demand import Floats, Forecast, Requirement
from scheduler.horizon import DAY_MIN
from scheduler.present import as_told, away_during, is_standby
from scheduler.problem import RosterProblem
from scheduler.roster import Roster, RosterState
from scheduler.shift import Shift, Span
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.part_day import RestOfDay, rest_of_day
from scheduler.staffing.requirement import requirement
from scheduler.verify.cover import people_at_work
from service.demand.staffing import load_of
from service.floor.so_far import SoFar, with_so_far
from service.floor.told import SeenHere
from service.roster.coverage import Coverage, coverage
from service.roster.question import problem_of
from service.shop.campaigns import posts_in
from store.floor import EnteredInterruption
from store.staff import EnteredAbsence

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.horizon import Clock
    from scheduler.post import Post
    from scheduler.staffing.offered_load import Load
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["EnteredAbsence", "EnteredInterruption"]
MINUTE_S = 60
DAY = dt.timedelta(days=1)
GRACE_MIN = 5  # after a shift's start until who was not seen counts as late
EARLY_MIN = 120  # before a shift's start from when a punch is of it
REPLICATIONS = 8


class FloorStanding(StrEnum):
    """Where somebody who has a shift on the day stands now."""

    HERE = "here"
    LATE = "late"  # the shift has begun, and nobody saw the person
    UNSEEN = "unseen"  # the shift has begun, and nothing tells who is here today
    LENT = "lent"  # lent or kept from work now
    ABSENT = "absent"
    LEFT = "left"  # clocked out, not in again, and the shift is not over
    COMING = "coming"
    OVER = "over"


class SeenAt(NamedTuple):
    """When somebody was seen at work, and until when; None: it is not known that they left."""

    at_min: int
    left_min: int | None = None


@dataclass(frozen=True, slots=True)
class PersonNow:
    """Somebody who has a shift on the day, or one that goes on from the day before."""

    shift: Shift
    standing: FloorStanding


@dataclass(frozen=True, eq=False, slots=True)
class FloorDay:
    """
    A day of a published week.

    Parameters
    ----------
    date, now_min
        The day; this moment where it lies in the day, else the day's beginning, or its end.
    problem, roster
        The week's question, and the latest version's shifts.
    people
        Who has a shift on the day, or has one now that began the day before; in order of start.
    required, required_now
        People needed as of this morning's forecast, and with the chats that came since; the second
        is None where nothing tells of these; shape (posts of the requirement, the day's intervals).
    here
        People rostered who are not away; shape as ``required``.
    forecast
        The week's, with the rest of the day as it looks now; None: the week has none.
    so_far
        How the chats of each post of the forecast that came so far are known.
    loans, absences
        What takes people away on the day.
    """

    date: dt.date
    now_min: int
    problem: RosterProblem
    roster: Roster
    people: tuple[PersonNow, ...]
    required: Floats
    required_now: Floats | None
    here: Floats
    forecast: Forecast | None
    so_far: tuple[SoFar, ...]
    loans: tuple[EnteredInterruption, ...]
    absences: tuple[EnteredAbsence, ...]

    @property
    def first(self) -> int:
        """Return the number in the day of the first interval that is not over."""
        horizon = self.problem.horizon
        begin = horizon.day_starts_min[horizon.day(self.date)]
        return max(0, (self.now_min - begin) // horizon.interval_min)

    @property
    def needed(self) -> Floats:
        """Return the people needed as far as is known now; shape as ``required``."""
        return self.required if self.required_now is None else self.required_now

    @property
    def cover(self) -> Coverage:
        """Return the week's people needed and at work, of this day what is needed now."""
        week, horizon = coverage(self.problem, self.roster), self.problem.horizon
        first, needed = horizon.first_interval(horizon.day(self.date)), week.needed.copy()
        needed[:, first : first + self.needed.shape[1]] = self.needed
        return replace(week, needed=needed)

    def short_hours(self, here: Floats | None = None) -> float:
        """Return the agent-hours missing from now on, with other people here if told."""
        people = self.here if here is None else here
        missing = np.nan_to_num(np.maximum(0.0, self.needed - people))
        return float(missing[:, self.first :].sum()) * self.problem.horizon.interval_hours


def floor_day(desk: Desk, label: str, date: dt.date) -> FloorDay | None:
    """
    Return a day of a week as it goes on; None: nothing of the week is published.

    Raises
    ------
    InputError
        When the week has no requirement.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        if unit.rosters.latest(week.id, state=RosterState.PUBLISHED) is None:
            return None
        problem, roster = problem_of(unit, week), unit.rosters.named(week, None).version.roster
        horizon = week.horizon
        begin, end = (horizon.day_starts_min[horizon.day(date) + step] for step in (0, 1))
        now = min(max(int(desk.now.timestamp()) // MINUTE_S, begin), end)
        seen = _seen(unit, desk.shop_id, date, (begin - DAY_MIN, end))
        morning, updated, so_far = with_so_far(unit, week, date, now)
        load, posts = load_of(unit, week), posts_in(unit, desk.shop_id, horizon.dates)
        loans = unit.floor.interruptions(desk.shop_id, begin, end)
        absences = unit.staff.absences(desk.shop_id, begin, end)
    cells = slice(horizon.first_interval(horizon.day(date)), None)
    cells = slice(cells.start, cells.start + (end - begin) // horizon.interval_min)
    needed_now = None
    if morning is not None and updated is not None:
        more = _more(morning, updated, problem.requirement.posts, lambda f: _need(f, posts, load))
        needed_now = np.maximum(0.0, problem.requirement.agents[:, cells] + more[:, cells])
    return FloorDay(
        date,
        now,
        problem,
        roster,
        tuple(_people(problem, roster, date, now, seen)),
        problem.requirement.agents[:, cells],
        needed_now,
        people_at_work(problem, roster)[:, cells].astype(np.float64),
        morning if updated is None else updated,
        so_far,
        loans,
        absences,
    )


def _need(forecast: Forecast, posts: tuple[Post, ...], load: Load) -> Requirement:
    return requirement(forecast, posts, load=load)


def _more(
    before: Forecast,
    after: Forecast,
    names: tuple[str, ...],
    need: Callable[[Forecast], Requirement],
) -> Floats:
    """Return how many people more a forecast asks for than another; shape (names, intervals)."""
    old, new = need(before), need(after)
    found = np.zeros((len(names), before.horizon.intervals))
    for row, name in enumerate(names):
        if name in new.posts:
            found[row] = new.agents[new.posts.index(name)] - old.agents[old.posts.index(name)]
    return np.nan_to_num(found)


def _seen(
    unit: Unit, shop_id: str, date: dt.date, span: tuple[int, int]
) -> dict[str, list[SeenAt]]:
    """Return when people were seen around a day: punches, and marks by hand."""
    found: dict[str, list[SeenAt]] = {}
    for one in unit.floor.presences(shop_id, *span):
        left = None if one.missing else one.end_min
        found.setdefault(one.agent_id, []).append(SeenAt(one.start_min, left))
    for entry in unit.register.all(shop_id, SeenHere, first=date - DAY, last=date):
        found.setdefault(entry.value.agent_id, []).append(SeenAt(entry.value.at_min))
    return found


def _people(
    problem: RosterProblem,
    roster: Roster,
    date: dt.date,
    now: int,
    seen: dict[str, list[SeenAt]],
) -> list[PersonNow]:
    clock = problem.horizon.clock
    mine = [shift for shift in roster.shifts if clock.date_of(shift.start_min) == date]
    begin = clock.at(date)
    mine += [
        s for s in (*problem.history, *roster.shifts) if s.start_min < begin and now < s.end_min
    ]
    mine.sort(key=lambda shift: (shift.start_min, shift.agent_id))
    return [
        PersonNow(as_told(problem, shift), _standing(problem, shift, now, seen)) for shift in mine
    ]


def _standing(
    problem: RosterProblem, shift: Shift, now: int, seen: dict[str, list[SeenAt]]
) -> FloorStanding:
    away = [
        row
        for row in problem.away_by_agent.get(shift.agent_id, ())
        if row.start_min <= max(now, shift.start_min) < row.end_min
    ]
    if now >= shift.end_min:
        return FloorStanding.OVER
    if any(row in problem.absences for row in away) or away_during(problem, shift) == (shift.span,):
        return FloorStanding.ABSENT
    if away and now >= shift.start_min:
        return FloorStanding.LENT
    if now < shift.start_min:
        return FloorStanding.COMING
    return _seen_or_late(problem.horizon.clock, shift, now, seen)


def _seen_or_late(
    clock: Clock, shift: Shift, now: int, seen: dict[str, list[SeenAt]]
) -> FloorStanding:
    """Return where somebody stands whose shift has begun and who is not away."""
    since = shift.start_min - EARLY_MIN
    marks = [one for one in seen.get(shift.agent_id, ()) if since <= one.at_min <= now]
    if marks:
        left = max(marks, key=lambda one: one.at_min).left_min
        is_pause = any(now - GRACE_MIN in each or now in each for each in _pauses(shift))
        has_left = left is not None and shift.start_min < left <= now - GRACE_MIN
        return FloorStanding.LEFT if has_left and not is_pause else FloorStanding.HERE
    begin = min(since, clock.at(clock.date_of(now)) - EARLY_MIN)
    if not any(one.at_min >= begin for each in seen.values() for one in each):
        return FloorStanding.UNSEEN
    return FloorStanding.LATE if now >= shift.start_min + GRACE_MIN else FloorStanding.COMING


def _pauses(shift: Shift) -> tuple[Span, ...]:
    return (*shift.breaks, *(() if shift.meal is None else (shift.meal,)))


def expected_level(floor: FloorDay, *, replications: int = REPLICATIONS) -> RestOfDay | None:
    """Return how the rest of the day goes by simulation; None: no forecast, or the day is over."""
    horizon = floor.problem.horizon
    end = horizon.day_starts_min[horizon.day(floor.date) + 1]
    if floor.forecast is None or floor.now_min >= end:
        return None
    params = SimulationParams(replications=replications)
    return rest_of_day(floor.problem, floor.roster, floor.forecast, floor.now_min, params)


def standing_by(floor: FloorDay) -> tuple[Shift, ...]:
    """Return the shifts of the day whose people stand by."""
    clock = floor.problem.horizon.clock
    return tuple(
        shift
        for shift in floor.roster.shifts
        if clock.date_of(shift.start_min) == floor.date and is_standby(floor.problem, shift)
    )
