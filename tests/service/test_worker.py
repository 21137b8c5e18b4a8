import datetime as dt
import logging
import os
import signal
import subprocess
import time
from contextlib import closing

import pytest

from scheduler.errors import Fault, StoreError
from scheduler.solve.result import SolveParams
from service import jobs
from service.job_process import closed, program
from service.roster import rosters
from service.watch import StillWatch
from service.worker import LOOK_S, Worker, WorkerParams
from store.kept_job import Taking
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.workers import working

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are POSIX signals")
PATIENCE_S = 120
SHORT = SolveParams(time_limit_s=1.0, workers=1)
LONG = SolveParams(time_limit_s=600.0, workers=1)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def ask(database, params=SHORT):
    desk = at_desk(database, by="王经理", now=dt.datetime.now(dt.UTC))
    return jobs.start_solve(desk, s.LABEL, params).id


def until(database, number, is_so):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with database.read() as unit:
            job = unit.jobs.get(number)
        if is_so(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"still {job.state} after {PATIENCE_S} s")


def searching(job):
    return job.progress.cost is not None


def over(job):
    return job.state.is_over


def test_a_job_whose_process_is_killed_is_begun_again_and_done_once(database):
    number = ask(database)
    with working(database):
        os.kill(until(database, number, lambda job: job.pid).pid, signal.SIGKILL)
        done = until(database, number, over)
    assert (done.state, done.attempts) == (jobs.JobState.DONE, 2)
    assert len(rosters.versions(at_desk(database), s.LABEL)) == 1


def test_a_job_that_is_lost_too_often_fails_with_the_reason(database):
    number = ask(database, LONG)
    with working(database, attempts=1):
        os.kill(until(database, number, lambda job: job.pid).pid, signal.SIGKILL)
        failed = until(database, number, over)
    said = [(fault.code, fault.value) for fault in failed.failure.faults]
    assert failed.state is jobs.JobState.FAILED
    assert said == [("job_killed", "SIGKILL"), ("job_given_up", "1")]


def test_a_job_larger_than_it_may_be_is_ended_and_says_so(database):
    number = ask(database, LONG)
    with working(database, memory_mb=5):
        failed = until(database, number, over)
    (fault,) = failed.failure.faults
    assert (fault.code, fault.value) == ("job_too_large", "5")


def test_a_job_that_takes_longer_than_it_may_is_asked_to_stop(database):
    number = ask(database, LONG)
    with working(database, longest_s=0.1):
        stopped = until(database, number, over)
    assert (stopped.state, stopped.failure) == (jobs.JobState.STOPPED, None)
    assert stopped.answer is not None


def test_a_worker_that_ends_hands_back_the_best_and_the_next_goes_on_from_it(database):
    number = ask(database, SolveParams(time_limit_s=30.0, workers=1))
    with working(database):
        until(database, number, searching)
    back = until(database, number, lambda job: job.state is jobs.JobState.QUEUED)
    assert back.answer.result.roster is not None
    assert (back.attempts, back.worker) == (0, None)
    with database.read() as unit:
        assert unit.workers.all() == ()
    with working(database):
        again = until(database, number, lambda job: job.state is jobs.JobState.RUNNING and job.pid)
        assert again.progress.seconds >= back.progress.seconds
        jobs.stop_job(at_desk(database), number)
        done = until(database, number, over)
    assert done.answer.result.cost <= back.answer.result.cost + 1e-6


@pytest.fixture
def process(database):
    """Return a worker in a process of its own, as a server starts it."""
    child = program(database.url, "service.worker", errors=subprocess.DEVNULL)
    yield child
    child.kill()
    closed(child)


def is_gone(pid):
    """Return whether a process ended, also where nobody has asked for its end yet."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as told:
            return told.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_nothing_goes_on_when_a_worker_is_killed_and_another_takes_its_job_up(database, process):
    number = ask(database)
    pid = until(database, number, lambda job: job.pid).pid
    process.kill()
    deadline = time.monotonic() + PATIENCE_S
    while not is_gone(pid):
        assert time.monotonic() < deadline, "the process of the job outlived its worker"
        time.sleep(0.05)
    with working(database, lease_s=1.0):
        done = until(database, number, over)
    assert done.state is jobs.JobState.DONE
    assert len(rosters.versions(at_desk(database), s.LABEL)) == 1


def test_a_worker_ends_with_whoever_started_it(process):
    process.stdin.close()  # as when the process that holds it is killed
    assert process.wait(timeout=PATIENCE_S) == 0


def lost(database):
    """Return a job whose worker is gone, with the beats it left."""
    number = ask(database, LONG)
    with database.write() as unit:
        unit.jobs.claim(Taking("gone"), s.NOW)
    return number


def test_a_lost_job_is_found_while_the_worker_runs_and_not_only_when_it_starts(database):
    with working(database, lease_s=LOOK_S / 2, places=0, attempts=1):
        failed = until(database, lost(database), over)
    assert [fault.code for fault in failed.failure.faults] == ["job_gone", "job_given_up"]


def test_a_clock_set_back_an_hour_neither_steals_nor_loses_a_lease(database, monkeypatch):
    seconds = iter(range(0, 1000, 2))
    monkeypatch.setattr("service.worker.StillWatch", lambda: StillWatch(lambda: next(seconds)))
    number = lost(database)
    with closing(Worker(database.url, params=WorkerParams(places=0, lease_s=5.0))) as worker:
        for hours in (0, -1, 5, -1):  # what the row says of the time is not asked
            with database.write() as unit:
                lease = unit.jobs.get(number).lease
                unit.jobs.beat(lease, unit.jobs.get(number).progress, _later(hours), 1)
                unit.jobs.renew([lease])
            worker.look()
            assert until(database, number, lambda _: True).state is jobs.JobState.RUNNING
        for _ in range(3):
            worker.look()
    assert until(database, number, lambda _: True).state is jobs.JobState.QUEUED


def _later(hours):
    return dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)


def test_time_in_which_the_observer_slept_counts_for_little():
    seconds = iter((0.0, 1.0, 600.0, 601.0))
    watch = StillWatch(lambda: next(seconds))
    assert watch.look({"job": 1}) == {"job": 0.0}
    assert watch.look({"job": 1})["job"] <= 3.0
    assert watch.look({"job": 2}) == {"job": 0.0}


def test_a_database_that_is_away_for_hours_is_told_of_once_and_again_when_it_is_back(
    database, caplog
):
    worker = Worker(database.url)

    def fail():
        raise StoreError(Fault("database_busy", value="x"))

    with caplog.at_level(logging.INFO, "paiban.worker"):
        for do in (fail, fail, fail, list, fail):
            worker._try(do)
    worker.close()
    told = ["can be used again" in line for line in caplog.messages]
    assert told == [False, True, False]
