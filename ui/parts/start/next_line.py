"""What is next for a role: one line of points, each with the page on which to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.demo import SHOP as DEMO
from service.shop.shops import shops
from service.start.coming_week import make_week
from service.start.shop_seen import look, look_at_month
from service.start.what_next import SET_UP, Aim, HowFar, Point, WorkOf, missing, what_next
from ui import figures, link, state
from ui.guard import guarded
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SIGNS = {
    HowFar.DONE: ":material/check:",
    HowFar.LOOK: ":material/arrow_forward:",
    HowFar.MISSING: ":material/priority_high:",
}
CLOSED = frozenset({"this_closed", "next_closed", "forecast_closed"})
"""Points of weeks that are not open."""
AGO = (0, 1)
"""Days ago that have a word of their own."""
FOLDED = "next.folded"
OWN_SHOP = "setup.own"
STEP = "setup.step"
"""Which step of setting a shop up somebody came for; it stands open until it is done."""


def line(work: WorkOf) -> None:
    """Draw the points of a role's work in the chosen shop; folded it is its title alone."""
    if not state.chosen("shop"):
        return
    desk = link.desk()
    month = look_at_month(desk) if work is WorkOf.HR else None
    seen = look(desk)
    points = what_next(work, seen, month)
    can_make = not missing(seen, Aim.FORECAST) and seen.has_rules
    is_folded = st.session_state.get(FOLDED, False)
    with st.container(key="next_line", horizontal=True, gap="small", vertical_alignment="center"):
        waiting = sum(point.standing is not HowFar.DONE for point in points)
        st.button(
            plain(say("next.title", count=waiting)),
            key="next.fold",
            type="tertiary",
            icon=":material/unfold_more:" if is_folded else ":material/unfold_less:",
            help=say("next.fold"),
            on_click=_fold,
        )
        if is_folded:
            return
        for place, point in enumerate(points):
            key = f"next.{place}.{point.code}"
            if can_make and point.code in CLOSED and point.page == SET_UP:
                _make(str(point.told["week"]), key)
            else:
                _point(point, key)
        if [shop.id for shop in shops(link.database())] == [DEMO]:
            own_shop()


def _fold() -> None:
    st.session_state[FOLDED] = not st.session_state.get(FOLDED, False)


def own_shop() -> None:
    """Offer to leave the demo and set up a shop of one's own, else another one."""
    which = "own" if state.chosen("shop") == DEMO else "another"
    if st.button(say(f"setup.{which}"), key="next.own", icon=":material/add_business:"):
        st.session_state[OWN_SHOP] = True
        st.switch_page(link.page("setup"))


def _point(point: Point, key: str) -> None:
    """Draw a point as a button that leads to its page."""
    if st.button(plain(sentence(point)), key=key, type="tertiary", icon=SIGNS[point.standing]):
        go(point)


def _make(label: str, key: str) -> None:
    """Draw a week that is not open yet as a button that opens, forecasts and staffs it."""
    told = plain(say("setup.make", week=label))
    if st.button(told, key=key, type="tertiary", icon=":material/auto_fix_high:"):
        with guarded(), st.spinner(say("need.making")):
            state.choose("week", make_week(link.desk(), label).label)
            st.switch_page(link.page("week"))


def go(point: Point) -> None:
    """Open the page on which a point goes on, with its week or month chosen."""
    for name in ("week", "month"):
        if told := getattr(point, name):
            state.choose(name, told)
    if point.page == SET_UP and point.step:
        st.session_state[STEP] = point.step
    st.switch_page(link.page(point.page))


def sentence(point: Point) -> str:
    """Return what a point says."""
    return say(f"next.{point.code}", **said(point.told))


def _ago(days: int) -> str:
    return say(f"next.ago_{days}" if days in AGO else "next.ago_more", count=days)


def said(told: Mapping[str, object]) -> dict[str, str]:
    """Return the values of a point as its sentence has them."""
    lang = state.lang()
    spoken: dict[str, Callable[..., str]] = {
        "date": lambda date: figures.short_date(date, lang),
        "month": lambda month: figures.month(month.first, lang),
        "posts": lambda posts: say("list.comma").join(post_name(one, lang) for one in posts),
        "needs": lambda kinds: say("list.comma").join(say(f"need.{kind}") for kind in kinds),
        "days": lambda days: _ago(max(0, days)),
        "count": lambda count: figures.number(count, lang, 0),
    }
    return {name: spoken.get(name, str)(value) for name, value in told.items()}
