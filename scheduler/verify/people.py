"""Rules about who: known, certified, there, not at night where that is not allowed, as pinned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.horizon import format_clock
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.horizon import ClockSpan, Horizon
    from scheduler.shift import Shift
    from scheduler.type_pin import TypePin
    from scheduler.verify.view import RosterView


def unknown_agent(view: RosterView) -> Iterator[Violation]:
    """Every shift is worked by an agent of the staff list."""
    for shift in view.roster.shifts:
        if shift.agent_id not in view.problem.agent_by_id:
            yield Violation("unknown_agent", shift.agent_id, shift.post, shift.start_min)


def employed(view: RosterView) -> Iterator[Violation]:
    """Nobody works before the first, or after the last, day of employment."""
    clock = view.problem.horizon.clock
    for agent, shift in view.known_shifts:
        if not agent.employed(clock.date_of(shift.start_min)):
            yield Violation("employed", agent.id, shift.post, shift.start_min)


def skill(view: RosterView) -> Iterator[Violation]:
    """Agents work only on posts for which a certificate is valid on the shift's date."""
    clock = view.problem.horizon.clock
    for agent, shift in view.known_shifts:
        date = clock.date_of(shift.start_min)
        for stint in shift.served if agent.employed(date) else ():
            if not agent.certified(stint.post, date):
                yield Violation("skill", agent.id, stint.post, stint.span.start_min)


def absence(view: RosterView) -> Iterator[Violation]:
    """No shift overlaps an absence of its agent."""
    away = view.problem.absences_by_agent
    for agent, shift in view.known_shifts:
        for row in away.get(agent.id, ()):
            if shift.start_min < row.end_min and row.start_min < shift.end_min:
                yield Violation("absence", agent.id, shift.post, shift.start_min)


def night(view: RosterView) -> Iterator[Violation]:
    """Who is protected, or has ``no_nights``, works in no night hours; a meal is not work."""
    horizon, night_hours = view.problem.horizon, view.problem.rules.hours.night
    for agent, shift in view.known_shifts:
        if agent.no_nights or agent.protected:
            moments = at_night(horizon, shift, night_hours)
            dates = ((minute, horizon.clock.date_of(minute)) for minute in moments)
            moment = next((at for at, date in dates if not agent.may_work_nights(date)), None)
            if moment is not None:
                yield Violation("night", agent.id, shift.post, moment)


def at_night(horizon: Horizon, shift: Shift, hours: ClockSpan) -> Iterator[int]:
    """Yield the night moments of a shift, looking once an interval from its start."""
    for minute in range(shift.start_min, shift.end_min, horizon.interval_min):
        at_meal = shift.meal is not None and minute in shift.meal
        if not at_meal and horizon.clock.clock_of(minute) in hours:
            yield minute


def pin(view: RosterView) -> Iterator[Violation]:
    """Shifts that a person fixed are in the roster, as they were fixed."""
    rostered = set(view.roster.shifts)
    for shift in view.problem.pins:
        if shift not in rostered:
            yield Violation("pin", shift.agent_id, shift.post, shift.start_min)


def pinned_type(view: RosterView) -> Iterator[Violation]:
    """No shift is of another type, or starts at another time, than a person fixed for its day."""
    classes, clock = view.problem.classes, view.problem.horizon.clock
    for pin, shifts in _pinned_days(view):
        for shift in shifts:
            kind, start = classes.kind_of(shift), clock.clock_of(shift.start_min)
            if pin.holds(kind, start):
                continue
            is_late = not pin.is_off and pin.kind in {"", kind}
            pair = f"{format_clock(start)}|{pin.start_told}" if is_late else f"{kind}|{pin.kind}"
            yield Violation("pinned_type", pin.agent_id, shift.post, shift.start_min, subject=pair)


def pinned_idle(view: RosterView) -> Iterator[Violation]:
    """Each day for which a person fixed a type or a start has a shift."""
    for pin, shifts in _pinned_days(view):
        if not pin.is_off and not shifts:
            at_min = view.problem.horizon.clock.at(pin.date)
            told = pin.kind or pin.start_told
            yield Violation("pinned_idle", pin.agent_id, "", at_min, subject=told)


def _pinned_days(view: RosterView) -> Iterator[tuple[TypePin, list[Shift]]]:
    """Yield the pins of a type, with the shifts of their people that start on their days."""
    clock = view.problem.horizon.clock
    by_agent = {agent.id: shifts for agent, shifts in view.rosters}
    for pin in view.problem.type_pins:
        mine = by_agent.get(pin.agent_id, ())
        yield pin, [shift for shift in mine if clock.date_of(shift.start_min) == pin.date]
