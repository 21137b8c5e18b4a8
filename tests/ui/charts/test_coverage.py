import datetime as dt

import numpy as np
import pytest

from service.roster.coverage import coverage
from tests.builders import agent, horizon, post, problem, roster, shift
from ui.charts.coverage import coverage_charts
from ui.look import post_colours

POSTS = ("presales", "aftersales")
AUTUMN = horizon(dt.date(2026, 10, 19), timezone="Europe/Berlin")


def two_posts(need=1.0, **parts):
    kinds = [post(name) for name in POSTS]
    return problem(posts=kinds, agents=[agent(posts=POSTS)], need=need, **parts)


def drawn(asked, given=None, **parts):
    return [
        chart.to_dict()
        for chart in coverage_charts(coverage(asked, given or roster()), "en", **parts)
    ]


def marks(chart):
    found = []
    for layer in chart["layer"]:
        kind = layer.get("mark", {})
        found.append((kind.get("type"), kind.get("color")))
    return found


def red(chart):
    return [mark for mark in marks(chart) if mark == ("rect", "#c62828")]


def test_there_is_a_band_for_each_post():
    assert len(drawn(two_posts())) == 2


def test_missing_people_are_red():
    assert red(drawn(two_posts(need=1.0))[0])


def test_nothing_is_red_where_nobody_is_missing():
    assert not red(drawn(two_posts(need=0.0))[0])


def test_nothing_is_red_before_there_is_a_roster():
    assert not red(drawn(two_posts(need=1.0), is_rostered=False)[0])


def test_post_keeps_its_colour_when_it_stands_alone():
    colours = post_colours(POSTS)
    kinds = [post("aftersales")]
    alone = problem(posts=kinds, agents=[agent(posts=["aftersales"])], need=1.0)
    band = drawn(alone, order=POSTS)[0]
    assert ("area", colours["aftersales"].soft) in marks(band)


def test_misses_of_the_simulation_are_marked():
    asked = two_posts(need=0.0)
    missed = np.zeros((2, asked.horizon.intervals), dtype=bool)
    missed[1, 5] = True
    first, second = drawn(asked, missed=missed)
    assert "point" not in dict(marks(first))
    assert "point" in dict(marks(second))


def test_one_day_shows_that_day_only():
    band = drawn(two_posts(), roster(shift(day=2)), days=range(2, 3))[0]
    domain = band["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain == [48.0, 72.0]


def test_day_with_25_hours_is_25_hours_wide():
    asked = problem(week=AUTUMN, need=1.0)
    band = drawn(asked, days=range(6, 7))[0]
    first, last = band["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert last - first == pytest.approx(25.0)


def test_axis_names_the_days_under_the_last_band_only():
    first, last = drawn(two_posts())
    assert first["layer"][0]["encoding"]["x"]["axis"]["labels"] is False
    assert "Mon 30 Nov" in last["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
