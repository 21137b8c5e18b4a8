"""Weeks to be rostered: their days, rules, tables of numbers, imported past and pins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduler.horizon import Horizon
from scheduler.past_shift import PastShift
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift
from scheduler.type_pin import TypePin
from store import tables as t
from store.repository import Repository, needed
from store.shifts import shift_of, shift_values
from store.stamp import Stamp
from store.table_rows import columns_of, horizon_of, value_of

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Row, Select

HORIZON = ("start", "days", "interval_min")


@dataclass(frozen=True, slots=True)
class KeptWeek:
    """
    A week of a shop.

    Parameters
    ----------
    id
        Its number in the database; 0 before it is kept.
    shop_id
        Id of the shop the week belongs to.
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
    history: tuple[Shift | PastShift, ...]
    forecast_id: int | None
    requirement_id: int | None
    entered: Stamp

    @property
    def label(self) -> str:
        """Return the ISO week of its first day, by which people name it."""
        return self.horizon.iso_week


@dataclass(frozen=True, slots=True)
class WeekHead:
    """
    A week without its tables and its past: what is needed to show somebody's shifts.

    Parameters
    ----------
    id
        Its number in the database.
    horizon
        Its days and intervals.
    rules
        In force for it.
    """

    id: int
    horizon: Horizon
    rules: RuleSet

    @property
    def label(self) -> str:
        """Return the ISO week of its first day."""
        return self.horizon.iso_week


def _values(week: KeptWeek) -> dict[str, object]:
    return columns_of(t.week, week) | columns_of(t.week, week.horizon)


def _week(row: Row[Any]) -> KeptWeek:
    return value_of(KeptWeek, row, horizon=horizon_of(row))


class Weeks(Repository):
    """The weeks of the shops."""

    def all(self, shop_id: str) -> tuple[KeptWeek, ...]:
        """Return a shop's weeks in order of their first day."""
        query = self._weeks(shop_id=shop_id).order_by(t.week.c.start)
        return tuple(map(_week, self.connection.execute(query)))

    def heads(self, shop_id: str, first: dt.date, last: dt.date) -> tuple[WeekHead, ...]:
        """Return the weeks that begin from one date to another, both included, in their order."""
        columns = [t.week.c.id, t.week.c.rules, *(t.week.c[one] for one in HORIZON)]
        query: Select[Any] = (
            select(*columns, t.shop.c.timezone)
            .join(t.shop)
            .where(t.week.c.shop_id == shop_id, t.week.c.start.between(first, last))
            .order_by(t.week.c.start)
        )
        rows = self.connection.execute(query)
        return tuple(value_of(WeekHead, row, horizon=horizon_of(row)) for row in rows)

    def find(self, shop_id: str, label: str) -> KeptWeek | None:
        """Return the week of a label such as ``2026-W49``; None when there is none."""
        row = self.connection.execute(self._weeks(shop_id=shop_id, label=label)).first()
        return None if row is None else _week(row)

    def get(self, shop_id: str, label: str) -> KeptWeek:
        """Return the week of a label; raises InputError when there is none."""
        return needed(self.find(shop_id, label), "unknown_week", label)

    def by_id(self, week_id: int) -> KeptWeek:
        """Return the week of a number in the database."""
        row = self.connection.execute(self._weeks(id=week_id)).first()
        return _week(needed(row, "unknown_week", week_id))

    def _weeks(self, **held: object) -> Select[Any]:
        mine = [t.week.c[name] == value for name, value in held.items()]
        return select(t.week, t.shop.c.timezone).join(t.shop).where(*mine)

    def add(self, week: KeptWeek) -> int:
        """Keep a new week and return its number."""
        return self._added(t.week, _values(week))

    def change(self, week: KeptWeek) -> None:
        """Keep what a known week is now."""
        self._change(t.week, _values(week), id=week.id)

    def pins(self, week_id: int) -> tuple[Shift, ...]:
        """Return the shifts that are fixed, in the order in which they were."""
        return tuple(map(shift_of, self._rows(t.pin, by=[t.pin.c.id], week_id=week_id)))

    def add_pin(self, week_id: int, shift: Shift, stamp: Stamp) -> None:
        """Fix a shift."""
        self._add(t.pin, [{"week_id": week_id, **shift_values(shift), **stamp.columns()}])

    def remove_pin(self, week_id: int, shift: Shift) -> bool:
        """Set a fixed shift free; return whether it was fixed."""
        pins = self._rows(t.pin, week_id=week_id)
        numbers = [row.id for row in pins if shift_of(row) == shift]
        return self._remove(t.pin, t.pin.c.id.in_(numbers)) > 0

    def type_pins(self, week_id: int) -> tuple[TypePin, ...]:
        """Return the types that are fixed for single days, in the order in which they were."""
        rows = self._rows(t.type_pin, by=[t.type_pin.c.id], week_id=week_id)
        return tuple(value_of(TypePin, row) for row in rows)

    def put_type_pin(self, week_id: int, pin: TypePin, stamp: Stamp) -> None:
        """Fix what somebody works on a day, in place of what was fixed for it."""
        self.remove_type_pin(week_id, pin)
        self._add(t.type_pin, [columns_of(t.type_pin, pin, stamp, week_id=week_id)])

    def remove_type_pin(self, week_id: int, pin: TypePin) -> bool:
        """Set the type of somebody's day free; return whether one was fixed."""
        day = {"agent_id": pin.agent_id, "date": pin.date}
        return self._remove(t.type_pin, week_id=week_id, **day) > 0

    def clear_pins(self, week_id: int) -> None:
        """Set all fixed shifts and types of a week free."""
        self._remove(t.pin, week_id=week_id)
        self._remove(t.type_pin, week_id=week_id)
