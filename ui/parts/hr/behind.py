"""What one line of a scorecard was counted from: its days, shifts and chats."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.month.months import Month, traced_line
from service.shop.shops import shop
from ui import figures, link, state
from ui.parts.hr import values
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from kpi.score.explain import Trace
    from kpi.score.scorecard import Scorecard
    from scheduler.chats import ChatRecords
    from scheduler.horizon import Clock
    from service.month.months import MonthRun

CHATS_SHOWN = 2000


def behind(run: MonthRun, card: Scorecard) -> None:
    """Let a line be chosen and draw what is behind it."""
    st.subheader(say("behind.title"), help=say("behind.help"), anchor=False)
    indicator = st.selectbox(
        say("behind.choose"),
        [line.indicator for line in card.lines],
        index=None,
        format_func=lambda name: values.indicator_name(name, state.lang()),
        placeholder=say("behind.choose"),
        label_visibility="collapsed",
        key=f"behind.{card.agent_id}.{card.post}",
        width=360,
    )
    if indicator is None:
        return
    key = (link.seen_as(), run.number, run.entered.at.isoformat(), card.agent_id, card.post)
    with st.spinner(say("behind.reading")):
        trace, records = _traced(key, state.chosen("shop"), str(run.month), (*key[3:], indicator))
    clock = shop(link.desk()).clock
    _target(trace)
    parts = {
        "days": (len(trace.days), lambda: _days(trace)),
        "shifts": (len(trace.shifts), lambda: _shifts(trace, clock)),
        "chats": (len(trace.chats), lambda: _chats(trace, records, clock)),
    }
    full = {name: part for name, part in parts.items() if part[0]}
    if not full:
        st.caption(say("behind.nothing"))
        return
    tabs = st.tabs([plain(say(f"behind.{name}", count=count)) for name, (count, _) in full.items()])
    for tab, (_, draw) in zip(tabs, full.values(), strict=True):
        with tab:
            draw()


@st.cache_resource(max_entries=24, show_spinner=False)
def _traced(
    key: tuple[object, ...],  # noqa: ARG001 - by which the cache tells runs apart
    shop_id: str,
    month: str,
    line: tuple[str, ...],
) -> tuple[Trace, ChatRecords | None]:
    agent_id, post, indicator = line
    trace, chats = traced_line(
        link.desk(shop_id), Month.parse(month), agent_id=agent_id, post=post, indicator=indicator
    )
    return trace, None if chats is None else chats[0]


def _target(trace: Trace) -> None:
    lang, share = state.lang(), trace.target
    if share is None or share.target is None:
        return
    st.caption(
        plain(
            say(
                "behind.target",
                target=figures.money(share.target / values.FEN, lang),
                own=values.hours_text(share.scheduled_min, lang),
                excused=values.hours_text(share.excused_min, lang),
                all=values.hours_text(share.post_scheduled_min, lang),
            )
        )
    )


def _days(trace: Trace) -> None:
    lang = state.lang()
    rows = [
        {
            say("behind.date"): figures.day(day.date, lang),
            say("behind.message_date"): ""
            if day.message_date == day.date
            else figures.day(day.message_date, lang),
            **{
                say(f"fact.{name}"): values.column_text(name, day.counts.get(name), lang)
                for name in trace.columns
            },
        }
        for day in trace.days
    ]
    _frame(pd.DataFrame(rows), "days", texts=2)
    sums = [
        say(
            "behind.sum",
            name=say(f"fact.{name}"),
            sum=values.column_text(name, _sum(trace, name), lang),
        )
        for name in trace.columns
    ]
    st.caption(plain(say("behind.sums", sums=say("list.comma").join(sums))))


def _sum(trace: Trace, name: str) -> Decimal | None:
    """Return the sum of a column over the days on which all columns are known."""
    known = [
        day
        for day in trace.days
        if all(day.counts.get(column) is not None for column in trace.columns)
    ]
    return sum((day.counts[name] or Decimal(0) for day in known), Decimal(0))


def _shifts(trace: Trace, clock: Clock) -> None:
    lang = state.lang()
    rows = []
    for one in trace.shifts:
        there, shift = one.attended, one.scheduled.shift
        minutes = {
            "scheduled_min": one.scheduled_min,
            "present_min": there.present_min if there else None,
            "adherent_min": there.adherent_min if there else None,
            "secondment_min": one.secondment_min,
            "disruption_min": one.disruption_min,
            "late_min": there.late_min if there else None,
            "early_min": there.early_min if there else None,
        }
        rows.append(
            {
                say("behind.date"): figures.day(one.date, lang),
                say("behind.shift"): figures.times(clock, shift.start_min, shift.end_min),
                **{
                    say(f"fact.{name}"): values.NONE
                    if count is None
                    else figures.number(count, lang, 0)
                    for name, count in minutes.items()
                },
            }
        )
    _frame(pd.DataFrame(rows), "shifts", texts=2)


def _chats(trace: Trace, records: ChatRecords | None, clock: Clock) -> None:
    if records is None:
        return
    lang = state.lang()
    rows = []
    for chat in trace.chats[:CHATS_SHOWN]:
        came, replied = float(records.arrived_s[chat]), float(records.replied_s[chat])
        ended = float(records.ended_s[chat])
        minute, second = divmod(int(came), 60)
        waited = None if math.isnan(replied) else replied - came
        rows.append(
            {
                say("behind.came"): f"{figures.day(clock.date_of(minute), lang)} "
                f"{figures.clock_name(clock.clock_of(minute))}:{second:02d}",
                say("behind.waited"): say("behind.no_reply")
                if waited is None
                else figures.number(waited, lang, 0),
                say("behind.lasted"): figures.number((ended - came) / 60, lang, 1),
            }
        )
    _frame(pd.DataFrame(rows), "chats", texts=1)
    if len(trace.chats) > CHATS_SHOWN:
        st.caption(plain(say("behind.first_chats", count=CHATS_SHOWN)))


def _frame(rows: pd.DataFrame, name: str, *, texts: int) -> None:
    """Draw rows; all but the first columns of text stand to the right."""
    right = {
        column: st.column_config.TextColumn(alignment="right") for column in rows.columns[texts:]
    }
    st.dataframe(
        rows,
        hide_index=True,
        height=min(360, 38 + 35 * len(rows)),
        key=f"behind.{name}",
        column_config=right,
    )
