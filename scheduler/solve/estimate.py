"""
RosterProblem -> WeekEstimate: what every roster costs at least, proven, and none is made.

People who are alike are priced once first, their wishes and absences left out: that finds what a
person is worth where in a few hundred milliseconds, and proves nothing. From there on everybody is
priced by their own rules (``bound.py``), which proves the bound. A week that differs from one
estimated before by its volume or its people begins at what that one found.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.rules.opening import require_room
from scheduler.rules.plan_parts import require_keepable
from scheduler.rules.standby import apart
from scheduler.solve import conflicts
from scheduler.solve.bound import Bound, grain_of
from scheduler.solve.eased import eased
from scheduler.solve.pauses import pause_windows, spared_by_sessions
from scheduler.solve.tables import Floats
from scheduler.solve.warm_up import warm_up

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Ints, Tables

ALIKE, ALIKE_AGAIN = 2000, 400  # steps while people who are alike are priced once
PRICED, PRICED_AGAIN = 120_000, 14_000  # people's weeks priced for the proof
FEWEST, MOST = 40, 3000  # steps of the proof, whatever the people
AT_ONCE = 10  # steps towards one target
# First steps of the proof, from a start that proves something or nothing.
STEP_NEAR, STEP_FAR = 0.05, 0.3
ABOVE_ALIKE, ABOVE_BEST = 1.2, 1.05  # where a roster may be, by the two bounds
OF_NOBODY = 1e-4  # share of what a week without anybody costs, so that a target lies above 0
OF_NOBODY_ALIKE = 2e-3


@dataclass(frozen=True, eq=False, slots=True)
class Worth:
    """
    What a person is worth in each row of cover; a later estimate of a like week begins there.

    Parameters
    ----------
    alike, own
        While people who are alike are priced once, and with everybody by their own rules; shape
        (rows,).
    """

    alike: Floats
    own: Floats


@dataclass(frozen=True, eq=False, slots=True)
class WeekEstimate:
    """
    What is proven of every roster of a week.

    Parameters
    ----------
    cost
        No roster that holds the minimums costs less; none at all where they are certainly out of
        reach (``solve`` then tells the bound without them).
    short_hours
        No roster leaves fewer required agent-hours open.
    more_people
        So many people more, at least, have to work the longest contract for no hour to be open.
    worth
        Where an estimate of a like week may begin.
    """

    cost: float
    short_hours: float
    more_people: int
    worth: Worth


def estimate(problem: RosterProblem, start: Worth | None = None) -> WeekEstimate:
    """
    Return what every roster of a week costs at least; the same for the same arguments.

    Parameters
    ----------
    problem
        What is known.
    start
        Of a week with the same posts and days, to be done sooner; None: from nothing.

    Raises
    ------
    InputError
        As ``solve``, and when pins contradict the rules.
    """
    problem = apart(problem)
    require_room(problem)
    problem.cycles.require()
    require_keepable(problem)
    reasons = conflicts.pin_conflicts(problem)
    if reasons:
        raise InputError([Fault("estimate_no_roster", value=str(len(reasons)))])
    warm_up()
    tables, rows, _, _ = eased(problem)
    if conflicts.cover_conflicts(problem, tables, rows):
        rows = rows._replace(floor=np.zeros_like(rows.floor))
    if start is not None and len(start.own) != len(rows.need):
        start = None
    cost, worth = _cost(problem, tables, rows, start)
    short = _short_hours(problem, tables, rows, worth.own)
    longest = max((problem.week_limit_min(agent) for agent in problem.agents), default=0) / 60
    hours = longest * problem.horizon.days / 7
    more = math.ceil(short / hours - 1e-9) if hours else 0
    return WeekEstimate(cost, short, more, worth)


def _cost(
    problem: RosterProblem, tables: Tables, rows: Rows, start: Worth | None
) -> tuple[float, Worth]:
    """Return the proven bound on the cost, and where it stands."""
    nobody = float((rows.short * rows.need).sum())
    pooled = bound_of_alike(tables, rows, start)
    tables = tables._replace(pauses=pause_windows(problem))
    bound = Bound(
        tables,
        rows,
        grain_of(problem, rows),
        lambda value: spared_by_sessions(problem, value),
        first_step=STEP_NEAR if pooled.raw > 0 else STEP_FAR,
    )
    bound.adopt(pooled.values, is_end=False)
    if start is not None:
        bound.adopt(start.own, is_end=False)
        bound.adopt(start.own + pooled.values - start.alike, is_end=False)
    work = PRICED if start is None else PRICED_AGAIN
    steps = min(max(work // max(1, len(problem.agents)), FEWEST), MOST)
    for _ in range(-(-steps // AT_ONCE)):
        if not bound.is_settled:
            low = max(ABOVE_ALIKE * pooled.raw, ABOVE_BEST * bound.raw)
            bound.raise_by(AT_ONCE, max(low, 0.0) + OF_NOBODY * nobody)
    return max(bound.proven, 0.0), Worth(pooled.values, bound.values)


def bound_of_alike(tables: Tables, rows: Rows, start: Worth | None = None) -> Bound:
    """Return a bound with those who are alike priced once; it proves nothing of the people."""
    nobody = float((rows.short * rows.need).sum())
    pooled = Bound(_unpriced(tables), rows, 0.0, many=_alike(tables))
    if start is not None:
        pooled.adopt(start.alike, is_end=False)
    for _ in range((ALIKE if start is None else ALIKE_AGAIN) // AT_ONCE):
        pooled.raise_by(AT_ONCE, ABOVE_BEST * max(pooled.raw, 0.0) + OF_NOBODY_ALIKE * nobody)
    return pooled


def _short_hours(problem: RosterProblem, tables: Tables, rows: Rows, worth: Floats) -> float:
    """Return the fewest required agent-hours any roster leaves open."""
    hours = problem.horizon.interval_hours
    none = np.zeros_like(rows.over)
    priced = np.where(rows.short > 0, hours, 0.0)
    own = problem.requirement.is_priced.reshape(-1)
    priced[len(own) :] = 0.0  # rows that bend a price ask for nobody beside the need
    priced[: len(own)][own] = hours
    short = rows._replace(short=priced, over=none, floor=np.zeros_like(rows.floor))
    price = float(rows.short.max(initial=0.0))
    if price <= 0:
        return 0.0
    bound = Bound(_unpriced(tables), short, 0.0, first_step=STEP_NEAR)
    bound.adopt(worth / price * hours, is_end=False)
    steps = min(max(PRICED_AGAIN // max(1, len(problem.agents)), FEWEST), MOST)
    for _ in range(-(-steps // AT_ONCE)):
        if not bound.is_settled:
            bound.raise_by(AT_ONCE, ABOVE_BEST * max(bound.raw, 0.0) + hours)
    return max(bound.proven, 0.0)


def _unpriced(tables: Tables) -> Tables:
    """Return the tables with everything free that is allowed."""
    return tables._replace(
        wish=np.where(np.isfinite(tables.wish), 0.0, np.inf),
        off_price=np.zeros_like(tables.off_price),
        steady_price=0.0,
        change_price=0.0,
        counting=tables.counting._replace(
            prices=np.where(np.isfinite(tables.counting.prices), 0.0, tables.counting.prices),
            is_priced=False,
        ),
        is_charged=False,
    )


def _alike(tables: Tables) -> Ints:
    """Return how many people each agent stands for: of those alike, one of middling freedom."""
    groups: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for agent, kind in enumerate(tables.kind_of.tolist()):
        groups[kind, tables.post_ok[agent].any(axis=0).tobytes()].append(agent)
    freedom = np.isfinite(tables.wish).sum(axis=(1, 2))
    many = np.zeros(len(tables.kind_of), dtype=np.int64)
    for agents in groups.values():
        by_freedom = sorted(agents, key=lambda agent: (int(freedom[agent]), agent))
        many[by_freedom[len(agents) // 2]] = len(agents)
    return many
