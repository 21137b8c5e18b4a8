"""
Whether a job is lost, done twice or left lying when workers and their processes are killed.

``python -m benchmarks.worker_kills --kills 200 --seed 1`` keeps imports, payouts and solves in
line and kills, at random moments of a job, its process or the worker itself (``SIGKILL``); a worker
that is killed is started again. In the end each job must be done, its result kept once, and the
database sound. POSIX only; a killed process, not a loss of power. A lease is 3 s here, not 15, so
that it takes minutes, not an hour. ``--on postgresql`` starts a server for it; ``--seconds`` is
its bound on a machine full of other work.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.kill_script import new_shop
from benchmarks.places import KINDS as PLACES
from benchmarks.places import place_of
from kpi.facts.facts import merge
from kpi.month import Month
from scheduler.errors import InputError
from scheduler.solve.result import SolveParams
from service import asked_jobs, audit, jobs
from service.database import check
from service.job_process import closed, program
from service.worker import WorkerParams, work
from store.address import default_url
from store.database import open_database
from store.files.kpi_facts import write_facts
from store.job_tasks import JobKind
from store.kept_job import JobState
from store.rosters import Origin
from tests.desks import at_desk
from tests.kpi.making import facts
from tests.service import small_shop as s

LEASE_S = 3.0
LATEST_S = 1.2  # a kill comes at most so long after its job was begun
STUCK_S = 60.0
BEFORE = s.MONDAY - dt.timedelta(weeks=1)
LABEL = "{}-W{:02}".format(*BEFORE.isocalendar())
WORKER = "worker"
KINDS = (JobKind.IMPORT, JobKind.PAYOUT, JobKind.SOLVE)


@dataclass
class Tally:
    """
    What was counted.

    Parameters
    ----------
    of_process, of_worker
        Kills while a job of a kind was under way, of its process and of the worker.
    asked, done
        Jobs of each kind, and those that are done in the end.
    lost, twice
        Jobs whose result is not there, or there more than once.
    longest_s
        Longest time in which a job that was not over showed nothing new.
    faults
        What a check of the database and of its log finds.
    """

    of_process: Counter[str] = field(default_factory=Counter)
    of_worker: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    twice: Counter[str] = field(default_factory=Counter)
    longest_s: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Return whether every job was done once, soon, and the database is sound."""
        amiss = self.lost.total() or self.twice.total() or self.faults
        return not amiss and self.done == self.asked and self.longest_s <= STUCK_S


