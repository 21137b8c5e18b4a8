"""Schemes: which indicators count on a post, how much, and what a score is called and worth."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kpi.scheme.line import FULL, ZERO, Line, Scoring
from kpi.scheme.line_faults import line_faults
from scheduler.errors import Fault, InputError
from scheduler.keys import Asked, Cell, Key, Plausible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi.month import Month


USUAL_COVERAGE = Decimal("0.7")
RATED = frozenset({"satisfaction", "complaint_satisfaction", "call_back_satisfaction"})
"""Indicators that a few cases make swing: a rule for small samples is worth having."""


class PostKind(StrEnum):
    """The kind of post a scheme is made for."""

    PRESALES = "presales"
    INSALES = "insales"
    AFTERSALES = "aftersales"
    LEADER = "leader"


class Adding(StrEnum):
    """How points add up to a score."""

    WEIGHTED = "weighted"  # each line's points by its weight; the weights are 100 together
    POINTS = "points"  # the points as they are; a line's weight is its full points


@dataclass(frozen=True, slots=True)
class Grade:
    """
    What a score is called; holds from ``low`` up to the next grade's.

    Parameters
    ----------
    id, title_zh, title_en
        Name and titles.
    low
        Lowest score; the lowest grade's is 0.
    coefficient
        What performance pay is multiplied by when paid by grade; None: the scheme says nothing.
    amount
        Yuan added when paid by amount; None: the scheme says nothing.
    """

    id: str
    title_zh: str
    title_en: str
    low: Decimal
    coefficient: Annotated[Decimal | None, Key(cell=Cell.FACTOR), Plausible(0.1, 3)] = None
    amount: Annotated[Decimal | None, Plausible(1, 30_000)] = None


@dataclass(frozen=True, slots=True)
class Block:
    """
    Lines that belong together, with the weight they have together.

    Parameters
    ----------
    id, title_zh, title_en
        Name and titles.
    weight
        Sum of its lines' weights (of their full points where points add up).
    """

    id: str
    title_zh: str
    title_en: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Scheme:
    """
    A scheme in one of its versions; one with a fault cannot be made.

    Parameters
    ----------
    id, version
        Name, such as ``T-02``, and number of the version, at least 1.
    title_zh, title_en
        For people to read.
    post_kind
        What kind of post it is for.
    valid_from
        First date on which it may score; never backwards.
    lines
        At least one that is no veto.
    grades
        From the best down to one that begins at 0; may be empty.
    adding
        How points add up.
    source
        Where it comes from.
    ours
        What of it, as a whole, is our own repair or completion; empty: nothing.
    blocks
        Of its lines; empty: they are not grouped.
    least_coverage
        Which part of the weight must give points, in [0, 1], before somebody is scored without a
        person's decision.
    """

    id: str
    version: int
    title_zh: str
    title_en: str
    post_kind: PostKind
    valid_from: dt.date
    lines: Annotated[tuple[Line, ...], Key("line", after="grades")]
    grades: Annotated[tuple[Grade, ...], Key("grade", is_kept=True, after="blocks")] = ()
    adding: Annotated[Adding, Key(is_kept=True)] = Adding.WEIGHTED
    source: Annotated[str, Key(is_kept=True)] = ""
    ours: Annotated[str, Key(is_kept=True)] = ""
    blocks: Annotated[tuple[Block, ...], Key("block", is_kept=True)] = ()
    least_coverage: Annotated[Decimal, Asked("scheme", most=1, step=0.05)] = USUAL_COVERAGE

    def __post_init__(self) -> None:
        grades = sorted(self.grades, key=lambda grade: -grade.low)
        object.__setattr__(self, "grades", tuple(grades))
        faults = tuple(self._faults())
        if faults:
            raise InputError(faults)

    @property
    def full(self) -> Decimal:
        """Return the best score there is."""
        if self.adding is Adding.WEIGHTED:
            return FULL
        return sum((line.full for line in self.scored), ZERO)

    @property
    def scored(self) -> tuple[Line, ...]:
        """Return the lines that give points."""
        return tuple(line for line in self.lines if line.scoring is not Scoring.VETO)

    def grade(self, total: Decimal) -> Grade | None:
        """Return the grade of a score; None when the scheme has none."""
        return next((grade for grade in self.grades if total >= grade.low), None)

    def weight(self, line: Line) -> Decimal:
        """Return a line's part of the full score."""
        return line.weight if self.adding is Adding.WEIGHTED else line.full

    def warnings(self) -> tuple[Fault, ...]:
        """Return what is allowed but worth a second look."""
        found = []
        if self.grades and self.grades[0].low == self.full:
            value = str(self.grades[0].low)
            found.append(Fault("grade_only_perfect", column="low", value=value))
        few = {Scoring.BANDS, Scoring.TARGET}
        for line in self.scored:
            if line.scoring in few and line.indicator in RATED and line.small_sample is None:
                found.append(Fault("few_cases", column=line.indicator, value=line.indicator))
        return tuple(found)

    def _faults(self) -> Iterator[Fault]:
        if not self.id:
            yield Fault("empty", column="id")
        if self.version < 1:
            yield Fault("not_positive", column="version", value=str(self.version))
        if not ZERO <= self.least_coverage <= 1:
            yield Fault(
                "share_out_of_range", column="least_coverage", value=str(self.least_coverage)
            )
        for line in self.lines:
            yield from line_faults(line)
        for name, times in Counter(line.indicator for line in self.lines).items():
            if times > 1:
                yield Fault("indicator_twice", column=name, value=name)
        yield from self._weight_faults()
        yield from self._block_faults()
        yield from self._grade_faults()

    def _weight_faults(self) -> Iterator[Fault]:
        if not self.scored:
            yield Fault("lines_missing", column="lines")
        elif self.adding is Adding.WEIGHTED:
            total = sum((line.weight for line in self.scored), ZERO)
            if total != FULL:
                yield Fault("weights_not_100", column="weight", value=str(total))
            for line in self.scored:
                if line.full != FULL:
                    yield Fault("full_not_100", column=line.indicator, value=str(line.full))

    def _block_faults(self) -> Iterator[Fault]:
        known = {block.id for block in self.blocks}
        for line in self.lines:
            if line.block and line.block not in known:
                yield Fault("block_unknown", column=line.indicator, value=line.block)
            if self.blocks and not line.block and line.scoring is not Scoring.VETO:
                yield Fault("block_missing", column=line.indicator, value=line.indicator)
        for block in self.blocks:
            inside = [self.weight(line) for line in self.scored if line.block == block.id]
            total = sum(inside, ZERO)
            if total != block.weight:
                details = {"weight": str(block.weight), "sum": " + ".join(map(str, inside)) or "0"}
                yield Fault("block_weight", column="weight", value=str(total), details=details)

    def _grade_faults(self) -> Iterator[Fault]:
        if not self.grades:
            return
        for attribute in ("id", "low"):
            values = [str(getattr(grade, attribute)) for grade in self.grades]
            for value, times in Counter(values).items():
                if times > 1:
                    yield Fault("grade_twice", column=attribute, value=value)
        if self.grades[-1].low != 0:
            yield Fault("grade_gap", column="low", value=str(self.grades[-1].low))
        if self.grades[0].low > self.full:
            yield Fault(
                "grade_unreachable",
                column="low",
                value=str(self.grades[0].low),
                details={"full": str(self.full)},
            )
        for name in ("coefficient", "amount"):
            yield from self._grade_pay_faults(name)

    def _grade_pay_faults(self, name: str) -> Iterator[Fault]:
        values: list[Decimal | None] = [getattr(grade, name) for grade in self.grades]
        known = [value for value in values if value is not None]
        if known and len(known) < len(values):
            yield Fault("grade_pay_missing", column=name)
        if any(value < 0 for value in known):
            yield Fault("negative", column=name)
        if known != sorted(known, reverse=True):
            yield Fault("grade_pay_not_ordered", column=name, value=", ".join(map(str, known)))


def scheme_for(schemes: Iterable[Scheme], kind: PostKind, month: Month) -> Scheme:
    """
    Return the scheme of a kind of post in force on the first of a month, the latest if several.

    Raises
    ------
    InputError
        When none was in force, or two begin on the same date.
    """
    in_force = [
        scheme
        for scheme in schemes
        if scheme.post_kind is kind and scheme.valid_from <= month.first
    ]
    if not in_force:
        raise InputError(Fault("scheme_missing", value=kind, details={"month": str(month)}))
    latest = max(scheme.valid_from for scheme in in_force)
    last = [scheme for scheme in in_force if scheme.valid_from == latest]
    best = max(last, key=lambda scheme: scheme.version)
    if any(
        scheme.id != best.id or (scheme is not best and scheme.version == best.version)
        for scheme in last
    ):
        raise InputError(Fault("scheme_ambiguous", value=kind, details={"month": str(month)}))
    return best
