"""Both ways to the best menu, held against every menu and every number of people."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from scheduler.design.choice import MenuChoice
from scheduler.design.exact import ExactParams, exact_menu
from scheduler.design.program import MenuProgram, day_groups
from scheduler.design.question import DesignQuestion, People
from scheduler.design.search import DesignParams, curve_of
from scheduler.horizon import Clock, Horizon
from scheduler.shift_type import ShiftType
from tests.builders import MONDAY

DAY = Horizon(Clock("Asia/Shanghai"), MONDAY, 1, 60)
STARTS = (6, 9, 14, 20)
HOURS = 7
MEALS = (3, 4)  # hours after the start at which the hour's meal may begin
PEOPLE = 4
SHORT, SURPLUS, UNSEALED = 20.0, 2.0, 400.0
PROVEN = DesignParams(seconds=None, tolerance=1e-9, workers=1)


def question(need, least):
    types = tuple(
        (
            ShiftType(
                str(start),
                start * 60,
                HOURS * 60,
                meal_min=60,
                meal_earliest_min=MEALS[0] * 60,
                meal_latest_min=MEALS[-1] * 60,
            ),
        )
        for start in STARTS
    )
    return DesignQuestion.of_types(
        DAY,
        posts=("chat",),
        need=np.array([need]),
        least=np.full((1, 24), float(least)),
        people=(People(PEOPLE, (0,), (0,) * len(STARTS), ((0,),)),),
        types=types,
        prices=(SHORT, SURPLUS),
    )


def cheapest(need, least, type_price):
    """Return the cost of the best menu of each size, by trying everything."""
    ways = list(product(STARTS, MEALS))
    best = [float("inf")] * (len(STARTS) + 1)
    for many in product(range(PEOPLE + 1), repeat=len(ways)):
        if sum(many) > PEOPLE:
            continue
        there = [0] * 24
        for (start, meal), count in zip(ways, many, strict=True):
            for hour in range(HOURS + 1):
                if hour != meal:
                    there[(start + hour) % 24] += count
        used = {start for (start, _), count in zip(ways, many, strict=True) if count}
        cost = type_price * len(used)
        for asked, here in zip(need, there, strict=True):
            cost += SHORT * max(0, asked - here) + SURPLUS * max(0, here - asked)
            cost += UNSEALED * max(0, least - here)
        for size in range(len(used), len(best)):
            best[size] = min(best[size], cost)
    return best


def needs(seed):
    random = np.random.default_rng(seed)
    level = np.where(np.arange(24) < 6, 0.2, 1.0)
    return np.round(level * random.uniform(0, 3, 24), 1)


@pytest.mark.parametrize("seed", [1, 2])
def test_whole_people_on_the_best_menu_cost_what_trying_everything_finds(seed):
    need = needs(seed)
    best = cheapest(need, 0, 15.0)
    for size in (1, 2, 4):
        found = exact_menu(question(need, 0), 15.0, size, ExactParams())
        assert found.is_best
        assert found.cost == pytest.approx(best[size], abs=0.1)


@pytest.mark.parametrize("seed", [3, 4])
def test_no_menu_of_whole_people_is_below_the_bound(seed):
    need = needs(seed)
    best = cheapest(need, 1, 0.0)
    for menu in curve_of(question(need, 1), (1, 2, 3), PROVEN):
        assert menu.bound_hours <= menu.cost_hours + 1e-6
        assert menu.bound_hours * SHORT <= best[menu.size] + 1e-6


def test_a_bound_of_more_types_holds_for_fewer():
    curve = curve_of(question(needs(6), 1), (1, 2, 3, 4), DesignParams(seconds=1e-6))
    bounds = [menu.bound_hours for menu in curve]
    assert bounds == sorted(bounds, reverse=True)


def test_the_bound_is_that_of_the_best_of_all_menus():
    need = needs(5)
    asked = question(need, 0)
    alone = [
        curve_of(
            DesignQuestion.of_types(
                DAY,
                posts=asked.posts,
                need=asked.need,
                least=asked.least,
                people=(People(PEOPLE, (0,), (0, 0), ((0,),)),),
                types=(asked.types[one], asked.types[two]),
                prices=(SHORT, SURPLUS),
            ),
            (2,),
            PROVEN,
        )[0].cost_hours
        for one, two in combinations(range(len(STARTS)), 2)
    ]
    menu = curve_of(asked, (2,), PROVEN)[0]
    assert menu.cost_hours == pytest.approx(min(alone))
    assert menu.bound_hours == pytest.approx(min(alone))


def unlike_days():
    """Return three days of much unlike need, for people who work two of them."""
    days = Horizon(Clock("Asia/Shanghai"), MONDAY, 3, 60)
    random = np.random.default_rng(8)
    level = np.repeat([0.4, 1.0, 2.2], 24) * np.roll(np.tile(np.arange(24) % 12, 3), 5) / 6
    each = tuple(combinations(range(3), 2))
    starts = (0, 4, 7, 10, 13, 17, 20)
    return DesignQuestion.of_types(
        days,
        posts=("chat",),
        need=np.round(level * random.uniform(0, 3, 72), 1)[None],
        least=np.ones((1, 72)),
        people=(
            People(7, (0,), (0,) * len(starts), each),
            People(2, (0,), (0, 0, 0, -1, -1, -1, -1), each[:1]),
        ),
        types=tuple((ShiftType(str(at), at * 60, HOURS * 60),) for at in starts),
        prices=(SHORT, SURPLUS),
    )


def costs(asked, size):
    """Return the cost of each menu of a size."""
    program = MenuProgram(asked, day_groups(asked, 3))
    return {menu: program.priced(menu).cost for menu in combinations(range(len(asked.types)), size)}


@pytest.mark.parametrize("most_listed", [0, 500])
def test_the_best_of_all_menus_is_found_and_proven_where_days_differ(most_listed):
    asked = unlike_days()
    params = replace(PROVEN, most_listed=most_listed)
    for menu in curve_of(asked, (2, 3, 5), params):
        best = min(costs(asked, menu.size).values()) / SHORT
        assert menu.cost_hours == pytest.approx(best)
        assert menu.bound_hours == pytest.approx(best, rel=1e-4)


@pytest.mark.parametrize("many", [1, 2, 3])
def test_no_menu_is_below_its_floor_with_days_put_together(many):
    asked = unlike_days()
    rough = MenuProgram(asked, day_groups(asked, many))
    above = [cost - rough.priced(menu).cost for menu, cost in costs(asked, 3).items()]
    assert min(above) > -1e-4
    assert (max(above) > 1) == (many < 3)


@pytest.mark.parametrize("many", [1, 3])
def test_the_choice_is_the_menu_of_the_lowest_floor_that_is_not_left_out(many):
    asked = unlike_days()
    rough = MenuProgram(asked, day_groups(asked, many))
    floors = {menu: rough.priced(menu).cost for menu in costs(asked, 3)}
    first, second = sorted(floors, key=floors.get)[:2]
    choice = MenuChoice(asked, day_groups(asked, many), 3)
    assert choice.best(None, 1e-9).bound == pytest.approx(floors[first], rel=1e-5)
    choice.leave_out(first)
    assert choice.best(None, 1e-9).bound == pytest.approx(floors[second], rel=1e-5)
