"""Which input of a scenario matters most: each moved alone, under the comparison."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from service.trial.tornado import Input, tornado
from ui import figures, link, state
from ui.charts.tornado import Side, tornado_chart
from ui.guard import guarded
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.roster.rosters import RosterSheet
    from service.trial.scenarios import ScenarioInputs, ScenarioView
    from service.trial.tornado import Bar, Effect, Tornado

T = TypeVar("T")

SHARES = (0.05, 0.1, 0.2)
USUAL = 0.1
MEASURES = ("hours", "cost", "people")
NUMBERS = {"hours": ",.0f", "cost": ",.0f", "people": ",.1f"}
PER_CENT = frozenset({Input.SERVICE_LEVEL, Input.SHRINKAGE})
NOTHING = 1e-6


def show(view: ScenarioView, found: RosterSheet) -> None:
    """Draw what each input of a scenario does alone; nothing where the scenario does not fit."""
    st.subheader(
        plain(say("tornado.title", name=view.scenario.name)), help=say("tornado.help"), anchor=False
    )
    if view.faults:
        st.caption(say("tornado.no_fit"))
        return
    left, right = st.columns([3, 2], gap="small")
    with left:
        measure = _choice("measure", MEASURES, MEASURES[0], lambda name: say(f"tornado.by_{name}"))
    with right, st.container(horizontal_alignment="right"):
        share = _choice(
            "share", SHARES, USUAL, lambda part: f"±{figures.share(part, state.lang())}"
        )
    with guarded(), st.spinner(say("tornado.running")):
        moved = _tornado(found.shop.id, view.scenario.inputs, share, key_of(found))
        _draw(moved, measure)


def _choice(name: str, options: Sequence[T], usual: T, name_of: Callable[[T], str]) -> T:
    return st.segmented_control(
        say(f"tornado.{name}"),
        options,
        default=usual,
        format_func=spoken(options, lambda option: plain(name_of(option))),
        key=f"whatif.tornado.{name}",
        required=True,
        label_visibility="collapsed",
    )


def key_of(found: RosterSheet) -> str:
    """Return a key of all of a week that a tornado looks at."""
    assert found.problem is not None
    assert found.forecast is not None
    problem = found.problem
    digest = hashlib.sha256(repr((problem.posts, problem.agents, problem.rules)).encode())
    digest.update(found.forecast.forecast.mean.tobytes())
    return digest.hexdigest()


@st.cache_data(max_entries=32, show_spinner=False)
def _tornado(
    shop: str,
    inputs: ScenarioInputs,
    share: float,
    key_of_week: str,  # noqa: ARG001 - what the answer is remembered under
) -> Tornado:
    return tornado(link.desk(shop), inputs, share=share)


def _draw(moved: Tornado, measure: str) -> None:
    if measure == "cost" and not moved.base.cost:
        st.caption(say("whatif.wages_unknown"))
        return
    base = worth(moved.base, measure)
    shown = sides(moved, measure)
    if not shown:
        st.caption(say("tornado.nothing"))
        return
    title = say(f"tornado.axis_{measure}")
    chart = tornado_chart(shown, base, state.lang(), title=title, number=NUMBERS[measure])
    st.altair_chart(chart, width="stretch", theme=None, key="whatif.tornado")
    st.caption(plain(say("tornado.base", value=_said(base, measure))))


def worth(effect: Effect, measure: str) -> float:
    """Return what a week asks for, in one measure."""
    if measure == "cost":
        return float(effect.cost)
    return effect.required_hours if measure == "hours" else effect.short_people


def _said(value: float, measure: str) -> str:
    lang = state.lang()
    if measure == "cost":
        return f"¥{figures.number(value, lang, 0)}"
    return say(f"tornado.said_{measure}", value=figures.number(value, lang, 1))


def sides(moved: Tornado, measure: str) -> list[Side]:
    """Return the sides that change a measure, inputs that change it most first."""
    base = worth(moved.base, measure)

    def width(bar: Bar) -> float:
        return abs(worth(bar.high, measure) - worth(bar.low, measure))

    found = []
    for bar in sorted(moved.bars, key=width, reverse=True):
        ends = ((False, bar.low, bar.low_values), (True, bar.high, bar.high_values))
        for is_up, effect, values in ends:
            change = worth(effect, measure) - base
            if abs(change) > NOTHING:
                said = figures.signed(change, state.lang(), 0 if measure == "cost" else 1)
                name = say(f"tornado.input_{bar.input}")
                shown = _values(bar.input, values)
                found.append(Side(name, is_up, worth(effect, measure), said, shown))
    return found


def _values(kind: Input, values: Mapping[str, float]) -> str:
    """Return what an input was set to, post by post."""
    lang = state.lang()

    def said(value: float) -> str:
        if kind is Input.VOLUME:
            return figures.share(value, lang)
        if kind in PER_CENT:
            return figures.share(value, lang, 1)
        if kind is Input.HOURLY_COST:
            return f"¥{figures.number(value, lang, 2)}"
        return figures.number(value, lang, 0)

    return " · ".join(f"{post_name(post, lang)} {said(value)}" for post, value in values.items())
