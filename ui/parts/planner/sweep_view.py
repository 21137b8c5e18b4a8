"""A sweep of the week: how far it is, its rows with differences, and its pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.sweep_row import Depth, base_of
from service.jobs import JobState
from service.trial.sweep_job import latest_sweep, resume_sweep, start_sweep
from ui import figures, link, state
from ui.guard import action, fault_sentences
from ui.parts import markup
from ui.parts.markup import Row, listing
from ui.parts.planner import sweep_compare, sweep_form, sweep_pictures
from ui.parts.planner.table_files import table_files
from ui.parts.waiting import failed_note, watch
from ui.plain import plain
from ui.state import say
from ui.words.search_words import answer_text, goal_text, limits_of
from ui.words.sweep_cells import cells, heads, table
from ui.words.sweep_words import pretended_lines, scenario_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.sweep_row import SweepRow
    from service.jobs import KeptJob
    from service.roster.rosters import RosterSheet
    from service.trial.sweep_job import SweepStands

SHOWN = 60  # rows on the screen; all are in the file


def show(found: RosterSheet) -> None:
    """Draw the builder, and the newest sweep of the week beside it."""
    label = found.week.label
    stands = latest_sweep(link.desk(), label)
    left, right = st.columns([2, 5], gap="medium")
    assert found.problem is not None
    with left:
        is_going = stands is not None and not stands.job.state.is_over
        sweep_form.form(label, found.problem, is_going=is_going)
    with right:
        if stands is None:
            markup.empty(say("sweep.empty"), say("sweep.empty_text"))
            return
        _standing(stands, label)
        if stands.rows:
            _rows(stands, label)


def _standing(stands: SweepStands, label: str) -> None:
    """Say how far it is, and draw what helps on."""
    job = stands.job
    if not job.state.is_over:
        watch(job.id, "sweep", far=_far)
        return
    if job.state is JobState.FAILED:
        failed_note(job)
    left = stands.size - len(stands.rows)
    with st.container(horizontal=True):
        if left:
            st.button(
                plain(say("sweep.resume", count=left)),
                icon=":material/resume:",
                key="sweep.resume",
                on_click=action(_resume),
                args=(label,),
            )
        if left and job.task.on_cluster:
            st.button(
                say("sweep.run_here"),
                icon=":material/computer:",
                key="sweep.run_here",
                on_click=action(_run_here),
                args=(label, job),
            )
    if stands.is_outdated:
        st.warning(say("sweep.outdated"), icon=":material/history:")


def _far(job: KeptJob) -> tuple[float, str]:
    """Return which share of a sweep is done, and that in words with the time left."""
    size = job.task.plan.size + 1 if job.answer is None else job.answer.size
    done = 0 if job.answer is None else len(job.answer.rows)
    left_s = None if job.answer is None else job.answer.left_s
    if left_s is None:
        return done / size, say("sweep.far", done=done, size=size)
    minutes = figures.number(left_s / 60, state.lang(), 1)
    return done / size, say("sweep.far_left", done=done, size=size, minutes=minutes)


def _resume(label: str) -> None:
    resume_sweep(link.desk(), label)


def _run_here(label: str, job: KeptJob) -> None:
    start_sweep(link.desk(), label, replace(job.task, on_cluster=False))


def _rows(stands: SweepStands, label: str) -> None:
    """Draw what the scenarios came to."""
    rows, depth = stands.rows, stands.job.task.depth
    good, base, lang = [row for row in rows if row.is_good], base_of(rows), state.lang()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(say("sweep.title"), help=say(f"sweep.depth_{depth}"), anchor=False)
        why = _reasons(rows)
        table_files(lambda: table(rows, depth, lang, why), f"{label}-sweep", key="sweep")
    if stands.found is not None:
        _searched(stands, lang)
    if len(good) > 1:
        sweep_pictures.pictures(stands.job.task.plan, good, depth)
    best = None if stands.found is None else stands.found.best
    marked = 0 if best is None else best.number
    if good:
        listing(
            heads(depth, lang),
            [
                Row(tuple(cells(row, base, depth, lang)), "here" if row.number == marked else "")
                for row in good[:SHOWN]
            ],
            numbers=frozenset(range(1, len(heads(depth, lang)))),
        )
    for line in _notes(good, depth):
        st.caption(plain(line))
    _failed(rows)
    sweep_compare.show(label)


def _searched(stands: SweepStands, lang: str) -> None:
    """Say what was looked for, which scenario is the answer, and what is proven of it."""
    found, goal = stands.found, stands.job.task.goal
    assert found is not None
    assert goal is not None
    with st.container(border=True, key="sweep_found"):
        st.caption(plain(goal_text(goal, lang)))
        st.markdown(f"**{plain(answer_text(found, goal, lang))}**")
        size = stands.job.task.plan.size + 1
        for line in limits_of(found, goal, len(stands.rows), size, lang):
            st.caption(plain(line))


def _reasons(rows: Sequence[SweepRow]) -> list[str]:
    return ["; ".join(fault_sentences(row.faults)) for row in rows]


def _notes(good: Sequence[SweepRow], depth: Depth) -> list[str]:
    """Return what limits the worth of the numbers."""
    told = [say(f"sweep.depth_{depth}")]
    if depth is not Depth.ESTIMATE:
        told.append(say("sweep.unsure"))
    if len(good) > SHOWN:
        told.append(say("sweep.cut", shown=SHOWN, size=len(good)))
    unknown = max((row.unpriced for row in good), default=0)
    if good and all(row.contract_cost is None for row in good):
        told.append(say("whatif.wages_unknown"))
    elif unknown:
        told.append(say("whatif.wages_in_part", count=unknown))
    if own := max((row.own_speeds for row in good), default=0):
        told.append(say("whatif.own_speeds", count=own))
    told += pretended_lines(good, lang=state.lang())
    return told


def _failed(rows: Sequence[SweepRow]) -> None:
    """List the scenarios that came to nothing, each with its reason."""
    bad = [(row, why) for row, why in zip(rows, _reasons(rows), strict=True) if why]
    if bad:
        st.subheader(plain(say("sweep.failed_title", count=len(bad))), anchor=False)
        found = [Row((scenario_name(row, state.lang()), why), "gone") for row, why in bad[:SHOWN]]
        listing([say("sweep.scenario"), say("sweep.why")], found, numbers=frozenset())
