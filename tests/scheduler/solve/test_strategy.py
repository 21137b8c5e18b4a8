import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from scheduler.agent import Absence, Certificate, Wish
from scheduler.demand import Requirement
from scheduler.post import SealGroup
from scheduler.roster import Roster
from scheduler.shift import Shift, ShiftShape
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from scheduler.weights import Weights
from tests.builders import (
    FOUR,
    FULL,
    MONDAY,
    SIX,
    WEEK,
    agent,
    at,
    horizon,
    post,
    problem,
    requirement,
    rules,
    shift,
)
from tests.scheduler.solve.listing import best_of

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=200, workers=1)
ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("PAIBAN_SHARED", ROOT.parent / "shared"))
INSTANCES = SHARED / "benchmarks" / "contact_centre"


def tiny(days=2, need=1.0, **changes):
    """Return a problem small enough to list all its rosters: shifts start every 6 hours."""
    week = horizon(days=days, interval_min=60)
    shape = ShiftShape(480, contract_hours=(20, 40))
    settings = {
        "week": week,
        "agents": (agent("A1"), agent("A2")),
        "ruleset": rules(
            shapes=(shape,), start_grid_min=360, min_days_off_per_week=0, **changes.pop("hours", {})
        ),
        "need": requirement(need, week=week),
    }
    return problem(**{**settings, **changes})


def all_rosters(question):
    """Yield every roster of at most one shift an agent and day."""
    week = question.horizon
    options = {}
    for someone in question.agents:
        options[someone.id] = [
            [None]
            + [
                Shift(someone.id, start, start + 480, name)
                for start in range(
                    week.day_starts_min[day],
                    week.day_starts_min[day + 1],
                    question.rules.start_grid_min,
                )
                for name in someone.posts
            ]
            for day in range(week.days)
        ]
    days = [choice for person in options.values() for choice in person]
    for chosen in product(*days):
        yield Roster(tuple(one for one in chosen if one is not None))


def best_by_listing(question):
    return best_of(question, all_rosters(question))


@pytest.mark.parametrize(
    "question",
    [
        tiny(),
        tiny(need=1.5),
        tiny(need=0.4),
        tiny(hours={"max_consecutive_days": 1}),
        tiny(hours={"max_work_min_per_week": 480}),
        tiny(hours={"min_rest_min": 900}),
        tiny(absences=(Absence("A1", WEEK.start_min, WEEK.start_min + 720),)),
        tiny(
            wishes=(
                Wish("A1", MONDAY, None, 50),
                Wish("A2", MONDAY, (0, 480), 30),
                Wish("A2", MONDAY.replace(day=1, month=12), (720, 1440), 7),
            )
        ),
        tiny(history=(shift("A1", -1, "20:00", meal=None),)),
        tiny(pins=(Shift("A2", at(1, "06:00"), at(1, "14:00"), "presales"),)),
        tiny(agents=(agent("A1"), agent("A2", no_nights=True))),
    ],
)
def test_the_best_listed_roster_is_found_and_no_bound_lies_above_it(question):
    result = solve(question, SHORT)

    assert result.cost == pytest.approx(best_by_listing(question))
    assert result.bound <= result.cost + 1e-6
    assert verify(question, result.roster).is_clean


def test_two_posts_and_a_shared_minimum_match_the_listing():
    names = ("presales", "aftersales")
    week = horizon(days=1, interval_min=60)
    both = agent("A1", names)
    question = problem(
        week=week,
        posts=(post("presales", min_agents=1), post("aftersales", min_agents=1)),
        agents=(both, agent("A2", ("presales",)), agent("A3", names)),
        ruleset=rules(
            shapes=(ShiftShape(480, contract_hours=(20, 40)),),
            start_grid_min=480,
            min_days_off_per_week=0,
            seals=(SealGroup(names, horizon_span("00:00-08:00")),),
        ),
        need=hours_open(week, names, 16),
    )

    result = solve(question, SHORT)

    assert result.status is SolveStatus.OPTIMAL
    assert result.cost == pytest.approx(best_by_listing(question))
    assert verify(question, result.roster).is_clean


def horizon_span(text):
    from scheduler.horizon import ClockSpan  # noqa: PLC0415 - one test's need

    return ClockSpan.parse(text)


def hours_open(week, names, hours):
    from scheduler.demand import Requirement  # noqa: PLC0415 - one test's need

    need = np.full((len(names), week.intervals), np.nan)
    need[0, :hours] = 1.0
    need[1, :8] = 1.0  # the second post is open in the shared hours alone
    return Requirement(week, names, need)


