"""Annual leave is asked for what is left of it before it is granted."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from kpi.month import Month
from kpi.pay.leave import UnusedLeave
from scheduler.agent import Absence
from scheduler.errors import InputError
from service.month.leave import balances_in, leaving_in, unused_of
from service.records import staff
from service.roster import intake, requests
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "主管", "now": s.NOW}
LABEL = s.LABEL


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path)
    agents = (replace(s.AGENTS[0], hired=dt.date(2025, 8, 1)), *s.AGENTS[1:])
    intake.keep_week(at_desk(opened, **WHO), s.week(agents=agents, absences=(), wishes=()))
    yield at_desk(opened, **WHO)
    opened.close()


def away(first, days, kind="年假", agent="A1"):
    """Return an absence of so many days from a day of the week (0: Monday) on."""
    return Absence(agent, s.at(first, 0), s.at(first + days, 0), kind)


def test_leave_within_what_is_left_is_kept(desk):
    # a year of work is full on 1 August: 153 / 365 x 5 = 2.09 days in 2026
    assert requests.annual_leave(desk, 2026)["A1"].left == 2
    requests.enter_absence(desk, away(0, 2))
    assert requests.annual_leave(desk, 2026)["A1"].left == 0


def test_leave_beyond_it_is_refused_and_nothing_is_kept(desk):
    requests.enter_absence(desk, away(0, 2))
    with pytest.raises(InputError) as told:
        requests.enter_absence(desk, away(2, 1))
    (fault,) = told.value.faults
    assert fault.code == "annual_leave_exceeded"
    assert (fault.details["entitled"], fault.details["taken"]) == ("2", "3")
    assert len(requests.absences(desk, LABEL)) == 1


def test_somebody_may_grant_it_by_name_with_a_reason(desk):
    requests.enter_absence(desk, away(0, 3), decision="家中有事，明年扣减")
    assert requests.annual_leave(desk, 2026)["A1"].left == -1
    action = shops.actions(desk, "A1")[0]
    assert (action.name, action.done.by) == ("absence_entered", "主管")
    assert action.details["reason"] == "家中有事，明年扣减"


def test_a_weekend_takes_no_annual_leave(desk):
    requests.enter_absence(desk, away(5, 2))
    assert requests.annual_leave(desk, 2026)["A1"].left == 2


def test_other_leave_and_who_has_no_dates_are_not_asked(desk):
    requests.enter_absence(desk, away(0, 5, "病假"))
    requests.enter_absence(desk, away(0, 5, agent="A2"))
    found = requests.annual_leave(desk, 2026)["A2"]
    assert (found.left, found.taken) == (None, Fraction(5))


def test_what_is_left_on_the_last_day_is_told_in_its_month(desk):
    leaver = replace(s.AGENTS[0], hired=dt.date(2020, 1, 1), leaves=dt.date(2026, 12, 4))
    shops.save_agents(desk, (leaver, *s.AGENTS[1:]))
    requests.enter_absence(desk, away(0, 1))
    december = Month(2026, 12)
    with desk.read() as unit:
        going = leaving_in(unit.staff.everybody("main"), december)
        left = unused_of(balances_in(unit, "main", 2026, going).values(), 2026)
    # 338 / 365 x 5 = 4.63; one is taken
    assert left == (UnusedLeave("A1", 3, 3),)
    assert leaving_in(shops.agents(desk), december.before) == ()


@pytest.mark.parametrize(
    ("in_file", "kept"),
    [
        ({}, (dt.date(2025, 8, 1), dt.date(2026, 12, 4))),  # the file knows no dates
        ({"hired": dt.date(2027, 2, 1)}, (dt.date(2027, 2, 1), None)),  # hired again
        ({"leaves": dt.date(2026, 12, 31)}, (dt.date(2025, 8, 1), dt.date(2026, 12, 31))),
    ],
)
def test_a_week_without_dates_takes_none_away(desk, in_file, kept):
    staff.set_date(desk, "A1", staff.EmploymentDate.LEAVES, dt.date(2026, 12, 4))
    later = s.week(s.MONDAY + dt.timedelta(days=7), absences=(), wishes=())
    agents = (replace(s.AGENTS[0], **in_file), *s.AGENTS[1:])
    intake.keep_week(desk, replace(later, agents=agents))
    now = shops.agents(desk)[0]
    assert (now.hired, now.leaves) == kept
