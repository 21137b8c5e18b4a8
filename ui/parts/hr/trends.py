"""Scores against the months before: of teams and people, and the list of months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.month import month_trend
from service.month.months import month_runs
from ui import figures, link, state
from ui.charts import scores as charts
from ui.parts import register
from ui.parts.hr import values
from ui.parts.hr.opened import month_title
from ui.parts.markup import Row, listing
from ui.parts.register import Column, Register
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from service.month.month_trend import MonthTrend, RunNote, Trend
    from service.month.months import Month

PER_CENT = 100
SPARK = "trend"


def of_month(month: Month) -> MonthTrend:
    """Return the trend up to a scored month; read again only after a run."""
    desk = link.desk()
    runs = month_trend.newest_runs(desk, month)
    return _read((link.seen_as(), desk.shop_id, month, runs))


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(key: tuple[str, str, Month, tuple[RunNote, ...]]) -> MonthTrend:
    return month_trend.month_trend(link.desk(key[1]), key[2])


def against(found: MonthTrend) -> str:
    """Return how the shop's mean stands against the month before; empty: there is none."""
    if found.shop.change is None:
        return ""
    return say("trend.against", change=change_text(found.shop), month=_before(found))


def _before(found: MonthTrend) -> str:
    return month_title(found.months[-2])


def against_own(months: Sequence[Month], trend: Trend | None) -> str:
    """Return how an agent's score stands against the month before; empty: one is not known."""
    if trend is None or trend.change is None:
        return ""
    return say("trend.own", change=change_text(trend), month=month_title(months[-2]))


def change_text(trend: Trend) -> str:
    """Return points above the month before, of 100; a dash where one of them is not known."""
    change = trend.change
    return values.NONE if change is None else figures.signed(change * PER_CENT, state.lang())


def _points(share: Decimal | None) -> float | None:
    return None if share is None else PER_CENT * float(share)


def columns(found: MonthTrend) -> tuple[Column[dict[str, str]], ...]:
    """Return the columns of the change against the month before and of the months so far."""

    def change(row: dict[str, str]) -> float | None:
        one = found.agents.get(row["agent"])
        return None if one is None else _points(one.change)

    def months(row: dict[str, str]) -> list[float]:
        one = found.agents.get(row["agent"])
        return [] if one is None else _spark(one.shares)

    head, told = say("trend.months"), say("trend.spark_help")
    return (
        Column("change", change, "%+.1f", None, say("trend.change"), say("trend.change_help")),
        Column(SPARK, months, "", "small", head, told, is_line=True),
    )


def _spark(shares: Sequence[Decimal | None]) -> list[float]:
    return [PER_CENT * float(share) for share in shares if share is not None]


def teams(found: MonthTrend) -> None:
    """Draw every team's months as a line, and list the teams with their change."""
    before = _before(found)
    st.subheader(say("trend.teams"), help=say("trend.teams_help"), anchor=False)
    left, right = st.columns([3, 2], gap="medium")
    lang = state.lang()
    with left:
        chart = charts.trend(_lines(found), say("trend.shop"), lang)
        st.altair_chart(chart, theme=None, key="month.trend")
    with right:
        heads = [say("scores.team"), *map(month_title, found.months[-2:]), say("trend.change")]
        named = sorted(found.teams.items(), key=lambda one: -(one[1].now or 0))
        shown = [(name or say("scores.no_team"), trend) for name, trend in named]
        shown.append((say("trend.shop"), found.shop))
        rows = [Row((name, *_last_two(trend), change_text(trend))) for name, trend in shown]
        listing(heads, rows, numbers=frozenset({1, 2, 3}))
        st.caption(plain(say("trend.change_note", month=before)))


def _last_two(trend: Trend) -> tuple[str, str]:
    shown = (values.NONE if one is None else _shown(one) for one in trend.shares[-2:])
    before, now = shown
    return before, now


def _shown(share: Decimal) -> str:
    return figures.number(share * PER_CENT, state.lang())


def _lines(found: MonthTrend) -> pd.DataFrame:
    """Return a row per month and team, the whole shop the last of them."""
    named = {name or say("scores.no_team"): trend for name, trend in found.teams.items()}
    named[say("trend.shop")] = found.shop
    return pd.DataFrame(
        [
            {"month": month_title(month), "who": who, "score": PER_CENT * float(share)}
            for who, trend in named.items()
            for month, share in zip(found.months, trend.shares, strict=True)
            if share is not None
        ]
    )


def month_list() -> None:
    """List the scored months where there are several; a click opens one."""
    last = month_runs(link.desk())[-1].month
    found = of_month(last)
    if len(found.runs) == 1:
        return
    st.subheader(say("trend.months"), help=say("trend.months_help"), anchor=False)
    states = month_trend.run_states(link.desk(), found.runs)
    columns: tuple[Column[tuple[RunNote, str, Decimal | None]], ...] = (
        Column("month", lambda one: month_title(one[0].month)),
        Column("state", lambda one: say(f"run_state.{one[1]}")),
        Column("run", lambda one: one[0].number),
        Column("people", lambda one: one[0].agents),
        Column("mean", lambda one: _points(one[2]), "%.1f"),
        Column("paid", lambda one: one[0].total_fen / 100 if one[0].total_fen else None, "¥%,.2f"),
    )
    listed = list(zip(found.runs, states, found.shop.shares, strict=True))[::-1]
    key = f"month.list.{state.chosen('month')}"
    for run, _, _ in register.pick(Register("trend", columns, key=key, shared="scores"), listed):
        if str(run.month) != state.chosen("month"):
            state.choose("month", str(run.month))
            st.rerun()
