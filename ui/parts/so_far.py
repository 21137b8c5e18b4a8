"""How the chats of a day that came so far are known, said beside what rests on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import figures, state
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.floor.day import FloorDay
    from service.floor.so_far import SoFar

HOUR_MIN = 60


def told(floor: FloorDay) -> None:
    """Say until when the chats of each post are known, and which posts have no forecast."""
    clock = floor.problem.horizon.clock
    if all(one.until_min is None for one in floor.so_far):
        st.caption(plain(say("floor.not_counted")))
    else:
        posts = say("list.comma").join(_post(one, clock) for one in floor.so_far)
        st.caption(plain(say("floor.so_far", posts=posts)))
    known = () if floor.forecast is None else floor.forecast.posts
    others = [post for post in floor.problem.requirement.posts if post not in known]
    if others and known:
        names = say("list.comma").join(post_name(post, state.lang()) for post in others)
        st.caption(plain(f"⚠ {say('floor.no_forecast', posts=names)}"))


def _post(one: SoFar, clock: Clock) -> str:
    lang = state.lang()
    name = post_name(one.post, lang)
    if one.until_min is None:
        return say("floor.so_far_none", post=name)
    until = figures.clock_name(clock.clock_of(one.until_min))
    if one.is_told:
        return say("floor.so_far_told", post=name, until=until)
    if one.missing_min:
        hours = figures.number(one.missing_min / HOUR_MIN, lang, 1)
        return say("floor.so_far_missing", post=name, until=until, hours=hours)
    return say("floor.so_far_until", post=name, until=until)
