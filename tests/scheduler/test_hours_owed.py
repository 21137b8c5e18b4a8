"""What people are owed: contract hours less the planned days that something takes."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.hours_owed import owed_by_agent
from scheduler.hours_rules import HoursRules, OwedBy
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import ShiftShape
from scheduler.verify.cost import cost
from scheduler.work_plan import WorkPlan
from tests.builders import FULL, SIX, agent, at, horizon, problem, rules, shift

NEW_YEAR = dt.date(2026, 12, 28)  # the week of Friday, 1 January 2027


def away(first, last, agent_id="A1", *, clock="00:00", until="00:00", week=None):
    given = {} if week is None else {"week": week}
    return Absence(agent_id, at(first, clock, **given), at(last, until, **given), "leave")


def owed(*, by=OwedBy.WEEK, shapes=(FULL, SIX), plans=(), plan="", limits=None, **changes):
    """Return the hours owed to the first agent, span by span."""
    ruleset = rules(shapes=shapes, plans=plans, work_plan=plan, hours_owed=by, **(limits or {}))
    question = problem(ruleset=ruleset, **changes)
    return [each.minutes / 60 for each in owed_by_agent(question).get(question.agents[0].id, ())]


def test_nothing_is_owed_unless_the_rules_say_so():
    assert owed_by_agent(problem()) == {}
    assert cost(problem(), Roster()).owed_hours == 0


@pytest.mark.parametrize(
    ("absences", "hours"),
    [
        ([], 40),
        ([away(0, 3)], 16),  # three days' leave of five planned
        ([away(0, 6)], 0),
        ([away(0, 7)], 0),
        ([away(1, 1, clock="08:00", until="12:00")], 36),  # half a day
        ([away(1, 1, clock="09:00", until="18:00")], 32),  # a day with its meal is one day
        ([away(0, 1, "B"), away(1, 2)], 32),
    ],
)
def test_every_planned_day_that_is_taken_takes_its_hours(absences, hours):
    assert owed(absences=absences, agents=[agent("A1"), agent("B")]) == [hours]


@pytest.mark.parametrize(
    ("dates", "hours"),
    [
        ({"hired": horizon().date(3)}, 16),  # three days before it
        ({"leaves": horizon().date(2)}, 8),
        ({"hired": horizon().date(7)}, 0),
        ({"hired": horizon().date(1), "leaves": horizon().date(4)}, 16),
    ],
)
def test_days_before_hiring_and_after_leaving_take_theirs(dates, hours):
    assert owed(agents=[agent("A1", **dates)]) == [hours]


def test_a_statutory_holiday_takes_a_day_and_one_moved_to_another_does_not():
    assert owed(week=horizon(NEW_YEAR)) == [32]
    assert owed(week=horizon(NEW_YEAR), limits={"holidays": ""}) == [40]
    away_too = away(4, 5, week=horizon(NEW_YEAR))  # on leave that day: taken once
    assert owed(week=horizon(NEW_YEAR), absences=[away_too]) == [32]


def test_no_country_has_an_unknown_name():
    with pytest.raises(InputError) as told:
        HoursRules(holidays="XX")
    assert [fault.code for fault in told.value.faults] == ["country_unknown"]


@pytest.mark.parametrize(
    ("plan", "shapes", "days"),
    [
        (None, (FULL,), 5),
        (WorkPlan("P", max_days_week=6), (FULL,), 5),  # the sixth would be beyond the contract
        (WorkPlan("P", max_days_week=6), (ShiftShape(400),), 6),  # 40 h on six days
        (WorkPlan("P", max_days_week=4), (FULL,), 4),
        (None, (FULL, ShiftShape(600)), 5),  # ten hours would be overtime
    ],
)
def test_planned_days_are_those_the_contract_takes(plan, shapes, days):
    plans = () if plan is None else (plan,)
    ruleset = RuleSet(shapes, plans=plans, work_plan=plan.name if plan else "")
    question = problem(ruleset=ruleset)
    assert question.contract_days(question.agents[0]) == days


def test_a_week_that_is_cut_short_owes_whole_days():
    assert owed(week=horizon(days=10)) == [40, 16]  # 3 of 7 days: 2.1 of 5


def test_a_plan_says_over_what_time_before_the_rules_do():
    week = horizon(days=28)
    by_week, by_month = ((WorkPlan("P", hours_owed=by),) for by in (OwedBy.WEEK, OwedBy.MONTH))
    assert owed(by=OwedBy.NONE, plans=by_week, plan="P", week=week) == [40] * 4
    assert len(owed(plans=by_month, plan="P", week=week)) == 2
    assert owed(plans=(WorkPlan("P", hours_owed=OwedBy.NONE),), plan="P") == []


def month(days, *past, **changes):
    """Return what is owed from Monday, 16 November 2026 on, by the month."""
    week = horizon(dt.date(2026, 11, 16), days=days)
    settings = {"by": OwedBy.MONTH, "week": week, "history": past, **changes}
    return owed(**settings)


def worked(day, **changes):
    return shift(day=day, week=horizon(dt.date(2026, 11, 16)), **changes)


def test_a_month_owes_what_its_days_should_have_brought_less_what_was_worked():
    every = [worked(day) for day in range(-15, 0)][:10]  # from 1 November: 80 h
    # 22 days until Sunday: 15 of them to be worked, 120 h
    assert month(7, *every) == [40]
    assert month(7, *every[:9]) == [48]
    # and 30 days: 21 to be worked, 168 h
    assert month(15, *every) == [88]


def test_a_month_of_which_only_a_part_is_known_is_counted_from_there():
    # from Monday, 9 November: 14 days, 10 to be worked
    assert month(7, *(worked(day) for day in range(-7, -2))) == [40]
    assert month(7) == [40]  # nothing known: from the horizon's first day
    others = [worked(-15, agent_id="B")]
    assert month(7, *others, agents=[agent("A1"), agent("B")]) == [40]


def test_leave_before_the_horizon_lowers_a_month():
    every = [worked(day) for day in range(-15, 0)][:10]
    week = horizon(dt.date(2026, 11, 16))
    assert month(7, *every[:8], absences=[away(-4, -2, week=week)]) == [40]


def test_a_month_that_ends_within_the_horizon_has_its_own_span():
    week = horizon(dt.date(2026, 11, 28), days=4)  # until Tuesday, 1 December
    question = problem(week=week, ruleset=rules(shapes=(FULL,), hours_owed=OwedBy.MONTH))
    spans = [(each.first, each.last, each.minutes) for each in owed_by_agent(question)["A1"]]
    assert spans == [(0, 2, 960), (3, 3, 0)]


def test_the_cost_has_the_hours_owed_and_not_given():
    question = problem(ruleset=rules(shapes=(FULL,), hours_owed=OwedBy.WEEK))
    four = Roster(tuple(shift(day=day) for day in range(4)))
    six = Roster(tuple(shift(day=day) for day in range(6)))
    assert [cost(question, each).owed_hours for each in (Roster(), four, six)] == [40, 8, 0]
    surplus = 32 * question.rules.weights.surplus_per_agent_hour  # nobody is needed
    assert cost(question, four).total == 8 * question.rules.weights.hour_owed + surplus


def test_work_on_a_holiday_and_overtime_of_a_day_give_nothing():
    week = horizon(NEW_YEAR)
    question = problem(week=week, ruleset=rules(shapes=(FULL,), hours_owed=OwedBy.WEEK))
    on_friday = Roster(tuple(shift(day=day, week=week) for day in (0, 1, 2, 4)))
    assert cost(question, on_friday).owed_hours == 8
    long = Roster(tuple(shift(day=day, week=week, work=600) for day in range(3)))
    assert cost(question, long).owed_hours == 8


def test_who_has_no_shifts_at_all_misses_everything():
    ruleset = rules(shapes=(FULL,), hours_owed=OwedBy.WEEK)
    question = problem(agents=[agent("A1"), agent("B")], ruleset=ruleset)
    five = Roster(tuple(shift(day=day) for day in range(5)))
    assert cost(question, five).owed_hours == 40


def cycle(plan, days, *, start, history=(), shapes=(FULL,)):
    someone = replace(agent("A1"), cycle_start=start)
    ruleset = rules(shapes=shapes, plans=(plan,), work_plan="P", hours_owed=OwedBy.CYCLE)
    question = problem(week=horizon(days=days), agents=[someone], ruleset=ruleset, history=history)
    return [(each.first, each.last, each.minutes / 60) for each in owed_by_agent(question)["A1"]]


def test_a_cycle_of_weeks_is_one_span_that_may_have_begun_before():
    plan = WorkPlan("P", days_week=(5, 6))
    monday = horizon().date(0)
    assert cycle(plan, 28, start=monday) == [(0, 13, 80), (14, 27, 80)]
    worked = [shift(day=day) for day in range(-7, -1)]  # six days of the first week
    late = cycle(plan, 7, start=monday - dt.timedelta(7), history=worked)
    assert late == [(0, 6, 32)]
    assert cycle(WorkPlan("P"), 14, start=monday) == [(0, 6, 40), (7, 13, 40)]


def test_a_cycle_of_days_owes_its_days_and_no_longer_shifts():
    plan = WorkPlan("P", day_cycle=("on",) * 4 + ("off",) * 2)
    assert cycle(plan, 12, start=horizon().date(0)) == [(0, 5, 32), (6, 11, 32)]
    by_week = WorkPlan("P", day_cycle=plan.day_cycle, hours_owed=OwedBy.WEEK)
    assert cycle(by_week, 14, start=horizon().date(0)) == [(0, 6, 40), (7, 13, 40)]


def test_leave_on_a_day_off_of_the_cycle_takes_nothing():
    plan = WorkPlan("P", day_cycle=("on",) * 5 + ("off",) * 2)
    assert owed(plans=(plan,), plan="P", absences=[away(4, 7)]) == [32]
