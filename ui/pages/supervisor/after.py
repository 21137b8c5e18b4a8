"""The week after: plan against what happened, who changed the forecast, and what that gained."""

from __future__ import annotations

import streamlit as st

from service.floor.week_after import week_after
from service.shop.shops import posts
from ui import done, figures, link, state
from ui.parts import after_view, markup, sheet
from ui.parts.sheet import open_sheet
from ui.state import say

opened = open_sheet()
found = week_after(link.desk(), opened.week.label)
title, buttons = st.columns([4, 1], vertical_alignment="center")
with title:
    sub = ""
    if found is not None and found.told is not None:
        at = figures.stamp(found.told.at, found.horizon.clock, state.lang())
        sub = say("after.forecast_by", by=found.told.by, at=at)
    markup.head(sheet.week_title(opened), sheet.version_tags(opened), sub)
done.show()
if found is None:
    markup.empty(say("floor.not_published"), say("after.not_published_text"))
    if st.button(say("page.week"), icon=":material/calendar_view_week:", key="after.week"):
        st.switch_page(link.page("week"))
    st.stop()
with buttons, st.container(horizontal_alignment="right"):
    after_view.files(found)
after_view.answers(found)
after_view.caveats(found)
after_view.by_post(found)
after_view.pictures(found, [post.id for post in posts(link.desk())])
after_view.overrulings(found)
