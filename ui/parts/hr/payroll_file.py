"""The payroll as a payroll program asks for it: columns chosen, ordered, named, remembered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.errors import InputError
from service.month.payroll_layout import (
    SOURCES,
    LayoutColumn,
    PayrollLayout,
    layout_file,
    layouts,
    save_layout,
)
from service.shop.shops import agent_names, shop
from ui import done, link, pay_seen, state
from ui.guard import action
from ui.month_words import month_words
from ui.parts.hr.downloads import MIMES
from ui.parts.hr.values import capital
from ui.parts.importing import fault_table
from ui.state import say, spoken

if TYPE_CHECKING:
    from service.month.months import MonthRun
    from service.pay.pay_review import RunState

USUAL = ("agent_id", "name", "total")
NEW = ""


def draw(run: MonthRun, how_far: RunState) -> None:
    """Let a layout be chosen or made, and hand out the payroll by it."""
    done.show()
    with st.expander(say("layout.title"), icon=":material/view_column:"):
        st.caption(say("layout.text"))
        known = {one.name: one for one in layouts(link.desk())}
        names = [*known, NEW]
        left, right = st.columns(2, vertical_alignment="bottom")
        chosen = left.selectbox(
            say("layout.choose"),
            names,
            format_func=spoken(names, lambda name: name or say("layout.new")),
            key="layout.chosen",
        )
        name = right.text_input(
            say("layout.name"), value=chosen, key=f"layout.name.{chosen}", help=say("layout.help")
        )
        told = _editor(known.get(chosen), f"layout.columns.{chosen}")
        try:
            made = PayrollLayout(name.strip() or say("layout.unnamed"), _columns(told))
        except InputError as error:
            fault_table(error)
            return
        _offer(run, made, how_far, is_named=bool(name.strip()))


def _editor(kept: PayrollLayout | None, key: str) -> pd.DataFrame:
    labels = _labels()
    columns = (
        [(place, labels[one], labels[one]) for place, one in enumerate(USUAL, start=1)]
        if kept is None
        else [
            (place, labels[one.source], one.head) for place, one in enumerate(kept.columns, start=1)
        ]
    )
    names = ("order", "source", "head")
    return st.data_editor(
        pd.DataFrame(columns, columns=list(names)),
        hide_index=True,
        num_rows="dynamic",
        key=key,
        column_config={
            "order": st.column_config.NumberColumn(say("layout.order"), width="small"),
            "source": st.column_config.SelectboxColumn(
                say("layout.source"), options=list(labels.values()), width="large"
            ),
            "head": st.column_config.TextColumn(say("layout.head"), width="large"),
        },
    )


def _labels() -> dict[str, str]:
    """Return what each source is called; a kind of pay as on the payroll."""
    found: dict[str, str] = {}
    for source in SOURCES:
        key = source if source.startswith("pays.") else f"layout_source.{source}"
        found[source] = capital(say(key))
    return found


def _columns(told: pd.DataFrame) -> tuple[LayoutColumn, ...]:
    """Return the columns as they were ordered; a row without a source is none."""
    sources = {label: source for source, label in _labels().items()}
    rows = told.sort_values("order", kind="stable", na_position="last").to_dict("records")
    return tuple(
        LayoutColumn(str(row["head"] or row["source"]).strip(), sources[row["source"]])
        for row in rows
        if row["source"] in sources
    )


def _offer(run: MonthRun, made: PayrollLayout, how_far: RunState, *, is_named: bool) -> None:
    lang, names = state.lang(), agent_names(link.desk())
    words = month_words(run, names, lang, state=how_far, zone=shop(link.desk()).clock.zone)
    with st.container(horizontal=True):
        for ending in ("xlsx", "csv"):
            st.download_button(
                say(f"layout.{ending}"),
                pay_seen.handed_out(
                    run, f"payroll_{ending}", partial(layout_file, run, words, made, ending)
                ),
                f"{run.month}-{made.name}-run{run.number}-{how_far}.{ending}",
                MIMES[ending],
                key=f"layout.{ending}",
                icon=":material/download:",
                on_click="ignore",
            )
        st.button(
            say("layout.keep"),
            key="layout.keep",
            icon=":material/save:",
            disabled=not is_named,
            on_click=_keep,
            args=(made,),
        )


@action
def _keep(made: PayrollLayout) -> None:
    save_layout(link.desk(), made)
    st.session_state["layout.chosen"] = made.name
    done.tell(say("layout.kept", name=made.name))