class Line:
    """
    Keeps jobs in line, one import or payout and one solve at a time, and looks at them.

    Parameters
    ----------
    database, folder
        Where they are asked for, and where their files lie.
    tally
        Counts them.
    """

    def __init__(self, database, folder, tally):
        self.database, self.folder, self.tally = database, folder, tally
        self.months: list[Month] = []
        self.has_open_month = False  # its facts were asked for, its payout was not
        self.going: dict[str, int] = {}
        self.marks: dict[int, tuple[object, float]] = {}

    def look(self, *, more: bool):
        """Ask for what is next, where there is to be more; return the jobs that run."""
        with self.database.read() as unit:
            found = {lane: unit.jobs.get(number) for lane, number in self.going.items()}
        now = time.monotonic()
        for lane, job in found.items():
            mark = (job.state, job.token, job.beats)
            last, since = self.marks.get(job.id, (mark, now))
            since = now if last != mark else since
            self.marks[job.id] = (mark, since)
            self.tally.longest_s = max(self.tally.longest_s, now - since)
            if job.state.is_over:
                self.tally.done[job.kind] += job.state is JobState.DONE
                del self.going[lane]
        if more or self.has_open_month:
            self._ask(more=more)
        return [job for job in found.values() if job.state is JobState.RUNNING and job.pid]

    def _ask(self, *, more):
        desk = at_desk(self.database, by="HR", now=dt.datetime.now(dt.UTC))
        if "month" not in self.going:
            if self.has_open_month:
                job = asked_jobs.start_payout(desk, self.months[-1])
            else:
                job = asked_jobs.start_import(desk, "facts", self._file())
            self.has_open_month = job.kind is JobKind.IMPORT
            self._asked("month", job)
        if "week" not in self.going and more:
            params = SolveParams(time_limit_s=1.0, workers=1)
            boss = at_desk(self.database, by="boss", now=dt.datetime.now(dt.UTC))
            self._asked("week", jobs.start_solve(boss, LABEL, params, accept=True))

    def _asked(self, lane, job):
        self.going[lane] = job.id
        self.tally.asked[job.kind] += 1

    def _file(self):
        number = len(self.months)
        month = Month(2028 + number // 12, number % 12 + 1)
        self.months.append(month)
        rows = [
            facts(agent=name, date=month.first, replied=count, received=100)
            for name, count in (("A1", 60 + number % 40), ("A2", 80))
        ]
        path = self.folder / f"facts{number}.csv"
        write_facts(merge(rows), path)
        return path

    def judge(self):
        """Count what is lost or there twice, and what is wrong with the database."""
        with self.database.read() as unit:
            week = unit.weeks.get("main", LABEL)
            drafts = [one for one in unit.rosters.all(week.id) if one.origin is Origin.SOLVED]
            runs = Counter(note.month for note in unit.months.all("main"))
            actions = Counter(one.name for one in unit.actions.of("main"))
        imports = actions["facts_imported"]
        paid = self.tally.asked[JobKind.PAYOUT]
        for kind, there, wanted in (
            (JobKind.SOLVE, len(drafts), self.tally.asked[JobKind.SOLVE]),
            (JobKind.PAYOUT, runs.total(), paid),
            (JobKind.IMPORT, imports, self.tally.asked[JobKind.IMPORT]),
        ):
            self.tally.lost[kind] += max(0, wanted - there)
            self.tally.twice[kind] += max(0, there - wanted)
        for verify in (check, audit.verify):
            try:
                verify(self.database.url)
            except InputError as error:
                self.tally.faults.append(str(error))


def worker_on(url):
    """Return a new worker of a database, in a process of its own."""
    return program(url, "benchmarks.worker_kills", WORKER)


def run(kills: int, seed: int, folder: Path, url: str, *, seconds: float = 7200.0) -> Tally:
    """Kill, let what is left be done, and return what was counted."""
    rng, tally = np.random.default_rng(seed), Tally()
    over = time.monotonic() + seconds
    new_shop(folder / "paiban.db", url)
    with closing(open_database(url)) as database:
        line = Line(database, folder, tally)
        worker = worker_on(url)
        try:
            for number in range(kills):
                if time.monotonic() > over:
                    break
                worker = _kill(line, worker, rng, KINDS[number % len(KINDS)])
            until = time.monotonic() + 2 * STUCK_S
            while line.going and time.monotonic() < until:
                line.look(more=False)
                time.sleep(0.05)
        finally:
            worker.terminate()
            closed(worker)
        line.judge()
    return tally


def _kill(line, worker, rng, kind):
    """Kill the process of a job of a kind, or the worker, at a random moment of the job."""
    job = _running(line, kind)
    at = time.monotonic() + rng.uniform(0, LATEST_S if kind is JobKind.SOLVE else LATEST_S / 3)
    while time.monotonic() < at:
        if job.id not in {one.id for one in line.look(more=True)}:
            job = _running(line, kind)  # that one was done before its kill
        time.sleep(0.005)
    if rng.random() < 0.5:
        line.tally.of_process[job.kind] += 1
        with suppress(ProcessLookupError):
            os.kill(job.pid, signal.SIGKILL)
        return worker
    line.tally.of_worker[job.kind] += 1
    worker.kill()
    closed(worker)
    return worker_on(line.database.url)


def _running(line, kind):
    """Return a job of a kind that is under way, once there is one."""
    while True:
        for job in line.look(more=True):
            if job.kind is kind:
                return job
        time.sleep(0.005)


def show(tally: Tally) -> None:
    """Print the table."""
    heads = ("under way", "process killed", "worker killed", "asked", "done", "lost", "twice")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    counts = (
        *(tally.of_process, tally.of_worker, tally.asked, tally.done),
        *(tally.lost, tally.twice),
    )
    for kind in KINDS:
        print(f"| {kind} | " + " | ".join(str(count[kind]) for count in counts) + " |")
    print("| all | " + " | ".join(str(count.total()) for count in counts) + " |")
    print(f"\nlongest without a sign of a job: {tally.longest_s:.1f} s")
    print(f"faults of the database and its log: {tally.faults or 'none'}")


def main() -> None:
    """Print the table; end with 1 when anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=PLACES, default="sqlite")
    parser.add_argument("--seconds", type=float, default=7200.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, place_of(asked.on, Path(name)) as place:
        url = place.make("workers")
        tally = run(asked.kills, asked.seed, Path(name), url, seconds=asked.seconds)
    show(tally)
    sys.exit(0 if tally.is_clean else 1)


if __name__ == "__main__":
    if sys.argv[1:] == [WORKER]:  # one job may be hit many times
        params = WorkerParams(attempts=1000, lease_s=LEASE_S, places=2)
        work(default_url(), params=params, with_parent=True)
    else:
        main()
