"""Forecasting from a file of volumes, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Forecast, Volumes
from scheduler.errors import Fault, InputError
from scheduler.forecast.backtest import PostBacktest, backtest
from scheduler.forecast.calendar import PublicDays, public_days
from scheduler.forecast.effects import DayEffect, effects
from scheduler.forecast.model import forecast
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.resample import on_interval
from scheduler.forecast.unrecorded import NoRow
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post
from service.demand.volume_said import LEFT_OUT, NO_ROW, REPEATED, no_row_of, repeated_of
from service.history.past_caveats import past_caveats
from service.history.past_check import check_history
from service.history.volume_columns import NOBODYS
from service.history.volumes import (
    History,
    HistoryKind,
    VolumesFrom,
    import_volumes,
)
from service.shop.shops import save_post, shop
from service.shop.told import NOBODY_SAYS, NamesTold, reading_as, remember
from store.files.drivers_file import DRIVERS
from store.files.source import write_table
from store.files.special_days import SPECIAL_DAYS
from store.files.volume_export import VolumeExport, read_volume_export
from store.files.volume_rows import Repeated
from store.files.volume_tables import AS_NAMED, ExportColumns, HowRead
from store.files.week_tables import forecast_rows

if TYPE_CHECKING:
    from scheduler.forecast.drivers import Driver
    from service.desk import Desk

__all__ = ["ExportColumns", "NamesTold", "NoRow", "Repeated", "VolumeExport", "VolumeFile"]

TABLE = "volumes"


@dataclass(frozen=True, slots=True)
class VolumeFile:
    """
    A file of volumes, and how to read it.

    Parameters
    ----------
    path
        A CSV file, or a workbook with a sheet of that name.
    timezone
        Of the site; the file's times are its wall-clock times.
    columns
        Which column says what.
    drop
        Column and text of rows to leave out.
    drop_clock_changes
        Leave out rows of hours that daylight saving skips or repeats; else they are faults.
    no_row
        What an interval without a row means; None: nobody said.
    repeated
        Which of several rows of an interval with different numbers holds; None: nobody said.
    near
        The day of reading, for dates without a year; None: such a date is a fault.
    posts_left_out
        What the file calls posts to leave out.
    """

    path: Path
    timezone: str = "Asia/Shanghai"
    columns: ExportColumns = AS_NAMED
    drop: Mapping[str, str] = field(default_factory=dict)
    drop_clock_changes: bool = False
    no_row: NoRow | None = None
    repeated: Repeated | None = None
    near: dt.date | None = None
    posts_left_out: frozenset[str] = frozenset()

    @property
    def clock(self) -> Clock:
        """Return the site's wall clock."""
        return Clock(self.timezone)

    def read(self) -> VolumeExport:
        """
        Return what the file holds.

        Raises
        ------
        InputError
            With all its faults; ``rows_missing`` where many intervals have no row and nobody said
            what that means.
        """
        export = self._with(self.repeated)
        no_row = self.no_row or (NoRow.UNKNOWN if export.missing.is_rare else None)
        if no_row is None:
            count = str(export.missing.intervals)
            raise InputError(Fault("rows_missing", self.path.name, value=count))
        return export.meaning(no_row)

    def look(self) -> VolumeExport:
        """Return what the file holds while nobody says what is open: gaps, and the first repeat."""
        return self._with(self.repeated or Repeated.FIRST)

    def _with(self, repeated: Repeated | None) -> VolumeExport:
        how = HowRead(self.drop, self.drop_clock_changes, repeated, self.near, self.posts_left_out)
        return read_volume_export(self.path, self.clock, self.columns, how)


@dataclass(frozen=True, eq=False, slots=True)
class FileForecast:
    """
    What is to be expected after a file of volumes.

    Parameters
    ----------
    export
        What was read.
    forecast
        The coming days.
    effects
        What special days do in them, and the days around them.
    backtests
        How good such forecasts have been, per post; empty where not asked for.
    """

    export: VolumeExport
    forecast: Forecast
    effects: tuple[DayEffect, ...]
    backtests: tuple[PostBacktest, ...]


