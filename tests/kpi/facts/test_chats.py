"""Chats become the same facts whether they happened or were simulated."""

import datetime as dt

import numpy as np
import pytest

from kpi.facts.chats import assigned_in_turn, chat_days, facts_of_chats
from kpi.facts.outcomes import ChatOutcomes
from kpi.facts.projection import projected_facts
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import By, Totals
from scheduler.chats import ChatRecords
from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.errors import InputError
from scheduler.roster import Roster
from tests.kpi.making import CLOCK, NAN, at, shift

DAY = shift()
NIGHT = shift(start="2026-11-30T22:00", end="2026-12-01T06:00")


def records(*chats, agents=("A", "B"), posts=("presales",)):
    """Chats of ``(came, waited, agent)``; waited None: the customer left after 100 seconds."""
    came = np.array([at(when) * 60.0 for when, _, _ in chats])
    waited = np.array([NAN if wait is None else wait for _, wait, _ in chats])
    agent = [-1 if wait is None else agents.index(who) for _, wait, who in chats]
    return ChatRecords(
        posts, agents, np.zeros(len(chats)), agent, came, came + waited, came + 100 + 900
    )


def facts(log, shifts=(DAY,), interruptions=(), assigned=None, **values):
    outcomes = ChatOutcomes(log.agent if assigned is None else assigned, values)
    return facts_of_chats(log, outcomes, shifts, interruptions, clock=CLOCK)


def test_replies_are_counted_by_how_long_they_took():
    log = records(*(("2026-11-02T10:00", wait, "A") for wait in (10, 30, 31, 180, 181)))
    found = facts(log)
    assert found["received"].tolist() == [5]
    assert found["first_reply_s"].tolist() == [10 + 30 + 31 + 180 + 181]
    assert found["replied_30s"].tolist() == [2]
    assert found["replied_3min"].tolist() == [4]


def test_an_unanswered_chat_counts_for_whom_it_was_assigned_to():
    log = records(("2026-11-02T10:00", 10, "A"), ("2026-11-02T10:05", None, None))
    found = facts(log, assigned=[0, 0])
    assert (found["received"].tolist(), found["replied"].tolist()) == ([2], [1])
    assert found["first_replies"].tolist() == [1]


def test_an_unanswered_chat_of_nobody_counts_for_the_shop():
    log = records(("2026-11-02T10:00", 10, "A"), ("2026-11-02T10:05", None, None))
    found = facts(log)
    assert found.agents == ("", "A")
    totals = Totals(found, By.POST)
    assert INDICATORS["reply_rate"].measure(totals).value.tolist() == [0.5]
    assert INDICATORS["reply_rate"].measure(Totals(found)).value.tolist() == [1]


def test_both_dates_are_kept_after_midnight():
    log = records(("2026-12-01T00:30", 10, "A"))
    found = facts(log, shifts=[NIGHT])
    at_work = found.counts["received"] > 0
    assert found.date[at_work].tolist() == [dt.date(2026, 11, 30)]
    assert found.message_date[at_work].tolist() == [dt.date(2026, 12, 1)]


def test_outside_any_shift_a_chat_belongs_to_its_calendar_day():
    log = records(("2026-11-03T20:00", 10, "A"))
    found = facts(log, shifts=())
    assert found.date.tolist() == found.message_date.tolist() == [dt.date(2026, 11, 3)]


def test_a_scheduled_day_without_chats_is_known_to_be_zero():
    found = facts(records(("2026-11-03T10:00", 10, "A")), paid=[1])
    assert found.date.tolist() == [dt.date(2026, 11, 2), dt.date(2026, 11, 3)]
    assert found["received"].tolist() == [0, 1]
    assert found["paid"].tolist() == [0, 1]
    assert "rated" not in found.counts


