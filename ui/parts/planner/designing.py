"""A design of shift types that a worker makes: watching it, stopping it, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.asked_jobs import is_design_outdated
from service.jobs import JobState
from ui import link
from ui.parts import markup
from ui.parts.waiting import failed_note, watch
from ui.state import say

if TYPE_CHECKING:
    from service.jobs import KeptJob
    from service.roster.designing import Menu


def curve_of(job: KeptJob | None) -> tuple[Menu, ...] | None:
    """Return what a design found, and draw how it stands where there is more to say."""
    if job is None:
        markup.empty(say("design.empty"), say("design.empty_text"))
        return None
    if not job.state.is_over:
        watch(job.id, "design", limit_s=job.task.seconds)
        return None
    if job.answer is None:
        _say_ended(job)
        return None
    if is_design_outdated(link.desk(), job):
        st.warning(say("design.outdated"), icon=":material/history:")
    curve: tuple[Menu, ...] = job.answer.curve
    return curve


def _say_ended(job: KeptJob) -> None:
    """Say why there is no answer, and what to do next."""
    if job.state is JobState.STOPPED:
        markup.empty(say("design.stopped"), say("design.empty_text"))
        return
    failed_note(job)
