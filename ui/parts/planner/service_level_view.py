"""What simulated customers found in a week: answers, the week on one axis, heat maps, the worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from service.trial.simulation import latest_simulation
from ui import figures, link, state
from ui.against import Reach, digits, goal, reach
from ui.charts.heat import Shades, heat_chart
from ui.charts.level import SHARES, Lane, axis_format, level_charts, said
from ui.look import post_colours
from ui.parts.markup import Card, Tag, Tone, empty
from ui.parts.planner import service_level_held
from ui.parts.planner.staffing_targets import target_name
from ui.parts.sheet import open_sheet, version_tag
from ui.parts.testing import TONES, helpers_said
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from service.roster.rosters import RosterSheet
    from service.trial.simulation import SimulatedMeasure, Tested

RESPONSE = "mean_response_s"
MEASURES = ("service_level", "answer_rate", "mean_wait_s", RESPONSE, "occupancy", "concurrency")
TARGETED = "service_level"
SMALLEST_TOP = {"mean_wait_s": 10.0, RESPONSE: 60.0, "concurrency": 1.0}


def choose_version(found: RosterSheet) -> RosterSheet:
    """Return the sheet of the version to look at: the draft, or the one in force."""
    published = found.published
    if found.version is None or published is None or not found.version.is_draft:
        return found
    numbers = [found.version.version.number, published.version.number]
    tags = {numbers[0]: version_tag(found.version).text, numbers[1]: version_tag(published).text}
    number = st.segmented_control(
        say("level.version"),
        numbers,
        default=numbers[0],
        format_func=lambda each: plain(tags[each]),
        key=f"level.version.{found.week.label}",
        required=True,
        label_visibility="collapsed",
    )
    return found if number == numbers[0] else open_sheet(number)


def simulated(found: RosterSheet) -> Tested | None:
    """Return the newest simulation of the version looked at; None: none yet."""
    assert found.version is not None
    number = found.version.version.number
    return latest_simulation(link.desk(found.shop.id), found.week.label, number)


def tags(found: RosterSheet, tested: Tested | None) -> list[Tag]:
    """Return which version it is, when it was simulated and whether that still holds."""
    assert found.version is not None
    marks = [version_tag(found.version)]
    if tested is None:
        return [*marks, Tag(say("level.tag_none"), Tone.LOOK)]
    kept = tested.kept
    at = figures.stamp(kept.entered.at, found.week.horizon.clock, state.lang())
    weeks = figures.number(kept.note.replications, state.lang(), 0)
    marks.append(Tag(say("level.tag_made", at=at, weeks=weeks)))
    before = kept.note.params.stops_before_min
    if before:
        minutes = figures.number(before, state.lang(), 0)
        marks.append(Tag(say("level.tag_stops", minutes=minutes)))
    if not kept.note.params.finishes:
        marks.append(Tag(say("level.tag_leaves")))
    if kept.note.params.with_own_speeds:
        marks.append(Tag(say("speed.tag")))
    if tested.helpers:
        marks.append(Tag(helpers_said(tested, state.lang()), Tone.LOOK))
    return marks if tested.is_current else [*marks, Tag(say("level.tag_old"), Tone.LOOK)]


def not_simulated() -> None:
    """Say that there is nothing to show yet, and how to get it."""
    empty(say("level.empty"), say("level.empty_text"))


def no_roster() -> None:
    """Say that there is no roster to simulate, and offer the page that makes one."""
    empty(say("level.no_roster"), say("level.no_roster_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button(say("level.go_week"), type="primary", icon=":material/calendar_view_week:"):
            st.switch_page(link.page("week"))


def lanes(found: RosterSheet, tested: Tested, measure: str) -> list[Lane]:
    """Return each post's course of a measure; only the service level has a target."""
    assert found.problem is not None
    note, course = tested.kept.note, tested.kept.course
    made = []
    for row, post in enumerate(note.posts):
        values, offered = course[measure][:, row], course["mean_offered"][0, row]
        target = None
        missed = np.zeros(values.shape[1], dtype=bool)
        if measure == TARGETED and post in found.problem.post_by_id:
            target = found.problem.post_by_id[post].staffing.service_level
            missed = np.nan_to_num(values[2], nan=1.0) < target
        made.append(Lane(post, values.astype(float), offered.astype(float), target, missed))
    return made


