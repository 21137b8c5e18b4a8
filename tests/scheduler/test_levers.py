"""Levers of a scenario: who is hired, who leaves, what chats at once cost, what a vendor takes."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from scheduler.campaign_parts import CampaignVolume
from scheduler.changes import Changes
from scheduler.comfort import Comfort
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.outsourcing import VendorOffer
from scheduler.pretended import Pretended, pretended
from scheduler.staff_changes import HireKind, Newcomers, after_attrition
from scheduler.sweep import Lever, SweepPlan, from_own_requirement, scenarios_of
from scheduler.whatif import changed, contract_cost, unpriced
from tests.service import small_shop as s

WEEK = s.week()
PROBLEM = WEEK.problem()
ONE = "presales"
FAR = dt.date(2027, 6, 18)


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


def swept(*levers):
    """Return the week with changes told as levers, what was computed anew, and the changes."""
    changes = scenarios_of(SweepPlan(levers, grid=True), PROBLEM)[1].changes
    week, parts = from_own_requirement(PROBLEM, WEEK.forecast, changes)
    return week, parts, changes


def test_a_promotion_brings_more_on_its_days_alone():
    first = PROBLEM.horizon.start + dt.timedelta(days=2)
    last = first + dt.timedelta(days=1)
    lever = Lever("promotion", ONE, percent=(200,), first=first, last=last)
    week, parts, changes = swept(lever)
    more = week.forecast.of(ONE) / WEEK.forecast.of(ONE)
    days = more.reshape(7, -1)
    assert [set(day[~np.isnan(day)]) for day in days] == [
        {3.0} if number in (2, 3) else {1.0} for number in range(7)
    ]
    assert parts == ("requirement",)
    assert need(week.problem) > need(PROBLEM)
    assert pretended(PROBLEM, changes) == (Pretended("promotion_flat", ""),)


def test_other_hours_close_what_they_leave_and_open_what_they_take():
    base = PROBLEM.requirement.hours
    later, _, changes = swept(Lever("opens", ONE, values=(10,)))
    assert later.problem.requirement.hours == pytest.approx(base - 7, abs=1)  # nobody goes on
    assert np.nansum(WEEK.forecast.mean) - np.nansum(later.forecast.mean) == 7 * 2 * 6.0
    assert pretended(PROBLEM, changes) == (Pretended("opening", ONE),)
    earlier, _, _ = swept(Lever("opens", values=(8,)), Lever("closes", values=(20,)))
    open_hours = (~np.isnan(earlier.problem.requirement.agents)).sum() / 2
    assert open_hours == 2 * 7 * 12
    assert earlier.problem.requirement.hours == pytest.approx(base, abs=2)  # nobody writes then
    with pytest.raises(InputError, match="opening_nothing"):
        swept(Lever("opens", ONE, values=(18,)))


def test_a_single_rule_says_another_number_in_its_own_unit():
    week, parts, changes = swept(Lever("rule", values=(12.5,), rule="min_rest_hours"))
    assert week.problem.rules.hours.min_rest_min == 750
    assert (parts, pretended(PROBLEM, changes)) == (("rules",), (Pretended("rule_law", ""),))
    week, _, changes = swept(Lever("rule", values=(7,), rule="fairness"))
    assert (week.problem.rules.weights.fairness, pretended(PROBLEM, changes)) == (7.0, ())
    with pytest.raises(InputError, match="not_whole"):
        swept(Lever("rule", values=(1.5,), rule="max_consecutive_days"))


def test_a_menu_is_the_best_of_so_many_starts_the_same_every_time():
    week, parts, changes = swept(Lever("menu", values=(2,)))
    again, _, _ = swept(Lever("menu", values=(2,)))
    starts = {kind.start_clock for kind in week.problem.rules.types}
    assert 1 <= len(starts) <= 2
    assert week.problem.rules.shapes == ()
    assert week.problem.rules == again.problem.rules
    assert (parts, pretended(PROBLEM, changes)) == (("rules",), (Pretended("menu_short", ""),))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Lever("hires", "", (1,)), "sweep_needs_post"),
        (lambda: Lever("agents", ONE, (1,), hire=HireKind(team="A")), "sweep_no_hires"),
        (lambda: Lever("wages", ONE, (1,), hours=ClockSpan.parse("22:00-08:00")), "sweep_no_hours"),
        (lambda: Lever("volume", ONE, (1,), first=dt.date(2026, 11, 30)), "sweep_no_days"),
        (lambda: Lever("volume", ONE, (1,), rule="fairness"), "sweep_no_rule"),
        (lambda: Lever("rule", "", (1,), rule="gravity"), "rule_unchangeable"),
        (lambda: Lever("rule", "", (1,)), "rule_unchangeable"),
        (lambda: Changes(opens={ONE: 25.0}), "clock_unreadable"),
        (lambda: Changes(menu=1), "design_size"),
        (lambda: moved(promotion=(CampaignVolume(FAR, FAR, factor=2.0),)), "promotion_outside"),
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
