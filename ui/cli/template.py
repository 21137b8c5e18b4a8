"""``template``: an empty table to fill in, that is taken in as it is."""

from pathlib import Path
from typing import Annotated

import typer

from service.kept import keep_file
from service.roster.export import require_workbook
from service.templates import template_columns
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.template_words import table_name, template_file

Kind = Annotated[str, typer.Argument(metavar="KIND", help="cli.option.template_kind")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.template_out")]


def template(screen: Screen, kind: Kind, *, out: Out) -> Report:
    """Write an empty table to fill in."""
    require_workbook(out)
    columns = template_columns(kind, screen.lang)
    keep_file(out, template_file(kind, screen.lang))
    needed = [each.ours for each in columns if each.is_needed]
    counted = {"columns": len(columns), "needed": len(needed)}
    screen.say("cli.template_written", kind=table_name(kind, screen.lang), file=out, **counted)
    return {"kind": kind, "file": str(out), "columns": [each.ours for each in columns]}
