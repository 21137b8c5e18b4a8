"""Give every command texts in the reader's language, and one way to say what went wrong."""

from __future__ import annotations

import inspect
import os
import sys
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, get_args

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from scheduler.errors import SolverError, UnusualError
from service.kept import noting_kept
from service.taken import noting_rows
from ui.cli.endings import Ending
from ui.cli.screen import STANDARD_OUTPUT, Screen
from ui.cli.targets import check_targets
from ui.surprise import Trouble, faults_of, kept_sentence, troubles
from ui.words.catalogue import t
from ui.words.reading import files_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.errors import Fault
    from service.taken import FileRows

STATUS = {
    Ending.BAD_INPUT: "bad_input",
    Ending.NO_ROSTER: "no_roster",
    Ending.SURPRISE: "unexpected",
}
Command = TypeVar("Command", TyperCommand, TyperGroup)


def dress(command: Command, screen: Screen, name: str) -> Command:
    """
    Put the catalogue's texts into a command, guard what it runs, and return it.

    Its help is the sentence ``cli.<name>``, an option's the one its declaration names.
    """
    command.help = command.short_help = t(f"cli.{name}", screen.lang)
    for parameter in command.params:
        if isinstance(parameter, TyperArgument | TyperOption):
            parameter.help = _translated(parameter.help, screen.lang)
    if not isinstance(command, TyperGroup) and command.callback is not None:
        command.callback = guarded(command.callback, screen)
    return command


def _translated(text: str | None, lang: str) -> str | None:
    """Return a key's sentence; typer's own texts, which are no keys, as they are."""
    return t(text, lang) if text and text.startswith("cli.") else text


def guarded(run: Callable[..., None], screen: Screen) -> Callable[..., None]:
    """Return a command that tells its errors in sentences, never by a traceback."""

    @wraps(run)
    def safely(**options: object) -> None:
        asked = options.get("json_path")
        json_path = asked if isinstance(asked, str) else None
        screen.out.quiet = json_path == STANDARD_OUTPUT
        with noting_kept() as kept, noting_rows() as files:
            try:
                check_targets(json_path, options.get("out"), _metavar(run, "out"))
                run(**options)
                sys.stdout.flush()
                _tell_rows(screen, files)
            except typer.Exit:
                _tell_rows(screen, files)
                raise
            except typer.Abort:
                raise
            except KeyboardInterrupt:
                sentence = screen.word("trouble.stopped") + kept_sentence(kept, screen.lang)
                screen.note(sentence)
                raise typer.Exit(Ending.STOPPED) from None
            except Exception as error:
                _fail(screen, json_path, error, kept)

    return safely


def _tell_rows(screen: Screen, files: Mapping[str, FileRows]) -> None:
    """Tell beside a command's answer how many rows of its files were kept and left out."""
    with suppress(OSError):  # nobody may be left who reads it
        for line in files_lines(files.values(), screen.lang):
            screen.note(line)


def _metavar(run: Callable[..., None], name: str) -> str:
    """Return what the help calls an option's value, as its declaration says; empty: no such."""
    option = inspect.signature(run, eval_str=True).parameters.get(name)
    declared = () if option is None else get_args(option.annotation)
    return next((each.metavar for each in declared if getattr(each, "metavar", None)), "")


def _fail(screen: Screen, json_path: str | None, error: Exception, kept: Sequence[str]) -> None:
    """Tell what went wrong, as sentences and where asked for as JSON, and end the command."""
    told = troubles(error, screen.lang, kept)
    if isinstance(error, OSError):
        _let_go_of_output()
    with suppress(OSError):  # nobody may be left who reads it
        for each in told:
            screen.note(each.sentence)
        if kept and faults_of(error):  # other errors say it in their own sentence
            screen.note(kept_sentence(kept, screen.lang).strip())
        if isinstance(error, UnusualError):
            screen.note(screen.word("cli.unusual_help"))
    code = Ending.NO_ROSTER if isinstance(error, SolverError) else Ending.BAD_INPUT
    code = Ending.SURPRISE if told[0].is_surprise else code
    faults = faults_of(error) or (None,) * len(told)
    report = [_fault(each, fault) for each, fault in zip(told, faults, strict=True)]
    if isinstance(error, OSError):  # perhaps it is this very file
        json_path = None
    try:
        screen.answer(json_path, {"status": STATUS[code], "faults": report})
    except OSError as second:
        screen.note(troubles(second, screen.lang, kept)[0].sentence)
    raise typer.Exit(code)


def _let_go_of_output() -> None:
    """Send what standard output still holds nowhere, where nobody takes it any more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fault(told: Trouble, fault: Fault | None) -> dict[str, object]:
    names = ("file", "line", "column", "value") if fault is not None else ()
    place = {name: getattr(fault, name) for name in names}
    return {"code": told.code, **place, "sentence": told.sentence}
