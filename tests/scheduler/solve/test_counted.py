from itertools import product

import numpy as np
import pytest

from scheduler.agent import Wish
from scheduler.horizon import ClockSpan
from scheduler.post import SealGroup
from scheduler.shift_type import ShiftType
from scheduler.solve.bound import Bound, grain_of
from scheduler.solve.bound_kernel import count_one
from scheduler.solve.columns import ColumnProgram
from scheduler.solve.counted import CountedProgram
from scheduler.solve.counting import counting_of
from scheduler.solve.days_kernel import SHAPE, START
from scheduler.solve.estimate import estimate
from scheduler.solve.master import price_of
from scheduler.solve.plan import roster_of
from scheduler.solve.polish import Polisher, StartingPoint, fullest
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.rows import open_rows, price
from scheduler.solve.search import Search
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.solve.ways import has_few_shifts, is_countable
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from tests.builders import agent, horizon, post, problem, requirement, rules, shift

DAYS = horizon(days=2, interval_min=60)
MEAL_MIN = {"meal_min": 60, "meal_earliest_min": 180, "meal_latest_min": 300}
TYPES = (ShiftType("E", 8 * 60, 480, **MEAL_MIN), ShiftType("L", 14 * 60, 480, **MEAL_MIN))
BOTH = ("presales", "aftersales")
NIGHT = ClockSpan(0, 1439)
BREACH = 300.0


def question(*, need=1.3, own=(BOTH, BOTH), seals=(), least=0, pins=()):
    return problem(
        week=DAYS,
        posts=[post(name, min_agents=least) for name in BOTH],
        agents=[agent(f"A{number}", mine) for number, mine in enumerate(own)],
        need=requirement(dict.fromkeys(BOTH, need), week=DAYS, posts=BOTH),
        ruleset=rules(
            shapes=(),
            types=TYPES,
            plans=(WorkPlan("p", is_one_type=True),),
            work_plan="p",
            start_grid_min=60,
            seals=seals,
        ),
        wishes=[Wish("A0", DAYS.date(0), None, 3.0), Wish("A1", DAYS.date(1), (0, 960), 2.0)],
        pins=pins,
    )


QUESTIONS = {
    "decimals": question(),
    "one post each": question(own=(("presales",), BOTH)),
    "a minimum": question(need=1.0, least=1),
    "held together": question(
        need=1.0, least=1, own=(("presales",), BOTH), seals=(SealGroup(BOTH, NIGHT),)
    ),
    "a pin": question(pins=(shift("A0", 0, "08:00", week=DAYS),)),
}


def weeks_of(tables, agent_number):
    """Return every week of an agent, posts and meals included, by trying all."""
    days = []
    for day in range(DAYS.days):
        pinned = tables.fixed_start[agent_number, day]
        options = [(-1, -1, -1, -1)] if pinned < 0 else [(pinned, 0, -1, -1)]
        for cell in range(tables.day_first[day], tables.day_first[day + 1] if pinned < 0 else 0):
            for shape in np.flatnonzero(np.isfinite(tables.wish[agent_number, cell])):
                for place in np.flatnonzero(tables.post_ok[agent_number, day]):
                    kind = tables.kind_of[agent_number]
                    low, high = (
                        tables.meal_first[kind, cell, shape],
                        tables.meal_last[kind, cell, shape],
                    )
                    options += [(cell, shape, place, cell + o) for o in range(low, high + 1)]
        days.append(options)
    weeks = [np.array(chosen).T for chosen in product(*days)]
    return [week for week in weeks if np.isfinite(price_of(tables, agent_number, week))]


def measured(tables, rows, weeks, breach=BREACH):
    people = rows.base.copy()
    for number, week in enumerate(weeks):
        count_one(tables, number, week, people)
    own = sum(price_of(tables, number, week) for number, week in enumerate(weeks))
    return price(rows, people) + breach * open_rows(rows, people) + own


