"""From the best plan of a search to a checked roster, and who is missing where one has gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solve import conflicts
from scheduler.solve.handover import with_handovers
from scheduler.solve.pauses import has_pauses, with_pauses
from scheduler.solve.plan import roster_of
from scheduler.verify.checker import verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.solve.conflicts import Reason
    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables
    from scheduler.verify.verdict import Verdict, Violation


def finished(
    problem: RosterProblem, tables: Tables, rows: Rows, best: Plan
) -> tuple[Roster, Verdict]:
    """Return the best roster with its handovers and pauses, and the checker's word on it."""
    plan = with_handovers(problem, tables, rows, best)
    roster = roster_of(problem, plan)
    if has_pauses(problem):
        roster = with_pauses(problem, tables, rows, roster)
    return roster, verify(problem, roster)


def missing(
    problem: RosterProblem,
    tables: Tables,
    rows: Rows,
    breaches: Sequence[Violation],
    *,
    has_gaps: bool,
) -> tuple[Reason, ...]:
    """Return who is missing for certain in a roster that breaks rules."""
    unplaced = tuple(
        ("session_not_placed", (v.agent_id, v.subject)) for v in breaches if v.rule == "session"
    )
    found = conflicts.cover_conflicts(problem, tables, rows)
    if has_gaps and not found:
        found = (("cover_not_found", ()),)
    return (*unplaced, *found) or (("pauses_open_a_post", ()),)
