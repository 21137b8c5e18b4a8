import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.errors import InputError
from scheduler.forecast.resample import on_interval, resample
from scheduler.horizon import Clock


def six_minutes(counts, *, first="2026-03-02T00:00", zone="Asia/Shanghai"):
    clock = Clock(zone)
    starts = clock.parse(first) + 6 * np.arange(len(counts))
    return Volumes(clock, 6, ("a",), starts, np.array([counts], dtype=float))


def test_parts_are_summed():
    coarse = resample(six_minutes(range(20)), 30)
    np.testing.assert_array_equal(coarse.counts, [[10, 35, 60, 85]])
    assert np.diff(coarse.start_min).tolist() == [30, 30, 30]
    assert coarse.interval_min == 30


def test_an_interval_with_an_unknown_part_is_unknown():
    counts = np.ones(10)
    counts[7] = np.nan
    np.testing.assert_array_equal(resample(six_minutes(counts), 30).counts, [[5, np.nan]])


def test_an_interval_with_an_absent_part_is_unknown():
    # 21:00 alone, as where a file ends its day five minutes past the hour
    np.testing.assert_array_equal(resample(six_minutes(np.ones(6)), 30).counts, [[5, np.nan]])


def test_zero_is_not_unknown():
    np.testing.assert_array_equal(resample(six_minutes(np.zeros(5)), 30).counts, [[0]])


def test_intervals_begin_at_local_hours_where_the_zone_lies_half_an_hour_off():
    volumes = six_minutes(np.ones(20), zone="Asia/Kolkata")
    coarse = resample(volumes, 60)
    assert [coarse.clock.clock_of(at) for at in coarse.start_min.tolist()] == [0, 60]


def test_a_repeated_hour_stays_two_intervals():
    clock = Clock("America/New_York")
    start = clock.at(dt.date(2026, 11, 1))
    volumes = Volumes(clock, 30, ("a",), start + 30 * np.arange(6), np.ones((1, 6)))
    assert resample(volumes, 60).counts.tolist() == [[2, 2, 2]]


@pytest.mark.parametrize("interval", [15, 20, 0, 45, -30, 120])
def test_other_intervals_are_refused(interval):
    with pytest.raises(InputError, match="interval_not_multiple"):
        resample(six_minutes(np.ones(20)), interval)


def test_longer_intervals_are_spread_evenly_over_shorter_ones():
    hourly = resample(six_minutes(np.ones(20)), 60)
    found = on_interval(hourly, 15)
    assert found.interval_min == 15
    assert found.counts.tolist() == [[2.5] * 8]
    assert found.start_min.tolist() == [int(hourly.start_min[0]) + 15 * n for n in range(8)]
    assert on_interval(hourly, 60) is hourly
    assert on_interval(six_minutes(np.ones(20)), 60).counts.tolist() == hourly.counts.tolist()
    for interval in (40, 0, -15, 120):
        with pytest.raises(InputError, match="interval_not_multiple"):
            on_interval(hourly, interval)
