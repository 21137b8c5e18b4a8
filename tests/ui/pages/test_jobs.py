import pytest

from scheduler.errors import Fault
from scheduler.solve.result import SolveParams
from service import jobs
from store.job_tasks import PROCESS, Failure
from store.kept_job import JobState, Taking
from store.workers import KeptWorker
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui import link


@pytest.fixture
def asked(draft):
    """Return the number of a solve that somebody asked for."""
    return jobs.start_solve(at_desk(draft, by="李组长"), s.LABEL, SolveParams()).id


@pytest.fixture
def page(app, asked, monkeypatch):  # noqa: ARG001 - there is a job
    """Return a function that opens the page with the only job ticked."""

    def show():
        monkeypatch.setattr("ui.parts.administrator.job_lines.draw", _first_ticked)
        return opened(app, "jobs")

    return show


def _first_ticked(register, entries):
    from ui.parts import register as drawn  # noqa: PLC0415 - the page's own, with its buttons

    drawn.show(register, entries)
    for one in register.acts:
        drawn._button(register, one, entries[:1])
    return list(entries[:1])


def state_of(database, number):
    with database.read() as unit:
        return unit.jobs.get(number).state


def test_a_job_that_waits_while_nobody_works_says_what_to_do_and_can_be_stopped(
    page, app, draft, asked
):
    shown = seen(page())
    assert "排队 1 个" in shown
    assert "paiban worker" in shown
    assert list(app.dataframe[0].value["谁"]) == ["李组长"]
    button(app, "jobs.stop").click().run()
    assert not app.exception
    assert state_of(draft, asked) is JobState.STOPPED


def test_a_job_that_failed_says_why_and_can_be_tried_again(page, app, draft, asked):
    with draft.write() as unit:
        unit.workers.beat(KeptWorker("here", None, 2, link.now()))
        lease = unit.jobs.claim(Taking("here"), s.NOW)
        why = Failure(PROCESS, "", (Fault("job_killed", value="SIGKILL"),))
        unit.jobs.end(lease, JobState.FAILED, s.NOW, failure=why)
    shown = seen(page())
    assert "工作进程 1 个" in shown
    assert "没有正在进行的任务" in shown
    assert "SIGKILL" in shown
    button(app, "jobs.retry").click().run()
    assert not app.exception
    assert state_of(draft, asked) is JobState.QUEUED


@pytest.mark.usefixtures("draft")
def test_the_page_is_read_in_english(app):
    shown = seen(opened(app, "jobs", lang="en"))
    assert not app.exception
    assert "No job is under way" in shown
