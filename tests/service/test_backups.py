"""Scheduled backups: proven before older ones go, and never in the way of the app."""

import datetime as dt
import logging
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from scheduler.errors import InputError, StoreError
from service import audit, job_run
from service.backup_clock import AGAIN, BackupClock
from service.backups import BackupPlan, newest, prove, take
from service.health import faults
from service.month import months
from service.pay import pay_review
from store.held import HeldDatabase
from store.kept_job import JobState, Taking
from store.sqlite_file import file_of
from tests.desks import at_desk
from tests.service.pay.test_pay_review import (  # noqa: F401 - a fixture of its own month
    BOSS,
    HR,
    NOVEMBER,
    database,
)

NOW = dt.datetime(2026, 11, 30, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
AFTER = AGAIN / 2, AGAIN


@pytest.fixture
def locked(database):  # noqa: F811 - the fixture imported above
    months.score(at_desk(database, **HR), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    pay_review.approve_month(at_desk(database, **BOSS), NOVEMBER)
    pay_review.lock_month(at_desk(database, **BOSS), NOVEMBER)
    return database


@pytest.fixture
def plan(tmp_path):
    return BackupPlan(tmp_path / "backups", daily=2, weekly=0, monthly=0)


def past_the_guards(path, statement):
    with closing(sqlite3.connect(path)) as connection, connection:
        names = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        laid = names.fetchall()
        for name, _ in laid:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in laid:
            connection.execute(sql)


def test_a_backup_is_restored_aside_and_its_locked_month_paid_anew(locked, plan):
    done = take(locked.url, plan, NOW)
    (month,) = done.proof.months
    assert (month.shop_id, month.month, month.people) == ("main", NOVEMBER, 2)
    assert done.proof.lines > 0
    assert newest(locked.url, plan) == NOW
    assert list(plan.folder.iterdir()) == [done.path]  # nothing is left of the trial


def test_old_ones_go_when_a_new_one_is_proven(locked, plan):
    made = [take(locked.url, plan, NOW + n * DAY) for n in range(3)]
    assert made[2].deleted == (made[0].path,)
    assert sorted(plan.folder.iterdir()) == [made[1].path, made[2].path]


@pytest.mark.sqlite
def test_pay_that_comes_out_otherwise_is_told_and_no_older_backup_goes(locked, plan):
    made = [take(locked.url, plan, NOW + n * DAY) for n in range(2)]
    amount = "json_set(document, '$.lines[0].amount', '1.00')"
    past_the_guards(file_of(locked.url), f"UPDATE payout SET document = {amount}")
    with pytest.raises(InputError) as told:
        take(locked.url, plan, NOW + 2 * DAY)
    (fault,) = told.value.faults
    assert (fault.code, fault.details["count"]) == ("backup_month_other", 2)
    bad = [path for path in plan.folder.iterdir() if path.suffix == ".bad"]
    assert len(bad) == 1
    assert {one.path for one in made} < set(plan.folder.iterdir())
    assert newest(locked.url, plan) == NOW + DAY  # a bad one does not count


@pytest.mark.sqlite
def test_a_log_somebody_changed_makes_no_good_backup(locked, plan):
    past_the_guards(file_of(locked.url), "UPDATE action SET done_by = 'x' WHERE id = 2")
    with pytest.raises(InputError) as told:
        take(locked.url, plan, NOW)
    assert [fault.code for fault in told.value.faults] == ["audit_changed"]


@pytest.mark.sqlite
def test_a_backup_of_a_newer_program_is_refused(locked, plan):
    path = take(locked.url, plan, NOW).path
    past_the_guards(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises((InputError, StoreError)) as told:
        prove(path, locked.url, NOW)
    fault = getattr(told.value, "fault", None) or told.value.faults[0]
    assert fault.code == "database_newer"


def made(there, number):
    """Do a job as a worker's process does; return it as it ended."""
    with there.write() as unit:
        lease = unit.jobs.claim(Taking("test"), NOW)
    with closing(HeldDatabase(there.url, lease)) as held:
        assert job_run.run(held, lambda _heart: None) == 0
    with there.read() as unit:
        return unit.jobs.get(number)


def test_the_clock_asks_for_one_when_it_is_due_and_a_worker_makes_and_proves_it(locked, plan):
    clock = BackupClock(locked.url, plan, now=lambda: NOW)
    job = made(locked, clock.step())
    assert job.state is JobState.DONE
    assert [str(path) for path in plan.folder.iterdir()] == [job.answer.path]
    assert (job.answer.months, job.answer.lines > 0) == (1, True)
    assert BackupClock(locked.url, plan, now=lambda: link_now() + DAY / 2).step() is None
    assert audit.verify(locked.url).faults == ()


def link_now():
    return dt.datetime.now(dt.UTC)  # when the worker made it


def test_one_that_waits_or_was_just_asked_for_is_not_asked_for_again(locked, plan):
    times = iter([NOW, NOW + 2 * DAY, NOW + 2 * DAY])
    clock = BackupClock(locked.url, plan, now=lambda: next(times))
    first = clock.step()
    assert clock.step() is None  # it waits: nobody works
    with locked.write() as unit:
        unit.jobs.ask_stop(first, NOW)
    assert clock.step() > first


@pytest.mark.sqlite
def test_a_backup_that_fails_says_why_and_is_asked_for_again_later(locked, plan):
    past_the_guards(file_of(locked.url), "UPDATE action SET done_by = 'x' WHERE id = 2")
    job = made(locked, BackupClock(locked.url, plan, now=lambda: NOW).step())
    assert job.state is JobState.FAILED
    assert [fault.code for fault in job.failure.faults] == ["audit_changed"]
    soon, later = (BackupClock(locked.url, plan, now=lambda at=at: NOW + at) for at in AFTER)
    assert soon.step() is None
    assert later.step() > job.id


def test_a_clock_that_cannot_ask_says_so_in_the_log_and_goes_on(tmp_path, plan, caplog):
    with caplog.at_level(logging.ERROR, "paiban.backup"):
        assert BackupClock(f"sqlite:///{tmp_path}/none/x.db", plan, now=lambda: NOW).step() is None
    assert "no backup could be asked for" in caplog.text


@pytest.mark.sqlite
def test_whoever_watches_is_told_of_a_backup_that_is_overdue(locked, plan):
    assert [one.code for one in faults(locked.url, plan, NOW)] == ["backup_none"]
    take(locked.url, plan, NOW)
    assert faults(locked.url, plan, NOW + DAY) == ()
    assert [one.code for one in faults(locked.url, plan, NOW + 3 * DAY)] == ["backup_late"]
    gone = replace(plan, folder=plan.folder / "none")
    assert [one.code for one in faults(locked.url + "x", gone, NOW)] == ["database_gone"]
