"""Changes of post within a shift: chosen exactly, bounded, and worth having."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from scheduler.compiled import outer
from scheduler.demand import Requirement
from scheduler.roster import Roster
from scheduler.ruleset import PostChange
from scheduler.shift import ShiftShape, Span, Stint
from scheduler.solve.plan import plan_of, roster_of
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.search import Search
from scheduler.solve.stint_kernel import at_their_hours, with_stretch
from scheduler.solve.stints import code_of
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from tests.builders import agent, horizon, post, problem, rules, shift
from tests.scheduler.solve.listing import best_of

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=10, workers=1)
POSTS = ("presales", "aftersales")
HOURLY = PostChange(60, 2)
DAY = horizon(days=1, interval_min=60)
FREE = {"min_days_off_per_week": 0, "min_rest_min": 0, "max_consecutive_days": 7}
MEAL = ShiftShape(480, 60, 180, 300, contract_hours=(20, 40))


def question(need, *, change=HOURLY, agents=None, shapes=(MEAL,), week=DAY, grid=60, price=0.0):
    """Return days of people certified for both posts."""
    ruleset = rules(shapes=shapes, start_grid_min=grid, post_change=change, **FREE)
    return problem(
        week=week,
        agents=agents or (agent("A1", POSTS),),
        posts=tuple(map(post, POSTS)),
        ruleset=replace(ruleset, weights=replace(ruleset.weights, change_of_post=price)),
        need=Requirement(week, POSTS, need),
    )


def in_turn(first=(8, 12), second=(12, 17)):
    """Return need of one person on the one post, then on the other."""
    need = np.zeros((2, DAY.intervals))
    need[0, slice(*first)] = need[1, slice(*second)] = 1
    return need


def test_one_person_covers_what_nobody_can_without_a_change():
    changing = solve(question(in_turn()), SHORT)
    staying = solve(question(in_turn(), change=None), SHORT)
    assert changing.status is staying.status is SolveStatus.OPTIMAL
    assert changing.cost == 20  # the hour of the meal
    assert staying.cost == 20 * 4 + 2 * 3  # aftersales whole, and on it 3 hours after a meal
    (worked,) = changing.roster.shifts
    assert [stint.post for stint in worked.stints] == list(POSTS)


def test_change_happens_only_where_it_is_worth_its_price():
    asked = question(in_turn(), price=1.0)
    cheap, dear = solve(asked, SHORT), solve(question(in_turn(), price=100.0), SHORT)
    assert (cheap.cost, verify(asked, cheap.roster).cost.post_changes) == (21, 1)
    assert (dear.cost, verify(asked, dear.roster).cost.post_changes) == (20 * 4 + 2 * 3, 0)


def alternating(changes, posts):
    return [posts[place % 2] for place in range(changes + 1)]


def every_shift(asked, someone):
    """Yield no shift, and every shift of one day with all changes of post, allowed or not."""
    step, (first, after) = asked.horizon.interval_min, asked.horizon.day_starts_min[:2]
    yield None
    for start, shape in product(range(first, after, step), asked.rules.forms):
        end = start + shape.length_min
        meals = [None]
        if shape.meal_min:
            offsets = range(shape.meal_earliest_min, shape.meal_latest_min + 1, step)
            meals = [Span(start + at, start + at + shape.meal_min) for at in offsets]
        inside = range(start + step, end, step)
        for meal, many in product(meals, range(asked.rules.post_change.max_per_shift + 1)):
            for marks in combinations(inside, many):
                ends = (start, *marks, end)
                for names in (alternating(many, POSTS), alternating(many, POSTS[::-1])):
                    stints = tuple(
                        Stint(Span(*ends[place : place + 2]), name)
                        for place, name in enumerate(names)
                    )
                    one = shift(someone.id, meal=None)
                    yield replace(
                        one,
                        start_min=start,
                        end_min=end,
                        post=names[0],
                        meal=meal,
                        stints=stints if many else (),
                    )


@pytest.mark.parametrize(("seed", "price"), [(0, 0), (1, 0), (2, 0), (3, 0), (0, 9), (2, 30)])
def test_cost_is_the_least_of_all_rosters(seed, price):
    """Demand in random steps, a post that closes, two shapes, at least two or three hours."""
    chance = np.random.default_rng(seed)
    need = np.repeat(chance.integers(0, 2, (2, 12)), 2, axis=1).astype(float)
    need[seed % 2, 20:] = np.nan
    shapes = (
        ShiftShape(300, 60, 120, 180, contract_hours=(20, 40)),
        ShiftShape(240, contract_hours=(20, 40)),
    )
    asked = question(need, change=PostChange(60 * (2 + seed % 2), 2), shapes=shapes, price=price)
    rosters = (Roster(() if one is None else (one,)) for one in every_shift(asked, asked.agents[0]))
    best = best_of(asked, rosters)
    found = solve(asked, SHORT)
    assert found.cost == pytest.approx(best)
    assert found.bound <= best + 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_bound_stays_below_the_cost_and_changes_do_no_harm(seed):
    week = horizon(days=2, interval_min=60)
    need = np.random.default_rng(seed).integers(0, 3, (2, week.intervals)).astype(float)
    people = (agent("A1", POSTS), agent("A2", POSTS), agent("A3", POSTS[:1]))
    changing = solve(question(need, week=week, agents=people), SHORT)
    staying = solve(question(need, week=week, agents=people, change=None), SHORT)
    assert changing.bound <= changing.cost <= staying.cost + 1e-6
    assert verify(question(need, week=week, agents=people), changing.roster).is_clean


def test_same_seed_and_work_give_the_same_changes():
    asked = question(np.random.default_rng(5).integers(0, 2, (2, 24)).astype(float))
    assert solve(asked, SHORT).roster == solve(asked, SHORT).roster


def half_hours(least_min):
    """Return two days by half-hours on which nobody is needed."""
    week = horizon(days=2)
    need = np.zeros((2, week.intervals))
    return question(need, change=PostChange(least_min, 2), week=week, grid=30)


def test_plan_keeps_the_stints_of_a_roster():
    asked = half_hours(120)
    tables, _ = tables_of(asked)
    kept = shift(changes={150: POSTS[1], 390: POSTS[0]}, week=asked.horizon)
    assert roster_of(asked, plan_of(asked, tables, Roster((kept,)))) == Roster((kept,))
    assert code_of(asked, shift(post="elsewhere", week=asked.horizon)) is None


def test_start_roster_loses_stints_that_are_too_short():
    asked = half_hours(240)
    tables, _ = tables_of(asked)
    short = shift(changes={150: POSTS[1]}, week=asked.horizon)
    assert roster_of(asked, plan_of(asked, tables, Roster((short,)))) == Roster()


@outer
def stretched(code, begin, end, post):
    return with_stretch(code, 8, begin, end, post, 2)


@outer
def later(code, length, step):
    return at_their_hours(code, length, step)


def coded(*changes):
    """Return the number of a shift's posts: the first, then cell and post of each change."""
    first, *rest = changes
    return first | sum(
        (cell | post << 9) << 8 + 17 * number for number, (cell, post) in enumerate(rest)
    )


