"""Builders with defaults, so that a test shows only what matters to it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np

from scheduler.agent import Absence, Agent, AgentLimit, Certificate, Contract, Wish
from scheduler.announced import Announced
from scheduler.demand import Requirement
from scheduler.horizon import Clock, ClockSpan, Horizon, parse_clock
from scheduler.post import ExperiencedAt, Post, SealGroup, StaffingInputs
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.ruleset import HoursRules, PostChange, RuleSet, Weights
from scheduler.session import Session
from scheduler.shift import Shift, ShiftShape, Sitting, Span, Stint
from scheduler.shift_kind import ShiftKind, Succession
from scheduler.shift_type import ShiftType
from scheduler.type_pin import TypePin
from scheduler.work_plan import WorkPlan

MONDAY = dt.date(2026, 11, 30)
FULL = ShiftShape(480, 60, 180, 300, contract_hours=(40, 40))  # 8 h and a meal after 3 to 5 h
SIX = ShiftShape(360, contract_hours=(20, 39))
FOUR = ShiftShape(240, contract_hours=(20, 39))


def horizon(
    start: dt.date = MONDAY,
    *,
    days: int = 7,
    interval_min: int = 30,
    timezone: str = "Asia/Shanghai",
) -> Horizon:
    return Horizon(Clock(timezone), start, days, interval_min)


WEEK = horizon()


def at(day: int, clock: str = "00:00", week: Horizon = WEEK) -> int:
    """Return the moment the clock shows on a day of the week (0: its first; negative: before)."""
    return week.clock.at(week.date(day), parse_clock(clock))


def span(day: int, start: str, minutes: int, week: Horizon = WEEK) -> Span:
    return Span(at(day, start, week), at(day, start, week) + minutes)


def agent(
    id: str = "A1",  # noqa: A002 - the field's own name
    posts: Iterable[str] = ("presales",),
    *,
    hours: float = 40.0,
    certificates: Iterable[Certificate] | None = None,
    no_nights: bool = False,
    hired: dt.date | None = None,
    leaves: dt.date | None = None,
    overtime_consent: bool = False,
    min_hours: float = 0.0,
    is_experienced: bool | None = None,
    **in_a_row: int,
) -> Agent:
    """Return an agent; ``in_a_row`` as the days in a row of Contract."""
    held = tuple(map(Certificate, posts)) if certificates is None else tuple(certificates)
    return Agent(
        id=id,
        name=f"Agent {id}",
        team="T1",
        certificates=held,
        contract=Contract(hours, min_hours_week=min_hours, **in_a_row),
        no_nights=no_nights,
        overtime_consent=overtime_consent,
        hired=hired,
        leaves=leaves,
        is_experienced=is_experienced,
    )


def post(
    id: str = "presales",  # noqa: A002 - the field's own name
    *,
    min_agents: int | None = None,
    staffing: StaffingInputs = StaffingInputs(),
    min_experienced: int = 0,
    experienced_at: ExperiencedAt = ExperiencedAt.ALWAYS,
    handover_min: int = 0,
) -> Post:
    return Post(
        id,
        staffing,
        min_agents=min_agents,
        min_experienced=min_experienced,
        experienced_at=experienced_at,
        handover_min=handover_min,
    )


def shift(
    agent_id: str = "A1",
    day: int = 0,
    start: str = "08:00",
    *,
    post: str = "presales",
    work: int = 480,
    meal: int | None = 240,
    meal_min: int = 60,
    breaks: tuple[Span, ...] = (),
    sessions: tuple[Sitting, ...] = (),
    changes: Mapping[int, str] = MappingProxyType({}),
    week: Horizon = WEEK,
) -> Shift:
    """
    Return a shift of ``work`` minutes; its meal begins ``meal`` minutes in (None: no meal).

    ``changes`` are the posts it changes to, by minutes after its start.
    """
    first = at(day, start, week)
    eaten = None if meal is None else Span(first + meal, first + meal + meal_min)
    length = work + (0 if meal is None else meal_min)
    marks = [0, *changes, length]
    stints = tuple(
        Stint(Span(first + begin, first + end), name)
        for name, begin, end in zip((post, *changes.values()), marks[:-1], marks[1:], strict=True)
    )
    stints = stints if changes else ()
    return Shift(agent_id, first, first + length, post, eaten, breaks, sessions, stints)


def rules(
    *,
    shapes: tuple[ShiftShape, ...] = (FULL, SIX, FOUR),
    min_agents: int = 0,
    start_grid_min: int = 30,
    seals: tuple[SealGroup, ...] = (),
    weights: Weights = Weights(),  # noqa: B008 - frozen
    kinds: tuple[ShiftKind, ...] = (),
    successions: tuple[Succession, ...] = (),
    peak: tuple[tuple[ClockSpan, ...], ...] | None = None,
    newcomer_days: int = 90,
    post_change: PostChange | None = None,
    may_start_before_min: int = 0,
    may_end_after_min: int = 0,
    types: tuple[ShiftType, ...] = (),
    plans: tuple[WorkPlan, ...] = (),
    work_plan: str = "",
    **hours: int | ClockSpan | None,
) -> RuleSet:
    """Return the rules of the contact-centre weeks, but no minimum; ``hours`` as HoursRules."""
    return RuleSet(
        shapes=shapes,
        types=types,
        plans=plans,
        work_plan=work_plan,
        hours=HoursRules(**hours),
        start_grid_min=start_grid_min,
        min_agents=min_agents,
        seals=seals,
        weights=weights,
        kinds=kinds,
        successions=successions,
        peak=peak,
        newcomer_days=newcomer_days,
        post_change=post_change,
        may_start_before_min=may_start_before_min,
        may_end_after_min=may_end_after_min,
    )


def requirement(
    need: float | Mapping[str, float] = 0.0,
    *,
    week: Horizon = WEEK,
    posts: Iterable[str] = ("presales",),
) -> Requirement:
    """Return the same need in every interval; a mapping gives it by post."""
    names = tuple(posts)
    by_post = need if isinstance(need, Mapping) else dict.fromkeys(names, need)
    level = np.array([[by_post[name]] for name in names], dtype=float)
    return Requirement(week, names, np.repeat(level, week.intervals, axis=1))


def pinned_day(agent_id: str, date: dt.date, told: str) -> TypePin:
    """Return what is fixed of a day, said as ``D``, ``08:00``, ``D 08:00``, or nothing for off."""
    *kinds, last = told.split(" ")
    if ":" not in last:
        return TypePin(agent_id, date, last)
    hours, minutes = map(int, last.split(":"))
    return TypePin(agent_id, date, "".join(kinds), 60 * hours + minutes)


def problem(
    *,
    week: Horizon = WEEK,
    agents: Iterable[Agent] | None = None,
    posts: Iterable[Post] | None = None,
    ruleset: RuleSet | None = None,
    need: float | Mapping[str, float] | Requirement = 0.0,
    absences: Iterable[Absence] = (),
    wishes: Iterable[Wish] = (),
    history: Iterable[Shift] = (),
    pins: Iterable[Shift] = (),
    type_pins: Iterable[TypePin] = (),
    agent_limits: Iterable[AgentLimit] = (),
    sessions: Iterable[Session] = (),
    announced: Announced | None = None,
) -> RosterProblem:
    """Return a week of one agent and one post where nobody is needed, unless said otherwise."""
    kinds = tuple(posts) if posts is not None else (post(),)
    if not isinstance(need, Requirement):
        need = requirement(need, week=week, posts=[kind.id for kind in kinds])
    return RosterProblem(
        horizon=week,
        posts=kinds,
        agents=tuple(agents) if agents is not None else (agent(),),
        rules=ruleset or rules(),
        requirement=need,
        absences=tuple(absences),
        wishes=tuple(wishes),
        history=tuple(history),
        pins=tuple(pins),
        type_pins=tuple(type_pins),
        agent_limits=tuple(agent_limits),
        sessions=tuple(sessions),
        announced=announced,
    )


def roster(*shifts: Shift) -> Roster:
    return Roster(shifts)
