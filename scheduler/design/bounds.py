"""Which shift types may be thought of: starts, lengths, and where their meals may lie."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import Fault, InputError, gathering
from scheduler.horizon import DAY_MIN, ClockSpan, format_clock
from scheduler.shift_type import ShiftType

MEALS = (ClockSpan(11 * 60, 13 * 60 + 30), ClockSpan(17 * 60, 19 * 60))
"""When people eat by the clock; a shift that spans none of them eats some hours after its start."""
MEAL_CLEAR_MIN = 120
"""Work before and after a meal by the clock."""
MIDDLE_MIN = 60
"""How far from the middle of a shift a meal begins that goes by no clock."""


@dataclass(frozen=True, slots=True)
class TypeLength:
    """
    A length that types may have, and for whom.

    Parameters
    ----------
    work_min, meal_min
        Minutes of work, and of the unpaid meal; 0: none.
    contract_hours
        Contract hours a week, lowest and highest, of the agents it is for.
    """

    work_min: int
    meal_min: int = 0
    contract_hours: tuple[float, float] = (0.0, 168.0)


@dataclass(frozen=True, slots=True)
class DesignBounds:
    """
    What types may look like.

    Parameters
    ----------
    lengths
        At least one; people whom several are for get the one that fills their contract best.
    first_clock, last_clock
        Earliest and latest start, minutes after midnight, both included.
    step_min
        Starts are so far apart.
    meals
        Clock spans in which people eat.
    """

    lengths: tuple[TypeLength, ...]
    first_clock: int = 0
    last_clock: int = DAY_MIN - 1
    step_min: int = 60
    meals: tuple[ClockSpan, ...] = MEALS

    def __post_init__(self) -> None:
        with gathering() as check:
            check(len(self.lengths) > 0, "design_no_length", column="lengths")
            check(self.step_min > 0, "not_positive", column="step_minutes", value=self.step_min)
            good = 0 <= self.first_clock <= self.last_clock < DAY_MIN
            value = f"{format_clock(self.first_clock)}-{format_clock(self.last_clock)}"
            check(good, "design_no_start", column="starts", value=value)

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the clock times at which a type may start."""
        return tuple(range(self.first_clock, self.last_clock + 1, self.step_min))

    def types_at(self, clock: int) -> tuple[ShiftType, ...]:
        """
        Return the types that start at a clock time, one for each length; their codes are numbers.

        Raises
        ------
        InputError
            Where a meal fits into no shift of its length.
        """
        return tuple(
            _type(str(number), clock, length, self.meals)
            for number, length in enumerate(self.lengths)
        )


def _type(code: str, clock: int, length: TypeLength, meals: tuple[ClockSpan, ...]) -> ShiftType:
    work, meal, hours = length.work_min, length.meal_min, length.contract_hours
    if not meal:
        return ShiftType(code, clock, work, contract_hours=hours)
    if work < 2 * MIDDLE_MIN:
        said = format_clock(clock)
        raise InputError(
            Fault(
                "design_meal",
                column="lengths",
                value=str(work),
                details={"start": said, "meal": meal},
            )
        )
    clear = min(MEAL_CLEAR_MIN, work // 2)
    by_clock = (_by_clock(code, clock, length, span, clear) for span in meals)
    fitting = [each for each in by_clock if each is not None]
    if fitting:
        return max(fitting, key=_places)
    middle = work // 2
    return ShiftType(
        code,
        clock,
        work,
        contract_hours=hours,
        meal_min=meal,
        meal_earliest_min=middle - MIDDLE_MIN,
        meal_latest_min=middle + MIDDLE_MIN,
    )


def _by_clock(
    code: str, clock: int, length: TypeLength, span: ClockSpan, clear: int
) -> ShiftType | None:
    """Return the type that eats in a clock span; None: it does not span it."""
    try:
        return ShiftType(
            code,
            clock,
            length.work_min,
            contract_hours=length.contract_hours,
            meal_min=length.meal_min,
            meal_earliest_min=clear,
            meal_latest_min=length.work_min - clear,
            meal_between=span,
        )
    except InputError:
        return None


def _places(kind: ShiftType) -> int:
    shape = kind.shapes[0]
    return shape.meal_latest_min - shape.meal_earliest_min
