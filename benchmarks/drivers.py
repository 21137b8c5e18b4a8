"""
What the drivers of e-commerce bring to forecasts a week ahead, on made-up shops.

``python -m benchmarks.drivers [--seeds N]`` prints a row per driver and whether it moves the chats:
a robot's share, promotions of two days, a plan of sales, holidays' run-up and aftermath, orders
whose chats come days later. Each shop is forecast without and with what is known of the driver; the
error is the WAPE of the days concerned, the means of the seeds. "Used" is how often the way with
the driver was chosen.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats, Forecast, Volumes
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.drivers import DriverDay, DriverKind, drivers_of
from scheduler.forecast.model import forecast
from scheduler.forecast.models import Model
from scheduler.horizon import Clock, Horizon

if TYPE_CHECKING:
    from collections.abc import Callable

CLOCK, FIRST = Clock("Asia/Shanghai"), dt.date(2026, 1, 5)  # a Monday
DAYS, SLOTS = 140, 24
HOURS = np.clip(np.sin(np.pi * (np.arange(SLOTS) - 6) / 18), 0.05, None)
WEEKDAYS = np.array([1.0, 1.0, 0.95, 1.05, 1.1, 1.3, 1.2])
LEVEL = 400.0
LAG = 2


@dataclass(frozen=True, eq=False)
class Week:
    """A week's forecast without and with a driver, what came, and the days that are judged."""

    without: Forecast
    told: Forecast
    came: Floats
    judged: Floats

    def errors(self) -> tuple[float, float]:
        """Return both errors on the days judged."""
        came = self.came[self.judged]
        both = (each.scored[0].reshape(7, SLOTS)[self.judged] for each in (self.without, self.told))
        without, told = (float(np.abs(each - came).sum() / came.sum()) for each in both)
        return without, told


def day(number: int) -> dt.date:
    """Return the date of a day of the history, from 0 on."""
    return FIRST + dt.timedelta(days=number)


def made(chance: np.random.Generator, factors: Floats, hours: Floats = HOURS) -> Floats:
    """Return counts of days with these factors, scattered by 6 % besides; shape (days, SLOTS)."""
    count = len(factors)
    moved = factors * WEEKDAYS[np.arange(count) % 7] * np.exp(chance.normal(0, 0.06, count))
    return chance.poisson(LEVEL * moved[:, None] * hours).astype(float)


def volumes(counts: Floats) -> Volumes:
    """Return the history of a table of days and slots."""
    starts = CLOCK.at(FIRST) + 60 * np.arange(counts.size)
    return Volumes(CLOCK, 60, ("chats",), starts, counts.reshape(1, -1))


def week_of(counts: Floats, judged: Floats, **told: object) -> Week:
    """Forecast the week after DAYS days without and with what is told, and keep what came."""
    horizon = Horizon(CLOCK, day(DAYS), 7, 60)
    history = volumes(counts[:DAYS])
    without, known = (forecast(history, horizon, **each) for each in ({}, told))  # type: ignore[arg-type]
    return Week(without, known, counts[DAYS : DAYS + 7], judged)


ALL = np.ones(7, dtype=bool)


def robot(chance: np.random.Generator, *, moves: bool) -> Week:
    """Contacts as ever, and a robot that hands over less and less, or the same always."""
    contacts = 3 * made(chance, np.ones(DAYS + 7))
    share = np.linspace(0.9, 0.3, DAYS + 7) if moves else np.full(DAYS + 7, 0.33)
    chats = chance.binomial(contacts.astype(int), share[:, None])
    return week_of(chats.astype(float), ALL, contacts=volumes(contacts[:DAYS]))


def promotion(chance: np.random.Generator, *, moves: bool) -> Week:
    """Two promotions of two days (three times the chats, then twice), and the third to come."""
    firsts = (40, 90, DAYS + 2)
    factors, special = np.ones(DAYS + 7), []
    for first in firsts:
        factors[first : first + 2] = (3.0, 2.0) if moves else 1.0
        special += [SpecialDay(day(first + n), DayKind.PROMOTION, "sale") for n in range(2)]
    return week_of(made(chance, factors), np.isin(range(7), (2, 3)), special_days=special)


def sales_plan(chance: np.random.Generator, *, moves: bool) -> Week:
    """Plans that differ from day to day by 30 %, and chats that follow by 70 % of it or not."""
    plan = np.exp(chance.normal(0, 0.3, DAYS + 7))
    chats = made(chance, plan**0.7 if moves else np.ones(DAYS + 7))
    rows = [
        DriverDay(day(number), DriverKind.SALES_PLAN, float(1000 * amount))
        for number, amount in enumerate(plan * WEEKDAYS[np.arange(DAYS + 7) % 7])
    ]
    return week_of(chats, ALL, drivers=drivers_of(rows))


RUN_UP = {-3: 1.2, -2: 1.4, -1: 1.6, 0: 0.5, 1: 1.5, 2: 1.3, 3: 1.1}


def holiday(chance: np.random.Generator, *, moves: bool) -> Week:
    """Three holidays of one day with days before and after that move too, and the fourth."""
    factors, special = np.ones(DAYS + 7), []
    for centre in (30, 65, 101, DAYS + 3):
        for away, factor in RUN_UP.items():
            factors[centre + away] = factor if moves or not away else 1.0
        special.append(SpecialDay(day(centre), DayKind.HOLIDAY, "holiday"))
    return week_of(made(chance, factors), np.arange(7) != 3, special_days=special)


def orders(chance: np.random.Generator, *, moves: bool) -> Week:
    """Orders that swing by the day; chats two days later follow by 60 % of it or not."""
    came = np.exp(chance.normal(0, 0.3, DAYS + 7))
    later = np.concatenate([np.ones(LAG), came[:-LAG]]) ** 0.6
    chats = made(chance, later if moves else np.ones(DAYS + 7))
    rows = [
        DriverDay(day(number), DriverKind.ORDERS, float(500 * amount))
        for number, amount in enumerate(came[:DAYS] * WEEKDAYS[np.arange(DAYS) % 7])
    ]
    return week_of(chats, np.arange(7) < LAG, drivers=drivers_of(rows))


CASES: dict[str, Callable[..., Week]] = {
    "robot share": robot,
    "promotion by day": promotion,
    "plan of sales": sales_plan,
    "around holidays": holiday,
    "orders two days before": orders,
}
OWN_WAYS = (Model.HANDED_OVER.value, Model.DRIVEN.value)


def judged(name: str, *, moves: bool, seeds: int) -> tuple[float, float, float]:
    """Return the mean errors of a case without and with the driver, and how often it was used."""
    weeks = [CASES[name](np.random.default_rng(seed), moves=moves) for seed in range(seeds)]
    without, told = np.mean([week.errors() for week in weeks], axis=0)
    used = np.mean([week.told.models[0] in OWN_WAYS for week in weeks])
    return float(without), float(told), float(used)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=12)
    seeds = parser.parse_args().seeds
    print("| driver | moves the chats | without | with | used |\n|---|---|---|---|---|")
    for name in CASES:
        for moves in (True, False):
            without, told, used = judged(name, moves=moves, seeds=seeds)
            way = f"{100 * used:.0f} %" if name in {"robot share", *DRIVEN_CASES} else "always"
            cells = (
                name,
                "yes" if moves else "no",
                f"{100 * without:.1f} %",
                f"{100 * told:.1f} %",
            )
            print("| " + " | ".join((*cells, way)) + " |", flush=True)


DRIVEN_CASES = ("plan of sales", "orders two days before")

if __name__ == "__main__":
    main()
