"""Where experts say what counts: points, comparisons in pairs, marks by rounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.scheme.weight_studies import pairs
from ui import state
from ui.guard import action
from ui.parts.hr import values, weight_state
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.scheme.weight_studies import Marks, Study

TOP = 5
TIMES = (9, 8, 7, 6, 5, 4, 3, 2)
SCALE = (*map(float, TIMES), 1.0, *(1 / times for times in reversed(TIMES)))
MOST_EXPERTS = 30


def _name(indicator: str) -> str:
    return values.indicator_name(indicator, state.lang())


def _marks(study: Study, marks: Marks, name: str, *, most: float, least: float) -> Marks:
    """Draw a table with a row per expert and a column per indicator; return its whole rows."""
    seed = weight_state.key(f"{name}.seed")
    if seed not in st.session_state:
        st.session_state[seed] = pd.DataFrame(marks, columns=list(study.indicators), dtype=float)
    number = st.column_config.NumberColumn
    rows = st.data_editor(
        st.session_state[seed],
        num_rows="dynamic",
        hide_index=True,
        placeholder=values.NONE,
        key=weight_state.key(name),
        column_config={
            each: number(_name(each), min_value=least, max_value=most) for each in study.indicators
        },
    ).dropna()
    return tuple(tuple(map(float, row)) for row in rows.to_numpy()[:MOST_EXPERTS])


def points(study: Study) -> Study:
    """Draw the experts' points; return the study with them."""
    st.caption(say("weight.direct_help"))
    return replace(study, direct=_marks(study, study.direct, "direct", most=1000.0, least=0.0))


def _chosen(what: str, count: int, icon: str, add: Callable[[Study], None], study: Study) -> int:
    """Draw the numbers of what there is and a button for one more; return the place chosen."""
    numbers = list(range(1, count + 1))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            say(f"weight.{what}"),
            numbers,
            default=numbers[-1],
            format_func=state.spoken(
                numbers, lambda one: plain(say(f"weight.{what}_n", number=one))
            ),
            key=weight_state.key(f"{what}.{count}"),
        )
        st.button(
            say(f"weight.next_{what}"),
            icon=icon,
            on_click=add,
            args=(study,),
            key=f"weights.next_{what}",
        )
    return (chosen or numbers[-1]) - 1


def rounds(study: Study) -> Study:
    """Draw the marks of the round chosen; return the study with them."""
    st.caption(plain(say("weight.delphi_help", top=TOP)))
    at = _chosen("round", len(study.delphi), ":material/add:", _next_round, study)
    marks = _marks(study, study.delphi[at], f"delphi.{at}", most=float(TOP), least=1.0)
    return replace(study, delphi=(*study.delphi[:at], marks, *study.delphi[at + 1 :]))


@action
def _next_round(study: Study) -> None:
    weight_state.keep(replace(study, delphi=(*study.delphi, study.delphi[-1])))


def comparisons(study: Study) -> Study:
    """Draw one expert's comparisons of all pairs; return the study with them."""
    st.caption(say("weight.ahp_help"))
    at = _chosen("expert", len(study.ahp), ":material/person_add:", _next_expert, study)
    said = _pairs(study, at)
    return replace(study, ahp=(*study.ahp[:at], said, *study.ahp[at + 1 :]))


@action
def _next_expert(study: Study) -> None:
    alike = (1.0,) * len(study.ahp[0])
    weight_state.keep(replace(study, ahp=(*study.ahp, alike)))


def _pairs(study: Study, expert: int) -> tuple[float, ...]:
    words = {times: _judgement(times) for times in SCALE}
    meant = {word: times for times, word in words.items()}
    seed = weight_state.key(f"ahp.{expert}.seed.{state.lang()}")
    if seed not in st.session_state:
        st.session_state[seed] = pd.DataFrame(
            {
                "one": [_name(one) for one, _ in pairs(study.indicators)],
                "two": [_name(two) for _, two in pairs(study.indicators)],
                "times": [words[_nearest(times)] for times in study.ahp[expert]],
            }
        )
    column = st.column_config
    rows = st.data_editor(
        st.session_state[seed],
        hide_index=True,
        height=min(430, 38 + 35 * len(study.ahp[expert])),
        disabled=["one", "two"],
        key=weight_state.key(f"ahp.{expert}.{state.lang()}"),
        column_config={
            "one": say("weight.one"),
            "two": say("weight.two"),
            "times": column.SelectboxColumn(
                say("weight.times"), options=list(meant), required=True, width="medium"
            ),
        },
    )
    return tuple(meant[word] for word in rows["times"])


def _nearest(times: float) -> float:
    return min(SCALE, key=lambda one: abs(one - times))


def _judgement(times: float) -> str:
    """Return a step of the scale in words."""
    if times == 1:
        return say("weight.alike")
    key = "weight.first_more" if times > 1 else "weight.second_more"
    return say(key, times=round(times if times > 1 else 1 / times))
