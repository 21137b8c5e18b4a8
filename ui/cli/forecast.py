"""The command that forecasts from a file of volumes."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.errors import Fault, InputError
from service.report import forecast_report
from service.volume_file import forecast_file
from ui.cli import tables
from ui.cli.options import (
    ClockChanges,
    Country,
    Drop,
    Interval,
    Json,
    Map,
    Out,
    PostName,
    Timezone,
    Volumes,
)
from ui.cli.pairs import volume_file

if TYPE_CHECKING:
    from ui.cli.screen import Screen

LENGTH = re.compile(r"(\d+)([dw])")
LONGEST_DAYS = 366

Ahead = Annotated[str, typer.Option("--horizon", metavar="7d", help="cli.option.horizon")]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help="cli.option.from")]
Backtest = Annotated[int, typer.Option("--backtest", min=0, help="cli.option.backtest")]


def forecast(
    ctx: typer.Context,
    *,
    volumes: Volumes,
    interval: Interval = 30,
    horizon: Ahead = "7d",
    first: First = None,
    backtest: Backtest = 0,
    columns: Map = "",
    post: PostName = "chat",
    timezone: Timezone = "Asia/Shanghai",
    country: Country = None,
    drop: Drop = "",
    drop_clock_changes: ClockChanges = False,
    out: Out = None,
    json_path: Json = None,
) -> None:
    """Forecast the days after a file's last one."""
    screen: Screen = ctx.obj
    found = forecast_file(
        volume_file(
            volumes,
            timezone=timezone,
            columns=columns,
            post=post,
            drop=drop,
            drop_clock_changes=drop_clock_changes,
        ),
        interval_min=interval,
        days=days_of(horizon),
        first=None if first is None else date_of(first),
        country=country,
        folds=backtest,
        out=out,
    )
    report = forecast_report(found)
    tables.forecast(screen, report)
    screen.answer(json_path, report)


def days_of(text: str) -> int:
    """Return the days of a length such as ``7d`` or ``2w``; raises InputError for any other."""
    length = LENGTH.fullmatch(text)
    days = int(length[1]) * (7 if length[2] == "w" else 1) if length else 0
    if not 1 <= days <= LONGEST_DAYS:
        raise InputError(Fault("length_unreadable", value=text, details={"most": LONGEST_DAYS}))
    return days


def date_of(text: str) -> dt.date:
    """Return the date of an ISO text; raises InputError for any other."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(Fault("date_unreadable", value=text)) from None
