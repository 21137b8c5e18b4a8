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
from typing import TYPE_CHECKING, NamedTuple

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
from scheduler.solve.ways import has_few_shifts

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Ints, Tables


class _Work(NamedTuple):
    """
    How much is done.

    Parameters
    ----------
    alike
        Steps while people who are alike are priced once.
    priced, short
        People's weeks priced for the proof of the cost, and of the open hours.
    fewest
        Steps of a proof, whatever the people; ``MOST`` at the most.
    """

    alike: int
    priced: int
    short: int
    fewest: int


ANEW, AGAIN = _Work(2000, 120_000, 14_000, 40), _Work(400, 14_000, 14_000, 40)
TYPED_AGAIN = _Work(100, 5_000, 2_000, 10)  # named types: a week is dearer to price
MOST = 3000
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
    work = _work(tables, start)
    cost, worth = _cost(problem, tables, rows, start, work)
    short = _short_hours(problem, tables, rows, worth.own, work)
    longest = max((problem.week_limit_min(agent) for agent in problem.agents), default=0) / 60
    hours = longest * problem.horizon.days / 7
    more = math.ceil(short / hours - 1e-9) if hours else 0
    return WeekEstimate(cost, short, more, worth)


def _cost(
    problem: RosterProblem, tables: Tables, rows: Rows, start: Worth | None, work: _Work
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
    for _ in range(_tens(work.priced, work, problem)):
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
    for _ in range(_work(tables, start).alike // AT_ONCE):
        pooled.raise_by(AT_ONCE, ABOVE_BEST * max(pooled.raw, 0.0) + OF_NOBODY_ALIKE * nobody)
    return pooled


def _work(tables: Tables, start: Worth | None) -> _Work:
    """Return how much is done, by how many shifts a day has and what is known."""
    if start is None:
        return ANEW
    return TYPED_AGAIN if has_few_shifts(tables) else AGAIN


def _tens(priced: int, work: _Work, problem: RosterProblem) -> int:
    """Return how often so many steps at once are taken for so many weeks priced."""
    steps = min(max(priced // max(1, len(problem.agents)), work.fewest), MOST)
    return -(-steps // AT_ONCE)


def _short_hours(
    problem: RosterProblem, tables: Tables, rows: Rows, worth: Floats, work: _Work
) -> float:
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
    for _ in range(_tens(work.short, work, problem)):
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
