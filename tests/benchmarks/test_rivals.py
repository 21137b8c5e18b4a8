from types import SimpleNamespace

import pytest

from benchmarks.rival import first_of_ours
from benchmarks.shift_options import (
    covered_by_past,
    open_needs,
    options_of,
    ready_before,
    run_before,
)
from benchmarks.side_by_side import is_ahead, is_whole, table
from benchmarks.straight_cp_sat import StraightModel, solve_straight
from benchmarks.timefold_model.__main__ import Facts
from scheduler.agent import Absence, Wish
from scheduler.horizon import ClockSpan
from scheduler.roster import Roster
from scheduler.shift import ShiftShape
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from tests.builders import agent, at, horizon, post, problem, requirement, rules, shift

POSTS = ("presales", "aftersales")
DAYS = horizon(days=3, interval_min=60)
WITH_MEAL = ShiftShape(8 * 60, 60, 3 * 60, 5 * 60, (40.0, 40.0))
SHORT = ShiftShape(4 * 60, contract_hours=(20.0, 39.0))


@pytest.fixture
def small():
    people = [agent("A1"), agent("A2", ("presales", "aftersales")), agent("A3", hours=20.0)]
    return problem(
        week=DAYS,
        agents=people,
        posts=[post("presales"), post("aftersales")],
        ruleset=rules(shapes=(WITH_MEAL, SHORT), start_grid_min=240),
        need=requirement({"presales": 0.7, "aftersales": 0.4}, week=DAYS, posts=POSTS),
        wishes=[Wish("A1", DAYS.date(1), None, 3.0), Wish("A3", DAYS.date(0), (480, 960), 2.0)],
        absences=[Absence("A2", at(2, week=DAYS), at(3, week=DAYS))],
        history=[shift("A1", -1, "15:00", week=DAYS)],
    )


def test_the_straight_model_reaches_the_optimum_the_engine_proves(small):
    ours = solve(small, SolveParams(seed=1, time_limit_s=None, work_limit=2000, workers=1))
    found = solve_straight(small, 20, 1)
    verdict = verify(small, found[-1].roster)
    assert verdict.is_clean
    assert ours.status is SolveStatus.OPTIMAL
    assert verdict.cost.total == pytest.approx(ours.cost)


def test_the_straight_model_begins_from_a_roster_it_is_given(small):
    start = first_of_ours(small, 1)
    straight = StraightModel(small)
    straight.begin_from(start)
    hinted = straight.model.proto.solution_hint
    free = [var for var in straight.model.proto.variables if var.domain[0] < var.domain[-1]]
    assert len(set(hinted.vars)) >= len(free)  # or it begins elsewhere
    begun = {index for index, value in zip(hinted.vars, hinted.values, strict=True) if value}
    chosen = SimpleNamespace(boolean_value=lambda var: var.index in begun)
    assert straight.roster(chosen) == start


def test_timefolds_facts_lead_back_to_the_roster_they_begin_from(small, tmp_path):
    start = first_of_ours(small, 1)
    facts = Facts(small, start)
    assert facts.roster(row[-1] for _, row in facts.days) == start
    assert {row[-1] for _, row in Facts(small, None).days} == {-1}
    facts.write(tmp_path / "facts")
    numbers = iter((tmp_path / "facts").read_text().split())
    for _ in range(int(next(numbers))):  # people: a limit each
        assert int(next(numbers)) in {40 * 60, 20 * 60}
    assert int(next(numbers)) == len(open_needs(small))


def test_timefold_refuses_a_roster_of_shifts_it_does_not_know(small):
    odd = Roster((shift("A1", 0, "00:17", week=DAYS),))
    with pytest.raises(ValueError, match="none of the model's"):
        Facts(small, odd)


def test_options_keep_clear_of_absences_and_of_rest_after_the_past(small):
    away = options_of(small, small.agents[1])
    assert {option.day for option in away} == {0, 1}
    rested = options_of(small, small.agents[0])
    assert min(option.first for option in rested) == 12  # ready at 11:00, starts each 4 h


def test_options_of_a_contract_have_its_shapes_and_their_meals(small):
    full, part = options_of(small, small.agents[0])[0], options_of(small, small.agents[2])[0]
    assert (full.work_min, full.length) == (480, 9)
    assert [meal - full.first for meal in full.meals] == [3, 4, 5]
    assert (part.work_min, part.length, part.meals) == (240, 4, ())


def test_options_know_the_wishes_they_break(small):
    prices = {(o.day, o.first): o.price for o in options_of(small, small.agents[2])}
    assert prices[0, 8] == 0.0  # 08:00 to 12:00, inside the window
    assert prices[0, 16] == 2.0
    assert prices[1, 40] == 0.0
    assert {o.price for o in options_of(small, small.agents[0]) if o.day == 1} == {3.0}


def test_options_without_nights_put_the_meal_into_the_dark():
    shape = ShiftShape(8 * 60, 60, 3 * 60, 5 * 60)
    lone = problem(
        week=DAYS,
        agents=[agent("A1", no_nights=True)],
        ruleset=rules(shapes=(shape,), start_grid_min=60, night=ClockSpan(22 * 60, 23 * 60)),
    )
    meals = {o.first: [m - o.first for m in o.meals] for o in options_of(lone, lone.agents[0])}
    assert meals[18] == [4]  # at work from 18:00, at table from 22:00 to 23:00
    assert 15 not in meals  # 22:00 is its last hour
    assert meals[13] == [3, 4, 5]  # ends at 22:00


def test_the_past_covers_and_counts(small):
    assert covered_by_past(small)[0, 0] == 0  # ended at midnight
    assert run_before(small, small.agents[0]) == 1
    assert ready_before(small, small.agents[0]) == 11


def test_no_roster_counts_as_infinite():
    ours = {"solver": "ours", "seconds_to_first": 1.0, "marks": {"10": 5.0}}
    other = {"solver": "cp_sat", "seconds_to_first": None, "marks": {}}
    assert is_ahead([ours, other], 10)
    assert not is_ahead([ours, other], 30)  # nobody has one
    assert not is_ahead([ours, {**other, "marks": {"10": 5.0}}], 10)  # as good is not ahead


def test_the_table_names_the_marks_at_which_ours_leads():
    ours = {"solver": "ours", "seconds_to_first": 1.0, "marks": {"10": 5.0, "30": 4.25}}
    other = {"solver": "timefold", "seconds_to_first": 8.0, "marks": {"30": 4.0}}
    lines = table({"cc": [ours, other]}, [10, 30]).splitlines()
    assert lines[2] == "| cc | ours | 1.0 s | 5 | 4.25 | 10 |"
    assert lines[3] == "| cc | timefold | 8.0 s | none | 4 |  |"


def test_a_week_is_run_again_unless_every_solver_has_its_record():
    both = [{"solver": "ours"}, {"solver": "cp_sat"}]
    assert is_whole(both, ["ours", "cp_sat"])
    assert not is_whole(both, ["ours", "cp_sat", "timefold"])
    assert not is_whole([], ["ours"])
