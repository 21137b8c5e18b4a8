"""Days off together at a price: every week there is, the engine's table beside the checker."""

from itertools import product

import pytest

from scheduler.rules.automaton import automaton
from scheduler.rules.memory import ShiftClass
from scheduler.rules.of_plan import plan_rules
from scheduler.verify.checker import verify
from scheduler.verify.comfort import prices_apart
from scheduler.work_plan import WorkPlan
from tests.builders import horizon, problem, roster, rules, shift

DAYS = 8  # a whole week and the beginning of another


@pytest.mark.parametrize("past", [(), (-1,), (-2,), (-3,)])
@pytest.mark.parametrize("least", [2, 3, 4])
@pytest.mark.parametrize("is_round", [False, True])
def test_the_table_asks_for_every_roster_what_the_checker_does(is_round, least, past):
    week = horizon(days=DAYS)
    plan = WorkPlan(
        "P", days_off_together=least, days_off_together_price=12.5, is_week_round=is_round
    )
    asked = problem(
        week=week,
        ruleset=rules(plans=(plan,), work_plan="P"),
        history=[shift(day=day, week=week) for day in past],
    )
    someone = asked.agents[0]
    before = asked.history_by_agent.get(someone.id, ())
    ((name, memory),) = plan_rules(asked, someone, before)
    assert name == ""
    table = automaton([memory], [ShiftClass(480)], DAYS)
    found = set()
    for worked in product((0, 1), repeat=DAYS):
        state, charged = 0, 0.0
        for day, label in enumerate(worked):
            charged += table.prices[day][state, label]
            state = table.steps[day][state, label]
            assert state >= 0  # nothing is forbidden
        shifts = (shift(day=day, week=week) for day, label in enumerate(worked) if label)
        assert charged == sum(prices_apart(asked, roster(*shifts)))
        found.add(charged)
    assert found == {0.0, 12.5}


@pytest.mark.parametrize("past", [(), (-1,), (-2,)])
@pytest.mark.parametrize("least", [2, 3])
@pytest.mark.parametrize("is_round", [False, True])
def test_the_table_forbids_every_roster_that_the_checker_does(is_round, least, past):
    week = horizon(days=DAYS)
    plan = WorkPlan("P", days_off_together=least, is_week_round=is_round)
    asked = problem(
        week=week,
        ruleset=rules(plans=(plan,), work_plan="P"),
        history=[shift(day=day, week=week) for day in past],
    )
    someone = asked.agents[0]
    ((_, memory),) = plan_rules(asked, someone, asked.history_by_agent.get(someone.id, ()))
    table = automaton([memory], [ShiftClass(480)], DAYS)
    for worked in product((0, 1), repeat=DAYS):
        state = 0
        for day, label in enumerate(worked):
            state = table.steps[day][state, label] if state >= 0 else -1
        shifts = (shift(day=day, week=week) for day, label in enumerate(worked) if label)
        broken = "off_together" in verify(asked, roster(*shifts)).by_rule
        assert (state < 0) == broken
