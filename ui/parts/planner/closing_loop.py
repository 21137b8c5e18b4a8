"""Making the roster again where it misses its target: asking for it, watching it, taking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service.jobs import JobState, accept_answer, dismiss_job, is_dismissed, latest_job
from service.jobs import job as job_now
from service.trial.loop_job import start_rounds
from service.trial.simulation import simulate_version
from ui import figures, link, state
from ui.guard import action, guard, guarded, show_faults
from ui.parts.markup import Row, listing
from ui.parts.solving import outdated_note, phase_name
from ui.parts.waiting import BEAT_S, stop_button, waiting_note
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from scheduler.simulate.held import WhatCounts
    from service.jobs import KeptJob
    from service.roster.rosters import RosterSheet
    from service.trial.loop_job import LoopRound
    from service.trial.simulation import Tested

ROUNDS = (2, 3, 4, 5)
USUAL_ROUNDS = 3
LIMITS_S = (10, 30, 60, 120, 300)
USUAL_LIMIT_S = 30
REPLICATIONS = 30
ASKED = "loop.asked"


def ask(found: RosterSheet, tested: Tested | None) -> None:
    """Draw the question how many rounds to make, and how long each may take."""
    last = SimulationParams() if tested is None else tested.kept.note.params
    can = found.problem is not None and found.forecast is not None
    with st.popover(
        say("loop.open"),
        icon=":material/sync:",
        disabled=not can,
        help=None if can else say("test.no_forecast"),
        width="content",
        key=f"loop.ask.{st.session_state.get(ASKED, 0)}",
    ):
        st.caption(say("loop.note"))
        st.select_slider(
            say("loop.rounds"),
            ROUNDS,
            value=USUAL_ROUNDS,
            format_func=spoken(ROUNDS, lambda count: plain(say("loop.rounds_count", count=count))),
            key="loop.rounds",
        )
        st.select_slider(
            say("loop.limit"),
            LIMITS_S,
            value=USUAL_LIMIT_S,
            format_func=spoken(LIMITS_S, lambda count: plain(say("solve.seconds", count=count))),
            key="loop.limit",
        )
        st.button(
            say("loop.go"),
            type="primary",
            key="loop.go",
            width="stretch",
            on_click=_start,
            args=(found.shop.id, found.week.label, last.counts, last.least_hours),
        )


@action
def _start(shop: str, label: str, counts: WhatCounts, least_hours: float) -> None:
    st.session_state[ASKED] = st.session_state.get(ASKED, 0) + 1  # draws the question closed
    start_rounds(
        link.desk(shop),
        label,
        SolveParams(seed=1, time_limit_s=float(st.session_state["loop.limit"])),
        rounds=st.session_state["loop.rounds"],
        simulation=SimulationParams(
            replications=REPLICATIONS, counts=counts, least_hours=least_hours
        ),
    )


def panel(found: RosterSheet) -> bool:
    """Draw the week's rounds where there is something to say; return whether they go on."""
    job = latest_job(link.desk(found.shop.id), found.week.label)
    if job is None or not job.task.rounds:
        return False
    if not job.state.is_over:
        _watch(job.id)
        return True
    if job.state is JobState.STOPPED and job.answer is None:
        return False
    if job.version_id is None and not is_dismissed(link.desk(), job):
        _ended(job, found)
    return False


@st.fragment(run_every=BEAT_S)
@guard
def _watch(number: int) -> None:
    job = job_now(link.desk(), number)
    if job.state.is_over:
        st.rerun()
    done = () if job.answer is None else job.answer.rounds
    with st.container(border=True, key="loop_panel"):
        waiting_note(job)
        text, stop = st.columns([5, 1], vertical_alignment="center")
        here = min(len(done) + 1, job.task.rounds)
        what = say("loop.running", number=here, count=job.task.rounds)
        text.markdown(f"**{plain(what)}** · {plain(phase_name(job.progress.phase))}")
        stop_button(job, "loop.stop", stop)
        whole_s = (job.task.params.time_limit_s or 0.0) * job.task.rounds
        share = min(1.0, job.progress.seconds / whole_s) if whole_s else 0.0
        seconds, limit = round(job.progress.seconds), round(whole_s)
        st.progress(share, text=plain(say("loop.elapsed", seconds=seconds, limit=limit)))
        if job.answer is not None and done:
            _table(done, job.answer.best)


