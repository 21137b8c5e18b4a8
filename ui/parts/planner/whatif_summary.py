"""The what-if on one page as PDF, from the scenarios that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.drawing.fonts import font_for
from ui import state
from ui.guard import guarded
from ui.parts.planner.scenario_words import change_lines
from ui.plain import plain
from ui.state import say
from ui.words.whatif_summary import PostLevel, SummaryOption, summary_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.trial.scenarios import ScenarioView

PDF = "application/pdf"


def offer(views: Sequence[ScenarioView], week: str) -> None:
    """Draw the button that hands the compared scenarios out on one page."""
    options = [option_of(view) for view in views if not view.faults]
    if not options:
        return
    lang, title = state.lang(), say("summary.title", week=week)
    with guarded():
        font_for("".join(option.name + option.changes for option in options) + title, 1)
        st.download_button(
            say("summary.open"),
            lambda: summary_pdf(title, options, lang),
            f"{week}-whatif.pdf",
            PDF,
            icon=":material/picture_as_pdf:",
            help=plain(say("summary.open_help")),
            key="whatif.summary",
            on_click="ignore",
        )


def option_of(view: ScenarioView) -> SummaryOption:
    """Return a scenario as an option of the page."""
    result = view.scenario.result
    changes = say("list.comma").join(change_lines(view.scenario.inputs.changes))
    gap = None if view.gap is None else view.gap.hours
    levels: tuple[PostLevel, ...] = ()
    if result is not None and view.problem is not None:
        goals = {each.id: each.staffing.service_level for each in view.problem.posts}
        levels = tuple(
            PostLevel(post, each.mean, each.low, each.high, goals.get(post))
            for post, each in result.service_level.items()
            if each.mean is not None
        )
    return SummaryOption(
        name=view.scenario.name,
        changes=changes,
        people=sum(view.people.values()),
        required_hours=sum(view.required_hours.values()),
        price=None if result is None or not view.has_wages else result.wage_cost,
        short_hours=None if result is None else result.short_hours,
        gap_hours=gap,
        breaches=None if result is None else result.breaches,
        levels=levels,
        is_old=result is not None and not view.is_current,
        unpriced=view.unpriced,
    )
