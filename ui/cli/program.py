"""
All commands of ``paiban``, and the way into them.

A command's module is imported when the command is asked for: help stands there at once, and
``verify`` does not wait for what only ``kpi`` needs.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TypeAlias

import typer
from typer.core import TyperCommand, TyperGroup

from scheduler.errors import Fault, InputError
from ui.cli.apart import go_apart, is_asked
from ui.cli.dress import dress
from ui.cli.endings import Ending
from ui.cli.screen import Screen
from ui.cli.speech import take_language
from ui.cli.spelled import spelled_out
from ui.surprise import troubles
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

Tree: TypeAlias = "Mapping[str, str | Tree]"
TREE: Tree = {
    "demo": "demo.demo",
    "plan": "plan.plan",
    "agents": "plan.agents",
    "forecast": "forecast.forecast",
    "staff": "week.staff",
    "roster": "roster.roster",
    "verify": "week.verify",
    "simulate": "week.simulate",
    "repair": "mending.repair",
    "explain": "mending.explain",
    "whatif": {
        "run": "whatif.whatif",
        "people": "whatif_people.people",
        "sweep": "whatif_sweep.sweep",
        "plan": "whatif_plan.plan",
        "search": "whatif_search.search_plan",
        "compare": "whatif_compare.compare",
    },
    "after": "after.after",
    "shop": {
        "new": "shop.new",
        "company": "companies.company",
        "companies": "companies.companies",
        "share": "companies.share",
        "part": "companies.part",
    },
    "shifts": {"design": "shifts.design"},
    "template": "template.template",
    "kpi": {
        "check": "kpi.check",
        "score": "kpi.score",
        "pay": "kpi.pay",
        "explain": "kpi.explain",
        "slips": "kpi_slips.slips",
        "payroll": "kpi_slips.payroll",
        "layout": "kpi_slips.layout",
        "import": "taking_in.take_in",
        "imports": "kpi_imports.imports",
        "withdraw": "kpi_imports.withdraw",
        "count": "kpi_intake.count",
        "punches": "kpi_punches.punches",
        "decide": "kpi_punches.decide",
        "overtime": "kpi_overtime.overtime",
        "confirm": "kpi_overtime.confirm",
        "tickets": "kpi_tickets.tickets",
        "convert": "kpi_tools.convert",
        "validate": "kpi_tools.validate",
        "trial": "kpi_tools.trial",
        "weights": "kpi_tools.weights",
    },
    "import": {
        "week": "database.import_week",
        "roster": "database.import_roster",
        "agreed": "database.import_agreed",
        "volumes": "database.import_volumes",
        "chats": "chats.import_chats",
        "campaigns": "campaigns.import_campaigns",
        "month": "kpi_archive.import_month",
        "table": "taking_in.take_in",
    },
    "export": {
        "week": "database.export_week",
        "roster": "database.export_roster",
        "campaigns": "campaigns.export_campaigns",
        "month": "kpi_archive.export_month",
        "person": "person.export_person",
    },
    "vendors": {
        "contract": "vendors.contract",
        "contracts": "vendors.contracts",
        "settle": "vendors.settle",
        "show": "vendors.show",
        "sign": "vendors.sign",
        "object": "vendors.object_to",
    },
    "serve": "database.serve",
    "admin": {
        "create": "admin.create",
        "list": "admin.list_accounts",
        "lock": "admin.lock",
        "unlock": "admin.unlock",
        "reset": "admin.reset",
        "sessions": "admin.sessions",
        "revoke": "admin.revoke",
        "providers": "outside.providers",
        "arrivals": "outside.arrivals",
        "link": "outside.link",
        "unlink": "outside.unlink",
    },
    "worker": "worker.worker",
    "db": {
        "upgrade": "db.upgrade",
        "check": "db.check",
        "backup": "db.backup",
        "restore": "db.restore",
        "move": "db.move",
        "downgrade": "db.downgrade",
    },
    "persons": {
        "list": "persons.list_people",
        "erase": "persons.erase",
        "tidy": "persons.tidy",
        "keep": "persons.keep",
        "looks": "persons.looks",
    },
    "audit": {"verify": "audit.verify", "anchor": "audit.anchor", "explain": "audit.explain"},
}

FILE_VARIABLE = "PAIBAN_SETTINGS"
ANY_OTHER = "table"
"""Command of a group that names which kind of thing it is about: ``import table KIND FILE``."""
USUAL = "run"
"""Command of a group that was one command before: ``whatif DIR`` is ``whatif run DIR``."""


class Commands(Mapping[str, "TyperCommand | TyperGroup"]):
    """
    The commands of a part of the tree by name, each imported and dressed when it is asked for.

    Parameters
    ----------
    tree
        Where each function stands, ``module.function`` in this package, or a part of its own.
    screen
        In whose language their texts are.
    path
        Name of the part in the catalogue; empty: the root.
    """

    def __init__(self, tree: Tree, screen: Screen, path: str = "") -> None:
        self.tree, self.screen, self.path = tree, screen, path
        self._loaded: dict[str, TyperCommand | TyperGroup] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self.tree)

    def __len__(self) -> int:
        return len(self.tree)

    def __contains__(self, name: object) -> bool:
        return name in self.tree

    def __getitem__(self, name: str) -> TyperCommand | TyperGroup:
        if name not in self._loaded:
            self._loaded[name] = self._load(name, self.tree[name])
        return self._loaded[name]

    def key(self, name: str) -> str:
        """Return a command's name in the catalogue (``cli.<key>``)."""
        return f"{self.path}_{name}" if self.path else name

    def _load(self, name: str, place: str | Tree) -> TyperCommand | TyperGroup:
        if not isinstance(place, str):
            part = CommandGroup(name=name, rich_markup_mode=None, no_args_is_help=True)
            part.commands = Commands(place, self.screen, self.key(name))
            return dress(part, self.screen, self.key(name))
        module, _, function = place.rpartition(".")
        one = typer.Typer(
            add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
        )
        one.command(name)(spelled_out(getattr(import_module(f"ui.cli.{module}"), function)))
        command = typer.main.get_command(one)
        assert isinstance(command, TyperCommand)  # one function without a callback is no group
        return dress(command, self.screen, self.key(name))


