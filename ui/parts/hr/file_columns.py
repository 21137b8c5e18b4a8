"""Which column of a file is which of ours: a table to correct, remembered for its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from scheduler.errors import InputError
from service.file_asked import IN_FILE, NOT_THERE, TIMES, FileHead, file_head, our_columns
from service.file_kinds import MORE
from ui import link, state
from ui.parts.hr.file_kinds import KINDS
from ui.plain import plain
from ui.state import say
from ui.words.reading import fact_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COUNTS = "facts"
"""Kind of which a column may be a rate or a mean times another."""


def chosen(key: str) -> dict[str, str]:
    """Return the columns somebody told otherwise: by our name, that of the file."""
    base = st.session_state.get(f"{key}.base")
    edits = st.session_state.get(key, {}).get("edited_rows", {})
    if base is None or not edits:
        return {}
    rows = [dict(row) for row in base]
    found = {}
    for place, edit in edits.items():
        row = rows[int(place)] | edit
        theirs = row.get("theirs")
        if not theirs:
            found[row["name"]] = NOT_THERE
            continue
        weight = row.get("weight")
        found[row["name"]] = f"{theirs}{TIMES}{weight}" if weight else str(theirs)
    return found


def labels(kind: str) -> list[str]:
    """Return what files call the columns of a kind of table; more of any are dots."""
    names = KINDS[kind].columns
    also = our_columns(KINDS[kind].table, names)
    return [name if name == MORE else _label(kind, name, also[name]) for name in names]


def draw(kind: str, path: Path, key: str) -> None:
    """Draw a table of our columns, each with the one of the file it is read from."""
    known = KINDS[kind]
    if not known.columns:
        return
    with st.expander(say("columns.title"), icon=":material/view_column:"):
        st.caption(say("columns.text"))
        base = st.session_state.get(f"{key}.base")
        try:
            head = file_head(link.desk(), path, known.table, kind)
        except InputError:
            st.caption(say("columns.no_table"))
            return
        if base is None:
            base = st.session_state[f"{key}.base"] = _rows(kind, head)
        _table(kind, head, base, key)


def _rows(kind: str, head: FileHead) -> list[dict[str, str | None]]:
    """Return our columns: those the file has first, each with its name there."""
    names = [name for name in KINDS[kind].columns if name != MORE]
    names += [name for name in IN_FILE if kind == COUNTS and name not in names]
    names.sort(key=lambda name: name not in head.told)
    also = our_columns(KINDS[kind].table, names)
    return [
        {
            "name": name,
            "ours": _label(kind, name, also[name]),
            "theirs": head.told.get(name),
            "weight": None,
        }
        for name in names
    ]


def _label(kind: str, name: str, also: Mapping[str, str]) -> str:
    if kind == COUNTS:
        return fact_name(name, state.lang())
    told = also.get("also" if state.lang() == "zh" else "also_en", "")
    return told.partition(" / ")[0] or name


def _table(kind: str, head: FileHead, base: list[dict[str, str | None]], key: str) -> None:
    shown = pd.DataFrame(base).drop(columns="name")
    shown["sample"] = [
        " | ".join(head.samples.get(row["theirs"] or "", ())) or None for row in base
    ]
    column = st.column_config
    options = list(head.columns)
    config: dict[str, Any] = {
        "ours": column.TextColumn(say("columns.ours")),
        "theirs": column.SelectboxColumn(say("columns.theirs"), options=options),
        "sample": column.TextColumn(say("columns.sample")),
        "weight": column.SelectboxColumn(
            say("exported.weight"), options=options, help=say("exported.weight_help")
        ),
    }
    if kind != COUNTS:
        shown = shown.drop(columns="weight")
        del config["weight"]
    st.data_editor(
        shown,
        hide_index=True,
        disabled=["ours", "sample"],
        placeholder=plain(say("columns.not_there")),
        column_config=config,
        key=key,
        width="stretch",
    )
