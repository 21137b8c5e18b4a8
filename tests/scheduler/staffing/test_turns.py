"""Every turn in time: against an exact chain of one agent, and against the simulation."""

import dataclasses
import itertools
import math

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import Post, SpeedsFrom, StaffingInputs, StaffingTarget
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.staffing.cycle import ReplyCycle
from scheduler.staffing.offered_load import Load
from scheduler.staffing.requirement import PostNeeds, agents_needed
from scheduler.staffing.turn_kernel import reply_in_time
from scheduler.staffing.turns import turn_agents, turns_at
from tests.scheduler.simulate.weeks import always, forecast, problem

CYCLE = ReplyCycle(25.0, 100.0, 5.0)
MINUTE = StaffingTarget(0.8, 60.0, every_turn=True)


def rhythmic(slots=4, cycle=CYCLE, **changes):
    """Return inputs whose speeds come from the rhythm of replies."""
    times = tuple(cycle.handle_s(k) for k in range(1, slots + 1))
    told = {"speeds_from": SpeedsFrom.RHYTHM, "reply_cycle": cycle}
    told |= {"handle_s": times[-1], "handle_s_by_level": times, "chats_at_once": slots}
    return StaffingInputs(**told | changes)


def exact(chats, within_s, cycle=CYCLE):
    """
    Return the chance of a reply in time by a chain of its own, which knows nothing of a formula.

    A marked customer writes; states are how many are before it. It ends when its reply is typed.
    """
    typed, writes = 1 / cycle.agent_s, 1 / cycle.customer_s
    other = np.zeros(chats)  # of the others, how many wait: their stationary chain, by iteration
    other[0] = 1.0
    step = 0.2 / (typed + chats * writes)
    for _ in range(4_000):
        new = other.copy()
        for waiting in range(chats):
            up = (chats - 1 - waiting) * writes * step
            down = typed * step * (waiting > 0)
            new[waiting] -= other[waiting] * (up + down)
            if waiting + 1 < chats:
                new[waiting + 1] += other[waiting] * up
            if waiting:
                new[waiting - 1] += other[waiting] * down
        other = new
    before, done = other, 0.0
    step = within_s / 8_000
    for _ in range(8_000):
        moved = before * typed * step
        done += moved[0]
        before = before - moved + np.append(moved[1:], 0.0)
    return done


@pytest.mark.parametrize("chats", [1, 2, 3])
def test_delay_inside_a_chat_is_that_of_an_exact_chain(chats):
    told = CYCLE.in_time(chats, 60.0)
    assert told == pytest.approx(exact(chats, 60.0), abs=2e-3)
    rhythm = (CYCLE.agent_s, CYCLE.customer_s, CYCLE.turns)
    assert reply_in_time(chats, 60.0, rhythm) == pytest.approx(told, abs=1e-12)


def test_mean_delay_is_that_of_its_distribution():
    for chats in (1, 4, 20):
        late = [1 - CYCLE.in_time(chats, float(s)) for s in np.arange(0, 6000, 2.0)]
        assert np.trapezoid(late, dx=2.0) == pytest.approx(CYCLE.reply_delay_s(chats), rel=2e-3)


def test_with_one_chat_and_time_to_spare_only_typing_counts():
    alone = rhythmic(slots=1)
    found = turns_at(50.0, 1 / 600, alone, MINUTE)
    assert found.share == pytest.approx(1 - math.exp(-60 / 25), abs=1e-6)
    assert found.mean_s == pytest.approx(25.0, abs=1e-6)


def test_people_needed_hold_the_share_and_one_less_does_not():
    inputs, rates = rhythmic(), np.array([0.0, 0.004, 0.04])
    none, few, many = turn_agents(rates, inputs, MINUTE).tolist()
    assert none == 0 < few < many
    for need, rate in ((few, 0.004), (many, 0.04)):
        assert turns_at(math.ceil(need), rate, inputs, MINUTE).share >= 0.8
        assert turns_at(math.ceil(need) - 1, rate, inputs, MINUTE).share < 0.8
        assert turns_at(need, rate, inputs, MINUTE).share == pytest.approx(0.8)


def test_a_promise_of_turns_asks_for_more_than_the_first_reply_where_many_chats_are_open():
    plain = rhythmic(slots=12, cycle=ReplyCycle(20.0, 160.0, 5.0))
    both = dataclasses.replace(plain, targets=(MINUTE,))
    chats = np.array([0.0, 60.0, np.nan, 200.0])
    first, every = (agents_needed(chats, each, interval_min=30) for each in (plain, both))
    assert first[0] == every[0] == 0
    assert np.isnan(every[2])
    assert (every[[1, 3]] > first[[1, 3]] * 1.2).all()


def test_a_promise_of_turns_counts_in_its_hours_alone():
    day = dataclasses.replace(MINUTE, share=0.85, hours=ClockSpan.parse("08:00-23:00"))
    with_it = rhythmic(slots=12, cycle=ReplyCycle(20.0, 160.0, 5.0), targets=(day,))
    clocks = np.arange(0, 1440, 30)
    chats = np.full(48, 60.0)
    for load in (Load.IN_MOTION, Load.OWN_ARRIVALS):
        found = PostNeeds(with_it, 30, clocks).agents(chats, load)
        inside = (clocks >= 480) & (clocks < 1380)
        assert found[inside].min() > found[~inside].max()


def test_turns_of_a_simulated_day_are_those_of_the_formula():
    for slots, cycle in itertools.product((2, 9), (CYCLE, ReplyCycle(12.0, 90.0, 3.0))):
        inputs = rhythmic(slots=slots, cycle=cycle, targets=(MINUTE,))
        rate = 6 * inputs.completions_per_s[-1]
        people = max(1, round(turn_agents(np.array([rate]), inputs, MINUTE)[0]))
        post, day = Post("presales", inputs), forecast(rate * 1800)
        asked = problem((post,), agents=people)
        params = SimulationParams(replications=30, seed=2)
        found = simulate(asked, always(people), day, params)
        told = turns_at(people, rate, inputs, MINUTE).share
        assert float(found.kept.mean[0]) == pytest.approx(told, abs=0.02)
        tally = found.tally  # who leaves had one turn
        turns = cycle.turns * tally.answered.sum() + tally.abandoned.sum()
        assert found.promised[:, 1].sum() == pytest.approx(turns, rel=0.03)


def test_only_turns_inside_the_hours_are_counted():
    hours = dataclasses.replace(MINUTE, hours=ClockSpan.parse("00:00-06:00"))
    inputs = rhythmic(targets=(MINUTE, hours))
    asked = problem((Post("presales", inputs),), agents=4)
    found = simulate(asked, always(4), forecast(30.0), SimulationParams(replications=10, seed=2))
    every, part = found.promised[:, 1].sum(axis=0)
    assert part / every == pytest.approx(0.25, abs=0.02)


def test_a_promise_of_turns_needs_the_rhythm_and_can_be_kept():
    with pytest.raises(InputError, match="turns_need_rhythm"):
        StaffingInputs(targets=(MINUTE,))
    fast = dataclasses.replace(MINUTE, within_s=10.0)
    with pytest.raises(InputError, match="turns_out_of_reach"):
        rhythmic(targets=(fast,))
