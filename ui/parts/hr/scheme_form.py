"""What a scheme is called and for whom, its lines to open one by one, its grades."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.metrics.indicators import INDICATORS
from kpi.scheme.scheme import Adding, Grade, PostKind
from service.scheme.scheme_editing import Sketch, checked
from ui import state
from ui.guard import fault_sentences
from ui.parts.hr import line_editor, sketching, values
from ui.plain import escape
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.errors import Fault
    from service.scheme.scheme_publishing import Validation

PER_CENT = 100
GRADE_COLUMNS = ("id", "title_zh", "title_en", "low", "coefficient", "amount")


def general(sketch: Sketch) -> Sketch:
    """Draw id, titles, kind of post and least coverage; return the sketch with them."""
    one, two, three, four, five = st.columns([1, 2, 2, 1, 1])
    least = five.number_input(
        say("editor.least_coverage"),
        min_value=0.0,
        max_value=float(PER_CENT),
        value=float(sketch.least_coverage * PER_CENT),
        step=5.0,
        format="%g",
        help=say("editor.least_coverage_help"),
        key=sketching.key("least"),
    )
    kinds = list(PostKind)
    return replace(
        sketch,
        id=one.text_input(
            say("editor.id"), sketch.id, key=sketching.key("id"), help=say("editor.id_help")
        ).strip(),
        title_zh=two.text_input(say("editor.title_zh"), sketch.title_zh, key=sketching.key("zh")),
        title_en=three.text_input(say("editor.title_en"), sketch.title_en, key=sketching.key("en")),
        post_kind=four.selectbox(
            say("scheme.kind"),
            kinds,
            index=kinds.index(sketch.post_kind),
            format_func=state.spoken(kinds, lambda kind: values.capital(say(f"post_kind.{kind}"))),
            key=sketching.key("kind"),
        ),
        least_coverage=(sketching.exact(least) or values.ZERO) / PER_CENT,
    )


def lines(sketch: Sketch) -> tuple[Sketch, Validation]:
    """Draw all lines, the one that is open with its settings; return what they make."""
    opened = st.session_state.get(sketching.OPEN)
    slots = []
    for place, line in enumerate(sketch.lines):
        with st.container(border=True):
            picture, buttons = st.columns([8, 1], vertical_alignment="top")
            slots.append(picture.empty())
            _buttons(buttons, place, line.indicator, is_open=line.indicator == opened)
            if line.indicator == opened:
                sketch = sketching.with_line(sketch, place, line_editor.edited(sketch, place))
    _add(sketch)
    sketch = _grades(sketch)
    found = checked(sketch)
    wrong = sketching.faults_of(found.faults, [line.indicator for line in sketch.lines])
    for slot, line in zip(slots, sketch.lines, strict=True):
        faults = wrong.get(line.indicator, [])
        slot.html(line_editor.drawn(line, faults, state.lang()))
    _faults_of_grades(wrong)
    return sketching.keep(sketch), found


def _buttons(
    where: st.delta_generator.DeltaGenerator, place: int, indicator: str, *, is_open: bool
) -> None:
    with where, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        st.button(
            ":material/expand_less:" if is_open else ":material/edit:",
            key=sketching.key(f"open.{indicator}"),
            help=say("editor.close" if is_open else "editor.open"),
            type="tertiary",
            on_click=line_editor.open_line,
            args=(None if is_open else indicator,),
        )
        st.button(
            ":material/delete:",
            key=sketching.key(f"remove.{indicator}"),
            help=say("editor.remove"),
            type="tertiary",
            on_click=line_editor.remove,
            args=(place,),
        )


def _add(sketch: Sketch) -> None:
    used = {line.indicator for line in sketch.lines}
    options = [name for name in INDICATORS if name not in used]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            say("editor.add_line"),
            options,
            index=None,
            format_func=state.spoken(
                options, lambda name: values.indicator_name(name, state.lang())
            ),
            placeholder=say("behind.choose"),
            key=sketching.key("add"),
            width=320,
        )
        st.button(
            say("editor.add"), icon=":material/add:", on_click=line_editor.add, key="editor.add"
        )


def _grades(sketch: Sketch) -> Sketch:
    """Draw the table of grades; return the sketch with them."""
    st.subheader(say("scheme.grades"), help=say("editor.grades_help"), anchor=False)
    seed = sketching.key("grades.seed")
    if seed not in st.session_state:
        rows = [
            {
                "id": grade.id,
                "title_zh": grade.title_zh,
                "title_en": grade.title_en,
                **{
                    name: None if (value := getattr(grade, name)) is None else float(value)
                    for name in GRADE_COLUMNS[3:]
                },
            }
            for grade in sketch.grades
        ]
        numbers = dict.fromkeys(GRADE_COLUMNS[3:], "float64")
        st.session_state[seed] = pd.DataFrame(rows, columns=list(GRADE_COLUMNS)).astype(numbers)
    column = st.column_config
    found = st.data_editor(
        st.session_state[seed],
        num_rows="dynamic",
        hide_index=True,
        placeholder=values.NONE,
        key=sketching.key("grades"),
        column_config={
            "id": say("editor.grade_id"),
            "title_zh": say("editor.title_zh"),
            "title_en": say("editor.title_en"),
            "low": column.NumberColumn(say("editor.grade_low")),
            "coefficient": column.NumberColumn(say("scheme.coefficient")),
            "amount": column.NumberColumn(say("editor.grade_amount")),
        },
    )
    made = (_grade(row) for row in found.to_dict("records"))
    return replace(sketch, grades=tuple(grade for grade in made if grade is not None))


def _grade(row: Mapping[str, object]) -> Grade | None:
    low = sketching.exact(row["low"])  # type: ignore[arg-type]
    name = row["id"] if isinstance(row["id"], str) else ""
    if low is None or not name:
        return None
    texts = [
        row[title] if isinstance(row[title], str) else "" for title in ("title_zh", "title_en")
    ]
    zh, en = (str(text) or name for text in texts)
    pay = [sketching.exact(row[each]) for each in ("coefficient", "amount")]  # type: ignore[arg-type]
    return Grade(name, zh, en, low, *pay)


def _faults_of_grades(wrong: Mapping[str, list[Fault]]) -> None:
    said = "".join(
        f'<div class="fault">✕ {escape(text)}</div>'
        for text in fault_sentences(tuple(wrong.get("grades", ())))
    )
    if said:
        st.html(f'<div class="faults-here">{said}</div>')


def weight_sum(sketch: Sketch) -> None:
    """Draw the weights one after the other against 100."""
    if sketch.adding is not Adding.WEIGHTED:
        return
    weights = [line.weight for line in sketch.lines if line.weight > 0]
    total = sum(weights, start=values.ZERO)
    whole = max(total, values.ZERO + 100)
    kind = "over" if total > 100 else ""
    parts = "".join(f'<i class="{kind}" style="width:{100 * w / whole:.2f}%"></i>' for w in weights)
    text = say("editor.weights_sum", total=values.short(total, state.lang()))
    st.html(f'<div class="sub">{escape(text)}</div><div class="weight-sum">{parts}</div>')
