import itertools
from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.announced import Announced
from scheduler.cut import Cutting
from scheduler.demand import Requirement
from scheduler.repair import RepairParams, repair, repair_problem
from scheduler.roster import Roster
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from tests.builders import (
    FULL,
    SIX,
    WEEK,
    agent,
    at,
    horizon,
    post,
    problem,
    rules,
    shift,
)
from tests.scheduler.solve.listing import best_of

LIMITS = SolveParams(seed=1, time_limit_s=None, work_limit=60)
DAYS = 3


def day_need(first=8, last=17, days=WEEK.days, people=1.0):
    """Return a requirement of some people at these hours of the first days, closed otherwise."""
    agents = np.full((1, WEEK.intervals), np.nan)
    for day in range(days):
        begin = WEEK.first_interval(day)
        agents[0, begin + 2 * first : begin + 2 * last] = people
    return Requirement(WEEK, ("presales",), agents)


def question(*, absences=(), agents=("A1", "A2", "A3"), need=None, **more):
    return problem(
        agents=[agent(name, hours=40) for name in agents],
        posts=[post()],
        ruleset=rules(shapes=(FULL,), min_agents=0),
        need=need or day_need(days=DAYS),
        absences=absences,
        **more,
    )


def ill(name, day, days=1):
    return Absence(name, at(day), at(day + days), "ill")


def mended(asked, before, *, from_min=WEEK.start_min, worth=4.0):
    return repair(asked, before, RepairParams(from_min, worth), LIMITS)


def test_somebody_free_takes_the_shift_and_nobody_else_changes():
    asked = question(absences=[ill("A1", 1)])
    before = Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2)))
    found = mended(asked, before)
    assert verify(asked, found.result.roster).is_clean
    days = {(change.agent_id, change.day) for change in found.changes}
    assert ("A1", 1) in days
    assert len(days) == 2
    (helper,) = days - {("A1", 1)}
    assert helper[1] == 1
    assert found.lost == (shift("A1", 1),)


def test_a_change_that_saves_less_than_its_worth_is_not_made():
    asked = question(absences=[ill("A1", 1)])
    before = Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2)))
    found = mended(asked, before, worth=9.0)  # the shift covers 8 h, a ninth is its meal
    assert [(change.agent_id, change.day) for change in found.changes] == [("A1", 1)]
    assert found.result.cost == pytest.approx(9 * 20 + 2 * 20)  # a day open, two meals missed


def test_a_roster_nobody_leaves_stays_as_it_is():
    asked = question()
    before = Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2)))
    found = mended(asked, before)
    assert found.result.roster == before
    assert found.changes == ()


def test_what_is_over_stays_and_nothing_is_added_to_it():
    asked = question(absences=[ill("A1", 1)])
    before = Roster((shift("A2", 0, "09:00"), shift("A1", 1), shift("A2", 2)))
    found = mended(asked, before, from_min=at(1, "08:30"), worth=0.0)
    assert shift("A2", 0, "09:00") in found.result.roster.shifts
    new = set(found.result.roster.shifts) - set(before.shifts)
    assert new
    assert all(one.start_min >= at(1, "08:30") for one in new)


def test_pins_stay_even_where_another_plan_would_be_cheaper():
    fixed = shift("A3", 0, "10:00")
    asked = question(need=day_need(last=19, days=DAYS), absences=[ill("A1", 1)], pins=[fixed])
    before = Roster((fixed, shift("A1", 1), shift("A2", 2)))
    found = mended(asked, before, worth=0.0)
    assert fixed in found.result.roster.shifts


def test_a_pin_of_who_is_away_is_lost_with_the_shift():
    fixed = shift("A1", 1)
    asked = question(absences=[ill("A1", 1)], pins=[fixed])
    before = Roster((shift("A2", 0), fixed, shift("A2", 2)))
    found = mended(asked, before)
    assert fixed not in found.result.roster.shifts
    assert found.result.status is not SolveStatus.INFEASIBLE


def test_where_nobody_can_come_the_open_hours_are_left_and_told():
    alone = [agent("A1")]
    asked = problem(
        agents=alone,
        posts=[post(min_agents=1)],
        ruleset=rules(shapes=(FULL,)),
        need=day_need(days=1),
        absences=[ill("A1", 0)],
    )
    found = mended(asked, Roster((shift("A1", 0),)))
    assert found.result.status is SolveStatus.RELAXED
    assert found.result.roster == Roster()


