"""Handling counts for who handles, fault only once decided and past appeal."""

from dataclasses import replace

import pytest

from kpi.registers.complaints import (
    Channel,
    Complaint,
    ComplaintTimes,
    facts_of_complaints,
    months_at_fault,
    overdue,
)
from scheduler.errors import InputError
from tests.kpi.making import CLOCK, NOVEMBER, at

TIMES = ComplaintTimes(answer_h=2, close_h=72, appeal_days=3)
LATER = at("2026-11-20T00:00")


def complaint(**more):
    values = {
        "answered_min": at("2026-11-02T11:00"),
        "closed_min": at("2026-11-03T09:00"),
        "is_solved": True,
    }
    return Complaint(
        more.pop("number", "T1"),
        "aftersales",
        more.pop("agent", "A"),
        more.pop("owner", "B"),
        Channel.PLATFORM,
        more.pop("evidence", "chat 17"),
        at("2026-11-02T09:00"),
        **{**values, **more},
    )


def decided(is_at_fault, **more):
    return complaint(
        is_at_fault=is_at_fault, decided_min=at("2026-11-04T09:00"), decided_by="lead", **more
    )


def counted(*complaints, now=LATER):
    found = facts_of_complaints(complaints, TIMES, clock=CLOCK, now_min=now)
    return {
        found.agent_id(row): {name: int(values[row]) for name, values in found.counts.items()}
        for row in range(len(found))
    }


def test_good_handling_counts_for_the_owner_though_nobody_was_at_fault():
    row = counted(complaint(is_content=True))["B"]
    assert row["complaints"] == row["complaints_in_time"] == row["complaints_solved"] == 1
    assert row["complaints_asked"] == row["complaints_content"] == 1
    assert row["complaints_at_fault"] == 0


@pytest.mark.parametrize(
    ("answered", "closed", "in_time"),
    [
        ("2026-11-02T11:00", "2026-11-05T09:00", 1),  # the last moments
        ("2026-11-02T11:01", "2026-11-03T09:00", 0),
        ("2026-11-02T10:00", "2026-11-05T09:01", 0),
    ],
)
def test_in_time_means_answered_and_closed_in_time(answered, closed, in_time):
    row = counted(complaint(answered_min=at(answered), closed_min=at(closed)))["B"]
    assert row["complaints_in_time"] == in_time


def test_what_can_still_be_in_time_is_left_out():
    open_ = complaint(closed_min=None, is_solved=None)
    assert counted(open_, now=at("2026-11-04T00:00")) == {}
    assert counted(open_)["B"]["complaints_in_time"] == 0
    assert overdue([open_], TIMES, LATER) == (open_,)
    assert overdue([open_], TIMES, at("2026-11-04T00:00")) == ()


def test_fault_counts_for_the_agent_once_the_window_for_appeals_is_over():
    fault = decided(True)
    assert "A" not in counted(fault, now=at("2026-11-07T08:59"))
    assert counted(fault, now=at("2026-11-07T09:00"))["A"]["complaints_at_fault"] == 1
    assert "A" not in counted(replace(fault, is_appealed=True))
    assert "A" not in counted(decided(False))


def test_the_month_is_assessed_by_the_person_responsible():
    all_ = [decided(True), decided(False, number="T2"), complaint(number="T3", agent="C")]
    found = months_at_fault(all_, TIMES, NOVEMBER, clock=CLOCK, now_min=LATER)
    assert found == {"A": (2, 1), "C": (1, 0)}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"is_at_fault": True}, "decision_unfinished"),
        ({"answered_min": at("2026-11-01T00:00")}, "ends_before_start"),
        ({"owner": ""}, "empty"),
    ],
)
def test_faulty_complaints_are_refused(more, code):
    with pytest.raises(InputError, match=code):
        complaint(**more)


def test_fault_needs_evidence_and_another_judge():
    with pytest.raises(InputError, match="evidence_missing"):
        decided(True, evidence="")
    with pytest.raises(InputError, match="approved_by_oneself"):
        decided(True, agent="lead")
