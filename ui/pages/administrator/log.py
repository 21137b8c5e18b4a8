"""The log: whether it is whole, who did what, and what stood there before."""

from __future__ import annotations

import streamlit as st

from service import audit
from service.shop.shops import shop
from ui import link
from ui.guard import show_notice
from ui.parts.administrator import log_lines
from ui.parts.sheet import require_shop
from ui.plain import plain
from ui.state import say

show_notice()
require_shop()
clock = shop(link.desk()).clock
today = clock.date_of(int(link.now().timestamp()) // 60)

log_lines.answer(link.desk().seen_now())
asked = log_lines.asked(*audit.who_and_what(link.desk()), clock, today)
entries = audit.log(link.desk(), asked)
chosen = log_lines.listed(entries, clock)
if len(entries) == asked.most:
    st.caption(plain(say("log.more", count=asked.most)))
for entry in chosen:
    log_lines.changed(entry)
if entries:
    st.download_button(
        say("log.export"),
        lambda: audit.log_csv(entries),
        f"log-{today:%Y-%m-%d}.csv",
        "text/csv",
        icon=":material/download:",
        help=say("log.export_help"),
        on_click="ignore",
        key="log.export",
    )
st.caption(say("log.withheld"))
