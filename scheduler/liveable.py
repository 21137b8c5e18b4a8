"""
How liveable a roster is: what the weeks of its people look like, in numbers a planner knows.

Weeks are the 7 days from the horizon's start; a shift belongs to the date it starts on, and the
first shift of a date is the one whose start counts. Clock times are compared around the clock: from
23:30 to 0:30 it is one hour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.fairness import Burden, burden
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from scheduler.hours_owed import given_min, owed_by_agent
from scheduler.verify.cost import times_broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift


@dataclass(frozen=True, slots=True)
class Lived:
    """
    What the shifts of one agent are like.

    Parameters
    ----------
    agent_id
        Whose they are.
    starts
        Different clock times of starts in each week in which a shift starts.
    jumps_min
        Minutes between the start of each working day and the next one's, by the clock; days off
        between them do not matter.
    off_together
        For each whole week in which a shift starts: whether two days off in a row end in it; the
        day before it counts where it is known.
    burden
        Night, weekend, peak and late shifts.
    longest_run
        Most days in a row on which a shift starts; a run that goes on from before counts whole.
    wishes, wishes_kept
        Wishes for these days, and those of them the shifts keep.
    owed_min, given_min
        Minutes of work owed or else promised, and rostered.
    withheld_min
        Minutes owed and not given, each week or month by itself.
    """

    agent_id: str
    starts: tuple[int, ...]
    jumps_min: tuple[int, ...]
    off_together: tuple[bool, ...]
    burden: Burden
    longest_run: int
    wishes: int = 0
    wishes_kept: int = 0
    owed_min: float = 0.0
    given_min: int = 0
    withheld_min: float = 0.0


@dataclass(frozen=True, slots=True)
class Liveable:
    """
    How liveable some days of a roster are; means are None where nothing can be counted.

    Parameters
    ----------
    people
        Everybody looked at, in the order of the staff list.
    clocks
        Different clock times at which shifts start, all people together.
    days_known
        Days looked at.
    unknown
        Agents of whom no shift is known in days that are over: nothing is said of them.
    """

    people: tuple[Lived, ...]
    clocks: int
    days_known: int
    unknown: tuple[str, ...] = ()

    @property
    def mean_starts(self) -> float | None:
        """Return the different starts of a person's week, on average over weeks with a shift."""
        return _mean(number for one in self.people for number in one.starts)

    @property
    def most_starts(self) -> int | None:
        """Return the most different starts of a person's week."""
        return max((number for one in self.people for number in one.starts), default=None)

    @property
    def mean_jump_min(self) -> float | None:
        """Return the minutes between one working day's start and the next one's, on average."""
        return _mean(jump for one in self.people for jump in one.jumps_min)

    @property
    def largest_jump_min(self) -> int | None:
        """Return the most minutes between one working day's start and the next one's."""
        return max((jump for one in self.people for jump in one.jumps_min), default=None)

    @property
    def share_off_together(self) -> float | None:
        """Return the share of the weeks people work that hold two days off together."""
        return _mean(found for one in self.people for found in one.off_together)

    @property
    def burden(self) -> Burden:
        """Return the night, weekend, peak and late shifts of all."""
        return Burden(*map(sum, zip(*(one.burden for one in self.people), strict=True)))

    @property
    def most_burden(self) -> Burden:
        """Return the most night, weekend, peak and late shifts anybody has."""
        return Burden(*map(max, zip(*(one.burden for one in self.people), strict=True)))

    @property
    def longest_run(self) -> int:
        """Return the longest run of working days of anybody."""
        return max((one.longest_run for one in self.people), default=0)

    @property
    def wishes(self) -> int:
        """Return the wishes of all."""
        return sum(one.wishes for one in self.people)

    @property
    def wishes_kept(self) -> int:
        """Return the wishes kept."""
        return sum(one.wishes_kept for one in self.people)

    @property
    def owed_min(self) -> float:
        """Return the minutes of work owed to all."""
        return sum(one.owed_min for one in self.people)

    @property
    def given_min(self) -> int:
        """Return the minutes of work of all."""
        return sum(one.given_min for one in self.people)

    @property
    def withheld_min(self) -> float:
        """Return the minutes owed and not given, person by person."""
        return sum(one.withheld_min for one in self.people)


