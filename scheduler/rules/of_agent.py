"""All counting rules of one agent: the list that the engine reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.hours_owed import holidays_of, owed_by_agent
from scheduler.overtime import overtime_by_day
from scheduler.rules.counted import LATE, NIGHT, PEAK, Sort, What
from scheduler.rules.days_in_a_row import DaysInARow, run_before
from scheduler.rules.days_off import DaysOffMemory
from scheduler.rules.fair_share import FreeShifts
from scheduler.rules.hours_owed import HoursOwed
from scheduler.rules.min_hours import MinHours
from scheduler.rules.month_limit import MonthLimit, WeekendLimit
from scheduler.rules.of_plan import absent_days, plan_rules
from scheduler.rules.overtime import OvertimeLimits
from scheduler.rules.protected import ProtectedDays
from scheduler.rules.runs import Runs, run_until
from scheduler.rules.session_due import SessionDue
from scheduler.rules.succession import LastKind
from scheduler.rules.type_pins import pinned_days
from scheduler.rules.week_hours import WeekHours
from scheduler.shift_kind import NIGHT as NIGHT_NAME
from scheduler.shift_kind import WEEKEND

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from scheduler.agent import Agent
    from scheduler.hours_owed import Owed
    from scheduler.problem import RosterProblem
    from scheduler.rules.memory import Memory
    from scheduler.session import Session
    from scheduler.shift import Shift

Month = tuple[int, int]


class Named(NamedTuple):
    """
    A counting rule and the name of the breach it guards against.

    Parameters
    ----------
    rule
        As the checker names it; empty for a rule that only asks a price.
    memory
        The rule.
    """

    rule: str
    memory: Memory[Any]


def counting_rules(problem: RosterProblem, agent: Agent) -> tuple[Named, ...]:
    """Return the counting rules of an agent, with what each remembers of the past."""
    past = problem.history_by_agent.get(agent.id, ())
    return (
        *_hours(problem, agent, past),
        *_days(problem, agent, past),
        *_months(problem, agent, past),
        *_kinds(problem, past),
        *(Named(rule, memory) for rule, memory in plan_rules(problem, agent, past)),
        *(Named(rule, memory) for rule, memory in pinned_days(problem, agent)),
        *_shares(problem, agent),
        *_sessions(problem, agent, past),
    )


def _hours(problem: RosterProblem, agent: Agent, past: tuple[Shift, ...]) -> Iterator[Named]:
    hours, horizon = problem.rules.hours, problem.horizon
    limit, period = problem.period_limit_min(agent), problem.period_days(agent)
    more = _nursing(problem, agent)
    protected = [day for day, date in enumerate(horizon.dates) if agent.protected_on(date)]
    if problem.may_work_overtime(agent):
        months = _Months(problem)
        used = [0.0] * len(months.names)
        work: dict[int, int] = {}
        for shift in past:
            day = horizon.day_of(shift.start_min)
            work[day] = work.get(day, 0) + problem.counted_min(agent, shift)
        found = overtime_by_day(work, hours.max_work_min_per_day, limit, period)
        for day, minutes in found.items():
            months.add(used, horizon.date(day), minutes)
        yield Named(
            "overtime_per_month",
            OvertimeLimits(
                hours.max_work_min_per_day,
                limit,
                period,
                months.of_day,
                tuple(used),
                tuple(problem.rules.overtime_month_min(*name) for name in months.names),
                tuple(problem.overtime_cap_min(agent, day) for day in range(horizon.days)),
                problem.rules.weights.overtime_per_hour,
                more,
                frozenset(
                    day
                    for day in range(horizon.days)
                    if day in protected or not problem.has_overtime(agent, day)
                ),
            ),
        )
    else:
        yield Named("hours_per_week", WeekHours(limit, period, more))
    if protected:
        most = (
            hours.max_work_min_per_day - problem.nursing_min(agent, horizon.date(day))
            if day in protected
            else None
            for day in range(horizon.days)
        )
        yield Named("protected_hours", ProtectedDays(tuple(most)))
    promised = problem.promised_min(agent)
    if promised > 0:
        yield Named("min_hours", MinHours(promised, horizon.days, more))
    owed = owed_by_agent(problem).get(agent.id, ())
    if any(each.minutes for each in owed):
        yield Named("", _owed(problem, owed, more))


def _nursing(problem: RosterProblem, agent: Agent) -> tuple[int, ...]:
    """Return by day what a shift counts for beside its work; empty where it is none on any."""
    found = tuple(problem.nursing_min(agent, date) for date in problem.horizon.dates)
    return found if any(found) else ()


def _owed(problem: RosterProblem, owed: tuple[Owed, ...], more: tuple[int, ...]) -> HoursOwed:
    horizon, hours = problem.horizon, problem.rules.hours
    most = (
        0 if date in holidays_of(hours.holidays, date.year) else hours.max_work_min_per_day
        for date in horizon.dates
    )
    spans = tuple((each.first, each.last, each.minutes) for each in owed)
    return HoursOwed(spans, tuple(most), problem.rules.weights.hour_owed, more)


def _days(problem: RosterProblem, agent: Agent, past: tuple[Shift, ...]) -> Iterator[Named]:
    horizon = problem.horizon
    worked = frozenset(horizon.day_of(shift.start_min) for shift in past)
    yield Named("days_off", DaysOffMemory(problem.min_days_off(agent), horizon.days))
    most = problem.max_consecutive_days(agent)
    yield Named("consecutive_days", DaysInARow(most, run_before(worked)))
    on, off = problem.min_consecutive_days(agent), problem.min_consecutive_days_off(agent)
    if on > 1 or off > 1:
        excused = frozenset(absent_days(problem, agent)) if on > 1 else frozenset()
        start = max(-off, min(on, run_until(worked, -1)))
        yield Named("short_run", Runs(on, off, excused, start))


def _months(problem: RosterProblem, agent: Agent, past: tuple[Shift, ...]) -> Iterator[Named]:
    hours = problem.rules.hours
    names = problem.rules.kind_names
    if hours.max_nights_per_month is not None:
        yield Named(
            "nights_per_month", _month_limit(problem, NIGHT, hours.max_nights_per_month, past)
        )
    weekends = [hours.max_weekends_per_month]
    for limit in problem.limits_by_agent.get(agent.id, ()):
        if limit.kind == WEEKEND:
            weekends.append(limit.max_per_month)
        else:
            is_night = limit.kind == NIGHT_NAME and NIGHT_NAME not in names
            sort = NIGHT if is_night else Sort(What.KIND, limit.kind)
            yield Named("kind_per_month", _month_limit(problem, sort, limit.max_per_month, past))
    for most in weekends:
        if most is not None:
            yield Named("weekends_per_month", _weekend_limit(problem, most, past))


def _month_limit(
    problem: RosterProblem, sort: Sort, limit: int, past: tuple[Shift, ...]
) -> MonthLimit:
    months, classes = _Months(problem), problem.classes
    used = [0] * len(months.names)
    for shift in past:
        is_one = (
            classes.is_night(shift.start_min, shift.end_min)
            if sort.what is What.NIGHT
            else classes.kind_of(shift) == sort.kind
        )
        months.add(used, problem.horizon.clock.date_of(shift.start_min), int(is_one))
    return MonthLimit(sort, limit, months.of_day, tuple(used))


def _weekend_limit(problem: RosterProblem, limit: int, past: tuple[Shift, ...]) -> WeekendLimit:
    horizon, classes = problem.horizon, problem.classes
    saturdays = [classes.weekend(minute) for minute in horizon.day_starts_min[:-1]]
    months = _Months(problem, (saturday for saturday in saturdays if saturday is not None))
    used = [0] * len(months.names)
    worked = {classes.weekend(shift.start_min) for shift in past}
    for saturday in worked:
        if saturday is not None:
            months.add(used, saturday, 1)
    reaches_in = saturdays[0] is not None and saturdays[0] in worked
    return WeekendLimit(
        limit,
        tuple(-1 if saturday is None else months.number(saturday) for saturday in saturdays),
        tuple(used),
        (0, reaches_in),
    )


def _kinds(problem: RosterProblem, past: tuple[Shift, ...]) -> Iterator[Named]:
    forbidden = frozenset((each.first_kind, each.next_kind) for each in problem.rules.successions)
    if forbidden:
        last = ""
        for shift in past:
            if problem.horizon.day_of(shift.start_min) == -1:
                last = problem.classes.kind_of(shift)
        yield Named("succession", LastKind(forbidden, last))


def _shares(problem: RosterProblem, agent: Agent) -> Iterator[Named]:
    price = problem.rules.weights.fairness
    if price <= 0:
        return
    horizon, classes = problem.horizon, problem.classes
    everyday = frozenset(range(horizon.days))
    weekend = frozenset(
        day
        for day, minute in enumerate(horizon.day_starts_min[:-1])
        if classes.weekend(minute) is not None
    )
    free = problem.fair_shares[agent.id].free
    for sort, days, number in (
        (NIGHT, everyday, free.nights),
        (None, weekend, free.weekends),
        (PEAK, everyday, free.peaks),
        *(((LATE, everyday, free.lates),) if problem.rules.hours.late else ()),
    ):
        if number < len(days):
            yield Named("", FreeShifts(sort, days, int(number), price))


def _sessions(problem: RosterProblem, agent: Agent, past: tuple[Shift, ...]) -> Iterator[Named]:
    for session in sessions_due(problem, agent, past):
        yield Named("session", SessionDue(session.id, problem.horizon.days))


def sessions_due(
    problem: RosterProblem, agent: Agent, past: tuple[Shift, ...]
) -> tuple[Session, ...]:
    """Return the sessions an agent must sit through in the horizon."""
    horizon = problem.horizon
    held = {sitting.session for shift in past for sitting in shift.sessions}
    return tuple(
        session
        for session in problem.sessions
        if session.is_for(agent)
        and horizon.start_min < session.latest_min <= horizon.end_min
        and session.id not in held
        and not _is_excused(problem, agent, session)
    )


def _is_excused(problem: RosterProblem, agent: Agent, session: Session) -> bool:
    """Return whether an agent is away for all of the window, or not employed on its last day."""
    last_date = problem.horizon.clock.date_of(session.latest_min - 1)
    return not agent.employed(last_date) or any(
        absence.start_min <= session.earliest_min and session.latest_min <= absence.end_min
        for absence in problem.absences_by_agent.get(agent.id, ())
    )


class _Months:
    """The calendar months of a horizon, by number."""

    def __init__(self, problem: RosterProblem, dates: Iterable[dt.date] | None = None) -> None:
        chosen = problem.horizon.dates if dates is None else tuple(dates)
        self.names: dict[Month, int] = {}
        self.of_day = tuple(
            self.names.setdefault((date.year, date.month), len(self.names)) for date in chosen
        )

    def number(self, date: dt.date) -> int:
        """Return the number of a date's month."""
        return self.names[date.year, date.month]

    def add(self, counts: list[Any], date: dt.date, more: float) -> None:
        """Add to the count of a date's month, where it is one of these."""
        number = self.names.get((date.year, date.month))
        if number is not None:
            counts[number] += more
