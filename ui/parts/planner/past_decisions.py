"""Days of the past unlike others: what may be done about each, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.demand.past_proposals import accept, decided, proposals, take_back
from service.history.past_check import PastFault
from ui import figures, link, state
from ui.charts.past_marks import fault_name, stretch_said
from ui.guard import action
from ui.plain import plain
from ui.state import say
from ui.words.names import day_name, post_name

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.horizon import Clock
    from service.demand.past_proposals import DayKind, SpecialDay, UnlikeDays
    from service.history.past_check import CheckedHistory

SHOWN = 12


def show(past: CheckedHistory) -> None:
    """Draw the days to decide on, a button for each way, and those decided, with the way back."""
    assert past.volumes is not None
    found, done = proposals(past), decided(link.desk(), past)
    if not found and not done:
        return
    st.subheader(say("decide.title"), help=say("decide.help"), anchor=False)
    clock = past.volumes.clock
    posts = tuple(post.id for post in past.posts) or past.volumes.posts
    for place, each in enumerate(found[:SHOWN]):
        text, *buttons = st.columns([5, *([1.4] * 2)], vertical_alignment="center")
        text.markdown(plain(proposal_said(each, clock, state.lang())))
        for button, kind in zip(buttons, each.kinds, strict=False):
            button.button(
                say(f"decide.{kind}"),
                key=f"decide.{place}.{kind}",
                type="primary" if kind is each.kinds[0] else "secondary",
                on_click=_accept,
                args=(each, kind, posts),
                width="stretch",
            )
    if len(found) > SHOWN:
        st.caption(plain(say("decide.more", count=len(found) - SHOWN)))
    if done:
        _decided(done)


def _decided(done: tuple[SpecialDay, ...]) -> None:
    with st.expander(plain(say("decide.decided", count=len(done)))):
        for place, day in enumerate(done):
            text, button = st.columns([6.4, 1.4], vertical_alignment="center")
            text.markdown(plain(decision_said(day, state.lang())))
            button.button(
                say("decide.back"),
                key=f"decide.back.{place}",
                on_click=_take_back,
                args=(day,),
                width="stretch",
            )


def decision_said(day: SpecialDay, lang: str) -> str:
    """Return what was decided of a day, in words."""
    posts = say("special.all_posts")
    if day.posts is not None:
        posts = say("list.comma").join(post_name(post, lang) for post in day.posts)
    told = {"date": figures.day(day.date, lang), "name": day_name(day.name, lang), "posts": posts}
    return say(f"decide.was_{day.kind}", **told)


def proposal_said(proposal: UnlikeDays, clock: Clock, lang: str) -> str:
    """Return how days are unlike others, in words."""
    top = max(proposal.stretches, key=lambda each: abs(each.chats - each.usual))
    dates = _dates(proposal.first, proposal.last, lang)
    if proposal.fault is PastFault.SPIKE:
        chats, usual = (figures.number(each, lang, 0) for each in (top.chats, top.usual))
        told = {"when": stretch_said(top, clock, lang), "post": post_name(top.post, lang)}
        return say("decide.said_spike", chats=chats, usual=usual, **told)
    comma = say("list.comma")
    if not top.usual:
        posts = comma.join(post_name(post, lang) for post in proposal.posts)
        return say("decide.said_other", dates=dates, what=fault_name(top, lang), posts=posts)
    most: dict[str, float] = {}
    for each in proposal.stretches:
        ratio = each.chats / each.usual
        far = min if proposal.fault is PastFault.BELOW else max
        most[each.post] = far(most.get(each.post, ratio), ratio)
    times = comma.join(
        say("decide.times", post=post_name(post, lang), times=figures.number(ratio, lang, 1))
        for post, ratio in most.items()
    )
    return say(f"decide.said_{proposal.fault}", dates=dates, times=times)


def _dates(first: dt.date, last: dt.date, lang: str) -> str:
    begin = figures.day(first, lang)
    return begin if first == last else f"{begin} – {figures.day(last, lang)}"


@action
def _accept(proposal: UnlikeDays, kind: DayKind, posts: tuple[str, ...]) -> None:
    accept(link.desk(), proposal, kind, posts)
    st.toast(say(f"decide.done_{kind}"))


@action
def _take_back(day: SpecialDay) -> None:
    take_back(link.desk(), day)
    st.toast(say("decide.taken_back"))
