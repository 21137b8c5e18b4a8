from dataclasses import replace

import numpy as np
import pytest

from scheduler.ruleset import PostChange
from scheduler.solve.bound import Bound, grain_of
from scheduler.solve.columns import ColumnProgram
from scheduler.solve.dive import Diver
from scheduler.solve.master import Program, pool
from scheduler.solve.plan import charges_of, people_of, roster_of, wishes_of
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.rows import price
from scheduler.solve.search import Search
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.solve.ways import FEW_WAYS, ways_a_day
from scheduler.verify.checker import verify
from tests.scheduler.solve.test_every_rule import SHIFT
from tests.scheduler.solve.test_master import question

MEAL = replace(SHIFT, meal_min=60, meal_earliest_min=180, meal_latest_min=240)
QUESTIONS = {
    "plain": question(),
    "part of a person": question(need=1.4),
    "two posts": question(posts=("presales", "other"), need=0.6),
    "meals": question(shapes=(MEAL,)),
    "more people": question(people=5, need=2.0),
}


def never():
    return False


def begun(asked):
    tables, rows = tables_of(asked)
    search = Search(tables, rows, np.random.SeedSequence(1))
    search.build()
    return tables, rows, search


def cost_of(tables, rows, plan):
    people = people_of(tables, rows, plan)
    return price(rows, people) + wishes_of(tables, plan) + charges_of(tables, plan)


def diver(tables, rows, asked, stop=never):
    return Diver(tables, rows, grain_of(asked, rows), seed=np.random.SeedSequence(1), stop=stop)


def best_cost(asked):
    """Return the cost of the best roster, from a program over all weeks."""
    tables, rows, search = begun(asked)
    weeks = pool(
        tables,
        len(rows.need),
        np.zeros(len(rows.need)),
        gap=1e6,
        grain=1.0,
        plans=[search.best],
        columns=48_000,
    )
    assert weeks.is_whole
    plan, is_best = Program(tables, rows, weeks, search.best).solve(seconds=30.0)
    assert is_best
    return cost_of(tables, rows, plan)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_bound_at_the_relaxations_values_is_the_relaxations_cost(name):
    tables, rows, search = begun(QUESTIONS[name])
    columns = ColumnProgram(tables, rows, search.best)
    bound = Bound(tables, rows, 0.0)

    assert columns.converge(1000, never)
    bound.adopt(columns.values)

    assert bound.raw == pytest.approx(columns.cost)
    assert bound.is_settled


@pytest.mark.parametrize("name", QUESTIONS)
def test_from_where_no_step_was_taken_the_relaxation_is_reached_all_the_same(name):
    tables, rows, search = begun(QUESTIONS[name])
    relaxed, columns = (ColumnProgram(tables, rows, search.best) for _ in range(2))
    assert relaxed.converge(1000, never)
    bound = Bound(tables, rows, 0.0)
    early = bound.raw

    columns.gather(bound.values, early, search.best_cost)
    bound.adopt(columns.settle(bound.values, early, never))

    assert early < bound.raw == pytest.approx(relaxed.cost)


def test_a_relaxation_that_is_stopped_proves_no_less_than_before():
    tables, rows, search = begun(QUESTIONS["meals"])
    columns, asked = ColumnProgram(tables, rows, search.best), []
    bound = Bound(tables, rows, 0.0)
    before = bound.raw

    values = columns.settle(bound.values, before, lambda: asked.append(0) or len(asked) > 3)

    bound.adopt(values)
    assert len(asked) == 4
    assert bound.raw >= before


def test_adopted_values_that_prove_less_are_left():
    tables, rows, search = begun(QUESTIONS["plain"])
    bound = Bound(tables, rows, 0.0)
    bound.raise_by(2000, search.best_cost)
    before = bound.raw

    bound.adopt(np.zeros(len(rows.need)))

    assert bound.raw == before


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_dive_ends_at_an_allowed_roster_between_relaxation_and_best(name):
    asked = QUESTIONS[name]
    tables, rows, search = begun(asked)
    made = diver(tables, rows, asked)
    made.settle(search.best)
    columns = ColumnProgram(tables, rows, search.best)
    columns.converge(1000, never)

    plan = made.dive(search.best, 1e6)

    cost = cost_of(tables, rows, plan)
    assert columns.cost - 1e-6 <= cost < 1e6
    verdict = verify(asked, roster_of(asked, plan))
    assert {v.rule for v in verdict.violations} <= {"sealed"}
    assert verdict.cost.total == pytest.approx(cost)


@pytest.mark.parametrize("columns", [3, 1000])
def test_dives_reach_the_best_roster_however_few_columns_they_keep(columns, monkeypatch):
    monkeypatch.setattr("scheduler.solve.dive.MOST_EACH", columns)
    asked = QUESTIONS["more people"]
    tables, rows, search = begun(asked)
    made = diver(tables, rows, asked)
    made.settle(search.best)

    for _ in range(20):
        plan = made.dive(search.best, search.best_cost)
        if plan is not None:
            search.offer(plan)

    assert search.best_cost == pytest.approx(best_cost(asked))


def test_a_dive_that_cannot_be_cheaper_finds_nothing():
    asked = QUESTIONS["plain"]
    tables, rows, search = begun(asked)
    made = diver(tables, rows, asked)
    made.settle(search.best)

    assert all(made.dive(search.best, 0.0) is None for _ in range(3))


def test_a_relaxation_that_is_stopped_has_no_values():
    asked = QUESTIONS["plain"]
    tables, rows, search = begun(asked)

    assert diver(tables, rows, asked, stop=lambda: True).settle(search.best) is None


def test_weeks_left_out_come_back():
    tables, rows, search = begun(QUESTIONS["plain"])
    columns = ColumnProgram(tables, rows, search.best)
    columns.converge(1000, never)
    before = columns.cost

    columns.keep(0, columns.add(0, search.best[:, 0]))
    columns.converge(1000, never)
    assert columns.open_agents() == [1, 2]
    columns.release()
    columns.converge(1000, never)

    assert columns.open_agents() == [0, 1, 2]
    assert columns.cost == pytest.approx(before)


def test_meals_and_posts_widen_the_choice_of_a_day():
    plain, meals, posts = (
        ways_a_day(begun(QUESTIONS[name])[0]) for name in ("plain", "meals", "two posts")
    )

    assert 0 < plain < meals
    assert posts == 2 * plain
    assert meals <= FEW_WAYS


def test_posts_that_may_change_within_a_shift_are_too_wide_a_choice():
    asked = QUESTIONS["two posts"]
    changing = replace(asked.rules, post_change=PostChange(60, 2))

    assert ways_a_day(begun(replace(asked, rules=changing))[0]) == np.inf


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_the_clock_ends_proves_a_small_roster_best(workers):
    asked = QUESTIONS["more people"]

    result = solve(asked, SolveParams(time_limit_s=30.0, workers=workers))

    assert result.status is SolveStatus.OPTIMAL
    assert result.cost == pytest.approx(best_cost(asked))
