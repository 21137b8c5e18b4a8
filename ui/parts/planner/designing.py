"""A design of shift types that a worker makes: watching it, stopping it, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.asked_jobs import is_design_outdated
from service.jobs import JobState, stop_job
from service.jobs import job as job_now
from ui import link
from ui.guard import action, fault_sentences, guard
from ui.parts import markup
from ui.parts.waiting import waiting_note
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.jobs import KeptJob
    from service.roster.designing import Menu

BEAT_S = 1.0


def curve_of(job: KeptJob | None) -> tuple[Menu, ...] | None:
    """Return what a design found, and draw how it stands where there is more to say."""
    if job is None:
        markup.empty(say("design.empty"), say("design.empty_text"))
        return None
    if not job.state.is_over:
        _watch(job.id)
        return None
    if job.answer is None:
        _say_ended(job)
        return None
    if is_design_outdated(link.desk(), job):
        st.warning(say("design.outdated"), icon=":material/history:")
    curve: tuple[Menu, ...] = job.answer.curve
    return curve


@st.fragment(run_every=BEAT_S)
@guard
def _watch(number: int) -> None:
    job = job_now(link.desk(), number)
    if job.state.is_over:
        st.rerun()
    with st.container(border=True, key="design_running"):
        waiting_note(job)
        text, stop = st.columns([5, 1], vertical_alignment="center")
        text.markdown(f"**{say('design.running')}**")
        stop.button(
            say("solve.stopping" if job.stop_asked else "solve.stop"),
            disabled=job.stop_asked,
            icon=":material/stop_circle:",
            key="design.stop",
            on_click=_stop,
            args=(number,),
            width="stretch",
        )
        limit_s, took_s = job.task.seconds, round(job.progress.seconds)
        told = say("solve.elapsed", seconds=took_s, limit=round(limit_s))
        st.progress(min(1.0, took_s / limit_s), text=plain(told))
        st.caption(say("design.may_leave"))


@action
def _stop(number: int) -> None:
    stop_job(link.desk(), number)


def _say_ended(job: KeptJob) -> None:
    """Say why there is no answer, and what to do next."""
    if job.state is JobState.STOPPED:
        markup.empty(say("design.stopped"), say("design.empty_text"))
        return
    faults = job.failure.faults if job.failure is not None else ()
    lines = fault_sentences(faults) or [say("jobs.unexpected", number=job.id)]
    st.error("\n\n".join(plain(line) for line in lines), icon=":material/error:")
