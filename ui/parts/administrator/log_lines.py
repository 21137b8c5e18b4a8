"""The log on the screen: whether it is whole, which lines are asked for, and what one changed."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import streamlit as st

from service import audit
from service.audit import LogAsked
from ui import figures, link, state
from ui.parts import markup
from ui.parts.markup import Row, Tag, Tone
from ui.parts.register import Column, Register, draw
from ui.plain import plain
from ui.state import say, spoken
from ui.words.catalogue import has
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.horizon import Clock
    from service.audit import LogCheck, LogEntry

PERIODS = {"today": 0, "week": 6, "month": 29, "all": None}
CHECKED_S = 300
SHOWN = 5  # faults that are told one by one
LONGEST = 200


def answer(newest: int) -> None:
    """Draw whether the log is whole, and what is wrong with it."""
    found = _checked(link.database().url, newest)
    if found.faults:
        markup.head(say("log.broken"), [Tag(say("log.tag_faults"), Tone.BAD)])
        for fault in found.faults[:SHOWN]:
            st.error(plain(fault_sentence(fault, state.lang())))
        if len(found.faults) > SHOWN:
            st.caption(say("log.see_command"))
        return
    tags = [Tag(say("log.tag_whole", count=found.end.links), Tone.GOOD)]
    if found.unvouched:
        tags.append(Tag(say("log.tag_unvouched", count=found.unvouched), Tone.LOOK))
    markup.head(say("log.whole"), tags, say("log.whole_sub"))


@st.cache_data(max_entries=4, ttl=CHECKED_S, show_spinner=False)
def _checked(url: str, newest: int) -> LogCheck:  # noqa: ARG001 - by which the cache tells logs apart
    return audit.check_log(link.desk())


def asked(
    people: tuple[str, ...], names: tuple[str, ...], clock: Clock, today: dt.date
) -> LogAsked:
    """Draw the filters; return which lines are asked for."""
    left, middle, right = st.columns(3)
    period = left.segmented_control(
        say("log.period"),
        list(PERIODS),
        default="month",
        required=True,
        format_func=spoken(PERIODS, lambda one: say(f"log.period_{one}")),
        key="log.period",
    )
    everybody, everything = say("log.everybody"), say("log.everything")
    by = middle.selectbox(
        say("log.by"),
        ("", *people),
        format_func=spoken(("", *people), lambda one: plain(one) or everybody),
        key="log.by",
    )
    name = right.selectbox(
        say("log.done"),
        ("", *names),
        format_func=spoken(("", *names), lambda one: done_word(one) if one else everything),
        key="log.name",
    )
    back = PERIODS[period or "month"]
    since = None if back is None else clock.at(today - dt.timedelta(days=back), 0)
    moment = None if since is None else dt.datetime.fromtimestamp(since * 60, dt.UTC)
    return LogAsked(moment, None, by or "", name or "")


def done_word(name: str) -> str:
    """Return what was done in words, where there are any."""
    key = f"action.{name}"
    return say(key) if has(key, state.lang()) else say("log.done_unknown")


def listed(entries: tuple[LogEntry, ...], clock: Clock) -> list[LogEntry]:
    """Draw the lines with their search; return the one that is looked at."""
    columns: tuple[Column[LogEntry], ...] = (
        Column("number", lambda one: one.number, "%d", help=say("log.number_help")),
        Column("at", lambda one: figures.stamp(one.done.done.at, clock, state.lang())),
        Column("by", lambda one: one.done.done.by),
        Column("done", lambda one: done_word(one.done.name)),
        Column("subject", lambda one: one.done.subject),
        Column("rows", lambda one: _count(one) or None, "%d", help=say("log.rows_help")),
        Column("origin", _origin),
    )
    register: Register[LogEntry] = Register("log", columns, title="log.lines", widths=(2, 1))
    return draw(register, entries)


def _count(entry: LogEntry) -> int:
    return sum(len(one.rows) + one.further for one in entry.tables)


def _origin(entry: LogEntry) -> str:
    if not entry.is_vouched:
        return say("log.origin_before")
    how, _, where = entry.origin.partition(" ")
    key = f"log.origin_{how}"
    return say(key, where=where) if has(key, state.lang()) else say("log.origin_unknown")


def changed(entry: LogEntry) -> None:
    """Draw what a line changed: before and after, field by field."""
    word = done_word(entry.done.name)
    markup.head(say("log.changed", number=entry.number), [Tag(word)], entry.done.subject)
    if not entry.tables:
        markup.empty(say("log.nothing_kept"), say("log.nothing_kept_text"))
        return
    rows = [Row(cells) for cells in _cells(entry)]
    if rows:
        heads = ("table", "key", "field", "before", "after")
        markup.listing([say(f"log.{one}") for one in heads], rows, numbers=frozenset())
    for table in entry.tables:
        if table.further:
            told = say("log.further", table=_table_word(table.table), count=table.further)
            st.caption(plain(told))


def _cells(entry: LogEntry) -> Iterator[tuple[str, ...]]:
    for table in entry.tables:
        for row in table.rows:
            before, after = _flat(row.before), _flat(row.after)
            key = " ".join(map(str, row.key))
            for name in dict.fromkeys((*before, *after)):
                if before.get(name) != after.get(name):
                    told = (_short(before.get(name)), _short(after.get(name)))
                    yield (_table_word(table.table), key, _field_word(name), *told)


def _flat(row: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the fields of a row by name, those of JSON text each for itself."""
    found: dict[str, Any] = {}
    for name, value in (row or {}).items():
        is_map = isinstance(value, str) and value.startswith("{")
        held = json.loads(value) if is_map else {name: value}
        for inner, told in held.items():
            found |= _inner(inner, told)
    return found


def _inner(name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - what JSON holds
    if not isinstance(value, dict):
        return {name: value}
    return {path: told for one in value for path, told in _inner(one, value[one]).items()}


def _short(value: Any) -> str:  # noqa: ANN401 - what JSON holds
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shown = "—" if value is None or value == "" else text
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def _table_word(name: str) -> str:
    key = f"log.table_{name}"
    return say(key) if has(key, state.lang()) else say("log.table_other")


def _field_word(name: str) -> str:
    keys = (f"{start}.{name}" for start in ("log.field", "line", "field"))
    return next((say(key) for key in keys if has(key, state.lang())), name)
