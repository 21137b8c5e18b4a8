"""The model of a fan-out: it adds costs up, and says where one that hands out is the limit."""

import pytest

from benchmarks.fan_out import FanCosts, played


def test_works_are_shared_out_and_cost_what_they_cost():
    free = FanCosts((2.0,), 0.0, 0.0, 0.0)
    assert [played(free, [2.0] * 8, workers) for workers in (1, 2, 8, 32)] == [16.0, 8.0, 2.0, 2.0]
    uneven = played(free, [5.0, 1.0, 1.0, 1.0], 2)
    assert uneven == 5.0


def test_a_start_is_waited_for_and_the_one_that_hands_out_is_the_limit_in_the_end():
    costs = FanCosts((1.0,), 0.1, 0.1, 3.0)
    assert played(costs, [1.0], 4) == pytest.approx(3.0 + 0.1 + 1.0 + 0.1)
    assert costs.most_workers == pytest.approx(5.0)
    long = [1.0] * 1000
    assert played(costs, long, 5) > 200
    assert played(costs, long, 500) > 0.95 * 200  # no faster than it hands out and takes
