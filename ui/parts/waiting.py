"""Why a job does not go on: others before it, nobody to do it, or a worker that was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.jobs import waiting
from ui import link
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.jobs import KeptJob


def waiting_note(job: KeptJob) -> None:
    """Say what a job waits for and what helps, and whether it was begun before."""
    waits = waiting(link.desk(job.shop_id), job)
    if waits is not None and not waits.has_worker:
        st.warning(say("jobs.no_worker"), icon=":material/engineering:")
    elif waits is not None:
        st.caption(plain(say("jobs.ahead", count=waits.ahead) if waits.ahead else say("jobs.next")))
    if job.attempts > 1:
        st.caption(plain(say("jobs.again", count=job.attempts)))