def forecast_file(
    file: VolumeFile,
    *,
    interval_min: int,
    days: int = 7,
    first: dt.date | None = None,
    country: str | None = None,
    folds: int = 0,
    params: ForecastParams = DEFAULTS,
    special_days: Path | None = None,
    contacts: VolumeFile | None = None,
    drivers: Path | None = None,
    out: Path | None = None,
) -> FileForecast:
    """
    Return the forecast of the days after a file's last one.

    Parameters
    ----------
    file
        History.
    interval_min
        Interval to forecast; a multiple of the file's.
    days
        How many days are forecast, 1 or more.
    first
        First day; None: the day after the last in the file.
    country
        Whose public holidays count as special days; None: none.
    folds
        Past weeks to forecast as a test; 0: none.
    params
        How history is weighed, and which model is used.
    special_days
        A calendar of promotions and other special days; None: none beside public holidays.
    contacts
        All contacts, those a robot kept included; None: not known.
    drivers
        Plans of sales or visitors and orders by day; None: none. With them, other posts are looked
        at too.
    out
        Where to write it in the form of ``forecast.csv``; None: nowhere.
    """
    export = file.read()
    of_all = None if contacts is None else on_interval(contacts.read().volumes, interval_min)
    volumes = on_interval(export.volumes, interval_min)
    require_chats(volumes, file.path.name)
    start = first or day_after(volumes)
    horizon = Horizon(volumes.clock, start, days, interval_min)
    told = () if special_days is None else SPECIAL_DAYS.read(special_days)
    special = (*holidays_around(volumes, horizon, country).days, *told)
    moving: tuple[Driver, ...] = ()
    if drivers is not None:
        by_day = DRIVERS.read(drivers, posts=volumes.posts)
        moving = History(volumes, special, (), told=by_day).drivers
    expected = forecast(
        volumes,
        horizon,
        special_days=special,
        params=params,
        contacts=of_all,
        drivers=moving,
    )
    tests: tuple[PostBacktest, ...] = ()
    if folds:
        tests = backtest(
            volumes,
            interval_min=interval_min,
            folds=folds,
            special_days=special,
            params=params,
            contacts=of_all,
            drivers=moving,
        )
    if out is not None:
        write_table("forecast", forecast_rows(expected), out)
    moved = effects(volumes, horizon, special_days=special, params=params)
    caveats = past_caveats(check_history(volumes, (), tuple(special)), horizon.start)
    expected = replace(expected, caveats=(*expected.caveats, *caveats))
    return FileForecast(export, expected, moved, tests)


def shops_own(desk: Desk, file: VolumeFile) -> VolumeFile:
    """Return a file as a shop's files are read: what was said of an earlier one holds again."""
    here = shop(desk)
    local = desk.now.astimezone(here.clock.zone).date()
    return replace(
        file,
        timezone=here.timezone,
        no_row=file.no_row or no_row_of(desk),
        repeated=file.repeated or repeated_of(desk),
        near=file.near or local,
    )


def look_at_volumes(desk: Desk, file: VolumeFile) -> VolumeExport:
    """Return what a shop's file holds, while nobody says yet what is open; nothing is kept."""
    with reading_as(desk, TABLE):
        return shops_own(desk, file).look()


def import_volume_file(
    desk: Desk,
    file: VolumeFile,
    *,
    told: NamesTold = NOBODY_SAYS,
    new_posts: tuple[str, ...] = (),
    is_all_contacts: bool = False,
) -> VolumeExport:
    """
    Merge a file's volumes into a shop's history, at the shop's interval and in its time zone.

    What an interval without a row means, and which of several rows holds, is kept with the shop,
    and holds for its next files until one says otherwise; so are names of posts.

    Parameters
    ----------
    told
        Which posts the file means, beside what the shop remembers.
    new_posts
        What it calls posts that the shop has not and gets, with the usual staffing inputs.
    is_all_contacts
        Whether it is of all contacts, those a robot kept included.

    Raises
    ------
    InputError
        With all faults of the file; then nothing is kept.
    """
    here = shop(desk)
    with reading_as(desk, TABLE, told):
        export = shops_own(desk, file).read()
    volumes = on_interval(export.volumes, here.interval_min)
    for post in new_posts:
        save_post(desk, Post(post))
    kind = HistoryKind.CONTACTS if is_all_contacts else HistoryKind.VOLUMES
    source = VolumesFrom(kind, file.path.name, export.kept_rows)
    said = _told(file, export)
    import_volumes(desk, volumes, told=said, source=source, is_all_contacts=is_all_contacts)
    named = {said: post for said, post in told.posts.items() if said != NOBODYS}
    if named:
        remember(desk, NamesTold(posts=named))
    return export


def _told(file: VolumeFile, export: VolumeExport) -> dict[str, str]:
    """Return what the shop's log keeps of a file."""
    found = {
        "file": file.path.name,
        "rows": export.rows,
        "kept": export.kept_rows,
        "without_row": export.missing.intervals,
        NO_ROW: export.no_row or "",
        REPEATED: file.repeated if file.repeated and export.repeats.unlike else "",
        LEFT_OUT: "|".join(sorted(file.posts_left_out)),
    }
    return {name: str(value) for name, value in found.items()}


def require_chats(volumes: Volumes, file: str) -> None:
    """Raise InputError with every post of which a file records no chat at all."""
    silent = [
        Fault("no_chats", file, column="volume", value=post)
        for post, counts in zip(volumes.posts, volumes.counts, strict=True)
        if not np.nan_to_num(counts).any()
    ]
    if silent:
        raise InputError(silent)


def day_after(volumes: Volumes) -> dt.date:
    """Return the day after the last one with a record; raises InputError for empty volumes."""
    if not len(volumes.start_min):
        raise InputError(Fault("no_rows", file="volumes"))
    return volumes.clock.date_of(int(volumes.start_min[-1])) + dt.timedelta(days=1)


def holidays_around(volumes: Volumes, horizon: Horizon, country: str | None) -> PublicDays:
    """Return a country's public days from the first of history to the horizon's last."""
    if country is None:
        return PublicDays(())
    first = volumes.clock.date_of(int(volumes.start_min[0]))
    return public_days(country, min(first, horizon.start), horizon.date(horizon.days - 1))