def liveable(problem: RosterProblem, roster: Roster) -> Liveable:
    """Return how liveable a roster is; shifts of strangers and outside its days do not count."""
    by_agent = roster.by_agent()
    days = range(problem.horizon.days)
    clock, date_of = problem.horizon.clock, problem.horizon.clock.date_of
    people, clocks = [], set()
    for agent in problem.agents:
        shifts = _within(problem, by_agent.get(agent.id, ()), days)
        past = problem.history_by_agent.get(agent.id, ())
        wishes = problem.wishes_by_agent.get(agent.id, ())
        kept = sum(
            times_broken(problem, wish, [s for s in shifts if date_of(s.start_min) == wish.date])
            == 0
            for wish in wishes
        )
        clocks |= {clock.clock_of(shift.start_min) for shift in shifts}
        mine = _lived(problem, agent.id, (past, shifts), days)
        owed, withheld = _owed(problem, agent, shifts)
        people.append(
            replace(
                mine,
                wishes=len(wishes),
                wishes_kept=kept,
                owed_min=owed,
                withheld_min=withheld,
            )
        )
    return Liveable(tuple(people), len(clocks), len(days))


def week_before(problem: RosterProblem) -> Liveable | None:
    """
    Return how liveable the 7 days before the horizon were; None: no shift of them is known.

    Wishes and hours promised then are not known and stay 0. Where the history begins within them,
    the days since then are looked at.
    """
    horizon = problem.horizon
    first = min((horizon.day_of(shift.start_min) for shift in problem.history), default=0)
    days = range(max(-WEEK_DAYS, first), 0)
    people, clocks, unknown = [], set(), []
    for agent in problem.agents:
        known = problem.history_by_agent.get(agent.id, ())
        shifts = _within(problem, known, days)
        if not shifts:
            unknown.append(agent.id)
            continue
        before = tuple(shift for shift in known if horizon.day_of(shift.start_min) < days.start)
        clocks |= {horizon.clock.clock_of(shift.start_min) for shift in shifts}
        people.append(_lived(problem, agent.id, (before, shifts), days))
    if not people:
        return None
    return Liveable(tuple(people), len(clocks), len(days), tuple(unknown))


def _owed(problem: RosterProblem, agent: Agent, shifts: Sequence[Shift]) -> tuple[float, float]:
    """Return the minutes owed to an agent, else those promised, and what of them is not given."""
    owed = owed_by_agent(problem).get(agent.id, ())
    least = problem.promised_min(agent)
    given = sum(shift.work_min for shift in shifts)
    missing = sum(max(0.0, each.minutes - given_min(problem, each, shifts)) for each in owed)
    total = sum(each.minutes for each in owed)
    return max(total, least), max(missing, least - given, 0.0)


def _within(problem: RosterProblem, shifts: Iterable[Shift], days: range) -> list[Shift]:
    """Return the shifts that start on some days, in order of start."""
    inside = [shift for shift in shifts if problem.horizon.day_of(shift.start_min) in days]
    return sorted(inside, key=lambda shift: shift.start_min)


def _lived(
    problem: RosterProblem,
    agent_id: str,
    shifts: tuple[Sequence[Shift], Sequence[Shift]],
    days: range,
) -> Lived:
    """Return what an agent's shifts before some days and on them are like on these days."""
    before, here = shifts
    horizon, starts = problem.horizon, dict[int, int]()
    for shift in here:
        clock = horizon.clock.clock_of(shift.start_min)
        starts.setdefault(horizon.day_of(shift.start_min), clock)
    past = {horizon.day_of(shift.start_min) for shift in before}
    weeks = [range(day, min(day + WEEK_DAYS, days.stop)) for day in range(days.start, days.stop, 7)]
    worked = [week for week in weeks if any(day in starts for day in week)]
    jumps = (abs(two - one) for one, two in pairwise(starts.values()))
    return Lived(
        agent_id,
        starts=tuple(len({starts[day] for day in week if day in starts}) for week in worked),
        jumps_min=tuple(min(jump, DAY_MIN - jump) for jump in jumps),
        off_together=tuple(
            _has_two_off({*past, *starts}, week, min(past, default=days.start))
            for week in worked
            if len(week) == WEEK_DAYS
        ),
        burden=burden(problem.classes, here),
        longest_run=_longest_run(past, starts),
        given_min=sum(shift.work_min for shift in here),
    )


def _has_two_off(worked: set[int], week: range, known_from: int) -> bool:
    """Return whether two days off in a row end in a week; days before ``known_from`` are none."""
    return any(
        day not in worked and day - 1 not in worked and (day > week.start or day - 1 >= known_from)
        for day in week
    )


def _longest_run(past: set[int], starts: Iterable[int]) -> int:
    """Return the most days of work in a row among those that end on one of ``starts``."""
    days, longest = past | set(starts), 0
    for day in starts:
        run = 1
        while day - run in days:
            run += 1
        longest = max(longest, run)
    return longest


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None
