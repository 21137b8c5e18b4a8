"""How many do not come to their shifts, from attendance and absences told after publication."""

import dataclasses
import datetime as dt

import pytest

from scheduler.agent import Absence
from scheduler.dispatch import Presence
from scheduler.roster import Roster
from service.access.grants import Role, ScopeKind
from service.floor import own_absences as own
from service.floor.own_absences import OwnAbsence, adopt_absences, own_absences
from service.month import kpi_intake
from service.roster.publishing import keep_roster, publish
from service.roster.requests import enter_absence
from service.shop.shops import posts
from store.files.kpi_tables import ATTENDANCE
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.access.people import signed_in

AFTER = dt.datetime(2026, 12, 8, 2, 0, tzinfo=dt.UTC)
WEEK = {"by": "主管", "now": s.NOW, "absences": (), "wishes": ()}
SHIFTS = tuple(s.shift(who, day) for who in ("A1", "A2") for day in (1, 2, 3))


def desk(opened, now=AFTER):
    return at_desk(opened, by="主管", now=now)


def recorded(opened, tmp_path, shifts):
    there = [Presence(one.agent_id, one.start_min, one.end_min) for one in shifts]
    ATTENDANCE.write(there, tmp_path / "attendance.csv", s.CLOCK)
    kpi_intake.import_attendance(desk(opened), tmp_path / "attendance.csv")


@pytest.fixture
def opened(tmp_path):
    """Return a week in which two people have three shifts each on the pre-sales."""
    opened = s.database(tmp_path, s.with_week(**WEEK))
    keep_roster(desk(opened, s.NOW), s.LABEL, Roster(SHIFTS))
    publish(desk(opened, s.NOW), s.LABEL, reason="试")
    yield opened
    opened.close()


def test_without_attendance_nothing_is_known_and_nothing_proposed(opened):
    found = own_absences(desk(opened))["presales"]
    assert (found.known, found.away, found.unknown) == (0, 0, 6)
    assert found.rate is None
    assert own_absences(desk(opened, s.NOW)) == {}


def test_who_is_recorded_and_was_not_there_did_not_come(opened, tmp_path):
    recorded(opened, tmp_path, (*SHIFTS[:2], SHIFTS[5]))  # A2 on the last day alone
    found = own_absences(desk(opened))["presales"]
    assert (found.known, found.away, found.unknown) == (6, 3, 0)


def test_a_day_of_which_nobody_is_recorded_is_not_known(opened, tmp_path):
    recorded(opened, tmp_path, (SHIFTS[0], SHIFTS[3]))
    found = own_absences(desk(opened))["presales"]
    assert (found.known, found.away, found.unknown) == (2, 0, 4)


def test_leave_told_after_publication_counts_though_the_shift_is_gone(opened, tmp_path):
    recorded(opened, tmp_path, (*SHIFTS[:3], *SHIFTS[3:5]))
    sick = SHIFTS[5]
    later = s.NOW + dt.timedelta(days=8)
    leave = Absence("A2", sick.start_min - 60, sick.end_min + 60, "sick")
    enter_absence(desk(opened, later), leave)
    keep_roster(desk(opened, later), s.LABEL, Roster(SHIFTS[:5]))
    publish(desk(opened, later), s.LABEL, reason="试")
    found = own_absences(desk(opened))["presales"]
    assert (found.known, found.away, found.unknown) == (6, 1, 0)


def test_the_share_is_kept_by_a_press_and_only_from_enough_shifts(opened):
    few = OwnAbsence("presales", s.MONDAY, s.MONDAY, own.LEAST - 1, 9, 0)
    assert few.rate is None
    enough = OwnAbsence("presales", s.MONDAY, s.MONDAY, 400, 17, 0)
    assert enough.rate == 0.043  # 4.25 %
    assert enough.ends == pytest.approx((0.0267, 0.0670), abs=0.0002)  # Wilson, by hand
    adopt_absences(desk(opened), enough)
    kept = {post.id: post.staffing.absence_rate for post in posts(desk(opened))}
    assert kept == {"presales": 0.043, "aftersales": 0.0}


def test_planner_and_supervisor_with_accounts_may_look(opened, tmp_path):
    recorded(opened, tmp_path, SHIFTS)
    for role in (Role.PLANNER, Role.SUPERVISOR):
        there = dataclasses.replace(desk(opened), person=signed_in((role, ScopeKind.SHOP)))
        assert own_absences(there)["presales"].known == 6
