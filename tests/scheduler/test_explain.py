from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.explain import StandingThen, conflicts, explain, short_stretches
from scheduler.open_stretch import OpenStretch
from scheduler.roster import Roster
from scheduler.shift import Span, Stint
from tests.builders import FULL, WEEK, agent, at, post, problem, rules, shift

POSTS = ("presales", "aftersales")
ALL_DAY = {"may_start_before_min": 720, "may_end_after_min": 720}  # of a post open for an hour
MONDAY_9 = OpenStretch("presales", at(0, "09:00"), at(0, "10:00"), 1)


def need(people=2.0):
    """Return a requirement of presales 09:00-10:00 and aftersales 08:00-18:00 on the first day."""
    agents = np.full((2, WEEK.intervals), np.nan)
    agents[0, 18:20] = people
    agents[1, 16:36] = 1.0
    return Requirement(WEEK, POSTS, agents)


def question(agents, **more):
    return problem(
        agents=agents,
        posts=[post(name) for name in POSTS],
        ruleset=rules(shapes=(FULL,), min_agents=1, **ALL_DAY),
        need=need(),
        **more,
    )


CREW = [
    agent("A1"),  # at work on it
    agent("A2"),  # on it, at a meal
    agent("A3", POSTS),  # at work on the other post
    agent("A4"),  # away
    agent("A5", ["aftersales"]),
    agent("A6"),  # off
    agent("A7"),  # works in the evening, could move
    agent("A8"),  # worked until 05:00
]
ROSTER = Roster(
    (
        shift("A1", 0, "08:00"),
        shift("A2", 0, "05:00"),
        shift("A3", 0, "08:00", post="aftersales"),
        shift("A7", 0, "14:00"),
    )
)


def asked():
    return question(
        CREW,
        absences=[Absence("A4", at(0), at(1))],
        history=[shift("A8", -1, "20:00")],
    )


def test_everybody_stands_somewhere():
    found = explain(asked(), ROSTER, MONDAY_9)
    assert {person.agent_id: person.standing for person in found.people} == {
        "A1": StandingThen.HERE,
        "A2": StandingThen.PAUSE,
        "A3": StandingThen.ELSEWHERE,
        "A4": StandingThen.AWAY,
        "A5": StandingThen.UNCERTIFIED,
        "A6": StandingThen.FREE,
        "A7": StandingThen.MOVABLE,
        "A8": StandingThen.RULES,
    }
    assert (found.required, found.minimum, found.at_work) == (2.0, 1, 1)
    assert found.by_rule == {"rest": 1}


def test_ways_out_do_least_harm_first_and_have_their_price():
    found = explain(asked(), ROSTER, MONDAY_9, count=2)
    best = found.ways[0]
    assert best.helper.broken == ()
    assert best.cost_change == pytest.approx(-20.0)  # the hour missing from 09:00 to 10:00
    assert found.ways[1].cost_change >= best.cost_change


def test_one_person_can_be_asked_about_alone():
    found = explain(asked(), ROSTER, MONDAY_9, only="A8")
    (person,) = found.people
    assert [violation.rule for violation in person.helper.broken] == ["rest"]
    assert [way.helper.shift.agent_id for way in found.ways] == ["A8"]


@pytest.mark.parametrize(
    ("stretch", "code"),
    [
        (OpenStretch("nowhere", at(0, "09:00"), at(0, "10:00"), 0), "unknown_post"),
        (OpenStretch("presales", at(0, "12:00"), at(0, "13:00"), 0), "post_closed_then"),
        (OpenStretch("presales", at(9), at(9, "01:00"), 0), "moment_outside"),
    ],
)
def test_a_place_that_is_none_is_refused(stretch, code):
    with pytest.raises(InputError, match=code):
        explain(asked(), ROSTER, stretch)


def test_stretches_that_miss_most_hours_come_first():
    found = short_stretches(asked(), ROSTER)
    # aftersales misses the meal of A3 and the last hour; presales one of two from 09:00 to 10:00
    assert [(each.post, each.start_min) for each in found] == [
        ("presales", at(0, "09:00")),
        ("aftersales", at(0, "12:00")),
        ("aftersales", at(0, "17:00")),
    ]
    assert [each.missing for each in found] == [0, 1, 1]


def test_counting_finds_what_no_roster_can_give():
    alone = question([agent("A1")])  # nobody for aftersales
    assert {code for code, _ in conflicts(alone)} == {"cover_impossible"}
    assert conflicts(question(CREW)) == ()
    tired = question([agent("A1", POSTS)], pins=[shift("A1", 0), shift("A1", 0, "20:00")])
    assert {code for code, _ in conflicts(tired)} >= {"pin_rest"}


def test_who_changed_post_within_the_shift_stands_on_the_later_one():
    both = shift("A3", 0, "08:00", post="aftersales")
    stints = (
        Stint(Span(both.start_min, at(0, "09:00")), "aftersales"),
        Stint(Span(at(0, "09:00"), both.end_min), "presales"),
    )
    found = explain(asked(), Roster((replace(both, stints=stints),)), MONDAY_9, only="A3")
    assert [person.standing for person in found.people] == [StandingThen.HERE]


def test_who_is_away_stands_away_though_still_rostered():
    ill = replace(asked(), absences=(Absence("A1", at(0), at(1)), Absence("A7", at(0), at(1))))
    found = explain(ill, ROSTER, MONDAY_9)
    standing = {person.agent_id: person.standing for person in found.people}
    assert (standing["A1"], standing["A7"]) == (StandingThen.AWAY, StandingThen.AWAY)
    assert found.at_work == 0
    assert {way.helper.shift.agent_id for way in found.ways}.isdisjoint({"A1", "A7"})


def test_a_way_out_is_worth_the_hours_of_who_is_away():
    ill = replace(asked(), requirement=need(1.0), absences=(Absence("A1", at(0), at(1)),))
    best = explain(ill, ROSTER, MONDAY_9, count=1).ways[0]
    assert best.cost_change == pytest.approx(-20.0)  # with A1 counted it would be a surplus
