import datetime as dt

import pytest

from scheduler.errors import InputError
from service.demand.capacity import CapacityScenario, scenarios_ahead
from service.history.volumes import import_volumes
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "计划员", "now": s.NOW}
TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def ahead(database, **told):
    (found,) = scenarios_ahead(at_desk(database), [CapacityScenario("")], today=TODAY, **told)
    return found


def test_weeks_begin_on_the_monday_after_today(database):
    import_volumes(at_desk(database, **WHO), s.volumes())
    found = ahead(database, weeks=3)
    assert [week.start for week in found.capacity.weeks] == [
        dt.date(2026, 11, 30),
        dt.date(2026, 12, 7),
        dt.date(2026, 12, 14),
    ]
    first, second, _ = found.capacity.weeks
    # A2 is on leave on the first Tuesday: six days still hold 40 h
    assert (
        first.available_hours == second.available_hours == {"presales": 120.0, "aftersales": 40.0}
    )
    # no promotion, no growth: every week asks for the same, 6 chats a half-hour round the clock
    assert first.required_hours == pytest.approx(second.required_hours)


def test_without_a_past_nothing_is_made_up(database):
    with pytest.raises(InputError) as raised:
        ahead(database)
    assert [fault.code for fault in raised.value.faults] == ["no_volumes"]


@pytest.mark.parametrize("weeks", [0, 54])
def test_a_number_of_weeks_that_makes_no_sense_is_refused(database, weeks):
    with pytest.raises(InputError) as raised:
        ahead(database, weeks=weeks)
    assert [fault.code for fault in raised.value.faults] == ["weeks_range"]
