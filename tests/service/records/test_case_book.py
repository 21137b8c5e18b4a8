import datetime as dt

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.month import kpi_intake
from service.records import case_book, complaints
from service.records.case_book import CaseState
from service.records.complaints import Channel, Complaint
from tests.desks import at_desk
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
WHO = {"by": "主管", "now": s.NOW}
DAY = dt.timedelta(days=1)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def received(day=20):
    return s.CLOCK.at(dt.date(2026, 11, day), 9 * 60)


def enter(database, number="T1", day=20):
    one = Complaint(number, "aftersales", "A3", "A4", Channel.CHAT, "会话 1", received(day))
    return complaints.enter_complaint(at_desk(database, **WHO), one)


def book(database, now=s.NOW):
    return case_book.case_book(at_desk(database, now=now), NOVEMBER)


def state(database, now=s.NOW):
    (case,) = book(database, now).cases
    return case.state


def test_case_goes_from_unanswered_to_counted(database):
    number = enter(database)
    assert state(database) is CaseState.UNANSWERED
    complaints.update_complaint(at_desk(database, **WHO), number, answered_min=received() + 30)
    assert state(database) is CaseState.OPEN
    complaints.update_complaint(at_desk(database, **WHO), number, closed_min=received() + 90)
    assert state(database) is CaseState.UNDECIDED
    complaints.decide_fault(at_desk(database, **WHO), number, is_at_fault=True)
    assert state(database) is CaseState.APPEALABLE
    assert state(database, s.NOW + 4 * DAY) is CaseState.AT_FAULT
    complaints.appeal(at_desk(database, **WHO), number)
    assert state(database, s.NOW + 4 * DAY) is CaseState.APPEALED
    complaints.decide_fault(at_desk(database, **WHO), number, is_at_fault=False)
    assert state(database) is CaseState.NO_FAULT


def test_overdue_ones_of_every_month_are_told(database):
    enter(database)
    one = Complaint("T0", "presales", "A1", "A4", Channel.CHAT, "", received() - 31 * 24 * 60)
    complaints.enter_complaint(at_desk(database, **WHO), one)
    found = book(database)
    assert [one.number for one in found.overdue] == ["T0", "T1"]
    assert [case.is_overdue for case in found.cases] == [True]


def test_handling_counts_for_the_owner(database):
    number = enter(database)
    told = {"answered_min": received() + 30, "closed_min": received() + 90}
    complaints.update_complaint(
        at_desk(database, **WHO), number, **told, is_solved=True, is_content=False
    )
    (handling,) = book(database).handled
    assert (handling.owner, handling.handled, handling.in_time) == ("A4", 1, 1)
    assert (handling.solved, handling.asked, handling.content) == (1, 1, 0)


def test_complaints_that_a_file_has_are_not_counted_twice(database, tmp_path):
    enter(database)
    path = tmp_path / "facts.csv"
    path.write_text(
        "agent_id,post,date,complaints,complaints_in_time\nA3,aftersales,2026-11-02,1,1\n"
    )
    kpi_intake.import_facts(at_desk(database, **WHO), path)
    with pytest.raises(InputError, match="complaints_counted"):
        case_book.count_into_scores(at_desk(database, **WHO), NOVEMBER)


def test_complaints_are_counted_and_counted_again(database):
    enter(database)
    for _ in range(2):
        found = case_book.count_into_scores(at_desk(database, **WHO), NOVEMBER)
    assert found["complaints"].sum() == 1
