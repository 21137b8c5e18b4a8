"""The study of weights that is being worked on, kept between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.month.kpi_plans import schemes
from service.scheme.weight_studies import save_study, study_of
from ui import link, state
from ui.guard import action
from ui.parts.hr import scheme_view
from ui.state import say

if TYPE_CHECKING:
    from kpi.scheme.scheme import Scheme
    from service.scheme.weight_studies import Study

KEPT, OF, REVISION = "weights.study", "weights.of", "weights.revision"


def choose() -> Scheme | None:
    """Draw the newest versions of the shop's schemes; return the one chosen."""
    newest = {one.id: one for one in schemes(link.desk())}
    if not newest:
        return None
    options = list(newest)
    chosen = st.selectbox(
        say("scheme.choose"),
        options,
        format_func=state.spoken(options, lambda name: scheme_view.label(newest[name])),
        key="weights.scheme",
        label_visibility="collapsed",
    )
    return newest[chosen]


def study(scheme: Scheme) -> Study:
    """Return the study of a scheme that is worked on; another scheme brings its own."""
    mine = (state.chosen("shop"), scheme.id, scheme.version)
    if st.session_state.get(OF) != mine:
        st.session_state[OF] = mine
        st.session_state[KEPT] = study_of(link.desk(), scheme)
        st.session_state[REVISION] = st.session_state.get(REVISION, 0) + 1
    kept: Study = st.session_state[KEPT]
    return kept


def keep(changed: Study) -> Study:
    """Keep what the tables made of the study, and return it."""
    st.session_state[KEPT] = changed
    return changed


def key(name: str) -> str:
    """Return a widget's key, another one for each study."""
    return f"weights.{st.session_state.get(REVISION, 0)}.{name}"


def save_button(current: Study) -> None:
    """Draw the button that keeps the study in the database."""
    st.button(
        say("weight.save"),
        icon=":material/save:",
        help=say("weight.save_help"),
        on_click=_save,
        args=(current,),
        key="weights.save",
    )


@action
def _save(current: Study) -> None:
    save_study(link.desk(), current)
