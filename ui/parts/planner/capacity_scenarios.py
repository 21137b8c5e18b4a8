"""Scenarios of the months to come laid over each other: one picture, one table of differences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from service.demand.capacity import KEYS, VOLUME, CapacityScenario
from service.demand.capacity_terms import (
    LONGEST_NAME,
    KeptTerms,
    keep_terms,
    kept_terms,
    remove_terms,
)
from service.shop.shops import shop as shop_of
from service.spreadsheet import SheetColumn, SheetKind, SheetTable
from ui import figures, link, state
from ui.charts.capacity_scenarios import scenarios_chart
from ui.guard import action
from ui.parts.markup import Row, listing
from ui.parts.planner.capacity_inputs import SHARES, fill
from ui.parts.planner.capacity_view import each_month
from ui.parts.planner.table_files import table_files
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from service.demand.capacity import MonthsAhead
    from ui.parts.planner.capacity_inputs import CapacityAsked

MOST = 5  # laid over the one that is looked at: more lines cannot be told apart
HEADS = ("scenario", "assumed", "peak", "hires", "decide", "gap", "cost", "differs", "bound")
NUMBERS = frozenset({2, 3, 5, 6, 7, 8})
NONE = "—"


def show(shop: str, asked: CapacityAsked, ahead: MonthsAhead) -> None:
    """Draw the terms looked at now beside those kept; the first is what others differ from."""
    st.subheader(say("capacity.over"), help=say("capacity.over_help"), anchor=False)
    _keep(shop, asked)
    kept = kept_terms(link.desk(shop))
    if not kept:
        st.caption(plain(say("capacity.over_empty")))
        return
    _versions(shop, kept)
    now = replace(asked.scenario, name=say("capacity.now"))
    scenarios = [now, *_laid_over(shop, kept)]
    found = (ahead, *each_month(shop, asked.weeks, scenarios[1:]))
    lines = {one.name: each.lines for one, each in zip(scenarios, found, strict=True)}
    st.altair_chart(
        scenarios_chart(lines, state.lang()), width="stretch", theme=None, key="capacity.over.chart"
    )
    st.caption(plain(say("capacity.over_picture")))
    rows = [_row(one, each, now, ahead) for one, each in zip(scenarios, found, strict=True)]
    listing([say(f"capacity.over_{name}") for name in HEADS], list(map(Row, rows)), numbers=NUMBERS)
    if any(each.cheapest is None for each in found):
        st.caption(plain(say("capacity.cheapest_unknown")))
    table_files(lambda: _sheet(scenarios, found), f"{shop}-scenarios", key="capacity.over")


def _keep(shop: str, asked: CapacityAsked) -> None:
    """Draw how what is assumed now is kept under a name."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            say("capacity.keep_name"),
            max_chars=LONGEST_NAME,
            placeholder=say("capacity.keep_hint"),
            key=f"capacity.{shop}.keep_name",
        )
        st.button(
            say("capacity.keep"),
            icon=":material/layers:",
            key="capacity.keep",
            on_click=action(_add),
            args=(shop, asked.scenario),
            help=plain(say("capacity.keep_help")),
        )


def _add(shop: str, scenario: CapacityScenario) -> None:
    key, desk = f"capacity.{shop}.keep_name", link.desk(shop)
    known = {each.scenario.name for each in kept_terms(desk)}
    name = str(st.session_state.get(key) or "").strip() or say(
        "capacity.keep_usual", number=len(known) + 1
    )
    keep_terms(desk, replace(scenario, name=name))
    st.session_state[key] = ""


