"""The versions pyproject.toml allows, and the two files of versions it was tried with."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = {one.name: one for one in map(Requirement, PROJECT["dependencies"])}
FOR_TESTS = {one.name: one for one in map(Requirement, PROJECT["optional-dependencies"]["test"])}


def pinned(name):
    lines = (ROOT / "constraints" / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def test_the_lowest_versions_are_the_lower_bounds():
    bounds = {
        name: each.version
        for name, one in NEEDED.items()
        for each in one.specifier
        if each.operator == ">="
    }
    assert pinned("lowest.txt") == bounds


def test_the_tested_versions_name_each_dependency():
    assert pinned("tested.txt").keys() == NEEDED.keys() | FOR_TESTS.keys()


@pytest.mark.parametrize("one", [*NEEDED.values(), *FOR_TESTS.values()], ids=lambda one: one.name)
def test_a_tested_version_lies_inside_the_bounds(one):
    assert pinned("tested.txt")[one.name] in one.specifier


@pytest.mark.parametrize("name", sorted(NEEDED.keys() - {"tzdata"}))  # its numbers are years
def test_the_next_major_version_is_not_allowed_unseen(name):
    assert any(each.operator == "<" for each in NEEDED[name].specifier)
