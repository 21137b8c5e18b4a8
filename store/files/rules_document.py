"""``rules.toml``: the horizon and the rules, read; ``rules_writing`` writes them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock, Horizon
from scheduler.hours_rules import LEGAL_OVERTIME_MIN_PER_MONTH
from scheduler.ruleset import HoursRules, PostChange, RuleSet, ShiftKind, Succession, Weights
from scheduler.shift import BreakRule, ShiftShape
from store.files.posts_document import OpeningSettings
from store.files.settings import (
    Hours,
    HoursOfWork,
    Settings,
    Text,
    Window,
    Windows,
    at_key,
    made,
    read_settings,
    setting,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.files.document import Document
    from store.files.fault_log import FaultLog

Entry = TypeVar("Entry", bound=Settings)
Built = TypeVar("Built")


def _date(value: object) -> dt.date:
    """Return the date of TOML's own form, of a text, or of a worksheet's cell."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        with suppress(ValueError):
            return dt.date.fromisoformat(value)
    raise InputError(Fault("date_unreadable", value=str(value)))


class BreakSettings(Settings):
    """An entry of ``breaks`` of a shape."""

    minutes: int = 15
    earliest_hours: Hours
    latest_hours: Hours

    def rule(self) -> BreakRule:
        """Return the break."""
        return BreakRule(self.earliest_hours, self.latest_hours, self.minutes)


class ShapeSettings(Settings):
    """An entry of ``shifts.shape``."""

    work_hours: HoursOfWork
    contract_hours: tuple[float, float] = (0.0, 168.0)
    meal_minutes: int = 0
    meal_earliest_hours: Hours = 0
    meal_latest_hours: Hours = 0
    breaks: tuple[BreakSettings, ...] = ()
    starts: Windows = ()

    def shape(self) -> ShiftShape:
        """Return the shape."""
        return ShiftShape(
            work_min=self.work_hours,
            meal_min=self.meal_minutes,
            meal_earliest_min=self.meal_earliest_hours,
            meal_latest_min=self.meal_latest_hours,
            contract_hours=self.contract_hours,
            breaks=tuple(each.rule() for each in self.breaks),
            starts=self.starts,
        )


class KindSettings(Settings):
    """An entry of ``shifts.kind``."""

    name: Text
    start: Window

    def kind(self) -> ShiftKind:
        """Return the kind."""
        return ShiftKind(self.name, self.start)


class SuccessionSettings(Settings):
    """An entry of ``shifts.succession``: what may not follow what."""

    first: Text
    next: Text

    def succession(self) -> Succession:
        """Return the succession."""
        return Succession(self.first, self.next)


class ShiftSettings(Settings):
    """The table ``shifts``, but for its lists."""

    start_grid_minutes: int
    may_start_before_minutes: int = 0
    may_end_after_minutes: int = 0


class HoursSettings(Settings):
    """The table ``hours``."""

    max_work_hours_per_day: HoursOfWork
    max_work_hours_per_week: HoursOfWork
    min_rest_hours: Hours
    max_consecutive_days: int
    min_days_off_per_week: int
    night: Window
    night_shift_hours: Hours = 180
    max_nights_per_month: int | None = None
    max_weekends_per_month: int | None = None
    min_consecutive_days: int = 1
    min_consecutive_days_off: int = 1
    max_overtime_hours_per_day: Hours = 0
    max_overtime_hours_per_month: Hours = LEGAL_OVERTIME_MIN_PER_MONTH
    steady_start_free_hours: Hours = 0
    averaged: bool = False

    def rules(self) -> HoursRules:
        """Return the limits on people's time."""
        return HoursRules(
            max_work_min_per_day=self.max_work_hours_per_day,
            max_work_min_per_week=self.max_work_hours_per_week,
            min_rest_min=self.min_rest_hours,
            max_consecutive_days=self.max_consecutive_days,
            min_days_off_per_week=self.min_days_off_per_week,
            night=self.night,
            night_shift_min=self.night_shift_hours,
            max_nights_per_month=self.max_nights_per_month,
            max_weekends_per_month=self.max_weekends_per_month,
            min_consecutive_days=self.min_consecutive_days,
            min_consecutive_days_off=self.min_consecutive_days_off,
            max_overtime_min_per_day=self.max_overtime_hours_per_day,
            max_overtime_min_per_month=self.max_overtime_hours_per_month,
            steady_start_free_min=self.steady_start_free_hours,
            is_averaged=self.averaged,
        )


class CoverageSettings(Settings):
    """The table ``coverage``."""

    min_agents: int
    newcomer_days: int = 90


