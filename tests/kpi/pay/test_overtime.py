"""Overtime is paid when it was approved and worked."""

import pytest

from kpi.facts.scheduled import in_force
from kpi.pay.overtime import ApprovedOvertime, worked_overtime
from kpi.pay.payout import OvertimeKind
from scheduler.dispatch import Presence
from scheduler.errors import InputError
from tests.kpi.making import CLOCK, at, shift, version

DAY = "2026-11-02"
SHIFT = in_force(
    [[version(1, [shift(start=f"{DAY}T09:00", end=f"{DAY}T18:00")], "2026-10-25T12:00")]]
)


def approved(start, end, kind=OvertimeKind.WORKDAY, by="lead", **more):
    return ApprovedOvertime("A", at(f"{DAY}T{start}"), at(f"{DAY}T{end}"), kind, by, **more)


def minutes(asked, *present):
    there = [Presence("A", at(f"{DAY}T{start}"), at(f"{DAY}T{end}")) for start, end in present]
    return [one.minutes for one in worked_overtime(asked, there, SHIFT, clock=CLOCK)]


def test_only_approved_time_in_which_the_agent_was_there_counts():
    assert minutes([approved("18:00", "21:00")], ("09:00", "20:00")) == [120]
    assert minutes([approved("18:00", "19:00")], ("09:00", "23:00")) == [60]
    assert minutes([approved("18:00", "21:00")], ("09:00", "18:00")) == []
    assert minutes([], ("09:00", "23:00")) == []


def test_hours_of_the_roster_are_not_overtime():
    assert minutes([approved("17:00", "19:00")], ("09:00", "20:00")) == [60]


def test_stretches_that_overlap_count_once():
    asked = [approved("18:00", "20:00"), approved("19:00", "21:00")]
    assert minutes(asked, ("09:00", "21:00")) == [120, 60]


def test_nobody_approves_their_own_and_leave_is_for_rest_days():
    with pytest.raises(InputError, match="approved_by_oneself"):
        approved("18:00", "20:00", by="A")
    with pytest.raises(InputError, match="time_off_unlawful"):
        approved("18:00", "20:00", time_off=True)
    assert approved("18:00", "20:00", OvertimeKind.REST_DAY, time_off=True).time_off
