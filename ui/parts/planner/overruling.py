"""Overruling the model chosen for a post, and forecasting the week anew with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.demand.overruling import OURS, Model, overruled
from ui import state
from ui.parts.planner.accuracy import model_name
from ui.parts.planner.demand_making import remake
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.demand.forecasting import KeptForecast, PostBacktest
    from service.roster.rosters import RosterSheet

AUTO = ""
"""Stands for the model that did best: a choice that is None could be cleared."""


def choose(found: RosterSheet, tests: tuple[PostBacktest, ...]) -> None:
    """Draw a choice of model for each post, the best at first, and the button that uses them."""
    if not tests:
        return
    now = overruled(found.forecast)
    count = len(now)
    title = say("overrule.title_set", count=count) if count else say("overrule.title")
    with st.expander(plain(title), icon=":material/rule:", key=f"overrule.{found.week.label}"):
        st.caption(say("overrule.note"))
        with st.form("overrule.form", border=False):
            chosen = {test.post: _choice(found, test, now.get(test.post)) for test in tests}
            pressed = st.form_submit_button(
                say("overrule.go"), icon=":material/insights:", width="stretch"
            )
        if pressed:
            remake(found, {post: model for post, model in chosen.items() if model is not None})


def _choice(found: RosterSheet, test: PostBacktest, now: Model | None) -> Model | None:
    """Ask for the model of a post; None: the best."""
    options = [AUTO, *(model.value for model in OURS)]
    more = [model.value for model in test.accuracy if model not in OURS]
    if now is not None and now not in (*OURS, *more):
        more.append(now.value)
    options += more
    kept: KeptForecast | None = found.forecast
    stamp = "none" if kept is None else kept.entered.at_s
    chosen = st.selectbox(
        plain(post_name(test.post, state.lang())),
        options,
        index=options.index(AUTO if now is None else now.value),
        format_func=spoken(options, lambda name: _said(name, test)),
        key=f"overrule.{found.week.label}.{test.post}.{stamp}",
    )
    return Model(chosen) if chosen else None


def _said(name: str, test: PostBacktest) -> str:
    if not name:
        return say("overrule.auto", model=model_name(test.best))
    return model_name(Model(name))


def names_in_use(kept: KeptForecast | None) -> str:
    """Return which posts are overruled by which model, in words; empty: none."""
    lang = state.lang()
    return say("list.comma").join(
        say("overrule.in_use", post=post_name(post, lang), model=model_name(model))
        for post, model in overruled(kept).items()
    )
