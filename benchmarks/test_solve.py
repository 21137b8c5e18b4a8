"""Solving whole weeks, timed; a short work limit, so that the answer is the same each time."""

import os
from pathlib import Path

import pytest

from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from store.files.week import read_week

SHARED = Path(os.environ.get("PAIBAN_SHARED", Path(__file__).parents[2] / "shared"))
INSTANCES = SHARED / "benchmarks" / "contact_centre"


@pytest.mark.parametrize("name", ["cc20", "cc50"])
def test_solve(benchmark, name):
    if not INSTANCES.is_dir():
        pytest.skip(f"no instances in {INSTANCES}: set PAIBAN_SHARED")
    problem = read_week(INSTANCES / name).problem()
    params = SolveParams(seed=1, time_limit_s=None, work_limit=2000, workers=1)

    result = benchmark.pedantic(solve, (problem, params), rounds=1, warmup_rounds=0)

    assert verify(problem, result.roster).is_clean
    benchmark.extra_info |= {
        "status": result.status.value,
        "cost": result.cost,
        "bound": result.bound,
        "gap": result.gap,
    }
