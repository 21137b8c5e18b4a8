"""Each personal rule in the engine: one agent, few days, every roster listed and judged."""

import datetime as dt
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from scheduler.agent import Absence, AgentLimit, ProtectedBy, Wish
from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.hours_rules import OwedBy
from scheduler.overtime import OvertimeOn
from scheduler.past_shift import PastShift
from scheduler.post import ExperiencedAt
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.session import Session
from scheduler.shift import BreakRule, Shift, ShiftShape
from scheduler.shift_kind import ShiftKind, Succession
from scheduler.shift_type import ShiftType
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.standby import StandbyCall
from scheduler.verify.checker import verify
from scheduler.work_plan import SixthDay, WorkPlan
from tests.builders import agent, horizon, pinned_day, post, problem, rules
from tests.scheduler.solve.listing import best_of

SHORT = SolveParams(seed=1, time_limit_s=None, work_limit=10, workers=1)
SATURDAY = dt.date(2026, 11, 28)
SUNDAY_IN, MONDAY_IN = SATURDAY + dt.timedelta(days=1), SATURDAY + dt.timedelta(days=2)
NEW_YEAR = dt.date(2026, 12, 30)  # Wednesday, two days before it
SHIFT = ShiftShape(480, contract_hours=(20, 40))
LONG = ShiftShape(600, contract_hours=(20, 40))
SEVEN = ShiftShape(420, contract_hours=(20, 40))
DAY = dt.timedelta(days=1)
OVERTIME = {
    "max_overtime_min_per_day": 120,
    "max_overtime_min_per_month": 960,
    "max_work_min_per_week": 840,
}
KINDS = (
    ShiftKind("early", ClockSpan.parse("00:00-08:00")),
    ShiftKind("late", ClockSpan.parse("08:00-16:00")),
    ShiftKind("dark", ClockSpan.parse("16:00-24:00")),
)
FREE = {"min_days_off_per_week": 0, "min_rest_min": 0, "max_consecutive_days": 7}


def week_from(start=SATURDAY, days=4):
    return horizon(start, days=days, interval_min=60)


def alone(week=None, need=None, ruleset=None, **changes):
    """Return days of one agent who is wanted before 8 o'clock, with shifts every 8 hours."""
    week = week or week_from()
    level = np.where(np.arange(week.intervals)[None, :] % 24 < 8, 1.0, 0.25)
    level = level if need is None else need
    settings = {
        "agents": (agent("A1"),),
        "need": Requirement(week, ("presales",), level),
        "ruleset": ruleset or ruled(),
    }
    others = {
        name: changes.pop(name) for name in ("agent_limits", "sessions", "calls") if name in changes
    }
    return replace(problem(week=week, **{**settings, **changes}), **others)


def ruled(shapes=(SHIFT,), *, weights=None, hours=None, types=(), **more) -> RuleSet:
    base = rules(shapes=shapes, types=types, start_grid_min=480, **{**FREE, **(hours or {})})
    return replace(base, weights=replace(base.weights, **(weights or {})), **more)


def rosters(question):
    """Yield every roster of at most one shift an agent and day."""
    week = question.horizon
    pinned = {(pin.agent_id, week.day_of(pin.start_min)): pin for pin in question.pins}
    choices = []
    for someone, day in product(question.agents, range(week.days)):
        if (someone.id, day) in pinned:
            choices.append([pinned[someone.id, day]])
            continue
        first, after = week.day_starts_min[day : day + 2]
        starts = range(first, after, question.rules.start_grid_min)
        shapes = question.rules.forms
        choices.append(
            [None]
            + [
                Shift(someone.id, start, start + shape.length_min, name)
                for start, shape, name in product(starts, shapes, someone.posts)
            ]
        )
    for chosen in product(*choices):
        yield Roster(tuple(one for one in chosen if one is not None))


def best_listed(question):
    return best_of(question, rosters(question))


def worked(day, hour=0, agent_id="A1", hours=8, start=SATURDAY):
    """Return a shift on a day counted from the horizon's start."""
    first = week_from(start).clock.at(start + dt.timedelta(days=day), hour * 60)
    return Shift(agent_id, first, first + hours * 60, "presales")


BOTH = (post(), post("aftersales"))
TYPES = (ShiftType("E", 0, 480), ShiftType("L", 480, 480), ShiftType("D", 960, 480))


def typed(types=TYPES, shapes=(), **more):
    return ruled(shapes=shapes, types=types, **more)


def planned(days=4, start=SATURDAY, kinds=TYPES, **plan):
    """Return days of one agent with a work plan, and the same without it."""
    week = week_from(start, days)
    level = np.where(np.arange(24 * days)[None, :] % 24 < 8, 1.0, 0.25)
    given = {"week": week, "need": level}
    free = typed(kinds)
    return (
        {**given, "ruleset": free},
        {**given, "ruleset": replace(free, plans=(WorkPlan("P", **plan),), work_plan="P")},
    )


def protected(by, **changes):
    return replace(agent("A1"), protected=by, **changes)


