from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Wish
from scheduler.demand import Requirement
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.rolling import is_long, part_of, rolled
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from tests.builders import MONDAY, agent, horizon, problem, rules, shift
from tests.scheduler.solve.test_every_rule import SHIFT

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=130, workers=1)


def quarter(days=91, **hours):
    week = horizon(days=days, interval_min=60)
    need = np.where(np.arange(week.intervals)[None, :] % 24 < 8, 1.0, 0.0)
    return problem(
        week=week,
        agents=tuple(agent(f"A{n}") for n in range(2)),
        ruleset=rules(shapes=(SHIFT,), start_grid_min=240, **hours),
        need=Requirement(week, ("presales",), need),
        wishes=tuple(Wish("A1", week.date(day), None, 2) for day in range(0, days, 7)),
    )


def test_a_week_knows_the_weeks_before_it_and_its_own_days_alone():
    asked = quarter(21)
    before = (shift("A1", 6, "20:00", meal=None),)

    week = part_of(asked, range(7, 14), before)

    assert week.horizon.start == MONDAY.replace(month=12, day=7)
    assert week.history == before
    assert [wish.date for wish in week.wishes] == [week.horizon.start]
    np.testing.assert_array_equal(
        week.requirement.agents, asked.requirement.agents[:, 7 * 24 : 14 * 24]
    )


def test_a_week_stands_where_the_whole_stands_whatever_was_worked():
    plan = WorkPlan("P", days_week=(5, 6, 4))
    whole = quarter(21)
    asked = replace(whole, rules=replace(whole.rules, plans=(plan,), work_plan="P"))
    last_week = tuple(
        shift(one.id, day, "20:00", meal=None) for one in asked.agents for day in (-7, -6, -5, -4)
    )
    placed = replace(asked, history=last_week)  # the week of four days

    short = (shift("A1", 1, "20:00", meal=None), shift("A1", 9, "20:00", meal=None))  # ill, say
    weeks = [part_of(placed, range(7 * n, 7 * n + 7), short[:n]) for n in range(3)]

    days = [week.cycles.known["A1"].bounds(week.horizon.start)[0] for week in weeks]
    assert days == [5, 6, 4]


def test_rolled_weeks_keep_what_links_them():
    asked = quarter(21, max_nights_per_month=7, max_consecutive_days=3)

    found = rolled(asked, SHORT, solve)

    broken = verify(asked, found).by_rule
    assert not broken


def test_a_quarter_is_begun_week_by_week_and_bounded_as_a_whole():
    asked = quarter(max_nights_per_month=12)
    assert is_long(asked)

    result = solve(asked, SHORT)

    assert result.status in {SolveStatus.FEASIBLE, SolveStatus.OPTIMAL}
    assert verify(asked, result.roster).is_clean
    assert result.bound <= result.cost
    assert result.cost <= verify(asked, rolled(asked, SHORT, solve)).cost.total + 1e-6


def test_where_a_week_has_no_roster_there_is_none_to_begin_with():
    pins = (shift("A1", 8, "00:00", meal=None), shift("A1", 8, "12:00", meal=None))
    asked = replace(quarter(14), pins=pins)

    assert rolled(asked, SHORT, solve) is None


@pytest.mark.parametrize("days", [7, 28])
def test_shorter_horizons_are_solved_at_once(days):
    assert not is_long(quarter(days))
