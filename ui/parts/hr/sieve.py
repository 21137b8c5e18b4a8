"""The head of a long list: which sort of rows to show, and the words they must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Sieve:
    """
    What is asked of a list.

    Parameters
    ----------
    sort
        Name of the sort of rows.
    words
        Text that was typed; every word of it must be in a row.
    """

    sort: str
    words: str

    def holds(self, row: Sequence[object]) -> bool:
        """Return whether a row has every word, small and capital letters alike."""
        text = " ".join(map(str, row)).casefold()
        return all(word in text for word in self.words.casefold().split())


def sieve(name: str, key: str, sorts: Sequence[str], widths: tuple[int, int]) -> Sieve:
    """
    Draw the head of a list and return what is asked.

    Parameters
    ----------
    name, key
        Beginnings of its words (``<name>.sieve``, ``<name>.sieve_<sort>``, ``<name>.search``) and
        of the keys of its fields.
    sorts
        Sorts of rows; the first is chosen at first.
    widths
        Of the sorts and of the search, in parts.
    """
    left, right = st.columns(widths, vertical_alignment="bottom")
    with left:
        sort = st.segmented_control(
            say(f"{name}.sieve"),
            sorts,
            default=sorts[0],
            required=True,
            format_func=spoken(sorts, lambda sort: say(f"{name}.sieve_{sort}")),
            key=f"{key}.sieve",
            label_visibility="collapsed",
        )
    words = right.text_input(
        say(f"{name}.search"),
        key=f"{key}.search",
        placeholder=say(f"{name}.search"),
        label_visibility="collapsed",
    )
    return Sieve(sort or sorts[0], words)