def answers(found: RosterSheet, tested: Tested) -> list[Card]:
    """Return a card for the whole shop and one for each post."""
    note, lang = tested.kept.note, state.lang()
    whole = _said(note.total[TARGETED], TARGETED)
    of_all = {name: each for name, each in note.total.items() if name != RESPONSE}
    cards = [Card(say("level.card_all"), whole, _others(of_all))]
    for lane in lanes(found, tested, TARGETED):
        by_name = note.by_post.get(lane.post, {})
        if lane.target is None or TARGETED not in by_name:
            continue
        assert found.problem is not None
        staffing = found.problem.post_by_id[lane.post].staffing
        name = say(
            "level.card_post",
            post=post_name(lane.post, lang),
            goal=goal(lane.target, lang),
            seconds=figures.number(staffing.within_s, lang, 0),
        )
        hours = float(lane.missed.sum()) * found.week.horizon.interval_hours
        key = "level.held_note" if not hours else "level.missed_note"
        line = say(key, hours=figures.number(hours, lang, 1)) if hours else say(key)
        level = by_name[TARGETED]
        stands, counted = service_level_held.stands(found, tested, lane, level)
        tone = TONES[Reach.NEAR if hours and stands is Reach.HELD else stands]
        verdict = say(f"level.verdict_{stands.name.lower()}")
        value = f"{_said(level, TARGETED, lane.target)} {verdict}"
        told = [*counted, line, _others(by_name), *_promises(tested, lane.post)]
        cards.append(Card(name, value, "\n".join(told), tone))
    return cards


def _promises(tested: Tested, post: str) -> list[str]:
    """Return what became of a post's further targets, a line each."""
    lines = []
    for each in tested.kept.note.promises:
        if each.post != post or each.kept.mean is None:
            continue
        share, kept = each.target.share, each.kept.mean
        stands = reach(kept, share, each.kept.high)
        lines.append(
            say(
                "level.promise",
                target=target_name(each.target, is_answer_rate=each.is_answer_rate),
                kept=figures.share(kept, state.lang(), digits(kept, share, 1)),
                verdict=say(f"level.verdict_{stands.name.lower()}"),
            )
        )
    return lines


def effect(tested: Tested) -> None:
    """Say what stopping early, leaving on time and own speeds did to the level, if anything."""
    note, lang = tested.kept.note, state.lang()
    level = note.total[TARGETED].mean
    if note.usual is None or note.usual.mean is None or level is None:
        return
    told, usual = (figures.share(each, lang, 1) for each in (level, note.usual.mean))
    st.caption(plain(say("level.effect", level=told, usual=usual)))


def response_note(found: RosterSheet, tested: Tested) -> None:
    """Say how the mean response is counted, or for which posts it cannot be."""
    assert found.problem is not None
    posts = [post for post in found.problem.posts if post.id in tested.kept.note.by_post]
    unknown = [
        post_name(post.id, state.lang())
        for post in posts
        if tested.kept.note.by_post[post.id].get(RESPONSE) is None
        or tested.kept.note.by_post[post.id][RESPONSE].mean is None
    ]
    if len(unknown) < len(posts):
        st.caption(plain(say(f"measure_help.{RESPONSE}")))
    if unknown:
        names = say("list.comma").join(unknown)
        st.caption(plain(say("level.no_response", posts=names)))


def _said(measured: SimulatedMeasure, measure: str, target: float | None = None) -> str:
    value = float("nan") if measured.mean is None else measured.mean
    places = 1 if target is None or measured.mean is None else digits(value, target, 1)
    text = said(value, measure, state.lang())
    if places > 1:
        text = figures.share(value, state.lang(), places)
    if measured.low is None or measured.high is None:
        return text
    low, high = (
        figures.number(100 * end, state.lang(), places) for end in (measured.low, measured.high)
    )
    return say("level.value_ends", value=text, low=low, high=high)


def _others(by_name: dict[str, SimulatedMeasure]) -> str:
    parts = []
    for name in MEASURES[1:]:
        if name not in by_name or (name == RESPONSE and by_name[name].mean is None):
            continue
        mean = by_name[name].mean
        value = said(float("nan") if mean is None else mean, name, state.lang())
        parts.append(say(f"level.short_{name}", value=value))
    return " · ".join(parts)


