"""Several targets, occupancy, loads in motion and work that may wait."""

import dataclasses

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import LevelDefinition, Post, StaffingInputs, StaffingTarget
from scheduler.staffing.deferred import deferred_work
from scheduler.staffing.erlang import Queue, performance
from scheduler.staffing.offered_load import Load, offered_load
from scheduler.staffing.platform import (
    effective_reply_1h,
    first_reply_30s,
    three_minute_reply,
)
from scheduler.staffing.requirement import agents_needed, requirement
from tests.scheduler.staffing.test_requirement import HORIZON, flat

CHAT = StaffingInputs(handle_s=600, chats_at_once=3, patience_s=180)
DAY = 1440.0


def need(staffing, volume=40.0):
    return float(agents_needed(np.array([volume]), staffing, interval_min=30)[0])


def test_the_hardest_of_several_targets_decides():
    both = dataclasses.replace(CHAT, targets=(first_reply_30s(0.6), three_minute_reply(0.95)))
    alone = dataclasses.replace(CHAT, service_level=0.95, within_s=180.0)
    assert need(both) == pytest.approx(max(need(CHAT), need(alone)))


def test_a_promise_of_the_daytime_needs_nobody_more_at_night():
    strict = StaffingTarget(0.99, 30.0, hours=ClockSpan.parse("08:00-23:00"))
    post = Post("presales", dataclasses.replace(CHAT, targets=(strict,)))
    found = requirement(flat(40.0, "presales"), [post]).agents[0, :48]
    plain = requirement(flat(40.0, "presales"), [Post("presales", CHAT)]).agents[0, :48]
    day = np.arange(48) // 2
    inside = (day >= 8) & (day < 23)
    assert (found[inside] > plain[inside]).all()
    np.testing.assert_array_equal(found[day < 8][1:], plain[day < 8][1:])  # what comes after lasts
    assert (found[~inside] < plain[~inside] + 0.2).all()


def test_a_reply_within_an_hour_asks_for_those_who_stay():
    patient = StaffingInputs(600, 3, 7200, 0.01, 0.0, targets=(effective_reply_1h(0.95),))
    assert 0 < need(patient) < need(dataclasses.replace(patient, targets=(first_reply_30s(0.95),)))


def test_an_answer_rate_is_kept():
    staffing = dataclasses.replace(CHAT, service_level=0.01, answer_rate=0.97)
    slots = round(3 * need(staffing))
    rate = [
        1 - performance(n, Queue(40 / 1800, 600, 180)).abandoned_share for n in (slots, slots + 1)
    ]
    assert rate[0] <= 0.97 + 5e-3
    assert rate[1] >= 0.97


def test_occupancy_is_capped():
    capped = dataclasses.replace(CHAT, max_occupancy=0.6)
    assert need(capped, 400.0) == pytest.approx(400 / 1800 * 600 / 3 / 0.6)
    assert need(dataclasses.replace(CHAT, max_occupancy=0.999)) == pytest.approx(need(CHAT))


def test_each_post_is_staffed_by_its_own_definition():
    mild = dataclasses.replace(CHAT, definition=LevelDefinition.ANSWERED_OF_ANSWERED)
    found = requirement(flat(40.0, "a", "b"), [Post("a", CHAT), Post("b", mild)])
    assert (found.of("b") < found.of("a")).all()
    everywhere = requirement(
        flat(40.0, "a", "b"),
        [Post("a", CHAT), Post("b", mild)],
        definition=LevelDefinition.ANSWERED_OF_OFFERED,
    )
    np.testing.assert_array_equal(everywhere.of("a"), everywhere.of("b"))


@pytest.mark.parametrize(
    ("base", "swing", "rate", "angle", "load"),
    [
        (100, 20, 1.0, 0.0, 90.0),
        (100, 20, 1.0, np.pi / 2, 110.0),
        (100, 20, 1.0, 3 * np.pi / 4, 114.142136),
    ],
)
def test_the_load_of_a_sine_has_its_closed_form(base, swing, rate, angle, load):
    step = 0.001
    times = np.arange(0, 6 * np.pi + angle, step)
    arrivals = base + swing * np.sin(rate * (times + step / 2))
    found = offered_load(arrivals, 1.0, step)
    assert found[-1] == pytest.approx(load, abs=0.05)


