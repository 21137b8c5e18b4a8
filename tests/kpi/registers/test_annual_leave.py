"""Annual leave by years of service, worked out by hand."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from kpi.facts.leave_days import LeaveDay
from kpi.registers.annual_leave import LeaveBalance, annual_law, balance, entitled
from store.files.kpi_law import annual_laws
from tests.builders import agent

LAW = annual_law(annual_laws(), 2026)


def day(text):
    return None if text is None else dt.date.fromisoformat(text)


def days(year=2026, *, hired=None, leaves=None, since=None):
    someone = replace(agent(hired=day(hired), leaves=day(leaves)), service_since=day(since))
    return entitled(someone, year, LAW)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2025-01-01", 5),  # one year is full on 1 January 2026
        ("2016-01-02", 9),  # 5 for one day, 10 for 364: (5 + 3640) / 365 = 9.99
        ("2016-01-01", 10),
        ("2006-01-01", 15),
        ("1990-06-01", 15),
    ],
)
def test_days_a_year_go_by_years_of_service(since, expected):
    assert days(since=since, hired="2026-01-01") == expected


def test_service_elsewhere_counts_and_else_that_here():
    assert days(hired="2022-03-01") == 5
    assert days(hired="2022-03-01", since="2012-03-01") == 10


def test_in_the_year_of_joining_the_days_left_of_the_year_count():
    # 1 July to 31 December are 184 days: 184 / 365 x 10 = 5.04
    assert days(hired="2026-07-01", since="2012-01-01") == 5
    # 1 August: 153 / 365 x 5 = 2.09
    assert days(hired="2026-08-01", since="2020-01-01") == 2
    # 1 November: 61 / 365 x 5 = 0.84, no whole day
    assert days(hired="2026-11-01", since="2020-01-01") == 0


def test_before_a_year_of_work_there_is_none():
    assert days(2025, hired="2025-03-01") == 0
    # from 1 March 2026 on: 306 / 365 x 5 = 4.19
    assert days(2026, hired="2025-03-01") == 4


def test_in_the_year_of_leaving_the_days_passed_count():
    # until 30 June are 181 days: 181 / 365 x 10 = 4.96
    assert days(hired="2012-01-01", leaves="2026-06-30") == 4
    # until 31 July 212 days: 5.81
    assert days(hired="2012-01-01", leaves="2026-07-31") == 5
    assert days(2027, hired="2012-01-01", leaves="2026-07-31") == 0


@pytest.mark.parametrize(("since", "expected"), [("2020-01-01", 5), ("2000-01-01", 15)])
def test_a_leap_year_gives_no_day_more(since, expected):
    assert days(2028, since=since, hired="2020-01-01") == expected


def test_who_began_on_a_leap_day_has_served_a_year_on_the_28th():
    # 28 February to 31 December 2025 are 307 days: 307 / 365 x 5 = 4.2
    assert days(2025, hired="2024-02-29") == 4


def test_without_a_date_nobody_knows():
    assert days() is None
    assert LeaveBalance("A1", 2026, None).left is None


def test_what_is_entered_is_taken_from_it():
    someone = replace(agent(hired=day("2020-01-01")))
    leave = [
        LeaveDay("A1", dt.date(2026, 5, 6), "annual", 480, 480),
        LeaveDay("A1", dt.date(2026, 5, 7), "annual", 240, 480),
        LeaveDay("A1", dt.date(2026, 5, 8), "sick", 480, 480),
        LeaveDay("A1", dt.date(2025, 5, 8), "annual", 480, 480),
        LeaveDay("A2", dt.date(2026, 5, 8), "annual", 480, 480),
    ]
    found = balance(someone, 2026, LAW, leave)
    assert (found.entitled, found.taken, found.left) == (5, Fraction(3, 2), Fraction(7, 2))
