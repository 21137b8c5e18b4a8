"""The frame round every page: navigation of the role, and the bar with what stays chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.access.grants import Role
from service.access.way_in import WayIn
from service.month.months import Month, known_months, month_runs
from service.roster.weeks import WeekState, has_weeks, under_way, weeks
from service.shop.dated_changes import bring_due
from service.shop.posts import post_names
from service.shop.shops import posts
from ui import figures, link, menu, roles, state
from ui.guard import action, guarded
from ui.menu import Group, MenuEntry, Period
from ui.plain import plain
from ui.state import say
from ui.style import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.roster.weeks import WeekSummary

OPEN_GROUP = "background: rgba(151, 166, 195, .25); color: inherit; font-weight: 600;"
STEP_ICONS = {"before": ":material/chevron_left:", "after": ":material/chevron_right:"}
AS_DRAWN = frozenset({"week", "day", "versions", "weeks", "month", "payout", "scorecard"})
"""Pages whose fields hold no entry that outlives a drawing: they are seen as last drawn."""
STATE_SIGNS = {
    WeekState.OPEN: "○",
    WeekState.DRAFT: "◐",
    WeekState.PUBLISHED: "●",
    WeekState.CHANGED: "◑",
}


def run() -> None:
    """Draw the frame and run the chosen page in it."""
    st.set_page_config(page_title="排班 paiban", page_icon=sheet("icon.svg"), layout="wide")
    st.set_option("client.showErrorDetails", "none")
    with guarded():
        is_in = link.is_in()
        state.sync()
        _style()
        if not is_in:
            _lead_to_sign_in()
            return
        _say_unguarded()
        roles.settle()
        entry, page = _navigate()
        _mark_group(entry)
        if roles.role_for(entry) is None:
            _bar(Period.NONE)
            roles.refuse(entry)
            return
        _bar(entry.period)
        bring_due(link.desk())
        names = {one.post: (one.zh, one.en) for one in post_names(link.desk()).values()}
        state.keep_posts((post.id for post in posts(link.desk())), names)
        state.write_address()
        chosen = tuple(state.chosen(name) for name in ("shop", "week", "month"))
        seen = link.look((entry.name, *chosen), keeps_entries=entry.name not in AS_DRAWN)
        try:
            page.run()
        finally:
            link.looked(seen)


def _lead_to_sign_in() -> None:
    """Lead whoever is no longer signed in to where they can, and back to this page afterwards."""
    st.info(say("gate.over"))
    st.html(f"<script>{sheet('gate_leave.js')}</script>", unsafe_allow_javascript=True)


def _say_unguarded() -> None:
    """Say in red that nobody signs in here; let the browser see when that, or a visit, ends."""
    way = link.arrived().way
    if way is not WayIn.UNDECIDED:
        st.html(f"<script>{sheet('gate_watch.js')}</script>", unsafe_allow_javascript=True)
    if way in {WayIn.ALONE, WayIn.DEMO}:
        lead = f"<a href='/begin' target='_self'>{say('gate.first_make')}</a>"
        words = f"{say(f'gate.unguarded_{way}')} {lead}"
        st.html(f"<div class='unguarded' role='note'>{words}</div>")


def _style() -> None:
    words = f':root {{ --upload-word: "{say("upload.choose")}"; }}'
    st.html(f"<style>{sheet('app.css')}{sheet('hr.css')}{sheet('hr_review.css')}{words}</style>")


def _navigate() -> tuple[MenuEntry, st.Page]:
    """Return the page that is open; a link to another role's page brings its role, if held."""
    role = Role(state.chosen("role"))
    mine = roles.pages_of(role)
    order = (*mine, *(entry for entry in menu.PAGES if entry not in mine))
    pages = {entry: _page(entry, visible=entry in mine) for entry in order}
    first = _first(mine)
    groups = _grouped(pages)
    next(reversed(groups.values())).append(_home(first))  # after the page of the same script
    page = st.navigation(groups, position="top")
    known = {page.url_path: entry for entry, page in pages.items()}
    entry = known.get(page.url_path, first)
    found = roles.role_for(entry)
    if found is not None and found is not role:
        state.choose("role", found)
        st.rerun()
    return entry, page


def _mark_group(entry: MenuEntry) -> None:
    """Mark the menu under which the open page stands, as the page itself is marked in it."""
    place = menu.place_of_group(entry, roles.pages_of(Role(state.chosen("role"))))
    if place is None:
        return
    item = f'[data-testid="stTopNav"] > .rc-overflow-item:nth-child({place + 1})'
    st.html(f"<style>{item} [data-testid='stTopNavSection'] {{ {OPEN_GROUP} }}</style>")


def _grouped(pages: dict[MenuEntry, st.Page]) -> dict[str, list[st.Page]]:
    """Return the pages under the names of their menus, those of no menu first."""
    found: dict[str, list[st.Page]] = {Group.PLAIN.value: []}
    for entry, page in pages.items():
        name = say(f"group.{entry.group}") if entry.group else ""
        found.setdefault(name, []).append(page)
    return found


def _page(entry: MenuEntry, *, visible: bool) -> st.Page:
    return st.Page(
        entry.path,
        title=say(f"page.{entry.name}"),
        icon=f":material/{entry.icon}:",
        url_path=entry.name,
        visibility="visible" if visible else "hidden",
    )


