"""Facts: what was counted, per agent, post and day; numerators and denominators, never rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from scheduler.errors import require

if TYPE_CHECKING:
    import datetime as dt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Dates = npt.NDArray[np.datetime64]

NOBODY = ""


class Unit(StrEnum):
    """What a column counts in."""

    COUNT = "count"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    FEN = "fen"
    POINT = "point"


COLUMNS: Mapping[str, Unit] = MappingProxyType(
    {
        # customers and what they bought
        "consulted": Unit.COUNT,  # customers who wrote
        "inquired": Unit.COUNT,  # of them with intent to buy, before any order
        "ordered": Unit.COUNT,  # customers who placed an order
        "paid": Unit.COUNT,  # customers who paid in the end
        "orders_placed": Unit.COUNT,
        "orders_paid": Unit.COUNT,
        "sales_fen": Unit.FEN,  # sales credited to the agent
        "refunded_fen": Unit.FEN,  # refunded part of credited sales
        # replies
        "received": Unit.COUNT,  # chats that came to the agent
        "replied": Unit.COUNT,  # of them answered at all
        "first_replies": Unit.COUNT,  # first replies that were timed
        "first_reply_s": Unit.SECOND,  # their waiting time, summed
        "replied_30s": Unit.COUNT,  # of the chats received, answered within 30 seconds
        "replied_3min": Unit.COUNT,  # of the chats received, answered within 3 minutes
        "replies": Unit.COUNT,  # all replies that were timed
        "reply_s": Unit.SECOND,  # their waiting time, summed
        # service
        "rated": Unit.COUNT,
        "satisfied": Unit.COUNT,
        "bad_rated": Unit.COUNT,
        "first_contacts": Unit.COUNT,  # cases judged for solution at first contact
        "solved_first": Unit.COUNT,
        "complaints": Unit.COUNT,  # complaints to be handled by the agent, at fault or not
        "complaints_in_time": Unit.COUNT,  # of them answered and closed in time
        "complaints_at_fault": Unit.COUNT,
        "refund_cases": Unit.COUNT,  # refund cases closed
        "refund_h": Unit.HOUR,  # hours from request to closure, summed
        "refund_self_closed": Unit.COUNT,  # of them closed without the platform
        "disputes": Unit.COUNT,  # refunds in which the platform stepped in
        "abuses": Unit.COUNT,  # confirmed abusive language
        # following up
        "reminded": Unit.COUNT,  # customers reminded of an unpaid order
        "reminded_in_time": Unit.COUNT,
        "reminded_paid": Unit.COUNT,  # of them who then paid
        "assisted_fen": Unit.FEN,  # sales saved after the order was placed
        # judged by people
        "qa_samples": Unit.COUNT,
        "qa_points": Unit.POINT,  # 0-100 a sample, summed
        "supervisor_ratings": Unit.COUNT,
        "supervisor_points": Unit.POINT,  # 0-100 a rating, summed
        # hours; work minutes are without the meal
        "shifts": Unit.COUNT,
        "scheduled_min": Unit.MINUTE,  # work minutes of the version in force at the shift's start
        "present_min": Unit.MINUTE,  # of them present
        "adherent_min": Unit.MINUTE,  # of them present, or lent or disrupted with approval
        "handling_min": Unit.MINUTE,  # of them present and neither lent nor disrupted
        "secondment_min": Unit.MINUTE,  # of them lent with approval (抽调)
        "disruption_min": Unit.MINUTE,  # of them disrupted with approval (非抽调)
        "late_shifts": Unit.COUNT,
        "late_min": Unit.MINUTE,
        "early_shifts": Unit.COUNT,  # left early
        "early_min": Unit.MINUTE,
        "absent_shifts": Unit.COUNT,
        "holiday_min": Unit.MINUTE,  # adherent, by the clock on a statutory holiday
    }
)

PARTS = (
    ("replied", "received"),
    ("replied_30s", "received"),
    ("replied_3min", "received"),
    ("satisfied", "rated"),
    ("bad_rated", "rated"),
    ("solved_first", "first_contacts"),
    ("complaints_in_time", "complaints"),
    ("refund_self_closed", "refund_cases"),
    ("reminded_in_time", "reminded"),
    ("reminded_paid", "reminded"),
    ("present_min", "scheduled_min"),
    ("adherent_min", "scheduled_min"),
    ("handling_min", "present_min"),
    ("holiday_min", "adherent_min"),
)
"""Columns whose count can never exceed that of another in the same row."""


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
            require(name in COLUMNS, "fact_unknown", column=name)
            values = np.asarray(given, np.float64)
            require(values.shape == order.shape, "shape_differs", column=name)
            require(not bool(np.isinf(values).any()), "not_finite", column=name)
            require(not bool((values < 0).any()), "negative", column=name)
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
            above = np.flatnonzero(self[part] > self[whole] + 1e-6)
            if len(above):
                row = int(above[0])
                require(
                    False,
                    "part_above_whole",
                    column=part,
                    value=self[part][row],
                    whole=whole,
                    limit=self[whole][row],
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

    def __len__(self) -> int:
        return len(self.agent)

    def __getitem__(self, column: str) -> Floats:
        """Return one column; NaN throughout when nothing of it is known; shape (rows,)."""
        require(column in COLUMNS, "fact_unknown", column=column)
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


def merge(parts: Sequence[Facts]) -> Facts:
    """
    Return facts of several sources as one; a projection when any of them is one.

    Raises
    ------
    InputError
        When two sources give the same column for the same agent, post and day.
    """
    require(len(parts) > 0, "empty", column="facts")
    names = [np.array(part.agents, dtype=str)[part.agent] for part in parts if len(part)]
    posts = [np.array(part.posts, dtype=str)[part.post] for part in parts if len(part)]
    if not names:
        return parts[0]
    agents, agent = np.unique(np.concatenate(names), return_inverse=True)
    kinds, post = np.unique(np.concatenate(posts), return_inverse=True)
    full = [part for part in parts if len(part)]
    days = np.concatenate([_days(part.date) for part in full])
    message_days = np.concatenate([_days(part.message_date) for part in full])
    keys, row = np.unique(np.stack((agent, post, days, message_days)), axis=1, return_inverse=True)
    row = row.reshape(-1)
    counts = _merged_counts(full, row, keys.shape[1])
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


def _merged_counts(parts: Sequence[Facts], row: Ints, rows: int) -> dict[str, Floats]:
    starts = np.cumsum([0, *(len(part) for part in parts)])
    counts: dict[str, Floats] = {}
    for part, first, last in zip(parts, starts[:-1], starts[1:], strict=True):
        at = row[first:last]
        for name, values in part.counts.items():
            column = counts.setdefault(name, np.full(rows, np.nan))
            known = ~np.isnan(values)
            require(bool(np.isnan(column[at[known]]).all()), "fact_from_two_sources", column=name)
            column[at[known]] = values[known]
    return counts


def _read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    copied = values.copy()
    copied.setflags(write=False)
    return copied


def _days(dates: Dates) -> Ints:
    days: Ints = dates.astype("datetime64[D]").astype(np.int64)
    return days