def week_of(people=6, **changes):
    staff = tuple(agent(f"A{n}", hours=40 if n % 3 else 20) for n in range(people))
    need = np.zeros((1, WEEK.intervals))
    need[0, np.arange(WEEK.intervals) % 48 >= 18] = 1.0
    from scheduler.demand import Requirement  # noqa: PLC0415 - one builder's need

    settings = {"agents": staff, "need": Requirement(WEEK, ("presales",), need)}
    return problem(**{**settings, **changes})


def test_same_input_seed_and_work_give_the_same_roster_with_any_workers():
    question = week_of()
    runs = [
        solve(question, SolveParams(seed=3, time_limit_s=None, work_limit=300, workers=workers))
        for workers in (1, 2, 1)
    ]

    assert runs[0].roster == runs[1].roster == runs[2].roster
    assert runs[0].bound == runs[1].bound == runs[2].bound
    assert not runs[0].ended_by_clock


def test_a_stop_keeps_the_best_roster_and_says_so():
    result = solve(week_of(), SHORT, stop=lambda: True)

    assert result.roster is not None
    assert result.ended_by_clock
    assert verify(week_of(), result.roster).is_clean


def test_a_start_roster_is_never_made_worse():
    first = solve(week_of(), SHORT)
    again = solve(week_of(), SHORT, start=first.roster, stop=lambda: True)

    assert again.cost <= first.cost


def test_a_start_roster_that_breaks_rest_is_mended():
    broken = Roster((shift("A1", 0, "14:00"), shift("A1", 1, "06:00"), shift("nobody", 0)))
    result = solve(week_of(), SHORT, start=broken)

    assert verify(week_of(), result.roster).is_clean


def test_pins_stay_as_they_are_and_cover():
    pin = shift("A1", 2, "09:00", meal=240)
    result = solve(week_of(pins=(pin,)), SHORT)

    assert pin in result.roster.shifts
    assert verify(week_of(pins=(pin,)), result.roster).is_clean


def test_wishes_that_pins_break_are_in_the_bound_too():
    tuesday = MONDAY.replace(day=1, month=12)
    pins = (
        Shift("A1", at(0, "06:00"), at(0, "14:00"), "presales"),
        Shift("A2", at(1, "06:00"), at(1, "14:00"), "presales"),
    )
    wishes = (
        Wish("A1", MONDAY, None, 3.0),  # broken by the pin
        Wish("A1", tuesday, None, 2.0),  # of a day that is free to choose
        Wish("A2", tuesday, (6 * 60, 14 * 60), 5.0),  # kept by the pin
        Wish("A2", tuesday, (8 * 60, 16 * 60), 7.0),  # broken by the pin
    )
    question = tiny(need=0.5, pins=pins, wishes=wishes)
    found = solve(question, SHORT)
    assert found.status is SolveStatus.OPTIMAL
    assert found.cost == pytest.approx(best_by_listing(question))
    assert found.bound == pytest.approx(found.cost)
    assert found.trace[-1].cost == pytest.approx(found.cost)


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        ([shift("A1", 0, "14:00"), shift("A1", 1, "06:00")], "pin_rest"),
        ([shift("A1", 0, "08:15")], "pin_grid"),
        ([shift("A1", 0, "08:00", work=420)], "pin_shape"),
        ([shift("A1", day, "08:00") for day in range(6)], "pin_hours_per_week"),
    ],
)
def test_pins_against_a_rule_are_infeasible_and_named(pins, code):
    result = solve(week_of(pins=pins), SHORT)

    assert result.status is SolveStatus.INFEASIBLE
    assert result.roster is None
    assert code in [reason for reason, _ in result.reasons]
    assert all("A1" in names for _, names in result.reasons)


def test_a_breach_of_the_past_does_not_stop_the_week():
    past = tuple(shift("A1", -day, "08:00") for day in range(2, 10))  # 8 days in a row
    result = solve(week_of(history=past), SHORT)

    assert result.status in {SolveStatus.FEASIBLE, SolveStatus.OPTIMAL}


def test_where_cover_cannot_hold_the_rest_is_delivered():
    question = problem(
        agents=(agent("A1"),), ruleset=rules(min_agents=1), need=1.0, posts=(post(),)
    )
    result = solve(question, SHORT)

    assert result.status is SolveStatus.RELAXED
    assert set(verify(question, result.roster).by_rule) == {"sealed"}
    assert result.bound <= result.cost


