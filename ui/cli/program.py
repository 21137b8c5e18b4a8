"""All commands of ``paiban``, and the way into them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from ui.cli import (
    chats,
    database,
    forecast,
    kpi_archive,
    kpi_intake,
    kpi_tickets,
    kpi_tools,
    mending,
    plan,
    roster,
    week,
)
from ui.cli.demo import demo
from ui.cli.dress import dress
from ui.cli.kpi import kpi
from ui.cli.screen import Screen
from ui.cli.speech import take_language
from ui.cli.whatif import whatif

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

app.command("demo")(demo)
app.command("plan")(plan.plan)
app.command("agents")(plan.agents)
app.command("forecast")(forecast.forecast)
app.command("staff")(week.staff)
app.command("roster")(roster.roster)
app.command("verify")(week.verify)
app.command("simulate")(week.simulate)
app.command("repair")(mending.repair)
app.command("explain")(mending.explain)
app.command("whatif")(whatif)
kpi.command("import")(kpi_intake.take_in)
kpi.command("count")(kpi_intake.count)
kpi.command("tickets")(kpi_tickets.tickets)
kpi.command("convert")(kpi_tools.convert)
kpi.command("validate")(kpi_tools.validate)
kpi.command("weights")(kpi_tools.weights)
app.add_typer(kpi, name="kpi")
database.imports.command("chats")(chats.import_chats)
database.imports.command("month")(kpi_archive.import_month)
database.exports.command("month")(kpi_archive.export_month)
app.add_typer(database.imports, name="import")
app.add_typer(database.exports, name="export")
app.command("serve")(database.serve)
app.add_typer(database.db, name="db")


@app.callback()
def paiban(
    lang: str = typer.Option("", "--lang", metavar="zh|en", help="cli.option.lang"),
) -> None:
    """Stand above all commands; ``--lang`` has been taken by ``main`` and is refused here."""
    if lang:
        raise typer.BadParameter(lang, param_hint="--lang")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``paiban`` with the process's arguments, or those given; ends by SystemExit."""
    given = sys.argv[1:] if arguments is None else arguments
    lang, left = take_language(given, os.environ)
    screen = Screen(lang)
    command = typer.main.get_command(app)
    dress(command, screen)
    command.main(args=left, prog_name="paiban", obj=screen)
