import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from scheduler.demand import Requirement
from scheduler.horizon import ClockSpan
from scheduler.shift import Span
from scheduler.staffing.requirement import open_intervals
from tests.builders import WEEK, at, horizon, post, problem, rules

NINE_TO_SIX = (ClockSpan.parse("09:00-18:00"),)


def asked(opening=None, *, week=WEEK, closed=(), need=None, **ruleset):
    """Return a question about a post with an opening, required in all of it but on closed days."""
    one = replace(post(), opening=opening)
    if need is None:
        need = np.where(open_intervals(one, week), 1.0, np.nan)[None, :]
    for day in closed:
        need[:, week.first_interval(day) : week.first_interval(day + 1)] = np.nan
    asks = Requirement(week, ("presales",), need)
    return problem(week=week, posts=[one], need=asks, ruleset=rules(**ruleset))


def hours_of(question):
    return question.opening_of("presales")


def test_a_post_is_open_in_its_written_hours():
    hours = hours_of(asked((NINE_TO_SIX,) * 7))
    assert hours.stretches[0] == Span(at(0, "09:00"), at(0, "18:00"))
    assert hours.closed(Span(at(1, "08:30"), at(1, "18:30"))) == (
        Span(at(1, "08:30"), at(1, "09:00")),
        Span(at(1, "18:00"), at(1, "18:30")),
    )


def test_a_post_without_written_hours_is_open_where_it_has_a_requirement():
    need = np.full((1, WEEK.intervals), np.nan)
    need[0, 18:36] = 0.0  # nobody is needed, but it is open
    hours = hours_of(asked(need=need))
    assert hours.stretches[0] == Span(at(0, "09:00"), at(0, "18:00"))


def test_a_day_without_requirement_is_closed_whatever_the_hours_say():
    hours = hours_of(asked((NINE_TO_SIX,) * 7, closed=[2]))
    assert hours.closed(Span(at(2, "09:00"), at(2, "18:00"))) == (
        Span(at(2, "09:00"), at(2, "18:00")),
    )
    assert hours.closed(Span(at(3, "09:00"), at(3, "18:00"))) == ()


def test_a_night_ends_where_the_next_day_is_closed():
    nights = ((ClockSpan.parse("22:00-06:00"),),) * 7
    hours = hours_of(asked(nights, closed=[3]))
    assert Span(at(2, "22:00"), at(3)) in hours.stretches
    assert Span(at(4), at(4, "06:00")) in hours.stretches


def test_a_post_may_open_twice_a_day():
    twice = (ClockSpan.parse("09:00-12:00"), ClockSpan.parse("14:00-18:00"))
    hours = hours_of(asked((twice,) * 7))
    assert hours.closed(Span(at(0, "09:00"), at(0, "18:00"))) == (
        Span(at(0, "12:00"), at(0, "14:00")),
    )


def test_what_follows_the_week_has_next_weeks_hours():
    need = np.ones((1, WEEK.intervals))
    need[0, : 48 + 12] = np.nan  # closed on Monday and until 6:00 on Tuesday
    hours = hours_of(asked(need=need))
    after = WEEK.end_min
    assert hours.closed(Span(after, after + 36 * 60)) == (Span(after, after + 30 * 60),)
    nights = hours_of(asked(((ClockSpan.parse("22:00-06:00"),),) * 7))
    assert nights.closed(Span(at(6, "22:00"), after + 7 * 60)) == (
        Span(after + 6 * 60, after + 7 * 60),
    )


def test_a_stretch_shorter_than_a_week_goes_on_as_its_last_day():
    days = horizon(days=2)
    need = np.ones((1, days.intervals))
    need[0, :48] = np.nan
    hours = hours_of(asked(week=days, need=need))
    assert hours.closed(Span(days.end_min, days.end_min + 24 * 60)) == ()


def test_the_minutes_before_and_after_are_added_to_every_opening():
    twice = (ClockSpan.parse("09:00-12:00"), ClockSpan.parse("14:00-18:00"))
    question = asked((twice,) * 7, may_start_before_min=15, may_end_after_min=30)
    day = Span(at(0, "08:00"), at(0, "19:00"))
    assert hours_of(question).outside(day) == (
        Span(at(0, "08:00"), at(0, "08:45")),
        Span(at(0, "12:30"), at(0, "13:45")),
        Span(at(0, "18:30"), at(0, "19:00")),
    )


def test_the_interval_in_which_a_post_closes_is_open_to_its_end():
    hours = hours_of(asked(((ClockSpan.parse("08:45-18:15"),),) * 7))
    assert hours.stretches[0] == Span(at(0, "08:45"), at(0, "18:30"))


@pytest.mark.parametrize(
    ("start", "date", "length"),
    [
        (dt.date(2027, 3, 22), dt.date(2027, 3, 28), 5),  # 02:00 to 03:00 does not exist
        (dt.date(2027, 10, 25), dt.date(2027, 10, 31), 7),  # it comes twice
    ],
)
def test_opening_follows_the_clock_when_it_changes(start, date, length):
    week = horizon(start, timezone="Europe/Berlin")
    night = ((ClockSpan.parse("23:00-05:00"),),) * 7
    hours = hours_of(asked(night, week=week))
    began = week.clock.at(date - dt.timedelta(days=1), 23 * 60)
    assert Span(began, began + length * 60) in hours.stretches


def test_a_post_without_any_requirement_is_never_open():
    question = asked((NINE_TO_SIX,) * 7)
    assert question.opening_of("aftersales").allowed == ()


SPANS = some.builds(
    ClockSpan,
    some.integers(0, 95).map(lambda quarter: quarter * 15),
    some.integers(1, 96).map(lambda quarter: quarter * 15),
)


@settings(max_examples=30, deadline=None)
@given(
    opening=some.lists(some.lists(SPANS, max_size=2).map(tuple), min_size=7, max_size=7),
    before=some.integers(0, 90),
    after=some.integers(0, 90),
    looked=some.lists(some.integers(0, 8 * 24 * 60 - 1), min_size=20, max_size=20),
)
def test_every_minute_is_judged_as_the_clock_says_it(opening, before, after, looked):
    one = replace(post(), opening=tuple(opening))
    need = np.zeros((1, WEEK.intervals))
    question = asked(one.opening, need=need, may_start_before_min=before, may_end_after_min=after)
    hours = hours_of(question)

    def is_open(minute):
        """Look at the minute, and at the begin of its interval, which is open to its end."""
        begins = WEEK.minute(WEEK.interval_of(minute))
        return any(
            one.open_at(WEEK.clock.date_of(each).weekday(), WEEK.clock.clock_of(each))
            for each in (minute, begins)
            if each >= WEEK.start_min
        )

    for minute in (WEEK.start_min + each for each in looked):
        span = Span(minute, minute + 1)
        assert (hours.closed(span) == ()) == is_open(minute)
        reach = range(max(WEEK.start_min, minute - after), minute + before + 1)
        assert (hours.outside(span) == ()) == any(map(is_open, reach))
