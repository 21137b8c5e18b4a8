"""Rules of the cycles of work plans: days of work of each week, its type, days on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.horizon import WEEK_DAYS
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.cycle import Cycle
    from scheduler.shift import Shift
    from scheduler.verify.view import RosterView


def cycle_unknown(view: RosterView) -> Iterator[Violation]:
    """Where everybody stands in the cycle of the plan is known."""
    for name in view.problem.cycles.proposed:
        yield Violation("cycle_unknown", name, "", view.problem.horizon.start_min)


def week_days(view: RosterView) -> Iterator[Violation]:
    """No week has more days of work than its place in the cycle says."""
    for agent, cycle, shifts in _planned(view):
        for days, _ in view.weeks:
            most = cycle.bounds(view.problem.horizon.date(days[0]))[1]
            measured = len({view.day(shift) for shift in shifts} & set(days))
            if cycle.plan.days_week and measured > most:
                start = view.problem.horizon.day_starts_min[days[0]]
                yield Violation("week_days", agent.id, "", start, measured, most)


def few_days(view: RosterView) -> Iterator[Violation]:
    """Every whole week has the days of work the plan asks for, less those on leave."""
    for agent, cycle, shifts in _planned(view):
        for days, length in view.weeks:
            if length < WEEK_DAYS:
                continue
            away = sum(_is_away(view, agent, day) for day in days)
            asked = cycle.bounds(view.problem.horizon.date(days[0]))[0]
            least = view.problem.least_days(agent, asked) - away
            measured = len({view.day(shift) for shift in shifts} & set(days))
            if measured < least:
                start = view.problem.horizon.day_starts_min[days[0]]
                yield Violation("few_days", agent.id, "", start, measured, least)


def rotation(view: RosterView) -> Iterator[Violation]:
    """All shifts of a week are of the type whose turn it is."""
    horizon, kind_of = view.problem.horizon, view.problem.classes.kind_of
    for agent, cycle, shifts in _planned(view):
        for shift in shifts:
            day = view.day(shift)
            turn, kind = cycle.type_of(horizon.date(day - day % WEEK_DAYS)), kind_of(shift)
            if turn and kind != turn:
                pair = f"{kind}|{turn}"
                yield Violation("rotation", agent.id, shift.post, shift.start_min, subject=pair)


def cycle_day(view: RosterView) -> Iterator[Violation]:
    """No shift starts on a day off of the cycle of days, none of another type than it says."""
    for agent, _, shifts in _planned(view):
        planned = view.problem.planned_days(agent)
        for shift in shifts:
            said = planned[view.day(shift)]
            kind = view.problem.classes.kind_of(shift)
            if not said.may_work or said.kind not in {"", kind}:
                pair = f"{kind}|{said.kind}"
                yield Violation("cycle_day", agent.id, shift.post, shift.start_min, subject=pair)


def idle_day(view: RosterView) -> Iterator[Violation]:
    """Each day of work of the cycle of days has a shift, but on leave."""
    for agent, _, shifts in _planned(view):
        worked = {view.day(shift) for shift in shifts}
        for day, said in enumerate(view.problem.planned_days(agent)):
            if said.must_work and day not in worked and not _is_away(view, agent, day):
                start = view.problem.horizon.day_starts_min[day]
                yield Violation("idle_day", agent.id, "", start, subject=said.kind)


def _planned(view: RosterView) -> Iterator[tuple[Agent, Cycle, tuple[Shift, ...]]]:
    """Yield those whose place in their plan's cycle is known, with their shifts of these days."""
    known, horizon = view.problem.cycles.known, view.problem.horizon
    for agent, shifts in view.everybody:
        if agent.id in known:
            mine = tuple(shift for shift in shifts if shift.start_min in horizon)
            yield agent, known[agent.id], mine


def _is_away(view: RosterView, agent: Agent, day: int) -> bool:
    """Return whether an absence lies on a day, or the agent is not employed on it."""
    horizon = view.problem.horizon
    start, end = horizon.day_starts_min[day : day + 2]
    absences = view.problem.absences_by_agent.get(agent.id, ())
    is_absent = any(row.start_min < end and start < row.end_min for row in absences)
    return is_absent or not agent.employed(horizon.date(day))
