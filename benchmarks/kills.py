"""
Whether anything acknowledged is lost, or half-written, when the process is killed at any moment.

``python -m benchmarks.kills --kills 200 --seed 1 --restores 20`` kills 160 processes that import,
edit, publish and pay, 40 that solve, and restores 20 backups beside left-over logs; ``--on
postgresql`` starts a server and does it there, ``--backends`` kills the server's processes instead.
After each kill the database must hold exactly what the same actions leave in a run nobody kills:
those acknowledged, and the one under way wholly or not at all, and a check of it and of its log
must find nothing. POSIX only; a killed process, not a loss of power.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.kill_script import BOSS, acts, new_shop
from benchmarks.places import KINDS as PLACES
from benchmarks.places import file_digest, place_of
from scheduler.errors import StoreError
from scheduler.solve.result import SolveParams
from service import jobs
from service.database import backup, restore
from store.database import open_database
from store.kept_job import JobState
from store.rosters import Origin
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.workers import working

if TYPE_CHECKING:
    from benchmarks.places import Files, Served

    Place = Files | Served

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
    told: Counter[str] = field(default_factory=Counter)  # to clients whose server died

    @property
    def is_clean(self) -> bool:
        """Return whether nothing was lost or half-written, and everybody told why."""
        untold = any(code.startswith("(untold)") for code in self.told)
        return not self.lost.total() and not self.torn.total() and not untold


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


def undisturbed(script, place):
    """Return the digests of a database after each action, none of them killed."""
    url = place.copy("base", "undisturbed")
    states = [place.digest("undisturbed")]
    for act in script:
        with closing(open_database(url)) as database:
            act.do(database)
        states.append(place.digest("undisturbed"))
    return states


def killed(script, url, first, after_s, *, kill=None):
    """
    Run actions in a process until something is killed; return what is acknowledged, and what told.

    Parameters
    ----------
    first
        Number of the first action.
    after_s
        When, after the process began.
    kill
        What kills something else than the process: the server's side of it, which is told to the
        process as an error that it ends with; None: the process itself.
    """
    told, tell = os.pipe()
    with warnings.catch_warnings():  # of threads in a parent: the child opens all it needs anew
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _work(script, url, first, tell)
    os.close(tell)
    with os.fdopen(told, "rb") as acknowledgements:
        acknowledgements.readline()  # it has begun
        until = time.monotonic() + after_s
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() >= until:
                if kill is None:
                    os.kill(child, signal.SIGKILL)
                elif kill():
                    until = math.inf
            time.sleep(0.001)
        lines = [line.decode().strip() for line in acknowledgements.readlines()]
    return first + lines.count("done"), [line for line in lines if line != "done"]


def _work(script, url, first, tell):
    status = 1
    try:
        database = open_database(url)
        os.write(tell, b"begun\n")
        for act in script[first:]:
            act.do(database)
            os.write(tell, b"done\n")
        status = 0
    except StoreError as error:
        os.write(tell, f"{error.fault.code if error.fault else '(untold)'}\n".encode())
    except BaseException as error:
        os.write(tell, f"(untold) {type(error).__name__}: {error}"[:200].encode() + b"\n")
    finally:
        os._exit(status)  # as a crash: no connection is closed


def kill_writers(asked, rng, folder, tally, place):
    """Kill processes that write, each going on where the one before was stopped."""
    kills, until = asked.kills - asked.solves, time.monotonic() + asked.seconds
    new_shop(folder / "base.db", place.make("base"))
    script = acts(folder, asked.cycles)
    states = undisturbed(script, place)
    at, url = len(script), place.url("paiban")
    kill = partial(place.kill_backend, "paiban") if asked.backends else None
    while tally.kills.total() < kills and time.monotonic() < until:
        if at >= len(script) - 1:
            place.copy("base", "paiban")
            at = 0
        done, told = killed(script, url, at, rng.uniform(0, LATEST_S), kill=kill)
        under_way = script[min(done, len(script) - 1)].kind
        found = place.digest("paiban")
        verdict = judged(states, done, found)
        tally.kills[under_way] += (
            bool(told) if asked.backends else done < len(script)
        )  # else: no kill
        tally.acknowledged.update(act.kind for act in script[at:done])
        tally.told.update(told)
        if verdict != "kept":
            getattr(tally, verdict)[under_way] += 1
        at = done + (verdict == "whole")
        if verdict in ("lost", "torn"):
            print(f"{verdict}: {under_way} {found}", file=sys.stderr)
            at = len(script)
    return script, states


def kill_solves(kills, rng, tally, place):
    """Kill solves at any moment; a job must be taken up again and done once, with its draft."""
    for _ in range(kills):
        with closing(open_database(place.copy("base", "solve"))) as database:
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
        killed(script, str(target), middle, rng.uniform(0.05, LATEST_S))  # leaves its log
        _spoil(number % 4, target, copy)
        restore(copy, f"sqlite:///{target}", replace=True, now=s.NOW)
        equal += file_digest(target, here / "look.db") == states[middle]
    return equal


def _spoil(way, target, copy):
    """Leave what people leave: the database gone or not, and logs beside it or the backup."""
    if way in (0, 2):
        target.unlink()
    if way == 2:
        Path(f"{target}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 512)
    if way == 3 and Path(f"{target}-wal").exists():
        shutil.copy(f"{target}-wal", f"{copy}-wal")


def show(tally: Tally) -> None:
    """Print the table."""
    heads = ("under way", "kills", "acknowledged", "done unacknowledged", "lost", "half-written")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    counts = (tally.kills, tally.acknowledged, tally.whole, tally.lost, tally.torn)
    for kind in KINDS:
        print(f"| {kind} | " + " | ".join(str(count[kind]) for count in counts) + " |")
    print("| all | " + " | ".join(str(count.total()) for count in counts) + " |")
    if tally.told:
        print(f"\nwhat clients were told: {dict(tally.told)}")


@dataclass(frozen=True)
class Asked:
    """
    What is to be killed.

    Parameters
    ----------
    kills, seed
        How many moments, and their chance.
    solves
        How many of them hit a solve.
    restores
        Backups put back beside what a killed process left; files only.
    cycles
        Weeks and months that the script has.
    backends
        Kill the server's side, not the client.
    seconds
        After which no further process is killed, so that a busy machine comes to an end.
    """

    kills: int
    seed: int
    solves: int = 0
    restores: int = 0
    cycles: int = 12
    backends: bool = False
    seconds: float = 3600.0


def run(asked: Asked, place: Place, folder: Path) -> tuple[Tally, int]:
    """Kill, restore, and return what was counted and how many restores were equal."""
    rng, tally = np.random.default_rng(asked.seed), Tally()
    script, states = kill_writers(asked, rng, folder, tally, place)
    kill_solves(asked.solves, rng, tally, place)
    return tally, restores(asked.restores, rng, folder, script, states)


def main() -> None:
    """Print the table; end with 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=PLACES, default="sqlite")
    parser.add_argument("--backends", action="store_true", help="kill the server's side")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--solves", type=int, help="of them; usually a fifth")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--restores", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--cycles", type=int, default=12, help="weeks and months of the script")
    told = parser.parse_args()
    solves = told.kills // SOLVES_OF if told.solves is None else told.solves
    asked = Asked(
        *(told.kills, told.seed, 0 if told.backends else solves, told.restores),
        cycles=told.cycles,
        backends=told.backends,
        seconds=told.seconds,
    )
    with tempfile.TemporaryDirectory() as name, place_of(told.on, Path(name)) as place:
        tally, equal = run(asked, place, Path(name))
    show(tally)
    if asked.restores:
        print(f"\nrestores equal to their backup: {equal} of {asked.restores}")
    sys.exit(0 if tally.is_clean and equal == asked.restores else 1)


if __name__ == "__main__":
    main()
