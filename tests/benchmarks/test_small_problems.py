from dataclasses import replace

import pytest

from benchmarks.small_problems import judged, small_problem, tried
from scheduler.roster import Roster
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from tests.builders import agent, problem, shift

SEED = 1
SLICE = range(24)
ONCE = ()  # numbers that once went wrong


@pytest.mark.parametrize("number", [*SLICE, *ONCE])
def test_engine_and_checker_agree_on_small_odd_problems(number):
    found, _ = tried(SEED, number)
    assert found == []


def test_a_number_is_the_same_problem_for_ever():
    one, two = small_problem(SEED, 3), small_problem(SEED, 3)
    assert (one.agents, one.rules, one.pins) == (two.agents, two.rules, two.pins)
    assert small_problem(SEED + 1, 3).agents != one.agents


def test_what_an_answer_does_not_own_up_to_is_found():
    asked = problem(agents=[agent("A1"), agent("A2")], need=1.0)
    right = solve(asked, SolveParams(time_limit_s=None, work_limit=2, workers=1))
    assert judged(asked, right) == []

    dearer = replace(right, cost=right.cost + 1.0)
    assert "the checker says" in judged(asked, dearer)[0]
    twice = Roster((*right.roster.shifts, replace(right.roster.shifts[0], agent_id="A9")))
    stranger = replace(right, roster=twice, status=SolveStatus.FEASIBLE)
    assert any("unknown_agent" in each for each in judged(asked, stranger))
    none = replace(right, roster=None, cost=None, status=SolveStatus.NO_ROSTER, bound=0.0)
    assert judged(asked, none) != []
    short = Roster((shift("A1", 0, "08:10"),))
    assert judged(asked, replace(right, roster=short, bound=0.0)) != []
