"""What stands in the way before any search: pins against rules, and cover nobody could give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.roster import Roster
from scheduler.verify.checker import RULES, verify
from scheduler.verify.seal import sealed

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables
    from scheduler.verify.verdict import Violation

Reason = tuple[str, tuple[str, ...]]
PERSONAL = tuple(rule for rule in RULES if rule is not sealed)


def is_past(violation: Violation, problem: RosterProblem) -> bool:
    """Return whether a breach lies wholly before the horizon: nothing can mend it."""
    return violation.at_min is not None and violation.at_min < problem.horizon.start_min


def pin_conflicts(problem: RosterProblem) -> tuple[Reason, ...]:
    """
    Return the pins that no roster can keep without breaking a personal rule.

    Every personal rule that a set of shifts breaks is also broken by every larger set, so the pins
    alone decide.
    """
    if not problem.pins:
        return ()
    verdict = verify(problem, Roster(problem.pins), PERSONAL)
    clock = problem.horizon.clock
    return tuple(
        (
            f"pin_{violation.rule}",
            (
                violation.agent_id,
                *((clock.format(violation.at_min),) if violation.at_min is not None else ()),
            ),
        )
        for violation in verdict.violations
        if not is_past(violation, problem)
    )


def cover_conflicts(problem: RosterProblem, tables: Tables, rows: Rows) -> tuple[Reason, ...]:
    """Return the intervals for whose minimum there are too few people, whatever is rostered."""
    cells = problem.horizon.intervals
    could = rows.base.copy()
    posts = len(problem.requirement.posts)
    first_day = np.repeat(np.arange(len(tables.day_first) - 1), np.diff(tables.day_first))
    for agent in range(len(problem.agents)):
        for post in range(posts):
            reach = np.zeros(len(could), dtype=np.bool_)
            for shape, length in enumerate(tables.shape_len):
                ok = np.isfinite(tables.wish[agent, :, shape])
                ok &= tables.post_ok[agent, first_day, post]
                for cell in np.flatnonzero(ok):
                    covered = np.arange(cell, min(cells, cell + length))
                    reach[post * cells + covered] = True
                    held = tables.seal_class[agent, first_day[cell]]
                    more = tables.extra[held, post, covered]
                    reach[more[more >= 0]] = True
            could += reach
    short = np.flatnonzero(could < rows.floor)
    return tuple(
        ("cover_impossible", _place(problem, int(row))) for row in short if row < posts * cells
    )


def _place(problem: RosterProblem, row: int) -> tuple[str, str]:
    post, cell = divmod(row, problem.horizon.intervals)
    when = problem.horizon.clock.format(problem.horizon.minute(cell))
    return problem.requirement.posts[post], when
