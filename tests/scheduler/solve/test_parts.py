import itertools

import numpy as np
import pytest

from scheduler.agent import Wish
from scheduler.roster import Roster
from scheduler.solve.bound import Bound, grain_of
from scheduler.solve.plan import empty_plan, people_of, plan_of, roster_of, wishes_of
from scheduler.solve.rows import open_rows, price, softened
from scheduler.solve.schedule import cooling_at, coolings
from scheduler.solve.search import Search
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from tests.builders import MONDAY, agent, post, problem, rules, shift

STAFF = tuple(agent(f"A{n}", hours=24 if n == 2 else 40) for n in range(3))


def question(need=1.4, **changes):
    wishes = (Wish("A1", MONDAY, (480, 1020), 3), Wish("A2", MONDAY, None, 2))
    return problem(**{"agents": STAFF, "need": need, "wishes": wishes, **changes})


def searched(asked):
    tables, rows = tables_of(asked)
    search = Search(tables, rows, np.random.SeedSequence(1))
    search.build()
    search.run(20_000, (3.0, 0.3), 1.0, np.zeros(len(rows.need)))
    return tables, rows, search


def test_a_plans_cost_is_the_checkers():
    asked = question()
    tables, rows, search = searched(asked)
    plan = search.best
    cover = price(rows, people_of(tables, rows, plan))

    verdict = verify(asked, roster_of(asked, plan))

    assert verdict.cost.total == pytest.approx(cover + wishes_of(tables, plan))
    assert search.best_cost == pytest.approx(verdict.cost.total)


def test_the_past_and_pins_count_where_the_checker_counts_them():
    asked = question(history=(shift("A0", -1, "20:00"),), pins=(shift("A1", 3, "10:00"),))
    tables, rows, search = searched(asked)
    people = people_of(tables, rows, search.best)

    verdict = verify(asked, roster_of(asked, search.best))

    cover = price(rows, people)
    pinned_wishes = verdict.cost.wishes - wishes_of(tables, search.best)
    assert verdict.cost.total == pytest.approx(cover + verdict.cost.wishes)
    assert pinned_wishes == 0
    assert verdict.is_clean


def test_a_roster_becomes_a_plan_and_the_same_roster_again():
    asked = question(pins=(shift("A1", 3, "10:00"),))
    tables, _, search = searched(asked)
    roster = roster_of(asked, search.best)

    assert roster_of(asked, plan_of(asked, tables, roster)) == roster


def test_days_that_break_a_rule_are_left_out_of_a_plan():
    asked = question()
    tables, _ = tables_of(asked)
    broken = Roster((shift("A0", 0, "14:00"), shift("A0", 1, "06:00"), shift("A1", 0, "08:00")))

    kept = roster_of(asked, plan_of(asked, tables, broken))

    assert [one.agent_id for one in kept.shifts] == ["A1"]


def test_the_bound_never_passes_the_cost_of_any_roster_seen():
    asked = question()
    tables, rows, search = searched(asked)
    bound = Bound(tables, rows, grain_of(asked, rows))

    seen = []
    for _ in range(5):
        bound.raise_by(50, search.best_cost)
        seen.append(bound.proven)

    assert seen == sorted(seen)
    assert seen[-1] <= search.best_cost
    assert seen[-1] > 0


@pytest.mark.parametrize(
    ("need", "grain"),
    [
        (1.0, 1.0),  # half an hour: 10 missing, 1 surplus; wishes of 2 and 3
        (1.4, 0.2),  # 4 missing and 0.6 surplus
        (1 / 3, 0.0),  # no amount divides all
    ],
)
def test_all_costs_are_multiples_of_the_grain(need, grain):
    asked = question(need)
    _, rows = tables_of(asked)

    assert grain_of(asked, rows) == pytest.approx(grain)


def test_a_softened_price_is_a_mixture_of_both():
    asked = question()
    _, rows = tables_of(asked)
    value = np.linspace(0, 3, len(rows.need))
    people = rows.base + 2

    mixed = softened(rows, value, 0.25)

    linear = 0.75 * price(rows, people) - 0.25 * float(value @ people)
    assert price(mixed, people) - float(mixed.tilt @ people) == pytest.approx(linear)


def test_open_rows_count_people_below_the_minimum():
    asked = question(ruleset=rules(min_agents=2), posts=(post(),))
    tables, rows = tables_of(asked)

    assert open_rows(rows, people_of(tables, rows, empty_plan(tables))) == 2 * 336


@pytest.mark.parametrize(("is_warm", "is_near"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("chain", [0, 1])
def test_heat_falls_and_the_true_price_returns_within_each_cooling(chain, is_warm, is_near):
    steps = coolings(chain, is_warm=is_warm, is_near=is_near)

    for step in steps:
        heats = [step.heat(part / 10) for part in range(11)]
        owns = [step.own_at(part / 10) for part in range(11)]
        assert all(later < before for before, later in itertools.pairwise(heats))
        assert owns == sorted(owns)
        assert owns[-1] == 1.0
    assert cooling_at(steps, 0.0) == (0, 0.0)
    assert cooling_at(steps, 1.0) == (len(steps) - 1, 1.0)
    assert steps[-1].own < 1.0  # what was rounded is taken apart once more
