"""A sweep that a worker does: rows are kept, a stopped one goes on, no price is guessed."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from scheduler.errors import InputError
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from scheduler.sweep import Lever, SweepPlan
from scheduler.sweep_row import Depth
from scheduler.sweep_search import SearchGoal
from service.demand.own_speeds import own_speeds
from service.desk import Desk
from service.job_list import job_list, retry_listed
from service.job_run import Heart
from service.jobs import JobState
from service.month.kpi_intake import import_chats
from service.roster.requests import enter_absence
from service.trial import sweep_job, sweeping
from service.trial.compare import compared, stored_sides
from service.trial.sweep_job import SweepTask, latest_sweep, resume_sweep, start_sweep
from tests.desks import at_desk
from tests.quick_and_slow import write_quick_and_slow
from tests.service import small_shop as s
from tests.workers import do_next

PLAN = SweepPlan((Lever("volume", percent=(20,)), Lever("volume", values=(-1.0,))))
LIMITS = SolveParams(seed=3, time_limit_s=None, work_limit=5, workers=1)
TASK = SweepTask(PLAN, Depth.ESTIMATE, LIMITS, SimulationParams(replications=2))


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week())
    yield opened
    opened.close()


def stands(database):
    return latest_sweep(at_desk(database), s.LABEL)


def test_rows_are_kept_and_a_failed_one_has_its_reason(database):
    assert stands(database) is None
    start_sweep(at_desk(database), s.LABEL, TASK)
    do_next(database)
    found = stands(database)
    base, more, broken = found.rows
    assert (found.job.state, found.is_outdated) == (JobState.DONE, False)
    assert more.required_hours > base.required_hours
    assert [fault.code for fault in broken.faults] == ["negative"]
    enter_absence(at_desk(database), replace(s.week().absences[0], agent_id="A2"))
    assert stands(database).is_outdated


def test_a_stopped_one_goes_on_with_what_is_left(database, monkeypatch):
    start_sweep(at_desk(database), s.LABEL, TASK)
    with pytest.raises(InputError, match="job_running"):
        start_sweep(at_desk(database), s.LABEL, TASK)
    whole, tried = sweeping.rows_of, []

    def first_only(question, left, **told):
        tried.append([each.number for each in left])
        yield from whole(question, left[: 1 if len(tried) == 1 else 9], **told)

    monkeypatch.setattr(sweeping, "rows_of", first_only)
    do_next(database)
    found = stands(database)
    assert (found.job.state, len(found.rows), found.job.answer.left) == (JobState.STOPPED, 1, 2)
    resume_sweep(at_desk(database), s.LABEL)
    do_next(database)
    found = stands(database)
    assert (found.job.state, [row.number for row in found.rows]) == (JobState.DONE, [0, 1, 2])
    assert tried == [[0, 1, 2], [1, 2]]
    with pytest.raises(InputError, match="job_running"):
        resume_sweep(at_desk(database), s.LABEL)


def test_rows_of_another_week_are_not_gone_on_with(database, monkeypatch):
    start_sweep(at_desk(database), s.LABEL, TASK)
    whole = sweeping.rows_of
    monkeypatch.setattr(
        sweeping, "rows_of", lambda asked, left, **told: whole(asked, left[:1], **told)
    )
    do_next(database)
    monkeypatch.setattr(sweeping, "rows_of", whole)
    enter_absence(at_desk(database), replace(s.week().absences[0], agent_id="A2"))
    (one,) = job_list(at_desk(database)).jobs
    retry_listed(at_desk(database), one)
    do_next(database)
    found = stands(database)
    assert (len(found.rows), found.is_outdated) == (3, False)


def test_what_does_not_fit_is_refused_before_a_job_begins(database):
    gone = SweepPlan((Lever("volume", "gone", values=(2.0,)),))
    with pytest.raises(InputError, match="unknown_post"):
        start_sweep(at_desk(database), s.LABEL, replace(TASK, plan=gone))
    with pytest.raises(InputError, match="cluster_not_set"):
        start_sweep(at_desk(database), s.LABEL, replace(TASK, on_cluster=True))
    assert job_list(at_desk(database)).jobs == ()


def test_a_cluster_that_nobody_answers_at_is_told_and_this_machine_does_it(database, monkeypatch):
    monkeypatch.setenv("PAIBAN_CLUSTER", "tcp://127.0.0.1:9")
    start_sweep(at_desk(database), s.LABEL, replace(TASK, on_cluster=True))
    do_next(database)
    job = stands(database).job
    assert job.state is JobState.FAILED
    assert job.failure.faults[0].code in {"cluster_silent", "cluster_not_installed"}
    start_sweep(at_desk(database), s.LABEL, TASK)
    do_next(database)
    assert stands(database).job.state is JobState.DONE


def test_wages_that_nobody_knows_are_not_told_as_nothing(tmp_path):
    week = s.week()
    free = [
        replace(each, contract=replace(each.contract, hourly_cost=Decimal(0)))
        for each in week.agents
    ]
    opened = s.database(tmp_path, s.with_week(agents=tuple(free)))
    start_sweep(at_desk(opened), s.LABEL, replace(TASK, depth=Depth.ROSTER))
    do_next(opened)
    base = stands(opened).rows[0]
    assert (base.contract_cost, base.wage_cost, base.unpriced) == (None, None, base.people)
    opened.close()


def test_people_are_simulated_at_their_own_speeds(database, monkeypatch, tmp_path):
    monkeypatch.setattr(  # the worker's own clock is today's
        sweep_job, "own_speeds", lambda desk: own_speeds(replace(desk, now=s.NOW))
    )
    start_sweep(at_desk(database), s.LABEL, replace(TASK, depth=Depth.SIMULATED))
    whole = sweeping.rows_of
    monkeypatch.setattr(
        sweeping, "rows_of", lambda asked, left, **told: whole(asked, left[:1], **told)
    )
    do_next(database)
    (alike,) = stands(database).rows
    monkeypatch.setattr(sweeping, "rows_of", whole)
    chats = write_quick_and_slow(tmp_path / "chats.csv", s.CLOCK, dt.date(2026, 11, 2))
    import_chats(at_desk(database, now=s.NOW), chats)
    resume_sweep(at_desk(database), s.LABEL)
    do_next(database)
    own = stands(database).rows[:2]  # the first anew too
    assert (alike.own_speeds, *(row.own_speeds for row in own)) == (0, 2, 2)
    assert alike.level != own[0].level


HIRES = SweepPlan((Lever("agents", "presales", values=(0, 1, 2)),))


def searched(database, goal, plan=HIRES, depth=Depth.ROSTER):
    start_sweep(at_desk(database), s.LABEL, replace(TASK, plan=plan, depth=depth, goal=goal))
    do_next(database)
    return stands(database)


def test_a_search_tries_the_cheapest_first_and_ends_with_the_one_that_keeps_its_goal(database):
    found = searched(database, SearchGoal(most_short=1000.0))
    assert (found.job.state, len(found.rows)) == (JobState.DONE, 1)
    assert found.found.best.number == found.rows[0].number
    assert found.found.is_money
    whole = searched(database, SearchGoal(most_short=0.0))
    assert (whole.job.state, len(whole.rows), whole.found.best) == (JobState.DONE, 4, None)


def test_a_search_that_was_stopped_goes_on_and_ends(database, monkeypatch):
    whole = sweeping.rows_of

    def one_only(question, left, **told):
        monkeypatch.setattr(Heart, "stop_asked", lambda _: True)
        yield from whole(question, left[:1], **told | {"stop": lambda: False})

    asked = Heart.stop_asked
    monkeypatch.setattr(sweeping, "rows_of", one_only)
    found = searched(database, SearchGoal(most_short=0.0))
    assert (found.job.state, len(found.rows)) == (JobState.STOPPED, 1)
    monkeypatch.setattr(Heart, "stop_asked", asked)
    monkeypatch.setattr(sweeping, "rows_of", whole)
    resume_sweep(at_desk(database), s.LABEL)
    do_next(database)
    assert (stands(database).job.state, len(stands(database).rows)) == (JobState.DONE, 4)


def test_a_budget_needs_every_wage_and_who_sees_none_is_told_none(tmp_path, monkeypatch):
    week = s.week()
    free = [
        replace(each, contract=replace(each.contract, hourly_cost=Decimal(0)))
        for each in week.agents
    ]
    opened = s.database(tmp_path, s.with_week(agents=tuple(free)))
    with pytest.raises(InputError, match="search_unpriced"):
        searched(opened, SearchGoal(budget=100.0))
    opened.close()
    priced = s.database(tmp_path / "priced", s.with_week())
    searched(priced, SearchGoal(most_short=1000.0))
    monkeypatch.setattr(Desk, "may", lambda *_: False)
    hidden = stands(priced).found
    assert (hidden.proven_cost, hidden.best.contract_cost) == (None, None)
    priced.close()


def test_results_of_the_newest_sweeps_stand_side_by_side(database):
    searched(database, None, PLAN, Depth.ESTIMATE)
    searched(database, SearchGoal(most_short=1000.0))
    sides = stored_sides(at_desk(database), s.LABEL)
    assert [side.row.number for side in sides] == [0, 0, 1]  # the newest first, none that failed
    assert len({side.file for side in sides}) == 2
    assert compared(sides[1:]).caveats == ()
    assert compared(sides).caveats == ("limits",)
