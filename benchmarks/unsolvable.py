"""
Weeks of 50 people made unsolvable on purpose: is the cause named, minimal, and are the ways real?

``python -m benchmarks.unsolvable [--seeds 3] [--kinds leave,rest]``

For each kind and seed a week is drawn that has a roster; then one contradiction is planted. What
``service.roster.unsolvable.why_none`` says of it is held against what was planted: every cause it
names belongs to the planted contradiction, and what makes it one is among them. Then, apart from
it: the set alone goes through the engine, which must find no roster; without each member a roster
is found that the checker passes; and the roster of each way out breaks nothing but what that way
sets aside.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.agent import Absence, Agent, AgentLimit, Certificate, Contract, Wish
from scheduler.demand import Requirement
from scheduler.horizon import Clock, ClockSpan, Horizon
from scheduler.hours_rules import HoursRules
from scheduler.post import Post
from scheduler.problem import RosterProblem
from scheduler.ruleset import RuleSet
from scheduler.session import Session
from scheduler.shift import Shift, ShiftShape, Span
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.unsolvable.causes import CauseKind, EasedWeek, only
from scheduler.unsolvable.decide import MANY, Solvable, breaches_of, decide
from scheduler.unsolvable.ways_out import WayKind, WayTried
from scheduler.verify.checker import verify
from service.roster.unsolvable import why_none
from store.files.rules_preset import house_prices

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.unsolvable.smallest import SmallestConflict

PEOPLE, MONDAY = 50, dt.date(2026, 11, 30)
WEEK = Horizon(Clock("Asia/Shanghai"), MONDAY, 7, 30)
HOUR = 60
OPEN = {"presales": (8, 24), "aftersales": (9, 22), "vip": (10, 18)}
NIGHT = "night_desk"
RULES = RuleSet(
    (ShiftShape(480, 60, 180, 300), ShiftShape(360, 0, 0, 0)),
    hours=HoursRules(night=ClockSpan(22 * HOUR, 6 * HOUR)),
    may_start_before_min=9 * HOUR,
    may_end_after_min=9 * HOUR,
)
ENGINE = SolveParams(seed=1, time_limit_s=None, work_limit=8)
SET_ASIDE = {  # what a roster may break when a fact is set aside
    CauseKind.MINIMUM: {"sealed"},
    CauseKind.EXPERIENCED: {"seniority"},
    CauseKind.ABSENCE: {"absence"},
    CauseKind.PIN: {"pin"},
    CauseKind.LIMIT: {"kind_per_month"},
    CauseKind.PROMISE: {"min_hours"},
    CauseKind.SESSION: {"session"},
    CauseKind.OPENING: {"closed_post"},
}
Pair = tuple[str, str]


class Planted(NamedTuple):
    """A week with its contradiction: causes that belong to it, and those that must be named."""

    problem: RosterProblem
    belongs: set[Pair]
    must: set[Pair]


@dataclass(frozen=True)
class Case:
    """What one week gave."""

    kind: str
    seed: int
    is_named: bool
    causes: int
    is_alone: bool
    is_minimal: bool
    ways: int
    good_ways: int
    cheapest: str
    seconds: float
    busy_s: float


def base(chance: np.random.Generator) -> RosterProblem:
    """Return a week that has a roster: posts, people, leave and wishes at random."""
    posts = tuple(Post(name, min_agents=1 + (name == "presales")) for name in OPEN)
    agents = []
    for number in range(PEOPLE):
        held = ["presales"] if number % 3 else ["presales", "aftersales"]
        held += ["vip"] if number < 8 else []
        agents.append(_agent(f"A{number:02d}", held))
    need = np.full((len(OPEN), WEEK.intervals), np.nan)
    for row, (first, last) in enumerate(OPEN.values()):
        for day in range(7):
            cells = slice(day * 48 + first * 2, day * 48 + last * 2)
            most = (11.0, 4.0, 1.5)[row] * chance.uniform(0.8, 1.1)
            curve = 0.6 + 0.4 * np.sin(np.linspace(0, np.pi, cells.stop - cells.start))
            need[row, cells] = most * curve
    away = tuple(
        Absence(f"A{who:02d}", at(day), at(day + 1), "annual")
        for who, day in zip(
            chance.choice(np.arange(8, PEOPLE), 6, replace=False),
            chance.integers(0, 7, 6),
            strict=True,
        )
    )
    wishes = tuple(
        Wish(f"A{who:02d}", WEEK.date(int(day)), None, 1.0)
        for who, day in zip(
            chance.choice(PEOPLE, 20, replace=False), chance.integers(0, 7, 20), strict=True
        )
    )
    return RosterProblem(
        WEEK, posts, tuple(agents), RULES, Requirement(WEEK, tuple(OPEN), need), away, wishes
    )


def _agent(name: str, held: list[str], **more: float) -> Agent:
    return Agent(name, name, "T1", tuple(map(Certificate, held)), Contract(40.0, **more))


def at(day: int, hour: float = 0) -> int:
    """Return a moment of the week."""
    return WEEK.clock.at(WEEK.date(0) + dt.timedelta(days=int(day)), 0) + round(hour * HOUR)


def shift(who: str, day: int, hour: int, post: str = "presales") -> Shift:
    """Return a shift of eight hours and a meal."""
    begin = at(day, hour)
    return Shift(who, begin, begin + 540, post, Span(begin + 240, begin + 300))


def _holders(problem: RosterProblem, post: str) -> list[str]:
    return [agent.id for agent in problem.agents if post in agent.posts]


def _without(problem: RosterProblem, post: str, kept: int) -> RosterProblem:
    """Return a week in which only the first few still hold a post."""
    few = set(_holders(problem, post)[:kept])
    agents = tuple(
        agent
        if agent.id in few or post not in agent.posts
        else replace(agent, certificates=tuple(c for c in agent.certificates if c.post != post))
        for agent in problem.agents
    )
    return replace(problem, agents=agents)


def _post(problem: RosterProblem, post: str, least: int) -> RosterProblem:
    posts = (replace(one, min_agents=least) if one.id == post else one for one in problem.posts)
    return replace(problem, posts=tuple(posts))


def certified(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """More people asked for than may do the work."""
    kept = int(chance.integers(1, 4))
    problem = _post(_without(problem, "vip", kept), "vip", kept + 1)
    both = {("minimum", "vip"), ("certificates", "vip")}
    return Planted(problem, both, both)


def leave(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """Everybody who may do the work is away on one day."""
    day, who = int(chance.integers(0, 7)), _holders(problem, "vip")
    away = tuple(Absence(name, at(day), at(day + 1), "annual") for name in who)
    problem = replace(problem, absences=(*problem.absences, *away))
    must = {("minimum", "vip"), ("certificates", "vip")}
    return Planted(problem, must | {("absence", name) for name in who}, must)


def rest(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """Two fixed shifts too close to each other."""
    who, day = f"A{int(chance.integers(0, 8)):02d}", int(chance.integers(0, 6))
    pins = shift(who, day, 14), shift(who, day + 1, 7)
    both = {("pin", who), ("rule", "rest")}
    return Planted(replace(problem, pins=pins), both, both)


def pinned(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """A shift fixed on a day of leave."""
    away = problem.absences[int(chance.integers(0, len(problem.absences)))]
    day = WEEK.day_of(away.start_min)
    both = {("pin", away.agent_id), ("absence", away.agent_id)}
    return Planted(replace(problem, pins=(shift(away.agent_id, day, 9),)), both, both)


def promise(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """Hours promised to somebody who is away for most of the week."""
    who, first = f"A{int(chance.integers(0, 8)):02d}", int(chance.integers(0, 4))
    agents = tuple(
        replace(one, contract=Contract(40.0, min_hours_week=40.0)) if one.id == who else one
        for one in problem.agents
    )
    away = Absence(who, at(first), at(first + 4), "annual")
    both = {("promise", who), ("absence", who)}
    problem = replace(problem, agents=agents, absences=(*problem.absences, away))
    return Planted(problem, both, both)


def training(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """Training due in hours of which leave takes most."""
    who, day = f"A{int(chance.integers(0, 8)):02d}", int(chance.integers(0, 7))
    due = Session("S1", who, "", 120, at(day, 9), at(day, 13))
    away = Absence(who, at(day, 9), at(day, 12), "annual")
    both = {("session", "S1"), ("absence", who)}
    problem = replace(problem, sessions=(due,), absences=(*problem.absences, away))
    return Planted(problem, both, both)


def agreed(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """A night desk whose people agreed on no nights."""
    night = int(chance.integers(0, 7))
    who = [f"A{number:02d}" for number in chance.choice(8, 3, replace=False)]
    agents = tuple(
        replace(one, certificates=(*one.certificates, Certificate(NIGHT))) if one.id in who else one
        for one in problem.agents
    )
    need = np.full((1, WEEK.intervals), np.nan)
    need[0, night * 48 : night * 48 + 10] = 1.0  # from midnight to 05:00
    needed = problem.requirement
    problem = replace(
        problem,
        agents=agents,
        posts=(*problem.posts, Post(NIGHT, min_agents=1)),
        requirement=Requirement(
            WEEK, (*needed.posts, NIGHT), np.concatenate([needed.agents, need])
        ),
        agent_limits=tuple(AgentLimit(name, "night", 0) for name in who),
    )
    must = {("minimum", NIGHT), ("certificates", NIGHT), *(("limit", name) for name in who)}
    return Planted(problem, must, must)


def hours(problem: RosterProblem, chance: np.random.Generator) -> Planted:
    """A post open for longer than the weekly hours of its people."""
    begin = int(chance.integers(6, 9))
    needed = problem.requirement
    agents = needed.agents.copy()
    for day in range(7):
        first = day * 48 + begin * 2
        agents[needed.posts.index("vip"), first : first + 28] = 1.0
    problem = _without(problem, "vip", 2)
    problem = replace(problem, requirement=Requirement(WEEK, needed.posts, agents))
    must = {("minimum", "vip"), ("certificates", "vip"), ("rule", "hours_per_week")}
    return Planted(problem, must, must)


KINDS: dict[str, Callable[[RosterProblem, np.random.Generator], Planted]] = {
    one.__name__: one for one in (certified, leave, rest, pinned, promise, training, agreed, hours)
}


def tried(kind: str, seed: int) -> Case:
    """Return what is found in the week of a kind and seed, each claim tried apart."""
    chance = np.random.default_rng([seed, list(KINDS).index(kind)])
    whole = base(chance)
    if decide(EasedWeek(whole), rounds=MANY).answer is not Solvable.YES:
        raise RuntimeError(f"the week of seed {seed} has no roster before anything is planted")
    problem, belongs, must = KINDS[kind](whole, chance)
    begun, busy = time.perf_counter(), time.process_time()
    why = why_none(problem, house_prices())
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    first, *more = why.found or [None]
    if first is None:
        return Case(kind, seed, False, 0, False, False, 0, 0, "", seconds, busy)
    named = {(one.kind.value, one.name) for one in first.conflict.causes}
    good = [way for way in first.ways if _is_good(way.way)]
    ways = [f"{way.way.kind.value} {way.way.causes[0].kind.value}" for way in first.ways]
    return Case(
        kind,
        seed,
        must <= named <= belongs and not more,
        len(first.conflict.causes),
        _is_none(problem, first.conflict),
        _is_minimal(problem, first.conflict),
        len(first.ways),
        len(good),
        ways[0] if ways else "",
        seconds,
        busy,
    )


def _is_none(problem: RosterProblem, conflict: SmallestConflict) -> bool:
    """Return whether neither proof nor engine leave a roster to the set alone."""
    alone = only(problem, conflict.causes)
    if decide(alone).answer is not Solvable.NO:
        return False
    if alone.let_go:  # the engine knows no rule less than all; the proof has said it
        return True
    return solve(alone.problem, ENGINE).status in {SolveStatus.INFEASIBLE, SolveStatus.RELAXED}


def _is_minimal(problem: RosterProblem, conflict: SmallestConflict) -> bool:
    """Return whether the checker passes a roster without each member of the set."""
    for cause in conflict.causes:
        rest_of = only(problem, [one for one in conflict.causes if one != cause])
        found = decide(rest_of, rounds=MANY).roster
        if found is None or breaches_of(rest_of, found):
            return False
    return conflict.is_minimal


def _is_good(way: WayTried) -> bool:
    """Return whether the roster of a way breaks nothing but what it sets aside."""
    broken = {one.rule for one in verify(way.problem, way.roster).violations}
    if way.kind is WayKind.SET_ASIDE:
        return broken <= set().union(*(SET_ASIDE[cause.kind] for cause in way.causes))
    if way.kind is WayKind.EASE:
        return broken <= {cause.name for cause in way.causes}
    return not broken


def main() -> None:
    """Run the weeks that are asked for, print a line each and the table's row of each kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--kinds", default=",".join(KINDS))
    told = parser.parse_args()
    tried("rest", 0)  # compiled beforehand
    for kind in told.kinds.split(","):
        cases = [tried(kind, seed) for seed in range(1, 1 + told.seeds)]
        for case in cases:
            print(json.dumps(case.__dict__))
        print(
            f"| {kind} | {sum(c.is_named for c in cases)} | {sum(c.is_alone for c in cases)} | "
            f"{sum(c.is_minimal for c in cases)} | {'-'.join(str(c.causes) for c in cases)} | "
            f"{sum(c.good_ways for c in cases)} of {sum(c.ways for c in cases)} | "
            f"{max(c.seconds for c in cases):.1f} | {max(c.busy_s for c in cases):.1f} |"
        )


if __name__ == "__main__":
    main()
