"""What customers said of service: gaps by dimension, post and month, in either sign."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui import figures, state
from ui.charts.gaps import gap_chart
from ui.parts.hr.opened import month_title
from ui.parts.hr.values import capital
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.records.quality import Dimension, Quality, QualityGap
    from service.records.quality_view import QualityView

SIGNS = ("p_minus_e", "e_minus_p")


def sign() -> int:
    """Ask in which of the two ways gaps are told; 1: perceived - expected, -1: the other."""
    chosen = st.segmented_control(
        say("quality.sign"),
        SIGNS,
        default=SIGNS[0],
        required=True,
        format_func=spoken(SIGNS, lambda name: say(f"quality.{name}")),
        key="quality.sign",
        help=say("quality.sign_help"),
    )
    return -1 if chosen == SIGNS[1] else 1


def dimension_title(one: Dimension) -> str:
    """Return a dimension's title in the chosen language."""
    return one.title_zh if state.lang() == "zh" else capital(one.title_en)


def answers(found: QualityView, way: int) -> None:
    """Draw what the month comes to."""
    lang, whole = state.lang(), found.whole
    titles = {one.id: dimension_title(one) for one in whole.survey.dimensions}
    gaps = whole.by_dimension
    worst = whole.worst
    best = max(gaps, key=lambda name: gaps[name].gap) if gaps else None
    people = max((gap.n for gap in gaps.values()), default=0)
    weighted, plain = whole.weighted, whole.unweighted
    month_before = list(found.by_month.values())[-2:-1]
    earlier = month_before[0].weighted if month_before else None
    change = ""
    if weighted is not None and earlier is not None:
        moved = figures.signed((weighted.gap - earlier.gap) * way, lang, 2)
        change = say("quality.card_change", change=moved)
    cards(
        [
            Card(
                say("quality.card_gap"),
                _signed(weighted, way, lang),
                say("quality.card_gap_note", plain=_signed(plain, way, lang)) + change,
                _tone(weighted),
            ),
            Card(
                say("quality.card_worst"),
                titles[worst] if worst else "—",
                _both(gaps[worst], way, lang) if worst else "",
                _tone(gaps[worst]) if worst else Tone.PLAIN,
            ),
            Card(
                say("quality.card_best"),
                titles[best] if best else "—",
                _both(gaps[best], way, lang) if best else "",
            ),
            Card(
                say("quality.card_people"),
                say("quality.people_count", count=people),
                say("quality.card_people_note"),
            ),
        ]
    )


def _tone(gap: QualityGap | None) -> Tone:
    return {"short": Tone.BAD, "over": Tone.GOOD}.get(verdict(gap), Tone.PLAIN)


def verdict(gap: QualityGap | None) -> str:
    """Return whether a gap's whole interval lies on one side of no gap."""
    if gap is None or math.isnan(gap.half_width):
        return "open"
    if gap.gap + gap.half_width < 0:
        return "short"
    return "over" if gap.gap - gap.half_width > 0 else "open"


def _signed(gap: QualityGap | None, way: int, lang: str) -> str:
    return "—" if gap is None else figures.signed(gap.gap * way, lang, 2)


def _both(gap: QualityGap, way: int, lang: str) -> str:
    return say(
        "quality.both",
        gap=_signed(gap, way, lang),
        expected=figures.number(gap.expected, lang, 2),
        perceived=figures.number(gap.perceived, lang, 2),
    )


def by_dimension(whole: Quality, way: int) -> None:
    """Draw each dimension's gap with its interval, and the numbers beside it."""
    lang = state.lang()
    titles = {one.id: dimension_title(one) for one in whole.survey.dimensions}
    rows = []
    for name, gap in whole.by_dimension.items():
        width = 0.0 if math.isnan(gap.half_width) else gap.half_width
        middle = gap.gap * way
        rows.append((titles[name], middle, middle - width, middle + width, gap.n, verdict(gap)))
    left, right = st.columns([1, 1], gap="large")
    with left:
        columns = ["dimension", "gap", "low", "high", "n", "verdict"]
        st.altair_chart(gap_chart(pd.DataFrame(rows, columns=columns), lang), width="stretch")
    with right:
        heads = [
            say(f"quality.{name}")
            for name in (
                "dimension",
                "weight",
                "expected",
                "perceived",
                "gap",
                "interval",
                "people",
            )
        ]
        lines = [
            _line(
                dimension_title(one), f"{one.weight.normalize():f}", whole.by_dimension[one.id], way
            )
            for one in whole.survey.dimensions
            if one.id in whole.by_dimension
        ]
        for name in ("weighted", "unweighted"):
            gap = getattr(whole, name)
            if gap is not None:
                lines.append(_line(say(f"quality.{name}"), "", gap, way, kind="here"))
        listing(heads, lines, numbers=frozenset(range(1, 7)))
        st.caption(say("quality.interval_text"))


def _line(title: str, weight: str, gap: QualityGap, way: int, *, kind: str = "") -> Row:
    lang = state.lang()
    return Row(
        (
            title,
            weight,
            figures.number(gap.expected, lang, 2),
            figures.number(gap.perceived, lang, 2),
            _signed(gap, way, lang),
            "—" if math.isnan(gap.half_width) else f"± {figures.number(gap.half_width, lang, 2)}",
            str(gap.n),
        ),
        kind,
    )


def compared(found: QualityView, way: int) -> None:
    """Draw the gaps of posts and of months side by side."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("quality.by_post"), anchor=False)
        named = {post_name(name, state.lang()): each for name, each in found.by_post.items()}
        _table(say("quality.post"), named, way)
    with right:
        st.subheader(say("quality.by_month"), anchor=False)
        titled = {month_title(one): each for one, each in found.by_month.items()}
        _table(say("quality.month"), titled, way)


def _table(head: str, found: Mapping[str, Quality], way: int) -> None:
    lang = state.lang()
    if not found:
        st.caption("—")
        return
    dimensions = next(iter(found.values())).survey.dimensions
    heads = [head, *(dimension_title(one) for one in dimensions), say("quality.weighted")]
    rows = []
    for name, each in found.items():
        gaps = [each.by_dimension.get(one.id) for one in dimensions]
        rows.append(Row((name, *(_with_width(gap, way, lang) for gap in (*gaps, each.weighted)))))
    listing(heads, rows, numbers=frozenset(range(1, len(heads))))


def _with_width(gap: QualityGap | None, way: int, lang: str) -> str:
    if gap is None:
        return "—"
    told = _signed(gap, way, lang)
    if math.isnan(gap.half_width):
        return told
    return f"{told} ±{figures.number(gap.half_width, lang, 2)}"
