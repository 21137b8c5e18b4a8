"""
The least change to a roster that people know: somebody is away, the plans of others should stand.

The engine does it, with a price on every day of a person whose hours become others: a day changes
only where that saves more than the price. Minimums and personal rules hold as ever.

What an absence of part of a day leaves of a shift stands (``scheduler.cut``). The engine holds it
by a carrier, a shift of an allowed shape that is at work only there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.announced import Announced, DayChange, changes
from scheduler.carrier import Carried, clipped, sessions_of, standing_of
from scheduler.cut import Cut, Cutting, cut_by, lost_shifts
from scheduler.errors import gathering
from scheduler.present import call_of, is_standby
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.rules.standby import apart, back, moved, with_called
from scheduler.rules.type_pins import in_the_way
from scheduler.shift import Shift, Span
from scheduler.solve.conflicts import pin_conflicts
from scheduler.solve.eased import eased
from scheduler.solve.pauses import has_pauses, with_pauses
from scheduler.solve.plan import plan_of, roster_of
from scheduler.solve.restore import restored
from scheduler.solve.result import TOLERANCE, SolveResult, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from scheduler.verify.cycles import idle_day
from scheduler.verify.people import pinned_idle
from scheduler.verify.runs import short_rest_run, short_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.demand import Requirement
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked

WORTH_HOURS = 4.0
OF_DAYS_BEFORE = (short_run, short_rest_run, idle_day, pinned_idle)  # broken by what is off too
LIGHT = 0.1  # of the price of other hours: what another post or meal must save


@dataclass(frozen=True, slots=True)
class RepairParams:
    """
    What may change, and what a change must be worth.

    Parameters
    ----------
    from_min
        No shift that begins before this moment changes, and no interval before it counts.
    worth_hours
        Missing agent-hours that changing one more day of one more person must save at least.
    cutting
        What becomes of what absences leave of shifts, where no shape has it.
    """

    from_min: int
    worth_hours: float = WORTH_HOURS
    cutting: Cutting = Cutting.KEEP

    def __post_init__(self) -> None:
        worth = self.worth_hours
        with gathering() as check:
            check(0 <= worth < float("inf"), "negative", column="worth_hours", value=worth)


@dataclass(frozen=True, eq=False, slots=True)
class Repaired:
    """
    A roster after its repair.

    Parameters
    ----------
    problem
        The question of the repair: what is announced, what is over as pins.
    result
        The answer to it, the mended roster; cost and bound hold the price of the changes.
    lost
        Shifts that absences took away whole.
    changes
        Days of people that differ from the roster as it was, lost and cut shifts included.
    cuts
        Shifts that absences took a part of.
    """

    problem: RosterProblem
    result: SolveResult
    lost: tuple[Shift, ...]
    changes: tuple[DayChange, ...]
    cuts: tuple[Cut, ...] = ()


def repair(
    problem: RosterProblem,
    roster: Roster,
    repair_params: RepairParams,
    params: SolveParams,
    *,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> Repaired:
    """
    Return a roster without the shifts that absences forbid, and with as few other changes as pay.

    Parameters
    ----------
    problem
        The question with the new absences in it.
    roster
        As it was announced.
    repair_params
        From when changes are possible, and what they must be worth.
    params
        Seed and limits of the engine.
    listener, stop
        Told of progress, asked whether to stop.
    """
    away = lost_shifts(problem, roster.shifts)
    fixed = _calls_standing(problem, roster, away)
    stood_by = apart(fixed)
    if stood_by is not fixed:
        before = Roster(moved(fixed, roster.shifts))
        mended_apart = repair(stood_by, before, repair_params, params, listener=listener, stop=stop)
        return _told(fixed, roster, mended_apart)
    cuts = cuts_of(problem, away, repair_params.cutting)
    asked, standing = _asked(problem, roster, repair_params, cuts)
    assert asked.announced is not None
    cuts = [cut if cut.shift in standing.cut else replace(cut, kept=()) for cut in cuts]
    lost = tuple(shift for shift in away if shift not in {cut.shift for cut in cuts})
    start = Roster(asked.announced.shifts)
    result = solve(asked, params, listener=listener, stop=stop, start=start)
    if result.roster is None:
        return Repaired(asked, result, lost, (), tuple(cuts))
    mended = _as_it_was(asked, start, result.roster, away)
    answer = _answer(asked, result, mended)
    final = standing.instead_of_carriers(mended)
    found = changes(problem.horizon, roster.shifts, final.shifts)
    return Repaired(asked, replace(answer, roster=final), lost, found, tuple(cuts))


def _calls_standing(
    problem: RosterProblem, roster: Roster, away: tuple[Shift, ...]
) -> RosterProblem:
    """Return a problem in which called shifts are fixed; calls of those who are away are off."""
    gone = {call_of(problem, shift) for shift in away}
    left = tuple(one for one in problem.calls if one not in gone)
    return with_called(replace(problem, calls=left), roster)


def _told(problem: RosterProblem, roster: Roster, found: Repaired) -> Repaired:
    """Return a repair of the problem ``apart`` as one of the problem itself."""
    lost = back(problem, found.lost, roster.shifts)
    if found.result.roster is None:
        return replace(found, lost=lost)
    after = Roster(back(problem, found.result.roster.shifts, roster.shifts))
    changed = changes(problem.horizon, roster.shifts, after.shifts)
    return replace(found, result=replace(found.result, roster=after), lost=lost, changes=changed)


def cuts_of(problem: RosterProblem, shifts: Iterable[Shift], how: Cutting) -> list[Cut]:
    """
    Return what is left of shifts that absences touch, and what of it is to be worked.

    Nothing of those of people who stand by: in part they would be shifts like others.
    """
    known = problem.agent_by_id
    found = (
        cut_by(problem, shift, how)
        for shift in shifts
        if shift.agent_id in known and not is_standby(problem, shift)
    )
    return [cut for cut in found if cut is not None]


def _asked(
    problem: RosterProblem, roster: Roster, params: RepairParams, cuts: list[Cut]
) -> tuple[RosterProblem, Carried]:
    """Return the question of a repair, and what stands in it by carriers."""
    standing = standing_of(problem, roster, cuts)
    from_min = params.from_min
    asked = with_facts(repair_problem(problem, roster, params, standing.by_carrier), from_min)
    stuck = {names[0] for _, names in pin_conflicts(asked)} if standing.by_carrier else set()
    if stuck:
        standing = standing.without(stuck)
        asked = with_facts(repair_problem(problem, roster, params, standing.by_carrier), from_min)
    return asked, standing


def with_facts(problem: RosterProblem, from_min: int) -> RosterProblem:
    """Return a question in which pins that begin before a moment stand, whatever they break."""
    broken = verify(problem, Roster(problem.pins), OF_DAYS_BEFORE).violations
    people = {names[0] for _, names in pin_conflicts(problem)}
    people |= {one.agent_id for one in broken if one.at_min is not None and one.at_min < from_min}
    over = (pin for pin in problem.pins if pin.agent_id in people and pin.start_min < from_min)
    return replace(problem, overruled=problem.overruled.union(over))


def _answer(problem: RosterProblem, result: SolveResult, mended: Roster) -> SolveResult:
    """Return the engine's answer with the roster whose posts and meals stay as they were."""
    cost = verify(problem, mended).cost.total
    status, dearer = result.status, cost > (result.cost or 0.0) + TOLERANCE
    if status is SolveStatus.OPTIMAL and dearer:
        status = SolveStatus.FEASIBLE
    return replace(result, roster=mended, cost=cost, status=status, bound=min(result.bound, cost))


