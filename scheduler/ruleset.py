"""The rules a roster obeys, as numbers; their parts stand in files of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.errors import gathering
from scheduler.horizon import DAY_MIN, ClockSpan
from scheduler.hours_rules import HoursRules
from scheduler.post import WEEKDAYS, SealGroup
from scheduler.post_change import PostChange
from scheduler.shift import ShiftShape
from scheduler.shift_kind import ShiftKind, Succession
from scheduler.weights import Weights

__all__ = ["HoursRules", "PostChange", "RuleSet", "ShiftKind", "Succession", "Weights"]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """
    All rules of a site, as numbers.

    Parameters
    ----------
    shapes
        Allowed shift shapes, at least one.
    hours
        Limits on people's time.
    start_grid_min
        Shifts start at multiples of it from the horizon's start.
    min_agents
        People at work on each open post at every moment, where the post does not say itself.
    seals
        Posts that may be held together in named hours.
    weights
        Prices.
    kinds
        Kinds of shift, each name once; a shift is of the first whose span holds its start.
    successions
        What may not follow what, by kind.
    peak
        Peak hours: clock spans by weekday, Monday first, 7 entries, each possibly empty; None: the
        quarter of the hours of a week in which most people are required.
    newcomer_days
        Days since being hired after which an agent counts as experienced, where the staff list
        does not say it itself.
    post_change
        How a post may change within a shift; None: it does not.
    may_start_before_min, may_end_after_min
        Minutes that work on a post may begin before it opens, and end after it closes.
    """

    shapes: tuple[ShiftShape, ...]
    hours: HoursRules = field(default_factory=HoursRules)
    start_grid_min: int = 30
    min_agents: int = 1
    seals: tuple[SealGroup, ...] = ()
    weights: Weights = field(default_factory=Weights)
    kinds: tuple[ShiftKind, ...] = ()
    successions: tuple[Succession, ...] = ()
    peak: tuple[tuple[ClockSpan, ...], ...] | None = None
    newcomer_days: int = 90
    post_change: PostChange | None = None
    may_start_before_min: int = 0
    may_end_after_min: int = 0

    def __post_init__(self) -> None:
        grid = self.start_grid_min
        with gathering() as check:
            check(len(self.shapes) > 0, "no_shapes", column="shifts.shape")
            check(grid > 0, "not_positive", column="start_grid_minutes", value=grid)
            check(self.min_agents >= 0, "negative", column="min_agents", value=self.min_agents)
            days = self.newcomer_days
            check(days >= 0, "negative", column="newcomer_days", value=days)
            good = self.peak is None or len(self.peak) == len(WEEKDAYS)
            check(good, "opening_days", column="peak")
            for name in ("may_start_before", "may_end_after"):
                value = getattr(self, f"{name}_min")
                good = 0 <= value < DAY_MIN
                column = f"{name}_minutes"
                check(good, "minutes_of_day", column=column, value=value, most=DAY_MIN - 1)
            names = [kind.name for kind in self.kinds]
            for number, name in enumerate(names):
                check(name not in names[:number], "duplicate_kind", column="kind", value=name)
            for each in self.successions:
                for name in (each.first_kind, each.next_kind):
                    check(name in names, "unknown_kind", column="succession", value=name)

    def shapes_for(self, contract_hours_week: float) -> tuple[ShiftShape, ...]:
        """Return the shapes agents with this contract may work."""
        return tuple(shape for shape in self.shapes if shape.is_for(contract_hours_week))

    def kind_at(self, clock: int) -> str:
        """Return the kind of a shift that starts at a clock time; empty: of none."""
        return next((kind.name for kind in self.kinds if clock in kind.start), "")
