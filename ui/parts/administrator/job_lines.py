"""The jobs on the screen: how many go on, who does them, each with its state, and why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.job_list import JobState, ListedJob, job_list, retry_listed, stop_listed
from ui import figures, link, state
from ui.guard import fault_sentences, guard
from ui.parts import markup
from ui.parts.markup import Tag, Tone
from ui.parts.register import Act, Column, Register, draw, each
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.job_list import JobList

LOOK_S = 2.0


def answer(found: JobList) -> None:
    """Draw how many jobs go on and wait, and whether anybody does them."""
    running, queued = found.count(JobState.RUNNING), found.count(JobState.QUEUED)
    tone = Tone.GOOD if found.workers else Tone.BAD
    tags = [Tag(say("jobs.workers", count=found.workers), tone)]
    title = say("jobs.going", running=running, queued=queued) if found.going else say("jobs.quiet")
    markup.head(title, tags)
    if not found.workers:
        st.warning(say("jobs.no_worker"), icon=":material/engineering:")


def listed(found: JobList, clock: Clock) -> list[ListedJob]:
    """Draw the jobs with what can be done with them; return those that are chosen."""
    lang = state.lang()
    columns: tuple[Column[ListedJob], ...] = (
        Column("number", lambda one: one.job.id, "%d"),
        Column("kind", lambda one: say(f"job_kind.{one.job.kind}")),
        Column("about", lambda one: one.about),
        Column("state", lambda one: say(f"job_state.{one.job.state}")),
        Column("by", lambda one: one.job.started.by),
        Column("at", lambda one: figures.stamp(one.job.started.at, clock, lang)),
        Column("seconds", lambda one: round(one.job.progress.seconds) or None, "%d"),
        Column("attempts", lambda one: one.job.attempts or None, "%d"),
    )
    stop: Act[ListedJob] = Act(
        "stop",
        each(stop_listed),
        ":material/stop_circle:",
        can=lambda one: not one.job.state.is_over and not one.job.stop_asked,
    )
    retry: Act[ListedJob] = Act(
        "retry", each(retry_listed), ":material/refresh:", can=lambda one: one.can_retry
    )
    register = Register("jobs", columns, acts=(stop, retry), title="jobs.list", widths=(2, 1))
    return draw(register, found.jobs)


def told(one: ListedJob) -> None:
    """Draw why a job failed, where it did."""
    if one.job.failure is None:
        return
    lines = fault_sentences(one.job.failure.faults) or [say("jobs.unexpected", number=one.job.id)]
    for line in lines:
        st.error(plain(line), icon=":material/error:")


@guard
def wait(before: JobList) -> None:
    """Draw the page anew once a job went on to another state."""
    now = job_list(link.desk())
    if [one.job.state for one in now.jobs] != [one.job.state for one in before.jobs]:
        st.rerun()
