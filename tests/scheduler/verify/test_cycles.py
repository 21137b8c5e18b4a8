import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import Absence
from scheduler.shift_type import ShiftType
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from tests.builders import WEEK, agent, at, horizon, problem, roster, rules, shift

TYPES = (ShiftType("E", 540, 480), ShiftType("L", 960, 480))
PERSON = replace(agent("A1"), cycle_start=WEEK.start)
MIDWEEK = horizon(dt.date(2026, 12, 2), days=14)  # Wednesday


def breaches(plan, *days, person=PERSON, week=WEEK, start="09:00", absences=()):
    question = problem(
        agents=[person],
        week=week,
        ruleset=rules(
            shapes=(), types=TYPES, plans=(plan,), work_plan="P", max_consecutive_days=14
        ),
        absences=absences,
    )
    shifts = [shift("A1", day, start, work=480, meal=None, week=week) for day in days]
    found = verify(question, roster(*shifts)).violations
    about = {"week_days", "few_days", "rotation", "cycle_day", "idle_day", "cycle_unknown"}
    return [(v.rule, v.measured, v.limit) for v in found if v.rule in about]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (range(5), []),
        (range(4), [("few_days", 4, 5)]),
        (range(6), [("week_days", 6, 5)]),
    ],
)
def test_a_week_has_the_days_its_place_in_the_cycle_says(days, found):
    assert breaches(WorkPlan("P", days_week=(5, 6)), *days) == found


def test_the_week_after_has_the_next_number_of_days():
    later = replace(PERSON, cycle_start=WEEK.date(-7))
    assert breaches(WorkPlan("P", days_week=(5, 6)), *range(6), person=later) == []


def test_leave_takes_off_days_owed_and_adds_none():
    leave = [Absence("A1", at(5), at(7), "leave")]
    plan = WorkPlan("P", days_week=(5,))
    assert breaches(plan, *range(3), absences=leave) == []
    assert breaches(plan, *range(2), absences=leave) == [("few_days", 2, 3)]
    assert breaches(plan, *range(5), absences=leave) == []


def test_who_is_hired_within_the_week_owes_the_days_left():
    new = replace(PERSON, hired=WEEK.date(3))
    assert breaches(WorkPlan("P", days_week=(5,)), 3, 5, person=new) == []
    assert breaches(WorkPlan("P", days_week=(5,)), 3, person=new) == [("few_days", 1, 2)]


def test_a_last_week_that_is_short_owes_no_days():
    short = horizon(WEEK.start, days=10)
    assert breaches(WorkPlan("P", days_week=(3,)), 0, 1, 2, week=short) == []


def test_the_type_of_the_week_is_the_one_whose_turn_it_is():
    plan = WorkPlan("P", rotation=("E", "L"))
    assert breaches(plan, 0, 6) == []
    later = replace(PERSON, cycle_start=WEEK.date(-7))
    assert breaches(plan, 0, person=later) == [("rotation", None, None)]
    assert breaches(plan, 0, person=later, start="16:00") == []


def test_weeks_run_from_the_first_day_and_a_day_within_one_begins_the_cycle():
    inside = replace(PERSON, cycle_start=dt.date(2026, 12, 7))  # Monday of the first week
    plan = WorkPlan("P", rotation=("E", "L"))
    assert breaches(plan, 0, 6, person=inside, week=MIDWEEK) == []
    assert breaches(plan, 7, person=inside, week=MIDWEEK) == [("rotation", None, None)]


def test_days_on_and_off_run_on_over_the_weeks():
    plan = WorkPlan("P", day_cycle=("on", "on", "on", "on", "off", "off"))
    two_weeks = horizon(WEEK.start, days=14)
    on = [day for day in range(14) if day % 6 < 4]
    assert breaches(plan, *on, week=two_weeks) == []
    assert breaches(plan, *on[:-1], week=two_weeks) == [("idle_day", None, None)]
    assert breaches(plan, *on, 10, week=two_weeks) == [("cycle_day", None, None)]


def test_a_fixed_week_runs_from_monday_whenever_the_horizon_starts():
    fixed = replace(agent("A1"), fixed_week=("E", "E", "E", "E", "E", "off", "休"))
    monday_to_friday = [day for day in range(14) if MIDWEEK.date(day).weekday() < 5]
    plan = WorkPlan("P", rotation=("L", "E"))
    assert breaches(plan, *monday_to_friday, person=fixed, week=MIDWEEK) == []
    late = [("cycle_day", None, None)] * 10
    assert breaches(plan, *monday_to_friday, person=fixed, week=MIDWEEK, start="16:00") == late


def test_where_the_place_is_not_known_the_checker_says_so():
    plan = WorkPlan("P", days_week=(5, 6))
    assert breaches(plan, 0, person=agent("A1")) == [("cycle_unknown", None, None)]
