"""One agent's scorecard: the total, every line, the hours, and what each line came from."""

from __future__ import annotations

import streamlit as st

from service.shop.shops import shop
from ui import link, pay_seen, state
from ui.parts import markup
from ui.parts.hr import card as drawing
from ui.parts.hr import opened, telling, trends
from ui.parts.hr.behind import behind
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

run = opened.open_run()
people = opened.labels(run)
clock = shop(link.desk()).clock

title, chooser = st.columns([3, 2], vertical_alignment="center")
with chooser:
    agent_id = drawing.choose_agent(people)
pay_seen.run_seen(run, "scorecard", agent_id=agent_id)
score = next(one for one in run.scores if one.agent_id == agent_id)
with title:
    team = run.inputs.teams.get(agent_id, "")
    tag = opened.run_tag(opened.newest_run(run.month), clock)
    name = say("card.title", agent=people[agent_id], month=opened.month_title(run.month))
    markup.head(name, [tag], team)

trend = trends.of_month(run.month)
drawing.answers(run, score, trends.against_own(trend.months, trend.agents.get(agent_id)))
drawing.blend(score)
telling.whole(run, agent_id)
tabs = st.tabs([plain(post_name(one.post, state.lang())) for one in score.cards])
for tab, one in zip(tabs, score.cards, strict=True):
    with tab:
        drawing.lines(run, one)
        drawing.hours(run, one)
        behind(run, one)
