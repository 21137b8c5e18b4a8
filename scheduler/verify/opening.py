"""The rule that people work only while their post is open, and the hours for which they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.opening import OpeningHours, without
from scheduler.present import is_standby
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift, Span, Stint
    from scheduler.verify.view import RosterView


class ClosedHours(NamedTuple):
    """
    Agent-hours of work on posts that are closed.

    Parameters
    ----------
    forbidden
        Where the rules do not let them be.
    allowed
        Where the rules do: shortly before an opening, or after it.
    """

    forbidden: float
    allowed: float


def closed_post(view: RosterView) -> Iterator[Violation]:
    """
    Nobody works on a closed post, but for the minutes before and after; a meal is not work.

    Who stands by is at no post that could be closed.
    """
    horizon = view.problem.horizon
    for agent, shift in view.known_shifts:
        if is_standby(view.problem, shift):
            continue
        for stint in shift.served if shift.start_min in horizon else ():
            opening = view.problem.opening_of(stint.post)
            outside = [part for work in _work(shift, stint) for part in opening.outside(work)]
            if outside:
                at, minutes = outside[0].start_min, _minutes(outside)
                yield Violation("closed_post", agent.id, stint.post, at, minutes, 0)


def closed_hours(problem: RosterProblem, roster: Roster) -> ClosedHours:
    """Return the hours of work on closed posts, those of unknown agents included."""
    forbidden = closed = 0
    for shift in roster.shifts:
        for stint in () if is_standby(problem, shift) else shift.served:
            opening: OpeningHours = problem.opening_of(stint.post)
            for work in _work(shift, stint):
                forbidden += _minutes(opening.outside(work))
                closed += _minutes(opening.closed(work))
    return ClosedHours(forbidden / 60, (closed - forbidden) / 60)


def _work(shift: Shift, stint: Stint) -> tuple[Span, ...]:
    """Return the parts of a stint that are not its shift's meal."""
    return without(stint.span, () if shift.meal is None else (shift.meal,))


def _minutes(spans: Iterable[Span]) -> int:
    return sum(span.length_min for span in spans)
