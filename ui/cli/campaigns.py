"""Campaigns (大促) of a shop as a file: ``import campaigns``, ``export campaigns``."""

from pathlib import Path
from typing import Annotated

import typer

from service.records import campaigns
from ui.cli.acting import Looking, told
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.cli.taking_in import TakingIn

Source = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.campaigns_file")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="cli.option.campaigns_out")]


def import_campaigns(screen: Screen, file: Source, *, at: TakingIn) -> Report:
    """Take a file of campaigns into the database."""
    with at.reading(screen) as desk:
        found = campaigns.import_campaigns(desk, file)
    screen.say("cli.campaigns_imported", file=file.name, count=len(found), shop=at.shop)
    return at.told(screen, desk, _report(found))


def export_campaigns(screen: Screen, *, out: Out = None, at: Looking) -> Report:
    """List the campaigns of a shop, and write them to a file where one is named."""
    with at.desk() as desk:
        found = campaigns.export_campaigns(desk, out)
    if not found:
        screen.say("cli.campaigns_none", shop=at.shop)
    rows = [(each.name, each.first, each.last, len(list(each.parts()))) for each in found]
    heads = ("campaign", "first", "last", "campaign_parts")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)
    if out is not None:
        screen.say("cli.written", path=out)
    return told(screen, desk, _report(found))


def _report(found: tuple[campaigns.Campaign, ...]) -> Report:
    return {
        "campaigns": [{"name": each.name, "first": each.first, "last": each.last} for each in found]
    }
