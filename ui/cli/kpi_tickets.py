"""Tickets of a service system into facts: ``kpi tickets``."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.month import tickets as service
from service.month.kpi_exports import mapping_of
from ui.cli.database import (
    By,
    Db,
    Shop,
    desk_of,
    opened,
    tell_version,
    version_left,
    without_database,
)
from ui.cli.options import Expect, Json, Timezone

if TYPE_CHECKING:
    from service.month.tickets import TicketNote
    from ui.cli.screen import Screen

Source = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.tickets")]
Mapping = Annotated[str, typer.Option("--map", metavar="OUR=THEIR,…", help="cli.option.ticket_map")]
Post = Annotated[str, typer.Option("--post", metavar="POST", help="cli.option.ticket_post")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="cli.option.facts_out")]


def tickets(
    ctx: typer.Context,
    file: Source,
    *,
    mapping: Mapping = "",
    post: Post = "aftersales",
    out: Out = None,
    timezone: Timezone = "Asia/Shanghai",
    shop: Shop = "main",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Turn tickets into facts, into a file or into the database, and tell what is wrong."""
    screen: Screen = ctx.obj
    columns = service.ticket_columns(mapping_of(mapping))
    version: dict[str, object] = {}
    if out is not None:
        without_database(expect)
        note = service.convert_tickets(file, out, columns, post=post, timezone=timezone)
        screen.say("cli.written", path=out)
    else:
        with opened(url) as database:
            desk = desk_of(database, shop, by, expect)
            note = service.import_tickets(desk, file, columns, post=post)
        told = ", ".join(map(str, note.months))
        screen.say("cli.facts_imported", months=told, shop=shop)
        version = tell_version(screen, version_left(desk))
    _tell(screen, note)
    months = [str(month) for month in note.months]
    screen.answer(json_path, asdict(note) | {"months": months} | version)


def _tell(screen: "Screen", note: "TicketNote") -> None:
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
