"""What is handed to whoever runs the program agrees with the program."""

import re
import runpy
from pathlib import Path

import pytest

from service.settings import RunSettings, settings
from ui.cli.program import program
from ui.cli.screen import Screen

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
PAGES = [ROOT / "docs" / name for name in ("operations.md", "security.md")]


def test_the_table_of_settings_is_drawn_from_the_class():
    place = ROOT / "docs" / "operations.py"
    page = place.with_suffix(".md").read_text(encoding="utf-8")
    assert runpy.run_path(str(place))["drawn"](page) == page, "run: python docs/operations.py"
    assert all(f"`PAIBAN_{name.upper()}`" in page for name in RunSettings.model_fields)


def test_the_example_of_settings_is_read(monkeypatch):
    for name in RunSettings.model_fields:
        monkeypatch.delenv(f"PAIBAN_{name.upper()}", raising=False)
    found = settings(DEPLOY / "paiban.toml")
    assert (found.log, found.plan.monthly) == ("json", 12)


def test_the_steps_of_the_container_are_tried_on_every_change():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    runs = re.findall(r"^RUN ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    steps = [
        step for run in runs for step in run.split(" && ") if "paiban" in step or "pip" in step
    ]
    tried = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install -q -e . && paiban demo" in runs
    assert "pip install -q -e . && paiban demo" in tried
    assert not [step for step in steps if step.startswith(("pip", "paiban")) and step not in tried]
    assert "FROM docker.io/library/python:3.11" in text
    assert ">=3.11" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*PAGES, *sorted(DEPLOY.iterdir())], ids=lambda one: one.name)
def test_every_command_that_is_named_there_is_one(path):
    named = re.findall(r"paiban ((?:[a-z]+ ?)+)", path.read_text(encoding="utf-8"))
    commands = program(Screen("en")).commands
    told = [words.split() for words in named if words.split()[0] in commands]
    assert told or path.suffix in {".toml", ".conf"}
    for first, *others in told:
        group = getattr(commands[first], "commands", None)
        assert group is None or others[0] in group, (path.name, first, others)


def test_the_pages_lead_where_something_is():
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), (page.name, link)
