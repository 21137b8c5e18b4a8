"""Why somebody has a shift of a week's latest roster and somebody else not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler import instead
from scheduler.edited import Exchange
from scheduler.errors import require
from scheduler.instead import PairCompared, PairSolved
from scheduler.problem import RosterProblem
from service.roster.editing import exchanged
from service.roster.house_prices import prices_on
from service.roster.leading import Change, led_to
from service.roster.question import problem_of

if TYPE_CHECKING:
    from scheduler.shift import Shift
    from service.desk import Desk

__all__ = ["ComparedPair", "PairCompared", "SolvedPair", "compare", "solve_pair"]
MINUTE_S = 60


@dataclass(frozen=True, eq=False, slots=True)
class ComparedPair:
    """
    Two people compared for a shift.

    Parameters
    ----------
    problem
        The week's question.
    found
        Both beside the shift.
    moved, change
        Their exchange that day, and what it leads to.
    """

    problem: RosterProblem
    found: PairCompared
    moved: Exchange
    change: Change


@dataclass(frozen=True, eq=False, slots=True)
class SolvedPair:
    """
    Two people's weeks made anew with the shift given to the other.

    Parameters
    ----------
    found
        What was found.
    change
        What it leads to by the checker's word; None: nothing was found.
    """

    found: PairSolved
    change: Change | None

    @property
    def moved(self) -> Exchange:
        """Return the shifts that go and come."""
        return Exchange(self.found.removed, self.found.added)


def compare(desk: Desk, label: str, shift: Shift, other_id: str) -> ComparedPair:
    """
    Return somebody who has a shift of a week's latest roster beside somebody who has not.

    Raises
    ------
    InputError
        When the shift is not in the roster, or the other person is unknown or has it themselves.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem, latest = problem_of(unit, week), unit.rosters.named(week, None)
        prices = prices_on(unit, desk.shop_id, week.horizon.start)
    found = instead.compared(problem, latest.version.roster, shift, other_id)
    moved = Exchange(*exchanged(shift, other_id, found.other.instead_of))
    return ComparedPair(problem, found, moved, led_to(problem, latest, moved, prices)[0])


def solve_pair(desk: Desk, label: str, shift: Shift, other_id: str) -> SolvedPair:
    """
    Return the best weeks of both in which the other has the shift; nothing is kept.

    Raises
    ------
    InputError
        As ``compare``; when the shift has begun.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem, latest = problem_of(unit, week), unit.rosters.named(week, None)
        prices = prices_on(unit, desk.shop_id, week.horizon.start)
    now_min = -(-int(desk.now.timestamp()) // MINUTE_S)
    at = week.horizon.clock.format(shift.start_min).replace("T", " ")
    require(shift.start_min >= now_min, "shift_begun", value=at)
    roster = latest.version.roster
    found = instead.solved(problem, roster, shift, other_id, from_min=now_min)
    if found.cost_change is None:
        return SolvedPair(found, None)
    return SolvedPair(found, led_to(problem, latest, (found.removed, found.added), prices)[0])
