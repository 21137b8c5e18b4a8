"""
Made-up histories, to see how the forecast does on series it was not set on.

Each seed draws a series of its own: level, over-dispersion, shape of the day, weekend, closed
hours, growth, steps, drift, course of the month, holidays that are marked or not, storms that are
not.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from scheduler.demand import Floats, Volumes
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.series import Flags
from scheduler.horizon import Clock

FIRST = dt.date(2025, 1, 6)
CLOCK = Clock("Asia/Shanghai")


@dataclass(frozen=True, eq=False)
class MadeUp:
    """A history by day and slot, and the special days its owner knows of."""

    counts: Floats
    special_days: tuple[SpecialDay, ...]
    is_ordinary: Flags
    """Days without a holiday or a storm, told or not; shape (days,)."""

    def volumes(self, post: str = "chat") -> Volumes:
        """Return the history as volumes."""
        days, slots = self.counts.shape
        interval = 1440 // slots
        start = CLOCK.parse(f"{FIRST.isoformat()}T00:00")
        starts = start + interval * np.arange(days * slots)
        return Volumes(CLOCK, interval, (post,), starts, self.counts.reshape(1, -1))


def made_up(
    seed: int, *, weeks: int | None = None, interval_min: int = 30, level: float | None = None
) -> MadeUp:
    """Return the series of a seed, of 12 to 60 weeks and any mean of open intervals unless said."""
    chance = np.random.default_rng(seed)
    drawn = int(chance.integers(12, 61))
    days, slots = 7 * (weeks or drawn), 1440 // interval_min
    rates = np.exp(chance.uniform(np.log(0.5), np.log(150))) * _shape(chance, days, slots)
    rates *= np.exp(_level(chance, days))[:, None]
    if level is not None:
        rates *= level / rates[:, rates.max(axis=0) > 0].mean()
    holidays, storms = _events(chance, days)
    is_ordinary = ~np.isin(np.arange(days), [*holidays, *storms])
    for row, factor in (*holidays.items(), *storms.items()):
        rates[row] *= factor
    spread = chance.choice([0.0, 0.1, 0.25])
    if spread:
        rates *= chance.gamma(1 / spread**2, spread**2, (days, slots))
    counts = chance.poisson(rates).astype(np.float64)
    counts[:, rates.max(axis=0) == 0] = np.nan
    if chance.random() < 0.5:
        return MadeUp(counts, (), is_ordinary)
    marked = tuple(
        SpecialDay(FIRST + dt.timedelta(days=row), DayKind.HOLIDAY, f"holiday {factor:.2f}")
        for row, factor in holidays.items()
    )
    return MadeUp(counts, marked, is_ordinary)


def _shape(chance: np.random.Generator, days: int, slots: int) -> Floats:
    hours = np.arange(slots) * 24 / slots
    table = np.zeros((7, slots))
    for _ in range(int(chance.integers(1, 4))):
        peak, width = chance.uniform(8, 22), chance.uniform(1.5, 5)
        lean = chance.normal(0, 0.6, 7)[:, None] * chance.choice([0, 1])
        table += chance.uniform(0.3, 1) * np.exp(-0.5 * ((hours - peak - lean) / width) ** 2)
    table += chance.choice([0.0, 0.05, 0.3])
    weekdays = np.exp(chance.normal(0, 0.12, 7))
    weekdays[5:] *= chance.choice([0.3, 0.8, 1.0, 1.6])
    if chance.random() < 0.4:
        table[:, (hours < 8) | (hours >= 22)] = 0.0
    return (weekdays[:, None] * table)[np.arange(days) % 7]


def _level(chance: np.random.Generator, days: int) -> Floats:
    """Return the logarithm of each day's level."""
    at = np.arange(days)
    level = chance.choice([0.0, 0.0, 0.01, -0.01, 0.03]) * at / 7
    for _ in range(int(chance.choice([0, 0, 1, 2, 4]))):
        level = level + chance.normal(0, 0.35) * (at >= chance.integers(0, days))
    keep, size = chance.choice([0.0, 0.6, 0.9, 0.98]), chance.choice([0.02, 0.08, 0.2])
    drift = np.zeros(days)
    shocks = chance.normal(0, size, days)
    for day in range(1, days):
        drift[day] = keep * drift[day - 1] + (1 - keep**2) ** 0.5 * shocks[day]
    dates = np.array([(FIRST + dt.timedelta(days=int(day))).day for day in at])
    pay = chance.choice([0.0, 0.15]) * np.cos(2 * np.pi * (dates - chance.integers(1, 28)) / 30.4)
    return level + drift + pay


def _events(chance: np.random.Generator, days: int) -> tuple[dict[int, float], dict[int, float]]:
    holidays: dict[int, float] = {}
    for _ in range(int(chance.choice([0, 2, 5]) * days / 180)):
        row, factor = int(chance.integers(0, days)), float(chance.choice([0.3, 0.6, 1.4, 2.5]))
        holidays |= dict.fromkeys(range(row, min(days, row + int(chance.integers(1, 5)))), factor)
    storms: dict[int, float] = {}
    for _ in range(int(chance.choice([0, 0, 3, 8]) * days / 180)):
        row, factor = int(chance.integers(0, days)), float(np.exp(chance.normal(0, 0.8)))
        storms |= dict.fromkeys(range(row, min(days, row + int(chance.integers(1, 4)))), factor)
    return holidays, storms
