"""What the law says of working time, dated, and the other grounds on which nobody overrides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import ClockSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

HOUR_MIN = 60


class LegalGround(StrEnum):
    """On what a rule rests that nobody overrides."""

    DAY_HOURS = "day_hours"  # hours a day
    WEEK_HOURS = "week_hours"  # hours a week
    CONTRACT = "contract"  # hours beyond those agreed, without consent
    AVERAGED = "averaged"  # hours on average over an approved period
    WEEK_REST = "week_rest"  # days off a week
    OVERTIME_DAY = "overtime_day"  # hours of overtime a day
    OVERTIME_MONTH = "overtime_month"  # hours of overtime a month
    PROTECTED_NIGHTS = "protected_nights"  # nights of protected people
    PROTECTED_HOURS = "protected_hours"  # their overtime, and the nursing hour
    LEAVE = "leave"  # leave that was granted
    EMPLOYMENT = "employment"  # only who is employed works
    CERTIFICATE = "certificate"  # only who may do the work; no article asks it
    WHOLE = "whole"  # what no roster can mean, such as one person at two places


WITHOUT_ARTICLE = frozenset({LegalGround.CERTIFICATE, LegalGround.WHOLE})


@dataclass(frozen=True, slots=True)
class LegalHours:
    """
    What the law says of one ground from a date on.

    Parameters
    ----------
    topic
        The ground.
    valid_from
        First date it holds.
    article, article_en
        Law and article, in Chinese and in English.
    value
        The number in it (hours, days), where there is one.
    span
        The clock hours in it, where there are any.
    note
        What it says, and where it was read.
    """

    topic: LegalGround
    valid_from: dt.date
    article: str
    article_en: str
    value: float | None = None
    span: ClockSpan | None = None
    note: str = ""

    def __post_init__(self) -> None:
        require(bool(self.article), "empty", column="article")

    @property
    def named(self) -> dict[str, str]:
        """Return the article in both languages, as faults carry it."""
        return {"article": self.article, "article_en": self.article_en}


@dataclass(frozen=True, slots=True)
class WorkLaw:
    """
    The law on working time as it stands on a date.

    Parameters
    ----------
    date
        On which it stands so.
    limits
        One for every ground that has an article.
    """

    date: dt.date
    limits: tuple[LegalHours, ...]

    def __post_init__(self) -> None:
        known = {each.topic: each for each in self.limits}
        lacking = [ground for ground in LegalGround if ground not in {*known, *WITHOUT_ARTICLE}]
        lacking += [ground for ground in NUMBERS if ground in known and known[ground].value is None]
        if (
            LegalGround.PROTECTED_NIGHTS in known
            and known[LegalGround.PROTECTED_NIGHTS].span is None
        ):
            lacking.append(LegalGround.PROTECTED_NIGHTS)
        if lacking:
            raise InputError(Fault("work_law_missing", value=self.date.isoformat()))

    def __getitem__(self, ground: LegalGround) -> LegalHours:
        return next(each for each in self.limits if each.topic is ground)

    def number(self, ground: LegalGround) -> float:
        """Return the number of a ground that has one, in hours or days."""
        value = self[ground].value
        assert value is not None  # asked when it was made
        return value

    def minutes(self, ground: LegalGround) -> float:
        """Return the number of a ground that is of hours, in minutes."""
        return self.number(ground) * HOUR_MIN

    @property
    def night(self) -> ClockSpan:
        """Return the clock hours in which protected people may not work."""
        span = self[LegalGround.PROTECTED_NIGHTS].span
        assert span is not None  # asked when it was made
        return span

    def named(self, ground: LegalGround) -> dict[str, str]:
        """Return the article of a ground in both languages; empty where it has none."""
        return {} if ground in WITHOUT_ARTICLE else self[ground].named


NUMBERS = (
    LegalGround.DAY_HOURS,
    LegalGround.WEEK_HOURS,
    LegalGround.WEEK_REST,
    LegalGround.OVERTIME_DAY,
    LegalGround.OVERTIME_MONTH,
)


def work_law(limits: Iterable[LegalHours], date: dt.date) -> WorkLaw:
    """Return the latest of each ground that holds on a date; InputError where one is not known."""
    held = sorted((one for one in limits if one.valid_from <= date), key=lambda one: one.valid_from)
    latest = {one.topic: one for one in held}
    return WorkLaw(date, tuple(latest.values()))
