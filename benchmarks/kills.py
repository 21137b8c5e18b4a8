"""
Whether anything acknowledged is lost, or half-written, when the process is killed at any moment.

``python -m benchmarks.kills --kills 200 --seed 1`` kills 160 processes that import, edit, publish
and pay, 40 that solve, and restores 20 backups beside left-over logs. After each kill the database
must hold exactly what the same actions leave in a run nobody kills: those acknowledged, and the one
under way wholly or not at all. POSIX only; a killed process, not a loss of power.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.kill_script import BOSS, acts, digest, new_shop
from scheduler.solve.result import SolveParams
from service import jobs
from service.database import backup, restore
from store.database import open_database
from store.kept_job import JobState
from store.rosters import Origin
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.workers import working

SOLVES_OF = 5  # one kill in five hits a solve
LATEST_S = 1.0  # a process is killed at most so long after its first action began
SOLVE_S = 1.0
KINDS = ("import", "edit", "publish", "payout", "solve")


@dataclass
class Tally:
    """What was counted, by kind of action under way when the kill came."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)  # under way, done but not acknowledged
    lost: Counter[str] = field(default_factory=Counter)
    torn: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Return whether nothing was lost or half-written."""
        return not self.lost.total() and not self.torn.total()


def judged(states: list[str], acknowledged: int, found: str) -> str:
    """
    Return what a database shows after a kill: ``kept``, ``whole``, ``lost`` or ``torn``.

    Parameters
    ----------
    states
        Its digest after 0, 1, 2, … actions that nobody killed.
    acknowledged
        How many were acknowledged.
    found
        Its digest now.
    """
    if found == states[acknowledged]:
        return "kept"
    if found in states[acknowledged + 1 : acknowledged + 2]:
        return "whole"
    return "lost" if found in states[:acknowledged] else "torn"


def undisturbed(script, base, folder):
    """Return the digests of a database after each action, none of them killed."""
    path = folder / "undisturbed.db"
    shutil.copy(base, path)
    states = [digest(path, folder / "look.db")]
    with closing(open_database(str(path))) as database:
        for act in script:
            act.do(database)
            states.append(digest(path, folder / "look.db"))
    return states


def killed(script, path, first, after_s):
    """Run actions in a process that is killed; return how many of the script are acknowledged."""
    told, tell = os.pipe()
    with warnings.catch_warnings():  # of threads in a parent: the child opens all it needs anew
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _work(script, path, first, tell)
    os.close(tell)
    with os.fdopen(told, "rb") as acknowledgements:
        acknowledgements.readline()  # it has begun
        until = time.monotonic() + after_s
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() >= until:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.001)
        return first + len(acknowledgements.readlines())


def _work(script, path, first, tell):
    status = 1
    try:
        database = open_database(str(path))
        os.write(tell, b"begun\n")
        for act in script[first:]:
            act.do(database)
            os.write(tell, b"done\n")
        status = 0
    finally:
        os._exit(status)  # as a crash: no connection is closed


def kill_writers(kills, rng, folder, tally, *, cycles):
    """Kill processes that write, each going on where the one before was stopped."""
    base, path, look = (folder / name for name in ("base.db", "paiban.db", "look.db"))
    new_shop(base)
    script = acts(folder, cycles)
    states = undisturbed(script, base, folder)
    place = len(script)
    while tally.kills.total() < kills:
        if place >= len(script) - 1:
            _take_anew(base, path)
            place = 0
        done = killed(script, path, place, rng.uniform(0, LATEST_S))
        under_way = script[min(done, len(script) - 1)].kind
        verdict = judged(states, done, digest(path, look))
        tally.kills[under_way] += done < len(script)  # else it had ended before the kill
        tally.acknowledged.update(act.kind for act in script[place:done])
        if verdict != "kept":
            getattr(tally, verdict)[under_way] += 1
        place = done + (verdict == "whole")
        if verdict in ("lost", "torn"):
            place = len(script)
    return script, states


def _take_anew(base, path):
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    shutil.copy(base, path)


def kill_solves(kills, rng, folder, tally):
    """Kill solves at any moment; a job must be taken up again and done once, with its draft."""
    base = folder / "base.db"
    for number in range(kills):
        path = folder / f"solve{number}.db"
        shutil.copy(base, path)
        with closing(open_database(str(path))) as database:
            _kill_solve(database, rng, tally)


def _kill_solve(database, rng, tally):
    before = s.MONDAY - dt.timedelta(weeks=1)
    here = ("{}-W{:02}".format(*before.isocalendar()),)
    params = SolveParams(time_limit_s=SOLVE_S, workers=1)
    job = jobs.start_solve(at_desk(database, by=BOSS, now=dt.datetime.now(dt.UTC)), *here, params)
    with working(database):
        _until(database, job.id, lambda found: found.pid)
        if rng.random() < 0.75:  # three in four near the end, where the answer is written
            _until(database, job.id, lambda found: found.progress.cost is not None)
        time.sleep(rng.uniform(0, SOLVE_S + 1))
        was = _until(database, job.id, bool)
        with suppress(ProcessLookupError):
            os.kill(was.pid, signal.SIGKILL)
        kept = _until(database, job.id, lambda found: found.state.is_over)
    with database.read() as unit:
        versions = unit.rosters.all(kept.week_id)
    drafts = [one.id for one in versions if one.origin is Origin.SOLVED]
    tally.kills["solve"] += 1
    tally.acknowledged["solve"] += 1
    tally.whole["solve"] += was.state is not JobState.DONE and kept.attempts == 1
    tally.lost["solve"] += not drafts
    tally.torn["solve"] += kept.state is not JobState.DONE or drafts != [kept.version_id]


def _until(database, number, is_so):
    while True:
        with database.read() as unit:
            found = unit.jobs.get(number)
        if is_so(found) or found.state.is_over:
            return found
        time.sleep(0.05)


def restores(tries, rng, folder, script, states):
    """Return how many restores beside left-over files were equal to their backup."""
    equal = 0
    for number in range(tries):
        here = folder / f"restore{number}"
        here.mkdir()
        target, copy = here / "paiban.db", here / "copy.bak"
        shutil.copy(folder / "base.db", target)
        middle = int(rng.integers(1, len(script) - 2))
        with closing(open_database(str(target))) as database:
            for act in script[:middle]:
                act.do(database)
            backup(database.url, copy)
        killed(script, target, middle, rng.uniform(0.05, LATEST_S))  # leaves its log
        _spoil(number % 4, target, copy)
        restore(copy, f"sqlite:///{target}", replace=True, now=s.NOW)
        equal += digest(target, here / "look.db") == states[middle]
    return equal


def _spoil(way, target, copy):
    """Leave what people leave: the database gone or not, and logs beside it or the backup."""
    if way in (0, 2):
        target.unlink()
    if way == 2:
        Path(f"{target}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 512)
    if way == 3 and Path(f"{target}-wal").exists():
        shutil.copy(f"{target}-wal", f"{copy}-wal")


def show(tally: Tally, equal: int, tries: int) -> None:
    """Print the table."""
    heads = ("under way", "kills", "acknowledged", "done unacknowledged", "lost", "half-written")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    counts = (tally.kills, tally.acknowledged, tally.whole, tally.lost, tally.torn)
    for kind in KINDS:
        print(f"| {kind} | " + " | ".join(str(count[kind]) for count in counts) + " |")
    print("| all | " + " | ".join(str(count.total()) for count in counts) + " |")
    print(f"\nrestores equal to their backup: {equal} of {tries}")


def run(kills: int, seed: int, tries: int, *, cycles: int = 12) -> tuple[Tally, int]:
    """Kill, restore, and return what was counted and how many restores were equal."""
    rng = np.random.default_rng(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        solves = kills // SOLVES_OF
        script, states = kill_writers(kills - solves, rng, folder, tally, cycles=cycles)
        kill_solves(solves, rng, folder, tally)
        return tally, restores(tries, rng, folder, script, states)


def main() -> None:
    """Print the table; end with 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--restores", type=int, default=20)
    asked = parser.parse_args()
    tally, equal = run(asked.kills, asked.seed, asked.restores)
    show(tally, equal, asked.restores)
    sys.exit(0 if tally.is_clean and equal == asked.restores else 1)


if __name__ == "__main__":
    main()
