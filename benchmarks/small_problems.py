"""
Small made-up problems with odd contracts, absences, pins and rules, solved and judged.

``python -m benchmarks.small_problems --problems 2000 --seed 1`` solves each by counted work, some
by the clock too, so that the linear programs take part, and asks the checker. A problem fails when
the engine raises, when its cost is not the checker's, when a bound lies above a roster of any run,
when a rule is broken that the answer does not own up to, or when shifts of a good roster, pinned,
leave none. ``NUMBA_BOUNDSCHECK=1`` before it lets
every index of the kernels be checked too. Each failure is named by seed and number.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Absence, Agent, AgentLimit, Certificate, Contract, Wish
from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.horizon import DAY_MIN, Clock, ClockSpan, Horizon
from scheduler.hours_rules import HoursRules
from scheduler.post import Post, SealGroup
from scheduler.post_change import PostChange
from scheduler.problem import RosterProblem
from scheduler.ruleset import RuleSet
from scheduler.session import Session
from scheduler.shift import BreakRule, Shift, ShiftShape, Span
from scheduler.shift_kind import ShiftKind, Succession
from scheduler.solve.conflicts import is_past
from scheduler.solve.result import SolveParams, SolveResult, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.verify.checker import COVER, verify
from scheduler.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKS = (dt.date(2026, 11, 30), dt.date(2026, 10, 19), dt.date(2026, 3, 23), dt.date(2027, 2, 27))
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
KINDS = (
    ShiftKind("early", ClockSpan.parse("05:00-10:00")),
    ShiftKind("late", ClockSpan.parse("10:00-18:00")),
)
UNITS = (1, 4, 12)
BY_CLOCK = 10  # one problem of so many is solved by the clock
PINNED = 3  # of so many one is solved again with shifts of its roster pinned
CLOCK_S = 0.4
EDGE = 1e-6
COVER_NAMES = {rule.__name__ for rule in COVER}
PAUSES = {"session", "breaks"}


@dataclass(frozen=True)
class Draw:
    """Chance with the few questions asked of it here."""

    chance: np.random.Generator

    def among(self, *values):
        return values[int(self.chance.integers(len(values)))]

    def often(self, share):
        return bool(self.chance.random() < share)

    def whole(self, low, high):
        return int(self.chance.integers(low, high + 1))


def small_problem(seed: int, number: int) -> RosterProblem:
    """Return the problem of a seed and number; the same for ever while this file stands."""
    draw = Draw(np.random.default_rng([seed, number]))
    while True:
        try:
            return _problem(draw)
        except InputError:  # drawn against each other: not a question anybody could ask
            continue


def _problem(draw: Draw) -> RosterProblem:
    horizon = Horizon(
        Clock(draw.among(*ZONES)), draw.among(*WEEKS), draw.whole(1, 9), draw.among(15, 30, 60)
    )
    names = ("p", "q", "r")[: draw.whole(1, 3)]
    shapes = tuple(_shape(draw, horizon.interval_min) for _ in range(draw.whole(1, 3)))
    agents = tuple(_agent(draw, f"A{n}", names, horizon) for n in range(draw.whole(1, 12)))
    changes = PostChange(draw.among(60, 120), draw.whole(1, 3)) if draw.often(0.2) else None
    seals = (SealGroup(names, ClockSpan.parse("22:00-08:00")),) if len(names) > 1 else ()
    rules = RuleSet(
        shapes,
        _hours(draw),
        start_grid_min=draw.among(1, 2, 4) * horizon.interval_min,
        min_agents=draw.among(0, 0, 0, 1),
        seals=seals if draw.often(0.3) else (),
        weights=_weights(draw),
        kinds=KINDS,
        successions=(Succession("late", "early"),) if draw.often(0.3) else (),
        post_change=changes,
    )
    fixed = tuple(_shifts(draw, agents, shapes, horizon, days=range(horizon.days), share=0.06))
    past = tuple(_shifts(draw, agents, shapes, horizon, days=range(-8, 0), share=0.3))
    return RosterProblem(
        horizon=horizon,
        posts=tuple(Post(name, min_experienced=int(draw.often(0.08))) for name in names),
        agents=agents,
        rules=rules,
        requirement=_requirement(draw, horizon, names),
        absences=tuple(_absences(draw, agents, horizon)),
        wishes=tuple(_wishes(draw, agents, horizon)),
        history=past if draw.often(0.5) else (),
        pins=fixed if draw.often(0.1) else (),
        agent_limits=tuple(
            AgentLimit(agent.id, draw.among("night", "weekend", "early"), draw.whole(0, 2))
            for agent in agents
            if draw.often(0.1)
        ),
        sessions=_sessions(draw, agents, horizon) if draw.often(0.2) else (),
    )


def _shape(draw: Draw, step: int) -> ShiftShape:
    work = draw.whole(2, 11) * 60 + draw.among(0, 0, 15, 30)
    meal = draw.among(0, 0, 30, 45, 60)
    first = draw.whole(0, work // 2)
    low = draw.among(0, 20, 40)
    pauses = (BreakRule(step, max(step, work // 2), 15),) if draw.often(0.2) else ()
    starts = (ClockSpan(draw.whole(0, 11) * 60, draw.whole(12, 23) * 60),)
    return ShiftShape(
        work,
        meal,
        first if meal else 0,
        draw.whole(first, work - 1) if meal else 0,
        (low, draw.among(40, 60, 168)),
        pauses,
        starts if draw.often(0.3) else (),
    )


def _agent(draw: Draw, name: str, posts: tuple[str, ...], horizon: Horizon) -> Agent:
    hours = draw.among(40, 40, 44, 39.5, 20, 12, 4, 60, 0.5)
    day = horizon.date(draw.whole(-1, horizon.days))
    dates = draw.among((None, None), (None, None), (None, day), (day, None))
    held = [post for post in posts if draw.often(0.7)] or [draw.among(*posts)]
    return Agent(
        name,
        name,
        draw.among("T1", "T2"),
        tuple(Certificate(post, *dates) for post in held),
        Contract(
            hours,
            min_hours_week=draw.among(*[0] * 9, hours, hours / 2, min(hours, 7.3)),
            max_consecutive_days=draw.among(None, None, 2, 3),
            min_consecutive_days=draw.among(None, None, None, 2),
            min_consecutive_days_off=draw.among(None, None, None, 2),
        ),
        no_nights=draw.often(0.2),
        overtime_consent=draw.often(0.2),
        hired=draw.among(None, None, None, day),
        is_experienced=draw.among(None, True, False),
    )


def _hours(draw: Draw) -> HoursRules:
    most = draw.among(6, 6, 2, 4)
    return HoursRules(
        max_work_min_per_day=draw.among(480, 480, 600, 360),
        max_work_min_per_week=draw.among(2400, 2400, 1200, 3000),
        min_rest_min=draw.among(660, 660, 0, 1200),
        max_consecutive_days=most,
        min_days_off_per_week=draw.among(1, 1, 0, 3),
        max_nights_per_month=draw.among(None, None, 1),
        max_weekends_per_month=draw.among(None, None, 1),
        min_consecutive_days=draw.among(1, 1, 2),
        min_consecutive_days_off=draw.among(1, 1, 2),
        max_overtime_min_per_day=draw.among(0, 0, 120),
        is_averaged=draw.often(0.2),
    )


def _weights(draw: Draw) -> Weights:
    return Weights(
        shortage_per_agent_hour=draw.among(20.0, 20.0, 0.0, 1000.0),
        surplus_per_agent_hour=draw.among(2.0, 0.0),
        preference=draw.among(1.0, 0.5),
        overtime_per_hour=draw.among(0.0, 5.0),
        steady_start_per_hour=draw.among(0.0, 0.0, 0.0, 1.5),
        fairness=draw.among(0.0, 0.0, 3.0),
        handover_missed=draw.among(0.0, 0.0, 4.0),
        change_of_post=draw.among(0.0, 3.0),
    )


def _requirement(draw: Draw, horizon: Horizon, posts: tuple[str, ...]) -> Requirement:
    need = draw.chance.gamma(1.0, draw.among(0.5, 2.0), (len(posts), horizon.intervals)).round(2)
    if draw.often(0.5):
        clocks = [horizon.clock.clock_of(horizon.minute(cell)) for cell in range(horizon.intervals)]
        need[:, (np.array(clocks) < 480) | (np.array(clocks) >= 1320)] = np.nan
    return Requirement(horizon, posts, need)


def _shifts(
    draw: Draw,
    agents: tuple[Agent, ...],
    shapes: tuple[ShiftShape, ...],
    horizon: Horizon,
    *,
    days: range,
    share: float,
) -> Iterator[Shift]:
    for agent in agents:
        for day in days:
            if draw.often(share):
                shape, step = draw.among(*shapes), horizon.interval_min
                clock = draw.whole(0, DAY_MIN // step - 1) * step
                start = horizon.clock.at(horizon.date(day), clock)
                eats = start + -(-shape.meal_earliest_min // step) * step
                meal = Span(eats, eats + shape.meal_min) if shape.meal_min else None
                post = draw.among(*agent.posts)
                yield Shift(agent.id, start, start + shape.length_min, post, meal)


def _absences(draw: Draw, agents: tuple[Agent, ...], horizon: Horizon) -> Iterator[Absence]:
    length = horizon.end_min - horizon.start_min
    for agent in agents:
        if draw.often(0.25):
            start = horizon.start_min + draw.whole(-DAY_MIN, length)
            hours = draw.among(3, 24, 72, 24 * 10)
            yield Absence(agent.id, start, start + hours * 60, "leave")
        if draw.often(0.1):
            yield Absence(agent.id, horizon.start_min, horizon.end_min, "leave")


def _wishes(draw: Draw, agents: tuple[Agent, ...], horizon: Horizon) -> Iterator[Wish]:
    for agent in agents:
        for date in horizon.dates:
            if draw.often(0.1):
                kind = draw.among("", "early", "late")
                window = None if kind or draw.often(0.5) else (480, 1080)
                yield Wish(agent.id, date, window, draw.among(0.5, 3.0), kind)


def _sessions(draw: Draw, agents: tuple[Agent, ...], horizon: Horizon) -> tuple[Session, ...]:
    start = horizon.start_min + draw.whole(0, horizon.days * 24 - 4) * 60
    end = min(horizon.end_min, start + draw.among(3, 8, 48) * 60)
    whom = (draw.among(*agents).id, "") if draw.often(0.5) else ("", agents[0].team)
    return (Session("S", *whom, draw.among(30, 60), start, end),)


def judged(problem: RosterProblem, result: SolveResult) -> list[str]:
    """Return what is wrong with an answer; empty: nothing."""
    if result.roster is None:
        wrong = [code for code, _ in result.reasons if not code.startswith("pin_")]
        is_told = result.status is SolveStatus.INFEASIBLE and result.reasons
        return [] if is_told and not wrong else [f"{result.status}: {result.reasons}"]
    verdict, found = verify(problem, result.roster), []
    if abs(verdict.cost.total - (result.cost or 0.0)) > EDGE:
        found.append(f"cost {result.cost}, the checker says {verdict.cost.total}")
    people = {names[0] for code, names in result.reasons if code.startswith("no_week")}
    breaches = [v for v in verdict.violations if not is_past(v, problem)]
    open_ones = [v for v in breaches if v.rule not in COVER_NAMES and v.agent_id not in people]
    hard = [v.rule for v in open_ones if v.rule not in PAUSES]
    if hard:
        found.append(f"broken without a word: {sorted(hard)}")
    if breaches and result.status is not SolveStatus.RELAXED:
        found.append(f"{result.status} with {sorted({v.rule for v in breaches})}")
    return found


def tried(seed: int, number: int) -> tuple[list[str], str]:
    """Return what is wrong with the answers to a problem, and how the first ended."""
    problem = small_problem(seed, number)
    units = UNITS[number % len(UNITS)]
    limits = [SolveParams(seed=1, time_limit_s=None, work_limit=units, workers=1)]
    if number % BY_CLOCK == 0:
        limits.append(SolveParams(seed=2, time_limit_s=CLOCK_S, workers=1))
    results, found = [], []
    for params in limits:
        try:
            results.append(solve(problem, params))
        except InputError as error:  # refused with its reasons, before any work
            return [], f"refused: {error.faults[0].code}"
        except Exception as error:  # whatever it is, it is the finding
            return [f"{type(error).__name__}: {error}"], "raised"
        found += judged(problem, results[-1])
    whole = [one for one in results if one.status in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE)]
    if number % PINNED == 0 and whole:
        found += _pinned(problem, whole[0], limits[0])
    for one in whole:
        for other in whole:
            if one.bound > (other.cost or 0.0) + EDGE * max(1.0, one.bound):
                found.append(f"bound {one.bound} above a roster of cost {other.cost}")
    return found, results[0].status.value


def _pinned(problem: RosterProblem, result: SolveResult, params: SolveParams) -> list[str]:
    """Return what is wrong once shifts of a good roster are pinned: one must still be found."""
    assert result.roster is not None
    pinned = replace(problem, pins=result.roster.shifts[::3])
    again = solve(pinned, params)
    lost = [] if again.roster is not None else [f"pinned: {again.status}: {again.reasons}"]
    return lost + [f"pinned: {each}" for each in judged(pinned, again)]


def main() -> int:
    """Solve the problems asked for and print what is wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks.small_problems")
    parser.add_argument("--problems", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    asked = parser.parse_args()
    begun, ends, failed = time.perf_counter(), Counter(), 0
    for number in range(asked.first, asked.first + asked.problems):
        found, end = tried(asked.seed, number)
        ends[end] += 1
        failed += bool(found)
        for each in found:
            print(f"seed {asked.seed} number {number}: {each}", flush=True)
    took = time.perf_counter() - begun
    print(f"{asked.problems} problems, {failed} failed, {dict(ends)}, {took:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
