import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.past_shift import PastShift
from scheduler.shift_type import ShiftType
from scheduler.work_plan import WorkPlan
from tests.builders import WEEK, agent, at, horizon, problem, rules, shift

TYPES = (ShiftType("E", 540, 480), ShiftType("M", 720, 480), ShiftType("L", 960, 480))
STARTS = {"E": "09:00", "M": "12:00", "L": "16:00"}
TURNS = WorkPlan("P", rotation=("E", "M", "L"))
BIG_AND_SMALL = WorkPlan("P", days_week=(5, 6))
FOUR_ON = WorkPlan("P", day_cycle=("on", "on", "on", "on", "off", "off"))


def past(days, kind="E", who="A1"):
    return [shift(who, day, STARTS[kind], work=480, meal=None) for day in days]


def asked(plan, history=(), agents=None, absences=(), week=WEEK):
    ruleset = rules(shapes=(), types=TYPES, plans=(plan,), work_plan="P")
    return problem(agents=agents, week=week, ruleset=ruleset, history=history, absences=absences)


def turn(question, who="A1", week=0):
    """Return the type of a week, None where it is not known whose turn it is."""
    cycle = question.cycles.known.get(who)
    first = question.horizon.date(7 * week)
    return cycle and cycle.type_of(first)


def days(question, who="A1"):
    cycle = question.cycles.known.get(who)
    return cycle and cycle.bounds(question.horizon.start)[0]


@pytest.mark.parametrize(("last", "now"), [("E", "M"), ("M", "L"), ("L", "E")])
def test_the_type_of_this_week_follows_that_of_last_week(last, now):
    assert turn(asked(TURNS, past([-7, -3], last))) == now


def test_weeks_of_a_long_horizon_take_their_turns():
    question = asked(TURNS, past([-2]), week=horizon(days=28))
    assert [turn(question, week=week) for week in range(4)] == ["M", "L", "E", "M"]


def test_a_week_without_work_passes_its_turn():
    assert turn(asked(TURNS, past([-10]))) == "L"


def test_a_week_of_two_types_says_nothing_and_is_asked_about():
    question = asked(TURNS, [*past([-7]), *past([-5], "L")])
    assert turn(question) is None
    assert question.cycles.proposed["A1"].start == WEEK.start


def test_a_type_of_two_turns_is_told_by_the_week_before():
    plan = WorkPlan("P", rotation=("E", "E", "L"))
    assert turn(asked(plan, past([-2]))) is None
    assert turn(asked(plan, [*past([-9]), *past([-2])])) == "L"
    assert turn(asked(plan, [*past([-9], "L"), *past([-2])])) == "E"


def test_a_stated_type_goes_before_the_times():
    told = [PastShift.of(one) for one in past([-3])]
    assert turn(asked(TURNS, [replace(one, type="M") for one in told])) == "L"


def test_a_stated_phase_goes_before_what_was_worked():
    told = [PastShift.of(one) for one in past([-3])]
    assert turn(asked(TURNS, [replace(one, phase=3) for one in told])) == "E"


def test_the_beginning_of_the_staff_list_goes_before_the_past():
    person = replace(agent("A1"), cycle_start=WEEK.date(-14))
    assert turn(asked(TURNS, past([-3]), agents=[person])) == "L"


@pytest.mark.parametrize(("worked", "now"), [(range(-7, -1), 5), (range(-7, -2), 6)])
def test_big_and_small_weeks_take_turns(worked, now):
    assert days(asked(BIG_AND_SMALL, past(worked))) == now


def test_leave_of_last_week_leaves_both_open_and_the_week_before_decides():
    leave = [Absence("A1", at(-1), at(0))]
    assert days(asked(BIG_AND_SMALL, past(range(-6, -1)), absences=leave)) is None
    longer = [*past(range(-14, -8)), *past(range(-6, -1))]
    assert days(asked(BIG_AND_SMALL, longer, absences=leave)) == 6


def test_a_past_shorter_than_a_week_does_not_count_its_days():
    assert days(asked(BIG_AND_SMALL, past(range(-3, 0)))) is None


def test_days_on_and_off_run_on_from_the_past():
    question = asked(FOUR_ON, past([-9, -8, -7, -6, -3, -2, -1]))
    planned = question.planned_days(question.agents[0])
    assert [one.may_work for one in planned] == [True, False, False, True, True, True, True]


def test_a_phase_of_days_that_run_on_is_a_day():
    told = [replace(PastShift.of(one), phase=4) for one in past([-1])]
    planned = asked(FOUR_ON, told).planned_days(agent("A1"))
    assert [one.may_work for one in planned[:3]] == [False, False, True]


def test_people_without_a_past_are_named_with_a_place_for_each():
    crew = [agent(f"A{n}") for n in range(4)]
    with pytest.raises(InputError) as caught:
        asked(TURNS, agents=crew).cycles.require()
    told = [(f.code, f.value, f.details["start"]) for f in caught.value.faults]
    starts = [str(WEEK.date(day)) for day in (0, -7, -14, 0)]
    assert told == [("cycle_unknown", f"A{n}", start) for n, start in enumerate(starts)]


def test_a_new_one_of_a_team_in_step_stands_where_the_others_do():
    crew = [agent("A1"), agent("A2"), replace(agent("A3"), team="T2")]
    together = replace(TURNS, is_by_team=True)
    assert turn(asked(together, past([-3]), agents=crew), "A2") == "M"
    assert turn(asked(together, past([-3]), agents=crew), "A3") is None
    assert turn(asked(TURNS, past([-3]), agents=crew), "A2") is None


def test_who_is_not_employed_in_the_week_is_not_asked():
    gone = replace(agent("A1"), leaves=WEEK.date(-1))
    asked(TURNS, agents=[gone]).cycles.require()


def test_a_plan_that_does_not_change_asks_nobody():
    for plan in (
        WorkPlan("P", days_week=(5,)),
        WorkPlan("P", day_cycle=("on",) * 5 + ("off",) * 2),
    ):
        asked(plan).cycles.require()


def test_teams_have_their_plan_and_a_person_may_have_another():
    ruleset = rules(
        shapes=(),
        types=TYPES,
        plans=(WorkPlan("all"), WorkPlan("team", teams=("T2",)), WorkPlan("own")),
        work_plan="all",
    )
    crew = [
        agent("A1"),
        replace(agent("A2"), team="T2"),
        replace(agent("A3"), team="T2", work_plan="own"),
    ]
    question = problem(agents=crew, ruleset=ruleset)
    assert [question.plan_of(one).name for one in crew] == ["all", "team", "own"]


def test_a_week_that_changes_to_summer_time_counts_its_days():
    spring = horizon(dt.date(2026, 3, 30), timezone="Europe/Berlin")
    worked = [shift("A1", day, "09:00", work=480, meal=None, week=spring) for day in (-2, -1)]
    assert turn(asked(TURNS, worked, week=spring)) == "M"
