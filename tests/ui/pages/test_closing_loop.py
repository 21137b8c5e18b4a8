from dataclasses import replace

import pytest

from scheduler.errors import Fault
from scheduler.simulate.held import WhatCounts
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import Progress, SolveParams, SolveResult, SolveStatus
from service.jobs import JobState, SolveAnswer, SolveTask
from store.job_tasks import LoopRound
from store.kept_job import KeptJob
from store.stamp import Stamp
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen

ROUNDS = (
    LoopRound(126.0, 120.0, 310.0, 0, 50, 0.72, 9, None),
    LoopRound(140.0, 128.0, 290.0, 0, 50, 0.86, 4, None),
)
RESULT = SolveResult(SolveStatus.FEASIBLE, s.roster(), 290.0, 0.0, 5.0)
JOB = KeptJob(
    id=7,
    shop_id="main",
    week_id=1,
    scenario_id=None,
    state=JobState.DONE,
    task=SolveTask(SolveParams(time_limit_s=30.0), rounds=2),
    pid=1,
    progress=Progress("search", 12.0, 290.0, 0.0),
    stop_asked=False,
    beat_at=s.NOW,
    started=Stamp("李主管", s.NOW),
    answer=SolveAnswer(RESULT, "key", (), ROUNDS, 1),
)
PANEL = "ui.parts.planner.closing_loop"


@pytest.fixture
def panel(app, draft, monkeypatch):  # noqa: ARG001 - the week that is looked at
    """Return the app at the page of the service level, its newest job being finished rounds."""
    monkeypatch.setattr(f"{PANEL}.latest_job", lambda *_args: JOB)
    return lambda: opened(app, "service_level", role="planner")


def test_rounds_over_a_changed_draft_say_who_changed_it_and_ask_again(panel, app, monkeypatch):
    details = {"at": "2026-11-23 09:00", "action": "roster_changed", "version": 31}
    fault = Fault("answer_outdated", value="王经理", details=details)
    monkeypatch.setattr("ui.parts.solving.answer_outdated", lambda *_args: fault)
    asked = []
    monkeypatch.setattr(f"{PANEL}._accept", lambda job, _found, over: asked.append((job.id, over)))
    shown = seen(panel())
    assert "第 2 轮最好" in shown
    assert "王经理 已于 2026-11-23 09:00" in shown
    assert button(app, "loop.accept").label == "仍然采用为最新草稿"
    button(app, "loop.accept").click().run()
    assert asked == [(7, 31)]


def test_what_counted_in_the_rounds_counts_for_the_roster_taken(panel, app, monkeypatch):
    counted = SimulationParams(counts=WhatCounts.DAY_HOURS, least_hours=0.8)
    job = replace(JOB, task=replace(JOB.task, simulation=counted))
    monkeypatch.setattr(f"{PANEL}.latest_job", lambda *_args: job)
    monkeypatch.setattr("ui.parts.solving.answer_outdated", lambda *_args: None)
    monkeypatch.setattr(f"{PANEL}.accept_answer", lambda *_args, **_kwargs: 2)
    played = []
    monkeypatch.setattr(
        f"{PANEL}.simulate_version", lambda _desk, _label, params, **_: played.append(params)
    )
    panel()
    button(app, "loop.accept").click().run()
    assert played == [counted]


def test_rounds_over_the_draft_they_began_from_warn_of_nothing(panel, app, monkeypatch):
    monkeypatch.setattr("ui.parts.solving.answer_outdated", lambda *_args: None)
    panel()
    assert not app.exception
    assert not app.warning
    assert button(app, "loop.accept").label != "仍然采用为最新草稿"
