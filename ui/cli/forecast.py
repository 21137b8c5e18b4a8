"""The command that forecasts from a file of volumes."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import typer

from scheduler.errors import Fault, InputError
from scheduler.forecast.models import Model
from scheduler.forecast.params import ForecastParams
from scheduler.limits import require_year
from service.demand.demand_report import forecast_report
from service.demand.volume_file import forecast_file
from ui.cli import demand_tables
from ui.cli.acting import today_in
from ui.cli.options import Country, Interval, Out, Timezone, Volumes
from ui.cli.pairs import Layout
from ui.cli.screen import Screen
from ui.cli.spelled import Report

LENGTH = re.compile(r"([0-9]{1,4})([dw])")
LONGEST_DAYS = 366

Ahead = Annotated[str, typer.Option("--horizon", metavar="7d", help="cli.option.horizon")]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help="cli.option.from")]
Backtest = Annotated[int, typer.Option("--backtest", min=0, help="cli.option.backtest")]
ModelName = Annotated[Model | None, typer.Option("--model", help="cli.option.model")]
SpecialDays = Annotated[
    Path | None, typer.Option("--special-days", metavar="FILE", help="cli.option.special_days")
]
Contacts = Annotated[
    Path | None, typer.Option("--contacts", metavar="FILE", help="cli.option.contacts")
]
Drivers = Annotated[
    Path | None, typer.Option("--drivers", metavar="FILE", help="cli.option.drivers")
]
Challengers = Annotated[bool, typer.Option("--challengers", help="cli.option.challengers")]


def forecast(
    screen: Screen,
    *,
    volumes: Volumes,
    interval: Interval = 30,
    horizon: Ahead = "7d",
    first: First = None,
    backtest: Backtest = 0,
    timezone: Timezone = "Asia/Shanghai",
    country: Country = None,
    model: ModelName = None,
    challengers: Challengers = False,
    special_days: SpecialDays = None,
    contacts: Contacts = None,
    drivers: Drivers = None,
    layout: Layout,
    out: Out = None,
) -> Report:
    """Forecast the days after a file's last one."""
    near = today_in(timezone)
    of_all = None if contacts is None else layout.file(contacts, timezone=timezone, near=near)
    found = forecast_file(
        layout.file(volumes, timezone=timezone, near=near),
        interval_min=interval,
        days=days_of(horizon),
        first=None if first is None else date_of(first),
        country=country,
        folds=backtest,
        params=ForecastParams(model=model, challengers=challengers),
        special_days=special_days,
        contacts=of_all,
        drivers=drivers,
        out=out,
    )
    report = forecast_report(found)
    demand_tables.forecast(screen, report)
    return report


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
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(Fault("date_unreadable", value=text)) from None
    require_year(date.year, text)
    return date
