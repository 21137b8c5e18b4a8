"""
The simulation against exact queueing theory, within three standard errors.

Cases and exact values: Erlang A and C by their formulas, chats that slow each other down by the
stationary distribution of the Markov chain (agents at each number of open chats, and the queue).
"""

from typing import NamedTuple

import numpy as np
import pytest

from scheduler.simulate.estimate import student_t
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.staffing.erlang import LevelDefinition
from tests.scheduler.simulate.weeks import always, forecast, horizon, post, problem

WEEK = horizon(days=7)
CHATS_IN_ALL = 500_000


def weeks(per_min):
    return max(4, round(CHATS_IN_ALL / (per_min * 7 * 1440)))


def stationary(agents, per_min, *, handle_min, patience_min, slots=1, within_min=0.5, seed=5):
    """Return the counts of weeks with a steady rate; a handling time for each number of chats."""
    times = tuple(60.0 * each for each in handle_min)
    staffing = {
        "handle_s": times[-1],
        "chats_at_once": slots,
        "patience_s": 60.0 * patience_min,
        "within_s": 60.0 * within_min,
    }
    params = SimulationParams(
        replications=weeks(per_min),
        seed=seed,
        warm_up_min=1440,
        handle_s_by_level={"presales": times} if len(times) > 1 else {},
    )
    week = problem([post(**staffing)], agents, over=WEEK)
    volume = forecast(per_min * WEEK.interval_min, WEEK)
    return simulate(week, always(agents, WEEK), volume, params).total


def assert_within_three_errors(found, measure, expected):
    estimate = getattr(found, measure) if isinstance(measure, str) else measure
    error = float(estimate.half_width) / student_t(len(found.offered) - 1)
    assert abs(float(estimate.mean) - expected) <= 3 * error
    assert error < 0.03 * expected + 1e-3  # or else agreement says little


class Erlang(NamedTuple):
    agents: int
    per_min: float
    handle: float
    patience: float
    within: float
    left: float
    occupancy: float
    wait_min: float
    level: float


# lam = 100/30 per minute, mean time 3, patience 5, 20 s; then lam = 2, 8, 3, 30 s (chat-like)
ERLANG_A = [
    Erlang(8, 100 / 30, 3, 5, 1 / 3, 0.23186413, 0.96016983, 1.15932067, 0.22645182),
    Erlang(12, 100 / 30, 3, 5, 1 / 3, 0.04271111, 0.79774075, 0.21355553, 0.77227931),
    Erlang(14, 100 / 30, 3, 5, 1 / 3, 0.01398374, 0.70429733, 0.06991872, 0.91679209),
    Erlang(12, 2, 8, 3, 0.5, 0.28773128, 0.94969162, 0.86319385, 0.37489300),
    Erlang(16, 2, 8, 3, 0.5, 0.12261935, 0.87738065, 0.36785804, 0.68695817),
    Erlang(18, 2, 8, 3, 0.5, 0.06884512, 0.82769323, 0.20653536, 0.81417596),
    Erlang(20, 2, 8, 3, 0.5, 0.03420138, 0.77263890, 0.10260413, 0.90382075),
]


@pytest.mark.parametrize("case", ERLANG_A)
def test_one_chat_at_a_time_is_erlang_a(case):
    found = stationary(
        case.agents,
        case.per_min,
        handle_min=(case.handle,),
        patience_min=case.patience,
        within_min=case.within,
    )
    assert_within_three_errors(found, "abandonment", case.left)
    assert_within_three_errors(found, "occupancy", case.occupancy)
    assert_within_three_errors(found, "mean_wait_s", 60 * case.wait_min)
    assert_within_three_errors(found, "service_level", case.level)


@pytest.mark.parametrize(
    ("agents", "level"),
    [(8, 0.23894788), (12, 0.78629441), (14, 0.92340732)],
)
def test_level_of_the_patient_leaves_out_who_left_in_time(agents, level):
    found = stationary(agents, 100 / 30, handle_min=(3,), patience_min=5, within_min=1 / 3)
    estimate = found.service_level_as(LevelDefinition.ANSWERED_OF_PATIENT)
    assert_within_three_errors(found, estimate, level)


@pytest.mark.parametrize(
    ("agents", "load", "waits", "asa", "level"),
    [
        (3, 2.5, 0.702247191011, 1.4044943820, 0.335702620150),  # also 10 per hour, 4 per hour
        (14, 10, 0.174131933595, 0.0435329834, 0.888350019179),
        (20, 18, 0.550769004816, 0.2753845024, 0.558978657476),
    ],
)
def test_endless_patience_is_erlang_c(agents, load, waits, asa, level):
    handle = 3.0
    given = {"handle_min": (handle,), "patience_min": 1e9}
    found = stationary(agents, load / handle, within_min=handle / 9, **given)
    assert_within_three_errors(found, "mean_reply_s", 60 * handle * asa)
    assert_within_three_errors(found, "service_level", level)
    at_once = stationary(agents, load / handle, within_min=0, **given)
    assert_within_three_errors(at_once, "service_level", 1 - waits)


