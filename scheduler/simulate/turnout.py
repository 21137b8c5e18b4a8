"""What an agent's shifts bring about: taking chats, pausing, going home."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from scheduler.horizon import DAY_MIN
from scheduler.simulate.customers import Luck, Stream
from scheduler.simulate.hall import END, NONE, PAUSE, TAKE, Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.post import SealGroup
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.simulate.params import SimulationParams

Stretch = tuple[float, float]
Row = tuple[float, int, int, int]


class Turnout:
    """
    Who comes to which shift, when they are there, and whose chats they answer.

    Parameters
    ----------
    problem
        Posts, the groups that may be held together, certificates.
    agents
        Names in the order of their numbers.
    params, luck
        Absence and lapses: the same ones for every roster.
    """

    def __init__(
        self,
        problem: RosterProblem,
        agents: tuple[str, ...],
        params: SimulationParams,
        luck: Luck,
    ) -> None:
        self._problem, self._horizon, self._params = problem, problem.horizon, params
        self._posts = {post.id: index for index, post in enumerate(problem.posts)}
        self._pools: dict[tuple[int, ...], int] = {
            (index,): index for index in range(len(problem.posts))
        }
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
            for start, stop in _stretches(begin, end, self._pauses(who, shift)):
                yield from self._stretch(who, shift, start, stop)
            if number + 1 == len(turns) or turns[number + 1][0] > end:
                yield self._second(end), END, who, NONE

    def _turns(self, who: int, shifts: list[Shift]) -> Iterator[tuple[float, float, Shift]]:
        """Yield from when until when each shift is worked; of two at once, the earlier goes on."""
        busy_until = float("-inf")
        for shift in shifts:
            begin, end = max(float(shift.start_min), busy_until), float(shift.end_min)
            if begin < end and not self._is_away[who, self._day(shift)]:
                busy_until = end
                yield begin, end, shift

    def _stretch(self, who: int, shift: Shift, start: float, stop: float) -> Iterator[Row]:
        """Yield the ends of a stretch; who is at work at the horizon's start warms up as well."""
        opening = self._horizon.start_min
        if stop > opening:
            begin = start if start > opening else opening - self._params.warm_up_min
            pool = self._pool(shift, max(start, opening))
            yield self._second(begin), TAKE, who, pool
            for moment in self._moments(shift, start, stop):
                before, pool = pool, self._pool(shift, moment)
                if pool != before:
                    yield self._second(moment), TAKE, who, pool
            yield self._second(stop), PAUSE, who, NONE

    def _moments(self, shift: Shift, start: float, stop: float) -> Iterator[int]:
        """Yield when the post changes, and each interval where posts may be held together."""
        first = max(start, self._horizon.start_min)
        moments = [stint.span.start_min for stint in shift.stints]
        seals = self._problem.rules.seals
        if any(post in group.posts for group in seals for post in shift.posts):
            begins = itertools.count(self._horizon.interval_of(int(first)) + 1)
            ends = map(self._horizon.minute, begins)
            moments += itertools.takewhile(lambda moment: moment < stop, ends)
        yield from sorted({moment for moment in moments if first < moment < stop})

    def _pool(self, shift: Shift, moment: float) -> int:
        """Return whose chats a shift answers in the interval of a moment."""
        clock = self._horizon.clock
        begin = self._horizon.minute(self._horizon.interval_of(int(moment)))
        name = shift.post_at(int(moment))
        helped = {
            self._posts[post]
            for group in self._problem.rules.seals
            if clock.clock_of(begin) in group.hours
            and name in group.posts
            and self._holds(shift, group)
            for post in group.posts
        }
        own = self._posts[name]
        key = (own, *sorted(helped - {own}))
        return self._pools.setdefault(key, len(self._pools))

    def _holds(self, shift: Shift, group: SealGroup) -> bool:
        """Return whether a shift is worked by a person certified for all posts of a group."""
        agent = self._problem.agent_by_id.get(shift.agent_id)
        date = self._horizon.clock.date_of(shift.start_min)
        return agent is not None and all(agent.certified(post, date) for post in group.posts)

    def serves(self) -> Ints:
        """Return the posts of each pool met so far; shape (pools, posts)."""
        table = np.full((len(self._pools), len(self._posts)), NONE, dtype=np.int64)
        for key, pool in self._pools.items():
            table[pool, : len(key)] = key
        return table

    def _second(self, minute: float) -> float:
        return (minute - self._horizon.start_min) * 60.0

    def _day(self, shift: Shift) -> int:
        return min(max(self._horizon.day_of(shift.start_min), -1), self._horizon.days - 1) + 1

    def _pauses(self, who: int, shift: Shift) -> list[Stretch]:
        """Return meal, breaks, sessions, and a lapse in each stretch so long that it loses one."""
        spans = [span for span in (shift.meal, *shift.pauses) if span is not None]
        pauses = [(float(span.start_min), float(span.end_min)) for span in spans]
        share = self._lost[self._posts[shift.post]]
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
