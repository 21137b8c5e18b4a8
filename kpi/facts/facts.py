"""Facts: what was counted, per agent, post and day; numerators and denominators, never rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kpi.facts.columns import COLUMNS, PARTS, POINTS
from scheduler.errors import Fault, InputError, require

if TYPE_CHECKING:
    import datetime as dt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Dates = npt.NDArray[np.datetime64]

NOBODY = ""
Counts: TypeAlias = "dict[tuple[str, str, dt.date], dict[str, float]]"
"""What was counted by agent, post and day: columns by name."""


def counting(columns: Sequence[str]) -> Counts:
    """Return counts of these columns to add to, 0 to begin with."""
    return defaultdict(lambda: dict.fromkeys(columns, 0.0))


@dataclass(frozen=True, eq=False)
class Facts:
    """
    Counts, one row per agent, post and day, in the order agent, post, date; compare with numpy.

    A row has two dates: the date on which the shift began, to which hours and scores belong, and
    the calendar day of the messages, to which the platforms' rules belong. They differ only after
    midnight of a shift that began the day before.

    Parameters
    ----------
    agents, posts
        Names the indices point to, sorted; the agent ``""`` is nobody: what counts for the shop.
    agent, post
        Indices; shape (rows,).
    date, message_date
        Dates, ``datetime64[D]``; shape (rows,).
    counts
        By name of ``COLUMNS``; shape (rows,); NaN: missing, never zero. A column that is not there
        is missing everywhere.
    is_projection
        Whether the counts are simulated for days to come.
    """

    agents: tuple[str, ...]
    posts: tuple[str, ...]
    agent: Ints
    post: Ints
    date: Dates
    message_date: Dates
    counts: Mapping[str, Floats] = field(default_factory=dict)
    is_projection: bool = False

    def __post_init__(self) -> None:
        for names in (self.agents, self.posts):
            require(list(names) == sorted(set(names)), "names_not_sorted", value=names)
        keys = {
            "agent": np.asarray(self.agent, np.int64),
            "post": np.asarray(self.post, np.int64),
            "date": np.asarray(self.date, "datetime64[D]"),
            "message_date": np.asarray(self.message_date, "datetime64[D]"),
        }
        order = np.lexsort(tuple(reversed(tuple(keys.values()))))
        for name, values in keys.items():
            require(values.shape == order.shape, "shape_differs", column=name)
            object.__setattr__(self, name, _read_only(values[order]))
        object.__setattr__(self, "counts", self._checked(order))
        self._check_rows()

    def _checked(self, order: Ints) -> Mapping[str, Floats]:
        checked: dict[str, Floats] = {}
        for name, given in self.counts.items():
            require(name in COLUMNS, "fact_unknown", column=name, value=name)
            values = np.asarray(given, np.float64)
            require(values.shape == order.shape, "shape_differs", column=name)
            require(not bool(np.isinf(values).any()), "not_finite", column=name)
            below = values[values < 0]
            require(not len(below), "negative", column=name, value=f"{below.min(initial=0):g}")
            checked[name] = _read_only(values[order])
        return MappingProxyType(checked)

    def _check_rows(self) -> None:
        for names, index in ((self.agents, self.agent), (self.posts, self.post)):
            good = bool(((index >= 0) & (index < len(names))).all())
            require(good, "index_out_of_range", value=names)
        keys = np.stack((self.agent, self.post, _days(self.date), _days(self.message_date)))
        repeated = np.flatnonzero((np.diff(keys, axis=1) == 0).all(axis=0))
        if len(repeated):
            row = int(repeated[0])
            require(False, "fact_twice", value=self.agent_id(row), date=str(self.date[row]))
        for part, whole in PARTS:
            self._check_part(part, whole, 1)
        for points, samples, most in POINTS:
            self._check_part(points, samples, most)

    def _check_part(self, part: str, whole: str, most: int) -> None:
        if part not in self.counts or whole not in self.counts:
            return
        above = np.flatnonzero(self[part] > self[whole] * most + 1e-6)
        if len(above):
            row = int(above[0])
            require(
                False,
                "part_above_whole",
                column=part,
                value=f"{self[part][row]:g}",
                whole=whole,
                limit=f"{self[whole][row] * most:g}",
                agent=self.agent_id(row),
                date=str(self.date[row]),
            )

    @classmethod
    def of(
        cls,
        agent_ids: Sequence[str],
        posts: Sequence[str],
        dates: Sequence[dt.date] | Dates,
        *,
        message_dates: Sequence[dt.date] | Dates | None = None,
        counts: Mapping[str, npt.ArrayLike],
        is_projection: bool = False,
    ) -> Facts:
        """Return facts from names, rows in any order; without message dates they are ``dates``."""
        agents, agent = np.unique(np.asarray(agent_ids, dtype=str), return_inverse=True)
        kinds, post = np.unique(np.asarray(posts, dtype=str), return_inverse=True)
        date = np.asarray(dates, dtype="datetime64[D]")
        return cls(
            tuple(agents.tolist()),
            tuple(kinds.tolist()),
            agent.astype(np.int64),
            post.astype(np.int64),
            date,
            date if message_dates is None else np.asarray(message_dates, dtype="datetime64[D]"),
            {name: np.asarray(values, np.float64) for name, values in counts.items()},
            is_projection,
        )

    @classmethod
    def counted(cls, counts: Counts, columns: Sequence[str]) -> Facts:
        """Return facts of these columns, counted by agent, post and day."""
        keys = sorted(counts)
        return cls.of(
            [agent for agent, _, _ in keys],
            [post for _, post, _ in keys],
            [date for _, _, date in keys],
            counts={name: [counts[key][name] for key in keys] for name in columns},
        )

    def __len__(self) -> int:
        return len(self.agent)

    def __getitem__(self, column: str) -> Floats:
        """Return one column; NaN throughout when nothing of it is known; shape (rows,)."""
        require(column in COLUMNS, "fact_unknown", column=column, value=column)
        found = self.counts.get(column)
        return np.full(len(self), np.nan) if found is None else found

    def agent_id(self, row: int) -> str:
        """Return who a row is about."""
        return self.agents[int(self.agent[row])]

    def where(self, rows: npt.NDArray[np.bool_]) -> Facts:
        """Return the facts of some rows."""
        return Facts(
            self.agents,
            self.posts,
            self.agent[rows],
            self.post[rows],
            self.date[rows],
            self.message_date[rows],
            {name: values[rows] for name, values in self.counts.items()},
            self.is_projection,
        )

    def between(self, first: dt.date, last: dt.date) -> Facts:
        """Return the facts whose shift began on ``first``, ``last`` or a date between."""
        return self.where((self.date >= np.datetime64(first)) & (self.date <= np.datetime64(last)))


def merge(parts: Sequence[Facts], names: Sequence[str] = ()) -> Facts:
    """
    Return facts of several sources as one; a projection when any of them is one.

    Parameters
    ----------
    names
        What each source is called, a file or one of ``source.*``; empty: by their places from 1.

    Raises
    ------
    InputError
        When two sources give the same column for the same agent, post and day: with each two
        sources and column, the first agent and day, and how many such there are.
    """
    require(len(parts) > 0, "empty", column="facts")
    called = names or [str(place) for place in range(1, len(parts) + 1)]
    ids = [np.array(part.agents, dtype=str)[part.agent] for part in parts if len(part)]
    posts = [np.array(part.posts, dtype=str)[part.post] for part in parts if len(part)]
    if not ids:
        return parts[0]
    agents, agent = np.unique(np.concatenate(ids), return_inverse=True)
    kinds, post = np.unique(np.concatenate(posts), return_inverse=True)
    named = [pair for pair in zip(called, parts, strict=True) if len(pair[1])]
    full = [part for _, part in named]
    days = np.concatenate([_days(part.date) for part in full])
    message_days = np.concatenate([_days(part.message_date) for part in full])
    keys, row = np.unique(np.stack((agent, post, days, message_days)), axis=1, return_inverse=True)
    row = row.reshape(-1)
    counts = _merged_counts(named, row, keys.shape[1])
    return Facts(
        tuple(agents.tolist()),
        tuple(kinds.tolist()),
        keys[0],
        keys[1],
        keys[2].astype("datetime64[D]"),
        keys[3].astype("datetime64[D]"),
        counts,
        any(part.is_projection for part in parts),
    )


def _merged_counts(named: Sequence[tuple[str, Facts]], row: Ints, rows: int) -> dict[str, Floats]:
    starts = np.cumsum([0, *(len(part) for _, part in named)])
    counts: dict[str, Floats] = {}
    givers: dict[str, Ints] = {}  # which source gave each row of a column
    faults: list[Fault] = []
    for place, (first, last) in enumerate(pairwise(starts.tolist())):
        at = row[first:last]
        for name, values in named[place][1].counts.items():
            column = counts.setdefault(name, np.full(rows, np.nan))
            giver = givers.setdefault(name, np.zeros(rows, dtype=np.int64))
            known, free = ~np.isnan(values), np.isnan(column[at])
            twice = np.flatnonzero(known & ~free)
            for other in np.unique(giver[at[twice]]).tolist():
                both = twice[giver[at[twice]] == other]
                faults.append(_twice(name, named[other][0], named[place], both))
            column[at[known & free]] = values[known & free]
            giver[at[known & free]] = place
    if faults:
        raise InputError(faults)
    return counts


def _twice(column: str, other: str, given: tuple[str, Facts], rows: Ints) -> Fault:
    """Return the fault on rows of a source of which another source tells the same column."""
    source, facts = given
    first = int(rows[0])
    details = {
        "post": facts.posts[int(facts.post[first])],
        "date": facts.date[first].astype(object),
        "source": source,
        "other": other,
        "count": len(rows),
    }
    return Fault(
        "fact_from_two_sources", column=column, value=facts.agent_id(first), details=details
    )


def _read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    copied = values.copy()
    copied.setflags(write=False)
    return copied


def _days(dates: Dates) -> Ints:
    days: Ints = dates.astype("datetime64[D]").astype(np.int64)
    return days
