"""Taking a month's files into the database: ``kpi import``, and ``kpi count`` of what is there."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.file_kinds import KINDS
from service.month import message_facts
from service.month.months import Month
from service.records import complaints, follow_ups
from service.taken import NamesTold, as_told
from ui.cli.acting import Acting, told
from ui.cli.looking import looking_at
from ui.cli.options import KeepAnyway, MonthText, SaidOfAll
from ui.cli.pairs import pairs
from ui.cli.screen import Screen

MonthTable = StrEnum(  # type: ignore[misc]  # its members: the kinds of files there are
    "MonthTable", {kind: file.name for kind, file in KINDS.items()}
)
TAKE_IN = {MonthTable(kind.name): kind.take for kind in KINDS.values()}


class Counted(StrEnum):
    """What of the database can be counted into a month's facts."""

    MESSAGES = "messages"
    COMPLAINTS = "complaints"
    FOLLOW_UPS = "follow_ups"


COUNT = {
    Counted.MESSAGES: message_facts.count_messages,
    Counted.COMPLAINTS: complaints.count_complaints,
    Counted.FOLLOW_UPS: follow_ups.count_follow_ups,
}
Kind = Annotated[MonthTable, typer.Argument(help="cli.option.kpi_table")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.kpi_file")]
What = Annotated[Counted, typer.Argument(help="cli.option.kpi_counted")]


def take_in(
    screen: Screen,
    table: Kind,
    file: Source,
    *,
    said: SaidOfAll = "",
    keep_anyway: KeepAnyway = None,
    at: Acting,
) -> None:
    """Take a month's file into the database."""
    of_all = pairs(said, example="owner=A01")
    with looking_at(screen, keep_anyway), at.desk() as desk, as_told(NamesTold(constants=of_all)):
        TAKE_IN[table](desk, file)
    screen.say("cli.kpi_imported", file=file.name, shop=at.shop)
    told(screen, desk, {})


def count(screen: Screen, what: What, *, month: MonthText, at: Acting) -> None:
    """Count what the database holds into a month's facts."""
    wanted = Month.parse(month)
    with at.desk() as desk:
        facts = COUNT[what](desk, wanted)
    screen.say("cli.kpi_counted", month=month, rows=len(facts))
    told(screen, desk, {})
