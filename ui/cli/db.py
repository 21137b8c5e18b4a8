"""Commands that look after the database: ``db upgrade``, ``check``, ``backup``, ``move``."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from scheduler.errors import require
from service import database as databases
from service.database import Action, Contents, default_url, shown, url_of
from ui.cli.acting import Db, now
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.words.catalogue import has

Copied = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="cli.option.copied")]
Copy = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.copy")]
Keep = Annotated[int | None, typer.Option("--keep", min=1, metavar="N", help="cli.option.keep")]
From = Annotated[str, typer.Argument(metavar="FROM", help="cli.option.from_database")]
To = Annotated[str, typer.Argument(metavar="TO", help="cli.option.to_database")]
OneShop = Annotated[str | None, typer.Option("--shop", metavar="ID", help="cli.option.one_shop")]
Step = Annotated[str, typer.Argument(metavar="STEP", help="cli.option.step")]
Replace = Annotated[bool, typer.Option("--replace", help="cli.option.replace")]


def upgrade(screen: Screen, *, url: Db = None) -> None:
    """Bring the database up to date."""
    where = _place(url)
    databases.upgrade(where)
    screen.say("cli.database_ready", url=shown(where))


def downgrade(screen: Screen, step: Step, *, url: Db = None) -> None:
    """Take the newest steps of the tables back, for an earlier version of the program."""
    where = _place(url)
    databases.downgrade(where, step)
    screen.say("cli.database_downgraded", url=shown(where), step=step)


def move(screen: Screen, source: From, target: To, *, shop_id: OneShop = None) -> Report:
    """Copy the database to another place, such as a server, and prove it the same."""
    found = databases.move(source, target, shop_id)
    named = {"source": shown(url_of(source)), "target": shown(url_of(target))}
    count = sum(one.rows for one in found.tables)
    screen.say("cli.database_moved", count=count, tables=len(found.tables), **named)
    if found.left:
        screen.say("cli.move_left", names=", ".join(found.left))
    screen.say("cli.move_next", **named)
    copied = {one.table: {"rows": one.rows, "digest": one.digest} for one in found.tables}
    return {**named, "tables": copied, "left": list(found.left)}


def check(screen: Screen, *, url: Db = None) -> Report:
    """Look for damage in the database, while others go on working."""
    where = _place(url)
    found = databases.check(where)
    named = shown(where)
    screen.say("cli.database_sound", url=named)
    screen.say("cli.checked_pages")
    if found is None:
        screen.say("cli.database_older")
    else:
        screen.say("cli.checked_log", count=found.lines)
        if found.bypasses:
            screen.say("cli.role_bypasses", right=found.bypasses)
        _tell(screen, found)
    report = {} if found is None else _report(found)
    return {"url": named, "is_up_to_date": found is not None} | report


def backup(screen: Screen, copy: Copied = None, *, keep: Keep = None, url: Db = None) -> Report:
    """Copy the database to a file, or as the settings say."""
    gone: tuple[Path, ...] = ()
    if copy is None:
        return _planned(screen, _place(url), keep)
    if keep is None:
        databases.backup(_place(url), copy)
    else:
        copy, gone = databases.rotating_backup(_place(url), copy, keep=keep, now=now())
    return _told_backup(screen, copy, gone)


def _planned(screen: Screen, url: str, keep: int | None) -> Report:
    """Make the backup that is scheduled now, and prove it."""
    from service.backups import take  # noqa: PLC0415 - it takes what months are paid with
    from service.settings import settings  # noqa: PLC0415 - other commands need no settings

    plan = settings().plan
    require(keep is None, "backup_keep_and_plan", value=keep)
    require(plan is not None, "backup_no_folder")
    assert plan is not None
    done = take(url, plan, now())
    report = _told_backup(screen, done.path, done.deleted)
    screen.say("cli.backup_proven", lines=done.proof.lines)
    for one in done.proof.months:
        screen.say("cli.month_proven", shop=one.shop_id, month=one.month, count=one.people)
    months = [{"shop": one.shop_id, "month": str(one.month)} for one in done.proof.months]
    return report | {"log_lines": done.proof.lines, "months": months}


def _told_backup(screen: Screen, path: Path, gone: tuple[Path, ...]) -> Report:
    screen.say("cli.written", path=path)
    if gone:
        screen.say("cli.backups_deleted", count=len(gone), names=", ".join(p.name for p in gone))
    return {"written": path, "deleted": list(map(str, gone))}


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
    told = {name: list(labels) for name, labels in held.items()}
    return told | {"newest": done, "log_lines": found.lines, "bypasses": found.bypasses}
