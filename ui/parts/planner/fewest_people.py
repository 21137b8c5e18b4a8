"""The fewest people of weeks on the what-if page: asked of a worker, watched, and told."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.headcount.asked import HeadcountAsked, ToVendor
from scheduler.horizon import DAY_MIN, ClockSpan, format_clock
from service.asked_jobs import JobKind, latest_asked
from service.jobs import JobState
from service.roster.weeks import weeks
from service.trial.headcount_job import PeopleTask, start_people
from ui import link, state
from ui.guard import guarded
from ui.parts import markup
from ui.parts.planner import fewest_view
from ui.parts.planner.staffing_inputs import ask_level
from ui.parts.waiting import failed_note, watch
from ui.plain import plain
from ui.state import say, spoken
from ui.words.headcount_words import posts_name
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.jobs import KeptJob
    from service.roster.rosters import RosterSheet

LEVELS = (0.8, 0.9, 0.95)
SECONDS = (30, 60, 120, 300)
CLOCKS = tuple(format_clock(at) for at in range(0, DAY_MIN, 30))
NIGHT = ("22:00", "08:00")


def room(found: RosterSheet) -> None:
    """Draw what is asked on the left, and the newest answer on the right."""
    label = found.week.label
    job = latest_asked(link.desk(), JobKind.PEOPLE, label)
    left, right = st.columns([4, 11], gap="medium")
    with left, st.container(border=True, key="people_inputs"), guarded():
        task = _ask(found, is_going=job is not None and not job.state.is_over)
        if task is not None:
            start_people(link.desk(), label, task)
            st.rerun()
    with right:
        _answer(job)


def _ask(found: RosterSheet, *, is_going: bool) -> PeopleTask | None:
    """Draw the fields; return what stands in them when an answer is asked for, else None."""
    lang, shop = state.lang(), found.shop.id
    st.markdown(f"**{plain(say('people_room.inputs'))}**")
    labels = [each.label for each in weeks(link.desk(shop)) if each.has_requirement]
    chosen = st.multiselect(
        say("people_room.weeks"),
        labels,
        default=[each for each in labels if each == found.week.label],
        help=say("people_room.weeks_help"),
        key=f"people.{shop}.{found.week.label}.weeks",
    )
    percent = st.number_input(
        say("people_room.short"),
        min_value=0.0,
        max_value=50.0,
        value=1.0,
        step=0.5,
        format="%g",
        help=say("people_room.short_help"),
        key=f"people.{shop}.short",
    )
    level = ask_level(LEVELS, None, key=f"people.{shop}.level")
    posts = [] if found.problem is None else list(found.problem.requirement.posts)
    also = st.multiselect(
        say("people_room.also"),
        pairs := [pair for many in (2, 3) for pair in combinations(posts, many)],
        format_func=spoken(pairs, lambda pair: plain(posts_name(pair, lang))),
        placeholder=say("people_room.also_hint"),
        help=say("people_room.also_help"),
        key=f"people.{shop}.also",
    )
    vendor = _ask_vendor(posts, shop)
    seconds = st.segmented_control(
        say("people_room.seconds"),
        SECONDS,
        default=120,
        format_func=spoken(SECONDS, lambda each: plain(say("solve.seconds", count=each))),
        help=say("people_room.seconds_help"),
        required=True,
        key=f"people.{shop}.seconds",
    )
    is_asked = st.button(
        say("people_room.go"),
        type="primary",
        icon=":material/groups:",
        width="stretch",
        disabled=is_going,
        key="people_room.go",
    )
    if not is_asked:
        return None
    asked = HeadcountAsked(round(percent / 100, 6), float(seconds or 120), also=tuple(also))
    return PeopleTask(tuple(chosen), asked, vendor, level)


def _ask_vendor(posts: list[str], shop: str) -> ToVendor | None:
    """Draw which hours a second line leaves to a vendor; None: there is no such line."""
    lang = state.lang()
    is_asked = st.checkbox(
        say("people_room.vendor"), help=say("people_room.vendor_help"), key=f"people.{shop}.vendor"
    )
    if not is_asked:
        return None
    first, second = st.columns(2)
    start, end = (
        place.selectbox(
            say(f"people_room.{name}"), CLOCKS, CLOCKS.index(at), key=f"people.{shop}.{name}"
        )
        for place, name, at in zip((first, second), ("from", "until"), NIGHT, strict=True)
    )
    chosen = st.multiselect(
        say("people_room.vendor_posts"),
        posts,
        format_func=spoken(posts, lambda post: plain(post_name(post, lang))),
        placeholder=say("people_room.all_posts"),
        key=f"people.{shop}.vendor_posts",
    )
    window = None if start == end else ClockSpan.parse(f"{start}-{end}")
    return ToVendor(tuple(chosen), window)


def _answer(job: KeptJob | None) -> None:
    if job is None:
        markup.empty(say("people_room.empty"), say("people_room.empty_text"))
        return
    task = job.task
    if not job.state.is_over:
        lines = len(task.weeks) * (1 if task.vendor is None else 2)
        watch(job.id, "people_room", limit_s=lines * task.asked.seconds)
        return
    if job.answer is None:
        if job.state is JobState.STOPPED:
            markup.empty(say("people_room.stopped"), say("people_room.empty_text"))
        else:
            failed_note(job)
        return
    fewest_view.show(job)
