"""
Tickets of a service system, one row each: who answered, when it came and was answered, its rating.

Columns are mapped by name. A reply at exactly 00:00 in a file whose other times carry minutes is a
date without a time: such replies are counted and their delays left out, never guessed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpi.facts.facts import Facts, Floats
from kpi.facts.outcomes import BAD_UP_TO, SATISFIED_FROM
from store.files.cells import NameOrNone, Second, SecondOrNone
from store.files.content import log_of
from store.files.kinds import Known
from store.files.log_columns import read_columns
from store.files.number_cells import StarsOrUnknown
from store.files.rows import Record

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.horizon import Clock

SOON_S, LATER_S = 30, 180


@dataclass(frozen=True, slots=True)
class TicketColumns:
    """
    What the columns of an export are called.

    Parameters
    ----------
    agent, reported, responded
        Who, when it came, when it was answered.
    rating
        From 1 to 5; empty: there is none.
    """

    agent: str = "agent"
    reported: str = "reported_local"
    responded: str = "responded_local"
    rating: str = "csat"


class TicketRecord(Record):
    """A row of an export of tickets, by our names."""

    agent: NameOrNone
    reported: Second
    responded: SecondOrNone
    rating: StarsOrUnknown = math.nan


@dataclass(frozen=True, eq=False)
class Tickets:
    """
    Tickets read; arrays of shape (tickets,).

    Parameters
    ----------
    agents
        Names, one a ticket.
    reported_s
        Seconds since 1970-01-01 00:00 UTC.
    is_answered
        Whether there is an answer.
    delay_s
        Seconds to the answer; NaN: not answered, or the time of the answer is not known.
    rating
        From 1 to 5; NaN: none.
    date_only
        How many answers have a date without a time.
    negative
        How many of these lie before the ticket came.
    other_negative
        Further answers before their ticket; their delays are left out too.
    """

    agents: npt.NDArray[np.str_]
    reported_s: Floats
    is_answered: npt.NDArray[np.bool_]
    delay_s: Floats
    rating: Floats
    date_only: int
    negative: int
    other_negative: int

    def __len__(self) -> int:
        return len(self.agents)

    def facts(self, post: str, clock: Clock) -> Facts:
        """Return what was counted of the tickets, by agent and the day they came."""
        dates = np.array(
            [clock.date_of(int(second) // 60) for second in self.reported_s], dtype="datetime64[D]"
        )
        keys, first, row = np.unique(
            np.stack((np.unique(self.agents, return_inverse=True)[1], dates.astype(np.int64))),
            axis=1,
            return_index=True,
            return_inverse=True,
        )
        row, size = row.reshape(-1), keys.shape[1]
        timed, rated = ~np.isnan(self.delay_s), ~np.isnan(self.rating)

        def total(values: npt.NDArray[np.generic]) -> Floats:
            sums = np.bincount(row, np.nan_to_num(values.astype(np.float64)), size)
            return np.asarray(sums, dtype=np.float64)

        return Facts.of(
            self.agents[first].tolist(),
            [post] * size,
            keys[1].astype("datetime64[D]"),
            counts={
                "consulted": total(np.ones(len(self))),
                "received": total(np.ones(len(self))),
                "replied": total(self.is_answered),
                "first_replies": total(timed),
                "first_reply_s": total(self.delay_s),
                "replied_30s": total(timed & (self.delay_s <= SOON_S)),
                "replied_3min": total(timed & (self.delay_s <= LATER_S)),
                "rated": total(rated),
                "satisfied": total(self.rating >= SATISFIED_FROM),
                "bad_rated": total(self.rating <= BAD_UP_TO),
                "stars": total(self.rating),
            },
        )


def read_tickets(
    path: Path,
    clock: Clock,
    columns: TicketColumns | None = None,
    *,
    midnight_counts: bool = False,
) -> Tickets:
    """
    Return the tickets of a CSV file, also gzipped.

    Parameters
    ----------
    path, clock, columns
        The file, the site's clock, what the columns are called.
    midnight_counts
        Whether an answer at exactly 00:00 that does not precede its ticket is taken as a time.

    Raises
    ------
    InputError
        With the faults of the file, at most 50 of each column.
    """
    named = columns or TicketColumns()
    table = log_of(path)
    called = {name: getattr(named, name) for name in TicketRecord.model_fields}
    read = read_columns(table, TicketRecord, Known(clock), path.name, called=called)
    reported, responded = read["reported"], read["responded"]
    delay = responded - reported
    negative = delay < 0
    bare = _at_midnight(responded, clock) & (~np.isnan(delay))
    return Tickets(
        read["agent"].astype(str),
        reported,
        ~np.isnan(responded),
        np.where(negative | (bare & (not midnight_counts)), np.nan, delay),
        read["rating"].astype(np.float64),
        date_only=int(bare.sum()),
        negative=int((bare & negative).sum()),
        other_negative=int((~bare & negative).sum()),
    )


def satisfaction_by_delay(tickets: Tickets, edges_min: tuple[int, ...]) -> tuple[float, ...]:
    """Return the mean rating by delay: up to each edge, and above the last; minutes."""
    edges = np.array([-np.inf, *(edge * 60 for edge in edges_min), np.inf])
    found = []
    for low, high in pairwise(edges.tolist()):
        inside = (tickets.delay_s > low) & (tickets.delay_s <= high) & ~np.isnan(tickets.rating)
        found.append(float(tickets.rating[inside].mean()) if inside.any() else float("nan"))
    return tuple(found)


def _at_midnight(seconds: Floats, clock: Clock) -> npt.NDArray[np.bool_]:
    local = pd.Series(pd.to_datetime(seconds, unit="s", utc=True)).dt.tz_convert(clock.timezone)
    return (local == local.dt.normalize()).to_numpy(bool)
