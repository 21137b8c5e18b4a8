"""Scorecards: what an agent scored in a month, line by line, with what each line was made from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Measured
from kpi.metrics.totals import Knowing
from kpi.month import Month
from kpi.scheme.line import ZERO
from scheduler.errors import require

ROUNDED = Decimal("0.01")


def rounded(value: Decimal, to: Decimal = ROUNDED) -> Decimal:
    """Return a value rounded half up."""
    return value.quantize(to, ROUND_HALF_UP)


class LineLeftOut(StrEnum):
    """Why a line gives no points and its weight goes to the others."""

    NO_DATA = "no_data"
    NO_CASES = "no_cases"  # nothing happened that it could be measured on
    HALF_KNOWN = "half_known"  # some of its counts are there, others are not
    DAYS_APART = "days_apart"  # all are there, but never of the same day
    NO_ATTENDANCE = "no_attendance"
    NO_ROSTER = "no_roster"  # there is attendance, or a target, and no roster to hold it against
    IN_DOUBT = "in_doubt"  # all there is of attendance is in doubt
    NO_TARGET = "no_target"
    NO_PERIOD_BEFORE = "no_period_before"


FEW_CASES = 30
"""Below so many cases a line is flagged: a share's standard error is then 9 points or more."""
OF_CASES = frozenset({Measured.SHARE, Measured.SECOND, Measured.HOUR})
"""Units of indicators whose denominator counts cases."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """
    One line of a scorecard.

    Parameters
    ----------
    indicator
        Name in ``INDICATORS``.
    numerator, denominator, value
        What was counted; None: unknown.
    band
        Position of the band of the scheme's line the value lies in; None: the line has no bands,
        was left out, or was scored as a small sample.
    points
        What the value gives; None: left out.
    weight
        Part of the full score as the scheme has it.
    weight_used
        The same after the weights of lines left out were shared out; 0: left out.
    contribution
        What the line adds to the total.
    left_out
        Why it does not count; None: it does.
    is_small_sample
        Whether it was scored by the rule for few cases.
    is_broken_veto
        Whether it is a veto that makes the total 0.
    """

    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    band: int | None
    points: Decimal | None
    weight: Decimal
    weight_used: Decimal
    contribution: Decimal
    left_out: LineLeftOut | None = None
    is_small_sample: bool = False
    is_broken_veto: bool = False

    def __post_init__(self) -> None:
        silent = self.points is None
        good = silent == (self.left_out is not None)
        require(good, "left_out_without_reason", column=self.indicator)
        require(not (silent and self.contribution != 0), "left_out_counts", column=self.indicator)

    @property
    def has_few_cases(self) -> bool:
        """Return whether a share or mean rests on so few cases that chance decides much of it."""
        unit = INDICATORS[self.indicator].unit
        if self.points is None or self.denominator is None:
            return False
        return unit in OF_CASES and self.denominator < FEW_CASES


@dataclass(frozen=True, slots=True)
class Scorecard:
    """
    An agent's score for the work on one post in a month.

    Parameters
    ----------
    agent_id, post, month
        Who, where, when.
    scheme_id, scheme_version
        By which scheme.
    lines
        In the scheme's order.
    full
        The best score there is.
    total
        The sum of the contributions, rounded half up to two decimals, or 0 by a broken veto; None:
        nothing is known.
    grade
        Id of the grade; None: the scheme has none, or nothing is known.
    scheduled_min, worked_min
        Minutes on the post; None: unknown.
    is_projection
        Whether it is computed from simulated facts.
    """

    agent_id: str
    post: str
    month: Month
    scheme_id: str
    scheme_version: int
    lines: tuple[ScoreLine, ...]
    full: Decimal
    total: Decimal | None
    grade: str | None
    scheduled_min: Decimal | None = None
    worked_min: Decimal | None = None
    is_projection: bool = False

    def __post_init__(self) -> None:
        if self.total is not None:
            require(ZERO <= self.total <= self.full, "score_out_of_range", value=self.total)

    @property
    def is_vetoed(self) -> bool:
        """Return whether a broken veto made the total 0."""
        return any(line.is_broken_veto for line in self.lines)

    def line(self, indicator: str) -> ScoreLine:
        """Return the line of an indicator; raises KeyError when there is none."""
        found = {line.indicator: line for line in self.lines}
        return found[indicator]


class Blend(StrEnum):
    """By what the scorecards of several posts are blended."""

    WORKED = "worked_min"
    SCHEDULED = "scheduled_min"  # when attendance is not known for all of them
    EQUAL = "equal"  # when no hours are known at all


@dataclass(frozen=True, slots=True)
class AgentScore:
    """
    An agent's score for a month: the scorecards of all posts worked on, blended.

    Parameters
    ----------
    agent_id, month
        Who and when.
    cards
        One per post, the post with the largest share first.
    shares
        Share of each card in the blend, in [0, 1]; a card without a total has none.
    blended_by
        What the shares were made from.
    full
        The best score there is: that of the first card's scheme.
    total
        On that scale, rounded half up to two decimals; None: nothing is known, or too little.
    grade
        By the first card's scheme.
    coverage, least_coverage
        Which part of the weight gives points, and which is asked for, in [0, 1]; None: scored by
        whatever was known, as until 2026-11.
    """

    agent_id: str
    month: Month
    cards: tuple[Scorecard, ...]
    shares: tuple[Decimal, ...]
    blended_by: Blend
    full: Decimal
    total: Decimal | None
    grade: str | None
    coverage: Decimal | None = None
    least_coverage: Decimal | None = None

    def __post_init__(self) -> None:
        require(len(self.cards) == len(self.shares) > 0, "shape_differs", column="shares")

    @property
    def share_of_full(self) -> Decimal | None:
        """Return total / full, in [0, 1]; None: nothing is known, or too little."""
        return None if self.total is None else self.total / self.full

    @property
    def knowing(self) -> Knowing:
        """Return by which rule what is unknown was taken."""
        return Knowing.WHATEVER if self.coverage is None else Knowing.COVERED

    @property
    def is_below(self) -> bool:
        """Return whether less is known than is asked for: without a decision there is no total."""
        if self.coverage is None or self.least_coverage is None:
            return False
        return self.coverage < self.least_coverage

    @property
    def is_held_back(self) -> bool:
        """Return whether something is known, too little for a total unless somebody decides so."""
        return self.is_below and self.total is None and bool(self.coverage)
