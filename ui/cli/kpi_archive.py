"""A locked month as a file: ``export month``, ``import month``."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.month import month_archive
from service.month.months import Month
from ui.cli.acting import Acting, By, Db, Looking, told
from ui.cli.kpi_tables import yuan
from ui.cli.persons import note_looked
from ui.cli.screen import Screen
from ui.cli.spelled import Report

if TYPE_CHECKING:
    from service.month.months import MonthRun

MonthText = Annotated[str, typer.Argument(metavar="YYYY-MM", help="cli.option.locked_month")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE|DIR", help="cli.option.archive_out")]
Archive = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.archive")]
IntoShop = Annotated[str, typer.Option("--shop", metavar="ID", help="cli.option.archive_shop")]


def export_month(screen: Screen, month: MonthText, out: Out, *, at: Looking) -> Report:
    """Write a locked month with all it was computed from to a file or folder."""
    with at.desk() as desk:
        run = month_archive.export_month(desk, Month.parse(month), out)
        note_looked(screen, desk, run.month, "export month")
    return told(screen, desk, _report(screen, "cli.month_exported", run, out))


def import_month(
    screen: Screen, archive: Archive, *, shop: IntoShop = "", by: By = None, url: Db = None
) -> Report:
    """Take a month that was exported into the database, computed anew to the same fen."""
    with Acting(shop, by, None, url).desk() as desk:
        run = month_archive.import_month(desk, archive)
    return told(screen, desk, _report(screen, "cli.month_imported", run, archive))


def _report(screen: Screen, key: str, run: "MonthRun", path: Path) -> Report:
    paid = sum((payout.total for payout in run.payouts), Decimal(0))
    month, agents = str(run.month), len(run.payouts)
    screen.say(key, month=month, agents=agents, total=yuan(paid), path=path)
    return {"month": month, "number": run.number, "agents": agents, "paid": str(paid)}
