"""The payout of a month: sums, checks, everybody's amounts, one agent's lines, the payroll."""

from __future__ import annotations

import streamlit as st

from service.shops import agent_names, shop
from ui import link, state
from ui.parts import markup
from ui.parts.hr import opened, payouts
from ui.parts.hr.downloads import download_menu
from ui.state import say

run = opened.open_run()
clock = shop(link.database(), state.chosen("shop")).clock
title, buttons = st.columns([3, 2], vertical_alignment="center")
with title:
    tag = opened.run_tag(opened.newest_run(run.month), clock)
    markup.head(say("pay.title", month=opened.month_title(run.month)), [tag])
if not run.payouts:
    markup.empty(say("pay.none"), say("pay.none_text"))
    st.stop()
with buttons, st.container(horizontal=True, horizontal_alignment="right", key="payout_buttons"):
    download_menu(run, "payroll")

payouts.answers(run)
payouts.checks(run)
names = agent_names(link.database(), state.chosen("shop"))
chosen = payouts.table(payouts.frame(run, names))
by_agent = {one.agent_id: one for one in run.payouts}
if chosen is None:
    st.caption(say("pay.pick"))
else:
    payouts.lines(by_agent[chosen], opened.labels(run)[chosen])
