"""A new 5S audit: points, photos and corrections, item by item; and the sheet's pass mark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import streamlit as st

from scheduler.keys import Asked
from service.records import five_s
from service.records.five_s import Audit, Correction
from ui import done, link
from ui.guard import guarded
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import day, days_so_far, now_min
from ui.parts.hr.five_s_results import item_text
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.month.months import Month
    from service.records.five_s import AuditSheet

FORM = "five_s.form"
DUE_DAYS = (3, 7, 14, 30)
USUAL_DUE_DAYS = 7
COLUMNS = ("block", "item", "most", "points", "photo", "fix", "owner")


@dataclass(frozen=True, slots=True)
class AuditTold:
    """What is asked for an audit beside the points: where, when, days to put things right."""

    area: str
    date: dt.date
    due: int


def form(sheet: AuditSheet, month: Month, clock: Clock, areas: Sequence[str]) -> None:
    """Ask for an audit and keep it."""
    number = st.session_state.get(FORM, 0)
    days = days_so_far(month, clock.date_of(now_min()))
    due = {each: say("five_s.due_in", days=each) for each in DUE_DAYS}
    area = Ask("area", {each: each for each in areas}, is_empty=True, takes_new=True)
    row = (area, day("date", days), Ask("due", due, USUAL_DUE_DAYS))
    with st.form(f"five_s.new.{number}", border=True):
        told = AuditTold(**entry_form.fields("five_s", AuditTold, [row], key=f"five_s.{number}"))
        st.caption(plain(say("five_s.form_text", by=link.by())))
        points = _editor(sheet, number)
        if not st.form_submit_button(say("five_s.keep"), type="primary"):
            return
    with guarded():
        _keep(sheet, told, points, number)


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


def _keep(sheet: AuditSheet, told: AuditTold, points: pd.DataFrame, number: int) -> None:
    due = told.date + dt.timedelta(days=told.due)
    if not told.area:
        st.warning(say("five_s.no_area"), icon=":material/edit:")
        return
    ids = {label: one for one, label in people().items()}
    rows = list(zip(sheet.items, points.to_dict("records"), strict=True))
    fixes = tuple(
        Correction(item.id, _text(row["fix"]), ids.get(_text(row["owner"]), ""), due)
        for item, row in rows
        if _text(row["fix"])
    )
    audit = Audit(
        told.area,
        told.date,
        link.by(),
        sheet.id,
        sheet.version,
        {item.id: int(row["points"]) for item, row in rows if pd.notna(row["points"])},
        {item.id: _text(row["photo"]) for item, row in rows if _text(row["photo"])},
        fixes,
    )
    score = five_s.enter_audit(link.desk(), audit)
    st.session_state[FORM] = number + 1
    reached = f"{score.points}/{score.full}"
    done.tell(say("five_s.kept", area=told.area, points=reached, fixes=len(fixes)))
    st.rerun()


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124  NaN


def pass_mark(sheet: AuditSheet) -> None:
    """Ask for the pass mark; it makes a new version of the sheet."""

    def enter(desk: Desk, told: PassMark) -> int:
        kept = replace(sheet, version=sheet.version + 1, pass_mark=told.pass_mark)
        five_s.save_audit_sheet(desk, kept)
        return kept.version

    def entered(told: PassMark, version: int) -> str:
        return say("five_s.sheet_saved", version=version, mark=told.pass_mark)

    entry_form.draw(
        Form(
            "five_s",
            PassMark,
            ((Ask("pass_mark", begins=sheet.pass_mark),),),
            enter,
            done=entered,
            title="sheet",
            button="save_sheet",
            text=say("five_s.sheet_text", version=sheet.version, source=sheet.source or "—"),
            is_main=False,
        )
    )


@dataclass(frozen=True, slots=True)
class PassMark:
    """How many of 100 points an audit needs."""

    pass_mark: Annotated[int, Asked(most=100)]
