import datetime as dt
from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from scheduler.agent import Absence, Agent, Certificate, Contract, Wish
from scheduler.errors import InputError
from tests.builders import MONDAY, agent

TUESDAY = MONDAY + dt.timedelta(1)


def test_certificate_holds_on_its_first_and_last_day():
    period = Certificate("presales", MONDAY, TUESDAY)
    days = [MONDAY + dt.timedelta(day) for day in (-1, 0, 1, 2)]
    assert [period.valid_on(day) for day in days] == [False, True, True, False]


def test_certificate_without_dates_always_holds():
    assert Certificate("presales").valid_on(dt.date(1970, 1, 1))
    assert not Certificate("presales", valid_from=TUESDAY).valid_on(MONDAY)
    assert not Certificate("presales", valid_to=MONDAY).valid_on(TUESDAY)


def test_posts_of_an_agent_are_named_once_in_order():
    periods = (Certificate("b", None, MONDAY), Certificate("a"), Certificate("b", TUESDAY, None))
    assert agent(certificates=periods).posts == ("b", "a")


def test_agent_is_certified_from_the_day_of_hiring():
    newcomer = agent(hired=TUESDAY)
    assert [newcomer.certified("presales", day) for day in (MONDAY, TUESDAY)] == [False, True]
    assert not newcomer.certified("aftersales", TUESDAY)


def test_agent_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        agent().team = "T2"


@pytest.mark.parametrize(
    ("make", "code", "column"),
    [
        (lambda: Certificate(""), "empty", "post"),
        (lambda: Certificate("p", TUESDAY, MONDAY), "ends_before_start", "valid_to"),
        (lambda: Contract(0), "hours_out_of_range", "contract_hours_week"),
        (lambda: Contract(168.5), "hours_out_of_range", "contract_hours_week"),
        (lambda: Contract(float("nan")), "hours_out_of_range", "contract_hours_week"),
        (lambda: Contract(40, Decimal(-1)), "negative", "hourly_cost"),
        (lambda: Contract(40, Decimal("NaN")), "negative", "hourly_cost"),
        (lambda: Agent("", "n", "t", (Certificate("p"),), Contract(40)), "empty", "agent_id"),
        (lambda: Agent("A1", "n", "t", (), Contract(40)), "no_posts", "posts"),
        (lambda: Absence("A1", 60, 60), "ends_before_start", "end"),
        (lambda: Wish("A1", MONDAY, (60, 60)), "window_order", "wish"),
        (lambda: Wish("A1", MONDAY, (60, 1441)), "window_order", "wish"),
        (lambda: Wish("A1", MONDAY, None, -1), "negative", "weight"),
        (lambda: Wish("A1", MONDAY, None, float("inf")), "negative", "weight"),
        (lambda: Wish("A1", MONDAY, None, float("nan")), "negative", "weight"),
    ],
)
def test_what_cannot_be_is_refused(make, code, column):
    with pytest.raises(InputError) as caught:
        make()
    assert [(fault.code, fault.column) for fault in caught.value.faults] == [(code, column)]


def test_wish_without_window_is_for_the_day_off():
    assert Wish("A1", MONDAY, None).is_day_off
    assert not Wish("A1", MONDAY, (0, 1440)).is_day_off