def test_stretch_of_a_shift_goes_to_another_post():
    assert stretched(0, 2, 5, 1) == coded(0, (2, 1), (5, 0))
    assert stretched(0, 0, 8, 1) == 1
    assert stretched(coded(0, (2, 1), (5, 0)), 5, 7, 1) == coded(0, (2, 1), (7, 0))
    assert stretched(coded(0, (2, 1), (5, 0)), 6, 8, 2) == -1  # would change three times


def test_changes_stay_at_their_hours_while_a_shift_moves():
    code = coded(0, (2, 1), (5, 0))
    assert later(code, 8, 1) == coded(0, (1, 1), (4, 0))
    assert later(code, 8, 3) == coded(1, (2, 0))
    assert later(code, 8, -4) == coded(0, (6, 1))


@pytest.mark.parametrize("price", [0.0, 4.0])
def test_what_moves_cost_is_what_the_checker_says(price):
    week = horizon(days=2)
    need = np.random.default_rng(3).integers(0, 3, (2, week.intervals)).astype(float)
    people = tuple(agent(f"A{number}", POSTS) for number in range(4))
    asked = question(need, week=week, grid=30, agents=people, price=price)
    tables, rows = tables_of(asked)
    chain = Search(tables, rows, np.random.SeedSequence(2))
    for heat in (20.0, 5.0, 0.5):
        chain.run(3000, (heat, heat), 1.0, np.zeros(len(rows.need)))
        assert verify(asked, roster_of(asked, chain.plan)).is_clean
    best = verify(asked, roster_of(asked, chain.best)).cost
    assert best.total == pytest.approx(chain.best_cost)
    assert best.post_changes > 0
