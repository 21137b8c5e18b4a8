"""A campaign is entered once and read by forecast, requirement, roster and requests; then over."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from kpi.month import Month
from kpi.pay.time_off import TimeOffPromise
from scheduler.agent import Absence
from scheduler.errors import InputError, UnusualError
from scheduler.horizon import ClockSpan
from scheduler.post import Post, StaffingInputs
from scheduler.ruleset import RuleSet
from scheduler.shift_type import ShiftType
from scheduler.work_plan import WorkPlan
from service.demand.forecasting import forecast_week
from service.demand.staffing import staff_week
from service.demand.staffing_trial import keep_staffing
from service.file_kinds import KINDS
from service.looked import looked_at
from service.month import imports
from service.month.hours_carried import promised_in
from service.records import campaigns as c
from service.records import platform_rules
from service.roster import intake, publishing, requests, weeks
from service.shop.campaigns import helping_in
from service.shop.importing import ImportKind
from service.shop.shops import rules as shop_rules
from store.files.week import read_week
from tests.desks import at_desk
from tests.service import small_shop as s

DAY = dt.timedelta(days=1)
FIRST, LAST = s.MONDAY + 2 * DAY, s.MONDAY + 8 * DAY  # Wednesday to the Tuesday after
NINE = ((ClockSpan.parse("09:00-18:00"),),) * 7
USUAL = tuple(Post(name, StaffingInputs(), opening=NINE, min_agents=0) for name in s.POSTS)
LONG = (c.CampaignOpening((ClockSpan.parse("08:00-22:00"),)),)


@pytest.fixture
def desk(tmp_path):
    database = s.database(tmp_path)
    found = at_desk(database)
    intake.keep_week(found, s.week(posts=USUAL, volumes=s.volumes(), absences=()))
    yield found
    database.close()


def campaign(name="双11", first=FIRST, last=LAST, **changes):
    return c.Campaign(name, first, last, **changes)


def hours_by_day(desk, label=s.LABEL):
    """Return the hours that posts are open on each day of a week, by the roster's problem."""
    found = weeks.problem(desk, label)
    spans = found.opening_of("presales").stretches
    return [
        sum(max(0, min(one.end_min, b) - max(one.start_min, a)) for one in spans) / 60
        for a, b in pairwise(found.horizon.day_starts_min[:8])
    ]


def test_the_roster_opens_longer_on_its_days_alone(desk):
    assert hours_by_day(desk) == [9.0] * 7
    kept = c.save_campaign(desk, campaign(opening=LONG))
    assert hours_by_day(desk) == [9.0, 9.0, 14.0, 14.0, 14.0, 14.0, 14.0]
    c.remove_campaign(desk, kept.number)
    assert hours_by_day(desk) == [9.0] * 7


def test_the_week_after_is_as_before_from_the_day_after(desk):
    c.save_campaign(desk, campaign(opening=LONG))
    intake.keep_week(desk, s.week(s.MONDAY + 7 * DAY, posts=USUAL, absences=(), wishes=()))
    assert hours_by_day(desk, "2026-W50") == [14.0, 14.0, 9.0, 9.0, 9.0, 9.0, 9.0]


def test_the_requirement_opens_with_it(desk):
    c.save_campaign(desk, campaign(opening=LONG))
    forecast_week(desk, s.LABEL)
    made = staff_week(desk, s.LABEL).requirement
    assert made.is_open[0].reshape(7, 48).sum(axis=1).tolist() == [18, 18, 28, 28, 28, 28, 28]


def test_the_forecast_takes_its_factor_on_its_days_alone(desk):
    def by_day():
        found = forecast_week(desk, s.LABEL).forecast.mean[0]
        return found.reshape(7, 48).sum(axis=1)

    before = by_day()
    kept = c.save_campaign(desk, campaign(volume=(c.CampaignVolume(FIRST, FIRST + DAY, "", 3.0),)))
    ratio = by_day() / before
    assert np.allclose(ratio[2:4], 3.0)
    assert np.allclose(ratio[[0, 1, 6]], 1.0, atol=0.2)
    c.remove_campaign(desk, kept.number)
    assert np.allclose(by_day(), before)


def away(kind="annual", day=2, agent="A1", days=1):
    return Absence(agent, s.at(day, 0), s.at(day + days, 0), kind)


def codes(call):
    with pytest.raises(InputError) as told:
        call()
    return [fault.code for fault in told.value.faults]


