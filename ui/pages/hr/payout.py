"""The payout of a month: how far it is, sums, checks, objections, everybody's amounts."""

from __future__ import annotations

import streamlit as st

from service.pay.pay_review import RunState, review_state
from service.shop.shops import agent_names, shop
from ui import done, link, pay_seen
from ui.parts import markup
from ui.parts.hr import (
    base_raises,
    correcting,
    law,
    objections,
    opened,
    payouts,
    payroll_file,
    ranking,
    run_steps,
    unlike,
)
from ui.parts.hr.downloads import download_menu
from ui.state import say

run = opened.open_run()
clock = shop(link.desk()).clock
title, buttons = st.columns([3, 2], vertical_alignment="center")
review = review_state(link.desk(), run.month)
with title:
    tag = opened.run_tag(opened.newest_run(run.month), clock)
    name = say("pay.title", month=opened.month_title(run.month))
    markup.head(name, [run_steps.state_tag(review), tag] if run.payouts else [tag])
if not run.payouts:
    markup.empty(say("pay.none"), say("pay.none_text"))
    st.stop()
pay_seen.run_seen(run, "payout")
with buttons, st.container(horizontal=True, horizontal_alignment="right", key="payout_buttons"):
    download_menu(run, "payroll", "slips")

done.show()
run_steps.steps(review, clock)
run_steps.next_step(review)
payouts.answers(run)
names = agent_names(link.desk())
labels = opened.labels(run)
correcting.changed(run.month, labels)
unlike.outliers(run, labels)
grades, is_locked = ranking.grade_names(run), review.state is RunState.LOCKED
base_raises.due(run.month, labels, grades, is_locked=is_locked)
left, right = st.columns([1, 2], gap="medium")
with left:
    payouts.checks(run)
with right:
    law.checks(run, names)
objections.listed(review, labels, clock)
chosen = payouts.table(run, names)
if chosen is None:
    st.caption(say("pay.pick"))
else:
    payouts.lines(chosen, labels[chosen.agent_id])
payroll_file.draw(run, review.state)
