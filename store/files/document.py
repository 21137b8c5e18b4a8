"""
A document of keys and values: a TOML file, or its two-column form in a workbook.

In a workbook a document is a sheet with the columns ``key`` and ``value``: a row per value, the key
dotted as in TOML (``hours.night``), the entries of a list numbered from 1
(``shifts.shape.2.work_hours``), a name that holds a dot in double quotes.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.errors import Fault, InputError
from scheduler.limits import MEGABYTE, limits, over, require_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Path = tuple[str | int, ...]
KEY_PART = re.compile(r'\s*(?:"([^"]*)"|([^".]+?))\s*(?:\.|$)')
HEADER = re.compile(r"^\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$")
ENTRY = re.compile(r"^\s*([^#=\[\]{}]+?)\s*=")
NUMBER = re.compile(r"[0-9]{1,9}")
MOST_DOTS = 10_000  # of a line
POSITION = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Document:
    """
    Nested keys and values, and where they stand.

    Parameters
    ----------
    file
        Name for messages.
    values
        Tables as mappings, arrays as lists.
    lines
        Line of each key whose place is known; list entries by their number from 0.
    """

    file: str
    values: Mapping[str, Any]
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int | None:
        """Return the line of a key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def toml_document(text: str, file: str) -> Document:
    """
    Return the document of a TOML text.

    Raises
    ------
    InputError
        When it is not TOML, too long or too deep.
    """
    require_within("document_mb", len(text) // MEGABYTE, file=file)
    longest = max(line.count(".") for line in text.splitlines())
    try:
        if longest > MOST_DOTS:  # a key of as many parts takes the reader minutes
            raise RecursionError
        values = tomllib.loads(text)
    except RecursionError:
        raise InputError(over("nesting", f"> {limits().nesting}", file=file)) from None
    except ValueError as error:  # also of a number with thousands of digits
        where = POSITION.search(str(error))
        line = int(where.group(1)) if where else len(text.splitlines())
        shown = text.splitlines()[line - 1].strip() if line <= len(text.splitlines()) else None
        raise InputError(Fault("toml_unreadable", file, line=line, value=shown)) from None
    require_within("nesting", depth_of(values), file=file)
    return Document(file, values, dict(_toml_lines(text)))


def sheet_document(rows: Iterable[tuple[int, str, Any]], file: str) -> Document:
    """Return the document of a sheet's ``(line, key, value)`` rows; raises when keys conflict."""
    values: dict[str, Any] = {}
    lines: dict[Path, int] = {}
    for line, key, value in rows:
        path = split_key(key)
        require_within("nesting", len(path), file=file)
        if not path or not _put(values, path, value):
            raise InputError(Fault("key_unreadable", file, line=line, column="key", value=key))
        lines[_from_zero(path)] = line
    whole = {name: _with_lists(value) for name, value in values.items()}
    return Document(file, whole, lines)


def depth_of(values: Mapping[str, Any]) -> int:
    """Return how many tables and arrays lie within one another; 1: plain values alone."""
    depth = 0
    level: list[dict[str, Any] | list[Any]] = [dict(values)]
    while level:
        depth += 1
        inner = [
            part for each in level for part in (each.values() if isinstance(each, dict) else each)
        ]
        level = [part for part in inner if isinstance(part, dict | list)]
    return depth


def flat(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the rows ``(key, value)`` of a document's sheet form."""
    for path, value in _leaves(values, ()):
        yield (
            ".".join(part if re.fullmatch(r'[^".]+', part) else f'"{part}"' for part in path),
            value,
        )


def split_key(key: str) -> tuple[str, ...]:
    """Return the parts of a dotted key; empty when it is none."""
    parts, position = [], 0
    if key.rstrip().endswith("."):
        return ()
    while position < len(key):
        part = KEY_PART.match(key, position)
        if part is None:
            return ()
        parts.append(part.group(1) if part.group(1) is not None else part.group(2))
        position = part.end()
    return tuple(parts)


def _toml_lines(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the place of each table and key; good for messages, not a parser."""
    table: Path = ()
    repeats: Counter[Path] = Counter()
    for line, content in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(content):
            *above, last = split_key(header.group(2)) or ("",)
            table = ()
            for part in above:  # of a list of tables, the last one is meant
                table = (*table, part)
                table = (*table, repeats[table] - 1) if repeats[table] else table
            table = (*table, last)
            if header.group(1) == "[[":
                repeats[table] += 1
                table = (*table, repeats[table] - 1)
            yield table, line
        elif entry := ENTRY.match(content):
            yield (*table, *split_key(entry.group(1))), line


def _put(values: dict[str, Any], path: tuple[str, ...], value: object) -> bool:
    """Put a value at its path; return False where something else already stands in the way."""
    for part in path[:-1]:
        values = values.setdefault(part, {})
        if not isinstance(values, dict):
            return False
    return values.setdefault(path[-1], value) is value


def _with_lists(value: object) -> object:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(part) for name, part in value.items()}
    numbered = {str(number) for number in range(1, len(inner) + 1)}
    return [inner[name] for name in sorted(inner, key=int)] if set(inner) == numbered else inner


def _from_zero(path: tuple[str, ...]) -> Path:
    head, *rest = path
    return (head, *(int(part) - 1 if NUMBER.fullmatch(part) else part for part in rest))


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    parts: Iterable[tuple[str, Any]]
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = ((str(number), part) for number, part in enumerate(value, start=1))
    else:
        yield path, value
        return
    for name, part in parts:
        yield from _leaves(part, (*path, name))
