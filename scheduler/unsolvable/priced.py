"""A roster of an eased week made better at the prices of the week as it was asked."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from scheduler.roster import Roster
from scheduler.rules.standby import apart, moved
from scheduler.solve.plan import plan_of
from scheduler.solve.rows import rows_of
from scheduler.solve.search import Search
from scheduler.unsolvable.decide import arrays_of, breaches_of, roster_with
from scheduler.verify.checker import verify

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.unsolvable.causes import EasedWeek

MOVES = 2_000  # for each agent
HEATS = tuple(np.geomspace(0.1, 0.005, 9).tolist())  # of the dearest missing person


def bettered(asked: RosterProblem, question: EasedWeek, roster: Roster, seed: int = 1) -> Roster:
    """
    Return a roster after counted moves; the same work for every way out, so that prices compare.

    Parameters
    ----------
    asked
        The week, whose prices count also where the eased one asks for nobody.
    question
        The week with what is let go.
    roster
        A roster that keeps all of that.
    seed
        Of the moves.
    """
    problem = apart(question.problem)
    tables, rows = arrays_of(problem, question.let_go, question.people)
    rows = _at_prices_of(apart(asked), problem, rows)
    search = Search(tables, rows, np.random.SeedSequence(seed))
    start = Roster(moved(question.problem, roster.shifts))
    search.load(plan_of(problem, tables, start))
    dearest = max(float(rows.short.max(initial=0.0)), 1e-3)
    silence = np.zeros(len(rows.need))
    for hot, cold in itertools.pairwise(HEATS):
        moves = MOVES * len(problem.agents) // (len(HEATS) - 1)
        search.run(moves, (hot * dearest, cold * dearest), 1.0, silence)
    found = roster_with(question.problem, problem, tables, rows, search.best)
    is_better = verify(asked, found).cost.total < verify(asked, roster).cost.total
    return found if is_better and not breaches_of(question, found) else roster


def _at_prices_of(asked: RosterProblem, eased: RosterProblem, rows: Rows) -> Rows:
    """Return the rows of an eased week with need and prices of the week as asked."""
    own, _, _ = rows_of(asked)
    plain = len(eased.requirement.posts) * eased.horizon.intervals
    need, short, over = (
        np.concatenate([whole[:plain], part[plain:]])
        for whole, part in (
            (own.need, rows.need),
            (own.short, rows.short),
            (own.over, rows.over),
        )
    )
    return rows._replace(need=need, short=short, over=over)
