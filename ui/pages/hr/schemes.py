"""Schemes: what scores which post this month, and each scheme with its bands, to read."""

from __future__ import annotations

import streamlit as st

from service.month.kpi_plans import schemes
from service.shop.shops import agent_names
from ui import link
from ui.parts import markup
from ui.parts.hr import opened, scheme_publish, scheme_view
from ui.state import say

month = opened.open_month()
markup.head(say("scheme.title", month=opened.month_title(month)))
scheme_view.in_force(month)

own = schemes(link.desk())
if not own:
    markup.empty(say("scheme.none"), say("scheme.none_text"))
chooser, edit, adopt = st.columns([4, 1, 1], vertical_alignment="center")
with chooser:
    chosen, is_own = scheme_view.choose(own)
with edit:
    scheme_publish.edit_button(chosen)
if not is_own:
    with adopt:
        scheme_view.adopt_button(chosen)
    st.info(say("scheme.is_preset"), icon=":material/visibility:")
scheme_view.view(chosen)
if is_own:
    scheme_publish.readers(chosen, agent_names(link.desk()))
