"""The inputs of the requirement: what decides how many people a post's chats need."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import streamlit as st

from ui import figures, state
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.post import Post, StaffingInputs

POST = "planner_post"
MEAN = 0.0
"""Stands for the mean among the quantiles: a choice that is None could be cleared."""
SCALE = {"service_level": 100.0, "shrinkage": 100.0}
LIMITS: dict[str, tuple[float, float, float]] = {
    "handle_s": (1.0, 36000.0, 30.0),
    "chats_at_once": (1, 20, 1),
    "patience_s": (1.0, 36000.0, 30.0),
    "service_level": (1.0, 99.9, 1.0),
    "within_s": (0.0, 36000.0, 5.0),
    "shrinkage": (0.0, 90.0, 1.0),
}
"""Least, most and step of each field, as shown."""


def choose_post(posts: Sequence[str]) -> str:
    """Draw the posts and return the one chosen; the choice stays across pages."""
    kept = state.chosen(POST)
    st.session_state["planner.post"] = kept if kept in posts else posts[0]
    chosen = st.segmented_control(
        say("staff.post"),
        posts,
        format_func=lambda post: post_name(post, state.lang()),
        key="planner.post",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: state.choose(POST, st.session_state["planner.post"]),
    )
    return chosen or posts[0]


def ask_inputs(post: Post, *, key: str) -> StaffingInputs:
    """Draw the fields of a post's inputs, as stored at first, and return what stands in them."""
    told = {}
    left, right = st.columns(2)
    for place, name in enumerate(LIMITS):
        with (left, right)[place % 2]:
            told[name] = ask_number(name, getattr(post.staffing, name), key=f"{key}.{name}")
    return dataclasses.replace(post.staffing, **told)


def ask_number(name: str, stored: float, *, key: str) -> float:
    """Draw one field, in the unit shown, and return its value in the unit of the inputs."""
    least, most, step = LIMITS[name]
    scale = SCALE.get(name, 1.0)
    whole = name == "chats_at_once"
    value = int(stored) if whole else round(float(stored) * scale, 6)
    asked = st.number_input(
        say(f"input.{name}"),
        min_value=min(least, value),
        max_value=max(most, value),
        value=value,
        step=step,
        format="%d" if whole else "%g",
        help=say(f"input.{name}_help"),
        key=key,
    )
    return asked if whole else asked / scale


def ask_level(levels: Sequence[float], kept: float | None, *, key: str) -> float | None:
    """Draw for which volume to staff, ``kept`` at first; return a quantile, None for the mean."""
    options = [MEAN, *levels]
    if kept is not None and kept not in options:
        options.append(kept)
    chosen = st.selectbox(
        say("staff.level"),
        options,
        index=options.index(MEAN if kept is None else kept),
        format_func=level_name,
        help=say("staff.level_help"),
        key=key,
    )
    return chosen or None


def level_name(level: float) -> str:
    """Return a volume to staff for, in words."""
    if level == MEAN:
        return say("staff.level_mean")
    return say("staff.level_at", share=figures.share(level, state.lang(), 1 if level > 0.95 else 0))
