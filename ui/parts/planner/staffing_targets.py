"""Promises beside the main one: answers at all, agents not too busy, what platforms ask for."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import streamlit as st

from scheduler.horizon import ClockSpan
from scheduler.post import LevelDefinition, StaffingInputs, StaffingTarget
from scheduler.staffing.platform import (
    effective_reply_1h,
    every_turn_3min,
    first_reply_30s,
    three_minute_reply,
)
from ui import figures, state
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

PRESETS: dict[str, tuple[Callable[[float], StaffingTarget], float]] = {
    "first_reply_30s": (first_reply_30s, 0.8),
    "three_minute_reply": (three_minute_reply, 0.9),
    "every_turn_3min": (every_turn_3min, 0.9),
    "effective_reply_1h": (effective_reply_1h, 0.95),
}
"""What platforms ask for, with the share that stands in the field at first."""
OWN_FIRST = StaffingTarget(0.9, 60.0)


def ask_targets(stored: StaffingInputs, *, key: str) -> dict[str, Any]:
    """Draw the further promises; return the inputs they are."""
    count = _count(stored)
    title = say("targets.title_set", count=count) if count else say("targets.title")
    with st.expander(plain(title), icon=":material/checklist:", key=f"{key}.promises"):
        left, right = st.columns(2)
        with left:
            answer_rate = _share_field("answer_rate", stored.answer_rate, key, most=99.9)
        with right:
            occupancy = _share_field("max_occupancy", stored.max_occupancy, key, least=1.0)
        st.markdown(f"**{say('targets.platform')}**", help=say("targets.platform_help"))
        asked = [found for name in PRESETS if (found := _preset(stored, name, key)) is not None]
        asked += _own_targets(stored, key)
    return {"answer_rate": answer_rate, "max_occupancy": occupancy, "targets": tuple(asked)}


def _count(stored: StaffingInputs) -> int:
    return len(stored.targets) + (stored.answer_rate > 0) + (stored.max_occupancy < 1)


def _share_field(
    name: str, stored: float, key: str, *, least: float = 0.0, most: float = 100.0
) -> float:
    value: float = st.number_input(
        say(f"input.{name}"),
        min_value=least,
        max_value=most,
        value=round(stored * 100, 6),
        step=1.0,
        format="%g",
        help=say(f"input.{name}_help"),
        key=f"{key}.{name}",
    )
    return value / 100


def _preset(stored: StaffingInputs, name: str, key: str) -> StaffingTarget | None:
    """Draw one of the platforms' promises; return it where it is asked for."""
    make, usual = PRESETS[name]
    known = next((target for target in stored.targets if preset_of(target) == name), None)
    switch, field = st.columns([8, 5], vertical_alignment="center")
    asked = switch.toggle(
        say(f"targets.{name}"),
        value=known is not None,
        help=say(f"targets.{name}_help"),
        key=f"{key}.{name}",
    )
    share = field.number_input(
        say("targets.share"),
        min_value=1.0,
        max_value=99.9,
        value=round((usual if known is None else known.share) * 100, 6),
        step=1.0,
        format="%g",
        disabled=not asked,
        label_visibility="collapsed",
        key=f"{key}.{name}.share",
    )
    return make(share / 100) if asked else None


def preset_of(target: StaffingTarget) -> str:
    """Return which of the platforms' promises a target is; empty: none."""
    plain = dataclasses.replace(target, share=0.5)
    return next((name for name, (make, _) in PRESETS.items() if make(0.5) == plain), "")


def _own_targets(stored: StaffingInputs, key: str) -> list[StaffingTarget]:
    """Draw targets of the shop's own, each with a way to take it out, and one to add."""
    place = f"{key}.own"
    if place not in st.session_state:
        own = [target for target in stored.targets if not preset_of(target)]
        st.session_state[place] = dict(enumerate(own))
    rows: dict[int, StaffingTarget] = st.session_state[place]
    found = [_own_target(number, rows[number], key) for number in rows]
    st.button(
        say("targets.add"),
        icon=":material/add:",
        key=f"{key}.own_add",
        on_click=lambda: rows.update({max(rows, default=-1) + 1: OWN_FIRST}),
    )
    return found


def _own_target(number: int, target: StaffingTarget, key: str) -> StaffingTarget:
    with st.container(border=True):
        share, within, drop = st.columns([3, 3, 1], vertical_alignment="bottom")
        asked = share.number_input(
            say("targets.share"),
            1.0,
            99.9,
            round(target.share * 100, 6),
            1.0,
            "%g",
            key=f"{key}.own.{number}.share",
        )
        seconds = within.number_input(
            say("input.within_s"),
            0.0,
            86400.0,
            float(target.within_s),
            30.0,
            "%g",
            key=f"{key}.own.{number}.within",
        )
        drop.button(
            ":material/delete:",
            help=say("targets.drop"),
            type="tertiary",
            key=f"{key}.own.{number}.drop",
            on_click=lambda: st.session_state[f"{key}.own"].pop(number, None),
        )
        options = list(LevelDefinition)
        definition = st.selectbox(
            say("input.definition"),
            options,
            index=options.index(target.definition),
            format_func=spoken(options, lambda each: say(f"definition.{each}")),
            key=f"{key}.own.{number}.definition",
        )
        hours = st.text_input(
            say("targets.hours"),
            "" if target.hours is None else str(target.hours),
            placeholder=say("targets.always"),
            help=say("targets.hours_help"),
            key=f"{key}.own.{number}.hours",
        )
        turns = st.toggle(
            say("targets.every_turn"),
            target.every_turn,
            help=say("targets.every_turn_help"),
            key=f"{key}.own.{number}.turns",
        )
    span = ClockSpan.parse(hours.strip()) if hours.strip() else None
    return StaffingTarget(asked / 100, seconds, definition, span, every_turn=turns)


def target_name(target: StaffingTarget, *, is_answer_rate: bool = False) -> str:
    """Return a promise in words: how much, of what, when."""
    lang = state.lang()
    share = figures.share(target.share, lang, 0 if target.share * 100 % 1 == 0 else 1)
    if is_answer_rate:
        return say("targets.said_answer_rate", share=share)
    name = preset_of(target)
    if name:
        return say("targets.said_preset", name=say(f"targets.{name}"), share=share)
    seconds = figures.number(target.within_s, lang, 0)
    if target.every_turn:
        hours = say("targets.always") if target.hours is None else str(target.hours)
        return say("targets.said_turns", share=share, seconds=seconds, hours=hours)
    if target.hours is None:
        return say("targets.said", share=share, seconds=seconds)
    return say("targets.said_hours", share=share, seconds=seconds, hours=target.hours)
