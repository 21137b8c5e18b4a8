"""Many what-ifs of a week: which levers with which values, how deep, and the button to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from scheduler.sweep_row import Depth
from service.settings import settings
from service.trial.sweep_job import SweepTask, start_sweep
from ui import link
from ui.guard import action, fault_sentences
from ui.parts.planner import sweep_goal, sweep_levers
from ui.parts.planner.sweep_goal import MANY
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem

MOST_LEVERS = 4
WORK = {Depth.ESTIMATE: 1, Depth.ROSTER: 2000, Depth.SIMULATED: 2000}
REPLICATIONS = 20
AT_ONCE = (1, 2, 4)
PLACES = ("here", "cluster")


def form(label: str, problem: RosterProblem, *, is_going: bool) -> None:
    """Draw what is tried and how, and the button that lets a worker begin."""
    with st.container(border=True, key="sweep_form"):
        sweep_goal.offer_plans(problem)
        many = st.session_state.setdefault(MANY, 1)
        levers = [sweep_levers.ask(place, problem) for place in range(many)]
        _how_many(many)
        is_grid = many > 1 and _choice("how", ("alone", "grid"), "sweep.how") == "grid"
        goal, deep = sweep_goal.ask(problem)
        depth = deep or Depth(_choice("depth", tuple(Depth), "sweep.deep"))
        st.caption(say(f"sweep.about_{depth}"))
        at_once, where = _by_whom()
        plan, faults = sweep_levers.plan_of(levers, is_grid=is_grid)
        for line in fault_sentences(faults):
            st.caption(f":red[{plain(line)}]")
        size = 0 if plan is None else plan.size + 1
        params = SolveParams(seed=1, time_limit_s=None, work_limit=WORK[depth], workers=1)
        weeks = SimulationParams(replications=REPLICATIONS)
        asked = (
            None
            if plan is None
            else SweepTask(plan, depth, params, weeks, at_once, where == "cluster", goal)
        )
        st.button(
            plain(say("sweep.go" if goal is None else "sweep.search", count=size)),
            type="primary",
            icon=":material/play_arrow:",
            key="sweep.go",
            disabled=is_going or plan is None,
            on_click=action(_start),
            args=(label, asked),
            width="stretch",
        )


def _how_many(many: int) -> None:
    with st.container(horizontal=True):
        st.button(
            say("sweep.more"),
            icon=":material/add:",
            key="sweep.more",
            disabled=many >= MOST_LEVERS,
            on_click=_change_many,
            args=(1,),
        )
        st.button(
            say("sweep.fewer"),
            icon=":material/remove:",
            key="sweep.fewer",
            disabled=many == 1,
            on_click=_change_many,
            args=(-1,),
        )


def _change_many(by: int) -> None:
    st.session_state[MANY] += by


def _by_whom() -> tuple[int, str]:
    """Ask how many scenarios are tried at a time, and by which machine."""
    left, right = st.columns(2)
    with left:
        at_once = st.selectbox(
            say("sweep.at_once"), AT_ONCE, key="sweep.at_once", help=say("sweep.at_once_help")
        )
    with right:
        where = _choice("where", PLACES, "sweep.where") if settings().cluster else PLACES[0]
    return at_once, where


def _choice(name: str, options: Sequence[str], words: str) -> str:
    st.session_state.setdefault(f"sweep.{name}", options[0])
    chosen = st.segmented_control(
        say(words),
        options,
        format_func=spoken(options, lambda each: say(f"{words}_{each}")),
        key=f"sweep.{name}",
        required=True,
    )
    return chosen or options[0]


def _start(label: str, task: SweepTask) -> None:
    start_sweep(link.desk(), label, task)
