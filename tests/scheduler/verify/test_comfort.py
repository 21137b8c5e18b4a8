"""Steady starts, fair shares and handovers, each at its border."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import Wish
from scheduler.horizon import ClockSpan
from scheduler.post import ExperiencedAt
from scheduler.ruleset import Weights
from scheduler.shift_kind import ShiftKind
from scheduler.verify.checker import verify
from scheduler.verify.cost import broken_wishes, cost
from scheduler.work_plan import WorkPlan
from tests.builders import (
    MONDAY,
    WEEK,
    agent,
    at,
    horizon,
    post,
    problem,
    requirement,
    roster,
    rules,
    shift,
)
from tests.scheduler.verify.broken import breaches

PRICED = Weights(0, 0, 1, steady_start_per_hour=3, fairness=10, handover_missed=7)


def priced(*shifts, **asked):
    hours = asked.pop("hours", {})
    ruleset = rules(weights=PRICED, **hours)
    return cost(problem(ruleset=ruleset, **asked), roster(*shifts))


@pytest.mark.parametrize(
    ("off", "history", "apart"),
    [
        ((2, 3), [], 0),  # two together
        ((5, 6), [], 0),  # at the end
        ((1, 3, 5), [], 1),  # none beside another
        ((0, 4), [-2], 0),  # the day before is known to be off
        ((0, 4), [-1], 1),  # it was worked
        ((0, 4), [], 1),  # it is not known
        ((), [], 1),  # none at all
    ],
)
def test_a_week_without_its_days_off_together_costs_their_price(off, history, apart):
    plan = WorkPlan("P", days_off_together=2, days_off_together_price=12.5)
    asked = problem(
        ruleset=rules(weights=Weights(0, 0), plans=(plan,), work_plan="P"),
        history=[shift(day=day) for day in history],
    )
    worked = roster(*(shift(day=day) for day in range(7) if day not in off))
    found = cost(asked, worked)
    assert (found.weeks_apart, found.total) == (apart, 12.5 * apart)
    assert "off_together" not in verify(asked, worked).by_rule
    hard = replace(asked.rules, plans=(replace(plan, days_off_together_price=None),))
    broken = verify(replace(asked, rules=hard), worked).by_rule
    assert broken.get("off_together", 0) == apart


@pytest.mark.parametrize(
    ("off", "least", "apart"),
    [
        ((0, 6), 2, 0),  # Sunday and the Monday of the same week again
        ((0, 1, 6), 3, 0),
        ((0, 5, 6), 3, 0),
        ((0, 5), 2, 1),  # Saturday is not beside Monday
        ((1, 6), 2, 1),
        ((0, 3, 6), 3, 1),  # only two of three
        ((2, 3), 2, 0),  # inside the week as ever
        ((), 2, 1),
    ],
)
def test_the_ends_of_a_week_that_goes_round_are_beside_each_other(off, least, apart):
    plan = WorkPlan("P", days_off_together=least, is_week_round=True)
    asked = problem(
        ruleset=rules(weights=Weights(0, 0), plans=(plan,), work_plan="P"),
        history=[shift(day=-1)],
    )
    worked = roster(*(shift(day=day) for day in range(7) if day not in off))
    assert verify(asked, worked).by_rule.get("off_together", 0) == apart
    straight = replace(asked.rules, plans=(replace(plan, is_week_round=False),))
    ends = {0, 6} <= set(off)
    broken = verify(replace(asked, rules=straight), worked).by_rule
    assert broken.get("off_together", 0) == (apart or int(ends))


def test_how_many_days_off_a_round_week_has_in_a_row_is_told_across_its_end():
    plan = WorkPlan("P", days_off_together=3, is_week_round=True)
    asked = problem(ruleset=rules(plans=(plan,), work_plan="P"))
    worked = roster(*(shift(day=day) for day in range(1, 6)))
    (told,) = [one for one in verify(asked, worked).violations if one.rule == "off_together"]
    assert (told.measured, told.limit) == (2, 3)


def test_starts_two_days_in_a_row_are_compared_by_the_clock():
    found = priced(shift(day=0, start="08:00"), shift(day=1, start="10:30"))
    assert (found.unsteady_hours, found.total) == (2.5, 7.5)
    assert priced(shift(day=0, start="08:00"), shift(day=2, start="10:30")).unsteady_hours == 0
    assert priced(shift(day=0, start="10:30"), shift(day=1, start="08:00")).unsteady_hours == 2.5


def test_part_of_the_difference_is_free():
    shifts = shift(day=0, start="08:00"), shift(day=1, start="10:30")
    assert priced(*shifts, hours={"steady_start_free_min": 60}).unsteady_hours == 1.5
    assert priced(*shifts, hours={"steady_start_free_min": 150}).unsteady_hours == 0


def test_the_last_day_before_the_horizon_is_compared_too():
    past = [shift(day=-2, start="20:00"), shift(day=-1, start="10:00")]
    assert priced(shift(day=0, start="08:00"), history=past).unsteady_hours == 2


def test_the_same_clock_time_is_steady_when_clocks_change():
    spring = horizon(dt.date(2026, 3, 23), timezone="Europe/Berlin")
    two = [shift(day=day, start="08:00", week=spring) for day in (5, 6)]
    assert priced(*two, week=spring).unsteady_hours == 0


def test_without_a_price_nothing_is_counted():
    found = cost(problem(), roster(shift(day=0, start="08:00"), shift(day=1, start="10:30")))
    assert (found.unsteady_hours, found.unfair_shifts, found.missed_handovers) == (0, 0, 0)


def test_shifts_above_the_fair_share_cost():
    # In the past week A1 worked one night and one weekend day, A2 none: a rate of half a shift a
    # week each, over two weeks a fair share of one.
    past = [shift("A1", -7, "22:00"), shift("A1", -2)]
    staff = agent("A1"), agent("A2")
    first = priced(shift("A1", 5, "22:00"), agents=staff, history=past)
    other = priced(shift("A2", 5, "22:00"), agents=staff, history=past)
    assert (first.unfair_shifts, other.unfair_shifts) == (2, 0)  # a night and a weekend
    assert first.total - other.total == pytest.approx(20)


def test_peak_shifts_are_those_half_inside_the_peak():
    noon = ((ClockSpan.parse("12:00-16:30"),),) * 7
    ruleset = rules(peak=noon)
    classes = problem(ruleset=ruleset).classes
    assert classes.is_peak(at(0, "08:00"), at(0, "17:00"))  # 4.5 of 9 h
    assert not classes.is_peak(at(0, "07:30"), at(0, "16:00"))  # 4 of 8.5 h


def test_the_peak_is_the_busiest_quarter_of_the_week_where_it_is_not_named():
    need = requirement(1.0)
    agents = need.agents.copy()
    agents[0, 20:40] = 5.0  # Monday 10:00 to 20:00
    busy = type(need)(WEEK, need.posts, agents)
    classes = problem(need=busy).classes
    assert classes.is_peak(at(0, "10:00"), at(0, "19:00"))
    assert not classes.is_peak(at(1, "10:00"), at(1, "19:00"))


def test_a_post_is_handed_over_to_who_has_been_there():
    ask = {"posts": [post(handover_min=15)], "need": 1.0}
    staff = agent("A1"), agent("A2")

    def missed(start):
        shifts = shift("A1", 0, "08:00"), shift("A2", 0, start)
        return priced(*shifts, agents=staff, **ask).missed_handovers

    assert missed("16:45") == 1  # there for 15 min at 17:00; nobody stays at the end
    assert missed("17:00") == 2
    assert missed("16:46") == 2


def test_no_handover_where_the_post_closes():
    closing = requirement(1.0)
    agents = closing.agents.copy()
    agents[0, 34:] = float("nan")  # from Monday 17:00 on
    need = type(closing)(WEEK, closing.posts, agents)
    found = priced(shift("A1", 0, "08:00"), posts=[post(handover_min=15)], need=need)
    assert found.missed_handovers == 0


def test_a_shift_of_the_past_is_handed_over_too():
    ask = {"posts": [post(handover_min=15)], "need": 1.0, "agents": [agent("A1"), agent("A2")]}
    past = [shift("A1", -1, "22:00")]  # until Monday 07:00
    assert priced(history=past, **ask).missed_handovers == 1
    assert priced(shift("A2", 0, "06:30"), history=past, **ask).missed_handovers == 1  # its own end


KINDS = rules(kinds=(ShiftKind("early", ClockSpan.parse("05:00-09:00")),))


@pytest.mark.parametrize(
    ("start", "is_against", "broken"),
    [
        ("08:30", False, 0),
        ("09:00", False, 1),  # no longer early
        (None, False, 1),  # no shift at all
        ("08:30", True, 1),
        ("09:00", True, 0),
        (None, True, 0),
    ],
)
def test_a_wish_names_a_kind_or_speaks_against_it(start, is_against, broken):
    wish = Wish("A1", MONDAY, None, 2.0, "early", is_against)
    given = () if start is None else (shift(start=start),)
    asked = problem(ruleset=KINDS, wishes=[wish])
    assert len(broken_wishes(asked, roster(*given))) == broken
    assert cost(asked, roster(*given)).wishes == 2.0 * broken


def test_experienced_people_are_at_work_while_the_post_is_open():
    need, posts = 1.0, [post(min_experienced=1)]
    new = agent("A2", is_experienced=False)
    found = breaches(shift("A1"), agents=[agent("A1"), new], posts=posts, need=need)
    moments = {each.at_min for each in found if each.rule == "seniority"}
    assert at(0, "07:30") in moments
    assert at(0, "08:00") not in moments
    assert at(0, "12:00") in moments  # the only experienced one is at the meal
    assert at(0, "17:00") in moments
    alone = breaches(shift("A2"), agents=[agent("A1"), new], posts=posts, need=need)
    assert at(0, "08:00") in {each.at_min for each in alone}


def test_experience_may_be_asked_for_at_night_only():
    night = [post(min_experienced=1, experienced_at=ExperiencedAt.NIGHT)]
    found = breaches(posts=night, need=1.0)
    moments = {each.at_min for each in found}
    assert {at(0, "05:30"), at(0, "22:00")} <= moments
    assert not {at(0, "06:00"), at(0, "21:30")} & moments


@pytest.mark.parametrize(
    ("hired", "is_new"),
    [
        (dt.date(2026, 9, 1), False),  # 90 days before Monday
        (dt.date(2026, 9, 2), True),  # 89
    ],
)
def test_newcomers_are_told_by_the_days_since_they_were_hired(hired, is_new):
    found = breaches(
        shift("A1"), agents=[agent("A1", hired=hired)], posts=[post(min_experienced=1)], need=1.0
    )
    assert (at(0, "08:00") in {each.at_min for each in found}) == is_new


def test_who_leaves_a_post_for_another_hands_it_over():
    posts = [post(handover_min=15), post("aftersales")]
    staff = agent("A1", ("presales", "aftersales")), agent("A2")
    need = {"presales": 1.0, "aftersales": 1.0}
    changing = shift("A1", changes={240: "aftersales"})
    alone = priced(changing, posts=posts, agents=staff, need=need)
    late = priced(changing, shift("A2", 0, "12:00"), posts=posts, agents=staff, need=need)
    early = priced(changing, shift("A2", 0, "11:30"), posts=posts, agents=staff, need=need)
    assert (alone.missed_handovers, late.missed_handovers) == (1, 2)  # A2 goes home from presales
    assert early.missed_handovers == 1


@pytest.mark.parametrize(("start", "broken"), [("08:30", 0), ("09:00", 1), (None, 0)])
def test_a_wish_for_one_kind_only_is_not_broken_by_a_day_off(start, broken):
    wish = Wish("A1", MONDAY, None, 2.0, "early", is_only=True)
    given = () if start is None else (shift(start=start),)
    asked = problem(ruleset=KINDS, wishes=[wish])
    assert len(broken_wishes(asked, roster(*given))) == broken
    assert cost(asked, roster(*given)).wishes == 2.0 * broken
