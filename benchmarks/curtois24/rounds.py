"""
Solve an instance; where its limits by type are too many to count at once, in rounds.

The engine counts each limit of a person in one table of states, whose size is the product of all
counts. Where that is too large (18 types, ten of them limited), the first round leaves the limits
out. Each round after it takes some people, those whose limits are broken first, leaves the others'
days as they are, and counts the limits that were broken so far; what no roster breaks is never
counted. The bound of the first round leaves limits out, so it holds for the instance.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.curtois24.evaluator import Judgement, judge
from benchmarks.curtois24.mapping import Counted, counts, plan_of, problem_of, roster_of
from scheduler.solve.result import Progress, SolveParams, SolveStatus
from scheduler.solve.strategy import solve

if TYPE_CHECKING:
    from benchmarks.curtois24.evaluator import Plan
    from benchmarks.curtois24.instance import Instance
    from scheduler.solve.result import SolveResult

MOST_STATES = 2_000  # of the counts of one person
FIRST_SHARE = 0.55  # of the time, for the round without limits
PEOPLE = 30  # of a later round
ROUND_S = 40.0  # and its time


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What came of it.

    Parameters
    ----------
    judgement
        Of the best roster, one without breach where there is any; None: no roster.
    bound
        Proven.
    trace
        Costs of rosters without breach and bounds, seconds since the call.
    rounds
        How many were solved.
    """

    judgement: Judgement | None
    bound: float
    trace: tuple[Progress, ...]
    rounds: int


def solve_in_rounds(instance: Instance, seconds: float, seed: int) -> Answer:
    """Return the best roster, the proven bound and how they came about."""
    widest = max(
        prod(most + 1 for most in counts(instance, who).values()) for who in instance.staff
    )
    if widest > MOST_STATES:
        return _Rounds(instance, seconds, seed).answer()
    problem = problem_of(instance)
    result = solve(problem, SolveParams(seed=seed, time_limit_s=seconds))
    judged = result.roster and judge(instance, plan_of(instance, problem, result.roster))
    return Answer(judged or None, result.bound, result.trace, 1)


class _Rounds:
    """The rounds of one instance."""

    def __init__(self, instance: Instance, seconds: float, seed: int) -> None:
        self._instance, self._seconds, self._seed = instance, seconds, seed
        self._begun = time.perf_counter()
        self._chance = np.random.default_rng(seed)
        self._counted: Counted = frozenset()
        self._plan: Plan = {who.id: [None] * instance.days for who in instance.staff}
        self._judged: Judgement | None = None
        self._trace: list[Progress] = []
        self._bound, self._rounds = 0.0, 0

    def answer(self) -> Answer:
        """Solve rounds until the time is over."""
        first = self._solve(self._instance, FIRST_SHARE * self._seconds)
        self._bound = first.bound
        is_over = False
        while not is_over and self._left > 1.0:
            people = self._people()
            result = self._solve(part(self._instance, self._plan, people), ROUND_S)
            is_whole = len(people) == len(self._instance.staff)
            is_over = is_whole and self._is_clean and result.status is SolveStatus.OPTIMAL
        return Answer(self._judged, self._bound, tuple(self._trace), self._rounds)

    @property
    def _left(self) -> float:
        return self._seconds - (time.perf_counter() - self._begun)

    @property
    def _is_clean(self) -> bool:
        return self._judged is not None and not self._judged.breaches

    def _people(self) -> frozenset[str]:
        """Return who is in the next round: whose limits are broken, and others by chance."""
        chosen = list(dict.fromkeys(who for who, _ in sorted(broken(self._instance, self._plan))))
        others = [who.id for who in self._instance.staff if who.id not in chosen]
        chosen += self._chance.permutation(others).tolist()
        return frozenset(chosen[:PEOPLE])

    def _solve(self, asked: Instance, seconds: float) -> SolveResult:
        """Solve an instance of some people; take their days over when they are no worse."""
        problem = problem_of(asked, self._counted)
        params = SolveParams(seed=self._seed + self._rounds, time_limit_s=min(seconds, self._left))
        before = {who.id: self._plan[who.id] for who in asked.staff}
        start = roster_of(asked, problem, before) if self._rounds else None
        result = solve(problem, params, start=start)
        self._rounds += 1
        if result.roster is not None:
            self._take({**self._plan, **plan_of(asked, problem, result.roster)})
        return result

    def _take(self, plan: Plan) -> None:
        judged, last = judge(self._instance, plan), self._judged
        self._counted |= broken(self._instance, plan)
        if last is None or _worth(judged) <= _worth(last):
            self._plan, self._judged = plan, judged
            cost = None if judged.breaches else float(judged.cost)
            seconds = time.perf_counter() - self._begun
            self._trace.append(Progress("round", seconds, cost, self._bound))


def _worth(judged: Judgement) -> tuple[int, int]:
    return len(judged.breaches), judged.cost


def part(instance: Instance, plan: Plan, people: frozenset[str]) -> Instance:
    """Return the instance of some people, the days of all others as in a plan."""
    staff = tuple(who for who in instance.staff if who.id in people)
    others = {who: days for who, days in plan.items() if who not in people}
    at_work = Counter(place for days in others.values() for place in enumerate(days))
    return replace(
        instance,
        staff=staff,
        on=tuple(ask for ask in instance.on if ask.employee in people),
        off=tuple(ask for ask in instance.off if ask.employee in people),
        cover=tuple(
            replace(row, wanted=max(0, row.wanted - at_work[row.day, row.shift]))
            for row in instance.cover
        ),
    )


def broken(instance: Instance, plan: Plan) -> Counted:
    """Return the employees and types of which a plan holds too many."""
    return frozenset(
        (who.id, name)
        for who in instance.staff
        for name, number in Counter(filter(None, plan[who.id])).items()
        if number > who.max_of[name]
    )
