"""
Tamper with the log of a database in random ways, past the program, and count what the check finds.

``python -m benchmarks.tampering --count 100 --seed 7`` prints one row for each way.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import InputError
from service import audit
from service.roster import requests
from service.shop import shops
from store.address import url_of
from store.chain import LogLine, hash_of
from store.database import open_database
from tests.desks import at_desk
from tests.service import small_shop as s

if TYPE_CHECKING:
    from collections.abc import Callable

    Way = Callable[[sqlite3.Connection, np.random.Generator], tuple[str, int]]

LINES = 40
LINK = "action_id, origin, account, is_vouched, previous, hash"
ACTION = "shop_id, name, subject, document, done_by, done_s"


@dataclass(frozen=True, slots=True)
class Tried:
    """
    One tampering.

    Parameters
    ----------
    way
        How.
    expected
        The fault that should be told first, and of which line.
    found
        The one that is; None: nothing was found.
    """

    way: str
    expected: tuple[str, int]
    found: tuple[str, int] | None


def untouched(path: Path) -> Path:
    """Write a database whose log has some dozens of lines that the program wrote."""
    opened = open_database(str(s.lay(path, s.with_week())))
    with closing(opened):
        for number in range(LINES):
            desk = at_desk(opened, by=f"主管{number % 3}", origin="cli")
            post = shops.posts(desk)[number % 2]
            if number % 4:
                shops.save_post(desk, replace(post, min_agents=number % 3))
            else:
                requests.enter_wish(desk, replace(s.week().wishes[0], weight=1.0 + number))
    return path


def try_all(folder: Path, count: int, seed: int) -> list[Tried]:
    """Return what came of random tamperings, each with a database as the program left it."""
    rng = np.random.default_rng(seed)
    whole = untouched(folder / "whole.db")
    audit.verify(url_of(str(whole)))
    names = list(WAYS)
    return [_tried(whole, folder / "tried.db", names[n % len(names)], rng) for n in range(count)]


def _tried(whole: Path, path: Path, name: str, rng: np.random.Generator) -> Tried:
    shutil.copyfile(whole, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        expected = WAYS[name](connection, rng)
    try:
        audit.verify(url_of(str(path)))
    except InputError as error:
        first = error.faults[0]
        return Tried(name, expected, (first.code, int(first.value or 0)))
    return Tried(name, expected, None)


def _place(connection: sqlite3.Connection, rng: np.random.Generator, *, but_last: int = 0) -> int:
    (last,) = connection.execute("SELECT max(place) FROM log_link").fetchone()
    return int(rng.integers(2, last + 1 - but_last))


def _number(connection: sqlite3.Connection, place: int) -> int:
    query = "SELECT action_id FROM log_link WHERE place = ?"
    return int(connection.execute(query, (place,)).fetchone()[0])


def _change_action(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng)
    column, value = [
        *(("done_by", "somebody else"), ("subject", "A9"), ("document", '{"a":"b"}')),
        *(("name", "done"), ("done_s", 1_700_000_000), ("done_s", "yesterday")),
    ][rng.integers(6)]
    query = f"UPDATE action SET {column} = ? WHERE id = ?"
    connection.execute(query, (value, _number(connection, place)))
    return "audit_changed", place


def _change_link(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng)
    column, value = [
        *(("origin", "web 192.0.2.1"), ("account", b"x"), ("account", "text"), ("is_vouched", 0)),
        *(("previous", "f" * 64), ("hash", "f" * 64)),
    ][rng.integers(6)]
    connection.execute(f"UPDATE log_link SET {column} = ? WHERE place = ?", (value, place))
    return "audit_changed", place


def _change_subjects(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng)
    number = _number(connection, place)
    add = "INSERT INTO change VALUES (?, 'post/other', 'main')"
    drop = "DELETE FROM change WHERE action_id = ?"
    connection.execute(add if rng.integers(2) else drop, (number,))
    return "audit_changed", place


def _remove_action(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng)
    connection.execute("DELETE FROM action WHERE id = ?", (_number(connection, place),))
    return "audit_removed", place


def _remove_line(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng, but_last=1)
    _drop(connection, place)
    return "audit_gap", place


def _remove_and_close(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng, but_last=1)
    _drop(connection, place)
    _shift(connection, place, -1)
    return "audit_broken", place - 1


def _cut(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng)
    (last,) = connection.execute("SELECT max(place) FROM log_link").fetchone()
    for each in range(place, last + 1):
        _drop(connection, each)
    return "audit_cut", place


def _insert_action(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    return "audit_inserted", _forged(connection, _place(connection, rng))


def _wedge(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng)
    number = _forged(connection, place)
    _shift(connection, place, 1)
    _link(connection, place, number)
    return "audit_wedged", place


def _append(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    (last,) = connection.execute("SELECT max(place) FROM log_link").fetchone()
    _link(connection, last + 1, _forged(connection, _place(connection, rng)))
    return "audit_beyond", last + 1


def _swap(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    one = _place(connection, rng, but_last=1)
    other = int(rng.integers(one + 1, _place(connection, rng, but_last=0) + one + 1))
    (last,) = connection.execute("SELECT max(place) FROM log_link").fetchone()
    other = min(other, last)
    for old, new in ((one, -1), (other, one), (-1, other)):
        connection.execute("UPDATE log_link SET place = ? WHERE place = ?", (new, old))
    return "audit_moved", one


def _swap_actions(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    one = _place(connection, rng, but_last=1)
    numbers = [_number(connection, place) for place in (one, one + 1)]
    for old, new in zip((numbers[0], -1, numbers[1]), (-1, -2, numbers[0]), strict=True):
        connection.execute("UPDATE action SET id = ? WHERE id = ?", (new, old))
    connection.execute("UPDATE action SET id = ? WHERE id = -2", (numbers[1],))
    return "audit_changed", one


def _rehash(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, int]:
    place = _place(connection, rng, but_last=1)
    number = _number(connection, place)
    connection.execute("UPDATE action SET done_by = 'somebody else' WHERE id = ?", (number,))
    _seal(connection, place)
    return "audit_broken", place


def _drop(connection: sqlite3.Connection, place: int) -> None:
    number = _number(connection, place)
    connection.execute("DELETE FROM change WHERE action_id = ?", (number,))
    connection.execute("DELETE FROM log_link WHERE place = ?", (place,))
    connection.execute("DELETE FROM action WHERE id = ?", (number,))


def _shift(connection: sqlite3.Connection, first: int, by: int) -> None:
    """Move the places of the links from one on."""
    moved = "UPDATE log_link SET place = -(place + ?) WHERE place >= ?"
    connection.execute(moved, (by, first))
    connection.execute("UPDATE log_link SET place = -place WHERE place < 0")


def _forged(connection: sqlite3.Connection, place: int) -> int:
    """Add an action that looks like another; return its number."""
    number = _number(connection, place)
    copy = f"INSERT INTO action ({ACTION}) SELECT {ACTION} FROM action WHERE id = ?"
    made = connection.execute(copy, (number,)).lastrowid
    assert made is not None
    return made


def _link(connection: sqlite3.Connection, place: int, number: int) -> None:
    query = "SELECT hash FROM log_link WHERE place = ?"
    (previous,) = connection.execute(query, (place - 1,)).fetchone()
    told = (place, number, "", b"", 1, previous, "")
    connection.execute("INSERT INTO log_link VALUES (?, ?, ?, ?, ?, ?, ?)", told)
    _seal(connection, place)


def _seal(connection: sqlite3.Connection, place: int) -> None:
    """Give a link the hash that fits what it holds now."""
    query = f"SELECT {LINK} FROM log_link WHERE place = ?"
    number, origin, account, vouched, previous, _ = connection.execute(query, (place,)).fetchone()
    query = f"SELECT {ACTION} FROM action WHERE id = ?"
    action = connection.execute(query, (number,)).fetchone()
    paths = connection.execute("SELECT subject FROM change WHERE action_id = ?", (number,))
    subjects = tuple(sorted(path for (path,) in paths))
    line = LogLine(number, *action, subjects, origin, account, bool(vouched))
    sealed = (hash_of(previous, line), place)
    connection.execute("UPDATE log_link SET hash = ? WHERE place = ?", sealed)


WAYS: dict[str, Way] = {
    "an action changed": _change_action,
    "a link changed": _change_link,
    "what an action changed, changed": _change_subjects,
    "an action removed": _remove_action,
    "a line removed": _remove_line,
    "a line removed, the gap closed": _remove_and_close,
    "the end cut off": _cut,
    "an action inserted": _insert_action,
    "a line inserted with its hash": _wedge,
    "a line added at the end": _append,
    "two lines exchanged": _swap,
    "two actions exchanged": _swap_actions,
    "a line changed with its hash": _rehash,
}


def main() -> None:
    """Try, and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--seed", type=int, default=7)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tried = try_all(Path(folder), told.count, told.seed)
    done = Counter(one.way for one in tried)
    found = Counter(one.way for one in tried if one.found is not None)
    right = Counter(one.way for one in tried if one.found == one.expected)
    print("| Tampering | Tried | Found | At the right line |\n|---|---|---|---|")
    for way in WAYS:
        print(f"| {way} | {done[way]} | {found[way]} | {right[way]} |")
    print(f"| together | {done.total()} | {found.total()} | {right.total()} |")


if __name__ == "__main__":
    main()
