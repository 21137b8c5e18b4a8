import numpy as np
import pytest
from numpy.testing import assert_array_equal

from scheduler.demand import Forecast, Requirement, Volumes
from scheduler.errors import InputError
from scheduler.horizon import Clock
from tests.builders import WEEK, horizon

CLOCK = Clock("Asia/Shanghai")
SHAPE = (1, WEEK.intervals)


def requirement(level):
    return Requirement(WEEK, ("presales",), np.full(SHAPE, level))


def volumes(starts=(0, 30), counts=((1.0, 2.0),), posts=("presales",)):
    return Volumes(CLOCK, 30, posts, starts, counts)


def test_tables_are_copied_and_read_only():
    given = np.ones(SHAPE)
    table = Requirement(WEEK, ("presales",), given)
    given[0, 0] = 5
    assert table.agents[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        table.agents[0, 0] = 5


def test_post_is_open_where_the_number_is_known_also_when_it_is_zero():
    agents = np.full(SHAPE, np.nan)
    agents[0, :2] = (0, 1.5)
    table = Requirement(WEEK, ("presales",), agents)
    assert table.is_open.sum() == 2
    assert table.hours == 0.75


def test_numbers_of_a_post_are_found_by_name():
    table = Requirement(WEEK, ("a", "b"), np.vstack([np.zeros(336), np.ones(336)]))
    assert table.of("b").sum() == 336


def test_unknown_volumes_stay_unknown():
    table = volumes(counts=[[np.nan, 0]])
    assert_array_equal(table.counts, [[np.nan, 0]])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: requirement(-0.5), "negative"),
        (lambda: requirement(np.inf), "not_finite"),
        (lambda: Requirement(WEEK, ("presales",), np.zeros((1, 335))), "shape_differs"),
        (lambda: Requirement(WEEK, ("a", "a"), np.zeros((2, 336))), "posts_repeat"),
        (lambda: Requirement(WEEK, (), np.zeros((0, 336))), "posts_repeat"),
        (lambda: Forecast(WEEK, ("a",), np.full(SHAPE, -1)), "negative"),
        (lambda: Forecast(horizon(days=6), ("a",), np.zeros(SHAPE)), "shape_differs"),
        (lambda: volumes(counts=[[1, -3]]), "negative"),
        (lambda: volumes(counts=[[1, 2, 3]]), "shape_differs"),
        (lambda: volumes(starts=(30, 0)), "starts_not_ascending"),
        (lambda: volumes(starts=(0, 0)), "starts_not_ascending"),
        (lambda: volumes(posts=(), counts=np.zeros((0, 2))), "posts_repeat"),
    ],
)
def test_what_cannot_be_is_refused(make, code):
    with pytest.raises(InputError, match=code):
        make()


def test_forecast_gives_the_quantiles_it_holds():
    mean = np.ones(SHAPE)
    quantiles = np.stack([mean * 0.5, mean * 2], axis=1)
    table = Forecast(WEEK, ("a",), mean, (0.1, 0.9), quantiles)
    assert_array_equal(table.at(0.9), mean * 2)
    with pytest.raises(InputError, match="quantile_unknown"):
        table.at(0.5)


@pytest.mark.parametrize("levels", [(0.9, 0.1), (0.0,), (1.0,), (0.5, 0.5)])
def test_quantile_levels_ascend_between_zero_and_one(levels):
    quantiles = np.ones((1, len(levels), WEEK.intervals))
    with pytest.raises(InputError, match="quantile_out_of_range"):
        Forecast(WEEK, ("a",), np.ones(SHAPE), levels, quantiles)


def test_levels_without_quantiles_are_refused():
    with pytest.raises(InputError, match="quantiles_missing"):
        Forecast(WEEK, ("a",), np.ones(SHAPE), (0.5,))
