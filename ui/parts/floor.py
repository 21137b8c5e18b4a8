"""The day as it goes on: its answer, its posts and hours, its people, and what could be done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from scheduler.standby import StandbyCall
from service.floor import told
from service.floor.as_if import with_call, without_loan
from service.floor.day import FloorStanding, standing_by
from service.month.kpi_intake import remove_interruption
from service.roster import calling
from ui import figures, link, state
from ui.against import digits, goal
from ui.guard import action
from ui.parts import falling_short, markup, so_far
from ui.parts.day_view import agent_label
from ui.parts.effects import effect, level_of
from ui.parts.markup import Card, Row, Tone
from ui.parts.mending import level_told
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.simulate.part_day import RestOfDay
    from service.floor.day import FloorDay

HOURS = 8  # of the day to come that are shown
HOUR_MIN = 60
SHORT = 0.25  # people: less is rounding


def answer(floor: FloorDay) -> None:
    """Say first where the rest of the day falls short, and how it goes."""
    level, lang, clock = level_of(floor), state.lang(), floor.problem.horizon.clock
    now = figures.clock_name(clock.clock_of(floor.now_min))
    told_now = say("floor.title", day=figures.day(floor.date, lang), now=now)
    first, people = falling_short.headline(floor), _people_short(floor)
    st.markdown(f"**{plain(first or people)}**")
    if first:
        st.markdown(plain(people))
    st.caption(plain(told_now))
    st.caption(plain(level_told(level)))
    so_far.told(floor)
    markup.cards([_card(floor, row, level, lang) for row in range(len(floor.required))])


def _people_short(floor: FloorDay) -> str:
    """Return when and where people are missing from now on."""
    lang, horizon = state.lang(), floor.problem.horizon
    worst = []
    for row, post in enumerate(floor.problem.requirement.posts):
        missing = np.nan_to_num(floor.needed[row] - floor.here[row])
        missing[: floor.first] = 0.0
        short = missing > SHORT
        if short.any():
            first, last = np.flatnonzero(short)[[0, -1]]
            begin = horizon.day_starts_min[horizon.day(floor.date)]
            ends = (begin + int(cell) * horizon.interval_min for cell in (first, last + 1))
            times = figures.times(horizon.clock, *ends)
            hours = float(np.maximum(missing, 0).sum()) * horizon.interval_hours
            told_hours = figures.number(hours, lang, 1)
            worst.append(
                say("floor.short", post=post_name(post, lang), times=times, hours=told_hours)
            )
    return say("list.comma").join(worst) if worst else say("floor.enough")


def _card(floor: FloorDay, row: int, level: RestOfDay | None, lang: str) -> Card:
    """Return a post's people now, and its level for the rest of the day."""
    post = floor.problem.requirement.posts[row]
    cell = min(floor.first, floor.required.shape[1] - 1)
    counts = _standings(floor, post)
    needed, here = float(np.nan_to_num(floor.needed[row, cell])), float(floor.here[row, cell])
    lines = [
        say("floor.planned", count=sum(counts.values())),
        say(
            "floor.standings",
            here=counts[FloorStanding.HERE],
            unseen=counts[FloorStanding.UNSEEN],
            late=counts[FloorStanding.LATE],
            lent=counts[FloorStanding.LENT],
            absent=counts[FloorStanding.ABSENT] + counts[FloorStanding.LEFT],
        ),
        say("floor.needed", morning=_people(floor.required[row, cell]), now=_people(needed)),
    ]
    tone = Tone.BAD if needed - here > SHORT else Tone.GOOD
    lines += _post_level(floor, post, level)
    return Card(post_name(post, lang), f"{here:.0f} / {_people(needed)}", "\n".join(lines), tone)


def _people(count: float) -> str:
    return "—" if np.isnan(count) else figures.number(float(count), state.lang(), 1)


def _post_level(floor: FloorDay, post: str, level: RestOfDay | None) -> list[str]:
    """Return how a post's rest of the day goes: service level and answer rate, with targets."""
    if level is None or post not in level.posts:
        return []
    row, staffing = level.posts.index(post), floor.problem.post_by_id[post].staffing
    found = []
    for word, share, target in (
        ("floor.level", level.service_level, staffing.service_level),
        ("floor.answered", level.answer_rate, staffing.answer_rate),
    ):
        mean, low, high = (float(each[row]) for each in (share.mean, share.low, share.high))
        if not np.isnan(mean):
            found.append(_reached(word, (mean, low, high), target))
    return found


