"""
Where people stand in the cycles of their work plans: written down, read from the past, or asked.

A date of ``agents.csv`` says it for ever, a phase in ``history.csv`` for that week. Else the past
is looked at, last week first: where only one place in the cycle has what was worked, it is that
one. Nobody's place is guessed: the others are asked for, and a place is proposed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from scheduler.errors import Fault, InputError
from scheduler.fairness import Staffed
from scheduler.horizon import WEEK_DAYS
from scheduler.past_shift import PastShift
from scheduler.work_plan import ANY, OFF, ON, WorkPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from scheduler.agent import Agent

LOOKED_BACK_WEEKS = 4


class PlannedDay(NamedTuple):
    """
    What a plan says of a day.

    Parameters
    ----------
    may_work, must_work
        Whether a shift may start on it, and whether one must.
    kind
        Of which type it is; empty: any.
    """

    may_work: bool = True
    must_work: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cycle:
    """
    Somebody's plan, and when its cycle began.

    Parameters
    ----------
    plan
        The plan.
    start
        A day on which the cycle begins; any, where the plan has none.
    """

    plan: WorkPlan
    start: dt.date

    def week(self, first: dt.date) -> int:
        """Return the number of the week of 7 days from a date; that with the start is 0."""
        return -((self.start - first).days // WEEK_DAYS)

    def bounds(self, first: dt.date) -> tuple[int, int]:
        """Return the fewest and the most days of work of the week from a date."""
        return self.plan.bounds(self.week(first))

    def type_of(self, first: dt.date) -> str:
        """Return the type of the week from a date; empty: any."""
        rotation = self.plan.rotation
        return rotation[self.week(first) % len(rotation)] if rotation else ""

    def day(self, date: dt.date, codes: Collection[str]) -> PlannedDay:
        """Return what the cycle of days says of a date; ``codes`` are those of all types."""
        days = self.plan.day_cycle
        if not days:
            return PlannedDay()
        first = self.start
        if len(days) % WEEK_DAYS == 0:
            first -= dt.timedelta(first.weekday())
        said = days[(date - first).days % len(days)]
        if said in codes:
            return PlannedDay(must_work=True, kind=said)
        if said in OFF:
            return PlannedDay(may_work=False)
        return PlannedDay(must_work=said in ON and said not in ANY)


class Cycles(NamedTuple):
    """
    The cycles of all who have a plan.

    Parameters
    ----------
    known
        By agent; also of those whose plan does not change from week to week.
    proposed
        By agent, of those whose place is not known: where they may begin.
    """

    known: dict[str, Cycle]
    proposed: dict[str, Cycle]

    def require(self) -> None:
        """
        Check that everybody's place is known.

        Raises
        ------
        InputError
            Naming each whose is not, with the day from which the cycle may begin.
        """
        if self.proposed:
            raise InputError(
                Fault(
                    "cycle_unknown",
                    column="cycle_start",
                    value=name,
                    details={"plan": cycle.plan.name, "start": cycle.start.isoformat()},
                )
                for name, cycle in self.proposed.items()
            )

    def begun(self, agents: Iterable[Agent]) -> tuple[Agent, ...]:
        """Return people of whom those whose place is not known begin as proposed."""
        return tuple(
            replace(agent, cycle_start=self.proposed[agent.id].start)
            if agent.id in self.proposed
            else agent
            for agent in agents
        )


class WithPlans(Staffed, Protocol):
    """What of a roster problem, which offers its cycles itself, they follow from."""

    def plan_of(self, agent: Agent) -> WorkPlan | None:
        """Return the work plan of an agent; None: there is none."""

    def employed_days(self, agent: Agent) -> int:
        """Return on how many days of the horizon an agent is employed."""


def cycles_of(problem: WithPlans) -> Cycles:
    """Return where everybody who is employed in the horizon stands, or may begin."""
    past, first = _Past(problem), problem.horizon.start
    known: dict[str, Cycle] = {}
    asked: dict[str, tuple[WorkPlan, list[dt.date]]] = {}
    for agent in problem.agents:
        plan = problem.plan_of(agent)
        if plan is None or not problem.employed_days(agent):
            continue
        found = [first] if not plan.is_cycle else past.starts(agent, plan)
        if len(found) == 1:
            known[agent.id] = Cycle(plan, found[0])
        else:
            asked[agent.id] = plan, found
    _by_team(problem, known, asked)
    return Cycles(known, dict(_proposals(problem, asked)))


def _by_team(
    problem: WithPlans, known: dict[str, Cycle], asked: dict[str, tuple[WorkPlan, list[dt.date]]]
) -> None:
    """Give the people of a team that stands together the place that is known of its others."""
    team, first = {agent.id: agent.team for agent in problem.agents}, problem.horizon.start
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for name, cycle in known.items():
        since = (first - cycle.start).days % cycle.plan.cycle_days
        places[team[name], cycle.plan.name].add(since)
    for name, (plan, _) in list(asked.items()):
        since_by = places[team[name], plan.name]
        if plan.is_by_team and len(since_by) == 1:
            known[name] = Cycle(plan, first - dt.timedelta(*since_by))
            del asked[name]


def _proposals(
    problem: WithPlans, asked: dict[str, tuple[WorkPlan, list[dt.date]]]
) -> Iterator[tuple[str, Cycle]]:
    """Yield a beginning for each: one that fits the past, else each place in turn."""
    team = {agent.id: agent.team for agent in problem.agents}
    teams, turn = sorted({team[name] for name in asked}), Counter[str]()
    for name, (plan, fitting) in asked.items():
        starts = _starts(problem, plan)
        place = teams.index(team[name]) if plan.is_by_team else turn[plan.name]
        turn[plan.name] += 1
        yield name, Cycle(plan, fitting[0] if fitting else starts[place % len(starts)])


def _starts(problem: WithPlans, plan: WorkPlan) -> list[dt.date]:
    """Return a beginning of each place in the cycle, the latest first."""
    first = problem.horizon.start
    return [first - dt.timedelta(days) for days in range(0, plan.cycle_days, plan.step_days)]


class _Past:
    """What was worked before a horizon, by agent and day."""

    def __init__(self, problem: WithPlans) -> None:
        self._problem = problem
        self._codes = frozenset(each.code for each in problem.rules.types)
        days = [
            problem.horizon.day_of(shift.start_min)
            for shifts in problem.history_by_agent.values()
            for shift in shifts
        ]
        self._since = min(days, default=0)  # the first day anything is known of

    def starts(self, agent: Agent, plan: WorkPlan) -> list[dt.date]:
        """Return the beginnings of the cycle that may be an agent's: one where it is known."""
        if agent.cycle_start is not None:
            return [agent.cycle_start]
        stated = self._stated(agent, plan)
        if stated is not None:
            return [stated]
        left = every = _starts(self._problem, plan)
        worked = self._worked(agent)
        for back in range(1, LOOKED_BACK_WEEKS + 1):
            days = range(-back * WEEK_DAYS, -(back - 1) * WEEK_DAYS)
            mine = {day: kind for day, kind in worked.items() if day in days}
            if not mine:
                continue
            fitting = [start for start in left if self._fits(Cycle(plan, start), agent, days, mine)]
            if not fitting:  # what was worked is of no such cycle
                break
            left = fitting
            if len(left) == 1:
                return left
        return [] if len(left) == len(every) else left

    def _stated(self, agent: Agent, plan: WorkPlan) -> dt.date | None:
        """Return the beginning that the last phase of a file says; None: none is said."""
        horizon = self._problem.horizon
        shifts = self._problem.history_by_agent.get(agent.id, ())
        said = [one for one in shifts if isinstance(one, PastShift) and one.phase is not None]
        if not said:
            return None
        last = said[-1]
        assert last.phase is not None
        day, step = horizon.day_of(last.start_min), plan.step_days
        return horizon.date(day - day % step - (last.phase - 1) * step)

    def _worked(self, agent: Agent) -> dict[int, str]:
        """Return the kinds of an agent's shifts by the numbers of their days."""
        horizon, classes = self._problem.horizon, self._problem.classes
        shifts = self._problem.history_by_agent.get(agent.id, ())
        return {horizon.day_of(shift.start_min): classes.kind_of(shift) for shift in shifts}

    def _fits(self, cycle: Cycle, agent: Agent, days: range, worked: dict[int, str]) -> bool:
        """Return whether what was worked in a week of the past is what a cycle says of it."""
        horizon = self._problem.horizon
        first = horizon.date(days.start)
        if cycle.type_of(first) and set(worked.values()) != {cycle.type_of(first)}:
            return False
        away = {day for day in days if self._is_away(agent, day)}
        least, most = cycle.bounds(first)
        if days.start >= self._since and not least - len(away) <= len(worked) <= most:
            return False
        for day in days:
            said = cycle.day(horizon.date(day), self._codes)
            if day in worked:
                if not said.may_work or said.kind not in {"", worked[day]}:
                    return False
            elif said.must_work and day >= self._since and day not in away:
                return False
        return True

    def _is_away(self, agent: Agent, day: int) -> bool:
        clock, date = self._problem.horizon.clock, self._problem.horizon.date(day)
        first, after = clock.at(date), clock.at(date + dt.timedelta(1))
        absences = self._problem.absences_by_agent.get(agent.id, ())
        return not agent.employed(date) or any(
            each.start_min < after and first < each.end_min for each in absences
        )
