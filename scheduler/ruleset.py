"""The rules a roster obeys, as numbers; their parts stand in files of their own."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.horizon import DAY_MIN, ClockSpan, format_clock
from scheduler.hours_rules import HoursRules
from scheduler.keys import Asked, Key, NotAsked, Sign, WrittenIn, check_signs
from scheduler.overtime import OvertimeOn
from scheduler.post import WEEKDAYS, SealGroup
from scheduler.post_change import PostChange
from scheduler.shift import ShiftShape
from scheduler.shift_kind import ShiftKind, Succession
from scheduler.shift_type import ShiftType
from scheduler.weights import Weights
from scheduler.work_plan import DAY_WORDS, WorkPlan

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HoursRules", "PostChange", "RuleSet", "ShiftKind", "Succession", "Weights"]

FROM_FILES = "comes with the week's files"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """
    All rules of a site, as numbers.

    Parameters
    ----------
    shapes
        Allowed shift shapes with free starts; where there are no types, at least one.
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
    types
        Named shifts, each code once.
    plans
        Work plans, each name once.
    work_plan
        Name of the plan of those whom the staff list gives none; empty: none.
    overtime_on
        Overtime on single days: who agreed for them, and other limits; of several for a day the
        first holds.
    forms
        All shapes a shift may have: the free ones, then those of the types.
    """

    shapes: Annotated[
        tuple[ShiftShape, ...],
        Key("shifts.shape", is_needed=False, after="start_grid_min"),
        NotAsked(FROM_FILES),
    ]
    hours: Annotated[HoursRules, Key(is_needed=True), Asked()] = field(default_factory=HoursRules)
    start_grid_min: Annotated[
        int,
        Key("shifts.start_grid_minutes", sign=Sign.POSITIVE, is_needed=True, after="hours"),
        NotAsked(FROM_FILES),
    ] = 30
    min_agents: Annotated[
        int,
        Key("coverage.min_agents", sign=Sign.NOT_NEGATIVE, is_needed=True),
        NotAsked("asked for each post"),
    ] = 1
    seals: Annotated[
        tuple[SealGroup, ...], Key(is_apart=True), NotAsked("stand with the posts")
    ] = ()
    weights: Annotated[Weights, Key(is_needed=True), Asked()] = field(default_factory=Weights)
    kinds: Annotated[
        tuple[ShiftKind, ...], Key("shifts.kind", after="may_end_after_min"), Asked()
    ] = ()
    successions: Annotated[
        tuple[Succession, ...], Key("shifts.succession", after="kinds"), Asked()
    ] = ()
    peak: Annotated[
        tuple[tuple[ClockSpan, ...], ...] | None, Key(unit=WrittenIn.WEEK), NotAsked(FROM_FILES)
    ] = None
    newcomer_days: Annotated[
        int, Key("coverage.newcomer_days", sign=Sign.NOT_NEGATIVE), NotAsked(FROM_FILES)
    ] = 90
    post_change: Annotated[PostChange | None, Asked()] = None
    may_start_before_min: Annotated[
        int,
        Key("shifts.may_start_before_minutes", after="shapes"),
        Asked("opening", 0, DAY_MIN - 1, step=5, rule="closed_post"),
    ] = 0
    may_end_after_min: Annotated[
        int,
        Key("shifts.may_end_after_minutes", after="may_start_before_min"),
        Asked("opening", 0, DAY_MIN - 1, step=5, rule="closed_post"),
    ] = 0
    types: Annotated[tuple[ShiftType, ...], Key("shifts.type", after="shapes"), Asked()] = ()
    plans: Annotated[tuple[WorkPlan, ...], Key("plan"), Asked()] = ()
    work_plan: Annotated[str, Asked()] = ""
    overtime_on: Annotated[tuple[OvertimeOn, ...], NotAsked("asked for a campaign")] = ()
    forms: tuple[ShiftShape, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "forms", self._every_form())
        with gathering() as check:
            check(len(self.forms) > 0, "no_shapes", column="shifts.shape")
            check_signs(self, check)
            good = self.peak is None or len(self.peak) == len(WEEKDAYS)
            check(good, "opening_days", column="peak")
            for name in ("may_start_before", "may_end_after"):
                value = getattr(self, f"{name}_min")
                good = 0 <= value < DAY_MIN
                column = f"{name}_minutes"
                check(good, "minutes_of_day", column=column, value=value, most=DAY_MIN - 1)
            names = self.kind_names
            for number, name in enumerate(names):
                check(name not in names[:number], "duplicate_kind", column="kind", value=name)
            self._check_types(check)
            for each in self.successions:
                for name in (each.first_kind, each.next_kind):
                    check(name in names, "unknown_kind", column="succession", value=name)

    def _every_form(self) -> tuple[ShiftShape, ...]:
        return (*self.shapes, *(shape for each in self.types for shape in each.shapes))

    def _check_types(self, check: Callable[..., None]) -> None:
        for one, two in combinations(self.types, 2):
            alike = {*one.lengths} & {*two.lengths} and {*one.starts} & {*two.starts}
            check(not alike, "types_alike", column="type", value=two.code, other=one.code)
        step = self.start_grid_min
        for each in self.types:
            off = [clock for clock in each.starts if step > 0 and clock % step]
            value = format_clock(off[0]) if off else ""
            check(not off, "type_off_grid", column=each.code, value=value, step=step)
        names = [plan.name for plan in self.plans]
        for number, plan in enumerate(self.plans):
            check(plan.name not in names[:number], "duplicate_plan", column="plan", value=plan.name)
            codes = {each.code for each in self.types}
            for name, known in (
                ("types", codes),
                ("rotation", codes),
                ("day_cycle", codes | DAY_WORDS),
            ):
                for code in getattr(plan, name):
                    check(code in known, "unknown_type", column=f"plan.{name}", value=code)
        teams = [team for plan in self.plans for team in plan.teams]
        for team, count in Counter(teams).items():
            check(count == 1, "team_of_two_plans", column="plan.teams", value=team)
        good = not self.work_plan or self.work_plan in names
        check(good, "unknown_plan", column="work_plan", value=self.work_plan)
        good = not self.standby or (self.post_change is None and not self.shapes)
        check(good, "standby_alone", column="type.standby", value=", ".join(self.standby))
        bound = any(each.posts for each in self.forms) and self.post_change is not None
        check(not bound, "type_posts_with_change", column="type.posts")

    def forms_for(self, contract_hours_week: float) -> tuple[ShiftShape, ...]:
        """Return the shapes agents with this contract may work."""
        return tuple(shape for shape in self.forms if shape.is_for(contract_hours_week))

    def plan_name(self, own: str, team: str) -> str:
        """Return the name of a person's plan: the own, or the team's, or all people's; or empty."""
        of_team = next((plan.name for plan in self.plans if team in plan.teams), "")
        return own or of_team or self.work_plan

    @property
    def standby(self) -> dict[str, ShiftType]:
        """Return the types whose people stand by, by code."""
        return {each.code: each for each in self.types if each.is_standby}

    @property
    def kind_names(self) -> tuple[str, ...]:
        """Return the names of kinds of shift, and the codes of the types, which are kinds too."""
        return (*(kind.name for kind in self.kinds), *(each.code for each in self.types))

    def kind_of(self, clock: int, length_min: int) -> str:
        """Return the type or else the kind of a shift, by start and length; empty: of none."""
        for each in self.types:
            if length_min in each.lengths and clock in each.starts:
                return each.code
        return next((kind.name for kind in self.kinds if clock in kind.start), "")

    def overtime_month_min(self, year: int, month: int) -> int:
        """Return the most minutes of overtime of anybody in a calendar month."""
        first = dt.date(year, month, 1)
        last = first.replace(day=monthrange(year, month)[1])
        on = (each.max_min_per_month for each in self.overtime_on if each.touches(first, last))
        usual = self.hours.max_overtime_min_per_month
        return next((most for most in on if most is not None), usual)
