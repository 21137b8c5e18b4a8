"""What was agreed with a vendor: prices, the night, deductions for missed targets, tax; dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.keys import Asked, Cell, Key, Sign, WrittenIn, check_signs

if TYPE_CHECKING:
    from collections.abc import Callable

ZERO = Decimal(0)
HOUR_MIN, DAY_MIN = 60, 1440


class SeatDays(StrEnum):
    """Which days of a seat are paid."""

    CONTRACTED = "contracted"  # every day of the contract, for the seats agreed
    PRESENT = "present"  # days on which somebody worked, each day no more than the seats agreed


class Rounding(StrEnum):
    """How the minutes of a person's calendar day become whole steps."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


class Promised(StrEnum):
    """What a vendor promises of its people; names of indicators (``kpi.metrics.indicators``)."""

    REPLY_RATE = "reply_rate"
    WITHIN_30S = "reply_within_30s"
    WITHIN_3MIN = "reply_within_3min"
    FIRST_REPLY = "first_reply"
    AVERAGE_REPLY = "average_reply"
    SATISFACTION = "satisfaction"
    ADHERENCE = "adherence"


Money = Annotated[Decimal, Key(sign=Sign.NOT_NEGATIVE), Asked(most=10_000_000)]
Share = Annotated[Decimal, Key(cell=Cell.FACTOR, sign=Sign.NOT_NEGATIVE), Asked(most=1, step=0.01)]


@dataclass(frozen=True, slots=True)
class DeductionStep:
    """
    A step of a deduction: what a target missed by so much costs.

    Of the steps of one target the furthest that was missed applies, alone.

    Parameters
    ----------
    target
        What is measured, over all of the vendor's people together.
    limit
        Missed when the value is worse than this: below it, of times above it. A share in [0, 1],
        times in seconds.
    share
        Of the month's charge by the contract, in [0, 1].
    amount
        In yuan, beside the share.
    """

    target: Promised
    limit: Annotated[Decimal, Key(sign=Sign.NOT_NEGATIVE), Asked(step=0.01, most=100_000)]
    share: Share = ZERO
    amount: Money = ZERO

    def __post_init__(self) -> None:
        with gathering() as check:
            check_signs(self, check)
            check(self.share <= 1, "vendor_share", column="share", value=self.share)
            check(self.share + self.amount > 0, "vendor_step_free", column="target",
                  value=self.target)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VendorContract:
    """
    A contract with a vendor. Prices are in yuan; 0: it does not price by that.

    Parameters
    ----------
    vendor, name
        Whose, and what the contract is called, such as its number.
    first, last
        Its first and last day; None: without end.
    posts
        The posts it is about; empty: all.
    seat_price, seats, seat_days
        For a seat and a calendar month, how many seats, and which of their days are paid: each day
        at the month's price over the days of the month.
    hour_price, step_min, rounding
        For an hour of work; how the minutes of each person and calendar day are rounded.
    chat_price, order_price
        For a chat that its people answered, and for a paid order credited to them.
    night_price, night_share
        On top for each hour in the night: yuan, and a share of ``hour_price``.
    night_from, night_until
        The night, in minutes after midnight of the site's clock.
    least_month
        The least for a month, pro rata by the days contracted.
    deductions
        For missed targets.
    cap_share
        The most that is deducted, of the month's charge.
    tax_share, includes_tax
        The rate of the tax that is shown apart, and whether the prices hold it already.
    """

    vendor: Annotated[str, Key(cell=Cell.NAME)]
    name: Annotated[str, Key(cell=Cell.NAME)]
    first: dt.date
    last: dt.date | None = None
    posts: tuple[str, ...] = ()
    seat_price: Money = ZERO
    seats: Annotated[int, Key(sign=Sign.NOT_NEGATIVE), Asked(most=100_000)] = 0
    seat_days: SeatDays = SeatDays.CONTRACTED
    hour_price: Money = ZERO
    step_min: Annotated[int, Asked(least=1, most=60)] = 1
    rounding: Rounding = Rounding.DOWN
    chat_price: Money = ZERO
    order_price: Money = ZERO
    night_price: Money = ZERO
    night_share: Share = ZERO
    night_from: Annotated[int, Key(unit=WrittenIn.CLOCK)] = 22 * HOUR_MIN
    night_until: Annotated[int, Key(unit=WrittenIn.CLOCK)] = 6 * HOUR_MIN
    least_month: Money = ZERO
    deductions: Annotated[tuple[DeductionStep, ...], Key("deduction")] = ()
    cap_share: Share = Decimal(1)
    tax_share: Share = ZERO
    includes_tax: bool = False

    def __post_init__(self) -> None:
        with gathering() as check:
            check_signs(self, check)
            for column in ("vendor", "name"):
                check(bool(getattr(self, column).strip()), "empty", column=column)
            ends = self.last is None or self.last >= self.first
            check(ends, "vendor_days", column="last", value=self.last, first=self.first)
            self._check_prices(check)
            for column in ("night_share", "cap_share", "tax_share"):
                share = getattr(self, column)
                check(share <= 1, "vendor_share", column=column, value=share)

    def _check_prices(self, check: Callable[..., None]) -> None:
        prices = (self.seat_price, self.hour_price, self.chat_price, self.order_price)
        check(any(prices), "vendor_priceless", column="hour_price", value=self.name)
        paired = (self.seat_price > 0) == (self.seats > 0)
        check(paired, "vendor_seats", column="seats", value=self.seats)
        based = self.hour_price > 0 or not self.night_share
        check(based, "vendor_night_share", column="night_share", value=self.night_share)
        step = self.step_min >= 1 and HOUR_MIN % self.step_min == 0
        check(step, "vendor_step", column="step_min", value=self.step_min)
        for column in ("night_from", "night_until"):
            clock = getattr(self, column)
            check(0 <= clock <= DAY_MIN, "clock_unreadable", column=column, value=clock)
        is_night = self.night_from % DAY_MIN != self.night_until % DAY_MIN
        check(is_night or not self.prices_nights, "vendor_night", column="night_until")
        limits = [(one.target, one.limit) for one in self.deductions]
        twice = [one for place, one in enumerate(limits) if one in limits[:place]]
        check(not twice, "vendor_step_twice", column="limit", value=twice[0][1] if twice else "")

    @property
    def prices_nights(self) -> bool:
        """Return whether hours of the night cost more."""
        return self.night_price > 0 or self.night_share > 0

    @property
    def night_hour(self) -> Decimal:
        """Return what an hour of the night costs on top, in yuan."""
        return self.night_price + self.hour_price * self.night_share

    def holds_on(self, date: dt.date) -> bool:
        """Return whether a date is a day of the contract."""
        return self.first <= date and (self.last is None or date <= self.last)

    def is_about(self, post: str) -> bool:
        """Return whether it is about a post."""
        return not self.posts or post in self.posts

    def meets(self, other: VendorContract) -> bool:
        """Return whether both would price the same day and post of one vendor."""
        if self.vendor != other.vendor:
            return False
        ends = (self.last or dt.date.max, other.last or dt.date.max)
        is_apart = self.posts and other.posts and not set(self.posts) & set(other.posts)
        return not is_apart and self.first <= ends[1] and other.first <= ends[0]