class Chat(NamedTuple):
    name: str
    agents: int
    slots: int
    per_min: float
    rates: tuple  # of ends of chats with 1, 2, ... open, per minute
    waits: float
    left: float
    wait_min: float
    open_min: float
    level: float
    shares: tuple  # of agents with 0, 1, ... chats
    patience: float = 3.0
    within: float = 0.5


SLOWING = (0.125, 0.2, 0.25)
CHATS = [
    Chat(
        "C1",
        3,
        3,
        1.0,
        (0.125, 0.25, 0.375),
        0.33070735,
        0.11632702,
        0.34898107,
        8.0,
        0.73886878,
        (0.01803644, 0.1293961, 0.33063719, 0.52193026),
    ),
    Chat(
        "C2",
        3,
        3,
        0.6,
        SLOWING,
        0.17463806,
        0.07127612,
        0.21382837,
        10.56874911,
        0.85576369,
        (0.06324058, 0.24342652, 0.36033529, 0.33299761),
    ),
    Chat(
        "C3",
        5,
        3,
        1.0,
        SLOWING,
        0.11997376,
        0.03842589,
        0.11527767,
        10.55712649,
        0.90933564,
        (0.03650769, 0.22196015, 0.41626472, 0.32526744),
    ),
    Chat(
        "C4",
        10,
        3,
        2.0,
        SLOWING,
        0.05573999,
        0.01235464,
        0.03706392,
        10.50392178,
        0.96525696,
        (0.01554022, 0.18633607, 0.50587726, 0.29224644),
    ),
    Chat(
        "C5",
        3,
        3,
        0.3,
        (0.125, 0.125, 0.125),
        0.06994664,
        0.03793588,
        0.11380764,
        13.93815169,
        0.93754455,
        (0.2303487, 0.3546743, 0.25866572, 0.15631128),
    ),
    Chat(
        "C6",
        2,
        2,
        0.25,
        (0.125, 0.2),
        0.19234071,
        0.07843381,
        0.39216903,
        9.09789374,
        0.84825236,
        (0.26814289, 0.41567532, 0.3161818),
        patience=5.0,
        within=1.0,
    ),
    Chat(
        "C7",
        10,
        3,
        2.3,
        SLOWING,
        0.18953264,
        0.04652576,
        0.13957728,
        11.11668508,
        0.87229416,
        (0.00533459, 0.08245616, 0.38120516, 0.53100409),
    ),
]  # fmt: skip - a table


@pytest.mark.parametrize("case", CHATS, ids=lambda case: case.name)
def test_chats_that_slow_each_other_down_follow_the_chain(case):
    handle = tuple(count / rate for count, rate in enumerate(case.rates, start=1))
    given = {"handle_min": handle, "patience_min": case.patience, "slots": case.slots}
    found = stationary(case.agents, case.per_min, within_min=case.within, **given)
    busy, idle = 1 - case.shares[0], case.shares[0]
    open_chats = float(np.dot(np.arange(len(case.shares)), case.shares))
    assert_within_three_errors(found, "abandonment", case.left)
    assert_within_three_errors(found, "mean_wait_s", 60 * case.wait_min)
    assert_within_three_errors(found, "service_level", case.level)
    assert_within_three_errors(found, "occupancy", open_chats / case.slots)
    assert_within_three_errors(found, "concurrency", open_chats / busy)
    seconds = float(found.open_s.sum() / found.answered.sum())
    assert seconds == pytest.approx(60 * case.open_min, rel=0.01)
    agents_idle = 1 - float(found.busy_s.sum() * case.slots / found.slot_s.sum())
    assert agents_idle == pytest.approx(idle, abs=0.01)
    at_once = stationary(case.agents, case.per_min, within_min=0, **given)
    assert_within_three_errors(at_once, "service_level", 1 - case.waits)


def test_heavy_traffic_example_of_garnett_mandelbaum_and_reiman():
    """48 calls a minute, 1 minute each, 50 agents, patience 2 minutes: 3.09 %, 3.71 s, 93.0 %."""
    found = stationary(50, 48, handle_min=(1,), patience_min=2)
    assert float(found.abandonment.mean) == pytest.approx(0.0309, abs=0.0006)
    assert float(found.mean_wait_s.mean) == pytest.approx(3.71, abs=0.08)
    assert float(found.occupancy.mean) == pytest.approx(0.930, abs=0.002)


def test_no_queue_is_erlang_b():
    """Customers without patience leave at once: 10 servers, 8 erlang."""
    found = stationary(10, 8 / 3, handle_min=(3,), patience_min=1e-9)
    assert_within_three_errors(found, "abandonment", 0.121661064253)


def test_answered_chats_stay_open_as_drawn_whatever_their_distribution():
    """Little's law: open chats = answered per second x mean time, log-normal with SCV 1.51."""
    week = problem([post(handle_s=176, chats_at_once=2)], agents=6)
    params = SimulationParams(replications=200, handling_scv=1.51, warm_up_min=120)
    total = simulate(week, always(6), forecast(60), params).total
    found = float(total.open_s.sum() / total.answered.sum())
    assert found == pytest.approx(176, rel=0.01)
