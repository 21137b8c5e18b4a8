"""
Solve an instance; where its limits by type are too many to count at once, in rounds.

The engine counts each limit of a person in one table of states, whose size is the product of all
counts. Where that is too large (18 types, ten of them limited), a round begins with the limits that
were broken so far, from the roster of the round before; what no roster breaks is never counted. A
bound of a round leaves limits out, so it holds for the instance.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from benchmarks.curtois24.evaluator import Judgement, judge
from benchmarks.curtois24.mapping import Counted, counts, plan_of, problem_of
from scheduler.solve.result import Progress, SolveParams
from scheduler.solve.strategy import solve

if TYPE_CHECKING:
    from benchmarks.curtois24.evaluator import Plan
    from benchmarks.curtois24.instance import Instance

MOST_STATES = 2_000  # of the counts of one person
ROUNDS = 8


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
    begun = time.perf_counter()
    widest = max(
        prod(most + 1 for most in counts(instance, who).values()) for who in instance.staff
    )
    counted: Counted | None = None if widest <= MOST_STATES else frozenset()
    round_s = seconds if counted is None else seconds / ROUNDS
    best: Judgement | None = None
    bound, rounds, start = 0.0, 0, None
    trace: list[Progress] = []
    while True:
        before = time.perf_counter() - begun
        limit = min(round_s, seconds - before)
        if limit <= 0:
            return Answer(best, bound, tuple(trace), rounds)
        problem = problem_of(instance, counted)
        params = SolveParams(seed=seed, time_limit_s=limit)
        result = solve(problem, params, start=start)
        rounds += 1
        bound, start = max(bound, result.bound), result.roster
        if result.roster is None:
            continue
        plan = plan_of(instance, problem, result.roster)
        judged = judge(instance, plan)
        trace += [
            Progress(
                seen.phase,
                before + seen.seconds,
                seen.cost if counted is None else None,
                seen.bound,
            )
            for seen in result.trace
        ]
        best = min(filter(None, (best, judged)), key=lambda each: (len(each.breaches), each.cost))
        if counted is None:
            return Answer(best, bound, tuple(trace), rounds)
        if not judged.breaches:
            trace.append(Progress("round", time.perf_counter() - begun, judged.cost, bound))
        counted |= broken(instance, plan)


def broken(instance: Instance, plan: Plan) -> Counted:
    """Return the employees and types of which a plan holds too many."""
    return frozenset(
        (who.id, name)
        for who in instance.staff
        for name, number in Counter(filter(None, plan[who.id])).items()
        if number > who.max_of[name]
    )
