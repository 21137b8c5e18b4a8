"""Runs of working days and days off, and what may not follow what."""

import pytest

from scheduler.agent import Absence
from scheduler.horizon import ClockSpan
from scheduler.shift_kind import ShiftKind, Succession
from tests.builders import agent, at, horizon, rules, shift
from tests.scheduler.verify.broken import breaches, rules_broken

TWO = rules(min_consecutive_days=2)
TWO_OFF = rules(min_consecutive_days_off=2)
LONG_AGO = shift(day=-20)


def work(*days):
    return [shift(day=day) for day in days]


def broken(days, ruleset, **asked):
    return rules_broken(*work(*days), ruleset=ruleset, **asked)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((2, 3), []),
        ((2,), ["short_run"]),
        ((1, 3, 4), ["short_run"]),
        ((5,), ["short_run"]),
        ((6,), []),  # reaches the horizon's last day: it may go on
    ],
)
def test_working_days_come_in_runs(days, found):
    assert broken(days, TWO, history=[LONG_AGO]) == found


def test_a_run_from_the_first_day_counts_the_past():
    assert broken((0,), TWO, history=work(-1)) == []
    assert broken((0,), TWO, history=work(-2)) == ["short_run"]


def test_a_run_from_the_first_day_is_not_judged_without_a_past():
    assert broken((0,), TWO) == []
    assert broken((1,), TWO) == ["short_run"]


def test_a_run_that_ended_on_the_eve_is_broken_by_the_day_off_that_follows():
    assert broken((3, 4), TWO, history=work(-1)) == ["short_run"]
    assert broken((0, 1), TWO, history=work(-1)) == []
    assert broken((3, 4), TWO, history=work(-2, -1)) == []
    assert broken((3, 4), TWO, history=work(-3)) == []  # over long before: nothing can mend it


def test_who_works_nothing_at_all_breaks_the_run_begun_before():
    assert rules_broken(ruleset=TWO, history=work(-1)) == ["short_run"]


def test_an_absence_excuses_the_run_it_ends():
    ill = [Absence("A1", at(3), at(5))]
    assert broken((2,), TWO, history=[LONG_AGO], absences=ill) == []
    assert broken((1,), TWO, history=[LONG_AGO], absences=ill) == ["short_run"]
    from_the_first = [Absence("A1", at(0, "12:00"), at(0, "13:00"))]
    assert rules_broken(ruleset=TWO, history=work(-1), absences=from_the_first) == []


def test_the_run_is_told_with_its_first_day_and_length():
    (found,) = breaches(*work(2), ruleset=TWO, history=[LONG_AGO])
    assert (found.at_min, found.measured, found.limit) == (at(2), 1, 2)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((0, 1, 4, 5), []),
        ((0, 1, 3, 4), ["short_rest_run"]),
        ((2, 3, 4, 5), []),  # Sunday off reaches the last day
        ((1, 2), []),  # Monday off counts with the days before
    ],
)
def test_days_off_come_in_runs(days, found):
    assert broken(days, TWO_OFF, history=[LONG_AGO]) == found


def test_days_off_from_the_first_day_count_the_past():
    assert broken((1, 2), TWO_OFF, history=work(-1)) == ["short_rest_run"]
    assert broken((1, 2), TWO_OFF, history=work(-2)) == []
    assert broken((0, 1), TWO_OFF, history=work(-2)) == ["short_rest_run"]  # the eve alone was off
    assert broken((0, 1), TWO_OFF, history=work(-1)) == []


def test_days_off_from_the_first_day_are_not_judged_without_a_past():
    assert broken((1, 2), TWO_OFF) == []


def test_runs_go_over_the_weeks_of_a_longer_horizon():
    week = horizon(days=14)
    assert broken((6, 7), TWO, week=week, history=[LONG_AGO]) == []
    assert broken((6,), TWO, week=week, history=[LONG_AGO]) == ["short_run"]


def test_an_agent_may_have_runs_of_the_own():
    own = [agent(min_consecutive_days=3, min_consecutive_days_off=1)]
    assert broken((2, 3), TWO, agents=own, history=[LONG_AGO]) == ["short_run"]
    assert broken((0, 1, 3, 4, 5), TWO_OFF, agents=own, history=work(-1)) == []


def test_the_most_days_in_a_row_of_an_agent_only_tighten_the_rule():
    few, many = [agent(max_consecutive_days=2)], [agent(max_consecutive_days=9)]
    assert broken((0, 1, 2), rules(), agents=few) == ["consecutive_days"]
    three = rules(max_consecutive_days=3)
    assert broken((0, 1, 2, 3), three, agents=many) == ["consecutive_days"]


KINDS = tuple(
    ShiftKind(name, ClockSpan.parse(start))
    for name, start in (("early", "05:00-09:00"), ("late", "13:00-17:00"))
)
NO_EARLY_AFTER_LATE = rules(kinds=KINDS, successions=(Succession("late", "early"),), min_rest_min=0)


def follows(*starts, history=()):
    shifts = [shift(day=day, start=start) for day, start in starts]
    return rules_broken(*shifts, ruleset=NO_EARLY_AFTER_LATE, history=history)


def test_a_kind_may_not_follow_on_the_next_day():
    assert follows((0, "13:00"), (1, "08:30")) == ["succession"]
    assert follows((0, "13:00"), (2, "08:30")) == []  # a day between
    assert follows((0, "08:00"), (1, "13:00")) == []  # the other way round


def test_a_kind_reaches_up_to_its_spans_end():
    assert follows((0, "12:30"), (1, "08:30")) == []
    assert follows((0, "16:30"), (1, "05:00")) == ["succession"]
    assert follows((0, "17:00"), (1, "08:00")) == []
    assert follows((0, "16:30"), (1, "09:00")) == []


def test_the_last_day_before_the_horizon_counts():
    assert follows((0, "08:00"), history=[shift(day=-1, start="13:00")]) == ["succession"]
    past = [shift(day=-2, start="13:00"), shift(day=-1, start="08:00")]
    assert follows((1, "08:00"), history=past) == []  # what lies wholly before is done


def test_a_succession_names_both_kinds():
    (found,) = breaches(
        shift(day=0, start="13:00"), shift(day=1, start="08:00"), ruleset=NO_EARLY_AFTER_LATE
    )
    assert (found.subject, found.at_min) == ("late|early", at(1, "08:00"))
