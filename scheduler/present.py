"""
Who of the people rostered is there: the one place that takes absences off shifts.

Whatever is shown, simulated or exported counts people by it. An absence, a secondment or a
disruption counts for the hours it names, no more: a shift that lies in one only for a part stays,
with that part as time off the chats.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.roster import Roster
from scheduler.shift import Span, Stint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.standby import StandbyCall

STANDING_BY = "\u2060standby"
"""In place of a post, where people read who stands by; no post of a shop begins so."""


def is_away(problem: RosterProblem, agent_id: str, minute: int) -> bool:
    """Return whether an agent is away, lent or kept from the post at a moment."""
    return any(
        row.start_min <= minute < row.end_min for row in problem.away_by_agent.get(agent_id, ())
    )


def away_during(problem: RosterProblem, shift: Shift) -> tuple[Span, ...]:
    """Return the stretches of a shift in which its agent is away, joined, in order of time."""
    found: list[Span] = []
    rows = problem.away_by_agent.get(shift.agent_id, ())
    for row in sorted(rows, key=lambda row: (row.start_min, row.end_min)):
        first, last = max(row.start_min, shift.start_min), min(row.end_min, shift.end_min)
        if first >= last:
            continue
        if found and first <= found[-1].end_min:
            found[-1] = Span(found[-1].start_min, max(found[-1].end_min, last))
        else:
            found.append(Span(first, last))
    return tuple(found)


def away_work_min(problem: RosterProblem, shift: Shift) -> int:
    """Return the minutes of a shift's work in which its agent is away; a meal is no work."""
    meal = shift.meal
    minutes = 0
    for span in away_during(problem, shift):
        minutes += span.length_min
        if meal is not None and span.overlaps(meal):
            minutes -= min(span.end_min, meal.end_min) - max(span.start_min, meal.start_min)
    return minutes


def present_work_min(problem: RosterProblem, shift: Shift) -> int:
    """Return the minutes of a shift's work in which its agent is there."""
    return shift.work_min - away_work_min(problem, shift)


def present(problem: RosterProblem, shifts: Iterable[Shift]) -> Iterator[Shift]:
    """
    Yield what is left of shifts, in their order.

    Those during which the agent is away throughout are left out; the others keep their ends, and
    hold the time away as breaks.
    """
    for shift in shifts:
        away = away_during(problem, shift)
        if away != (shift.span,):
            yield replace(shift, breaks=(*shift.breaks, *away)) if away else shift


def present_roster(problem: RosterProblem, roster: Roster) -> Roster:
    """Return what is left of a roster's shifts; the roster itself where nobody is away."""
    return Roster(tuple(present(problem, roster.shifts)))


def serving_roster(problem: RosterProblem, roster: Roster) -> Roster:
    """Return what is left of a roster's shifts as they hold posts."""
    return Roster(tuple(present(problem, on_posts(problem, roster.shifts))))


def is_standby(problem: RosterProblem, shift: Shift) -> bool:
    """Return whether the agent of a shift stands by; helpers of a campaign never do."""
    kinds = problem.rules.standby
    is_known = bool(kinds) and shift.agent_id in problem.agent_by_id
    return is_known and problem.classes.kind_of(shift) in kinds


def call_of(problem: RosterProblem, shift: Shift) -> StandbyCall | None:
    """Return the earliest call in a shift of somebody who stands by; None: there is none yet."""
    calls = problem.calls_by_agent.get(shift.agent_id, ())
    inside = [one for one in calls if one.from_min in shift.span and is_standby(problem, shift)]
    return min(inside, key=lambda one: one.from_min, default=None)


def waiting(problem: RosterProblem, shift: Shift) -> Span | None:
    """Return the stretch of a shift in which its agent stands by, uncalled; None: there is none."""
    if not is_standby(problem, shift):
        return None
    call = call_of(problem, shift)
    if call is None:
        return shift.span
    return Span(shift.start_min, call.from_min) if call.from_min > shift.start_min else None


def on_posts(problem: RosterProblem, shifts: Iterable[Shift]) -> Iterator[Shift]:
    """
    Yield shifts as they hold posts, in their order.

    Who stands by holds none before a call: that time stands as a break, and the post is that of
    the call. Who is not called is left out.
    """
    for shift in shifts:
        call, waits = call_of(problem, shift), waiting(problem, shift)
        if call is not None:
            pauses = (*shift.breaks, *(() if waits is None else (waits,)))
            yield replace(shift, post=call.post, stints=(), breaks=pauses)
        elif waits is None:
            yield shift


def as_told(problem: RosterProblem, shift: Shift) -> Shift:
    """Return a shift as people read it: before a call on ``STANDING_BY``, then on its post."""
    waits = waiting(problem, shift)
    call = call_of(problem, shift)
    if waits is None:
        return shift if call is None else replace(shift, post=call.post, stints=())
    told = replace(shift, post=STANDING_BY, stints=())
    if call is None:
        return told
    rest = Span(waits.end_min, shift.end_min)
    return replace(told, stints=(Stint(waits, STANDING_BY), Stint(rest, call.post)))


def shifts_rostered(problem: RosterProblem, roster: Roster) -> tuple[Shift, ...]:
    """Return the shifts that may cover a moment of the horizon, those of the past first."""
    shifts = (*problem.history, *roster.shifts)
    return tuple(on_posts(problem, shifts)) if problem.rules.standby else shifts


def shifts_present(problem: RosterProblem, roster: Roster) -> tuple[Shift, ...]:
    """Return what absences leave of ``shifts_rostered``."""
    return tuple(present(problem, shifts_rostered(problem, roster)))
