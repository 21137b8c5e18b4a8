"""Why somebody has a shift and somebody else not: both beside it, and their week made anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.agent import Wish
from scheduler.covering import shortest_rest
from scheduler.errors import require
from scheduler.nearest import PERSONAL, alone
from scheduler.present import is_standby
from scheduler.roster import Roster
from scheduler.shift import Shift
from scheduler.solve.result import SolveParams, SolveStatus
from scheduler.solve.strategy import solve
from scheduler.type_pin import TypePin
from scheduler.verify.checker import verify, verify_present
from scheduler.verify.cost import broken_wishes, cost_of_present
from scheduler.verify.verdict import Verdict, Violation

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.result import StopAsked

WORK = 12  # units of a solve in which two people's weeks are free
SECONDS = 20.0
FOUND = frozenset({SolveStatus.OPTIMAL, SolveStatus.FEASIBLE})


@dataclass(frozen=True, eq=False, slots=True)
class PersonBeside:
    """
    Somebody beside a shift, as if they had it.

    Parameters
    ----------
    agent_id, instead_of
        Who, and their own shift that day; None: the day is free.
    week_min, contract_min
        Minutes of work in the horizon with it, and those of the contract.
    rest_min
        The shortest rest before or after it; None: no shift is near.
    wishes
        Theirs of that day that it breaks.
    broken
        Personal rules that they break with it and not without.
    """

    agent_id: str
    instead_of: Shift | None
    week_min: int
    contract_min: float
    rest_min: int | None
    wishes: tuple[Wish, ...]
    broken: tuple[Violation, ...]


@dataclass(frozen=True, eq=False, slots=True)
class PairCompared:
    """
    Two people compared for one shift.

    Parameters
    ----------
    shift
        Of the first.
    holder, other
        Who has it, and who has not, each as if they had it.
    before, after
        The checker's word on the roster, and on it with the two exchanged that day.
    """

    shift: Shift
    holder: PersonBeside
    other: PersonBeside
    before: Verdict
    after: Verdict

    @property
    def new(self) -> tuple[Violation, ...]:
        """Return the breaches of whomever and whatever that the exchange brings."""
        return tuple((Counter(self.after.violations) - Counter(self.before.violations)).elements())

    @property
    def dearer(self) -> float:
        """Return what the roster costs more with the two exchanged; negative: less."""
        return self.after.cost.total - self.before.cost.total


@dataclass(frozen=True, eq=False, slots=True)
class PairSolved:
    """
    The best two weeks found in which the other person has the shift, all others as they are.

    Parameters
    ----------
    status
        How the search ended: ``OPTIMAL`` is proven; ``INFEASIBLE``: no two such weeks are.
    cost_change
        What the roster costs more; None: there is none.
    removed, added
        Shifts that go and come.
    reasons
        What stands in the way, as a solve says it.
    """

    status: SolveStatus
    cost_change: float | None
    removed: tuple[Shift, ...] = ()
    added: tuple[Shift, ...] = ()
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()


def compared(problem: RosterProblem, roster: Roster, shift: Shift, other_id: str) -> PairCompared:
    """
    Return two people compared for a shift of a roster.

    Raises
    ------
    InputError
        When the shift is not in the roster, the other person is unknown or has it themselves.
    """
    require(shift in roster.shifts, "shift_not_in_roster", value=shift.agent_id)
    require(other_id in problem.agent_by_id, "unknown_agent", value=other_id)
    require(other_id != shift.agent_id, "same_person", value=other_id)
    theirs = _on_day(problem, roster, shift, other_id)
    made = _exchanged(roster, shift, other_id, theirs)
    return PairCompared(
        shift,
        _beside(problem, roster, shift, shift),
        _beside(problem, made, replace(shift, agent_id=other_id, sessions=()), theirs),
        verify_present(problem, roster),
        verify_present(problem, made),
    )


def solved(
    problem: RosterProblem,
    roster: Roster,
    shift: Shift,
    other_id: str,
    *,
    from_min: int = 0,
    stop: StopAsked | None = None,
) -> PairSolved:
    """
    Return the best weeks of two people found in which the other has a shift of the first.

    That day the first has what the other had; their other days are free from now on, and everybody
    else works as in the roster. The same question gives the same answer unless the clock ends it.

    Parameters
    ----------
    problem, roster, shift, other_id
        As for ``compared``.
    from_min
        Now: shifts that begin before stay, and so do days off.
    stop
        Asked whether to end early.
    """
    horizon = problem.horizon
    theirs = _on_day(problem, roster, shift, other_id)
    made = _exchanged(roster, shift, other_id, theirs)
    pair, day = {shift.agent_id, other_id}, horizon.clock.date_of(shift.start_min)

    def is_free(agent_id: str, minute: int) -> bool:
        return agent_id in pair and horizon.clock.date_of(minute) != day and minute >= from_min

    kept = tuple(one for one in made.shifts if not is_free(one.agent_id, one.start_min))
    mine = {one for one in problem.pins if is_free(one.agent_id, one.start_min)}
    at_work = {(one.agent_id, horizon.clock.date_of(one.start_min)) for one in kept}
    off = tuple(
        TypePin(agent.id, date, "")
        for agent in problem.agents
        for date in horizon.dates
        if (agent.id, date) not in at_work and not is_free(agent.id, horizon.clock.at(date))
    )
    own = tuple(p for p in problem.type_pins if is_free(p.agent_id, horizon.clock.at(p.date)))
    others = frozenset(one for one in kept if one.agent_id not in pair or one.start_min < from_min)
    asked = replace(
        problem,
        pins=(*kept, *(one for one in problem.pins if one in mine)),
        type_pins=(*off, *own),
        overruled=problem.overruled | others,
    )
    params = SolveParams(seed=1, time_limit_s=SECONDS, work_limit=WORK, workers=1)
    found = solve(asked, params, stop=stop)
    if found.roster is None or found.status not in FOUND:
        status = SolveStatus.INFEASIBLE if found.roster is not None else found.status
        return PairSolved(status, None, reasons=found.reasons)
    dearer = cost_of_present(problem, found.roster).total - cost_of_present(problem, roster).total
    was, now = set(roster.shifts), set(found.roster.shifts)
    return PairSolved(
        found.status,
        dearer,
        tuple(one for one in roster.shifts if one not in now),
        tuple(one for one in found.roster.shifts if one not in was),
    )


def _on_day(problem: RosterProblem, roster: Roster, shift: Shift, agent_id: str) -> Shift | None:
    date_of = problem.horizon.clock.date_of
    mine = roster.by_agent().get(agent_id, ())
    day = date_of(shift.start_min)
    return next((one for one in mine if date_of(one.start_min) == day), None)


def _exchanged(roster: Roster, shift: Shift, to: str, in_return: Shift | None) -> Roster:
    """Return a roster with a shift given to somebody, and theirs of that day in return."""
    made = roster.without(shift)
    if in_return is not None:
        back = replace(in_return, agent_id=shift.agent_id, sessions=())
        made = made.without(in_return).with_shift(back)
    return made.with_shift(replace(shift, agent_id=to, sessions=()))


def _beside(
    problem: RosterProblem, roster: Roster, shift: Shift, instead_of: Shift | None
) -> PersonBeside:
    """Return somebody who has a shift in a roster."""
    agent = problem.agent_by_id[shift.agent_id]
    mine = roster.by_agent().get(agent.id, ())
    others = tuple(one for one in mine if one != shift)
    own, day = alone(problem, agent), problem.horizon.clock.date_of(shift.start_min)
    before = Counter(verify(own, Roster(others), PERSONAL).violations)
    broken = Counter(verify(own, Roster(mine), PERSONAL).violations) - before
    return PersonBeside(
        agent.id,
        instead_of,
        sum(one.work_min for one in mine if not is_standby(problem, one)),
        agent.contract.hours_week * 60 * problem.horizon.days / 7,
        shortest_rest(problem, agent, shift, others),
        tuple(wish for wish in broken_wishes(own, Roster((shift,))) if wish.date == day),
        tuple(broken.elements()),
    )
