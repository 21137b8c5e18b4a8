"""What one agent more or less does to an interval of a post, and to its whole day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from scheduler.staffing.presence import mean_share
from service.demand.agent_effects import agent_effects, met_around, promise_effects
from ui import figures, state
from ui.against import Reach, goal, pair, reach
from ui.charts.need import level_chart
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.parts.planner.staffing_targets import target_name
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.demand.agent_effects import AgentEffect, LevelAround, PromiseEffect
    from service.demand.staffing_trial import TriedStaffing

CASES = ("less", "planned", "more")


def one_agent(staffed: TriedStaffing, post: str) -> None:
    """Draw what one agent more or less does to an interval of a post, and to its whole day."""
    lang = state.lang()
    name, inputs = post_name(post, lang), staffed.post(post).staffing
    st.subheader(plain(say("staff.one", post=name)), help=say("staff.one_help"), anchor=False)
    row = staffed.requirement.of(post)
    if np.isnan(row).all():
        st.caption(say("staff.closed"))
        return
    if inputs.is_deferrable:
        hourly = 3600 / inputs.handle_s * inputs.max_occupancy * mean_share(inputs)
        st.caption(plain(say("staff.deferred_one", chats=figures.number(hourly, lang, 1))))
        return
    horizon = staffed.forecast.horizon
    day, place = _choose_interval(staffed, int(np.nanargmax(row)), post)
    first = horizon.first_interval(day)
    effects = agent_effects(staffed, post, range(first, horizon.first_interval(day + 1)))
    effect = effects[place]
    if effect is None:
        st.caption(say("staff.closed"))
    else:
        _effect(effect, staffed, post, first + place)
    chart = level_chart(horizon, day, effects, lang, target=inputs.service_level, chosen=place)
    st.altair_chart(chart, width="stretch", theme=None, key="staff.levels")


def _choose_interval(staffed: TriedStaffing, busiest: int, post: str) -> tuple[int, int]:
    """Ask for a day and an interval of it; the post's busiest at first."""
    horizon = staffed.forecast.horizon
    days, times = st.columns([3, 2], gap="medium")
    first_day = horizon.day_of(horizon.minute(busiest))
    numbers = range(horizon.days)
    with days:
        day = st.segmented_control(
            say("staff.day"),
            numbers,
            default=first_day,
            format_func=spoken(
                numbers, lambda number: plain(figures.weekday(horizon.date(number), state.lang()))
            ),
            key=f"staff.day.{post}",
            required=True,
        )
    begin, after = horizon.first_interval(day), horizon.first_interval(day + 1)
    place = busiest - horizon.first_interval(first_day)
    with times:
        chosen = st.select_slider(
            say("staff.time"),
            range(after - begin),
            value=min(place, after - begin - 1),
            format_func=lambda number: plain(
                figures.clock_name(horizon.clock.clock_of(horizon.minute(begin + number)))
            ),
            key=f"staff.time.{post}",
        )
    return day, chosen


def _effect(effect: AgentEffect, staffed: TriedStaffing, post: str, interval: int) -> None:
    lang, inputs = state.lang(), staffed.post(post).staffing
    told = {
        "chats": figures.number(effect.chats, lang, 1),
        "needed": figures.number(effect.needed, lang, 1),
        "goal": goal(inputs.service_level, lang),
        "seconds": figures.number(inputs.within_s, lang, 0),
    }
    st.caption(plain(say("staff.one_note", **told)))
    met = met_around(staffed, post, interval)
    promises = promise_effects(staffed, post, interval)
    found = []
    for name, change, meets in zip(CASES, (-1, 0, 1), met, strict=True):
        people = max(0, effect.agents + change)
        level = getattr(effect.levels, name)
        held = all(
            reach(getattr(each.levels, name), each.promise.share) is Reach.HELD for each in promises
        )
        tone = Tone.GOOD if held else Tone.BAD
        points = figures.signed((level - effect.levels.planned) * 100, lang, 1)
        lines = [] if name == "planned" else [say("staff.points", points=points)]
        lines.append(
            say(
                "staff.meets",
                wait=figures.number(meets.answer_wait_s, lang, 0) if people else "—",
                gone=figures.share(meets.abandoned_share, lang, 1),
                busy=figures.share(meets.occupancy, lang) if people else "—",
            )
        )
        title = say(f"staff.with_{name}", people=people)
        found.append(
            Card(title, pair(level, inputs.service_level, lang, 1)[0], "\n".join(lines), tone)
        )
    cards(found)
    if len(promises) > 1:
        _promises(promises)


def _promises(promises: tuple[PromiseEffect, ...]) -> None:
    """List every promise that holds then, with what is reached by each number of people."""
    names = [say("targets.promise"), *(say(f"staff.{case}") for case in CASES)]
    rows = [
        Row(
            (
                target_name(each.promise, is_answer_rate=each.is_answer_rate),
                *_reached(each.levels, each.promise.share),
            )
        )
        for each in promises
    ]
    listing(names, rows, numbers=frozenset({1, 2, 3}))


def _reached(levels: LevelAround, share: float) -> tuple[str, str, str]:
    less, planned, more = (
        f"{reach(level, share)} {pair(level, share, state.lang(), 1)[0]}"
        for level in (levels.less, levels.planned, levels.more)
    )
    return less, planned, more
