import datetime as dt
import os
import signal
import time
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.solve.result import SolveParams
from service import job_process, jobs
from service.roster import intake, publishing, rosters
from store.rosters import Origin
from store.workers import KeptWorker
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.workers import working

BY = "王经理"
HERE = (s.LABEL,)
PATIENCE_S = 120
SHORT = SolveParams(time_limit_s=1.0, workers=1)
LONG = SolveParams(time_limit_s=600.0, workers=1)


def now():
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def unworked(tmp_path):
    """Return a database whose jobs nobody does."""
    yield from s.kept(tmp_path, s.with_week(by=BY, now=s.NOW))


@pytest.fixture
def database(unworked):
    with working(unworked):
        yield unworked


def until(database, number, is_so):
    """Wait for a job to reach a state; the deadline guards against a hang."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = jobs.job(at_desk(database, now=now()), number)
        if is_so(found):
            return found
        time.sleep(0.1)
    raise AssertionError(f"still {found.state} after {PATIENCE_S} s")


def finished(database, number):
    return until(database, number, lambda job: job.state.is_over)


def test_a_first_roster_becomes_a_draft_by_itself(database):
    assert jobs.limit_before(at_desk(database)) is None
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    assert jobs.limit_before(at_desk(database)) == SHORT.time_limit_s
    done = finished(database, started.id)
    assert done.state is jobs.JobState.DONE
    sheet = rosters.roster_sheet(at_desk(database), *HERE)
    assert sheet.version.origin is Origin.SOLVED
    assert sheet.version.made.by == BY
    assert sheet.verdict.is_clean
    assert sheet.verdict.cost.total == pytest.approx(done.answer.result.cost)
    assert (sheet.gap.cost, sheet.gap.bound) == (done.progress.cost, done.progress.bound)


def test_what_was_there_stays_until_the_new_is_accepted(database):
    publishing.keep_roster(at_desk(database, by=BY, now=s.NOW), *HERE, s.roster())
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    finished(database, started.id)
    assert rosters.roster_sheet(at_desk(database), *HERE).version.version.roster == s.roster()
    assert jobs.accept_answer(at_desk(database, by=BY, now=now()), started.id) == 2
    with pytest.raises(InputError):
        jobs.accept_answer(at_desk(database, by=BY, now=now()), started.id)


def test_a_solve_that_is_stopped_keeps_the_best(database):
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, LONG)
    until(database, started.id, lambda job: job.progress.cost is not None or job.state.is_over)
    jobs.stop_job(at_desk(database, by=BY, now=now()), started.id)
    done = finished(database, started.id)
    assert done.state is jobs.JobState.STOPPED
    assert done.answer.result.roster is not None


def test_one_solve_of_a_week_at_a_time_and_one_that_waits_ends_at_once(unworked):
    desk = at_desk(unworked, by=BY, now=now())
    started = jobs.start_solve(desk, *HERE, LONG)
    with pytest.raises(InputError) as error:
        jobs.start_solve(desk, *HERE, LONG)
    assert error.value.faults[0].code == "job_running"
    jobs.stop_job(desk, started.id)
    assert kept(unworked, started.id).state is jobs.JobState.STOPPED
    again = jobs.start_solve(desk, *HERE, SHORT)
    assert jobs.latest_job(desk, *HERE).id == again.id


def test_a_job_that_waits_says_for_what(unworked):
    desk = at_desk(unworked, by=BY, now=now())
    started = jobs.start_solve(desk, *HERE, SHORT)
    assert jobs.waiting(desk, started) == jobs.Waiting(ahead=0, has_worker=False)
    with unworked.write() as unit:
        unit.workers.beat(KeptWorker("elsewhere", "another shop", 1, now()))
    assert not jobs.waiting(desk, started).has_worker
    with unworked.write() as unit:
        unit.workers.beat(KeptWorker("here", None, 1, now()))
    assert jobs.waiting(desk, started).has_worker
    late = at_desk(unworked, by=BY, now=now() + dt.timedelta(minutes=1))
    assert not jobs.waiting(late, started).has_worker


def kept(database, number):
    with database.read() as unit:
        return unit.jobs.get(number)


def told(job):
    """Return codes and values of what is said of a job that failed."""
    return [(fault.code, fault.value) for fault in job.failure.faults]


def test_files_of_the_working_folder_are_never_taken_for_the_programs_own(
    unworked, tmp_path, monkeypatch
):
    folder = tmp_path / "my files"
    folder.mkdir()
    for name in ("kpi", "store", "data", "service", "scheduler", "numpy"):
        (folder / f"{name}.py").write_text("raise SystemExit('the file of somebody else')")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep)  # an empty part stands for the working folder
    started = jobs.start_solve(at_desk(unworked, by=BY, now=now()), *HERE, SHORT)
    with working(unworked):
        assert finished(unworked, started.id).state is jobs.JobState.DONE


def test_a_crash_is_told_with_the_file_that_says_where(database, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, LONG)
    until(database, started.id, lambda job: job.progress.cost is not None or job.state.is_over)
    os.kill(kept(database, started.id).pid, signal.SIGSEGV)
    job = finished(database, started.id)
    assert job.state is jobs.JobState.FAILED  # the same seed would crash again
    assert told(job) == [("job_crashed", "SIGSEGV")]
    assert "Segmentation fault" in Path(job.failure.faults[0].details["log"]).read_text()
    assert job_process.end_of(job).faults == job.failure.faults  # as another worker sees it


def test_a_crash_is_known_however_long_the_stacks_below_it_are(database, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    job = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, LONG)
    log = job_process.log_of(job)
    log.parent.mkdir(parents=True)
    log.write_text("Fatal Python error: Bus error\n" + "  File x, line 1 in y\n" * 999)
    failure = job_process.end_of(job)
    assert [(fault.code, fault.value) for fault in failure.faults] == [("job_crashed", "SIGBUS")]
    assert len(failure.text) == job_process.MOST_TOLD


def test_a_process_that_cannot_start_is_told_with_its_exit_code(database, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONHOME", str(tmp_path / "nowhere"))
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    job = finished(database, started.id)
    assert told(job) == [("job_broke_off", "1")]
    assert job.failure.text


def test_nothing_is_left_of_a_job_that_ended_well(database, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    log = job_process.log_of(finished(database, started.id))
    deadline = time.monotonic() + PATIENCE_S
    while log.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert log.parent.is_dir()
    assert not log.exists()


def test_a_job_of_a_week_without_requirement_does_not_start(database):
    intake.keep_week(at_desk(database, by=BY, now=s.NOW), s.week(requirement=None))
    with pytest.raises(InputError):
        jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    assert jobs.latest_job(at_desk(database, now=now()), *HERE) is None
