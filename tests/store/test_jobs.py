import dataclasses
import datetime as dt
from contextlib import closing

import pytest
from sqlalchemy import text

from scheduler.errors import Fault
from scheduler.solve.result import Progress, SolveParams, SolveResult, SolveStatus
from store.database import Database, open_database, upgrade, url_of
from store.held import EndingDatabase, HeldDatabase
from store.job_tasks import PROCESS, Failure, JobKind, SolveAnswer, SolveTask
from store.kept_job import JobState, LeaseLostError, Taking
from store.stamp import Stamp
from store.workers import KeptWorker
from tests.service import small_shop as s

ME, OTHER = Taking("me"), Taking("other")
ANSWER = SolveAnswer(SolveResult(SolveStatus.FEASIBLE, s.roster(), 100.0, 0.0, 5.0), "key", ())
GONE = Failure(PROCESS, "", (Fault("job_gone"),))


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


@pytest.fixture
def unit(database):
    with database.write() as opened:
        yield opened


def asked(unit, *, by="王经理", kind=JobKind.SOLVE):
    week = unit.weeks.get("main", s.LABEL).id
    return unit.jobs.add(kind, "main", SolveTask(SolveParams()), Stamp(by, s.NOW), week_id=week)


def claimed(unit, taking=ME):
    return unit.jobs.claim(taking, s.NOW)


def test_a_job_is_claimed_once_and_each_claim_has_a_higher_token(unit):
    first, second = asked(unit), asked(unit)
    one, two = claimed(unit), claimed(unit, OTHER)
    assert (one.job, two.job) == (first, second)
    assert two.token > one.token > 0
    assert claimed(unit) is None
    assert unit.jobs.get(first).worker == "me"


def test_people_take_turns_then_the_oldest_comes_first(unit):
    by_many = [asked(unit, by="甲") for _ in range(3)]
    late = asked(unit, by="乙")
    free = dataclasses.replace(ME, per_person=9)
    order = [claimed(unit, free).job for _ in range(4)]
    assert order == [by_many[0], late, *by_many[1:]]


def test_one_person_has_only_so_many_at_once(unit):
    for _ in range(3):
        asked(unit)
    one = dataclasses.replace(ME, per_person=1)
    lease = claimed(unit, one)
    assert claimed(unit, one) is None
    unit.jobs.end(lease, JobState.DONE, s.NOW)
    assert claimed(unit, one) is not None


def test_a_worker_of_one_shop_leaves_the_others_alone(unit):
    asked(unit)
    assert claimed(unit, Taking("me", "another")) is None
    assert not unit.jobs.is_any_queued("another")
    assert unit.jobs.is_any_queued(None)
    assert claimed(unit, Taking("me", "main")) is not None


@pytest.mark.parametrize("again", [True, False])
def test_a_worker_that_slept_through_its_lease_keeps_nothing(database, again):
    with database.write() as unit:
        number = asked(unit)
        lease = claimed(unit)
        unit.jobs.give_up(unit.jobs.get(number), GONE, s.NOW, again=again)
        if again:
            claimed(unit, OTHER)
        before = unit.jobs.get(number)
    late = HeldDatabase(database.url, lease)
    with closing(late), pytest.raises(LeaseLostError), late.write():
        raise AssertionError("nothing is handed out")
    with database.write() as unit:  # nor by the rows alone
        unit.jobs.end(lease, JobState.DONE, s.NOW, answer=ANSWER)
        unit.jobs.so_far(lease, ANSWER)
        unit.jobs.hand_back(lease, ANSWER)
        assert unit.jobs.get(number) == before


def test_work_of_one_transaction_ends_its_job_with_it_or_not_at_all(database):
    with database.write() as unit:
        number = asked(unit)
        lease = claimed(unit)
    with closing(EndingDatabase(database.url, lease)) as ending:
        with pytest.raises(RuntimeError), ending.write():
            raise RuntimeError("killed on the way")
        with database.read() as unit:
            assert unit.jobs.get(number).state is JobState.RUNNING
        with ending.write():
            pass
        with pytest.raises(LeaseLostError), ending.write():
            pass
    with database.read() as unit:
        assert unit.jobs.get(number).state is JobState.DONE


