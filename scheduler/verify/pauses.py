"""Rules about time off the chats inside a shift: paid short breaks, training and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.verify.shifts import fits
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.session import Session
    from scheduler.shift import BreakRule, Shift, Sitting, Span
    from scheduler.verify.view import RosterView

MISSING = "missing"  # subject of a breach: the shift does not hold the breaks of its shape


def breaks(view: RosterView) -> Iterator[Violation]:
    """Each break lies in its shift, off meal and other breaks; the breaks of the shape are held."""
    has_rules = any(form.breaks for form in view.problem.rules.forms)
    for agent, shift in view.known_shifts:
        taken = [] if shift.meal is None else [shift.meal]
        for pause in sorted(shift.breaks):
            if not _inside(pause, shift) or any(pause.overlaps(other) for other in taken):
                yield Violation("breaks", agent.id, shift.post, pause.start_min)
            taken.append(pause)
        if has_rules and not _has_breaks(view, agent, shift):
            start, held = shift.start_min, len(shift.breaks)
            yield Violation("breaks", agent.id, shift.post, start, held, subject=MISSING)


def session_place(view: RosterView) -> Iterator[Violation]:
    """Each sitting lies in its shift and window, off meal, breaks and sittings, for its agent."""
    due = {session.id: session for session in view.problem.sessions}
    for agent, shift in view.known_shifts:
        taken = [*shift.breaks, *([] if shift.meal is None else [shift.meal])]
        for sitting in sorted(shift.sessions):
            span, session = sitting.span, due.get(sitting.session)
            is_free = _inside(span, shift) and not any(span.overlaps(other) for other in taken)
            if not (is_free and session and session.is_for(agent) and _holds(sitting, session)):
                place = shift.post, span.start_min
                yield Violation("session_place", agent.id, *place, subject=sitting.session)
            taken.append(span)


def session(view: RosterView) -> Iterator[Violation]:
    """Training and meetings whose window ends in the horizon are held, by all who are there."""
    for session in view.problem.sessions:
        if not view.problem.horizon.start_min < session.latest_min <= view.problem.horizon.end_min:
            continue
        for agent, shifts in view.everybody:
            if session.is_for(agent) and not _is_excused(view, agent, session):
                held = view.with_history(agent, shifts)
                if not any(_holds(each, session) for shift in held for each in shift.sessions):
                    place = "", session.earliest_min
                    yield Violation("session", agent.id, *place, subject=session.id)


def _inside(span: Span, shift: Shift) -> bool:
    return shift.start_min <= span.start_min and span.end_min <= shift.end_min


def _has_breaks(view: RosterView, agent: Agent, shift: Shift) -> bool:
    """Return whether a shift holds the breaks of a shape it fits, or fits none."""
    allowed = view.problem.forms_of(agent)
    forms = [form for form in allowed if fits(view.problem.horizon, shift, form)]
    return not forms or any(not form.breaks or _match(shift, form.breaks) for form in forms)


def _match(shift: Shift, rules: tuple[BreakRule, ...]) -> bool:
    pauses = sorted(shift.breaks)
    return len(pauses) == len(rules) and all(
        pause.length_min == rule.minutes
        and rule.earliest_min <= pause.start_min - shift.start_min <= rule.latest_min
        for pause, rule in zip(pauses, rules, strict=True)
    )


def _holds(sitting: Sitting, session: Session) -> bool:
    return (
        sitting.session == session.id
        and sitting.span.length_min == session.minutes
        and session.earliest_min <= sitting.span.start_min
        and sitting.span.end_min <= session.latest_min
    )


def _is_excused(view: RosterView, agent: Agent, session: Session) -> bool:
    """Return whether an agent is away for all of a session's window, or gone by its last day."""
    away = view.problem.absences_by_agent.get(agent.id, ())
    last_date = view.problem.horizon.clock.date_of(session.latest_min - 1)
    return not agent.employed(last_date) or any(
        row.start_min <= session.earliest_min and session.latest_min <= row.end_min for row in away
    )
