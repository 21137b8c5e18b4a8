"""Levers of a scenario: who is hired, who leaves, what chats at once cost, what a vendor takes."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from scheduler.comfort import Comfort
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.outsourcing import VendorOffer
from scheduler.pretended import Pretended, pretended
from scheduler.staff_changes import HireKind, Newcomers, after_attrition
from scheduler.sweep import Lever, SweepPlan, from_own_requirement, scenarios_of
from scheduler.whatif import Changes, changed, contract_cost, unpriced
from tests.service import small_shop as s

WEEK = s.week()
PROBLEM = WEEK.problem()
ONE = "presales"


def moved(**told):
    return changed(PROBLEM, WEEK.forecast, Changes(**told)).problem


def need(problem):
    return float(np.nansum(problem.requirement.agents))


def test_hires_have_what_is_said_and_else_what_is_usual():
    monday = PROBLEM.horizon.start
    kind = HireKind(("aftersales",), 24.0, "", "夜班组", monday + dt.timedelta(days=3))
    problem = moved(hires=(Newcomers(ONE, 2, kind), Newcomers(ONE, 1)), agents={ONE: 1})
    new = [agent for agent in problem.agents if agent.id.startswith("new-")]
    assert len({agent.id for agent in new}) == 4
    told = [agent for agent in new if agent.team == "夜班组"]
    assert [agent.posts for agent in told] == [(ONE, "aftersales")] * 2
    assert {agent.contract.hours_week for agent in told} == {24.0}
    assert problem.employed_days(told[0]) == 4
    with pytest.raises(InputError) as error:
        moved(hires=(Newcomers(ONE, 1, HireKind(("gone",))),))
    assert error.value.faults[0].value == "gone"


def test_slower_newcomers_ask_for_more_and_it_is_told():
    slow = Changes(hires=(Newcomers(ONE, 2, HireKind(speed=0.5)),))
    usual = Changes(hires=(Newcomers(ONE, 2),))
    needs = [need(changed(PROBLEM, WEEK.forecast, each).problem) for each in (usual, slow)]
    assert needs[1] > needs[0]
    assert pretended(PROBLEM, slow) == (Pretended("speed", ONE),)
    _, parts = from_own_requirement(PROBLEM, WEEK.forecast, slow)
    assert parts == ("requirement", "people")


def test_who_is_gone_at_a_share_is_gone_at_a_larger_one():
    many = [replace(PROBLEM.agents[0], id=f"A{number}") for number in range(20)]
    left = [
        {agent.id for agent in after_attrition(many, many[0].posts[0], share)}
        for share in (0, 0.1, 0.3)
    ]
    assert [len(each) for each in left] == [20, 18, 14]
    assert left[2] < left[1] < left[0]


def test_more_chats_at_once_that_take_no_longer_are_told():
    free = Changes(chats_at_once={ONE: 4})
    assert pretended(PROBLEM, free) == (Pretended("chats_free", ONE),)
    dear = Changes(chats_at_once={ONE: 4}, at_once_slower={ONE: 0.3})
    assert pretended(PROBLEM, dear) == ()
    staffing = changed(PROBLEM, WEEK.forecast, dear).problem.post_by_id[ONE].staffing
    now = PROBLEM.post_by_id[ONE].staffing
    assert staffing.handle_s == pytest.approx(now.handle_s * 1.3 ** (4 - now.chats_at_once))
    assert need(moved(chats_at_once={ONE: 4})) <= need(
        moved(chats_at_once={ONE: 4}, at_once_slower={ONE: 0.3})
    )
    with pytest.raises(InputError, match="slower_alone"):
        Changes(at_once_slower={ONE: 0.3})


def test_wages_move_contracts_and_an_hourly_cost_for_all_keeps_the_rest_of_them():
    paid = replace(
        PROBLEM,
        agents=tuple(
            replace(
                agent,
                contract=replace(agent.contract, hourly_cost=Decimal(20), min_hours_week=10.0),
            )
            for agent in PROBLEM.agents
        ),
    )
    more = changed(paid, WEEK.forecast, Changes(wages=dict.fromkeys(s.POSTS, 1.1))).problem
    assert contract_cost(more) == (contract_cost(paid) * Decimal("1.1")).quantize(Decimal("0.01"))
    one = changed(paid, WEEK.forecast, Changes(hourly_cost=Decimal(30))).problem
    assert {agent.contract.min_hours_week for agent in one.agents} == {10.0}
    assert (unpriced(paid), unpriced(one)) == (0, 0)


def test_a_vendor_takes_hours_and_their_chats_and_costs():
    offer = VendorOffer(Decimal(40), (ONE,), ClockSpan.parse("09:00-13:00"))
    week, parts = from_own_requirement(PROBLEM, WEEK.forecast, Changes(vendor=offer))
    hours = PROBLEM.requirement.hours - week.problem.requirement.hours
    assert hours == pytest.approx(7 * 4)
    assert (week.vendor_cost, parts) == (Decimal(40) * 28, ("vendor",))
    lost = np.nansum(WEEK.forecast.mean) - np.nansum(week.forecast.mean)
    assert lost == pytest.approx(7 * 8 * 6.0)


def test_levers_become_changes_and_what_makes_no_sense_is_refused():
    plan = SweepPlan(
        (
            Lever("hires", ONE, (2,), hire=HireKind(hours_week=20.0)),
            Lever("vendor", "", (35,), hours=ClockSpan.parse("22:00-08:00")),
            Lever("comfort", "", (2,)),
            Lever("wages", "", percent=(5,)),
        ),
        grid=True,
    )
    changes = scenarios_of(plan, PROBLEM)[1].changes
    assert changes.hires == (Newcomers(ONE, 2, HireKind(hours_week=20.0)),)
    assert changes.vendor == VendorOffer(Decimal(35), (), ClockSpan.parse("22:00-08:00"))
    assert (changes.comfort, changes.wages) == (Comfort.CLOSE, dict.fromkeys(s.POSTS, 1.05))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Lever("hires", "", (1,)), "sweep_needs_post"),
        (lambda: Lever("agents", ONE, (1,), hire=HireKind(team="A")), "sweep_no_hires"),
        (lambda: Lever("wages", ONE, (1,), hours=ClockSpan.parse("22:00-08:00")), "sweep_no_hours"),
        (lambda: HireKind(speed=0.0), "speed_range"),
        (lambda: Changes(attrition={ONE: 1.0}), "shrinkage_range"),
        (lambda: Changes(wages={ONE: -0.1}), "negative"),
        (
            lambda: scenarios_of(SweepPlan((Lever("comfort", "", (6,)),)), PROBLEM)[1].changes,
            "comfort_number",
        ),
    ],
)
def test_what_no_scenario_can_mean_is_refused(make, code):
    with pytest.raises(InputError) as told:
        make()
    assert [fault.code for fault in told.value.faults] == [code]
