"""Commands on the database: ``import``, ``export`` and ``serve``."""

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from service.database import URL_VARIABLE, Database, bypasses, default_url, url_of
from service.demand.volume_file import import_volume_file
from service.demand.volume_report import reading_report, special_of
from service.demo import demo_url, open_demo
from service.roster import agreed, intake, publishing, rosters, weeks
from service.shop.shops import shop
from ui.cli import demand_tables
from ui.cli.acting import Db, Looking, now, person, told
from ui.cli.endings import Ending
from ui.cli.options import LARGEST, RosterFile, Week
from ui.cli.pairs import Layout
from ui.cli.screen import Screen
from ui.cli.spelled import Ended, Report
from ui.cli.taking_in import TakingIn

Name = Annotated[str, typer.Option("--name", help="cli.option.shop_name")]
Label = Annotated[str, typer.Argument(metavar="WEEK", help="cli.option.label")]
VolumesFile = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.volumes")]
OfAll = Annotated[bool, typer.Option("--contacts", help="cli.option.of_all")]
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
Agreed = Annotated[str, typer.Option("--reason", metavar="TEXT", help="cli.option.agreed_reason")]
Certificate = Annotated[
    Path | None, typer.Option("--cert", metavar="FILE", help="cli.option.certificate")
]
Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="cli.option.key")]
Proxy = Annotated[str | None, typer.Option("--behind-proxy", metavar="IP", help="cli.option.proxy")]
Demo = Annotated[bool, typer.Option("--demo", help="cli.option.demo")]


def import_week(screen: Screen, week: Week, *, name: Name = "", at: TakingIn) -> Report:
    """Take a week's folder into the database."""
    with at.reading(screen) as desk:
        kept = intake.import_week(desk, week, shop_name=name)
    screen.say("cli.week_imported", week=kept.label, shop=at.shop)
    return at.told(screen, desk, {"shop": at.shop, "week": kept.label, "state": kept.state.value})


def import_roster(screen: Screen, label: Label, roster: RosterFile, *, at: TakingIn) -> Ended:
    """Take a roster file in as a week's new draft."""
    with at.reading(screen) as desk:
        kept = publishing.import_roster(desk, label, roster)
    verdict = kept.checked.verdict
    number = kept.version.number
    screen.say("cli.roster_imported", week=label, number=number, breaches=len(verdict.stretches))
    report = {"week": label, "version": number, "breaches": len(verdict.violations)}
    report |= {"by_rule": verdict.by_rule, "cost": verdict.cost.total}
    at.told(screen, desk, report)  # in the answer, "version" is the roster's
    return Ended(report, Ending.DONE if verdict.is_clean else Ending.AMISS)


def import_agreed(screen: Screen, roster: RosterFile, *, reason: Agreed, at: TakingIn) -> Report:
    """Take the table of days that are over in as the roster that was agreed then."""
    with at.reading(screen) as desk:
        kept = agreed.take_agreed(desk, roster, reason=reason)
    days = kept.horizon.dates
    screen.say("cli.roster_agreed", first=days[0], last=days[-1], breaches=kept.breaches or 0)
    return at.told(screen, desk, {"week": kept.label, "days": len(days), "breaches": kept.breaches})


def import_volumes(
    screen: Screen, volumes: VolumesFile, *, contacts: OfAll = False, layout: Layout, at: TakingIn
) -> Report:
    """Merge volumes into the shop's history."""
    file = layout.file(volumes, timezone="UTC")
    with at.reading(screen) as desk:
        export = import_volume_file(desk, file, is_all_contacts=contacts)
        special, interval_min = special_of(desk, export), shop(desk).interval_min
    screen.say("cli.volumes_imported", shop=at.shop, intervals=len(export.volumes.start_min))
    report = reading_report(export, special, interval_min=interval_min)
    demand_tables.reading(screen, report)
    return at.told(screen, desk, {"shop": at.shop, **report})


def export_week(screen: Screen, label: Label, out: FolderOut, *, at: Looking) -> Report:
    """Write a week to a folder."""
    with at.desk() as desk:
        weeks.export_week(desk, label, out)
    screen.say("cli.written", path=out)
    return told(screen, desk, {"shop": at.shop, "week": label, "written": str(out)})


def export_roster(
    screen: Screen, label: Label, out: FileOut, *, number: Number = None, at: Looking
) -> Report:
    """Write a week's roster to a file."""
    with at.desk() as desk:
        rosters.write_version(desk, label, out, number)
    screen.say("cli.written", path=out)
    return told(screen, desk, {"shop": at.shop, "week": label, "written": str(out)})


def serve(
    screen: Screen,
    *,
    port: Port = 8501,
    address: Address = "127.0.0.1",
    host_name: HostNames = None,
    cert: Certificate = None,
    key: Key = None,
    behind_proxy: Proxy = None,
    url: Db = None,
    demo: Demo = False,
) -> None:
    """Open the web app."""
    from service.settings import settings  # noqa: PLC0415 - Streamlit takes a second to load
    from ui.own_hosts import checked_names  # noqa: PLC0415 - as above
    from ui.running import running  # noqa: PLC0415 - as above
    from ui.serve import serve as serve_app  # noqa: PLC0415 - as above

    names = checked_names(host_name or ())
    if demo:
        os.environ[URL_VARIABLE] = demo_url()
    elif url is not None:
        os.environ[URL_VARIABLE] = url_of(url)
    if demo:
        open_demo(now(), by=person(None).name)
    how = "http" if cert is None else "https"
    told = settings()
    with running(told, default_url()):
        serve_app(
            port=port,
            address=address,
            host_names=names,
            certificate=cert,
            key=key,
            proxy=behind_proxy,
            providers=told.providers,
            public_address=told.public_address,
            tell=lambda: tell_open(screen, f"{how}://{address}:{port}"),
        )


def tell_open(screen: Screen, address: str) -> None:
    """Say where the app is open, and whether the database's own locks hold the program back."""
    screen.say("cli.serving", url=address)
    with closing(Database(default_url())) as database:
        right = bypasses(database)
    if right:
        screen.say("cli.role_bypasses", right=right)
