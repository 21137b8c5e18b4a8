"""Commands on performance: ``kpi score``, ``kpi pay``, ``kpi explain``."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.errors import Fault, InputError
from service import kpi_intake, kpi_plans, months
from service.kpi_files import MonthFiles, score_files
from service.kpi_report import month_report, run_report
from service.months import Month
from ui.cli import kpi_tables
from ui.cli.database import By, Db, Shop, now, opened, person
from ui.cli.options import Json, Timezone

if TYPE_CHECKING:
    from ui.cli.screen import Screen

MonthText = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="cli.option.month")]
Facts = Annotated[Path | None, typer.Option("--facts", metavar="FILE", help="cli.option.facts")]
Weeks = Annotated[
    list[Path] | None, typer.Option("--roster-week", metavar="DIR", help="cli.option.roster_week")
]
Attendance = Annotated[
    Path | None, typer.Option("--attendance", metavar="FILE", help="cli.option.attendance")
]
Exceptions = Annotated[
    Path | None, typer.Option("--exceptions", metavar="FILE", help="cli.option.exceptions")
]
Targets = Annotated[
    Path | None, typer.Option("--targets", metavar="FILE", help="cli.option.targets")
]
Schemes = Annotated[
    list[Path] | None, typer.Option("--scheme", metavar="FILE", help="cli.option.scheme")
]
Plan = Annotated[
    Path | None, typer.Option("--pay-plan", metavar="FILE", help="cli.option.pay_plan")
]
Agents = Annotated[Path | None, typer.Option("--agents", metavar="FILE", help="cli.option.agents")]
Who = Annotated[str, typer.Argument(metavar="AGENT", help="cli.option.agent")]

kpi = typer.Typer(no_args_is_help=True)


class Table(StrEnum):
    """What of a month can be taken into the database."""

    ATTENDANCE = "attendance"
    EXCEPTIONS = "exceptions"
    CHATS = "chats"
    FACTS = "facts"
    TARGETS = "targets"
    PAY_PLAN = "pay_plan"
    SCHEME = "scheme"


TAKE_IN = {
    Table.ATTENDANCE: kpi_intake.import_attendance,
    Table.EXCEPTIONS: kpi_intake.import_exceptions,
    Table.CHATS: kpi_intake.import_chats,
    Table.FACTS: kpi_intake.import_facts,
    Table.TARGETS: kpi_plans.import_targets,
    Table.PAY_PLAN: kpi_plans.import_pay_plans,
    Table.SCHEME: kpi_plans.import_scheme,
}
Kind = Annotated[Table, typer.Argument(help="cli.option.kpi_table")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.kpi_file")]


@kpi.command("import")
def take_in(
    ctx: typer.Context,
    table: Kind,
    file: Source,
    *,
    shop: Shop = "main",
    by: By = None,
    url: Db = None,
) -> None:
    """Take a month's file into the database."""
    screen: Screen = ctx.obj
    with opened(url) as database:
        TAKE_IN[table](database, shop, file, by=person(by), now=now())
    screen.say("cli.kpi_imported", file=file.name, shop=shop)


@kpi.command("score")
def score(
    ctx: typer.Context,
    *,
    month: MonthText,
    facts: Facts = None,
    week: Weeks = None,
    attendance: Attendance = None,
    exceptions: Exceptions = None,
    targets: Targets = None,
    scheme: Schemes = None,
    agents: Agents = None,
    timezone: Timezone = "Asia/Shanghai",
    shop: Shop = "main",
    by: By = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Score a month, from files or from the database."""
    screen: Screen = ctx.obj
    files = MonthFiles(
        facts=facts,
        weeks=tuple(week or ()),
        attendance=attendance,
        exceptions=exceptions,
        targets=targets,
        schemes=tuple(scheme or ()),
        agents=agents,
        timezone=timezone,
    )
    found = scored(files, Month.parse(month), shop=shop, by=by, url=url, pay=False)
    kpi_tables.scores(screen, found)
    screen.answer(json_path, found)


@kpi.command("pay")
def pay(
    ctx: typer.Context,
    *,
    month: MonthText,
    pay_plan: Plan = None,
    facts: Facts = None,
    week: Weeks = None,
    attendance: Attendance = None,
    exceptions: Exceptions = None,
    targets: Targets = None,
    scheme: Schemes = None,
    agents: Agents = None,
    timezone: Timezone = "Asia/Shanghai",
    shop: Shop = "main",
    by: By = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Score and pay a month, from files or from the database."""
    screen: Screen = ctx.obj
    files = MonthFiles(
        facts=facts,
        weeks=tuple(week or ()),
        attendance=attendance,
        exceptions=exceptions,
        targets=targets,
        pay_plan=pay_plan,
        schemes=tuple(scheme or ()),
        agents=agents,
        timezone=timezone,
    )
    if is_named(files) and pay_plan is None:
        raise InputError(Fault("missing_file", "pay_plan.csv"))
    found = scored(files, Month.parse(month), shop=shop, by=by, url=url, pay=True)
    kpi_tables.payouts(screen, found)
    screen.answer(json_path, found)


@kpi.command("explain")
def explain(
    ctx: typer.Context,
    agent: Who,
    *,
    month: MonthText,
    shop: Shop = "main",
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Explain an agent's score and bonus, as the database holds them."""
    screen: Screen = ctx.obj
    when = Month.parse(month)
    with opened(url) as database:
        run = months.month_run(database, shop, when)
    if run is None:
        raise InputError(Fault("month_not_scored", value=month))
    found = kpi_tables.of_agent(run_report(run), agent)
    kpi_tables.explanation(screen, found)
    screen.answer(json_path, found)


def scored(
    files: MonthFiles, month: Month, *, shop: str, by: str | None, url: str | None, pay: bool
) -> dict[str, object]:
    """Return a month's scores (and payouts): of the files where any is named, else of the shop."""
    if is_named(files):
        found = score_files(files, month)
        return month_report(month, found.scores, found.payouts, found.schemes.values())
    with opened(url) as database:
        run = months.score(database, shop, month, pay=pay, by=person(by), now=now())
    return run_report(run)


def is_named(files: MonthFiles) -> bool:
    """Return whether files say what happened in the month."""
    return files.facts is not None or bool(files.weeks)
