"""How a day stands against a platform's rule, and how near it is to breaking it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.platforms.rules import JudgedCounts, PlatformRule

if TYPE_CHECKING:
    from collections.abc import Collection

    from kpi.platforms.units import Judged

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a rule stands at the end of a day, or so far.

    Parameters
    ----------
    rule
        The rule in force on the date.
    date
        Last day counted.
    n, good
        How many were counted, and how many of them in time (of a mean: answered); without the days
        on which the rule rests.
    waiting
        Of the counted, how many wait and can still be in time; they are counted as good.
    seconds
        Of a mean: the seconds waited, in sum.
    is_resting
        Whether the rule rests on the date; then nothing falls due.
    rested_n, rested_good
        How many came on days on which it rests, and how many of them in time.
    """

    rule: PlatformRule
    date: dt.date
    n: int
    good: int
    waiting: int = 0
    seconds: float = 0.0
    is_resting: bool = False
    rested_n: int = 0
    rested_good: int = 0

    @property
    def value(self) -> Decimal | None:
        """Return the share or the mean; None: nothing was counted."""
        if not self.n:
            return None
        if self.rule.counts is JudgedCounts.MEAN:
            return Decimal(repr(self.seconds)) / self.n
        return Decimal(self.good) / self.n

    @property
    def is_judged(self) -> bool:
        """Return whether there are enough to be judged, and a threshold to judge by."""
        enough = self.n >= max(1, self.rule.min_n)
        return self.rule.threshold is not None and enough and not self.is_resting

    @property
    def is_broken(self) -> bool:
        """Return whether the penalty falls due."""
        value, threshold = self.value, self.rule.threshold
        if not self.is_judged or value is None or threshold is None:
            return False
        return value > threshold if self.rule.counts is JudgedCounts.MEAN else value < threshold

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
    if threshold is None or rule.counts is JudgedCounts.MEAN:
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


def standing(
    judged: Judged, rule: PlatformRule, date: dt.date, resting: Collection[dt.date] = ()
) -> Standing:
    """
    Return how a rule stands on a date, over its trailing days.

    Parameters
    ----------
    judged, rule, date
        What it counts, which, and when.
    resting
        Days on which it rests: what came on them is not counted.
    """
    last = np.datetime64(date)
    whole = (judged.date > last - np.timedelta64(rule.days, "D")) & (judged.date <= last)
    rested = whole & np.isin(judged.date, np.array([*resting], dtype="datetime64[D]"))
    inside = whole & ~rested
    seconds = float(np.nansum(judged.seconds[inside]))
    return Standing(
        rule,
        date,
        n=int(inside.sum()),
        good=int(judged.is_good[inside].sum()),
        waiting=int(judged.is_waiting[inside].sum()),
        seconds=seconds,
        is_resting=date in resting,
        rested_n=int(rested.sum()),
        rested_good=int(judged.is_good[rested].sum()),
    )
