import datetime as dt

import numpy as np
import pytest

from scheduler.agent import Certificate
from scheduler.demand import Requirement
from scheduler.horizon import ClockSpan
from scheduler.post import SealGroup
from scheduler.shift import Shift
from scheduler.verify.checker import COVER, verify
from tests.builders import WEEK, agent, at, horizon, post, problem, roster, rules, shift, span

ONE = rules(min_agents=1)
POSTS = (post("presales"), post("aftersales"))


def need(open_from, open_to, week=WEEK, posts=("presales",), level=0.0):
    """Return a requirement that is open between two moments only."""
    agents = np.full((len(posts), week.intervals), np.nan)
    agents[:, week.interval_of(open_from) : week.interval_of(open_to)] = level
    return Requirement(week, posts, agents)


def open_moments(the_problem, *shifts):
    return [
        violation.at_min
        for violation in verify(the_problem, roster(*shifts)).violations
        if violation.rule == "sealed"
    ]


def test_each_open_interval_without_people_is_a_breach():
    first_hour = problem(need=need(at(0), at(0, "01:00")), ruleset=ONE)
    assert open_moments(first_hour) == [at(0), at(0, "00:30")]


def test_closed_post_needs_nobody():
    shut = problem(need=Requirement(WEEK, ("presales",), np.full((1, 336), np.nan)), ruleset=ONE)
    assert open_moments(shut) == []


def test_last_interval_of_the_week_is_looked_at():
    last = problem(need=need(at(6, "23:30"), at(7)), ruleset=ONE)
    assert open_moments(last) == [at(6, "23:30")]
    assert open_moments(last, shift(day=6, start="20:00")) == []


def test_meal_leaves_the_post_open():
    day = problem(need=need(at(0, "08:00"), at(0, "17:00")), ruleset=ONE)
    assert open_moments(day, shift()) == [at(0, "12:00"), at(0, "12:30")]


def test_break_that_holds_an_intervals_start_leaves_the_post_open():
    day = problem(need=need(at(0, "08:00"), at(0, "12:00")), ruleset=ONE)
    assert open_moments(day, shift(breaks=(span(0, "10:00", 15),))) == [at(0, "10:00")]
    assert open_moments(day, shift(breaks=(span(0, "10:10", 15),))) == []


def test_shifts_join_head_to_tail():
    day = problem(need=need(at(0, "08:00"), at(0, "16:00")), ruleset=ONE)
    short = {"work": 240, "meal": None}
    assert (
        open_moments(day, shift(start="08:00", **short), shift("A2", start="12:00", **short)) == []
    )
    assert open_moments(
        day, shift(start="08:00", **short), shift("A2", start="12:30", **short)
    ) == [at(0, "12:00")]


def test_shift_off_the_grid_covers_nothing():
    day = problem(need=need(at(0, "09:00"), at(0, "10:00")), ruleset=ONE)
    odd = Shift("A1", at(0, "08:10"), at(0, "17:10"), "presales")
    assert open_moments(day, odd) == [at(0, "09:00"), at(0, "09:30")]


def test_shift_that_ends_within_an_interval_covers_it():
    day = problem(need=need(at(0, "09:00"), at(0, "10:00")), ruleset=ONE)
    assert open_moments(day, Shift("A1", at(0, "08:00"), at(0, "09:31"), "presales")) == []


def test_past_shift_that_reaches_into_the_week_covers():
    night = problem(
        need=need(at(0), at(0, "08:00")),
        ruleset=ONE,
        history=[shift("gone", -1, "22:00", meal=180)],
    )  # at work on Monday from 00:00, at meal 01:00-02:00, home at 07:00
    assert open_moments(night) == [
        at(0, "01:00"),
        at(0, "01:30"),
        at(0, "07:00"),
        at(0, "07:30"),
    ]


def test_unknown_agent_covers():
    day = problem(need=need(at(0, "08:00"), at(0, "10:00")), ruleset=ONE)
    assert open_moments(day, shift("X")) == []


def test_people_of_another_post_do_not_cover():
    day = problem(
        agents=[agent(posts=("presales", "aftersales"))],
        posts=POSTS,
        need=need(at(0, "08:00"), at(0, "08:30"), posts=("presales", "aftersales")),
        ruleset=ONE,
    )
    found = verify(day, roster(shift(post="aftersales")), COVER).violations
    assert [(v.post, v.measured, v.limit) for v in found] == [("presales", 0, 1)]


