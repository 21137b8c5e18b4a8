import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.solve.result import SolveParams
from service import job_process, jobs
from service.roster import intake, publishing, rosters
from store.rosters import Origin
from store.stamp import Stamp
from tests.desks import at_desk
from tests.service import small_shop as s

BY = "王经理"
HERE = (s.LABEL,)
PATIENCE_S = 120
SHORT = SolveParams(time_limit_s=1.0, workers=1)
LONG = SolveParams(time_limit_s=600.0, workers=1)


def now():
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(by=BY, now=s.NOW))


def until(database, number, is_so, *, ahead_s=0):
    """Wait for a job to reach a state, asked as if later; the deadline guards against a hang."""
    ahead = dt.timedelta(seconds=ahead_s)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = jobs.job(at_desk(database, now=now() + ahead), number)
        if is_so(found):
            return found
        time.sleep(0.1)
    raise AssertionError(f"still {found.state} after {PATIENCE_S} s")


def finished(database, number):
    return until(database, number, lambda job: job.state.is_over)


def test_a_first_roster_becomes_a_draft_by_itself(database):
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
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
    assert done.state is jobs.JobState.DONE
    assert done.answer.result.roster is not None


def test_one_solve_of_a_week_at_a_time_and_one_that_is_killed_says_so(database):
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, LONG)
    with pytest.raises(InputError) as error:
        jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, LONG)
    assert error.value.faults[0].code == "job_running"
    os.kill(started.pid, signal.SIGKILL)
    killed = until(database, started.id, lambda job: job.state.is_over, ahead_s=jobs.QUIET_S + 5)
    assert killed.state is jobs.JobState.DIED
    assert kept(database, started.id).state is jobs.JobState.DIED  # in the table, for everybody
    assert kept(database, started.id).ended_at == killed.beat_at
    assert told(killed) == ("job_killed", "SIGKILL")
    finished(database, started.id)
    again = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    assert finished(database, again.id).state is jobs.JobState.DONE
    assert jobs.latest_job(at_desk(database, now=now()), *HERE).id == again.id


def gone(database, *, pid):
    """Note a job whose process died before anybody looked, as a power cut leaves it."""
    with database.write() as unit:
        week = unit.weeks.get("main", *HERE)
        number = unit.jobs.add(
            "main", week.id, jobs.SolveTask(SHORT, accept=True), Stamp(BY, s.NOW)
        )
        unit.jobs.started(number, pid)
    return number


def kept(database, number):
    with database.read() as unit:
        return unit.jobs.get(number)


def test_a_job_that_was_lost_is_closed_by_whoever_looks_first(database):
    number = gone(database, pid=1)  # its number went to another process meanwhile
    assert jobs.latest_job(at_desk(database, now=s.NOW + dt.timedelta(hours=8)), *HERE).id == number
    assert kept(database, number).state is jobs.JobState.DIED


def test_a_job_that_may_be_alive_is_not_closed(database):
    number = gone(database, pid=os.getpid())
    jobs.close_lost(database, s.NOW + dt.timedelta(minutes=1))
    assert kept(database, number).state is jobs.JobState.STARTING


def test_a_job_that_beat_since_it_was_read_is_not_closed(database):
    number = gone(database, pid=1)
    read = kept(database, number)
    with database.write() as unit:
        unit.jobs.beat(number, read.progress, s.NOW + dt.timedelta(hours=8))
        unit.jobs.close_lost(read)
    assert kept(database, number).state is jobs.JobState.RUNNING


def test_a_process_that_was_given_up_stops_and_changes_nothing(database):
    number = gone(database, pid=1)
    jobs.close_lost(database, s.NOW + dt.timedelta(hours=8))
    with database.write() as unit:
        assert unit.jobs.beat(number, kept(database, number).progress, s.NOW)
    command = [sys.executable, "-m", "service.solve_job", str(number)]
    subprocess.run(command, env=os.environ | {"PAIBAN_DB": database.url}, check=True)
    assert kept(database, number).state is jobs.JobState.DIED
    assert rosters.versions(at_desk(database), *HERE) == ()


def told(job):
    """Return code and value of the one thing said of a job that died."""
    (fault,) = job.failure.faults
    return fault.code, fault.value


def died(database, number):
    job = until(database, number, lambda job: job.state.is_over, ahead_s=jobs.QUIET_S + 5)
    assert job.state is jobs.JobState.DIED
    return job


def test_files_of_the_working_folder_are_never_taken_for_the_programs_own(
    database, tmp_path, monkeypatch
):
    folder = tmp_path / "my files"
    folder.mkdir()
    for name in ("kpi", "store", "data", "service", "scheduler", "numpy"):
        (folder / f"{name}.py").write_text("raise SystemExit('the file of somebody else')")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep)  # an empty part stands for the working folder
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    assert finished(database, started.id).state is jobs.JobState.DONE


def test_a_crash_is_told_with_the_file_that_says_where(database, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, LONG)
    until(database, started.id, lambda job: job.progress.cost is not None or job.state.is_over)
    os.kill(started.pid, signal.SIGSEGV)
    job = died(database, started.id)
    assert told(job) == ("job_crashed", "SIGSEGV")
    assert "Segmentation fault" in Path(job.failure.faults[0].details["log"]).read_text()
    assert kept(database, started.id).failure == job.failure  # for whoever looks later
    monkeypatch.setattr(job_process, "_children", {})  # as a server that was started since sees it
    assert job_process.end_of(job).faults == job.failure.faults


def test_a_process_that_cannot_start_is_told_with_its_exit_code(database, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONHOME", str(tmp_path / "nowhere"))
    started = jobs.start_solve(at_desk(database, by=BY, now=now()), *HERE, SHORT)
    job = died(database, started.id)
    assert told(job) == ("job_broke_off", "1")
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


def test_what_is_told_of_a_job_is_in_the_table_though_it_dies_between_two_looks(
    database, monkeypatch
):
    number = gone(database, pid=os.getpid())
    looks = iter([True, False, False])  # alive when the lost are looked for, dead when it is told
    monkeypatch.setattr(jobs, "_seems_alive", lambda *_: next(looks))
    assert jobs.job(at_desk(database, now=s.NOW), number).state is jobs.JobState.DIED
    assert kept(database, number).state is jobs.JobState.DIED
