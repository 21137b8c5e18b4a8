"""One agent's day: the shift there is, another one to try, what it breaks and costs, the pin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.agent import Agent
from scheduler.horizon import DAY_MIN
from scheduler.problem import RosterProblem
from scheduler.shift import Shift, Span
from scheduler.verify.verdict import in_stretches
from service.roster.editing import Change, change, pin, preview, unpin
from ui import fields, figures, link, state
from ui.fields import Fields
from ui.guard import action
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import absence_name, kind_name, post_name
from ui.words.sentences import violation_sentence
from ui.words.shift_posts import posts_told

if TYPE_CHECKING:
    from scheduler.agent import Absence, Wish
    from scheduler.horizon import Horizon
    from scheduler.roster import Roster
    from scheduler.shift import ShiftShape
    from service.roster.rosters import RosterSheet

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Place:
    """
    An agent's day that is being edited.

    Parameters
    ----------
    problem, agent, date
        Whose day, in which week.
    now
        The shift that stands there now; None: off.
    fields
        What is tried, which began with the shift that stood there then.
    """

    problem: RosterProblem
    agent: Agent
    date: dt.date
    now: Shift | None
    fields: Fields[Shift | None]

    @property
    def key(self) -> str:
        """Return what tells the widgets of this place from those of another."""
        return self.fields.key


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
        tried = _outcome(place, _wanted(place))
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
    if shift.meal:
        meal = figures.times(problem.horizon.clock, shift.meal.start_min, shift.meal.end_min)
        text = f"{text} · {say('grid.meal', times=meal)}"
    return text


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


def _wanted(place: Place) -> Shift | None:
    """Ask for the shift to try; None: the day off."""
    lang = state.lang()
    posts = [NOTHING, *place.agent.posts]
    first = place.fields.began
    kept = first.post if first and first.post in posts else NOTHING
    post = st.selectbox(
        say("edit.post"),
        posts,
        index=posts.index(kept),
        format_func=spoken(
            posts, lambda name: say("edit.day_off") if name == NOTHING else post_name(name, lang)
        ),
        key=f"edit.post.{place.key}",
    )
    if post == NOTHING:
        return None
    shape = _shape(place)
    start = _start(place)
    return _shift(place, post, shape, start)


def _shape(place: Place) -> ShiftShape:
    shapes = place.problem.forms_of(place.agent)
    shapes = shapes or place.problem.rules.forms
    first = place.fields.began
    same = [s for s in shapes if first and s.length_min == first.end_min - first.start_min]
    return st.selectbox(
        say("edit.length"),
        shapes,
        index=shapes.index(same[0]) if same else 0,
        format_func=spoken(shapes, _shape_name),
        key=f"edit.shape.{place.key}",
    )


def _shape_name(shape: ShiftShape) -> str:
    work = figures.number(shape.work_min / 60, state.lang(), 1)
    return (
        say("edit.shape", work=work, meal=shape.meal_min)
        if shape.meal_min
        else (say("edit.shape_no_meal", work=work))
    )


def _start(place: Place) -> int:
    clocks = list(range(0, DAY_MIN, place.problem.rules.start_grid_min))
    clock = place.problem.horizon.clock
    first = place.fields.began
    begins = clock.clock_of(first.start_min) if first else 9 * 60
    if begins not in clocks:
        clocks = sorted({*clocks, begins})
    return st.selectbox(
        say("edit.start"),
        clocks,
        index=clocks.index(begins),
        format_func=figures.clock_name,
        key=f"edit.start.{place.key}",
    )


def _shift(place: Place, post: str, shape: ShiftShape, start_clock: int) -> Shift:
    start = place.problem.horizon.clock.at(place.date, start_clock)
    meal = _meal(place, shape, start) if shape.meal_min else None
    pauses = shape.usual_breaks(start, meal)
    now = place.now
    same = now is not None and now.start_min == start and now.meal == meal
    if now is not None and same and len(now.breaks) == len(pauses):
        pauses = now.breaks
    whole = Shift(place.agent.id, start, start + shape.length_min, post, meal, pauses)
    if now is None:
        return whole
    whole = whole.with_sessions_of(now)
    changing = whole.with_stints_of(now)
    if changing.stints and st.checkbox(
        say("edit.keep_changes"), value=True, key=f"edit.changes.{place.key}"
    ):
        return changing
    return whole


def _meal(place: Place, shape: ShiftShape, start: int) -> Span:
    step = place.problem.horizon.interval_min
    first, last = shape.meal_earliest_min, shape.meal_latest_min
    begins = [start + after for after in range(first, last + 1, step)]
    first_shift = place.fields.began
    before = first_shift.meal.start_min if first_shift and first_shift.meal else None
    clock = place.problem.horizon.clock
    chosen = st.selectbox(
        say("edit.meal"),
        begins,
        index=begins.index(before) if before in begins else len(begins) // 2,
        format_func=lambda begin: figures.times(clock, begin, begin + shape.meal_min),
        key=f"edit.meal.{place.key}.{start}.{shape.length_min}",
    )
    return Span(chosen, chosen + shape.meal_min)


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
