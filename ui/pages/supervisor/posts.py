"""The posts of a shop: what people on them do, when they are open, what they are staffed for."""

from __future__ import annotations

import streamlit as st

from service.shop.posts import kept_posts, outdated_weeks
from ui import done, link
from ui.guard import show_notice
from ui.parts import markup, post_list
from ui.parts.sheet import require_shop
from ui.plain import plain
from ui.state import say

require_shop()
found = kept_posts(link.desk())
markup.head(say("page.posts"), [markup.Tag(say("posts.tag", count=len(found)))])
show_notice()
done.show()
old = outdated_weeks(link.desk())
if old:
    weeks = say("list.comma").join(old)
    st.warning(plain(say("posts.outdated", weeks=weeks)), icon=":material/update:")
    if st.button(say("posts.go_requirement"), key="posts.go_requirement"):
        st.switch_page(link.page("requirement"))
left, right = st.columns([5, 3], gap="medium")
with left:
    chosen = post_list.listed(found)
    st.caption(plain(say("posts.seals")))
    if st.button(say("posts.go_rules"), icon=":material/gavel:", key="posts.go_rules"):
        st.switch_page(link.page("rules"))
with right:
    if chosen is None:
        post_list.new()
    else:
        post_list.change(chosen)
