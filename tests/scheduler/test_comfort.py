"""Lines of comfort: which rules they are, and what is proven between them."""

from dataclasses import replace

import pytest

from scheduler.agent import Wish
from scheduler.comfort import (
    Between,
    Comfort,
    comfort_rules,
    dearer,
    lines_of,
    together,
    with_comfort,
)
from scheduler.ruleset import Weights
from scheduler.shift_kind import Succession
from scheduler.shift_type import ShiftType
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from tests.builders import FULL, MONDAY, agent, problem, roster, rules, shift

EARLY, LATE = ShiftType("E", 480, 480), ShiftType("L", 840, 480)


def broken(comfort, *shifts, **ruled):
    asked = problem(ruleset=rules(min_rest_min=0, **ruled))
    return set(verify(with_comfort(asked, comfort), roster(*shifts)).by_rule)


def week(*starts, **more):
    return tuple(
        shift("A1", day, start, **more) for day, start in enumerate(starts) if start is not None
    )


@pytest.mark.parametrize(
    ("starts", "breaks"),
    [
        (("08:00", "14:00"), {"close", "one_type", "off_together"}),
        (("08:00", "10:00"), {"one_type", "off_together"}),
        (("08:00", "08:00"), set()),
        (("08:00", None, "08:00", None, "08:00", None, "08:00"), {"off_together"}),
    ],
)
def test_lines_without_types_are_of_starts(starts, breaks):
    found = {str(line) for line in lines_of(rules()) if broken(line, *week(*starts))}
    assert found == breaks


def test_with_types_one_type_a_week_is_of_them_alone():
    menu = {"types": (EARLY, LATE), "shapes": (FULL,)}
    ten = week("10:00", "10:00", meal=None)
    assert broken(Comfort.FREE, *ten, **menu) == set()
    assert "shape" in broken(Comfort.ONE_TYPE, *ten, **menu)
    assert broken(Comfort.ONE_TYPE, *week("08:00", "14:00", meal=None), **menu) == {"one_type"}
    assert broken(Comfort.ONE_TYPE, *week("14:00", "14:00", meal=None), **menu) == set()


def test_plans_keep_what_is_not_of_starts_and_days_off():
    own = WorkPlan("夜", types=("L",), max_days_week=4, is_one_type=True, days_off_together=3)
    ruleset = rules(types=(EARLY, LATE), plans=(own,))
    free, one, both = (
        comfort_rules(ruleset, line, "新").plans
        for line in (Comfort.FREE, Comfort.ONE_TYPE, Comfort.OFF_TOGETHER)
    )
    assert (free[0].types, free[0].is_one_type, free[0].days_off_together) == ((), False, 1)
    assert (one[0].types, one[0].is_one_type, one[0].days_off_together) == (("L",), True, 1)
    assert both[0].days_off_together == 3
    assert {plan.max_days_week for plan in (free[0], one[0], both[0])} == {4}
    assert free[-1].name == comfort_rules(ruleset, Comfort.FREE, "新").work_plan == "新"


def test_a_site_default_is_changed_and_none_is_added():
    ruleset = rules(types=(EARLY,), plans=(WorkPlan("常"),), work_plan="常")
    found = comfort_rules(ruleset, Comfort.ONE_TYPE, "新")
    assert (found.work_plan, [plan.name for plan in found.plans]) == ("常", ["常"])
    assert found.plans[0].is_one_type


def test_a_line_of_a_line_is_that_line():
    once = comfort_rules(rules(), Comfort.ONE_TYPE, "新")
    again = comfort_rules(once, Comfort.OFF_TOGETHER, "新")
    assert again == comfort_rules(rules(), Comfort.OFF_TOGETHER, "新")


def test_prices_of_comfort_count_on_no_line_and_others_stay():
    priced = Weights(type_change=5, steady_start_per_hour=2, fairness=3)
    asked = problem(ruleset=rules(weights=priced))
    for line in Comfort:
        weights = with_comfort(asked, line).rules.weights
        assert (weights.type_change, weights.steady_start_per_hour) == (0, 0)
        assert weights == replace(priced, type_change=0, steady_start_per_hour=0)


