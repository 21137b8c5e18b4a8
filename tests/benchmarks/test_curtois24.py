import random
from dataclasses import replace

import pytest

from benchmarks.curtois24.evaluator import judge
from benchmarks.curtois24.instance import (
    Cover,
    Employee,
    Request,
    ShiftType,
    read_instance,
)
from benchmarks.curtois24.mapping import plan_of, problem_of, roster_of
from benchmarks.curtois24.rounds import broken, part, solve_in_rounds
from scheduler.verify.checker import verify

TEXT = """\
# a comment
SECTION_HORIZON
# The horizon length in days:
14

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
A,E=14|L=2,4320,960,5,2,2,1
B,E=0|L=14,4320,0,5,1,1,2

SECTION_DAYS_OFF
A,3

SECTION_SHIFT_ON_REQUESTS
A,5,L,1

SECTION_SHIFT_OFF_REQUESTS
B,6,L,3

SECTION_COVER
0,E,1,100,1
0,L,2,100,1
"""


@pytest.fixture
def instance(tmp_path):
    path = tmp_path / "Instance0.txt"
    path.write_text(TEXT.replace("\n", "\r\n"), encoding="utf-8")
    return read_instance(path)


def plan(**shifts):
    """Return a plan from 14 letters each; a dot is a day off."""
    rows = {"A": "." * 14, "B": "." * 14} | shifts
    return {who: [None if one == "." else one for one in days] for who, days in rows.items()}


def rules(instance, A="EE......EE....", **shifts):
    shifts |= {"A": A}
    return [rule for rule, *_ in judge(instance, plan(**shifts)).breaches]


def test_all_sections_are_read(instance):
    assert instance.days == 14
    assert instance.shifts == (ShiftType("E", 480, ()), ShiftType("L", 600, ("E",)))
    assert instance.staff[0] == Employee("A", {"E": 14, "L": 2}, 4320, 960, 5, 2, 2, 1)
    assert instance.days_off == {"A": {3}}
    assert instance.on == (Request("A", 5, "L", 1),)
    assert instance.off == (Request("B", 6, "L", 3),)
    assert instance.cover == (Cover(0, "E", 1, 100, 1), Cover(0, "L", 2, 100, 1))


def test_cost_adds_requests_and_cover_both_ways(instance):
    nobody = judge(instance, plan())
    assert nobody.cost == 1 + 300  # A's wish, one E and two L missing
    both = judge(instance, plan(A="E....L........", B="L.....L......."))
    assert both.cost == 0 + 3 + 100  # B got the shift he did not want, one L is missing
    extra = judge(instance, plan(A="E.............", B="E............."))
    assert extra.cost == 1 + 1 + 200  # one E too many


@pytest.mark.parametrize(
    ("days", "broken"),
    [
        ("EE............", []),
        ("LE....EE......", ["succession"]),
        ("EL....EE......", []),
        ("EE....LLL.....", ["max_of_type"]),
        ("E.............", ["min_minutes"]),  # 480 of 960
        ("EEEE...EE.....", ["day_off"]),  # day 3
    ],
)
def test_rules_of_single_days_and_sums(instance, days, broken):
    assert rules(instance, A=days) == broken


def test_most_minutes_are_those_of_the_whole_horizon(instance):
    assert rules(instance, A="EEE..EEEEE..EE"[:14]) == ["max_minutes", "weekends"]  # 10 x 480
    assert "max_minutes" not in rules(instance, A="EE...EEEEE..EE")  # 9 x 480 = 4,320


@pytest.mark.parametrize(
    ("days", "broken"),
    [
        ("....EEEEE.....", []),
        ("....EEEEEE....", ["max_run"]),
        ("EE..E...EE....", ["min_run"]),
        ("E....EE.......", []),  # a run at the first day may be short
        ("....EE.......E", []),  # and one at the last
        ("....EE.EE.....", ["min_run_off"]),
        (".EE..EE.......", []),  # one day off at the start
        ("....EE..EEEEE.", []),  # and at the end
    ],
)
def test_runs_at_the_ends_are_exempt_from_minimums_alone(instance, days, broken):
    found = [rule for rule in rules(instance, A=days) if rule.endswith(("run", "off"))]
    assert found == broken


