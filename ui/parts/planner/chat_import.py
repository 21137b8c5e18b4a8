"""Taking a log of chats in as history: which column says what, what was wrong, what it measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.demand.chat_staffing import use_measured
from service.demand.volume_file import NamesTold
from service.history.chat_columns import ChatColumns, guessed
from service.history.chat_history import LogStage, keep_chats, look_at_chats
from service.history.volume_columns import NOBODYS
from ui import figures, link, state
from ui.guard import action
from ui.parts.importing import fault_table
from ui.parts.markup import Row, listing
from ui.parts.planner.volumes_look import PostAnswers, WithFile, ask_posts, post_said
from ui.plain import plain
from ui.state import say
from ui.words.findings import finding_sentence
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.history.chat_history import MeasuredChats, TakenIn

NO_COLUMN = ""
ORDER = ("start", "first_reply", "end", "post", "agent", "abandoned")
ACROSS = 3
LOOK = "past.look_chats"


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
    only = "" if told["post"] else NOBODYS
    return ChatColumns(start=chosen["start"], only_post=only, **told)


def look(file_id: str, columns: ChatColumns, with_file: WithFile) -> TakenIn | None:
    """Return what a log holds, read once and with progress; None where it is refused."""
    key = (file_id, columns, state.chosen("shop"))
    kept = st.session_state.get(LOOK)
    if kept is not None and kept[0] == key:
        found: TakenIn = kept[1]
        return found
    try:
        found = _read(columns, with_file, NamesTold())
    except InputError as error:
        fault_table(error)
        return None
    st.session_state[LOOK] = (key, found)
    return found


def _read(columns: ChatColumns, with_file: WithFile, told: NamesTold) -> TakenIn:
    stages = list(LogStage)
    bar = st.progress(0.0, text=say("look.reading"))

    def tell(stage: LogStage) -> None:
        done = (stages.index(stage) + 1) / (len(stages) + 1)
        bar.progress(done, text=say(f"look.stage_{stage}"))

    try:
        found: TakenIn = with_file(
            lambda path: look_at_chats(link.desk(), path, columns, told=told, tell=tell)
        )
    finally:
        bar.empty()
    return found


def ask(found: TakenIn, file_id: str) -> PostAnswers:
    """Draw what a log holds, and ask which posts it means."""
    _findings(found)
    _measured(found)
    return ask_posts(found.volumes.posts, file_id)


def take(
    found: TakenIn, file: str, answers: PostAnswers, columns: ChatColumns, with_file: WithFile
) -> TakenIn:
    """Keep a log as was answered; one whose posts are called otherwise is counted anew."""
    told = NamesTold(posts=answers.meant)
    if answers.meant:
        found = _read(columns, with_file, told)
    remembered = NamesTold(posts={name: p for name, p in answers.meant.items() if name != NOBODYS})
    return keep_chats(
        link.desk(),
        found,
        file,
        told=remembered,
        new_posts=answers.new_posts,
        left_out=answers.left_out,
    )


def show(found: TakenIn) -> None:
    """Draw what was wrong with a log, what it measured, and the way to use that."""
    lang = state.lang()
    _findings(found)
    _measured(found)
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


def _findings(found: TakenIn) -> None:
    if found.findings:
        lines = [f"- {plain(finding_sentence(each, state.lang()))}" for each in found.findings]
        st.warning(
            "\n".join([say("past.chat_findings"), *lines]),
            icon=":material/rule:",
        )


def _measured(found: TakenIn) -> None:
    columns = ("post", "chats", "left", "handle", "levels", "patience", "wait", "concurrency")
    names = [say(f"past.chat_head_{name}") for name in columns]
    rows = [_row(each) for each in found.measured]
    listing(names, rows, numbers=frozenset(range(1, len(columns))))


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
            post_said(found.post),
            shown(found.chats),
            shown(found.abandoned),
            shown(found.handle_s),
            levels or "—",
            shown(found.patience_s),
            shown(found.wait_median_s),
            shown(found.concurrency, 2),
        )
    )
