"""What the README says there is, is there."""

import re
import shlex
from pathlib import Path

import pytest

from ui.cli.program import program
from ui.cli.screen import Screen

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SET_UP = ["pip install -e . && paiban demo", "pip install -e '.[test]' && pytest"]


def named_commands():
    """Return each ``paiban …`` the README names in code, as words."""
    joined = README.replace("\\\n", " ")
    spans = re.findall(r"`(paiban [^`]+)`", joined) + re.findall(r"^(paiban .+)$", joined, re.M)
    return sorted({*spans, "paiban demo"})


def test_there_are_exactly_two_set_up_commands():
    indented = re.findall(r"^    (\S.*)$", README.partition("## Use it")[0], re.M)
    assert indented == SET_UP


def test_the_checks_run_both_set_up_commands():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in SET_UP:
        pip, _, then = command.partition(" && ")
        assert f"{pip.replace('install', 'install -q')} && {then}" in script


@pytest.mark.parametrize("text", named_commands())
def test_every_command_named_exists_with_its_options(text):
    command = program(Screen("en"))
    words = shlex.split(text)[1:]
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts}
    assert command.name != "paiban" or not words, f"no command {words[0]}"
    assert {word for word in words if word.startswith("--")} <= options | {"--help", "--lang"}


def test_every_file_named_exists():
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_A-Z0-9.]*)`", README)
    named += re.findall(r"\]\(([^)]+)\)", README)
    assert not [path for path in named if not (ROOT / path).exists()]


def test_every_command_there_is_is_named():
    commands = program(Screen("en")).commands
    assert not [name for name in commands if f"paiban {name}" not in README]


def test_it_begins_with_a_picture_that_loads_at_once():
    pictures = re.findall(r"!\[[^]]+\]\((\S+\.png)\)", README.partition("## Set up")[0])
    assert pictures
    assert all((ROOT / path).stat().st_size < 200_000 for path in pictures)


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.S))
def test_the_examples_of_the_library_run(code):
    exec(compile(code, "README.md", "exec"), {})  # our own text, not a user's
