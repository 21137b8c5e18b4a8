"""Shift types (班次): the named shifts a team works by, such as early 早 08:30-17:30."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from scheduler.errors import gathering, require
from scheduler.horizon import DAY_MIN, ClockSpan, format_clock
from scheduler.keys import Cell, Key, Sign, WrittenIn
from scheduler.post import WEEKDAYS
from scheduler.shift import BreakRule, ShiftShape
from scheduler.shift_kind import RESERVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_CODE = 4
MAX_GAP_MIN = 300
MEAL_CLEAR_MIN = 30
"""Work before and after a meal, where a type says nothing else."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
Hours = tuple[float, float]  # the lowest and the highest of a contract, a week


@dataclass(frozen=True, slots=True)
class ShiftType:
    """
    A named shift; it is a kind of shift too, by its code.

    Parameters
    ----------
    code
        What stands in a roster's table: one to four characters.
    start_clock
        Minutes after midnight at which it starts.
    work_min
        Minutes of work, meal or gap not counted; 0: those up to ``end_clock``. Several, all
        different, for a type that some people work longer than others, from the same starts.
    end_clock
        When a shift that starts at ``start_clock`` ends, in place of ``work_min``, which then holds
        the minutes; if both are given, they must agree. It says one length only.
    latest_start_clock, start_step_min
        Where it may start later too: until when, and in which steps; None: at ``start_clock`` only.
    name_zh, name_en
        For people to read; empty: the code.
    colour
        ``#rrggbb``; empty: one of the palette's.
    meal_min
        Minutes of the unpaid meal.
    gap_min
        Minutes of the unpaid gap between the two parts of a split shift (两头班), at most
        ``MAX_GAP_MIN``; such a shift has no meal of its own, and the gap lies where a meal would.
    meal_earliest_min, meal_latest_min
        When it may begin, in minutes after the start; None: with half an hour of work before and
        after it.
    meal_between
        Clock span in which the whole meal lies; None: anywhere the minutes above allow.
    breaks
        Paid short breaks, in order of time.
    weekdays
        Days it may start on, as ``WEEKDAYS`` names them; empty: any.
    posts
        Posts it may be worked on; empty: any. Whoever is certified for one of them may stand by.
    is_standby
        Whether who works it stands by (机动班): on no post before a call (``StandbyCall``), and on
        that of the call from then on. For hours, rest and all else it is a shift like others.
    min_people
        People who stand by on each day it may start; each one missing costs as much as the missing
        hours of its longest shift. Of a standby type only.
    contract_hours
        Contract hours a week, lowest and highest, of the agents it is for; or one such pair for
        each of several lengths, in their order. One pair alone leaves every length to all of them.
    """

    code: Annotated[str, Key(cell=Cell.NAME)]
    start_clock: Annotated[int, Key("start", WrittenIn.CLOCK)]
    work_min: Annotated[
        int | tuple[int, ...], Key("work_hours", WrittenIn.HOURS, usual=0, cell=Cell.LENGTHS)
    ] = 0
    end_clock: Annotated[int | None, Key("end", WrittenIn.CLOCK)] = None
    latest_start_clock: Annotated[int | None, Key("latest_start", WrittenIn.CLOCK)] = None
    start_step_min: Annotated[int, Key("start_step_minutes", sign=Sign.POSITIVE)] = 30
    name_zh: str = ""
    name_en: str = ""
    colour: str = ""
    meal_min: Annotated[int, Key("meal_minutes", sign=Sign.NOT_NEGATIVE)] = 0
    gap_min: Annotated[int, Key("gap_minutes", sign=Sign.NOT_NEGATIVE)] = 0
    meal_earliest_min: Annotated[int | None, Key("meal_earliest_hours", WrittenIn.HOURS)] = None
    meal_latest_min: Annotated[int | None, Key("meal_latest_hours", WrittenIn.HOURS)] = None
    meal_between: ClockSpan | None = None
    breaks: tuple[BreakRule, ...] = ()
    weekdays: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    is_standby: Annotated[bool, Key("standby")] = False
    min_people: Annotated[int, Key(sign=Sign.NOT_NEGATIVE)] = 0
    contract_hours: Annotated[Hours | tuple[Hours, ...], Key(cell=Cell.CONTRACTS)] = (0.0, 168.0)

    def __post_init__(self) -> None:
        code, last = self.code, self.latest_start_clock
        for name in ("work_min", "contract_hours"):  # one alone stands without a list
            held = getattr(self, name)
            if isinstance(held, tuple) and len(held) == 1:
                object.__setattr__(self, name, held[0])
        self._take_end()
        with gathering() as check:
            good = 0 < len(code) <= MAX_CODE and code not in RESERVED
            good = good and not any(mark in code for mark in " |-:@/")
            check(good, "type_code", column="code", value=code, most=MAX_CODE)
            for name in ("start_clock", "latest_start_clock"):
                clock = getattr(self, name)
                good = clock is None or 0 <= clock < DAY_MIN
                check(good, "clock_unreadable", column=name.removesuffix("_clock"), value=clock)
            good = last is None or last >= self.start_clock
            check(good, "ends_before_start", column="latest_start", value=_said(last))
            self._check_lengths(check)
            step, meal = self.start_step_min, self.meal_min
            check(step > 0, "not_positive", column="start_step_minutes", value=step)
            check(meal >= 0, "negative", column="meal_minutes", value=meal)
            people, standby = self.min_people, self.is_standby
            check(people >= 0, "negative", column="min_people", value=people)
            check(standby or not people, "not_standby", column="min_people", value=code)
            good = not standby or last in {None, self.start_clock}
            check(good, "standby_starts", column="latest_start", value=_said(last))
            gap = self.gap_min
            good = 0 <= gap <= MAX_GAP_MIN
            check(good, "gap_too_long", column="gap_minutes", value=gap, most=MAX_GAP_MIN)
            check(not (meal and gap), "type_meal_and_gap", column="gap_minutes", value=code)
            good = not self.colour or COLOUR.fullmatch(self.colour) is not None
            check(good, "colour_unreadable", column="colour", value=self.colour)
            for day in self.weekdays:
                good = day in WEEKDAYS
                check(
                    good, "weekday_unknown", column="weekdays", value=day, known=", ".join(WEEKDAYS)
                )
        with gathering() as check:
            for each in self.each_length:
                for clock in each.starts:
                    window = each._meal(clock)
                    good = window[0] <= window[1]
                    check(good, "meal_without_place", column=code, value=format_clock(clock))

    def _check_lengths(self, check: Callable[..., None]) -> None:
        works, hours = self.works, len(self.contracts)
        check(len(works) > 0, "not_positive", column="work_hours", value="")
        for number, work in enumerate(works):
            check(work > 0, "not_positive", column="work_hours", value=work)
            is_new = work not in works[:number]
            check(is_new, "type_length_twice", column="work_hours", value=f"{work / 60:g}")
        good = hours in {1, len(works)}
        told = {"lengths": len(works), "contracts": hours}
        check(good, "type_contracts", column="contract_hours", value=self.code, **told)

    def _take_end(self) -> None:
        """Take the hours of work from an end, which is not kept beside them."""
        if self.end_clock is None:
            return
        good = 0 <= self.end_clock <= DAY_MIN
        require(good, "clock_unreadable", column="end", value=self.end_clock)
        length = (self.end_clock - self.start_clock) % DAY_MIN or DAY_MIN
        work = length - self.pause_min
        good = self.works in {(0,), (work,)}
        require(good, "type_end_differs", column="end", value=format_clock(self.end_clock))
        object.__setattr__(self, "work_min", work)
        object.__setattr__(self, "end_clock", None)

    @property
    def pause_min(self) -> int:
        """Return the unpaid minutes inside: those of the meal, or of the gap."""
        return self.meal_min + self.gap_min

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the clock times at which it may start."""
        last = self.start_clock if self.latest_start_clock is None else self.latest_start_clock
        return tuple(range(self.start_clock, last + 1, self.start_step_min))

    @property
    def works(self) -> tuple[int, ...]:
        """Return the minutes of work of each of its lengths."""
        return (self.work_min,) if isinstance(self.work_min, int) else self.work_min

    @property
    def contracts(self) -> tuple[Hours, ...]:
        """Return lowest and highest contract hours: of each length, or once for all of them."""
        told: tuple[Any, ...] = self.contract_hours
        return (told,) if told and not isinstance(told[0], tuple) else told

    @property
    def each_length(self) -> tuple[ShiftType, ...]:
        """Return the type with one of its lengths and its contracts, for each of them."""
        works, hours = self.works, self.contracts
        if len(works) == 1:
            return (self,)
        hours = hours if len(hours) > 1 else hours * len(works)
        return tuple(
            replace(self, work_min=work, contract_hours=own)
            for work, own in zip(works, hours, strict=True)
        )

    @property
    def lengths(self) -> tuple[int, ...]:
        """Return minutes from start to end of each length, meal or gap included."""
        return tuple(work + self.pause_min for work in self.works)

    def lengths_for(self, contract_hours_week: float) -> tuple[int, ...]:
        """Return minutes from start to end of the lengths that are for a contract."""
        return tuple(
            each.length_min
            for each in self.each_length
            if each.contracts[0][0] <= contract_hours_week <= each.contracts[0][1]
        )

    @property
    def longest_work_min(self) -> int:
        """Return minutes of work of the longest."""
        return max(self.works)

    @property
    def length_min(self) -> int:
        """Return minutes from start to end of the longest, meal or gap included."""
        return max(self.lengths)

    def _meal(self, clock: int) -> tuple[int, int]:
        """Return the first and last minute after a start at which the meal may begin."""
        if not self.pause_min:
            return 0, 0
        first, last = self.meal_earliest_min, self.meal_latest_min
        first = MEAL_CLEAR_MIN if first is None else first
        last = self.longest_work_min - MEAL_CLEAR_MIN if last is None else last
        span = self.meal_between
        if span is None:
            return first, last
        opens = (span.start_clock - clock) % DAY_MIN
        closes = opens + ((span.end_clock - span.start_clock) % DAY_MIN or DAY_MIN)
        if closes > DAY_MIN:  # the shift starts inside the span
            opens, closes = opens - DAY_MIN, closes - DAY_MIN
        return max(first, opens), min(last, closes - self.pause_min)

    @property
    def shapes(self) -> tuple[ShiftShape, ...]:
        """
        Return the shapes its shifts have: one for each length and place of the meal in the shift.

        By the clock as it usually runs: on the day of a change to or from summer time a meal lies
        as far after the start as on other days.
        """
        return tuple(shape for each in self.each_length for shape in each._shapes())

    def _shapes(self) -> Iterator[ShiftShape]:
        """Yield the shapes of a type with one length."""
        windows: dict[tuple[int, int], list[int]] = {}
        for clock in self.starts:
            windows.setdefault(self._meal(clock), []).append(clock)
        for (first, last), clocks in windows.items():
            yield ShiftShape(
                self.longest_work_min,
                self.pause_min,
                first,
                last,
                self.contracts[0],
                self.breaks,
                tuple(ClockSpan(clock, clock + 1) for clock in clocks),
                self.code,
                self.weekdays,
                self.posts,
            )


def _said(clock: int | None) -> str | None:
    return None if clock is None else format_clock(clock)
