"""The people a week needs on the screen: answers, the curve, and what one agent does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from service.demand.staffed_volume import CHANCES, kept_volume
from service.demand.staffing_trial import (
    Load,
    carried_hours,
    keep_staffing,
    kept_load,
    overloaded,
    whole_need,
)
from ui import figures, link, state
from ui.charts.need import need_charts
from ui.guard import guarded
from ui.parts.markup import Card, Tag, Tone, cards
from ui.parts.planner.by_hour import choose_view, maps
from ui.parts.planner.staffing_inputs import ask_load, ask_volume
from ui.parts.planner.table_files import by_interval, table_files
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.demand import Requirement
    from scheduler.post import StaffingInputs
    from scheduler.problem import RosterProblem
    from service.demand.staffed_volume import StaffedVolume
    from service.demand.staffing_trial import Overload, TriedStaffing
    from service.roster.rosters import RosterSheet
    from service.spreadsheet import SheetTable

SAME_HOURS = 0.05


def tags(staffed: TriedStaffing) -> list[Tag]:
    """Return whether the week has a requirement, and whether it still fits inputs and forecast."""
    if staffed.kept is None:
        return [Tag(say("staff.tag_none"), Tone.LOOK)]
    at = figures.stamp(staffed.kept.entered.at, staffed.forecast.horizon.clock, state.lang())
    if staffed.kept.note.source == "import":
        return [Tag(say("staff.tag_imported", by=staffed.kept.entered.by, at=at))]
    made = Tag(say("staff.tag_made", by=staffed.kept.entered.by, at=at))
    return [made] if staffed.is_kept_current else [made, Tag(say("staff.tag_old"), Tone.LOOK)]


def choose_volume(staffed: TriedStaffing) -> StaffedVolume:
    """Ask for which volume to staff: the mean, or what lets the week hold with a chance."""
    chances = CHANCES if staffed.forecast.levels else ()
    key = f"staff.level.{staffed.forecast.horizon.iso_week}"
    return ask_volume(chances, kept_volume(staffed.kept), key=key)


def choose_load(staffed: TriedStaffing) -> Load:
    """Ask what an interval is staffed for: what happens inside it, or less."""
    key = f"staff.load.{staffed.forecast.horizon.iso_week}"
    return ask_load(kept_load(staffed.kept), key=key)


def answers(staffed: TriedStaffing, problem: RosterProblem | None) -> None:
    """Draw hours needed against hours there are, and when most people are needed."""
    lang, made = state.lang(), staffed.requirement
    kept = None if staffed.kept is None else staffed.kept.requirement
    whole = made if problem is None else whole_need(staffed, problem)
    found = [_hours(made, kept, whole), _peak(made)]
    if problem is not None:
        found.append(_people(whole, problem, lang))
    cards(found)


def carried(staffed: TriedStaffing) -> None:
    """Say where people are needed although nobody comes."""
    for post, hours in carried_hours(staffed.requirement, staffed.staffed).items():
        told = figures.number(hours, state.lang(), 1)
        st.caption(plain(say("staff.carried", post=post_name(post, state.lang()), hours=told)))


def priced(staffed: TriedStaffing) -> None:
    """Say in how many intervals each person has a price, where it was asked for."""
    made = staffed.requirement
    by_id = {post.id: post for post in staffed.posts}
    for row, post in enumerate(made.posts if staffed.load is Load.PRICED_PEOPLE else ()):
        some, whole = int(made.is_priced[row].sum()), int(made.is_open[row].sum())
        key = "staff.priced" if by_id[post].staffing.is_main_alone else "staff.priced_not"
        name = post_name(post, state.lang())
        st.caption(plain(say(key, post=name, count=some, open=whole)))


def shortfall(staffed: TriedStaffing, problem: RosterProblem | None) -> None:
    """Say which need no roster of these people could cover, and by how much."""
    found = () if problem is None else overloaded(staffed, problem)
    if found:
        lines = [f"- {plain(overload_sentence(each))}" for each in found]
        st.error("\n".join([say("overload.title"), "", *lines]), icon=":material/warning:")


def overload_sentence(found: Overload) -> str:
    """Return what is more than people could do, and what is missing."""
    lang = state.lang()
    name = say("overload.all")
    if len(found.posts) == 1:
        name = post_name(found.posts[0], lang)
    parts = []
    if found.short_hours > 0:
        hours = (found.required_hours, found.contract_hours, found.short_hours)
        required, contract, short = (figures.number(value, lang, 1) for value in hours)
        parts.append(say("overload.hours", required=required, contract=contract, short=short))
    if found.short_people > 0:
        peak, short = (figures.number(v, lang, 1) for v in (found.peak, found.short_people))
        parts.append(say("overload.people", peak=peak, people=found.people, short=short))
    return say("overload.line", post=name, what=say("overload.and").join(parts))


def _hours(made: Requirement, kept: Requirement | None, whole: Requirement) -> Card:
    lang = state.lang()
    parts = " · ".join(
        f"{post_name(post, lang)} {figures.number(_post_hours(made, post), lang, 0)}"
        for post in made.posts
    )
    if whole.hours - made.hours >= SAME_HOURS:
        with_least = figures.number(whole.hours, lang, 1)
        parts = f"{parts}\n{say('staff.with_minimums', hours=with_least)}"
    value = say("staff.hours", hours=figures.number(made.hours, lang, 1))
    if kept is None or abs(made.hours - kept.hours) < SAME_HOURS:
        return Card(say("staff.card_hours"), value, parts)
    change = figures.signed(made.hours - kept.hours, lang)
    note = say("staff.hours_kept", hours=figures.number(kept.hours, lang, 1), by=change)
    return Card(say("staff.card_tried"), value, f"{note}\n{parts}", Tone.LOOK)


def _post_hours(made: Requirement, post: str) -> float:
    return float(np.nansum(made.of(post))) * made.horizon.interval_hours


def _peak(made: Requirement) -> Card:
    lang, horizon = state.lang(), made.horizon
    total = np.nansum(made.agents, axis=0)
    busiest = int(np.argmax(total))
    lines = (
        say(
            "staff.peak_post",
            post=post_name(post, lang),
            people=figures.number(float(np.nanmax(row)), lang, 1),
            when=figures.moment(horizon, horizon.minute(int(np.nanargmax(row))), lang),
        )
        for post, row in zip(made.posts, made.agents, strict=True)
        if not np.isnan(row).all()
    )
    value = say("staff.peak", people=figures.number(float(total[busiest]), lang, 1))
    return Card(say("staff.card_peak"), value, "\n".join(lines))


def _people(made: Requirement, problem: RosterProblem, lang: str) -> Card:
    there = sum(problem.week_limit_min(agent) for agent in problem.agents) / 60
    there *= problem.horizon.days / 7
    share = made.hours / there if there > 0 else 0.0
    note = say(
        "staff.contract_note",
        people=figures.number(len(problem.agents), lang, 0),
        share=figures.share(share, lang),
    )
    tone = Tone.BAD if made.hours > there else Tone.LOOK if share > 0.95 else Tone.GOOD
    value = say("staff.hours", hours=figures.number(there, lang, 0))
    return Card(say("staff.card_contract"), value, note, tone)


def curve(staffed: TriedStaffing) -> None:
    """Draw the people needed through the week, what is kept and what is tried; or as maps."""
    title, choice = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(say("staff.title"), help=say("staff.help"), anchor=False)
    with choice, st.container(horizontal=True, horizontal_alignment="right"):
        view = choose_view("staff.view")
        week = staffed.forecast.horizon.iso_week
        table_files(lambda: _table(staffed), f"{week}-requirement", key="staff.table")
    kept = None if staffed.kept is None else staffed.kept.requirement
    order = [post.id for post in staffed.posts]
    if view == "heat":
        made = staffed.requirement
        name = say("staff.needed")
        asked = (made.agents, made.horizon, made.posts)
        maps(*asked, order=order, key="staff.heat", name=name, sums=False)
        return
    charts = need_charts(kept, staffed.requirement, state.lang(), order=order)
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"staff.curve.{place}")


def _table(staffed: TriedStaffing) -> SheetTable:
    made = staffed.requirement
    values = {say("staff.chats"): staffed.staffed.mean, say("staff.needed"): made.agents}
    return by_interval("requirement", made.horizon, made.posts, values)


def keep_button(
    found: RosterSheet, staffed: TriedStaffing, inputs: Mapping[str, StaffingInputs]
) -> None:
    """Draw the button that keeps the inputs and makes the requirement the week's."""
    changed = bool(inputs) or staffed.volume != kept_volume(staffed.kept)
    changed = changed or staffed.load is not kept_load(staffed.kept)
    pressed = st.button(
        say("staff.keep"),
        type="primary",
        icon=":material/save:",
        disabled=not changed and staffed.is_kept_current,
        help=say("staff.keep_help"),
        key="staff.keep",
        width="stretch",
    )
    if pressed:
        with guarded():
            shop, label = found.shop.id, found.week.label
            desk = link.desk(shop)
            keep_staffing(desk, label, inputs, volume=staffed.volume, load=staffed.load)
            st.toast(say("staff.kept"), icon=":material/check:")
            st.rerun()
