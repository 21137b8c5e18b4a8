"""The people a week needs on the screen: answers, the curve, and what one agent does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from service.staffing_trial import agent_effects, keep_staffing, kept_level
from ui import figures, link, state
from ui.charts.need import level_chart, need_charts
from ui.guard import guarded
from ui.parts.markup import Card, Tag, Tone, cards
from ui.parts.planner.staffing_inputs import ask_level
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.demand import Requirement
    from scheduler.post import StaffingInputs
    from scheduler.problem import RosterProblem
    from service.rosters import RosterSheet
    from service.staffing_trial import AgentEffect, StaffedWeek

SAME_HOURS = 0.05


def tags(staffed: StaffedWeek) -> list[Tag]:
    """Return whether the week has a requirement, and whether it still fits inputs and forecast."""
    if staffed.kept is None:
        return [Tag(say("staff.tag_none"), Tone.LOOK)]
    at = figures.stamp(staffed.kept.entered.at, staffed.forecast.horizon.clock, state.lang())
    if staffed.kept.note.source == "import":
        return [Tag(say("staff.tag_imported", by=staffed.kept.entered.by, at=at))]
    made = Tag(say("staff.tag_made", by=staffed.kept.entered.by, at=at))
    return [made] if staffed.is_kept_current else [made, Tag(say("staff.tag_old"), Tone.LOOK)]


def choose_level(staffed: StaffedWeek) -> float | None:
    """Ask for which volume to staff; the mean, or a quantile above it."""
    levels = [level for level in staffed.forecast.levels if level > 0.5]
    key = f"staff.level.{staffed.forecast.horizon.iso_week}"
    return ask_level(levels, kept_level(staffed.kept), key=key)


def answers(staffed: StaffedWeek, problem: RosterProblem | None) -> None:
    """Draw hours needed against hours there are, and when most people are needed."""
    lang, made = state.lang(), staffed.requirement
    kept = None if staffed.kept is None else staffed.kept.requirement
    found = [_hours(made, kept), _peak(made)]
    if problem is not None:
        found.append(_people(made, problem, lang))
    cards(found)


def _hours(made: Requirement, kept: Requirement | None) -> Card:
    lang = state.lang()
    parts = " · ".join(
        f"{post_name(post, lang)} {figures.number(_post_hours(made, post), lang, 0)}"
        for post in made.posts
    )
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


def curve(staffed: StaffedWeek) -> None:
    """Draw the people needed through the week, what is kept and what is tried."""
    st.subheader(say("staff.title"), help=say("staff.help"), anchor=False)
    kept = None if staffed.kept is None else staffed.kept.requirement
    order = [post.id for post in staffed.posts]
    charts = need_charts(kept, staffed.requirement, state.lang(), order=order)
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"staff.curve.{place}")


def keep_button(
    found: RosterSheet, staffed: StaffedWeek, inputs: Mapping[str, StaffingInputs]
) -> None:
    """Draw the button that keeps the inputs and makes the requirement the week's."""
    changed = bool(inputs) or staffed.level != kept_level(staffed.kept)
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
            who = {"by": link.by(), "now": link.now()}
            keep_staffing(link.database(), shop, label, inputs, level=staffed.level, **who)
            st.toast(say("staff.kept"), icon=":material/check:")
            st.rerun()


def one_agent(staffed: StaffedWeek, post: str) -> None:
    """Draw what one agent more or less does to an interval of a post, and to its whole day."""
    horizon, lang = staffed.forecast.horizon, state.lang()
    name = post_name(post, lang)
    st.subheader(say("staff.one", post=name), help=say("staff.one_help"), anchor=False)
    row = staffed.requirement.of(post)
    if np.isnan(row).all():
        st.caption(say("staff.closed"))
        return
    busiest = int(np.nanargmax(row))
    day, place = _choose_interval(staffed, busiest, post)
    intervals = range(horizon.first_interval(day), horizon.first_interval(day + 1))
    effects = agent_effects(staffed, post, intervals)
    effect = effects[place]
    if effect is None:
        st.caption(say("staff.closed"))
    else:
        _effect(effect, staffed, post)
    target = staffed.post(post).staffing.service_level
    chart = level_chart(horizon, day, effects, lang, target=target, chosen=place)
    st.altair_chart(chart, width="stretch", theme=None, key="staff.levels")


def _choose_interval(staffed: StaffedWeek, busiest: int, post: str) -> tuple[int, int]:
    """Ask for a day and an interval of it; the post's busiest at first."""
    horizon = staffed.forecast.horizon
    days, times = st.columns([3, 2], gap="medium")
    first_day = horizon.day_of(horizon.minute(busiest))
    with days:
        day = st.segmented_control(
            say("staff.day"),
            range(horizon.days),
            default=first_day,
            format_func=lambda number: figures.weekday(horizon.date(number), state.lang()),
            key=f"staff.day.{post}",
            required=True,
        )
    begin, after = horizon.first_interval(day), horizon.first_interval(day + 1)
    place = busiest - horizon.first_interval(first_day)
    with times:
        chosen = st.select_slider(
            say("staff.time"),
            range(after - begin),
            value=min(place, after - begin - 1),
            format_func=lambda number: figures.clock_name(
                horizon.clock.clock_of(horizon.minute(begin + number))
            ),
            key=f"staff.time.{post}",
        )
    return day, chosen


def _effect(effect: AgentEffect, staffed: StaffedWeek, post: str) -> None:
    lang, inputs = state.lang(), staffed.post(post).staffing
    told = {
        "chats": figures.number(effect.chats, lang, 1),
        "needed": figures.number(effect.needed, lang, 1),
        "goal": figures.share(inputs.service_level, lang),
        "seconds": figures.number(inputs.within_s, lang, 0),
    }
    st.caption(say("staff.one_note", **told))
    found = []
    for name, change in (("less", -1), ("planned", 0), ("more", 1)):
        people = max(0, effect.agents + change)
        level = getattr(effect.levels, name)
        tone = Tone.GOOD if level >= inputs.service_level else Tone.BAD
        title = say(f"staff.with_{name}", people=people)
        difference = level - effect.levels.planned
        points = figures.signed(difference * 100, lang, 1)
        note = "" if name == "planned" else say("staff.points", points=points)
        found.append(Card(title, figures.share(level, lang, 1), note, tone))
    cards(found)
