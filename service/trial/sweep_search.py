"""A plan searched for least cost or most level: the cheapest first, no more than is needed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scheduler.errors import require
from scheduler.sweep_search import SearchFound, SearchGoal, found_in, priced
from store.documents import to_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.solve.result import StopAsked
    from scheduler.sweep import Scenario
    from scheduler.sweep_row import SweepRow
    from service.trial.sweep import SweepFile

__all__ = ["SearchFound", "SearchGoal"]


def search(
    file: SweepFile,
    goal: SearchGoal,
    *,
    processes: int,
    cluster: str,
    told: Callable[[int, int, float], None],
    stop: StopAsked,
) -> SearchFound:
    """
    Return the scenario of a plan that keeps a goal at least cost, or gives most for a budget.

    Scenarios are worked out from the cheapest on, as many at once as there are processes, until one
    keeps the goal; with a budget, all that cost no more. Rows there are already count.

    Parameters
    ----------
    file
        The plan, and its rows so far; solved where the goal is of hours, simulated where of levels.
    goal
        What is looked for.
    processes, cluster, told, stop
        As of ``run_sweep``.
    """
    order, is_money = priced(file.scenarios, file.week.problem, file.week.forecast)
    if goal.budget is not None:
        require(is_money, "search_unpriced")
        order = [each for each in order if each[0] <= goal.budget]
    step = len(order) if goal.budget is not None or cluster else processes
    for first in range(0, len(order), max(1, step)):
        part = [each for _, each in order[first : first + step]]
        file.work_out(part, processes=processes, cluster=cluster, told=told, stop=stop)
        so_far = found_in(_tried(file, order), goal, is_money=is_money)
        if stop() or (so_far.best is not None and goal.budget is None):
            return so_far
    return found_in(_tried(file, order), goal, is_money=is_money)


def _tried(
    file: SweepFile, order: Sequence[tuple[float, Scenario]]
) -> list[tuple[float, SweepRow]]:
    """Return the rows from the cheapest up to the first that is not worked out."""
    found = []
    for cost, scenario in order:
        row = file.rows.get(scenario.number)
        if row is None:
            break
        found.append((cost, row))
    return found


def search_report(found: SearchFound, goal: SearchGoal, size: int, tried: int) -> dict[str, Any]:
    """Return what programs read of a search: the answer, what is proven, and the front."""
    return {
        "goal": asdict(goal),
        "size": size,
        "tried": tried,
        "best": None if found.best is None else json.loads(to_document(found.best)),
        "proven_cost": found.proven_cost,
        "missed": found.missed,
        "is_money": found.is_money,
        "front": [json.loads(to_document(row)) for row in found.front],
    }
