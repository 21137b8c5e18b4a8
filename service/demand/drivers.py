"""Plans of sales or visitors and orders by day: taken in as a file, read for forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.shop.importing import ImportKind, taking_in
from service.shop.known import read_known
from store.files.drivers_file import DRIVERS

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.forecast.drivers import DriverDay
    from service.desk import Desk


def import_drivers(desk: Desk, path: Path) -> int:
    """
    Take in a file of plans and orders by day; return how many days it tells.

    What was said of the same day, kind and post is replaced. The next forecast looks at it.

    Raises
    ------
    InputError
        With every fault of the file; then nothing is kept.
    """
    with taking_in(desk, ImportKind.DRIVERS, path) as (unit, told):
        rows = read_known(unit, DRIVERS, path)
        unit.touch(*(("volumes", subject_of(row), str(row.date)) for row in rows))
        for row in rows:
            unit.put(row, subject=subject_of(row), date=row.date, daily=True)
        told.dates = [row.date for row in rows]
        return len(rows)


def subject_of(row: DriverDay) -> str:
    """Return under what a day of a driver is kept."""
    return "/".join((row.kind.value, *(row.posts or ())))