def test_meals_move_only_where_that_pays():
    # A3 was there while both others ate: a move saves the hour (20), and must save 8
    asked = question(need=day_need(days=1), absences=[ill("A3", 0)])
    before = Roster((shift("A1", 0), shift("A2", 0), shift("A3", 0, meal=180)))
    left = Roster(before.shifts[:2])
    found = mended(asked, before, worth=4.0)
    assert sum(one.meal != shift("A1", 0).meal for one in found.result.roster.shifts) == 1
    assert mended(asked, before, worth=12.0).result.roster == left  # now a move must save 24


def part(name, day, first, last):
    return Absence(name, at(day, first), at(day, last), "dentist")


def test_an_absence_of_the_morning_leaves_the_afternoon():
    asked = question(absences=[part("A1", 1, "08:00", "10:00")])
    before = Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2)))
    found = mended(asked, before)
    (cut,) = found.cuts
    assert found.lost == ()
    assert cut.shift == shift("A1", 1)
    assert [(one.start_min, one.end_min) for one in cut.kept] == [(at(1, "10:00"), at(1, "17:00"))]
    assert set(found.result.roster.shifts) == {shift("A2", 0), *cut.kept, shift("A2", 2)}


def test_what_is_left_counts_so_that_nobody_comes_for_it():
    # without the afternoon 8 h are open, worth a change; with it only the 2 of the morning
    asked = question(absences=[part("A1", 1, "08:00", "10:00")])
    before = Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2)))
    kept = mended(asked, before, worth=4.0)
    assert {change.agent_id for change in kept.changes} == {"A1"}
    let_go = repair(asked, before, RepairParams(WEEK.start_min, 4.0, Cutting.DROP), LIMITS)
    assert len(let_go.changes) == 2
    assert let_go.cuts[0].kept == ()
    assert let_go.lost == ()


def test_what_is_left_around_an_absence_stays_in_two_pieces():
    asked = question(absences=[part("A1", 1, "10:00", "12:00")])
    found = mended(asked, Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2))))
    own = [one for one in found.result.roster.shifts if one.agent_id == "A1"]
    spans = [(at(1, "08:00"), at(1, "10:00")), (at(1, "13:00"), at(1, "17:00"))]
    assert [(one.start_min, one.end_min) for one in own] == spans
    verdict = verify(asked, found.result.roster)
    assert verdict.by_rule == {"shape": 2, "two_shifts_a_day": 1, "rest": 1}


def test_a_second_absence_of_the_week_finds_the_first_ones_afternoon_as_it_was():
    first = part("A1", 1, "08:00", "10:00")
    roster = Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2)))
    once = mended(question(absences=[first]), roster).result.roster
    asked = question(absences=[first, ill("A2", 2)])
    again = mended(asked, once)
    assert next(one for one in once.shifts if one.agent_id == "A1") in again.result.roster.shifts
    assert again.result.status is not SolveStatus.INFEASIBLE
    assert {change.day for change in again.changes} == {2}


def test_what_is_over_stays_cut():
    asked = question(absences=[part("A1", 1, "14:00", "17:00")])
    before = Roster((shift("A2", 0), shift("A1", 1), shift("A2", 2)))
    found = mended(asked, before, from_min=at(1, "14:00"))
    ((cut,),) = (found.cuts,)
    assert [(one.start_min, one.end_min) for one in cut.kept] == [(at(1, "08:00"), at(1, "14:00"))]
    assert cut.kept[0] in found.result.roster.shifts


SHORT_NIGHT = (shift("A1", 0, "12:00"), shift("A1", 1, "06:00"))
BROKEN = {  # what is over, and rules that it breaks
    "rest": (SHORT_NIGHT, {}),
    "consecutive_days": ((shift("A1", 0), shift("A1", 1)), {"max_consecutive_days": 1}),
    "hours_per_week": ((shift("A1", 0), shift("A1", 1)), {"max_work_min_per_week": 900}),
    "hours_per_day": ((shift("A1", 1, work=600),), {}),
    "two_shifts_a_day": (
        (shift("A1", 1, "01:00", work=240, meal=None), shift("A1", 1, "16:30", work=240)),
        {},
    ),
    "grid": ((shift("A1", 1, "08:10"),), {}),
}


