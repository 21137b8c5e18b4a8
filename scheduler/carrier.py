"""
Shifts no shape has, as the engine holds them in a repair: by carriers.

A carrier is a shift of an allowed shape, pinned, that is at work only where the shifts it stands
for are; the rest of it is sat through. So hours, rest and days count as for the whole of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.cut import ends, is_allowed, lost_shifts, shaped, shapes_of
from scheduler.roster import Roster
from scheduler.session import Session
from scheduler.shift import Shift, Sitting, Span
from scheduler.verify.opening import closed_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.agent import Absence
    from scheduler.cut import Cut
    from scheduler.problem import RosterProblem


@dataclass(frozen=True, slots=True)
class Carried:
    """
    Shifts no shape has, and the carriers by which the engine holds them.

    Parameters
    ----------
    by_carrier
        What each carrier stands for.
    cut
        The announced shifts of the cuts among them.
    """

    by_carrier: dict[Shift, tuple[Shift, ...]]
    cut: frozenset[Shift]

    def instead_of_carriers(self, roster: Roster) -> Roster:
        """Return a roster with the shifts themselves."""
        shifts = (self.by_carrier.get(shift, (shift,)) for shift in roster.shifts)
        return Roster(tuple(one for each in shifts for one in each))

    def without(self, agents: set[str]) -> Carried:
        """Return the same but for these people, who cannot be held by carriers."""
        kept = {one: each for one, each in self.by_carrier.items() if one.agent_id not in agents}
        return Carried(kept, frozenset(one for one in self.cut if one.agent_id not in agents))


def standing_of(problem: RosterProblem, roster: Roster, cuts: Iterable[Cut]) -> Carried:
    """Return carriers for what is kept of cut shifts, and for others no shape has."""
    cut_up = [cut for cut in cuts if cut.kept]
    found = {carrying(cut.shift, cut.kept): cut.kept for cut in cut_up}
    busy = {(one.agent_id, problem.horizon.day_of(one.start_min)) for one in found}
    for shifts in _odd(problem, roster):
        day = shifts[0].agent_id, problem.horizon.day_of(shifts[0].start_min)
        carrier = None if day in busy else carrier_of(problem, shifts)
        if carrier is not None:
            found[carrying(carrier, shifts)] = shifts
    return Carried(found, frozenset(cut.shift for cut in cut_up))


def _odd(problem: RosterProblem, roster: Roster) -> Iterator[tuple[Shift, ...]]:
    """Yield the shifts of each day of a person that no shape has and no absence touches."""
    lost = {*lost_shifts(problem, roster.shifts), *problem.pins}
    days: dict[tuple[str, int], list[Shift]] = {}
    for shift in roster.shifts:
        if shift not in lost and shift.agent_id in problem.agent_by_id:
            days.setdefault((shift.agent_id, problem.horizon.day_of(shift.start_min)), []).append(
                shift
            )
    for shifts in days.values():
        if not is_allowed(problem, tuple(shifts)):
            yield tuple(shifts)


def carrier_of(problem: RosterProblem, shifts: tuple[Shift, ...]) -> Shift | None:
    """
    Return a shift of an allowed shape that spans others of its agent; None where there is none.

    By it the engine holds shifts no shape has, such as what an earlier absence left.
    """
    first, last = shifts[0], max(shift.end_min for shift in shifts)
    found = (
        shift
        for form in shapes_of(problem, first.agent_id)
        for start in range(
            last - form.length_min, first.start_min + 1, problem.horizon.interval_min
        )
        for shift in shaped(problem, first, form, start)
        if problem.horizon.day_of(start) == problem.horizon.day_of(first.start_min)
    )
    return min(found, key=lambda shift: _strain(problem, shift), default=None)


def _strain(problem: RosterProblem, carrier: Shift) -> tuple[float, int]:
    """Return how ill a carrier fits its post's opening, then how long it is; less is better."""
    closed = closed_hours(problem, Roster((carrier,))).forbidden
    return closed, carrier.end_min - carrier.start_min


def carrying(carrier: Shift, kept: Iterable[Shift]) -> Shift:
    """
    Return a carrier that is at work only where the shifts it stands for are.

    The rest of it is sat through: paid for, of a day's hours, and covering nothing.
    """
    taken = [shift.span for shift in kept]
    taken += [*carrier.breaks, *(sitting.span for sitting in carrier.sessions)]
    taken += [] if carrier.meal is None else [carrier.meal]
    marks = sorted({*ends(carrier.span), *(at for span in taken for at in ends(span))})
    empty = (
        Span(first, last)
        for first, last in pairwise(marks)
        if first in carrier.span and not any(first in span for span in taken)
    )
    name = f"away-{carrier.agent_id.translate(str.maketrans('|@/', '---'))}"
    sat = (Sitting(span, f"{name}-{span.start_min}") for span in empty)
    return replace(carrier, sessions=(*carrier.sessions, *sat))


def sessions_of(problem: RosterProblem, carrier: Shift) -> Iterator[Session]:
    """Yield the sessions that a carrier sits through and a problem does not have; none is due."""
    known = {session.id for session in problem.sessions}
    for sitting in carrier.sessions:
        if sitting.session not in known:
            span = sitting.span
            late = max(span.end_min, problem.horizon.end_min) + 1
            yield Session(
                sitting.session, carrier.agent_id, "", span.length_min, span.start_min, late
            )


def clipped(absences: Iterable[Absence], carriers: Iterable[Shift]) -> Iterator[Absence]:
    """Yield absences less the time of their agents' carriers, which say it themselves."""
    held = list(carriers)
    for absence in absences:
        parts = [absence]
        for carrier in held:
            if carrier.agent_id == absence.agent_id:
                parts = [piece for part in parts for piece in _less(part, carrier)]
        yield from parts


def _less(absence: Absence, carrier: Shift) -> Iterator[Absence]:
    if absence.end_min <= carrier.start_min or carrier.end_min <= absence.start_min:
        yield absence
        return
    if absence.start_min < carrier.start_min:
        yield replace(absence, end_min=carrier.start_min)
    if carrier.end_min < absence.end_min:
        yield replace(absence, start_min=carrier.end_min)
