import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Forecast, Requirement
from scheduler.forecast.calendar import DayKind, SpecialDay
from service.demand.agent_effects import AgentEffect, LevelAround
from service.history.past_check import PastFault, PastStretch
from tests.service import small_shop as s
from ui.charts.expected import week_charts
from ui.charts.history import daily, history_chart, runs_of
from ui.charts.need import level_chart, need_charts
from ui.charts.shortage import shortage_charts
from ui.charts.tornado import Side, tornado_chart
from ui.charts.trade import ScenarioPoint, trade_chart, unbeaten

HORIZON = s.week().horizon
FORECAST = Forecast(
    HORIZON,
    s.POSTS,
    np.full((2, HORIZON.intervals), 6.0),
    (0.025, 0.1, 0.9, 0.975),
    np.repeat(np.array([2.0, 4.0, 8.0, 10.0])[None, :, None], 2, 0).repeat(HORIZON.intervals, 2),
)
UNKNOWN = np.full((2, HORIZON.intervals), np.nan)


def rows_with(chart, *columns):
    """Return the rows of all data of a chart that have these columns."""
    tables = chart.to_dict()["datasets"].values()
    return [row for table in tables for row in table if set(columns) <= row.keys()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_week_shows_expected_and_both_bands_of_each_post(lang):
    charts = week_charts(FORECAST, lang, before=UNKNOWN, arrived=UNKNOWN, order=s.POSTS)
    assert len(charts) == 2
    (first, *_) = rows_with(charts[0], "narrow", "wide", "mean")
    assert (first["mean"], first["narrow"], first["wide"]) == ("6.0", "4–8", "2–10")


def test_what_arrived_is_drawn_only_where_it_is_known():
    arrived = UNKNOWN.copy()
    arrived[0, 3] = 9
    chart, other = week_charts(FORECAST, "en", before=UNKNOWN, arrived=arrived, order=s.POSTS)
    points = [row for row in rows_with(chart, "x", "arrived") if set(row) == {"x", "arrived"}]
    assert points == [{"x": 1.5, "arrived": 9.0}]
    assert not [row for row in rows_with(other, "x", "arrived") if set(row) == {"x", "arrived"}]


def test_last_step_reaches_the_end_of_the_week():
    charts = week_charts(FORECAST, "en", before=UNKNOWN, arrived=UNKNOWN, order=s.POSTS)
    ends = [row["x"] for row in rows_with(charts[0], "x", "mean") if set(row) == {"x", "mean"}]
    assert max(ends) == 168


def test_days_add_up_and_days_without_record_are_left_out():
    volumes = s.volumes(days=3)
    holed = np.array(volumes.counts)
    holed[0, 48:96] = np.nan
    found = daily(type(volumes)(volumes.clock, 30, s.POSTS, volumes.start_min, holed), "presales")
    first = s.MONDAY - dt.timedelta(days=28)
    assert found == {first: 288.0, first + dt.timedelta(days=2): 288.0}


def test_history_goes_on_with_what_is_expected():
    volumes = s.volumes()
    chart = history_chart(
        volumes,
        FORECAST,
        [],
        "en",
        first=s.MONDAY - dt.timedelta(days=28),
        last=HORIZON.date(6),
        order=s.POSTS,
    )
    rows = rows_with(chart, "is_expected", "chats", "post")
    assert {row["x"] for row in rows if not row["is_expected"]} == set(range(28))
    assert {row["x"] for row in rows if row["is_expected"]} == set(range(28, 35))
    assert {row["chats"] for row in rows} == {288.0}


def test_nights_with_chats_of_a_closed_post_mark_no_days():
    volumes = s.volumes()
    first = s.MONDAY - dt.timedelta(days=28)
    start = int(volumes.start_min[0])
    kinds = (PastFault.OUTSIDE, PastFault.GAP)
    faults = [PastStretch(kind, "presales", start, start + 480, 9.0) for kind in kinds]
    days = {"first": first, "last": HORIZON.date(6), "order": s.POSTS}
    chart = history_chart(volumes, None, [], "zh", **days, faults=faults)
    assert {row["what"] for row in rows_with(chart, "what", "when")} == {"缺少记录"}


def test_neighbouring_days_of_one_name_are_one_mark():
    day = dt.timedelta(days=1)
    first = dt.date(2026, 10, 1)
    days = [SpecialDay(first + n * day, DayKind.HOLIDAY, "National Day") for n in (0, 1, 2, 5)]
    runs = runs_of(days, str.upper)
    assert [(run.first.day, run.last.day, run.name) for run in runs] == [
        (1, 3, "NATIONAL DAY"),
        (6, 6, "NATIONAL DAY"),
    ]


def test_tried_need_is_a_line_only_where_it_differs():
    kept = Requirement(HORIZON, s.POSTS, np.ones((2, HORIZON.intervals)))
    more = np.ones((2, HORIZON.intervals))
    more[1] = 2.0
    charts = need_charts(kept, Requirement(HORIZON, s.POSTS, more), "zh", order=s.POSTS)
    lines = [
        [r for r in rows_with(chart, "x", "tried") if set(r) == {"x", "tried"}] for chart in charts
    ]
    assert not lines[0]
    assert {row["tried"] for row in lines[1]} == {2.0}


def test_level_of_a_day_leaves_closed_hours_out():
    effect = AgentEffect(6.0, 1.5, 2, LevelAround(0.5, 0.85, 0.97))
    chart = level_chart(HORIZON, 1, [None, *[effect] * 47], "zh", target=0.8, chosen=3)
    levels = [row["level"] for row in rows_with(chart, "level", "who")]
    assert levels.count(None) == 3
    assert {level for level in levels if level is not None} == {0.5, 0.85, 0.97}


def test_people_short_are_stacked_post_on_post_on_one_scale():
    hours = [0.0] * 168
    short = {"presales": [2.0, *hours[1:]], "aftersales": [1.5, 1.0, *hours[2:]]}
    nobody = dict.fromkeys(s.POSTS, hours)
    charts = shortage_charts({"忙": short, "闲": nobody}, HORIZON, "zh", order=s.POSTS)
    rows = rows_with(charts[0], "low", "high")
    assert [(r["x"], r["low"], r["high"]) for r in rows] == [(0, 0, 2), (0, 2, 3.5), (1, 0, 1)]
    domains = [c.to_dict()["layer"][0]["encoding"]["y"]["scale"]["domain"] for c in charts]
    assert domains[0] == domains[1]
    assert rows_with(charts[1], "low") == []


def test_each_scenario_is_a_named_point():
    outcomes = [ScenarioPoint("甲", 100.0, 5.0), ScenarioPoint("乙", 120.0, 0.0)]
    chart = trade_chart(outcomes, "zh", is_level=False)
    points = {(r["name"], r["wages"], r["worth"]) for r in rows_with(chart, "name", "wages")}
    assert points == {("甲", 100.0, 5.0), ("乙", 120.0, 0.0)}


@pytest.mark.parametrize(
    ("more_is_better", "best"),
    [
        (True, {"cheap", "good"}),  # dear is as good as good and costs more
        (False, {"cheap"}),  # least short and cheapest at once
    ],
)
def test_scenarios_nobody_beats_are_told_apart(more_is_better, best):
    outcomes = [ScenarioPoint("cheap", 100.0, 0.7), ScenarioPoint("good", 120.0, 0.9)]
    outcomes += [
        ScenarioPoint("dear", 130.0, 0.9),
        ScenarioPoint("bad", 110.0, 0.7 if more_is_better else 1.0),
    ]
    assert unbeaten(outcomes, more_is_better=more_is_better) == best


def test_equal_scenarios_are_both_kept():
    twins = [ScenarioPoint("甲", 100.0, 0.8), ScenarioPoint("乙", 100.0, 0.8)]
    assert unbeaten(twins, more_is_better=True) == {"甲", "乙"}


def test_bars_of_a_tornado_begin_at_the_base():
    sides = [Side("咨询量", False, 90.0, "−10", "售前 90%"), Side("咨询量", True, 115.0, "+15", "")]
    chart = tornado_chart(sides, 100.0, "zh", title="人时", number=",.0f")
    rows = [(r["base"], r["value"], r["right"]) for r in rows_with(chart, "values", "base")]
    assert sorted(set(rows)) == [(100.0, 90.0, False), (100.0, 115.0, True)]