def test_replies_in_excused_time_are_left_out_but_sales_stay():
    log = records(("2026-11-02T10:30", 500, "A"), ("2026-11-02T14:00", 10, "A"))
    broken = Interruption(
        "A",
        InterruptionKind.DISRUPTION,
        at("2026-11-02T10:00"),
        at("2026-11-02T11:00"),
        "network down",
        at("2026-11-02T11:00"),
        "lead",
        "manager",
    )
    found = facts(log, interruptions=[broken], sales_fen=[5000, 7000])
    assert found["consulted"].tolist() == [2]
    assert (found["received"].tolist(), found["first_reply_s"].tolist()) == ([1], [10])
    assert found["sales_fen"].tolist() == [12000]


def test_an_unknown_payment_leaves_the_days_sum_unknown():
    log = records(("2026-11-02T10:00", 10, "A"), ("2026-11-02T11:00", 10, "A"))
    assert np.isnan(facts(log, paid=[1, NAN])["paid"][0])


def test_cases_count_where_all_of_them_is_known():
    log = records(*(("2026-11-02T10:00", 10, "A"),) * 4)
    found = facts(log, refund_h=[2, 4, NAN, NAN], disputed=[1, NAN, NAN, 0])
    assert found["refund_cases"].tolist() == [1]
    assert (found["refund_h"].tolist(), found["disputes"].tolist()) == ([2], [1])


def test_ratings_are_split_into_good_and_bad():
    log = records(*(("2026-11-02T10:00", 10, "A"),) * 6)
    found = facts(log, rating=[5, 4, 3, 2, 1, NAN])
    assert found["rated"].tolist() == [5]
    assert (found["satisfied"].tolist(), found["bad_rated"].tolist()) == ([2], [2])


def test_unanswered_chats_are_dealt_out_in_turn_among_those_at_work():
    others = shift("B")
    log = records(
        ("2026-11-02T10:00", None, None),
        ("2026-11-02T10:01", None, None),
        ("2026-11-02T10:02", None, None),
        ("2026-11-02T20:00", None, None),  # nobody at work
        ("2026-11-02T10:03", 5, "B"),
    )
    assert assigned_in_turn(log, [others, DAY]).tolist() == [0, 1, 0, -1, 1]


def test_outcomes_of_other_chats_are_refused():
    log = records(("2026-11-02T10:00", 10, "A"))
    with pytest.raises(InputError, match="outcomes_of_other_chats"):
        facts(log, assigned=[0, 0])
    with pytest.raises(InputError, match="assigned_to_another"):
        facts(log, assigned=[1])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"paid": [0.5]}, "not_0_or_1"),
        ({"rating": [6]}, "rating_out_of_range"),
        ({"sales_fen": [-1]}, "negative"),
        ({"mood": [1]}, "outcome_unknown"),
        ({"paid": [1, 1]}, "shape_differs"),
    ],
)
def test_impossible_outcomes_are_refused(values, code):
    with pytest.raises(InputError, match=code):
        ChatOutcomes([0], values)


def test_the_day_of_a_chat_does_not_depend_on_its_place_in_the_log():
    chats = [("2026-12-01T00:30", 10, "A"), ("2026-11-30T23:00", 20, "A")]
    for order in (chats, chats[::-1]):
        log = records(*order)
        days = chat_days(log, ChatOutcomes(log.agent), [NIGHT], clock=CLOCK)
        assert set(days.date.tolist()) == {dt.date(2026, 11, 30)}


def test_a_draft_is_projected_through_the_same_indicators():
    log = records(
        *(("2026-11-02T10:00", 20, "A"),) * 9, ("2026-11-02T10:05", None, None), agents=("A",)
    )
    projected = projected_facts(log, Roster((DAY,)), clock=CLOCK)
    assert projected.is_projection
    totals = Totals(projected, By.POST)
    assert INDICATORS["reply_rate"].measure(totals).value.tolist() == [0.9]
    assert INDICATORS["first_reply"].measure(totals).value.tolist() == [20]
    assert INDICATORS["chats_per_hour"].measure(totals).value.tolist() == [1]  # 9 in 9 hours
    assert np.isnan(INDICATORS["adherence"].measure(totals).value).all()
