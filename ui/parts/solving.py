"""Solving a week: asking for it, watching it, stopping it, keeping its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from scheduler.left_out import left_out
from scheduler.solve.result import SolveParams, SolveStatus
from service.jobs import (
    JobState,
    accept_answer,
    answer_outdated,
    dismiss_job,
    is_dismissed,
    latest_job,
    limit_before,
    start_solve,
)
from service.jobs import job as job_now
from service.roster.gap import gap_of
from ui import figures, link, state
from ui.guard import action, fault_sentences, guard, guarded, show_faults
from ui.parts.answers import gap_sentence
from ui.parts.waiting import BEAT_S, stop_button, waiting_note
from ui.plain import plain
from ui.state import say, spoken
from ui.words.catalogue import has, t
from ui.words.sentences import (
    STUCK,
    agent_name,
    fault_sentence,
    left_out_lines,
    reason_sentence,
    spoken_names,
)

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from service.jobs import KeptJob, Progress

LIMITS_S = (10, 30, 60, 120, 300, 900)


def solve_button(*, again: bool, has_pins: bool, is_second: bool = False) -> None:
    """
    Draw the button that solves a week.

    How long it may take is asked once; it is then said on the button, with another way to ask.
    Second is the button where another comes first.
    """
    label = say("solve.again" if again else "solve.start")
    kind: Literal["primary", "secondary"] = "secondary" if is_second else "primary"
    before = limit_before(link.desk())
    is_known = before is not None and not again
    with st.container(horizontal=True, gap="small", width="content"):
        told = say("solve.within", what=label, time=_length(before or 0)) if is_known else label
        if st.button(plain(told), icon=":material/auto_fix_high:", type=kind, key="solve.open"):
            if is_known:
                with guarded():
                    _start(before or 0)
                    st.rerun()
            else:
                _dialog(label, has_pins)
        if is_known and st.button(
            say("solve.otherwise"), key="solve.otherwise", icon=":material/timer:"
        ):
            _dialog(label, has_pins)


def _dialog(label: str, has_pins: bool) -> None:
    st.dialog(plain(label), width="small")(guard(_ask))(has_pins)


def _ask(has_pins: bool) -> None:
    limit = st.select_slider(
        say("solve.limit"),
        LIMITS_S,
        value=60,
        format_func=spoken(LIMITS_S, lambda each: plain(_length(each))),
        key="solve.limit",
    )
    st.caption(say("solve.keeps_pins" if has_pins else "solve.note"))
    if st.button(say("solve.go"), type="primary", key="solve.go", width="stretch"):
        _start(limit)
        st.rerun()


def _length(seconds: float) -> str:
    return (
        say("solve.minutes", count=round(seconds / 60))
        if seconds >= 60
        else (say("solve.seconds", count=round(seconds)))
    )


def _start(limit: float) -> None:
    params = SolveParams(seed=1, time_limit_s=float(limit))
    week = state.chosen("week")
    start_solve(link.desk(), week, params)


def left_out_note(problem: RosterProblem) -> None:
    """Draw who cannot be given any shift, why, and what would help; nothing where all can."""
    people = left_out(problem)
    if not people:
        return
    lang = state.lang()
    told = ((agent_name(each.agent_id, problem, lang), each.cause, each.values) for each in people)
    lines = (f"- {plain(line)}" for line in left_out_lines(told, lang))
    title = plain(say("left_out.title", count=len(people)))
    st.warning("\n".join([title, "", *lines]), icon=":material/person_off:")


def job_panel(problem: RosterProblem) -> bool:
    """Draw the week's newest job where there is something to say; return whether one runs."""
    week = state.chosen("week")
    job = latest_job(link.desk(), week)
    if job is None:
        return False
    if not job.state.is_over:
        limit_s = (job.task.params.time_limit_s or 0.0) * max(1, job.task.rounds)
        _watch(job.id, limit_s, problem)
        return True
    if not is_dismissed(link.desk(), job):
        _ended(job, problem)
    return False


@st.fragment(run_every=BEAT_S)
@guard
def _watch(number: int, limit_s: float, problem: RosterProblem) -> None:
    job = job_now(link.desk(), number)
    if job.state.is_over:
        st.rerun()
    told = job.progress
    with st.container(border=True, key="solve_panel"):
        waiting_note(job)
        text, stop = st.columns([5, 1], vertical_alignment="center")
        text.markdown(f"**{say('solve.running')}** · {plain(phase_name(told.phase))}")
        stop_button(job, "solve.stop", stop)
        share = min(1.0, told.seconds / limit_s) if limit_s else 0.0
        st.progress(share, text=plain(_how_far(told.seconds, limit_s)))
        st.markdown(plain(so_far(problem, told.cost, told.bound)))
        if told.cost is not None or told.bound is not None:
            st.caption(plain(_numbers(told)))


