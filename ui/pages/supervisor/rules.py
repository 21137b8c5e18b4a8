"""What a week's roster must obey and should avoid, what is agreed with people, who bears what."""

from __future__ import annotations

import streamlit as st

from service.roster.rules import rules_sheet
from service.shop.shops import agents
from service.start.what_next import SetUpStep
from ui import done, link
from ui.parts import (
    agreements,
    burden_table,
    house_prices,
    markup,
    plan_people,
    rule_tables,
    rules_form,
    sheet,
)
from ui.parts.sheet import open_sheet
from ui.parts.start import beginning
from ui.plain import plain
from ui.state import say

opened = open_sheet()
found = rules_sheet(link.desk(), opened.week.label)
markup.head(sheet.week_title(opened), sheet.version_tags(opened))
done.show()
if found.is_published:
    st.info(say("rules.published"), icon=":material/lock:")

names = ("numbers", "people", "limits", "sessions", "burdens")
numbers, people, limits, sessions, burdens = st.tabs([say(f"rules.tab_{name}") for name in names])
with numbers:
    rules_form.presets(found)
    rule_tables.types(found)
    if found.week.rules.shapes:
        rules_form.shapes(found.week.rules)
    rule_tables.plans(found)
    rules_form.night(found)
    rules_form.form(found)
    house_prices.prices(found)
has_people = bool(agents(link.desk()))
waits = plain(say("empty.waits", steps=say(f"setup.step_{SetUpStep.PEOPLE}")))
with people:
    if has_people:
        plan_people.people(found)
    else:
        st.caption(waits)
        beginning.step(SetUpStep.PEOPLE)
with limits:
    agreements.limits(found)
with sessions:
    agreements.sessions(found)
with burdens:
    if has_people:
        burden_table.table(found.week.label)
    else:
        st.caption(waits)
