"""Opening hours in the engine: tiny questions, every roster listed and judged by the checker."""

import datetime as dt
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.left_out import Cause, left_out
from scheduler.roster import Roster
from scheduler.ruleset import PostChange
from scheduler.shift import Shift, ShiftShape, Span, Stint
from scheduler.shift_type import ShiftType
from scheduler.solve.plan import plan_of
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from scheduler.verify.opening import closed_hours
from tests.builders import agent, horizon, post, problem, rules
from tests.scheduler.solve.listing import best_of
from tests.scheduler.test_opening import asked

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=4, workers=1)
SATURDAY = dt.date(2026, 11, 28)
LUNCH = ShiftShape(240, 60, 60, 180, contract_hours=(20, 40))  # 4 h and a meal after 1 to 3 h
THREE = ShiftShape(180, contract_hours=(20, 40))
FREE = {"min_days_off_per_week": 0, "min_rest_min": 0, "max_consecutive_days": 7}
PRE, AFTER = "presales", "aftersales"


def asked_of(openings, *, days=2, shapes=(LUNCH, THREE), change=None, people=1, **ruleset):
    """Return a question of posts with openings by weekday; each wants one person while open."""
    week = horizon(SATURDAY, days=days, interval_min=60)
    posts = [replace(post(name), opening=opening) for name, opening in openings.items()]
    parts = [asked(one.opening, week=week).requirement.agents[0] for one in posts]
    need = Requirement(week, tuple(openings), np.stack(parts))
    return problem(
        week=week,
        posts=posts,
        need=need,
        agents=[agent(f"A{number}", tuple(openings)) for number in range(people)],
        ruleset=rules(shapes=shapes, start_grid_min=60, post_change=change, **{**FREE, **ruleset}),
    )


def daily(*texts):
    return (tuple(map(ClockSpan.parse, texts)),) * 7


def shifts(question, day):
    """Yield every shift of the agent on a day, on one post or changing once."""
    week, someone = question.horizon, question.agents[0]
    changes = question.rules.post_change
    for start in range(*week.day_starts_min[day : day + 2], 60):
        for shape in question.rules.forms:
            meals = [None]
            if shape.meal_min:
                begins = range(shape.meal_earliest_min, shape.meal_latest_min + 1, 60)
                meals = [Span(start + at, start + at + shape.meal_min) for at in begins]
            end = start + shape.length_min
            for meal, name in product(meals, someone.posts):
                yield Shift(someone.id, start, end, name, meal)
                for other in someone.posts if changes else ():
                    for at in range(start + 60, end, 60):
                        if other != name and at != (meal and meal.start_min):
                            parts = Stint(Span(start, at), name), Stint(Span(at, end), other)
                            yield Shift(someone.id, start, end, name, meal, stints=parts)


def best_listed(question):
    days = [[None, *shifts(question, day)] for day in range(question.horizon.days)]
    taken = (tuple(one for one in chosen if one is not None) for chosen in product(*days))
    return best_of(question, map(Roster, taken))


OPENINGS = {
    "one stretch that a shift fills": (daily("09:00-14:00"), {}),
    "two stretches with the meal between": (daily("09:00-11:00", "12:00-14:00"), {}),
    "two stretches, of which one holds a shift": (daily("07:00-09:00", "11:00-15:00"), {}),
    "over midnight and the end": (daily("21:00-02:00"), {}),
    "minutes before": (daily("09:00-11:00"), {"may_start_before_min": 60}),
    "minutes after": (daily("09:00-13:00"), {"may_end_after_min": 60}),
    "minutes that hold no interval": (daily("09:00-12:00"), {"may_end_after_min": 30}),
    "an end within an interval": (daily("09:00-11:15"), {}),
}


@pytest.mark.parametrize("name", OPENINGS)
def test_the_engine_keeps_opening_hours_as_the_checker_does(name):
    opening, ruleset = OPENINGS[name]
    question = asked_of({PRE: opening}, **ruleset)

    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    assert closed_hours(question, result.roster).forbidden == 0
    assert result.cost == pytest.approx(best_listed(question))
    assert result.bound <= result.cost + 1e-6


@pytest.mark.parametrize("change", [None, PostChange(60, 1)])
def test_every_post_of_a_shift_is_open_while_it_is_worked(change):
    openings = {PRE: daily("08:00-10:00", "15:00-18:00"), AFTER: daily("10:00-14:00")}
    question = asked_of(openings, days=1, change=change)

    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    assert result.cost == pytest.approx(best_listed(question))
    assert result.bound <= result.cost + 1e-6


@pytest.mark.parametrize("change", [None, PostChange(60, 1)])
def test_a_plan_holds_exactly_the_shifts_that_lie_inside_the_opening(change):
    openings = {PRE: daily("08:00-10:00", "11:00-14:00"), AFTER: daily("09:00-13:15")}
    question = asked_of(openings, days=1, change=change, may_end_after_min=30)
    tables, _ = tables_of(question)
    for one in shifts(question, 0):
        roster = Roster((one,))
        held = bool((plan_of(question, tables, roster)[0] >= 0).any())
        rules_broken = {v.rule for v in verify(question, roster).violations}
        assert held == (not rules_broken & {"closed_post", "stint", "stint_place"}), one


QUARTERS = some.integers(0, 96).map(lambda quarter: quarter * 15)


