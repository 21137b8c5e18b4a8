import numpy as np
import pandas as pd
import pytest

from scheduler.horizon import Horizon
from tests.service import small_shop as s
from ui.charts.heat import Shades, heat_chart
from ui.charts.level import Lane, level_charts, said
from ui.look import BAD

HORIZON = Horizon(s.CLOCK, s.MONDAY)


def lane(post="presales", level=0.9, missed=(), target=0.8):
    values = np.full((3, HORIZON.intervals), level)
    flags = np.zeros(HORIZON.intervals, dtype=bool)
    flags[list(missed)] = True
    return Lane(post, values, np.full(HORIZON.intervals, 4.0), target, flags)


def drawn(*lanes, measure="service_level"):
    charts = level_charts(HORIZON, lanes, measure, "zh", order=s.POSTS)
    return [chart.to_dict() for chart in charts]


def test_misses_are_red_and_have_a_sign():
    whole, missed = drawn(lane(), lane("aftersales", missed=[3, 4]))
    assert BAD not in str(whole)
    assert BAD in str(missed)
    assert "triangle-down" in str(missed)


def test_target_is_drawn_only_where_there_is_one():
    with_target, without = (
        drawn(lane())[0],
        drawn(lane(target=None), measure="answer_rate")[0],
    )
    assert "goal" in str(with_target)
    assert "goal" not in str(without)


def test_posts_share_one_scale():
    first, second = drawn(lane(level=0.95), lane("aftersales", level=0.35))
    domains = [
        next(
            layer["encoding"]["y"]["scale"]["domain"]
            for layer in chart["layer"]
            if "scale" in layer.get("encoding", {}).get("y", {})
        )
        for chart in (first, second)
    ]
    assert domains[0] == domains[1]
    assert domains[0][0] <= 0.35


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (0.8249, "service_level", "82.5%"),
        (7.6, "mean_wait_s", "8"),
        (2.166, "concurrency", "2.17"),
        (np.nan, "occupancy", "—"),
    ],
)
def test_values_are_told_in_the_measure_s_own_form(value, measure, text):
    assert said(value, measure, "zh") == text


def test_colours_turn_at_the_target():
    shades = Shades.around(0.8, 0.5)
    assert shades.domain == (0.5, 0.8, 1.0)
    assert Shades.around(0.8, 0.95).domain[0] < 0.8


def test_marked_cells_have_a_sign_beside_their_colour():
    cells = pd.DataFrame(
        {"day": ["周一", "周一"], "clock": [0, 30], "value": [0.5, np.nan], "mark": [True, False]}
    )
    told = {"title": "售前", "days": ["周一"], "step_min": 30, "tips": {}}
    chart = heat_chart(cells, "zh", shades=Shades.around(0.8, 0.5), **told)
    assert "✕" in str(chart.to_dict())
    plain = heat_chart(cells.assign(mark=False), "zh", shades=Shades.around(0.8, 0.5), **told)
    assert "✕" not in str(plain.to_dict())
