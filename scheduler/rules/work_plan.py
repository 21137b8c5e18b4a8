"""Work plans: types and starts of a week, days off together, nights, weekends, cycles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scheduler.horizon import DAY_MIN, WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass

NOTHING = "-"  # no type has this code
OffSoFar = tuple[bool, int, int]


@dataclass(frozen=True, slots=True)
class OneKind:
    """
    Remembers the kind of the week's shifts so far.

    Parameters
    ----------
    price_each
        Price of a shift of another kind than the last one of the week; None: it is forbidden.
    """

    price_each: float | None = None
    start: str = NOTHING

    def after(self, day: int, memory: str, shift: ShiftClass | None) -> str | None:
        """Return the kind of the week's last shift, or None where a second kind is forbidden."""
        before = NOTHING if day % WEEK_DAYS == 0 else memory
        if shift is None:
            return before
        is_other = before not in {NOTHING, shift.kind}
        return None if is_other and self.price_each is None else shift.kind

    def seen(self, day: int, memory: str, shift: ShiftClass | None) -> str:
        """Return the kind the week's next shift is held against: of the first where one is due."""
        before = NOTHING if day % WEEK_DAYS == 0 else memory
        is_due = self.price_each is None and before != NOTHING
        return before if shift is None or is_due else shift.kind

    def price(self, day: int, memory: str, shift: ShiftClass | None) -> float:
        """Return the price of a change of kind within the week."""
        before = NOTHING if day % WEEK_DAYS == 0 else memory
        is_other = shift is not None and before not in {NOTHING, shift.kind}
        return self.price_each or 0.0 if is_other else 0.0


