"""
What it costs that an acknowledged write is on the disk: milliseconds a commit, and of an action.

``python -m benchmarks.commits --commits 500`` commits rows of 500 bytes in turn with SQLite's
``synchronous`` at NORMAL (a loss of power may take the last commits back) and at FULL, as the
product has it; then does the actions of ``benchmarks.kills``, which are timed as they are.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.kill_script import acts, new_shop
from store.database import open_database

LEVELS = ("NORMAL", "FULL")


def commits(folder: Path, level: str, count: int) -> list[float]:
    """Return the milliseconds of each commit of a small row."""
    found = []
    with closing(sqlite3.connect(folder / f"{level}.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={level}")
        connection.execute("CREATE TABLE row (text)")
        for _ in range(count):
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO row VALUES (?)", ("x" * 500,))
            connection.execute("COMMIT")
            found.append(1000 * (time.perf_counter() - began))
    return found


def actions(folder: Path) -> dict[str, list[float]]:
    """Return the milliseconds of each action, by kind."""
    new_shop(folder / "shop.db")
    found: dict[str, list[float]] = {}
    with closing(open_database(str(folder / "shop.db"))) as database:
        for act in acts(folder, 12):
            began = time.perf_counter()
            act.do(database)
            found.setdefault(act.kind, []).append(1000 * (time.perf_counter() - began))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=500)
    asked = parser.parse_args()
    print("| what | median ms | 95 % below ms |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        measured = {
            f"commit, {level}": commits(Path(name), level, asked.commits) for level in LEVELS
        }
        for what, each in (measured | actions(Path(name))).items():
            high = statistics.quantiles(each, n=20)[-1]
            print(f"| {what} | {statistics.median(each):.2f} | {high:.2f} |")


if __name__ == "__main__":
    main()
