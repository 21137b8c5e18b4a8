"""A week of pieces: bound, annealing on two cores, then programs over what overlaps in time."""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.multi_activity.anneal_kernel import NOISE, Desk, anneal
from benchmarks.multi_activity.instance import Ints
from benchmarks.multi_activity.judge import judged
from benchmarks.multi_activity.kernel import Question, climb, scratch
from benchmarks.multi_activity.program import solve_pieces

if TYPE_CHECKING:
    from benchmarks.multi_activity.instance import PieceWeek
    from benchmarks.multi_activity.kernel import Floats

STEPS, WORTH = 5000, 1.01  # of the bound, at a time, again while that lifts it so much
MOVES = 200_000  # a cooling that is measured, to know how many fit
FIRST_SHARE, BOUND_SHARE, COOL_SHARE = 0.08, 0.3, 0.65  # of the seconds, until which
HOT, COLD, SHARE = 0.5, 0.02, 0.1  # heat by the price of a person missing, share of the true price
PROGRAM_S, SPAN, WIDER = 6.0, 40, 3  # of a program; slots between its first and last begin
SAFETY = 1e-6


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best plan, its cost, and what no plan is below."""

    plan: Ints
    cost: int
    bound: int
    seconds: float


def solve_week(week: PieceWeek, seconds: float, seed: int) -> Outcome:
    """Return the best plan found within some seconds, and a bound."""
    begun = time.perf_counter()
    run = _Run(week, begun + seconds, seed)
    run.cool(begun + FIRST_SHARE * seconds)  # what the bound steps towards
    run.raise_bound(begun + BOUND_SHARE * seconds)
    run.cool(begun + COOL_SHARE * seconds)
    run.repair()
    return Outcome(run.plan, run.cost, run.proven, time.perf_counter() - begun)


def question(week: PieceWeek) -> Question:
    """Return the arrays that the kernels read."""
    return Question(*(getattr(week, name) for name in Question._fields))


def first_plan(week: PieceWeek) -> Ints:
    """Return everybody on the first activity they know, shape (pieces, slots of the longest)."""
    inside = np.arange(week.length.max()) < week.length[:, None]
    return np.where(inside, week.can.argmax(axis=1)[:, None], -1)


class _Run:
    """A week while it is solved."""

    def __init__(self, week: PieceWeek, end_s: float, seed: int) -> None:
        self.week, self.end_s, self.asked = week, end_s, question(week)
        self.value = np.zeros(week.need.shape)
        self.pay = np.zeros(len(week.task_out))
        self.raw, self.plan = 0.0, first_plan(week)  # nothing costs less than 0
        self.cost = judged(week, self.plan).cost
        self.chance = np.random.default_rng(seed)

    @property
    def proven(self) -> int:
        """Return the bound, up to the next multiple of what all costs are multiples of."""
        safe, grain = self.raw - SAFETY * max(1.0, self.raw), self.week.grain
        return max(0, math.ceil(safe / grain) * grain)

    def raise_bound(self, until: float) -> None:
        """Raise the bound until it stands still or the time is over."""
        own, last = scratch(self.asked), -1.0
        while last < 0.0 or (time.perf_counter() < until and self.raw > WORTH * last):
            last, value, pay = self.raw, self.value.copy(), self.pay.copy()
            raw = climb(self.asked, value, pay, STEPS, float(self.cost), own)
            if raw > self.raw:
                self.raw, self.value, self.pay = raw, value, pay

    def cool(self, until: float) -> None:
        """Anneal on two cores until then, as often as it fits; keep the best."""
        moves = MOVES
        with ThreadPoolExecutor(2) as both:
            while True:
                begun = time.perf_counter()
                jobs = [both.submit(self._cooled, moves, int(each)) for each in self._seeds()]
                for plan in [job.result() for job in jobs]:
                    self._offer(plan)
                pace = (time.perf_counter() - begun) / moves
                left = until - time.perf_counter()
                if left < MOVES * pace:
                    return
                moves = int(left / pace)

    def _seeds(self) -> Ints:
        return self.chance.integers(1, 1 << 30, 2)

    def _cooled(self, moves: int, seed: int) -> Ints:
        """Return the best plan of one cooling."""
        desk = self._desk(seed)
        best, dearest = desk.plan.copy(), float(self.week.under.max())
        cost = float(judged(self.week, desk.plan).cost)
        anneal(desk, cost, best, moves, (HOT * dearest, COLD * dearest), SHARE)
        return best

    def _desk(self, seed: int) -> Desk:
        chance = np.random.default_rng(seed)
        gumbel = chance.gumbel(size=NOISE)
        plan, week = first_plan(self.week), self.week
        people = np.zeros_like(week.need)
        for piece, (begin, length) in enumerate(zip(week.begin, week.length, strict=True)):
            people[plan[piece, 0], begin : begin + length] += 1
        return Desk(
            self.asked,
            scratch(self.asked),
            plan,
            people,
            np.full(len(week.task_out), -1),
            self.value,
            self.pay,
            np.ones(1),
            gumbel - gumbel.mean(),
            chance.exponential(size=NOISE),
            np.array([seed]),
        )

    def _offer(self, plan: Ints) -> bool:
        """Keep a plan when it is cheaper and clean; return whether it was."""
        found = judged(self.week, plan)
        if found.breaches or found.cost >= self.cost:
            return False
        self.plan, self.cost = plan, found.cost
        return True

    def repair(self) -> None:
        """Open pieces that begin near each other, where cover misses most, until time or proof."""
        tried: set[int] = set()
        span, most_s = float(SPAN), PROGRAM_S
        while self.cost > self.proven:
            left = self.end_s - time.perf_counter()
            centre = self._worst(tried)
            if centre is None and tried:
                tried, span, most_s = set(), span * WIDER, most_s * WIDER
                continue
            if left < 1.0 or centre is None:
                return
            near = np.abs(self.week.begin - centre) <= span / 2
            seconds = min(most_s, left - 0.5)
            pieces = np.flatnonzero(near).tolist()
            answer = solve_pieces(self.week, self.plan, pieces, solver="scip", seconds=seconds)
            tried.add(centre)
            if answer.plan is not None and self._offer(answer.plan):
                tried.clear()

    def _worst(self, tried: set[int]) -> int | None:
        """Return the begin around which most is missing or too much, of those not tried."""
        off = np.abs(self._surplus()).sum(axis=0)
        begins = [each for each in np.unique(self.week.begin).tolist() if each not in tried]
        found = {each: int(off[each : each + int(self.week.length.max())].sum()) for each in begins}
        best = max(found, key=lambda each: found[each], default=None)
        return best if best is not None and found[best] > 0 else None

    def _surplus(self) -> Floats:
        """Return people less those wanted, by activity and slot."""
        week, people = self.week, np.zeros(self.week.need.shape)
        for piece, begin in enumerate(week.begin.tolist()):
            for slot, what in enumerate(self.plan[piece, : week.length[piece]].tolist()):
                if what < len(people):
                    people[what, begin + slot] += 1
        return people - week.need
