"""What an agent's shifts bring about: taking chats, pausing, going home."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from scheduler.horizon import DAY_MIN
from scheduler.simulate.customers import Luck, Stream
from scheduler.simulate.hall import AWAY, CLOSE, END, LEAVE, NONE, PAUSE, TAKE, Floats, Ints

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
        needs = [post.staffing for post in problem.posts]
        lost = [each.shrinkage for each in needs]
        self._lost = lost if params.with_shrinkage else [0.0] * len(lost)
        self._lapse_min = [params.lapse_min or each.lapse_min for each in needs]
        lapses = zip(self._lost, self._lapse_min, strict=True)
        most = int(np.ceil(DAY_MIN * max(share / length for share, length in lapses)))
        absent = [each.absence_rate for each in needs]
        rate = params.absence_rate
        self._absent = absent if rate is None else [rate] * len(needs)
        days = (len(agents), problem.horizon.days + 1)  # the first: shifts of the past
        self._comes: Floats = luck.stream(Stream.ABSENCE).random(days)
        self._where: Floats = luck.stream(Stream.LAPSE).random((*days, most + 2))

    def changes(self, who: int, shifts: list[Shift]) -> Iterator[Row]:
        """Yield what an agent's shifts bring about; nobody goes home between two that join."""
        turns = list(self._turns(who, shifts))
        for number, (begin, end, shift) in enumerate(turns):
            before = PAUSE  # as before a shift
            for start, stop, duty in self._spells(who, shift, begin, end):
                if duty == TAKE:
                    yield from self._stretch(who, shift, start, stop)
                elif duty != before and start > self._horizon.start_min:
                    yield self._second(start), duty, who, NONE
                before = duty
            if end > self._horizon.start_min and before != PAUSE:
                yield self._second(end), PAUSE, who, NONE  # newcomers take before who ends
            if number + 1 == len(turns) or turns[number + 1][0] > end:
                yield self._second(end), END if self._params.finishes else LEAVE, who, NONE

    def _turns(self, who: int, shifts: list[Shift]) -> Iterator[tuple[float, float, Shift]]:
        """Yield from when until when each shift is worked; of two at once, the earlier goes on."""
        busy_until = float("-inf")
        for shift in shifts:
            begin, end = max(float(shift.start_min), busy_until), float(shift.end_min)
            if begin < end and not self._is_away(who, shift):
                busy_until = end
                yield begin, end, shift

    def _is_away(self, who: int, shift: Shift) -> bool:
        chance = self._absent[self._posts[shift.post]]
        return bool(self._comes[who, self._day(shift)] < chance)

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

    def _lapses(self, who: int, shift: Shift) -> list[Stretch]:
        """
        Return a lapse in each stretch of a shift so long that it loses one.

        The first stretch has begun some time before the shift, each day anew: at every moment
        each person is away with the same chance, also where all of them began together.
        """
        share, lapse_min = (each[self._posts[shift.post]] for each in (self._lost, self._lapse_min))
        if share <= 0:
            return []
        block = lapse_min / share
        phase, *where = self._where[who, self._day(shift)]
        count = int(np.ceil((shift.end_min - shift.start_min) / block)) + 1
        begins = np.arange(count) - phase + np.array(where[:count]) * (1 - share)
        starts = (shift.start_min + begins * block).tolist()
        return [(start, start + lapse_min) for start in starts]

    def _spells(
        self, who: int, shift: Shift, start: float, end: float
    ) -> Iterator[tuple[float, float, int]]:
        """Yield what a shift is made of, one after the other: a lapse in a meal is the meal."""
        spans = [span for span in (shift.meal, *shift.pauses) if span is not None]
        planned = [(float(span.start_min), float(span.end_min)) for span in spans]
        before = self._params.stops_before_min
        stops = [(at - before, at) for at in (*(begin for begin, _ in planned), end)]
        kinds = ((PAUSE, planned), (AWAY, self._lapses(who, shift)), (CLOSE, stops))
        cuts = {at for _, found in kinds for stretch in found for at in stretch if start < at < end}
        for begin, stop in itertools.pairwise((start, *sorted(cuts), end)):
            duty = next((kind for kind, found in kinds if _covers(found, begin)), TAKE)
            yield begin, stop, duty


def _covers(stretches: list[Stretch], moment: float) -> bool:
    return any(begin <= moment < stop for begin, stop in stretches)