@pytest.mark.parametrize(
    ("day", "is_free"), [(1, True), (2, False), (6, False), (8, False), (9, True)]
)
def test_leave_is_frozen_from_its_first_day_to_its_last(desk, day, is_free):
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.REFUSED))
    if is_free:
        requests.enter_absence(desk, away(day=day))
        return
    assert codes(lambda: requests.enter_absence(desk, away(day=day))) == ["leave_frozen"]
    asked = lambda: requests.enter_absence(desk, away(day=day), decision="家里有事")  # noqa: E731
    assert codes(asked) == ["leave_frozen"]


def test_leave_that_reaches_into_it_is_frozen(desk):
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.REFUSED))
    assert codes(lambda: requests.enter_absence(desk, away(day=0, days=3))) == ["leave_frozen"]


def test_leave_is_granted_with_a_reason_that_the_log_keeps(desk):
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.WITH_REASON))
    assert codes(lambda: requests.enter_absence(desk, away())) == ["leave_asks_reason"]
    requests.enter_absence(desk, away(), decision="家里有事")
    with desk.read() as unit:
        done = unit.actions.of(desk.shop_id)[0]
    assert (done.details["frozen_by"], done.details["reason"]) == ("双11", "家里有事")


@pytest.mark.parametrize("kind", ["sick", "病假", "maternity", "婚假", "bereavement", "培训"])
def test_what_is_a_right_is_never_frozen(desk, kind):
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.REFUSED))
    requests.enter_absence(desk, away(kind))


@pytest.mark.parametrize("kind", ["年假", "事假", "调休", "unpaid", "other"])
def test_what_may_wait_is_frozen_by_any_name(desk, kind):
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.REFUSED))
    assert codes(lambda: requests.enter_absence(desk, away(kind))) == ["leave_frozen"]


def test_a_weeks_file_brings_no_new_frozen_leave(desk):
    old = s.week(posts=USUAL, absences=(away(),))
    intake.keep_week(desk, old)
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.REFUSED))
    intake.keep_week(desk, old)  # what was granted before stands
    new = s.week(posts=USUAL, absences=(away(), away(agent="A3")))
    assert codes(lambda: intake.keep_week(desk, new)) == ["leave_frozen"]


def test_a_weeks_file_with_frozen_leave_asks_why(desk):
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.WITH_REASON))
    new = s.week(posts=USUAL, absences=(away(),))
    with pytest.raises(UnusualError) as asked:
        intake.keep_week(desk, new)
    assert [fault.code for fault in asked.value.faults] == ["leave_asks_reason"]
    with looked_at("已与本人约定"):
        intake.keep_week(desk, new)


def test_one_of_a_name_is_replaced_and_put_back(desk):
    first = c.save_campaign(desk, campaign())
    again = c.save_campaign(desk, campaign(last=LAST + DAY))
    assert (first.before, again.before) == (None, campaign())
    c.undo_campaign(desk, again)
    assert [one.value for one in c.campaigns(desk)] == [campaign()]
    c.undo_campaign(desk, c.save_campaign(desk, campaign("618", note="x")))
    assert [one.value for one in c.campaigns(desk)] == [campaign()]


def test_what_others_changed_since_is_not_written_over(desk):
    seen = desk.seen_now()
    c.save_campaign(desk, campaign())
    late = at_desk(desk.database, by="别人", seen=seen)
    assert codes(lambda: c.save_campaign(late, campaign(note="x"))) == ["changed_meanwhile"]


def test_unknown_posts_and_contradictions_are_refused(desk):
    stray = (c.CampaignOpening(LONG[0].hours, posts=("nobody",)),)
    assert codes(lambda: c.save_campaign(desk, campaign(opening=stray))) == ["unknown_post"]
    c.save_campaign(desk, campaign(opening=LONG))
    other = campaign("618", LAST, LAST, opening=LONG)
    assert codes(lambda: c.save_campaign(desk, other)) == ["campaigns_open_twice"]


def test_a_file_is_taken_in_whole_written_and_withdrawn(desk, tmp_path):
    c.save_campaign(desk, campaign(opening=LONG))
    path = tmp_path / "out.toml"
    assert c.export_campaigns(desk, path) == (campaign(opening=LONG),)
    other = path.read_text("utf-8").replace("双11", "618")
    (tmp_path / "other.toml").write_text(other, "utf-8")
    refused = lambda: KINDS[ImportKind.CAMPAIGNS].take(desk, tmp_path / "other.toml")  # noqa: E731
    assert codes(refused) == ["campaigns_open_twice"]
    assert len(c.campaigns(desk)) == 1
    path.write_text(path.read_text("utf-8").replace("08:00", "07:00"), "utf-8")
    c.import_campaigns(desk, path)
    assert c.campaigns(desk)[0].value.opening[0].hours[0].start_clock == 420
    (taken,) = imports.imports(desk)
    imports.withdraw_imports(desk, [taken.id])
    assert [one.value for one in c.campaigns(desk)] == [campaign(opening=LONG)]


