"""What lies under the table of scenarios: people short by hour, what wages buy, origins."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from service.trial.scenarios import write_scenario_roster
from ui import link, state
from ui.charts.shortage import shortage_charts
from ui.charts.trade import ScenarioPoint, trade_chart, unbeaten
from ui.parts.planner.scenario_words import change_lines, standing
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem
    from service.trial.scenarios import ScenarioView

CSV = "text/csv"


def pictures(views: Sequence[ScenarioView], problem: RosterProblem) -> None:
    """Draw people short by hour, scenario under scenario, and wages against hours short."""
    solved = [view for view in views if view.scenario.result and view.scenario.result.short_by_hour]
    if not solved:
        st.caption(say("whatif.no_pictures"))
        return
    left, right = st.columns([5, 3], gap="medium")
    with left:
        st.subheader(say("whatif.by_hour"), help=say("whatif.by_hour_help"), anchor=False)
        found = {
            view.scenario.name: result.short_by_hour
            for view in solved
            if (result := view.scenario.result)
        }
        order = [post.id for post in problem.posts]
        charts = shortage_charts(found, problem.horizon, state.lang(), order=order)
        with st.container(gap=None):
            for place, chart in enumerate(charts):
                st.altair_chart(chart, width="stretch", theme=None, key=f"whatif.short.{place}")
    with right:
        _trade(solved)


def _trade(solved: Sequence[ScenarioView]) -> None:
    """Draw wages against what they buy: the service level where it was simulated, hours short."""
    st.subheader(say("whatif.trade"), help=say("whatif.trade_help"), anchor=False)
    levels, short = _levels(solved), _short(solved)
    if not short:
        st.caption(say("whatif.wages_unknown"))
        return
    options = ("level", "short") if levels else ("short",)
    chosen = st.segmented_control(
        say("whatif.trade_by"),
        options,
        default=options[0],
        format_func=spoken(options, lambda name: say(f"whatif.trade_{name}")),
        key=f"whatif.trade_by.{len(options)}",
        required=True,
        label_visibility="collapsed",
    )
    is_level = chosen == "level"
    outcomes = levels if is_level else short
    chart = trade_chart(outcomes, state.lang(), is_level=is_level)
    st.altair_chart(chart, width="stretch", theme=None, key="whatif.trade")
    best = unbeaten(outcomes, more_is_better=is_level)
    names = say("list.comma").join(each.name for each in outcomes if each.name in best)
    st.caption(plain(say("whatif.unbeaten", names=names)))
    missing = [view.scenario.name for view in solved if view.scenario.name not in _named(outcomes)]
    if missing:
        said = say("whatif.trade_missing", names=say("list.comma").join(missing))
        st.caption(plain(said))


def _named(outcomes: Sequence[ScenarioPoint]) -> set[str]:
    return {each.name for each in outcomes}


def _wages(view: ScenarioView) -> float | None:
    """Return what a roster's hours cost; None: nobody's hourly cost is known."""
    result = view.scenario.result
    if result is None or result.wage_cost is None or not view.has_wages:
        return None
    return float(result.wage_cost)


def _levels(solved: Sequence[ScenarioView]) -> list[ScenarioPoint]:
    """Return the scenarios whose roster was simulated, worth the level of the whole shop."""
    found = []
    for view in solved:
        result = view.scenario.result
        level = None if result is None else result.service_level.get("")
        wages = _wages(view)
        if wages is not None and level is not None and level.mean is not None:
            name = view.scenario.name
            found.append(ScenarioPoint(name, wages, level.mean, level.low, level.high))
    return found


def _short(solved: Sequence[ScenarioView]) -> list[ScenarioPoint]:
    found = []
    for view in solved:
        result = view.scenario.result
        wages = _wages(view)
        if result is not None and wages is not None:
            found.append(ScenarioPoint(view.scenario.name, wages, result.short_hours or 0.0))
    return found


def origins(views: Sequence[ScenarioView]) -> None:
    """Draw what each result was computed from, with the roster to take away."""
    solved = [view for view in views if view.scenario.result is not None]
    if not solved:
        return
    with st.expander(say("whatif.origins"), icon=":material/history_edu:"):
        for view in solved:
            text, file = st.columns([5, 2], vertical_alignment="center")
            text.markdown(f"**{plain(view.scenario.name)}**  \n{plain(_origin(view))}")
            if view.scenario.result is not None and view.scenario.result.shifts:
                file.download_button(
                    say("whatif.roster"),
                    partial(_roster, view.scenario.name),
                    f"{view.scenario.inputs.week}-{view.scenario.id}-roster.csv",
                    CSV,
                    key=f"whatif.roster.{view.scenario.id}",
                    on_click="ignore",
                    icon=":material/download:",
                )


def _origin(view: ScenarioView) -> str:
    result = view.scenario.result
    assert result is not None
    lines = change_lines(result.inputs.changes)
    limit = (
        say("whatif.work", units=result.params.work_limit)
        if result.params.time_limit_s is None
        else say("whatif.seconds", seconds=round(result.params.time_limit_s))
    )
    return say(
        "whatif.origin",
        week=result.inputs.week,
        changes=say("list.comma").join(lines) or say("whatif.no_changes"),
        limit=limit,
        seed=result.params.seed,
        base=result.week_key[:10],
        program=result.program or say("whatif.program_unknown"),
        standing=standing(view)[0],
    )


def _roster(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        write_scenario_roster(link.desk(), name, path)
        return path.read_bytes()
