"""Tickets of a service system into facts: ``kpi tickets``."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.month import tickets as service
from service.month.kpi_exports import mapping_of
from ui.cli.acting import Acting, told
from ui.cli.looking import looking_at
from ui.cli.options import FactsOut, KeepAnyway, Timezone
from ui.cli.screen import Screen
from ui.cli.spelled import Report

if TYPE_CHECKING:
    from service.month.tickets import TicketNote

Source = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.tickets")]
Mapping = Annotated[str, typer.Option("--map", metavar="OUR=THEIR,…", help="cli.option.ticket_map")]
Post = Annotated[str, typer.Option("--post", metavar="POST", help="cli.option.ticket_post")]


def tickets(
    screen: Screen,
    file: Source,
    *,
    mapping: Mapping = "",
    post: Post = "aftersales",
    out: FactsOut = None,
    timezone: Timezone = "Asia/Shanghai",
    keep_anyway: KeepAnyway = None,
    at: Acting,
) -> Report:
    """Turn tickets into facts, into a file or into the database, and tell what is wrong."""
    columns = service.ticket_columns(mapping_of(mapping))
    if out is not None:
        at.stand_aside()
        note = service.convert_tickets(file, out, columns, post=post, timezone=timezone)
        screen.say("cli.written", path=out)
        return _tell(screen, note)
    with looking_at(screen, keep_anyway), at.desk() as desk:
        note = service.import_tickets(desk, file, columns, post=post)
    months = ", ".join(map(str, note.months))
    screen.say("cli.facts_imported", months=months, shop=at.shop)
    return told(screen, desk, _tell(screen, note))


def _tell(screen: Screen, note: "TicketNote") -> Report:
    median = "-" if note.median_delay_min is None else f"{note.median_delay_min:g}"
    screen.say("cli.tickets_read", tickets=note.tickets, agents=note.agents, median=median)
    if note.date_only:
        screen.say("cli.tickets_date_only", count=note.date_only, negative=note.negative)
    if note.other_negative:
        screen.say("cli.tickets_negative", count=note.other_negative)
    if any(mean is not None for mean in note.rating_by_delay):
        edges = [f"≤ {edge}" for edge in service.EDGES_MIN] + [f"> {service.EDGES_MIN[-1]}"]
        means = ["-" if mean is None else f"{mean:.2f}" for mean in note.rating_by_delay]
        rows = list(zip(edges, means, strict=True))
        screen.table(("cli.head.delay_min", "cli.head.mean_rating"), rows)
    return asdict(note) | {"months": [str(month) for month in note.months]}