def owing(by, shapes=(SHIFT,), **hours):
    """Return rules by which hours are owed, though an hour is cheap: 5 days of 40 hours."""
    limits = {"hours_owed": by, **hours}
    return ruled(shapes, hours=limits, weights={"hour_owed": 3.0, "surplus_per_agent_hour": 2.5})


def one_start(**hours):
    """Return rules with one start a day."""
    return replace(ruled(hours=hours), start_grid_min=1440)


def with_past(pair, *past):
    return tuple({**each, "history": past} for each in pair)


def once_a_day(pair):
    """Return both questions with starts at midnight alone, so that few rosters are listed."""
    return tuple(
        {**each, "ruleset": replace(each["ruleset"], start_grid_min=1440)} for each in pair
    )


def agreed(pair):
    """Return both questions with an agent who agreed to overtime."""
    people = (replace(agent("A1"), overtime_consent=True),)
    return tuple({**each, "agents": people} for each in pair)


def with_need(pair, need):
    return tuple({**each, "need": need} for each in pair)


def with_agent(pair, **changes):
    someone = replace(agent("A1"), **changes)
    return pair[0], {**pair[1], "agents": (someone,)}


def with_leave(pair, days, start=dt.date(2026, 11, 30)):
    week = week_from(start, days=7)
    starts = week.day_starts_min
    rows = tuple(Absence("A1", starts[day], starts[day + 1], "leave") for day in days)
    return tuple({**each, "absences": rows} for each in pair)


def with_pins(pair, *kinds):
    """Return a pair with types pinned in the second: of each day from the first, or none."""
    pins = tuple(
        pinned_day("A1", SATURDAY + day * DAY, "" if kind == "off" else kind)
        for day, kind in enumerate(kinds)
        if kind
    )
    return pair[0], {**pair[1], "type_pins": pins}


def past(day, **said):
    return replace(PastShift.of(worked(day)), **said)


MONDAY = dt.date(2026, 11, 30)
NOBODY = np.zeros((1, 168))