@settings(max_examples=12, deadline=None)
@given(
    spans=some.lists(some.builds(ClockSpan, QUARTERS, QUARTERS), min_size=1, max_size=2),
    before=some.sampled_from([0, 30, 60]),
    after=some.sampled_from([0, 45, 60]),
)
@example(spans=[ClockSpan(975, 990)], before=0, after=0)
def test_whatever_the_opening_nobody_works_outside_and_the_best_is_found(spans, before, after):
    week = (tuple(spans),) * 7
    minutes = {"may_start_before_min": before, "may_end_after_min": after}
    question = asked_of({PRE: week}, days=1, **minutes)
    listed = best_listed(question)
    is_asked = not np.isnan(question.requirement.agents).all()  # no whole interval asks for nobody
    if is_asked and not any(
        verify(question, Roster((one,))).is_clean for one in shifts(question, 0)
    ):
        with pytest.raises(InputError):
            solve(question, SHORT)
        return
    result = solve(question, SHORT)
    assert verify(question, result.roster).is_clean
    assert result.cost == pytest.approx(listed)
    assert result.bound <= result.cost + 1e-6


def test_opening_hours_shorter_than_every_shape_are_a_fault_before_any_solve():
    question = asked_of({PRE: daily("09:00-11:00"), AFTER: daily("09:00-14:00")})

    with pytest.raises(InputError) as caught:
        solve(question, SHORT)

    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("opening_too_short", PRE)
    assert (fault.details["longest"], fault.details["shortest"]) == (2.0, 3.0)


def test_a_day_with_hours_shorter_than_every_shape_is_named_and_the_rest_rostered():
    short = ((ClockSpan.parse("09:00-11:00"),),)
    hours = daily("09:00-14:00")[:6] + short  # on Sunday for two hours only
    question = asked_of({PRE: hours}, min_agents=1)

    result = solve(question, SHORT)

    assert result.status is SolveStatus.RELAXED
    assert result.reasons[0] == (
        "opening_short",
        (PRE, "2026-11-29T09:00", "2026-11-29T11:00"),
    )
    assert closed_hours(question, result.roster) == (0, 0)


def test_what_is_left_of_an_opening_that_began_before_the_week_is_told_as_such():
    question = asked_of({PRE: daily("20:00-02:00")}, min_agents=1, people=2)

    result = solve(question, SHORT)

    begun = ("opening_begun", (PRE, "2026-11-28T00:00", "2026-11-28T02:00"))
    assert [reason for reason in result.reasons if reason[0].startswith("opening")] == [begun]


def test_people_required_outside_the_opening_are_a_fault_before_any_solve():
    question = asked_of({PRE: daily("09:00-14:00")})
    need = np.ones((1, question.horizon.intervals))
    wide = replace(question, requirement=Requirement(question.horizon, (PRE,), need))

    with pytest.raises(InputError) as caught:
        solve(wide, SHORT)

    (fault,) = caught.value.faults
    assert (fault.code, fault.details["rows"]) == ("required_while_closed", 38)


def test_hours_owed_that_longer_opening_hours_would_hold_say_so():
    owed = replace(agent("A0").contract, min_hours_week=21.0)  # 6 h in two days
    saturday_only = ((),) * 5 + ((ClockSpan.parse("09:00-14:00"),), ())
    question = asked_of({PRE: saturday_only})
    promised = replace(question, agents=(replace(question.agents[0], contract=owed),))

    result = solve(promised, SHORT)

    assert result.status is SolveStatus.RELAXED
    assert result.reasons == (
        ("no_week_min_hours", ("A0", "6", "4")),
        ("no_week_closed_post", ("A0",)),
    )
    assert closed_hours(promised, result.roster) == (0, 0)


def test_who_has_no_shift_short_enough_for_the_opening_is_named():
    week = daily("09:00-12:00")
    question = asked_of(
        {PRE: week}, people=2, shapes=(THREE, replace(LUNCH, contract_hours=(44, 44)))
    )
    full = replace(question.agents[1], contract=replace(question.agents[1].contract, hours_week=44))
    (found,) = left_out(replace(question, agents=(question.agents[0], full)))
    assert (found.agent_id, found.cause, found.values) == ("A1", Cause.CLOSED, ("5", "3"))


def test_a_pin_outside_the_opening_is_named():
    question = asked_of({PRE: daily("09:00-14:00")})
    start = question.horizon.start_min + 7 * 60
    pin = Shift("A0", start, start + 180, PRE)

    result = solve(replace(question, pins=(pin,)), SHORT)

    assert result.status is SolveStatus.INFEASIBLE
    assert result.reasons == (("pin_closed_post", ("A0", "2026-11-28T07:00")),)


def test_each_contract_works_its_own_length_of_a_type():
    kind = ShiftType("早", 480, (240, 180), contract_hours=((40, 40), (20, 39)))
    hours = (ClockSpan.parse("08:00-12:00"),)
    asked_for = asked_of({PRE: (hours,) * 7}, shapes=(), types=(kind,))
    people = (agent("A1", (PRE,)), agent("A2", (PRE,), hours=20))
    question = replace(
        asked_for,
        agents=people,
        requirement=Requirement(asked_for.horizon, (PRE,), 2 * asked_for.requirement.agents),
    )

    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    worked = {who: {one.work_min for one in mine} for who, mine in result.roster.by_agent().items()}
    assert worked == {"A1": {240}, "A2": {180}}
    swapped = Roster(tuple(replace(one, agent_id="A2") for one in result.roster.by_agent()["A1"]))
    assert verify(question, swapped).by_rule.keys() >= {"shape"}
