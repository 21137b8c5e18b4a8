"""What is told to others: kept with what it tells of, sent afterwards, tried again until it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from store import tables as t
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of


class DispatchState(StrEnum):
    """How far a message is."""

    WAITS = "waits"
    """To be sent, for the first time or again."""
    SENT = "sent"
    """The other side took it."""
    REFUSED = "refused"
    """The other side will not take it, or it cannot be made."""
    GIVEN_UP = "given_up"
    """It was tried often enough."""


@dataclass(frozen=True, slots=True)
class DispatchFacts:
    """
    What a message tells of.

    Parameters
    ----------
    week, version
        A published roster; empty and 0: nothing, it is a trial.
    changed
        Ids of those whose shifts are others than in the version before.
    is_first
        Whether the week had no version before.
    team, part
        Of which a picture is sent, and its number from 1; 0: it is the text.
    """

    week: str = ""
    version: int = 0
    changed: tuple[str, ...] = ()
    is_first: bool = False
    team: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class Dispatch:
    """
    A message to one channel.

    Parameters
    ----------
    id, shop_id
        Its number in the database; of which shop.
    channel
        Name of the channel.
    event
        What happened, such as ``roster_published``.
    facts
        What it tells of.
    state, attempts
        How far it is, and how often it was tried.
    due_at
        When it is tried next.
    sent_at
        When the other side took it; None: it did not.
    answer
        What came back the last time.
    asked
        Who did what it tells of, and when.
    """

    id: int
    shop_id: str
    channel: str
    event: str
    facts: DispatchFacts
    state: DispatchState
    attempts: int
    due_at: dt.datetime
    sent_at: dt.datetime | None
    answer: str
    asked: Stamp


class Dispatches(Repository):
    """The messages of a database."""

    def add(
        self, shop_id: str, channel: str, event: str, facts: DispatchFacts, asked: Stamp
    ) -> int:
        """Keep a message to be sent at once; return its number."""
        new = Dispatch(
            *(0, shop_id, channel, event, facts, DispatchState.WAITS, 0, asked.at, None, "", asked)
        )
        return self._added(t.dispatch, columns_of(t.dispatch, new))

    def of(self, shop_id: str, most: int) -> tuple[Dispatch, ...]:
        """Return the messages of a shop, the newest first."""
        query = select(t.dispatch).where(t.dispatch.c.shop_id == shop_id)
        rows = self.connection.execute(query.order_by(t.dispatch.c.id.desc()).limit(most))
        return tuple(value_of(Dispatch, row) for row in rows)

    def due(self, at: dt.datetime) -> tuple[Dispatch, ...]:
        """Return the messages that are to be tried by a moment, the oldest first."""
        c = t.dispatch.c
        rows = self._rows(t.dispatch, c.due_s <= int(at.timestamp()), state=DispatchState.WAITS)
        return tuple(value_of(Dispatch, row) for row in rows)

    def sent_since(self, shop_id: str, channel: str, at: dt.datetime) -> int:
        """Return how many messages a channel took since a moment."""
        c = t.dispatch.c
        mine = (c.shop_id == shop_id, c.channel == channel, c.sent_s > int(at.timestamp()))
        return self.connection.scalar(select(func.count()).where(*mine)) or 0

    def claim(self, one: Dispatch, until: dt.datetime) -> bool:
        """
        Take a message to be tried; return whether nobody else did.

        Until a moment nobody tries it again; after it whoever took it is thought to be gone.
        """
        mine = {"id": one.id, "attempts": one.attempts, "state": DispatchState.WAITS}
        now = {"attempts": one.attempts + 1, "due_s": int(until.timestamp())}
        return self._change(t.dispatch, now, **mine) == 1

    def end(
        self, one: Dispatch, state: DispatchState, answer: str, at: dt.datetime, *, again_s: int = 0
    ) -> None:
        """
        Keep how a try that was claimed ended; of one that somebody else tried since, nothing.

        Parameters
        ----------
        one
            As it was when it was claimed.
        state, answer, at
            How far it is now, what came back, and when.
        again_s
            After how many seconds it is tried again, where it waits.
        """
        mine = {"id": one.id, "attempts": one.attempts + 1, "state": DispatchState.WAITS}
        seconds = int(at.timestamp())
        now = {"state": state, "answer": answer, "due_s": seconds + again_s}
        if state is DispatchState.SENT:
            now["sent_s"] = seconds
        self._change(t.dispatch, now, **mine)

    def again(self, number: int, at: dt.datetime) -> None:
        """Have a message that ended unsent tried anew."""
        now = {"state": DispatchState.WAITS, "attempts": 0, "due_s": int(at.timestamp())}
        self._change(t.dispatch, now, t.dispatch.c.state != DispatchState.SENT, id=number)

    def drop(self, shop_id: str, channel: str) -> None:
        """Send nothing more that waits for a channel."""
        now = {"state": DispatchState.GIVEN_UP, "answer": ""}
        mine = {"shop_id": shop_id, "channel": channel, "state": DispatchState.WAITS}
        self._change(t.dispatch, now, **mine)
