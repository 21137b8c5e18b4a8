import dataclasses
import datetime as dt

import pytest

from kpi.month import Month
from kpi.payout import Overtime, OvertimeKind
from scheduler.errors import InputError
from service import intake, overtime
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
WORKED = Overtime("A1", dt.date(2026, 11, 8), OvertimeKind.REST_DAY, 120, "主管")


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    intake.keep_week(opened, s.week(), **WHO)
    yield opened
    opened.close()


def test_overtime_belongs_to_the_month_of_its_date(database):
    overtime.enter_overtime(database, "main", WORKED, **WHO)
    assert overtime.overtime_of(database, "main", Month(2026, 11)) == (WORKED,)
    assert overtime.overtime_of(database, "main", Month(2026, 12)) == ()


def test_a_stranger_or_a_second_entry_of_a_day_is_refused(database):
    overtime.enter_overtime(database, "main", WORKED, **WHO)
    stranger = dataclasses.replace(WORKED, agent_id="A9")
    for entry, code in ((WORKED, "overtime_twice"), (stranger, "unknown_agent")):
        with pytest.raises(InputError) as error:
            overtime.enter_overtime(database, "main", entry, **WHO)
        assert error.value.faults[0].code == code
