"""One agent's day: the shift there is, another one to try, what it breaks and costs, the pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.horizon import DAY_MIN
from scheduler.verify.verdict import in_stretches
from service.roster.editing import Change, change, pin, preview, unpin
from ui import fields, figures, link, state
from ui.guard import action
from ui.parts.shift_form import Place, shift_form
from ui.plain import plain
from ui.state import say
from ui.words.names import absence_name, kind_name, post_name
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
        fields.tell_moved(begun)
        tried = _outcome(place, shift_form(place))
    return roster if tried is None else tried


def _facts(place: Place) -> None:
    horizon = place.problem.horizon
    lines = [_shift_line(place.problem, place.now) if place.now else say("edit.off")]
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
        return say(key, kind=kind_name(wish.kind, state.lang()))
    return say("wish.off") if wish.window is None else figures.window(wish.window)


def _shift_line(problem: RosterProblem, shift: Shift) -> str:
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


def _outcome(place: Place, wanted: Shift | None) -> Roster | None:
    """Show at once what the wanted shift would break and cost, and offer to keep it."""
    if wanted == place.now:
        st.caption(say("edit.same"))
        return None
    removed = (place.now,) if place.now else ()
    added = (wanted,) if wanted else ()
    week = state.chosen("week")
    found = preview(link.desk(), week, removed=removed, added=added)
    _show(place.problem, found)
    st.button(
        say("edit.save_anyway" if found.new else "edit.save"),
        type="primary",
        icon=":material/save:",
        on_click=_save,
        args=(removed, added),
        key="edit.save",
        width="stretch",
    )
    return found.roster


def _show(problem: RosterProblem, found: Change) -> None:
    lang = state.lang()
    amount = figures.number(abs(found.cost_change), lang, 1)
    direction = "more" if found.cost_change > 0 else "less"
    price = problem.rules.weights.shortage_per_agent_hour
    sign = ":red" if found.cost_change > 0 else ":green"
    if abs(found.cost_change) < 0.05:
        st.markdown(say("edit.cost_same"))
    else:
        hours = figures.number(abs(found.cost_change) / price, lang, 1) if price else "—"
        st.markdown(f"{sign}[{plain(say(f'edit.cost_{direction}', amount=amount, hours=hours))}]")
    new, gone = (
        in_stretches(each, problem.horizon.interval_min) for each in (found.new, found.gone)
    )
    if not new:
        st.success(say("edit.breaks_nothing"), icon=":material/check_circle:")
    else:
        lines = "\n".join(f"- {plain(violation_sentence(v, problem, lang))}" for v in new[:8])
        st.error(
            f"{plain(say('edit.breaks', count=len(new)))}\n\n{lines}",
            icon=":material/error:",
        )
    if gone:
        st.info(plain(say("edit.heals", count=len(gone))), icon=":material/healing:")


@action
def _save(removed: tuple[Shift, ...], added: tuple[Shift, ...]) -> None:
    week = state.chosen("week")
    change(link.desk(), week, removed=removed, added=added)
    st.toast(say("edit.saved"), icon=":material/check:")