def _first(mine: tuple[MenuEntry, ...]) -> MenuEntry:
    """
    Return the page to begin with: until the shop has a week, the one that sets it up.

    On a day of a published week it is the one that shows that day, unless another week was chosen.
    """
    if link.desk().person.grants is not None and mine and mine[0] is not menu.PAGES[0]:
        return mine[0]
    known = [shop.id for shop in roles.open_shops()]
    here = state.chosen("shop") if state.chosen("shop") in known else next(iter(known), "")
    has_one = bool(here) and has_weeks(link.desk(here))
    if not has_one:
        return menu.named("setup")
    label = under_way(link.desk(here))
    if not label or state.chosen("week") not in {"", label}:
        return menu.PAGES[0]
    state.choose("week", label)
    return menu.named("today")


def _home(first: MenuEntry) -> st.Page:
    """Return the page at ``/``: the first one, which has an address of its own too."""
    title = say(f"page.{first.name}")
    return st.Page(first.path, title=title, url_path="home", default=True, visibility="hidden")


def _bar(period: Period) -> None:
    with st.container(key="bar", horizontal=True, gap="small"):
        _choose_shop()
        if period is Period.WEEK:
            _choose_week()
        elif period is Period.MONTH:
            _choose_month()
        _choose_language()
        _choose_person()


def _choose_shop() -> None:
    known = {shop.id: shop.name or shop.id for shop in roles.open_shops()}
    if not known:
        return
    if state.chosen("shop") not in known:
        state.choose("shop", next(iter(known)))
    if len(known) == 1:
        st.markdown(f"**{plain(known[state.chosen('shop')])}**", width="content")
        return
    _choice("shop", list(known), known.__getitem__)


def _choose_week() -> None:
    if not state.chosen("shop"):
        return
    known = {week.label: week for week in weeks(link.desk())}
    if not known:
        return
    labels = list(known)
    if state.chosen("week") not in known:
        state.choose("week", labels[-1])
    place = labels.index(state.chosen("week"))
    _step("before", labels[place - 1] if place else None)
    _choice("week", labels, lambda label: week_name(known[label]))
    _step("after", labels[place + 1] if place + 1 < len(labels) else None)


def _choose_month() -> None:
    if not state.chosen("shop"):
        return
    desk = link.desk()
    runs = {str(note.month) for note in month_runs(desk)} if desk.may("score") else set()
    today = Month.of(link.today())
    found = {*known_months(link.desk()), today, today.before, *_asked_month(today)}
    labels = [str(month) for month in sorted(found)]
    if state.chosen("month") not in labels:
        scored = [label for label in labels if label in runs]
        state.choose("month", scored[-1] if scored else str(today.before))
    place = labels.index(state.chosen("month"))
    first = Month.parse(labels[0])
    _step("month_before", labels[place - 1] if place else str(first.before), "month")
    _choice("month", labels, lambda label: month_name(label, is_scored=label in runs))
    after = labels[place + 1] if place + 1 < len(labels) else None
    _step("month_after", after, "month")


def _asked_month(today: Month) -> tuple[Month, ...]:
    """Return the month that is chosen, where it is a past one: whoever begins may begin there."""
    try:
        asked = Month.parse(state.chosen("month"))
    except InputError:
        return ()
    return (asked,) if asked < today else ()


def month_name(label: str, *, is_scored: bool) -> str:
    """Return a month in words and a sign of whether it was scored."""
    sign = STATE_SIGNS[WeekState.PUBLISHED if is_scored else WeekState.OPEN]
    return f"{sign} {figures.month(Month.parse(label).first, state.lang())}"


def week_name(week: WeekSummary) -> str:
    """Return a week's label, its dates and a sign of how far it is."""
    horizon = week.horizon
    first, last = (
        figures.short_date(date, state.lang())
        for date in (horizon.start, horizon.date(horizon.days - 1))
    )
    return f"{STATE_SIGNS[week.state]} {week.label} · {first}–{last}"


def _step(name: str, label: str | None, what: str = "week") -> None:
    st.button(
        STEP_ICONS[name.removeprefix("month_")],
        key=f"bar_{name}",
        help=say(f"bar.{name}"),
        type="tertiary",
        disabled=label is None,
        on_click=state.choose,
        args=(what, label),
    )


def _choice(name: str, options: list[str], name_of: Callable[[str], str]) -> None:
    key = f"bar_{name}"
    st.session_state[key] = state.chosen(name)
    st.selectbox(
        say(f"bar.{name}"),
        options,
        key=key,
        format_func=state.spoken(options, name_of),
        label_visibility="collapsed",
        on_change=lambda: state.choose(name, st.session_state[key]),
    )


def _choose_language() -> None:
    other = next(name for name in state.LANGUAGES if name != state.lang())
    st.button(
        plain(state.LANGUAGES[other]), key="bar_lang", on_click=state.choose, args=("lang", other)
    )


def _choose_person() -> None:
    name = link.guest_name() or state.chosen("name")
    role = say(f"role.{state.chosen('role')}")
    label = f"{role} · {name}" if name else role
    with st.popover(plain(label), icon=":material/person:"):
        _say_who(name)
        st.caption(say("bar.as"))
        for other in roles.held():
            label, is_here = say(f"role.{other}"), other == state.chosen("role")
            if st.button(
                plain(label),
                key=f"bar_role_{other}",
                type="primary" if is_here else "secondary",
                width="stretch",
            ):
                state.choose("role", other)
                st.switch_page(roles.pages_of(other)[0].path)


def _say_who(name: str) -> None:
    """Ask who looks, where nobody signs in; else say it, with the way out."""
    if link.guest_name():
        st.caption(plain(say("gate.signed_in_as", name=name)))
        st.button(
            say("gate.sign_out"), key="bar_sign_out", width="stretch", on_click=action(link.leave)
        )
        return
    st.session_state["bar_name"] = name
    st.text_input(say("bar.name"), key="bar_name", help=say("bar.name_help"), on_change=_keep_name)


def _keep_name() -> None:
    state.choose("name", st.session_state["bar_name"].strip())
