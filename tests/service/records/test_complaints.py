import datetime as dt

import numpy as np
import pytest

from kpi.facts.facts import Facts
from kpi.month import Month
from scheduler.errors import InputError
from service.month.month_inputs import month_sources
from service.records import complaints
from service.records.case_book import case_book
from service.records.complaints import Channel, Complaint, ComplaintTimes
from tests.desks import at_desk
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
NOW = s.NOW  # 23 November, 9:00 in Shanghai
LEAD = {"by": "主管", "now": NOW}


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**LEAD))


def received():
    return s.CLOCK.at(dt.date(2026, 11, 20), 9 * 60)


def complaint(**more):
    values = {"agent_id": "A3", "owner": "A4", "post": "aftersales"} | more
    return Complaint(
        "T1",
        values["post"],
        values["agent_id"],
        values["owner"],
        Channel.PLATFORM,
        "chat 17",
        received(),
    )


def test_a_complaint_is_handled_decided_appealed_and_counted(database):
    number = complaints.enter_complaint(at_desk(database, **LEAD), complaint())
    assert case_book(at_desk(database, now=NOW), NOVEMBER).overdue == (complaint(),)
    moments = {"answered_min": received() + 60, "closed_min": received() + 600}
    complaints.update_complaint(at_desk(database, **LEAD), number, **moments, is_solved=True)
    assert case_book(at_desk(database, now=NOW), NOVEMBER).overdue == ()
    complaints.decide_fault(at_desk(database, **LEAD), number, is_at_fault=True)
    later = NOW + dt.timedelta(days=3)
    before = complaints.count_complaints(at_desk(database, **LEAD), NOVEMBER)
    assert before["complaints_at_fault"].sum() == 0
    complaints.appeal(at_desk(database, by="A3", now=NOW), number)
    complaints.decide_fault(at_desk(database, **LEAD), number, is_at_fault=True)
    after = complaints.count_complaints(at_desk(database, by="主管", now=later), NOVEMBER)
    assert after["complaints_at_fault"].sum() == 1
    assert after["complaints_in_time"].sum() == 1
    (entry,) = complaints.complaints(at_desk(database), NOVEMBER)
    assert entry.value.is_solved


def test_an_appeal_has_its_window(database):
    number = complaints.enter_complaint(at_desk(database, **LEAD), complaint())
    with pytest.raises(InputError, match="nothing_to_appeal"):
        complaints.appeal(at_desk(database, by="A3", now=NOW), number)
    complaints.decide_fault(at_desk(database, **LEAD), number, is_at_fault=True)
    with pytest.raises(InputError, match="appeal_too_late"):
        complaints.appeal(at_desk(database, by="A3", now=NOW + dt.timedelta(days=3)), number)


def test_times_are_the_shops_own(database):
    complaints.enter_complaint(at_desk(database, **LEAD), complaint())
    complaints.save_times(at_desk(database, **LEAD), ComplaintTimes(240, 480))
    assert case_book(at_desk(database, now=NOW), NOVEMBER).overdue == ()


@pytest.mark.parametrize("wrong", [{"owner": "X"}, {"agent_id": "X"}, {"post": "kitchen"}])
def test_unknown_people_and_posts_are_refused(database, wrong):
    with pytest.raises(InputError, match="unknown_"):
        complaints.enter_complaint(at_desk(database, **LEAD), complaint(**wrong))
    assert complaints.complaints(at_desk(database), NOVEMBER) == ()


def test_who_had_no_complaint_in_a_counted_month_had_none(database):
    """Not "no data": the register is whole; a month that was not counted is not known."""
    day = dt.date(2026, 11, 12)
    replies = Facts.of(["A1", "A2"], ["aftersales"] * 2, [day] * 2, counts={"received": [50, 40]})
    with at_desk(database, **LEAD).write("facts_imported") as unit:
        unit.facts.save_facts(
            "main", NOVEMBER, "facts.csv", replies, at_desk(database, **LEAD).stamp
        )
    with database.read() as unit:
        before = month_sources(unit, "main", NOVEMBER).facts
    assert np.isnan(before["complaints_at_fault"]).all()
    complaints.count_complaints(at_desk(database, **LEAD), NOVEMBER)
    with database.read() as unit:
        found = month_sources(unit, "main", NOVEMBER).facts
    assert found["complaints_at_fault"].tolist() == [0, 0]
    assert found["received"].tolist() == [50, 40]
