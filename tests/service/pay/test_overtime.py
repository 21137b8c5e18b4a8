import dataclasses
import datetime as dt

import pytest

from kpi.month import Month
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import Overtime, OvertimeKind
from scheduler.dispatch import Presence
from scheduler.errors import InputError
from service.looked import looked_at
from service.month.duties import scheduled_in
from service.month.month_inputs import overtime_worked
from service.pay import overtime, pay_entries
from service.roster import publishing
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
WORKED = Overtime("A1", dt.date(2026, 11, 8), OvertimeKind.REST_DAY, 120, "主管")


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def test_overtime_belongs_to_the_month_of_its_date(database):
    overtime.enter_overtime(at_desk(database, **WHO), WORKED)
    assert overtime.overtime_of(at_desk(database), Month(2026, 11)) == (WORKED,)
    assert overtime.overtime_of(at_desk(database), Month(2026, 12)) == ()


def test_a_stranger_or_a_second_entry_of_a_day_is_refused(database):
    overtime.enter_overtime(at_desk(database, **WHO), WORKED)
    stranger = dataclasses.replace(WORKED, agent_id="A9")
    for entry, code in ((WORKED, "overtime_twice"), (stranger, "unknown_agent")):
        with pytest.raises(InputError) as error:
            overtime.enter_overtime(at_desk(database, **WHO), entry)
        assert error.value.faults[0].code == code


DECEMBER = Month(2026, 12)


def asked(day, first, last, agent="A1", kind=OvertimeKind.WORKDAY):
    return ApprovedOvertime(agent, s.at(day, first), s.at(day, last), kind, "主管")


def there(database, *stretches):
    presences = tuple(Presence("A1", s.at(day, a), s.at(day, b)) for day, a, b in stretches)
    with database.write() as unit:
        unit.floor.replace_presences("main", s.at(0, 0), s.at(7, 0), presences)


def test_approved_overtime_is_worked_as_far_as_attendance_goes_beyond_the_roster(database):
    publishing.keep_roster(at_desk(database, by="主管", now=s.NOW), s.LABEL, s.roster())
    publishing.publish(at_desk(database, by="主管", now=s.NOW), s.LABEL, reason="演练")
    # Tuesday 1 December; 18:00-21:00 approved, there until 20:00
    overtime.approve_overtime(at_desk(database, **WHO), asked(1, 18, 21))
    there(database, (1, 9, 20))
    (found,) = worked_of_approved(database, DECEMBER)
    assert found.minutes == 120


def worked_of_approved(database, month):
    with database.read() as unit:
        scheduled = scheduled_in(unit, "main", month.before.last, month.after.first)
        return overtime_worked(unit, "main", month, scheduled)


def test_without_attendance_nobody_knows_what_was_worked(database):
    overtime.approve_overtime(at_desk(database, **WHO), asked(1, 18, 21))
    (found,) = worked_of_approved(database, DECEMBER)
    assert found.minutes is None


@pytest.mark.parametrize(
    ("approved", "code"),
    [
        (asked(1, 20, 22), "overtime_twice"),  # overlaps what is approved
        (asked(1, 18, 21, agent="A9"), "unknown_agent"),
        (asked(2, 18, 21, kind=OvertimeKind.HOLIDAY), "overtime_no_holiday"),
        (asked(32, 9, 12), "overtime_on_holiday"),  # New Year's Day
    ],
)
def test_what_cannot_be_approved_is_told(database, approved, code):
    overtime.approve_overtime(at_desk(database, **WHO), asked(1, 18, 21))
    with pytest.raises(InputError) as error:
        overtime.approve_overtime(at_desk(database, **WHO), approved)
    assert [fault.code for fault in error.value.faults] == [code]


def test_a_file_of_overtime_is_taken_in_once_and_an_approval_taken_back(database, tmp_path):
    path = tmp_path / "overtime.csv"
    path.write_text(
        "agent_id,start,end,kind,approved_by\nA1,2026-12-01T18:00,2026-12-01T21:00,工作日,主管\n"
    )
    with looked_at("再导入一次"):
        taken = [overtime.import_overtime(at_desk(database, **WHO), path) for _ in range(2)]
    assert taken == [1, 0]
    (entry,) = overtime.approved_overtime(at_desk(database), DECEMBER)
    pay_entries.withdraw_entry(at_desk(database, **WHO), entry.id, ApprovedOvertime)
    assert overtime.approved_overtime(at_desk(database), DECEMBER) == ()


def test_a_file_with_one_bad_stretch_leaves_nothing(database, tmp_path):
    path = tmp_path / "overtime.csv"
    path.write_text(
        "agent_id,start,end,kind,approved_by\n"
        "A1,2026-12-01T18:00,2026-12-01T21:00,workday,主管\n"
        "A1,2027-01-01T18:00,2027-01-01T21:00,workday,主管\n"
    )
    with pytest.raises(InputError):
        overtime.import_overtime(at_desk(database, **WHO), path)
    assert overtime.approved_overtime(at_desk(database), DECEMBER) == ()


def test_overtime_over_the_months_end_is_found_by_both_months(database):
    # from Thursday 31 December into New Year's Day
    overtime.approve_overtime(at_desk(database, **WHO), asked(31, 22, 26))
    with database.write() as unit:
        unit.floor.replace_presences(
            "main", s.at(0, 0), s.at(40, 0), (Presence("A1", s.at(31, 14), s.at(31, 26)),)
        )
    found = [
        [(one.approved.kind, one.minutes) for one in worked_of_approved(database, month)]
        for month in (DECEMBER, Month(2027, 1))
    ]
    assert found == [[(OvertimeKind.WORKDAY, 120)], [(OvertimeKind.HOLIDAY, 120)]]
    assert len(overtime.approved_overtime(at_desk(database), Month(2027, 1))) == 1
    with pytest.raises(InputError, match="overtime_twice"):
        overtime.approve_overtime(at_desk(database, **WHO), asked(31, 25, 26))
