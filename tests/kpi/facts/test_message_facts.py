"""Messages become the facts a log of chats would have given."""

import pytest

from kpi.facts.message_facts import chats_of_messages, facts_of_messages
from kpi.facts.messages import Messages
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import Totals
from scheduler.dispatch import Interruption, InterruptionKind
from tests.kpi.making import CLOCK, at, shift

DAY = "2026-11-02"


def second(time):
    """Second of a local time such as ``10:00:30``, or of a date and time."""
    day, _, clock = time.rpartition("T")
    minute, seconds = clock.rsplit(":", 1) if clock.count(":") == 2 else (clock, "0")
    return at(f"{day or DAY}T{minute}") * 60 + int(seconds)


def messages(*rows):
    """Messages of ``(time, who, user)``; ``?A``: to A, ``A``: of A, ``!``: of a machine."""
    made = []
    for time, who, user in rows:
        agent = who.strip("?!")
        made.append(
            ("presales", user, agent, second(time), who.startswith("?"), who.startswith("!"))
        )
    return Messages.of(made)


def counts(log, *columns, shifts=(), interruptions=()):
    found = facts_of_messages(log, shifts, interruptions, clock=CLOCK)
    return {
        found.agent_id(row): tuple(int(found[name][row]) for name in columns)
        for row in range(len(found))
    }


def test_turns_and_replies_are_counted_and_machines_passed_over():
    log = messages(
        ("10:00:00", "?A", "b1"),
        ("10:00:01", "!", "b1"),  # a machine's greeting answers nothing
        ("10:00:10", "?A", "b1"),
        ("10:00:20", "A", "b1"),  # 20 s after the turn began
        ("10:05:00", "?A", "b1"),
        ("10:05:40", "A", "b1"),  # 40 s
        ("10:05:50", "A", "b1"),
        ("11:00:00", "?A", "b2"),
        ("11:04:00", "A", "b2"),  # 240 s
        ("12:00:00", "?A", "b3"),  # never
    )
    columns = ("consulted", "received", "replied", "replied_30s", "replied_3min")
    assert counts(log, *columns) == {"A": (3, 3, 2, 1, 1)}
    columns = ("first_replies", "first_reply_s", "replies", "reply_s", "turns")
    assert counts(log, *columns) == {"A": (2, 260, 3, 300, 4)}
    assert counts(log, "customer_messages", "agent_messages") == {"A": (5, 4)}
    totals = Totals(facts_of_messages(log, clock=CLOCK))
    assert INDICATORS["answer_ratio"].measure(totals).value.tolist() == [0.8]
    assert INDICATORS["average_reply"].measure(totals).value.tolist() == [100]


def test_a_turn_counts_for_who_replied_and_else_for_whom_it_was_assigned_to():
    log = messages(
        ("10:00:00", "?A", "b1"),
        ("10:01:00", "B", "b1"),
        ("10:02:00", "?A", "b1"),
        ("10:00:00", "?", "b2"),
    )
    assert counts(log, "received", "replied") == {"": (1, 0), "A": (1, 0), "B": (1, 1)}


def test_a_turn_nobody_answers_ends_when_the_customer_comes_back_on_another_day():
    log = messages(
        ("10:00:00", "?A", "b1"),
        ("10:00:02", "!", "b1"),  # a machine alone
        ("2026-11-04T09:00:00", "?A", "b1"),
        ("2026-11-04T09:00:25", "A", "b1"),
    )
    assert counts_by_day(log) == {(2, "A"): (1, 0, 0), (4, "A"): (1, 1, 25)}
    # answered, asked again in vain, and back on the next day but two
    log = messages(
        ("10:00:00", "?A", "b1"),
        ("10:00:15", "A", "b1"),
        ("10:01:00", "?A", "b1"),
        ("2026-11-05T10:00:00", "?A", "b1"),
        ("2026-11-05T10:00:20", "A", "b1"),
    )
    assert counts_by_day(log) == {(2, "A"): (1, 1, 15), (5, "A"): (1, 1, 20)}


def test_who_waits_over_midnight_has_one_turn():
    log = messages(
        ("23:59:40", "?A", "b1"),
        ("2026-11-03T00:00:05", "?A", "b1"),
        ("2026-11-03T00:00:10", "A", "b1"),
    )
    assert counts_by_day(log) == {(2, "A"): (1, 1, 30)}


def counts_by_day(log):
    """Received, replied and seconds to the first replies by day of the month and agent."""
    found = facts_of_messages(log, clock=CLOCK)
    columns = ("received", "replied", "first_reply_s")
    return {
        (found.date[row].astype(object).day, found.agent_id(row)): tuple(
            int(found[name][row]) for name in columns
        )
        for row in range(len(found))
    }


def test_a_reply_after_a_day_answers_nothing():
    log = messages(("10:00:00", "?A", "b1"), ("2026-11-03T10:00:01", "A", "b1"))
    assert counts(log, "received", "replied", "replies") == {"A": (1, 0, 0)}
    log = messages(("10:00:00", "?A", "b1"), ("2026-11-03T10:00:00", "A", "b1"))
    assert counts(log, "received", "replied", "replies") == {"A": (1, 1, 1)}


def test_a_night_shifts_replies_belong_to_the_day_it_began():
    night = shift(start=f"{DAY}T22:00", end="2026-11-03T06:00")
    log = messages(("2026-11-03T01:00:00", "?A", "b1"), ("2026-11-03T01:00:09", "A", "b1"))
    found = facts_of_messages(log, [night], clock=CLOCK)
    assert [str(date) for date in found.date[found["replied"] > 0]] == [DAY]
    assert [str(date) for date in found.message_date[found["replied"] > 0]] == ["2026-11-03"]


def test_what_comes_while_an_agent_is_lent_is_not_measured():
    lent = Interruption(
        "A", InterruptionKind.SECONDMENT, at(f"{DAY}T10:00"), at(f"{DAY}T11:00"), "直播",
        at(f"{DAY}T09:00"), "王", "李",
    )  # fmt: skip
    log = messages(("10:30:00", "?A", "b1"), ("10:50:00", "A", "b1"))
    found = counts(log, "consulted", "received", "replied", interruptions=[lent])
    assert found == {"A": (1, 0, 0)}


def test_no_messages_make_no_chats():
    records, outcomes = chats_of_messages(Messages.of([]), clock=CLOCK)
    assert (len(records), len(outcomes)) == (0, 0)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_the_order_of_the_rows_does_not_matter(order):
    rows = (("10:00:00", "?A", "b1"), ("10:00:20", "A", "b1"), ("10:00:30", "?A", "b1"))
    log = messages(*(rows[at] for at in order))
    assert counts(log, "turns", "replies", "reply_s") == {"A": (2, 1, 20)}
