"""Speeds by person, drawn towards the shop's where few chats tell."""

import datetime as dt

import numpy as np
import pytest

from scheduler.chats import ChatRecords
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.staffing.speeds import LEAST_CHATS, LEAST_NEW, WEEK_S, speeds_of, weeks_since
from tests.scheduler.simulate.weeks import always, forecast, problem


def log(*people, posts=("presales",), seed=1):
    """Return chats of (agent, post, mean seconds, chats), an hour apart."""
    rng = np.random.default_rng(seed)
    parts = [(n, p, rng.exponential(mean, count)) for n, (_, p, mean, count) in enumerate(people)]
    agent = np.concatenate([np.full(len(took), n) for n, _, took in parts])
    post = np.concatenate([np.full(len(took), posts.index(p)) for _, p, took in parts])
    took = np.concatenate([took for *_, took in parts])
    arrived = np.concatenate([3600.0 * np.arange(len(took)) for *_, took in parts])
    names = tuple(name for name, *_ in people)
    return ChatRecords(posts, names, post, agent, arrived, arrived + 10, arrived + 10 + took)


def test_who_takes_half_the_time_is_twice_as_fast_against_the_mean_of_the_post():
    people = [("a", "presales", 400.0, 4000), ("b", "presales", 800.0, 4000)]
    found = speeds_of([log(*people)], {}).people
    assert found["a"].factor / found["b"].factor == pytest.approx(2.0, rel=0.05)
    assert found["a"].chats == 4000


def test_a_slow_post_and_a_slow_month_make_nobody_slow():
    posts = ("presales", "aftersales")
    early = log(("a", "presales", 400.0, 3000), ("b", "aftersales", 900.0, 3000), posts=posts)
    late = log(("a", "presales", 1200.0, 3000), ("b", "aftersales", 300.0, 3000), posts=posts)
    found = speeds_of([early, late], {}).people
    assert [each.factor for each in found.values()] == pytest.approx([1.0, 1.0], abs=1e-9)


def test_what_is_chance_is_drawn_away_and_little_of_what_is_not():
    same = [(f"a{n}", "presales", 600.0, 60) for n in range(30)]
    drawn = [each.factor for each in speeds_of([log(*same)], {}).people.values()]
    said = [each.measured for each in speeds_of([log(*same)], {}).people.values()]
    assert np.std(drawn) < 0.4 * np.std(said)
    unlike = [(f"a{n}", "presales", 400.0 + 400.0 * (n % 2), 500) for n in range(10)]
    for each in speeds_of([log(*unlike)], {}).people.values():
        assert each.factor == pytest.approx(each.measured, rel=0.03)


def test_too_few_chats_say_nothing_and_new_people_go_by_their_weeks():
    count = LEAST_NEW
    old = ("old", "presales", 500.0, 5000)
    new = [(f"n{n}", "presales", 1000.0, LEAST_CHATS - 1) for n in range(count // 40)]
    hired = {name: -3.0 * WEEK_S for name, *_ in new}
    found = speeds_of([log(old, *new)], hired)
    assert set(found.people) == {"old"}
    assert found.too_few["n0"] == LEAST_CHATS - 1
    assert [step.factor is None for step in found.curve] == [True, False, True, True]
    assert found.of("n0", 3.0) == pytest.approx(0.52, abs=0.06)
    assert (found.of("n0", 9.0), found.of("n0", None), found.of("stranger", 14.0)) == (1, 1, 1)
    assert weeks_since(dt.date(2026, 11, 2), dt.date(2026, 11, 30)) == 4.0


def test_one_person_alone_is_as_fast_as_the_shop_and_no_chats_say_nothing():
    assert speeds_of([log(("a", "presales", 500.0, 500))], {}).people["a"].factor == 1.0
    assert speeds_of([], {}).of("a", 1.0) == 1.0


def test_people_twice_as_fast_are_a_post_of_half_the_time():
    params = SimulationParams(replications=20, seed=4)
    week, fast = problem(), {f"a{n}": 2.0 for n in range(3)}
    slow = simulate(week, always(3), forecast(14.0), params)
    quick = simulate(week, always(3), forecast(14.0), params, speeds=fast)
    half = simulate(week, always(3), forecast(14.0), params, speeds={"a0": 2.0, "stranger": 9.0})
    assert quick.total.occupancy.mean == pytest.approx(slow.total.occupancy.mean / 2, rel=0.12)
    assert slow.total.service_level.mean < half.total.service_level.mean
    assert half.total.service_level.mean < quick.total.service_level.mean
    first, second, _ = half.by_agent.mean("chats").mean
    assert first > 1.2 * second
