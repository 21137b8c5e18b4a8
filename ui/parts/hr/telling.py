"""How the lines of a card came about: sentences that are unfolded where they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.month.explaining import explainer
from ui import link, state
from ui.plain import escape
from ui.state import say
from ui.words.explained import card_lines, whole_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.score.scorecard import Scorecard
    from service.month.explaining import MonthTeller, MonthTold
    from service.month.months import MonthRun
    from ui.words.explained import ToldLine


def told_of(run: MonthRun, agent_id: str) -> MonthTold:
    """Return how an agent's month came about; what a run was counted from is added up once."""
    key = (link.seen_as(), run.id, run.number, run.entered.at.isoformat())
    return _teller(key, run).of(agent_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _teller(
    key: tuple[object, ...],  # noqa: ARG001 - by which the cache tells runs apart
    _run: MonthRun,
) -> MonthTeller:
    return explainer(_run)


def told_lines(run: MonthRun, card: Scorecard) -> dict[str, ToldLine]:
    """Return the lines of a scorecard in words, by indicator; its total by an empty name."""
    account = told_of(run, card.agent_id).account
    mine = next(one for one in account.cards if one.card.post == card.post)
    return {line.key: line for line in card_lines(mine, state.lang())}


def unfolding(sentences: Sequence[str]) -> str:
    """Return sentences as markup that is unfolded by a click; empty: there are none."""
    if not sentences:
        return ""
    said = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    how = escape(say("kpi_explain.how"))
    return f'<details class="told"><summary>{how}</summary><ul>{said}</ul></details>'


def whole(run: MonthRun, agent_id: str) -> None:
    """Draw how the scorecards became one score, and what grade it reaches."""
    line = whole_line(told_of(run, agent_id).account, state.lang())
    if line.sentences:
        st.html(unfolding(line.sentences))
