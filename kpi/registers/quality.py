"""
Service quality as the gap between what customers expect and what they perceive (SERVQUAL).

References
----------
Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988). SERVQUAL: a multiple-item scale for
measuring consumer perceptions of service quality. Journal of Retailing 64, 12-40.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt

from kpi.facts.facts import Dates, Floats, Ints
from scheduler.errors import Fault, InputError, gathering, require
from scheduler.keys import Key
from scheduler.simulate.estimate import student_t

if TYPE_CHECKING:
    from kpi.month import Month

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Question:
    """A statement customers rate twice; text in both languages."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """
    A side of quality.

    Parameters
    ----------
    id, title_zh, title_en
        Name and titles.
    weight
        Of 100 points over all dimensions.
    questions
        Four or five, as a rule.
    """

    id: str
    title_zh: str
    title_en: str
    weight: Decimal
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """
    A questionnaire in one of its versions.

    Parameters
    ----------
    id, version, valid_from
        Name, number, first date.
    scale
        The best mark; the worst is 1.
    dimensions
        Their weights are 100 together.
    source, ours
        Where it comes from, and what of it is ours.
    """

    id: str
    version: int
    valid_from: dt.date
    scale: int
    dimensions: Annotated[tuple[Dimension, ...], Key("dimension")]
    source: str = ""
    ours: str = ""

    def __post_init__(self) -> None:
        with gathering() as check:
            check(self.scale >= 2, "not_positive", column="scale", value=self.scale)
            total = sum((one.weight for one in self.dimensions), Decimal())
            check(total == FULL, "weights_not_100", column="weight", value=total)
            for one in self.dimensions:
                check(one.weight >= 0, "negative", column="weight", value=one.weight)
                check(len(one.questions) > 0, "empty", column="questions", value=one.id)
            names = Counter(question.id for one in self.dimensions for question in one.questions)
            for name, times in names.items():
                check(times == 1, "question_twice", column="id", value=name)

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the ids of all questions, dimension after dimension."""
        return tuple(question.id for one in self.dimensions for question in one.questions)


@dataclass(frozen=True, eq=False)
class Answers:
    """
    Marks customers gave; arrays of shape (answers,).

    Parameters
    ----------
    posts, respondents
        Names the indices point to.
    post, respondent
        Where they were served, and who answered.
    date
        When; ``datetime64[D]``.
    question
        Ids.
    expected, perceived
        From 1 to the survey's scale; NaN: not answered.
    """

    posts: tuple[str, ...]
    respondents: tuple[str, ...]
    post: Ints
    respondent: Ints
    date: Dates
    question: npt.NDArray[np.str_]
    expected: Floats
    perceived: Floats

    def __post_init__(self) -> None:
        for name in ("post", "respondent", "date", "question", "expected", "perceived"):
            values = np.array(getattr(self, name))
            require(values.shape == (len(self.expected),), "shape_differs", column=name)
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.expected)

    def where(self, *, post: str | None = None, month: Month | None = None) -> Answers:
        """Return the answers about a post, of a month."""
        rows = np.ones(len(self), dtype=bool)
        if post is not None:
            rows &= np.array([name == post for name in self.posts], dtype=bool)[self.post]
        if month is not None:
            rows &= (self.date >= np.datetime64(month.first)) & (
                self.date <= np.datetime64(month.last)
            )
        names = ("post", "respondent", "date", "question", "expected", "perceived")
        return Answers(self.posts, self.respondents, *(getattr(self, name)[rows] for name in names))


@dataclass(frozen=True, slots=True)
class QualityGap:
    """
    A gap: perceived - expected, so that a shortfall is below 0.

    Parameters
    ----------
    n
        Respondents.
    expected, perceived
        Mean marks over respondents.
    gap
        Their difference.
    half_width
        Half its 95 % interval over respondents (Student's t); NaN with a single one.
    """

    n: int
    expected: float
    perceived: float
    gap: float
    half_width: float


@dataclass(frozen=True)
class Quality:
    """
    Service quality by dimension and as a whole.

    Parameters
    ----------
    survey
        The questionnaire.
    by_dimension
        Gap of each dimension with answers, by its id.
    unweighted, weighted
        Gap over the dimensions, of respondents who rated them all; None: nobody did.
    """

    survey: Survey
    by_dimension: dict[str, QualityGap]
    unweighted: QualityGap | None
    weighted: QualityGap | None

    @cached_property
    def worst(self) -> str | None:
        """Return the dimension with the largest shortfall; None: nothing is known."""
        gaps = self.by_dimension
        return min(gaps, key=lambda name: gaps[name].gap) if gaps else None


def quality(answers: Answers, survey: Survey) -> Quality:
    """
    Return the gaps of a survey; a respondent counts once in each dimension, with the mean of it.

    Raises
    ------
    InputError
        When a mark lies off the scale, or a question is not of the survey.
    """
    _check(answers, survey)
    both = ~np.isnan(answers.expected) & ~np.isnan(answers.perceived)
    size = len(answers.respondents)
    shape = (len(survey.dimensions), 2, size)
    means = np.full(shape, np.nan)
    for at, dimension in enumerate(survey.dimensions):
        rows = both & np.isin(answers.question, [one.id for one in dimension.questions])
        who = answers.respondent[rows]
        times = np.bincount(who, minlength=size)
        for side, marks in enumerate((answers.expected, answers.perceived)):
            sums = np.bincount(who, marks[rows], size)
            means[at, side] = np.where(times > 0, sums / np.maximum(times, 1), np.nan)
    found = {
        dimension.id: gap
        for dimension, (expected, perceived) in zip(survey.dimensions, means, strict=True)
        if (gap := _gap(expected, perceived)) is not None
    }
    weights = np.array([float(one.weight) for one in survey.dimensions])
    equal = np.full(len(weights), 1 / len(weights))
    return Quality(
        survey,
        found,
        _gap(*np.tensordot(equal, means, axes=1)),
        _gap(*np.tensordot(weights / weights.sum(), means, axes=1)),
    )


def _gap(expected: Floats, perceived: Floats) -> QualityGap | None:
    known = ~np.isnan(expected) & ~np.isnan(perceived)
    count = int(known.sum())
    if not count:
        return None
    gaps = (perceived - expected)[known]
    width = float("nan")
    if count > 1:
        width = student_t(count - 1) * float(gaps.std(ddof=1)) / count**0.5
    means = float(expected[known].mean()), float(perceived[known].mean())
    return QualityGap(count, *means, float(gaps.mean()), width)


def _check(answers: Answers, survey: Survey) -> None:
    faults = []
    unknown = sorted(set(answers.question.tolist()) - set(survey.questions))
    faults += [Fault("question_unknown", column="question", value=name) for name in unknown]
    for column in ("expected", "perceived"):
        marks = getattr(answers, column)
        off = marks[(marks < 1) | (marks > survey.scale)]
        if len(off):
            details = {"limit": survey.scale}
            faults.append(
                Fault("mark_off_scale", column=column, value=f"{off[0]:g}", details=details)
            )
    if faults:
        raise InputError(faults)
