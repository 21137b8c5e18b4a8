"""The rows of cover: how many people a post has in an interval, and what that costs."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.post import ExperiencedAt
from scheduler.present import on_posts
from scheduler.rules.standby import wanted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


LEAST_FALL = 1e-9


class Rows(NamedTuple):
    """
    Rows of cover, first one per post and interval, then those of shared and experienced minimums,
    then those that bend the price of an interval where single people have a worth of their own.

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
    weights, required = problem.rules.weights, problem.requirement
    need, opened = required.agents, required.is_open
    posts, cells = required.posts, problem.horizon.intervals
    floor = np.array([problem.min_agents(post) for post in posts])[:, None] * opened
    seal_class = _seal_classes(problem)
    extra, shared, floors = _shared(problem, floor)
    price_unit = problem.horizon.interval_hours * opened.reshape(-1)
    by_need = price_unit * ~required.is_priced.reshape(-1)
    rows = Rows(
        need=np.concatenate([np.nan_to_num(need).reshape(-1), np.zeros(shared)]),
        short=np.concatenate([weights.shortage_per_agent_hour * by_need, np.zeros(shared)]),
        over=np.concatenate([weights.surplus_per_agent_hour * price_unit, np.zeros(shared)]),
        floor=floors,
        tilt=np.zeros(len(floors)),
        base=np.zeros(len(posts) * cells + shared, dtype=np.int64),
    )
    for number, people, fixed, short in wanted(problem):
        rows.need[number], rows.base[number], rows.short[number] = people, fixed, short
    if required.worth is not None:
        rows, extra = _bent(problem, required.worth, rows, extra)
    for shift in on_posts(problem, (*problem.history, *problem.pins)):
        count_shift(problem, rows.base, shift, extra)
    return rows, seal_class, extra


def _bent(problem: RosterProblem, worth: Floats, rows: Rows, extra: Ints) -> tuple[Rows, Ints]:
    """
    Add the rows whose prices together are what single people are worth.

    A price that falls in straight lines, ever flatter, is a sum of prices that are straight up to
    one whole number of people and nothing beyond: one row, in which everybody on the post counts,
    for each number at which the worth falls.
    """
    hour = problem.rules.weights.shortage_per_agent_hour * problem.horizon.interval_hours
    falls = np.nan_to_num(worth - np.concatenate([worth[:, 1:], 0.0 * worth[:, :1]], axis=1))
    places = np.argwhere(falls > LEAST_FALL)
    depth = (falls > LEAST_FALL).sum(axis=1).max(initial=0)
    more = np.full((*extra.shape[:3], depth), -1, dtype=np.int64)
    for row, (post, _, cell) in enumerate(places.tolist(), start=len(rows.need)):
        free = int(np.argmax(more[0, post, cell] < 0))
        more[:, post, cell, free] = row
    none = np.zeros(len(places))
    bent = Rows(
        need=np.concatenate([rows.need, places[:, 1] + 1.0]),
        short=np.concatenate([rows.short, hour * falls[tuple(places.T)]]),
        over=np.concatenate([rows.over, none]),
        floor=np.concatenate([rows.floor, none.astype(np.int64)]),
        tilt=np.concatenate([rows.tilt, none]),
        base=np.concatenate([rows.base, none.astype(np.int64)]),
    )
    return bent, np.concatenate([extra, more], axis=3)


def _seal_classes(problem: RosterProblem) -> Ints:
    """Return as bits what an agent counts for beyond the own post; shape (agents, days)."""
    held = np.zeros((len(problem.agents), problem.horizon.days), dtype=np.int64)
    for (row, agent), (day, date) in product(
        enumerate(problem.agents), enumerate(problem.horizon.dates)
    ):
        held[row, day] = _bits(problem, agent, date)
    return held


def _bits(problem: RosterProblem, agent: Agent, date: dt.date) -> int:
    """Return the groups for all of whose posts an agent is certified; then whether experienced."""
    seals = problem.rules.seals
    bits = sum(
        1 << bit
        for bit, seal in enumerate(seals)
        if all(agent.certified(post, date) for post in seal.posts)
    )
    if _asks_experience(problem) and agent.experienced(date, problem.rules.newcomer_days):
        bits |= 1 << len(seals)
    return bits


def _asks_experience(problem: RosterProblem) -> bool:
    return any(post.min_experienced for post in problem.posts)


def _shared(problem: RosterProblem, floor: Ints) -> tuple[Ints, int, Ints]:
    """Move minimums that a group may hold together to rows of their own; add the experienced."""
    posts, cells = problem.requirement.posts, problem.horizon.intervals
    seals, clock = problem.rules.seals, problem.horizon.clock
    asks = _asks_experience(problem)
    plain = floor.reshape(-1)
    if not seals and not asks:
        return np.full((1, len(posts), cells, 0), -1, dtype=np.int64), 0, plain
    classes = 1 << (len(seals) + asks)
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
    for post, cell, least in _experienced(problem):
        for held in range(classes):
            if held >> len(seals) & 1:
                lists.setdefault((held, post, cell), []).append(len(floors))
        floors.append(least)
    most = max(map(len, lists.values()), default=0)
    extra = np.full((classes, len(posts), cells, most), -1, dtype=np.int64)
    for key, rows in lists.items():
        extra[key][: len(rows)] = rows
    return extra, len(floors) - len(plain), np.array(floors, dtype=np.int64)


def _experienced(problem: RosterProblem) -> Iterator[tuple[int, int, int]]:
    """Yield post, cell and how many experienced people are due there."""
    horizon, night = problem.horizon, problem.rules.hours.night
    opened = problem.requirement.is_open
    for number, name in enumerate(problem.requirement.posts):
        post = problem.post_by_id[name]
        if not post.min_experienced:
            continue
        always = post.experienced_at is ExperiencedAt.ALWAYS
        for cell in range(horizon.intervals):
            due = always or horizon.clock.clock_of(horizon.minute(cell)) in night
            if due and opened[number, cell]:
                yield number, cell, post.min_experienced


def count_shift(problem: RosterProblem, count: Ints, shift: Shift, extra: Ints) -> None:
    """Count a given shift in the rows of the intervals it is at work."""
    horizon, posts = problem.horizon, problem.requirement.posts
    if not horizon.on_grid(shift.start_min):
        return
    held = _held(problem, shift)
    first = max(0, horizon.interval_of(shift.start_min))
    for cell in range(first, min(horizon.intervals, horizon.interval_of(shift.end_min - 1) + 1)):
        minute = horizon.minute(cell)
        if shift.works_at(minute) and shift.post_at(minute) in posts:
            post = posts.index(shift.post_at(minute))
            count[post * horizon.intervals + cell] += 1
            for row in extra[held, post, cell]:
                if row >= 0:
                    count[row] += 1


def _held(problem: RosterProblem, shift: Shift) -> int:
    """Return what a shift counts for, as bits, by its agent on the date it starts."""
    agent = problem.agent_by_id.get(shift.agent_id)
    if agent is None:
        return 0
    return _bits(problem, agent, problem.horizon.clock.date_of(shift.start_min))