HOUR = np.arange(96)[None, :]
LATER = 1.0 * (HOUR % 24 >= 8) * (HOUR % 24 < 18)  # from 8 to 18 o'clock
MIDDLE = 1.0 * (HOUR // 8 == 3)  # early on the second day alone
HOURS = np.arange(168)[None, :]
APART = 1.0 * ((HOURS % 24 < 8) & (HOURS // 24 != 1) & (HOURS // 24 != 4))  # two days apart off
ROUND = 1.0 * ((HOURS % 24 < 8) & (HOURS // 24 != 0) & (HOURS // 24 != 5))  # Monday, Saturday off
ALTERNATE = (HOUR % 48 < 8) + 1.0 * (HOUR % 48 >= 40)  # early on one day, late on the next
EVENING = 1.0 * (HOUR % 24 >= 16)
DUSK = ClockSpan.parse("19:00-24:00")
TWO_DAYS: dict[str, object] = {
    "week": week_from(days=2),
    "agents": (agent("A1"), agent("A2")),
    "need": 1.0 * (np.arange(48)[None, :] % 24 < 16),
}
STANDBY = (TYPES[0], replace(TYPES[1], is_standby=True, min_people=1))
RULES = {
    "a limit of nights": ({}, {"ruleset": ruled(hours={"max_nights_per_month": 1})}),
    "nights before the week": (
        {"history": (worked(-2, 0),)},
        {"ruleset": ruled(hours={"max_nights_per_month": 2}), "history": (worked(-2, 0),)},
    ),
    "people who stand by": (
        {"ruleset": typed()},
        {"ruleset": typed(STANDBY)},
    ),
    "people who stand by on some days, one fixed, one called": (
        {"ruleset": typed(STANDBY), "pins": (worked(2, 8),)},
        {
            "ruleset": typed((TYPES[0], replace(STANDBY[1], weekdays=("saturday", "monday")))),
            "pins": (worked(2, 8),),
            "need": LATER,
            "calls": (StandbyCall("A1", worked(2, 11).start_min, "presales"),),
        },
    ),
    "more people to stand by than needed on posts": (
        {"ruleset": typed(), **TWO_DAYS},
        {"ruleset": typed((TYPES[0], replace(STANDBY[1], min_people=2))), **TWO_DAYS},
    ),
    "a limit of weekends": ({}, {"ruleset": ruled(hours={"max_weekends_per_month": 0})}),
    "a succession": (
        {"ruleset": ruled(kinds=KINDS)},
        {"ruleset": ruled(kinds=KINDS, successions=(Succession("early", "early"),))},
    ),
    "a succession after the past": (
        {"ruleset": ruled(kinds=KINDS), "history": (worked(-1, 0),)},
        {
            "ruleset": ruled(
                kinds=KINDS,
                successions=tuple(Succession("early", kind.name) for kind in KINDS),
            ),
            "history": (worked(-1, 0),),
        },
    ),
    "a short run": (
        {"need": MIDDLE},
        {
            "need": MIDDLE,
            "ruleset": ruled(hours={"min_consecutive_days": 2}),
            "history": (worked(-4),),
        },
    ),
    "a short run excused by an absence": (
        {},
        {
            "ruleset": ruled(hours={"min_consecutive_days": 3}),
            "absences": (
                Absence(
                    "A1", week_from().day_starts_min[1], week_from().day_starts_min[2], "leave"
                ),
            ),
            "history": (worked(-4),),
        },
    ),
    "a short rest": (
        {},
        {
            "ruleset": ruled(hours={"min_consecutive_days_off": 3}),
            "history": (worked(-2),),
        },
    ),
    "overtime by consent": (
        {"ruleset": ruled(shapes=(LONG, SHIFT), hours={"max_work_min_per_day": 600})},
        {
            "ruleset": ruled(
                shapes=(LONG, SHIFT),
                hours={"max_overtime_min_per_day": 120, "max_overtime_min_per_month": 240},
                weights={"overtime_per_hour": 1.0},
            ),
            "agents": (replace(agent("A1"), overtime_consent=True),),
        },
    ),
    "overtime above the week": (
        {},
        {
            "ruleset": ruled(
                hours={
                    "max_work_min_per_week": 480,
                    "max_overtime_min_per_day": 60,
                    "max_overtime_min_per_month": 960,
                },
                weights={"overtime_per_hour": 12.0},
            ),
            "agents": (replace(agent("A1"), overtime_consent=True),),
        },
    ),
    "overtime agreed for single days": (
        {"ruleset": ruled(shapes=(LONG, SHIFT), hours={"max_work_min_per_day": 600})},
        {
            "ruleset": replace(
                ruled(
                    shapes=(LONG, SHIFT),
                    hours={"max_overtime_min_per_day": 120},
                    weights={"overtime_per_hour": 1.0},
                ),
                overtime_on=(
                    OvertimeOn(MONDAY_IN, MONDAY_IN, ("A1",), None, 240),
                    OvertimeOn(SUNDAY_IN, SUNDAY_IN, ("A1",), 0),
                ),
            ),
        },
    ),
    "a limit agreed with one": (
        {"ruleset": ruled(kinds=KINDS)},
        {
            "ruleset": ruled(kinds=KINDS),
            "agent_limits": (AgentLimit("A1", "early", 1), AgentLimit("A1", "night", 2)),
        },
    ),
    "promised hours": (
        {"need": np.zeros((1, 96))},
        {
            "need": np.zeros((1, 96)),
            "agents": (
                replace(agent("A1"), contract=replace(agent().contract, min_hours_week=28.0)),
            ),
        },
    ),
    "hours owed": (
        {"need": np.zeros((1, 96)), "ruleset": ruled()},
        {"need": np.zeros((1, 96)), "ruleset": owing(OwedBy.WEEK)},
    ),
    "hours owed of which some do not fit": (
        {"need": np.zeros((1, 96)), "ruleset": ruled(hours={"max_consecutive_days": 1})},
        {"need": np.zeros((1, 96)), "ruleset": owing(OwedBy.WEEK, max_consecutive_days=1)},
    ),
    "hours owed beside leave and a holiday": (
        {"need": np.zeros((1, 120)), "week": week_from(NEW_YEAR, 5)},
        {
            "need": np.zeros((1, 120)),
            "week": week_from(NEW_YEAR, 5),
            "ruleset": owing(OwedBy.WEEK),
            "absences": (Absence("A1", *week_from(NEW_YEAR).day_starts_min[:2], "leave"),),
        },
    ),
    "hours owed by the month after the past": with_past(
        (
            {"need": np.zeros((1, 96))},
            {"need": np.zeros((1, 96)), "ruleset": owing(OwedBy.MONTH)},
        ),
        *(worked(-day) for day in range(5, 12)),
    ),
    "hours owed over a week that ends": (
        {"week": week_from(days=9), "need": np.zeros((1, 216)), "ruleset": one_start()},
        {
            "week": week_from(days=9),
            "need": np.zeros((1, 216)),
            "ruleset": one_start(hours_owed=OwedBy.WEEK),
        },
    ),
    "no nights from the seventh month on": (
        {},
        {"agents": (protected(ProtectedBy.PREGNANCY, protected_from=SATURDAY + DAY),)},
    ),
    "no nights until a child is one": (
        {"ruleset": ruled((SEVEN,))},
        {
            "ruleset": ruled((SEVEN,)),
            "agents": (protected(ProtectedBy.NURSING, protected_to=SATURDAY),),
        },
    ),
    "an hour less for who is nursing": (
        {"ruleset": ruled((SHIFT, SEVEN)), "need": LATER},
        {
            "ruleset": ruled((SHIFT, SEVEN)),
            "need": LATER,
            "agents": (protected(ProtectedBy.NURSING),),
        },
    ),
    "the nursing hour counts in the week": (
        {"ruleset": ruled((SEVEN,), hours={"max_work_min_per_week": 840}), "need": LATER},
        {
            "ruleset": ruled((SEVEN,), hours={"max_work_min_per_week": 840}),
            "need": LATER,
            "agents": (protected(ProtectedBy.NURSING),),
        },
    ),
    "the nursing hour is of the hours owed": (
        {"ruleset": owing(OwedBy.WEEK, shapes=(SEVEN,)), "need": np.zeros((1, 96))},
        {
            "ruleset": owing(OwedBy.WEEK, shapes=(SEVEN,)),
            "need": np.zeros((1, 96)),
            "agents": (protected(ProtectedBy.NURSING, protected_from=SATURDAY + DAY),),
        },
    ),
    "no overtime of who is protected": (
        {
            "ruleset": ruled((LONG, SHIFT), hours=OVERTIME),
            "need": LATER,
            "agents": (replace(agent("A1"), overtime_consent=True),),
        },
        {
            "ruleset": ruled((LONG, SHIFT), hours=OVERTIME),
            "need": LATER,
            "agents": (
                protected(
                    ProtectedBy.PREGNANCY, overtime_consent=True, protected_to=SATURDAY + DAY
                ),
            ),
        },
    ),
    "a sixth day by overtime": agreed(
        once_a_day(planned(7, MONDAY, TYPES[:1], days_week=(6,), sixth_day=SixthDay.OVERTIME))
    ),
    "no sixth day without consent": with_need(
        once_a_day(planned(7, MONDAY, TYPES[:1], days_week=(6,), sixth_day=SixthDay.OVERTIME)),
        np.zeros((1, 168)),
    ),
    "a sixth day where hours are averaged": planned(sixth_day=SixthDay.AVERAGED),
    "a sixth day by shorter shifts": (
        {
            "ruleset": typed(hours=OVERTIME),
            "agents": (replace(agent("A1"), overtime_consent=True),),
        },
        {
            "ruleset": replace(
                typed(hours=OVERTIME),
                plans=(WorkPlan("P", sixth_day=SixthDay.SHORTER),),
                work_plan="P",
            ),
            "agents": (replace(agent("A1"), overtime_consent=True),),
        },
    ),
    "employed on the two middle days": (
        {},
        {
            "agents": (
                replace(
                    agent("A1"),
                    hired=SATURDAY + dt.timedelta(1),
                    leaves=SATURDAY + dt.timedelta(2),
                ),
            )
        },
    ),
    "promised hours of the days employed": (
        {"need": np.zeros((1, 96)), "agents": (agent("A1", min_hours=28),)},
        {
            "need": np.zeros((1, 96)),
            "agents": (agent("A1", min_hours=28, leaves=SATURDAY + dt.timedelta(2)),),
        },
    ),
    "steady starts": (
        {"need": ALTERNATE},
        {
            "ruleset": ruled(weights={"steady_start_per_hour": 15.0}),
            "history": (worked(-1, 8),),
            "need": ALTERNATE,
        },
    ),
    "steady starts beyond what is free": (
        {"need": ALTERNATE},
        {
            "need": ALTERNATE,
            "ruleset": ruled(
                weights={"steady_start_per_hour": 30.0}, hours={"steady_start_free_min": 480}
            ),
        },
    ),
    "fair shares": (
        {},
        {
            "ruleset": ruled(weights={"fairness": 70.0}),
            "history": tuple(worked(-day, 0) for day in (3, 5, 7, 9)),
        },
    ),
    "fair shares of late shifts": (
        {"need": EVENING, "ruleset": ruled(weights={"fairness": 70.0})},
        {
            "need": EVENING,
            "ruleset": ruled(weights={"fairness": 70.0}, hours={"late": DUSK}),
            "history": tuple(worked(-day, 16) for day in (3, 5, 7, 9)),
        },
    ),
    "a limit of nights by a span of their own": (
        {"ruleset": ruled(hours={"max_nights_per_month": 1})},
        {"ruleset": ruled(hours={"max_nights_per_month": 1, "counted_night": DUSK})},
    ),
    "averaged hours": (
        {"ruleset": ruled(hours={"max_work_min_per_week": 840})},
        {
            "ruleset": ruled(hours={"max_work_min_per_week": 840, "is_averaged": True}),
        },
    ),
    "a wish for a kind": (
        {"ruleset": ruled(kinds=KINDS)},
        {
            "ruleset": ruled(kinds=KINDS, hours={"max_work_min_per_week": 480}),
            "wishes": (
                Wish("A1", SATURDAY, None, 3, kind="late"),
                Wish("A1", SATURDAY + dt.timedelta(days=1), None, 5, kind="dark"),
                Wish("A1", SATURDAY + dt.timedelta(days=1), None, 50, kind="late", is_against=True),
            ),
        },
    ),
    "shift types": ({}, {"ruleset": typed(TYPES[1:])}),
    "types beside free starts": (
        {"ruleset": ruled(shapes=(LONG, SHIFT), hours={"max_work_min_per_day": 600})},
        {
            "ruleset": typed(
                shapes=(replace(LONG, starts=(ClockSpan.parse("08:00-09:00"),)),),
                hours={"max_work_min_per_day": 600},
            )
        },
    ),
    "weekdays of a type": (
        {"ruleset": typed()},
        {"ruleset": typed((replace(TYPES[0], weekdays=("sunday", "monday")), *TYPES[1:]))},
    ),
    "posts of a type": (
        {"ruleset": typed(), "posts": BOTH},
        {
            "ruleset": typed((replace(TYPES[0], posts=("aftersales",)), *TYPES[1:])),
            "posts": BOTH,
        },
    ),
    "a succession of types": (
        {"ruleset": typed()},
        {"ruleset": typed(successions=(Succession("E", "E"), Succession("E", "L")))},
    ),
    "a wish for a type": (
        {"ruleset": typed()},
        {"ruleset": typed(), "wishes": (Wish("A1", SATURDAY, None, 300, kind="D"),)},
    ),
    "a wish for one type only": (
        {"ruleset": typed(), "need": MIDDLE},
        {
            "ruleset": typed(),
            "need": MIDDLE,
            "wishes": (Wish("A1", SATURDAY + dt.timedelta(1), None, 2000, kind="D", is_only=True),),
        },
    ),
    "a limit of a type": (
        {"ruleset": typed()},
        {"ruleset": typed(), "agent_limits": (AgentLimit("A1", "E", 1),)},
    ),
    "types of a plan": planned(types=("L", "D")),
    "days of a plan": planned(max_days_week=2),
    "one type a week": with_need(planned(is_one_type=True), ALTERNATE),
    "starts close together": with_need(planned(max_start_spread_min=60), ALTERNATE),
    "starts around midnight": with_need(planned(max_start_spread_min=479), ALTERNATE),
    "days off together": with_need(
        planned(7, MONDAY, TYPES[:1], days_off_together=2, max_days_week=5), APART
    ),
    "days off together after the past": with_past(
        with_need(planned(7, MONDAY, TYPES[:1], days_off_together=3, max_days_week=5), APART),
        worked(-3, start=MONDAY),
    ),
    "days off together in a week that goes round": with_need(
        planned(*(7, MONDAY, TYPES[:1]), days_off_together=2, is_week_round=True, max_days_week=5),
        ROUND,
    ),
    "days off together at a price": with_need(
        planned(
            *(7, MONDAY, TYPES[:1]),
            days_off_together=2,
            days_off_together_price=70.0,
            max_days_week=5,
        ),
        APART,
    ),
    "days off together at a price after the past": with_past(
        with_need(
            planned(
                *(8, MONDAY, TYPES[:1]),
                days_off_together=3,
                days_off_together_price=150.0,
                max_days_week=5,
            ),
            np.concatenate([APART, APART[:, :24]], axis=1),
        ),
        worked(-3, start=MONDAY),
    ),
    "nights in a row": planned(max_nights_in_row=1, days_off_after_nights=1),
    "nights in a row before the week": with_past(
        planned(max_nights_in_row=2, days_off_after_nights=2), worked(-2), worked(-1)
    ),
    "days off after nights of the past": with_past(
        planned(max_nights_in_row=2, days_off_after_nights=2), worked(-2)
    ),
    "a free weekend": with_past(planned(free_weekend_every=2), worked(-7)),
    "a weekend that has begun": with_past(
        planned(4, SATURDAY + dt.timedelta(1), free_weekend_every=1),
    ),
    "days of a week's turn": with_past(
        planned(7, MONDAY, TYPES[:1], days_week=(5, 3)),
        *(worked(-day, start=MONDAY) for day in (7, 6, 5, 4, 3)),
    ),
    "days owed by a week's turn": with_need(
        with_past(
            planned(7, MONDAY, TYPES[:1], days_week=(3, 2)),
            *(worked(-day, start=MONDAY) for day in (7, 5, 3)),
        ),
        NOBODY,
    ),
    "days owed less leave": with_leave(
        with_need(planned(7, MONDAY, TYPES[:1], min_days_week=3), NOBODY), days=(2, 5)
    ),
    "types in turn": with_past(planned(rotation=("E", "D", "L")), worked(-6), worked(-5)),
    "types in turn from a phase": with_past(
        planned(rotation=("E", "E", "L")), PastShift.of(worked(-6)), past(-5, phase=2)
    ),
    "days on and off": with_agent(
        planned(day_cycle=("on", "off", "L")), cycle_start=SATURDAY - dt.timedelta(1)
    ),
    "days on and off after the past": with_past(
        planned(day_cycle=("on", "on", "off")),
        *(worked(-day) for day in (7, 5, 4, 2, 1)),
    ),
    "days on while away": with_leave(
        with_need(planned(day_cycle=("on",)), np.zeros((1, 96))), days=(1,), start=SATURDAY
    ),
    "a fixed week": with_agent(
        planned(rotation=("E", "L")), fixed_week=("E", "E", "any", "E", "off", "D", "on")
    ),
    "a pinned type": with_pins(planned(), "", "D", ""),
    "a pinned type against a price": with_pins(
        (
            {"ruleset": typed(weights={"type_change": 90.0})},
            {"ruleset": typed(weights={"type_change": 90.0})},
        ),
        "E",
        "L",
    ),
    "a type pinned under one type a week": with_pins(
        (planned(is_one_type=True)[1], planned(is_one_type=True)[1]), "", "", "L"
    ),
    "a pinned kind with free starts": with_pins(
        ({"ruleset": ruled(kinds=KINDS)}, {"ruleset": ruled(kinds=KINDS)}), "dark"
    ),
    "a start pinned alone": with_pins(
        ({"ruleset": ruled(kinds=KINDS)}, {"ruleset": ruled(kinds=KINDS)}), "16:00"
    ),
    "a type and its start pinned": with_pins(planned(), "", "D 16:00", ""),
    "a day pinned as off": with_pins(planned(), None, "off"),
    "another type within a week": (
        {"ruleset": typed(), "need": ALTERNATE},
        {"ruleset": typed(weights={"type_change": 90.0}), "need": ALTERNATE},
    ),
    "starts of a shape": (
        {},
        {"ruleset": ruled(shapes=(replace(SHIFT, starts=(ClockSpan.parse("08:00-09:00"),)),))},
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_the_best_roster_under_a_rule_is_found_and_no_bound_lies_above_it(name):
    question = alone(**RULES[name][1])

    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    assert result.cost == pytest.approx(best_listed(question))
    assert result.bound <= result.cost + 1e-6


@pytest.mark.parametrize("name", [name for name in RULES if name != "averaged hours"])
def test_without_the_rule_it_would_be_broken_or_paid_for(name):
    without, within = (alone(**changes) for changes in RULES[name])

    loose = solve(without, SHORT)
    held = verify(within, loose.roster)

    assert not held.is_clean or held.cost.total > loose.cost + 1e-6


def crew(count=2, **changes):
    return alone(
        week=week_from(days=2), agents=tuple(agent(f"A{n}") for n in range(count)), **changes
    )


@pytest.mark.parametrize("when", list(ExperiencedAt))
def test_experienced_people_are_at_work_where_a_post_asks_for_them(when):
    old, new = (replace(agent(f"A{n}"), is_experienced=n == 0) for n in range(2))
    where = replace(post(), min_experienced=1, experienced_at=when)
    need = np.where(np.arange(48)[None, :] % 24 < 8, 1.0, np.nan)  # open from 0 to 8 o'clock
    question = alone(
        week=week_from(days=2),
        agents=(new, old),
        posts=(where,),
        need=need,
        wishes=tuple(Wish(old.id, SATURDAY + dt.timedelta(days=day), None, 5) for day in (0, 1)),
    )

    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    early = [one for one in result.roster.shifts if one.start_min in week_from().day_starts_min]
    assert [one.agent_id for one in early] == [old.id, old.id]
    assert result.cost == pytest.approx(best_listed(question))


def test_who_is_experienced_and_missing_leaves_the_rest_of_the_roster():
    where = replace(post(), min_experienced=1)
    question = alone(agents=(replace(agent("A1"), is_experienced=False),), posts=(where,))

    result = solve(question, SHORT)

    assert result.status is SolveStatus.RELAXED
    assert set(verify(question, result.roster).by_rule) == {"seniority"}


BREAKS = (BreakRule(60, 180), BreakRule(300, 420))


def paused(**changes):
    shape = replace(SHIFT, breaks=BREAKS)
    return alone(week=week_from(days=2), ruleset=ruled(shapes=(shape,)), **changes)


def test_shifts_hold_the_breaks_of_their_shape():
    question = paused()

    result = solve(question, SHORT)

    assert [len(one.breaks) for one in result.roster.shifts] == [2, 2]
    assert verify(question, result.roster).is_clean
    assert result.bound <= result.cost + 1e-6


def test_breaks_are_spread_one_at_a_time():
    week = horizon(SATURDAY, days=1, interval_min=15)
    staff = tuple(agent(f"A{n}") for n in range(5))
    need = np.zeros((1, week.intervals))
    need[0, 32:64] = 5.0
    question = alone(
        week=week, agents=staff, need=need, ruleset=ruled(shapes=(replace(SHIFT, breaks=BREAKS),))
    )

    result = solve(question, SHORT)

    taken = [pause.start_min for one in result.roster.shifts for pause in one.breaks]
    assert len(taken) == len(set(taken)) == 10  # one at a time


def test_breaks_are_taken_where_cover_holds():
    week = horizon(SATURDAY, days=1, interval_min=15)
    need = np.zeros((1, week.intervals))
    need[0, 32:64] = 2.0
    need[0, 40:42] = need[0, 52:54] = 0.0  # from 10:00 and from 13:00 for half an hour
    shape = replace(SHIFT, breaks=BREAKS)
    question = alone(
        week=week,
        agents=(agent("A0"), agent("A1")),
        need=need,
        ruleset=ruled(shapes=(shape,)),
    )

    result = solve(question, SHORT)

    assert verify(question, result.roster).cost.short_hours == 0
    assert result.bound <= result.cost + 1e-6


def test_a_surplus_spared_by_breaks_does_not_pass_the_bound():
    question = paused(need=np.zeros((1, 48)), agents=(agent("A1"), agent("A2")))
    kept = replace(
        question,
        agents=tuple(
            replace(one, contract=replace(one.contract, min_hours_week=28.0))
            for one in question.agents
        ),
    )

    result = solve(kept, SHORT)

    assert verify(kept, result.roster).is_clean
    assert result.bound <= result.cost + 1e-6


def session(first_hour, last_hour, minutes=60, day=0, **whom):
    start = week_from().clock.at(SATURDAY + dt.timedelta(days=day))
    window = (start + first_hour * 60, start + last_hour * 60)
    return Session("S", whom.get("agent_id", ""), whom.get("team", ""), minutes, *window)


def test_a_session_asks_for_a_shift_around_it_and_takes_its_place_there():
    dark = np.zeros((1, 96))
    dark[0, :8] = 1.0  # nobody is wanted in the afternoon
    due = session(9, 17, agent_id="A1")
    question = alone(need=dark, sessions=(due,))
    without = solve(alone(need=dark), SHORT)

    result = solve(question, SHORT)

    assert not verify(question, without.roster).is_clean
    assert verify(question, result.roster).is_clean
    assert [sitting.session for one in result.roster.shifts for sitting in one.sessions] == ["S"]
    assert result.bound <= result.cost + 1e-6


def test_a_session_is_placed_where_least_is_missed():
    need = np.zeros((1, 48))
    need[0, 8:16] = 1.0
    need[0, 13] = 0.0  # a trough at 13 o'clock
    question = alone(week=week_from(days=2), need=need, sessions=(session(8, 16, agent_id="A1"),))

    result = solve(question, SHORT)

    sittings = [sitting for one in result.roster.shifts for sitting in one.sessions]
    assert question.horizon.interval_of(sittings[0].span.start_min) == 13


def test_a_session_of_a_team_is_held_by_everybody_but_who_is_away():
    week = week_from(days=2)
    away = Absence("A1", week.start_min, week.end_min, "leave")
    question = crew(3, sessions=(session(0, 24, team="T1"),), absences=(away,))

    result = solve(question, SHORT)

    held = {one.agent_id for one in result.roster.shifts for _ in one.sessions}
    assert held == {"A0", "A2"}
    assert verify(question, result.roster).is_clean


def handed_over(price):
    """Return a night held by one after the other, with a shift meeting of an hour between."""
    base = ruled(weights={"handover_missed": price})
    week = week_from(days=2)
    need = np.where(np.arange(48)[None, :] < 18, 1.0, np.nan)  # open for 18 hours
    return alone(
        week=week,
        need=need,
        agents=(agent("A0"), agent("A1"), agent("A2")),
        posts=(replace(post(), min_agents=1, handover_min=60),),
        ruleset=replace(base, start_grid_min=60),
    )


def test_handovers_are_held_where_they_are_worth_it():
    cheap, dear = (solve(handed_over(price), SHORT) for price in (0.0, 30.0))
    asked = handed_over(30.0)

    missed = [verify(asked, result.roster).cost.missed_handovers for result in (cheap, dear)]

    assert missed[1] < missed[0]
    assert verify(asked, dear.roster).is_clean
    assert dear.cost < verify(asked, cheap.roster).cost.total
    assert dear.bound <= dear.cost


@pytest.mark.parametrize(("most", "works_on"), [(1, [0, 1]), (2, [0, 1, 6]), (0, [0, 1])])
def test_a_weekend_begun_on_the_saturday_before_a_sunday_is_no_further_one(most, works_on):
    sunday = dt.date(2026, 12, 6)
    week = week_from(sunday, days=7)
    need = np.zeros((1, week.intervals))
    for day in (0, 1, 6):  # Sunday, Monday and the Saturday after
        need[0, 24 * day : 24 * day + 8] = 1.0
    before = worked(-1, start=sunday)
    limited = ruled(hours={"max_weekends_per_month": most})
    question = alone(week, need=need, ruleset=limited)
    result = solve(replace(question, history=(before,)), SHORT)
    assert [week.day_of(one.start_min) for one in result.roster.shifts] == works_on
    fresh = solve(question, SHORT)
    assert len(fresh.roster.shifts) == 1 + min(most, 2)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        (
            {
                "agents": (
                    replace(agent("A1"), contract=replace(agent().contract, min_hours_week=28.0)),
                ),
                "absences": (Absence("A1", week_from().start_min, week_from().end_min, "leave"),),
            },
            {"no_week_min_hours"},
        ),
        (
            {
                "sessions": (session(0, 8, agent_id="A1"),),
                "agent_limits": (AgentLimit("A1", "night", 0),),
            },
            {"no_week_session", "no_week_kind_per_month"},
        ),
        (
            {
                "pins": (worked(1, 8),),
                "ruleset": ruled(hours={"min_consecutive_days": 2, "max_work_min_per_week": 480}),
                "history": (worked(-4, 8),),
            },
            {"no_week_short_run", "no_week_hours_per_week"},
        ),
        (
            {
                **planned(7, MONDAY, TYPES[:1], days_week=(5,))[1],
                "agents": (agent("A1", hours=24),),
            },
            {"no_week_few_days", "no_week_hours_per_week"},
        ),
        (
            with_pins(({}, {"ruleset": typed(hours={"min_rest_min": 900})}), "D", "E")[1],
            {"no_week_pinned_type", "no_week_pinned_idle"},
        ),
    ],
)
def test_who_has_no_allowed_days_is_named_with_the_rules_in_the_way(changes, reasons):
    result = solve(alone(**changes), SHORT)

    assert result.status is SolveStatus.RELAXED
    assert {code for code, _ in result.reasons} == reasons
    assert all(names[0] == "A1" for _, names in result.reasons)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        (
            {
                "pins": (worked(1, 0), worked(2, 0)),
                "ruleset": ruled(hours={"max_nights_per_month": 1}),
            },
            {"pin_nights_per_month"},
        ),
        (
            {
                "pins": (worked(1, 0), worked(2, 0)),
                "ruleset": ruled(kinds=KINDS, successions=(Succession("early", "early"),)),
            },
            {"pin_succession"},
        ),
        (
            {"pins": (worked(1, 0),), **with_pins(planned(), "", "D")[1]},
            {"pin_pinned_type"},
        ),
        ({"pins": (worked(1, 0),), **with_pins(planned(), "", "off")[1]}, {"pin_pinned_type"}),
        (
            with_leave(with_pins(planned(), "", "D"), days=(1,), start=SATURDAY)[1],
            {"type_pin_absence"},
        ),
        (with_pins(planned(types=("E",)), "", "D")[1], {"type_pin_no_type"}),
        (with_pins(planned(rotation=("L",)), "", "D")[1], {"type_pin_no_type"}),
        (
            with_agent(with_pins(planned(), "D"), hired=SATURDAY + DAY)[1],
            {"type_pin_employed"},
        ),
        (with_pins(planned(), "", "02:00")[1], {"type_pin_no_type"}),
    ],
)
def test_pins_against_each_other_are_named_with_the_rule(changes, reasons):
    result = solve(alone(**changes), SHORT)

    assert result.status is SolveStatus.INFEASIBLE
    assert {code for code, _ in result.reasons} == reasons
    assert all(names[0] == "A1" for _, names in result.reasons)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"days_week": (5, 6)}, "cycle_unknown"),
        ({"days_week": (5,), "days_off_together": 3}, "plan_unkeepable"),
    ],
)
def test_a_plan_that_asks_or_contradicts_itself_is_told_before_any_search(plan, code):
    with pytest.raises(InputError) as caught:
        solve(alone(**planned(7, MONDAY, TYPES[:1], **plan)[1]), SHORT)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_four_weeks_take_their_turns_in_types_and_days():
    week = horizon(MONDAY, days=28, interval_min=60)
    plan = WorkPlan("P", days_week=(5, 6), rotation=("E", "L", "D"), days_off_together=1)
    staff = tuple(
        replace(agent(f"A{n}", hours=48), cycle_start=MONDAY - dt.timedelta(7 * n))
        for n in range(3)
    )
    question = problem(
        week=week,
        agents=staff,
        ruleset=replace(
            typed(hours={"max_work_min_per_week": 48 * 60}), plans=(plan,), work_plan="P"
        ),
        need=Requirement(week, ("presales",), np.ones((1, week.intervals))),
    )

    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    for someone, mine in result.roster.by_agent().items():
        weeks = [[] for _ in range(4)]
        for one in mine:
            day = week.day_of(one.start_min)
            weeks[day // 7].append(question.classes.kind_of(one))
        begun = int(someone[1:])
        assert [set(kinds) for kinds in weeks] == [{"ELD"[(begun + n) % 3]} for n in range(4)]
        assert [len(kinds) for kinds in weeks] == [5 + (begun + n) % 2 for n in range(4)]


@pytest.mark.parametrize("days", [14, 28])
def test_long_horizons_keep_weekly_and_monthly_rules(days):
    week = horizon(dt.date(2026, 11, 16), days=days, interval_min=60)
    ruleset = rules(
        shapes=(replace(SHIFT, starts=()),),
        start_grid_min=240,
        max_nights_per_month=3,
        max_weekends_per_month=1,
        min_consecutive_days=2,
        min_consecutive_days_off=2,
    )
    question = problem(
        week=week,
        agents=tuple(agent(f"A{n}") for n in range(4)),
        ruleset=replace(ruleset, kinds=KINDS, successions=(Succession("dark", "early"),)),
        need=Requirement(week, ("presales",), np.ones((1, week.intervals))),
    )

    result = solve(question, SHORT)

    assert verify(question, result.roster).is_clean
    assert result.bound <= result.cost
