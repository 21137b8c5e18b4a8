"""
Handovers after the search: shifts near a missed one are moved while that lowers the cost.

A handover looks at several people at once (who ends, who stays, since when), so no person's week
and no row of cover knows it; it can only add to the cost, so the bound holds without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.solve.bound_kernel import count_one
from scheduler.solve.days_kernel import MEAL, POST, SHAPE, START, price_days_of
from scheduler.solve.plan import people_of, roster_of
from scheduler.solve.search import BREACH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Ints, Tables

ROUNDS = 5
REACH = 6  # cells a shift is moved at most
NEAR_MIN = 180  # how far from a missed handover a shift that might mend it begins or ends
GAIN = 1e-6


class _Move(NamedTuple):
    """A shift, by agent and day, and its start in another cell."""

    agent: int
    day: int
    start: int


def with_handovers(problem: RosterProblem, tables: Tables, rows: Rows, plan: Plan) -> Plan:
    """
    Return a plan with fewer handovers missed, where that costs less than it saves.

    Parameters
    ----------
    problem, tables, rows
        What is known, also as arrays.
    plan
        Days in which every agent's are allowed.
    """
    if not problem.rules.weights.handover_missed:
        return plan
    return _Handovers(problem, tables, rows, plan.copy()).mended()


class _Handovers:
    """A plan while its shifts are moved."""

    def __init__(self, problem: RosterProblem, tables: Tables, rows: Rows, plan: Plan) -> None:
        self.problem, self.tables, self.rows, self.plan = problem, tables, rows, plan
        self.people = people_of(tables, rows, plan)
        self.breach = BREACH * max(1.0, float(rows.short.max(initial=0.0)))
        self.pins = set(problem.pins)
        names = problem.requirement.posts
        self.asking = {
            number: problem.post_by_id[name].handover_min
            for number, name in enumerate(names)
            if problem.post_by_id[name].handover_min
        }

    def mended(self) -> Plan:
        """Return the plan once no single move is worth it, or after so many rounds."""
        for _ in range(ROUNDS):
            changed = False
            for post in self.asking:
                for moment in self._missed(post):
                    changed = self._mend(post, moment) or changed
            if not changed:
                break
        return self.plan

    def _mend(self, post: int, moment: int) -> bool:
        """Make the best move near a moment; return whether any is worth it."""
        missed = self._missed(post)
        if moment not in missed:
            return False
        prices = {move: self._price(post, move, len(missed)) for move in self._near(post, moment)}
        best = min(prices, key=lambda move: prices[move], default=None)
        if best is None or prices[best] > -GAIN:
            return False
        before, after = self.plan[:, best.agent].copy(), self._moved(best)
        self.people += self._change(best.agent, before, after)
        self.plan[:, best.agent] = after
        return True

    def _spans(self, post: int) -> tuple[Ints, Ints]:
        """Return starts and ends of the shifts on a post, past and pins included, in minutes."""
        given = [
            (stint.span.start_min, stint.span.end_min)
            for shift in (*self.problem.history, *self.problem.pins, *self._changing())
            for stint in shift.served
            if stint.post == self.problem.requirement.posts[post]
            and stint.span.end_min > self.problem.horizon.start_min
        ]
        own = self.plan[POST] == post
        start, shape = self.plan[START][own], self.plan[SHAPE][own]
        horizon = self.problem.horizon
        lengths = np.array([form.length_min for form in self.problem.rules.forms])
        begin = horizon.start_min + start * horizon.interval_min
        starts = np.concatenate([begin, [first for first, _ in given]]).astype(np.int64)
        ends = np.concatenate([begin + lengths[shape], [last for _, last in given]])
        return starts, ends.astype(np.int64)

    def _changing(self) -> Iterator[Shift]:
        """Yield the shifts of the plan that change post; they are not moved."""
        if self.tables.most_changes > 0:
            rostered = roster_of(self.problem, self.plan).shifts
            yield from (shift for shift in rostered if shift.stints and shift not in self.pins)

    def _missed(self, post: int) -> list[int]:
        """Return the moments at which a shift ends and nobody stays who has been there enough."""
        horizon, opened = self.problem.horizon, self.problem.requirement.is_open[post]
        starts, ends = self._spans(post)
        moments = np.unique(ends)
        moments = moments[(moments >= horizon.start_min) & (moments < horizon.end_min)]
        moments = moments[opened[(moments - horizon.start_min) // horizon.interval_min]]
        began = starts[None, :] <= moments[:, None] - self.asking[post]
        stays = ends[None, :] > moments[:, None]
        found: list[int] = moments[~(began & stays).any(axis=1)].tolist()
        return found

    def _near(self, post: int, moment: int) -> Iterator[_Move]:
        """Yield moves of the shifts on a post that begin or end near a moment."""
        horizon, tables = self.problem.horizon, self.tables
        for agent, day in np.argwhere(self.plan[POST] == post).tolist():
            first = int(self.plan[START, agent, day])
            begin = horizon.minute(first)
            length = self.problem.rules.forms[int(self.plan[SHAPE, agent, day])].length_min
            if min(abs(begin - moment), abs(begin + length - moment)) > NEAR_MIN:
                continue
            low = max(int(tables.day_first[day]), first - REACH)
            high = min(int(tables.day_first[day + 1]) - 1, first + REACH)
            for to in range(low, high + 1):
                if to != first:
                    yield _Move(agent, day, to)

    def _moved(self, move: _Move) -> Ints:
        """Return an agent's days after a move, the meal as near as its window lets it."""
        days = self.plan[:, move.agent].copy()
        if self.tables.shape_meal[days[SHAPE, move.day]] > 0:
            offset = days[MEAL, move.day] - days[START, move.day]
            low, high = self._window(move)
            days[MEAL, move.day] = move.start + min(max(offset, low), high)
        days[START, move.day] = move.start
        return days

    def _window(self, move: _Move) -> tuple[int, int]:
        """Return the first and last meal offset after a move; first above last: none."""
        tables = self.tables
        shape, post = self.plan[1:3, move.agent, move.day]
        own = tables.kind_of[move.agent], move.start, shape
        on_post = post, move.start, shape
        low = max(tables.meal_first[own], tables.open_first[on_post])
        return int(low), int(min(tables.meal_last[own], tables.open_last[on_post]))

    def _price(self, post: int, move: _Move, missed: int) -> float:
        """Return what a move costs, infinite where it is not allowed."""
        tables, agent = self.tables, move.agent
        shape, first = self.plan[SHAPE, agent, move.day], self.plan[START, agent, move.day]
        wish = tables.wish[agent, move.start, shape] - tables.wish[agent, first, shape]
        low, high = self._window(move)
        if low > high or not np.isfinite(wish):
            return float("inf")
        before, after = self.plan[:, agent].copy(), self._moved(move)
        charge = price_days_of(tables, agent, after[START], after[SHAPE])
        if not np.isfinite(charge):
            return float("inf")
        charge -= price_days_of(tables, agent, before[START], before[SHAPE])
        change = self._change(agent, before, after)
        touched = np.flatnonzero(change)
        cover = self._cover(touched, self.people[touched] + change[touched])
        cover -= self._cover(touched, self.people[touched])
        self.plan[:, agent] = after
        later = len(self._missed(post))
        self.plan[:, agent] = before
        price = self.problem.rules.weights.handover_missed
        return float(wish + charge + cover + price * (later - missed))

    def _change(self, agent: int, before: Ints, after: Ints) -> Ints:
        """Return how many people more or fewer are at work per row."""
        change = np.zeros(len(self.people), dtype=np.int64)
        count_one(self.tables, agent, before, change)
        change = -change
        count_one(self.tables, agent, after, change)
        return change

    def _cover(self, touched: Ints, people: Ints) -> float:
        rows = self.rows
        below = np.maximum(0.0, rows.need[touched] - people) @ rows.short[touched]
        above = np.maximum(0.0, people - rows.need[touched]) @ rows.over[touched]
        missing: npt.NDArray[np.int64] = np.maximum(0, rows.floor[touched] - people)
        return float(below + above + self.breach * missing.sum())
