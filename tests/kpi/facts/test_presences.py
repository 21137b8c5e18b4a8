"""A presence nobody can mean decides nothing until it is put right."""

import datetime as dt

import numpy as np
import pytest

from kpi.facts.day_hours import facts_of_days
from kpi.facts.facts import merge
from kpi.facts.hours import facts_of_hours, shift_hours
from kpi.facts.presences import AskedPresence, Doubt, PresenceLimits, attendance_of
from kpi.facts.punch_requests import PunchRequest
from kpi.facts.scheduled import in_force
from kpi.pay.overtime import ApprovedOvertime, what_was_worked
from kpi.pay.payout import OvertimeKind
from scheduler.dispatch import Presence
from scheduler.errors import InputError
from tests.kpi.making import CLOCK, at, facts, shift, version

DAYS = ("2026-11-02", "2026-11-03", "2026-11-04")
BOUND = in_force(
    [[version(1, [shift(start=f"{d}T09:00", end=f"{d}T18:00") for d in DAYS], "2026-10-25T12:00")]]
)


def asked(presences):
    return attendance_of(presences).questions


def there(*stretches):
    return [Presence("A", at(f"2026-11-{a}"), at(f"2026-11-{b}")) for a, b in stretches]


FORGOTTEN = there(("02T09:00", "02T18:00"), ("03T09:00", "04T18:00"))


@pytest.mark.parametrize(
    ("stretch", "is_doubted"),
    [
        (("02T00:00", "02T16:00"), False),
        (("02T00:00", "02T16:01"), True),
        (("02T09:00", "02T09:05"), False),
        (("02T09:00", "02T09:04"), True),
    ],
)
def test_the_bounds_themselves_are_no_doubt(stretch, is_doubted):
    assert bool(asked(there(stretch))) is is_doubted


def test_rows_that_touch_are_one_presence():
    one = there(("02T08:00", "02T20:00"), ("02T20:00", "03T06:00"))
    (found,) = asked(one)
    assert (found.start_min, found.end_min) == (at("2026-11-02T08:00"), at("2026-11-03T06:00"))
    twice = there(("02T09:00", "02T09:02"), ("02T09:02", "02T18:00"))
    assert asked(twice) == ()


def test_the_shifts_it_touches_are_unknown_and_no_others():
    known = facts_of_hours(shift_hours(BOUND, attendance_of(FORGOTTEN), (), clock=CLOCK))
    assert np.isnan(known["adherent_min"]).tolist() == [False, True, True]
    assert np.isnan(known["absent_shifts"]).tolist() == [False, True, True]
    assert known["scheduled_min"].tolist() == [540, 540, 540]


def test_without_a_roster_the_days_it_touches_are_unknown():
    rows = [facts(date=dt.date.fromisoformat(d), scheduled_min=540) for d in DAYS]
    known = merge(
        [merge(rows), facts_of_days(merge(rows), attendance_of(FORGOTTEN), (), clock=CLOCK)]
    )
    assert np.isnan(known["present_min"]).tolist() == [False, True, True]


def approved(day, until="20:00"):
    start, end = at(f"2026-11-{day}T18:00"), at(f"2026-11-{day}T{until}")
    return ApprovedOvertime("A", start, end, OvertimeKind.WORKDAY, "lead")


def test_overtime_within_it_waits():
    present = [*there(("02T09:00", "02T19:30")), *FORGOTTEN[1:]]
    worked = what_was_worked([approved("02"), approved("03")], attendance_of(present), BOUND)
    assert [one.minutes for one in worked] == [90, None]


def said(start, end, true=None, *, by="hr", why="", **more):
    """A request about what was recorded from start to end, decided by somebody; None: nobody."""
    first, last = (None, None) if true is None else (at(f"2026-11-{t}") for t in true)
    is_approved = more.pop("is_approved", None if by is None else not why)
    return PunchRequest(
        "A",
        at(f"2026-11-{start}"),
        at(f"2026-11-{end}"),
        first,
        last,
        "forgot",
        "lead",
        by or "",
        is_approved,
        why,
    )


LONG = ("03T09:00", "04T18:00")


def test_true_times_that_were_approved_count_in_hours_and_overtime():
    answer = said(*LONG, ("03T09:30", "03T19:00"))
    known = attendance_of(FORGOTTEN, [answer])
    assert known.questions == ()
    hours = facts_of_hours(shift_hours(BOUND, known, (), clock=CLOCK))
    # the 3rd: half an hour late; the 4th: nothing of it is left, and nobody was there
    assert hours["adherent_min"].tolist() == [540, 510, 0]
    assert hours["absent_shifts"].tolist() == [0, 0, 1]
    assert [one.minutes for one in what_was_worked([approved("03")], known, BOUND)] == [60]


def test_what_nobody_decided_on_changes_nothing():
    waiting = said(*LONG, ("03T09:00", "03T18:00"), by=None)
    assert attendance_of(FORGOTTEN, [waiting]) == attendance_of(FORGOTTEN)


