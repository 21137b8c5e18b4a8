"""Taking raw logs of chats in as history."""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.horizon import Clock
from service.history.chat_history import (
    ChatColumns,
    import_chat_history,
    read_chat_history,
    taken_report,
)
from service.shop.shops import shop as shop_of
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
from ui.cli.options import Drop, Expect, Interval, Json, Map, Out, PostName, Timezone
from ui.cli.pairs import pairs
from ui.words.findings import finding_sentence
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.history.chat_history import Finding
    from ui.cli.screen import Screen

EXAMPLE = "start=created,first_reply=answered,end=closed"
COLUMNS = tuple(item.name for item in fields(ChatColumns) if item.name != "only_post")
Log = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.chat_file")]


def import_chats(
    ctx: typer.Context,
    file: Log,
    *,
    columns: Map = "",
    post: PostName = "chat",
    drop: Drop = "",
    out: Out = None,
    timezone: Timezone = "Asia/Shanghai",
    interval: Interval = 30,
    shop: Shop = "main",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Count a log's chats into volumes: to ``--out``, else into the shop's history."""
    screen: Screen = ctx.obj
    told = ChatColumns(**pairs(columns, example=EXAMPLE, known=COLUMNS), only_post=post)
    left_out = pairs(drop, example="type=test")
    version: dict[str, object] = {}
    if out is not None:
        without_database(expect)
        found = read_chat_history(
            file, Clock(timezone), told, interval_min=interval, drop=left_out, out=out
        )
    else:
        with opened(url) as database:
            desk = desk_of(database, shop, by, expect)
            clock = Clock(shop_of(desk).timezone)
            found = import_chat_history(desk, file, clock, told, drop=left_out)
            version = tell_version(screen, version_left(desk))
    report = taken_report(found)
    _show(screen, report, found.findings)
    screen.answer(json_path, report | version)


def _show(screen: "Screen", report: dict[str, Any], findings: "Sequence[Finding]") -> None:
    screen.say(
        "cli.chats_read",
        rows=report["rows"],
        chats=report["chats"],
        first=report["first"],
        last=report["last"],
    )
    for each in findings:
        screen.text("· " + finding_sentence(each, screen.lang))
    rows = [
        (
            post_name(name, screen.lang),
            f"{each['chats']:,}",
            f"{each['abandoned']:,}",
            _number(each["handle_s"]),
            _number(each["wait_median_s"]),
            _number(each["patience_s"]),
            _number(each["concurrency"], 2),
            _levels(each["levels"]),
        )
        for name, each in report["posts"].items()
    ]
    names = ("chats", "left", "handle", "wait", "patience", "concurrency", "levels")
    heads = ("cli.head.post", *(f"cli.head.chats_{name}" for name in names))
    screen.table(heads, rows)


def _number(value: float | None, decimals: int = 0) -> str:
    return "-" if value is None else f"{value:,.{decimals}f}"


def _levels(levels: list[dict[str, Any]]) -> str:
    known = [each for each in levels if each["handle_s"] is not None]
    return " ".join(f"{each['chats']}:{each['handle_s']:,.0f}" for each in known) or "-"
