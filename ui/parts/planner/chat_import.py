"""Taking a log of chats in as history: which column says what, what was wrong, what it measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.horizon import Clock
from service.demand.chat_staffing import use_measured
from service.history.chat_columns import ChatColumns, guessed
from service.history.chat_history import import_chat_history
from service.shop.shops import posts
from service.shop.shops import shop as shop_of
from ui import figures, link, state
from ui.guard import action
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.findings import finding_sentence
from ui.words.names import post_name

if TYPE_CHECKING:
    from pathlib import Path

    from service.history.chat_history import MeasuredChats, TakenIn

NO_COLUMN = ""
ORDER = ("start", "first_reply", "end", "post", "agent", "abandoned")
ACROSS = 3


def ask_columns(columns: tuple[str, ...], file_id: str) -> ChatColumns:
    """Ask which column of a log says what, the likely ones at first."""
    likely = guessed(columns)
    chosen: dict[str, str] = {}
    places = st.columns(ACROSS)
    for number, what in enumerate(ORDER):
        options = list(columns) if what == "start" else [*columns, NO_COLUMN]
        fallback = columns[0] if what == "start" else NO_COLUMN
        chosen[what] = places[number % ACROSS].selectbox(
            say(f"past.chat_{what}"),
            options,
            index=options.index(likely.get(what, fallback)),
            format_func=lambda name: name or say("past.no_column"),
            key=f"past.chat.{what}.{file_id}",
        )
    told = {what: column or None for what, column in chosen.items() if what != "start"}
    only = "" if told["post"] else _only_post()
    return ChatColumns(start=chosen["start"], only_post=only, **told)


def _only_post() -> str:
    known = [post.id for post in posts(link.desk())]
    name_of = spoken(known, lambda name: post_name(name, state.lang()))
    return st.selectbox(say("past.only_post"), known, format_func=name_of, key="past.only_post")


def take(path: Path, columns: ChatColumns) -> TakenIn:
    """Take a log in and return what it held."""
    clock = Clock(shop_of(link.desk()).timezone)
    return import_chat_history(link.desk(), path, clock, columns)


def show(found: TakenIn) -> None:
    """Draw what was wrong with a log, and what it measured of each post."""
    lang = state.lang()
    if found.findings:
        lines = [f"- {plain(finding_sentence(each, lang))}" for each in found.findings]
        st.warning(
            "\n".join([say("past.chat_findings"), *lines]),
            icon=":material/rule:",
        )
    columns = ("post", "chats", "left", "handle", "levels", "patience", "wait", "concurrency")
    names = [say(f"past.chat_head_{name}") for name in columns]
    rows = [_row(each) for each in found.measured]
    listing(names, rows, numbers=frozenset(range(1, len(columns))))
    st.caption(say("past.chat_use_text"))
    with st.container(horizontal=True):
        for each in found.measured:
            post = post_name(each.post, lang)
            st.button(
                plain(say("past.chat_use", post=post)),
                key=f"past.chat_use.{each.post}",
                on_click=_use,
                args=(each,),
                disabled=each.handle_s is None and each.patience_s is None,
            )


@action
def _use(found: MeasuredChats) -> None:
    use_measured(link.desk(), found)
    st.toast(plain(say("past.chat_used", post=post_name(found.post, state.lang()))))


def _row(found: MeasuredChats) -> Row:
    lang = state.lang()

    def shown(value: float | None, decimals: int = 0) -> str:
        return "—" if value is None else figures.number(value, lang, decimals)

    levels = " · ".join(
        f"{level.chats}: {shown(level.handle_s)}"
        for level in found.levels
        if level.handle_s is not None
    )
    return Row(
        (
            post_name(found.post, lang),
            shown(found.chats),
            shown(found.abandoned),
            shown(found.handle_s),
            levels or "—",
            shown(found.patience_s),
            shown(found.wait_median_s),
            shown(found.concurrency, 2),
        )
    )
