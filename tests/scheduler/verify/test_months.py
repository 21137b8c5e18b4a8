"""Caps of calendar months: the week of 2026-11-30 has one day in November and six in December."""

import datetime as dt

import pytest

from scheduler.agent import AgentLimit
from scheduler.horizon import ClockSpan
from scheduler.shift_kind import ShiftKind
from tests.builders import agent, horizon, rules, shift
from tests.scheduler.verify.broken import breaches, rules_broken

EARLY = ShiftKind("early", ClockSpan.parse("05:00-09:00"))
FREE = {"min_rest_min": 0, "min_days_off_per_week": 0, "max_work_min_per_week": 6000}
NIGHTS = rules(max_nights_per_month=1, **FREE)
WEEKENDS = rules(max_weekends_per_month=1, **FREE)
LONG = agent(hours=100)


def night(day, who="A1", week=None):
    given = {} if week is None else {"week": week}
    return shift(who, day, "22:00", **given)


def broken(*shifts, ruleset, **asked):
    found = rules_broken(*shifts, ruleset=ruleset, agents=[agent("A1"), agent("A2")], **asked)
    return [rule for rule in found if rule.endswith("per_month")]


def test_nights_up_to_the_limit_are_allowed_and_one_more_is_not():
    assert broken(night(1), ruleset=NIGHTS) == []
    assert broken(night(1), night(3), ruleset=NIGHTS) == ["nights_per_month"]


def test_the_first_night_above_the_limit_is_named_with_count_and_limit():
    (found,) = breaches(night(1), night(3), night(5), ruleset=NIGHTS)
    assert (found.at_min, found.measured, found.limit) == (night(3).start_min, 3, 1)


def test_a_new_month_counts_anew():
    assert broken(night(0), night(1), ruleset=NIGHTS) == []  # 30 November and 1 December


def test_nights_of_the_month_before_the_week_count():
    past = [night(-3)]  # 27 November
    assert broken(night(0), ruleset=NIGHTS, history=past) == ["nights_per_month"]
    assert broken(night(1), ruleset=NIGHTS, history=past) == []


def test_a_past_above_the_limit_is_no_breach_unless_the_week_adds_to_it():
    past = [night(-3), night(-5)]
    assert broken(night(1), ruleset=NIGHTS, history=past) == []
    assert broken(shift(day=0), ruleset=NIGHTS, history=past) == []
    assert broken(night(0), ruleset=NIGHTS, history=past) == ["nights_per_month"]


@pytest.mark.parametrize(
    ("start", "is_night"),
    [
        ("16:00", True),  # ends at 01:00: three hours from 22:00
        ("15:30", False),  # two and a half
        ("03:00", True),  # three hours until 06:00
        ("03:30", False),
    ],
)
def test_a_night_is_three_hours_of_it_meal_included(start, is_night):
    none = rules(max_nights_per_month=0, **FREE)
    assert broken(shift(start=start), ruleset=none) == ["nights_per_month"] * is_night


def test_where_the_meal_lies_makes_no_night():
    none = rules(max_nights_per_month=0, **FREE)
    late = shift(start="16:00", meal=300), shift("A2", start="16:00", meal=180)
    assert broken(*late, ruleset=none) == ["nights_per_month"] * 2


def test_the_night_in_which_clocks_go_ahead_has_an_hour_less():
    spring = horizon(dt.date(2026, 3, 23), timezone="Europe/Berlin")  # Sunday 02:00 becomes 03:00
    none = rules(max_nights_per_month=0, night=ClockSpan.parse("00:00-06:00"), **FREE)
    last = shift(day=5, start="19:00", week=spring)  # ends at 05:00 summer time: 4 h after midnight
    assert broken(last, ruleset=none, week=spring) == ["nights_per_month"]
    short = shift(day=5, start="18:00", week=spring)  # ends at 04:00: 3 h after midnight
    assert broken(short, ruleset=none, week=spring) == ["nights_per_month"]
    shorter = shift(day=5, start="17:00", week=spring)  # ends at 03:00 on the clock: 2 h
    assert broken(shorter, ruleset=none, week=spring) == []


def test_a_weekend_is_worked_on_either_day_and_counts_once():
    one = horizon(days=14)
    both = shift(day=5), shift(day=6)
    assert broken(*both, ruleset=WEEKENDS, week=one) == []
    two = shift(day=5), shift(day=13)
    assert broken(*two, ruleset=WEEKENDS, week=one) == ["weekends_per_month"]


def test_a_weekend_belongs_to_the_month_of_its_saturday():
    week = horizon(dt.date(2026, 10, 26))  # Saturday is 31 October, Sunday 1 November
    past = [shift(day=-2, week=week)]  # Saturday 24 October
    sunday = shift(day=6, week=week)
    assert broken(sunday, ruleset=WEEKENDS, week=week, history=past) == ["weekends_per_month"]
    november = horizon(dt.date(2026, 11, 2))
    saturday = shift(day=5, week=november)
    past = [shift(day=-1, week=november)]  # Sunday 1 November, of October's last weekend
    assert broken(saturday, ruleset=WEEKENDS, week=november, history=past) == []


def test_a_weekend_begun_before_the_horizon_is_no_second_one():
    from_sunday = horizon(dt.date(2026, 12, 6))
    none = rules(max_weekends_per_month=0, **FREE)
    past = [shift(day=-1, week=from_sunday)]
    sunday = shift(day=0, start="18:00", week=from_sunday)
    assert broken(sunday, ruleset=none, week=from_sunday, history=past) == []
    assert broken(sunday, ruleset=none, week=from_sunday) == ["weekends_per_month"]


def test_friday_night_is_no_weekend():
    none = rules(max_weekends_per_month=0, **FREE)
    assert broken(night(4), ruleset=none) == []


def test_a_limit_agreed_with_one_agent_binds_this_one_only():
    limits = [AgentLimit("A1", "night", 0)]
    assert broken(night(1, "A2"), ruleset=rules(**FREE), agent_limits=limits) == []
    assert broken(night(1), ruleset=rules(**FREE), agent_limits=limits) == ["kind_per_month"]


def test_kinds_are_told_by_the_start_and_counted_by_month_with_the_past():
    ruleset = rules(kinds=(EARLY,), **FREE)
    limits = [AgentLimit("A1", "early", 1)]
    asked = {"ruleset": ruleset, "agent_limits": limits}
    assert broken(shift(day=1, start="08:30"), shift(day=3, start="09:00"), **asked) == []
    two = shift(day=1, start="08:30"), shift(day=3, start="05:00")
    assert broken(*two, **asked) == ["kind_per_month"]
    past = [shift(day=-1, start="08:00")]
    assert broken(shift(day=0, start="08:00"), history=past, **asked) == ["kind_per_month"]
    assert broken(shift(day=1, start="08:00"), history=past, **asked) == []


def test_a_kind_called_night_takes_the_place_of_the_rules_night():
    ruleset = rules(kinds=(ShiftKind("night", ClockSpan.parse("20:00-21:00")),), **FREE)
    limits = [AgentLimit("A1", "night", 0)]
    assert broken(night(1), ruleset=ruleset, agent_limits=limits) == []
    assert broken(shift(day=1, start="20:30"), ruleset=ruleset, agent_limits=limits) == [
        "kind_per_month"
    ]


def test_weekends_can_be_limited_for_one_agent():
    limits = [AgentLimit("A1", "weekend", 0)]
    (found,) = breaches(shift(day=6), ruleset=rules(**FREE), agent_limits=limits)
    assert (found.rule, found.subject, found.limit) == ("kind_per_month", "weekend", 0)