def test_refused_what_was_recorded_counts_for_nothing():
    refused = said(*LONG, ("03T09:00", "03T20:00"), why="camera shows nobody")
    known = attendance_of(there(LONG), [refused])
    assert known.questions == ()
    hours = facts_of_hours(shift_hours(BOUND, known, (), clock=CLOCK))
    assert hours["absent_shifts"].tolist() == [1, 1, 1]
    assert [one.minutes for one in what_was_worked([approved("03")], known, BOUND)] == [0]


def test_the_last_decision_holds():
    answers = [said(*LONG, why="no"), said(*LONG, ("03T09:00", "03T18:00"))]
    assert attendance_of(FORGOTTEN, answers).there["A"][-1] == (
        at("2026-11-03T09:00"),
        at("2026-11-03T18:00"),
    )
    assert len(attendance_of(FORGOTTEN, answers[::-1]).there["A"]) == 1


def alone(moment, missing, agent="A"):
    return Presence(agent, at(f"2026-11-{moment}"), at(f"2026-11-{moment}"), missing=missing)


def test_a_punch_alone_makes_its_shift_unknown_until_it_is_answered():
    present = [*there(("02T09:00", "02T18:00"), ("04T09:00", "04T18:00")), alone("03T08:58", "end")]
    known = attendance_of(present)
    asked_at = at("2026-11-03T08:58")
    assert known.questions == (AskedPresence("A", asked_at, asked_at, Doubt.NO_END),)
    hours = facts_of_hours(shift_hours(BOUND, known, (), clock=CLOCK))
    assert np.isnan(hours["adherent_min"]).tolist() == [False, True, False]
    answered = attendance_of(present, [said("03T08:58", "03T08:58", ("03T08:58", "03T18:00"))])
    hours = facts_of_hours(shift_hours(BOUND, answered, (), clock=CLOCK))
    assert hours["adherent_min"].tolist() == [540, 540, 540]


def test_an_end_alone_is_asked_about_as_well_and_one_inside_a_presence_is_not():
    present = there(("02T09:00", "02T18:00"))
    (found,) = attendance_of([*present, alone("03T18:02", "start")]).questions
    assert found.why is Doubt.NO_START
    assert attendance_of([*present, alone("02T12:00", "start")]).questions == ()


def test_overtime_after_a_punch_without_an_end_waits():
    known = attendance_of([*there(("02T09:00", "02T18:00")), alone("03T09:00", "end")])
    worked = what_was_worked([approved("02"), approved("03")], known, BOUND)
    assert [one.minutes for one in worked] == [0, None]


def by_card(agent, start, end, card):
    return Presence(agent, at(f"2026-11-{start}"), at(f"2026-11-{end}"), card)


def test_two_people_with_one_card_at_one_time_are_both_asked_about():
    mine = by_card("A", "02T09:00", "02T18:00", "77")
    known = attendance_of([mine, by_card("B", "02T17:00", "02T23:00", "77")])
    assert [(one.agent_id, one.why) for one in known.questions] == [
        ("A", Doubt.SHARED_CARD),
        ("B", Doubt.SHARED_CARD),
    ]
    after = by_card("B", "02T18:00", "02T23:00", "77")  # one after the other
    assert attendance_of([mine, after]).questions == ()
    other = by_card("B", "02T17:00", "02T23:00", "78")
    assert attendance_of([mine, other]).questions == ()


def test_a_card_used_within_the_shift_of_another_who_uses_it_is_asked_about():
    rows = [by_card("A", "02T06:00", "02T10:00", "77"), by_card("B", "05T09:00", "05T18:00", "77")]
    colleague = shift("B", start="2026-11-02T09:00", end="2026-11-02T18:00")
    (found,) = attendance_of(rows, shifts=[colleague]).questions
    assert (found.agent_id, found.why) == ("A", Doubt.SHARED_CARD)
    assert attendance_of(rows).questions == ()


def test_the_limits_are_the_firms():
    ten = PresenceLimits(longest_min=600, shortest_min=30)
    rows = there(("02T09:00", "02T19:01"), ("03T09:00", "03T09:29"), ("04T09:00", "04T19:00"))
    found = attendance_of(rows, limits=ten).questions
    assert [one.why for one in found] == [Doubt.TOO_LONG, Doubt.TOO_SHORT]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda: said(*LONG, by="A"), "approved_by_oneself"),  # the agent
        (lambda: said(*LONG, by="lead"), "approved_by_oneself"),  # who says so
        (lambda: said(*LONG, is_approved=False), "punch_refused_why"),
        (lambda: said(*LONG, by=None, is_approved=True), "punch_undecided"),
        (lambda: said(*LONG, ("03T18:00", "03T09:00")), "ends_before_start"),
        (lambda: said(*LONG, ("13T09:00", "13T18:00")), "punch_elsewhere"),
    ],
)
def test_what_cannot_be_said_is_a_fault(wrong, code):
    with pytest.raises(InputError) as error:
        wrong()
    assert code in [fault.code for fault in error.value.faults]