def test_a_job_that_beat_since_it_was_read_is_not_given_up(unit):
    number = asked(unit)
    lease = claimed(unit)
    read = unit.jobs.get(number)
    unit.jobs.renew([lease])
    assert unit.jobs.give_up(read, GONE, s.NOW, again=True) is None
    assert unit.jobs.get(number).state is JobState.RUNNING
    now = unit.jobs.get(number)
    assert unit.jobs.give_up(now, GONE, s.NOW, again=True) is JobState.QUEUED
    assert unit.jobs.get(number).attempts == 1


def test_a_job_that_is_given_up_for_good_says_why_and_keeps_the_best_it_had(unit):
    number = asked(unit)
    lease = claimed(unit)
    unit.jobs.so_far(lease, ANSWER)
    unit.jobs.give_up(unit.jobs.get(number), GONE, s.NOW, again=False)
    job = unit.jobs.get(number)
    assert (job.state, job.failure, job.answer) == (JobState.FAILED, GONE, ANSWER)
    assert unit.jobs.retry(number)
    again = unit.jobs.get(number)
    assert (again.state, again.attempts, again.failure) == (JobState.QUEUED, 0, None)
    assert not unit.jobs.retry(number)


def test_a_lost_job_that_was_asked_to_stop_is_stopped(unit):
    number = asked(unit)
    claimed(unit)
    unit.jobs.ask_stop(number, s.NOW)
    assert unit.jobs.get(number).state is JobState.RUNNING
    unit.jobs.give_up(unit.jobs.get(number), GONE, s.NOW, again=True)
    assert unit.jobs.get(number).state is JobState.STOPPED


def test_what_is_handed_back_keeps_its_best_and_counts_as_not_begun(unit):
    number = asked(unit)
    lease = claimed(unit)
    unit.jobs.beat(lease, Progress("search", 12.0, 100.0, 0.0), s.NOW, 7)
    unit.jobs.hand_back(lease, ANSWER)
    job = unit.jobs.get(number)
    assert (job.state, job.attempts, job.answer) == (JobState.QUEUED, 0, ANSWER)
    assert job.progress.seconds == 12.0
    assert claimed(unit).token > lease.token


def test_workers_are_known_by_their_signs_of_life(unit):
    worker = KeptWorker("me", None, 2, s.NOW)
    unit.workers.beat(worker)
    unit.workers.beat(dataclasses.replace(worker, beat_at=s.NOW + dt.timedelta(seconds=9)))
    (kept,) = unit.workers.all()
    assert (kept.beats, kept.beat_at - s.NOW) == (1, dt.timedelta(seconds=9))
    unit.workers.remove(["me"])
    assert unit.workers.all() == ()


OLD_JOBS = (  # id, scenario, state, rounds; what it is after the step
    (1, "null", "done", 0, JobKind.SOLVE, JobState.DONE),
    (2, "null", "running", 3, JobKind.ROUNDS, JobState.LOST),
    (3, "9", "died", 0, JobKind.SCENARIO, JobState.LOST),
)


def test_jobs_of_before_workers_are_read_and_those_that_went_on_are_over(tmp_path):
    url = url_of(str(tmp_path / "old.db"))
    upgrade(url, "0020")
    with closing(Database(url)) as old, old.write() as unit:
        for statement in (
            "insert into shop values ('main', 'x', 'Asia/Shanghai', 30)",
            "insert into week values"
            " (1, 'main', '2026-W49', '2026-11-30', 7, 30, '{}', '[]', null, null, 'x', 0)",
            "insert into scenario values (9, 'main', 'x', 0, '{}', null, 'x', 0)",
            *(
                "insert into job (id, shop_id, week_id, scenario_id, state, task, phase, seconds,"
                f" stop_asked, beat_s, started_by, started_s) values ({number}, 'main', 1,"
                f" {scenario}, '{state}', '{{\"params\": {{}}, \"rounds\": {rounds}}}',"
                " 'search', 1.5, 0, 77, 'x', 0)"
                for number, scenario, state, rounds, _kind, _now in OLD_JOBS
            ),
        ):
            unit.connection.execute(text(statement))
    with closing(open_database(url)) as new, new.read() as unit:
        found = [unit.jobs.get(number) for number, *_ in OLD_JOBS]
    assert [(job.kind, job.state) for job in found] == [tuple(row[4:]) for row in OLD_JOBS]
    assert found[1].ended_at == found[1].beat_at
