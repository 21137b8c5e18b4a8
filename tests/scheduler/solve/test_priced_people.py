"""People with a worth of their own: the cost by hand, the engine against every roster listed."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.mend.cover import cover_of
from scheduler.post import SealGroup
from scheduler.roster import Roster
from scheduler.shift import Shift, ShiftShape
from scheduler.solve.estimate import estimate
from scheduler.solve.result import SolveParams
from scheduler.solve.rows import count_shift, open_rows, price, rows_of
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from scheduler.verify.cost import cost
from tests.builders import agent, horizon, post, problem, rules
from tests.scheduler.solve.listing import best_of
from tests.scheduler.solve.test_every_rule import rosters, typed, week_from
from tests.scheduler.solve.test_strategy import tiny

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=40, workers=1)
POSTS = ("presales", "aftersales")


def drawn(week, posts, seed, *, people=4, linear=0.3):
    """Return a need with worths that fall from person to person, some intervals without any."""
    chance = np.random.default_rng(seed)
    shape = (len(posts), week.intervals)
    need = chance.uniform(0.2, 2.8, shape).round(1)
    worth = -np.sort(-chance.uniform(0, 1.5, (len(posts), people, week.intervals)), axis=1)
    worth = worth.round(2)
    worth[:, -1] *= chance.random(shape) < 0.5
    bare = chance.random(shape) < linear
    return Requirement(week, posts, need, np.where(bare[:, None], np.nan, worth))


def by_need(need):
    """Return the worths that say what the need says."""
    number = np.arange(4)[np.newaxis, :, np.newaxis]
    return np.clip(need[:, np.newaxis] - number, 0.0, 1.0)


def two_posts(seed, **changes):
    """Return a day of three people and two posts, shifts every 8 hours."""
    week = horizon(days=1, interval_min=60)
    settings = {
        "week": week,
        "posts": tuple(post(name, min_agents=0) for name in POSTS),
        "agents": (agent("A1", POSTS), agent("A2", ("presales",)), agent("A3", POSTS)),
        "ruleset": rules(
            shapes=(ShiftShape(480, contract_hours=(20, 40)),),
            start_grid_min=480,
            min_days_off_per_week=0,
        ),
        "need": drawn(week, POSTS, seed),
    }
    return problem(**{**settings, **changes})


def test_the_price_of_so_many_people_is_what_those_who_are_missing_are_worth():
    week = horizon(days=1, interval_min=60)
    need = np.full((1, 24), 1.2)
    worth = np.full((1, 3, 24), np.nan)
    worth[0, :, 8:16] = np.array([0.9, 0.8, 0.1])[:, np.newaxis]
    asked = replace(tiny(days=1), requirement=Requirement(week, ("presales",), need, worth))
    weights = asked.rules.weights
    shifts = [Shift(f"A{n}", week.minute(8), week.minute(16), "presales") for n in (1, 2)]
    for people, missing in ((0, 1.8), (1, 0.9), (2, 0.1)):
        found = cost(asked, Roster(tuple(shifts[:people])))
        hours = 8 * missing + 16 * 1.2
        surplus = 8 * max(0.0, people - 1.2)
        assert found.weighed_hours == pytest.approx(hours)
        assert found.short_hours == pytest.approx(8 * max(0.0, 1.2 - people) + 16 * 1.2)
        assert found.total == pytest.approx(
            weights.shortage_per_agent_hour * hours + weights.surplus_per_agent_hour * surplus
        )


def test_worths_that_say_what_the_need_says_change_no_price():
    asked = two_posts(1)
    need = asked.requirement.agents
    plain = replace(asked, requirement=asked.requirement.plain)
    told = replace(asked, requirement=Requirement(asked.horizon, POSTS, need, by_need(need)))
    for chosen in list(rosters(plain))[::7]:
        assert cost(told, chosen).total == pytest.approx(cost(plain, chosen).total)
    assert cost(plain, Roster(())).weighed_hours is None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("is_shared", [False, True])
def test_the_rows_of_the_engine_price_every_roster_as_the_checker_does(seed, is_shared):
    asked = two_posts(seed)
    if is_shared:
        seal = SealGroup(POSTS, ClockSpan(0, 480))
        posts = tuple(post(name, min_agents=1) for name in POSTS)
        asked = replace(asked, posts=posts, rules=replace(asked.rules, seals=(seal,)))
    rows, _, extra = rows_of(asked)
    for chosen in list(rosters(asked))[::11]:
        count = rows.base.copy()
        for each in chosen.shifts:
            count_shift(asked, count, each, extra)
        assert price(rows, count) == pytest.approx(cost(asked, chosen).total)
        broken = [each for each in verify(asked, chosen).violations if not each.agent_id]
        assert (open_rows(rows, count) > 0) == bool(broken)


@pytest.mark.parametrize("seed", range(2))
def test_the_best_of_all_rosters_is_found_and_no_bound_lies_above_it(seed):
    week = horizon(days=1, interval_min=60)
    small = replace(tiny(days=1), requirement=drawn(week, ("presales",), seed))
    for asked in (small, two_posts(seed)):
        best = best_of(asked, rosters(asked))
        found = solve(asked, SHORT)
        assert found.cost == pytest.approx(best)
        assert found.bound <= best + 1e-6
        assert estimate(asked).cost <= best + 1e-6
        least = min(cost(asked, each).short_hours for each in rosters(asked))
        assert estimate(asked).short_hours <= least + 1e-6


@pytest.mark.parametrize("seed", range(1))
def test_so_it_is_with_few_starts_whose_posts_and_meals_are_counted(seed):
    week = week_from(days=1)
    asked = problem(
        week=week,
        posts=tuple(post(name, min_agents=0) for name in POSTS),
        agents=(agent("A1", POSTS), agent("A2", POSTS)),
        ruleset=typed(),
        need=drawn(week, POSTS, seed),
    )
    best = best_of(asked, rosters(asked))
    found = solve(asked, SHORT)
    assert found.cost == pytest.approx(best)
    assert found.bound <= best + 1e-6


def test_a_roster_follows_the_worth_and_not_the_need_alone():
    week = horizon(days=1, interval_min=60)
    worth = np.zeros((1, 2, 24))
    worth[0, :, 6:14] = np.array([1.0, 0.9])[:, np.newaxis]  # where a second person counts
    worth[0, :, 14:22] = np.array([1.0, 0.05])[:, np.newaxis]
    need = np.zeros((1, 24))
    need[0, 6:22] = 1.1
    people = (agent("A1"), agent("A2"), agent("A3"))
    told = Requirement(week, ("presales",), need, worth)
    weights = {"surplus_per_agent_hour": 0.0}
    asked = replace(tiny(days=1, agents=people), requirement=told)
    asked = replace(
        asked,
        rules=replace(
            asked.rules, start_grid_min=120, weights=replace(asked.rules.weights, **weights)
        ),
    )
    starts = sorted(week.interval_of(each.start_min) for each in solve(asked, SHORT).roster.shifts)
    assert starts == [6, 6, 14]


def test_nothing_is_priced_of_what_is_over_when_a_week_is_mended():
    asked = two_posts(2)
    cover, _ = cover_of(asked, Roster(()), asked.horizon.minute(12))
    rows = cover.rows
    priced = asked.requirement.missing(np.zeros((2, 24)))[:, 12:].sum()
    hour = asked.rules.weights.shortage_per_agent_hour
    assert price(rows, np.zeros_like(rows.base)) == pytest.approx(hour * priced)


def test_closed_intervals_have_no_worth_and_a_part_keeps_its_own():
    week = horizon(days=2, interval_min=60)
    told = drawn(week, ("presales",), 3, linear=0.0)
    agents = told.agents.copy()
    agents[0, :6] = np.nan
    shut = replace(told, agents=agents)
    assert np.isnan(shut.worth[0, :, :6]).all()
    assert not shut.is_priced[0, :6].any()
    assert shut.is_priced[0, 6:].all()
    part = told.between(horizon(days=1, interval_min=60), 0, 24)
    np.testing.assert_array_equal(part.worth, told.worth[..., :24])
    bare = replace(told, agents=np.full_like(agents, np.nan))
    assert bare.worth is None


@pytest.mark.parametrize(
    ("worth", "code"),
    [([0.5, 0.6], "worth_rises"), ([0.5, np.nan], "worth_has_holes"), ([0.5, -0.1], "negative")],
)
def test_worths_that_make_no_sense_are_refused(worth, code):
    week = horizon(days=1, interval_min=60)
    table = np.full((1, 2, 24), np.nan)
    table[0, :, 5] = worth
    with pytest.raises(InputError) as refused:
        Requirement(week, ("presales",), np.ones((1, 24)), table)
    assert [each.code for each in refused.value.faults] == [code]
