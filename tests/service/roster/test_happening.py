"""Several people at once absent, late, gone, lent or kept from work, on a published day."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from scheduler.demand import Requirement
from scheduler.dispatch import InterruptionKind
from scheduler.errors import InputError
from scheduler.horizon import Clock, Horizon
from scheduler.roster import Roster
from scheduler.shift import Shift
from scheduler.verify.cover import people_at_work
from service.access.grants import Role
from service.desk import Person
from service.month import approval_steps, kpi_intake
from service.month.approval_steps import ApprovalFlow
from service.month.leave import leave_between
from service.month.months import Month
from service.month.shown_absences import approve_absence
from service.pay.month_needs import NeedKind
from service.pay.month_readiness import readiness
from service.roster import happening, intake, proposing, publishing, requests, weeks
from service.roster.happening import Happened, Happening
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW.replace(month=11, day=30, hour=2)}  # Monday 10:00
NINE, TEN, NOON, SIX = 540, 600, 720, 1080


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path, s.with_week(now=s.NOW, by="王经理"))
    desk = at_desk(opened, by="王经理", now=s.NOW)
    publishing.keep_roster(desk, s.LABEL, Roster((*s.roster().shifts, s.shift("A2"))))
    publishing.publish(desk, s.LABEL)
    yield at_desk(opened, **WHO)
    opened.close()


def lent(*people, since=TEN, until=NOON, **more):
    return Happening(
        Happened.LENT, people, s.MONDAY, since, until, reason="盘点", asked_by="仓储", **more
    )


def faults(desk, told):
    with pytest.raises(InputError) as caught:
        happening.register(desk, s.LABEL, told)
    return [(one.code, one.value) for one in caught.value.faults]


def presales(desk):
    """Return the people on pre-sales at half past nine, eleven and half past four on Monday."""
    problem = weeks.problem(desk, s.LABEL)
    roster = proposing.mending(desk, s.LABEL).roster
    return [int(people_at_work(problem, roster)[0, cell]) for cell in (19, 22, 33)]


def test_several_people_are_lent_at_once_and_out_of_cover_for_these_hours(desk):
    assert presales(desk) == [2, 2, 2]
    made = happening.register(desk, s.LABEL, lent("A1", "A2", evidence="工单 7"))
    assert presales(desk) == [2, 0, 2]
    kept = kpi_intake.interruptions(desk, Month(2026, 11))
    (one, _) = (each.interruption for each in kept)
    assert (one.kind, one.reason, one.asked_by, one.evidence, one.approved_by) == (
        InterruptionKind.SECONDMENT,
        "盘点",
        "仓储",
        "工单 7",
        "",
    )
    happening.take_back(desk, s.LABEL, made)
    assert kpi_intake.interruptions(desk, Month(2026, 11)) == ()


def test_late_gone_absent_and_kept_take_their_own_hours(desk):
    happening.register(
        desk, s.LABEL, Happening(Happened.LATE, ("A1",), s.MONDAY, None, TEN, "堵车")
    )
    gone = Happening(Happened.GONE, ("A2",), s.MONDAY, 960, None, reason="sick")
    happening.register(desk, s.LABEL, gone)
    assert presales(desk) == [1, 2, 1]
    away = [one.absence for one in requests.absences(desk, s.LABEL) if one.absence.kind == "sick"]
    assert [(one.agent_id, one.start_min, one.end_min) for one in away] == [
        ("A2", s.at(0, 16), s.at(0, 18))
    ]
    ill = Happening(Happened.ABSENT, ("A3",), s.MONDAY, reason="sick")
    assert len(happening.register(desk, s.LABEL, ill).absences) == 1
    again = Happening(Happened.KEPT, ("A3",), s.MONDAY, TEN, NOON, "系统故障")
    assert faults(desk, again) == [("hours_overlap", "A3")]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (lent("A1", "A4"), [("no_shift_that_day", "A4")]),
        (lent("A1", "A2", until=SIX + 30), [("outside_shift", "A1"), ("outside_shift", "A2")]),
        (lent("A1", since=NOON, until=TEN), [("outside_shift", "A1")]),
        (
            replace(lent("A1"), date=s.MONDAY - dt.timedelta(days=1)),
            [("date_outside", "2026-11-29")],
        ),
    ],
)
def test_wrong_hours_are_told_for_everybody_at_once_and_nothing_is_kept(desk, told, found):
    assert faults(desk, told) == found
    assert kpi_intake.interruptions(desk, Month(2026, 11)) == ()


def test_overlapping_hours_of_one_person_refuse_all(desk):
    happening.register(desk, s.LABEL, lent("A1"))
    assert faults(desk, lent("A2", "A1", since=NOON - 30, until=NOON + 60)) == [
        ("hours_overlap", "A1")
    ]
    assert len(kpi_intake.interruptions(desk, Month(2026, 11))) == 1
    happening.register(desk, s.LABEL, lent("A1", since=NOON, until=NOON + 60))  # they only touch


@pytest.mark.parametrize(
    "told",
    [
        {"agent_ids": ()},
        {"reason": " "},
        {"asked_by": ""},
        {"since": None},
        {"until": None},
    ],
)
def test_what_is_not_said_is_asked_for(told):
    with pytest.raises(InputError):
        replace(lent("A1"), **told)


def test_after_its_day_it_takes_a_reason_and_two_approvals_of_others(desk):
    late = replace(desk, now=desk.now + dt.timedelta(days=1))
    assert faults(late, lent("A1")) == [("late_reason_missing", None)]
    (number,) = happening.register(late, s.LABEL, lent("A1", late_reason="断网")).interruptions
    with pytest.raises(InputError) as caught:
        kpi_intake.approve_interruption(late, number)
    assert caught.value.faults[0].code == "approved_by_oneself"
    once = kpi_intake.approve_interruption(replace(late, person=Person("李主管")), number)
    assert not once.counts(s.CLOCK)
    twice = kpi_intake.approve_interruption(replace(late, person=Person("赵总监")), number)
    assert twice.counts(s.CLOCK)


def test_absence_has_its_evidence_and_after_its_day_a_reason_and_goes_with_them(desk):
    ill = Happening(Happened.ABSENT, ("A1",), s.MONDAY, reason="sick", evidence="病假条 12")
    made = happening.register(desk, s.LABEL, ill)
    (kept,) = requests.absences_shown(desk, s.LABEL).values()
    assert (kept.agent_id, kept.absence, kept.evidence) == ("A1", made.absences[0], "病假条 12")
    happening.take_back(desk, s.LABEL, made)
    assert requests.absences_shown(desk, s.LABEL) == {}
    later = replace(desk, now=desk.now + dt.timedelta(days=1))
    assert faults(later, ill) == [("late_reason_missing", None)]
    assert [one.absence.kind for one in requests.absences(later, s.LABEL)] == ["年假"]
    happening.register(later, s.LABEL, replace(ill, late_reason="昨天没网"))
    (kept,) = requests.absences_shown(desk, s.LABEL).values()
    assert kept.late_reason == "昨天没网"


def leave_days(desk):
    with desk.read() as unit:
        return [one.kind for one in leave_between(unit, "main", s.MONDAY, s.MONDAY)]


def waiting(desk):
    needs = readiness(desk, Month(2026, 11)).needs
    return next((one.count, one.of) for one in needs if one.kind is NeedKind.REGISTER)


def test_an_absence_registered_late_is_leave_once_another_person_approved_it(desk):
    ill = Happening(Happened.ABSENT, ("A1",), s.MONDAY, reason="sick", late_reason="昨天没网")
    later = replace(desk, now=desk.now + dt.timedelta(days=1))
    (number,) = happening.register(later, s.LABEL, ill).absences
    assert presales(later) == [1, 1, 1]  # out of cover at once
    assert (leave_days(later), waiting(later)) == ([], (1, 1))
    with pytest.raises(InputError) as caught:
        approve_absence(later, number)
    assert caught.value.faults[0].code == "approved_by_oneself"
    with pytest.raises(InputError) as caught:  # who was away is among those who may approve
        approve_absence(replace(later, person=Person("客服001")), number)
    assert caught.value.faults[0].code == "approved_by_oneself"
    boss = replace(later, person=Person("赵总监"))
    assert approve_absence(boss, number).approved_by == "赵总监"
    assert (leave_days(later), waiting(later)) == (["sick"], (0, 0))
    with pytest.raises(InputError) as caught:
        approve_absence(boss, number)
    assert caught.value.faults[0].code == "already_approved"


def test_an_absence_registered_in_time_waits_only_for_a_role_that_is_set(desk):
    ill = Happening(Happened.ABSENT, ("A1",), s.MONDAY, reason="sick")
    made = happening.register(desk, s.LABEL, ill)
    assert leave_days(desk) == ["sick"]
    happening.take_back(desk, s.LABEL, made)
    flow = ApprovalFlow.ABSENCE
    approval_steps.save_steps(desk, approval_steps.ApprovalSteps(flow, Role.SUPERVISOR, Role.HR))
    leader = replace(desk, person=Person("陈组长", "team_leader"))
    (number,) = happening.register(leader, s.LABEL, ill).absences
    assert leave_days(desk) == []
    with pytest.raises(InputError) as caught:
        approve_absence(replace(desk, person=Person("李人事", "hr")), number)
    assert caught.value.faults[0].code == "approval_of_role"
    approve_absence(replace(desk, person=Person("李主管", "supervisor")), number)
    assert leave_days(desk) == ["sick"]


def test_a_step_asks_for_its_role(desk):
    kind = ApprovalFlow.SECONDMENT
    steps = approval_steps.ApprovalSteps(kind, Role.SUPERVISOR, Role.HR)
    approval_steps.save_steps(desk, steps)
    assert approval_steps.approval_steps(desk)[kind] == steps
    (number,) = happening.register(desk, s.LABEL, lent("A1")).interruptions
    with pytest.raises(InputError) as caught:
        kpi_intake.approve_interruption(replace(desk, person=Person("李人事", "hr")), number)
    (fault,) = caught.value.faults
    assert (fault.code, fault.details["roles"]) == ("approval_of_role", (Role.SUPERVISOR,))
    boss = replace(desk, person=Person("李主管", "supervisor"))
    assert kpi_intake.approve_interruption(boss, number).counts(s.CLOCK)


@pytest.mark.parametrize("name", ["A1", "客服001", "王经理"])
def test_nobody_approves_a_loan_of_their_own_or_that_they_registered(desk, name):
    (number,) = happening.register(desk, s.LABEL, lent("A1")).interruptions
    with pytest.raises(InputError) as caught:
        kpi_intake.approve_interruption(replace(desk, person=Person(name)), number)
    assert [one.code for one in caught.value.faults] == ["approved_by_oneself"]
    (kept,) = kpi_intake.interruptions(desk, Month(2026, 11))
    assert kept.interruption.approved_by == ""


def test_a_week_that_is_not_published_and_a_locked_month_are_refused(desk, tmp_path, monkeypatch):
    opened = s.database(tmp_path / "other", s.with_week())
    publishing.keep_roster(at_desk(opened), s.LABEL, s.roster())
    assert faults(at_desk(opened, **WHO), lent("A1")) == [("week_not_published", s.LABEL)]
    opened.close()
    monkeypatch.setattr("store.run_steps.RunSteps.locked", lambda *_: 3)
    assert faults(desk, lent("A1")) == [("day_locked", "2026-11-30")]


def test_hours_after_midnight_of_a_night_ask_the_month_it_began_in(tmp_path, monkeypatch):
    horizon = Horizon(s.CLOCK, s.MONDAY)
    every = Requirement(horizon, s.POSTS, np.ones((2, horizon.intervals)))
    nights = s.week(requirement=every, forecast=None, absences=(), wishes=())
    opened = s.database(tmp_path)
    desk = at_desk(opened, by="王经理", now=s.NOW)
    intake.keep_week(desk, nights)
    night = Shift("A1", s.at(0, 22), s.at(1, 7), "presales")  # November ends in it
    publishing.keep_roster(desk, s.LABEL, Roster((night,)))
    publishing.publish(desk, s.LABEL, reason="夜班")
    tuesday = s.MONDAY + dt.timedelta(days=1)
    told = replace(lent("A1", since=60, until=180), date=tuesday)

    def locked(_steps, _shop, month):
        return 3 if month == "2026-11" else None

    monkeypatch.setattr("store.run_steps.RunSteps.locked", locked)
    assert faults(desk, told) == [("day_locked", "2026-11-30")]
    assert kpi_intake.interruptions(desk, Month(2026, 12)) == ()
    opened.close()


@pytest.mark.parametrize(
    ("zone", "day", "told", "hours"),
    [
        ("Asia/Shanghai", dt.date(2026, 11, 30), (1410, 60), 1.5),  # 23:30 to 01:00
        ("Asia/Shanghai", dt.date(2026, 11, 30), (60, 180), 2.0),  # both after midnight
        ("Asia/Shanghai", dt.date(2026, 12, 31), (1410, 60), 1.5),  # the year ends, in week 53
        ("Europe/Berlin", dt.date(2026, 3, 28), (60, 240), 2.0),  # 1:00 to 4:00: 2:00 is 3:00
        ("Europe/Berlin", dt.date(2026, 10, 24), (60, 240), 4.0),  # and 3:00 is 2:00 again
    ],
)
def test_hours_after_midnight_are_of_the_shift_that_began_before(tmp_path, zone, day, told, hours):
    clock = Clock(zone)
    monday = day - dt.timedelta(days=day.weekday())
    horizon = Horizon(clock, monday)
    begin = clock.at(day, 22 * 60)
    shift = Shift("A1", begin, begin + 540, "presales")
    opened = s.database(tmp_path)
    nights = s.week(
        monday,
        horizon=horizon,
        requirement=Requirement(horizon, s.POSTS, np.ones((2, horizon.intervals))),
        forecast=None,
        absences=(),
        wishes=(),
    )
    early = dt.datetime.combine(monday - dt.timedelta(days=7), dt.time(), dt.UTC)
    desk = at_desk(opened, by="王经理", now=early)
    intake.keep_week(desk, nights)
    label = horizon.iso_week
    publishing.keep_roster(desk, label, Roster((shift,)))
    publishing.publish(desk, label, reason="夜班")
    happening.register(desk, label, replace(lent("A1", since=told[0], until=told[1]), date=day))
    months = {Month.of(day), Month.of(day + dt.timedelta(days=1))}  # a night may be in both
    (kept,) = {one for each in months for one in kpi_intake.interruptions(desk, each)}
    assert (kept.interruption.end_min - kept.interruption.start_min) / 60 == hours
    opened.close()
