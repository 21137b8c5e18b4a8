import datetime as dt

import pytest

from scheduler.capacity.outcome import CapacityWeek
from ui.charts.capacity import capacity_charts, week_rows
from ui.words.catalogue import LANGUAGES

MONDAY = dt.date(2026, 11, 30)


def week(place=0, required=100.0, there=80.0, hired=15.0, left=5.0):
    one = {"presales": required}
    return CapacityWeek(
        MONDAY + dt.timedelta(weeks=place),
        {"presales": 500.0},
        one,
        {"presales": 2},
        {"presales": there},
        {"presales": hired + left},
        {"presales": hired},
        {"presales": left},
    )


def test_parts_of_a_column_add_up_to_the_need():
    rows = week_rows([week()], "presales", "zh").set_index("part")
    heights = (rows["high"] - rows["low"]).to_dict()
    assert heights == {"covered": 80.0, "hired": 15.0, "short": 5.0}
    assert rows["high"].max() == 100.0


def test_hires_that_do_more_than_is_missing_do_not_rise_above_the_need():
    rows = week_rows([week(hired=60.0, left=0.0, there=80.0)], "presales", "zh")
    assert rows["high"].max() == 100.0
    assert rows["low"].min() == 0.0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_weeks_that_stay_short_carry_a_sign(lang):
    (short,) = capacity_charts([week(), week(1)], lang, order=["presales"])
    (whole,) = capacity_charts([week(left=0.0)], lang, order=["presales"])
    assert "✕" in str(short.to_dict())
    assert "✕" not in str(whole.to_dict())