@pytest.mark.parametrize(("rule", "over", "hours"), [(k, *v) for k, v in BROKEN.items()])
def test_what_is_over_and_broke_a_rule_is_a_fact_of_the_repair(rule, over, hours):
    later = shift("A2", 2)
    asked = problem(
        agents=[agent(name, hours=40) for name in ("A1", "A2", "A3")],
        posts=[post()],
        ruleset=rules(shapes=(FULL,), min_agents=0, **hours),
        need=day_need(days=3),
        absences=[ill("A2", 2)],
    )
    found = mended(asked, Roster((*over, later)), from_min=at(2), worth=1.0)
    assert found.result.status is not SolveStatus.INFEASIBLE
    assert set(over) <= set(found.result.roster.shifts)
    assert {change.day for change in found.changes} == {2}
    assert len(found.result.roster.shifts) == len(over) + 1  # somebody took the shift
    verdict = verify(asked, found.result.roster)
    assert rule in verdict.by_rule
    assert verdict.violations == verify(asked, Roster(over)).violations
    assert found.result.cost == pytest.approx(verify(found.problem, found.result.roster).cost.total)


def test_a_day_in_a_row_more_than_what_is_over_is_not_given():
    alone = problem(
        agents=[agent("A1"), agent("A2")],
        posts=[post()],
        ruleset=rules(shapes=(FULL,), max_consecutive_days=2),
        need=day_need(days=4),
    )
    over = tuple(shift("A1", day) for day in range(3))  # a day too many
    before = Roster((*over, shift("A2", 3)))
    asked = replace(alone, absences=(ill("A2", 3),))
    assert mended(asked, before, from_min=at(3)).result.roster == Roster(over)


def test_a_pin_set_by_hand_against_a_rule_stands_and_others_are_judged_beside_it():
    by_hand = (shift("A1", 1, "12:00"), shift("A1", 2, "06:00"))
    asked = replace(
        question(need=day_need(6, 21, days=4), pins=by_hand), overruled=frozenset(by_hand)
    )
    found = solve(asked, LIMITS)
    assert found.status is not SolveStatus.INFEASIBLE
    verdict = verify(asked, found.roster)
    assert verdict.by_rule == {"rest": 1}
    assert set(by_hand) <= set(found.roster.shifts)
    assert not solve(replace(asked, overruled=frozenset()), LIMITS).roster


def test_announced_shifts_set_by_hand_stay_when_somebody_else_falls_ill():
    by_hand = (shift("A1", 1, "12:00"), shift("A1", 2, "06:00"))
    asked = replace(question(absences=[ill("A2", 0)]), overruled=frozenset(by_hand))
    found = mended(asked, Roster((shift("A2", 0), *by_hand)))
    assert set(by_hand) <= set(found.result.roster.shifts)
    assert any(one.start_min < at(1) for one in found.result.roster.shifts)


def small(worth):
    """Return a tiny repair: two days, two people, two shapes, every roster can be enumerated."""
    week = horizon(days=2, interval_min=60)
    need = np.full((1, week.intervals), np.nan)
    need[0, 8:17], need[0, 32:38] = 1.0, 2.0
    asked = problem(
        week=week,
        agents=[agent("A1", hours=30), agent("A2", hours=30)],
        ruleset=rules(shapes=(SIX,), start_grid_min=60, min_days_off_per_week=0),
        need=Requirement(week, ("presales",), need),
        absences=[Absence("A1", at(0, week=week), at(1, week=week))],
    )
    before = Roster(
        (
            shift("A1", 0, "08:00", work=360, meal=None, week=week),
            shift("A1", 1, "08:00", work=360, meal=None, week=week),
            shift("A2", 1, "10:00", work=360, meal=None, week=week),
        )
    )
    return asked, before, RepairParams(week.start_min, worth)


@pytest.mark.parametrize("worth", [0.0, 1.0, 3.0, 7.0])
def test_no_roster_of_all_is_cheaper_and_the_bound_lies_below(worth):
    asked, before, params = small(worth)
    question = repair_problem(asked, before, params)
    starts = [None, *range(3, 17)]  # the others cover nothing
    taken = itertools.product([None], starts, starts, starts)
    best = best_of(question, (_of_starts(asked.horizon, each) for each in taken))
    found = repair(asked, before, params, SolveParams(work_limit=200, time_limit_s=None))
    assert found.result.cost == pytest.approx(best)
    assert found.result.bound <= best + 1e-6


def _of_starts(week, starts):
    names = [("A1", 0), ("A1", 1), ("A2", 0), ("A2", 1)]
    return Roster(
        tuple(
            shift(name, day, f"{start:02d}:00", work=360, meal=None, week=week)
            for (name, day), start in zip(names, starts, strict=True)
            if start is not None
        )
    )


def test_the_announced_are_those_who_are_there():
    asked, before, params = small(1.0)
    announced = repair_problem(asked, before, params).announced
    assert announced == Announced(before.shifts[1:], 20.0, asked.horizon.start_min)
