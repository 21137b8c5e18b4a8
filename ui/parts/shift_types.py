"""The shift types of a week: their table, to be changed, and a picture of their day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from scheduler.post import WEEKDAYS
from service.roster.rules import change_rules
from service.roster.shift_types import COLUMNS, rows_of, types_of
from ui import fields, figures, link, state
from ui.charts.types import types_chart
from ui.guard import action
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.roster.rules import RulesSheet

MONDAY = dt.date(2026, 6, 1)  # any
LISTS = ("weekdays", "posts")
SHOWN = (
    *("code", "name_zh", "name_en", "start", "latest_start", "work_hours", "meal_minutes"),
    *("meal_between", "contract_hours", "weekdays", "posts", "colour"),
)
"""Columns of the table; the others keep what they say."""


def editor(sheet: RulesSheet) -> None:
    """Draw the types of a week's rules, and keep what is changed when asked to."""
    label, rules = sheet.week.label, sheet.week.rules
    st.subheader(say("types.title"), anchor=False)
    st.caption(plain(say("types.help")))
    if rules.types:
        st.altair_chart(types_chart(rules.types, state.lang()))
    begun = fields.begin(f"types.{label}", rules.types)
    fields.tell_moved(begun, "rules.moved")
    with st.form("types.form", border=False):
        edited = st.data_editor(
            _frame(rows_of(begun.began)),
            column_config=_columns(sheet),
            column_order=SHOWN,
            num_rows="dynamic",
            hide_index=True,
            key=f"{begun.key}.table",
        )
        later = st.checkbox(
            say("rules.for_later"), help=say("rules.for_later_help"), key=f"{begun.key}.later"
        )
        asked = st.form_submit_button(say("types.save"), disabled=sheet.is_published)
    if asked:
        _save(sheet, edited, for_later=later)
        st.rerun()
    if rules.types and rules.shapes:
        st.caption(say("types.beside_free"))


def _frame(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return the rows as cells; lists of names as lists."""
    cells: list[dict[str, Any]] = [
        row | {name: row[name].split("|") if row[name] else [] for name in LISTS} for row in rows
    ]
    return pd.DataFrame(cells, columns=list(COLUMNS), dtype=object)


def _columns(sheet: RulesSheet) -> dict[str, Any]:
    lang = state.lang()
    posts = sorted({post for agent in sheet.agents for post in agent.posts})
    names: dict[str, Any] = {
        name: st.column_config.TextColumn(
            say(f"types.{name}"), help=plain(say(f"types.{name}_help"))
        )
        for name in SHOWN
    }
    names["weekdays"] = st.column_config.MultiselectColumn(
        say("types.weekdays"),
        help=say("types.weekdays_help"),
        options=WEEKDAYS,
        format_func=spoken(
            WEEKDAYS, lambda day: figures.weekday(MONDAY + dt.timedelta(WEEKDAYS.index(day)), lang)
        ),
    )
    names["posts"] = st.column_config.MultiselectColumn(
        say("types.posts"),
        help=say("types.posts_help"),
        options=posts,
        format_func=spoken(posts, lambda post: post_name(post, lang)),
    )
    return names


@action
def _save(sheet: RulesSheet, edited: pd.DataFrame, *, for_later: bool) -> None:
    rows = [{name: _text(cell) for name, cell in row.items()} for row in edited.to_dict("records")]
    types = types_of(
        [{str(name): cell for name, cell in row.items()} for row in rows], table=say("types.title")
    )
    rules = sheet.week.rules
    change_rules(
        link.desk(),
        sheet.week.label,
        replace(rules, types=types),
        for_later=for_later,
        before=rules,
    )
    fields.begin_anew(f"types.{sheet.week.label}")
    st.toast(say("rules.saved"), icon=":material/check_circle:")


def _text(cell: object) -> str:
    if isinstance(cell, list | tuple):
        return "|".join(map(str, cell))
    return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 - an empty cell is NaN
