from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Wish
from scheduler.solve.bound import Bound, grain_of
from scheduler.solve.master import Program, pool
from scheduler.solve.plan import charges_of, people_of, roster_of, wishes_of
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.rows import price
from scheduler.solve.search import Search
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from tests.builders import MONDAY, agent, horizon, post, problem, requirement, rules
from tests.scheduler.solve.test_every_rule import SHIFT

WEEK = horizon(days=5, interval_min=60)


def question(people=3, need=1.0, shapes=(SHIFT,), posts=("presales",)):
    wishes = tuple(
        Wish(f"A{n}", MONDAY if day == 0 else MONDAY.replace(day=day, month=12), None, 1 + n + day)
        for n in range(people)
        for day in range(3)
    )
    return problem(
        week=WEEK,
        posts=tuple(map(post, posts)),
        agents=tuple(agent(f"A{n}", posts) for n in range(people)),
        need=requirement(need, week=WEEK, posts=posts),
        ruleset=rules(shapes=shapes, start_grid_min=480, min_days_off_per_week=2),
        wishes=wishes,
    )


def begun(asked):
    """Return the parts of a solve after the greedy start and a settled bound."""
    tables, rows = tables_of(asked)
    search = Search(tables, rows, np.random.SeedSequence(1))
    search.build()
    bound = Bound(tables, rows, grain_of(asked, rows))
    bound.raise_by(2000, search.best_cost)
    return tables, rows, search, bound


def listed(asked, columns=4000, gap=None):
    tables, rows, search, bound = begun(asked)
    found = pool(
        tables,
        len(rows.need),
        bound.values,
        gap=search.best_cost - bound.raw if gap is None else gap,
        grain=1.0,
        plans=[search.best],
        columns=columns,
    )
    return tables, rows, search, bound, found


def test_listed_weeks_are_allowed_and_differ():
    tables, _, _, _, found = listed(question())

    for number, weeks in enumerate(found.weeks):
        assert len({week.tobytes() for week in weeks}) == len(weeks) > 1
        for week in weeks:
            plan = np.full((4, 3, 5), -1)
            plan[:, number] = week
            roster = roster_of(question(), plan)
            assert {v.rule for v in verify(question(), roster).violations} <= {"sealed"}
            assert np.isfinite(charges_of(tables, plan))


def test_all_weeks_within_the_gap_are_listed():
    few = listed(question(), gap=1.0)[-1]
    many = listed(question(), gap=400.0)[-1]

    assert few.is_whole
    assert many.is_whole
    for less, more in zip(few.weeks, many.weeks, strict=True):
        assert {week.tobytes() for week in less} < {week.tobytes() for week in more}


def test_the_programs_roster_costs_what_it_says_and_is_no_dearer():
    tables, rows, search, bound, found = listed(question())

    plan, is_best = Program(tables, rows, found, search.best).solve(seconds=30.0)

    cost = price(rows, people_of(tables, rows, plan)) + wishes_of(tables, plan)
    assert is_best
    assert bound.proven - 1e-6 <= cost <= search.best_cost
    assert verify(question(), roster_of(question(), plan)).cost.total == pytest.approx(cost)


@pytest.mark.parametrize(
    "changes",
    [
        {"posts": ("presales", "other")},  # another post may be as good
        {"shapes": (replace(SHIFT, meal_min=60, meal_earliest_min=180, meal_latest_min=240),)},
    ],
)
def test_a_list_that_leaves_out_posts_or_meals_proves_nothing(changes):
    asked = question(**changes)
    found = listed(asked)[-1]

    assert found is not None
    assert not found.is_whole


def test_where_too_many_weeks_cost_the_same_there_is_no_list():
    free = replace(question(), wishes=(), requirement=requirement(0.0, week=WEEK))
    weights = replace(free.rules.weights, surplus_per_agent_hour=0.0)

    assert (
        listed(replace(free, rules=replace(free.rules, weights=weights)), columns=60, gap=9.0)[-1]
        is None
    )


def test_a_whole_list_proves_the_roster_best():
    result = solve(question(need=1.4), SolveParams(time_limit_s=None, work_limit=60, workers=1))

    assert result.status is SolveStatus.OPTIMAL
    assert result.bound == pytest.approx(result.cost)
