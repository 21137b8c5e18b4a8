"""What a scheme, or other weights, would have made of the last scored month: who, by how much."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.errors import InputError
from service.month.months import month_runs
from service.scheme.scheme_editing import SchemeEffect, effect
from service.shop.shops import agent_names
from ui import figures, link, state
from ui.charts import changes as charts
from ui.guard import show_faults
from ui.parts import register
from ui.parts.hr.opened import kept_run, month_title
from ui.parts.hr.values import NONE, capital
from ui.parts.markup import Card, Tone, cards
from ui.parts.register import Column, Register
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from decimal import Decimal

    from kpi.scheme.scheme import Scheme
    from service.month.months import MonthRun
    from service.scheme.scheme_publishing import ScoreChange

MEMO = "effect.memo"


def newest_scored() -> MonthRun | None:
    """Return the run of the newest month that was scored; None: none was."""
    notes = month_runs(link.desk())
    return kept_run(notes[-1].month, notes[-1]) if notes else None


def live(scheme: Scheme) -> None:
    """Draw what a scheme would have made of the newest scored month."""
    run = newest_scored()
    if run is None:
        st.caption(say("effect.no_month"))
        return
    st.subheader(
        plain(say("effect.title", month=month_title(run.month))),
        help=say("effect.help"),
        anchor=False,
    )
    try:
        found = _found(run, scheme)
    except InputError as error:
        show_faults(error.faults)
        return
    _answers(found)
    _picture(found)
    _table(found, scheme, run)


def _found(run: MonthRun, scheme: Scheme) -> SchemeEffect:
    """Return the effect; computed once while neither month nor scheme changes."""
    key = (run.id, scheme)
    memo = st.session_state.get(MEMO)
    if memo is None or memo[0] != key:
        memo = (key, effect(run, scheme))
        st.session_state[MEMO] = memo
    kept: SchemeEffect = memo[1]
    return kept


def _differences(found: SchemeEffect) -> list[float]:
    return [
        float(one.after - one.before)
        for one in found.changes
        if one.after is not None and one.before is not None
    ]


def _answers(found: SchemeEffect) -> None:
    lang, moved = state.lang(), _differences(found)
    mean = fmean(moved) if moved else 0.0
    up = sum(each > 0 for each in moved)
    down = sum(each < 0 for each in moved)
    grades = sum(one.grade_before != one.grade_after for one in found.changes)
    tone = Tone.LOOK if found.changed else Tone.GOOD
    people = say("effect.of_people", count=len(found.changed), of=len(found.changes))
    drawn = [
        Card(say("effect.changed"), people, say("effect.up_down", up=up, down=down), tone),
        Card(
            say("effect.mean"),
            figures.signed(mean, lang, 2),
            say("effect.grades", count=grades),
        ),
    ]
    if found.paid_before is not None and found.paid_after is not None:
        more = found.paid_after - found.paid_before
        amount = figures.signed(more, lang, 2).replace("+", "+¥").replace("−", "−¥")
        total = figures.money(found.paid_after, lang)
        drawn.append(Card(say("effect.paid"), amount, say("effect.paid_note", total=total)))
    cards(drawn)


def _picture(found: SchemeEffect) -> None:
    if not found.changed:
        return
    rows = pd.DataFrame(
        [
            {"agent": one.agent_id, "before": float(one.before), "after": float(one.after)}
            for one in found.changes
            if one.before is not None and one.after is not None
        ]
    )
    if not rows.empty:
        chart = charts.before_after(rows, state.lang())
        st.altair_chart(chart, theme=None, key="effect.chart")


def _table(found: SchemeEffect, scheme: Scheme, run: MonthRun) -> None:
    names = agent_names(link.desk())
    titles = _titles(run) | {
        one.id: one.title_zh if state.lang() == "zh" else one.title_en for one in scheme.grades
    }
    if not found.changed:
        return
    columns: tuple[Column[ScoreChange], ...] = (
        Column("agent", lambda one: _named(one.agent_id, names)),
        Column("before", lambda one: _float(one.before), "%.2f"),
        Column("after", lambda one: _float(one.after), "%.2f"),
        Column("more", _more, "%+.2f"),
        Column("grade", lambda one: _grades(one, titles)),
    )
    register.show(Register("effect", columns, height_px=330, shared="scores"), found.changed)


def _titles(run: MonthRun) -> dict[str, str]:
    return {
        grade.id: grade.title_zh if state.lang() == "zh" else grade.title_en
        for scheme in run.inputs.schemes.values()
        for grade in scheme.grades
    }


def _named(agent_id: str, names: dict[str, str]) -> str:
    name = names.get(agent_id, "")
    return agent_id if name in ("", agent_id) else f"{agent_id} {name}"


def _more(one: ScoreChange) -> float | None:
    return None if one.before is None or one.after is None else float(one.after - one.before)


def _grades(one: ScoreChange, titles: dict[str, str]) -> str:
    was, now = (
        capital(titles.get(grade or "", grade or NONE))
        for grade in (one.grade_before, one.grade_after)
    )
    return was if was == now else f"{was} → {now}"


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
