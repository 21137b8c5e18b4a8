"""A proven lower bound on the cost of every roster, and what a person is worth where."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scheduler.hours_owed import owed_by_agent
from scheduler.solve.bound_kernel import BEST, STEP, Climb, Scales, climb, lagrangian
from scheduler.solve.options_kernel import workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

FIRST_STEP = 0.3
LAST_STEP = 1e-3
TIGHT_STEP = 0.02  # the first once changes of post are priced exactly
CHANGES_COST = 20  # times the work of a step with changes of post priced exactly
DEAREST = 10.0  # times the price of a missing person: most that holding a minimum may be worth
SAFETY = 1e-7  # for the rounding of sums
MICRO = 1_000_000


class Bound:
    """
    The bound as it rises.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    grain
        All costs are whole multiples of it; 0: unknown.
    spared
        What sessions may spare at most at given values of cover.
    first_step
        Share of a full step to begin with.
    many
        Per agent: how many people it stands for, which proves nothing of the people themselves;
        None: each for one.
    """

    def __init__(
        self,
        tables: Tables,
        rows: Rows,
        grain: float,
        spared: Callable[[Floats], float] = lambda _: 0.0,
        *,
        first_step: float = FIRST_STEP,
        many: Ints | None = None,
    ) -> None:
        self._exact, self._rows, self._grain, self._spared = tables, rows, grain, spared
        self._tables = tables = tables._replace(is_loose=tables.most_changes > 0)
        self._seen, self._proven = -math.inf, 0.0
        size = len(rows.need)
        self._at = climb_from(rows, np.zeros(size), -math.inf, first_step)
        self._scales = scratch(tables, size)
        if many is not None:
            self._scales.many[:] = many
        self._silence = np.zeros(1)
        self._at.scalars[BEST] = lagrangian(
            tables, rows, self._at.value, self._silence, self._scales
        )

    @property
    def is_settled(self) -> bool:
        """Return whether further steps would hardly raise it."""
        return self._is_still and not self._tables.is_loose

    @property
    def _is_still(self) -> bool:
        return bool(self._at.scalars[STEP] < LAST_STEP)

    @property
    def values(self) -> Floats:
        """Return what one person more is worth in each row at the best bound; shape (rows,)."""
        return self._at.best_value.copy()

    @property
    def raw(self) -> float:
        """Return the bound at ``values``, not rounded."""
        return float(self._at.scalars[BEST])

    def prove(self, cost: float) -> None:
        """Note that no roster costs less, as was proven otherwise."""
        self._proven = max(self._proven, self._safely(cost))

    def adopt(self, value: Floats, *, is_end: bool = True) -> None:
        """Take values found otherwise where they prove more; at the end no steps follow them."""
        at, self._tables = self._at, self._exact
        value = np.clip(value, -self._rows.over, at.cap)
        raw = lagrangian(self._tables, self._rows, value, self._silence, self._scales)
        if raw > at.scalars[BEST]:
            at.scalars[BEST] = raw
            at.best_value[:] = value
            at.value[:], at.course[:] = value, 0.0
        if is_end:
            at.scalars[STEP] = 0.0

    def raise_by(self, rounds: int, target: float) -> None:
        """Take ``rounds`` steps towards ``target``, the cost of the best roster known."""
        if not self._tables.is_loose:
            rounds = rounds if self._exact.most_changes == 0 else -(-rounds // CHANGES_COST)
        climb(self._tables, self._rows, self._at, rounds, target, self._silence, self._scales)
        if self._tables.is_loose and self._is_still:
            self._tighten()

    def _tighten(self) -> None:
        """Price changes of post exactly from here on, which takes longer."""
        at, self._tables = self._at, self._exact
        at.value[:] = at.best_value
        at.course[:] = 0.0
        raw = lagrangian(self._tables, self._rows, at.value, self._silence, self._scales)
        at.scalars[:] = max(raw, self.raw), TIGHT_STEP, 0.0

    @property
    def proven(self) -> float:
        """Return the bound: no roster costs less."""
        raw = float(self._at.scalars[BEST])
        if raw > self._seen:
            self._seen = raw
            spared = self._spared(self._at.best_value)
            self._proven = max(self._proven, self._safely(raw, spared))
        return self._proven

    def _safely(self, raw: float, spared: float = 0.0) -> float:
        """Return what a bound proves: less its rounding, up to the next multiple of the grain."""
        safe = raw - spared - SAFETY * max(1.0, abs(raw))
        if self._grain > 0:
            safe = math.ceil((safe - SAFETY) / self._grain) * self._grain
        return safe


def climb_from(rows: Rows, value: Floats, raw: float, step: float) -> Climb:
    """Return where steps begin: at values that prove ``raw``, with a share of a full step."""
    dearest = DEAREST * max(float(rows.short.max(initial=0.0)), 1.0)
    return Climb(
        value=value.copy(),
        best_value=value.copy(),
        course=np.zeros(len(value)),
        scalars=np.array([raw, step, 0.0]),
        cap=np.where(rows.floor > 0, dearest, rows.short),
    )


def scratch(tables: Tables, rows: int) -> Scales:
    """Return the scratch arrays of a bound; all prices 0."""
    days = tables.fixed_start.shape[1]
    return Scales(
        supply=np.zeros(rows, dtype=np.int64),
        marginal=np.zeros(rows),
        free=np.zeros(days, dtype=np.bool_),
        days_of=np.zeros((4, days), dtype=np.int64),
        work=workspace(tables),
        many=np.ones(len(tables.kind_of), dtype=np.int64),
    )


def _owed_minutes(problem: RosterProblem) -> list[float]:
    """Return the minutes of which the hours owed and not given are sums."""
    owed = [each.minutes for mine in owed_by_agent(problem).values() for each in mine]
    longest = problem.rules.hours.max_work_min_per_day
    works = [min(shape.work_min, longest) for shape in problem.rules.forms]
    return [*owed, *works] if owed else []


def grain_of(problem: RosterProblem, rows: Rows) -> float:
    """Return the largest amount of which all costs are whole multiples; 0 where there is none."""
    weights = problem.rules.weights
    if weights.overtime_per_hour or weights.steady_start_per_hour:  # by the minute
        return 0.0
    part = rows.need - np.floor(rows.need)
    amounts = np.concatenate(
        [
            rows.short,
            rows.over,
            rows.short * part,
            rows.over * (1 - part) * (part > 0),
            weights.preference * np.array([wish.weight for wish in problem.wishes]),
            [
                weights.fairness,
                weights.handover_missed,
                weights.type_change,
                weights.change_of_post,
            ],
            [plan.days_off_together_price or 0.0 for plan in problem.rules.plans],
            weights.hour_owed * np.array(_owed_minutes(problem)) / 60,
            [problem.announced.price_per_day if problem.announced else 0.0],
        ]
    )
    micro = np.rint(amounts * MICRO)
    if np.abs(amounts * MICRO - micro).max(initial=0.0) > 1e-3:
        return 0.0
    grain = int(np.gcd.reduce(np.unique(micro).astype(np.int64), initial=0))
    return grain / MICRO if grain >= MICRO // 1000 else 0.0
