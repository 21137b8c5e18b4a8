"""Many what-ifs of one week, and what of it is computed anew."""

import dataclasses

import numpy as np
import pytest

from scheduler.changes import Changes
from scheduler.errors import InputError
from scheduler.sweep import Lever, SweepPlan, from_own_requirement, scenarios_of
from scheduler.whatif import changed
from tests.service import small_shop as s

WEEK = s.week()
PROBLEM = WEEK.problem()
TWO = (Lever("volume", percent=(-10, 10)), Lever("agents", "presales", values=(1, 2, -1)))


def test_one_at_a_time_and_every_combination():
    assert [len(each.steps) for each in scenarios_of(SweepPlan(TWO), PROBLEM)] == [0, *5 * [1]]
    grid = scenarios_of(SweepPlan(TWO, grid=True), PROBLEM)
    assert [len(each.steps) for each in grid] == [0, *6 * [2]]
    assert grid[1].changes == Changes(
        volume={"presales": 0.9, "aftersales": 0.9}, agents={"presales": 1}
    )


def test_a_million_cells_are_refused_before_any_is_built():
    many = Lever("volume", values=tuple(range(1000)))
    with pytest.raises(InputError) as told:
        scenarios_of(SweepPlan((many, many), grid=True), PROBLEM)
    fault = told.value.faults[0]
    assert (fault.code, fault.value, fault.details["limit"]) == (
        "over_scenarios",
        "1,000,000",
        10_000,
    )


@pytest.mark.parametrize(
    ("what", "told", "code"),
    [
        ("moon", {"values": (1.0,)}, "sweep_unknown"),
        ("volume", {}, "sweep_values"),  # neither
        ("volume", {"values": (1.0,), "percent": (1.0,)}, "sweep_values"),  # both
        ("level", {"percent": (1.0,)}, "sweep_of_week"),
        ("hourly_cost", {"values": (1.0,), "post": "presales"}, "sweep_of_week"),
        ("volume", {"percent": (-101.0,)}, "sweep_percent"),
        ("volume", {"values": (float("nan"),)}, "not_number"),
    ],
)
def test_what_cannot_be_tried_is_refused(what, told, code):
    with pytest.raises(InputError) as error:
        Lever(what, **told)
    assert error.value.faults[0].code == code


def test_a_post_that_is_gone_is_named():
    with pytest.raises(InputError) as told:
        scenarios_of(SweepPlan((Lever("volume", "gone", values=(2.0,)),)), PROBLEM)
    assert (told.value.faults[0].code, told.value.faults[0].value) == ("unknown_post", "gone")


def test_a_factor_of_nothing_asks_for_nobody_and_one_below_is_refused():
    none, below = scenarios_of(SweepPlan((Lever("volume", values=(0, -1)),)), PROBLEM)[1:]
    week, _ = from_own_requirement(PROBLEM, WEEK.forecast, none.changes)
    assert np.nansum(week.forecast.mean) == 0
    assert np.nansum(week.problem.requirement.agents) < np.nansum(PROBLEM.requirement.agents)
    with pytest.raises(InputError) as told:
        assert below.changes
    assert (told.value.faults[0].code, told.value.faults[0].value) == ("negative", "-1")


def test_percent_is_of_each_posts_own_input_and_whole_where_it_must_be():
    found = scenarios_of(SweepPlan((Lever("chats_at_once", percent=(50,)),)), PROBLEM)[1]
    now = {post.id: post.staffing.chats_at_once for post in PROBLEM.posts}
    assert found.changes.chats_at_once == {post: round(1.5 * each) for post, each in now.items()}


def by_hand():
    need = PROBLEM.requirement.agents.copy()
    need[:, :20] += 1
    return dataclasses.replace(
        PROBLEM, requirement=dataclasses.replace(PROBLEM.requirement, agents=need)
    )


def test_the_weeks_own_requirement_stays_where_demand_does_not_move():
    problem = by_hand()
    found, anew = from_own_requirement(problem, WEEK.forecast, Changes(agents={"presales": 1}))
    np.testing.assert_array_equal(found.problem.requirement.agents, problem.requirement.agents)
    assert anew == ("people",)


def test_demand_moves_the_own_requirement_by_as_much_as_the_formulas():
    more = Changes(volume={"presales": 2.0})
    found, anew = from_own_requirement(by_hand(), WEEK.forecast, more)
    shift = (
        changed(PROBLEM, WEEK.forecast, more).problem.requirement.agents
        - changed(PROBLEM, WEEK.forecast, Changes()).problem.requirement.agents
    )
    assert np.nanmax(shift) > 0
    np.testing.assert_allclose(
        found.problem.requirement.agents,
        np.maximum(by_hand().requirement.agents + np.nan_to_num(shift), 0),
    )
    assert anew == ("requirement",)
