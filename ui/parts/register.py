"""
A register: a list that can be searched, from which entries are chosen and acted on.

A register is described once (``Register``) and drawn by ``draw``; entries are asked for by a form
(``ui.parts.entry_form``), and what was done is said by ``ui.done``. Answers at the top of its page
are ``markup.cards``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

import pandas as pd
import streamlit as st

from service.desk import Desk
from ui import done, link, state
from ui.guard import action
from ui.parts.markup import empty
from ui.plain import plain
from ui.state import say, spoken
from ui.words.catalogue import has

T = TypeVar("T")
ROUND = "register.round."
HEAD_PX, ROW_PX = 38, 35


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """
    A column of a register.

    Parameters
    ----------
    word
        End of the word at its head.
    cell
        What stands in it for an entry: text, a number or nothing.
    format
        How numbers are written (``%.2f``); empty: as they are.
    width
        Of the column; None: as wide as what stands in it.
    head, help
        What stands at its head where it is not its word, and what is told of it there.
    is_line
        Whether its cells are numbers one after the other, drawn as a line.
    """

    word: str
    cell: Callable[[T], object]
    format: str = ""
    width: Literal["small", "medium", "large"] | None = None
    head: str = ""
    help: str | None = None
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Act(Generic[T]):
    """
    What can be done with chosen entries.

    Parameters
    ----------
    word
        End of the words on its button (``count``: of how many entries), and, with ``_done``, of
        what is said afterwards, where there is such a word.
    run
        Action on them; ``each`` makes one of an action on a single entry.
    icon
        On the button.
    is_main
        Whether the button stands out.
    can
        Whether it can be done with an entry; others that are chosen are passed over.
    undo
        Action that takes it back from the entries it was done with; None: it is not offered.
    """

    word: str
    run: Callable[[Desk, Sequence[T]], object]
    icon: str
    is_main: bool = False
    can: Callable[[T], bool] = bool
    undo: Callable[[Desk, Sequence[T]], object] | None = None


@dataclass(frozen=True, slots=True)
class Register(Generic[T]):
    """
    How a register is shown.

    Parameters
    ----------
    name
        Beginning of its words: ``.<column>``, ``.<act>``,
        ``.none`` and ``.none_text`` where it is empty; where it can be searched also ``.search``,
        ``.sieve``, ``.sieve_<sort>``; ``.no_match`` and ``.acting`` (``by``), below the buttons,
        need not be there. ``.no_match`` may name what was ``asked``.
    columns
        From left to right.
    acts
        What can be done with several entries at once; without any, one is chosen to be looked at.
    sorts
        Sorts of entries to choose from, with which entries they hold; empty: it is not searched.
    title
        Word beside the search where there are no sorts, with ``_help``; empty: it is not searched.
    widths
        Of the sorts and of the search, in parts.
    height_px
        At most.
    key
        Beginning of the keys of its widgets; empty: the name.
    is_many
        Whether several entries can be chosen, also where no act is done with them.
    shared
        Beginning of the words it shares with others, which hold where it has none of its own.
    """

    name: str
    columns: tuple[Column[T], ...]
    acts: tuple[Act[T], ...] = ()
    sorts: Mapping[str, Callable[[T], bool]] = field(default_factory=dict)
    title: str = ""
    widths: tuple[int, int] = (1, 1)
    height_px: int = 500
    key: str = ""
    shared: str = ""
    is_many: bool = False

    @property
    def at(self) -> str:
        """Return what the keys of its widgets begin with."""
        return self.key or self.name

    def word(self, end: str) -> str:
        """Return the key of a word, its own or the shared one."""
        own = f"{self.name}.{end}"
        return f"{self.shared}.{end}" if self.shared and not has(own, state.lang()) else own


def each(run: Callable[[Desk, T], object]) -> Callable[[Desk, Sequence[T]], None]:
    """Return an action on several entries, one after the other."""

    def run_each(desk: Desk, chosen: Sequence[T]) -> None:
        for one in chosen:
            run(desk, one)

    return run_each


def draw(register: Register[T], entries: Sequence[T]) -> list[T]:
    """Draw a register and what can be done with its entries; return those that are chosen."""
    if not entries:
        empty(say(register.word("none")), say(register.word("none_text")))
        return []
    chosen = pick(register, entries)
    if register.acts:
        with st.container(horizontal=True):
            for one in register.acts:
                _button(register, one, chosen)
        if has(register.word("acting"), state.lang()):
            st.caption(plain(say(register.word("acting"), by=link.by())))
    return chosen


def pick(register: Register[T], entries: Sequence[T]) -> list[T]:
    """Draw the head and the table of a register; return the entries that are chosen."""
    lines, sort, words = _sieved(register, entries)
    if not lines:
        _tell_none(register, words)
        return []
    picked = st.dataframe(
        **_table(register, [line for _one, line in lines]),
        on_select="rerun",
        selection_mode="multi-row" if register.acts or register.is_many else "single-row",
        key=f"{register.at}.list.{sort}{words}.{_round(register.at)}",  # others: a new table
    )
    return [lines[place][0] for place in picked.selection.rows if place < len(lines)]


def show(register: Register[T], entries: Sequence[T]) -> None:
    """Draw the table of a register of which nothing is chosen."""
    lines, _sort, words = _sieved(register, entries)
    if entries and not lines:
        _tell_none(register, words)
    else:
        st.dataframe(**_table(register, [line for _one, line in lines]))


def _sieved(
    register: Register[T], entries: Sequence[T]
) -> tuple[list[tuple[T, tuple[object, ...]]], str, str]:
    """Draw the head; return the entries asked for with their lines, and which sort and words."""
    sort, words = _sieve(register) if register.sorts or register.title else ("", "")
    holds = register.sorts.get(sort)
    held = [(one, _line(register, one)) for one in entries if holds is None or holds(one)]
    lines = [pair for pair in held if _has_words(pair[1], words)] if words else held
    return lines, sort, words


def _table(register: Register[T], lines: Sequence[tuple[object, ...]]) -> dict[str, Any]:
    heads = [one.head or say(register.word(one.word)) for one in register.columns]
    return {
        "data": pd.DataFrame(lines, columns=heads),
        "hide_index": True,
        "height": min(HEAD_PX + ROW_PX * len(lines), register.height_px),
        "placeholder": "—",
        "column_config": dict(zip(heads, map(_config, register.columns), strict=True)),
    }


def _tell_none(register: Register[T], asked: str) -> None:
    if has(key := register.word("no_match"), state.lang()):
        st.caption(plain(say(key, asked=asked)))
    else:
        empty(say(register.word("none")), say(register.word("none_text")))


def _line(register: Register[T], one: T) -> tuple[object, ...]:
    return tuple(column.cell(one) for column in register.columns)


def _has_words(line: tuple[object, ...], words: str) -> bool:
    """Return whether what a line names has every word, small and capital letters alike."""
    named = (cell for cell in line if cell is not None and not isinstance(cell, float | list))
    text = " ".join(map(str, named)).casefold()
    return all(word in text for word in words.casefold().split())


def _config(column: Column[T]) -> Any:  # noqa: ANN401 - Streamlit's own class is not public
    told = None if column.help is None else plain(column.help)
    if column.is_line:
        return st.column_config.LineChartColumn(width=column.width, help=told)
    if column.format:
        return st.column_config.NumberColumn(format=column.format, width=column.width, help=told)
    return st.column_config.Column(width=column.width, help=told)


def _sieve(register: Register[T]) -> tuple[str, str]:
    """Draw the head of the list; return which sort is asked for, and which words."""
    name, sorts, sort = register.at, list(register.sorts), ""
    left, right = st.columns(register.widths, vertical_alignment="bottom")
    if sorts:
        sort = (
            left.segmented_control(
                say(register.word("sieve")),
                sorts,
                default=sorts[0],
                required=True,
                format_func=spoken(sorts, lambda sort: say(register.word(f"sieve_{sort}"))),
                key=f"{name}.sieve",
                label_visibility="collapsed",
            )
            or sorts[0]
        )
    else:
        left.subheader(say(register.title), help=say(f"{register.title}_help"), anchor=False)
    words = right.text_input(
        say(register.word("search")),
        key=f"{name}.search",
        placeholder=say(register.word("search")),
        label_visibility="collapsed",
    )
    return sort, words.strip()


def _button(register: Register[T], one: Act[T], chosen: Sequence[T]) -> None:
    able = [each for each in chosen if one.can(each)]
    st.button(
        plain(say(register.word(one.word), count=len(able))),
        icon=one.icon,
        type="primary" if one.is_main else "secondary",
        disabled=not able,
        on_click=_act,
        args=(register, one, able),
        key=f"{register.at}.{one.word}",
    )


@action
def _act(register: Register[T], one: Act[T], chosen: Sequence[T]) -> None:
    """
    Do it with each, and begin a new table: ticks are places, where another may stand now.

    Where the only one is refused nothing has moved, and it stays ticked for another try.
    """
    moved = len(chosen) > 1
    try:
        one.run(link.desk(), chosen)
        moved = True
    finally:
        st.session_state[ROUND + register.at] = _round(register.at) + moved
    key = register.word(f"{one.word}_done")
    if has(key, state.lang()):
        take_back = one.undo
        undo = None if take_back is None else lambda desk: take_back(desk, chosen)
        done.tell(say(key, count=len(chosen)), undo)


def untick(key: str) -> None:
    """Begin a new table of a register: after entries moved, a tick would stand at another."""
    st.session_state[ROUND + key] = _round(key) + 1


def _round(key: str) -> int:
    return int(st.session_state.get(ROUND + key, 0))
