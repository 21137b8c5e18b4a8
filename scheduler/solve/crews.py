"""Who is alike in what they may do: what a program counts instead of choosing it by person."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.solve.days_kernel import SHAPE, START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.solve.tables import Ints, Tables

NO_MEAL = -1
Days = tuple[int, int, int]  # day, first cell, shape


class Able(NamedTuple):
    """What somebody may do on a day: row of the meal tables, posts as bits, seal class."""

    kind: int
    posts: int
    held: int


class Served(NamedTuple):
    """People of one start and shape on one post who may eat at the same times."""

    days: Days
    post: int
    low: int
    high: int
    held: int


def rows_of(tables: Tables, place: Served, meal: int) -> Iterator[int]:
    """Yield the rows that a person there, who eats from a cell on, is at work in."""
    _, first, shape = place.days
    cells = tables.wish.shape[1]
    for cell in range(first, min(cells, first + int(tables.shape_len[shape]))):
        if meal == NO_MEAL or not meal <= cell < meal + tables.shape_meal[shape]:
            yield place.post * cells + cell
            for row in tables.extra[place.held, place.post, cell].tolist():
                if row >= 0:
                    yield row


def served(tables: Tables, able: Able, days: Days) -> Iterator[Served]:
    """Yield where somebody may serve with a start and shape."""
    _, first, shape = days
    for post in range(tables.post_ok.shape[2]):
        low = max(tables.meal_first[able.kind, first, shape], tables.open_first[post, first, shape])
        high = min(tables.meal_last[able.kind, first, shape], tables.open_last[post, first, shape])
        if able.posts >> post & 1 and low <= high:
            yield Served(days, post, int(low), int(high), able.held)


def worked(tables: Tables, agent: int, week: Ints) -> Iterator[Days]:
    """Yield the shifts of a week, pins left out: the rows hold them."""
    for day in np.flatnonzero(week[START] >= 0).tolist():
        if tables.fixed_start[agent, day] < 0:
            yield day, int(week[START, day]), int(week[SHAPE, day])


def starts_of(week: Ints) -> Ints:
    """Return the starts and shapes of a week alone."""
    return np.ascontiguousarray(np.where(week[START] >= 0, week[[START, SHAPE]], -1))


def able_of(tables: Tables, agent: int, day: int) -> Able:
    """Return what an agent may do on a day."""
    posts = sum(1 << post for post in np.flatnonzero(tables.post_ok[agent, day]).tolist())
    return Able(int(tables.kind_of[agent]), posts, int(tables.seal_class[agent, day]))


def alike(tables: Tables) -> list[tuple[int, ...]]:
    """Return the agents in groups for whom everything known is the same."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for agent in range(len(tables.kind_of)):
        told = (
            int(tables.kind_of[agent]),
            int(tables.counting.of[agent]),
            int(tables.ready_of[agent]),
            tables.wish[agent].tobytes(),
            tables.off_price[agent].tobytes(),
            tables.post_ok[agent].tobytes(),
            tables.seal_class[agent].tobytes(),
            tables.fixed_start[agent].tobytes(),
            tables.fixed_shape[agent].tobytes(),
        )
        groups[told].append(agent)
    return [tuple(agents) for agents in groups.values()]
