"""Shift types of a preset move with the opening hours."""

from dataclasses import replace

import pytest

from scheduler.fitted_types import fitted, lost_in, with_days
from scheduler.horizon import ClockSpan, format_clock
from scheduler.post import Post
from scheduler.shift_kind import Succession
from scheduler.work_plan import WorkPlan
from store.files.rules_preset import preset_path, read_rules_preset
from tests.builders import WEEK

RULES = read_rules_preset(WEEK, preset_path("liveable"))


def post(*days, name="presales"):
    """Return a post with the same hours every day, or seven different ones."""
    spans = [tuple(ClockSpan.parse(span) for span in day.split("|") if span) for day in days]
    return Post(name, opening=tuple(spans * 7 if len(spans) == 1 else spans))


def starts(*posts):
    """Return first start, last start and last end of each type that is left."""
    return {
        each.code: tuple(
            format_clock(clock)
            for clock in (
                each.starts[0],
                each.starts[-1],
                (each.starts[-1] + each.length_min) % (24 * 60),
            )
        )
        for each in fitted(RULES, posts).types
    }


def test_a_shop_that_never_closes_keeps_the_types():
    assert fitted(RULES, [Post("presales")]) == RULES
    assert fitted(RULES, [post("09:00-18:00"), Post("night")]) == RULES
    assert fitted(RULES, [post("00:00-24:00")]) == RULES


def test_the_first_type_begins_with_the_shop_and_the_last_ends_with_it():
    assert starts(post("08:00-24:00")) == {
        "早": ("08:00", "10:00", "19:00"),
        "中": ("11:00", "13:00", "22:00"),
        "晚": ("14:00", "15:00", "00:00"),
        "短": ("08:00", "18:00", "00:00"),
    }


def test_hours_past_midnight_are_those_of_the_day_before():
    assert starts(post("12:00-02:00"))["晚"] == ("16:00", "17:00", "02:00")


def test_a_type_without_a_place_is_left_out():
    assert set(starts(post("09:00-18:00"))) == {"早", "短"}
    assert set(starts(post("10:00-22:00"))) == {"早", "中", "短"}


def test_the_longest_hours_of_all_posts_and_days_count():
    days = ["10:00-20:00"] * 5 + ["09:00-22:00", ""]
    found = starts(post(*days), post("12:00-23:00", name="aftersales"))
    assert found["早"][0] == "09:00"
    assert found["晚"][2] == "23:00"


def test_opening_off_the_grid_begins_at_its_next_start():
    found = starts(post("08:15-23:50"))
    assert (found["早"][0], found["晚"][2]) == ("08:30", "23:30")


def test_types_stay_where_no_shift_is_short_enough():
    assert starts(post("09:00-16:00"))["早"] == ("07:00", "09:00", "18:00")


@pytest.mark.parametrize("hours", ["06:00-24:00", "08:00-01:00", "09:00-21:00", "11:00-23:00"])
def test_every_shift_lies_in_the_hours_and_has_a_meal(hours):
    span = ClockSpan.parse(hours)
    last = span.end_clock + 24 * 60 * (span.end_clock <= span.start_clock)
    for each in fitted(RULES, [post(hours)]).types:
        assert span.start_clock <= each.starts[0] <= each.starts[-1] <= last - each.length_min
        assert each.shapes


def test_plans_forget_types_that_are_left_out():
    plan = RULES.plans[0]
    named = replace(RULES, plans=(replace(plan, types=("早", "夜")),))
    assert fitted(named, [post("08:00-24:00")]).plans[0].types == ("早",)


def test_a_plan_of_types_that_are_left_out_goes_or_shrinks_and_is_told():
    own = (
        WorkPlan("三班", rotation=("早", "中", "晚")),
        WorkPlan("两班", rotation=("早", "晚")),
        WorkPlan("晚班", types=("晚",)),
        WorkPlan("按天", day_cycle=("晚", "off", "早")),
    )
    pairs = (Succession("晚", "早"), Succession("中", "早"))
    before = replace(RULES, plans=(*RULES.plans[:1], *own), successions=pairs)
    after = fitted(before, [post("10:00-22:00")])  # 晚 has no place
    assert [plan.name for plan in after.plans] == ["做五休二", "三班", "按天"]
    assert after.plans[1].rotation == ("早", "中")
    assert after.plans[2].day_cycle == ("on", "off", "早")
    assert after.successions == pairs[1:]
    assert lost_in(before, after) == (
        ("三班", ("晚",), True),
        ("两班", ("晚",), False),
        ("晚班", ("晚",), False),
        ("按天", ("晚",), True),
    )
    assert lost_in(before, fitted(before, [Post("presales")])) == ()


def test_the_preset_has_plans_for_rotation_and_late_people_that_nobody_has_unless_assigned():
    assert [plan.name for plan in RULES.plans] == ["做五休二", "早中晚轮班", "固定晚班"]
    assert RULES.work_plan == "做五休二"
    assert RULES.plans[1].rotation == ("早", "中", "晚")
    assert RULES.plans[2].types == ("晚",)
    late = fitted(RULES, [post("10:00-22:00")])
    assert [(plan.name, plan.rotation) for plan in late.plans] == [
        ("做五休二", ()),
        ("早中晚轮班", ("早", "中")),
    ]
    assert [plan.name for plan in fitted(RULES, [post("09:00-18:00")]).plans] == ["做五休二"]


@pytest.mark.parametrize("days", [4, 6])
def test_days_of_work_a_week_are_those_of_every_plan(days):
    found = with_days(RULES, days).plans
    assert {plan.max_days_week for plan in found} == {days}
    assert {plan.days_off_together for plan in found} == {min(7 - days, 2)}
    assert [plan.name for plan in found[1:]] == ["早中晚轮班", "固定晚班"]


def test_a_type_of_several_lengths_moves_by_the_longest():
    two = replace(RULES.types[0], work_min=(480, 360), contract_hours=((40, 40), (10, 39)))
    found = fitted(replace(RULES, types=(two,), plans=(), work_plan=""), [post("09:00-20:00")])
    (kept,) = found.types
    assert (kept.works, kept.contracts) == (two.works, two.contracts)
    assert kept.starts[0] == 9 * 60
    assert kept.starts[-1] + kept.length_min == 20 * 60
