"""What is announced: any day of a person whose hours become others has a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem

Floats = npt.NDArray[np.float64]


def add_changes(problem: RosterProblem, working: Floats, off: Floats) -> None:
    """
    Add what it costs to change announced days; a start that is over is not possible any more.

    Parameters
    ----------
    problem
        What is known; nothing is added where nothing is announced.
    working
        Price of each agent's shifts by start and shape; shape (agents, cells, shapes).
    off
        Price of each agent's days off; shape (agents, days).
    """
    known, horizon = problem.announced, problem.horizon
    if known is None:
        return
    working += known.price_per_day
    charged = np.zeros_like(off)
    number = {agent.id: index for index, agent in enumerate(problem.agents)}
    for shift in known.shifts:
        agent = number.get(shift.agent_id)
        if agent is None or shift.start_min not in horizon:
            continue
        charged[agent, horizon.day_of(shift.start_min)] = known.price_per_day
        if horizon.on_grid(shift.start_min):
            cell = horizon.interval_of(shift.start_min)
            for column, shape in enumerate(problem.rules.forms):
                if (shape.length_min, shape.work_min) == (shift.span.length_min, shift.work_min):
                    working[agent, cell, column] -= known.price_per_day
    off += charged
    over = max(0, -(-(known.from_min - horizon.start_min) // horizon.interval_min))
    working[:, :over] = np.inf
