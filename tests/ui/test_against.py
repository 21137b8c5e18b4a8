import re

from hypothesis import example, given
from hypothesis import strategies as some

from ui.against import Reach, goal, pair, reach

SHARES = some.integers(0, 10_000).map(lambda part: part / 10_000)
GOALS = some.integers(1, 1000).map(lambda part: part / 1000)


def percent(text):
    return float(re.sub(r"[^0-9.]", "", text))


@given(SHARES, GOALS)
@example(0.796, 0.8)
@example(0.7996, 0.8)
@example(0.79, 0.8)
@example(0.825, 0.825)
def test_shown_numbers_stand_to_each_other_as_the_verdict_says(value, target):
    for least in (0, 1):
        said, asked = pair(value, target, "en", least)
        held = reach(value, target) is Reach.HELD
        assert (percent(said) >= percent(asked)) == held


def test_decimals_come_only_where_they_are_needed():
    assert pair(0.83, 0.8, "en") == ("83 %", "80 %")
    assert pair(0.796, 0.8, "en") == ("79.6 %", "80 %")
    assert pair(0.83, 0.825, "zh") == ("83.0%", "82.5%")
    assert goal(0.825, "zh") == "82.5%"


def test_below_the_target_is_no_tick_even_within_the_interval():
    assert reach(0.79, 0.8, high=0.81) is Reach.NEAR
    assert reach(0.79, 0.8, high=0.795) is Reach.MISSED
    assert reach(0.8, 0.8, high=0.81) is Reach.HELD
    assert reach(0.3 + 0.5, 0.8) is Reach.HELD