def test_an_interval_nobody_can_reach_is_named():
    away = Absence("A1", at(2, "00:00"), at(3, "00:00"))
    question = problem(
        agents=(agent("A1"),), ruleset=rules(min_agents=1), need=1.0, absences=(away,)
    )
    reasons = solve(question, SHORT).reasons

    assert ("cover_impossible", ("presales", "2026-12-02T12:00")) in reasons


def test_what_can_be_held_is_in_the_bound_where_one_day_cannot_be_held():
    week, away = horizon(days=2), Absence("A1", at(1, "00:00"), at(2, "00:00"))
    half_hour = np.arange(week.intervals) % 48
    need = np.where((half_hour >= 18) & (half_hour < 26), 0.0, np.nan)[None, :]
    question = problem(
        week=week,
        agents=(agent("A1", hours=24),),
        ruleset=rules(shapes=(FOUR,), min_agents=1, weights=Weights(20, 2)),
        need=Requirement(week, ("presales",), need),
        absences=(away,),
    )
    result = solve(question, SHORT)

    assert result.status is SolveStatus.RELAXED
    broken = verify(question, result.roster).violations
    assert {week.day_of(one.at_min) for one in broken} == {1}
    assert result.cost == pytest.approx(8.0)  # four hours whom nobody asked for, but the minimum
    assert result.bound == pytest.approx(8.0)
    assert all(moment.cost is None for moment in result.trace)  # never a clean one


def test_certificates_are_kept_by_date():
    dated = (Certificate("presales", valid_to=MONDAY),)
    question = problem(agents=(agent("A1", certificates=dated),), need=1.0)
    result = solve(question, SHORT)

    assert {one.start_min < at(1) for one in result.roster.shifts} == {True}


def test_a_week_of_daylight_saving_is_clean_and_proven():
    week = horizon(MONDAY.replace(month=10, day=19), timezone="Europe/Berlin")
    question = problem(
        week=week, agents=tuple(agent(f"A{n}") for n in range(3)), need=requirement(0.5, week=week)
    )
    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    assert result.bound <= result.cost


@pytest.mark.parametrize("days", [1, 10, 14])
def test_other_horizons_keep_the_rules_of_each_week(days):
    week = horizon(days=days)
    question = problem(
        week=week,
        agents=(agent("A1"), agent("A2", hours=24)),
        ruleset=rules(shapes=(FULL, SIX, FOUR)),
        need=requirement(1.0, week=week),
    )
    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean


def test_the_listener_hears_of_gains_and_the_trace_keeps_them():
    heard = []
    result = solve(week_of(), SHORT, listener=heard.append)

    costs = [moment.cost for moment in result.trace if moment.cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert [moment.bound for moment in heard] == sorted(moment.bound for moment in heard)
    assert set(result.trace) <= set(heard)


@pytest.mark.parametrize(("name", "known"), [("cc20", 858.0), ("cc30d", 653.4), ("cc50", 382.0)])
def test_no_bound_lies_above_a_known_roster(name, known):
    if not INSTANCES.is_dir():
        pytest.skip(f"no instances in {INSTANCES}: set PAIBAN_SHARED")
    from store.files.week import read_week  # noqa: PLC0415 - only here

    result = solve(
        read_week(INSTANCES / name).problem(),
        SolveParams(seed=1, time_limit_s=None, work_limit=1000, workers=2),
    )

    assert result.status is SolveStatus.FEASIBLE
    assert result.bound <= known
    assert result.cost > result.bound


@pytest.mark.slow
def test_the_same_code_runs_without_the_compiler():
    script = (
        "from tests.scheduler.solve.test_strategy import tiny, solve, SolveParams;"
        "r = solve(tiny(), SolveParams(time_limit_s=None, work_limit=2, workers=1));"
        "print(r.cost)"
    )
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    assert float(run.stdout) >= 0


@pytest.mark.slow
def test_the_kernels_compile_from_an_empty_cache(pytestconfig):
    # Kept between runs: a text of the kernels has a folder of its own there, empty at its first.
    kept = pytestconfig.cache.mkdir("kernels")
    run = subprocess.run(
        [sys.executable, "-c", "from scheduler.solve.warm_up import warm_up; warm_up()"],
        env={**os.environ, "NUMBA_CACHE_DIR": str(kept)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
