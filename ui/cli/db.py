"""Commands that look after the database: ``db upgrade``, ``check``, ``backup``, ``restore``."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from service import database as databases
from service.database import Action, Contents, default_url, shown, url_of
from ui.cli.acting import Db, now
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.words.catalogue import has

Copy = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.copy")]
Keep = Annotated[int | None, typer.Option("--keep", min=1, metavar="N", help="cli.option.keep")]
Replace = Annotated[bool, typer.Option("--replace", help="cli.option.replace")]


def upgrade(screen: Screen, *, url: Db = None) -> None:
    """Bring the database up to date."""
    where = _place(url)
    databases.upgrade(where)
    screen.say("cli.database_ready", url=shown(where))


def check(screen: Screen, *, url: Db = None) -> Report:
    """Look for damage in the database, while others go on working."""
    where = _place(url)
    found = databases.check(where)
    named = shown(where)
    screen.say("cli.database_sound", url=named)
    if found is None:
        screen.say("cli.database_older")
    else:
        _tell(screen, found)
    report = {} if found is None else _report(found)
    return {"url": named, "is_up_to_date": found is not None} | report


def backup(screen: Screen, copy: Copy, *, keep: Keep = None, url: Db = None) -> Report:
    """Copy the database to a file."""
    gone: tuple[Path, ...] = ()
    if keep is None:
        databases.backup(_place(url), copy)
    else:
        copy, gone = databases.rotating_backup(_place(url), copy, keep=keep, now=now())
    screen.say("cli.written", path=copy)
    if gone:
        screen.say("cli.backups_deleted", count=len(gone), names=", ".join(p.name for p in gone))
    return {"written": copy, "deleted": list(map(str, gone))}


def restore(screen: Screen, copy: Copy, *, replace: Replace = False, url: Db = None) -> Report:
    """Make a copy the database."""
    where = _place(url)
    done = databases.restore(copy, where, replace=replace, now=now())
    screen.say("cli.database_restored", url=shown(where), file=copy)
    _tell(screen, done.contents)
    for one in done.moved:
        screen.say("cli.moved_away", old=one.old, new=one.new)
    moved = [{"from": str(one.old), "to": str(one.new)} for one in done.moved]
    return _report(done.contents) | {"moved": moved}


def _place(url: str | None) -> str:
    return default_url() if url is None else url_of(url)


def _tell(screen: Screen, found: Contents) -> None:
    """Print what a database holds."""
    for key, labels in (("cli.holds_weeks", found.weeks), ("cli.holds_months", found.months)):
        first, last = (labels[0], labels[-1]) if labels else ("", "")
        named = key if labels else f"{key}_none"
        screen.say(named, count=len(labels), first=first, last=last)
    if found.replaced:
        names = ", ".join(found.replaced)
        screen.say("cli.holds_replaced", count=len(found.replaced), names=names)
    if found.newest is None:
        screen.say("cli.newest_none")
        return
    at = _local(found.newest.done.at)
    screen.say("cli.newest", at=at, by=found.newest.done.by, what=_named(screen, found.newest))


def _named(screen: Screen, action: Action) -> str:
    """Return what was done, in words where there are any, and to what."""
    key = f"action.{action.name}"
    words = [screen.word(key) if has(key, screen.lang) else "", action.subject]
    return " ".join(word for word in words if word) or "—"


def _local(moment: dt.datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")


def _report(found: Contents) -> Report:
    newest = found.newest
    done = None
    if newest is not None:
        done = {"by": newest.done.by, "at": newest.done.at.isoformat()}
        done |= {"action": newest.name, "subject": newest.subject}
    held = {"weeks": found.weeks, "months": found.months, "replaced": found.replaced}
    return {name: list(labels) for name, labels in held.items()} | {"newest": done}
