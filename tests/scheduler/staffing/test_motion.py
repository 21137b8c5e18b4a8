"""What happens inside intervals, one after the other: rises, what they leave, ends of the day."""

import dataclasses
import math

import numpy as np
import pytest

from benchmarks.staffing import level_with_people
from scheduler.demand import Forecast
from scheduler.post import LevelDefinition, Post, StaffingInputs, StaffingTarget
from scheduler.staffing.erlang import Queue, performance, service_level
from scheduler.staffing.met import met_by_post
from scheduler.staffing.motion import Motion, level_of, performance_of
from scheduler.staffing.offered_load import Load
from scheduler.staffing.passing_kernel import chances, passed, settled
from scheduler.staffing.requirement import carried_hours, requirement
from tests.builders import horizon

CHAT = StaffingInputs(600.0, 3, 180.0, 0.8, 30.0)
DAY = horizon(days=1)
EVENING = 40  # the interval that begins at 20:00


def forecast(chats):
    return Forecast(DAY, ("presales",), np.array([chats], dtype=float))


def rise(before=20.0, first=300.0, after=200.0):
    chats = np.full(DAY.intervals, after)
    chats[:EVENING], chats[EVENING] = before, first
    return forecast(chats)


def need(expected, staffing=CHAT, load=Load.IN_MOTION, **post):
    return requirement(expected, [Post("presales", staffing, **post)], load=load).agents[0]


def by_small_steps(state, slots, flow, handle_s=600.0):
    """Follow the chain by explicit steps far shorter than anything in it."""
    arrival, leave, _, length = flow
    now = np.zeros(400)
    now[: len(state)] = state
    chats = np.arange(400)
    down = np.minimum(chats, slots) / handle_s + np.maximum(chats - slots, 0) * leave
    steps = int((arrival + down.max()) * length * 4)
    step = length / steps
    for _ in range(steps):
        then = now * (1 - step * (arrival + down))
        then[1:] += step * arrival * now[:-1]
        then[:-1] += step * down[1:] * now[1:]
        now = then
    return now


@pytest.mark.parametrize("definition", LevelDefinition)
@pytest.mark.parametrize(("slots", "chats"), [(4, 2.0), (30, 75.0), (36, 140.0)])
def test_a_steady_state_is_that_of_erlang_a(slots, chats, definition):
    queue = Queue(chats / 1800, 600.0, 180.0)
    moving = Motion(np.full(20, chats), CHAT, 1800.0)
    met = moving.met(np.full(20, slots / 3))[-1]
    exact = service_level(slots, queue, 30.0, definition)
    assert level_of(met, definition) == pytest.approx(exact, abs=2e-3)
    told, wanted = performance_of(met, slots, 180.0), performance(slots, queue)
    for name in ("wait_share", "abandoned_share", "occupancy"):
        assert getattr(told, name) == pytest.approx(getattr(wanted, name), abs=1e-3)
    for name in ("mean_wait_s", "answer_wait_s"):
        assert getattr(told, name) == pytest.approx(getattr(wanted, name), abs=0.3)


@pytest.mark.parametrize(
    ("before", "slots", "chats"), [(7.0, 84, 300.0), (100.0, 74, 200.0), (60.0, 10, 20.0)]
)
def test_a_state_passes_as_by_small_steps(before, slots, chats):
    flow = (chats / 1800, 1 / 180, 30.0, 1800.0)
    completions = np.arange(1, 4) / 600.0
    after, _ = passed(settled(before), slots, completions, flow)
    exact = by_small_steps(settled(before), slots, flow)
    places = np.arange(len(after))
    assert after.sum() == pytest.approx(1.0, abs=1e-9)
    assert places @ after == pytest.approx(np.arange(400) @ exact, abs=0.1)
    assert 0.5 * np.abs(after - exact[: len(after)]).sum() < 0.01


def test_who_waits_behind_others_is_answered_when_they_are():
    answered, waiting = chances(3, 0.1, 0.0, 30.0)
    assert answered[0] == pytest.approx(1 - math.exp(-3.0), abs=2e-2)
    assert (np.diff(answered) < 0).all()
    np.testing.assert_allclose(answered + waiting, 1.0)
    answered, _ = chances(2, 0.1, 0.05, 1e9)
    np.testing.assert_allclose(answered, [0.1 / 0.15, 0.1 / 0.2])


def test_a_level_day_needs_the_same_however_it_is_staffed():
    flat = forecast(np.full(DAY.intervals, 40.0))
    own, mean, moving, _, priced = (need(flat, load=load) for load in Load)
    np.testing.assert_allclose(own, mean)
    np.testing.assert_allclose(moving, priced)  # only its price differs
    np.testing.assert_allclose(own, moving, atol=0.02)
    assert np.ptp(moving) < 1e-3


