"""The command ``after``: a week that is over, plan against what happened."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from scheduler.errors import Fault, InputError
from service.floor.week_after import WeekAfter, week_after
from service.kept import keep_file
from service.spreadsheet import csv_of, workbook_of
from ui.after_words import GAIN_HEADS, POST_HEADS, after_tables, gain_cells, post_cells
from ui.cli.acting import Looking, told
from ui.cli.database import Label
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.words.caveats import caveat_text
from ui.words.names import post_name

WORKBOOK = ".xlsx"
TableOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="cli.option.after_out")
]


def after(screen: Screen, label: Label, *, out: TableOut = None, at: Looking) -> Report:
    """Show a week that is over: plan against what happened, and what overruling gained."""
    with at.desk() as desk:
        found = week_after(desk, label)
    if found is None:
        raise InputError(Fault("week_not_published", value=label))
    lang = screen.lang
    rows = [post_cells(row, lang) for row in found.posts]
    screen.table([f"after.{name}" for name in POST_HEADS], rows)
    if found.gains:
        rows = [gain_cells(gain, found, lang) for gain in found.gains]
        screen.table([f"after.{name}" for name in GAIN_HEADS], rows)
        screen.say("after.level_note")
    else:
        screen.say("after.no_overrulings")
    for one in found.caveats:
        text = caveat_text(one.code, one.details, lang)
        screen.text(f"{post_name(one.post, lang)}: {text}" if one.post else text)
    if out is not None:
        tables = after_tables(found, lang)
        keep_file(out, workbook_of(tables) if out.suffix == WORKBOOK else csv_of(tables[0]))
        screen.say("cli.written", path=out)
    return told(screen, desk, {"shop": at.shop, **after_report(found)})


def after_report(found: WeekAfter) -> Report:
    """Return what programs read of a week that is over."""
    return {
        "week": found.label,
        "roster_version": found.version,
        "forecast": None if found.told is None else {"by": found.told.by, "at": str(found.told.at)},
        "posts": {row.post: asdict(row) | {"adherence": row.kept.adherence} for row in found.posts},
        "overrulings": [
            {
                "kind": gain.overruling.kind,
                "post": gain.post,
                "value": gain.overruling.value,
                "date": gain.overruling.date and gain.overruling.date.isoformat(),
                "by": gain.overruling.entered.by,
                "came": gain.came,
                "made": gain.made and asdict(gain.made),
                "rival": gain.rival and asdict(gain.rival),
                "gained_chats": gain.chats,
                "gained_hours": gain.hours,
                "gained_level": gain.level,
            }
            for gain in found.gains
        ],
        "caveats": [
            {"code": one.code, "post": one.post, "details": dict(one.details)}
            for one in found.caveats
        ],
    }
