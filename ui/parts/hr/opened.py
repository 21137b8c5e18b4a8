"""The month that is looked at: its newest run, or what to do where there is none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.month.months import Month, MonthRun, month_run, month_state
from service.shop.shops import agents
from ui import figures, link, state
from ui.guard import show_notice
from ui.parts.markup import Tag, Tone, empty
from ui.parts.sheet import require_shop
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.horizon import Clock
    from service.month.months import RunNote


def open_shop() -> None:
    """Show what was noted; where there is no shop yet, say so and stop."""
    show_notice()
    require_shop()


def open_month() -> Month:
    """Return the chosen month; where there is no shop yet, say so and stop."""
    open_shop()
    return Month.parse(state.chosen("month"))


def newest_run(month: Month) -> RunNote | None:
    """Return the newest run of a month in short; None when it was never scored."""
    return month_state(link.desk(), month).run


def open_run() -> MonthRun:
    """Return the chosen month's newest run; where it was not scored, say so and stop."""
    month = open_month()
    note = newest_run(month)
    if note is None:
        unscored(month)
        st.stop()
    return kept_run(month, note)


def kept_run(month: Month, note: RunNote) -> MonthRun:
    """Return a run in full; one that was read before is not read again."""
    key = (link.seen_as(), note.number, note.entered.at.isoformat())
    run = _run(key, str(month), state.chosen("shop"))
    assert run is not None
    return run


@st.cache_resource(max_entries=6, show_spinner=False)
def _run(
    key: tuple[object, ...],  # noqa: ARG001 - by which the cache tells runs apart
    month: str,
    shop: str,
) -> MonthRun | None:
    return month_run(link.desk(shop), Month.parse(month))


def unscored(month: Month) -> None:
    """Say that a month was not scored, and offer the page that does it."""
    empty(say("hr.unscored", month=month_title(month)), say("hr.unscored_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button(say("hr.go_month"), type="primary", icon=":material/leaderboard:"):
            st.switch_page(link.page("month"))


def month_title(month: Month) -> str:
    """Return a month in words."""
    return figures.month(month.first, state.lang())


def run_tag(note: RunNote | None, clock: Clock) -> Tag:
    """Return which run it is, by whom and when; or that there is none."""
    if note is None:
        return Tag(say("hr.not_scored"), Tone.LOOK)
    at = figures.stamp(note.entered.at, clock, state.lang())
    return Tag(say("hr.scored", number=note.number, by=note.entered.by, at=at), Tone.GOOD)


def labels(run: MonthRun) -> Mapping[str, str]:
    """Return id and name of everybody scored, in the order of their ids."""
    names = {agent.id: agent.name for agent in agents(link.desk())}
    ids = sorted(score.agent_id for score in run.scores)
    return {one: one if names.get(one, "") in ("", one) else f"{one} {names[one]}" for one in ids}