def test_a_post_is_kept_without_a_campaigns_hours(desk, tmp_path):
    kept = c.save_campaign(desk, campaign(opening=LONG))
    forecast_week(desk, s.LABEL)
    keep_staffing(desk, s.LABEL, {"presales": StaffingInputs(handle_s=500.0)})
    weeks.export_week(desk, s.LABEL, tmp_path / "week")
    intake.import_week(desk, tmp_path / "week")
    c.remove_campaign(desk, kept.number)
    assert hours_by_day(desk) == [9.0] * 7


def rested(desk):
    return [one for one in platform_rules.suspensions(desk) if one.by]


def test_a_platform_rests_on_its_days_and_no_longer_than_the_campaign_stands(desk):
    rest = c.CampaignRest("jd", "京东公告", LAST, LAST, ("jd_3min",))
    kept = c.save_campaign(desk, campaign(suspension=(rest,)))
    (found,) = rested(desk)
    told = found.suspension
    assert (told.platform, told.first, told.last) == ("jd", LAST, LAST)
    assert (told.rules, told.source, found.by) == (("jd_3min",), "京东公告", "双11")
    rule = next(one for one in platform_rules.platform_rules(desk) if one.id == "jd_3min")
    days = [platform_rules.resting_of([told], rule, LAST + n * DAY) for n in (-1, 0, 1)]
    assert [LAST in one for one in days] == [False, True, rule.days > 1]
    c.remove_campaign(desk, kept.number)
    assert rested(desk) == []


def test_names_that_nobody_knows_are_told_together(desk):
    rests = (c.CampaignRest("ebay", "x"), c.CampaignRest("jd", "x", rules=("jd_9min",)))
    told = campaign(suspension=rests, work_plan="促", types=("早",))
    assert codes(lambda: c.save_campaign(desk, told)) == [
        "unknown_platform",
        "unknown_platform_rule",
        "unknown_plan",
        "unknown_type",
    ]


TYPES = (ShiftType("早", 540, 480), ShiftType("晚", 600, 480))
PLANNED = RuleSet(
    (), types=TYPES, plans=(WorkPlan("常", ("早",)), WorkPlan("促", ("晚",))), work_plan="常"
)


def test_the_roster_takes_its_plan_in_the_week_that_is_mostly_its(desk):
    intake.keep_week(desk, s.week(posts=USUAL, rules=PLANNED, absences=()))
    c.save_campaign(desk, campaign(work_plan="促"))
    assert weeks.problem(desk, s.LABEL).rules.work_plan == "促"  # five of seven days
    later = s.week(s.MONDAY + 7 * DAY, posts=USUAL, rules=PLANNED, absences=(), wishes=())
    intake.keep_week(desk, later)
    assert weeks.problem(desk, "2026-W50").rules.work_plan == "常"  # two of seven


def test_a_menu_leaves_every_plan_something(desk):
    intake.keep_week(desk, s.week(posts=USUAL, rules=PLANNED, absences=()))
    assert codes(lambda: c.save_campaign(desk, campaign(types=("晚",)))) == ["menu_without_plan"]


def test_time_off_for_its_days_is_promised_in_their_months(desk):
    until = dt.date(2027, 2, 28)
    c.save_campaign(desk, campaign(first=s.MONDAY, time_off_until=until))
    with desk.read() as unit:
        found = [promised_in(unit, desk.shop_id, Month(2026, number)) for number in (10, 11, 12)]
    promise = (TimeOffPromise(s.MONDAY, LAST, until, "双11"),)
    assert found == [(), promise, promise]


def test_what_a_published_week_is_judged_by_is_asked_about(desk):
    publishing.keep_roster(desk, s.LABEL, s.roster())
    publishing.publish(desk, s.LABEL, reason="试")
    c.save_campaign(desk, campaign(leave=c.LeaveDuring.REFUSED))  # no roster looks at it
    with pytest.raises(UnusualError) as asked:
        c.save_campaign(desk, campaign(opening=LONG))
    assert [fault.code for fault in asked.value.faults] == ["campaign_on_published"]
    with looked_at("老板要求"):
        kept = c.save_campaign(desk, campaign(opening=LONG))
    with pytest.raises(UnusualError):
        c.remove_campaign(desk, kept.number)


