"""
Every sentence has a caller: its key stands in the code, or is built there from parts that do.

A part of a built key is one of the values it runs through, where these stand beside it; else any
text or name of that file, a member of an enum, a code of the domain, or a text of ``data/``. Where
a key begins with a part (``{register}.{column}``), the beginning stands as a text in some file, and
the rest in that file or in the one that builds it.
"""

import ast
import errno
import re
import tomllib
from functools import cache
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from ui.cli.program import TREE
from ui.words.catalogue import catalogue

ROOT = Path(__file__).parents[2]
FILES = ("app.py", *(f"{name}/**/*.py" for name in ("scheduler", "kpi", "store", "service", "ui")))
WRITTEN = {"annual", "annual_leave", "maternity", "sickness"}  # kinds of absence in users' files
KEY = re.compile(r"[A-Za-z0-9_.]*")


@cache
def trees():
    paths = [path for pattern in FILES for path in sorted(ROOT.glob(pattern))]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def texts(path):
    """Return the texts, numbers and names that stand in a file."""
    found = set()
    for node in ast.walk(trees()[path]):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
            found.add(str(node.value))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


@cache
def everywhere():
    """Return what stands in any file, in ``data``, and what the system and libraries name."""
    found = WRITTEN | {"None"} | set(errno.errorcode.values())
    for path in trees():
        found |= texts(path)
    for path in (ROOT / "data").rglob("*.toml"):
        found |= set(_said(tomllib.loads(path.read_text(encoding="utf-8"))))
    found |= {
        f"{part}_{name}" for part in TREE if isinstance(TREE[part], dict) for name in TREE[part]
    }
    days = {day.value for day in chinese_calendar.Holiday}
    days |= set(holidays.country_holidays("CN", years=2026, language="en_US").values())
    return found | {re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") for name in days}


@cache
def members():
    """Return the fields of all classes and the members of all enums."""
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.add(node.target.id)
            elif isinstance(node, ast.ClassDef) and any(
                "Enum" in ast.unparse(b) for b in node.bases
            ):
                found |= {
                    str(one.value.value)
                    for one in node.body
                    if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
                }
    return found


def _said(value):
    if isinstance(value, dict):
        yield from value
        yield from (text for each in value.values() for text in _said(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _said(each))
    else:
        yield str(value)
        yield str(value)[:4]  # the year of a date


@cache
def built():
    """Return every key that the code builds: a pattern, the values of its parts, and the file."""
    found = []
    for path, tree in trees().items():
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        constants = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and _is_key(node):
                parts = [part for part in node.values if not isinstance(part, ast.Constant)]
                values = [_runs_through(part.value, parents, constants) for part in parts]
                fixed = [getattr(part, "value", "") for part in (node.values[0], node.values[-1])]
                start, end = (text if isinstance(text, str) else "" for text in fixed)
                pattern = "".join(
                    re.escape(part.value) if isinstance(part, ast.Constant) else "(.+?)"
                    for part in node.values
                )
                found.append((start, end, pattern, values, path))
    return found


def _is_key(node):
    fixed = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    return len(node.values) > 1 and bool(re.search("[._]", fixed)) and bool(KEY.fullmatch(fixed))


def _runs_through(part, parents, constants):
    """Return the texts that a name runs through in a loop around it; None: it is not seen."""
    node = part
    while isinstance(part, ast.Name) and node in parents:
        node = parents[node]
        loops = getattr(node, "generators", [node] if isinstance(node, ast.For) else [])
        for loop in loops:
            names = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
            places = [n for n, each in enumerate(names) if ast.unparse(each) == part.id]
            if places:
                return _listed(loop, places[0], constants)
    return None


def _listed(loop, place, constants):
    among = constants.get(getattr(loop.iter, "id", ""), loop.iter)
    if not isinstance(among, ast.Tuple | ast.List | ast.Set):
        return None
    several = isinstance(loop.target, ast.Tuple)
    items = [one.elts[place] if several and hasattr(one, "elts") else one for one in among.elts]
    is_fixed = all(isinstance(one, ast.Constant) for one in items)
    return {str(one.value) for one in items} if is_fixed else None


def is_called(key):
    return key in everywhere() or any(
        _stand(parts, values, path, begins=not start)
        for start, end, pattern, values, path in built()
        if key.startswith(start) and key.endswith(end)
        for parts in _matches(pattern, key)
    )


def _matches(pattern, key):
    """Yield what a key has for the parts of a pattern: the first ones short, or long."""
    for each in (pattern, pattern.replace("+?", "+")):
        if match := re.fullmatch(each, key):
            yield match.groups()


def _stand(parts, values, path, *, begins):
    where = [(everywhere(),)]
    if begins and values[0] is None:
        where = [(texts(one), texts(path), members()) for one in trees() if parts[0] in texts(one)]
        parts, values = parts[1:], values[1:]
    return any(
        all(
            part in among
            if among is not None
            else any(part in each for each in files) or is_composed(part)
            for part, among in zip(parts, values, strict=True)
        )
        for files in where
    )


@cache
def is_composed(part):
    """Return whether a part of a key is built itself, as codes of the domain are."""
    return "_" in part and any(
        all(each in everywhere() for each in parts)
        for start, end, pattern, _values, _path in built()
        if start + end and part.startswith(start) and part.endswith(end) and "." not in start + end
        for parts in _matches(pattern, part)
    )


def test_every_sentence_has_a_caller():
    uncalled = [key for key in catalogue("en") if not is_called(key)]
    assert not uncalled  # take it out, or write its key where it is used


@pytest.mark.parametrize(
    ("key", "called"),
    [
        ("week.title_of_nothing", False),
        ("status.optimal", True),  # an enum's member
        ("cli.head.loop_round", True),  # one of a tuple
        ("cli.head.loop_nothing", False),
        ("five_s.block_sort", True),
    ],
)
def test_a_caller_is_recognised(key, called):
    assert is_called(key) is called


def test_no_catalogue_is_called_more():
    assert not [path.name for path in (ROOT / "ui" / "words").rglob("*more*.po")]
