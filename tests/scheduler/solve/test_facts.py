"""Shifts that stand whatever they break, in the engine: what is left is judged beside them."""

from dataclasses import replace

import pytest

from scheduler.announced import Announced
from scheduler.roster import Roster
from scheduler.solve.conflicts import PERSONAL
from scheduler.solve.result import SolveStatus
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from tests.scheduler.solve.test_every_rule import RULES, SHORT, alone, rosters

CERTAIN = {rule.__name__ for rule in PERSONAL}
OF_DAYS = {"short_run", "short_rest_run", "idle_day"}
KINDS = {  # what is broken, and how many days are over
    **dict.fromkeys(
        (
            "a limit of nights",
            "a limit of weekends",
            "a succession",
            "a short run",
            "a short rest",
            "overtime by consent",
            "a limit agreed with one",
            "no nights until a child is one",
            "an hour less for who is nursing",
            "a sixth day by shorter shifts",
            "types of a plan",
            "days of a plan",
            "one type a week",
            "starts close together",
            "nights in a row",
            "a free weekend",
            "types in turn",
            "days on and off",
            "a pinned type",
        ),
        3,
    ),
    "days off together": 6,
    "days of a week's turn": 6,
}


def excess(found):
    return abs((found.measured or 0) - (found.limit or 0))


def is_no_worse(question, roster, facts):
    """Return whether a roster breaks nothing but what its facts do, and that no farther."""
    about = {(one.rule, one.at_min): excess(one) for one in facts}
    return all(
        excess(one) <= about.get((one.rule, one.at_min), -1.0)
        for one in verify(question, roster).violations
    )


@pytest.mark.parametrize(("name", "days"), KINDS.items())
def test_the_best_rest_of_a_week_is_found_beside_what_is_over(name, days):
    without, within = (alone(**changes) for changes in RULES[name])
    over = within.horizon.day_starts_min[days]
    free = solve(without, SHORT).roster
    facts = tuple(one for one in free.shifts if one.start_min < over)
    question = replace(
        within,
        pins=facts,
        overruled=frozenset(facts),
        announced=Announced(facts, 0.0, over),
    )
    broken = [
        one
        for one in verify(within, Roster(facts)).violations
        if one.rule in CERTAIN or (one.rule in OF_DAYS and (one.at_min or 0) < over)
    ]

    result = solve(question, SHORT)

    allowed = [
        verify(question, roster).cost.total
        for roster in rosters(question)
        if all(one in facts for one in roster.shifts if one.start_min < over)
        and is_no_worse(question, roster, broken)
    ]
    assert broken
    assert result.status is not SolveStatus.INFEASIBLE
    assert is_no_worse(question, result.roster, broken)
    assert result.cost == pytest.approx(min(allowed))
    assert result.bound <= result.cost + 1e-6
