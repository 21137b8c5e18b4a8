"""Small pieces of markup, every value in them escaped: heads, tags, cards, lists, empty states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from ui.plain import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Tone(StrEnum):
    """What a colour says; a word always says it too."""

    PLAIN = ""
    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word in a frame."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Card:
    """
    One answer.

    Parameters
    ----------
    name
        What is asked.
    value
        The answer, large.
    note
        What explains it; may have several lines.
    tone
        Good, worth a look or bad.
    """

    name: str
    value: str
    note: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a line of a list, and the class that colours it."""

    cells: tuple[str, ...]
    kind: str = ""


def head(title: str, tags: Iterable[Tag] = (), sub: str = "") -> None:
    """Draw a page's first line."""
    marks = "".join(f'<span class="tag {tag.tone}">{escape(tag.text)}</span>' for tag in tags)
    below = f'<span class="sub">{escape(sub)}</span>' if sub else ""
    st.html(f'<div class="head"><span class="title">{escape(title)}</span>{marks}{below}</div>')


def cards(found: Sequence[Card]) -> None:
    """Draw answers side by side."""
    parts = "".join(
        f'<div class="card {card.tone}"><div class="name">{escape(card.name)}</div>'
        f'<div class="value">{escape(card.value)}</div>'
        f'<div class="note">{escape(card.note).replace(chr(10), "<br>")}</div></div>'
        for card in found
    )
    st.html(f'<div class="cards">{parts}</div>')


def empty(title: str, text: str) -> None:
    """Say what is missing; the next step is drawn below it."""
    st.html(f'<div class="empty"><b>{escape(title)}</b><span>{escape(text)}</span></div>')


def listing(names: Sequence[str], rows: Sequence[Row], *, numbers: frozenset[int]) -> None:
    """Draw a list; ``numbers`` are the places of the columns of numbers."""
    kinds = ["num" if place in numbers else "" for place in range(len(names))]
    top = "".join(
        f'<th class="{kind}">{escape(name)}</th>' for name, kind in zip(names, kinds, strict=True)
    )
    lines = "".join(
        f'<tr class="{row.kind}">'
        + "".join(
            f'<td class="{kind}">{escape(cell)}</td>'
            for cell, kind in zip(row.cells, kinds, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<div class="scroll"><table class="list"><thead><tr>{top}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )
