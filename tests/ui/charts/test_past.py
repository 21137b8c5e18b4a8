import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.forecast.calendar import DayKind
from scheduler.horizon import ClockSpan, Horizon
from scheduler.post import Post
from service.history.past_check import PastFault, PastStretch, check_history
from tests.service import small_shop as s
from ui.charts.history import Run
from ui.charts.past import days_charts, week_charts
from ui.charts.past_marks import fault_name, stretch_said

FIRST = s.MONDAY - dt.timedelta(days=28)
LAST = s.MONDAY - dt.timedelta(days=1)
FESTIVAL = Run(FIRST + dt.timedelta(days=3), FIRST + dt.timedelta(days=4), DayKind.HOLIDAY, "节日")


def past(missing=slice(0, 0)):
    whole = s.volumes(FIRST)
    counts = np.random.default_rng(3).poisson(whole.counts).astype(float)
    counts[0, missing] = np.nan
    return check_history(Volumes(s.CLOCK, 30, s.POSTS, whole.start_min, counts), (), ())


def texts(chart):
    return str(chart.to_dict())


def days(known, **changes):
    said = {"first": FIRST, "last": LAST, "order": s.POSTS, **changes}
    return days_charts(known, [FESTIVAL], "zh", **said)


def test_each_post_has_a_band_and_the_last_one_the_dates():
    upper, lower = days(past())
    assert "'labels': False" in texts(upper)
    assert "'labels': False" not in texts(lower)


def test_special_days_are_named_once():
    upper, lower = days(past())
    assert "节日" in texts(upper)
    assert "name:N" not in str(lower.to_dict()["layer"][-2])


def test_a_fault_is_framed_in_the_band_of_its_post_only():
    upper, lower = days(past(slice(500, 520)))
    assert "缺少记录" in texts(upper)
    assert "缺少记录" not in texts(lower)


def test_a_fault_outside_the_days_shown_is_not_drawn():
    known = past(slice(500, 520))
    upper, _ = days(known, first=LAST - dt.timedelta(days=6))
    assert "缺少记录" not in texts(upper)


def test_chats_of_every_night_do_not_frame_the_whole_past():
    night = Post("presales", opening=((ClockSpan.parse("09:00-18:00"),),) * 7)
    known = check_history(past().volumes, (night, Post("aftersales")), ())
    assert [fault.fault for fault in known.told] == [PastFault.OUTSIDE]
    upper, _ = days(known)
    assert "停业时段有咨询" not in texts(upper)


def test_one_wrong_number_does_not_flatten_the_week():
    whole = s.volumes(FIRST)
    counts = np.random.default_rng(3).poisson(whole.counts).astype(float)
    counts[0, 10] = 5000
    known = check_history(Volumes(s.CLOCK, 30, s.POSTS, whole.start_min, counts), (), ())
    upper, _ = week_charts(known, [], Horizon(s.CLOCK, FIRST), "zh", order=s.POSTS)
    tops = [
        layer["encoding"]["y"]["scale"]["domain"][1]
        for layer in upper.to_dict()["layer"]
        if "scale" in layer.get("encoding", {}).get("y", {})
    ]
    assert max(tops) < 60


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (s.at(0, 0), s.at(1, 0), "周一 11月30日"),
        (s.at(0, 0), s.at(2, 0), "周一 11月30日 – 周二 12月1日"),
        (s.at(0, 9), s.at(0, 11), "周一 11月30日 09:00-11:00"),
        (s.at(0, 22), s.at(1, 0), "周一 11月30日 22:00-24:00"),
        (s.at(0, 22), s.at(1, 6), "周一 11月30日 22:00 – 周二 12月1日 06:00"),
        (s.at(0, 22), s.at(2, 0), "周一 11月30日 22:00 – 周二 12月1日 24:00"),
    ],
)
def test_times_of_a_fault_are_told_as_people_say_them(start, end, said):
    assert (
        stretch_said(PastStretch(PastFault.GAP, "presales", start, end, 1.0), s.CLOCK, "zh") == said
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", list(PastFault))
def test_every_fault_has_a_name(kind, lang):
    hours = -8 if kind is PastFault.SHIFTED else 0
    named = fault_name(PastStretch(kind, "presales", 0, 60, 1.0, hours), lang)
    assert named
    assert ("−8" in named) == (kind is PastFault.SHIFTED)
