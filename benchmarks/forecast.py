"""
How well a week ahead is forecast on real volumes, and how long it takes.

``python -m benchmarks.forecast`` prints one row per series; the data are those of PAIBAN_SHARED.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scheduler.demand import Volumes
from scheduler.errors import InputError
from scheduler.forecast.backtest import Model, PostBacktest, backtest
from scheduler.forecast.calendar import DayKind, SpecialDay, public_days
from scheduler.horizon import Clock

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

    def volumes(self) -> Volumes:
        """Return the series without imputed rows and without hours the clock skips or repeats."""
        found: dict[int, float] = {}
        with (SHARED / "data" / self.file).open(newline="") as file:
            for row in csv.DictReader(file):
                if row.get("imputed") != "1":
                    self._take(row, found)
        starts = sorted(found)
        counts = np.array([[found[start] for start in starts]])
        return Volumes(self.clock, self.recorded_min, ("calls",), np.array(starts), counts)

    def _take(self, row: dict[str, str], found: dict[int, float]) -> None:
        try:
            found[self.clock.parse(row["start_local"][:16])] = float(row[self.count])
        except InputError as error:
            if error.faults[0].code not in ("time_skipped", "time_twice"):
                raise

    def run(self, volumes: Volumes) -> PostBacktest:
        """Return the back-test of the series."""
        [found] = backtest(
            volumes,
            interval_min=self.interval_min,
            folds=self.folds,
            starts=self.starts,
            special_days=self.special_days,
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
ISRAEL = public_days("IL", dt.date(1999, 1, 1), dt.date(1999, 12, 31)).days

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
)


def main() -> None:
    """Print the table."""
    head = (
        "series",
        "folds",
        "ours",
        "bias",
        "median 8",
        "last week",
        "floor",
        "80 %",
        "95 %",
        "s",
    )
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for subject in SUBJECTS:
        volumes = subject.volumes()
        began = time.perf_counter()
        found = subject.run(volumes)
        seconds = time.perf_counter() - began
        ours, simple, naive = (found.accuracy[model] for model in Model)
        shares = (ours.wape, ours.bias, simple.wape, naive.wape, found.floor)
        coverage = (found.coverage_80, found.coverage_95)
        cells = [subject.name, str(len(found.folds)), *(f"{100 * share:.2f}" for share in shares)]
        cells += [*(f"{100 * share:.1f}" for share in coverage), f"{seconds:.2f}"]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
