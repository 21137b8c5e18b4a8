"""A big promotion changes its days and no others, and two of them never say two things."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.campaign import (
    Campaign,
    leave_ruled_by,
    require_campaigns_fit,
    with_opening,
    with_rules,
    with_special_days,
)
from scheduler.campaign_helpers import helper_shifts, with_helpers
from scheduler.campaign_parts import (
    CampaignHelper,
    CampaignOpening,
    CampaignRest,
    CampaignVolume,
    LeaveDuring,
)
from scheduler.errors import InputError
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import ClockSpan
from scheduler.opening import opening_hours
from scheduler.post import Post
from scheduler.shift_type import ShiftType
from scheduler.staffing.requirement import open_intervals
from scheduler.work_plan import WorkPlan
from tests.builders import WEEK, agent, at, horizon, problem, requirement, rules

FIRST, LAST = dt.date(2026, 12, 2), dt.date(2026, 12, 4)  # Wednesday to Friday of WEEK
DAY = dt.timedelta(days=1)
WEEK_START = dt.date(2026, 11, 30)
LONG = (ClockSpan.parse("08:00-24:00"),)
NINE = ClockSpan.parse("09:00-18:00")
USUAL = Post("presales", opening=((NINE,),) * 7)


def campaign(name="双11", first=FIRST, last=LAST, **changes):
    return Campaign(name, first, last, **changes)


def opened(usual=USUAL, **changes):
    parts = (CampaignOpening(LONG, **changes),)
    return with_opening((usual,), [campaign(opening=parts)], FIRST - 9 * DAY, LAST + 9 * DAY)[0]


@pytest.mark.parametrize("away", range(-3, 6))
def test_opening_changes_on_its_days_alone(away):
    date, one = FIRST + away * DAY, opened()
    assert one.open_on(date, 22 * 60) == (FIRST <= date <= LAST)
    assert one.open_on(date, 10 * 60)
    assert not one.open_on(date, 7 * 60)


def test_a_part_has_days_of_its_own():
    one = opened(first=LAST, last=LAST)
    assert [one.open_on(FIRST + n * DAY, 1380) for n in range(4)] == [False, False, True, False]


def test_a_post_that_is_not_named_opens_as_usual():
    assert opened(posts=("aftersales",)) == USUAL


def test_hours_past_midnight_belong_to_the_day_they_begin_on():
    night = (ClockSpan.parse("20:00-02:00"),)
    parts = (CampaignOpening(night, LAST, LAST),)
    (one,) = with_opening((USUAL,), [campaign(opening=parts)], FIRST, LAST)
    assert one.open_on(LAST + DAY, 60)
    assert not one.open_on(LAST, 60)
    assert not one.open_on(LAST, 10 * 60)  # in place of the usual hours, not beside them


def test_a_post_round_the_clock_closes_on_a_campaigns_days():
    one = opened(Post("presales"))
    assert not one.open_on(FIRST, 60)
    assert one.open_on(FIRST - DAY, 60)
    assert one.open_on(LAST + DAY, 60)


def test_required_intervals_follow_the_dated_hours():
    week = horizon()
    found = open_intervals(opened(), week).reshape(7, 48).sum(axis=1)
    assert found.tolist() == [18, 18, 32, 32, 32, 18, 18]


def test_work_may_lie_in_the_dated_hours():
    one, need = opened(), requirement(1.0)
    hours = opening_hours((one,), need, 0, 0)["presales"].stretches
    spans = [(at(1, "09:00"), at(1, "18:00")), (at(2, "08:00"), at(3)), (at(3, "08:00"), at(4))]
    assert [(each.start_min, each.end_min) for each in hours[1:4]] == spans


def test_dated_hours_hold_after_the_weeks_end_too():
    parts = (CampaignOpening(LONG),)
    monday = dt.date(2026, 12, 7)
    one = campaign(first=FIRST, last=monday, opening=parts)
    (found,) = with_opening((USUAL,), [one], FIRST, monday)
    need = requirement(1.0)
    hours = opening_hours((found,), need, 0, 0)["presales"].stretches
    after = [(each.start_min, each.end_min) for each in hours if each.start_min >= at(7)]
    assert after[:2] == [(at(7, "08:00"), at(8)), (at(8, "09:00"), at(8, "18:00"))]


def test_special_days_are_the_campaigns():
    parts = (CampaignVolume(factor=3.0, posts=("presales",)), CampaignVolume(LAST, LAST, "尾声"))
    parts = (CampaignVolume(FIRST, FIRST + DAY, factor=3.0, posts=("presales",)), parts[1])
    found = with_special_days((), [campaign(volume=parts)])
    assert found == (
        SpecialDay(FIRST, DayKind.PROMOTION, "双11", ("presales",), 3.0),
        SpecialDay(FIRST + DAY, DayKind.PROMOTION, "双11", ("presales",), 3.0),
        SpecialDay(LAST, DayKind.PROMOTION, "尾声"),
    )


@pytest.mark.parametrize("kind", [DayKind.PROMOTION, DayKind.CLOSED])
def test_what_a_person_entered_for_a_day_holds_alone(kind):
    own = SpecialDay(FIRST, kind, "自定")
    found = with_special_days((own,), [campaign(volume=(CampaignVolume(),))])
    assert [day.name for day in found] == ["自定", "双11", "双11"]


def test_a_holiday_stands_beside_a_campaign():
    own = SpecialDay(FIRST, DayKind.HOLIDAY, "元旦")
    assert len(with_special_days((own,), [campaign(volume=(CampaignVolume(),))])) == 4


def test_the_strictest_word_on_leave_holds():
    mild = campaign("一", leave=LeaveDuring.WITH_REASON)
    strict = campaign("二", LAST, LAST + DAY, leave=LeaveDuring.REFUSED)
    usual = campaign("三", FIRST - 9 * DAY, LAST + 9 * DAY)
    every = (mild, strict, usual)
    ruled = [leave_ruled_by(every, FIRST + n * DAY, FIRST + n * DAY) for n in range(-1, 5)]
    assert ruled == [None, mild, mild, strict, strict, None]


def codes(make):
    with pytest.raises(InputError) as told:
        make()
    return [(fault.code, fault.column) for fault in told.value.faults]


def test_a_campaign_checks_its_own_days():
    assert codes(lambda: campaign(last=FIRST - DAY)) == [("ends_before_start", "last")]
    assert codes(lambda: campaign(last=FIRST + 100 * DAY)) == [("campaign_too_long", "last")]
    assert codes(lambda: campaign(" ")) == [("empty", "name")]
    early = CampaignOpening(LONG, FIRST - DAY)
    assert codes(lambda: campaign(opening=(early,))) == [("campaign_part_outside", "opening")]
    turned = CampaignVolume(LAST, FIRST)
    assert codes(lambda: campaign(volume=(turned,))) == [("ends_before_start", "volume")]


def test_a_part_says_something():
    assert codes(lambda: CampaignOpening(())) == [("empty", "hours")]
    assert codes(lambda: CampaignVolume(factor=0.0)) == [("not_positive", "factor")]


def fits(*campaigns):
    return codes(lambda: require_campaigns_fit(campaigns))


def test_two_campaigns_do_not_set_one_day():
    one = campaign("一", opening=(CampaignOpening(LONG),), volume=(CampaignVolume(),),
                   leave=LeaveDuring.REFUSED)  # fmt: skip
    other = replace(one, name="二", first=LAST, last=LAST + DAY)
    assert fits(one, other) == [
        ("campaigns_open_twice", "opening"),
        ("campaigns_forecast_twice", "volume"),
        ("campaigns_leave_twice", "leave"),
    ]


def test_two_rows_of_one_campaign_do_not_set_one_day():
    rows = (CampaignOpening(LONG), CampaignOpening((NINE,), LAST, LAST))
    assert fits(campaign(opening=rows)) == [("campaigns_open_twice", "opening")]


def test_other_days_or_posts_do_not_contradict():
    one = campaign("一", opening=(CampaignOpening(LONG, posts=("presales",)),))
    other = campaign("二", opening=(CampaignOpening((NINE,), posts=("aftersales",)),))
    require_campaigns_fit(
        (one, other, campaign("三", LAST + DAY, LAST + DAY, opening=other.opening))
    )


def test_a_name_stands_once():
    assert fits(campaign(), campaign(first=LAST + DAY, last=LAST + DAY)) == [
        ("campaign_twice", "name")
    ]


TYPES = (ShiftType("早", 510, 480), ShiftType("中", 720, 480), ShiftType("晚", 960, 480))
PLANS = (WorkPlan("常", ("早", "中")), WorkPlan("促", max_days_week=6))
RULES = rules(types=TYPES, plans=PLANS, work_plan="常")


def planned(first, last, of=RULES, start=WEEK_START, **changes):
    one = campaign(first=first, last=last, **changes)
    return with_rules(of, [one], horizon(start))


@pytest.mark.parametrize(
    ("first", "last", "holds"), [(0, 3, True), (0, 2, False), (3, 9, True), (4, 9, False)]
)
def test_plan_and_menu_hold_in_weeks_that_are_mostly_the_campaigns(first, last, holds):
    days = WEEK_START + first * DAY, WEEK_START + last * DAY
    found = planned(*days, work_plan="促", types=("早", "晚"))
    if not holds:
        assert found == RULES
        return
    assert found.work_plan == "促"
    assert [plan.types for plan in found.plans] == [("早",), ("早", "晚")]
    assert found.types == TYPES  # what pins and history name stays known


def test_without_a_plan_for_all_the_menu_is_one():
    week = WEEK_START, WEEK_START + 6 * DAY
    found = planned(*week, rules(types=TYPES), types=("晚",))
    assert (found.work_plan, found.plans[-1].types) == ("双11", ("晚",))


def test_names_the_weeks_rules_do_not_know_change_nothing():
    week = WEEK_START, WEEK_START + 6 * DAY
    assert planned(*week, work_plan="别的", types=("夜",)) == RULES


def test_who_has_a_plan_keeps_it_and_the_others_take_the_campaigns():
    week = WEEK_START, WEEK_START + 6 * DAY
    people = (agent("A1"), replace(agent("A2"), work_plan="常"))
    found = problem(agents=people, ruleset=planned(*week, work_plan="促", types=("早", "晚")))
    codes_of = [[form.code for form in found.forms_of(one)] for one in people]
    assert codes_of == [["早", "晚"], ["早"]]


def test_time_off_is_promised_for_later_than_the_campaign():
    assert codes(lambda: campaign(time_off_until=LAST)) == [
        ("time_off_too_early", "time_off_until")
    ]


def test_platforms_may_rest_twice_but_plans_menus_and_time_off_are_said_once():
    rests = (CampaignRest("jd", "公告"),)
    later = FIRST + 30 * DAY
    one = campaign("一", suspension=rests, work_plan="促", types=("早",), time_off_until=later)
    assert fits(one, replace(one, name="二")) == [
        ("campaigns_plan_twice", "work_plan"),
        ("campaigns_menu_twice", "types"),
        ("campaigns_time_off_twice", "time_off_until"),
    ]


def helped(**changes):
    hours = (ClockSpan.parse("18:00-22:00"),)
    told = {"post": "presales", "people": 3, "speed": 0.5, **changes}
    part = CampaignHelper("行政", hours=hours, **told)
    found = with_helpers(requirement(2.0), [campaign(helper=(part,))])
    return found.agents.reshape(7, 48)


def test_helpers_count_by_their_speed_in_their_hours_and_days():
    agents = helped()
    assert agents[2:5, 36:44].tolist() == [[0.5] * 8] * 3
    assert agents[2:5, [35, 44]].tolist() == [[2.0] * 2] * 3
    assert agents[[0, 1, 5, 6]].tolist() == [[2.0] * 48] * 4
    assert helped(people=9).min() == 0.0
    assert helped(last=FIRST)[3].tolist() == [2.0] * 48


def test_helpers_on_another_post_change_nothing():
    assert helped(post="aftersales").tolist() == [[2.0] * 48] * 7


@pytest.mark.parametrize("speed", [0.0, 1.1])
def test_a_helper_is_no_faster_than_ones_own(speed):
    assert codes(lambda: helped(speed=speed)) == [("helper_speed", "speed")]


@pytest.mark.parametrize(
    ("people", "speed", "hours"),
    [(2, 1.0, 12.0), (3, 0.5, 9.0), (1, 0.25, 1.5), (4, 0.5, 12.0)],
)
def test_a_simulation_plays_helpers_as_many_hours_as_they_are_worth(people, speed, hours):
    part = CampaignHelper("行政", "presales", (ClockSpan.parse("09:00-12:00"),), people, speed)
    one = campaign(first=WEEK.date(2), last=WEEK.date(3), helper=(part,))
    found = helper_shifts([one], WEEK)
    assert sum(shift.work_min for shift in found) / 60 == hours  # of 6 on the two days
    assert {shift.post for shift in found} == {"presales"}
    assert all(9 * 60 <= WEEK.clock.clock_of(shift.start_min) < 12 * 60 for shift in found)
    busiest = max(sum(at in one.span for one in found) for at in range(*WEEK.day_starts_min[2:4]))
    assert busiest == -(-people * speed // 1)
    assert helper_shifts([campaign()], WEEK) == ()
