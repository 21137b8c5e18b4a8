"""
Whether a week has a roster at all: proven by one, or proven that there is none.

Prices are left aside: every person below a minimum counts 1, nothing else counts. Then a roster at
0 keeps every rule, and a bound above 0 proves that no roster does. Days that nobody's rules allow,
pins that break one, and minimums that all people together could not hold are seen before that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.roster import Roster
from scheduler.rules.standby import apart, back
from scheduler.rules.type_pins import in_the_way
from scheduler.solve.bound import Bound, scratch
from scheduler.solve.bound_kernel import week_price
from scheduler.solve.conflicts import PERSONAL, cover_conflicts, is_past
from scheduler.solve.counting import Ease, counting_of
from scheduler.solve.pauses import has_pauses, with_pauses
from scheduler.solve.plan import roster_of
from scheduler.solve.posts_kernel import FAR
from scheduler.solve.search import Search
from scheduler.solve.tables import tables_of
from scheduler.solve.warm_up import warm_up
from scheduler.verify.checker import verify

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables
    from scheduler.unsolvable.causes import EasedWeek
    from scheduler.verify.verdict import Violation

SAME_RULE = {  # breaches that one counting rule guards against
    "hours_per_week": frozenset({"hours_per_horizon"}),
    "short_run": frozenset({"short_rest_run"}),
    "night_run": frozenset({"after_nights"}),
}
MOVES = 300  # of the search for each agent between two looks
STEPS = 15  # of the bound meanwhile
HOT, COLD = 0.5, 0.05  # noise of the moves, in people missing in an interval
FEW, MANY = 8, 40  # rounds after which a question stays open


class Solvable(StrEnum):
    """Whether a week has a roster."""

    YES = "yes"
    NO = "no"
    OPEN = "open"  # neither a roster nor a proof was found in the work allowed


@dataclass(frozen=True, eq=False, slots=True)
class Decision:
    """
    Whether a week has a roster, and the roster.

    Parameters
    ----------
    answer
        Whether it has one.
    roster
        One that keeps everything; None: none was found.
    """

    answer: Solvable
    roster: Roster | None = None


def decide(question: EasedWeek, *, rounds: int = FEW, seed: int = 1) -> Decision:
    """
    Return whether a week has a roster that breaks nothing.

    Parameters
    ----------
    question
        The week, with what is let go.
    rounds
        Of search and bound, after which it stays open.
    seed
        Of the search.
    """
    warm_up()
    problem = apart(question.problem)
    if pins_in_conflict(problem, question.let_go):
        return Decision(Solvable.NO)
    tables, rows = arrays_of(problem, question.let_go, question.people)
    if _has_stuck(tables, rows) or cover_conflicts(problem, tables, rows):
        return Decision(Solvable.NO)
    plan = _Missing(tables, rows, seed).held(rounds)
    if plan is None:
        return Decision(Solvable.NO)
    if isinstance(plan, Solvable):
        return Decision(plan)
    roster = roster_with(question.problem, problem, tables, rows, plan)
    if breaches_of(question, roster):  # breaks or a session found no place
        return Decision(Solvable.OPEN)
    return Decision(Solvable.YES, roster)


def arrays_of(
    problem: RosterProblem, let_go: frozenset[str], people: frozenset[str] | None = None
) -> tuple[Tables, Rows]:
    """Return a problem as arrays, without some counting rules for some people; None: for all."""
    tables, rows = tables_of(problem)
    if let_go:
        agents = (agent.id for agent in problem.agents if people is None or agent.id in people)
        counting = counting_of(problem, dict.fromkeys(agents, Ease(let_go)))
        tables = tables._replace(counting=counting)
    return tables, rows


def roster_with(
    asked: RosterProblem, problem: RosterProblem, tables: Tables, rows: Rows, plan: Plan
) -> Roster:
    """Return a plan as a roster of the problem asked, with breaks and sessions."""
    roster = roster_of(problem, plan)
    if has_pauses(problem):
        roster = with_pauses(problem, tables, rows, roster)
    return roster if asked is problem else Roster(back(asked, roster.shifts))


def breaches_of(question: EasedWeek, roster: Roster) -> tuple[Violation, ...]:
    """Return what a roster breaks, the rules let go and the past left out."""
    problem = question.problem
    names = _names(question.let_go)
    facts = tuple(pin for pin in problem.pins if pin in problem.overruled)
    standing = verify(replace(problem, pins=facts), Roster(facts)).violations if facts else ()
    return tuple(
        found
        for found in verify(problem, roster).violations
        if found.rule not in names and not is_past(found, problem) and found not in standing
    )


def pins_in_conflict(problem: RosterProblem, let_go: frozenset[str]) -> bool:
    """Return whether pins alone break a personal rule that is not let go."""
    if any(in_the_way(problem, pin) for pin in problem.type_pins):
        return True
    if not problem.pins:
        return False
    pinned = Roster(problem.pins)
    names = _names(let_go)
    facts = Roster(tuple(pin for pin in problem.pins if pin in problem.overruled))
    standing = verify(problem, facts, PERSONAL).violations if facts.shifts else ()
    return any(
        found.rule not in names and not is_past(found, problem) and found not in standing
        for found in verify(problem, pinned, PERSONAL).violations
    )


def _names(let_go: frozenset[str]) -> frozenset[str]:
    return let_go.union(*(SAME_RULE.get(name, frozenset()) for name in let_go))


def _has_stuck(tables: Tables, rows: Rows) -> bool:
    """Return whether somebody has no allowed days at all."""
    scales, silence = scratch(tables, len(rows.need)), np.zeros(1)
    agents = range(len(tables.kind_of))
    return any(week_price(tables, agent, silence, scales) >= FAR for agent in agents)


class _Missing:
    """The week in which people below a minimum are all that counts."""

    def __init__(self, tables: Tables, rows: Rows, seed: int) -> None:
        asked = rows.floor > 0
        self._rows = rows._replace(
            need=rows.floor.astype(np.float64),
            short=asked.astype(np.float64),
            over=np.zeros(len(asked)),
            floor=np.zeros_like(rows.floor),
        )
        counting = tables.counting
        self._tables = tables._replace(
            wish=np.where(np.isfinite(tables.wish), 0.0, np.inf),
            off_price=np.zeros_like(tables.off_price),
            counting=counting._replace(prices=np.zeros_like(counting.prices), is_priced=False),
            steady_price=0.0,
            change_price=0.0,
            is_charged=False,
        )
        self._moves = MOVES * len(tables.kind_of)
        self._seed = np.random.SeedSequence(seed)

    def held(self, rounds: int) -> Plan | Solvable | None:
        """Return days of all that hold every minimum; None: proven that there are none."""
        search = Search(self._tables, self._rows, self._seed)
        search.build()
        bound = Bound(self._tables, self._rows, 1.0)
        for _ in range(rounds):
            if search.best_cost < 0.5:
                return search.best
            if bound.proven >= 1.0:
                return None
            bound.raise_by(STEPS, search.best_cost)
            search.run(self._moves, (HOT, COLD), 1.0, bound.values)
        if search.best_cost < 0.5:
            return search.best
        return None if bound.proven >= 1.0 else Solvable.OPEN
