"""A locked month as a file: ``export month``, ``import month``."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.month import month_archive
from service.month.months import Month
from ui.cli.database import By, Db, Shop, desk_of, opened, reading, tell_version, version_left
from ui.cli.kpi_tables import yuan
from ui.cli.options import Json

if TYPE_CHECKING:
    from service.month.months import MonthRun
    from ui.cli.screen import Screen

MonthText = Annotated[str, typer.Argument(metavar="YYYY-MM", help="cli.option.locked_month")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE|DIR", help="cli.option.archive_out")]
Archive = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.archive")]
IntoShop = Annotated[str, typer.Option("--shop", metavar="ID", help="cli.option.archive_shop")]


def export_month(
    ctx: typer.Context,
    month: MonthText,
    out: Out,
    *,
    shop: Shop = "main",
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Write a locked month with all it was computed from to a file or folder."""
    screen: Screen = ctx.obj
    with reading(url) as database:
        desk = desk_of(database, shop)
        version = desk.seen_now()
        run = month_archive.export_month(desk, Month.parse(month), out)
    _tell(screen, "cli.month_exported", run, out, version=version, json_path=json_path)


def import_month(
    ctx: typer.Context,
    archive: Archive,
    *,
    shop: IntoShop = "",
    by: By = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Take a month that was exported into the database, computed anew to the same fen."""
    screen: Screen = ctx.obj
    with opened(url) as database:
        desk = desk_of(database, shop, by)
        run = month_archive.import_month(desk, archive)
    _tell(
        screen, "cli.month_imported", run, archive, version=version_left(desk), json_path=json_path
    )


def _tell(
    screen: "Screen",
    key: str,
    run: "MonthRun",
    path: Path,
    *,
    version: int,
    json_path: str | None,
) -> None:
    paid = sum((payout.total for payout in run.payouts), Decimal(0))
    month, agents = str(run.month), len(run.payouts)
    screen.say(key, month=month, agents=agents, total=yuan(paid), path=path)
    report = {"month": month, "number": run.number, "agents": agents, "paid": str(paid)}
    screen.answer(json_path, report | tell_version(screen, version))