def phase_name(phase: str) -> str:
    """Return the name of a solve's phase."""
    return say(f"phase.{phase}") if has(f"phase.{phase}", state.lang()) else say("phase.starting")


def _how_far(seconds: float, limit_s: float) -> str:
    return say("solve.elapsed", seconds=round(seconds), limit=round(limit_s))


def _numbers(told: Progress) -> str:
    """Return cost and bound as numbers, for those who read them."""
    lang = state.lang()
    cost, bound = (
        "—" if value is None else figures.number(value, lang, 1)
        for value in (told.cost, told.bound)
    )
    return say("solve.numbers", cost=cost, bound=bound)


def so_far(problem: RosterProblem, cost: float | None, bound: float | None) -> str:
    """Return how good the best roster so far is, in a sentence."""
    if cost is None:
        return say("solve.none_yet")
    if bound is None:
        return say("solve.no_bound_yet", cost=figures.number(cost, state.lang(), 1))
    return gap_sentence(gap_of(problem, cost, bound), state.lang())


def _ended(job: KeptJob, problem: RosterProblem) -> None:
    if job.state is JobState.LOST or (job.failure is not None and job.failure.is_of_process):
        faults = job.failure.faults if job.failure is not None else ()
        told = fault_sentences(faults) or [say("solve.died")]
        _say_ended(job, *told)
    elif job.state is JobState.FAILED:
        _say_failed(job)
    elif job.answer is not None and job.version_id is None:
        _offer(job, problem)


def _say_ended(job: KeptJob, *sentences: str) -> None:
    st.error("\n\n".join(plain(line) for line in sentences), icon=":material/error:")
    st.button(say("solve.dismiss"), key="solve.dismiss", on_click=_dismiss, args=(job,))


def _say_failed(job: KeptJob) -> None:
    if job.failure is not None and job.failure.faults:
        show_faults(job.failure.faults)
    _say_ended(job, say("solve.failed", number=job.id))


@action
def _dismiss(job: KeptJob) -> None:
    dismiss_job(link.desk(), job)


def _offer(job: KeptJob, problem: RosterProblem) -> None:
    """Draw an answer that waits: what it is worth, keep it or leave it."""
    assert job.answer is not None
    result = job.answer.result
    lang = state.lang()
    reasons = [
        reason_sentence(code, spoken_names(names, problem, lang), lang)
        for code, names in result.reasons
    ]
    if result.roster is None or result.cost is None:
        _say_ended(job, no_roster(result.status, state.lang()), *reasons)
        return
    with st.container(border=True, key="solve_offer"):
        st.markdown(
            f"**{say('solve.ready')}** · {plain(so_far(problem, result.cost, result.bound))}"
        )
        if result.status is SolveStatus.RELAXED:
            people = bool(reasons) and all(code.startswith(STUCK) for code, _ in result.reasons)
            head = say("status.relaxed_people" if people else "solve.relaxed")
            text = "\n\n".join([head, *(plain(line) for line in reasons)])
            st.warning(text, icon=":material/warning:")
        over = outdated_note(job)
        with st.container(horizontal=True):
            st.button(
                say("solve.accept" if over is None else "solve.accept_over"),
                type="primary",
                key="solve.accept",
                on_click=_accept,
                args=(job.id, over),
            )
            st.button(say("solve.leave"), key="solve.leave", on_click=_dismiss, args=(job,))


def no_roster(status: SolveStatus, lang: str) -> str:
    """Return why there is no roster: impossible, or out of time."""
    return t("solve.infeasible" if status is SolveStatus.INFEASIBLE else "solve.no_time", lang)


def outdated_note(job: KeptJob) -> int | None:
    """Say who changed the draft after the job began; return the version said, None: nobody did."""
    outdated = answer_outdated(link.desk(), job)
    if outdated is None:
        return None
    st.warning(plain(fault_sentence(outdated, state.lang())), icon=":material/edit_note:")
    return int(str(outdated.details["version"]))


@action
def _accept(number: int, over: int | None) -> None:
    accept_answer(link.desk(), number, over=over)