def test_post_may_have_its_own_minimum():
    two = problem(
        posts=[post(min_agents=2)], need=need(at(0, "08:00"), at(0, "08:30")), ruleset=ONE
    )
    assert open_moments(two, shift("A1")) == [at(0, "08:00")]
    assert open_moments(two, shift("A1"), shift("A2")) == []


def test_minimum_of_nobody_needs_nobody():
    none = problem(posts=[post(min_agents=0)], need=need(at(0), at(1)), ruleset=ONE)
    assert open_moments(none) == []


@pytest.mark.parametrize(
    ("start", "zone", "intervals"),
    [
        (dt.date(2026, 10, 19), "Europe/Berlin", 50),  # Sunday has 25 hours
        (dt.date(2026, 3, 23), "Europe/Berlin", 46),  # 23 hours
        (dt.date(2026, 3, 2), "America/New_York", 46),
        (dt.date(2026, 10, 26), "America/New_York", 50),
    ],
)
def test_day_on_which_clocks_change_is_sealed_in_all_its_intervals(start, zone, intervals):
    week = horizon(start, timezone=zone)
    sunday = problem(
        week=week, ruleset=ONE, need=need(at(6, week=week), at(7, week=week), week=week)
    )
    assert len(open_moments(sunday)) == intervals
    whole = Shift("A1", at(6, week=week), at(7, week=week), "presales")
    assert open_moments(sunday, whole) == []


def held_together(certificates, hours="22:00-08:00", on="aftersales"):
    """Return the open moments of pre-sales from 07:00 to 09:00, one person on another post."""
    group = SealGroup(("presales", "aftersales"), ClockSpan.parse(hours))
    names = ("presales", "aftersales")
    moments = problem(
        agents=[agent(certificates=certificates)],
        posts=(*POSTS, post("insales")),
        need=need(at(1, "07:00"), at(1, "09:00"), posts=(*names, "insales")),
        ruleset=rules(min_agents=1, seals=(group,)),
    )
    found = verify(moments, roster(shift(day=1, start="07:00", post=on))).violations
    return [v.at_min for v in found if (v.rule, v.post) == ("sealed", "presales")]


def test_posts_are_held_together_in_the_groups_hours():
    both = (Certificate("presales"), Certificate("aftersales"))
    assert held_together(both) == [at(1, "08:00"), at(1, "08:30")]


def test_posts_are_not_held_by_people_certified_for_one():
    assert len(held_together((Certificate("aftersales"),))) == 4


def test_posts_are_not_held_by_people_whose_certificate_has_run_out():
    ended = Certificate("presales", None, WEEK.date(0))
    assert len(held_together((ended, Certificate("aftersales")))) == 4


def test_posts_are_not_held_by_people_on_a_post_outside_the_group():
    every = tuple(map(Certificate, ("presales", "aftersales", "insales")))
    assert len(held_together(every, on="insales")) == 4


def test_person_counts_once_on_the_own_post():
    group = SealGroup(("presales", "aftersales"), ClockSpan.parse("00:00-24:00"))
    pair = problem(
        agents=[agent(posts=("presales", "aftersales"))],
        posts=[post("presales", min_agents=2), post("aftersales", min_agents=2)],
        need=need(at(0, "08:00"), at(0, "08:30"), posts=("presales", "aftersales")),
        ruleset=rules(seals=(group, group)),
    )
    found = verify(pair, roster(shift()), COVER).violations
    assert [(v.post, v.measured) for v in found] == [("aftersales", 1), ("presales", 1)]


def test_holding_together_does_not_change_the_cost():
    both = agent(posts=("presales", "aftersales"))
    names = ("presales", "aftersales")
    hour = need(at(0, "08:00"), at(0, "09:00"), posts=names, level=1.0)
    group = SealGroup(names, ClockSpan.parse("00:00-24:00"))
    together = problem(
        agents=[both], posts=POSTS, need=hour, ruleset=rules(min_agents=1, seals=(group,))
    )
    verdict = verify(together, roster(shift()), COVER)
    assert verdict.is_clean
    assert verdict.cost.short_hours == 1.0
