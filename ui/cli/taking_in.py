"""Taking files in: the options all kinds share, and ``paiban import KIND FILE``."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scheduler.errors import UnusualError
from service.asked_jobs import start_import
from service.desk import Desk
from service.file_asked import NOT_THERE, lasting
from service.file_kinds import KINDS
from service.file_look import FileLook, look_at
from service.shop.shops import agent_names
from service.shop.told import remember
from service.taken import NamesTold, as_told
from ui.cli.acting import Acting, told
from ui.cli.looking import looking_at
from ui.cli.options import KeepAnyway, SaidOfAll
from ui.cli.pairs import pairs
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.words.file_looks import about_lines
from ui.words.sentences import fault_sentence

DryRun = Annotated[bool, typer.Option("--dry-run", help="cli.option.dry_run")]
Mapped = Annotated[str, typer.Option("--map", metavar="OURS=THEIRS,…", help="cli.option.map_of")]
Who = Annotated[str, typer.Option("--who", metavar="NAME=ID,…", help="cli.option.who")]
WhichPost = Annotated[
    str, typer.Option("--which-post", metavar="NAME=POST,…", help="cli.option.which_post")
]
Remember = Annotated[bool, typer.Option("--remember", help="cli.option.remember")]
Later = Annotated[bool, typer.Option("--later", help="cli.option.import_later")]
NONE = "-"
"""Beside our name of a column: the file has none, although one of its head looks like it."""
FileKindName = StrEnum(  # type: ignore[misc]  # its members: the kinds of files there are
    "FileKindName", {kind: file.name for kind, file in KINDS.items()}
)
OF_NAME = {kind.name: (name, kind) for name, kind in KINDS.items()}
Kind = Annotated[FileKindName, typer.Argument(help="cli.option.kpi_table")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.kpi_file")]


@dataclass(frozen=True, slots=True)
class TakingIn(Acting):
    """
    Where and as whom a file is taken in, what is said of it, and whether it is kept.

    Parameters
    ----------
    said
        What holds in every row, by our name of a column.
    keep_anyway
        Why unusual numbers are meant; None: they are asked about.
    dry_run
        Show what would come of it and keep nothing.
    """

    said: SaidOfAll = ""
    keep_anyway: KeepAnyway = None
    dry_run: DryRun = False

    @contextmanager
    def reading(self, screen: Screen) -> Iterator[Desk]:
        """Hand out a desk at which files are read as was said; nothing stays of a dry run."""
        said = NamesTold(constants=pairs(self.said, example="owner=A01"))
        with looking_at(screen, self.keep_anyway), self.desk() as desk, as_told(said):
            if not self.dry_run:
                yield desk
                return
            with desk.rehearsing() as trial:
                yield trial

    def told(self, screen: Screen, desk: Desk, report: Report) -> Report:
        """Say how the database stands, or that nothing was kept; return it with the report."""
        if not self.dry_run:
            return told(screen, desk, report)
        screen.say("cli.nothing_kept")
        return report | {"kept": False}


@dataclass(frozen=True, slots=True)
class Called:
    """What a file calls its columns, people and posts, and whether later files call them so too."""

    columns: Mapped = ""
    people: Who = ""
    posts: WhichPost = ""
    remember: Remember = False

    def told(self, table: str) -> NamesTold:
        """Return what is told of a table; raises InputError for what are no pairs."""
        columns = pairs(self.columns, example="agent_id=客服,received=接待人数")
        columns = {ours: NOT_THERE if one == NONE else one for ours, one in columns.items()}
        return NamesTold(
            columns={table: columns} if columns else {},
            people=pairs(self.people, example="小桃=K01"),
            posts=pairs(self.posts, example="售前=presales"),
        )


def take_in(
    screen: Screen,
    kind: Kind,
    file: Source,
    *,
    called: Called,
    at: TakingIn,
    later: Later = False,
) -> Report:
    """Take a file of any kind into the database, or show what would come of it."""
    name, known = OF_NAME[kind.value]
    said = called.told(known.table)
    with at.reading(screen) as desk, as_told(said):
        if called.remember:  # also where the file is refused then
            constants = pairs(at.said, example="owner=A01")
            remember(desk, lasting(replace(said, constants=constants)), table=name)
        if later and not at.dry_run:
            return _asked(screen, desk, kind, file, said=said, at=at)
        if not at.dry_run:
            known.take(desk, file)
            screen.say("cli.kpi_imported", file=file.name, shop=at.shop)
            return at.told(screen, desk, {"shop": at.shop, "kind": kind.value, "kept": True})
        look = look_at(desk, known.take, file, name)
        for what in ("people", "posts"):
            if unknown := look.unknown(what):
                names = screen.word("list.comma").join(unknown)
                screen.note(screen.word(f"look.unknown_{what}", count=len(unknown), names=names))
        look.require_good()
        for line in about_lines(look, agent_names(desk), screen.lang):
            screen.text("· " + line)
        for fault in look.unusual:
            screen.note(fault_sentence(fault, screen.lang))
    return at.told(screen, desk, {"shop": at.shop, "kind": kind.value, **_report(look)})


def _asked(
    screen: Screen, desk: Desk, kind: Kind, file: Path, *, said: NamesTold, at: TakingIn
) -> Report:
    """Ask a worker to take a file in that would be kept as it is."""
    name, known = OF_NAME[kind.value]
    look = look_at(desk, known.take, file, name)
    look.require_good()
    if look.unusual and at.keep_anyway is None:
        raise UnusualError(look.unusual)
    constants = pairs(at.said, example="owner=A01")
    told = replace(said, constants=constants)
    job = start_import(desk, name, file, reason=at.keep_anyway, told=told)
    screen.say("cli.import_later", file=file.name, number=job.id)
    return at.told(screen, desk, {"shop": at.shop, "kind": kind.value, "job": job.id})


def _report(look: FileLook) -> Report:
    """Return what programs read of a look at a file."""
    return {
        "rows": {
            one.file: {"rows": one.rows, "kept": one.kept, "left_out": one.left_out}
            for one in look.rows
        },
        "people": list(look.people),
        "without_rows": list(look.without_rows),
        "first": None if look.first is None else look.first.isoformat(),
        "last": None if look.last is None else look.last.isoformat(),
        "empty_days": [day.isoformat() for day in look.empty_days],
        "sums": {name: str(value) for name, value in look.sums.items()},
        "unusual": [one.code for one in look.unusual],
    }
