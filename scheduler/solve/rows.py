"""The rows of cover: how many people a post has in an interval, and what that costs."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Rows(NamedTuple):
    """
    Rows of cover, first one per post and interval, then those of shared minimums.

    The price of ``c`` people is ``short * max(0, need - c) + over * max(0, c - need) - tilt * c``,
    and with fewer than ``floor`` people the row is open: a breach.

    Parameters
    ----------
    need, short, over
        People needed and the prices of one too few and one too many; 0 where closed.
    floor
        Fewest people.
    tilt
        What each person is paid by a softened price (``softened``); 0 in the problem itself.
    base
        People at work anyhow: the past that reaches in, and pins.
    """

    need: Floats
    short: Floats
    over: Floats
    floor: Ints
    tilt: Floats
    base: Ints


def price(rows: Rows, count: Ints) -> float:
    """Return the price of cover, breaches left out."""
    below = np.maximum(0.0, rows.need - count) @ rows.short
    above = np.maximum(0.0, count - rows.need) @ rows.over
    return float(below + above)


def softened(rows: Rows, value: Floats, share: float) -> Rows:
    """
    Return rows whose price is partly that of a linear one: ``1 - share`` of its own.

    Parameters
    ----------
    rows
        The problem's own.
    value
        What one person is worth in each row, as the bound knows it.
    share
        0: as it is; towards 1 a step from one interval to the next costs less and less.
    """
    own = 1.0 - share
    return rows._replace(short=own * rows.short, over=own * rows.over, tilt=share * value)


def open_rows(rows: Rows, count: Ints) -> int:
    """Return how many people are missing below the minimum, over all rows."""
    return int(np.maximum(0, rows.floor - count).sum())


def rows_of(problem: RosterProblem) -> tuple[Rows, Ints, Ints]:
    """Return the rows, each agent's seal class by day, and the extra rows by class."""
    horizon, weights = problem.horizon, problem.rules.weights
    posts, cells = problem.requirement.posts, horizon.intervals
    need = problem.requirement.agents
    opened = problem.requirement.is_open
    floor = np.array([problem.min_agents(post) for post in posts])[:, None] * opened
    seal_class = _seal_classes(problem)
    extra, shared, floors = _shared(problem, floor)
    price_unit = horizon.interval_hours * opened.reshape(-1)
    rows = Rows(
        need=np.concatenate([np.nan_to_num(need).reshape(-1), np.zeros(shared)]),
        short=np.concatenate([weights.shortage_per_agent_hour * price_unit, np.zeros(shared)]),
        over=np.concatenate([weights.surplus_per_agent_hour * price_unit, np.zeros(shared)]),
        floor=floors,
        tilt=np.zeros(len(floors)),
        base=np.zeros(len(posts) * cells + shared, dtype=np.int64),
    )
    for shift in (*problem.history, *problem.pins):
        _count(problem, rows.base, shift, extra)
    return rows, seal_class, extra


def _seal_classes(problem: RosterProblem) -> Ints:
    """Return as bits the groups for all of whose posts an agent is certified; (agents, days)."""
    seals, dates = problem.rules.seals, problem.horizon.dates
    held = np.zeros((len(problem.agents), len(dates)), dtype=np.int64)
    for (row, agent), (day, date) in product(enumerate(problem.agents), enumerate(dates)):
        for bit, seal in enumerate(seals):
            if all(agent.certified(post, date) for post in seal.posts):
                held[row, day] |= 1 << bit
    return held


def _shared(problem: RosterProblem, floor: Ints) -> tuple[Ints, int, Ints]:
    """Move minimums that a group may hold together to rows of their own."""
    posts, cells = problem.requirement.posts, problem.horizon.intervals
    seals, clock = problem.rules.seals, problem.horizon.clock
    plain = floor.reshape(-1)
    if not seals:
        return np.full((1, len(posts), cells, 0), -1, dtype=np.int64), 0, plain
    classes = 1 << len(seals)
    lists: dict[tuple[int, int, int], list[int]] = {}
    floors = [int(fewest) for fewest in plain]
    for cell in range(cells):
        now = clock.clock_of(problem.horizon.minute(cell))
        active = [bit for bit, seal in enumerate(seals) if now in seal.hours]
        for post, name in enumerate(posts):
            mine = [bit for bit in active if name in seals[bit].posts]
            if not mine or floor[post, cell] == 0:
                continue
            row = len(floors)
            floors.append(int(floor[post, cell]))
            floors[post * cells + cell] = 0
            for held, other in product(range(classes), range(len(posts))):
                helps = any(held >> bit & 1 and posts[other] in seals[bit].posts for bit in mine)
                if other == post or helps:
                    lists.setdefault((held, other, cell), []).append(row)
    most = max(map(len, lists.values()), default=0)
    extra = np.full((classes, len(posts), cells, most), -1, dtype=np.int64)
    for key, rows in lists.items():
        extra[key][: len(rows)] = rows
    return extra, len(floors) - len(plain), np.array(floors, dtype=np.int64)


def _count(problem: RosterProblem, count: Ints, shift: Shift, extra: Ints) -> None:
    """Count a given shift in the rows of the intervals it is at work."""
    horizon, posts = problem.horizon, problem.requirement.posts
    if shift.post not in posts or not horizon.on_grid(shift.start_min):
        return
    post, held = posts.index(shift.post), _held(problem, shift)
    first = max(0, horizon.interval_of(shift.start_min))
    for cell in range(first, min(horizon.intervals, horizon.interval_of(shift.end_min - 1) + 1)):
        if shift.works_at(horizon.minute(cell)):
            count[post * horizon.intervals + cell] += 1
            for row in extra[held, post, cell]:
                if row >= 0:
                    count[row] += 1


def _held(problem: RosterProblem, shift: Shift) -> int:
    """Return the seal class of a shift, by the certificates on the date it starts."""
    agent = problem.agent_by_id.get(shift.agent_id)
    if agent is None or not problem.rules.seals:
        return 0
    date = problem.horizon.clock.date_of(shift.start_min)
    return sum(
        1 << bit
        for bit, seal in enumerate(problem.rules.seals)
        if all(agent.certified(post, date) for post in seal.posts)
    )
