"""A command's groups of options on the command line, and how it answers."""

import json
from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from ui.cli.screen import Screen
from ui.cli.spelled import Ended, Report, spelled_out

Many = Annotated[int, typer.Option("--many")]
Name = Annotated[str, typer.Option("--name")]


@dataclass(frozen=True)
class Group:
    many: Many = 2


@dataclass(frozen=True)
class More(Group):
    many: Many = 5
    name: Name = "x"


def told(screen: Screen, *, own: Name = "own", group: Group) -> Report:
    return {"own": own, "many": group.many, "lang": screen.lang}


def ended(screen: Screen, *, group: More) -> Ended:  # noqa: ARG001 - as commands are called
    return Ended({"many": group.many, "name": group.name}, 1)


def silent(screen: Screen, *, group: Group) -> None:  # noqa: ARG001 - as commands are called
    return None


def run(command, *arguments):
    app = typer.Typer(add_completion=False)
    app.command()(spelled_out(command))
    return CliRunner().invoke(app, arguments, obj=Screen("en"))


@pytest.mark.parametrize(
    ("command", "given", "report", "code"),
    [
        (told, (), {"own": "own", "many": 2, "lang": "en"}, 0),
        (told, ("--many", "3"), {"own": "own", "many": 3, "lang": "en"}, 0),
        (ended, (), {"many": 5, "name": "x"}, 1),  # a group's own default, and an ending
    ],
)
def test_a_group_is_options_and_what_is_returned_is_the_answer(command, given, report, code):
    ran = run(command, *given, "--json", "-")
    assert (json.loads(ran.stdout), ran.exit_code) == (report, code)


def test_a_command_that_returns_nothing_takes_no_json():
    assert run(silent).exit_code == 0
    assert run(silent, "--json", "-").exit_code == 2
