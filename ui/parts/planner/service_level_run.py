"""Playing simulated customers against a version: asking how often, watching it, breaking it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.simulate.held import WhatCounts
from scheduler.simulate.params import SimulationParams
from service.trial.simulation import simulate_version
from ui import figures, link, state
from ui.guard import guarded
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet
    from service.trial.simulation import Tested

TIMES = (10, 30, 100, 300)
USUAL = 30
ASKED = "level.asked"


def ask(found: RosterSheet, tested: Tested | None) -> SimulationParams | None:
    """Draw the question how many weeks to play, and how; return the answer when it was asked."""
    last = SimulationParams() if tested is None else tested.kept.note.params
    can = found.version is not None and found.forecast is not None
    with st.popover(
        say("level.run" if tested is None else "level.again"),
        icon=":material/experiment:",
        disabled=not can,
        help=None if can else say("test.no_forecast"),
        width="content",
        key=f"level.ask.{st.session_state.get(ASKED, 0)}",
    ):
        times = st.select_slider(
            say("level.times"),
            TIMES,
            value=USUAL,
            format_func=spoken(TIMES, lambda count: plain(say("level.weeks", count=count))),
            help=say("level.times_help"),
            key="level.times",
        )
        before = st.number_input(
            say("level.stops_before"),
            0.0,
            60.0,
            step=5.0,
            format="%g",
            help=say("level.stops_before_help"),
            key="level.stops_before",
        )
        finishes = st.toggle(
            say("level.finishes"), value=True, help=say("level.finishes_help"), key="level.finishes"
        )
        own = st.toggle(say("speed.use"), help=say("speed.use_help"), key="level.own_speeds")
        counts, least = _what_counts(last)
        pressed = st.button(
            say("level.go"), type="primary", key="level.go", width="stretch", on_click=_close
        )
    if not pressed:
        return None
    return SimulationParams(
        replications=times,
        stops_before_min=before,
        finishes=finishes,
        with_own_speeds=own,
        counts=counts,
        least_hours=least,
    )


def _what_counts(last: SimulationParams) -> tuple[WhatCounts, float]:
    """Ask what has to reach the target, beginning with what counted the last time."""
    ways = list(WhatCounts)
    counts = st.selectbox(
        say("held.ask"),
        ways,
        index=ways.index(last.counts),
        format_func=spoken(ways, lambda each: say(f"held.way_{each}")),
        help=say("held.ask_help"),
        key="level.counts",
    )
    if not counts.of_hours:
        return counts, last.least_hours
    share = st.number_input(
        say("held.least"),
        1.0,
        100.0,
        value=100 * last.least_hours,
        step=1.0,
        format="%g",
        key="level.least_hours",
    )
    return counts, share / 100


def _close() -> None:
    """Let the next run draw the question anew, and so closed; it would hide Stop."""
    st.session_state[ASKED] = st.session_state.get(ASKED, 0) + 1


def run(found: RosterSheet, params: SimulationParams) -> None:
    """Play the weeks with their progress in sight; any press ends it, and nothing is kept then."""
    assert found.version is not None
    with st.container(border=True, key="level_panel"):
        text, stop = st.columns([5, 1], vertical_alignment="center")
        with text:
            bar = st.progress(0.0, text=say("level.starting"))
        stop.button(say("solve.stop"), icon=":material/stop_circle:", key="level.stop")

    def tell(done: int, wanted: int) -> None:
        count, total = (figures.number(value, state.lang(), 0) for value in (done, wanted))
        bar.progress(done / wanted, text=plain(say("level.running", done=count, wanted=total)))

    with guarded():
        simulate_version(
            link.desk(found.shop.id),
            found.week.label,
            params,
            number=found.version.version.number,
            listener=tell,
        )
        st.rerun()
