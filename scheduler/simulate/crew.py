"""
The people of one week, as a list of changes: who begins to take chats, pauses, goes home.

An agent takes chats on the post of the shift, except during the meal and breaks; open chats go on.
A roster that puts one person in two places is played with the earlier shift to its end first.
Shifts of the past that reach in are part of it, and agents the problem does not know work too, as
they do for the checker's cover.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import DAY_MIN, Horizon
from scheduler.simulate.customers import Luck, Stream
from scheduler.simulate.desk import END, NONE, PAUSE, TAKE, TICK, Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.post import Post
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from scheduler.simulate.params import SimulationParams

Stretch = tuple[float, float]
Row = tuple[float, int, int, int]


@dataclass(frozen=True, eq=False)
class Crew:
    """
    Changes in order of time, then of kind; arrays of shape (changes,).

    Parameters
    ----------
    agents
        Names that ``agent`` points to.
    change_s
        Seconds after the horizon's start.
    kind
        As the kernel numbers them.
    agent, place
        Index of the agent, and of the post; for a tick -1 and the number of the interval.
    """

    agents: tuple[str, ...]
    change_s: Floats
    kind: Ints
    agent: Ints
    place: Ints


def names(problem: RosterProblem, roster: Roster) -> tuple[str, ...]:
    """Return the agents of the problem, then others who occur in the past or the roster."""
    known = [agent.id for agent in problem.agents]
    others = {shift.agent_id for shift in (*problem.history, *roster.shifts)} - set(known)
    return (*known, *sorted(others))


def crew(
    problem: RosterProblem, roster: Roster, params: SimulationParams, *, replication: int = 0
) -> Crew:
    """
    Return who works when in one replication.

    Raises
    ------
    InputError
        When the roster names a post the problem does not have.
    """
    strange = {shift.post for shift in roster.shifts} - {post.id for post in problem.posts}
    if strange:
        raise InputError(
            Fault("unknown_post", "roster", column="post", value=post) for post in sorted(strange)
        )
    agents = names(problem, roster)
    number = {agent: index for index, agent in enumerate(agents)}
    turnout = _Turnout(problem, agents, params, Luck(params.seed, replication))
    rows = list(_ticks(problem.horizon))
    for agent_id, shifts in _by_agent(problem, roster).items():
        rows.extend(turnout.changes(number[agent_id], shifts))
    table = np.array(sorted(rows), dtype=np.float64).reshape(-1, 4)
    whole = table[:, 1:].astype(np.int64)
    return Crew(agents, table[:, 0].copy(), *(whole[:, column].copy() for column in range(3)))


def _by_agent(problem: RosterProblem, roster: Roster) -> dict[str, list[Shift]]:
    """Return each agent's shifts that end after the horizon's start, in order of start."""
    found: dict[str, list[Shift]] = defaultdict(list)
    for shift in sorted((*problem.history, *roster.shifts), key=lambda shift: shift.start_min):
        if shift.end_min > problem.horizon.start_min:
            found[shift.agent_id].append(shift)
    return found


def _ticks(horizon: Horizon) -> Iterator[Row]:
    """Yield the start of every interval, and the horizon's end."""
    for interval in range(horizon.intervals + 1):
        yield interval * horizon.interval_min * 60.0, TICK, NONE, interval