def _versions(shop: str, kept: Sequence[KeptTerms]) -> None:
    """Draw every version there is, and what can be done with one: taken over, or all removed."""
    places = tuple(range(len(kept)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            say("capacity.version"),
            places,
            format_func=spoken(places, lambda each: _version_said(shop, kept[each])),
            key=f"capacity.{shop}.version.{len(kept)}",
        )
        chosen = kept[place].scenario
        st.button(
            say("capacity.take"),
            icon=":material/input:",
            key="capacity.take",
            on_click=fill,
            args=(shop, chosen),
            help=say("capacity.take_help"),
        )
        st.button(
            say("capacity.drop"),
            icon=":material/delete:",
            key="capacity.drop",
            on_click=action(_drop),
            args=(shop, chosen.name),
            help=say("capacity.drop_help"),
        )


def _version_said(shop: str, one: KeptTerms) -> str:
    clock = shop_of(link.desk(shop)).clock
    when = figures.stamp(one.kept.at, clock, state.lang())
    told = {"name": one.scenario.name, "number": one.version, "by": one.kept.by, "at": when}
    return plain(say("capacity.version_said", **told))


def _drop(shop: str, name: str) -> None:
    remove_terms(link.desk(shop), name)


def _laid_over(shop: str, kept: Sequence[KeptTerms]) -> list[CapacityScenario]:
    """Draw which terms are laid over those of now, the newest version of each; return them."""
    newest = {each.scenario.name: each.scenario for each in kept if each.is_newest}
    names = tuple(newest)
    chosen = st.multiselect(
        say("capacity.over_which"),
        names,
        default=names[:MOST],
        format_func=spoken(names, plain),
        max_selections=MOST,
        key=f"capacity.{shop}.over.{'/'.join(names)}",
    )
    return [newest[name] for name in chosen if name != say("capacity.now")]


def _row(
    one: CapacityScenario, ahead: MonthsAhead, base: CapacityScenario, first: MonthsAhead
) -> tuple[str, ...]:
    lang, sums, other = state.lang(), ahead.totals, first.totals
    decide = min((hire.decide_by for hire in ahead.hires), default=None)
    known = sums.cost is not None and other.cost is not None
    differs = sums.cost - other.cost if known and one is not base else None  # type: ignore[operator]
    return (
        one.name,
        assumed(one, base),
        figures.number(sums.peak_people, lang, 1),
        figures.number(sums.hired, lang, 0),
        NONE if decide is None else figures.day(decide, lang),
        figures.number(sums.gap_hours, lang, 0),
        _yuan(sums.cost),
        NONE if differs is None else figures.signed(differs, lang, 0),
        _yuan(sums.bound),
    )


def _yuan(value: Decimal | None) -> str:
    return NONE if value is None else figures.number(value, state.lang(), 0)


def assumed(one: CapacityScenario, base: CapacityScenario) -> str:
    """Return what a scenario assumes otherwise than the first."""
    told = [
        say("capacity.assumes", what=say(f"capacity.{key}"), value=_value(one, key))
        for key in KEYS
        if _of(one, key) != _of(base, key)
    ]
    return say("list.comma").join(told) or NONE


def _of(one: CapacityScenario, key: str) -> float | None:
    value: float | None = one.volume if key == VOLUME else getattr(one.params, key)
    return value


def _value(one: CapacityScenario, key: str) -> str:
    value = _of(one, key)
    if value is None:
        return say("staff.level_mean")
    return f"{100 * value:g}" if key in (*SHARES, "level") else f"{value:g}"


def _sheet(scenarios: Sequence[CapacityScenario], found: Sequence[MonthsAhead]) -> SheetTable:
    """Return every week and post of each scenario."""
    names = (
        *("required_people", "people", "left_people", "away_hours", "joining"),
        *("training_hours", "gap_hours", "cost"),
    )
    columns = [SheetColumn(say(f"capacity.{name}")) for name in ("scenario", "week", "post")]
    columns += [SheetColumn(say(f"cli.head.plan_{name}"), SheetKind.NUMBER) for name in names]
    rows = [
        (one.name, line.start.isoformat(), line.post, *(getattr(line, name) for name in names))
        for one, ahead in zip(scenarios, found, strict=True)
        for line in ahead.lines
    ]
    return SheetTable("scenarios", tuple(columns), tuple(rows))