class Starts(NamedTuple):
    """The starts of a week so far: the first by the clock, the others as minutes around it."""

    first: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class CloseStarts:
    """
    Remembers between which clock times the shifts of the week started.

    Parameters
    ----------
    most_min
        Most minutes between the earliest and the latest.
    """

    most_min: int
    start: Starts | int = 0

    def after(
        self, day: int, memory: Starts | int, shift: ShiftClass | None
    ) -> Starts | int | None:
        """Return the starts so far, or None when they lie too far apart and ever farther."""
        before = 0 if day % WEEK_DAYS == 0 else memory
        now = self.seen(day, memory, shift)
        if isinstance(now, int) or now == before:
            return now
        return now if now.high - now.low <= self.most_min else None

    def seen(self, day: int, memory: Starts | int, shift: ShiftClass | None) -> Starts | int:
        """Return the starts so far."""
        before = 0 if day % WEEK_DAYS == 0 else memory
        if shift is None:
            return before
        if isinstance(before, int):
            return Starts(shift.clock, 0, 0)
        apart = (shift.clock - before.first + DAY_MIN // 2) % DAY_MIN - DAY_MIN // 2
        return Starts(before.first, min(before.low, apart), max(before.high, apart))


@dataclass(frozen=True, slots=True)
class OffTogether:
    """
    Remembers whether the week had its days off in a row, the days off up to now, and at its head.

    Days off at the head of a week are remembered only where the week goes round.

    Parameters
    ----------
    least
        Days off in a row that every whole week holds.
    days
        Days of the horizon.
    start
        False, the days off that end the day before the horizon, and 0.
    price_each
        Price of a whole week without them; None: there is none.
    is_round
        Whether the first day of a week also follows its last.
    """

    least: int
    days: int
    start: OffSoFar = (False, 0, 0)
    price_each: float | None = None
    is_round: bool = False

    def after(self, day: int, memory: OffSoFar, shift: ShiftClass | None) -> OffSoFar | None:
        """Return what is remembered, or None where too few days of the week are left."""
        had, run, head = self._so_far(day, memory, shift)
        may = had or self.price_each is not None or self._can(day, run + head)
        return (had, run, head) if may else None

    def seen(self, day: int, memory: OffSoFar, shift: ShiftClass | None) -> OffSoFar:
        """Return what is remembered; a week that can hold them no more asks for none."""
        had, run, head = self._so_far(day, memory, shift)
        return had or (self.price_each is None and not self._can(day, run + head)), run, head

    def price(self, day: int, memory: OffSoFar, shift: ShiftClass | None) -> float:
        """Return, on the last day of a whole week, the price of having had none in a row."""
        if self.price_each is None or day % WEEK_DAYS < WEEK_DAYS - 1 or not self._is_whole(day):
            return 0.0
        had, _, _ = self._so_far(day, memory, shift)
        return 0.0 if had else self.price_each

    def _so_far(self, day: int, memory: OffSoFar, shift: ShiftClass | None) -> OffSoFar:
        had, run, head = memory
        place = day % WEEK_DAYS
        had, head = had and place != 0, head if place else 0
        run = 0 if shift is not None else min(self.least, run + 1)
        if self.is_round and shift is None and head == place:  # off on all days up to now
            head = min(self.least - 1, place + 1)
        is_over = place == WEEK_DAYS - 1  # the days at the head follow
        had = had or run + (head if is_over else 0) >= self.least
        return had, run, 0 if had or is_over else head

    def _can(self, day: int, so_far: int) -> bool:
        left = WEEK_DAYS - 1 - day % WEEK_DAYS
        return so_far + left >= self.least or not self._is_whole(day)

    def _is_whole(self, day: int) -> bool:
        return day - day % WEEK_DAYS + WEEK_DAYS <= self.days


@dataclass(frozen=True, slots=True)
class NightRuns:
    """
    Remembers the nights in a row, and the days off still due after them.

    Parameters
    ----------
    most
        Most nights in a row.
    off_after
        Days off that follow.
    start
        Nights in a row that end the day before the horizon, and days off due then.
    """

    most: int
    off_after: int
    start: tuple[int, int] = (0, 0)

    def after(
        self, day: int, memory: tuple[int, int], shift: ShiftClass | None
    ) -> tuple[int, int] | None:
        """Return nights in a row and days off due, or None when the day breaks either."""
        nights, due = memory
        if shift is not None and shift.is_night:
            good = nights < self.most and not due
        else:
            good = shift is None or not (self.off_after if nights else due)
        return self.seen(day, memory, shift) if good else None

    def seen(
        self,
        day: int,  # noqa: ARG002 - one signature for all
        memory: tuple[int, int],
        shift: ShiftClass | None,
    ) -> tuple[int, int]:
        """Return nights in a row and days off due."""
        nights, due = memory
        if shift is not None:
            return (nights + 1 if shift.is_night else 0), 0
        return 0, max(0, (self.off_after if nights else due) - 1)


@dataclass(frozen=True, slots=True)
class FreeWeekends:
    """
    Remembers the weekends worked in a row, and whether this one is.

    Parameters
    ----------
    every
        Of so many weekends in a row at least one is free.
    places
        By day: 0 on no weekend, 1 on its first day in the horizon, 2 on its second.
    start
        Weekends worked in a row before the horizon, one that reaches into it included; whether the
        day before the horizon belongs to such a one.
    """

    every: int
    places: tuple[int, ...]
    start: tuple[int, bool] = (0, False)

    def after(
        self, day: int, memory: tuple[int, bool], shift: ShiftClass | None
    ) -> tuple[int, bool] | None:
        """Return the weekends worked in a row, or None when this one would be too many."""
        run, is_worked = self.seen(day, memory, shift)
        return None if run >= self.every and run > memory[0] else (run, is_worked)

    def seen(
        self, day: int, memory: tuple[int, bool], shift: ShiftClass | None
    ) -> tuple[int, bool]:
        """Return the weekends worked in a row."""
        run, is_worked = memory
        place = self.places[day]
        if not place:
            return run, False
        if place == 1:
            is_worked = False
        if shift is not None and not is_worked:
            return run + 1, True
        is_over = place == 2 or day + 1 == len(self.places) or not self.places[day + 1]
        return (0 if is_over and not is_worked else run), is_worked


@dataclass(frozen=True, slots=True)
class DaysAWeek:
    """
    Remembers the days worked in the week so far.

    Parameters
    ----------
    bounds
        Fewest and most days of work of each week of the horizon; what is short of a week has none
        that are the fewest.
    start
        Days worked so far: none.
    """

    bounds: tuple[tuple[int, int], ...]
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return the days so far, or None where they are too many, or too few days are left."""
        least, most = self.bounds[day // WEEK_DAYS]
        worked = self.seen(day, memory, shift)
        left = WEEK_DAYS - 1 - day % WEEK_DAYS
        good = least - left <= worked and (shift is None or worked <= most)
        return worked if good else None

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:
        """Return the days so far."""
        return (0 if day % WEEK_DAYS == 0 else memory) + (shift is not None)


@dataclass(frozen=True, slots=True)
class PlannedKinds:
    """
    Remembers nothing: what may be worked on each day is fixed.

    Parameters
    ----------
    days
        By day: whether it may be off, and the kinds that may be worked; None: any, empty: none.
    start
        Nothing.
    """

    days: tuple[tuple[bool, frozenset[str] | None], ...]
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return nothing remembered, or None where the day is not as it is fixed."""
        may_be_off, kinds = self.days[day]
        good = may_be_off if shift is None else kinds is None or shift.kind in kinds
        return self.seen(day, memory, shift) if good else None

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:  # noqa: ARG002 - one signature for all
        """Return nothing remembered."""
        return 0


@dataclass(frozen=True, slots=True)
class PlannedStarts:
    """
    Remembers nothing: when the shifts of some days start is fixed.

    Parameters
    ----------
    clocks
        By day: minutes after midnight; None: any.
    start
        Nothing.
    """

    clocks: tuple[int | None, ...]
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return nothing remembered, or None where a shift starts at another time."""
        good = shift is None or self.clocks[day] in {None, shift.clock}
        return self.seen(day, memory, shift) if good else None

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:  # noqa: ARG002 - one signature for all
        """Return nothing remembered."""
        return 0
