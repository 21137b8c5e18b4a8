"""A plan searched: the cheapest that keeps a goal, and what is proven of those below it."""

from dataclasses import replace

import pytest

from scheduler.errors import InputError
from scheduler.sweep import Lever, SweepPlan, scenarios_of
from scheduler.sweep_row import SweepRow
from scheduler.sweep_search import SearchGoal, found_in, priced
from tests.service import small_shop as s

PROBLEM = s.week().problem()


def row(number, cost, least, short, level=None):
    one = SweepRow(number, (), (), people=number, contract_cost=str(cost), level=level)
    return float(cost), replace(one, least_short_hours=least, short_hours=short)


TRIED = [
    row(1, 100, 9.0, 12.0, 0.70),  # cannot
    row(2, 200, 3.0, 8.0, 0.80),  # did not, and a better roster might
    row(3, 300, 2.0, 4.0, 0.90),
    row(4, 400, 1.0, 4.5, 0.89),  # dearer and no better
]


def test_the_cheapest_that_keeps_the_goal_and_what_is_proven_below_it():
    found = found_in(TRIED, SearchGoal(most_short=5.0), is_money=True)
    assert (found.best.number, found.proven_cost, found.missed) == (3, 200.0, 1)
    assert [each.number for each in found.front] == [1, 2, 3]
    none = found_in(TRIED[:1], SearchGoal(most_short=5.0), is_money=True)
    assert (none.best, none.proven_cost) == (None, None)


def test_a_failed_one_is_no_proof():
    failed = (150.0, SweepRow(9, (), ()))
    found = found_in([TRIED[0], failed, TRIED[2]], SearchGoal(most_short=5.0), is_money=True)
    assert (found.best.number, found.proven_cost) == (3, 150.0)


def test_levels_are_not_proven_and_a_budget_buys_the_best_within_it():
    level = found_in(TRIED, SearchGoal(least_level=0.85), is_money=True)
    assert (level.best.number, level.proven_cost, level.missed) == (3, None, 2)
    assert found_in(TRIED, SearchGoal(budget=250.0), is_money=True).best.number == 2
    assert found_in(TRIED, SearchGoal(budget=99.0), is_money=True).best is None


def test_costs_are_known_before_anything_is_worked_out():
    plan = SweepPlan((Lever("agents", "presales", values=(1, -1, -99)),))
    order, is_money = priced(scenarios_of(plan, PROBLEM), PROBLEM, s.week().forecast)
    assert [each.number for _, each in order] == [2, 0, 1]  # nobody can lose 99
    assert is_money == all(agent.contract.hourly_cost for agent in PROBLEM.agents)


@pytest.mark.parametrize(
    "told",
    [{}, {"most_short": 1.0, "budget": 2.0}, {"least_level": 1.0}, {"budget": 0.0}],
)
def test_a_goal_is_one_number_that_can_be_meant(told):
    with pytest.raises(InputError):
        SearchGoal(**told)
