"""
How well a week ahead is forecast on real volumes, and how long it takes.

``python -m benchmarks.forecast`` prints one row per series; the data are those of PAIBAN_SHARED.
``--made-up N`` judges the promise "never much worse than the median of 8 weeks" on N made-up ones,
``--levels N`` the bias of point forecast and mean on N made-up ones at each of several volumes,
``--moved`` says how far the mean lies off after steps of the level and with growth,
``--challengers`` lets the models of the extra ``models`` compete, and shows how they did.
``--found DIR`` judges the series that ``benchmarks.found_series`` wrote there instead.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.made_up import MadeUp, made_up
from scheduler.demand import Floats, Volumes
from scheduler.errors import InputError
from scheduler.forecast.backtest import PostBacktest, backtest
from scheduler.forecast.calendar import DayKind, SpecialDay, public_days
from scheduler.forecast.challengers import installed
from scheduler.forecast.contest import Contest
from scheduler.forecast.model import forecast
from scheduler.forecast.models import Model
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import all_series
from scheduler.horizon import Clock, Horizon

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(os.environ.get("PAIBAN_SHARED", Path(__file__).parents[2] / "shared"))


@dataclass(frozen=True)
class Subject:
    """One real series at one interval, and the weeks it is judged on."""

    name: str
    file: str
    count: str
    clock: Clock
    recorded_min: int
    interval_min: int
    folds: int
    starts: tuple[dt.date, ...] | None = None
    special_days: tuple[SpecialDay, ...] = ()
    start: str = "start_local"

    def volumes(self) -> Volumes:
        """Return the series without imputed rows and without hours the clock skips or repeats."""
        found: dict[int, float] = {}
        path = SHARED / "data" / self.file
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("imputed") != "1":
                    self._take(row, found)
        starts = sorted(found)
        counts = np.array([[found[start] for start in starts]])
        return Volumes(self.clock, self.recorded_min, ("calls",), np.array(starts), counts)

    def _take(self, row: dict[str, str], found: dict[int, float]) -> None:
        try:
            found[self.clock.parse(row[self.start][:16])] = float(row[self.count])
        except InputError as error:
            if error.faults[0].code not in ("time_skipped", "time_twice"):
                raise

    def run(self, volumes: Volumes, params: ForecastParams = DEFAULTS) -> PostBacktest:
        """Return the back-test of the series."""
        [found] = backtest(
            volumes,
            interval_min=self.interval_min,
            folds=self.folds,
            starts=self.starts,
            special_days=self.special_days,
            params=params,
        )
        return found


NEW_YORK, JERUSALEM, KOLKATA = map(Clock, ("America/New_York", "Asia/Jerusalem", "Asia/Kolkata"))
BANK = ("bank_calls_5min/bank_calls_5min.csv", "calls", NEW_YORK, 5)
ANONYMOUS = ("anonymous_bank_1999/anonymous_bank_1999_6min.csv", "calls", JERUSALEM, 6)
SHOP = ("ecommerce_support_2023/ecommerce_support_hourly_sample.csv", "tickets", KOLKATA, 60)

MONDAYS = tuple(dt.date(2003, 8, 4) + dt.timedelta(days=7 * week) for week in range(12))
CLOSED = tuple(
    SpecialDay(dt.date(2003, month, day), DayKind.CLOSED, "closed")
    for month, day in ((9, 1), (10, 14))
)
FROM_NEW_YEAR = tuple(dt.date(1999, 7, 2) + dt.timedelta(days=7 * week) for week in range(26))


def holidays(country: str, first: int, last: int) -> tuple[SpecialDay, ...]:
    """Return the public holidays that a shop of a country would have marked, of some years."""
    return public_days(country, dt.date(first, 1, 1), dt.date(last, 12, 31)).days


ISRAEL = holidays("IL", 1999, 1999)

SUBJECTS = (
    Subject("bank 30", *BANK, 30, 12, MONDAYS),
    Subject("bank 30, closures known", *BANK, 30, 12, MONDAYS, CLOSED),
    Subject("bank 15", *BANK, 15, 12, MONDAYS),
    Subject("bank 60", *BANK, 60, 12, MONDAYS),
    Subject("anonymous 30", *ANONYMOUS, 30, 26),
    Subject("anonymous 60", *ANONYMOUS, 60, 26),
    Subject("anonymous 30, from 1 January", *ANONYMOUS, 30, 26, FROM_NEW_YEAR),
    Subject("anonymous 60, from 1 January", *ANONYMOUS, 60, 26, FROM_NEW_YEAR),
    Subject("anonymous 30, holidays known", *ANONYMOUS, 30, 26, None, ISRAEL),
    Subject("anonymous 60, holidays known", *ANONYMOUS, 60, 26, None, ISRAEL),
    Subject("shop tickets 60 (sample)", *SHOP, 60, 2),
    *(
        Subject(
            name,
            f"public_hourly/{file}.csv.gz",
            "volume",
            Clock(zone),
            every,
            every,
            20,
            None,
            special_days,
            start="start",
        )
        for name, file, zone, every, country, years in (
            ("hired bikes 60", "bike60", "America/New_York", 60, "US", (2011, 2012)),
            ("motorway 60", "metro60", "America/Chicago", 60, "US", (2017, 2018)),
            ("bicycles on a bridge 60", "fremont60", "America/Los_Angeles", 60, "US", (2017, 2018)),
            ("electricity 30", "uk30", "Europe/London", 30, "GB", (2021, 2021)),
        )
        for name, special_days in (
            (name, ()),
            (f"{name}, holidays known", holidays(country, *years)),
        )
    ),
)


def found_subjects(folder: Path) -> tuple[Subject, ...]:
    """Return the series that ``benchmarks.found_series`` wrote, 20 weeks each."""
    found = []
    for path in sorted(folder.glob("*@*.csv")):
        name, _, zone = path.stem.partition("@")
        clock = Clock(zone.replace("!", "/"))
        found.append(Subject(name, str(path.resolve()), "volume", clock, 60, 60, 20, start="start"))
    return tuple(found)


HEAD = (
    "series",
    "folds",
    "chosen",
    "bias",
    "of mean",
    "profile",
    "median 8",
    "last week",
    "floor",
    "80 %",
    "95 %",
    "score 80",
    "score 95",
    "s",
)
YARDSTICKS = (Model.PROFILE, Model.MEDIAN_8_WEEKS, Model.LAST_WEEK)
SIMPLE = (Model.MEDIAN_8_WEEKS, Model.LAST_WEEK, Model.AUTO_ETS)


def real(params: ForecastParams, subjects: tuple[Subject, ...]) -> None:
    """Print a row for each real series."""
    more = installed() if params.challengers else ()
    head = (*HEAD, *(model.value for model in more), "chosen against the best simple")
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for subject in subjects:
        volumes = subject.volumes()
        began = time.process_time()
        found = subject.run(volumes, params)
        seconds = time.process_time() - began
        shares = [found.chosen.wape, found.chosen.bias, found.mean_bias]
        shares += [*(found.accuracy[model].wape for model in YARDSTICKS), found.floor]
        cells = [subject.name, str(len(found.folds)), *(f"{100 * share:.2f}" for share in shares)]
        cells += [f"{100 * found.coverage_80:.1f}", f"{100 * found.coverage_95:.1f}"]
        cells += [f"{100 * found.winkler_80:.1f}", f"{100 * found.winkler_95:.1f}"]
        cells += [f"{seconds:.2f}", *(f"{100 * found.accuracy[model].wape:.2f}" for model in more)]
        best = min(found.accuracy[model].wape for model in SIMPLE if model in found.accuracy)
        cells.append(f"{100 * (found.chosen.wape / best - 1):+.1f} %")
        print("| " + " | ".join(cells) + " |", flush=True)


def judge_made_up(count: int, first: int, folds: int = 12) -> None:
    """Print how the chosen forecasts of made-up series compare with the median of 8 weeks."""
    worse: dict[int, float] = {}
    covers: dict[str, list[float]] = {"80": [], "95": [], "80, even": [], "95, even": []}
    scores: list[tuple[float, float]] = []
    for seed in range(first, first + count):
        series = made_up(seed)
        [found] = backtest(
            series.volumes(), interval_min=30, folds=folds, special_days=series.special_days
        )
        if len(found.folds) < 8:
            continue
        worse[seed] = found.chosen.wape / found.accuracy[Model.MEDIAN_8_WEEKS].wape - 1
        scores.append((found.winkler_80, found.winkler_95))
        told = (found.coverage_80, found.coverage_95, found.even_80, found.even_95)
        for name, share in zip(covers, told, strict=True):
            covers[name].append(share)
    table = np.array(list(worse.values()))
    print(
        f"{len(table)} series: mean {100 * table.mean():+.2f} %, worst {100 * table.max():+.2f} %, "
        f"more than 2 % worse (seeds): {[seed for seed, by in worse.items() if by > 0.02]}"
    )
    for name, cover in covers.items():
        low, high = (0.76, 0.84) if name.startswith("80") else (0.93, 0.97)
        held = np.array(cover)
        inside = ((held >= low) & (held <= high)).mean()
        print(
            f"{name}: intervals cover {100 * held.mean():.1f} % on average, "
            f"{100 * held.min():.1f} to {100 * held.max():.1f}, {100 * inside:.0f} % of the series "
            f"within {100 * low:.0f} to {100 * high:.0f}"
        )
    narrow, wide = 100 * np.exp(np.log(scores).mean(axis=0))
    print(f"interval score: 80: {narrow:.2f}, 95: {wide:.2f} % of the volume (geometric mean)")


MOVED_SEEDS = 12


def judge_moved() -> None:
    """Print the bias of the mean of a week ahead after a step, and with growth, over some seeds."""
    print("| what | days since | bias | of seeds |\n|---|---|---|---|")
    for what, since, factors in (
        *(("step of +50 %", since, lambda day: 1.5 if day >= STILL else 1.0) for since in SINCE),
        ("step of -40 %", 7, lambda day: 0.6 if day >= STILL else 1.0),
        ("growth of 2 % a week", 0, lambda day: 1.02 ** (day / 7)),
        ("growth of 4 % a week", 0, lambda day: 1.04 ** (day / 7)),
        ("as ever", 0, lambda _: 1.0),
    ):
        found = np.array([_moved_bias(since, factors, seed) for seed in range(MOVED_SEEDS)])
        spread = f"± {100 * found.std():.1f}"
        print(f"| {what} | {since} | {100 * found.mean():+.1f} % | {spread} |", flush=True)


def _moved_bias(since: int, factors: Callable[[int], float], seed: int) -> float:
    """Return by how much the mean of the week after a history lies off; days scatter by 6 %."""
    chance = np.random.default_rng(seed)
    days = STILL + since
    hours = np.clip(np.sin(np.pi * (np.arange(24) - 6) / 18), 0.05, None)
    rates = 40.0 * np.outer([WEEKDAYS[day % 7] * factors(day) for day in range(days + 7)], hours)
    scattered = rates[:days] * np.exp(chance.normal(0, 0.06, days))[:, None]
    clock, first = Clock("Asia/Shanghai"), dt.date(2026, 1, 5)
    starts = [
        clock.at(first + dt.timedelta(days=day)) + 60 * hour
        for day in range(days)
        for hour in range(24)
    ]
    counts = chance.poisson(scattered).astype(float).ravel()
    history = Volumes(clock, 60, ("calls",), np.array(starts), counts[None, :])
    ahead = Horizon(clock, first + dt.timedelta(days=days), 7, 60)
    return float(forecast(history, ahead).mean.sum() / rates[days:].sum() - 1)


STILL, SINCE = 140, (3, 5, 7, 14, 28)
WEEKDAYS = (1.0, 1.0, 0.95, 1.05, 1.1, 1.3, 1.2)
LEVELS = (0.2, 0.5, 1.0, 4.0, 20.0)


def judge_levels(count: int, first: int, folds: int = 8) -> None:
    """
    Print how far point forecast and mean lie from what came, by chats an interval.

    Days of holidays and storms count for the coverage of the intervals alone.
    """
    head = ("chats", "point", "mean", "series' means within 10 %", "WAPE of point", "of mean")
    head += ("80 % plain", "even", "95 % plain", "even")
    print("| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|")
    for level in LEVELS:
        sums, own, covers = np.zeros(5), [], np.zeros(4)
        for seed in range(first, first + count):
            made = made_up(seed, level=level)
            found = _sums(made, folds)
            sums += found
            own.append(found[2] / found[0] - 1)
            covers += np.array(_covers(made, folds)) / count
        came, point, mean, point_errors, mean_errors = sums
        shares = (point / came - 1, mean / came - 1, np.mean(np.abs(own) <= 0.1))
        shares += (point_errors / came, mean_errors / came, *covers)
        cells = [f"{level:g}", *(f"{100 * share:.1f} %" for share in shares)]
        print("| " + " | ".join(cells) + " |", flush=True)


def _covers(made: MadeUp, folds: int) -> tuple[float, float, float, float]:
    """Return the shares that the intervals of 80 and 95 % held, plain and even."""
    [found] = backtest(made.volumes(), interval_min=30, folds=folds, special_days=made.special_days)
    return found.coverage_80, found.even_80, found.coverage_95, found.even_95


def _sums(made: MadeUp, folds: int) -> Floats:
    """Return what came, point and mean of a series' last weeks, and both absolute errors."""
    [series] = all_series(made.volumes(), 30, ()).values()
    contest = Contest(series, made.special_days, DEFAULTS)
    found = np.zeros(5)
    for row in range(series.days - 7 * folds, series.days, 7):
        ahead, actual = contest.entry(row, 7).expected, series.values[row : row + 7]
        ordinary = made.is_ordinary[row : row + 7, None]
        known = ordinary & ~np.isnan(actual) & ~np.isnan(ahead.point)
        came, point, mean = (each[known] for each in (actual, ahead.point, ahead.mean))
        errors = (np.abs(each - came).sum() for each in (point, mean))
        found += [came.sum(), point.sum(), mean.sum(), *errors]
    return found


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--made-up", type=int, default=0, metavar="N")
    parser.add_argument("--levels", type=int, default=0, metavar="N")
    parser.add_argument("--first-seed", type=int, default=1000)
    parser.add_argument("--moved", action="store_true")
    parser.add_argument("--challengers", action="store_true")
    parser.add_argument("--found", type=Path, default=None, metavar="DIR")
    parser.add_argument("--only", default="", metavar="NAME")
    asked = parser.parse_args()
    if asked.made_up:
        judge_made_up(asked.made_up, asked.first_seed)
    elif asked.moved:
        judge_moved()
    elif asked.levels:
        judge_levels(asked.levels, asked.first_seed)
    else:
        subjects = SUBJECTS if asked.found is None else found_subjects(asked.found)
        subjects = tuple(each for each in subjects if asked.only in each.name)
        real(ForecastParams(challengers=asked.challengers), subjects)


if __name__ == "__main__":
    main()
