"""Solving public instances of two weeks, timed; a short work limit, judged by their own rules."""

import os
from pathlib import Path

import pytest

from benchmarks.curtois24.evaluator import judge
from benchmarks.curtois24.instance import read_instance
from benchmarks.curtois24.mapping import plan_of, problem_of
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve

SHARED = Path(os.environ.get("PAIBAN_SHARED", Path(__file__).parents[2] / "shared"))
INSTANCES = SHARED / "benchmarks" / "curtois24"


@pytest.mark.parametrize("number", [1, 2])
def test_solve(benchmark, number):
    if not INSTANCES.is_dir():
        pytest.skip(f"no instances in {INSTANCES}: set PAIBAN_SHARED")
    instance = read_instance(INSTANCES / f"Instance{number}.txt")
    problem = problem_of(instance)
    params = SolveParams(seed=1, time_limit_s=None, work_limit=1000, workers=1)

    result = benchmark.pedantic(solve, (problem, params), rounds=1, warmup_rounds=0)

    judged = judge(instance, plan_of(instance, problem, result.roster))
    assert judged.breaches == ()
    assert judged.cost == pytest.approx(result.cost)
    benchmark.extra_info |= {"cost": judged.cost, "bound": result.bound, "gap": result.gap}