@pytest.mark.parametrize("handle_s", [600.0, 1200.0, 2400.0])
def test_a_rise_is_held_by_the_whole_people_it_needs(handle_s):
    staffing, expected = dataclasses.replace(CHAT, handle_s=handle_s), rise()
    agents = np.ceil(need(expected, staffing) - 1e-9).astype(int)
    mean = np.ceil(need(expected, staffing, Load.MODIFIED_OFFERED) - 1e-9).astype(int)
    levels = simulated(expected, staffing, agents)[EVENING:]
    assert levels.min() > 0.77
    assert levels[0] < 0.86
    assert simulated(expected, staffing, mean)[EVENING] < 0.62  # the mean load hides the rise


def simulated(expected, staffing, agents):
    return level_with_people(expected, Post("presales", staffing), agents, days=40, seed=5)


def test_after_a_peak_those_still_open_need_their_people():
    chats = np.full(DAY.intervals, 10.0)
    chats[20:24] = 200.0
    long = dataclasses.replace(CHAT, handle_s=3600.0)
    found, own = need(forecast(chats), long), need(forecast(chats), long, Load.OWN_ARRIVALS)
    assert (found[24:27] > own[24:27] + 5).all()
    assert found[40] == pytest.approx(own[40], abs=0.1)


def test_without_arrivals_nobody_is_needed_once_the_chats_before_are_done():
    chats = np.zeros(DAY.intervals)
    chats[:4] = 60.0
    found = need(forecast(chats))
    assert found[4] == pytest.approx(20 / 3 / 3, rel=0.1)  # a third of the load, for ten minutes
    assert (found[6:] == 0.0).all()
    made = requirement(forecast(chats), [Post("presales", CHAT)])
    assert carried_hours(made, forecast(chats)) == {"presales": pytest.approx(found[4:6].sum() / 2)}
    assert carried_hours(made, rise()) == {}


def test_a_post_opens_empty_and_begins_no_day_with_yesterdays_chats():
    chats = np.full(DAY.intervals, 100.0)
    closed = chats.copy()
    closed[10:20] = np.nan
    found = need(forecast(closed))
    assert np.isnan(found[10:20]).all()
    assert found[20] < found[5]
    assert found[30] == pytest.approx(found[5], abs=0.01)


def test_the_hardest_promise_decides_where_it_holds():
    strict = StaffingTarget(0.95, 20.0)
    both = dataclasses.replace(CHAT, targets=(strict,))
    alone = dataclasses.replace(CHAT, service_level=0.95, within_s=20.0)
    np.testing.assert_allclose(need(rise(), both), need(rise(), alone))


def test_the_cap_of_use_and_the_answer_rate_hold():
    capped = dataclasses.replace(CHAT, max_occupancy=0.5)
    assert need(rise(), capped)[-1] == pytest.approx(200 / 3 / 3 / 0.5)
    answered = dataclasses.replace(CHAT, service_level=0.01, answer_rate=0.999)
    assert (need(rise(), answered) > need(rise())).all()


def test_slower_agents_with_more_chats_need_fewer_slots_than_if_always_slow():
    slower = dataclasses.replace(CHAT, handle_s_by_level=(400.0, 500.0, 600.0))
    assert (need(rise(), slower) <= need(rise()) + 1e-9).all()
    assert (need(rise(), slower) > need(rise(), dataclasses.replace(CHAT, handle_s=400.0))).all()


def test_what_a_day_meets_is_what_its_need_was_made_for():
    staffing = dataclasses.replace(CHAT, shrinkage=0.1)
    posts, expected = [Post("presales", staffing)], rise()
    found = met_by_post(requirement(expected, posts), expected, posts)["presales"]
    assert 0.8 <= found.service_level < 0.87
    assert 0 < found.abandoned_share < 0.2
    assert 0.5 < found.occupancy < 1.0


def by_place(most, drain, leave, within):
    """Take the same implicit steps as ``chances``, one place after the other."""
    found = np.array([np.zeros(most), np.ones(most)])
    steps = min(400, int((drain + most * leave) * within * 2.0) + 8)
    for _ in range(steps):
        ahead_of_me = np.array([1.0, 0.0])
        for ahead in range(most):
            forward = (drain + ahead * leave) * within / steps
            stays = 1.0 + forward + leave * within / steps
            ahead_of_me = found[:, ahead] = (found[:, ahead] + forward * ahead_of_me) / stays
    return found


@pytest.mark.parametrize("most", [1, 7, 250])  # fewer places than steps, and more
def test_chances_taken_across_are_those_of_each_place_in_turn(most):
    found = chances(most, 0.1, 1 / 180, 40.0)
    np.testing.assert_allclose(found, by_place(most, 0.1, 1 / 180, 40.0), rtol=1e-12)


def test_what_an_interval_leaves_is_what_its_need_leaves():
    expected = rise()
    whole = need(expected)
    met = Motion(expected.of("presales"), CHAT, 1800.0).met(whole)
    levels = [level_of(row, CHAT.definition) for row in met[EVENING:]]
    assert levels == pytest.approx([0.8] * len(levels), abs=1e-6)
