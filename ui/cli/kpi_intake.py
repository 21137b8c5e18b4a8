"""Counting into a month's facts what the database holds: ``kpi count``."""

from enum import StrEnum
from typing import Annotated

import typer

from service.month import message_facts
from service.month.months import Month
from service.records import complaints, follow_ups
from ui.cli.acting import Acting, told
from ui.cli.options import MonthText
from ui.cli.screen import Screen


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
What = Annotated[Counted, typer.Argument(help="cli.option.kpi_counted")]


def count(screen: Screen, what: What, *, month: MonthText, at: Acting) -> None:
    """Count what the database holds into a month's facts."""
    wanted = Month.parse(month)
    with at.desk() as desk:
        facts = COUNT[what](desk, wanted)
    screen.say("cli.kpi_counted", month=month, rows=len(facts))
    told(screen, desk, {})
