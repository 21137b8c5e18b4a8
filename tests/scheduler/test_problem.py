import datetime as dt

import numpy as np
import pytest

from scheduler.agent import Absence, Wish
from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import SealGroup
from scheduler.type_pin import TypePin
from tests.builders import (
    MONDAY,
    WEEK,
    agent,
    at,
    horizon,
    post,
    problem,
    requirement,
    rules,
    shift,
)

SUNDAY = MONDAY - dt.timedelta(1)


def codes(**parts):
    with pytest.raises(InputError) as caught:
        problem(**parts)
    return [(fault.code, fault.file, fault.value) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"agents": []}, ("no_agents", "agents", None)),
        ({"agents": [agent(), agent()]}, ("duplicate_agent", "agents", "A1")),
        (
            {"posts": [post(), post()], "need": requirement()},
            ("duplicate_post", "posts", "presales"),
        ),
        ({"agents": [agent(posts=("chat",))]}, ("unknown_post", "agents", "chat")),
        ({"need": requirement(posts=("chat",))}, ("unknown_post", "requirement", "chat")),
        ({"need": requirement(week=horizon(days=14))}, ("horizon_differs", "requirement", None)),
        ({"absences": [Absence("X", 0, 1)]}, ("unknown_agent", "absences", "X")),
        ({"wishes": [Wish("X", MONDAY, None)]}, ("unknown_agent", "preferences", "X")),
        ({"pins": [shift("X")]}, ("unknown_agent", "pins", "X")),
        ({"pins": [shift(post="chat")]}, ("unknown_post", "pins", "chat")),
        ({"history": [shift(day=-1, post="chat")]}, ("unknown_post", "history", "chat")),
        ({"history": [shift(day=0)]}, ("history_not_before", "history", "2026-11-30T08:00")),
        ({"wishes": [Wish("A1", SUNDAY, None)]}, ("date_outside", "preferences", "2026-11-29")),
        ({"type_pins": [TypePin("X", MONDAY, "")]}, ("unknown_agent", "type_pins", "X")),
        ({"type_pins": [TypePin("A1", MONDAY, "D")]}, ("unknown_kind", "type_pins", "D")),
        ({"type_pins": [TypePin("A1", SUNDAY, "")]}, ("date_outside", "type_pins", "2026-11-29")),
        (
            {"type_pins": 2 * [TypePin("A1", MONDAY, "")]},
            ("duplicate_type_pin", "type_pins", f"A1 {MONDAY}"),
        ),
        ({"pins": [shift(day=7)]}, ("date_outside", "pins", "2026-12-07T08:00")),
        (
            {"ruleset": rules(seals=(SealGroup(("presales", "chat"), ClockSpan(0, 60)),))},
            ("unknown_post", "posts", "chat"),
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(parts, fault):
    assert codes(**parts) == [fault]


def test_all_faults_are_told_at_once():
    assert (
        len(codes(agents=[agent(), agent()], absences=[Absence("X", 0, 1)], pins=[shift("Y")])) == 3
    )


def test_person_who_left_may_stand_in_history():
    assert problem(history=[shift("gone", -1)]).history_by_agent.keys() == {"gone"}


def test_history_of_an_agent_is_in_order_of_start():
    past = problem(history=[shift(day=-1), shift(day=-3)]).history_by_agent["A1"]
    assert [each.start_min for each in past] == [at(-3, "08:00"), at(-1, "08:00")]


def test_rows_are_found_by_agent():
    away, wish = Absence("A1", at(0), at(1)), Wish("A1", MONDAY, None)
    week = problem(agents=[agent("A1"), agent("A2")], absences=[away], wishes=[wish])
    assert week.absences_by_agent == {"A1": (away,)}
    assert week.wishes_by_agent == {"A1": (wish,)}
    assert week.agent_by_id["A2"].id == "A2"


def test_minimum_of_a_post_goes_before_the_rules():
    week = problem(
        posts=[post("a", min_agents=0), post("b")],
        agents=[agent(posts=("a", "b"))],
        ruleset=rules(min_agents=2),
    )
    assert (week.min_agents("a"), week.min_agents("b")) == (0, 2)


@pytest.mark.parametrize(("hours", "minutes"), [(20, 1200), (37.5, 2250), (40, 2400), (48, 2400)])
def test_week_has_the_rules_hours_but_never_more_than_the_contract(hours, minutes):
    worker = agent(hours=hours)
    assert problem(agents=[worker]).week_limit_min(worker) == minutes


def test_requirement_may_leave_out_posts_that_are_closed():
    one = Requirement(WEEK, ("presales",), np.zeros((1, WEEK.intervals)))
    assert problem(posts=[post(), post("aftersales")], need=one).requirement is one
