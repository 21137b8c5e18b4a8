"""Messages of customers and agents, one by one: what the platforms' rules are measured on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.facts.facts import Dates, Floats, Ints
    from scheduler.horizon import Clock

NOBODY = -1
Bools = npt.NDArray[np.bool_]
ARRAYS: Mapping[str, npt.DTypeLike] = MappingProxyType(
    {
        "post": np.int32,
        "user": np.int32,
        "agent": np.int32,
        "platform": np.int32,
        "at_s": np.int64,
        "is_customer": np.bool_,
        "is_automatic": np.bool_,
    }
)
INDICES = ("post", "user", "agent", "platform")


@dataclass(frozen=True, eq=False)
class Messages:
    """
    Messages in the order user, platform, time; arrays of shape (messages,).

    Parameters
    ----------
    posts, users, agents, platforms
        Names the indices point to.
    post, user
        Where, and with which customer.
    agent
        Who wrote it, or to whom the customer's message was assigned; -1: nobody.
    platform
        On which selling platform; -1: not known.
    at_s
        Seconds since 1970-01-01 00:00 UTC.
    is_customer
        Whether the customer wrote it.
    is_automatic
        Whether a machine wrote it.
    """

    posts: tuple[str, ...]
    users: tuple[str, ...]
    agents: tuple[str, ...]
    platforms: tuple[str, ...]
    post: npt.NDArray[np.int32]
    user: npt.NDArray[np.int32]
    agent: npt.NDArray[np.int32]
    platform: npt.NDArray[np.int32]
    at_s: npt.NDArray[np.int64]
    is_customer: Bools
    is_automatic: Bools

    def __post_init__(self) -> None:
        keys = (self.at_s, self.platform, self.user)
        order = np.lexsort(tuple(map(np.asarray, keys)))
        for name, kind in ARRAYS.items():
            values = np.array(getattr(self, name), dtype=kind)
            require(values.shape == order.shape, "shape_differs", column=name)
            values = values[order]
            values.setflags(write=False)
            object.__setattr__(self, name, values)
        written = self.agent[~self.is_customer & ~self.is_automatic]
        require(bool((written >= 0).all()), "message_of_nobody", column="agent")
        for names, index in ((self.posts, self.post), (self.users, self.user)):
            good = bool(((index >= 0) & (index < len(names))).all())
            require(good, "index_out_of_range", value=len(names))
        for names, index in ((self.agents, self.agent), (self.platforms, self.platform)):
            good = bool(((index >= NOBODY) & (index < len(names))).all())
            require(good, "index_out_of_range", value=len(names))

    @classmethod
    def of(
        cls, rows: Sequence[tuple[str, str, str, int, bool, bool]], platform: str = ""
    ) -> Messages:
        """
        Return the messages of one platform, empty: not known, from rows.

        A row is ``(post, user, agent, at_s, is_customer, is_automatic)``.
        """
        names = [sorted({str(row[at]) for row in rows} - {""}) for at in range(3)]
        index = [
            {name: number for number, name in enumerate(known)} | {"": NOBODY} for known in names
        ]
        posts, users, agents = map(tuple, names)
        columns = [np.array([index[at][str(row[at])] for row in rows]) for at in range(3)]
        columns.append(np.full(len(rows), 0 if platform else NOBODY))
        columns += [np.array([row[at] for row in rows]) for at in range(3, 6)]
        return cls(posts, users, agents, (platform,) if platform else (), *columns)

    @classmethod
    def joined(cls, parts: Sequence[Messages]) -> Messages:
        """Return the messages of several sources as one."""
        lists = ("posts", "users", "agents", "platforms")
        names = [
            tuple(sorted({name for part in parts for name in getattr(part, of)})) for of in lists
        ]
        columns = []
        for name, of, known in zip(INDICES, lists, names, strict=True):
            place = {each: at for at, each in enumerate(known)}
            pieces = [
                np.array([*(place[each] for each in getattr(part, of)), NOBODY])[
                    getattr(part, name)
                ]
                for part in parts
            ]
            columns.append(np.concatenate([*pieces, np.zeros(0, np.int64)]))
        for name in ("at_s", "is_customer", "is_automatic"):
            pieces = [getattr(part, name) for part in parts]
            columns.append(np.concatenate([*pieces, np.zeros(0, ARRAYS[name])]))
        posts, users, agents, platforms = names
        return cls(posts, users, agents, platforms, *columns)

    def __len__(self) -> int:
        return len(self.at_s)

    def where(self, rows: Bools) -> Messages:
        """Return some of the messages."""
        parts = (getattr(self, name)[rows] for name in ARRAYS)
        return Messages(self.posts, self.users, self.agents, self.platforms, *parts)

    def on(self, platform: str) -> Messages:
        """Return the messages of a platform and those of which nobody knows it."""
        known = np.array([name == platform for name in self.platforms] + [True])
        return self.where(known[self.platform])

    @property
    def by_platform(self) -> dict[str, int]:
        """Return how many messages each platform has; ``""``: not known."""
        counts = np.bincount(self.platform + 1, minlength=len(self.platforms) + 1).tolist()
        return {name: n for name, n in zip(("", *self.platforms), counts, strict=True) if n}

    def dates(self, clock: Clock) -> Dates:
        """Return the local calendar day of each message; shape (messages,)."""
        return self._days(clock)[0]

    def clocks(self, clock: Clock) -> Ints:
        """Return the seconds after local midnight at which each was sent; shape (messages,)."""
        dates, starts = self._days(clock)
        del dates
        return np.asarray(self.at_s - starts, np.int64)

    def _days(self, clock: Clock) -> tuple[Dates, Ints]:
        if not len(self):
            return np.zeros(0, dtype="datetime64[D]"), np.zeros(0, dtype=np.int64)
        first, last = (clock.date_of(int(s) // 60) for s in (self.at_s.min(), self.at_s.max()))
        days = np.arange(np.datetime64(first), np.datetime64(last) + 1, dtype="datetime64[D]")
        starts = np.array([clock.at(day) * 60 for day in days.astype(object)], dtype=np.int64)
        at = np.searchsorted(starts, self.at_s, side="right") - 1
        return days[at], starts[at]

    @cached_property
    def customer(self) -> Ints:
        """Return numbers that tell customers apart: a user's name holds within a platform."""
        return self.user.astype(np.int64) * (len(self.platforms) + 1) + self.platform + 1

    @cached_property
    def is_first(self) -> Bools:
        """Return which messages begin a turn: a customer's, with none of theirs open before it."""
        before = np.roll(self.is_customer, 1)
        same = np.roll(self.customer, 1) == self.customer
        if len(self):
            same[0] = False
        first: Bools = self.is_customer & ~(same & before)
        return first

    def next_reply(self, is_reply: Bools) -> Ints:
        """
        Return the row of the first reply to the same customer after each message, -1: none.

        Parameters
        ----------
        is_reply
            Which messages count as replies; shape (messages,).
        """
        size = len(self)
        places = np.where(is_reply, np.arange(size), size)
        after = np.minimum.accumulate(places[::-1])[::-1]
        safe = np.minimum(after, max(size - 1, 0))
        good = (after < size) & (self.customer[safe] == self.customer)
        return np.where(good, after, -1).astype(np.int64)

    def waited_s(self, is_reply: Bools) -> Floats:
        """Return seconds to that reply; NaN: none."""
        at = self.next_reply(is_reply)
        found = self.at_s[np.maximum(at, 0)] - self.at_s if len(self) else self.at_s
        return np.where(at >= 0, found, np.nan)
