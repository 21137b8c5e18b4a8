import datetime as dt
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from scheduler.agent import Absence, Wish
from scheduler.shift_type import ShiftType
from scheduler.solve import rolling, windows
from scheduler.solve.assembly import Assembly
from scheduler.solve.bound import Bound
from scheduler.solve.clock import SolveClock
from scheduler.solve.conflicts import cover_conflicts
from scheduler.solve.days_kernel import POST, START
from scheduler.solve.meter import Meter
from scheduler.solve.plan import empty_plan, plan_of, roster_of
from scheduler.solve.polish import StartingPoint
from scheduler.solve.result import SolveParams
from scheduler.solve.rolling import part_of, rolled
from scheduler.solve.search import Search
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.solve.ways import has_windows, is_countable
from scheduler.solve.windows import WindowPolisher, window_of
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from tests.builders import MONDAY, agent, at, horizon, post, problem, requirement, rules, shift
from tests.scheduler.solve.test_counted import BOTH, BREACH, QUESTIONS, begun, measured

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=200, workers=1)
TWO_WEEKS = horizon(days=14, interval_min=60)
TYPES = tuple(ShiftType(code, 60 * hour, 480) for code, hour in (("N", 0), ("D", 8), ("E", 16)))
SUNDAY_WISH = 5.0


