"""
Proposals to mend a roster, from the fewest changes to fuller ones.

First only meals, breaks and posts move; then starts of the days concerned; then people come in; in
the end later days give way too, and changes may be worth less; at last few people's whole remaining
weeks are chosen anew, their days off kept. What has begun never changes, and every proposal goes
through the checker: none breaks a personal rule that is not broken already.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.cut import Cut, Cutting, lost_shifts
from scheduler.mend.cover import cover_of
from scheduler.mend.few import FewPeople
from scheduler.mend.moves import RUNGS, DayMove, MoveKind, Rung, with_moves
from scheduler.mend.people import PersonRules
from scheduler.mend.pricing import Pricer, days_that_may_change
from scheduler.mend.search import ChosenMoves, MoveSearch
from scheduler.present import away_during, is_standby
from scheduler.repair import cuts_of
from scheduler.roster import Roster
from scheduler.shift import Shift
from scheduler.verify.checker import verify_present
from scheduler.verify.cost import cost_of_present
from scheduler.verify.verdict import Cost, Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scheduler.mend.moves import MendParams
    from scheduler.problem import RosterProblem

BETTER = 1e-6


@dataclass(frozen=True, eq=False, slots=True)
class WhatIsLeft:
    """
    What is left of a roster when nobody takes what is lost.

    Parameters
    ----------
    roster
        Its shifts.
    lost
        Shifts that absences took away whole.
    cuts
        Shifts that absences took a part of.
    days
        Days of the horizon concerned, ascending.
    cost
        Price by its parts, the people there counted.
    """

    roster: Roster
    lost: tuple[Shift, ...]
    cuts: tuple[Cut, ...]
    days: tuple[int, ...]
    cost: Cost


@dataclass(frozen=True, eq=False, slots=True)
class MendProposal:
    """
    Changes that mend a roster.

    Parameters
    ----------
    rung
        How far it goes.
    moves
        Days of people that change, beside what absences took.
    roster
        The roster with them.
    cost
        Its price by its parts, the people there counted.
    broken
        Breaches that the rest of the roster alone has not.
    weight
        How much the changes disturb, in changed shifts four days or more ahead.
    price, bound
        Of cover and changes together, and what no choice of such changes of the days concerned
        costs less than; of the last rung the bound leaves later days off aside.
    unit
        Price of one changed shift.
    seconds
        Since the proposals were asked for.
    """

    rung: Rung
    moves: tuple[DayMove, ...]
    roster: Roster
    cost: Cost
    broken: tuple[Violation, ...]
    weight: float
    price: float
    bound: float
    unit: float
    seconds: float

    @property
    def people(self) -> tuple[str, ...]:
        """Return whose days change, each once, in order of id."""
        return tuple(sorted({move.agent_id for move in self.moves}))

    @property
    def gap(self) -> float:
        """Return how much lighter the changes could be at most, in changed shifts; 0: proven."""
        return max(0.0, self.price - self.bound) / self.unit if self.unit > 0 else 0.0


def left_of(problem: RosterProblem, roster: Roster, days: Collection[int] = ()) -> WhatIsLeft:
    """
    Return what absences leave of a roster.

    Parameters
    ----------
    problem, roster
        The question as it is now, and the roster people know.
    days
        Days concerned beside those on which somebody rostered is away: a requirement changed.
    """
    away = lost_shifts(problem, roster.shifts)
    cuts = tuple(cuts_of(problem, away, Cutting.KEEP))
    by_shift = {cut.shift: cut.kept for cut in cuts}
    lost = tuple(shift for shift in away if shift not in by_shift)
    kept = dict.fromkeys(lost, ()) | by_shift
    left = Roster(tuple(s for shift in roster.shifts for s in kept.get(shift, (shift,))))
    gone = [shift for shift in roster.shifts if away_during(problem, shift)]
    hit = {problem.horizon.day_of(shift.start_min) for shift in gone}
    found = tuple(sorted(hit.union(days)))
    return WhatIsLeft(left, lost, cuts, found, cost_of_present(problem, left))


def propose(
    problem: RosterProblem,
    left: WhatIsLeft,
    params: MendParams,
    rungs: Sequence[Rung] = tuple(Rung),
) -> Iterator[MendProposal]:
    """
    Yield proposals as they are found, each better in cover and changes than those before.

    Parameters
    ----------
    problem
        The question as it is now.
    left
        What is left of the roster (``left_of``).
    params
        From when things may change, and what a change must be worth.
    rungs
        Which to look for, in order.
    """
    begun = time.perf_counter()
    cover, count = cover_of(problem, left.roster, params.from_min)
    judge = PersonRules(problem, left.roster)
    days = [day for day in left.days if problem.horizon.day_starts_min[day + 1] > params.from_min]
    may = tuple(days_that_may_change(problem, left.roster, cover, days, params))
    was = Counter(verify_present(problem, left.roster).violations)
    price = params.worth_hours * problem.rules.weights.shortage_per_agent_hour
    searches: dict[float, MoveSearch] = {}
    best: ChosenMoves | None = None
    told: set[frozenset[DayMove]] = set()
    last = np.inf
    for rung in rungs if days else ():
        unit = price * _share(rung, params)
        if rung is Rung.WEEK:
            answer = FewPeople(problem, left.roster, frozenset(days), params, unit).best()
        else:
            if unit not in searches:
                pricer = Pricer(cover, may, unit, params.from_min)
                searches[unit] = MoveSearch(cover, count, pricer, judge)
                best = None
            freed = _later(problem, left.roster, days) if rung is Rung.LATER else {}
            start = () if best is None else best.columns
            best = answer = searches[unit].best(RUNGS[rung], params.program_s, start, freed)
        moves = frozenset(move for column in answer.columns for move in column.moves)
        if not moves or moves in told:
            continue
        told.add(moves)
        found = _proposal(problem, left, rung, answer, at=(unit, begun), was=was)
        if rung is Rung.WEEK and found.cost.total > last - BETTER:
            continue
        if all(move.kind is not MoveKind.FREED for move in moves):  # days off stay where they are
            last = found.cost.total
        yield found


def _share(rung: Rung, params: MendParams) -> float:
    """Return what share of its worth a change must save in a proposal."""
    return {Rung.LATER: params.fuller, Rung.WEEK: params.weeks}.get(rung, 1.0)


def _later(
    problem: RosterProblem, roster: Roster, days: Collection[int]
) -> dict[str, tuple[Shift, ...]]:
    """Return the shifts after the days concerned that may be given off, by person."""
    last = problem.horizon.day_starts_min[max(days, default=-1) + 1]
    return {
        agent_id: tuple(
            shift
            for shift in shifts
            if shift.start_min >= last
            and shift not in problem.pins
            and not shift.sessions
            and not away_during(problem, shift)
            and not is_standby(problem, shift)
        )
        for agent_id, shifts in roster.by_agent().items()
        if agent_id in problem.agent_by_id
    }


def _proposal(
    problem: RosterProblem,
    left: WhatIsLeft,
    rung: Rung,
    answer: ChosenMoves,
    *,
    at: tuple[float, float],
    was: Counter[Violation],
) -> MendProposal:
    unit, begun = at
    moves = tuple(move for column in answer.columns for move in column.moves)
    roster = with_moves(left.roster, moves)
    broken = Counter(verify_present(problem, roster).violations) - was
    return MendProposal(
        rung,
        tuple(sorted(moves, key=_order)),
        roster,
        cost_of_present(problem, roster),
        tuple(broken.elements()),
        float(np.sum([move.weight for move in moves])),
        answer.cost,
        answer.bound,
        unit,
        time.perf_counter() - begun,
    )


def _order(move: DayMove) -> tuple[int, str]:
    shown = move.was or move.now
    assert shown is not None
    return shown.start_min, move.agent_id
