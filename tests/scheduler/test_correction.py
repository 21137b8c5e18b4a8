"""The loop from simulation back to requirement."""

import dataclasses

import numpy as np
import pytest

from scheduler.correction import corrected, hour_levels
from scheduler.demand import Requirement
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from tests.scheduler.simulate.weeks import always, forecast, horizon, post, problem

FEW = SimulationParams(replications=20)
SHOP = (post(handle_s=600, chats_at_once=3),)


def tried(agents, volume, need, params=FEW):
    over = horizon()
    shop = problem(SHOP, agents=agents)
    required = Requirement(over, ("presales",), np.full((1, over.intervals), need))
    shop = dataclasses.replace(shop, requirement=required)
    roster, demand = always(agents), forecast(volume)
    levels = hour_levels(shop, roster, simulate(shop, roster, demand, params), required)
    return shop, levels, demand, required


def test_hours_far_above_their_target_are_asked_for_fewer():
    shop, levels, demand, required = tried(agents=8, volume=20.0, need=8.0)
    assert levels.held_share == levels.all_held_share == levels.all_held_chats == 1.0
    assert levels.is_met.all()
    assert levels.spared.all()
    fewer = corrected(shop, levels, demand, required)
    # 20 chats of 10 minutes need 2.8 people, 8 were asked for; half of the way at a time
    assert (fewer.agents < 7.5).all()
    assert (fewer.agents > 5.0).all()


def test_a_level_that_stands_high_because_people_are_whole_is_left():
    shop, levels, demand, required = tried(6, 40.0, 5.5, SimulationParams(replications=100))
    assert levels.spared.mean() > 0.5  # 5.2 people are needed, 6 are there, 5 would miss
    assert not levels.missed.any()
    assert corrected(shop, levels, demand, required) is None


def test_hours_that_miss_their_target_are_asked_for_more():
    shop, levels, demand, required = tried(agents=3, volume=40.0, need=3.0)
    assert levels.held_share < 0.2
    more = corrected(shop, levels, demand, required)
    # 40 chats of 10 minutes need 5.2 people, 3 were asked for
    hit = np.repeat((levels.missed & levels.is_met)[0], 2)
    assert (more.agents[0, hit] > 4.5).all()
    np.testing.assert_array_equal(more.agents[0, ~hit], 3.0)


def test_hours_without_the_people_required_do_not_count():
    _, levels, _, _ = tried(agents=3, volume=40.0, need=5.0)
    assert not levels.is_met.any()
    assert levels.held_share == 1.0  # of none
    assert levels.all_held_share < 0.2  # of all, whoever is missing
    assert levels.all_held_chats < 0.2
    assert levels.missed_short.sum() == (levels.missed & levels.counts).sum() > 0
    assert (levels.too_late[levels.missed_short] > 0).all()


def test_closed_hours_stay_closed():
    over = horizon()
    shop, levels, demand, _ = tried(agents=3, volume=40.0, need=3.0)
    need = np.full((1, over.intervals), 3.0)
    need[0, :16] = np.nan
    more = corrected(shop, levels, demand, Requirement(over, ("presales",), need))
    assert np.isnan(more.agents[0, :16]).all()


def test_levels_are_those_of_the_posts_definition():
    over = horizon()
    shop, plain, demand, required = tried(agents=4, volume=40.0, need=3.0)
    mild = dataclasses.replace(
        SHOP[0].staffing, definition=list(type(SHOP[0].staffing.definition))[3]
    )
    other = dataclasses.replace(shop, posts=(dataclasses.replace(SHOP[0], staffing=mild),))
    roster = always(4, over)
    levels = hour_levels(other, roster, simulate(other, roster, demand, FEW), required)
    assert np.nanmean(levels.level) > np.nanmean(plain.level)
    assert levels.target == pytest.approx(0.8)


def test_work_that_may_wait_is_asked_for_in_proportion():
    over = horizon()
    later = post(is_deferrable=True, handle_s=600.0, within_s=1800.0, service_level=0.9)
    shop = problem((later,), agents=2)
    required = Requirement(over, ("presales",), np.full((1, over.intervals), 2.0))
    demand = forecast(5.0)
    found = simulate(shop, always(2), demand, FEW)
    levels = hour_levels(shop, always(2), found, required)
    more = corrected(shop, levels, demand, required)
    hit = np.repeat((levels.missed & levels.is_met)[0], 2)
    assert hit.any()
    assert (more.agents[0, hit] > 2.0).all()
    assert more.agents.max() <= 3.0  # no more than half as many again in one round
    np.testing.assert_array_equal(more.agents[0, ~hit], 2.0)


def test_where_the_need_moved_single_people_have_no_worth_any_longer():
    shop, levels, demand, required = tried(agents=3, volume=40.0, need=3.0)
    worth = np.ones((1, 3, required.agents.shape[1]))
    told = dataclasses.replace(required, worth=worth)
    more = corrected(shop, levels, demand, told)
    np.testing.assert_array_equal(more.is_priced, more.agents == required.agents)
    assert not more.is_priced.all()
