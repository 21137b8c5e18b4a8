"""What earlier promotions did and what was learnt from them, and what moves the week's days."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from service.demand.promotions import FactorSource, Learnt, Phase, learnt
from ui import figures, link, state
from ui.charts.promotions import Factor, promotion_chart
from ui.parts.markup import Row, listing
from ui.parts.planner.accuracy import key_of_past
from ui.state import say, spoken
from ui.words.names import day_name, post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from service.demand.promotions import DayEffect, Promotion, PromotionDay
    from service.history.volumes import History
    from service.roster.rosters import RosterSheet

SOURCES = {
    FactorSource.LEARNT: "promotions.learnt_source",
    FactorSource.PLANNER: "promotions.planner",
    FactorSource.UNKNOWN: "promotions.unknown",
    FactorSource.CLOSED: "promotions.closed",
}
WITHOUT_FACTOR = (FactorSource.UNKNOWN, FactorSource.CLOSED)


def show(found: RosterSheet, known: History, order: Sequence[str]) -> None:
    """Draw one promotion of the past day by day, and what the week's special days do."""
    told = _learnt(found.shop.id, found.week.label, key_of_past(known))
    st.subheader(say("promotions.title"), help=say("promotions.help"), anchor=False)
    _week(told.week)
    if not told.promotions:
        st.caption(say("promotions.none"))
        return
    runs = list(dict.fromkeys((each.name, each.first, each.last) for each in told.promotions))
    chosen = st.selectbox(
        say("promotions.which"),
        range(len(runs)),
        format_func=spoken(range(len(runs)), lambda place: _run_name(*runs[place])),
        key="forecast.promotion",
        label_visibility="collapsed",
    )
    mine = [each for each in told.promotions if (each.name, each.first, each.last) == runs[chosen]]
    chart = promotion_chart(factors(mine), state.lang(), order=order)
    st.altair_chart(chart, width="stretch", theme=None, key="forecast.promotions")
    _table(mine)


@st.cache_data(max_entries=16, show_spinner=False)
def _learnt(
    shop: str,
    label: str,
    key: str,  # noqa: ARG001 - what the answer is remembered under
) -> Learnt:
    return learnt(link.desk(shop), label)


def _run_name(name: str, first: dt.date, last: dt.date) -> str:
    lang = state.lang()
    dates = figures.day(first, lang) if first == last else figures.stretch(first, last, lang)
    return f"{name} · {dates}"


def _day_name(day: PromotionDay) -> str:
    return say(f"promotions.{day.phase}", count=day.number)


def _times(value: float | None) -> str:
    return "—" if value is None else f"×{figures.number(value, state.lang(), 2)}"


def factors(mine: Sequence[Promotion]) -> list[Factor]:
    """Return what a chart of one promotion shows, post by post."""
    return [
        Factor(
            each.post,
            _day_name(day),
            day.seen,
            day.learnt,
            _times(day.seen),
            _times(day.learnt),
            "—" if day.chats is None else figures.number(day.chats, state.lang(), 0),
        )
        for each in mine
        for day in each.days
    ]


def _table(mine: Sequence[Promotion]) -> None:
    """List the days: seen and learnt, post by post."""
    lang = state.lang()
    heads = [say("promotions.day"), say("promotions.date")]
    heads += [post_name(each.post, lang) for each in mine]
    rows = []
    for place, day in enumerate(mine[0].days):
        cells = [
            say("promotions.cell", seen=_times(each.days[place].seen), learnt=_times(learned))
            for each in mine
            if (learned := each.days[place].learnt)
        ]
        kind = "here" if day.phase is Phase.ON else ""
        rows.append(Row((_day_name(day), figures.day(day.date, lang), *cells), kind))
    listing(heads, rows, numbers=frozenset(range(2, len(heads))))
    st.caption(say("promotions.note"))


def _week(effects: Sequence[DayEffect]) -> None:
    """Say which days of the week are moved, how much, and who says so."""
    if not effects:
        return
    lang = state.lang()
    ordered = sorted(effects, key=lambda effect: effect.date)
    rows = []
    for date, group in groupby(ordered, key=lambda effect: effect.date):
        some = list(group)
        names = dict.fromkeys(day_name(name, lang) for effect in some for name in effect.names)
        parts = (
            f"{post_name(effect.post, lang)} "
            f"{'—' if effect.source in WITHOUT_FACTOR else _times(effect.factor)}"
            for effect in some
        )
        said = say("list.comma").join(names) or say("promotions.around")
        sources = dict.fromkeys(say(SOURCES[effect.source]) for effect in some)
        rows.append(Row((figures.day(date, lang), said, " · ".join(parts), "; ".join(sources))))
    heads = [say(f"promotions.{name}") for name in ("day", "why", "week_factor", "source")]
    listing(heads, rows, numbers=frozenset())
