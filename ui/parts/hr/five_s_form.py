"""A new 5S audit: points, photos and corrections, item by item; and the sheet's pass mark."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.records import five_s
from service.records.five_s import Audit, Correction
from ui import link
from ui.guard import action, guarded
from ui.parts.hr.asking import day_choice, days_between, text_told
from ui.parts.hr.five_s_results import DONE, item_text
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from service.month.months import Month
    from service.records.five_s import AuditSheet

FORM = "five_s.form"
AREA = "five_s.new_area"
DUE_DAYS = (3, 7, 14, 30)
COLUMNS = ("block", "item", "most", "points", "photo", "fix", "owner")


def form(sheet: AuditSheet, month: Month, clock: Clock, areas: Sequence[str]) -> None:
    """Ask for an audit and keep it."""
    today = clock.date_of(int(link.now().timestamp()) // 60)
    last = today if today in month or today < month.first else month.last
    number = st.session_state.get(FORM, 0)
    with st.form(f"five_s.new.{number}", border=True):
        first, second, third = st.columns(3)
        first.selectbox(
            say("five_s.area"),
            list(areas),
            index=None,
            accept_new_options=True,
            placeholder=say("five_s.area_hint"),
            key=f"{AREA}.{number}",
        )
        with second:
            days = days_between(min(month.first, last), last)
            day_choice(say("five_s.date"), days, f"five_s.date.{number}")
        third.selectbox(
            say("five_s.due"),
            DUE_DAYS,
            index=1,
            format_func=spoken(DUE_DAYS, lambda days: say("five_s.due_in", days=days)),
            key=f"five_s.due.{number}",
        )
        st.caption(plain(say("five_s.form_text", by=link.by())))
        told = _editor(sheet, number)
        if not st.form_submit_button(say("five_s.keep"), type="primary"):
            return
    with guarded():
        _keep(sheet, told, number)


def _editor(sheet: AuditSheet, number: int) -> pd.DataFrame:
    rows = [
        (
            say(f"five_s.block_{one.block}"),
            item_text(sheet, one.id),
            one.most,
            one.most,
            "",
            "",
            None,
        )
        for one in sheet.items
    ]
    names = people()
    config = {
        "block": st.column_config.TextColumn(say("five_s.block"), width="small"),
        "item": st.column_config.TextColumn(say("five_s.item"), width="large"),
        "most": st.column_config.NumberColumn(say("five_s.most"), width="small"),
        "points": st.column_config.NumberColumn(
            say("five_s.score"), min_value=0, step=1, required=True, width="small"
        ),
        "photo": st.column_config.TextColumn(say("five_s.photo")),
        "fix": st.column_config.TextColumn(say("five_s.fix")),
        "owner": st.column_config.SelectboxColumn(
            say("five_s.owner"), options=list(names.values())
        ),
    }
    return st.data_editor(
        pd.DataFrame(rows, columns=list(COLUMNS)),
        hide_index=True,
        disabled=["block", "item", "most"],
        height=38 + 35 * len(rows),
        placeholder="",
        column_config=config,
        key=f"five_s.points.{number}",
    )


def _keep(sheet: AuditSheet, told: pd.DataFrame, number: int) -> None:
    day: dt.date = st.session_state[f"five_s.date.{number}"]
    due = day + dt.timedelta(days=st.session_state[f"five_s.due.{number}"])
    area = text_told(f"{AREA}.{number}")
    if not area:
        st.warning(say("five_s.no_area"), icon=":material/edit:")
        return
    ids = {label: one for one, label in people().items()}
    rows = list(zip(sheet.items, told.to_dict("records"), strict=True))
    fixes = tuple(
        Correction(item.id, _text(row["fix"]), ids.get(_text(row["owner"]), ""), due)
        for item, row in rows
        if _text(row["fix"])
    )
    audit = Audit(
        area,
        day,
        link.by(),
        sheet.id,
        sheet.version,
        {item.id: int(row["points"]) for item, row in rows if pd.notna(row["points"])},
        {item.id: _text(row["photo"]) for item, row in rows if _text(row["photo"])},
        fixes,
    )
    score = five_s.enter_audit(link.desk(), audit)
    st.session_state[FORM] = number + 1
    st.session_state[DONE] = say(
        "five_s.kept", area=area, points=f"{score.points}/{score.full}", fixes=len(fixes)
    )
    st.rerun()


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124  NaN


def pass_mark(sheet: AuditSheet) -> None:
    """Ask for the pass mark; it makes a new version of the sheet."""
    with st.form("five_s.sheet", border=True):
        st.markdown(f"**{say('five_s.sheet')}**")
        st.caption(
            plain(say("five_s.sheet_text", version=sheet.version, source=sheet.source or "—"))
        )
        st.number_input(
            say("five_s.pass_mark"),
            min_value=0,
            max_value=100,
            value=sheet.pass_mark,
            step=1,
            key="five_s.pass_mark",
        )
        st.form_submit_button(say("five_s.save_sheet"), on_click=_save_sheet, args=(sheet,))


@action
def _save_sheet(sheet: AuditSheet) -> None:
    mark = st.session_state["five_s.pass_mark"]
    kept = replace(sheet, version=sheet.version + 1, pass_mark=mark)
    five_s.save_audit_sheet(link.desk(), kept)
    st.session_state[DONE] = say("five_s.sheet_saved", version=kept.version, mark=mark)
