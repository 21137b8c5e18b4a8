"""The platforms' rules: how a day stands against each, what would break, and the month's days."""

from __future__ import annotations

import streamlit as st

from service.records.platform_rules import platform_rules as all_rules
from service.shop.shops import shop
from ui import done, link
from ui.parts import markup
from ui.parts.hr import opened, platform_days, platform_rests, platform_rules
from ui.parts.hr.asking import full_day
from ui.state import say, spoken

month = opened.open_month()
markup.head(say("platforms.title", month=opened.month_title(month)))
done.show()
rules = all_rules(link.desk())
found = platform_days.standings(month)
left, right = st.columns([1, 2])
with right:
    named = () if found is None else tuple(found.messages)
    platforms = platform_days.choose_platforms(rules, named)
if found is not None and found.days:
    zone = shop(link.desk()).clock.zone
    today = link.now().astimezone(zone).date()
    days = list(reversed(found.days))
    day = left.selectbox(
        say("platforms.date"),
        days,
        index=platform_days.default_day(found, today),
        format_func=spoken(days, full_day),
        key=f"platforms.day.{month}",
    )
    watches = [one for one in found.on(day) if one.standing.rule.platform in platforms]
    platform_days.answers(watches)

names = ("day", "history", "rules")
of_day, of_month, of_rules = st.tabs([say(f"platforms.tab_{name}") for name in names])
with of_rules:
    platform_rules.rule_list(rules, platforms)
    platform_rules.editor(rules, platforms)
    platform_rests.listed(rules, platforms)
    platform_rests.entry(rules, platforms)
    platform_rules.conduct()
if found is None or not found.days:
    with of_day:
        markup.empty(say("platforms.none"), say("platforms.none_text"))
        with st.container(horizontal=True, horizontal_alignment="center"):
            if st.button(say("platforms.go_data"), type="primary", icon=":material/upload_file:"):
                st.switch_page(link.page("data"))
    with of_month:
        st.caption(say("platforms.none"))
    st.stop()
with of_day:
    platform_days.table(watches)
    platform_days.measured_on(found)
with of_month:
    platform_days.history(found, platforms)
    platform_rests.changes(found, platforms)