class WeightSettings(Settings):
    """The table ``weights``."""

    shortage_per_agent_hour: float
    surplus_per_agent_hour: float
    preference: float
    overtime_per_hour: float = 0.0
    steady_start_per_hour: float = 0.0
    fairness: float = 0.0
    handover_missed: float = 0.0

    def weights(self) -> Weights:
        """Return the prices."""
        return Weights(**self.model_dump())


class PostChangeSettings(Settings):
    """The table ``post_change``: its being there allows changes of post within a shift."""

    min_stint_minutes: int = 60
    max_per_shift: int = 2

    def rule(self) -> PostChange:
        """Return the rule."""
        return PostChange(self.min_stint_minutes, self.max_per_shift)


class HorizonSettings(Settings):
    """The keys of ``rules.toml`` that stand in no table."""

    timezone: Text
    week_start: Annotated[dt.date, setting(_date)]
    days: int
    interval_minutes: int

    def horizon(self) -> Horizon:
        """Return the horizon."""
        clock = Clock(self.timezone)
        return Horizon(clock, self.week_start, self.days, self.interval_minutes)


TABLES = ("hours", "shifts", "coverage", "weights", "peak", "post_change")
LISTS = ("shape", "kind", "succession")  # of the table shifts


def read_rules(document: Document, log: FaultLog) -> tuple[Horizon | None, RuleSet | None]:
    """
    Return the horizon and the rules, without seal groups; None where faults were noted.

    Every table is read apart, so that a fault in one does not hide those in another.
    """
    top = read_settings(document, HorizonSettings, log, without=TABLES)
    hours = read_settings(document, HoursSettings, log, inside=("hours",))
    shifts = read_settings(document, ShiftSettings, log, inside=("shifts",), without=LISTS)
    coverage = read_settings(document, CoverageSettings, log, inside=("coverage",))
    weights = read_settings(document, WeightSettings, log, inside=("weights",))
    horizon = None if top is None else made(document, (), log, top.horizon)
    limits = None if hours is None else made(document, ("hours",), log, hours.rules)
    prices = None if weights is None else made(document, ("weights",), log, weights.weights)
    shapes = _listed(document, "shape", ShapeSettings, ShapeSettings.shape, log)
    kinds = _listed(document, "kind", KindSettings, KindSettings.kind, log)
    successions = _listed(
        document, "succession", SuccessionSettings, SuccessionSettings.succession, log
    )
    peak = _optional(document, "peak", OpeningSettings, OpeningSettings.opening, log)
    change = _optional(document, "post_change", PostChangeSettings, PostChangeSettings.rule, log)
    whole = None not in {shapes, kinds, successions}
    for name, found in (("peak", peak), ("post_change", change)):
        whole = whole and (found is not None or name not in document.values)
    if not (limits and shifts and coverage and prices and whole):
        return horizon, None
    rules = partial(
        RuleSet,
        shapes=shapes or (),
        hours=limits,
        start_grid_min=shifts.start_grid_minutes,
        may_start_before_min=shifts.may_start_before_minutes,
        may_end_after_min=shifts.may_end_after_minutes,
        min_agents=coverage.min_agents,
        weights=prices,
        kinds=kinds or (),
        successions=successions or (),
        peak=peak,
        post_change=change,
        newcomer_days=coverage.newcomer_days,
    )
    return horizon, made(document, (), log, rules)


def _optional(
    document: Document,
    name: str,
    model: type[Entry],
    make: Callable[[Entry], Built],
    log: FaultLog,
) -> Built | None:
    """Return what is made of a table; None where it is not there or faults were noted."""
    if name not in document.values:
        return None
    settings = read_settings(document, model, log, inside=(name,))
    return None if settings is None else made(document, (name,), log, partial(make, settings))


def _listed(
    document: Document,
    name: str,
    model: type[Entry],
    make: Callable[[Entry], Built],
    log: FaultLog,
) -> tuple[Built, ...] | None:
    """Return what is made of the entries of a list of ``shifts``; None where faults were noted."""
    table = document.values.get("shifts")
    entries = table.get(name, []) if isinstance(table, dict) else []
    if not isinstance(entries, list):
        fault = Fault("not_list", value=str(entries))
        log.add([at_key(document, ("shifts", name), fault)])
        return None
    paths = [("shifts", name, number) for number in range(len(entries))]
    settings = [read_settings(document, model, log, inside=path) for path in paths]
    built = [
        None if entry is None else made(document, path, log, partial(make, entry))
        for path, entry in zip(paths, settings, strict=True)
    ]
    found = tuple(each for each in built if each is not None)
    return found if len(found) == len(built) else None


def clock_of(document: Document) -> Clock | None:
    """Return the wall clock of a document that may be faulty elsewhere; None when it has none."""
    try:
        return Clock(str(document.values.get("timezone")))
    except InputError:
        return None
