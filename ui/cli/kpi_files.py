"""The files a month is scored from, as options that several commands share."""

from __future__ import annotations

import inspect
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.month.month_files import MonthFiles

if TYPE_CHECKING:
    from collections.abc import Callable


def _file(name: str, words: str) -> Any:  # noqa: ANN401 - an annotation made at run time
    return Annotated[Path | None, typer.Option(f"--{name}", metavar="FILE", help=words)]


def _files(name: str, metavar: str, words: str) -> Any:  # noqa: ANN401 - likewise
    return Annotated[list[Path] | None, typer.Option(f"--{name}", metavar=metavar, help=words)]


OPTIONS = {
    "facts": _file("facts", "cli.option.facts"),
    "weeks": _files("roster-week", "DIR", "cli.option.roster_week"),
    "attendance": _file("attendance", "cli.option.attendance"),
    "exceptions": _file("exceptions", "cli.option.exceptions"),
    "messages": _file("messages", "cli.option.messages"),
    "orders": _file("orders", "cli.option.orders"),
    "attribution": _file("attribution", "cli.option.attribution"),
    "targets": _file("targets", "cli.option.targets"),
    "schemes": _files("scheme", "FILE", "cli.option.scheme"),
    "agents": _file("agents", "cli.option.agents"),
}
PAID = {
    "pay_plan": _file("pay-plan", "cli.option.pay_plan"),
    "pay_schemes": _files("pay-scheme", "FILE", "cli.option.pay_scheme"),
    "overtime": _file("overtime", "cli.option.overtime"),
    "rewards": _file("rewards", "cli.option.rewards"),
    "deductions": _file("deductions", "cli.option.deductions"),
    "refunds": _file("refunds", "cli.option.refunds"),
}
TIMEZONE = Annotated[str, typer.Option("--timezone", help="cli.option.timezone")]
LISTS = ("weeks", "schemes", "pay_schemes")


def with_month_files(*, paid: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    Return the decorator that gives a command the options of a month's files.

    The command takes them as one argument, ``files``.

    Parameters
    ----------
    paid
        Whether with those of what is paid.
    """
    shared = OPTIONS | (PAID if paid else {})

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - whatever the command declares
            named = {name: given.pop(name) for name in (*shared, "timezone")}
            named |= {name: tuple(named[name] or ()) for name in LISTS if name in named}
            command(**given, files=MonthFiles(**named))

        signature = inspect.signature(command, eval_str=True)
        keyword = inspect.Parameter.KEYWORD_ONLY
        own = [one for name, one in signature.parameters.items() if name != "files"]
        options = [
            inspect.Parameter(name, keyword, default=None, annotation=kind)
            for name, kind in shared.items()
        ]
        options.append(
            inspect.Parameter("timezone", keyword, default="Asia/Shanghai", annotation=TIMEZONE)
        )
        run.__signature__ = signature.replace(parameters=own + options)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in own + options}
        return run

    return decorated
