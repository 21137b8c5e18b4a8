"""What comfort costs on the what-if page: making its lines, laying them side by side, adopting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service.spreadsheet import SheetColumn, SheetTable, workbook_of
from service.trial.comfort import Comfort, adopt_line, comfort_lines, make_lines
from service.trial.scenarios import start_scenario
from ui import link, state
from ui.charts.comfort import ComfortBar, comfort_chart
from ui.guard import action
from ui.parts.downloads import XLSX
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.comfort_rows import HEADS, line_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.roster.rosters import RosterSheet
    from service.trial.comfort import ComfortLine
    from service.trial.scenarios import ScenarioView

WORK = {"rough": 2000, "good": 20000}
REPLICATIONS = 10


def offer(found: RosterSheet) -> None:
    """Draw the way to compute all lines of a week."""
    with st.popover(say("comfort.title"), icon=":material/self_improvement:"):
        st.caption(plain(say("comfort.about")))
        how = st.segmented_control(
            say("comfort.how"),
            list(WORK),
            default="rough",
            format_func=spoken(list(WORK), lambda name: say(f"comfort.{name}")),
            key="comfort.how",
            required=True,
        )
        st.button(
            say("comfort.go"),
            type="primary",
            key="comfort.go",
            width="stretch",
            on_click=_make,
            args=(found.week.label, WORK[how]),
        )


@action
def _make(label: str, work: int) -> None:
    names = {
        line: (
            say("comfort.scenario", line=say(f"comfort.{line}"), week=label),
            say(f"comfort.{line}"),
        )
        for line in Comfort
    }
    params = SolveParams(seed=1, time_limit_s=None, work_limit=work)
    for name in make_lines(link.desk(), label, names):
        simulation = SimulationParams(replications=REPLICATIONS)
        start_scenario(link.desk(), name, params, simulation=simulation)


def show(views: Sequence[ScenarioView], found: RosterSheet) -> None:
    """Draw the lines that are computed: table, picture, and the one to adopt."""
    lines = comfort_lines(views)
    if len(lines) < 2:
        return
    lang = state.lang()
    st.subheader(say("comfort.title"), help=say("comfort.read"), anchor=False)
    rows = [line_cells(line, lang) for line in lines]
    heads = [say(f"comfort.head_{name}") for name in HEADS]
    names, *measures = zip(heads, *rows, strict=True)
    listing(names, list(map(Row, measures)), numbers=frozenset(range(1, len(names))))
    _pictured(lines)
    with st.expander(say("comfort.what_lines_are")):
        for line in lines:
            words = (say(f"comfort.{line.comfort}"), say(f"comfort.{line.comfort}_means"))
            st.markdown(f"**{plain(words[0])}**  \n{plain(words[1])}")
        st.caption(plain(say("comfort.read")))
    if not all(line.view.is_current for line in lines):
        st.caption(plain(say("comfort.outdated")))
    problem = lines[0].view.problem
    if problem is not None and not problem.rules.types:
        st.caption(plain(say("comfort.no_types")))
    if not lines[0].view.has_wages:
        st.caption(plain(say("comfort.no_wages")))
    _ending(lines, rows, is_published=found.published is not None)


def _pictured(lines: Sequence[ComfortLine]) -> None:
    bars = []
    for line in lines:
        proven, result = line.proven, line.view.scenario.result
        if result is None or result.short_hours is None or proven["gap_hours"] is None:
            continue
        cost = proven["bound_hours"] + proven["gap_hours"]
        name = say(f"comfort.{line.comfort}")
        bars.append(ComfortBar(name, proven["bound_hours"], cost, result.short_hours))
    if bars:
        chart = comfort_chart(bars, state.lang())
        st.altair_chart(chart, width="stretch", theme=None, key="comfort.chart")
        st.caption(plain(say("comfort.picture")))


def _ending(
    lines: Sequence[ComfortLine], rows: Sequence[tuple[str, ...]], *, is_published: bool
) -> None:
    """Draw which line to adopt into the rules of the week, and the table to take away."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="comfort_adopt"):
        options = [line.view.scenario.name for line in lines]
        titles = {line.view.scenario.name: say(f"comfort.{line.comfort}") for line in lines}
        chosen = st.selectbox(
            say("comfort.adopt_which"),
            options,
            format_func=spoken(options, titles.__getitem__),
            key="comfort.adopt_which",
        )
        st.button(
            say("comfort.adopt"),
            icon=":material/gavel:",
            disabled=is_published,
            help=say("comfort.adopt_published" if is_published else "comfort.adopt_help"),
            key="comfort.adopt",
            on_click=_adopt,
            args=(chosen, titles[chosen]),
        )
        heads = tuple(SheetColumn(say(f"comfort.head_{name}"), width=24) for name in HEADS)
        table = SheetTable(say("comfort.title"), heads, tuple(rows))
        st.download_button(
            say("comfort.table"),
            lambda: workbook_of([table]),
            "comfort.xlsx",
            XLSX,
            key="comfort.table",
            on_click="ignore",
            icon=":material/download:",
        )


@action
def _adopt(name: str, title: str) -> None:
    label = adopt_line(link.desk(), name)
    st.toast(plain(say("comfort.adopted", line=title, week=label)), icon=":material/check_circle:")
