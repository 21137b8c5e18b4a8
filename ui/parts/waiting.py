"""A job that a worker does: how far it is, why it does not go on, how it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.jobs import job as job_now
from service.jobs import stop_job, waiting
from ui import link
from ui.guard import action, fault_sentences, guard
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from service.jobs import KeptJob

    Far = Callable[[KeptJob], tuple[float, str]]

BEAT_S = 1.0


def waiting_note(job: KeptJob) -> None:
    """Say what a job waits for and what helps, and whether it was begun before."""
    waits = waiting(link.desk(job.shop_id), job)
    if waits is not None and not waits.has_worker:
        st.warning(say("jobs.no_worker"), icon=":material/engineering:")
    elif waits is not None:
        st.caption(plain(say("jobs.ahead", count=waits.ahead) if waits.ahead else say("jobs.next")))
    if job.attempts > 1:
        st.caption(plain(say("jobs.again", count=job.attempts)))


def watch(number: int, name: str, *, limit_s: float = 0.0, far: Far | None = None) -> None:
    """
    Draw a job that goes on, with a button that stops it, and the page anew when it is over.

    Parameters
    ----------
    name
        Of the page's words about it: ``NAME.running`` and ``NAME.may_leave``.
    limit_s
        Seconds it may take; 0: nobody says.
    far
        Returns which share of it is done, and that in words; None: it cannot be told.
    """
    st.fragment(run_every=BEAT_S)(guard(_watch))(number, name, limit_s, far)


def _watch(number: int, name: str, limit_s: float, far: Far | None) -> None:
    job = job_now(link.desk(), number)
    if job.state.is_over:
        st.rerun()
    with st.container(border=True, key=f"{name}_running"):
        waiting_note(job)
        text, stop = st.columns([5, 1], vertical_alignment="center")
        text.markdown(f"**{say(f'{name}.running')}**")
        stop_button(job, f"{name}.stop", stop)
        seconds = round(job.progress.seconds)
        if limit_s:
            told = say("solve.elapsed", seconds=seconds, limit=round(limit_s))
            st.progress(min(1.0, seconds / limit_s), text=plain(told))
        if far is not None:
            share, told = far(job)
            st.progress(min(1.0, share), text=plain(told))
        st.caption(say(f"{name}.may_leave"))


def stop_button(job: KeptJob, key: str, at: DeltaGenerator) -> None:
    """Draw the button that stops a job."""
    at.button(
        say("solve.stopping" if job.stop_asked else "solve.stop"),
        disabled=job.stop_asked,
        icon=":material/stop_circle:",
        key=key,
        on_click=_stop,
        args=(job.id,),
        width="stretch",
    )


@action
def _stop(number: int) -> None:
    stop_job(link.desk(), number)


def failed_note(job: KeptJob) -> None:
    """Say why a job that is over brought nothing."""
    faults = job.failure.faults if job.failure is not None else ()
    lines = fault_sentences(faults) or [say("jobs.unexpected", number=job.id)]
    st.error("\n\n".join(plain(line) for line in lines), icon=":material/error:")
