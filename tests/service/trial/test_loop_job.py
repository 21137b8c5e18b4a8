import datetime as dt
import time
from types import SimpleNamespace

import numpy as np
import pytest

from scheduler.correction import HourLevels
from scheduler.errors import InputError
from scheduler.simulate.held import WhatCounts
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service import jobs
from service.roster import intake, rosters
from service.roster.weeks import problem
from service.trial.closing import SolvedRound
from service.trial.loop_job import start_rounds
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.workers import working

BY = "王经理"
HERE = (s.LABEL,)
PATIENCE_S = 240
QUICK = {
    "rounds": 2,
    "simulation": SimulationParams(replications=3, warm_up_min=0),
}
SHORT = SolveParams(time_limit_s=1.0, workers=1)


def now():
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(by=BY, now=s.NOW))


def finished(database, number):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = jobs.job(at_desk(database, now=now()), number)
        if found.state.is_over:
            return found
        time.sleep(0.1)
    raise AssertionError(f"still {found.state} after {PATIENCE_S} s")


def test_best_of_the_rounds_waits_and_becomes_a_draft_when_taken(database):
    before = problem(at_desk(database), *HERE).requirement
    started = start_rounds(at_desk(database, by=BY, now=now()), *HERE, SHORT, **QUICK)
    with working(database):
        done = finished(database, started.id)
    assert done.state is jobs.JobState.DONE, done.failure
    rounds = done.answer.rounds
    assert 1 <= len(rounds) <= 2
    best = rounds[done.answer.best]
    shares = [round(each.held_chats, 3) for each in rounds]  # chats count where nothing was said
    assert round(best.held_chats, 3) == max(shares)
    assert rounds[0].asked_hours == pytest.approx(before.hours)
    assert all(later.asked_hours != rounds[0].asked_hours for later in rounds[1:])
    assert 0 <= best.level.mean <= 1
    assert rosters.roster_sheet(at_desk(database), *HERE).version is None  # nothing changed yet
    jobs.accept_answer(at_desk(database, by=BY, now=now()), done.id)
    sheet = rosters.roster_sheet(at_desk(database), *HERE)
    worked = sum(shift.work_min for shift in sheet.version.version.roster.shifts) / 60
    assert worked == best.rostered_hours
    assert sheet.verdict.cost.total == pytest.approx(best.cost)
    assert problem(at_desk(database), *HERE).requirement.hours == before.hours


def test_week_without_a_forecast_is_refused(database):
    intake.keep_week(at_desk(database, "other", by=BY, now=s.NOW), s.week(forecast=None))
    with pytest.raises(InputError, match="week_without_forecast"):
        start_rounds(at_desk(database, "other", by=BY, now=now()), s.LABEL, SHORT, **QUICK)


def test_rounds_are_at_least_one(database):
    with pytest.raises(InputError, match="not_positive"):
        start_rounds(at_desk(database, by=BY, now=now()), *HERE, SHORT, **{**QUICK, "rounds": 0})


def test_the_best_round_follows_what_is_to_be_held():
    """Many quiet hours at target against the one with nearly all chats."""
    two = np.ones((1, 3)), np.array([[8.0, 1.0, 1.0]])
    quiet, busy = (
        HourLevels(level, level, level, 0.8 * two[0], two[1], 0 * two[0], two[0] > 0)
        for level in (np.array([[0.5, 0.9, 0.9]]), np.array([[0.9, 0.5, 0.5]]))
    )
    answer = SimpleNamespace(result=SimpleNamespace(roster=None))
    for counts, best in (
        (WhatCounts.WEEK_HOURS, quiet),
        (WhatCounts.DAY_HOURS, quiet),
        (WhatCounts.WEEK_CHATS, busy),
        (WhatCounts.DAY_CHATS, busy),
    ):
        rounds = [SolvedRound(None, answer, None, levels, counts) for levels in (quiet, busy)]
        assert max(rounds, key=lambda each: each.rank).levels is best
