"""Commands that vouch for the log: ``audit verify``, ``audit anchor`` and ``audit explain``."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from service import audit
from service.database import default_url, shown, url_of
from ui.cli.acting import Db, Housekeeping, now, told
from ui.cli.screen import Screen
from ui.cli.spelled import Report

Anchors = Annotated[
    Path | None, typer.Option("--anchors", metavar="FILE", help="cli.option.anchors")
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="cli.option.witness")]
Reason = Annotated[str, typer.Option("--reason", help="cli.option.witness_reason")]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="cli.option.anchor_to")]


def verify(screen: Screen, *, anchors: Anchors = None, url: Db = None) -> Report:
    """Look for lines of the log that were changed, removed, inserted or moved."""
    where = default_url() if url is None else url_of(url)
    found = audit.verify(where, anchors)
    named = shown(where)
    screen.say("cli.audit_sound", url=named, count=found.end.links)
    if found.unvouched:
        screen.say("cli.audit_unvouched", count=found.unvouched)
    if found.blackened:
        screen.say("cli.audit_blackened", count=found.blackened)
    if found.explained:
        screen.say("cli.audit_explained", count=found.explained)
    if anchors is None:
        screen.say("cli.audit_no_anchor")
    else:
        screen.say("cli.audit_anchored", file=anchors)
    return {"url": named, "links": found.end.links, "hash": found.end.hash} | {
        "unvouched": found.unvouched,
        "blackened": found.blackened,
        "explained": found.explained,
    }


def anchor(screen: Screen, *, to: To = None, url: Db = None) -> Report:
    """Print where the log ends, to be kept outside the database."""
    where = default_url() if url is None else url_of(url)
    line = audit.anchor(where, now()) if to is None else audit.write_anchor(where, to, now())
    screen.say("cli.anchor_line", links=line.links, hash=line.hash, at=line.at)
    if to is not None:
        screen.say("cli.written", path=to)
    return asdict(line)


def explain(screen: Screen, number: Number, *, reason: Reason, at: Housekeeping) -> Report:
    """Note why what was changed past the program, up to a number, was meant."""
    with at.desk() as desk:
        count = audit.explain(desk, number, reason)
        screen.say("cli.audit_explained", count=count)
        return told(screen, desk, {"explained": count})