def test_what_was_made_before_a_campaign_is_behind(desk):
    made = forecast_week(desk, s.LABEL)
    staff_week(desk, s.LABEL)
    assert not c.is_requirement_behind(weeks.problem(desk, s.LABEL))
    later = at_desk(desk.database, now=desk.now + dt.timedelta(hours=1))
    c.save_campaign(later, campaign(opening=LONG, volume=(c.CampaignVolume(factor=2.0),)))
    assert c.is_forecast_behind(desk, made)
    assert c.is_requirement_behind(weeks.problem(desk, s.LABEL))
    again = at_desk(desk.database, now=desk.now + dt.timedelta(hours=2))
    assert not c.is_forecast_behind(again, forecast_week(again, s.LABEL))
    staff_week(again, s.LABEL)
    assert not c.is_requirement_behind(weeks.problem(desk, s.LABEL))


def test_who_agreed_works_overtime_on_its_days_and_no_others(desk):
    kept = c.save_campaign(desk, campaign(max_overtime_min_per_day=120))
    kept = c.ask_for_overtime(desk, kept.number, ["A1", "A2"])
    kept = c.answer_overtime(desk, kept.number, ["A1"], agreed=True)
    (found,) = c.campaigns(desk)
    assert [(one.agent_id, one.agreed) for one in found.value.consent] == [
        ("A1", True),
        ("A2", None),
    ]
    problem = weeks.problem(desk, s.LABEL)
    caps = {
        name: [problem.overtime_cap_min(problem.agent_by_id[name], day) for day in range(7)]
        for name in ("A1", "A2")
    }
    assert caps == {"A1": [0, 0, 120, 120, 120, 120, 120], "A2": [0] * 7}
    c.remove_campaign(desk, kept.number)
    assert not weeks.problem(desk, s.LABEL).may_work_overtime(problem.agent_by_id["A1"])


def test_limits_of_overtime_are_those_of_the_law_at_most(desk):
    above = campaign(max_overtime_min_per_day=181, max_overtime_min_per_month=2161)
    assert codes(lambda: c.save_campaign(desk, above)) == ["overtime_above_law"] * 2
    c.save_campaign(desk, campaign(max_overtime_min_per_day=180, max_overtime_min_per_month=2160))


def test_people_are_known_and_asked_once(desk):
    kept = c.save_campaign(desk, campaign())
    assert codes(lambda: c.ask_for_overtime(desk, kept.number, ["A9"])) == ["unknown_agent"]
    kept = c.ask_for_overtime(desk, kept.number, ["A1"])
    assert codes(lambda: c.ask_for_overtime(desk, kept.number, ["A1"])) == ["asked_twice"]


def test_an_exported_week_says_all_and_taken_in_again_keeps_its_own_rules(desk, tmp_path):
    intake.keep_week(desk, s.week(posts=USUAL, rules=PLANNED, absences=()))
    before = shop_rules(desk)
    asked = (c.CampaignConsent("A1", s.MONDAY, agreed=True),)
    kept = c.save_campaign(
        desk, campaign(work_plan="促", consent=asked, max_overtime_min_per_day=60)
    )
    problem = weeks.problem(desk, s.LABEL)
    weeks.export_week(desk, s.LABEL, tmp_path / "week")
    assert read_week(tmp_path / "week").problem().rules == problem.rules
    intake.import_week(desk, tmp_path / "week")
    assert weeks.problem(desk, s.LABEL).rules == problem.rules
    assert shop_rules(desk) == before
    c.remove_campaign(desk, kept.number)
    assert weeks.problem(desk, s.LABEL).rules.work_plan == "常"


def helping(desk):
    """Return the helpers that a simulation of the week plays beside its roster."""
    with desk.read() as unit:
        found = helping_in(unit, unit.weeks.get(desk.shop_id, s.LABEL))
    return [part for each in found for part in each.helper]


def test_helpers_lower_what_is_required_and_a_week_taken_in_again_counts_them_once(desk, tmp_path):
    hours = (ClockSpan.parse("09:00-12:00"),)
    part = c.CampaignHelper("行政", "presales", hours, 1, 0.5)
    kept = c.save_campaign(desk, campaign(helper=(part,)))

    def by_day():
        return weeks.problem(desk, s.LABEL).requirement.of("presales").reshape(7, 48)[:, 18]

    assert by_day().tolist() == [1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5]
    weeks.export_week(desk, s.LABEL, tmp_path / "week")
    intake.import_week(desk, tmp_path / "week")
    assert by_day().tolist() == [1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5]
    assert [one.people for one in helping(desk)] == [1]
    c.remove_campaign(desk, kept.number)
    assert by_day().tolist() == [1.0] * 7
    stray = c.CampaignHelper("行政", "nobody", hours)
    assert codes(lambda: c.save_campaign(desk, campaign(helper=(stray,)))) == ["unknown_post"]
