"""A plan searched for least cost or most level: the cheapest first, no more than is needed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scheduler.errors import require
from scheduler.sweep_search import SearchFound, SearchGoal, found_in, priced
from store.documents import to_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scheduler.solve.result import StopAsked
    from scheduler.sweep import Scenario
    from scheduler.sweep_row import SweepRow
    from service.trial.sweep import SweepFile
    from service.trial.sweeping import SweptWeek

__all__ = ["SearchFound", "SearchGoal"]


class PlanSearch:
    """
    The scenarios of a plan in the order in which they are worth a try.

    Parameters
    ----------
    scenarios, week
        What may be tried, and the week it is tried on.
    goal
        What is looked for.

    Raises
    ------
    InputError
        When a budget is given and somebody's hourly cost is not known.
    """

    def __init__(self, scenarios: Sequence[Scenario], week: SweptWeek, goal: SearchGoal) -> None:
        order, self.is_money = priced(scenarios, week.problem, week.forecast)
        if goal.budget is not None:
            require(self.is_money, "search_unpriced")
            order = [each for each in order if each[0] <= goal.budget]
        self.goal, self.order = goal, order

    def parts(self, rows: Mapping[int, SweepRow], at_once: int) -> Iterator[list[Scenario]]:
        """
        Yield what is worked out next, the cheapest first, until a scenario keeps the goal.

        With a budget that is all within it, in one part.

        Parameters
        ----------
        rows
            Those there are, by number; they grow between two parts.
        at_once
            How many a part has at most; 0: all there are.
        """
        step = at_once if at_once and self.goal.budget is None else len(self.order)
        for first in range(0, len(self.order), max(1, step)):
            yield [each for _, each in self.order[first : first + step]]
            if self.goal.budget is None and self.found(rows).best is not None:
                return

    def found(self, rows: Mapping[int, SweepRow]) -> SearchFound:
        """Return what the rows from the cheapest to the first that is missing come to."""
        tried = []
        for cost, scenario in self.order:
            row = rows.get(scenario.number)
            if row is None:
                break
            tried.append((cost, row))
        return found_in(tried, self.goal, is_money=self.is_money)


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
    keeps the goal; with a budget, all that cost no more. Rows there already count.

    Parameters
    ----------
    file
        The plan, and its rows so far; solved where the goal is of hours, simulated where of levels.
    goal
        What is looked for.
    processes, cluster, told, stop
        As of ``SweepFile.run``.
    """
    asked = PlanSearch(file.scenarios, file.week, goal)
    for part in asked.parts(file.rows, 0 if cluster else processes):
        file.run(part, processes=processes, cluster=cluster, told=told, stop=stop)
        if stop():
            break
    return asked.found(file.rows)


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
