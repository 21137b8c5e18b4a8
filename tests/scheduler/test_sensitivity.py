from dataclasses import replace
from decimal import Decimal

import pytest

from scheduler.changes import Changes
from scheduler.errors import InputError
from scheduler.sensitivity import Input, effect, tornado
from scheduler.staffing.sealed import hours_to_fill
from scheduler.whatif import changed
from tests.service import small_shop as s

WEEK = s.week()
PROBLEM = WEEK.problem()


def bars(share=0.1, **changes):
    found = tornado(PROBLEM, WEEK.forecast, Changes(**changes), share=share)
    return found, {bar.input: bar for bar in found.bars}


def test_each_end_of_a_bar_is_the_scenario_with_that_value():
    found, by_input = bars(volume={"presales": 2.0})
    volume = by_input[Input.VOLUME]
    assert volume.low_values == {"presales": 1.8, "aftersales": 0.9}
    expected = changed(PROBLEM, WEEK.forecast, Changes(volume=dict(volume.high_values)))
    assert volume.high == effect(expected)
    assert volume.low.required_hours < found.base.required_hours < volume.high.required_hours


def test_whole_numbers_move_by_one_at_least():
    _, by_input = bars()
    slots, agents = by_input[Input.CHATS_AT_ONCE], by_input[Input.AGENTS]
    assert (slots.low_values["presales"], slots.high_values["presales"]) == (2, 4)
    assert slots.low.required_hours > slots.high.required_hours
    # A1, A2 and A4 work on presales first
    assert (agents.low_values["presales"], agents.high_values["presales"]) == (2, 4)
    assert agents.low.required_hours == agents.high.required_hours


def test_people_short_are_hours_beyond_the_contracts_in_usual_weeks():
    # three of the four people hold presales, 40 h each
    found, by_input = bars(volume={"presales": 30.0, "aftersales": 0.0})
    base = found.base
    assert base.short_hours == pytest.approx(base.required_hours - 120.0)
    assert base.short_people == pytest.approx(base.short_hours / 40.0)
    agents = by_input[Input.AGENTS]
    assert agents.low.short_hours == pytest.approx(base.short_hours + 40.0)
    assert agents.high.short_hours == pytest.approx(base.short_hours - 40.0)


def test_the_hourly_cost_moves_the_cost_alone():
    found, by_input = bars()
    cost = by_input[Input.HOURLY_COST]
    assert found.base.cost == round(Decimal(str(found.base.required_hours)) * Decimal("31.5"), 2)
    assert cost.high.required_hours == found.base.required_hours
    assert cost.high.cost == pytest.approx(found.base.cost * Decimal("1.1"), abs=Decimal("0.01"))


def test_shares_stay_shares_and_what_cannot_move_has_no_bar():
    _, by_input = bars(service_level={"presales": 0.99})
    assert by_input[Input.SERVICE_LEVEL].high_values["presales"] == 0.995
    assert Input.SHRINKAGE not in by_input


def test_what_moves_most_comes_first():
    found, _ = bars()
    widths = [abs(bar.high.required_hours - bar.low.required_hours) for bar in found.bars]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_share_lies_between_none_and_all(share):
    with pytest.raises(InputError):
        bars(share=share)


def test_hours_needed_are_never_below_the_least_people_of_open_posts():
    base = changed(PROBLEM, WEEK.forecast, Changes())
    posts = tuple(replace(post, min_agents=5) for post in base.problem.posts)
    sure = replace(base.problem, posts=posts)
    hours = float(sure.requirement.is_open.sum()) * sure.horizon.interval_hours
    assert effect(replace(base, problem=sure)).required_hours == pytest.approx(5 * hours)
    assert sum(hours_to_fill(sure).values()) == pytest.approx(5 * hours)
