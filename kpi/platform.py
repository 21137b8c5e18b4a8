"""The selling platforms' rules on replies, dated, and how a day stands against them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import gathering
from scheduler.horizon import ClockSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.platform_units import Judged

ZERO = Decimal(0)


class Unit(StrEnum):
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


class Counts(StrEnum):
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
    platform: str
    title_zh: str
    title_en: str
    valid_from: dt.date
    window: ClockSpan
    unit: Unit
    limit_s: int
    source: str
    valid_to: dt.date | None = None
    counts: Counts = Counts.SHARE
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
            share = self.counts is Counts.SHARE and self.threshold is not None
            good = not share or ZERO <= (self.threshold or ZERO) <= 1
            details = {"value": self.threshold, "share": (self.threshold or ZERO) / 100}
            check(good, "rate_as_percent", column="threshold", **details)

    def holds_on(self, date: dt.date) -> bool:
        """Return whether the rule is in force on a date."""
        return self.valid_from <= date and (self.valid_to is None or date <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a rule stands at the end of a day, or so far.

    Parameters
    ----------
    rule
        Which.
    date
        Last day counted.
    n, good
        How many were counted, and how many of them in time (of a mean: answered).
    waiting
        Of the counted, how many wait and can still be in time; they are counted as good.
    seconds
        Of a mean: the seconds waited, in sum.
    """

    rule: PlatformRule
    date: dt.date
    n: int
    good: int
    waiting: int = 0
    seconds: float = 0.0

    @property
    def value(self) -> Decimal | None:
        """Return the share or the mean; None: nothing was counted."""
        if not self.n:
            return None
        if self.rule.counts is Counts.MEAN:
            return Decimal(repr(self.seconds)) / self.n
        return Decimal(self.good) / self.n

    @property
    def is_judged(self) -> bool:
        """Return whether there are enough to be judged, and a threshold to judge by."""
        return self.rule.threshold is not None and self.n >= max(1, self.rule.min_n)

    @property
    def is_broken(self) -> bool:
        """Return whether the penalty falls due."""
        value, threshold = self.value, self.rule.threshold
        if not self.is_judged or value is None or threshold is None:
            return False
        return value > threshold if self.rule.counts is Counts.MEAN else value < threshold

    @property
    def penalty_yuan(self) -> Decimal:
        """Return the fine that falls due."""
        return self.rule.penalty_yuan if self.is_broken else ZERO


@dataclass(frozen=True, slots=True)
class Risk:
    """
    How near a share is to its threshold.

    Parameters
    ----------
    late_to_break
        How many of those now in time may still turn late before it breaks: with that many it does.
        0: it is below already.
    new_late_to_break
        The same of further ones, not counted yet.
    good_to_mend
        How many further ones in time lift it to the threshold; 0: it is there.
    until_judged
        How many more until it is judged at all.
    """

    late_to_break: int
    new_late_to_break: int
    good_to_mend: int
    until_judged: int


def risk(standing: Standing) -> Risk | None:
    """Return how near a share is to its threshold; None: it has none, or is a mean."""
    rule, n, good = standing.rule, standing.n, standing.good
    threshold = rule.threshold
    if threshold is None or rule.counts is Counts.MEAN:
        return None
    spare = good - threshold * n
    late = 0 if spare < 0 else int(spare.to_integral_value(ROUND_FLOOR)) + 1
    new_late = 0
    if spare >= 0:
        new_late = int((spare / threshold).to_integral_value(ROUND_FLOOR)) + 1 if threshold else 0
    mend = 0
    if spare < 0 and threshold < 1:
        mend = int((-spare / (1 - threshold)).to_integral_value(ROUND_CEILING))
    return Risk(late, new_late, mend, max(0, rule.min_n - n))


def standing(judged: Judged, rule: PlatformRule, date: dt.date) -> Standing:
    """Return how a rule stands on a date, over its trailing days."""
    last = np.datetime64(date)
    inside = (judged.date > last - np.timedelta64(rule.days, "D")) & (judged.date <= last)
    seconds = float(np.nansum(judged.seconds[inside]))
    return Standing(
        rule,
        date,
        n=int(inside.sum()),
        good=int(judged.is_good[inside].sum()),
        waiting=int(judged.is_waiting[inside].sum()),
        seconds=seconds,
    )


def rules_on(rules: Iterable[PlatformRule], date: dt.date) -> tuple[PlatformRule, ...]:
    """Return the rules in force on a date; of several versions of one, the latest."""
    latest: dict[str, PlatformRule] = {}
    for rule in sorted(rules, key=lambda one: one.valid_from):
        if rule.holds_on(date):
            latest[rule.id] = rule
    return tuple(latest[name] for name in sorted(latest))
