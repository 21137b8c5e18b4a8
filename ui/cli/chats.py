"""Taking raw logs of chats in as history."""

from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.horizon import Clock
from service.history.chat_history import (
    ChatColumns,
    TakenIn,
    import_chat_history,
    read_chat_history,
    taken_report,
)
from service.shop.shops import shop as shop_of
from ui.cli.acting import Acting, told
from ui.cli.options import Drop, Interval, Map, Out, PostName, Timezone
from ui.cli.pairs import pairs
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.words.findings import finding_sentence
from ui.words.names import post_name

EXAMPLE = "start=created,first_reply=answered,end=closed"
COLUMNS = tuple(item.name for item in fields(ChatColumns) if item.name != "only_post")
Log = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.chat_file")]


def import_chats(
    screen: Screen,
    file: Log,
    *,
    columns: Map = "",
    post: PostName = "chat",
    drop: Drop = "",
    out: Out = None,
    timezone: Timezone = "Asia/Shanghai",
    interval: Interval = 30,
    at: Acting,
) -> Report:
    """Count a log's chats into volumes: to ``--out``, else into the shop's history."""
    named = ChatColumns(**pairs(columns, example=EXAMPLE, known=COLUMNS), only_post=post)
    left_out = pairs(drop, example="type=test")
    if out is not None:
        at.stand_aside()
        clock = Clock(timezone)
        return _show(
            screen,
            read_chat_history(file, clock, named, interval_min=interval, drop=left_out, out=out),
        )
    with at.desk() as desk:
        clock = Clock(shop_of(desk).timezone)
        found = import_chat_history(desk, file, clock, named, drop=left_out)
    return told(screen, desk, _show(screen, found))


def _show(screen: Screen, found: TakenIn) -> Report:
    report = taken_report(found)
    screen.say(
        "cli.chats_read",
        rows=report["rows"],
        chats=report["chats"],
        first=report["first"],
        last=report["last"],
    )
    for each in found.findings:
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
    return report


def _number(value: float | None, decimals: int = 0) -> str:
    return "-" if value is None else f"{value:,.{decimals}f}"


def _levels(levels: list[dict[str, Any]]) -> str:
    known = [each for each in levels if each["handle_s"] is not None]
    return " ".join(f"{each['chats']}:{each['handle_s']:,.0f}" for each in known) or "-"
