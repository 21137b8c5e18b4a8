import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.forecast.profile import (
    by_weekday,
    coarse_profile,
    smoothed,
    weighted_mean,
    weighted_median,
)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_with_even_weights_it_is_the_median(values):
    found = weighted_median(np.array(values)[:, None], np.ones(len(values)))
    assert found[0] == pytest.approx(np.median(values), rel=1e-12, abs=1e-9)


def test_a_heavy_value_draws_the_median_to_itself():
    values = np.array([[1.0], [2.0], [9.0]])
    assert weighted_median(values, np.array([1.0, 1.0, 8.0]))[0] > 6
    assert weighted_median(values, np.array([1.0, 1.0, 1.0]))[0] == 2


def test_missing_values_are_left_out_and_nothing_stays_nothing():
    values = np.array([[np.nan, np.nan], [4.0, np.nan], [6.0, np.nan]])
    np.testing.assert_array_equal(weighted_median(values, np.ones(3)), [5.0, np.nan])


def test_one_wild_week_hardly_moves_the_profile():
    values = np.full((56, 4), 10.0)
    values[21:28] = 500.0
    weekdays = np.arange(56) % 7
    profile = by_weekday(values, weekdays, 0.5 ** (np.arange(56)[::-1] / 42), weighted_median)
    np.testing.assert_allclose(profile, 10.0)


def test_a_weekday_without_a_record_has_no_profile():
    for middle in (weighted_median, weighted_mean):
        profile = by_weekday(np.ones((5, 3)), np.arange(5), np.ones(5), middle)
        assert np.isnan(profile[5:]).all()
        assert (profile[:5] == 1).all()


def test_a_weighted_mean_leaves_out_what_is_not_known():
    values = np.array([[1.0, np.nan], [5.0, np.nan], [np.nan, 3.0]])
    assert weighted_mean(values, np.array([3.0, 1.0, 9.0])).tolist() == [2.0, 3.0]


def test_smoothing_keeps_what_weekdays_share():
    shape = np.array([0.0, 0.0, 50.0, 80.0, 60.0])
    profile = np.outer([1.0, 0.9, 0.8, 1.0, 1.1, 0.5, 0.4], shape)
    np.testing.assert_allclose(smoothed(profile, 3), profile)


def test_smoothing_spreads_what_one_slot_of_one_day_has_alone():
    profile = np.full((7, 9), 10.0)
    profile[0, 4] = 17.0
    found = smoothed(profile, 1)
    assert 10 < found[0, 4] < 17
    assert found[0, 3] > 10


def test_smoothing_leaves_closed_slots_closed():
    profile = np.full((7, 6), 10.0)
    profile[:, :2] = np.nan
    profile[6] = np.nan
    assert (np.isnan(smoothed(profile, 2)) == np.isnan(profile)).all()


def test_the_coarse_profile_is_the_same_on_every_weekday():
    found = coarse_profile(np.array([[1.0, np.nan, 5.0], [3.0, np.nan, np.nan]]))
    np.testing.assert_array_equal(found, np.tile([2.0, np.nan, 5.0], (7, 1)))
