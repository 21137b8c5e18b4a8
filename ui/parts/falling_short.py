"""Where and when the rest of a day is expected to fall short: in a line, then hour by hour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from service.floor.expected import expected_hours, short_stretches
from ui import figures, state
from ui.against import Reach, digits, goal, reach
from ui.parts import markup
from ui.parts.effects import level_of
from ui.parts.markup import Row
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.floor.day import FloorDay
    from service.floor.expected import ExpectedHour, ExpectedShare, ShortStretch

NAMED = 3  # stretches in the first line
SHOWN = 8  # hours of the list that are always seen
KINDS = {Reach.HELD: "", Reach.NEAR: "look", Reach.MISSED: "bad"}


def headline(floor: FloorDay) -> str:
    """Return where and when a target will be missed; empty: the level is not known."""
    level = level_of(floor)
    if level is None:
        return ""
    hours = expected_hours(floor, level)
    found = short_stretches(hours)
    if found:
        told = [_stretch(floor, one) for one in found[:NAMED]]
        more = len(found) - NAMED
        told += [say("falls.more", count=more)] if more > 0 else []
        return say("falls.short", where=say("list.comma").join(told))
    return say("falls.perhaps" if any(one.lacking for one in hours) else "falls.nowhere")


def _stretch(floor: FloorDay, one: ShortStretch) -> str:
    lang, first, last = state.lang(), one.hours[0], one.hours[-1]
    times = figures.times(floor.problem.horizon.clock, first.start_min, last.end_min)
    count = figures.number(one.lacking, lang, 0 if one.lacking >= 1 else 1)
    return say("falls.stretch", post=post_name(first.post, lang), times=times, count=count)


def listed(floor: FloorDay) -> None:
    """List the hours to come by post, the worst first: level, target, and people beside."""
    level = level_of(floor)
    if level is None:
        return
    hours = expected_hours(floor, level)
    has_rate = any(one.answered.target for one in hours)
    names = ["hour", "post", "level", *(["answered"] if has_rate else []), "lacking", "people"]
    titles = [say(f"falls.{name}") for name in names]
    rows = [_row(floor, one, has_rate=has_rate) for one in hours]
    numbers = frozenset(range(2, len(names)))
    st.subheader(say("falls.title"), help=say("falls.help"), anchor=False)
    markup.listing(titles, rows[:SHOWN], numbers=numbers)
    if len(rows) > SHOWN:
        with st.expander(plain(say("falls.rest", count=len(rows) - SHOWN))):
            markup.listing(titles, rows[SHOWN:], numbers=numbers)


def _row(floor: FloorDay, one: ExpectedHour, *, has_rate: bool) -> Row:
    lang = state.lang()
    shares = (one.level, *((one.answered,) if has_rate else ()))
    worst = max((_reach(each) for each in shares), key=list(Reach).index)
    cells = (
        figures.times(floor.problem.horizon.clock, one.start_min, one.end_min),
        post_name(one.post, lang),
        *(_share(each, lang) for each in shares),
        figures.number(one.lacking, lang, 1) if one.lacking else "—",
        f"{_people(one.here, lang)} / {_people(one.needed, lang)}",
    )
    return Row(cells, KINDS[worst])


def _reach(share: ExpectedShare) -> Reach:
    """Return how a share stands to its target; without one, or without a value, it holds."""
    if math.isnan(share.mean) or not share.target:
        return Reach.HELD
    return reach(share.mean, share.target, share.high)


def _share(share: ExpectedShare, lang: str) -> str:
    """Return a share with its interval and target, as it stands to it."""
    if math.isnan(share.mean):
        return "—"
    low, high = (figures.share(end, lang) for end in (share.low, share.high))
    mean = figures.share(share.mean, lang, digits(share.mean, share.target))
    if not share.target:
        return say("falls.share", mean=mean, low=low, high=high)
    sign, asked = _reach(share), goal(share.target, lang)
    return say("falls.share_of", sign=sign, mean=mean, low=low, high=high, goal=asked)


def _people(count: float, lang: str) -> str:
    return "—" if math.isnan(count) else figures.number(count, lang, 1)
