"""The page on exit codes tells those there are, and which command ends with them."""

import inspect
import re
from importlib import import_module
from pathlib import Path

from ui.cli.endings import Ending
from ui.cli.program import TREE

PAGE = (Path(__file__).parents[2] / "docs" / "exit_codes.md").read_text(encoding="utf-8")


def commands(tree, path=""):
    for name, place in tree.items():
        if isinstance(place, str):
            module, _, function = place.rpartition(".")
            yield f"{path}{name}", getattr(import_module(f"ui.cli.{module}"), function)
        else:
            yield from commands(place, f"{path}{name} ")


def test_the_page_tells_every_code_once():
    told = re.findall(r"^\| (\d+) \| ([A-Z_]+) \|", PAGE, re.MULTILINE)
    assert [(int(code), name) for code, name in told] == [(one, one.name) for one in Ending]


def test_the_page_tells_every_command_that_ends_by_its_result():
    rows = re.findall(r"^\| (`[^|]*) \|", PAGE, re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`([^`]*)`", row)]
    by_result = {
        name
        for name, command in commands(TREE)
        if "Ended" in str(inspect.signature(command).return_annotation)
    }
    assert by_result
    assert sorted(told) == sorted(by_result)
