"""Days that are facts as other rules count them, and what a start beside one costs."""

from dataclasses import replace

import numpy as np

from scheduler.rules.days_in_a_row import DaysInARow
from scheduler.rules.known_days import add_uneven, beside
from scheduler.rules.memory import ShiftClass
from scheduler.ruleset import Weights
from tests.builders import WEEK, problem, rules, shift

WORK = ShiftClass(480)


def walk(memory, text):
    """Return what is remembered after days of work (1) and off (0); None: one is forbidden."""
    state = memory.start
    for day, letter in enumerate(text):
        state = memory.after(day, state, WORK if letter == "1" else None)
        if state is None:
            return None
    return state


def test_facts_beyond_a_limit_pass_and_the_day_after_them_does_not():
    rule = beside({0: WORK, 1: WORK, 2: WORK}, DaysInARow(2), 7)
    assert walk(rule, "000") == 3
    assert walk(rule, "0001") is None
    assert walk(rule, "00001") == 1
    assert walk(rule, "1") is None  # what a fact is is not chosen


def test_a_later_fact_passes_only_as_far_as_it_breaks_a_rule_by_itself():
    rule = beside({2: WORK, 3: WORK, 4: WORK}, DaysInARow(2), 7)
    assert walk(rule, "00000") == 3
    assert walk(rule, "01000") is None  # a fourth day would be the roster's own
    assert beside({}, DaysInARow(2), 7) == DaysInARow(2)


def test_a_start_is_held_against_the_earliest_of_the_day_before():
    asked = problem(
        ruleset=rules(weights=Weights(steady_start_per_hour=1.0)),
        history=(shift(day=-1, start="12:00"), shift(day=-1, start="06:00")),
    )
    working = np.zeros((1, WEEK.intervals, 3))
    add_uneven(asked, working)
    assert working[0, 12].tolist() == [0.0] * 3  # six o'clock
    assert working[0, 24].tolist() == [6.0] * 3
    fact = shift(day=1, start="08:00")
    beside_fact = replace(asked, history=(), pins=(fact,), overruled=frozenset({fact}))
    working = np.zeros((1, WEEK.intervals, 3))
    add_uneven(beside_fact, working)
    at_noon = [working[0, WEEK.first_interval(day) + 24, 0] for day in range(4)]
    assert at_noon == [4.0, 0.0, 4.0, 0.0]
