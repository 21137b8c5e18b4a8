"""Who bore how many nights, weekends, peaks and lates in the quarter, and the fair share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.fairness import QUARTER_DAYS, Burden, FairShare, burden
from service.roster.question import past_of, problem_of

if TYPE_CHECKING:
    from service.desk import Desk


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """
    One agent's nights, weekends, peaks and lates.

    Parameters
    ----------
    agent_id, name, team
        The agent as the staff list has them.
    fair
        What was done in the 13 weeks before, and the fair share of them and the week together.
    ahead
        In the week's latest roster.
    """

    agent_id: str
    name: str
    team: str
    fair: FairShare
    ahead: Burden

    @property
    def above(self) -> Burden:
        """Return the shifts of the week above the fair share."""
        pairs = zip(self.ahead, self.fair.free, strict=True)
        return Burden(*(max(0, own - free) for own, free in pairs))


@dataclass(frozen=True, slots=True)
class Burdens:
    """
    Everybody's nights, weekends, peaks and lates.

    Parameters
    ----------
    rows
        One for each agent, in the order of the staff list.
    days_known
        Days before the week for which shifts are known, at most a quarter.
    counted
        Names of the numbers that the week's rules count.
    """

    rows: tuple[BurdenRow, ...]
    days_known: int
    counted: tuple[str, ...]


def burdens(desk: Desk, label: str) -> Burdens | None:
    """Return everybody's burdens around a week; None while it has no requirement."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        if week.requirement_id is None:
            return None
        problem = replace(problem_of(unit, week), history=past_of(unit, week, QUARTER_DAYS))
        latest = unit.rosters.latest(week.id)
    shifts = latest.version.roster.by_agent() if latest else {}
    first = min((shift.start_min for shift in problem.history), default=problem.horizon.start_min)
    rows = tuple(
        BurdenRow(
            agent.id,
            agent.name,
            agent.team,
            problem.fair_shares[agent.id],
            burden(problem.classes, shifts.get(agent.id, ())),
        )
        for agent in problem.agents
    )
    days = min(QUARTER_DAYS, -problem.horizon.day_of(first))
    has_lates = problem.rules.hours.late is not None
    return Burdens(
        rows, days, tuple(name for name in Burden._fields if has_lates or name != "lates")
    )
