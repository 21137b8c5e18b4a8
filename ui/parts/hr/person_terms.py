"""How long data is kept: what the law asks at least, and what this shop says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.persons.retention import KeptFor, KeptTopic, save_term, terms
from ui import done, link, state
from ui.guard import action
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from scheduler.horizon import Clock

TOPIC, MONTHS = "persons.topic", "persons.months"


def draw(_clock: Clock) -> None:
    """Draw the periods with their sources, and the form that makes one longer."""
    found, lang = terms(link.desk()), state.lang()
    heads = [say(f"persons.head_{name}") for name in ("what", "law", "own", "since", "why")]
    rows = [
        Row(
            (
                say(f"kept_topic.{topic}"),
                say("persons.months", count=one.law.months),
                say("persons.months", count=one.months),
                say(f"kept_since.{one.law.since}"),
                one.law.article if lang == "zh" else one.law.article_en,
            )
        )
        for topic, one in found.items()
    ]
    listing(heads, rows, numbers=frozenset({1, 2}))
    st.caption(plain(say("persons.terms_text")))
    if not link.desk().may("retention_saved"):
        return
    with st.form("persons.keep", border=True):
        topics = list(KeptTopic)
        st.selectbox(
            say("persons.topic"),
            topics,
            format_func=spoken(topics, lambda one: say(f"kept_topic.{one}")),
            key=TOPIC,
        )
        st.number_input(
            say("persons.keep_months"), min_value=1, max_value=1200, value=36, key=MONTHS
        )
        st.form_submit_button(say("persons.keep"), on_click=_keep)


@action
def _keep() -> None:
    topic, months = st.session_state[TOPIC], int(st.session_state[MONTHS])
    save_term(link.desk(), KeptFor(topic, months))
    done.tell(say("persons.kept", topic=say(f"kept_topic.{topic}"), months=months))