def repair_problem(
    problem: RosterProblem,
    roster: Roster,
    params: RepairParams,
    by_carrier: Mapping[Shift, tuple[Shift, ...]] = MappingProxyType({}),
) -> RosterProblem:
    """
    Return the question of a repair: what is over stands, what is announced has its price.

    Announced shifts that a problem has as overruled stand too: somebody set them by hand.

    Parameters
    ----------
    problem, roster, params
        As in ``repair``.
    by_carrier
        Shifts no shape has, by the carriers that are pinned for them.
    """
    horizon = problem.horizon
    lost = {*lost_shifts(problem, (*roster.shifts, *problem.pins))}
    pins = [*(pin for pin in problem.pins if pin not in lost), *by_carrier]
    pinned = {(pin.agent_id, horizon.day_of(pin.start_min)) for pin in pins}
    stay = [
        shift
        for shift in roster.shifts
        if shift not in lost
        and (shift.agent_id, horizon.day_of(shift.start_min)) not in pinned
        and shift.agent_id in problem.agent_by_id
    ]
    over = [
        shift for shift in stay if shift.start_min < params.from_min or shift in problem.overruled
    ]
    pinned |= {(shift.agent_id, horizon.day_of(shift.start_min)) for shift in over}
    past = Span(horizon.start_min, max(params.from_min, horizon.start_min + 1))
    hours = {post: each.with_allowed(past) for post, each in problem.hours_by_post.items()}
    price = params.worth_hours * problem.rules.weights.shortage_per_agent_hour
    return replace(
        problem,
        requirement=_from(problem.requirement, params.from_min),
        pins=(*pins, *over),
        type_pins=tuple(
            pin
            for pin in problem.type_pins
            if (pin.agent_id, horizon.day(pin.date)) not in pinned
            and horizon.clock.at(pin.date) >= params.from_min
            and not in_the_way(problem, pin)
        ),
        absences=tuple(clipped(problem.absences, by_carrier)),
        sessions=(
            *problem.sessions,
            *(one for carrier in by_carrier for one in sessions_of(problem, carrier)),
        ),
        announced=Announced((*pins, *stay), price, params.from_min),
        known_hours=hours,
    )


