import shutil
from contextlib import closing

import pytest

from benchmarks.kill_script import new_shop
from kpi.facts.facts import merge
from kpi.month import Month
from scheduler.errors import InputError
from service import asked_jobs, job_run
from service.job_run import Heart
from service.month.kpi_intake import import_facts
from service.roster.designing import DesignAsked
from store.database import open_database
from store.files.kpi_facts import write_facts
from store.held import HeldDatabase
from store.kept_job import JobState, Taking
from tests.desks import at_desk
from tests.kpi.making import facts
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    path = tmp_path_factory.mktemp("base") / "paiban.db"
    new_shop(path)
    return path


@pytest.fixture
def database(base, tmp_path):
    shutil.copy(base, tmp_path / "paiban.db")
    opened = open_database(str(tmp_path / "paiban.db"))
    yield opened
    opened.close()


def begun(database):
    """Return the database as the process of the job that is next holds it."""
    with database.write() as unit:
        lease = unit.jobs.claim(Taking("test"), s.NOW)
    return closing(HeldDatabase(database.url, lease))


def done(database, job, hear=lambda _heart: None):
    with begun(database) as held:
        assert job_run.run(held, hear) == 0
    return kept(database, job)


def kept(database, job):
    with database.read() as unit:
        return unit.jobs.get(job.id)


@pytest.fixture
def file(tmp_path):
    rows = [facts(agent=name, date=NOVEMBER.first, replied=90, received=100) for name in ("A1",)]
    write_facts(merge(rows), tmp_path / "facts.csv")
    return tmp_path / "facts.csv"


def taken(database, file):
    return done(database, asked_jobs.start_import(at_desk(database), "facts", file))


def test_a_file_is_taken_in_with_the_line_that_says_so_and_then_let_go(database, file):
    job = taken(database, file)
    assert job.state is JobState.DONE
    with database.read() as unit:
        line = unit.actions.newest()
        assert (line.name, unit.actions.last_of("main", "测试")) == (
            "facts_imported",
            job.action_id,
        )
        with pytest.raises(InputError, match="job_without_file"):
            unit.jobs.file_of(job.id)


def test_a_file_that_is_wrong_says_how_and_can_be_tried_again(database, tmp_path):
    (tmp_path / "bad.csv").write_text("agent,date\nnobody,yesterday\n", encoding="utf-8")
    asked = asked_jobs.start_import(at_desk(database), "facts", tmp_path / "bad.csv")
    job = done(database, asked)
    assert job.state is JobState.FAILED
    assert {fault.file for fault in job.failure.faults} == {"bad.csv"}
    with database.write() as unit:
        assert unit.jobs.file_of(job.id)
        assert unit.jobs.retry(job.id)


def test_what_is_no_kind_of_file_is_refused(database, file):
    with pytest.raises(InputError, match="job_file_kind"):
        asked_jobs.start_import(at_desk(database), "nothing", file)


def test_a_month_is_paid_once_though_a_worker_that_slept_comes_back(database, file):
    taken(database, file)
    asked = asked_jobs.start_payout(at_desk(database), NOVEMBER)
    with begun(database) as asleep:
        with database.write() as unit:
            unit.jobs.hand_back(asleep.lease, None)
        assert done(database, asked).state is JobState.DONE
        job_run.run(asleep, lambda _heart: None)
    with database.read() as unit:
        assert [note.month for note in unit.months.all("main")] == [NOVEMBER]


def test_a_month_of_which_nothing_is_known_fails_with_the_reason(database):
    job = done(database, asked_jobs.start_payout(at_desk(database), NOVEMBER))
    assert job.state is JobState.FAILED
    assert job.failure.faults


def test_a_month_that_changed_since_it_was_asked_for_is_told_and_not_paid(database, file):
    taken(database, file)
    asked = asked_jobs.start_payout(at_desk(database), NOVEMBER)
    with pytest.raises(InputError, match="job_running"):
        asked_jobs.start_payout(at_desk(database), NOVEMBER)
    more = file.with_name("more.csv")
    write_facts(facts(agent="A2", date=NOVEMBER.first, replied=9, received=10), more)
    import_facts(at_desk(database, by="别人"), more)
    job = done(database, asked)
    assert (job.state, job.failure.faults[0].code) == (JobState.FAILED, "changed_meanwhile")
    with database.read() as unit:
        assert unit.months.all("main") == ()


def test_a_design_keeps_its_curve_with_the_job(database):
    label = "2026-W48"
    asked = asked_jobs.start_design(at_desk(database), label, DesignAsked(most=2, seconds=2.0))
    assert [menu.size for menu in done(database, asked).answer.curve] == [2]


class EndedError(Exception):
    """The process would have ended."""


def test_what_cannot_stop_half_way_is_cut_short_and_keeps_nothing(database, file, monkeypatch):
    asked = asked_jobs.start_import(at_desk(database), "facts", file)
    with begun(database) as held:
        with database.write() as unit:
            unit.jobs.ask_stop(asked.id, s.NOW)

        def end(code):
            raise EndedError(code)

        monkeypatch.setattr("service.job_run.os._exit", end)
        with pytest.raises(EndedError):
            Heart(held, kept(database, asked)).beat()
    assert kept(database, asked).state is JobState.STOPPED
