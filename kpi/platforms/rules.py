"""The selling platforms' rules on replies, dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.horizon import ClockSpan
from scheduler.keys import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

ZERO = Decimal(0)


class JudgedUnit(StrEnum):
    """What is counted."""

    USER = "user"  # a customer on a day: good when every message of theirs was
    TURN = "turn"  # from a customer's first open message to the first answer
    MESSAGE = "message"
    SESSION = "session"  # a conversation; its first message decides


class Exclude(StrEnum):
    """What is left out."""

    AUTOMATIC_TURN = "automatic_turn"  # a turn whose first answer a machine gave
    ZERO_SECOND = "zero_second"  # an answer within the same second
    UNANSWERED = "unanswered"  # of a mean: what never got an answer that day


class JudgedCounts(StrEnum):
    """What a rule looks at."""

    SHARE = "share"  # of those answered in time, to be at least the threshold
    MEAN = "mean"  # seconds to the answer, to be at most the threshold


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """
    A rule in one of its versions.

    Parameters
    ----------
    id, platform
        Name of the rule, and whose it is.
    title_zh, title_en
        For people to read.
    valid_from, valid_to
        First and last date; None: still in force.
    window
        Clock times, half-open, in which what is counted begins.
    unit, counts
        What is counted, and whether as a share or a mean.
    limit_s
        An answer up to and with so many seconds is in time; of a mean 0.
    days
        Trailing days that are counted together.
    cap_s
        Of a mean: a longer wait counts as so long; None: no cap.
    human_only
        Whether only people's answers count.
    exclude
        What is left out.
    session_gap_min
        Minutes of silence after which a new session begins.
    min_n
        Fewer are not judged.
    threshold
        None: the platform shows the number and names none.
    penalty_zh, penalty_en, penalty_yuan
        What follows below it.
    source
        Where it was read, and how good that is.
    ours
        What of it is our own reading; empty: nothing.
    """

    id: str
    platform: Annotated[str, Key(is_apart=True)]
    title_zh: str
    title_en: str
    valid_from: dt.date
    window: ClockSpan
    unit: JudgedUnit
    limit_s: int
    source: str
    valid_to: dt.date | None = None
    counts: JudgedCounts = JudgedCounts.SHARE
    days: int = 1
    cap_s: int | None = None
    human_only: bool = False
    exclude: tuple[Exclude, ...] = ()
    session_gap_min: int = 30
    min_n: int = 0
    threshold: Decimal | None = None
    penalty_zh: str = ""
    penalty_en: str = ""
    penalty_yuan: Decimal = ZERO
    ours: str = ""

    def __post_init__(self) -> None:
        with gathering() as check:
            for column in ("id", "platform", "source"):
                check(bool(getattr(self, column)), "empty", column=column)
            good = self.valid_to is None or self.valid_from <= self.valid_to
            check(good, "ends_before_start", column="valid_to", value=self.valid_to)
            for column in ("days", "session_gap_min"):
                value: int = getattr(self, column)
                check(value >= 1, "not_positive", column=column, value=value)
            for column in ("limit_s", "min_n", "penalty_yuan"):
                check(getattr(self, column) >= 0, "negative", column=column)
            share = self.counts is JudgedCounts.SHARE and self.threshold is not None
            good = not share or ZERO <= (self.threshold or ZERO) <= 1
            details = {"value": self.threshold, "share": (self.threshold or ZERO) / 100}
            check(good, "rate_as_percent", column="threshold", **details)

    def holds_on(self, date: dt.date) -> bool:
        """Return whether the rule is in force on a date."""
        return self.valid_from <= date and (self.valid_to is None or date <= self.valid_to)


def rules_on(rules: Iterable[PlatformRule], date: dt.date) -> tuple[PlatformRule, ...]:
    """Return the rules in force on a date; of several versions of one, the latest."""
    latest: dict[str, PlatformRule] = {}
    for rule in sorted(rules, key=lambda one: one.valid_from):
        if rule.holds_on(date):
            latest[rule.id] = rule
    return tuple(latest[name] for name in sorted(latest))
