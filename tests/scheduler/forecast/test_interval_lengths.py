"""Rows of different interval lengths are each read for what they are."""

import numpy as np

from scheduler.forecast.interval_lengths import lengths_of, on_one_grid

DAY = 24 * 60
NINE = 9 * 60


def starts(length, days, *, first=0, hours=9, offset=0):
    """Return the starts of intervals from 09:00 on, so many days and hours."""
    day = np.arange(NINE + offset, NINE + offset + hours * 60, length)
    return np.concatenate([day + DAY * number for number in range(first, first + days)])


def test_rows_of_one_length_are_all_of_it():
    for length in (60, 30, 20, 15, 12, 5):
        assert set(lengths_of(starts(length, 5)).tolist()) == {length}


def test_posts_of_two_lengths_keep_their_chats_on_one_grid():
    half, hour = starts(30, 7), starts(60, 7)
    grid = on_one_grid((half, hour), (np.full(len(half), 6.0), np.full(len(hour), 12.0)))
    assert (grid.interval_min, grid.rows) == (30, ({30: 126}, {60: 63}))
    np.testing.assert_array_equal(grid.counts, np.full((2, 126), 6.0))


def test_a_length_that_changes_on_the_way_is_noticed_to_the_row():
    both = np.concatenate((starts(60, 10), starts(30, 10, first=10)))
    lengths = lengths_of(both)
    assert lengths[:90].tolist() == [60] * 90
    assert lengths[90:].tolist() == [30] * 180


def test_a_length_that_changes_within_a_day_is_noticed():
    day = np.arange(0, 40 * 60, 60)
    both = np.concatenate((day, np.arange(40 * 60, 80 * 60, 15)))
    assert lengths_of(both).tolist() == [60] * 40 + [15] * 160


def test_a_change_back_and_forth_is_noticed():
    parts = (starts(30, 5), starts(60, 5, first=5), starts(30, 5, first=10))
    lengths = lengths_of(np.concatenate(parts))
    assert [int((lengths == each).sum()) for each in (30, 60)] == [180, 45]


def test_missing_rows_do_not_make_an_interval_longer():
    rng = np.random.default_rng(3)
    whole = starts(30, 28)
    kept = whole[rng.random(len(whole)) < 0.3]
    assert set(lengths_of(kept).tolist()) == {30}


def test_posts_on_different_quarters_share_a_finer_grid():
    grid = on_one_grid((starts(30, 3), starts(30, 3, offset=15)), (np.ones(54), np.ones(54)))
    assert grid.interval_min == 15
    assert np.nansum(grid.counts, axis=1).tolist() == [54, 54]


def test_a_post_with_few_rows_far_apart_has_the_length_of_the_others():
    few = np.array([NINE, NINE + 90, NINE + 240])
    grid = on_one_grid((starts(30, 3), few), (np.ones(54), np.ones(3)))
    assert (grid.interval_min, grid.rows[1]) == (30, {30: 3})


def test_intervals_that_divide_no_hour_have_no_grid():
    assert on_one_grid((np.array([0, 7, 14]),), (np.ones(3),)) is None
    assert on_one_grid((np.array([0, DAY]),), (np.ones(2),)) is None
    assert on_one_grid((np.array([0]),), (np.ones(1),)) is None
