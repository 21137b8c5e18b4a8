"""What next week's draft would lead to, through the indicators of the scorecards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.metrics.indicators import INDICATORS
from scheduler.simulate.params import SimulationParams
from service.trial.projection import PROJECTED, Projected, projection
from ui import figures, link, state
from ui.parts import register
from ui.parts.hr import values
from ui.parts.markup import Row, listing
from ui.parts.register import Column, Register
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet

WEEKS = 10
SEED = 1
PER_CENT = 100
SHARES = frozenset({"reply_rate", "reply_within_30s", "reply_within_3min"})
Line = tuple[tuple[str, str], dict[str, float]]
DECIMALS = {"first_reply": 1, "chats_per_hour": 2}


def asked(sheet: RosterSheet) -> tuple[Projected, ...] | None:
    """Draw the button that projects the version looked at; return what came, once asked for."""
    assert sheet.version is not None
    version = sheet.version
    key = f"{version.id}.{version.changed.at.isoformat()}.{state.chosen('shop')}"
    pressed = st.button(
        say("projection.go"),
        type="primary",
        icon=":material/insights:",
        help=plain(say("projection.go_help", weeks=WEEKS)),
        key="projection.go",
    )
    if pressed:
        st.session_state["projection.asked"] = key
    if st.session_state.get("projection.asked") != key:
        return None
    with st.spinner(say("projection.running")):
        return _projected(
            (link.seen_as(), key),
            state.chosen("shop"),
            sheet.week.label,
            version.version.number,
        )


@st.cache_data(max_entries=8, show_spinner=False)
def _projected(
    key: tuple[str, ...],  # noqa: ARG001 - by which the cache tells runs apart
    shop: str,
    week: str,
    number: int,
) -> tuple[Projected, ...]:
    params = SimulationParams(replications=WEEKS, seed=SEED)
    return projection(link.desk(shop), week, params, number=number)


def by_post(found: tuple[Projected, ...]) -> None:
    """Draw the indicators of each post."""
    lang = state.lang()
    posts = list(dict.fromkeys(one.post for one in found if not one.agent_id))
    told = {(one.post, one.indicator): one.value for one in found if not one.agent_id}
    rows = [
        Row(
            (
                post_name(post, lang),
                *(values.value_text(name, told.get((post, name)), lang) for name in PROJECTED),
            )
        )
        for post in posts
    ]
    heads = [say("scores.post"), *(values.indicator_name(name, lang) for name in PROJECTED)]
    listing(heads, rows, numbers=frozenset(range(1, len(heads))))


def by_agent(found: tuple[Projected, ...]) -> None:
    """Draw the indicators of each agent on each post; searched and sorted."""
    lang, names = state.lang(), people()
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for one in found:
        if one.agent_id:
            row = rows.setdefault((one.agent_id, one.post), {})
            if one.value is not None:
                scale = PER_CENT if one.indicator in SHARES else 1
                row[one.indicator] = scale * float(one.value)
    columns: tuple[Column[Line], ...] = (
        Column("agent", lambda line: names.get(line[0][0], line[0][0])),
        Column("post", lambda line: post_name(line[0][1], lang)),
        *map(_column, PROJECTED),
    )
    shown = Register(
        "projection",
        columns,
        title="projection.by_agent",
        widths=(3, 2),
        height_px=640,
        shared="scores",
    )
    register.show(shown, tuple(rows.items()))


def _column(name: str) -> Column[Line]:
    shown = "%.1f%%" if name in SHARES else f"%.{DECIMALS[name]}f"
    return Column(name, lambda line: line[1].get(name), shown, head=_head(name))


def _head(name: str) -> str:
    """Return an indicator's name with its unit."""
    unit = INDICATORS[name].unit
    title = values.indicator_name(name, state.lang())
    return f"{title} ({say(f'unit.{unit}')})" if name in DECIMALS else title


def stamp(sheet: RosterSheet) -> str:
    """Return which roster is projected."""
    assert sheet.version is not None
    horizon = sheet.week.horizon
    dates = figures.stretch(horizon.start, horizon.date(horizon.days - 1), state.lang())
    return say("projection.title", dates=dates)
