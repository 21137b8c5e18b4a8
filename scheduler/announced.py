"""A roster that people have been told of, and which of their days another one changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import gathering
from scheduler.shift import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.horizon import Horizon

Hours = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Announced:
    """
    What people have been told, and the price of changing it.

    Parameters
    ----------
    shifts
        Those that should stay.
    price_per_day
        Cost of each day of a person whose hours become others: work on a day off, a day off
        instead of work, another start or end; 0 or more. Another post or meal costs nothing.
    from_min
        No shift that begins before this moment is new.
    """

    shifts: tuple[Shift, ...]
    price_per_day: float
    from_min: int

    def __post_init__(self) -> None:
        price = self.price_per_day
        with gathering() as check:
            good = 0 <= price < float("inf")
            check(good, "negative", column="price_per_day", value=price)


@dataclass(frozen=True, slots=True)
class DayChange:
    """
    A day on which a person's shifts differ between two rosters.

    Parameters
    ----------
    agent_id, day
        Who; number of the day in the horizon.
    was, now
        The shifts of that day; empty: a day off.
    """

    agent_id: str
    day: int
    was: tuple[Shift, ...]
    now: tuple[Shift, ...]

    @property
    def is_of_hours(self) -> bool:
        """Return whether the hours differ, not only post, meal or breaks."""
        return sorted(map(hours_of, self.was)) != sorted(map(hours_of, self.now))


def hours_of(shift: Shift) -> Hours:
    """Return what a person plans by: start, end and minutes of work."""
    return shift.start_min, shift.end_min, shift.work_min


def changes(
    horizon: Horizon, before: Iterable[Shift], after: Iterable[Shift]
) -> tuple[DayChange, ...]:
    """Return the days of people that differ between two sets of shifts, by person and day."""
    was, now = _by_day(horizon, before), _by_day(horizon, after)
    return tuple(
        DayChange(*key, was.get(key, ()), now.get(key, ()))
        for key in sorted(was.keys() | now.keys())
        if was.get(key) != now.get(key)
    )


def changed_days(horizon: Horizon, before: Iterable[Shift], after: Iterable[Shift]) -> int:
    """Return on how many days of people the hours differ."""
    return sum(change.is_of_hours for change in changes(horizon, before, after))


def _by_day(horizon: Horizon, shifts: Iterable[Shift]) -> dict[tuple[str, int], tuple[Shift, ...]]:
    found: dict[tuple[str, int], list[Shift]] = defaultdict(list)
    for shift in shifts:
        found[shift.agent_id, horizon.day_of(shift.start_min)].append(shift)
    return {key: tuple(sorted(mine, key=hours_of)) for key, mine in found.items()}
