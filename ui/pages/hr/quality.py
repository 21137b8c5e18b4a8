"""Service quality: what customers expected and what they met, by dimension, post and month."""

from __future__ import annotations

import streamlit as st

from service.records.quality import survey
from service.records.quality_view import quality_view
from service.shop.shops import shop
from ui import done, link
from ui.parts import markup
from ui.parts.hr import opened, quality_results, quality_survey
from ui.parts.hr.asking import posts_known
from ui.state import say, spoken

month = opened.open_month()
markup.head(say("quality.title", month=opened.month_title(month)))
done.show()
results, fill_in, questions = st.tabs(
    [say(f"quality.tab_{name}") for name in ("results", "fill_in", "questions")]
)
with results:
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        way = quality_results.sign()
    posts = {"": say("quality.all_posts"), **posts_known()}
    post = right.selectbox(
        say("quality.post"),
        list(posts),
        format_func=spoken(posts, posts.__getitem__),
        key="quality.post",
    )
    found = quality_view(link.desk(), month, post=post or None)
    if found.whole.by_dimension:
        quality_results.answers(found, way)
        quality_results.by_dimension(found.whole, way)
        quality_results.compared(found, way)
    else:
        markup.empty(say("quality.none"), say("quality.none_text"))
        with st.container(horizontal=True, horizontal_alignment="center"):
            if st.button(say("quality.go_data"), type="primary", icon=":material/upload_file:"):
                st.switch_page(link.page("data"))
used = survey(link.desk())
with fill_in:
    clock = shop(link.desk()).clock
    quality_survey.fill_in(used, month, clock)
with questions:
    quality_survey.questions(used)
