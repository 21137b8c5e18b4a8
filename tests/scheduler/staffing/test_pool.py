"""The quick pool, whose agents' speed depends on their open chats, judged by the exact chain."""

import math

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.post import LevelDefinition, StaffingInputs
from scheduler.staffing.chain import ChatPool, pool_performance
from scheduler.staffing.cycle import ReplyCycle
from scheduler.staffing.erlang import Queue, performance
from scheduler.staffing.level import level_with, met_with
from scheduler.staffing.requirement import agents_needed
from tests.scheduler.staffing.test_chain import exact


def needed(rate, handling_min, *, patience_s=180.0, target=0.8, within_s=30.0):
    """Return the agents of the requirement, handling times by level given."""
    times = tuple(60 * each for each in handling_min)
    staffing = StaffingInputs(
        times[-1], len(times), patience_s, target, within_s, handle_s_by_level=times
    )
    return math.ceil(agents_needed(np.array([rate * 30.0]), staffing, interval_min=30)[0])


def test_the_16_known_cases():
    over = []
    for growth in (0.0, 0.1, 0.25, 0.5):
        handling = [8 * (1 + growth * chats) for chats in range(3)]
        over += [needed(rate, handling) - exact(rate, handling) for rate in (0.5, 1, 2, 4)]
    assert set(over) <= {0, 1}
    assert over.count(0) >= 15


def test_200_random_pools_are_never_short_and_at_most_one_over():
    chance = np.random.default_rng(20)
    over = []
    for _ in range(200):
        slots = int(chance.integers(2, 5))
        growth = 1 + chance.uniform(0, 0.5, slots - 1)
        handling = chance.uniform(3, 15) * np.cumprod(np.concatenate(([1.0], growth)))
        given = {
            "patience_s": chance.uniform(60, 600),
            "target": chance.uniform(0.6, 0.95),
            "within_s": chance.uniform(10, 90),
        }
        most = 16 if slots < 4 else 12  # keeps the exact chain small
        rate = chance.uniform(0.5, most) * slots / handling[-1]
        over.append(needed(rate, handling, **given) - exact(rate, handling, **given))
    assert set(over) <= {0, 1}
    assert over.count(0) >= 180


def test_speed_in_proportion_to_chats_is_erlang_a_on_slots():
    flat = StaffingInputs(480, 3, 180)
    table = StaffingInputs(480, 3, 180, handle_s_by_level=(480.0,) * 3)
    for agents in (1, 4, 9):
        ours = met_with(agents, 30.0, table, interval_min=30)
        known = performance(3 * agents, Queue(30 / 1800, 480, 180))
        for name in ("wait_share", "abandoned_share", "mean_wait_s", "answer_wait_s", "occupancy"):
            assert getattr(ours, name) == pytest.approx(getattr(known, name), rel=1e-9)
        same = level_with(agents, 30.0, flat, interval_min=30)
        assert level_with(agents, 30.0, table, interval_min=30) == pytest.approx(same, rel=1e-9)


def test_the_pool_lies_near_the_exact_chain_and_on_the_careful_side():
    rates = (0.125 / 60, 0.2 / 60, 0.25 / 60)
    times = tuple(chats / rate for chats, rate in enumerate(rates, start=1))
    staffing = StaffingInputs(times[-1], 3, 180, handle_s_by_level=times)
    for agents, arrivals in ((3, 0.6), (5, 1.0), (10, 2.0), (10, 2.3)):
        chain = pool_performance(ChatPool(agents, rates, arrivals / 60, 180), 30)
        level = level_with(agents, arrivals * 30, staffing, interval_min=30)
        assert chain.service_level - 0.03 < level <= chain.service_level
        met = met_with(agents, arrivals * 30, staffing, interval_min=30)
        used = sum(chats * share for chats, share in enumerate(chain.level_shares)) / 3
        assert met.occupancy == pytest.approx(used, abs=0.05)
        assert met.abandoned_share >= chain.abandoned_share


def test_the_need_meets_the_target_in_every_definition():
    times = (400.0, 480.0, 600.0)
    for definition in LevelDefinition:
        staffing = StaffingInputs(600, 3, 180, definition=definition, handle_s_by_level=times)
        need = agents_needed(np.array([40.0]), staffing, interval_min=30)[0]
        assert level_with(need, 40.0, staffing, interval_min=30) == pytest.approx(0.8, abs=1e-7)


def test_knowing_how_fast_few_chats_go_never_needs_more():
    volumes = np.linspace(0, 200, 60)
    cycle = ReplyCycle(40, 60, 5)
    times = tuple(cycle.handle_s(chats) for chats in (1, 2, 3))
    table = StaffingInputs(times[-1], 3, handle_s_by_level=times)
    flat = StaffingInputs(times[-1], 3)
    ours, plain = (agents_needed(volumes, s, interval_min=30) for s in (table, flat))
    assert (ours <= plain).all()
    assert np.ceil(ours).sum() < np.ceil(plain).sum()


def test_only_the_ratios_of_the_times_count():
    one = StaffingInputs(900, 3, handle_s_by_level=(600.0, 750.0, 900.0))
    two = StaffingInputs(900, 3, handle_s_by_level=(6.0, 7.5, 9.0))
    assert one.completions_per_s == pytest.approx(two.completions_per_s)


@pytest.mark.parametrize("times", [(600.0,), (600.0, 0.0, 700.0), (600.0, float("nan"), 700.0)])
def test_times_that_do_not_fit_the_slots_are_refused(times):
    with pytest.raises(InputError):
        StaffingInputs(700, 3, handle_s_by_level=times)
