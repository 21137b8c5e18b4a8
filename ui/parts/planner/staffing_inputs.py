"""The inputs of the requirement: what decides how many people a post's chats need."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import streamlit as st

from scheduler.post import LevelDefinition
from service.demand.staffed_volume import StaffedVolume
from service.demand.staffing import Load
from ui import figures, state
from ui.parts.planner.staffing_speeds import ask_speeds, speeds_way
from ui.parts.planner.staffing_targets import ask_targets
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.post import Post, StaffingInputs

POST = "planner_post"
MEAN = 0.0
"""Stands for the mean among the quantiles: a choice that is None could be cleared."""
SHARES = ("service_level", "shrinkage", "absence_rate", "max_occupancy", "answer_rate")
SCALE = dict.fromkeys(SHARES, 100.0)
LIMITS: dict[str, tuple[float, float, float]] = {
    "handle_s": (1.0, 36000.0, 30.0),
    "chats_at_once": (1, 20, 1),
    "patience_s": (1.0, 36000.0, 30.0),
    "service_level": (1.0, 99.9, 1.0),
    "within_s": (0.0, 36000.0, 5.0),
    "shrinkage": (0.0, 90.0, 1.0),
    "lapse_min": (1.0, 120.0, 5.0),
    "absence_rate": (0.0, 50.0, 1.0),
    "max_occupancy": (1.0, 100.0, 5.0),
    "answer_rate": (0.0, 99.9, 1.0),
    "work_s": (1.0, 36000.0, 30.0),
    "done_within_s": (0.0, 604800.0, 1800.0),
}
"""Least, most and step of each field, as shown."""
LIVE = (
    *("handle_s", "chats_at_once", "patience_s", "service_level", "within_s"),
    *("absence_rate", "shrinkage", "lapse_min"),
)
"""Fields of chats that are answered at once."""
DEFERRED = {"work_s": "handle_s", "done_within_s": "within_s"}
"""Fields of work that may wait, by another name because they mean another thing there."""


def choose_post(posts: Sequence[str]) -> str:
    """Draw the posts and return the one chosen; the choice stays across pages."""
    kept = state.chosen(POST)
    st.session_state["planner.post"] = kept if kept in posts else posts[0]
    chosen = st.segmented_control(
        say("staff.post"),
        posts,
        format_func=spoken(posts, lambda post: plain(post_name(post, state.lang()))),
        key="planner.post",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: state.choose(POST, st.session_state["planner.post"]),
    )
    return chosen or posts[0]


def ask_inputs(post: Post, *, key: str) -> StaffingInputs:
    """
    Draw the fields of a post's inputs, as stored at first, and return what stands in them.

    Raises
    ------
    InputError
        When what stands in them does not do.
    """
    stored = post.staffing
    is_deferrable = st.toggle(
        say("input.is_deferrable"),
        value=stored.is_deferrable,
        help=say("input.is_deferrable_help"),
        key=f"{key}.is_deferrable",
    )
    if is_deferrable:
        return _ask_deferred(stored, key=key)
    way = speeds_way(stored, key=key)
    elsewhere = frozenset() if way == "same" else frozenset({"handle_s"})
    told = _ask_fields(stored, {name: name for name in LIVE}, key=key, elsewhere=elsewhere)
    definition = _ask_definition(stored.definition, key=key)
    speeds = ask_speeds(stored, int(told["chats_at_once"]), way, key=key)
    more = ask_targets(stored, key=key)
    return dataclasses.replace(
        stored, **{**told, **speeds, **more}, definition=definition, is_deferrable=False
    )


def _ask_deferred(stored: StaffingInputs, *, key: str) -> StaffingInputs:
    fields = DEFERRED | {name: name for name in ("max_occupancy", "shrinkage", "absence_rate")}
    told = _ask_fields(stored, fields, key=f"{key}.deferred")
    st.caption(say("staff.deferred_note"))
    return dataclasses.replace(stored, **told, is_deferrable=True)


def _ask_fields(
    stored: StaffingInputs,
    fields: dict[str, str],
    *,
    key: str,
    elsewhere: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Draw fields two by two; return values by name of the input, less those told elsewhere."""
    told = {}
    left, right = st.columns(2)
    for place, (name, meant) in enumerate(fields.items()):
        with (left, right)[place % 2]:
            if name in elsewhere:
                label, below = say(f"input.{name}"), say("speeds.below")
                st.text_input(plain(label), below, disabled=True, key=f"{key}.{name}.below")
            else:
                told[meant] = ask_number(name, getattr(stored, meant), key=f"{key}.{name}")
    return told


def _ask_definition(stored: LevelDefinition, *, key: str) -> LevelDefinition:
    options = list(LevelDefinition)
    return st.selectbox(
        say("input.definition"),
        options,
        index=options.index(stored),
        format_func=spoken(options, lambda each: say(f"definition.{each}")),
        help=say("input.definition_help"),
        key=f"{key}.definition",
    )


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
        format_func=spoken(options, level_name),
        help=say("staff.level_help"),
        key=key,
    )
    return chosen or None


def level_name(level: float) -> str:
    """Return a volume to staff for, in words."""
    if level == MEAN:
        return say("staff.level_mean")
    return say("staff.level_at", share=figures.share(level, state.lang(), 1 if level > 0.95 else 0))


def ask_load(kept: Load, *, key: str) -> Load:
    """Draw what an interval is staffed for, ``kept`` at first."""
    options = list(Load)
    return st.selectbox(
        say("staff.load"),
        options,
        index=options.index(kept),
        format_func=spoken(options, lambda each: say(f"load.{each}")),
        help=say("staff.load_help"),
        key=key,
    )


def ask_volume(chances: Sequence[float], kept: StaffedVolume, *, key: str) -> StaffedVolume:
    """Draw for which volume to staff, ``kept`` at first: the mean, or enough for a chance."""
    options = [StaffedVolume(), *(StaffedVolume(chance=each) for each in chances)]
    if kept not in options:
        options.append(kept)
    return st.selectbox(
        say("staff.level"),
        options,
        index=options.index(kept),
        format_func=spoken(options, volume_name),
        help=say("staff.volume_help"),
        key=key,
    )


def volume_name(volume: StaffedVolume) -> str:
    """Return a volume to staff for, in words."""
    if volume.chance is not None:
        return say("staff.volume_chance", share=figures.share(volume.chance, state.lang(), 0))
    return level_name(MEAN if volume.level is None else volume.level)
