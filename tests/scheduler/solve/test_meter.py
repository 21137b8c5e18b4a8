import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from scheduler.agent import Wish
from scheduler.shift import ShiftShape
from scheduler.shift_type import ShiftType
from scheduler.solve import assembly, meter, strategy
from scheduler.solve.beside import Beside, Found
from scheduler.solve.clock import SolveClock
from scheduler.solve.meter import Meter, solve_linear, solve_whole
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.work_plan import WorkPlan
from tests.builders import agent, horizon, post, problem, requirement, rules

WEEK = horizon(days=7, interval_min=60)
BOTH = ("presales", "aftersales")
MEAL = {"meal_min": 60, "meal_earliest_min": 180, "meal_latest_min": 300}
TYPES = tuple(ShiftType(code, 60 * hour, 540, **MEAL) for code, hour in (("E", 7), ("L", 14)))


def knapsack(solver="SCIP"):
    """Return a program of some hundred nodes."""
    made, chance = pywraplp.Solver.CreateSolver(solver), np.random.default_rng(1)
    picks = [made.IntVar(0, 3, "") for _ in range(60)]
    for each in chance.integers(1, 10, size=(30, 60)) * (chance.random((30, 60)) < 0.4):
        least = made.Constraint(20.0, made.infinity())
        for pick, held in zip(picks, each.tolist(), strict=True):
            least.SetCoefficient(pick, held)
    for pick, cost in zip(picks, chance.integers(5, 21, size=60).tolist(), strict=True):
        made.Objective().SetCoefficient(pick, cost)
    return made


def week_of_types():
    return week(shapes=(), types=TYPES, plans=(WorkPlan("p"),), work_plan="p")


def week_of_free_starts():
    shapes = tuple(ShiftShape(60 * hours, contract_hours=(20, 40), **MEAL) for hours in (6, 8))
    return week(need=0.8, shapes=shapes, min_days_off_per_week=2)


def week(*, need=1.7, **given):
    return problem(
        week=WEEK,
        posts=[post(name, min_agents=0) for name in BOTH],
        agents=[agent(f"A{n}", BOTH if n % 2 else (BOTH[n % 4 // 2],)) for n in range(7)],
        need=requirement(dict.fromkeys(BOTH, need), week=WEEK, posts=BOTH),
        ruleset=rules(start_grid_min=60, **given),
        wishes=[Wish(f"A{n}", WEEK.date((3 * n) % 7), None, 1.0 + n) for n in range(7)],
    )


def test_a_program_in_slices_ends_as_it_does_whole(monkeypatch):
    monkeypatch.setattr(meter, "SLICE_S", 0.0)
    whole, sliced = knapsack(), knapsack()
    counted = Meter(is_counted=True)

    ended = [
        solve_whole(whole, 60.0, Meter(is_counted=False), lambda: False),
        solve_whole(sliced, 60.0, counted, lambda: False),
    ]

    assert ended == [pywraplp.Solver.OPTIMAL] * 2
    assert sliced.Objective().Value() == pytest.approx(whole.Objective().Value())
    assert sliced.nodes() > 10
    assert counted.spent > 0.0


def test_a_counted_program_ends_at_its_seconds_wherever_it_runs():
    found = []
    for _ in range(2):
        program, counted = knapsack(), Meter(is_counted=True)
        ended = solve_whole(program, 0.02, counted, lambda: False)
        found.append((ended, counted.spent, program.nodes(), program.Objective().BestBound()))

    assert found[0] == found[1]
    assert found[0][0] != pywraplp.Solver.OPTIMAL


def test_a_counted_linear_program_ends_at_its_iterations():
    short, long = Meter(is_counted=True), Meter(is_counted=True)

    assert solve_linear(knapsack("GLOP"), 1e-9, short) != pywraplp.Solver.OPTIMAL
    assert solve_linear(knapsack("GLOP"), 1.0, long) == pywraplp.Solver.OPTIMAL
    assert 0.0 < short.spent < long.spent


def test_a_stopped_program_begins_no_other_slice():
    counted = Meter(is_counted=True)

    ended = solve_whole(knapsack(), 60.0, counted, lambda: True)

    assert ended == pywraplp.Solver.NOT_SOLVED
    assert counted.spent < 0.01


@pytest.mark.parametrize("is_apart", [True, False])
def test_a_job_is_taken_up_when_the_search_has_counted_as_much(is_apart):
    clock = SolveClock(SolveParams(time_limit_s=None, work_limit=100), None, unit_s=1.0)
    beside, done = Beside(clock, lambda: None), threading.Event()

    def job(counted):
        counted.work(5.0)
        done.wait(0.0 if not is_apart else 0.05)  # slower than the search
        counted.work(2.5)
        return Found()

    with ThreadPoolExecutor(1) as apart:
        beside.begin(job, apart if is_apart else None)
        taken = []
        for units in (4, 7, 8):
            clock.units = units
            taken.append(beside.ended(at_once=False) is not None)

    assert taken == [False, False, True]


def test_a_stop_ends_a_job_that_is_waited_for():
    asked = []
    clock = SolveClock(SolveParams(time_limit_s=None, work_limit=100), lambda: bool(asked))
    ended = threading.Event()
    beside = Beside(clock, ended.set)

    def job(_):
        asked.append(True)
        ended.wait(20.0)
        return Found()

    with ThreadPoolExecutor(1) as apart:
        beside.begin(job, apart)
        clock.units = 10
        assert beside.ended(at_once=False) is not None

    assert clock.cut


@pytest.mark.parametrize(
    ("made", "units", "limits"),
    [
        (week_of_types, 500, {"LEAST_S": 0.1}),
        (week_of_free_starts, 400, {"SPARE_S": 0.05, "FAR_APART": 0.0}),
    ],
)
def test_a_run_of_counted_work_has_its_programs_and_is_the_same_however_fast_they_are(
    monkeypatch, made, units, limits
):
    for name, value in limits.items():
        monkeypatch.setattr(assembly, name, value)
    monkeypatch.setattr(strategy, "PRICINGS", 300.0)  # the bound settles early
    called, count = [], Meter.work

    def slowly(self, seconds):
        called.append(seconds)
        time.sleep(0.002)
        count(self, seconds)

    runs = []
    for workers, work in ((1, count), (2, count), (2, slowly)):
        monkeypatch.setattr(Meter, "work", work)
        params = SolveParams(seed=2, time_limit_s=None, work_limit=units, workers=workers)
        runs.append(solve(made(), params))

    assert called
    assert runs[0].roster == runs[1].roster == runs[2].roster
    assert runs[0].bound == runs[1].bound == runs[2].bound
    assert not any(run.ended_by_clock for run in runs)
