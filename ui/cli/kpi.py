"""Commands on performance: ``kpi score``, ``kpi pay``, ``kpi explain``."""

from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from service.month import months
from service.month.kpi_files import score_files
from service.month.kpi_report import month_report, run_report
from service.month.month_files import MonthFiles
from service.month.months import Month
from service.shop.shops import shop as shop_of
from ui.cli import kpi_tables
from ui.cli.database import (
    By,
    Db,
    Shop,
    desk_of,
    opened,
    reading,
    tell_version,
    version_left,
    without_database,
)
from ui.cli.kpi_files import with_month_files
from ui.cli.options import Expect, Json

if TYPE_CHECKING:
    from ui.cli.screen import Screen

MonthText = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="cli.option.month")]
Who = Annotated[str, typer.Argument(metavar="AGENT", help="cli.option.agent")]


@with_month_files(paid=False)
def score(
    ctx: typer.Context,
    *,
    month: MonthText = "",
    shop: Shop = "main",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
    json_path: Json = None,
    files: MonthFiles,
) -> None:
    """Score a month, from files or from the database."""
    screen: Screen = ctx.obj
    found = scored(files, month, shop=shop, by=by, expect=expect, url=url, pay=False)
    kpi_tables.scores(screen, found)
    if "version" in found:
        tell_version(screen, found["version"])
    screen.answer(json_path, found)


@with_month_files(paid=True)
def pay(
    ctx: typer.Context,
    *,
    month: MonthText = "",
    shop: Shop = "main",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
    json_path: Json = None,
    files: MonthFiles,
) -> None:
    """Score and pay a month, from files or from the database."""
    screen: Screen = ctx.obj
    if files.is_named and files.pay_plan is None:
        raise InputError(Fault("missing_file", "pay_plan.csv"))
    found = scored(files, month, shop=shop, by=by, expect=expect, url=url, pay=True)
    kpi_tables.payouts(screen, found)
    if "version" in found:
        tell_version(screen, found["version"])
    screen.answer(json_path, found)


@with_month_files(paid=True)
def explain(
    ctx: typer.Context,
    agent: Who,
    *,
    month: MonthText = "",
    shop: Shop = "main",
    url: Db = None,
    json_path: Json = None,
    files: MonthFiles,
) -> None:
    """Explain an agent's score and bonus, from files or as the database holds them."""
    screen: Screen = ctx.obj
    report = of_files(files, month) if files.is_named else of_run(shop, month, url)
    found = kpi_tables.of_agent(report, agent)
    found |= {name: report[name] for name in report if name == "version"}
    kpi_tables.explanation(screen, found)
    if "version" in found:
        tell_version(screen, found["version"])
    screen.answer(json_path, found)


def scored(
    files: MonthFiles,
    month: str,
    *,
    shop: str,
    by: str | None,
    expect: int | None,
    url: str | None,
    pay: bool,
) -> kpi_tables.Report:
    """Return a month's scores (and payouts): of the files where any is named, else of the shop."""
    if files.is_named:
        without_database(expect)
        return of_files(files, month)
    wanted = Month.parse(month)
    with opened(url) as database:
        desk = desk_of(database, shop, by, expect)
        run = months.score(desk, wanted, pay=pay)
        return run_report(run, shop_of(desk).clock) | {"version": version_left(desk)}


def of_files(files: MonthFiles, month: str) -> kpi_tables.Report:
    """Return the scores and payouts that files lead to; without a month, of their only one."""
    found = score_files(files, Month.parse(month) if month else None)
    return month_report(
        found.month,
        found.scores,
        found.payouts,
        found.schemes.values(),
        in_doubt=found.in_doubt,
        left_out=found.left_out,
        clock=Clock(files.timezone),
    )


def of_run(shop: str, month: str, url: str | None) -> kpi_tables.Report:
    """Return the scores and payouts of a month's newest run."""
    wanted = Month.parse(month)
    with reading(url) as database:
        desk = desk_of(database, shop)
        version = desk.seen_now()
        run = months.month_run(desk, wanted)
        clock = shop_of(desk).clock
    if run is None:
        raise InputError(Fault("month_not_scored", value=month))
    return run_report(run, clock) | {"version": version}
