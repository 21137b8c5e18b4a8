"""Give every command texts in the reader's language, and one way to say what went wrong."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

import typer

from scheduler.errors import InputError, SolverError, StoreError
from ui.cli.screen import BAD_INPUT, NO_ROSTER, STANDARD_OUTPUT, Screen
from ui.words.catalogue import t
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.core import TyperCommand, TyperGroup

    from scheduler.errors import Fault


Command = TypeVar("Command", "TyperCommand", "TyperGroup")


def dress(command: Command, screen: Screen, name: str) -> Command:
    """
    Put the catalogue's texts into a command, guard what it runs, and return it.

    Its help is the sentence ``cli.<name>``, an option's the one its declaration names.
    """
    command.help = command.short_help = t(f"cli.{name}", screen.lang)
    for parameter in command.params:
        if getattr(parameter, "help", None) and parameter.help.startswith("cli."):
            parameter.help = t(parameter.help, screen.lang)
    if not hasattr(command, "commands") and command.callback is not None:
        command.callback = guarded(command.callback, screen)
    return command


def guarded(run: Callable[..., None], screen: Screen) -> Callable[..., None]:
    """Return a command that tells its errors in sentences, never by a traceback."""

    @wraps(run)
    def safely(**options: object) -> None:
        asked = options.get("json_path")
        json_path = asked if isinstance(asked, str) else None
        screen.out.quiet = json_path == STANDARD_OUTPUT
        try:
            run(**options)
        except InputError as error:
            faults = [_fault(fault, screen.lang) for fault in error.faults]
            _fail(screen, json_path, faults, code=BAD_INPUT)
        except (OSError, StoreError) as error:
            known = error.fault if isinstance(error, StoreError) else None
            unknown = {"code": type(error).__name__, "sentence": _trouble(error, screen)}
            fault = unknown if known is None else _fault(known, screen.lang)
            _fail(screen, json_path, [fault], code=BAD_INPUT)
        except SolverError as error:
            text = screen.word("cli.solver_broke", reason=error)
            _fail(screen, json_path, [{"code": "solver", "sentence": text}], code=NO_ROSTER)

    return safely


def _fault(fault: Fault, lang: str) -> dict[str, object]:
    names = ("code", "file", "line", "column", "value")
    return {name: getattr(fault, name) for name in names} | {
        "sentence": fault_sentence(fault, lang)
    }


def _trouble(error: Exception, screen: Screen) -> str:
    if isinstance(error, OSError) and error.filename:
        return screen.word("cli.file_trouble", file=error.filename, reason=error.strerror)
    return screen.word("cli.store_trouble", reason=error)


def _fail(
    screen: Screen, json_path: str | None, faults: list[dict[str, object]], *, code: int
) -> None:
    for fault in faults:
        screen.note(str(fault["sentence"]))
    status = "bad_input" if code == BAD_INPUT else "no_roster"
    try:
        screen.answer(json_path, {"status": status, "faults": faults})
    except OSError as error:
        screen.note(_trouble(error, screen))
    raise typer.Exit(code)
