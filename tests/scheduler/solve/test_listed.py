from itertools import pairwise, product

import numpy as np
import pytest

from scheduler.solve.bound import Bound
from scheduler.solve.plan import people_of, roster_of
from scheduler.solve.polish import Polisher, StartingPoint
from scheduler.solve.schedule import LISTED, LISTED_TIMES, LISTED_UNTIL, listed_at
from scheduler.solve.search import Listed, Search, breach_of
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from tests.scheduler.solve.test_counted import QUESTIONS, measured, weeks_of


def begun(name):
    """Return a search on a small question, the values of a person there, and everybody's weeks."""
    tables, rows = tables_of(QUESTIONS[name])
    search = Search(tables, rows, np.random.SeedSequence(1))
    polisher = Polisher(tables, rows, breach_of(rows), seed=np.random.SeedSequence(1))
    bound = Bound(tables, rows, 0.0)
    at = StartingPoint(bound.values, 1e6, search.best)
    return search, bound.values, polisher.listed(at, 0.0)


@pytest.mark.parametrize("name", QUESTIONS)
def test_moves_of_listed_weeks_reach_the_cheapest_of_all_rosters(name):
    search, value, listed = begun(name)
    tables, rows = tables_of(QUESTIONS[name])
    weeks = [weeks_of(tables, number) for number in range(2)]
    cheapest = min(measured(tables, rows, pair, breach_of(rows)) for pair in product(*weeks))

    search.run(20_000, (6000.0, 0.5), 1.0, value, listed)

    assert search.best_cost == pytest.approx(cheapest)
    found = verify(QUESTIONS[name], roster_of(QUESTIONS[name], search.best))
    assert {each.rule for each in found.violations} <= {"sealed"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_start_an_agent_may_have_is_in_the_list(name):
    _, _, listed = begun(name)
    tables, _ = tables_of(QUESTIONS[name])

    for agent in range(2):
        theirs = {week[:2].tobytes() for week in weeks_of(tables, agent)}
        assert {w.tobytes() for w in listed.weeks[agent, : listed.many[agent]]} == theirs


def test_a_softened_price_keeps_where_it_ends_when_that_is_cheaper():
    search, value, listed = begun("decimals")
    before = search.best_cost

    search.run(5_000, (2.0, 0.1), 0.5, value, listed)

    assert search.best_cost < before
    tables, rows = tables_of(QUESTIONS["decimals"])
    kept = [search.best[:, number] for number in range(2)]
    assert measured(tables, rows, kept) == pytest.approx(search.best_cost)


def test_somebody_without_listed_weeks_keeps_the_own():
    search, value, listed = begun("decimals")
    search.build()
    before = search.plan

    none = Listed(listed.weeks, np.zeros_like(listed.many), 0.0)
    search.run(200, (0.0001, 0.0001), 1.0, value, none)

    hours = [(table[0] >= 0).sum(axis=1).sum() for table in (before, search.plan)]
    assert hours[0] == hours[1]


def test_each_cooling_of_listed_weeks_falls_and_ends_at_the_true_price():
    steps = np.linspace(0.1, LISTED_UNTIL, 41)
    found = [listed_at(0.1, (now, then), 10.0) for now, then in pairwise(steps.tolist())]

    heats = [heat for _, heat in found]
    assert all(hot > cold for hot, cold in heats)
    begins = [number for number, heat in enumerate(heats) if heat[0] == pytest.approx(2.0)]
    assert len(begins) == LISTED_TIMES
    assert found[0][0] == LISTED.own
    assert found[-1][0] == 1.0
    assert listed_at(0.1, (0.9, 0.95), 10.0) == (1.0, (pytest.approx(0.3), pytest.approx(0.3)))


def test_a_roster_with_open_posts_never_takes_the_place_of_one_without():
    tables, rows = tables_of(QUESTIONS["decimals"])
    search, value, listed = begun("decimals")
    search.run(5_000, (50.0, 0.5), 1.0, value, listed)
    clean, cost = search.best, search.best_cost
    people = people_of(tables, rows, clean)
    # each at work costs more than an open post does
    nobody, dear = np.zeros_like(rows.need), np.full_like(rows.over, 1000.0)
    dear = rows._replace(floor=np.where(people > 0, 1, 0), need=nobody, short=nobody, over=dear)
    held = Search(tables, dear, np.random.SeedSequence(1))
    held.offer(clean)
    assert held.best_missing == 0

    held.offer(np.full_like(clean, -1))
    held.run(2_000, (1000.0, 100.0), 1.0, value, listed)

    assert held.best_missing == 0
    assert cost == search.best_cost
