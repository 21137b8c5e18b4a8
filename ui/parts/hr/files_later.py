"""Files that a worker takes in: leaving them to it, and what came of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.asked_jobs import imports_of_late, start_import
from service.jobs import JobState
from ui import link, looking
from ui.parts.importing import as_file
from ui.parts.waiting import failed_note, watch
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.jobs import KeptJob
    from ui.parts.hr.file_questions import FileSeen


def leave(files: Sequence[FileSeen]) -> None:
    """Leave files to a worker with all that was said of them."""
    for one in files:
        reason = looking.answer(one.key) if one.look.unusual else None
        with as_file(one.file) as path:
            start_import(link.desk(), one.kind, path, reason=reason, told=one.answer)


def under_way() -> None:
    """Draw how far the files are that were left to a worker, and what came of the last day's."""
    found = imports_of_late(link.desk())
    goes = [job for job in found if not job.state.is_over]
    for job in found:
        if job.state.is_over:
            _ended(job)
    if goes:
        names = say("list.comma").join(_file(job) for job in reversed(goes))
        st.caption(plain(say("left.files", count=len(goes), files=names)))
        watch(goes[-1].id, "left")


def _file(job: KeptJob) -> str:
    return str(job.task.file)


def _ended(job: KeptJob) -> None:
    file = _file(job)
    if job.state is JobState.DONE:
        st.caption(plain(say("left.done", file=file)))
    elif job.state is JobState.STOPPED:
        st.caption(plain(say("left.stopped", file=file)))
    else:
        st.text(say("data.refused", file=file))
        failed_note(job)