def _from(requirement: Requirement, from_min: int) -> Requirement:
    """Return what is needed from a moment on; before it nothing can be mended."""
    horizon = requirement.horizon
    over = -(-(from_min - horizon.start_min) // horizon.interval_min)
    agents = requirement.agents.copy()
    agents[:, : max(0, over)] = np.nan
    return replace(requirement, agents=agents)


def _as_it_was(
    problem: RosterProblem, before: Roster, after: Roster, lost: tuple[Shift, ...]
) -> Roster:
    """Return a roster with posts, meals and breaks as announced wherever others save too little."""
    assert problem.announced is not None
    tables, rows, *_ = eased(problem)
    plans = plan_of(problem, tables, before), plan_of(problem, tables, after)
    where = np.zeros(len(rows.need), dtype=np.bool_)
    for post, cells in _cells(problem, lost):
        where[post * problem.horizon.intervals + cells] = True
    price = LIGHT * problem.announced.price_per_day
    roster = roster_of(problem, restored(tables, rows, plans, where, price))
    if has_pauses(problem):
        roster = _with_known_pauses(problem, before, with_pauses(problem, tables, rows, roster))
    return min(roster, after, key=lambda one: len(verify(problem, one).violations))


def _cells(
    problem: RosterProblem, shifts: Iterable[Shift]
) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    """Yield the post of each shift's stints, by number, and its intervals in the horizon."""
    horizon, posts = problem.horizon, problem.requirement.posts
    for stint in (stint for shift in shifts for stint in shift.served):
        if stint.post in posts:
            ends = (horizon.interval_of(at) for at in (stint.span.start_min, stint.span.end_min))
            first, last = (min(max(0, cell), horizon.intervals) for cell in ends)
            yield posts.index(stint.post), np.arange(first, last)


def _with_known_pauses(problem: RosterProblem, before: Roster, after: Roster) -> Roster:
    """Return a roster with breaks as announced on all days where that breaks no rule."""
    known = {_without_pauses(shift): shift for shift in before.shifts}
    for day in range(problem.horizon.days):
        tried = Roster(
            tuple(
                known.get(_without_pauses(shift), shift)
                if problem.horizon.day_of(shift.start_min) == day
                else shift
                for shift in after.shifts
            )
        )
        if len(verify(problem, tried).violations) <= len(verify(problem, after).violations):
            after = tried
    return after


def _without_pauses(shift: Shift) -> Shift:
    return replace(shift, breaks=(), sessions=())
