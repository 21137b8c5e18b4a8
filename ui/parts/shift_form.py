"""The form of one agent's day: the shift to try, its type first where the week has types."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from scheduler.agent import Agent
from scheduler.horizon import DAY_MIN
from scheduler.problem import RosterProblem
from scheduler.shift import Shift, ShiftShape, Span
from ui import figures, state
from ui.fields import Fields
from ui.parts.stint_form import with_changes
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name, type_name, type_times

NOTHING = "-"
FREE = ""  # a shift of no type: length and start are free


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


def shift_form(place: Place) -> Shift | None:
    """Ask for the shift to try: its type first, where there are types; None: the day off."""
    kind = _kind(place) if place.problem.rules.types else FREE
    if kind == NOTHING:
        return None
    is_free = kind == FREE
    post = _post(place, [*([NOTHING] if is_free else ()), *place.agent.posts])
    if post == NOTHING:
        return None
    _duties(place, post)
    if is_free:
        return _shift(place, post, _shape(place), _start(place))
    start = _start_of(place, kind)
    return _shift(place, post, _length_of(place, kind, start), start)


def _length_of(place: Place, code: str, start: int) -> ShiftShape:
    """Return the shape of a type from a start; asked for only where several are for the agent."""
    shapes = [form for form in place.problem.rules.forms if form.code == code]
    alike = [form for form in shapes if any(start in span for span in form.starts)]
    own = [form for form in alike if form.is_for(place.agent.contract.hours_week)] or alike
    return _one_of(place, tuple(own), code) if len(own) > 1 else own[0]


def _kind(place: Place) -> str:
    """Ask for the code of a shift type, the day off, or a shift of free times."""
    problem, lang, first = place.problem, state.lang(), place.fields.began
    types = {each.code: each for each in problem.rules.types}
    kept = NOTHING
    if first is not None:
        code = problem.classes.kind(first.start_min, first.end_min)
        kept = code if code in types else FREE
    has_free = kept == FREE or any(not form.code for form in problem.rules.forms)
    kinds = [NOTHING, *types, *([FREE] if has_free else ())]

    def name(kind: str) -> str:
        if kind in types:
            each = types[kind]
            return f"{kind} {type_name(each, lang)} {type_times(each)}"
        return say("edit.day_off" if kind == NOTHING else "edit.free_times")

    return st.selectbox(
        say("edit.type"),
        kinds,
        index=kinds.index(kept),
        format_func=spoken(kinds, name),
        key=f"edit.type.{place.key}",
    )


def _start_of(place: Place, code: str) -> int:
    """Return when a shift of a type starts; asked only where it may start at several times."""
    kind = next(each for each in place.problem.rules.types if each.code == code)
    if len(kind.starts) == 1:
        return kind.starts[0]
    first, clock = place.fields.began, place.problem.horizon.clock
    before = clock.clock_of(first.start_min) if first else kind.starts[0]
    return st.selectbox(
        say("edit.start"),
        kind.starts,
        index=kind.starts.index(before) if before in kind.starts else 0,
        format_func=figures.clock_name,
        key=f"edit.start_of.{code}.{place.key}",
    )


def _post(place: Place, posts: list[str]) -> str:
    """Ask for the post; where only one can be, it is that."""
    if len(posts) == 1:
        return posts[0]
    lang, first = state.lang(), place.fields.began
    kept = first.post if first and first.post in posts else posts[0]
    return st.selectbox(
        say("edit.post"),
        posts,
        index=posts.index(kept),
        format_func=spoken(
            posts, lambda name: say("edit.day_off") if name == NOTHING else post_name(name, lang)
        ),
        key=f"edit.post.{place.key}",
    )


def _duties(place: Place, post: str) -> None:
    """Say what somebody on a post does, where the shop has written it down."""
    duties = next((each.duties for each in place.problem.posts if each.id == post), ())
    if duties:
        told = say("list.apart").join(duties)
        st.caption(plain(say("edit.duties", post=post_name(post, state.lang()), duties=told)))


def _shape(place: Place) -> ShiftShape:
    shapes = place.problem.forms_of(place.agent)
    return _one_of(place, shapes or place.problem.rules.forms)


def _one_of(place: Place, shapes: tuple[ShiftShape, ...], code: str = FREE) -> ShiftShape:
    """Ask for a length among shapes; that of the shift that stands there is chosen already."""
    first = place.fields.began
    same = [s for s in shapes if first and s.length_min == first.end_min - first.start_min]
    return st.selectbox(
        say("edit.length"),
        shapes,
        index=shapes.index(same[0]) if same else 0,
        format_func=spoken(shapes, _shape_name),
        key=f"edit.shape.{code}.{place.key}",
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
    meal = None
    if shape.meal_min and shape.code:  # of a type, in the middle of its place unless asked for
        kinds = place.problem.rules.types
        is_gap = any(each.gap_min for each in kinds if each.code == shape.code)
        with st.expander(say("edit.gap" if is_gap else "edit.meal")):
            meal = _meal(place, shape, start)
    elif shape.meal_min:
        meal = _meal(place, shape, start)
    pauses = shape.usual_breaks(start, meal)
    now = place.now
    same = now is not None and now.start_min == start and now.meal == meal
    if now is not None and same and len(now.breaks) == len(pauses):
        pauses = now.breaks
    whole = Shift(place.agent.id, start, start + shape.length_min, post, meal, pauses)
    whole = whole if now is None else whole.with_sessions_of(now)
    return with_changes(place.problem, place.agent, whole, place.fields)


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
