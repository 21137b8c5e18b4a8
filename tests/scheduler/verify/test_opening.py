import numpy as np
import pytest

from scheduler.demand import Requirement
from scheduler.horizon import ClockSpan
from scheduler.ruleset import PostChange
from scheduler.shift import Span
from scheduler.verify.checker import verify
from scheduler.verify.opening import closed_hours
from tests.builders import WEEK, agent, at, post, problem, roster, rules, shift
from tests.scheduler.test_opening import NINE_TO_SIX, asked
from tests.scheduler.verify.broken import breaches, rules_broken

DAYTIME = (NINE_TO_SIX,) * 7
PRE, AFTER = "presales", "aftersales"


def broken(question, *shifts):
    verdict = verify(question, roster(*shifts))
    return [(v.post, v.at_min, v.measured) for v in verdict.violations if v.rule == "closed_post"]


def test_a_shift_may_fill_the_opening():
    assert broken(asked(DAYTIME), shift(start="09:00")) == []


@pytest.mark.parametrize(
    ("start", "found"),
    [("08:30", ("08:30", 30)), ("09:30", ("18:00", 30)), ("20:00", ("20:00", 480))],
)
def test_work_before_or_after_the_opening_is_a_breach(start, found):
    ((where, moment, minutes),) = broken(asked(DAYTIME), shift(start=start))
    assert (where, moment, minutes) == (PRE, at(0, found[0]), found[1])


def test_minutes_before_and_after_are_just_allowed():
    question = asked(DAYTIME, may_start_before_min=30, may_end_after_min=30)
    assert broken(question, shift(start="08:30"), shift("A2", start="09:30")) == []
    assert broken(question, shift(start="08:00")) == [(PRE, at(0, "08:00"), 30)]
    assert broken(question, shift(start="10:00")) == [(PRE, at(0, "18:30"), 30)]


def test_minutes_after_are_counted_to_the_minute():
    question = asked(DAYTIME, may_end_after_min=15)
    assert broken(question, shift(start="09:30")) == [(PRE, at(0, "18:15"), 15)]


def test_a_meal_may_lie_where_the_post_is_closed():
    twice = (ClockSpan.parse("08:00-12:00"), ClockSpan.parse("13:00-17:00"))
    question = asked((twice,) * 7)
    assert broken(question, shift(start="08:00", meal=240)) == []
    assert broken(question, shift(start="08:00", meal=210)) == [(PRE, at(0, "12:30"), 30)]


def test_the_first_and_the_last_interval_of_the_week_are_looked_at():
    need = np.full((1, WEEK.intervals), 0.0)
    need[0, 0] = need[0, -1] = np.nan
    question = asked(need=need)
    short = {"work": 240, "meal": None}
    assert broken(question, shift(day=0, start="00:00", **short)) == [(PRE, at(0), 30)]
    assert broken(question, shift(day=6, start="20:00", **short)) == [(PRE, at(6, "23:30"), 30)]
    assert broken(question, shift(day=0, start="00:30", **short)) == []
    assert broken(question, shift(day=6, start="19:30", **short)) == []


def test_a_night_past_the_weeks_end_has_next_weeks_hours():
    nights = asked(((ClockSpan.parse("22:00-06:00"),),) * 7)
    assert broken(nights, shift(day=6, start="22:00", meal=None)) == []
    assert broken(nights, shift(day=6, start="22:30", meal=None)) == [
        (PRE, WEEK.end_min + 6 * 60, 30)
    ]


def test_nobody_works_on_a_closed_day():
    question = asked(DAYTIME, closed=[2])
    assert broken(question, shift(day=2, start="09:00")) == [(PRE, at(2, "09:00"), 480)]


def test_each_stint_lies_inside_the_opening_of_its_own_post():
    open_until_15 = np.zeros((2, WEEK.intervals))
    open_until_15[1, 30:] = np.nan
    need = Requirement(WEEK, (PRE, AFTER), open_until_15)
    two = {
        "agents": (agent("A1", (PRE, AFTER)),),
        "posts": (post(PRE), post(AFTER)),
        "ruleset": rules(post_change=PostChange(120, 2)),
        "need": need,
    }
    (found,) = breaches(shift(changes={180: AFTER}), **two)
    assert (found.rule, found.post, found.at_min) == ("closed_post", AFTER, at(0, "15:00"))
    assert rules_broken(shift(post=AFTER), **two) == ["closed_post"]
    assert rules_broken(shift(changes={120: AFTER, 420: PRE}), **two) == []
    late = {**two, "ruleset": rules(post_change=PostChange(120, 2), may_end_after_min=120)}
    assert rules_broken(shift(changes={180: AFTER}), **late) == []


def test_a_post_that_nobody_asked_for_is_closed():
    question = problem(posts=[post(PRE), post(AFTER)], need=asked(DAYTIME).requirement)
    assert broken(question, shift(post=AFTER, start="09:00")) == [(AFTER, at(0, "09:00"), 480)]


def test_hours_on_closed_posts_are_told_apart_by_whether_they_are_allowed():
    question = asked(DAYTIME, may_end_after_min=30)
    late, night = shift(start="10:00"), shift(day=1, start="20:00")
    assert closed_hours(question, roster(shift(start="09:00"))) == (0, 0)
    assert closed_hours(question, roster(late, night)) == (8.5, 0.5)


def test_what_a_stretch_of_hours_lets_in_besides_is_no_breach():
    hours = asked(DAYTIME).opening_of(PRE).with_allowed(Span(at(0), at(0, "12:00")))
    assert hours.outside(Span(at(0, "03:00"), at(0, "18:00"))) == ()
    assert hours.closed(Span(at(0, "03:00"), at(0, "09:00"))) != ()
