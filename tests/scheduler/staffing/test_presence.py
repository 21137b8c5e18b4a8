"""Who of the rostered is at work: the spread of a binomial, what the queue feels of it."""

import dataclasses
import itertools
import math

import numpy as np
import pytest

from benchmarks.presence import Case, held
from scheduler.post import StaffingInputs
from scheduler.staffing.presence import (
    at_work,
    binomial_nodes,
    felt_share,
    on_average,
    present_of,
    rostered,
)
from scheduler.staffing.requirement import agents_needed

LOST = StaffingInputs(handle_s=300.0, shrinkage=0.2)


@pytest.mark.parametrize(("count", "chance"), [(1, 0.9), (3, 0.5), (4, 0.05)])
def test_few_people_have_the_distribution_itself(count, chance):
    numbers, weights = binomial_nodes(count, chance)
    np.testing.assert_allclose(numbers, np.arange(count + 1), atol=1e-9)
    exact = [
        math.comb(count, n) * chance**n * (1 - chance) ** (count - n) for n in range(count + 1)
    ]
    np.testing.assert_allclose(weights, exact, atol=1e-12)


@pytest.mark.parametrize(("count", "chance"), [(7, 0.3), (60, 0.9), (2.5, 0.8), (0.4, 0.7)])
def test_nodes_keep_mean_and_variance(count, chance):
    numbers, weights = binomial_nodes(count, chance)
    assert weights.sum() == pytest.approx(1.0)
    mean = weights @ numbers
    if count >= 1:  # of less than one person the lowest node is cut off at nobody
        assert mean == pytest.approx(count * chance, rel=0.02)
        if count > 4:
            assert weights @ (numbers - mean) ** 2 == pytest.approx(count * chance * (1 - chance))


def test_nodes_change_without_a_jump_between_whole_numbers():
    below, above = (binomial_nodes(count, 0.8) for count in (3 - 1e-9, 3 + 1e-9))
    for function in (np.square, np.sqrt):
        sums = [weights @ function(numbers) for numbers, weights in (below, above)]
        assert sums[0] == pytest.approx(sums[1], abs=1e-4)


def test_the_queue_feels_less_of_lapses_the_longer_chats_are_open():
    shares = [
        felt_share(dataclasses.replace(LOST, handle_s=seconds)) for seconds in (60, 600, 3600)
    ]
    assert 0.8 < shares[0] < 1.0
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.05
    longer = dataclasses.replace(LOST, lapse_min=60.0)
    assert felt_share(longer) > felt_share(LOST)


def test_absence_is_felt_whole_and_comes_first():
    post = StaffingInputs(absence_rate=0.5)
    numbers, weights = at_work(2.0, post)
    np.testing.assert_allclose(numbers, [0, 1, 2], atol=1e-9)
    np.testing.assert_allclose(weights, [0.25, 0.5, 0.25])


def test_nobody_away_changes_nothing():
    present = np.array([0.0, 1.25, np.nan, 40.0])
    np.testing.assert_array_equal(rostered(present, StaffingInputs()), present)
    np.testing.assert_array_equal(present_of(present, StaffingInputs()), present)


def test_the_way_back_is_the_way_there():
    present = np.array([0.0, 0.3, 1.25, np.nan, 40.0, 300.0])
    there = rostered(present, LOST)
    np.testing.assert_allclose(present_of(there, LOST), present, rtol=1e-6)


def test_a_spread_asks_for_more_than_the_mean_and_relatively_less_of_many():
    present = np.array([2.0, 10.0, 100.0])
    factor = rostered(present, LOST) / on_average(present, LOST)
    assert (factor > 1.0).all()
    assert list(factor) == sorted(factor, reverse=True)
    assert factor[-1] < 1.02


def test_more_people_for_a_bearable_occupancy_are_needed_on_average_only():
    capped = dataclasses.replace(LOST, max_occupancy=0.4)
    found = agents_needed(np.array([100.0]), capped, interval_min=30)[0]
    assert found == pytest.approx(100 * 300 / 1800 / 3 / 0.4 / 0.8)


@pytest.mark.parametrize(
    ("slots", "minutes", "share", "kind"),
    [
        *itertools.product((1, 3, 5), (2, 40), (0.3,), ("lapses",)),
        (3, 10, 0.1, "absence"),
        (5, 2, 0.2, "both"),
    ],
)
def test_the_simulation_holds_what_is_staffed(slots, minutes, share, kind):
    case = Case(slots, minutes, share, kind, load=5.0)
    found = held(case, days=60 if kind == "lapses" else 150, seed=5)
    assert found.simulated == pytest.approx(found.staffed, abs=0.025)  # 0.02, and chance
