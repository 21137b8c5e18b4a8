"""Erlang B, C and A against published and computed tables, and by their laws."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import InputError
from scheduler.staffing.erlang import (
    LevelDefinition,
    Queue,
    erlang_b,
    erlang_c,
    performance,
    servers_needed,
    service_level,
)

ERLANG_B = [
    (1, 0.5, 0.333333333333),
    (5, 3, 0.110054347826),
    (10, 5, 0.018384570337),
    (10, 8, 0.121661064253),
    (17, 10, 0.012948875225),
    (20, 15, 0.045593215590),
    (50, 40, 0.018690671110),
    (100, 90, 0.026957380464),
    (100, 100, 0.075700452711),
]

ERLANG_C = [  # servers, load, P(wait), mean wait / handling, level within handling / 9
    (1, 0.5, 0.5, 1.0, 0.527020265547),
    (2, 0.5 / 0.7, 0.187969924812, 0.1461988304, 0.837053026363),
    (2, 0.5, 0.1, 0.0666666667, 0.915351827511),
    (3, 2.5, 0.702247191011, 1.4044943820, 0.335702620150),
    (11, 10, 0.682118204689, 0.6821182047, 0.389613811729),
    (12, 10, 0.449388224298, 0.2246941121, 0.640158040374),
    (13, 10, 0.285270453036, 0.0950901510, 0.795594788418),
    (14, 10, 0.174131933595, 0.0435329834, 0.888350019179),
    (15, 10, 0.102042367008, 0.0204084734, 0.941452842869),
    (20, 18, 0.550769004816, 0.2753845024, 0.558978657476),
    (55, 50, 0.384547317933, 0.0769094636, 0.779364660901),
    (110, 100, 0.237007500285, 0.0237007500, 0.921978792848),
]

PHONE = Queue(100 / 1800, 180, 300)
PHONE_TABLE = [  # servers, P(wait), P(abandon), occupancy, mean wait min, level (i), level (iii)
    (8, 0.84756977, 0.23186413, 0.96016983, 1.15932067, 0.22645182, 0.23894788),
    (10, 0.59943332, 0.10943800, 0.89056200, 0.54719000, 0.51681017, 0.53544636),
    (12, 0.33180204, 0.04271111, 0.79774075, 0.21355553, 0.77227931, 0.78629441),
    (13, 0.22579708, 0.02496330, 0.75002823, 0.12481652, 0.85817770, 0.86827452),
    (14, 0.14526011, 0.01398374, 0.70429733, 0.06991872, 0.91679209, 0.92340732),
    (20, 0.00354764, 0.00018418, 0.49990791, 0.00092089, 0.99886752, 0.99900211),
]

CHAT = Queue(2 / 60, 480, 180)
CHAT_TABLE = [
    (12, 0.73154046, 0.28773128, 0.94969162, 0.86319385, 0.37489300),
    (16, 0.42316692, 0.12261935, 0.87738065, 0.36785804, 0.68695817),
    (18, 0.27297409, 0.06884512, 0.82769323, 0.20653536, 0.81417596),
    (20, 0.15430514, 0.03420138, 0.77263890, 0.10260413, 0.90382075),
]

queues = st.builds(
    Queue,
    st.floats(0.001, 1.0),
    st.floats(10, 2000),
    st.floats(5, 5000),
)
targets = st.floats(0.05, 0.99)
withins = st.floats(0, 600)


@pytest.mark.parametrize(("servers", "load", "lost"), ERLANG_B)
def test_erlang_b_equals_the_table(servers, load, lost):
    assert erlang_b(servers, load) == pytest.approx(lost, abs=1e-11)


@pytest.mark.parametrize(("servers", "load", "wait", "mean", "level"), ERLANG_C)
def test_erlang_c_equals_the_table(servers, load, wait, mean, level):
    queue = Queue(load / 180, 180)
    met = performance(servers, queue)
    assert erlang_c(servers, load) == pytest.approx(wait, abs=1e-11)
    assert met.wait_share == pytest.approx(wait, abs=1e-11)
    assert met.mean_wait_s / 180 == pytest.approx(mean, abs=1e-10)
    assert met.answer_wait_s == pytest.approx(met.mean_wait_s, rel=1e-12)
    assert met.occupancy == pytest.approx(load / servers, rel=1e-12)
    assert service_level(servers, queue, 20) == pytest.approx(level, abs=1e-11)


@pytest.mark.parametrize("row", PHONE_TABLE)
def test_erlang_a_equals_the_phone_table(row):
    servers, wait, lost, busy, mean, level, third = row
    met = performance(servers, PHONE)
    found = [met.wait_share, met.abandoned_share, met.occupancy, met.mean_wait_s / 60]
    assert found == pytest.approx([wait, lost, busy, mean], abs=1e-8)
    assert service_level(servers, PHONE, 20) == pytest.approx(level, abs=1e-8)
    of_patient = service_level(servers, PHONE, 20, LevelDefinition.ANSWERED_OF_PATIENT)
    assert of_patient == pytest.approx(third, abs=1e-8)


@pytest.mark.parametrize("row", CHAT_TABLE)
def test_erlang_a_equals_the_chat_table(row):
    servers, wait, lost, busy, mean, level = row
    met = performance(servers, CHAT)
    found = [met.wait_share, met.abandoned_share, met.occupancy, met.mean_wait_s / 60]
    assert found == pytest.approx([wait, lost, busy, mean], abs=1e-8)
    assert service_level(servers, CHAT, 30) == pytest.approx(level, abs=1e-8)


def test_the_case_of_18_slots_tells_the_definitions_apart():
    first, second, third, fourth = (
        service_level(18, CHAT, 30, definition) for definition in LevelDefinition
    )
    lost = performance(18, CHAT).abandoned_share
    assert first == pytest.approx(0.8142, abs=5e-5)
    assert third == pytest.approx(0.8434, abs=5e-5)
    assert fourth == pytest.approx(first / (1 - lost), rel=1e-12)
    assert second - first == pytest.approx(1 - first / third, rel=1e-9)  # left within the time


def test_impatient_customers_spare_the_others_the_wait():
    # Garnett, Mandelbaum & Reiman 2002, table 1: 48 a minute, 1 min handling, 50 agents
    endless = performance(50, Queue(48 / 60, 60))
    leaving = performance(50, Queue(48 / 60, 60, 120))
    assert endless.mean_wait_s == pytest.approx(20.83, abs=0.005)
    assert leaving.abandoned_share == pytest.approx(0.0309, abs=5e-5)
    assert leaving.mean_wait_s == pytest.approx(3.71, abs=0.005)
    assert leaving.mean_wait_s * 48 / 60 == pytest.approx(2.97, abs=0.005)
    assert leaving.occupancy == pytest.approx(0.930, abs=5e-4)


@pytest.mark.parametrize(
    ("queue", "servers", "wait", "lost"),
    [
        (Queue(100, 1, 2), 100, 0.59670, 0.03303),
        (Queue(2, 8, 3), 18, 0.2730, 0.0688),
    ],
)
def test_exact_shares_beside_the_square_root_approximation(queue, servers, wait, lost):
    met = performance(servers, queue)
    assert met.wait_share == pytest.approx(wait, abs=5e-5)
    assert met.abandoned_share == pytest.approx(lost, abs=5e-5)


def test_a_target_of_an_hour_does_not_underflow():
    queue = Queue(300 / 1800, 360, 1200)
    levels = [service_level(55, queue, minutes * 60) for minutes in (30, 60, 24 * 60)]
    assert levels[0] == pytest.approx(0.909958, abs=5e-7)
    assert levels[1] >= levels[0]
    assert levels[2] == pytest.approx(1 - performance(55, queue).abandoned_share, abs=1e-12)


def test_endless_patience_is_the_limit_of_long_patience():
    limit = service_level(14, Queue(100 / 1800, 180), 20)
    assert service_level(14, Queue(100 / 1800, 180, 1e12), 20) == pytest.approx(limit, abs=1e-9)


@pytest.mark.parametrize("patience", [0.01, 1, 1e3, 1e6, 1e12])
def test_overload_keeps_every_share_a_share(patience):
    queue = Queue(50, 600, patience)  # 30,000 erlang
    for servers in (1, 100, 29_000, 30_000, 31_000):
        met = performance(servers, queue)
        level = service_level(servers, queue, 30)
        shares = [met.wait_share, met.abandoned_share, met.occupancy, level]
        assert all(-1e-9 <= share <= 1 + 1e-9 for share in shares)
        assert 1 - met.abandoned_share >= level - 1e-9


def test_too_many_customers_without_patience_wait_for_ever():
    met = performance(10, Queue(1, 10))
    assert (met.wait_share, met.mean_wait_s, met.occupancy) == (1, math.inf, 1)
    assert service_level(10, Queue(1, 10), 30) == 0


def test_nobody_at_work_answers_nobody():
    assert performance(0, CHAT).abandoned_share == 1
    assert service_level(0, CHAT, 30) == 0


def test_no_customers_need_nobody():
    empty = Queue(0, 480, 180)
    assert servers_needed(empty, 0.8, 30) == 0
    assert service_level(0, empty, 30) == 1
    assert performance(3, empty).occupancy == 0


@pytest.mark.parametrize(
    ("target", "servers"),
    [(0.80, 14), (0.85, 14), (0.90, 15)],  # 13 give 0.7956
)
def test_rounded_up_the_need_is_the_smallest_whole_number(target, servers):
    assert math.ceil(servers_needed(Queue(100 / 1800, 180), target, 20)) == servers


def test_one_server_is_enough_where_one_reaches_the_target():
    queue = Queue(5.5 / 1800, 180)  # one answers 74 % within five minutes
    assert math.ceil(servers_needed(queue, 0.7, 300)) == 1


@pytest.mark.parametrize(
    "bad",
    [
        lambda: Queue(-1, 10),
        lambda: Queue(1, 0),
        lambda: Queue(1, 10, -1),
        lambda: Queue(math.inf, 10),
        lambda: servers_needed(CHAT, 1.0, 30),
        lambda: servers_needed(CHAT, 0.8, -1),
        lambda: service_level(-1, CHAT, 30),
        lambda: erlang_b(-1, 2),
    ],
)
def test_impossible_inputs_are_refused(bad):
    with pytest.raises(InputError):
        bad()


@settings(deadline=None)
@given(queues, withins, st.sampled_from(list(LevelDefinition)))
def test_one_more_server_never_lowers_the_level(queue, within, definition):
    first = int(queue.load * 0.7)
    levels = [service_level(first + more, queue, within, definition) for more in range(6)]
    assert all(b >= a - 1e-12 for a, b in itertools.pairwise(levels))


@settings(deadline=None)
@given(queues, targets, withins, st.sampled_from(list(LevelDefinition)))
def test_the_need_reaches_the_target_exactly(queue, target, within, definition):
    servers = servers_needed(queue, target, within, definition)
    if servers > 0:
        level = service_level(servers, queue, within, definition)
        assert level == pytest.approx(target, abs=1e-9)
    else:  # so many leave in time that nobody is needed
        assert definition is LevelDefinition.ANSWERED_OR_LEFT_OF_OFFERED


@settings(deadline=None)
@given(queues, targets, targets, withins)
def test_a_higher_target_never_needs_fewer(queue, one, other, within):
    low, high = sorted((one, other))
    assert servers_needed(queue, high, within) >= servers_needed(queue, low, within) - 1e-9


@settings(deadline=None)
@given(queues, st.floats(0.5, 1.5))
def test_little_and_the_balance_of_flow_hold(queue, share):
    # E[Q] = arrivals x mean wait, and customers leave at E[Q] / patience
    servers = max(1, round(queue.load * share))
    met = performance(servers, queue)
    assert met.abandoned_share == pytest.approx(met.mean_wait_s / queue.patience_s, rel=1e-9)
    answered = met.occupancy * servers / queue.handle_s
    left = queue.arrivals_per_s * met.abandoned_share
    assert answered + left == pytest.approx(queue.arrivals_per_s, rel=1e-9)
    waited = sum(_chain(servers, queue)[servers:])
    assert met.wait_share == pytest.approx(waited, abs=1e-9)


def _chain(servers: int, queue: Queue) -> list[float]:
    """Return the birth-death chain of Erlang A by brute force, from its most likely state."""
    arrival, service, leave = queue.rates
    logs = [0.0]
    for n in range(1, 20_000):
        death = min(n, servers) * service + max(0, n - servers) * leave
        logs.append(logs[-1] + math.log(arrival / death))
        if n > servers and logs[-1] < max(logs) - 60:
            break
    top = max(logs)
    weights = [math.exp(log - top) for log in logs]
    total = math.fsum(weights)
    return [weight / total for weight in weights]
