"""Tickets of a service system into facts, with what is wrong with their times told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.month import Month
from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from service.shop.importing import ImportKind, keep_facts, taking_in
from service.shop.known import require_posts
from store.files.kpi_facts import write_facts
from store.files.ticket_export import TicketColumns, Tickets, read_tickets, satisfaction_by_delay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from service.desk import Desk

__all__ = ["TicketColumns"]

EDGES_MIN = (2, 5, 15, 60, 360)
NAMES = ("agent", "reported", "responded", "rating")


@dataclass(frozen=True, slots=True)
class TicketNote:
    """
    What tickets held, and what of them could not be used.

    Parameters
    ----------
    tickets, agents, months
        How many, of how many people, of which months.
    date_only, negative
        Answers with a date without a time, and how many of these lie before their ticket came;
        their delays are left out.
    other_negative
        Further answers before their ticket; left out too.
    median_delay_min
        Of the delays that are known; None: of none.
    rating_by_delay
        Mean rating up to 2, 5, 15, 60, 360 minutes and above; None: no ratings there.
    """

    tickets: int
    agents: int
    months: tuple[Month, ...]
    date_only: int
    negative: int
    other_negative: int
    median_delay_min: float | None
    rating_by_delay: tuple[float | None, ...]


def ticket_columns(named: Mapping[str, str]) -> TicketColumns:
    """Return what the columns are called; raises for a name that is none of ours."""
    unknown = sorted(set(named) - set(NAMES))
    if unknown:
        known = ", ".join(NAMES)
        raise InputError(
            Fault("not_one_of", value=name, details={"known": known}) for name in unknown
        )
    return TicketColumns(**named)


def convert_tickets(
    path: Path, out: Path, columns: TicketColumns, *, post: str, timezone: str
) -> TicketNote:
    """Write tickets as ``facts.csv``; without a database."""
    clock = Clock(timezone)
    tickets = read_tickets(path, clock, columns)
    write_facts(tickets.facts(post, clock), out)
    return _note(tickets, clock)


def import_tickets(desk: Desk, path: Path, columns: TicketColumns, *, post: str) -> TicketNote:
    """
    Take tickets in as facts of a post; read again, a file of the same name replaces itself.

    Raises
    ------
    InputError
        With every fault, an agent who is not on the staff list among them; nothing is kept then.
    """
    with taking_in(desk, ImportKind.FACTS, path) as (unit, told):
        clock = unit.shops.get(desk.shop_id).clock
        require_posts(unit, desk.shop_id, [post])
        tickets = read_tickets(path, clock, columns)
        strangers = sorted(set(tickets.agents.tolist()) - set(unit.staff.names(desk.shop_id)))
        if strangers:
            raise InputError(Fault("unknown_agent", path.name, value=who) for who in strangers)
        facts = tickets.facts(post, clock)
        note = _note(tickets, clock)
        keep_facts(unit, told, facts, path.name)
        return note


def _note(tickets: Tickets, clock: Clock) -> TicketNote:
    days = {clock.date_of(int(second) // 60) for second in np.unique(tickets.reported_s // 60) * 60}
    known = tickets.delay_s[~np.isnan(tickets.delay_s)]
    means = satisfaction_by_delay(tickets, EDGES_MIN)
    return TicketNote(
        len(tickets),
        len(set(tickets.agents.tolist())),
        tuple(sorted({Month.of(day) for day in days})),
        tickets.date_only,
        tickets.negative,
        tickets.other_negative,
        float(np.median(known)) / 60 if len(known) else None,
        tuple(None if np.isnan(mean) else mean for mean in means),
    )
