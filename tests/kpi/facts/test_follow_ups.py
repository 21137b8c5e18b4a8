"""Follow-ups are due after their minutes, and quiet hours stop the clock."""

from decimal import Decimal

import pytest

from kpi.facts.attribution import Order
from kpi.facts.follow_ups import (
    FollowUpKind,
    after,
    facts_of_follow_ups,
    follow_up,
    open_follow_ups,
    silent_customers,
)
from kpi.facts.messages import Messages
from kpi.facts.reminders import Noted, facts_of_reminders, noted_follow_ups, unpaid_orders
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from tests.kpi.making import CLOCK, at

NOW = at("2026-11-10T12:00")


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [("silent", 0, 5), ("promoted", 0, 10), ("hesitating", 0, 30), ("unpaid", 10, 15)],
)
def test_each_kind_has_its_minutes(kind, first, last):
    since = at("2026-11-02T10:00")
    found = follow_up(
        FollowUpKind(kind), user="u", agent_id="A", post="p", since_min=since, clock=CLOCK
    )
    assert (found.earliest_min - since, found.latest_min - since) == (first, last)


@pytest.mark.parametrize(
    ("since", "minutes", "due"),
    [
        ("2026-11-02T21:50", 10, "2026-11-02T22:00"),  # the last minute before quiet hours
        ("2026-11-02T21:50", 15, "2026-11-03T08:05"),
        ("2026-11-02T23:30", 5, "2026-11-03T08:05"),
        ("2026-11-03T03:00", 0, "2026-11-03T08:00"),
        ("2026-11-02T08:00", 30, "2026-11-02T08:30"),
        ("2026-11-02T21:59", 14 * 60 + 2, "2026-11-04T08:01"),  # over two nights
    ],
)
def test_quiet_hours_stop_the_clock(since, minutes, due):
    assert after(at(since), minutes, clock=CLOCK) == at(due)


def test_without_quiet_hours_it_runs_on():
    assert after(at("2026-11-02T23:30"), 5, clock=CLOCK, quiet=ClockSpan(0, 0)) == at(
        "2026-11-02T23:35"
    )


def said(*rows):
    return Messages.of(
        [
            (
                "presales",
                user,
                "" if who == "customer" else "A",
                at(f"2026-11-02T{time}") * 60,
                who == "customer",
                False,
            )
            for user, time, who in rows
        ]
    )


def in_time(*rows):
    found = silent_customers(said(*rows), clock=CLOCK)
    return [one.in_time(NOW) for one in found]


def test_a_customer_who_falls_silent_is_written_to_within_five_minutes():
    start = [("u", "10:00", "customer"), ("u", "10:01", "agent")]
    assert in_time(*start, ("u", "10:06", "agent")) == [True]
    assert in_time(*start, ("u", "10:07", "agent")) == [False]
    assert in_time(*start) == [False]
    assert in_time(*start, ("u", "10:05", "customer")) == []


def test_what_is_open_is_no_fact_yet():
    found = silent_customers(said(("u", "10:00", "customer"), ("u", "10:01", "agent")), clock=CLOCK)
    now = at("2026-11-02T10:05")
    assert len(facts_of_follow_ups(found, clock=CLOCK, now_min=now)) == 0
    assert open_follow_ups(found, now) == found
    done = facts_of_follow_ups(found, clock=CLOCK, now_min=NOW)
    assert (done["follow_ups_due"].tolist(), done["follow_ups_in_time"].tolist()) == ([1], [0])


def order(paid=None, placed="10:00"):
    when = None if paid is None else at(f"2026-11-02T{paid}")
    return Order("1", "u", "presales", at(f"2026-11-02T{placed}"), when, Decimal(100))


@pytest.mark.parametrize(
    ("paid", "reminded", "expected"),
    [
        (None, "10:12", [True]),
        (None, "10:15", [True]),
        (None, "10:16", [False]),
        (None, "10:09", [False]),  # too early
        ("10:14", None, []),  # paid before the reminder was due
        ("10:14", "10:12", [True]),  # reminded in time, and so paid
        ("10:14", "10:05", []),  # written to too early, and paid without a reminder
        ("10:14", "10:15", []),  # paid first
        ("10:40", "10:50", [False]),  # what is written after payment is no reminder
        ("11:00", "10:12", [True]),
        (None, None, [False]),
    ],
)
def test_unpaid_orders_are_reminded_after_ten_to_fifteen_minutes(paid, reminded, expected):
    rows = [("u", "09:00", "agent")] + ([("u", reminded, "agent")] if reminded else [])
    found = unpaid_orders([order(paid)], said(*rows), {"1": "A"}, clock=CLOCK)
    assert [one.in_time(NOW) for one in found] == expected
    assert unpaid_orders([order(paid)], said(*rows), {}, clock=CLOCK) == ()


def test_reminders_are_counted_with_those_in_time_and_those_that_led_to_payment():
    orders = [
        Order(f"{n}", f"u{n}", "presales", at("2026-11-02T10:00"), paid, Decimal(100))
        for n, paid in enumerate((at("2026-11-02T10:30"), None, at("2026-11-02T10:20"), None))
    ]
    # 0: reminded in time, then paid; 1: too late, never paid; 2: paid before the reminder; 3: none
    rows = [("u0", "10:12", "agent"), ("u1", "10:40", "agent"), ("u2", "10:25", "agent")]
    found = unpaid_orders(orders, said(*rows), dict.fromkeys("0123", "A"), clock=CLOCK)
    counted = facts_of_reminders(found, orders, clock=CLOCK)
    columns = ("reminded", "reminded_in_time", "reminded_paid")
    assert [counted[name].tolist() for name in columns] == [[2], [1], [1]]


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        (FollowUpKind.PROMOTED, "10:10", True),
        (FollowUpKind.PROMOTED, "10:11", False),
        (FollowUpKind.HESITATING, "10:30", True),
        (FollowUpKind.HESITATING, "10:31", False),
    ],
)
def test_what_was_noted_is_done_by_the_next_message(kind, written, expected):
    noted = Noted(kind, "u", "A", "presales", at("2026-11-02T10:00"))
    messages = said(("u", "10:00", "agent"), ("u", written, "agent"))
    (found,) = noted_follow_ups([noted], messages, clock=CLOCK)
    assert found.in_time(NOW) is expected


def test_what_is_found_without_a_note_needs_none():
    with pytest.raises(InputError, match="follow_up_not_noted"):
        Noted(FollowUpKind.SILENT, "u", "A", "presales", NOW)