def begun(name):
    tables, rows = tables_of(QUESTIONS[name])
    search = Search(tables, rows, np.random.SeedSequence(1))
    search.build()
    return tables, rows, search.best, [weeks_of(tables, number) for number in range(2)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_program_finds_the_cheapest_of_all_rosters_and_its_bound_is_its_cost(name):
    tables, rows, start, weeks = begun(name)
    cheapest = min(measured(tables, rows, pair) for pair in product(*weeks))

    answer = CountedProgram(tables, rows, weeks, BREACH).solve(start, seconds=20)

    found = [answer.plan[:, number] for number in range(2)]
    assert answer.is_best
    assert measured(tables, rows, found) == pytest.approx(cheapest)
    assert answer.bound == pytest.approx(cheapest)
    broken = {
        v.rule for v in verify(QUESTIONS[name], roster_of(QUESTIONS[name], answer.plan)).violations
    }
    assert broken <= {"sealed"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_relaxation_from_the_bounds_steps_proves_a_bound_below_the_cheapest(name):
    tables, rows, start, weeks = begun(name)
    bound, columns = Bound(tables, rows, 0.0), ColumnProgram(tables, rows, start)
    before, cheapest = bound.raw, min(measured(tables, rows, pair) for pair in product(*weeks))

    columns.gather(bound.values, before, cheapest)
    bound.adopt(columns.settle(bound.values, before, lambda: False))

    assert before < bound.raw <= cheapest + 1e-6


@pytest.mark.parametrize("name", QUESTIONS)
def test_values_of_the_relaxation_prove_a_bound_below_the_cheapest(name):
    tables, rows, _, weeks = begun(name)
    bound = Bound(tables, rows, grain_of(QUESTIONS[name], rows))
    before = bound.raw

    bound.adopt(CountedProgram(tables, rows, weeks, BREACH, is_linear=True).relax(seconds=20))

    assert before < bound.raw
    assert bound.raw <= min(measured(tables, rows, pair) for pair in product(*weeks)) + 1e-6


@pytest.mark.parametrize("name", ["decimals", "one post each", "a pin"])
def test_an_estimate_of_named_types_never_lies_above_the_cheapest_of_all_rosters(name):
    tables, rows, _, weeks = begun(name)
    cheapest = min(measured(tables, rows, pair) for pair in product(*weeks))

    anew = estimate(QUESTIONS[name])
    again = estimate(QUESTIONS[name], anew.worth)

    assert has_few_shifts(tables)
    assert 0 < anew.cost <= cheapest + 1e-6
    assert anew.cost - 1e-6 <= again.cost <= cheapest + 1e-6


def test_what_was_counted_before_changes_no_table_of_states():
    first = counting_of(QUESTIONS["decimals"])
    counting_of(question(own=(BOTH,) * 3))
    again = counting_of(QUESTIONS["decimals"])

    assert all(np.array_equal(one, two) for one, two in zip(first, again, strict=True))


def test_weeks_that_are_not_opened_stay():
    tables, rows, start, weeks = begun("decimals")
    program = CountedProgram(tables, rows, weeks, BREACH)

    answer = program.solve(start, seconds=20, free=[1])

    assert program.crews[0].agents == (0,)
    assert np.array_equal(answer.plan[[START, SHAPE], 0], start[[START, SHAPE], 0])
    kept = [week for week in weeks[0] if np.array_equal(week[:2], start[:2, 0])]
    cheapest = min(measured(tables, rows, pair) for pair in product(kept, weeks[1]))
    found = [answer.plan[:, number] for number in range(2)]
    assert measured(tables, rows, found) == pytest.approx(cheapest)


def test_a_program_knows_whether_it_holds_a_roster():
    tables, rows, start, weeks = begun("decimals")
    off = np.full_like(start, -1)

    assert CountedProgram(tables, rows, weeks, BREACH).holds(start)
    fewer = [[week for week in each if (week[START] >= 0).any()] for each in weeks]
    assert not CountedProgram(tables, rows, fewer, BREACH).holds(off)


def test_a_polisher_opens_few_people_and_never_leaves_a_dearer_roster():
    tables, rows, start, _ = begun("decimals")
    bound = Bound(tables, rows, 0.0)
    polisher = Polisher(tables, rows, BREACH, seed=np.random.SeedSequence(1))
    before = measured(tables, rows, [start[:, number] for number in range(2)])
    at = StartingPoint(bound.values, before - bound.raw, start)

    answer = polisher.improve(at, 5.0)
    whole = polisher.prove(at, 5.0)

    assert polisher.is_whole
    costs = [
        measured(tables, rows, [each.plan[:, number] for number in range(2)])
        for each in (answer, whole)
    ]
    assert whole.bound == pytest.approx(costs[1])
    assert costs[1] <= costs[0] <= before


def test_minimums_alone_are_sought_in_full_weeks_each_once():
    full, other = np.array([[8, 32], [0, 0]]), np.array([[14, 32], [1, 0]])
    part, late = np.array([[8, -1], [0, -1]]), np.array([[14, -1], [1, -1]])
    off = np.full((2, 2), -1)

    found = fullest([part, full, off, full.copy(), late, other])

    assert [week.tolist() for week in found] == [full.tolist(), other.tolist()]


def test_what_is_full_is_asked_by_start_and_shape():
    short, long = np.array([[8, -1], [0, -1]]), np.array([[8, 32], [1, 0]])

    assert len(fullest([short, long])) == 2  # the short shift of the day is not in the other


def test_a_stopped_polisher_solves_no_more():
    tables, rows, start, _ = begun("decimals")
    polisher = Polisher(tables, rows, BREACH, seed=np.random.SeedSequence(1))
    polisher.stop()

    at = StartingPoint(np.zeros(len(rows.need)), 1000.0, start)

    assert polisher.prove(at, 5.0).plan is None
    assert polisher.relax(at, 5.0) is None


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_the_clock_ends_proves_a_typed_roster_best(workers):
    tables, rows, _, weeks = begun("decimals")

    result = solve(QUESTIONS["decimals"], SolveParams(time_limit_s=30.0, workers=workers))

    assert is_countable(tables)
    assert result.status is SolveStatus.OPTIMAL
    cheapest = min(measured(tables, rows, pair) for pair in product(*weeks))
    assert result.cost == pytest.approx(cheapest)


def test_free_starts_are_not_counted():
    free = problem(week=horizon(days=2), agents=[agent("A1")], need=1.0)

    assert not is_countable(tables_of(free)[0])


def test_values_that_are_not_the_last_word_leave_the_bound_to_its_steps():
    tables, rows, _, weeks = begun("decimals")
    values = CountedProgram(tables, rows, weeks, BREACH, is_linear=True).relax(seconds=20)
    under_way, ended = (Bound(tables, rows, 0.0) for _ in range(2))

    under_way.adopt(values, is_end=False)
    ended.adopt(values)

    assert ended.is_settled
    assert not under_way.is_settled
    assert under_way.raw == ended.raw


def test_a_program_that_only_holds_minimums_finds_a_roster_that_does():
    tables, rows = tables_of(question())
    floor = np.zeros_like(rows.floor)
    floor[[8, DAYS.intervals + 14]] = 1  # at 8:00 on the first post, at 14:00 on the other
    rows = rows._replace(floor=floor)
    weeks = [weeks_of(tables, number) for number in range(2)]
    start = np.full((4, 2, DAYS.days), -1)

    answer = CountedProgram(tables, rows, weeks, np.inf, is_priced=False).solve(start, seconds=20)

    people = rows.base.copy()
    for number in range(2):
        count_one(tables, number, answer.plan[:, number], people)
    assert open_rows(rows, people) == 0


def test_no_roster_is_found_where_minimums_cannot_be_held():
    tables, rows, start, weeks = begun("a minimum")  # round the clock with two people

    answer = CountedProgram(tables, rows, weeks, np.inf, is_priced=False).solve(start, seconds=20)

    assert answer == (None, np.inf, True)


def test_a_program_may_hold_minimums_and_count_costs():
    tables, rows, start, weeks = begun("decimals")
    floor = np.zeros_like(rows.floor)
    floor[[8, DAYS.intervals + 14]] = 1  # where the cheapest roster has nobody
    held = rows._replace(floor=floor)
    costs = [measured(tables, held, pair, 1e6) for pair in product(*weeks)]

    answer = CountedProgram(tables, held, weeks, np.inf).solve(start, seconds=20)

    found = [answer.plan[:, number] for number in range(2)]
    assert measured(tables, held, found, 1e6) == pytest.approx(min(costs))
    assert answer.bound == pytest.approx(min(costs))
    assert min(costs) > min(measured(tables, rows, pair) for pair in product(*weeks))
