"""Volumes, special days, forecasts and requirements of the shops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, insert, select

from scheduler.demand import Caveat, Forecast, Requirement, Volumes
from scheduler.errors import Fault, InputError
from scheduler.forecast.calendar import SpecialDay
from scheduler.horizon import Clock, Horizon
from store import tables as t
from store.documents import from_document, pack_arrays, to_document, unpack_arrays
from store.stamp import Stamp
from store.tables.columns import added

if TYPE_CHECKING:
    import datetime as dt


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
    """

    posts: tuple[str, ...]
    source: str
    inputs: dict[str, str]
    caveats: tuple[Caveat, ...] = ()


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


def _stamp(row: Row[Any]) -> Stamp:
    return Stamp.of(row)


def _values(shop_id: str, horizon: Horizon, note: TableNote, stamp: Stamp) -> dict[str, object]:
    return {
        "shop_id": shop_id,
        "start": horizon.start,
        "days": horizon.days,
        "interval_min": horizon.interval_min,
        "document": to_document(note),
        "entered_by": stamp.by,
        "entered_s": stamp.at_s,
    }


@dataclass(frozen=True, slots=True)
class DemandTables:
    """The tables of numbers of the shops, on one connection."""

    connection: Connection

    def volumes(self, shop_id: str) -> Volumes | None:
        """Return a shop's history of volumes; None when it has none."""
        query = select(t.volumes.c.arrays).where(t.volumes.c.shop_id == shop_id)
        packed = self.connection.scalar(query)
        if packed is None:
            return None
        found = unpack_arrays(packed)
        return Volumes(
            Clock(str(found["timezone"])),
            int(found["interval_min"]),
            tuple(map(str, found["posts"])),
            found["start_min"],
            found["counts"],
        )

    def save_volumes(self, shop_id: str, volumes: Volumes, stamp: Stamp) -> None:
        """Keep volumes as a shop's whole history."""
        packed = pack_arrays(
            timezone=volumes.clock.timezone,
            interval_min=volumes.interval_min,
            posts=list(volumes.posts),
            start_min=volumes.start_min,
            counts=volumes.counts,
        )
        self.connection.execute(delete(t.volumes).where(t.volumes.c.shop_id == shop_id))
        self.connection.execute(
            insert(t.volumes).values(
                shop_id=shop_id, arrays=packed, entered_by=stamp.by, entered_s=stamp.at_s
            )
        )

    def special_days(self, shop_id: str) -> tuple[SpecialDay, ...]:
        """Return the special days people entered, in order of date."""
        query = select(t.special_day.c.document).where(t.special_day.c.shop_id == shop_id)
        rows = self.connection.scalars(query.order_by(t.special_day.c.date, t.special_day.c.name))
        return tuple(from_document(SpecialDay, text) for text in rows)

    def save_special_day(self, shop_id: str, day: SpecialDay, stamp: Stamp) -> None:
        """Keep a special day; one of the same date and name is replaced."""
        self.remove_special_day(shop_id, day.date, day.name)
        self.connection.execute(
            insert(t.special_day).values(
                shop_id=shop_id,
                date=day.date,
                name=day.name,
                document=to_document(day),
                entered_by=stamp.by,
                entered_s=stamp.at_s,
            )
        )

    def remove_special_day(self, shop_id: str, date: dt.date, name: str) -> bool:
        """Remove a special day; return whether it was there."""
        statement = delete(t.special_day).where(
            t.special_day.c.shop_id == shop_id,
            t.special_day.c.date == date,
            t.special_day.c.name == name,
        )
        return self.connection.execute(statement).rowcount > 0

    def add_forecast(self, shop_id: str, forecast: Forecast, note: TableNote, stamp: Stamp) -> int:
        """Keep a forecast and return its number."""
        assert forecast.quantiles is not None  # a forecast made without them has an empty table
        packed = pack_arrays(
            mean=forecast.mean,
            levels=forecast.levels,
            quantiles=forecast.quantiles,
            models=list(forecast.models),
            day_cv=forecast.day_cv,
            point=forecast.scored,
        )
        values = _values(shop_id, forecast.horizon, note, stamp)
        statement = insert(t.forecast).values(arrays=packed, **values)
        return added(self.connection, statement)

    def add_requirement(
        self, shop_id: str, requirement: Requirement, note: TableNote, stamp: Stamp
    ) -> int:
        """Keep a requirement and return its number."""
        packed = pack_arrays(agents=requirement.agents)
        values = _values(shop_id, requirement.horizon, note, stamp)
        statement = insert(t.requirement).values(arrays=packed, **values)
        return added(self.connection, statement)

    def forecast(self, number: int) -> KeptForecast:
        """Return the forecast of a number."""
        row = self._row(t.forecast, number, "unknown_forecast")
        note: TableNote = from_document(TableNote, row.document)
        found = unpack_arrays(row.arrays)
        levels = tuple(map(float, found["levels"]))
        forecast = Forecast(
            self._horizon(row),
            note.posts,
            found["mean"],
            levels,
            found["quantiles"],
            note.caveats,
            tuple(map(str, found.get("models", ()))),
            tuple(map(float, found.get("day_cv", ()))),
            found.get("point"),
        )
        return KeptForecast(row.id, forecast, note, _stamp(row))

    def requirement(self, number: int) -> KeptRequirement:
        """Return the requirement of a number."""
        row = self._row(t.requirement, number, "unknown_requirement")
        note: TableNote = from_document(TableNote, row.document)
        agents = unpack_arrays(row.arrays)["agents"]
        requirement = Requirement(self._horizon(row), note.posts, agents)
        return KeptRequirement(row.id, requirement, note, _stamp(row))

    def _row(self, table: Any, number: int, code: str) -> Row[Any]:  # noqa: ANN401 - one of two tables
        query = select(table, t.shop.c.timezone).join(t.shop).where(table.c.id == number)
        row = self.connection.execute(query).first()
        if row is None:
            raise InputError(Fault(code, value=str(number)))
        return row

    def _horizon(self, row: Row[Any]) -> Horizon:
        return Horizon(Clock(row.timezone), row.start, row.days, row.interval_min)