def _ended(job: KeptJob, found: RosterSheet) -> None:
    """Draw what came out: the rounds, and their best roster to take or leave."""
    with st.container(border=True, key="loop_panel"):
        if job.answer is None or job.answer.result.roster is None:
            _none(job)
            return
        best = job.answer.rounds[job.answer.best]
        st.markdown(
            f"**{plain(say('loop.ready', number=job.answer.best + 1))}** · {plain(verdict(best))}"
        )
        _table(job.answer.rounds, job.answer.best)
        if job.state in (JobState.FAILED, JobState.LOST):
            st.warning(say("loop.died"), icon=":material/warning:")
        over = outdated_note(job)
        with st.container(horizontal=True):
            label = say("loop.accept" if over is None else "solve.accept_over")
            pressed = st.button(label, type="primary", key="loop.accept")
            st.button(say("loop.leave"), key="loop.leave", on_click=_dismiss, args=(job,))
        if pressed:
            with guarded(), st.spinner(say("loop.accepting")):
                _accept(job, found, over)
                st.rerun()


def _none(job: KeptJob) -> None:
    """Say why there is no roster."""
    if job.failure is not None and job.failure.faults:
        show_faults(job.failure.faults)
    else:
        key = "loop.died" if job.state is JobState.LOST else "loop.none"
        st.error(say(key), icon=":material/error:")
    st.button(say("solve.dismiss"), key="loop.dismiss", on_click=_dismiss, args=(job,))


@action
def _dismiss(job: KeptJob) -> None:
    dismiss_job(link.desk(), job)


def _accept(job: KeptJob, found: RosterSheet, over: int | None) -> None:
    """Keep the roster as a draft, and simulate it as its round was: the page shows what counted."""
    version = accept_answer(link.desk(), job.id, over=over)
    params = job.task.simulation
    assert params is not None  # of rounds, each of which is simulated
    shop, label = found.shop.id, found.week.label
    simulate_version(link.desk(shop), label, params, number=version)


def verdict(best: LoopRound) -> str:
    """Return how well a round holds the target, in a sentence."""
    lang = state.lang()
    held = figures.share(best.held_share, lang, 1)
    key = "loop.verdict_whole" if best.held_share >= 1 else "loop.verdict"
    found = say(key, held=held, hours=figures.number(best.hours_met, lang, 0))
    if best.all_held_share is None or best.held_chats is None:
        return found  # from before all hours were counted
    return say(
        "loop.verdict_all",
        met=found,
        hours=figures.number(best.hours, lang, 0),
        held=figures.share(best.all_held_share, lang, 1),
        chats=figures.share(best.held_chats, lang, 1),
    )


def _table(rounds: tuple[LoopRound, ...], best: int) -> None:
    """List the rounds; the best is marked."""
    names = ("round", "asked", "rostered", "level", "held", "missed", "short", "breaches", "cost")
    rows = [
        Row(_cells(place, each, is_best=place == best), "here" if place == best else "")
        for place, each in enumerate(rounds)
    ]
    heads = [say(f"loop.{name}") for name in names]
    listing(heads, rows, numbers=frozenset(range(1, len(names))))


def _cells(place: int, each: LoopRound, *, is_best: bool) -> tuple[str, ...]:
    lang = state.lang()
    level = "—"
    if each.level is not None and each.level.mean is not None:
        level = figures.share(each.level.mean, lang, 1)
        if each.level.low is not None and each.level.high is not None:
            low, high = (
                figures.number(100 * v, lang, 1) for v in (each.level.low, each.level.high)
            )
            level = say("level.value_ends", value=level, low=low, high=high)
    rostered, cost = (
        "—" if value is None else figures.number(value, lang, 1)
        for value in (each.rostered_hours, each.cost)
    )
    return (
        f"{'✓ ' if is_best else ''}{say('loop.nth', number=place + 1)}",
        figures.number(each.asked_hours, lang, 1),
        rostered,
        level,
        "—" if each.all_held_share is None else figures.share(each.all_held_share, lang, 1),
        figures.number(each.hours_missed, lang, 0),
        figures.number(each.hours_short, lang, 0),
        figures.number(each.breaches, lang, 0),
        cost,
    )
