import dataclasses
import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from scheduler.agent import AgentLimit, Certificate
from scheduler.changes import Changes
from scheduler.errors import InputError
from scheduler.post import StaffingInputs
from scheduler.roster import Roster
from scheduler.session import Session
from scheduler.shift_kind import NIGHT
from scheduler.staffing.requirement import requirement
from scheduler.whatif import changed, contract_cost, contract_hours, people, wage_cost
from scheduler.work_plan import WorkPlan
from tests.service import small_shop as s

WEEK = s.week()
PROBLEM = WEEK.problem()


def after(**changes):
    return changed(PROBLEM, WEEK.forecast, Changes(**changes))


def test_without_changes_the_requirement_is_that_of_the_formula():
    found = after()
    expected = requirement(WEEK.forecast, WEEK.posts)
    np.testing.assert_array_equal(found.problem.requirement.agents, expected.agents)
    assert found.problem.agents == PROBLEM.agents
    assert found.problem.wishes == PROBLEM.wishes


def test_volume_changes_one_post_alone():
    found = after(volume={"presales": 2.0})
    np.testing.assert_array_equal(found.forecast.of("presales"), 2 * WEEK.forecast.of("presales"))
    np.testing.assert_array_equal(found.forecast.of("aftersales"), WEEK.forecast.of("aftersales"))
    before = after().problem.requirement
    assert np.nansum(found.problem.requirement.of("presales")) > np.nansum(before.of("presales"))


@pytest.mark.parametrize(
    ("change", "needs_more"),
    [
        ({"handle_s": {"presales": 1200.0}}, True),
        ({"chats_at_once": {"presales": 6}}, False),
        ({"service_level": {"presales": 0.95}}, True),
        ({"within_s": {"presales": 300.0}}, False),
        ({"shrinkage": {"presales": 0.3}}, True),
    ],
)
def test_inputs_move_the_requirement_their_way(change, needs_more):
    before = after().problem.requirement.hours
    hours = after(**change).problem.requirement.hours
    assert (hours > before) if needs_more else (hours < before)


def test_new_people_are_like_most_on_the_post():
    added = after(agents={"aftersales": 2}).problem.agents[-2:]
    assert [agent.id for agent in added] == ["new-aftersales-1", "new-aftersales-2"]
    assert all(agent.posts == ("aftersales",) for agent in added)
    assert all(agent.contract == s.AGENTS[0].contract for agent in added)


def test_new_people_take_a_place_in_the_cycle_of_the_plan_but_nobody_else_does():
    plan = WorkPlan("turns", days_week=(5, 4))
    rules = dataclasses.replace(PROBLEM.rules, plans=(plan,), work_plan="turns")
    turning = dataclasses.replace(PROBLEM, rules=rules)
    found = changed(turning, WEEK.forecast, Changes(agents={"aftersales": 1})).problem
    assert set(found.cycles.proposed) == set(turning.cycles.proposed) != set()
    assert "new-aftersales-1" in found.cycles.known


def test_the_last_who_work_on_the_post_alone_leave_first():
    left = after(agents={"presales": -1}).problem
    assert [agent.id for agent in left.agents] == ["A1", "A3", "A4"]
    assert left.absences == ()  # it was A2's
    left = after(agents={"presales": -3}).problem
    assert [agent.id for agent in left.agents] == ["A3"]


def test_pins_of_people_who_leave_go_with_them():
    pinned = dataclasses.replace(PROBLEM, pins=(s.shift("A1"), s.shift("A2", day=2)))
    found = changed(pinned, WEEK.forecast, Changes(agents={"presales": -1}))
    assert found.problem.pins == (s.shift("A1"),)


def test_what_was_agreed_with_people_who_leave_goes_with_them():
    limits = (AgentLimit("A1", NIGHT, 2), AgentLimit("A2", NIGHT, 1))
    window = (s.at(2, 9), s.at(2, 18))
    of_both = (Session("one", "A1", "", 60, *window), Session("two", "A2", "", 60, *window))
    asked = dataclasses.replace(PROBLEM, agent_limits=limits, sessions=of_both)
    found = changed(asked, WEEK.forecast, Changes(agents={"presales": -1})).problem
    assert found.agent_limits == limits[:1]
    assert found.sessions == of_both[:1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"volume": {"cooking": 2.0}}, "unknown_post"),
        ({"volume": {"presales": -1.0}}, "negative"),
        ({"agents": {"presales": -4}}, "too_few_agents"),
        ({"chats_at_once": {"presales": 0}}, "slots_not_whole"),
        ({"service_level": {"presales": 1.0}}, "share_out_of_range"),
        ({"hourly_cost": Decimal(-1)}, "negative"),
        ({"level": 0.5}, "quantile_unknown"),
    ],
)
def test_impossible_changes_are_refused(change, code):
    with pytest.raises(InputError) as error:
        after(**change)
    assert error.value.faults[0].code == code


def test_wages_are_the_hours_worked_times_their_cost():
    # two shifts of 8 hours at 31.50
    assert wage_cost(PROBLEM, s.roster()) == Decimal("504.00")
    dear = after(hourly_cost=Decimal("40.25")).problem
    assert wage_cost(dear, s.roster()) == Decimal("644.00")
    assert wage_cost(PROBLEM, Roster((s.shift("A9"),))) == 0


def test_contract_hours_count_where_people_work_first():
    assert contract_hours(PROBLEM) == {"presales": 120.0, "aftersales": 40.0}
    both = dataclasses.replace(s.AGENTS[0], certificates=(Certificate("aftersales"),))
    problem = s.week(agents=(both, *s.AGENTS[1:])).problem()
    assert contract_hours(problem) == {"presales": 80.0, "aftersales": 80.0}


def test_the_last_hired_leave_before_those_hired_earlier():
    hired = {"A1": dt.date(2026, 11, 2), "A2": dt.date(2026, 3, 2)}
    agents = tuple(dataclasses.replace(a, hired=hired.get(a.id)) for a in PROBLEM.agents)
    problem = dataclasses.replace(PROBLEM, agents=agents)
    left = changed(problem, WEEK.forecast, Changes(agents={"presales": -1})).problem
    assert [agent.id for agent in left.agents] == ["A2", "A3", "A4"]


def test_contract_cost_counts_all_contract_hours_to_the_fen():
    assert contract_cost(PROBLEM) == Decimal("5040.00")  # 4 people x 40 h x 31.50
    dear = after(hourly_cost=Decimal("33.333")).problem
    assert contract_cost(dear) == Decimal("5333.28")  # 160 h x 33.333


def test_people_are_counted_where_they_work_first():
    assert people(PROBLEM) == {"presales": 3, "aftersales": 1}
    assert people(after(agents={"aftersales": 2}).problem)["aftersales"] == 3


@pytest.mark.parametrize(
    ("slots", "times"),
    [
        (2, (480.0, 600.0)),
        (4, (480.0, 600.0, 700.0, 800.0)),  # as the last step
    ],
)
def test_other_slots_take_their_part_of_the_handling_times(slots, times):
    levels = StaffingInputs(handle_s=700.0, handle_s_by_level=(480.0, 600.0, 700.0))
    post = dataclasses.replace(PROBLEM.posts[0], staffing=levels)
    problem = dataclasses.replace(PROBLEM, posts=(post, *PROBLEM.posts[1:]))
    found = changed(problem, WEEK.forecast, Changes(chats_at_once={"presales": slots}))
    staffing = found.problem.posts[0].staffing
    assert staffing.handle_s_by_level == times
    assert staffing.handle_s == times[-1]
