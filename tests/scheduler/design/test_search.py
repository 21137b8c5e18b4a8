"""The best menu of few types, its bound, and what it is asked for."""

import numpy as np
import pytest

from scheduler.demand import Requirement
from scheduler.design.bounds import DesignBounds, TypeLength
from scheduler.design.menu import Menu, knee
from scheduler.design.search import DesignParams, design_curve, design_menu
from scheduler.errors import InputError
from tests import builders as b

EIGHT = (TypeLength(480, 60),)
DAY = DesignBounds(EIGHT, first_clock=8 * 60, last_clock=16 * 60, step_min=120)
BRIEF = DesignParams(seconds=None)


def shop(people=12, need=3.0, **more):
    """Return a shop open from 8 to 24 o'clock, with twice the need from 18 to 21."""
    level = np.full((7, 48), np.nan)
    level[:, 16:] = need
    level[:, 36:42] = 2 * need
    required = Requirement(b.WEEK, ("presales",), level.reshape(1, -1))
    agents = [b.agent(f"A{number}") for number in range(people)]
    return b.problem(agents=agents, need=required, **more)


def faults(problem, bounds=DAY, size=2):
    with pytest.raises(InputError) as caught:
        design_menu(problem, bounds, size, BRIEF)
    return [fault.code for fault in caught.value.faults]


def test_two_types_open_and_close_the_day():
    menu = design_menu(shop(), DAY, 2, BRIEF)
    assert [kind.start_clock for kind in menu.types] == [8 * 60, 14 * 60]


def test_no_menu_is_below_its_bound_and_none_worse_than_a_smaller_one():
    curve = design_curve(shop(), DAY, (2, 3, 4), BRIEF)
    costs = [menu.cost_hours for menu in curve]
    assert costs == sorted(costs, reverse=True)
    assert all(0 <= menu.bound_hours <= menu.cost_hours + 1e-6 for menu in curve)


def test_more_people_leave_less_short():
    few, many = (design_menu(shop(people), DAY, 2, BRIEF).short_hours for people in (8, 16))
    assert many < few


def menus(*costs):
    """Return menus of 2, 3, … starts with these costs, where 1,000 hours are required."""
    return [
        Menu(size, (), (), 1000.0, cost, 0.0, 0.0, cost, cost)
        for size, cost in enumerate(costs, start=2)
    ]


@pytest.mark.parametrize(
    ("costs", "size"),
    [
        ((100, 79, 60), 3),  # the third type saves 21 h, the fourth 19: 2 % are 20
        ((100, 95, 30), 4),  # the third alone saves little, both together 35 each
        ((100, 81, 70), 2),
        ((100,), 2),
    ],
)
def test_the_knee_is_where_a_further_type_saves_less_than_2_percent_of_the_hours(costs, size):
    assert knee(menus(*costs)).size == size


def test_meals_lie_in_the_hours_in_which_people_eat():
    early, _ = design_menu(shop(), DAY, 2, BRIEF).types
    assert str(early.meal_between) == "11:00-13:30"


def test_codes_and_names_say_the_part_of_the_day():
    menu = design_menu(shop(), DAY, 2, BRIEF)
    assert [(kind.code, kind.name_zh) for kind in menu.types] == [("早", "早班"), ("中", "中班")]


def test_a_requirement_of_nothing_is_a_fault():
    assert faults(shop(need=0.0)) == ["design_no_need"]


def test_nobody_who_may_work_is_a_fault():
    short = DesignBounds((TypeLength(360, 0, (20, 39)),))
    assert faults(shop(), short) == ["design_no_people"]


def test_types_outside_the_opening_hours_are_a_fault():
    night = DesignBounds(EIGHT, first_clock=0, last_clock=6 * 60)
    assert faults(shop(), night) == ["design_nothing_fits"]


def test_a_meal_without_room_is_a_fault():
    short = DesignBounds((TypeLength(60, 60),), first_clock=8 * 60)
    assert faults(shop(), short) == ["design_meal"]


def test_starts_off_the_intervals_are_a_fault():
    assert faults(shop(), DesignBounds(EIGHT, first_clock=8 * 60 + 10)) == ["design_off_grid"]


def test_bounds_without_a_start_or_a_length_are_a_fault():
    with pytest.raises(InputError) as caught:
        DesignBounds((), first_clock=600, last_clock=540)
    assert {fault.code for fault in caught.value.faults} == {"design_no_length", "design_no_start"}
