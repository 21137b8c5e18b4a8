"""Scenarios that were tried, side by side: what differs, how deep each number is, what is noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.sweep import Scenario
from scheduler.sweep_row import Depth
from service.trial.compare import (
    MEASURES,
    ComparedSide,
    compared,
    difference_in,
    stored_sides,
    value_in,
)
from service.trial.scenarios import ScenarioInputs, save_scenario, scenarios
from ui import link, state
from ui.guard import action
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.sweep_cells import difference_said, said
from ui.words.sweep_words import recomputed_text, scenario_name

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 6
NAME_LENGTH = 40
DEPTHS = {
    **dict.fromkeys(("least_cost", "least_short_hours", "more_people"), Depth.ESTIMATE),
    **dict.fromkeys(("bound", "cost", "short_hours", "wage_cost"), Depth.ROSTER),
    "level": Depth.SIMULATED,
}
"""How deep a number is; others are known before anything is worked out."""


def show(label: str) -> None:
    """Draw which results are laid side by side, and their table."""
    sides = stored_sides(link.desk(), label)
    if len(sides) < 2:
        return
    st.subheader(say("compare.title"), help=say("compare.title_help"), anchor=False)
    names = _names(sides)
    chosen = st.multiselect(
        say("compare.which"),
        range(len(sides)),
        default=[0, 1],
        format_func=spoken(tuple(range(len(sides))), lambda place: plain(names[place])),
        max_selections=MOST,
        key=f"compare.{label}.{sides[0].file}.{len(sides)}",
    )
    if len(chosen) < 2:
        st.caption(say("compare.two"))
        return
    shown = [sides[place] for place in chosen]
    _table(shown, [names[place] for place in chosen])
    for each in compared(shown).caveats:
        st.caption(plain(say(f"compare.other_{each}")))
    st.caption(say("compare.read"))
    programs = dict.fromkeys(side.head.program for side in shown)
    st.caption(plain(say("compare.program", programs=say("list.comma").join(programs))))
    _keep(label, shown, [names[place] for place in chosen])


def _names(sides: Sequence[ComparedSide]) -> list[str]:
    """Return what each result is called, with the number of its job where there are several."""
    several = len({side.file for side in sides}) > 1
    return [
        f"{side.file.lstrip('#')} · {name}" if several else name
        for side in sides
        for name in (scenario_name(side.row, state.lang()),)
    ]


def _table(shown: Sequence[ComparedSide], names: Sequence[str]) -> None:
    """Draw a line for each number that one of them has; the first is what others differ from."""
    lang = state.lang()
    anew = [recomputed_text(side.row, lang) for side in shown]
    rows = [Row((say("sweep.recomputed"), say("compare.depth_known"), *anew))]
    for name in MEASURES:
        if all(value_in(side.row, name) is None for side in shown):
            continue
        depth = DEPTHS.get(name)
        how = say("compare.depth_known" if depth is None else f"sweep.deep_{depth}")
        cells = [_cell(name, side, shown[0]) for side in shown]
        rows.append(Row((say(f"sweep.col_{name}"), how, *cells)))
    heads = [say("compare.measure"), say("sweep.deep"), *names]
    listing(heads, rows, numbers=frozenset(range(2, len(heads))))


def _cell(name: str, side: ComparedSide, first: ComparedSide) -> str:
    lang = state.lang()
    text = said(name, value_in(side.row, name), lang)
    by = None if side is first else difference_in(name, side.row, first.row)
    told = difference_said(name, by, lang)
    return f"{text} ({told})" if told else text


def _keep(label: str, shown: Sequence[ComparedSide], names: Sequence[str]) -> None:
    """Draw how one of them becomes a scenario with a name, to be edited and computed by itself."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        places = tuple(range(len(shown)))
        place = st.selectbox(
            say("compare.keep_which"),
            places,
            index=len(places) - 1,
            format_func=spoken(places, lambda each: plain(names[each])),
            key=f"compare.keep.{'/'.join(names)}",
        )
        st.button(
            say("compare.keep"),
            icon=":material/bookmark_add:",
            key="compare.keep",
            on_click=action(_save),
            args=(label, shown[place]),
        )


def _save(label: str, side: ComparedSide) -> None:
    row = side.row
    name = scenario_name(row, state.lang())[:NAME_LENGTH]
    if name in {view.scenario.name for view in scenarios(link.desk())}:
        raise InputError(Fault("scenario_exists", value=name))
    changes = Scenario(row.number, row.steps, row.told).changes
    save_scenario(link.desk(), name, ScenarioInputs(label, changes))
