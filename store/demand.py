"""Volumes, special days, forecasts and requirements of the shops."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduler.demand import Caveat, Forecast, Requirement, Volumes
from scheduler.forecast.calendar import SpecialDay
from scheduler.horizon import Clock
from store import tables as t
from store.documents import from_document, pack_arrays, unpack_arrays
from store.repository import Repository, needed
from store.stamp import Stamp
from store.table_rows import columns_of, horizon_of

if TYPE_CHECKING:
    from sqlalchemy import Row, Select, Table

    from scheduler.horizon import Horizon
    from store.weeks import KeptWeek


class OverrulingKind(StrEnum):
    """In what somebody overruled a forecast."""

    MODEL = "model"  # another way to forecast a post than the one that did best
    FACTOR = "factor"  # another factor of a special day than what was learnt


@dataclass(frozen=True, slots=True)
class Overruling:
    """
    What somebody put in place of what would have been forecast.

    Parameters
    ----------
    kind
        In what.
    posts
        Posts it concerns.
    value
        Name of the model, or the factor.
    rival
        Number of the forecast of these posts without overrulings of its kind.
    entered
        Who did, and when.
    date, name
        Of a factor: the special day; None and empty: the whole horizon.
    """

    kind: OverrulingKind
    posts: tuple[str, ...]
    value: str
    rival: int
    entered: Stamp
    date: dt.date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class TableNote:
    """
    What is said of a kept forecast or requirement beside its numbers.

    Parameters
    ----------
    posts
        In the order of the rows.
    source
        How it came to be, such as ``import`` or ``model``.
    inputs
        What it was made with, by name.
    caveats
        What a reader must know before trusting it.
    overrulings
        Who overruled a forecast in what.
    """

    posts: tuple[str, ...]
    source: str
    inputs: dict[str, str]
    caveats: tuple[Caveat, ...] = ()
    overrulings: tuple[Overruling, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """A forecast with its number in the database and how it came to be."""

    id: int
    forecast: Forecast
    note: TableNote
    entered: Stamp


@dataclass(frozen=True, slots=True)
class KeptRequirement:
    """A requirement with its number in the database and how it came to be."""

    id: int
    requirement: Requirement
    note: TableNote
    entered: Stamp


class DemandTables(Repository):
    """The tables of numbers of the shops."""

    def volumes(self, shop_id: str) -> Volumes | None:
        """Return a shop's history of volumes; None when it has none."""
        return self._series(t.volumes, shop_id)

    def all_contacts(self, shop_id: str) -> Volumes | None:
        """Return a shop's contacts, those a robot kept included; None when it has none."""
        return self._series(t.all_contacts, shop_id)

    def _series(self, table: Table, shop_id: str) -> Volumes | None:
        row = self._first(table, shop_id=shop_id)
        if row is None:
            return None
        found = unpack_arrays(row.arrays)
        return Volumes(
            Clock(str(found["timezone"])),
            int(found["interval_min"]),
            tuple(map(str, found["posts"])),
            found["start_min"],
            found["counts"],
        )

    def save_volumes(self, shop_id: str, volumes: Volumes, stamp: Stamp) -> None:
        """Keep volumes as a shop's whole history."""
        self._save_series(t.volumes, shop_id, volumes, stamp)

    def save_all_contacts(self, shop_id: str, contacts: Volumes, stamp: Stamp) -> None:
        """Keep all contacts as a shop's whole history of them."""
        self._save_series(t.all_contacts, shop_id, contacts, stamp)

    def _save_series(self, table: Table, shop_id: str, volumes: Volumes, stamp: Stamp) -> None:
        packed = pack_arrays(
            timezone=volumes.clock.timezone,
            interval_min=volumes.interval_min,
            posts=list(volumes.posts),
            start_min=volumes.start_min,
            counts=volumes.counts,
        )
        self._remove(table, shop_id=shop_id)
        self._add(table, [{"shop_id": shop_id, "arrays": packed, **stamp.columns()}])

    def special_days(self, shop_id: str) -> tuple[SpecialDay, ...]:
        """Return the special days people entered, in order of date."""
        order = [t.special_day.c.date, t.special_day.c.name]
        return self._documents(SpecialDay, t.special_day, by=order, shop_id=shop_id)

    def entered_special_days(self, shop_id: str) -> tuple[tuple[SpecialDay, Stamp], ...]:
        """Return the special days people entered, with who did when, in order of date."""
        rows = self._rows(
            t.special_day, by=[t.special_day.c.date, t.special_day.c.name], shop_id=shop_id
        )
        return tuple((from_document(SpecialDay, row.document), Stamp.of(row)) for row in rows)

    def save_special_day(self, shop_id: str, day: SpecialDay, stamp: Stamp) -> None:
        """Keep a special day; one of the same date and name is replaced."""
        self.remove_special_day(shop_id, day.date, day.name)
        self._add(t.special_day, [columns_of(t.special_day, day, stamp, shop_id=shop_id)])

    def remove_special_day(self, shop_id: str, date: dt.date, name: str) -> bool:
        """Remove a special day; return whether it was there."""
        return self._remove(t.special_day, shop_id=shop_id, date=date, name=name) > 0

    def add_forecast(self, shop_id: str, forecast: Forecast, note: TableNote, stamp: Stamp) -> int:
        """Keep a forecast and return its number."""
        assert forecast.quantiles is not None  # a forecast made without them has an empty table
        packed = pack_arrays(
            mean=forecast.mean,
            levels=forecast.levels,
            quantiles=forecast.quantiles,
            models=list(forecast.models),
            day_cv=forecast.day_cv,
            week_cv=forecast.week_cv,
            point=forecast.scored,
            **({} if forecast.handed_over is None else {"handed_over": forecast.handed_over}),
        )
        return self._add_table(t.forecast, packed, forecast.horizon, note, stamp, shop_id=shop_id)

    def add_requirement(
        self, shop_id: str, requirement: Requirement, note: TableNote, stamp: Stamp
    ) -> int:
        """Keep a requirement and return its number."""
        worth = {} if requirement.worth is None else {"worth": requirement.worth}
        packed, horizon = pack_arrays(agents=requirement.agents, **worth), requirement.horizon
        return self._add_table(t.requirement, packed, horizon, note, stamp, shop_id=shop_id)

    def _add_table(
        self,
        table: Table,
        packed: bytes,
        horizon: Horizon,
        note: TableNote,
        stamp: Stamp,
        *,
        shop_id: str,
    ) -> int:
        row = columns_of(table, note, stamp, shop_id=shop_id, arrays=packed)
        return self._added(table, columns_of(table, horizon) | row)

    def forecast(self, number: int) -> KeptForecast:
        """Return the forecast of a number."""
        row = self._row(t.forecast, number, "unknown_forecast")
        note: TableNote = from_document(TableNote, row.document)
        found = unpack_arrays(row.arrays)
        levels = tuple(map(float, found["levels"]))
        forecast = Forecast(
            horizon_of(row),
            note.posts,
            found["mean"],
            levels,
            found["quantiles"],
            note.caveats,
            tuple(map(str, found.get("models", ()))),
            tuple(map(float, found.get("day_cv", ()))),
            found.get("point"),
            tuple(map(float, found.get("week_cv", ()))),
            found.get("handed_over"),
        )
        return KeptForecast(row.id, forecast, note, Stamp.of(row))

    def forecast_of(self, week: KeptWeek) -> KeptForecast:
        """Return the forecast of a week; raises InputError when it has none."""
        return self.forecast(needed(week.forecast_id, "week_without_forecast", week.label))

    def requirement(self, number: int) -> KeptRequirement:
        """Return the requirement of a number."""
        row = self._row(t.requirement, number, "unknown_requirement")
        note: TableNote = from_document(TableNote, row.document)
        found = unpack_arrays(row.arrays)
        told = found["agents"], found.get("worth")
        requirement = Requirement(horizon_of(row), note.posts, *told)
        return KeptRequirement(row.id, requirement, note, Stamp.of(row))

    def _row(self, table: Table, number: int, code: str) -> Row[Any]:
        query: Select[Any] = select(table, t.shop.c.timezone).join(t.shop)
        row = self.connection.execute(query.where(table.c.id == number)).first()
        return needed(row, code, number)
