"""What stands behind a number of the rules, beside it: the law with its article, or the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.keys import Asked, Keyed, WrittenIn
from scheduler.verify.checker import MARKS
from scheduler.work_law import WITHOUT_ARTICLE
from ui import figures, state
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import ClockSpan
    from scheduler.work_law import LegalHours, WorkLaw

Told = tuple[str, str]
HOUR_MIN = 60


def of_field(entry: Keyed, value: float | None, law: WorkLaw) -> Told:
    """
    Return the mark of a number, and what the law says of it.

    Parameters
    ----------
    entry
        Its field, which says of which rule it is a limit.
    value
        What is kept, in the unit of the class; None: no limit.
    law
        As it stands on the week's days.
    """
    assert isinstance(entry.asked, Asked)
    found = _behind(entry.asked.rule, law)
    if found is None:
        return "house", ""
    if found.value is None:
        return "law", say("marks.approval", article=_article(found))
    is_hours, is_least = entry.key.unit is WrittenIn.HOURS, entry.name.startswith("min_")
    limit = say(
        "marks.hours" if is_hours else "marks.days",
        count=figures.number(found.value, state.lang(), 0),
    )
    own = None if value is None else value / HOUR_MIN if is_hours else value
    word = say("marks.least" if is_least else "marks.most", limit=limit, article=_article(found))
    above = 0 if own is None else (own > found.value) - (own < found.value)
    looser = -above if is_least else above
    return {1: "beyond", 0: "law", -1: "stricter"}[looser], word


def of_span(rule: str, span: ClockSpan, law: WorkLaw) -> Told:
    """Return the mark of the clock hours of a rule, and what the law says of them."""
    found = _behind(rule, law)
    assert found is not None  # only nights have such hours
    assert found.span is not None
    word = say("marks.span", span=str(found.span), article=_article(found))
    return "law" if span == found.span else "other", word


def _behind(rule: str, law: WorkLaw) -> LegalHours | None:
    """Return what the law says of a rule; None: it is silent."""
    grounds = (each for each in MARKS[rule].grounds if each not in WITHOUT_ARTICLE)
    return next((law[each] for each in grounds), None)


def _article(found: LegalHours) -> str:
    return found.named["article" if state.lang() == "zh" else "article_en"]


COLOURS = {
    "law": "blue",
    "house": "gray",
    "stricter": "gray",
    "beyond": "orange",
    "other": "orange",
}


def draw(told: Told) -> None:
    """Draw a mark in its colour, and the words behind it."""
    name, word = told
    st.caption(f":{COLOURS[name]}-badge[{plain(say(f'marks.{name}'))}] {plain(word)}")
