"""The exact chat chain, and the slot model judged by it."""

import math

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.post import StaffingInputs
from scheduler.staffing.chain import ChatPool, agents_for, pool_performance
from scheduler.staffing.cycle import ReplyCycle
from scheduler.staffing.erlang import Queue, performance, service_level
from scheduler.staffing.requirement import agents_needed

MIDDLE = (0.125, 0.2, 0.25)
SYSTEMS = [  # agents, arrivals, completions, patience, within (all in minutes), and what is met:
    # waiting and abandoned shares, mean wait, handling time, level
    (3, 1.0, (0.125, 0.25, 0.375), 3, 0.5, (0.33070735, 0.11632702, 0.34898107, 8.0, 0.73886878)),
    (3, 0.6, MIDDLE, 3, 0.5, (0.17463806, 0.07127612, 0.21382837, 10.56874911, 0.85576369)),
    (5, 1.0, MIDDLE, 3, 0.5, (0.11997376, 0.03842589, 0.11527767, 10.55712649, 0.90933564)),
    (10, 2.0, MIDDLE, 3, 0.5, (0.05573999, 0.01235464, 0.03706392, 10.50392178, 0.96525696)),
    (3, 0.3, (0.125,) * 3, 3, 0.5, (0.06994664, 0.03793588, 0.11380764, 13.93815169, 0.93754455)),
    (2, 0.25, (0.125, 0.2), 5, 1.0, (0.19234071, 0.07843381, 0.39216903, 9.09789374, 0.84825236)),
    (10, 2.3, MIDDLE, 3, 0.5, (0.18953264, 0.04652576, 0.13957728, 11.11668508, 0.87229416)),
]
LEVELS = [
    (0.01803644, 0.1293961, 0.33063719, 0.52193026),
    (0.06324058, 0.24342652, 0.36033529, 0.33299761),
    (0.03650769, 0.22196015, 0.41626472, 0.32526744),
    (0.01554022, 0.18633607, 0.50587726, 0.29224644),
    (0.2303487, 0.3546743, 0.25866572, 0.15631128),
    (0.26814289, 0.41567532, 0.3161818),
    (0.00533459, 0.08245616, 0.38120516, 0.53100409),
]


def pool(agents, arrivals, completions, patience):
    per_s = tuple(rate / 60 for rate in completions)
    return ChatPool(agents, per_s, arrivals / 60, patience * 60)


@pytest.mark.parametrize(("row", "levels"), list(zip(SYSTEMS, LEVELS, strict=True)))
def test_the_chain_equals_the_reference_systems(row, levels):
    *system, within, known = row
    met = pool_performance(pool(*system), within * 60)
    minutes = met.mean_wait_s / 60, met.handle_s / 60
    found = (met.wait_share, met.abandoned_share, *minutes, met.service_level)
    assert found == pytest.approx(known, abs=1e-7)
    assert met.level_shares == pytest.approx(levels, abs=1e-7)


@pytest.mark.parametrize(("agents", "slots"), [(1, 1), (7, 1), (3, 3), (4, 2)])
def test_speed_in_proportion_to_chats_is_erlang_a_on_slots(agents, slots):
    completions = tuple(0.125 * chats for chats in range(1, slots + 1))
    met = pool_performance(pool(agents, 1.5, completions, 3), 30)
    queue = Queue(1.5 / 60, 480, 180)
    same = performance(agents * slots, queue)
    assert met.wait_share == pytest.approx(same.wait_share, rel=1e-10)
    assert met.abandoned_share == pytest.approx(same.abandoned_share, rel=1e-10)
    level = service_level(agents * slots, queue, 30)
    assert met.service_level == pytest.approx(level, rel=1e-10)


def test_a_server_shared_by_its_chats_is_no_faster_than_one_chat_after_another():
    shared = pool_performance(pool(3, 0.3, (0.125,) * 3, 3), 30)
    one_by_one = performance(3, Queue(0.3 / 60, 480, 180))
    assert shared.handle_s >= 480
    assert one_by_one.occupancy <= 1 - shared.level_shares[0]


def test_agents_levels_are_shares_and_their_chats_obey_little():
    met = pool_performance(pool(6, 2.0, (0.1, 0.17, 0.22, 0.25), 2), 45)
    assert sum(met.level_shares) == pytest.approx(1, rel=1e-12)
    chats = 6 * sum(number * share for number, share in enumerate(met.level_shares))
    answered = 2.0 / 60 * (1 - met.abandoned_share)
    assert chats == pytest.approx(answered * met.handle_s, rel=1e-12)
    rates = (0, 0.1, 0.17, 0.22, 0.25)
    ended = 6 * sum(rate * share for rate, share in zip(rates, met.level_shares, strict=True)) / 60
    assert ended == pytest.approx(answered, rel=1e-9)


