"""The months to come on the screen: answers, weeks, whom to hire, the table month by month."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from service.demand.capacity import (
    Capacity,
    CapacityScenario,
    CapacityWeek,
    Hire,
    MonthsAhead,
    scenarios_ahead,
)
from service.shop.shops import actions, posts, shops
from service.spreadsheet import SheetColumn, SheetKind, SheetTable
from ui import figures, link, state
from ui.charts.capacity import capacity_charts
from ui.parts.markup import Card, Row, Tag, Tone, listing
from ui.parts.planner.expected_view import caveat_sentence, is_of_driver
from ui.parts.planner.table_files import table_files
from ui.parts.sheet import missing
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ui.parts.planner.capacity_inputs import CapacityAsked

TIGHT = 0.95
"""Share of the hours there above which a week is worth a look."""


def open_shop() -> str:
    """Return the chosen shop; where there is none, say what is missing and stop."""
    known = [shop.id for shop in shops(link.database())]
    if not known:
        missing("empty.shop")
    return state.chosen("shop") or known[0]


def months(shop: str, asked: CapacityAsked) -> MonthsAhead:
    """
    Return the weeks to come; remembered until anybody does anything in the shop.

    Raises
    ------
    InputError
        When the shop has no history, people or rules.
    """
    return each_month(shop, asked.weeks, [asked.scenario])[0]


def each_month(
    shop: str, weeks: int, scenarios: Sequence[CapacityScenario]
) -> tuple[MonthsAhead, ...]:
    """Return the weeks to come of each scenario; else as ``months``."""
    desk = link.desk(shop)
    newest = repr((actions(desk)[:1], desk.may("wages")))  # who sees no wages sees no cost
    key = hashlib.sha256(newest.encode()).hexdigest()
    plain_ones = tuple(replace(each, name="") for each in scenarios)  # a name changes nothing
    with st.spinner(say("capacity.running")):
        return _months(shop, weeks, plain_ones, link.today(), key)


@st.cache_data(max_entries=16, show_spinner=False)
def _months(
    shop: str,
    weeks: int,
    scenarios: tuple[CapacityScenario, ...],
    today: dt.date,
    key_of_shop: str,  # noqa: ARG001 - what the answer is remembered under
) -> tuple[MonthsAhead, ...]:
    return scenarios_ahead(link.desk(shop), scenarios, today=today, weeks=weeks)


def merged(found: Capacity) -> list[Hire]:
    """Return the hires, those of one post and first day together."""
    ordered = sorted(found.hires, key=_when)
    together = []
    for _, group in groupby(ordered, key=_when):
        same = list(group)
        people = sum(hire.people for hire in same)
        first = same[0]
        together.append(Hire(first.post, people, first.decide_by, first.first_day, first.is_late))
    return together


def _when(hire: Hire) -> tuple[dt.date, str, bool]:
    return hire.first_day, hire.post, hire.is_late


def tags(ahead: MonthsAhead) -> list[Tag]:
    """Return which weeks are planned."""
    weeks, lang = ahead.capacity.weeks, state.lang()
    dates = f"{figures.month(weeks[0].month, lang)} – {figures.month(weeks[-1].month, lang)}"
    return [Tag(dates), Tag(say("capacity.weeks_count", count=len(weeks)))]


def answers(ahead: MonthsAhead) -> list[Card]:
    """Return the cards: whom to hire, by when to decide, the tightest week, what stays short."""
    found = ahead.capacity
    return [_hiring(found), _deciding(found), _tightest(found), _staying(found)]


def _hiring(found: Capacity) -> Card:
    lang = state.lang()
    needed = {post: found.hires_needed(post) for post in found.hours_week}
    total = sum(needed.values())
    name = say("capacity.card_hires")
    if not total:
        return Card(name, say("capacity.no_hires"), say("capacity.no_hires_note"), Tone.GOOD)
    parts = " · ".join(f"{post_name(post, lang)} {n}" for post, n in needed.items() if n)
    return Card(name, say("capacity.people", people=total), parts, Tone.LOOK)


def _deciding(found: Capacity) -> Card:
    lang, name = state.lang(), say("capacity.card_decide")
    if not found.hires:
        return Card(name, say("capacity.nothing"))
    first = min(hire.decide_by for hire in found.hires)
    late = sum(hire.people for hire in found.hires if hire.is_late)
    note = say("capacity.late_note", people=late) if late else say("capacity.in_time_note")
    return Card(name, figures.day(first, lang), note, Tone.BAD if late else Tone.LOOK)


def use_of(week: CapacityWeek) -> float:
    """Return hours needed as a share of hours there, new people included; infinite: nobody."""
    there = sum(week.available_hours.values()) + sum(week.hired_hours.values())
    return sum(week.required_hours.values()) / there if there > 0 else float("inf")


def _tightest(found: Capacity) -> Card:
    lang = state.lang()
    week = max(found.weeks, key=use_of)
    required, there = (
        figures.number(sum(hours.values()), lang, 0)
        for hours in (week.required_hours, week.available_hours)
    )
    note = say("capacity.tight_note", required=required, there=there, share=_use(week))
    tone = Tone.BAD if use_of(week) > 1 else Tone.LOOK if use_of(week) > TIGHT else Tone.GOOD
    value = f"{week.label} · {figures.short_date(week.start, lang)}"
    return Card(say("capacity.card_tight"), value, note, tone)


def _use(week: CapacityWeek) -> str:
    used = use_of(week)
    return "—" if used == float("inf") else figures.share(used, state.lang())


def _staying(found: Capacity) -> Card:
    lang, name = state.lang(), say("capacity.card_short")
    short = [week for week in found.weeks if sum(week.left_short_hours.values()) > 0]
    if not short:
        return Card(name, say("capacity.none_short"), "", Tone.GOOD)
    hours = sum(sum(week.left_short_hours.values()) for week in short)
    value = say("capacity.short_hours", hours=figures.number(hours, lang, 0))
    return Card(name, value, say("capacity.short_note", weeks=len(short)), Tone.BAD)


def caveats(ahead: MonthsAhead) -> None:
    """Say what limits the worth of a forecast so far ahead."""
    lines = [caveat_sentence(caveat) for caveat in ahead.caveats if not is_of_driver(caveat)]
    if lines:
        st.caption("  \n".join(plain(line) for line in lines))


def weeks(ahead: MonthsAhead, shop: str) -> None:
    """Draw hours needed and there, a band for each post."""
    title, files = st.columns([5, 2], vertical_alignment="bottom")
    title.subheader(say("capacity.title"), help=say("capacity.help"), anchor=False)
    with files, st.container(horizontal=True, horizontal_alignment="right"):
        first = ahead.capacity.weeks[0].label
        table_files(lambda: _table(ahead), f"{shop}-{first}-capacity", key="capacity.table")
    order = [post.id for post in posts(link.desk(shop))]
    charts = capacity_charts(ahead.capacity.weeks, state.lang(), order=order)
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"capacity.weeks.{place}")


def hires(ahead: MonthsAhead) -> None:
    """List whom to hire: where, how many, by when to decide, when they come."""
    found = merged(ahead.capacity)
    if not found:
        return
    st.subheader(say("capacity.hires"), help=say("capacity.hires_help"), anchor=False)
    columns = ("decide_by", "post", "hire_people", "first_day", "standing")
    rows = [
        Row(
            (*_hired(hire), say("capacity.is_late" if hire.is_late else "capacity.in_time")),
            "gone" if hire.is_late else "",
        )
        for hire in found
    ]
    listing([say(f"capacity.{name}") for name in columns], rows, numbers=frozenset({2}))


def _hired(hire: Hire) -> tuple[str, ...]:
    """Return by when to decide on hires, of which post, how many, and when they come."""
    lang = state.lang()
    return (
        figures.day(hire.decide_by, lang),
        post_name(hire.post, lang),
        figures.number(hire.people, lang, 0),
        figures.day(hire.first_day, lang),
    )


def cheapest(ahead: MonthsAhead) -> None:
    """Say which hires cost least where a missing hour is paid as overtime, and what is proven."""
    plan, lang = ahead.cheapest, state.lang()
    st.subheader(say("capacity.cheapest"), help=say("capacity.cheapest_help"), anchor=False)
    if plan is None:
        st.caption(say("capacity.cheapest_unknown"))
        return
    told = {
        name: figures.number(float(value), lang, 0)
        for name, value in (
            ("cost", plan.cost),
            ("wages", plan.wages),
            ("missing", plan.missing_cost),
            ("hours", plan.missing_hours),
            ("bound", plan.bound),
        )
    }
    name = "capacity.cheapest_told" if plan.hires else "capacity.cheapest_nobody"
    st.caption(plain(say(name, people=plan.people, **told)))
    rows = [Row(_hired(hire)) for hire in plan.hires]
    if rows:
        columns = ("decide_by", "post", "hire_people", "first_day")
        listing([say(f"capacity.{name}") for name in columns], rows, numbers=frozenset({2}))


def table(ahead: MonthsAhead, shop: str) -> None:
    """List the weeks under their months: needed and there by post, what stays short, who comes."""
    lang, found = state.lang(), ahead.capacity
    names = [post.id for post in posts(link.desk(shop)) if post.id in found.hours_week]
    st.subheader(say("capacity.by_month"), help=say("capacity.by_month_help"), anchor=False)
    heads = [say("capacity.week"), say("capacity.chats")]
    heads += [post_name(post, lang) for post in names]
    heads += [say("capacity.use"), say("capacity.short"), say("capacity.new_people")]
    coming: dict[dt.date, int] = {}
    for hire in found.hires:
        coming[hire.first_day] = coming.get(hire.first_day, 0) + hire.people
    rows = []
    for month, group in groupby(found.weeks, key=lambda week: week.month):
        inside = list(group)
        rows.append(_line(figures.month(month, lang), inside, names, coming, is_month=True))
        for week in inside:
            title = f"{week.label} · {figures.short_date(week.start, lang)}"
            rows.append(_line(title, [week], names, coming))
    listing(heads, rows, numbers=frozenset(range(1, len(heads))))


def _line(
    title: str,
    inside: list[CapacityWeek],
    names: list[str],
    coming: dict[dt.date, int],
    *,
    is_month: bool = False,
) -> Row:
    lang = state.lang()

    def total(values: str, post: str | None = None) -> float:
        hours = (getattr(week, values) for week in inside)
        return sum(sum(each.values()) if post is None else each[post] for each in hours)

    pairs = [
        f"{figures.number(total('required_hours', post), lang, 0)} / "
        f"{figures.number(total('available_hours', post), lang, 0)}"
        for post in names
    ]
    there = total("available_hours") + total("hired_hours")
    used = total("required_hours") / there if there > 0 else float("inf")
    short = total("left_short_hours")
    new = sum(coming.get(week.start, 0) for week in inside)
    cells = (
        title,
        figures.number(total("chats"), lang, 0),
        *pairs,
        "—" if used == float("inf") else figures.share(used, lang),
        f"✕ {figures.number(short, lang, 0)}" if short > 0 else "—",
        figures.signed(new, lang, 0) if new else "—",
    )
    return Row(cells, "here" if is_month else "")


def _table(ahead: MonthsAhead) -> SheetTable:
    names = ("chats", "required", "staff", "there", "short_now", "hired", "short")
    columns = [
        SheetColumn(say("capacity.week")),
        SheetColumn(say("capacity.from")),
        SheetColumn(say("table.post")),
    ]
    columns += [SheetColumn(say(f"capacity.{name}"), SheetKind.NUMBER) for name in names]
    rows = [
        (
            week.label,
            week.start,
            post_name(post, state.lang()),
            round(week.chats[post], 2),
            round(week.required_hours[post], 2),
            week.people[post],
            round(week.available_hours[post], 2),
            round(week.short_hours[post], 2),
            round(week.hired_hours[post], 2),
            round(week.left_short_hours[post], 2),
        )
        for week in ahead.capacity.weeks
        for post in week.required_hours
    ]
    return SheetTable("capacity", tuple(columns), tuple(rows))
