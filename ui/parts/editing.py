"""One agent's day: the shift there is, another one to try, what it breaks and costs, the pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.horizon import DAY_MIN
from scheduler.pin_fit import broken_by
from scheduler.present import as_told
from scheduler.type_pin import TypePin
from service.roster.editing import preview
from service.roster.pinning import pin, pin_type, unpin, unpin_type
from ui import done, fields, figures, link, state
from ui.guard import action
from ui.parts import changing
from ui.parts.shift_form import NOTHING, Place, shift_form
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import absence_name, kind_name, pin_told, post_name
from ui.words.sentences import violation_sentence
from ui.words.shift_posts import pause_told, posts_told

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.agent import Absence, Wish
    from scheduler.horizon import Horizon
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from service.roster.rosters import RosterSheet

START = "@"  # of a day: when its shift starts is pinned


def edit_panel(sheet: RosterSheet, agent_id: str, date: dt.date) -> Roster | None:
    """Draw the panel of an agent's day; return the roster with what is being tried."""
    assert sheet.problem is not None
    roster = sheet.version.version.roster if sheet.version else None
    shifts = roster.by_agent().get(agent_id, ()) if roster else ()
    clock = sheet.problem.horizon.clock
    today = next((shift for shift in shifts if clock.date_of(shift.start_min) == date), None)
    begun = fields.begin(f"edit.{sheet.week.label}.{agent_id}.{date}", today)
    place = Place(sheet.problem, sheet.problem.agent_by_id[agent_id], date, today, begun)
    with st.container(border=True, key="edit_panel"):
        st.markdown(f"**{plain(say('edit.title', day=figures.day(date, state.lang())))}**")
        _facts(place)
        _pin_button(place)
        _type_pin(place)
        fields.tell_moved(begun)
        tried = _outcome(place, shift_form(place))
    return roster if tried is None else tried


def _facts(place: Place) -> None:
    horizon = place.problem.horizon
    lines = [shift_line(place.problem, place.now) if place.now else say("edit.off")]
    lines += [
        say("edit.absent", kind=_away_name(horizon, absence, place.date))
        for absence in place.problem.away_by_agent.get(place.agent.id, ())
        if absence.start_min < horizon.clock.at(place.date, DAY_MIN)
        and horizon.clock.at(place.date) < absence.end_min
    ]
    lines += [
        say("edit.wishes", wish=wish_name(wish))
        for wish in place.problem.wishes_by_agent.get(place.agent.id, ())
        if wish.date == place.date
    ]
    st.caption("  \n".join(plain(line) for line in lines))


def _away_name(horizon: Horizon, absence: Absence, date: dt.date) -> str:
    """Return the kind of an absence, and when it is, where that is not all of the day."""
    kind = absence_name(absence.kind, state.lang())
    first, after = horizon.clock.at(date), horizon.clock.at(date, DAY_MIN)
    start, end = max(absence.start_min, first), min(absence.end_min, after)
    if (start, end) == (first, after):
        return kind
    return say("away.times", kind=kind, times=figures.times(horizon.clock, start, end))


def wish_name(wish: Wish) -> str:
    """Return a wish in words: the day off, the hours that would suit, a kind of shift or none."""
    if wish.kind:
        key = "wish.not_kind" if wish.is_against else "wish.of_kind"
        key = "wish.only_kind" if wish.is_only else key
        return say(key, kind=kind_name(wish.kind, state.lang()))
    return say("wish.off") if wish.window is None else figures.window(wish.window)


def shift_line(problem: RosterProblem, shift: Shift) -> str:
    """Return a shift's hours, posts and pauses in a line."""
    shift = as_told(problem, shift)
    times = figures.times(problem.horizon.clock, shift.start_min, shift.end_min)
    text = f"{times} · {posts_told(shift, problem.horizon.clock, state.lang())}"
    if not shift.stints:
        text = f"{post_name(shift.post, state.lang())} {times}"
    pause = pause_told(problem, shift, state.lang())
    return f"{text} · {pause}" if pause else text


def _pin_button(place: Place) -> None:
    if place.now is None:
        return
    is_pinned = place.now in place.problem.pins
    st.button(
        say("edit.unpin" if is_pinned else "edit.pin"),
        icon=":material/keep_off:" if is_pinned else ":material/keep:",
        help=say("edit.pin_help"),
        on_click=_turn_pin,
        args=(place.now, is_pinned),
        key="edit.pin",
    )


@action
def _turn_pin(shift: Shift, is_pinned: bool) -> None:
    turn = unpin if is_pinned else pin
    week = state.chosen("week")
    turn(link.desk(), week, shift)


def _type_pin(place: Place) -> None:
    """Ask for what is pinned of the day beside a whole shift; tell what no such shift can keep."""
    problem, agent_id = place.problem, place.agent.id
    pins = problem.type_pins_by_agent.get(agent_id, ())
    before = next((each for each in pins if each.date == place.date), None)
    kept = NOTHING if before is None else before.kind
    start = None if place.now is None else problem.horizon.clock.clock_of(place.now.start_min)
    if before is not None and before.start_clock is not None:
        kept, start = START, before.start_clock
    days = {kind: TypePin(agent_id, place.date, kind) for kind in ("", *problem.rules.kind_names)}
    if start is not None:
        days[START] = TypePin(agent_id, place.date, before.kind if before else "", start)
    options = [NOTHING, *days]
    key = f"pins.type.{state.chosen('week')}.{agent_id}.{place.date}.{kept}"
    st.selectbox(
        say("pins.type"),
        options,
        index=options.index(kept),
        format_func=spoken(
            options,
            lambda kind: (
                pin_told(problem, days[kind], state.lang())
                if kind in days
                else say("pins.none_of_day")
            ),
        ),
        help=say("pins.type_help"),
        on_change=_turn_type_pin,
        args=(key, kept, days, TypePin(agent_id, place.date, "")),
        key=key,
    )
    broken = () if before is None else broken_by(problem, before)
    if broken:
        lines = "\n".join(
            f"- {plain(violation_sentence(each, problem, state.lang()))}" for each in broken
        )
        st.warning(f"{plain(say('pins.broken'))}\n\n{lines}", icon=":material/lock_clock:")


@action
def _turn_type_pin(key: str, kept: str, days: dict[str, TypePin], day: TypePin) -> None:
    """Pin what was chosen for a day, or set it free; what was before comes back on request."""
    week, wanted = state.chosen("week"), st.session_state[key]
    st.session_state[key] = kept  # what is pinned, if it cannot be kept
    new = days.get(wanted, day)
    if wanted == NOTHING:
        was = days[kept]
        unpin_type(link.desk(), week, new)
        done.tell(say("pins.free_done"), lambda desk: pin_type(desk, week, was))
        return
    old = pin_type(link.desk(), week, new)
    done.tell(
        say("pins.fixed"),
        lambda desk: unpin_type(desk, week, new) if old is None else pin_type(desk, week, old),
    )


def _outcome(place: Place, wanted: Shift | None) -> Roster | None:
    """Show at once what the wanted shift would break and cost, and offer to keep it."""
    if wanted == place.now:
        st.caption(say("edit.same"))
        return None
    removed = (place.now,) if place.now else ()
    added = (wanted,) if wanted else ()
    week = state.chosen("week")
    found = preview(link.desk(), week, removed=removed, added=added)
    changing.show(place.problem, found)
    changing.offer(found, (removed, added), key=f"edit.{place.key}")
    return found.roster
