"""5S audits: what areas came to, what is to be put right by whom, and entering an audit."""

from __future__ import annotations

import streamlit as st

from service.records.five_s import audit_sheet
from service.records.five_s_view import five_s_view
from service.shop.shops import shop
from ui import done, link
from ui.parts import markup
from ui.parts.hr import five_s_form, five_s_results, opened
from ui.state import say

month = opened.open_month()
clock = shop(link.desk()).clock
sheet = audit_sheet(link.desk())
today = clock.date_of(int(link.now().timestamp()) // 60)
found = five_s_view(link.desk(), month, today=today)
late = sum(one.is_overdue for one in found.to_do)
tags = [markup.Tag(say("five_s.tag_late", count=late), markup.Tone.BAD)] if late else []
markup.head(say("five_s.title", month=opened.month_title(month)), tags)
done.show()
if found.month:
    five_s_results.answers(found, sheet)

names = ("areas", "to_do", "audits", "new")
areas, to_do, audits, new = st.tabs([say(f"five_s.tab_{name}") for name in names])
with areas:
    if found.month:
        five_s_results.by_area(found, sheet)
    else:
        markup.empty(say("five_s.none"), say("five_s.none_text"))
with to_do:
    five_s_results.to_do_list(found, sheet)
with audits:
    if found.month:
        five_s_results.audit_list(found, sheet)
    else:
        st.caption(say("five_s.none"))
with new:
    five_s_form.form(sheet, month, clock, list(found.areas()))
    five_s_form.pass_mark(sheet)
