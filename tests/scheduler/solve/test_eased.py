"""Who has no allowed days stays in the week: what the house asks gives way, law does not."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.session import Session
from scheduler.solve.bound import scratch
from scheduler.solve.bound_kernel import week_price
from scheduler.solve.eased import eased
from scheduler.solve.posts_kernel import FAR
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from tests.builders import FULL, agent, at, post, problem, rules, shift

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=20, workers=1)
OWED = {"hours": 40.0, "min_hours": 40.0}


def away(agent_id, first, last):
    return Absence(agent_id, at(first), at(last), "leave")


def crew(*absences, **changes):
    """Return a week of three people who are promised 40 hours each, which all need."""
    settings = {
        "agents": [agent(f"A{number}", **OWED) for number in range(3)],
        "ruleset": rules(shapes=(FULL,)),
        "need": 2.0,
        "absences": absences,
    }
    return problem(**{**settings, **changes})


def hours_of(roster, agent_id):
    return sum(one.work_min for one in roster.shifts if one.agent_id == agent_id) / 60


def test_what_is_earned_elsewhere_does_not_make_forbidden_days_look_cheap():
    # the price of days that do not exist must stay out of reach, or their states are read
    tables, rows = tables_of(crew(away("A1", 1, 4)))
    scales = scratch(tables, len(rows.need))
    scales.marginal[:] = -1e6

    prices = [week_price(tables, number, np.zeros(1), scales) for number in range(3)]

    assert [price == FAR for price in prices] == [False, True, False]


def test_hours_promised_shrink_to_what_fits_beside_an_absence():
    question = crew(away("A1", 1, 4))
    result = solve(question, SHORT)

    assert result.status is SolveStatus.RELAXED
    assert result.reasons == (("no_week_min_hours", ("A1", "40", "32")),)
    assert [hours_of(result.roster, name) for name in ("A0", "A1", "A2")] == [40, 32, 40]
    broken = verify(question, result.roster).violations
    assert [(each.rule, each.agent_id) for each in broken] == [("min_hours", "A1")]


def test_who_is_away_all_week_stays_without_shifts_and_the_others_work():
    result = solve(crew(away("A1", 0, 7)), SHORT)

    assert result.reasons == (("no_week_min_hours", ("A1", "40", "0")),)
    assert [hours_of(result.roster, name) for name in ("A0", "A1", "A2")] == [40, 0, 40]


def test_everybody_may_be_away():
    result = solve(crew(*(away(f"A{number}", 0, 7) for number in range(3))), SHORT)

    assert result.roster.shifts == ()
    assert [names[0] for _, names in result.reasons] == ["A0", "A1", "A2"]


def test_the_bound_lies_below_the_roster_and_a_run_may_start_from_it():
    question = crew(away("A1", 1, 4))
    first = solve(question, SHORT)
    again = solve(question, SHORT, start=first.roster)

    assert first.bound <= first.cost
    assert hours_of(again.roster, "A1") == 32
    assert again.cost <= first.cost + 1e-6


def test_cover_below_the_minimum_is_told_beside_hours_owed():
    question = crew(away("A1", 1, 4), ruleset=rules(shapes=(FULL,), min_agents=1))
    result = solve(question, SHORT)

    codes = {code for code, _ in result.reasons}
    assert "no_week_min_hours" in codes
    assert len(codes) > 1
    assert set(verify(question, result.roster).by_rule) == {"min_hours", "sealed"}


def test_pinned_shifts_count_towards_what_fits():
    pin = shift("A1", 0, "08:00", meal=240)
    result = solve(crew(away("A1", 1, 4), pins=[pin]), SHORT)

    assert pin in result.roster.shifts
    assert ("no_week_min_hours", ("A1", "40", "32")) in result.reasons


def test_training_that_finds_no_shift_gives_way_and_is_named():
    due = Session("S", "A1", "", 60, at(2, "09:00"), at(2, "12:00"))
    half = Absence("A1", at(2, "00:00"), at(2, "11:30"), "leave")
    question = crew(half, agents=[agent("A0"), agent("A1")], sessions=[due])
    result = solve(question, SHORT)

    assert "no_week_session" in {code for code, _ in result.reasons}
    assert {each.rule for each in verify(question, result.roster).violations} == {"session"}
    assert hours_of(result.roster, "A1") > 0


def test_nothing_is_let_go_where_everybody_has_days():
    assert eased(crew()).eases == {}
    assert solve(crew(need=0.5), SHORT).status is not SolveStatus.RELAXED


@pytest.mark.parametrize(("first", "fits"), [(1, "8"), (3, "24"), (5, "40")])
def test_what_fits_is_counted_in_whole_shifts(first, fits):
    question = crew(agents=[agent("A1", **OWED)], absences=[away("A1", first, 7)])
    found = eased(question)
    told = [names for _, names in found.reasons]

    assert told == ([] if fits == "40" else [("A1", "40", fits)])


def test_a_relaxed_person_keeps_what_others_ask_for():
    question = crew(away("A1", 0, 7), posts=[replace(post(), min_agents=1)], need=1.0)
    result = solve(question, SHORT)

    assert {one.agent_id for one in result.roster.shifts} == {"A0", "A2"}
