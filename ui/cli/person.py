"""The command that hands out what is kept about one person: ``export person``."""

from pathlib import Path
from typing import Annotated

import typer

from service.kept import keep_file
from service.persons.handing_out import own_archive
from ui.cli.acting import Acting, By, Db, Shop
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.person_words import readme

Who = Annotated[str, typer.Argument(metavar="AGENT", help="cli.option.whose_data")]
ZipOut = Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="cli.option.person_out")]


def export_person(
    screen: Screen, agent: Who, *, out: ZipOut, shop: Shop = "main", by: By = None, url: Db = None
) -> Report:
    """Write everything that is kept about somebody to one archive."""
    with Acting(shop, by, None, url).desk() as desk:
        found = own_archive(desk, agent, readme)
    keep_file(out, found.content)
    rows = dict(found.about.rows)
    screen.say("cli.written", path=out)
    screen.say("cli.person_exported", agent=agent, count=sum(rows.values()))
    return {"agent": agent, "written": str(out), "rows": rows}
