"""Totals of facts by group: what an indicator is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi.facts.facts import Facts, Floats, Ints


class By(StrEnum):
    """What makes a group."""

    AGENT_AND_POST = "agent_and_post"
    POST = "post"


class Knowing(StrEnum):
    """
    How what is unknown is taken; a month that was scored is recomputed as it was.

    ``WHATEVER``, until 2026-11: everybody was scored by whatever was known, however little, and
    no cases were called no data; a complaint counted only with the chats of its own day.
    ``COVERED``: a scheme says how much of the weight must be known.
    """

    WHATEVER = "whatever"
    COVERED = "covered"


@dataclass(frozen=True, eq=False)
class Totals:
    """
    Sums over the days of each group, groups in the order agent, post.

    A day counts for an indicator only when all its columns are known on that day, so that a
    numerator never meets a denominator of other days.

    Parameters
    ----------
    facts
        Of the period.
    by
        What makes a group; who is nobody has no group of its own, but counts for the post.
    before
        Facts of the period before, or None.
    targets
        Target of each group by column; shape (groups,), NaN: none.
    knowing
        How what is unknown is taken.
    """

    facts: Facts
    by: By = By.AGENT_AND_POST
    before: Facts | None = None
    targets: Mapping[str, Floats] = field(default_factory=dict)
    knowing: Knowing = Knowing.COVERED

    @cached_property
    def _days(self) -> _Days:
        return _Days(self.facts)

    @cached_property
    def _groups(self) -> tuple[tuple[tuple[str, str], ...], Ints]:
        """Return (agent, post) of each group, and the group of each day, -1: none."""
        days = self._days
        agents, posts = self.facts.agents, self.facts.posts
        if self.by is By.POST:
            names = tuple(("", post) for post in posts)
            return names, days.post
        somebody = np.array([bool(agent) for agent in agents], dtype=bool)[days.agent]
        codes = np.where(somebody, days.agent * len(posts) + days.post, -1)
        found = np.unique(codes[codes >= 0])
        pairs = tuple((agents[code // len(posts)], posts[code % len(posts)]) for code in found)
        group = np.where(codes >= 0, np.searchsorted(found, codes), -1)
        return pairs, group.astype(np.int64)

    @property
    def groups(self) -> tuple[tuple[str, str], ...]:
        """Return agent and post of each group."""
        return self._groups[0]

    def sums(self, *columns: str) -> tuple[Floats, ...]:
        """Return the sums of columns, over the days on which all are known; shapes (groups,)."""
        return self._days.sums(columns, self._groups[1], len(self.groups))

    def days(self, *columns: str) -> Floats:
        """Return on how many days all the columns are known; shape (groups,)."""
        known, group = self._days.known(columns), self._groups[1]
        chosen = known & (group >= 0)
        return np.bincount(group[chosen], minlength=len(self.groups)).astype(np.float64)

    def pair(self, numerator: str, denominator: str) -> tuple[Floats, Floats]:
        """Return the sums of two columns over the days on which both are known."""
        over, under = self.sums(numerator, denominator)
        return over, under

    def post_pair(self, numerator: str, denominator: str) -> tuple[Floats, Floats]:
        """Return the same over everybody on the group's post; shapes (groups,)."""
        return self._of_posts(self.facts, numerator, denominator)

    def post_pair_before(self, numerator: str, denominator: str) -> tuple[Floats, Floats]:
        """Return the same over everybody on the group's post in the period before."""
        if self.before is None:
            nothing = np.full(len(self.groups), np.nan)
            return nothing, nothing
        return self._of_posts(self.before, numerator, denominator)

    def _of_posts(self, facts: Facts, numerator: str, denominator: str) -> tuple[Floats, Floats]:
        days = _Days(facts)
        sums = days.sums((numerator, denominator), days.post, len(facts.posts))
        row = {post: index for index, post in enumerate(facts.posts)}
        last = len(row)  # one more entry: nothing is known of the post
        at = np.array([row.get(post, last) for _, post in self.groups], dtype=np.int64)
        over, under = (np.append(total, np.nan)[at] for total in sums)
        return over, under

    def with_target(self, column: str) -> tuple[Floats, Floats]:
        """Return the sums of a column, and the targets set for it; shapes (groups,)."""
        (done,) = self.sums(column)
        return done, self.targets.get(column, np.full(len(self.groups), np.nan))


class _Days:
    """Facts with the calendar days of one work date added up."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        keys = np.stack((facts.agent, facts.post, facts.date.astype(np.int64)))
        first = np.ones(len(facts), dtype=bool)
        first[1:] = (np.diff(keys, axis=1) != 0).any(axis=0)
        self._day = np.cumsum(first) - 1  # rows are ordered by agent, post, date
        self._count = int(first.sum())
        self.agent = facts.agent[first]
        self.post = facts.post[first]
        self._columns: dict[str, Floats] = {}

    def column(self, name: str) -> Floats:
        """Return one column by day; NaN where no row of the day knows it; shape (days,)."""
        if name not in self._columns:
            values = self._facts[name]
            known = ~np.isnan(values)
            total = np.bincount(self._day[known], values[known], self._count)
            rows = np.bincount(self._day[known], minlength=self._count)
            self._columns[name] = np.where(rows > 0, total, np.nan)
        return self._columns[name]

    def known(self, columns: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Return on which days all of the columns are known; shape (days,)."""
        known = np.ones(self._count, dtype=bool)
        for name in columns:
            known &= ~np.isnan(self.column(name))
        return known

    def sums(self, columns: tuple[str, ...], group: Ints, groups: int) -> tuple[Floats, ...]:
        """Return sums by group over the days on which all columns are known; NaN: no such day."""
        chosen = self.known(columns) & (group >= 0)
        at = group[chosen]
        some = np.bincount(at, minlength=groups) > 0
        return tuple(
            np.where(some, np.bincount(at, self.column(name)[chosen], groups), np.nan)
            for name in columns
        )