def measures_of(tested: Tested) -> tuple[str, ...]:
    """Return the measures a simulation has: older ones, and posts without rhythm, lack some."""
    course = tested.kept.course
    return tuple(name for name in MEASURES if name in course and np.isfinite(course[name]).any())


def choose_measure(tested: Tested) -> str:
    """Ask which measure is drawn; the service level at first."""
    measures = measures_of(tested) or MEASURES[:1]
    chosen = st.segmented_control(
        say("level.measure"),
        measures,
        default=measures[0],
        format_func=spoken(measures, lambda name: say(f"measure.{name}")),
        key="level.measure",
        required=True,
        label_visibility="collapsed",
    )
    return chosen or measures[0]


def week(found: RosterSheet, tested: Tested, measure: str) -> None:
    """Draw the measure through the week, a band for each post on one axis."""
    key = "level.week_help_target" if measure == TARGETED else "level.week_help"
    st.subheader(
        plain(say("level.week", measure=say(f"measure.{measure}"))),
        help=f"{say(f'measure_help.{measure}')} {say(key)}",
        anchor=False,
    )
    shown = lanes(found, tested, measure)
    charts = level_charts(
        found.week.horizon, shown, measure, state.lang(), order=tested.kept.note.posts
    )
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"level.week.{place}")


def heat(found: RosterSheet, tested: Tested, measure: str) -> None:
    """Draw the measure by day and time, a map for each post."""
    st.subheader(
        plain(say("level.heat", measure=say(f"measure.{measure}"))),
        help=say(f"level.heat_help_{'target' if measure == TARGETED else 'plain'}"),
        anchor=False,
    )
    lang, horizon = state.lang(), found.week.horizon
    colours = post_colours(tested.kept.note.posts)
    days = [figures.day(date, lang) for date in horizon.dates]
    shown = lanes(found, tested, measure)
    tips = {
        "when": say("level.when"),
        "said": say("level.value_said"),
        "ends": say("level.ends"),
        "chats": say("level.offered"),
    }
    for place, lane in enumerate(shown):
        chart = heat_chart(
            cells(horizon, lane, measure, lang),
            lang,
            title=post_name(lane.post, lang),
            days=days,
            step_min=horizon.interval_min,
            shades=shades(shown, lane, measure, colours[lane.post].strong),
            tips=tips,
        )
        st.altair_chart(chart, width="stretch", theme=None, key=f"level.heat.{place}")


def shades(shown: list[Lane], lane: Lane, measure: str, colour: str) -> Shades:
    """Return the colours of a map: round the target, or darker where it is worse or busier."""
    everything = np.concatenate([one.values[0] for one in shown])
    known = everything[np.isfinite(everything)]
    if lane.target is not None:
        return Shades.around(lane.target, float(known.min(initial=1.0)))
    number = axis_format(measure)
    if measure == "answer_rate":
        lowest = min(0.95, float(known.min(initial=1.0)))
        return Shades((lowest, 1.0), (colour, "#f4f6f9"), number)
    top = 1.0 if measure in SHARES else max(SMALLEST_TOP[measure], float(known.max(initial=0.0)))
    return Shades.rising(("#f4f6f9", colour), top, number)


def cells(horizon: Horizon, lane: Lane, measure: str, lang: str) -> pd.DataFrame:
    """Return a row for each interval, as ``heat_chart`` wants it."""
    minutes = [horizon.minute(number) for number in range(horizon.intervals)]
    mean, low, high = lane.values
    return pd.DataFrame(
        {
            "day": [figures.day(horizon.clock.date_of(at), lang) for at in minutes],
            "clock": [horizon.clock.clock_of(at) for at in minutes],
            "value": mean,
            "mark": lane.missed,
            "when": [figures.moment(horizon, at, lang) for at in minutes],
            "said": [said(value, measure, lang) for value in mean],
            "ends": [
                f"{said(a, measure, lang)} – {said(b, measure, lang)}"
                for a, b in zip(low, high, strict=True)
            ],
            "chats": [figures.number(value, lang, 1) for value in np.nan_to_num(lane.offered)],
        }
    )