def test_wishes_and_successions_may_name_types_on_every_line():
    ruleset = rules(types=(EARLY, LATE), successions=(Succession("L", "E"),))
    asked = problem(ruleset=ruleset, wishes=(Wish("A1", MONDAY, None, 1, kind="E"),))
    for line in Comfort:
        assert with_comfort(asked, line).wishes == asked.wishes


def test_what_is_proven_between_two_lines():
    assert dearer(Between(100.0, 120.0), Between(150.0, 170.0)) == (30.0, 70.0)
    assert dearer(Between(100.0, 120.0), Between(110.0, 115.0)) == (-10.0, 15.0)
    assert dearer(Between(100.0, 120.0), Between(110.0, None)) is None


def test_a_looser_line_proves_for_a_stricter_and_a_stricter_roster_is_a_looser_one():
    found = {
        Comfort.FREE: Between(100.0, 120.0),
        Comfort.CLOSE: Between(0.0, 170.0),
        Comfort.ONE_TYPE: Between(130.0, 160.0),
        Comfort.OFF_TOGETHER: Between(90.0, None),
    }
    assert together(found, rules()) == {
        Comfort.FREE: (100.0, 120.0),
        Comfort.CLOSE: (100.0, 160.0),
        Comfort.ONE_TYPE: (130.0, 160.0),
        Comfort.OFF_TOGETHER: (130.0, None),
    }


def test_a_type_with_a_wide_window_is_not_within_an_hour():
    wide = rules(types=(replace(EARLY, latest_start_clock=630),))
    found = {Comfort.CLOSE: Between(50.0, 80.0), Comfort.ONE_TYPE: Between(10.0, 60.0)}
    assert together(found, wide) == found
    assert together(found, rules(types=(EARLY,)))[Comfort.CLOSE] == (50.0, 60.0)
    steady = WorkPlan("稳", is_one_type=True, max_start_spread_min=0)
    same_time = replace(wide, plans=(steady,), work_plan="稳")
    assert together(found, same_time)[Comfort.CLOSE] == (50.0, 60.0)
    kept = comfort_rules(same_time, Comfort.ONE_TYPE, "新").plans[0]
    assert kept.max_start_spread_min == 0


def test_types_come_round_by_the_clock_from_a_known_or_a_proposed_place():
    night = ShiftType("N", 1380, 480)
    menu = {"types": (LATE, night, EARLY), "shapes": ()}
    staff = agent("A1"), agent("A2"), agent("A3", no_nights=True)
    past = [shift("A1", day, "08:00", meal=None) for day in (-7, -6)]
    asked = problem(agents=staff, history=past, ruleset=rules(**menu))
    found = with_comfort(asked, Comfort.ROTATION, "轮")
    plans = {one.id: found.plan_of(one) for one in found.agents}
    assert plans["A1"].rotation == plans["A2"].rotation == ("E", "L", "N")
    assert plans["A3"].rotation == ("E", "L")  # the night is not theirs
    assert found.cycles.known["A1"].type_of(MONDAY) == "L"
    assert not found.cycles.proposed
    late = roster(*week("14:00", "14:00", meal=None))
    early = roster(*week("08:00", "08:00", meal=None))
    assert verify(found, late).is_clean
    assert not verify(found, early).is_clean


def test_rotation_is_a_line_where_there_are_types():
    assert Comfort.ROTATION not in lines_of(rules())
    assert Comfort.ROTATION in lines_of(rules(types=(EARLY, LATE)))
    told = {Comfort.ROTATION: Between(9.0, 10.0), Comfort.OFF_TOGETHER: Between(1.0, 20.0)}
    assert together(told, rules()) == told


def test_free_lines_free_the_days_of_a_cycle_too():
    own = WorkPlan("环", day_cycle=("E", "E", "off", "L"), rotation=())
    found = comfort_rules(rules(types=(EARLY, LATE), plans=(own,)), Comfort.FREE, "新")
    assert found.plans[0].day_cycle == ("on", "on", "off", "on")


def test_people_keep_their_plans():
    own = WorkPlan("夜")
    staff = (replace(agent("A1"), work_plan="夜"), agent("A2"))
    asked = problem(agents=staff, ruleset=rules(plans=(own,)))
    found = with_comfort(asked, Comfort.CLOSE, "新")
    assert [found.plan_of(one).name for one in found.agents] == ["夜", "新"]
    assert {found.plan_of(one).max_start_spread_min for one in found.agents} == {120}
