"""
A command's function as typer sees it: groups of options spelled out, one way to answer.

A command takes the screen, its own options, and groups of options that several commands share: a
frozen dataclass whose fields are declared as options are. It returns what ``--json`` writes, with
an exit code where that is not 0; one that returns nothing has no ``--json``.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import wraps
from typing import Any, TypeAlias, get_type_hints

import typer

from ui.cli.endings import Ending
from ui.cli.options import Json
from ui.cli.screen import Screen

Report: TypeAlias = dict[str, Any]
Parameter = inspect.Parameter


@dataclass(frozen=True, slots=True)
class Ended:
    """
    What a command came to.

    Parameters
    ----------
    report
        The object that ``--json`` writes.
    code
        The exit code it deserves.
    """

    report: Report
    code: Ending = Ending.DONE


def spelled_out(command: Callable[..., Report | Ended | None]) -> Callable[..., None]:
    """Return a command with every option as a parameter of its own, that answers and ends."""
    signature = inspect.signature(command, eval_str=True)
    declared = signature.parameters
    options = [option for one in declared.values() for option in _options(one)]
    if signature.return_annotation is not None:
        options.append(_option("json_path", Json, None))

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 - whatever the command declares
        screen: Screen = given["ctx"].obj
        came = command(**{name: _value(one, given, screen) for name, one in declared.items()})
        if came is None:
            return
        ended = came if isinstance(came, Ended) else Ended(came)
        screen.answer(given["json_path"], ended.report)
        if ended.code != Ending.DONE:
            raise typer.Exit(ended.code)

    ctx = _option("ctx", typer.Context, Parameter.empty)
    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[ctx, *options], return_annotation=None
    )
    run.__annotations__ = {one.name: one.annotation for one in (ctx, *options)}
    return run


def _options(one: Parameter) -> list[Parameter]:
    """Return what a parameter is on the command line: a group's fields, nothing, or itself."""
    if one.annotation in (Screen, typer.Context):
        return []
    if not is_dataclass(one.annotation):
        return [one.replace(kind=Parameter.KEYWORD_ONLY)]
    kinds = get_type_hints(one.annotation, include_extras=True)
    return [_option(each.name, kinds[each.name], _default(each)) for each in fields(one.annotation)]


def _option(name: str, kind: object, default: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _default(field: "Field[Any]") -> object:
    return Parameter.empty if field.default is MISSING else field.default


def _value(one: Parameter, given: Mapping[str, Any], screen: Screen) -> object:
    """Return what a command is given for a parameter of its own."""
    if one.annotation is Screen:
        return screen
    if is_dataclass(one.annotation) and isinstance(one.annotation, type):
        return one.annotation(**{each.name: given[each.name] for each in fields(one.annotation)})
    return given[one.name]
