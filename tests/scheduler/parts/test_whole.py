"""A week in parts: as lawful as in one piece, its bound of the whole, the same with any hands."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from scheduler.agent import Wish
from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.parts.pricing import PartPrices, SpreadBound, cheapest_counts, priced_part
from scheduler.parts.week_part import asked_of_part, people_of_part
from scheduler.parts.whole import solve_in_parts
from scheduler.session import Session
from scheduler.shift_type import ShiftType
from scheduler.solve.bound import Bound
from scheduler.solve.headstart import Headstart
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from scheduler.weights import Weights
from tests.builders import WEEK, agent, at, post, problem, rules, shift

LIMITS = SolveParams(seed=1, time_limit_s=None, work_limit=200, workers=1)
NAMES = ("presales", "aftersales")


class Here:
    """Hands that are this process; batches come in another order, and parts are forgotten."""

    def __init__(self, many=1, lose=()):
        self.many, self.lose, self.batches = many, set(lose), 0

    def all_of(self, work, tasks, _stop):
        self.batches += 1
        if self.batches in self.lose:
            return [None] * len(tasks)
        found = {number: work(tasks[number]) for number in reversed(range(len(tasks)))}
        return [found[number] for number in range(len(tasks))]

    @staticmethod
    def stop_for(stop):
        return stop


@cache
def week(people=20):
    """Return a week of two posts with people for one or both, wishes and a past."""
    staff = tuple(
        replace(
            agent(f"A{n:02}", NAMES if n % 4 == 0 else (NAMES[n % 2],), hours=40 if n % 5 else 24),
            team=f"T{n // 3}",
        )
        for n in range(people)
    )
    need = np.zeros((2, WEEK.intervals))
    clock = np.arange(WEEK.intervals) % 48
    need[:, (clock >= 16) & (clock < 44)] = people / 6
    need[0, (clock >= 38) & (clock < 44)] += 1
    return problem(
        agents=staff,
        posts=[post(name) for name in NAMES],
        ruleset=rules(min_agents=1),
        need=Requirement(WEEK, NAMES, need),
        wishes=tuple(
            Wish(f"A{n:02}", WEEK.date(day), None, 2.0)
            for n in range(0, people, 3)
            for day in (1, 5)
        ),
        history=(shift("A01", -1, "18:00", post=NAMES[1]), shift("gone", -1, "20:00")),
    )


def in_two(asked):
    numbers = range(len(asked.agents))
    return [people_of_part(asked, numbers[half::2], is_first=half == 0) for half in range(2)]


def test_a_week_in_parts_is_clean_and_its_bound_is_of_the_whole():
    whole = solve(week(), LIMITS)
    found = solve_in_parts(week(), LIMITS, 3, Here())
    verdict = verify(week(), found.roster)
    assert verdict.is_clean
    assert found.cost == pytest.approx(verdict.cost.total)
    assert found.bound <= min(whole.cost, found.cost) + 1e-6
    assert found.bound >= 0.9 * whole.bound
    assert found.cost <= 1.1 * whole.cost


def test_the_same_seed_and_work_give_the_same_roster_whoever_does_the_parts():
    found = [solve_in_parts(week(), LIMITS, 2, Here(many)) for many in (1, 2)]
    assert found[0].roster == found[1].roster
    assert found[0].bound == found[1].bound


def test_the_bound_spread_over_parts_is_the_bound_of_the_whole_at_every_price():
    tables, rows = tables_of(week())
    parts = in_two(week())
    chance = np.random.default_rng(2)
    for number in range(3):
        value = chance.uniform(0.0, 8.0, len(rows.need)) * (rows.short > 0)
        bound = Bound(tables, rows, 0.0)
        bound.adopt(value)
        asked = [PartPrices("w", each, value, part) for each, part in enumerate(parts)]
        weeks = [priced_part(one) for one in asked]
        cost, _ = cheapest_counts(rows, value, len(week().agents))
        here = cost - value @ rows.base + sum(one.price for one in weeks)
        if bound.raw > Bound(tables, rows, 0.0).raw:
            assert here == pytest.approx(bound.raw), number
    raised = SpreadBound("r", parts, rows, rows.short).climb(
        np.zeros(len(rows.need)), 60, Here(), lambda: False, lambda: False
    )
    proven = Bound(tables, rows, 0.0)
    proven.adopt(raised.value)
    assert proven.raw == pytest.approx(raised.raw)
    assert proven.raw > 0


def test_whoever_does_not_know_a_part_is_given_it():
    value = np.zeros(2 * WEEK.intervals)
    assert priced_part(PartPrices("never seen", 0, value)).cover is None


def test_the_parts_together_ask_for_the_whole_and_know_all_that_is_said_of_their_people():
    asked = replace(
        week(),
        sessions=(
            Session("S1", "A03", "", 30, at(1, "08:00"), at(2, "20:00")),
            Session("S2", "", "T0", 30, at(1, "08:00"), at(2, "20:00")),
        ),
        rules=replace(week().rules, weights=Weights(fairness=3.0)),
    )
    parts = in_two(asked)
    for name in ("agents", "wishes", "history"):
        together = [row for part in parts for row in getattr(part, name)]
        assert sorted(map(repr, together)) == sorted(map(repr, getattr(asked, name)))
    assert [[each.id for each in part.sessions] for part in parts] == [["S2"], ["S1", "S2"]]
    for part in parts:
        assert all(part.fair_shares[one.id] == asked.fair_shares[one.id] for one in part.agents)
        assert part.classes.peak == asked.classes.peak


def test_people_wanted_to_stand_by_are_dealt_round():
    kinds = ShiftType("S", 480, 480, is_standby=True, min_people=3), ShiftType("D", 600, 480)
    asked = replace(week(), rules=replace(week().rules, shapes=(), types=kinds))
    wanted = [
        asked_of_part(part, asked.requirement.agents, (number, 2)).rules.types[0].min_people
        for number, part in enumerate(in_two(asked))
    ]
    assert wanted == [2, 1]


def test_a_part_that_is_lost_is_told_and_nothing_is_returned():
    with pytest.raises(InputError) as told:
        solve_in_parts(week(), LIMITS, 2, Here(lose=range(1, 99)))
    assert told.value.faults[0].code == "part_lost"


def test_a_stop_keeps_what_is_finished():
    found = solve_in_parts(week(), LIMITS, 2, Here(), stop=lambda: True)
    assert found.ended_by_clock
    assert verify(week(), found.roster).is_clean


def test_pins_against_a_rule_are_named_as_in_one_piece():
    pins = (shift("A01", 0, "14:00", post=NAMES[1]), shift("A01", 1, "06:00", post=NAMES[1]))
    found = solve_in_parts(replace(week(), pins=pins), LIMITS, 2, Here())
    assert found.status is SolveStatus.INFEASIBLE
    assert found.roster is None


def test_the_bound_of_the_whole_goes_on_with_the_step_it_is_given():
    rows = tables_of(week())[1]
    spread = SpreadBound("g", in_two(week()), rows, rows.short)
    raised = spread.climb(np.zeros(len(rows.need)), 60, Here(), lambda: False, lambda: False)
    assert raised.size > 0
    far, near = (
        solve(week(), LIMITS, head=Headstart(raised.value, is_part=False, step=step)).bound
        for step in (0.3, 0.01)
    )
    assert raised.raw - 1e-3 <= far < near
