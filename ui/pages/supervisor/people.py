"""The people of a shop: who works here on what terms, what changes when, and their list."""

from __future__ import annotations

import streamlit as st

from service.shop.shops import posts, shop
from service.shop.staff_lines import staff_people
from ui import done, link
from ui.guard import show_notice
from ui.parts import markup, people_list, person_form, staff_upload
from ui.parts.sheet import require_shop
from ui.state import say

require_shop()
found = staff_people(link.desk())
today = shop(link.desk()).clock.date_of(int(link.now().timestamp()) // 60)
here = [one for one in found if one.is_here]
tags = [markup.Tag(say("people.tag_here", count=len(here)))]
waiting = sum(len(one.waiting) for one in found)
tags += [markup.Tag(say("people.tag_waiting", count=waiting), markup.Tone.LOOK)] if waiting else []
markup.head(say("page.people"), tags)
show_notice()
done.show()
if not posts(link.desk()):
    st.info(say("people.no_posts"), icon=":material/badge:")
    if st.button(say("people.go_posts"), key="people.go_posts"):
        st.switch_page(link.page("posts"))
names = ("list", "file")
list_tab, file_tab = st.tabs([say(f"people.tab_{name}") for name in names])
with list_tab:
    left, right = st.columns([5, 3], gap="medium")
    with left:
        chosen = people_list.listed(found)
    with right:
        if len(chosen) == 1:
            people_list.about(chosen[0])
        elif chosen:
            person_form.change_many(chosen)
        else:
            person_form.new()
with file_tab:
    staff_upload.upload(today)