def test_one_more_agent_never_lowers_the_level():
    levels = [
        pool_performance(pool(agents, 1.0, (0.125, 0.2, 0.25), 3), 30).service_level
        for agents in range(1, 9)
    ]
    assert levels == sorted(levels)


def slot_model(arrivals, handling_min, *, patience_s=180.0, target=0.8, within_s=30.0):
    """Return the agents of the requirement, from handling minutes with 1, 2, … chats open."""
    staffing = StaffingInputs(
        handling_min[-1] * 60, len(handling_min), patience_s, target, within_s
    )
    return math.ceil(agents_needed(np.array([arrivals * 30.0]), staffing, interval_min=30)[0])


def exact(arrivals, handling_min, *, patience_s=180.0, target=0.8, within_s=30.0):
    rates = tuple(chats / (each * 60) for chats, each in enumerate(handling_min, start=1))
    return agents_for(
        target,
        within_s,
        completions_per_s=rates,
        arrivals_per_s=arrivals / 60,
        patience_s=patience_s,
    )


def test_the_slot_model_is_never_short_and_at_most_one_over_in_the_16_cases():
    over = []
    for growth in (0.0, 0.1, 0.25, 0.5):
        handling = [8 * (1 + growth * chats) for chats in range(3)]
        over += [slot_model(rate, handling) - exact(rate, handling) for rate in (0.5, 1, 2, 4)]
    assert set(over) == {0, 1}
    assert over.count(0) == 12


def test_exact_agents_of_the_known_loads():
    handling = [8, 10, 12]
    assert [exact(rate, handling) for rate in (0.5, 1, 2, 4)] == [3, 5, 9, 16]


def test_the_slot_model_holds_on_random_pools():
    chance = np.random.default_rng(20)
    for _ in range(40):
        slots = int(chance.integers(2, 5))
        growth = 1 + chance.uniform(0, 0.5, slots - 1)
        handling = chance.uniform(3, 15) * np.cumprod(np.concatenate(([1.0], growth)))
        given = {
            "patience_s": chance.uniform(60, 600),
            "target": chance.uniform(0.6, 0.95),
            "within_s": chance.uniform(10, 90),
        }
        rate = chance.uniform(0.5, 9) * slots / handling[-1]
        over = slot_model(rate, handling, **given) - exact(rate, handling, **given)
        assert over in (0, 1)


@pytest.mark.parametrize(
    ("chats", "handling", "per_hour", "delay", "idle"),
    [
        (1, 500, 7.2000, 40, 0.600000),
        (2, 580, 12.4138, 56, 0.310345),
        (3, 693.103, 15.5821, 78.621, 0.134328),
        (4, 840.299, 17.1368, 108.060, 0.047957),
        (5, 1014.387, 17.7447, 142.877, 0.014183),
    ],
)
def test_the_cycle_of_replies_equals_its_table(chats, handling, per_hour, delay, idle):
    cycle = ReplyCycle(40, 60, 5)
    assert cycle.handle_s(chats) == pytest.approx(handling, abs=5e-4)
    assert cycle.completions_per_s(chats) * 3600 == pytest.approx(per_hour, abs=5e-5)
    assert cycle.reply_delay_s(chats) == pytest.approx(delay, abs=5e-4)
    assert cycle.idle_share(chats) == pytest.approx(idle, abs=5e-7)


def test_quick_agents_of_slow_customers_hardly_slow_down():
    cycle = ReplyCycle(20, 90, 5)
    handling = [cycle.handle_s(chats) for chats in range(1, 6)]
    assert handling == pytest.approx([550, 568.182, 591.600, 621.805, 660.520], abs=5e-4)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: ChatPool(0, (0.1,), 1.0, 60.0),  # nobody at work
        lambda: ChatPool(1, (), 1.0, 60.0),  # no slots
        lambda: ChatPool(1, (0.1, 0.0), 1.0, 60.0),  # stands still with two chats
        lambda: ChatPool(1, (0.1,), 1.0, -60.0),  # negative patience
        lambda: ChatPool(500, (0.1, 0.2, 0.3, 0.4), 1.0, 60.0),  # too many states
        lambda: ReplyCycle(0, 60, 5),
        lambda: ReplyCycle(40, 60, 5).idle_share(0),
    ],
)
def test_impossible_pools_are_refused(bad):
    with pytest.raises(InputError):
        bad()
