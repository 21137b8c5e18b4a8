"""The month: what it still needs, who scored what, what it pays in all."""

from __future__ import annotations

import streamlit as st

from service.pay.month_readiness import readiness
from service.shop.shops import shop
from service.start.what_next import WorkOf
from ui import link, pay_seen
from ui.parts import markup
from ui.parts.hr import coverage, fair_table, opened, ranking, trends
from ui.parts.hr.downloads import download_menu
from ui.parts.hr.readiness import next_step, payout, score_buttons, strip
from ui.parts.start import next_line
from ui.state import say

month = opened.open_month()
next_line.line(WorkOf.HR)
note = opened.newest_run(month)
found = readiness(link.desk(), month)

title, buttons = st.columns([3, 2], vertical_alignment="center")
with title:
    clock = shop(link.desk()).clock
    markup.head(opened.month_title(month), [opened.run_tag(note, clock)])
with buttons, st.container(horizontal=True, horizontal_alignment="right", key="month_buttons"):
    if note is not None:
        download_menu(opened.kept_run(month, note), "scores")
    score_buttons(month, found, again=note is not None)

payout(month, note)
strip(found)
next_step(found)
if found.can_score:
    coverage.before_scoring(month, is_scored=note is not None)
if note is None:
    if found.can_score and not found.is_ready:
        markup.empty(say("hr.partly_ready"), say("hr.partly_ready_text"))
    elif found.can_score:
        markup.empty(say("hr.ready"), say("hr.ready_text"))
    else:
        markup.empty(say("hr.not_ready"), say("hr.not_ready_text"))
    st.stop()

run = opened.kept_run(month, note)
pay_seen.run_seen(run, "month")
trend = trends.of_month(month)
has_before = len(trend.runs) > 1
rows = ranking.frame(run)
ranking.answers(run, trends.against(trend))
ranking.spread(rows)
if has_before:
    trends.teams(trend)
ranking.table(rows, trends.columns(trend) if has_before else ())
fair_table.fair(month, opened.labels(run))
trends.month_list()
