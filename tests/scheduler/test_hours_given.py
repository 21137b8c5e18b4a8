"""Who gets fewer hours than owed and why, and hours that cover has no use for."""

from dataclasses import replace

import pytest

from scheduler.agent import Absence
from scheduler.hours_given import hours_given
from scheduler.hours_rules import OwedBy
from scheduler.roster import Roster
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.work_plan import WorkPlan
from tests.builders import FULL, SIX, agent, at, post, problem, rules, shift

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=20, workers=1)


def owing(**changes):
    shapes = changes.pop("shapes", (FULL,))
    return rules(shapes=shapes, hours_owed=OwedBy.WEEK, **changes)


def solved(**changes):
    question = problem(**{"ruleset": owing(), "need": 1.0, **changes})
    result = solve(question, SHORT)
    assert result.status in {SolveStatus.OPTIMAL, SolveStatus.FEASIBLE}  # never a failed week
    return question, hours_given(question, result.roster)


def told(given):
    return [(each.agent_id, each.owed_min, each.given_min, each.most_min) for each in given.fewer]


def test_nothing_is_told_where_no_hours_are_owed():
    assert hours_given(problem(), Roster()) is None


def test_hours_are_given_where_nobody_is_needed():
    _, given = solved(need=0.0)
    assert (given.owed_min, given.given_min, given.fewer) == (2400, 2400, ())


def test_who_cannot_get_them_all_is_told_with_the_rule_in_the_way():
    few = replace(agent("B"), work_plan="P")
    ruleset = owing(plans=(WorkPlan("P", max_days_week=3),), max_consecutive_days=1)
    _, given = solved(agents=[agent("A1"), few], ruleset=ruleset)
    assert told(given) == [("A1", 2400, 1920, 1920), ("B", 2400, 1440, 1440)]
    assert [each.rules for each in given.fewer] == [("consecutive_days",), ("days_off",)]


def test_leave_that_is_counted_lowers_what_is_owed_and_nothing_is_told():
    leave = Absence("A1", at(0), at(3), "leave")
    _, given = solved(absences=[leave])
    assert (given.owed_min, given.fewer) == (960, ())


def test_days_that_are_closed_leave_no_room():
    question = problem(ruleset=owing(), need=1.0)
    need = question.requirement.agents.copy()
    need[:, 48:] = float("nan")  # open on the first day alone
    question = replace(question, requirement=replace(question.requirement, agents=need))
    given = hours_given(question, solve(question, SHORT).roster)
    assert told(given) == [("A1", 2400, 480, 480)]
    assert given.fewer[0].rules == ()


def test_a_person_who_took_hours_away_is_told_apart():
    question = problem(ruleset=owing(), need=1.0)
    four = Roster(tuple(shift(day=day) for day in range(4)))
    (fewer,) = hours_given(question, four).fewer
    assert fewer.fits
    assert fewer.most_min == 2400


def test_the_minimum_of_a_post_comes_before_hours_owed():
    # six hours on six days hold the post; owed are 40 h in five days of eight
    ruleset = owing(shapes=tuple(replace(each, contract_hours=(20, 40)) for each in (FULL, SIX)))
    question = problem(ruleset=ruleset, posts=[replace(post(), min_agents=1)], need=1.0)
    need = question.requirement.agents.copy()
    need[:] = float("nan")
    for day in range(6):
        need[0, day * 48 + 20 : day * 48 + 32] = 1.0
    question = replace(question, requirement=replace(question.requirement, agents=need))
    result = solve(question, SHORT)
    assert len(result.roster.shifts) == 6
    (fewer,) = hours_given(question, result.roster).fewer
    assert (fewer.owed_min, fewer.given_min) == (2400, 2160)


@pytest.mark.parametrize(("need", "unused"), [(0.0, 40), (1.0, 0)])
def test_hours_cover_cannot_use_are_too_many_people(need, unused):
    _, given = solved(need=need)
    assert given.unused_min == unused * 60
    assert given.people == pytest.approx(unused / 40)


def test_of_two_who_do_the_work_of_one_the_second_is_too_many():
    question = problem(agents=[agent("A1"), agent("B")], ruleset=owing(), need=1.0, posts=[post()])
    both = Roster(tuple(shift(name, day) for name in ("A1", "B") for day in range(5)))
    given = hours_given(question, both)
    assert (given.unused_min, given.people) == (2400, 1.0)
