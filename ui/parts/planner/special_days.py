"""Promotions, holidays and other special days: the list, entering one, taking one out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import Fault, InputError
from service.demand.forecasting import (
    DayKind,
    SpecialDay,
    remove_special_day,
    save_special_day,
    special_days,
)
from service.records.campaigns import campaigns_on
from ui import figures, link, state
from ui.guard import action, show_notice
from ui.parts.markup import Row, listing
from ui.state import say
from ui.words.names import day_name, post_name

if TYPE_CHECKING:
    from service.history.volumes import History
    from service.roster.rosters import RosterSheet

KINDS = (
    *(DayKind.PROMOTION, DayKind.CLOSED, DayKind.HOLIDAY),
    *(DayKind.MAKE_UP, DayKind.LEFT_OUT),
)
WITHOUT_FACTOR = (DayKind.CLOSED, DayKind.LEFT_OUT)
PAST_WEEKS = 8
LONGEST_DAYS = 31


def editor(found: RosterSheet, known: History) -> None:
    """Draw the special days round the week, a form for new ones, and the way to take one out."""
    st.subheader(say("special.title"), help=say("special.help"), anchor=False)
    show_notice()
    _list(found, known)
    entered = special_days(link.desk(found.shop.id))
    with st.container(horizontal=True):
        with st.popover(say("special.add"), icon=":material/add:"):
            _form(found, known)
        if entered:
            with st.popover(say("special.remove"), icon=":material/delete:"):
                _remove(found, entered)
    st.caption(say("special.then"))


def _list(found: RosterSheet, known: History) -> None:
    start = found.week.horizon.start
    near = [day for day in known.special_days if start - dt.timedelta(weeks=PAST_WEEKS) <= day.date]
    if not near:
        st.caption(say("special.none"))
        return
    own = set(special_days(link.desk(found.shop.id)))
    columns = ("day", "name", "kind", "posts", "factor", "from")
    names = [say(f"special.{column}") for column in columns]
    first, last = near[0].date, near[-1].date
    ours = {
        day: each.name
        for each in campaigns_on(link.desk(found.shop.id), first, last)
        for day in each.special_days()
    }
    rows = [_row(day, _from(day, own, ours), is_here=_in_week(found, day)) for day in near]
    with st.container(height=300 if len(rows) > 8 else "content", border=False):
        listing(names, rows, numbers=frozenset())


def _from(day: SpecialDay, own: set[SpecialDay], ours: dict[SpecialDay, str]) -> str:
    """Return who brought a special day: a person, a campaign, or the calendar."""
    if day in own:
        return say("special.own")
    return say("special.by_campaign", name=ours[day]) if day in ours else say("special.public")


def _in_week(found: RosterSheet, day: SpecialDay) -> bool:
    return 0 <= found.week.horizon.day(day.date) < found.week.horizon.days


def _row(day: SpecialDay, brought_by: str, *, is_here: bool) -> Row:
    lang = state.lang()
    posts = say("special.all_posts")
    if day.posts is not None:
        posts = say("list.comma").join(post_name(post, lang) for post in day.posts)
    cells = (
        figures.day(day.date, lang),
        day_name(day.name, lang),
        say(f"day_kind.{day.kind}"),
        posts,
        _factor(day),
        brought_by,
    )
    return Row(cells, "here" if is_here else "")


def _factor(day: SpecialDay) -> str:
    if day.kind in WITHOUT_FACTOR:
        return "—"
    if day.factor is None:
        return say("special.learnt")
    return say("special.told", factor=figures.number(day.factor, state.lang(), 2))


def _form(found: RosterSheet, known: History) -> None:
    start = found.week.horizon.start
    posts = known.volumes.posts if known.volumes is not None else ()
    with st.form("special.form", border=False, clear_on_submit=False):
        first, last = st.columns(2)
        first.date_input(
            say("special.first"), value=start, key="special.first", format="YYYY-MM-DD"
        )
        last.date_input(say("special.last"), value=start, key="special.last", format="YYYY-MM-DD")
        st.text_input(
            say("special.name"), key="special.name", help=say("special.name_help"), max_chars=40
        )
        st.selectbox(
            say("special.kind"),
            KINDS,
            format_func=lambda kind: say(f"day_kind.{kind}"),
            key="special.kind",
        )
        st.multiselect(
            say("special.posts"),
            posts,
            format_func=lambda post: post_name(post, state.lang()),
            key="special.posts",
            placeholder=say("special.all_posts"),
        )
        st.number_input(
            say("special.own_factor"),
            min_value=0.01,
            max_value=100.0,
            value=None,
            step=0.1,
            format="%g",
            help=say("special.factor_help"),
            placeholder=say("special.factor_none"),
            key="special.factor",
        )
        st.form_submit_button(
            say("special.save"), type="primary", on_click=_save, args=(found.shop.id,)
        )


@action
def _save(shop: str) -> None:
    told = {name: st.session_state[f"special.{name}"] for name in ("first", "last", "name", "kind")}
    first, last, name = told["first"], told["last"], told["name"].strip()
    if not name:
        raise InputError(Fault("special_day_unnamed"))
    days = (last - first).days + 1
    if not 1 <= days <= LONGEST_DAYS:
        details = {"limit": LONGEST_DAYS}
        raise InputError(Fault("special_days_range", value=str(days), details=details))
    posts = tuple(st.session_state["special.posts"]) or None
    kind = told["kind"]
    factor = None if kind in WITHOUT_FACTOR else st.session_state["special.factor"]
    for number in range(days):
        day = SpecialDay(first + dt.timedelta(days=number), kind, name, posts, factor)
        save_special_day(link.desk(shop), day)


def _remove(found: RosterSheet, entered: tuple[SpecialDay, ...]) -> None:
    chosen = st.multiselect(
        say("special.which"),
        range(len(entered)),
        format_func=lambda place: (
            f"{figures.day(entered[place].date, state.lang())} {entered[place].name}"
        ),
        key="special.chosen",
        placeholder=say("special.choose"),
    )
    days = tuple(entered[place] for place in chosen)
    st.button(
        say("special.remove_chosen"),
        disabled=not days,
        key="special.remove",
        on_click=_take_out,
        args=(found.shop.id, days),
    )


@action
def _take_out(shop: str, days: tuple[SpecialDay, ...]) -> None:
    for day in days:
        remove_special_day(link.desk(shop), day.date, day.name)
    st.session_state["special.chosen"] = []
