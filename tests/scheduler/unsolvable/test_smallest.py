"""Tiny weeks with one thing wrong each: what is named, and that each part of it is needed."""

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.demand import Requirement
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.unsolvable.causes import CauseKind, causes_of, minimums, only, without
from scheduler.unsolvable.decide import Solvable, decide
from scheduler.unsolvable.smallest import smallest_conflict
from scheduler.verify.checker import verify
from tests.builders import FULL, WEEK, agent, at, post, problem, rules, shift

POSTS = ("presales", "aftersales")
PARAMS = SolveParams(seed=1, time_limit_s=None, work_limit=4)


def leave(who, first=0, after=7):
    return Absence(who, at(first), at(after), "annual")


def noon(*days):
    """Return a requirement of aftersales from 12:00 to 13:00 on some days, and nothing else."""
    agents = np.full((2, WEEK.intervals), np.nan)
    for day in days:
        first = WEEK.interval_of(at(day, "12:00"))
        agents[1, first : first + 2] = 1.0
    return Requirement(WEEK, POSTS, agents)


def week(least=1, days=(1, 2), **parts):
    """Return a week in which three of four people may hold aftersales at noon."""
    people = [agent("A1"), *(agent(name, POSTS) for name in ("A2", "A3", "A4"))]
    ruleset = rules(
        shapes=(FULL,), may_start_before_min=720, may_end_after_min=720, max_consecutive_days=6
    )
    posts = [post("presales", min_agents=0), post("aftersales", min_agents=least)]
    given = {"agents": people, "posts": posts, "ruleset": ruleset, "need": noon(*days)}
    return problem(**given | parts)


def fixed(who, day, start):
    return shift(who, day, start, post="aftersales")


AWAY = [leave(name, 1, 2) for name in ("A2", "A3", "A4")]
CASES = {
    "leave on one day": (
        week(absences=[*AWAY, leave("A1", 3, 4)]),
        [("absence", "A2"), ("absence", "A3"), ("absence", "A4")],
        [("certificates", "aftersales"), ("minimum", "aftersales")],
    ),
    "too few certified": (
        week(least=4),
        [],
        [("certificates", "aftersales"), ("minimum", "aftersales")],
    ),
    "too few days for one person": (
        week(
            days=range(7),
            agents=[agent("A1"), agent("A2", POSTS)],
        ),
        [],
        [
            ("certificates", "aftersales"),
            *[("minimum", "aftersales")] * 6,
            ("rule", "hours_per_week"),
        ],
    ),
    "fixed shifts too close": (
        week(pins=[fixed("A2", 1, "14:00"), fixed("A2", 2, "07:00"), fixed("A3", 2, "09:00")]),
        [("pin", "A2"), ("pin", "A2")],
        [("rule", "rest")],
    ),
    "a fixed shift in leave": (
        week(pins=[fixed("A2", 1, "08:00")], absences=[leave("A2", 1, 2), leave("A3", 3, 4)]),
        [("absence", "A2"), ("pin", "A2")],
        [],
    ),
    "hours promised and leave": (
        week(
            agents=[agent("A1", POSTS, min_hours=40), agent("A2", POSTS)],
            absences=[leave("A1", 0, 3)],
        ),
        [("absence", "A1"), ("promise", "A1")],
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_smallest_conflict_is_named(case):
    asked, *parts = CASES[case]
    found = smallest_conflict(asked)
    named = sorted((cause.kind.value, cause.name) for cause in found.causes)
    assert named == sorted(parts[0] + parts[1])
    assert found.is_minimal


@pytest.mark.parametrize("case", CASES)
def test_each_part_of_a_conflict_is_needed(case):
    asked, *_ = CASES[case]
    found = smallest_conflict(asked)
    assert decide(only(asked, found.causes)).answer is Solvable.NO
    for cause in found.causes:
        rest = only(asked, [one for one in found.causes if one != cause])
        roster = decide(rest).roster
        assert {v.rule for v in verify(rest.problem, roster).violations} <= rest.let_go


@pytest.mark.parametrize("case", ["leave on one day", "hours promised and leave"])
def test_the_engine_finds_no_roster_for_the_conflict_alone(case):
    asked, *_ = CASES[case]
    alone = only(asked, smallest_conflict(asked).causes).problem
    assert solve(alone, PARAMS).status in {SolveStatus.INFEASIBLE, SolveStatus.RELAXED}


def test_a_week_without_a_conflict_has_a_roster():
    assert smallest_conflict(week()) is Solvable.YES


def test_a_second_conflict_is_found_when_the_first_is_left_aside():
    pins = [fixed("A2", 4, "14:00"), fixed("A2", 5, "07:00")]
    both = week(days=(1, 4, 5), absences=AWAY, pins=pins)
    first = smallest_conflict(both)
    second = smallest_conflict(both, first.causes)
    assert {one.name for one in (*first.causes, *second.causes)} == {
        *("A2", "A3", "A4"),
        *("aftersales", "rest"),
    }
    assert smallest_conflict(both, [*first.causes, *second.causes]) is Solvable.YES


def test_opening_hours_stay_when_a_minimum_is_left_out():
    asked = week()
    (first, _) = minimums(asked, "aftersales")
    left = without(asked, [first]).problem
    assert left.hours_by_post == asked.hours_by_post
    assert [one for one in causes_of(left) if one.kind is CauseKind.MINIMUM] == [
        one for one in minimums(asked, "aftersales") if one != first
    ]


def test_nothing_more_is_tried_when_told_to_stop():
    assert smallest_conflict(week(absences=AWAY), stop=lambda: True) is not None