@pytest.mark.parametrize(
    ("handle", "loads"),
    [
        (8, (23.9903, 21.8472, 16.2789)),
        (20, (59.8488, 55.2601, 41.7321)),
        (60, (176.1514, 170.0998, 134.7004)),
    ],
)
def test_the_load_of_a_day_at_6_9_and_12(handle, loads):
    times = np.arange(0, 3 * DAY, 1.0)
    arrivals = 2 + np.sin(2 * np.pi * (times + 0.5) / DAY)
    found = offered_load(arrivals, handle, 1.0)
    for clock, load in zip((6, 9, 12), loads, strict=True):
        around = found[int(2 * DAY) + clock * 60 - 1 : int(2 * DAY) + clock * 60 + 1].mean()
        assert around == pytest.approx(load, abs=2e-3)


def test_a_level_day_has_the_same_need_either_way():
    posts = [Post("presales", CHAT)]
    loads = (Load.OWN_ARRIVALS, Load.MODIFIED_OFFERED)
    own, moving = (requirement(flat(40.0, "presales"), posts, load=load) for load in loads)
    np.testing.assert_allclose(own.agents, moving.agents)


def test_on_a_ramp_the_need_lags_behind_the_arrivals():
    mean = np.tile(20 + 15 * np.sin(2 * np.pi * np.arange(48) / 48), 7)[None, :]
    forecast = Forecast(HORIZON, ("presales",), mean)
    long = [Post("presales", dataclasses.replace(CHAT, handle_s=3600))]
    loads = (Load.OWN_ARRIVALS, Load.MODIFIED_OFFERED)
    own, moving = (requirement(forecast, long, load=load).agents[0, 48:96] for load in loads)
    assert np.argmax(moving) in (np.argmax(own) + 1, np.argmax(own) + 2)
    assert (moving[:8] < own[:8]).all()
    assert (moving[20:30] > own[20:30]).all()


def test_work_that_may_wait_is_spread_as_flat_as_promises_allow():
    work = np.zeros(10)
    work[2] = 6.0
    assert deferred_work(work, np.ones(10, bool), 0).tolist() == work.tolist()
    done = deferred_work(work, np.ones(10, bool), 2)
    np.testing.assert_allclose(done, [0, 0, 2, 2, 2, 0, 0, 0, 0, 0])


def test_work_of_the_night_is_done_in_the_morning():
    work, is_open = np.ones(8), np.array([False] * 4 + [True] * 4)
    done = deferred_work(work, is_open, 1)
    assert done[:4].sum() == 0
    assert done[4] >= 4 - 1e-9  # all but the newest was due while closed


@pytest.mark.parametrize("seed", range(30))
def test_the_flattest_plan_is_in_time_and_has_the_least_peak(seed):
    chance = np.random.default_rng(seed)
    work, within = chance.gamma(0.5, 10, 60), int(chance.integers(0, 12))
    is_open = chance.random(60) < 0.7
    done = deferred_work(work, is_open, within)
    arrived, finished = np.cumsum(work), np.cumsum(done)
    assert (done >= -1e-9).all()
    assert not done[~is_open].any()
    assert (finished <= arrived + 1e-9).all()
    places = np.flatnonzero(is_open)
    due = np.where(places >= within, arrived[np.maximum(places - within, 0)], 0.0)
    assert (finished[places] >= due - 1e-9).all()
    before = np.concatenate(([0.0], arrived[places]))  # all that can be done by then
    peak = max((due[j] - before[i]) / (j + 1 - i) for j in range(len(places)) for i in range(j + 1))
    assert done.max() == pytest.approx(max(peak, 0.0), abs=1e-9)


def test_a_deferrable_post_is_staffed_for_its_work():
    inputs = StaffingInputs(
        handle_s=360, within_s=4 * 3600, max_occupancy=0.8, is_deferrable=True, shrinkage=0.1
    )
    mean = np.zeros((1, HORIZON.intervals))
    mean[0, :48] = 50.0
    found = requirement(Forecast(HORIZON, ("mail",), mean), [Post("mail", inputs)])
    hours = 48 * 50 * 360 / 3600
    assert found.hours == pytest.approx(hours / 0.8 / 0.9, rel=1e-9)
    # a day's work and 4 hours more to do it in: 48 intervals of work over 56, as flat as can be
    flattest = 50 * 360 / 1800 / 0.8 / 0.9 * 48 / 56
    assert np.nanmax(found.agents) == pytest.approx(flattest, rel=1e-9)


@pytest.mark.parametrize(
    "bad",
    [
        {"max_occupancy": 0.0},
        {"max_occupancy": 1.5},
        {"answer_rate": 1.0},
    ],
)
def test_impossible_targets_are_refused(bad):
    with pytest.raises(InputError):
        dataclasses.replace(CHAT, **bad)
    with pytest.raises(InputError):
        StaffingTarget(1.0, 30.0)
    with pytest.raises(InputError):
        StaffingTarget(0.8, -1.0)
