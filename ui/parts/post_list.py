"""The posts of a shop: the list, and forms to add, change and remove one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.post import Post
from service.shop import posts as service
from service.shop.opening import PROPOSED, as_text, opening
from service.shop.posts import PostKept, PostNamed, PostTold, outdated_weeks
from ui import done, fields, figures, link, state
from ui.guard import action
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Column, Register, draw
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = (
    ("zh", "en"),
    ("duties",),
    ("hours",),
    ("service_level", "within_s"),
    ("handle_s", "chats_at_once"),
    ("min_agents",),
)
RARE = (
    ("patience_s", "absence_rate"),
    ("shrinkage", "lapse_minutes"),
    ("answer_rate", "max_occupancy"),
    ("min_experienced", "experienced_at"),
    ("handover_minutes",),
)


def listed(found: Sequence[PostKept]) -> PostKept | None:
    """Draw the list; return the post that is chosen, None: none."""
    columns: tuple[Column[PostKept], ...] = (
        Column("name", lambda one: post_name(one.post.id, state.lang())),
        Column("people", lambda one: one.people),
        Column("hours", lambda one: as_text(one.post.opening, state.lang())),
        Column("target", _target),
        Column("handle", lambda one: one.post.staffing.handle_s, "%g"),
        Column("chats", lambda one: one.post.staffing.chats_at_once),
        Column("least", lambda one: one.post.min_agents),
        Column("duties", lambda one: say("list.apart").join(one.post.duties) or "—"),
    )
    chosen = draw(Register("posts", columns), found)
    return chosen[0] if chosen else None


def _target(one: PostKept) -> str:
    needs, lang = one.post.staffing, state.lang()
    share = figures.share(needs.service_level, lang, 0 if needs.service_level * 100 % 1 == 0 else 1)
    seconds = figures.number(needs.within_s, lang, 0)
    return say("posts.target_said", share=share, seconds=seconds)


def new() -> None:
    """Ask for a new post."""
    begins = PostTold.of(Post("-", opening=opening(PROPOSED)), PostNamed("", "", ""), "")
    begins_hours = as_text(opening(PROPOSED), state.lang())
    rows = _asked(begins, begins_hours)
    entry_form.draw(
        Form(
            "post_form",
            PostTold,
            (*rows, (Ask("id"),)),
            service.add_post,
            done=lambda told, _: say("post_form.added", post=told.zh or told.en or told.id),
            undo=service.put_posts_back,
            button="add",
            rare=_asked_rare(begins),
            key=f"post_form.new.{state.lang()}.{link.actions_taken()}",
        )
    )


def change(one: PostKept) -> None:
    """Ask for changes of a post, and offer to remove it."""
    begun = fields.begin(f"post_form.{state.lang()}.{one.post.id}", (one.post, one.named))
    fields.tell_moved(begun, "post_form.moved")
    post, named = begun.began
    usual = PostNamed(post.id, *(_usual(post.id, lang) for lang in ("zh", "en")))
    named = PostNamed(post.id, named.zh or usual.zh, named.en or usual.en)
    told = PostTold.of(post, named, "")
    name = post_name(post.id, state.lang())
    st.markdown(f"**{plain(name)}**")
    entry_form.draw(
        Form(
            "post_form",
            PostTold,
            _asked(told, as_text(post.opening, state.lang())),
            service.change_post,
            given={"id": post.id},
            done=lambda _told, _: _changed_said(name),
            undo=service.put_posts_back,
            title="",
            button="change",
            rare=_asked_rare(told),
            key=begun.key,
        )
    )
    st.button(
        say("post_form.remove"),
        icon=":material/delete:",
        on_click=_remove,
        args=(post.id, name),
        key=f"{begun.key}.remove",
    )


def _usual(post_id: str, lang: str) -> str:
    """Return what everybody calls a post; empty: it is the shop's own."""
    name = post_name(post_id, lang)
    return "" if name == post_id else name


@action
def _remove(post_id: str, name: str) -> None:
    before = service.remove_post(link.desk(), post_id)
    done.tell(
        say("post_form.removed", post=name), lambda desk: service.put_posts_back(desk, before)
    )


def _changed_said(name: str) -> str:
    """Return that a post was changed, and which weeks' requirement that leaves behind."""
    old = outdated_weeks(link.desk())
    if not old:
        return say("post_form.changed", post=name)
    return say("post_form.changed_old", post=name, weeks=say("list.comma").join(old))


def _asked(told: PostTold, hours: str) -> tuple[tuple[Ask, ...], ...]:
    rows = tuple(tuple(Ask(name, begins=getattr(told, name)) for name in row) for row in ROWS)
    own = {
        "duties": Ask("duties", begins=told.duties, is_long=True),
        "hours": Ask("hours", begins=hours),
    }
    return tuple(tuple(own.get(ask.name, ask) for ask in row) for row in rows)


def _asked_rare(told: PostTold) -> tuple[tuple[Ask, ...], ...]:
    return tuple(tuple(Ask(name, begins=getattr(told, name)) for name in row) for row in RARE)