class _Turnout:
    """Who comes to which shift, and when they are there: the same luck for every roster."""

    def __init__(
        self,
        problem: RosterProblem,
        agents: tuple[str, ...],
        params: SimulationParams,
        luck: Luck,
    ) -> None:
        self._horizon, self._params = problem.horizon, params
        self._places = {post.id: index for index, post in enumerate(problem.posts)}
        lost = [post.staffing.shrinkage for post in problem.posts]
        self._lost = lost if params.with_shrinkage else [0.0] * len(lost)
        most = int(np.ceil(DAY_MIN * max(self._lost, default=0.0) / params.lapse_min))
        days = (len(agents), problem.horizon.days + 1)  # the first: shifts of the past
        self._is_away = luck.stream(Stream.ABSENCE).random(days) < params.absence_rate
        self._where: Floats = luck.stream(Stream.LAPSE).random((*days, most))

    def changes(self, who: int, shifts: list[Shift]) -> Iterator[Row]:
        """Yield what an agent's shifts bring about; nobody goes home between two that join."""
        turns = list(self._turns(who, shifts))
        for number, (begin, end, shift) in enumerate(turns):
            place = self._places[shift.post]
            for start, stop in _stretches(begin, end, self._pauses(who, place, shift)):
                yield from self._stretch(who, place, start, stop)
            if number + 1 == len(turns) or turns[number + 1][0] > end:
                yield self._second(end), END, who, place

    def _turns(self, who: int, shifts: list[Shift]) -> Iterator[tuple[float, float, Shift]]:
        """Yield from when until when each shift is worked; of two at once, the earlier goes on."""
        busy_until = float("-inf")
        for shift in shifts:
            begin, end = max(float(shift.start_min), busy_until), float(shift.end_min)
            if begin < end and not self._is_away[who, self._day(shift)]:
                busy_until = end
                yield begin, end, shift

    def _stretch(self, who: int, place: int, start: float, stop: float) -> Iterator[Row]:
        """Yield the ends of a stretch; who is at work at the horizon's start warms up as well."""
        opening = self._horizon.start_min
        if stop > opening:
            begin = start if start > opening else opening - self._params.warm_up_min
            yield self._second(begin), TAKE, who, place
            yield self._second(stop), PAUSE, who, place

    def _second(self, minute: float) -> float:
        return (minute - self._horizon.start_min) * 60.0

    def _day(self, shift: Shift) -> int:
        return min(max(self._horizon.day_of(shift.start_min), -1), self._horizon.days - 1) + 1

    def _pauses(self, who: int, place: int, shift: Shift) -> list[Stretch]:
        """Return meal, breaks, and lapses: one in each stretch so long that the share is lost."""
        spans = [span for span in (shift.meal, *shift.breaks) if span is not None]
        pauses = [(float(span.start_min), float(span.end_min)) for span in spans]
        share = self._lost[place]
        if share > 0:
            block = self._params.lapse_min / share
            where = self._where[who, self._day(shift)]
            where = where[: int(np.ceil((shift.end_min - shift.start_min) / block))]
            begins = shift.start_min + (np.arange(len(where)) + where * (1 - share)) * block
            pauses.extend((float(at), float(at) + self._params.lapse_min) for at in begins)
        return pauses


def _stretches(start: float, end: float, pauses: list[Stretch]) -> Iterator[Stretch]:
    """Yield what pauses leave of a shift."""
    for begin, stop in sorted(pauses):
        if start < min(begin, end):
            yield start, min(begin, end)
        start = max(start, stop)
    if start < end:
        yield start, end


def slots_and_pace(posts: tuple[Post, ...], params: SimulationParams) -> tuple[Ints, Floats]:
    """
    Return slots by post, and the pace of each open chat by post and number of open chats.

    A chat drawn with the post's handling time is done after that time at pace 1, which is the pace
    at every number of open chats unless a table says otherwise; shape (posts,) and (posts, most
    slots + 1).

    Raises
    ------
    InputError
        When a table of handling times does not have one entry per slot, or names a strange post.
    """
    known = {post.id for post in posts}
    for name in params.handle_s_by_level:
        require(name in known, "unknown_post", column="handle_s_by_level", value=name)
    slots = np.array([post.staffing.chats_at_once for post in posts], dtype=np.int64)
    pace = np.ones((len(posts), int(slots.max(initial=1)) + 1))
    for index, post in enumerate(posts):
        times = params.handle_s_by_level.get(post.id)
        if times is not None:
            found, need = len(times), int(slots[index])
            require(found == need, "level_times_differ", value=post.id, found=found, slots=need)
            pace[index, 1 : len(times) + 1] = post.staffing.handle_s / np.array(times)
            pace[index, len(times) :] = pace[index, len(times)]
    return slots, pace
