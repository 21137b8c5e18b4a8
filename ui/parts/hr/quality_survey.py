"""The questionnaire: filling one in for a customer, its questions, and the weights."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.records import quality
from service.records.quality import AnswerSheet
from ui import done, link, state
from ui.guard import action, guarded
from ui.parts import entry_form
from ui.parts.entry_form import Ask
from ui.parts.hr.asking import day, days_so_far, now_min, post
from ui.parts.hr.quality_results import dimension_title
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.month.months import Month
    from service.records.quality import Question, Survey

ROUND = "quality.round"


def _text(one: Question) -> str:
    return one.zh if state.lang() == "zh" else one.en


@dataclass(frozen=True, slots=True)
class SurveyTold:
    """What is asked of a customer beside the marks: a number or name, which post, when."""

    respondent: str
    post: str
    date: dt.date


def fill_in(used: Survey, month: Month, clock: Clock) -> None:
    """Ask for the marks of one customer and keep them."""
    number = st.session_state.get(ROUND, 0)
    days = days_so_far(month, clock.date_of(now_min()))
    row = (Ask("respondent"), post("post"), day("date", days))
    with st.form("quality.fill", border=True):
        st.markdown(f"**{say('quality.fill')}**")
        st.caption(plain(say("quality.fill_text", scale=used.scale)))
        told = SurveyTold(
            **entry_form.fields("quality", SurveyTold, [row], key=f"quality.fill.{number}")
        )
        marks = _editor(used, number)
        if not st.form_submit_button(say("quality.keep"), type="primary"):
            return
    with guarded():
        _keep(used, told, marks, number)


def _editor(used: Survey, number: int) -> pd.DataFrame:
    rows = [
        (dimension_title(one), _text(question), None, None)
        for one in used.dimensions
        for question in one.questions
    ]
    names = ("dimension", "question", "expected", "perceived")
    table = pd.DataFrame(rows, columns=list(names)).astype(
        {"expected": "Int64", "perceived": "Int64"}
    )
    options = list(range(1, used.scale + 1))
    marks = {
        name: st.column_config.SelectboxColumn(
            say(f"quality.{name}"), options=options, width="small"
        )
        for name in ("expected", "perceived")
    }
    texts = {name: st.column_config.TextColumn(say(f"quality.{name}")) for name in names[:2]}
    return st.data_editor(
        table,
        hide_index=True,
        disabled=["dimension", "question"],
        height=38 + 35 * len(rows),
        placeholder="—",
        column_config={**texts, **marks},
        key=f"quality.marks.{number}",
    )


def _keep(used: Survey, told: SurveyTold, marks: pd.DataFrame, number: int) -> None:
    given: dict[str, tuple[float | None, float | None]] = {}
    columns = (marks["expected"].tolist(), marks["perceived"].tolist())
    for question, expected, perceived in zip(used.questions, *columns, strict=True):
        pair = (_mark(expected), _mark(perceived))
        if pair != (None, None):
            given[question] = pair
    if not given:
        st.warning(say("quality.no_marks"), icon=":material/edit:")
        return
    if not told.respondent:
        st.warning(say("quality.no_respondent"), icon=":material/edit:")
        return
    sheet = AnswerSheet(told.respondent, told.post, told.date, given)
    quality.save_answers(link.desk(), sheet)
    st.session_state[ROUND] = number + 1
    done.tell(say("quality.kept", respondent=told.respondent))
    st.rerun()


def _mark(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def questions(used: Survey) -> None:
    """List the questions by dimension, say where they come from, and ask for the weights."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        heads = [say("quality.dimension"), say("quality.number"), say("quality.question")]
        rows = [
            Row((dimension_title(one) if first else "", question.id, _text(question)))
            for one in used.dimensions
            for first, question in ((each is one.questions[0], each) for each in one.questions)
        ]
        listing(heads, rows, numbers=frozenset())
    with right:
        _weights(used)
        if used.source:
            st.caption(plain(say("quality.source", source=used.source)))


def _weights(used: Survey) -> None:
    with st.form("quality.weights", border=True):
        st.markdown(f"**{say('quality.weights')}**")
        st.caption(plain(say("quality.weights_text", version=used.version)))
        for one in used.dimensions:
            st.number_input(
                plain(dimension_title(one)),
                min_value=0,
                max_value=100,
                value=int(one.weight),
                step=1,
                key=f"quality.weight.{one.id}",
            )
        st.form_submit_button(say("quality.save_weights"), on_click=_save_weights, args=(used,))


@action
def _save_weights(used: Survey) -> None:
    dimensions = tuple(
        replace(one, weight=Decimal(st.session_state[f"quality.weight.{one.id}"]))
        for one in used.dimensions
    )
    kept = replace(used, version=used.version + 1, valid_from=link.today(), dimensions=dimensions)
    quality.save_survey(link.desk(), kept)
    done.tell(say("quality.weights_saved", version=kept.version))
