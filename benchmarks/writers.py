"""
Many people change one roster at once: is an update lost, does anybody wait for ever, who is told.

``python -m benchmarks.writers --writers 20 --seconds 60 --seed 1`` forks processes that each read
the roster of one week, move a shift of it by some minutes, and go on. What each was told stands
against what the roster holds in the end. POSIX only. ``--on postgresql`` starts a server for it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from benchmarks.places import KINDS, faults, place_of
from scheduler.errors import InputError, StoreError
from scheduler.roster import Roster
from scheduler.shift import Span
from service.roster import editing, intake, publishing, rosters
from store.database import open_database
from tests.desks import at_desk
from tests.service import small_shop as s

STEPS = tuple(range(-120, 121, 30))  # minutes a shift may be moved from where it began
LATEST_S = 30.0  # after the end a writer that has not come back hangs


@dataclass
class Told:
    """
    What the writers were told.

    Parameters
    ----------
    kept
        Moves that were acknowledged: whose shift, from which start to which, in minutes.
    refused
        Codes of the refusals, and how often; an empty one said nothing.
    hung
        Writers that did not come back.
    """

    kept: list[tuple[str, int, int]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    hung: int = 0


def first_roster():
    """Return the roster all begin with: four people on Monday."""
    return Roster(
        (
            s.shift("A1"),
            s.shift("A2"),
            s.shift("A3", post="aftersales"),
            s.shift("A4", post="aftersales"),
        )
    )


def new_shop(url: str) -> None:
    """Make a shop with a week and a draft."""
    with closing(open_database(url)) as database:
        intake.keep_week(at_desk(database), s.week(absences=(), wishes=()))
        publishing.keep_roster(at_desk(database), s.LABEL, first_roster())


def moved(shift, by_min):
    """Return a shift moved by minutes."""
    meal = Span(shift.meal.start_min + by_min, shift.meal.end_min + by_min)
    return replace(
        shift, start_min=shift.start_min + by_min, end_min=shift.end_min + by_min, meal=meal
    )


def write(url: str, number: int, seed: int, seconds: float, out: Path) -> None:
    """Change the roster again and again as one person, and note what was told."""
    rng = np.random.default_rng([seed, number])
    home = {one.agent_id: one.start_min for one in first_roster().shifts}
    kept, refused = [], Counter()
    with closing(open_database(url)) as database:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            desk = at_desk(database, by=f"writer {number}")
            desk = replace(desk, seen=desk.seen_now())
            shifts = rosters.roster_sheet(desk, s.LABEL).version.version.roster.shifts
            old = shifts[rng.integers(len(shifts))]
            start = home[old.agent_id] + int(rng.choice(STEPS))
            if start == old.start_min:
                continue
            new = moved(old, start - old.start_min)
            try:
                editing.change(desk, s.LABEL, removed=(old,), added=(new,), reason="a test")
            except (InputError, StoreError) as error:
                told = error.faults[0].code if isinstance(error, InputError) else _code(error)
                refused[told] += 1
            else:
                kept.append((old.agent_id, old.start_min, start))
    out.write_text(json.dumps([kept, refused]), encoding="utf-8")


def _code(error):
    return getattr(getattr(error, "fault", None), "code", "") or str(error)[:40]


def run(url: str, writers: int, seconds: float, seed: int) -> Told:
    """Let writers write at once; return what they were told."""
    told = Told()
    with tempfile.TemporaryDirectory() as name:
        outs = [Path(name) / f"{number}.json" for number in range(writers)]
        children = [_forked(url, at, seed, seconds, out) for at, out in enumerate(outs)]
        until = time.monotonic() + seconds + LATEST_S
        for child in children:
            while os.waitpid(child, os.WNOHANG) == (0, 0):
                if time.monotonic() >= until:
                    os.kill(child, 9)
                    told.hung += 1
                    os.waitpid(child, 0)
                    break
                time.sleep(0.05)
        for out in outs:
            kept, refused = json.loads(out.read_text("utf-8")) if out.exists() else ([], {})
            told.kept += [tuple(each) for each in kept]
            told.refused.update(refused)
    return told


def _forked(url, number, seed, seconds, out):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            write(url, number, seed, seconds, out)
            status = 0
        finally:
            os._exit(status)
    return child


def lost(url: str, told: Told) -> int:
    """
    Return how many acknowledged moves the roster does not show for.

    Each took away the shift that was there and put one in its place. So of every place of a shift
    as many moves must lead away as lead there, but for the first and the last.
    """
    balance: Counter[tuple[str, int]] = Counter()
    for agent, old, new in told.kept:
        balance[agent, old] -= 1
        balance[agent, new] += 1
    with closing(open_database(url)) as database:
        now = rosters.roster_sheet(at_desk(database), s.LABEL).version.version.roster.shifts
    for shift in first_roster().shifts:
        balance[shift.agent_id, shift.start_min] += 1
    for shift in now:
        balance[shift.agent_id, shift.start_min] -= 1
    return sum(map(abs, balance.values()))


def main() -> None:
    """Print what came of it; end with 1 where something was lost, hung or not told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=KINDS, default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, place_of(asked.on, Path(folder)) as place:
        url = place.make("writers")
        new_shop(url)
        told = run(url, asked.writers, asked.seconds, asked.seed)
        missing = lost(url, told)
        wrong = faults(url)
    print("| writers | kept | lost | refused | hung |\n|---|---|---|---|---|")
    refused = ", ".join(f"{code or '(untold)'} {n}" for code, n in told.refused.most_common())
    print(f"| {asked.writers} | {len(told.kept)} | {missing} | {refused or 0} | {told.hung} |")
    print(f"\nfaults of the database and its log: {wrong or 'none'}")
    sys.exit(bool(missing or told.hung or told.refused[""] or wrong))


if __name__ == "__main__":
    main()
