"""Every action that service notes, and every state it tells, has a word in both languages."""

import ast
from enum import StrEnum
from pathlib import Path

import pytest

from service.roster.weeks import WeekState
from store.rosters import Origin
from ui.words.catalogue import LANGUAGES, has

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("service/**/*.py"))


def actions(path):
    """Yield the keys of the actions a file does and notes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = [one.value for one in node.keywords if one.arg == "action"]
            for code in (*(node.args[:1] if node.func.attr == "write" else ()), *named):
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield f"action.{code.value}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_action_has_a_word(lang):
    needed = {key: path.name for path in FILES for key in actions(path)}
    assert len(needed) > 80
    missing = {key: file for key, file in needed.items() if not has(key, lang)}
    assert missing == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("group", "states"),
    [("week_state", WeekState), ("origin", Origin)],
)
def test_every_state_has_a_word(lang, group, states):
    assert issubclass(states, StrEnum)
    assert [state for state in states if not has(f"{group}.{state}", lang)] == []
