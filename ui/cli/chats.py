"""Taking raw logs of chats in as history."""

from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from service.file_asked import NOT_THERE
from service.history.chat_columns import ChatColumns, columns_of, guessed
from service.history.chat_history import (
    TABLE,
    TakenIn,
    import_chat_history,
    read_chat_history,
    taken_report,
)
from service.shop.shops import shop as shop_of
from service.shop.told import reading_as, remember
from service.taken import NamesTold, as_told
from ui.cli.options import Drop, Interval, Out, PostName, Timezone
from ui.cli.pairs import pairs
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.cli.taking_in import Called, TakingIn
from ui.words.findings import finding_sentence
from ui.words.names import post_name

COLUMNS = tuple(item.name for item in fields(ChatColumns) if item.name != "only_post")
Log = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.chat_file")]


def import_chats(
    screen: Screen,
    file: Log,
    *,
    called: Called,
    post: PostName = "chat",
    drop: Drop = "",
    out: Out = None,
    timezone: Timezone = "Asia/Shanghai",
    interval: Interval = 30,
    at: TakingIn,
) -> Report:
    """Count a log's chats into volumes: to ``--out``, else into the shop's history."""
    left_out = pairs(drop, example="type=test")
    said = called.told(TABLE)
    _require_none(at.said)
    if out is not None:
        at.stand_aside()
        clock = Clock(timezone)
        with as_told(said):
            found = read_chat_history(
                file, clock, _named(file, said, post), interval_min=interval, drop=left_out, out=out
            )
        return _show(screen, found)
    with at.reading(screen) as desk, reading_as(desk, TABLE, said):
        if called.remember:  # also where the log is refused then
            remember(desk, said, table=TABLE)
        clock = Clock(shop_of(desk).timezone)
        found = import_chat_history(desk, file, clock, _named(file, said, post), drop=left_out)
    return at.told(screen, desk, _show(screen, found))


def _named(file: Path, said: NamesTold, post: str) -> ChatColumns:
    """Return which column of a log says what: as is told, or was told before, else the likely."""
    told = said.columns.get(TABLE, {})
    unknown = [name for name in told if name not in COLUMNS]
    if unknown:
        details = {"known": COLUMNS}
        raise InputError(Fault("pair_unknown", value=name, details=details) for name in unknown)
    likely = {} if told else guessed(columns_of(file))
    columns = {name: theirs for name, theirs in told.items() if theirs != NOT_THERE}
    return ChatColumns(**likely, **columns, only_post=post)


def _require_none(said: str) -> None:
    """Check that nothing is said of all rows: of a log, only its post can be (``--post``)."""
    names = pairs(said, example="post=presales")
    if names:
        details = {"known": "--post"}
        raise InputError(
            Fault("said_unknown", None, None, name, value, details=details)
            for name, value in names.items()
        )


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
