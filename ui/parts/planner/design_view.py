"""The curve of menus on the screen: what is asked, the picture, one menu, taking it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.horizon import DAY_MIN, format_clock
from service.roster.designing import (
    LEAST_TYPES,
    MOST_TYPES,
    DesignAsked,
    Menu,
    adopt_in_week,
    knee,
    knee_word,
    unproven,
)
from ui import done, figures, link, state
from ui.charts.menus import menus_chart
from ui.charts.types import types_chart
from ui.guard import action
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.ruleset import RuleSet
    from service.roster.rules import RulesSheet

HOURS = tuple(range(0, DAY_MIN, 60))
STEPS = (60, 120)
MINUTES = (1, 3, 10)


def ask(shop: str, *, is_going: bool) -> DesignAsked | None:
    """Draw the fields; return what stands in them when an answer is asked for, else None."""
    st.markdown(f"**{say('design.inputs')}**")
    with st.form(f"design.{shop}.form", border=False):
        first, last = st.select_slider(
            say("design.starts"),
            HOURS,
            value=(HOURS[0], HOURS[-1]),
            format_func=spoken(HOURS, lambda clock: plain(format_clock(clock))),
            help=say("design.starts_help"),
            key=f"design.{shop}.starts",
        )
        sizes = tuple(range(LEAST_TYPES, MOST_TYPES + 1))
        most = st.select_slider(
            say("design.most"), sizes, value=5, help=say("design.most_help"), key=f"design.{shop}.n"
        )
        step = st.radio(
            say("design.step"),
            STEPS,
            format_func=spoken(STEPS, lambda each: plain(say("design.minutes", minutes=each))),
            horizontal=True,
            key=f"design.{shop}.step",
        )
        minutes = st.radio(
            say("design.time"),
            MINUTES,
            horizontal=True,
            help=say("design.time_help"),
            key=f"design.{shop}.time",
        )
        is_asked = st.form_submit_button(
            say("design.run"), type="primary", width="stretch", disabled=is_going
        )
    st.caption(say("design.lengths"))
    return DesignAsked(most, first, last, step, 60.0 * minutes) if is_asked else None


def picture(curve: tuple[Menu, ...]) -> None:
    """Draw what menus of two, three and more types leave short, and what none is below."""
    st.subheader(say("design.title"), help=say("design.help"), anchor=False)
    chart = menus_chart(curve, knee(curve).size, state.lang())
    st.altair_chart(chart, width="stretch", theme=None, key="design.curve")
    told = [say("design.averaged"), say(knee_word(curve), size=knee(curve).size)]
    if sizes := unproven(curve):
        told.append(say("design.unproven", sizes=say("list.comma").join(map(str, sizes))))
    st.caption(plain(" ".join(told)))


def table(curve: tuple[Menu, ...]) -> None:
    """List the menus with their hours, bound and gap; the knee stands out."""
    lang, best = state.lang(), knee(curve).size
    heads = ("size", "short", "surplus", "unsealed", "cost", "bound", "gap")
    rows = [
        Row(
            (
                say("design.types_count", count=menu.size),
                *(
                    figures.number(value, lang, 1)
                    for value in (
                        menu.short_hours,
                        menu.surplus_hours,
                        menu.unsealed_hours,
                        menu.cost_hours,
                        menu.bound_hours,
                    )
                ),
                figures.share(menu.gap, lang),
            ),
            "here" if menu.size == best else "",
        )
        for menu in curve
    ]
    listing([say(f"design.{name}") for name in heads], rows, numbers=frozenset(range(1, 7)))


def choose(curve: tuple[Menu, ...]) -> Menu:
    """Ask for a menu, the knee at first."""
    by_size = {menu.size: menu for menu in curve}
    sizes = tuple(by_size)
    size = st.segmented_control(
        say("design.choose"),
        sizes,
        default=knee(curve).size,
        format_func=spoken(sizes, lambda each: plain(say("design.types_count", count=each))),
        required=True,
        key="design.size",
    )
    return by_size.get(size, knee(curve))


def types(menu: Menu) -> None:
    """Draw a menu's types over the day, and list who would be on them."""
    lang = state.lang()
    st.altair_chart(types_chart(menu.types, lang), width="stretch", theme=None, key="design.day")
    posts = list(dict.fromkeys(each.post for each in menu.on_types))
    there = {(each.code, each.post): each.people for each in menu.on_types}
    heads = [say("design.type"), say("design.from_to"), *(post_name(post, lang) for post in posts)]
    rows = [
        Row(
            (
                f"{kind.code} {kind.name_zh if lang == 'zh' else kind.name_en}",
                f"{format_clock(kind.start_clock)}-"
                f"{format_clock((kind.start_clock + kind.length_min) % DAY_MIN)}",
                *(figures.number(there.get((kind.code, post), 0.0), lang, 1) for post in posts),
            )
        )
        for kind in menu.types
    ]
    listing(heads, rows, numbers=frozenset(range(2, len(heads))))


def adopt(sheet: RulesSheet, menu: Menu) -> None:
    """Offer to make a menu the week's shift types, and the shop's, and show where to edit them."""
    label, before = sheet.week.label, sheet.week.rules
    for_later = st.checkbox(say("design.for_later"), value=True, key="design.later")
    with st.container(horizontal=True):
        st.button(
            plain(say("design.adopt", count=menu.size)),
            type="primary",
            icon=":material/check:",
            disabled=sheet.is_published,
            help=say("rules.published") if sheet.is_published else say("design.adopt_help"),
            key="design.adopt",
            on_click=action(_adopt),
            args=(label, menu, before, for_later),
        )
        if st.button(say("design.edit"), icon=":material/gavel:", key="design.edit"):
            st.switch_page(link.page("rules"))


def _adopt(label: str, menu: Menu, before: RuleSet, for_later: bool) -> None:
    adopt_in_week(link.desk(), label, menu, before=before, for_later=for_later)
    done.tell(say("design.adopted", count=menu.size))
