"""Computing scenarios in processes of their own: asking for it, watching it, stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service.jobs import job as job_now
from service.jobs import stop_job
from service.trial.scenarios import start_scenario
from ui import figures, link, state
from ui.guard import action, guard
from ui.parts.planner.scenario_words import is_running
from ui.parts.solving import phase_name
from ui.parts.waiting import waiting_note
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.trial.scenarios import ScenarioView

QUICK = SolveParams(seed=1, time_limit_s=None, work_limit=2000)
"""Counted work, so that the same scenario gives the same figures on any machine."""
QUICK_REPLICATIONS = 10
LIMITS_S = (30, 60, 120, 300)
REPLICATIONS = 30
BEAT_S = 1.0


def buttons(views: Sequence[ScenarioView]) -> None:
    """Draw the ways to compute: all that need it quickly, or one in full."""
    open_ones = [view for view in views if not view.faults and not is_running(view)]
    names = [view.scenario.name for view in open_ones if not view.is_current]
    st.button(
        say("whatif.quick"),
        type="primary" if names else "secondary",
        icon=":material/bolt:",
        disabled=not names,
        help=say("whatif.quick_help"),
        key="whatif.quick",
        on_click=_start_quick,
        args=(names,),
    )
    with st.popover(say("whatif.full"), icon=":material/auto_fix_high:", disabled=not open_ones):
        st.caption(say("whatif.full_note"))
        name = st.selectbox(
            say("whatif.which"), [v.scenario.name for v in open_ones], key="whatif.full_name"
        )
        limit = st.select_slider(
            say("solve.limit"),
            LIMITS_S,
            value=60,
            format_func=lambda s: plain(say("solve.seconds", count=s)),
            key="whatif.full_limit",
        )
        st.button(
            say("whatif.full_go"),
            type="primary",
            key="whatif.full_go",
            on_click=_start_full,
            args=(name, float(limit)),
            width="stretch",
        )


@action
def _start_quick(names: list[str]) -> None:
    for name in names:
        _start(name, QUICK, SimulationParams(replications=QUICK_REPLICATIONS))


@action
def _start_full(name: str, limit_s: float) -> None:
    params = SolveParams(seed=1, time_limit_s=limit_s)
    _start(name, params, SimulationParams(replications=REPLICATIONS))


def _start(name: str, params: SolveParams, simulation: SimulationParams) -> None:
    start_scenario(link.desk(), name, params, simulation=simulation)


def watch(views: Sequence[ScenarioView]) -> None:
    """Draw how far running computations are; nothing where none runs."""
    running = {v.job.id: v.scenario.name for v in views if v.job is not None and is_running(v)}
    if running:
        _watch(running)


@st.fragment(run_every=BEAT_S)
@guard
def _watch(running: dict[int, str]) -> None:
    jobs = [job_now(link.desk(), number) for number in running]
    if any(job.state.is_over for job in jobs):
        st.rerun()
    with st.container(border=True, key="whatif_running"):
        waiting_note(jobs[0])
        for job in jobs:
            text, stop = st.columns([6, 1], vertical_alignment="center")
            told = job.progress
            cost, bound = (
                "—" if value is None else figures.number(value, state.lang(), 1)
                for value in (told.cost, told.bound)
            )
            line = say(
                "whatif.running",
                name=running[job.id],
                phase=phase_name(told.phase),
                seconds=round(told.seconds),
            )
            text.text(f"{line}  {say('solve.numbers', cost=cost, bound=bound)}")
            stop.button(
                say("solve.stopping" if job.stop_asked else "solve.stop"),
                disabled=job.stop_asked,
                key=f"whatif.stop.{job.id}",
                on_click=_stop,
                args=(job.id,),
                width="stretch",
            )


@action
def _stop(number: int) -> None:
    stop_job(link.desk(), number)
