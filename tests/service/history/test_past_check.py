import dataclasses
import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import ClockSpan, Horizon
from scheduler.post import Post
from service.history.past_check import PastFault, check_history, checked_history
from service.roster.intake import keep_week
from tests.desks import at_desk
from tests.service import small_shop as s

START = s.MONDAY - dt.timedelta(weeks=6)
PER_DAY = 48
NINE, EIGHTEEN = 18, 36
OPEN = Post("presales", opening=((ClockSpan.parse("09:00-18:00"),),) * 7)
ROUND_THE_CLOCK = Post("presales")


def past(days=42):
    """Return a past with a shape over the day and no two days alike; shape (days, intervals)."""
    time = np.arange(PER_DAY)
    shape = 12 + 9 * np.sin((time - 16) / PER_DAY * 2 * np.pi)
    return np.round(np.random.default_rng(5).poisson(shape, (days, PER_DAY))).astype(float)


def volumes(counts):
    horizon = Horizon(s.CLOCK, START, len(counts))
    starts = horizon.start_min + 30 * np.arange(horizon.intervals)
    return Volumes(s.CLOCK, 30, ("presales",), starts, counts.reshape(1, -1))


def faults(counts, post=ROUND_THE_CLOCK, special=()):
    return check_history(volumes(counts), (post,), tuple(special)).faults


def times(fault):
    return s.CLOCK.format(fault.start_min), s.CLOCK.format(fault.end_min)


def test_a_whole_past_has_no_faults():
    assert faults(past()) == ()


def test_a_gap_is_told_with_its_times_and_what_is_usual_there():
    counts = past()
    counts[10, 20:24] = np.nan
    (gap,) = faults(counts)
    assert gap.fault is PastFault.GAP
    assert times(gap) == ("2026-10-29T10:00", "2026-10-29T12:00")
    assert gap.chats == pytest.approx(4 * np.nanmedian(past()[:, 20:24]), rel=0.25)


def test_intervals_without_a_row_are_a_gap():
    whole = volumes(past())
    kept = np.ones(len(whole.start_min), dtype=bool)
    kept[100:110] = False
    holed = Volumes(s.CLOCK, 30, whole.posts, whole.start_min[kept], whole.counts[:, kept])
    checked = check_history(holed, (ROUND_THE_CLOCK,), ())
    (gap,) = checked.faults
    assert (gap.end_min - gap.start_min) == 300
    assert checked.volumes.counts.shape == whole.counts.shape


def test_hours_that_never_have_a_record_are_closed_not_missing():
    counts = past()
    counts[:, :NINE] = counts[:, EIGHTEEN:] = np.nan
    assert faults(counts) == ()


def test_a_gap_over_a_night_without_records_is_one_gap():
    counts = past()
    counts[:, :NINE] = counts[:, EIGHTEEN:] = np.nan
    counts[3:5] = np.nan
    (gap,) = faults(counts)
    assert times(gap) == ("2026-10-22T09:00", "2026-10-23T18:00")


def test_zeros_where_many_chats_are_usual_are_silence():
    counts = past()
    counts[20, 30:34] = 0
    (silent,) = faults(counts)
    assert silent.fault is PastFault.SILENT
    assert silent.chats > 20


def test_a_quiet_hour_is_no_silence():
    counts = past()
    counts[20, 6] = 0
    assert faults(counts) == ()


def test_chats_while_the_post_is_closed_are_told():
    counts = past()
    counts[:, :NINE] = counts[:, EIGHTEEN:] = np.nan
    counts[7, 40] = 3
    (outside,) = faults(counts, OPEN)
    assert outside.fault is PastFault.OUTSIDE
    assert outside.chats == 3


def test_chats_of_every_night_are_told_as_one_and_known_one_by_one():
    counts = past()
    known = check_history(volumes(counts), (OPEN,), ())
    (outside,) = known.told
    assert outside.fault is PastFault.OUTSIDE
    assert outside.chats == counts[:, :NINE].sum() + counts[:, EIGHTEEN:].sum()
    assert times(outside) == ("2026-10-19T00:00", "2026-11-30T00:00")
    noons = [s.CLOCK.at(START + dt.timedelta(days=day), 720) for day in range(len(counts))]
    spans = [(one.start_min, one.end_min) for one in known.faults]
    assert len(spans) > len(counts)
    assert not any(start <= noon < end for start, end in spans for noon in noons)


def test_a_day_off_is_no_gap_and_chats_on_it_are_told():
    counts = past()
    day = SpecialDay(START + dt.timedelta(days=9), DayKind.CLOSED, "盘点")
    counts[9] = np.nan
    assert faults(counts, special=[day]) == ()
    counts[9, 20] = 4
    assert [one.fault for one in faults(counts, special=[day])] == [PastFault.OUTSIDE]


def test_times_that_were_cut_to_dates_are_told():
    counts = past()
    counts[12] = [counts[12].sum(), *[0] * (PER_DAY - 1)]
    (cut,) = faults(counts)  # the zeros of its other hours follow from it
    assert cut.fault is PastFault.DATE_ONLY
    assert times(cut) == ("2026-10-31T00:00", "2026-11-01T00:00")


def test_days_in_another_time_zone_are_told_with_the_hours():
    counts = past()
    counts[14:18] = np.roll(counts[14:18], -16, axis=1)
    (shifted,) = faults(counts)
    assert (shifted.fault, shifted.hours) == (PastFault.SHIFTED, -8)
    assert times(shifted) == ("2026-11-02T00:00", "2026-11-06T00:00")


def test_a_promotion_may_have_a_shape_of_its_own():
    counts = past()
    counts[14:18] = np.roll(counts[14:18], -16, axis=1)
    days = [
        SpecialDay(START + dt.timedelta(days=n), DayKind.PROMOTION, "大促") for n in range(14, 18)
    ]
    assert faults(counts, special=days) == ()


def test_a_day_that_repeats_another_is_told_once():
    counts = past()
    counts[25] = counts[11]
    (copied,) = faults(counts)
    assert copied.fault is PastFault.COPIED
    assert times(copied)[0] == "2026-11-13T00:00"


def test_posts_are_told_apart_and_in_order_of_time():
    counts = np.stack([past().ravel(), past().ravel()])
    counts[1, 100:104] = counts[0, 200:204] = np.nan
    horizon = Horizon(s.CLOCK, START, 42)
    starts = horizon.start_min + 30 * np.arange(horizon.intervals)
    both = Volumes(s.CLOCK, 30, s.POSTS, starts, counts)
    found = check_history(both, (), ()).faults
    assert [one.post for one in found] == ["aftersales", "presales"]


def test_a_shop_without_a_history_has_nothing_to_check(tmp_path):
    opened = s.database(tmp_path)
    keep_week(at_desk(opened, by="王经理", now=s.NOW), s.week())
    checked = checked_history(at_desk(opened), s.MONDAY)
    assert checked.volumes is None
    assert checked.faults == ()
    keep_week(
        at_desk(opened, by="王", now=s.NOW), dataclasses.replace(s.week(), volumes=volumes(past()))
    )
    assert checked_history(at_desk(opened), s.MONDAY).volumes is not None
    opened.close()
