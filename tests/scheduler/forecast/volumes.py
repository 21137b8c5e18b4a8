"""Volumes made up for a test, and the shared real ones."""

import csv
import datetime as dt

import numpy as np

from scheduler.demand import Volumes
from scheduler.errors import InputError
from scheduler.horizon import Clock, Horizon

SHANGHAI = Clock("Asia/Shanghai")
MONDAY = dt.date(2026, 3, 2)
SHAPE = 2 + 20 * np.exp(-(((np.arange(48) - 24) / 8) ** 2))  # a day of half hours, 285 chats
WEEKDAYS = np.array([1.2, 1.0, 0.9, 0.9, 1.1, 0.7, 0.6])


def usual(days, *, factors=None):
    """Return days of a fixed weekly profile, each times its factor; shape (days, 48)."""
    factors = np.ones(days) if factors is None else factors
    return SHAPE * (WEEKDAYS[np.arange(days) % 7] * factors)[:, None]


def volumes(by_day, *, first=MONDAY, clock=SHANGHAI, posts=("presales",)):
    """Return half-hour volumes from a table of days and slots, the same for every post."""
    start = clock.at(first)
    starts = start + 30 * np.arange(by_day.size)
    return Volumes(clock, 30, posts, starts, np.tile(by_day.ravel(), (len(posts), 1)))


def week_after(by_day, *, first=MONDAY, days=7, clock=SHANGHAI):
    """Return the horizon of days that follow."""
    return Horizon(clock, first + dt.timedelta(days=len(by_day)), days)


def noisy(days, *, seed, day_spread=0.1):
    """Return Poisson counts around the weekly profile, whole days moved together."""
    chance = np.random.default_rng(seed)
    factors = np.exp(chance.normal(0, day_spread, days))
    return chance.poisson(usual(days, factors=factors)).astype(float)


def read(path, *, clock, interval_min, count="calls", skip=lambda _: False):
    """Return one shared file as volumes, without rows to skip or hours that do not exist."""
    found = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            if skip(row):
                continue
            try:
                found[clock.parse(row["start_local"][:16])] = float(row[count])
            except InputError as error:  # the hour that daylight saving skips, or shows twice
                if error.faults[0].code not in ("time_skipped", "time_twice"):
                    raise
    starts = np.array(sorted(found))
    counts = np.array([[found[start] for start in starts.tolist()]])
    return Volumes(clock, interval_min, ("calls",), starts, counts)
