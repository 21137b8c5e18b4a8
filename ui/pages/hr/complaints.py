"""Complaints: what waits too long, who handles what, who was at fault, and the month's count."""

from __future__ import annotations

import streamlit as st

from service.records.case_book import case_book
from service.shop.shops import shop
from ui import done, link
from ui.parts import markup
from ui.parts.hr import complaint_case, complaint_forms, complaint_list, opened
from ui.state import say

month = opened.open_month()
clock = shop(link.desk()).clock
found = case_book(link.desk(), month)
tags = [markup.Tag(say("complaint.tag_late", count=len(found.overdue)), markup.Tone.BAD)]
markup.head(say("complaint.title", month=opened.month_title(month)), tags if found.overdue else ())
done.show()
complaint_list.answers(found)

names = ("list", "assess", "new", "times")
listed, assessed, new, times = st.tabs([say(f"complaint.tab_{name}") for name in names])
with listed:
    if found.cases:
        picked = complaint_list.pick(found, clock)
        if picked is None:
            st.caption(say("complaint.pick"))
        else:
            complaint_case.panel(found, picked, clock)
    else:
        markup.empty(say("complaint.none"), say("complaint.none_text"))
with assessed:
    complaint_forms.assessment(found, month)
with new:
    complaint_forms.new(month, clock)
with times:
    complaint_forms.times(found)