def test_a_long_run_at_the_start_is_too_long(instance):
    assert "max_run" in rules(instance, B="LLLLLL........")


def test_a_weekend_counts_once_for_one_day_or_both(instance):
    assert "weekends" not in rules(instance, A="....EEE.......")
    assert "weekends" in rules(instance, A="....EE.....EE.")
    assert "weekends" in rules(instance, A="EE....EE....EE")


def test_types_one_may_not_work_have_a_maximum_of_none(instance):
    assert rules(instance, A="EE......EE....", B="E.............") == ["max_of_type"]


def days_of(instance, each, rng):
    days = []
    while len(days) < instance.days:
        shift = rng.choice(instance.shifts).id
        days += [shift] * rng.randint(1, each.max_run) + [None] * rng.randint(1, 4)
    skip = rng.randint(0, 3)
    return (days * 2)[skip : skip + instance.days]


def drawn(instance, rng):
    """Return a plan; in half of them each employee got the best of many, so that some are clean."""
    tries = rng.choice([1, 200])
    rows = {}
    for each in instance.staff:
        alone = replace(instance, staff=(each,), on=(), off=())
        rows[each.id] = min(
            (days_of(instance, each, rng) for _ in range(tries)),
            key=lambda days: len(judge(alone, {each.id: days}).breaches),
        )
    return rows


def test_the_checker_agrees_with_the_evaluator_on_what_is_clean_and_what_it_costs(instance):
    problem = problem_of(instance)
    rng = random.Random(1)
    clean = 0
    for _ in range(60):
        rows = drawn(instance, rng)
        said, verdict = judge(instance, rows), verify(problem, roster_of(instance, problem, rows))
        assert verdict.is_clean == (not said.breaches), (rows, said.breaches, verdict.by_rule)
        assert verdict.cost.total == pytest.approx(said.cost)
        clean += verdict.is_clean
    assert 10 < clean < 50


def test_a_plan_survives_the_way_there_and_back(instance):
    problem = problem_of(instance)
    rows = drawn(instance, random.Random(2))
    assert plan_of(instance, problem, roster_of(instance, problem, rows)) == rows


def test_what_no_roster_breaks_need_not_be_counted(instance, monkeypatch):
    least = solve_in_rounds(instance, 1.0, 1)
    monkeypatch.setattr("benchmarks.curtois24.rounds.MOST_STATES", 1)
    in_rounds = solve_in_rounds(instance, 6.0, 1)
    assert in_rounds.rounds > least.rounds == 1
    assert in_rounds.judgement.breaches == least.judgement.breaches == ()
    assert in_rounds.bound <= least.judgement.cost + 1e-6
    assert least.bound <= in_rounds.judgement.cost + 1e-6


def test_broken_maxima_are_named(instance):
    rows = plan(A="LLL...........", B="E.............")
    assert broken(instance, rows) == {("A", "L"), ("B", "E")}


def test_a_part_costs_more_and_less_by_as_much_as_the_whole_while_people_are_missing(instance):
    rows = plan(A="E" + "." * 13, B="L" + "." * 13)
    mine = part(instance, rows, frozenset("A"))

    def costs(days):
        return (
            judge(mine, {"A": plan(A=days)["A"]}).cost,
            judge(instance, plan(A=days, B="L" + "." * 13)).cost,
        )

    days = ["E" + "." * 13, "L" + "." * 13, "." * 14, "LL" + "." * 12]
    apart = {whole - alone for alone, whole in map(costs, days)}
    assert [who.id for who in mine.staff] == ["A"]
    assert len(apart) == 1
