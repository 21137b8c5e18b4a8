"""A line of a scheme: one indicator, its weight, and how its value becomes points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Annotated

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better
from scheduler.errors import Fault, InputError
from scheduler.keys import Key

FULL = Decimal(100)
ZERO = Decimal(0)


class Scoring(StrEnum):
    """How a value becomes points."""

    BANDS = "bands"  # each band has its points, or runs in a straight line between two
    TARGET = "target"  # in proportion to a target
    DEDUCT = "deduct"  # full points at the target, fewer by steps short of it
    RATING = "rating"  # the value is the points
    VETO = "veto"  # above the limit the whole score is 0


@dataclass(frozen=True, slots=True)
class Band:
    """
    A stretch of values and its points; where higher is better the lower edge belongs to it, where
    lower is better the upper edge.

    Parameters
    ----------
    low, high
        Edges; None: without limit.
    points
        What a value in it gives; with ``points_high``, what its lower edge gives.
    points_high
        What the upper edge would give: between the two the points run in a straight line.
    """

    low: Annotated[Decimal | None, Key("from", usual=None)]
    high: Annotated[Decimal | None, Key("to", usual=None)]
    points: Decimal
    points_high: Annotated[Decimal | None, Key("points_to")] = None

    def holds(self, value: Decimal, better: Better) -> bool:
        """Return whether a value lies in the band."""
        if better is Better.HIGHER:
            return (self.low is None or self.low <= value) and (
                self.high is None or value < self.high
            )
        return (self.low is None or self.low < value) and (self.high is None or value <= self.high)

    def points_at(self, value: Decimal) -> Decimal:
        """Return the points of a value in the band."""
        if self.points_high is None or self.low is None or self.high is None:
            return self.points
        way = (value - self.low) / (self.high - self.low)
        return self.points + way * (self.points_high - self.points)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Return the points at the lower and at the upper edge."""
        return self.points, self.points if self.points_high is None else self.points_high


@dataclass(frozen=True, slots=True)
class StepsShort:
    """
    Full points at the target, fewer by steps short of it, never below 0.

    Parameters
    ----------
    target, step, minus
        Full points are given at the target or better; each step short of it takes ``minus``.
    begun
        Whether a step counts as soon as it is begun; otherwise only whole steps count.
    """

    target: Decimal
    step: Decimal
    minus: Decimal
    begun: Annotated[bool, Key(is_kept=True)] = False

    def points_at(self, value: Decimal, better: Better, *, full: Decimal) -> Decimal:
        """Return the points of a value."""
        short = self.target - value if better is Better.HIGHER else value - self.target
        if short <= 0:
            return full
        return max(ZERO, full - self.steps(short) * self.minus)

    def steps(self, short: Decimal) -> Decimal:
        """Return how many steps count of what a value is short of the target."""
        steps = short / self.step
        return steps.to_integral_value(ROUND_CEILING if self.begun else ROUND_FLOOR)


@dataclass(frozen=True, slots=True)
class SmallSample:
    """
    Points for few cases, where a rate would swing wildly: full points less some for each bad case.

    Parameters
    ----------
    below
        Used when the indicator's denominator is below this.
    column
        Column of ``Facts`` that counts the bad cases.
    minus
        Points off for each, floor 0.
    """

    below: int
    column: str
    minus: Decimal

    def points_at(self, bad: Decimal, *, full: Decimal) -> Decimal:
        """Return the points with so many bad cases."""
        return max(ZERO, full - bad * self.minus)


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of a scheme; it may be faulty: the scheme it is put into refuses it.

    Parameters
    ----------
    indicator
        Name in ``INDICATORS``.
    weight
        In percent of the score; 0 for a veto.
    scoring
        How the value becomes points; decides which of the following are used.
    bands
        In any order.
    target
        Of ``TARGET``: what gives full points; of ``VETO``: the largest value that is still fine.
    deduction, small_sample
        See there; the small sample is an addition to any scoring.
    full
        Points for the best.
    source
        Where the line comes from.
    ours
        What of it is our own repair or completion; empty: nothing.
    block
        Id of the scheme's block it belongs to; empty: none.
    """

    indicator: str
    weight: Annotated[Decimal, Key(usual=FULL, is_kept=True, after="scoring")]
    scoring: Scoring
    bands: Annotated[tuple[Band, ...], Key(after="small_sample")] = ()
    target: Decimal | None = None
    deduction: Annotated[StepsShort | None, Key("deduct")] = None
    small_sample: SmallSample | None = None
    full: Annotated[Decimal, Key(is_kept=True, after="weight")] = FULL
    source: Annotated[str, Key(is_kept=True, after="weight")] = ""
    ours: Annotated[str, Key(is_kept=True, after="weight")] = ""
    block: Annotated[str, Key(after="weight")] = ""

    def __post_init__(self) -> None:
        ordered = sorted(self.bands, key=_band_order)
        object.__setattr__(self, "bands", tuple(ordered))

    @property
    def better(self) -> Better:
        """Return which way is better."""
        return INDICATORS[self.indicator].better

    def band(self, value: Decimal) -> int | None:
        """Return which band a value lies in; None when the scoring has none."""
        if self.scoring is not Scoring.BANDS:
            return None
        for index, band in enumerate(self.bands):
            if band.holds(value, self.better):
                return index
        raise InputError(Fault("band_gap", column=self.indicator, value=str(value)))

    def points(self, value: Decimal) -> Decimal:
        """Return the points of a value, in [0, full]; of a veto 0 when broken, else full."""
        match self.scoring:
            case Scoring.BANDS:
                index = self.band(value)
                assert index is not None
                found = self.bands[index].points_at(value)
            case Scoring.TARGET:
                found = self._share_of_target(value) * self.full
            case Scoring.DEDUCT:
                assert self.deduction is not None
                found = self.deduction.points_at(value, self.better, full=self.full)
            case Scoring.RATING:
                found = value
            case Scoring.VETO:
                found = ZERO if self.breaks(value) else self.full
        return min(self.full, max(ZERO, found))

    def breaks(self, value: Decimal) -> bool:
        """Return whether a value breaks a veto."""
        return self.scoring is Scoring.VETO and value > (self.target or ZERO)

    def _share_of_target(self, value: Decimal) -> Decimal:
        assert self.target is not None
        if self.better is Better.HIGHER:
            return value / self.target
        return self.target / value if value > self.target else Decimal(1)


def _band_order(band: Band) -> tuple[Decimal, Decimal]:
    low = Decimal("-Infinity") if band.low is None else band.low
    return low, Decimal("Infinity") if band.high is None else band.high