def _reached(word: str, share: tuple[float, float, float], target: float) -> str:
    """Return a share with its interval, and its target where there is one."""
    lang, (mean, low, high) = state.lang(), share
    told = say(
        word,
        mean=figures.share(mean, lang, digits(mean, target)),
        low=figures.share(low, lang),
        high=figures.share(high, lang),
    )
    return say("floor.with_goal", told=told, goal=goal(target, lang)) if target else told


def _standings(floor: FloorDay, post: str) -> Counter[FloorStanding]:
    """Return how many of a post's people whose shift has begun stand where."""
    now = floor.now_min
    begun = (one for one in floor.people if one.shift.start_min <= now < one.shift.end_min)
    return Counter(one.standing for one in begun if one.shift.post_at(now) == post)


def hours(floor: FloorDay) -> None:
    """Draw the next hours of each post: people here, needed this morning and now."""
    problem, lang = floor.problem, state.lang()
    step = max(1, HOUR_MIN // problem.horizon.interval_min)
    begin = problem.horizon.day_starts_min[problem.horizon.day(floor.date)]
    first = floor.first // step * step
    cells = [c for c in range(first, floor.required.shape[1], step)][:HOURS]
    names = [say("floor.column.hour")]
    for post in problem.requirement.posts:
        names.append(say("floor.column.post", post=post_name(post, lang)))
    rows = []
    for cell in cells:
        at = begin + cell * problem.horizon.interval_min
        told_hour = figures.clock_name(problem.horizon.clock.clock_of(at))
        parts = [_hour(floor, row, slice(cell, cell + step)) for row in range(len(names) - 1)]
        is_short = any(short for _, short in parts)
        rows.append(Row((told_hour, *(text for text, _ in parts)), "bad" if is_short else ""))
    st.subheader(say("floor.hours"), help=say("floor.hours_help"), anchor=False)
    markup.listing(names, rows, numbers=frozenset(range(1, len(names))))


def _hour(floor: FloorDay, row: int, cells: slice) -> tuple[str, bool]:
    """Return an hour of a post in words, and whether somebody is missing in it."""
    needed = floor.needed[row, cells]
    if np.isnan(needed).all():
        return "—", False
    missing = np.nan_to_num(np.maximum(0.0, needed - floor.here[row, cells]))
    morning, here = float(np.nanmean(floor.required[row, cells])), floor.here[row, cells].mean()
    text = f"{figures.number(float(here), state.lang(), 1)} / {_people(morning)}"
    if floor.required_now is not None:
        text += f" → {_people(float(np.nanmean(needed)))}"
    short = float(missing.mean())
    return (f"{text}  −{_people(short)}" if short > SHORT else text), short > SHORT


def people(floor: FloorDay) -> None:
    """List who is late, not seen, lent or absent; those not seen can be marked as here."""
    told_now = [one for one in floor.people if one.standing is not FloorStanding.OVER]
    by = Counter(one.standing for one in told_now)
    st.subheader(say("floor.people"), anchor=False)
    words = (say(f"floor.count.{name}", count=by[name]) for name in FloorStanding if by[name])
    st.caption(plain(" · ".join(words)))
    apart = set(FloorStanding) - {FloorStanding.HERE, FloorStanding.COMING}
    rows = [
        Row(
            (
                agent_label(floor.problem, one.shift.agent_id),
                post_name(one.shift.post, state.lang()),
                figures.times(floor.problem.horizon.clock, one.shift.start_min, one.shift.end_min),
                say(f"floor.standing.{one.standing}"),
            )
        )
        for one in told_now
        if one.standing in apart
    ]
    if rows:
        names = [say(f"floor.column.{name}") for name in ("agent", "at_post", "shift", "standing")]
        markup.listing(names, rows[:40], numbers=frozenset())
    _mark(floor, [one.shift.agent_id for one in told_now if one.standing in NOT_SEEN])


NOT_SEEN = frozenset(
    {FloorStanding.LATE, FloorStanding.UNSEEN, FloorStanding.COMING, FloorStanding.LEFT}
)


def _mark(floor: FloorDay, missing: list[str]) -> None:
    if not missing:
        return
    chosen = st.multiselect(
        say("floor.mark_who"),
        missing,
        format_func=lambda agent_id: agent_label(floor.problem, agent_id),
        placeholder=say("asking.choose"),
        key="floor.mark_who",
    )
    st.button(
        say("floor.mark"),
        icon=":material/how_to_reg:",
        disabled=not chosen,
        on_click=_marked,
        args=(floor, tuple(chosen)),
        key="floor.mark",
    )


@action
def _marked(floor: FloorDay, chosen: tuple[str, ...]) -> None:
    told.mark_here(link.desk(), floor.date, chosen)
    st.session_state["floor.mark_who"] = []


def volumes(floor: FloorDay) -> None:
    """Ask how many chats came so far, where they are not imported."""
    posts = [one.post for one in floor.so_far if one.until_min is None or one.is_told]
    if not posts:
        return
    with st.expander(say("floor.came")), st.form("floor.came", border=False):
        st.caption(say("floor.came_help"))
        found = {
            post: st.number_input(
                plain(post_name(post, state.lang())),
                min_value=0,
                value=None,
                step=1,
                key=f"floor.came.{post}",
            )
            for post in posts
        }
        if st.form_submit_button(say("floor.came_save")):
            _came(floor, {post: count for post, count in found.items() if count is not None})
            st.rerun()


def _came(floor: FloorDay, found: dict[str, int]) -> None:
    for post, count in found.items():
        one = told.CameSoFar(post, floor.date, floor.now_min, float(count))
        told.tell_came(link.desk(), one)


def actions(floor: FloorDay) -> None:
    """Offer to call who stands by and to end a loan, each with its effect before it is done."""
    lang, clock = state.lang(), floor.problem.horizon.clock
    for place, loan in enumerate(floor.loans):
        one = loan.interruption
        if one.end_min <= floor.now_min:
            continue
        who = agent_label(floor.problem, one.agent_id)
        times = figures.times(clock, one.start_min, one.end_min)
        title = say("floor.loan", agent=who, times=times, reason=one.reason)
        st.markdown(plain(title))
        st.caption(plain(effect(floor, without_loan(floor, loan))))
        st.button(
            say("floor.end_loan"),
            icon=":material/undo:",
            on_click=_end_loan,
            args=(loan.id,),
            key=f"floor.end_loan.{place}",
        )
    for place, call in enumerate(_calls(floor)):
        who, post = agent_label(floor.problem, call.agent_id), post_name(call.post, lang)
        title = say("floor.call", agent=who, post=post)
        st.markdown(plain(title))
        st.caption(plain(effect(floor, with_call(floor, call))))
        st.button(
            say("floor.call_now"),
            icon=":material/call:",
            on_click=_call,
            args=(call,),
            key=f"floor.call_now.{place}",
        )


def _calls(floor: FloorDay) -> list[StandbyCall]:
    """Return how each who stands by and is not called could be: to the post that lacks most."""
    found = []
    called = {call.agent_id for call in floor.problem.calls}
    posts = floor.problem.requirement.posts
    missing = np.nan_to_num(np.maximum(0.0, floor.needed - floor.here))[:, floor.first :].sum(
        axis=1
    )
    for shift in standing_by(floor):
        agent = floor.problem.agent_by_id.get(shift.agent_id)
        if agent is None or shift.agent_id in called or shift.end_min <= floor.now_min:
            continue
        able = [row for row, post in enumerate(posts) if agent.certified(post, floor.date)]
        if able and missing[able].max() > 0:
            best = max(able, key=lambda row: missing[row])
            at = max(shift.start_min, floor.now_min)
            found.append(StandbyCall(shift.agent_id, at, posts[best]))
    return found


@action
def _end_loan(number: int) -> None:
    remove_interruption(link.desk(), number)


@action
def _call(call: StandbyCall) -> None:
    calling.call(link.desk(), state.chosen("week"), call)
