"""Weights of a scheme's lines: points, pairs, spread, rounds, a blend, and what they change."""

from __future__ import annotations

import streamlit as st

from scheduler.errors import InputError
from service.scheme.weight_studies import Method, by_points
from ui import link, state
from ui.guard import show_faults
from ui.parts import markup
from ui.parts.hr import opened, weight_state, weight_tables, weight_view
from ui.state import say

opened.open_shop()
markup.head(say("weight.title"))
scheme = weight_state.choose()
if scheme is None:
    markup.empty(say("scheme.none"), say("scheme.none_text"))
    if st.button(say("hr.go_schemes"), type="primary", key="weights.go"):
        st.switch_page(link.page("schemes"))
    st.stop()
study = weight_state.study(scheme)
BLEND = "blend"
ways = [*(method.value for method in Method), BLEND]
with st.container(horizontal=True, vertical_alignment="bottom"):
    way = st.segmented_control(
        say("weight.way"),
        ways,
        default=ways[0],
        format_func=state.spoken(ways, lambda one: say(f"weights.{one}")),
        key="weights.way",
        label_visibility="collapsed",
    )
    weight_state.save_button(study)

left, right = st.columns([3, 2], gap="large")
chosen = None
with left:
    try:
        if way == Method.AHP:
            study = weight_tables.comparisons(study)
            chosen = weight_view.pairs_found(study)
        elif way == Method.ENTROPY:
            study, chosen = weight_view.spread_found(study, scheme)
        elif way == Method.DELPHI:
            study = weight_tables.rounds(study)
            chosen = weight_view.rounds_found(study)
        elif way == BLEND:
            found = weight_view.all_found(study, scheme)
            study, chosen = weight_view.blend_found(study, found)
        else:
            study = weight_tables.points(study)
            chosen = by_points(study)
    except InputError as error:
        show_faults(error.faults)
    weight_state.keep(study)
    if chosen is not None:
        every = weight_view.all_found(study, scheme)
        weight_view.compared(study, scheme, every, chosen)
with right, st.container(key="editor_side"):
    if chosen is not None:
        weight_view.proposed(study, scheme, chosen)
