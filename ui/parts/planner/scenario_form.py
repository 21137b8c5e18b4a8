"""The scenarios of a week: choosing, making, copying and removing one, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import streamlit as st

from scheduler.errors import Fault, InputError
from service.shop.shops import posts as posts_of
from service.trial.scenarios import (
    Changes,
    ScenarioInputs,
    copy_scenario,
    handed_over,
    remove_scenario,
    rename_scenario,
    save_scenario,
)
from service.trial.scenarios import scenarios as all_of
from ui import fields, figures, link, state
from ui.guard import action
from ui.parts.planner.scenario_words import is_running
from ui.parts.planner.staffing_inputs import ask_level
from ui.plain import plain
from ui.state import say
from ui.words.change_lines import ALSO, INPUTS, SHARES
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.post import Post
    from service.roster.rosters import RosterSheet
    from service.trial.scenarios import ScenarioView

CHOSEN = "whatif.chosen"
LEVELS = (0.9, 0.975)


def begin(found: RosterSheet) -> None:
    """Draw the button that makes the first scenario: the week as it is."""
    st.button(
        say("whatif.begin"),
        type="primary",
        icon=":material/add:",
        key="whatif.begin",
        on_click=_make,
        args=(found.week.label, say("whatif.base_name", week=found.week.label)),
    )


@action
def _make(label: str, name: str) -> None:
    inputs = ScenarioInputs(label, Changes())
    save_scenario(link.desk(), name, inputs)
    st.session_state[CHOSEN] = name


def choose(views: Sequence[ScenarioView]) -> ScenarioView:
    """Draw the scenarios with ways to make, copy and remove one; return the one to edit."""
    names = [view.scenario.name for view in views]
    if st.session_state.get(CHOSEN) not in names:
        st.session_state[CHOSEN] = names[-1]
    st.selectbox(say("whatif.edit"), names, key=CHOSEN)
    view = views[names.index(st.session_state[CHOSEN])]
    with st.container(horizontal=True, key="whatif_tools"):
        with st.popover(say("whatif.new"), icon=":material/add:"):
            _ask_name("new", view)
        with st.popover(say("whatif.copy"), icon=":material/content_copy:"):
            _ask_name("copy", view)
        with st.popover(say("whatif.rename"), icon=":material/edit:"):
            _ask_name("rename", view)
        with st.popover(say("whatif.remove"), icon=":material/delete:"):
            st.caption(plain(say("whatif.remove_note", name=view.scenario.name)))
            st.button(
                say("whatif.remove_go"),
                key="whatif.remove",
                disabled=is_running(view),
                on_click=_remove,
                args=(view.scenario.name,),
            )
    return view


def _ask_name(kind: str, view: ScenarioView) -> None:
    with st.form(f"whatif.{kind}_form", border=False):
        hint = view.scenario.name if kind == "rename" else None
        st.text_input(say("whatif.name"), key=f"whatif.{kind}_name", max_chars=40, placeholder=hint)
        st.form_submit_button(
            say(f"whatif.{kind}_go"), type="primary", on_click=_add, args=(kind, view)
        )


@action
def _add(kind: str, view: ScenarioView) -> None:
    name = st.session_state[f"whatif.{kind}_name"].strip()
    label = view.scenario.inputs.week
    if not name:
        raise InputError(Fault("scenario_unnamed"))
    old = view.scenario.name
    if kind == "copy":
        copy_scenario(link.desk(), old, name)
    elif kind == "rename":
        rename_scenario(link.desk(), old, name)
    elif name in {known.scenario.name for known in all_of(link.desk())}:
        raise InputError(Fault("scenario_exists", value=name))
    else:
        save_scenario(link.desk(), name, ScenarioInputs(label, Changes()))
    st.session_state[CHOSEN] = name
    st.session_state[f"whatif.{kind}_name"] = ""


@action
def _remove(name: str) -> None:
    remove_scenario(link.desk(), name)


def change_form(view: ScenarioView) -> None:
    """Draw what a scenario changes, empty fields meaning "as it is", and the button to keep it."""
    kept = view.scenario
    begun = fields.begin(f"whatif.{kept.id}", kept.inputs.changes)
    fields.tell_moved(begun)
    key, changes = begun.key, begun.began
    posts = posts_of(link.desk())
    handed = handed_over(link.desk(), kept.inputs.week)
    with st.form(f"{key}.form", border=False):
        for tab, post in zip(
            st.tabs([plain(post_name(post.id, state.lang())) for post in posts]), posts, strict=True
        ):
            with tab:
                _post_fields(post, changes, f"{key}.{post.id}", handed.get(post.id))
        _week_fields(changes, key)
        st.form_submit_button(
            say("whatif.save"),
            type="primary",
            icon=":material/save:",
            width="stretch",
            on_click=_save,
            args=(view, key, tuple(post.id for post in posts)),
        )
    st.caption(say("whatif.rules"))


def _post_fields(post: Post, changes: Changes, key: str, now: float | None) -> None:
    """Draw the fields of a post; ``now``: the share a robot hands over, None: not known."""
    left, right = st.columns(2)
    left.number_input(
        say("whatif.volume"),
        min_value=-100.0,
        value=round((changes.volume.get(post.id, 1.0) - 1) * 100, 6),
        step=5.0,
        format="%g",
        help=say("whatif.volume_help"),
        key=f"{key}.volume",
    )
    right.number_input(
        say("whatif.agents"),
        value=changes.agents.get(post.id, 0),
        step=1,
        help=say("whatif.agents_help"),
        key=f"{key}.agents",
    )
    if now is not None:
        own = changes.handed_over.get(post.id)
        left.number_input(
            say("whatif.handed_over"),
            min_value=0.0,
            max_value=100.0,
            value=None if own is None else round(own * 100, 6),
            step=5.0,
            format="%g",
            placeholder=say("whatif.as_now", now=figures.number(now * 100, state.lang(), 0)),
            help=say("whatif.handed_over_help"),
            key=f"{key}.handed_over",
        )
    for place, name in enumerate(INPUTS, start=int(now is not None)):
        with (left, right)[place % 2]:
            _input_field(post, changes, name, f"{key}.{name}")
    for place, name in enumerate(ALSO, start=int(now is not None) + len(INPUTS)):
        own = getattr(changes, name).get(post.id)
        (left, right)[place % 2].number_input(
            say(f"whatif.also_{name}"),
            min_value=0.0,
            value=None if own is None else round(own * 100, 6),
            step=5.0,
            format="%g",
            help=say("whatif.also_help"),
            key=f"{key}.{name}",
        )


def _input_field(post: Post, changes: Changes, name: str, key: str) -> None:
    scale = 100 if name in SHARES else 1
    own = getattr(changes, name).get(post.id)
    now = figures.number(getattr(post.staffing, name) * scale, state.lang(), 0)
    whole = name == "chats_at_once"
    value = None if own is None else int(own) if whole else round(own * scale, 6)
    st.number_input(
        say(f"input.{name}"),
        min_value=0 if whole else 0.0,
        value=value,
        step=1 if whole else 5.0,
        format="%d" if whole else "%g",
        placeholder=say("whatif.as_now", now=now),
        help=say(f"input.{name}_help"),
        key=key,
    )


def _week_fields(changes: Changes, key: str) -> None:
    left, right = st.columns(2)
    cost = changes.hourly_cost
    left.number_input(
        say("whatif.cost"),
        min_value=0.0,
        value=None if cost is None else float(cost),
        step=1.0,
        format="%.2f",
        placeholder=say("whatif.cost_now"),
        help=say("whatif.cost_help"),
        key=f"{key}.cost",
    )
    with right:
        ask_level(LEVELS, changes.level, key=f"{key}.level")


@action
def _save(view: ScenarioView, key: str, posts: tuple[str, ...]) -> None:
    kept = view.scenario.inputs
    inputs = ScenarioInputs(kept.week, _told(kept.changes, key, posts))
    save_scenario(link.desk(), view.scenario.name, inputs)


def _told(kept: Changes, key: str, posts: tuple[str, ...]) -> Changes:
    """
    Return the changes that stand in the fields; empty fields and zeros change nothing.

    What no field asks for (comfort, hires, a vendor) stays as it is kept.
    """
    volume, agents, handed = {}, {}, {}
    told: dict[str, Any] = {name: {} for name in (*INPUTS, *ALSO)}
    for post in posts:
        percent = st.session_state[f"{key}.{post}.volume"]
        if percent:
            volume[post] = round(1 + percent / 100, 9)
        if people := st.session_state[f"{key}.{post}.agents"]:
            agents[post] = people
        share = st.session_state.get(f"{key}.{post}.handed_over")
        if share is not None:
            handed[post] = round(share / 100, 9)
        for name in (*INPUTS, *ALSO):
            value = st.session_state[f"{key}.{post}.{name}"]
            if value is not None:
                is_share = name in SHARES or name in ALSO
                told[name][post] = round(value / 100, 9) if is_share else value
    cost = st.session_state[f"{key}.cost"]
    return replace(
        kept,
        volume=volume,
        handed_over=handed,
        agents=agents,
        hourly_cost=None if cost is None else Decimal(f"{cost:.2f}"),
        level=st.session_state[f"{key}.level"] or None,
        **told,
    )
