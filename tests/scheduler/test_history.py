"""What a log of chats shows: volumes, closed hours, gaps, handling times, patience."""

import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.forecast.counted import counted
from scheduler.history import ChatHistory
from scheduler.horizon import Clock
from scheduler.staffing.measured import measured

CLOCK = Clock("Asia/Shanghai")
FIRST = dt.date(2026, 9, 7)  # a Monday


def arrivals(moments, posts=("presales",), post=None):
    moments = np.sort(np.asarray(moments, dtype=float))
    unknown = np.full(len(moments), np.nan)
    nobody = np.full(len(moments), -1)
    where = np.zeros(len(moments)) if post is None else post
    return ChatHistory(posts, (), where, nobody, moments, unknown, unknown, nobody > 0)


def month(*, seed=1, hours=range(8, 22), per_hour=30, days=28):
    """Return moments of a shop that is open at some hours of every day."""
    chance = np.random.default_rng(seed)
    zero = CLOCK.at(FIRST) * 60.0
    found = [
        zero + day * 86400 + hour * 3600 + chance.random(chance.poisson(per_hour)) * 3600
        for day in range(days)
        for hour in hours
    ]
    return np.concatenate(found)


def codes(found):
    return [each.code for each in found.findings]


def test_chats_are_counted_into_their_intervals():
    zero = CLOCK.at(FIRST) * 60.0
    found = counted(arrivals([zero + 10, zero + 1799, zero + 1800]), CLOCK, 30).volumes
    assert found.counts[0, :2].tolist() == [2, 1]
    assert found.counts.shape == (1, 48)


def test_before_a_posts_first_chat_and_after_its_last_the_number_is_missing():
    zero = CLOCK.at(FIRST) * 60.0
    post = np.array([0, 1, 0])
    log = arrivals([zero + 3600, zero + 5400, zero + 9000], ("presales", "aftersales"), post)
    found = counted(log, CLOCK, 30).volumes.counts
    assert np.flatnonzero(~np.isnan(found[0])).tolist() == [2, 3, 4, 5]
    assert np.flatnonzero(~np.isnan(found[1])).tolist() == [3]
    assert found[0, 2:6].tolist() == [1, 0, 0, 1]


def test_hours_nobody_ever_came_are_closed_and_reported():
    found = counted(arrivals(month()), CLOCK, 30)
    by_day = found.volumes.counts[0].reshape(28, 48)
    assert np.isnan(by_day[:, :16]).all()
    assert np.isfinite(by_day[:, 16:44]).all()
    assert codes(found) == ["closed_hours"]
    assert found.findings[0].details["hours"] == 7 * 10


def test_a_hole_in_the_records_is_missing_not_zero():
    moments = month()
    begin = CLOCK.at(FIRST + dt.timedelta(days=9), 10 * 60) * 60.0
    found = counted(arrivals(moments[(moments < begin) | (moments >= begin + 3 * 3600)]), CLOCK, 30)
    gap = next(each for each in found.findings if each.code == "gap")
    assert gap.details["first"] == "2026-09-16T10:00"
    assert gap.details["until"] == "2026-09-16T13:00"
    assert np.isnan(found.volumes.counts[0].reshape(28, 48)[9, 20:26]).all()


def test_quiet_intervals_are_zero():
    found = counted(arrivals(month(per_hour=2, hours=range(24))), CLOCK, 30)
    assert (found.volumes.counts == 0).any()
    assert "gap" not in codes(found)


def test_a_day_that_is_quiet_at_noon_looks_like_another_time_zone():
    shifted = month() - 8 * 3600.0
    assert "clock_suspect" in codes(counted(arrivals(shifted), CLOCK, 30))
    assert "clock_suspect" not in codes(counted(arrivals(month(hours=range(7, 23))), CLOCK, 30))


def test_a_log_without_chats_is_one_clear_error():
    with pytest.raises(InputError, match="no_rows"):
        counted(arrivals([]), CLOCK, 30)


def served(rate_by_level, *, agents=6, chats=4000, seed=3):
    """Return a log of agents whose chats end at rates by number of open chats."""
    chance = np.random.default_rng(seed)
    rows = []
    for agent in range(agents):
        now, open_chats = 0.0, []
        while len(rows) < (agent + 1) * chats // agents:
            level = len(open_chats)
            come = chance.exponential(200.0) if level < len(rate_by_level) else np.inf
            go = chance.exponential(1 / rate_by_level[level - 1]) if level else np.inf
            now += min(come, go)
            if come < go:
                open_chats.append(now)
            else:
                rows.append((agent, open_chats.pop(int(chance.integers(level))), now))
    rows.sort(key=lambda row: row[1])
    agent, began, ended = map(np.array, zip(*rows, strict=True))
    names = tuple(f"a{number}" for number in range(agents))
    zeros = np.zeros(len(rows))
    return ChatHistory(
        ("presales",), names, zeros, agent, began - 5, began, ended, np.zeros(len(rows), bool)
    )


def test_handling_times_by_number_of_open_chats_are_found_again():
    rates = (1 / 300, 2 / 360, 3 / 480)
    [found] = measured(served(rates))
    assert [each.chats for each in found.levels] == [1, 2, 3]
    for each, known in zip(found.levels, (300, 360, 480), strict=True):
        assert each.handle_s == pytest.approx(known, rel=0.1)
    assert sum(each.busy_share for each in found.levels) == pytest.approx(1)
    assert 1 < found.concurrency < 3
    assert found.usual_most == 3
    assert found.wait_median_s == 5


def test_patience_counts_those_who_were_answered():
    chance = np.random.default_rng(4)
    patience, answer = chance.exponential(180, 5000), chance.exponential(60, 5000)
    left = patience < answer
    arrived = np.arange(5000) * 100.0
    history = ChatHistory(
        ("presales",),
        (),
        np.zeros(5000),
        np.full(5000, -1),
        arrived,
        np.where(left, np.nan, arrived + answer),
        arrived + np.minimum(patience, answer),
        left,
    )
    [found] = measured(history)
    assert found.patience_s == pytest.approx(180, rel=0.05)
    assert found.abandoned == left.sum()
    assert found.levels == ()


def test_what_a_log_does_not_tell_is_not_invented():
    [found] = measured(arrivals(month(days=2)))
    assert (found.handle_s, found.patience_s, found.wait_median_s) == (None, None, None)
    assert found.concurrency is None
    assert found.usual_most is None
