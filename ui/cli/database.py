"""Commands on the database: ``import``, ``export`` and ``serve``."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.errors import require
from service.database import URL_VARIABLE, Database, open_database, open_to_read, url_of
from service.demand.volume_file import import_volume_file, reading_report
from service.demo import demo_url
from service.desk import Desk, Person
from service.roster import intake, publishing, rosters, weeks
from ui.cli import demand_tables
from ui.cli.options import LARGEST, ClockChanges, Drop, Expect, Json, Map, NoRowMeans, PostName
from ui.cli.pairs import volume_file

if TYPE_CHECKING:
    from ui.cli.screen import Screen

Db = Annotated[str | None, typer.Option("--db", metavar="URL", help="cli.option.db")]
Shop = Annotated[str, typer.Option("--shop", metavar="ID", help="cli.option.shop")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="cli.option.by")]
Name = Annotated[str, typer.Option("--name", help="cli.option.shop_name")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="cli.option.week")]
Label = Annotated[str, typer.Argument(metavar="WEEK", help="cli.option.label")]
RosterFile = Annotated[Path, typer.Argument(metavar="ROSTER", help="cli.option.roster")]
VolumesFile = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.volumes")]
Number = Annotated[
    int | None, typer.Option("--version", min=1, max=LARGEST, help="cli.option.version")
]
FolderOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="cli.option.plan_out")]
FileOut = Annotated[Path, typer.Option("--out", metavar="FILE", help="cli.option.roster_out")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="cli.option.port")]
Address = Annotated[str, typer.Option("--address", help="cli.option.address")]
HostNames = Annotated[
    list[str] | None, typer.Option("--host-name", metavar="NAME", help="cli.option.host_name")
]
Demo = Annotated[bool, typer.Option("--demo", help="cli.option.demo")]


def import_week(
    ctx: typer.Context,
    week: Folder,
    *,
    shop: Shop = "main",
    name: Name = "",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Take a week's folder into the database."""
    screen: Screen = ctx.obj
    with opened(url) as database:
        desk = desk_of(database, shop, by, expect)
        kept = intake.import_week(desk, week, shop_name=name)
    screen.say("cli.week_imported", week=kept.label, shop=shop)
    report = {"shop": shop, "week": kept.label, "state": kept.state.value}
    screen.answer(json_path, report | tell_version(screen, version_left(desk)))


def import_roster(
    ctx: typer.Context,
    label: Label,
    roster: RosterFile,
    *,
    shop: Shop = "main",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Take a roster file in as a week's new draft."""
    screen: Screen = ctx.obj
    with opened(url) as database:
        desk = desk_of(database, shop, by, expect)
        kept = publishing.import_roster(desk, label, roster)
    verdict = kept.checked.verdict
    number = kept.version.number
    screen.say("cli.roster_imported", week=label, number=number, breaches=len(verdict.stretches))
    tell_version(screen, version_left(desk))  # in the answer, "version" is the roster's
    report = {"week": label, "version": number, "breaches": len(verdict.violations)}
    screen.answer(json_path, report | {"by_rule": verdict.by_rule, "cost": verdict.cost.total})
    raise typer.Exit(0 if verdict.is_clean else 1)


def import_volumes(
    ctx: typer.Context,
    volumes: VolumesFile,
    *,
    columns: Map = "",
    post: PostName = "chat",
    drop: Drop = "",
    drop_clock_changes: ClockChanges = False,
    no_row: NoRowMeans = None,
    shop: Shop = "main",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
) -> None:
    """Merge volumes into the shop's history."""
    screen: Screen = ctx.obj
    file = volume_file(
        volumes,
        timezone="UTC",
        columns=columns,
        post=post,
        drop=drop,
        drop_clock_changes=drop_clock_changes,
        no_row=no_row,
    )
    with opened(url) as database:
        desk = desk_of(database, shop, by, expect)
        export = import_volume_file(desk, file)
    screen.say(
        "cli.volumes_imported",
        shop=shop,
        intervals=len(export.volumes.start_min),
    )
    demand_tables.reading(screen, reading_report(export))
    tell_version(screen, version_left(desk))


def export_week(
    ctx: typer.Context,
    label: Label,
    out: FolderOut,
    *,
    shop: Shop = "main",
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Write a week to a folder."""
    screen: Screen = ctx.obj
    with reading(url) as database:
        desk = desk_of(database, shop)
        version = desk.seen_now()
        weeks.export_week(desk, label, out)
    screen.say("cli.written", path=out)
    report = {"shop": shop, "week": label, "written": str(out)}
    screen.answer(json_path, report | tell_version(screen, version))


def export_roster(
    ctx: typer.Context,
    label: Label,
    out: FileOut,
    *,
    number: Number = None,
    shop: Shop = "main",
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Write a week's roster to a file."""
    screen: Screen = ctx.obj
    with reading(url) as database:
        desk = desk_of(database, shop)
        version = desk.seen_now()
        rosters.write_version(desk, label, out, number)
    screen.say("cli.written", path=out)
    report = {"shop": shop, "week": label, "written": str(out)}
    screen.answer(json_path, report | tell_version(screen, version))


def serve(
    ctx: typer.Context,
    *,
    port: Port = 8501,
    address: Address = "127.0.0.1",
    host_name: HostNames = None,
    url: Db = None,
    demo: Demo = False,
) -> None:
    """Open the web app."""
    from ui.own_hosts import checked_names  # noqa: PLC0415 - Streamlit takes a second to load
    from ui.serve import serve as serve_app  # noqa: PLC0415 - as above

    screen: Screen = ctx.obj
    names = checked_names(host_name or ())
    if demo:
        os.environ[URL_VARIABLE] = demo_url()
    elif url is not None:
        os.environ[URL_VARIABLE] = url_of(url)
    screen.say("cli.serving", url=f"http://{address}:{port}")
    serve_app(port=port, address=address, host_names=names)


@contextmanager
def opened(url: str | None) -> Iterator[Database]:
    """Hand out the database, upgraded where needed, and let go of it afterwards."""
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def reading(url: str | None) -> Iterator[Database]:
    """Hand out a database that is there, for reading only, and let go of it afterwards."""
    database = open_to_read(url)
    try:
        yield database
    finally:
        database.close()


def desk_of(
    database: Database, shop: str, by: str | None = None, expect: int | None = None
) -> Desk:
    """
    Return the desk at which a command acts.

    Parameters
    ----------
    expect
        The version its caller saw: what somebody changed after it is not written over. None: they
        take the newest, whatever it is.

    Raises
    ------
    InputError
        When there is no such version yet.
    """
    desk = Desk(database, shop, Person(person(by)), now(), seen=expect)
    if expect is not None:
        newest = desk.seen_now()
        require(expect <= newest, "version_not_yet", value=expect, newest=newest)
    return desk


def without_database(expect: int | None) -> None:
    """Raise InputError where a version was given to a command that does not use the database."""
    require(expect is None, "expect_without_database", value=expect)


def version_left(desk: Desk) -> int:
    """Return the version a command left behind, by its own last action."""
    return max(desk.own, default=desk.seen_now())


def tell_version(screen: "Screen", version: int) -> dict[str, object]:
    """Print which version was shown or written, and return it for the answer."""
    screen.say("cli.version", version=version)
    return {"version": version}


def person(by: str | None) -> str:
    """Return who acts: the name given, else the one the system knows."""
    return by or os.environ.get("USER") or os.environ.get("USERNAME") or "paiban"


def now() -> dt.datetime:
    """Return the present moment; services are told it."""
    return dt.datetime.now(dt.UTC)
