"""An estimate proves what no roster falls below."""

import numpy as np
import pytest

from benchmarks.small_problems import small_problem
from scheduler.errors import InputError
from scheduler.rules.standby import apart
from scheduler.solve.bound import scratch
from scheduler.solve.bound_kernel import week_price
from scheduler.solve.eased import eased
from scheduler.solve.estimate import estimate
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from tests import builders as b

SEED = 18
LIMITS = SolveParams(seed=1, time_limit_s=None, work_limit=20, workers=1)
KEEPING_MINIMUMS = {SolveStatus.FEASIBLE, SolveStatus.OPTIMAL}


def solved_weeks():
    """Yield small weeks of all kinds of rules with a roster of each."""
    for number in range(9):
        problem = small_problem(SEED, number)
        try:
            found = solve(problem, LIMITS)
        except InputError:
            continue
        if found.roster is not None:
            yield problem, found


def test_no_roster_costs_less_or_leaves_less_open_than_estimated():
    weeks = list(solved_weeks())
    assert len(weeks) >= 5
    above_nothing = 0
    for problem, found in weeks:
        about = estimate(problem)
        cost = verify(problem, found.roster).cost
        assert about.short_hours <= cost.short_hours + 1e-6
        if found.status in KEEPING_MINIMUMS:
            assert about.cost <= found.cost + 1e-6
        above_nothing += about.cost > 0
    assert above_nothing >= 3


def needing(many, **more):
    """Return a week in which ``many`` people are needed all the time and three work."""
    agents = tuple(b.agent(f"A{number}") for number in range(3))
    return b.problem(agents=agents, need=many, **more)


def test_more_need_never_costs_less_and_asks_for_more_people():
    few, many = (estimate(needing(each)) for each in (1, 20))
    assert few.cost < many.cost
    assert few.short_hours < many.short_hours
    assert many.more_people > few.more_people


def test_the_same_question_has_the_same_estimate_bit_for_bit():
    once, again = (estimate(needing(4)) for _ in range(2))
    assert (once.cost, once.short_hours) == (again.cost, again.short_hours)
    np.testing.assert_array_equal(once.worth.own, again.worth.own)


def test_one_that_begins_at_another_proves_no_more_than_a_roster_costs():
    problem = needing(6)
    warm = estimate(problem, estimate(needing(5)).worth)
    assert 0 < warm.cost <= solve(problem, LIMITS).cost + 1e-6


def test_values_of_a_week_with_other_rows_are_left_aside():
    other = estimate(small_problem(SEED, 0)).worth
    assert estimate(needing(4), other).cost == estimate(needing(4)).cost


def test_pins_that_break_the_rules_are_refused():
    both = (b.shift("A0", 0, "09:00"), b.shift("A0", 0, "20:00"))  # no rest between
    with pytest.raises(InputError) as told:
        estimate(needing(2, pins=both))
    assert told.value.faults[0].code == "estimate_no_roster"


def test_a_week_is_priced_by_nothing_left_over_from_the_week_before():
    late = 0
    for number in range(9):
        tables, rows, _, _ = eased(apart(small_problem(SEED, number)))
        scales = scratch(tables, len(rows.need))
        scales.marginal[:] = -rows.short
        for agent in range(len(tables.kind_of)):
            prices = []
            for left_over in (-1e6, 1e6):
                scales.work.ahead[:] = left_over
                prices.append(week_price(tables, agent, np.zeros(1), scales))
            assert prices[0] == prices[1]
        late += int(scales.work.reached.max()) > 1  # rest keeps some shift of the day after
    assert late >= 3
