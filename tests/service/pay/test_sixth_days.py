"""Sixth days that a plan says are overtime are proposed by rosters, confirmed once, then paid."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.overtime import ApprovedOvertime, by_day
from kpi.pay.overtime import overtime_of as overtime_paid
from kpi.pay.paid_hours import paid_hours
from kpi.pay.payout import OvertimeKind, PayPlan
from kpi.pay.plan_parts import plan_parts
from scheduler.agent import Absence, ProtectedBy
from scheduler.campaign import Campaign
from scheduler.dispatch import Presence
from scheduler.errors import InputError, UnusualError
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.work_plan import SixthDay, WorkPlan
from service.looked import looked_at
from service.month.month_inputs import days_off
from service.pay import overtime, pay_entries, sixth_days
from service.pay.campaign_leave import leave_owed
from service.pay.month_needs import NeedKind, NeedState
from service.pay.month_readiness import readiness
from service.pay.sixth_days import SixthDayDoubt, Stands
from service.records import campaigns
from service.roster import intake, publishing, requests
from store.files.kpi_law import overtime_law
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.pay.test_overtime import worked_of_approved

D = Decimal
WHO = {"by": "人事", "now": s.NOW}
DECEMBER, NOVEMBER = Month(2026, 12), Month(2026, 11)
SATURDAY = dt.date(2026, 12, 5)


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    yield opened
    opened.close()


def keep(database, how=SixthDay.OVERTIME, *, consent=True, **of_agent):
    """Keep the week under a plan of which A1 works six days."""
    first = dataclasses.replace(s.AGENTS[0], overtime_consent=consent, **of_agent)
    plan = WorkPlan("大小周", sixth_day=how)
    rules = RuleSet((s.SHAPE,), plans=(plan,), work_plan=plan.name)
    agents = (first, *s.AGENTS[1:])
    week = s.week(agents=agents, rules=rules, absences=(), wishes=())
    intake.keep_week(at_desk(database, **WHO), week)


def publish(database, days=range(6), hour=9, *, last=None):
    """Publish a roster in which A1 works on some days, on the last one from another hour."""
    shifts = [s.shift("A1", day=day, hour=hour) for day in days]
    if last is not None:
        shifts[-1] = s.shift("A1", day=list(days)[-1], hour=last)
    publishing.keep_roster(at_desk(database, by="主管", now=s.NOW), s.LABEL, Roster(tuple(shifts)))
    publishing.publish(at_desk(database, by="主管", now=s.NOW), s.LABEL, reason="演练")


def proposed(database, month=DECEMBER):
    return sixth_days.proposals(at_desk(database), month)


def confirm(database, chosen=None, **more):
    chosen = proposed(database) if chosen is None else chosen
    return sixth_days.confirm(at_desk(database, **WHO), DECEMBER, chosen, **more)


def entered(database):
    return [one.value for one in overtime.approved_overtime(at_desk(database), DECEMBER)]


def worked(database, first=9.0, last=18.0):
    there = (Presence("A1", s.at(5, first), s.at(5, last)),)
    with database.write() as unit:
        unit.floor.replace_presences("main", s.at(5, 0), s.at(6, 0), there)
    return [one.minutes for one in worked_of_approved(database, DECEMBER)]


def test_the_sixth_day_of_a_published_roster_is_proposed_with_where_it_comes_from(database):
    keep(database)
    assert proposed(database) == ()
    publish(database)
    (one,) = proposed(database)
    assert (one.agent_id, one.date, one.minutes) == ("A1", SATURDAY, 480)
    assert (one.week, one.plan, one.stands, one.doubts) == (s.LABEL, "大小周", Stands.NEW, ())
    assert entered(database) == []  # looking keeps nothing
    assert proposed(database, NOVEMBER) == ()


@pytest.mark.parametrize("how", [None, SixthDay.SHORTER, SixthDay.AVERAGED])
def test_other_sixth_days_propose_nothing(database, how):
    keep(database, how)
    publish(database)
    assert proposed(database) == ()


def test_five_days_propose_nothing(database):
    keep(database)
    publish(database, range(5))
    assert proposed(database) == ()


def test_what_is_confirmed_is_paid_as_far_as_it_was_worked_and_the_meal_is_not(database):
    keep(database)
    publish(database)
    assert worked(database) == []  # nothing is paid that nobody confirmed
    assert confirm(database) == 1
    (one,) = entered(database)
    assert (one.kind, one.time_off, one.week) == (OvertimeKind.REST_DAY, False, s.LABEL)
    assert one.approved_by == "人事"
    assert worked(database) == [480]
    assert worked(database, last=15) == [300]


@pytest.mark.parametrize(("time_off", "amounts"), [(False, [D("459.77")]), (True, [])])
def test_eight_hours_of_a_sixth_day_are_paid_twofold_or_not_at_all(database, time_off, amounts):
    keep(database)
    publish(database)
    confirm(database, time_off=time_off)
    worked(database)
    found = overtime_paid(worked_of_approved(database, DECEMBER), clock=s.CLOCK)
    plan = PayPlan("A1", DECEMBER.first, D(5000), D(1000))  # 5000 / 21.75 / 8 * 8 * 200 %
    parts = plan_parts([plan], DECEMBER)
    lines, notes = paid_hours(parts, found, {}, law=overtime_law(DECEMBER), limits=None)
    assert ([one.amount for one in lines], notes) == (amounts, [])


def test_what_of_a_sixth_day_runs_into_a_statutory_holiday_is_paid_as_the_rosters():
    start, end = (s.CLOCK.at(dt.date(2026, 12, 31), hour * 60) for hour in (20, 29))
    night = ApprovedOvertime("A1", start, end, OvertimeKind.REST_DAY, "主管")
    off = days_off(DECEMBER.first, DECEMBER.after.last)
    rostered = dataclasses.replace(night, week="2026-W53")
    found = [
        [(one.end_min - one.start_min, one.kind) for one in by_day([each], (), off, clock=s.CLOCK)]
        for each in (night, rostered)
    ]
    assert found == [
        [(240, OvertimeKind.REST_DAY), (300, OvertimeKind.HOLIDAY)],
        [(240, OvertimeKind.REST_DAY)],
    ]


def test_the_same_roster_proposed_and_confirmed_again_adds_nothing(database):
    keep(database)
    publish(database)
    confirm(database)
    publish(database)
    assert [one.stands for one in proposed(database)] == [Stands.CONFIRMED]
    assert confirm(database) == 0
    assert len(entered(database)) == 1


def test_a_changed_roster_tells_what_differs_and_takes_the_old_ones_place(database):
    keep(database)
    publish(database)
    confirm(database)
    publish(database, last=10)
    (one,) = proposed(database)
    assert (one.stands, one.before) == (Stands.CHANGED, (s.at(5, 9), s.at(5, 18)))
    assert confirm(database) == 1
    assert [(each.start_min, each.end_min) for each in entered(database)] == [
        (s.at(5, 10), s.at(5, 19))
    ]


def test_what_no_roster_has_any_more_is_taken_out(database):
    keep(database)
    publish(database)
    confirm(database)
    publish(database, range(5))
    assert [one.stands for one in proposed(database)] == [Stands.GONE]
    confirm(database)
    assert (entered(database), proposed(database)) == ([], ())


def test_what_moved_since_it_was_looked_at_is_not_confirmed(database):
    keep(database)
    publish(database)
    seen = proposed(database)
    publish(database, last=10)
    with pytest.raises(InputError, match="proposal_moved"):
        confirm(database, seen)
    assert entered(database) == []


def test_another_persons_entry_since_is_told(database):
    keep(database)
    publish(database)
    desk = dataclasses.replace(at_desk(database, **WHO), seen=at_desk(database).seen_now())
    theirs = ApprovedOvertime("A1", s.at(2, 19), s.at(2, 20), OvertimeKind.WORKDAY, "主管")
    overtime.approve_overtime(at_desk(database, by="主管", now=s.NOW), theirs)
    with pytest.raises(InputError, match="changed_meanwhile"):
        sixth_days.confirm(desk, DECEMBER, proposed(database))


def test_a_campaign_that_promises_leave_proposes_leave_and_a_person_may_choose_pay(database):
    keep(database)
    publish(database)
    until = dt.date(2027, 1, 31)
    campaign = Campaign("双十二", SATURDAY, dt.date(2026, 12, 13), time_off_until=until)
    with looked_at("已发布的班表不变"):
        campaigns.save_campaign(at_desk(database, **WHO), campaign)
    (one,) = proposed(database)
    assert (one.campaign, one.until) == ("双十二", until)
    (owed,) = leave_owed(at_desk(database, now=s.NOW))  # planned is planned, and no more
    assert (owed.agent_id, owed.firm_min, owed.planned_min) == ("A1", 0, one.minutes)
    assert not any(
        need.kind is NeedKind.CAMPAIGN_LEAVE
        for need in readiness(at_desk(database), DECEMBER).needs
    )
    confirm(database)
    assert [each.time_off for each in entered(database)] == [True]
    (owed,) = leave_owed(at_desk(database, now=s.NOW), month=DECEMBER)
    assert (owed.campaign, owed.until, owed.planned_min) == ("双十二", until, 0)
    assert owed.confirmed_min == one.minutes  # the work in it, without its meal
    need = readiness(at_desk(database), DECEMBER).need(NeedKind.CAMPAIGN_LEAVE)
    assert (need.count, need.names) == (1, ("双十二",))
    assert leave_owed(at_desk(database, now=s.NOW), month=NOVEMBER) == ()
    later = dataclasses.replace(at_desk(database, **WHO), now=s.NOW + dt.timedelta(days=21))
    day = dt.date(2026, 12, 8)
    gone = Absence("A1", s.CLOCK.at(day), s.CLOCK.at(day + dt.timedelta(days=1)), "compensatory")
    requests.enter_absence(later, gone)
    assert leave_owed(later) == ()  # taken
    (entry,) = overtime.approved_overtime(at_desk(database), DECEMBER)
    pay_entries.withdraw_entry(at_desk(database, **WHO), entry.id, ApprovedOvertime)
    confirm(database, time_off=False)
    assert [each.time_off for each in entered(database)] == [False]


@pytest.mark.parametrize(
    ("of_agent", "doubts"),
    [
        ({"consent": False}, (SixthDayDoubt.NO_CONSENT,)),
        (
            {"protected": ProtectedBy.PREGNANCY, "protected_from": SATURDAY},
            (SixthDayDoubt.PROTECTED,),
        ),
    ],
)
def test_whoever_did_not_agree_or_is_protected_is_asked_about(database, of_agent, doubts):
    keep(database, **of_agent)
    publish(database)
    (one,) = proposed(database)
    assert one.doubts == doubts
    with pytest.raises(UnusualError):
        confirm(database)
    assert entered(database) == []
    with looked_at("已经上了班"):
        assert confirm(database) == 1


def test_more_than_the_law_allows_in_a_month_is_asked_about_with_the_article(database):
    keep(database)
    publish(database)
    for day in range(8, 12):  # 28 hours beside the 8 of the sixth day: 36 are lawful
        much = ApprovedOvertime("A1", s.at(day, 10), s.at(day, 17), OvertimeKind.WORKDAY, "主管")
        overtime.approve_overtime(at_desk(database, **WHO), much)
    assert [one.doubts for one in proposed(database)] == [()]
    more = ApprovedOvertime("A1", s.at(12, 10), s.at(12, 11), OvertimeKind.WORKDAY, "主管")
    overtime.approve_overtime(at_desk(database, **WHO), more)
    with pytest.raises(UnusualError) as error:
        confirm(database)
    (fault,) = error.value.faults
    assert (fault.code, fault.details["limit"]) == ("sixth_day_above_month", "36")
    assert "41" in fault.details["article"] or "四十一" in fault.details["article"]


def test_overtime_entered_by_hand_for_the_day_is_left_as_it_is(database):
    keep(database)
    publish(database)
    mine = ApprovedOvertime("A1", s.at(5, 9), s.at(5, 18), OvertimeKind.REST_DAY, "主管")
    overtime.approve_overtime(at_desk(database, **WHO), mine)
    assert [one.stands for one in proposed(database)] == [Stands.BY_HAND]
    assert confirm(database) == 0
    assert worked(database) == [0]  # it lies within the roster, as before there were proposals


def test_a_corrected_entry_keeps_where_it_comes_from(database):
    keep(database)
    publish(database)
    confirm(database)
    (entry,) = overtime.approved_overtime(at_desk(database), DECEMBER)
    shorter = dataclasses.replace(entry.value, end_min=s.at(5, 15), week="")
    desk = at_desk(database, **WHO)
    pay_entries.correct_entry(desk, entry.id, ApprovedOvertime, shorter)
    assert worked(database) == [300]


def test_the_month_says_how_many_proposals_wait(database):
    keep(database)
    publish(database)
    need = readiness(at_desk(database), DECEMBER).need(NeedKind.OVERTIME)
    assert (need.state, need.count, need.of, need.names) == (NeedState.PARTLY, 1, 1, ("A1",))
    confirm(database)
    need = readiness(at_desk(database), DECEMBER).need(NeedKind.OVERTIME)
    assert (need.state, need.count, need.of) == (NeedState.DONE, 0, 1)
    kinds = [each.kind for each in readiness(at_desk(database), NOVEMBER).needs]
    assert NeedKind.OVERTIME not in kinds