def turning():
    """
    Return two weeks of three types that turn, two people each, a post never to be left open.

    A0 and A1 are late in the first week and have the nights of the second. A0 is away on the first
    of these: A1 has that night, and not the late shift before it, which A0 wishes off.
    """
    away = (at(day, week=TWO_WEEKS) for day in (7, 8))
    begins = (MONDAY - dt.timedelta(7 * (number // 2)) for number in range(6))
    return problem(
        week=TWO_WEEKS,
        agents=[
            replace(agent(f"A{number}", BOTH, hours=48.0), cycle_start=begin)
            for number, begin in enumerate(begins)
        ],
        posts=[post(BOTH[0], min_agents=1), post(BOTH[1], min_agents=0)],
        need=requirement({BOTH[0]: 1.0, BOTH[1]: 0.0}, week=TWO_WEEKS, posts=BOTH),
        ruleset=rules(
            shapes=(),
            types=TYPES,
            plans=(WorkPlan("p", rotation=("E", "N", "D")),),
            work_plan="p",
            start_grid_min=60,
            max_work_min_per_week=48 * 60,
        ),
        absences=[Absence("A0", *away)],
        wishes=[Wish("A0", TWO_WEEKS.date(6), None, SUNDAY_WISH)],
    )


def swept(polisher, tables, rows, plan, times):
    """Return a plan after some windows."""
    bound = Bound(tables, rows, 0.0)
    for _ in range(times):
        cost = measured(tables, rows, [plan[:, number] for number in range(plan.shape[1])])
        found = polisher.improve(StartingPoint(bound.values, cost - bound.raw, plan), 20.0)
        plan = plan if found is None else found
    return plan


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_window_is_made_as_cheap_as_any_roster_with_the_other_days(name, monkeypatch):
    monkeypatch.setattr(windows, "FIRST_DAYS", 1)
    tables, rows, _, weeks = begun(name)
    polisher = WindowPolisher(tables, rows, BREACH, seed=np.random.SeedSequence(1))

    found = swept(polisher, tables, rows, empty_plan(tables), 1)

    (held,) = (day for day in range(2) if (found[POST, :, day] < 0).all())
    kept = [[each for each in mine if (each[POST, held] < 0).all()] for mine in weeks]
    cheapest = min(measured(tables, rows, pair) for pair in product(*kept))
    assert measured(tables, rows, [found[:, n] for n in range(2)]) == pytest.approx(cheapest)


def test_a_window_holds_all_other_days_and_counts_who_is_at_work_on_them():
    tables, rows, start, _ = begun("decimals")

    window = window_of(tables, rows, start, range(1, 2))

    assert np.array_equal(window.tables.fixed_start[:, 0], start[START, :, 0])
    assert not np.isfinite(window.tables.wish[:, : tables.day_first[1]]).any()
    assert window.rows.base.sum() == 8 * (start[START, :, 0] >= 0).sum()
    assert (tables.fixed_start == -1).all()  # the problem itself stays as it is


def test_weeks_in_turn_leave_people_rested_for_the_nights_that_come():
    found = rolled(turning(), SHORT, solve)

    verdict = verify(turning(), found)
    assert verdict.is_clean
    assert verdict.cost.total == SUNDAY_WISH


def test_hours_promised_are_not_sought_in_days_that_are_only_looked_at():
    asked = turning()
    need = np.zeros((2, TWO_WEEKS.intervals))
    need[0, 7 * 24 : 8 * 24] = 9.0  # a day of the second week
    promised = replace(
        asked,
        agents=tuple(
            replace(one, contract=replace(one.contract, min_hours_week=6.0)) for one in asked.agents
        ),
        requirement=replace(asked.requirement, agents=need),
        posts=tuple(replace(each, min_agents=0) for each in asked.posts),
    )

    assert "min_hours" not in verify(promised, rolled(promised, SHORT, solve)).by_rule


@pytest.mark.parametrize(("late", "is_told"), [(("A0", "A1"), True), (("A0",), False)])
def test_a_night_that_nobody_rested_could_have_is_told(late, is_told):
    asked = replace(turning(), absences=())
    past = [shift(one, 6, "16:00", meal=None, week=TWO_WEEKS) for one in late]

    second = part_of(asked, range(7, 14), past)

    assert cover_conflicts(second, *tables_of(second)) == tuple(
        ("cover_impossible", ("presales", f"2026-12-07T{hour:02}:00"))
        for hour in range(8 if is_told else 0)
    )


def test_a_window_mends_the_edge_of_weeks_that_knew_nothing_of_each_other(monkeypatch):
    monkeypatch.setattr(rolling, "AHEAD_DAYS", 0)
    asked = turning()
    short_sighted = rolled(asked, SHORT, solve)
    assert {each.rule for each in verify(asked, short_sighted).violations} == {"sealed"}
    tables, rows = tables_of(asked)
    polisher = WindowPolisher(tables, rows, BREACH, seed=np.random.SeedSequence(1))

    plan = swept(polisher, tables, rows, plan_of(asked, tables, short_sighted), 1)

    verdict = verify(asked, roster_of(asked, plan))
    assert verdict.is_clean
    assert verdict.cost.total == SUNDAY_WISH


def test_a_run_over_weeks_that_the_clock_ends_goes_through_windows(monkeypatch):
    monkeypatch.setattr(rolling, "AHEAD_DAYS", 0)
    asked = turning()
    tables, rows = tables_of(asked)
    chain = Search(tables, rows, np.random.SeedSequence(1))
    chain.load(plan_of(asked, tables, rolled(asked, SHORT, solve)))
    clock = SolveClock(SolveParams(seed=1, time_limit_s=600.0), None)
    assembly = Assembly(tables, rows, 0.0, seed=np.random.SeedSequence(1), clock=clock)

    job = assembly.next_job(Bound(tables, rows, 0.0), [chain])

    assert verify(asked, roster_of(asked, job(Meter(is_counted=False)).plan)).is_clean


def test_a_stopped_polisher_opens_no_window():
    tables, rows, start, _ = begun("decimals")
    polisher = WindowPolisher(tables, rows, BREACH, seed=np.random.SeedSequence(1))
    polisher.stop()

    assert polisher.improve(StartingPoint(np.zeros(len(rows.need)), 1000.0, start), 5.0) is None


def test_two_weeks_are_counted_in_windows_and_one_week_whole():
    weeks, week = tables_of(turning())[0], begun("decimals")[0]

    assert (has_windows(weeks), is_countable(weeks)) == (True, False)
    assert (has_windows(week), is_countable(week)) == (False, True)