class CommandGroup(TyperGroup):
    """A group whose help needs none of its commands."""

    commands: Any  # a ``Commands``, once ``program`` has filled it

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's
        """Read words; those that name no command of a group with ``run`` are of that one."""
        is_told = args and args[0] not in self.commands and args[0] not in ctx.help_option_names
        if is_told and USUAL in self.commands:
            args = [USUAL, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer's
        """Return the command that words call; of a group with ``table`` it takes other names."""
        if args and ANY_OTHER in self.commands and args[0] not in self.commands:
            args = [ANY_OTHER, *args]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - typer's
        """Write the commands with their sentences from the catalogue."""
        commands: Commands = self.commands
        lang = commands.screen.lang
        rows = [(name, t(f"cli.{commands.key(name)}", lang)) for name in commands]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


root = typer.Typer(
    cls=CommandGroup, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
)


@root.callback()
def paiban(
    lang: str = typer.Option("", "--lang", metavar="zh|en", help="cli.option.lang"),
) -> None:
    """Stand above all commands; ``--lang`` has been taken by ``main`` and is refused here."""
    if lang:
        raise typer.BadParameter(lang, param_hint="--lang")


def program(screen: Screen) -> TyperGroup:
    """Return ``paiban`` with all its commands, speaking a screen's language."""
    command = typer.main.get_group(root)
    command.commands = Commands(TREE, screen)  # type: ignore[assignment]  # read only, and lazy
    return dress(command, screen, "paiban")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``paiban`` with the process's arguments, or those given; ends by SystemExit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal may not know every character
            stream.reconfigure(errors="backslashreplace")
    logging.getLogger("paiban").addHandler(logging.NullHandler())  # else Python prints tracebacks
    given = sys.argv[1:] if arguments is None else arguments
    lang, left = take_language(given, os.environ)
    screen = Screen(lang)
    if arguments is None and is_asked(left):
        go_apart(screen)
    try:
        _check_words(left)
        defaults = _settings(left)
        program(screen).main(args=left, prog_name="paiban", obj=screen, default_map=defaults)
    except Exception as error:  # outside of any command, which has a guard of its own
        told = troubles(error, lang, ())
        for each in told:
            screen.note(each.sentence)
        raise SystemExit(Ending.SURPRISE if told[0].is_surprise else Ending.BAD_INPUT) from None


def _settings(arguments: Sequence[str]) -> dict[str, dict[str, object]]:
    """Read the settings a command needs; return what its options take from them."""
    serves = list(arguments[:1]) == ["serve"]
    if not serves and FILE_VARIABLE not in os.environ:
        return {}
    from service.settings import settings  # noqa: PLC0415 - other commands need not wait for it

    told = settings()
    told.to_environment()
    names = [name.strip() for name in told.host_names.split(",") if name.strip()]
    given = {"port": told.port, "address": told.address, "host_name": names}
    ways = {"cert": told.cert, "key": told.key, "behind_proxy": told.behind_proxy}
    return {"serve": given | {name: held for name, held in ways.items() if held}}


def _check_words(arguments: Sequence[str]) -> None:
    """Raise an InputError with every argument that is no text, as a file's name may be."""
    broken = [text for text in arguments if not text.isascii() and _is_broken(text)]
    if broken:
        raise InputError(Fault("argument_unreadable", value=text) for text in broken)


def _is_broken(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)
