"""Chats to agents: slots, decimals, shrinkage, closed hours, quantiles."""

import datetime as dt
import math
from fractions import Fraction

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.errors import InputError
from scheduler.horizon import Clock, ClockSpan, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.staffing.erlang import LevelDefinition, Queue, service_level
from scheduler.staffing.level import level_around, level_with
from scheduler.staffing.presence import on_average
from scheduler.staffing.requirement import agents_needed, requirement

HORIZON = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 30))
CHAT = StaffingInputs(handle_s=600, chats_at_once=3, patience_s=180)


def flat(volume: float, *posts: str, levels=(), quantiles=None) -> Forecast:
    mean = np.full((len(posts), HORIZON.intervals), volume)
    return Forecast(HORIZON, posts, mean, levels, quantiles)


@pytest.mark.parametrize(
    ("per_minute", "agents"),
    [(0.5, 3), (1, 5), (2, 9), (4, 17)],
)
def test_slots_at_full_concurrency_give_the_known_number_of_agents(per_minute, agents):
    # 8 min alone, 25 % more for each further chat: 12 min with three open
    staffing = StaffingInputs(handle_s=720, chats_at_once=3, patience_s=180)
    needed = agents_needed(np.array([per_minute * 30.0]), staffing, interval_min=30)
    assert math.ceil(needed[0]) == agents


def test_rounded_up_agents_are_those_of_whole_slots():
    for volume in np.linspace(0.1, 150, 60):
        needed = agents_needed(np.array([volume]), CHAT, interval_min=30)[0]
        queue = Queue(volume / 1800, 600, 180)
        whole = next(n for n in range(1, 999) if service_level(n, queue, 30) >= 0.8)
        assert math.ceil(needed) == math.ceil(whole / 3)


def test_decimals_are_kept():
    needed = requirement(flat(20.0, "presales"), [Post("presales", CHAT)]).of("presales")
    assert (needed != np.round(needed, 3)).all()


def test_more_chats_never_need_fewer_agents():
    needed = agents_needed(np.linspace(0, 200, 300), CHAT, interval_min=30)
    assert (np.diff(needed) >= 0).all()


def test_closed_stays_closed_and_no_chats_need_nobody():
    mean = np.zeros((1, HORIZON.intervals))
    mean[0, :4] = np.nan
    need = requirement(Forecast(HORIZON, ("presales",), mean), [Post("presales", CHAT)])
    assert np.isnan(need.agents[0, :4]).all()
    assert (need.agents[0, 4:] == 0).all()


def test_opening_hours_close_what_the_forecast_leaves_open():
    day = (ClockSpan.parse("09:00-18:00"),)
    post = Post("presales", CHAT, opening=(day,) * 6 + ((),))
    need = requirement(flat(10.0, "presales"), [post])
    assert need.is_open.sum() == 6 * 18
    assert not need.is_open[0, :18].any()
    assert need.is_open[0, 18]


def test_shrinkage_has_no_floating_point_surprises():
    present_all = np.arange(1.0, 300.0)
    lost = StaffingInputs(shrinkage=0.3)
    assert on_average(np.array([21.0]), lost)[0] == 30.0
    for percent in range(0, 96):
        found_all = on_average(present_all, StaffingInputs(shrinkage=percent / 100))
        for present, found in zip(range(1, 300), found_all.tolist(), strict=True):
            exact = Fraction(present) / (1 - Fraction(percent, 100))
            assert math.ceil(found) == math.ceil(exact)


def test_a_quantile_can_be_staffed_for():
    quantiles = np.full((1, 1, HORIZON.intervals), 30.0)
    both = flat(20.0, "presales", levels=(0.9,), quantiles=quantiles)
    posts = [Post("presales", CHAT)]
    at_quantile = requirement(both, posts, level=0.9).agents
    np.testing.assert_array_equal(at_quantile, requirement(flat(30.0, "presales"), posts).agents)
    with pytest.raises(InputError, match="quantile_unknown"):
        requirement(both, posts, level=0.95)


def test_every_definition_can_be_staffed_for():
    posts = [Post("presales", CHAT)]
    hours = [
        requirement(flat(20.0, "presales"), posts, definition=definition).hours
        for definition in LevelDefinition
    ]
    assert hours[0] == max(hours)  # counting who leaves as missed asks for most
    assert len(set(hours)) == 4


def test_unknown_posts_are_all_named():
    with pytest.raises(InputError) as error:
        requirement(flat(1.0, "presales", "refunds", "vip"), [Post("presales", CHAT)])
    assert [fault.value for fault in error.value.faults] == ["refunds", "vip"]


def test_an_absurd_load_is_one_clear_error():
    with pytest.raises(InputError, match="load_too_large"):
        requirement(flat(1e9, "presales"), [Post("presales", CHAT)])


@pytest.mark.parametrize(
    ("away", "near"), [({}, 1e-7), ({"shrinkage": 0.3}, 3e-3), ({"absence_rate": 0.1}, 3e-3)]
)
def test_the_level_of_the_need_is_the_target(away, near):  # the factor for who is away: on a line
    staffing = StaffingInputs(handle_s=600, chats_at_once=3, patience_s=180, **away)
    for chats in (2.0, 40.0, 500.0):
        needed = agents_needed(np.array([chats]), staffing, interval_min=30)[0]
        assert level_with(needed, chats, staffing, interval_min=30) == pytest.approx(0.8, abs=near)


def test_one_agent_less_hurts_and_one_more_helps():
    around = level_around(5, 20.0, CHAT, interval_min=30)
    assert around.less < around.planned < around.more
    assert around.planned == service_level(15, Queue(20 / 1800, 600, 180), 30)
    assert level_around(0.5, 20.0, CHAT, interval_min=30).less == 0


def test_levels_run_from_none_to_all_over_the_agents():
    levels = [level_with(agents, 30.0, CHAT, interval_min=30) for agents in range(20)]
    assert levels[0] == 0
    assert levels == sorted(levels)
    assert levels[-1] > 0.999
