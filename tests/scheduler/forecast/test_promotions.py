import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.promotions import Phase, promotions
from scheduler.horizon import Clock

CLOCK = Clock("Asia/Shanghai")
FIRST = dt.date(2026, 7, 6)  # a Monday
DAYS = 84
SALE = dt.date(2026, 8, 12)
SPECIAL = (
    SpecialDay(SALE, DayKind.PROMOTION, "大促"),
    SpecialDay(SALE + dt.timedelta(days=1), DayKind.PROMOTION, "大促"),
)


def volumes(moved=None):
    """Return 480 chats a day, times a factor on some dates."""
    rates = np.full(DAYS, 10.0)
    for date, factor in (moved or {}).items():
        rates[(date - FIRST).days] *= factor
    starts = CLOCK.at(FIRST) + 30 * np.arange(48 * DAYS)
    return Volumes(CLOCK, 30, ("presales",), starts, np.repeat(rates, 48)[None, :])


def day(number):
    return SALE + dt.timedelta(days=number)


def found(table, special=SPECIAL):
    return promotions(table, interval_min=30, special_days=special)


def test_days_before_on_and_after_are_measured_against_the_usual():
    moved = {day(-1): 0.5, day(0): 2.0, day(1): 3.0, day(2): 1.5}
    (one,) = found(volumes(moved))
    assert (one.post, one.name, one.first, one.last) == ("presales", "大促", day(0), day(1))
    seen = {(each.phase, each.number): each.seen for each in one.days}
    assert seen[Phase.BEFORE, 2] == pytest.approx(1.0)
    assert seen[Phase.BEFORE, 1] == pytest.approx(0.5)
    assert seen[Phase.ON, 1] == pytest.approx(2.0)
    assert seen[Phase.ON, 2] == pytest.approx(3.0)
    assert seen[Phase.AFTER, 1] == pytest.approx(1.5)
    assert [each.date for each in one.days] == sorted(each.date for each in one.days)


def test_what_is_learnt_lies_between_no_effect_and_what_was_seen():
    (one,) = found(volumes({day(0): 2.0, day(1): 2.0}))
    on = [each for each in one.days if each.phase is Phase.ON]
    assert all(1.3 < each.learnt < 2.0 for each in on)
    far = next(each for each in one.days if (each.phase, each.number) == (Phase.AFTER, 4))
    assert far.learnt == pytest.approx(1.0, abs=0.02)


def test_usual_day_is_no_day_near_a_promotion():
    again = SpecialDay(day(7), DayKind.PROMOTION, "会员日")
    table = volumes({day(0): 2.0, day(1): 2.0, day(7): 5.0})
    first = next(each for each in found(table, (*SPECIAL, again)) if each.name == "大促")
    on = next(each for each in first.days if each.phase is Phase.ON)
    assert on.usual == pytest.approx(480.0)  # not the 2,400 of a week later


def test_promotion_to_come_is_not_of_the_past_and_the_newest_is_first():
    coming = SpecialDay(FIRST + dt.timedelta(days=DAYS + 3), DayKind.PROMOTION, "双11")
    later = SpecialDay(day(21), DayKind.PROMOTION, "会员日")
    names = [each.name for each in found(volumes(), (*SPECIAL, coming, later))]
    assert names == ["会员日", "大促"]


def test_day_without_a_record_has_nothing_seen():
    table = volumes()
    counts = np.array(table.counts)
    row = (day(0) - FIRST).days
    counts[0, 48 * row : 48 * (row + 1)] = np.nan
    (one,) = found(Volumes(CLOCK, 30, table.posts, table.start_min, counts))
    on = next(each for each in one.days if each.date == day(0))
    assert on.chats is None
    assert on.seen is None


def test_promotion_of_another_post_is_not_told():
    other = SpecialDay(SALE, DayKind.PROMOTION, "大促", ("aftersales",))
    assert found(volumes(), (other,)) == ()
