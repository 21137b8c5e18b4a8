"""Intervals without a row: which there are, what they mean, and when that need not be asked."""

import datetime as dt

import numpy as np

from scheduler.demand import Volumes
from scheduler.forecast.unrecorded import NoRow, unrecorded
from scheduler.horizon import Clock

CLOCK = Clock("Asia/Shanghai")
MONDAY = dt.date(2026, 9, 7)
SLOTS = 48


def volumes(counts):
    """Return half-hourly volumes of days, shape (days, 48), without the rows that are NaN."""
    flat = np.asarray(counts, dtype=float).reshape(-1)
    starts = CLOCK.at(MONDAY) + 30 * np.arange(flat.size)
    there = ~np.isnan(flat)
    return Volumes(CLOCK, 30, ("chat",), starts[there], flat[np.newaxis, there])


def by_day(found, days):
    """Return counts on the whole grid; shape (days, 48)."""
    counts = np.full(days * SLOTS, np.nan)
    counts[(found.start_min - CLOCK.at(MONDAY)) // 30] = found.counts[0]
    return counts.reshape(days, SLOTS)


def sparse(days=84, *, seed=5):
    """Return days with few chats at night, and the same without the rows of zero."""
    rng = np.random.default_rng(seed)
    mean = np.where(np.arange(SLOTS) < 16, 0.4, 8.0)
    whole = rng.poisson(mean, (days, SLOTS)).astype(float)
    whole[0, 0] = whole[-1, -1] = 1.0
    return whole, np.where(whole == 0, np.nan, whole)


def test_rows_of_zero_left_out_come_back_as_zero_where_that_is_meant():
    whole, left = sparse()
    found = unrecorded(volumes(left))
    assert (found.intervals, found.silent) == (int((whole == 0).sum()), 0)
    np.testing.assert_array_equal(by_day(found.meaning(NoRow.ZERO), 84), whole)


def test_what_is_not_known_stays_out():
    _, left = sparse()
    given = volumes(left)
    assert unrecorded(given).meaning(NoRow.UNKNOWN) is given


def test_many_at_one_time_of_day_are_asked_about():
    assert not unrecorded(volumes(sparse()[1])).is_rare


def test_a_morning_lost_once_in_many_weeks_is_not_asked_about():
    counts = np.full((28, SLOTS), 5.0)
    counts[9, 16:20] = np.nan
    found = unrecorded(volumes(counts))
    assert (found.intervals, found.is_rare) == (4, True)


def test_closed_nights_and_sundays_are_no_missing_rows():
    counts = np.full((28, SLOTS), np.nan)
    counts[:, 18:42] = 5.0
    counts[6::7] = np.nan
    counts[5::7, 36:] = np.nan  # Saturdays close at six
    assert unrecorded(volumes(counts)).intervals == 0


def test_a_shop_open_over_midnight_is_closed_by_day():
    counts = np.full((28, SLOTS), np.nan)
    counts[:, 36:] = counts[:, :4] = 3.0
    counts[10, 40] = np.nan
    found = unrecorded(volumes(counts))
    assert found.intervals == 1
    assert np.nansum(found.meaning(NoRow.ZERO).counts) == np.nansum(counts)


def test_a_busy_day_without_rows_stays_unknown_even_where_no_row_means_no_chat():
    whole, left = sparse()
    left[30] = np.nan
    found = unrecorded(volumes(left))
    assert found.silent >= 32
    day = by_day(found.meaning(NoRow.ZERO), 84)[30]
    assert np.isnan(day[16:]).all()
    assert np.nansum(by_day(found.meaning(NoRow.ZERO), 84)) == whole.sum() - whole[30].sum()


def test_rows_that_were_left_out_on_purpose_are_not_missing():
    counts = np.full((28, SLOTS), 5.0)
    counts[9, 16:20] = np.nan
    at = CLOCK.at(MONDAY + dt.timedelta(days=9), 8 * 60)
    assert unrecorded(volumes(counts), (at + 30 * np.arange(4),)).intervals == 0
