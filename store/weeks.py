"""Weeks to be rostered: their days, rules, tables of numbers, imported past and pins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock, Horizon
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift
from store import tables as t
from store.documents import from_document, to_document
from store.shifts import shift_of, shift_values
from store.stamp import Stamp
from store.tables.columns import added


@dataclass(frozen=True, slots=True)
class KeptWeek:
    """
    A week of a shop.

    Parameters
    ----------
    id
        Its number in the database; 0 before it is kept.
    shop_id
        Whose.
    horizon
        Its days and intervals.
    rules
        In force for it.
    history
        Shifts before it that came with an import; published weeks go before them.
    forecast_id, requirement_id
        Numbers of its tables; None: not made yet.
    entered
        Who opened it, and when.
    """

    id: int
    shop_id: str
    horizon: Horizon
    rules: RuleSet
    history: tuple[Shift, ...]
    forecast_id: int | None
    requirement_id: int | None
    entered: Stamp

    @property
    def label(self) -> str:
        """Return the ISO week of its first day, by which people name it."""
        return self.horizon.iso_week


def _values(week: KeptWeek) -> dict[str, object]:
    return {
        "label": week.label,
        "start": week.horizon.start,
        "days": week.horizon.days,
        "interval_min": week.horizon.interval_min,
        "rules": to_document(week.rules),
        "history": to_document(week.history),
        "forecast_id": week.forecast_id,
        "requirement_id": week.requirement_id,
        "entered_by": week.entered.by,
        "entered_s": week.entered.at_s,
    }


def _week(row: Row[Any]) -> KeptWeek:
    return KeptWeek(
        row.id,
        row.shop_id,
        Horizon(Clock(row.timezone), row.start, row.days, row.interval_min),
        from_document(RuleSet, row.rules),
        from_document(tuple[Shift, ...], row.history),
        row.forecast_id,
        row.requirement_id,
        Stamp.of(row),
    )


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of the shops, on one connection."""

    connection: Connection

    def all(self, shop_id: str) -> tuple[KeptWeek, ...]:
        """Return a shop's weeks in order of their first day."""
        query = select(t.week, t.shop.c.timezone).join(t.shop).where(t.week.c.shop_id == shop_id)
        return tuple(_week(row) for row in self.connection.execute(query.order_by(t.week.c.start)))

    def find(self, shop_id: str, label: str) -> KeptWeek | None:
        """Return the week of a label such as ``2026-W49``; None when there is none."""
        query = select(t.week, t.shop.c.timezone).join(t.shop)
        query = query.where(t.week.c.shop_id == shop_id, t.week.c.label == label)
        row = self.connection.execute(query).first()
        return None if row is None else _week(row)

    def get(self, shop_id: str, label: str) -> KeptWeek:
        """Return the week of a label; raises InputError when there is none."""
        week = self.find(shop_id, label)
        if week is None:
            raise InputError(Fault("unknown_week", value=label))
        return week

    def by_id(self, week_id: int) -> KeptWeek:
        """Return the week of a number in the database."""
        query = select(t.week, t.shop.c.timezone).join(t.shop).where(t.week.c.id == week_id)
        row = self.connection.execute(query).first()
        if row is None:
            raise InputError(Fault("unknown_week", value=str(week_id)))
        return _week(row)

    def add(self, week: KeptWeek) -> int:
        """Keep a new week and return its number."""
        statement = insert(t.week).values(shop_id=week.shop_id, **_values(week))
        return added(self.connection, statement)

    def change(self, week: KeptWeek) -> None:
        """Keep what a known week is now."""
        one = update(t.week).where(t.week.c.id == week.id)
        self.connection.execute(one.values(_values(week)))

    def pins(self, week_id: int) -> tuple[Shift, ...]:
        """Return the shifts that are fixed, in the order in which they were."""
        query = select(t.pin).where(t.pin.c.week_id == week_id).order_by(t.pin.c.id)
        return tuple(shift_of(row) for row in self.connection.execute(query))

    def add_pin(self, week_id: int, shift: Shift, stamp: Stamp) -> None:
        """Fix a shift."""
        values = {**shift_values(shift), "entered_by": stamp.by, "entered_s": stamp.at_s}
        self.connection.execute(insert(t.pin).values(week_id=week_id, **values))

    def remove_pin(self, week_id: int, shift: Shift) -> bool:
        """Set a fixed shift free; return whether it was fixed."""
        query = select(t.pin).where(t.pin.c.week_id == week_id)
        numbers = [row.id for row in self.connection.execute(query) if shift_of(row) == shift]
        self.connection.execute(delete(t.pin).where(t.pin.c.id.in_(numbers)))
        return bool(numbers)

    def clear_pins(self, week_id: int) -> None:
        """Set all fixed shifts of a week free."""
        self.connection.execute(delete(t.pin).where(t.pin.c.week_id == week_id))
