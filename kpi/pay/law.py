"""What the law allows of pay, dated; what would break it is refused and the article named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.month import Month


class Topic(StrEnum):
    """What a limit is about."""

    MINIMUM_WAGE = "minimum_wage"  # normal pay is not below the local minimum wage
    FINE = "fine"  # an employer may not fine
    DAMAGE_SHARE = "damage_share"  # largest share of a month's wage withheld for damage
    OVERTIME_DAY = "overtime_day"  # hours of overtime a day
    OVERTIME_MONTH = "overtime_month"  # hours of overtime a month
    TIME_OFF = "time_off"  # leave replaces overtime pay on rest days only


@dataclass(frozen=True, slots=True)
class LegalLimit:
    """
    One limit from a date on.

    Parameters
    ----------
    topic
        What the rule is about, by which it is grouped and named.
    valid_from
        First date it holds.
    article, article_en
        Law and article, in Chinese and in English; empty: as in Chinese.
    value
        The number in it, where there is one.
    note
        Where the text was read, and what it says.
    """

    topic: Topic
    valid_from: dt.date
    article: str
    value: Decimal | None = None
    note: str = ""
    article_en: str = ""

    def __post_init__(self) -> None:
        require(bool(self.article), "empty", column="article")

    @property
    def named(self) -> dict[str, str]:
        """Return the article in both languages, as faults carry it."""
        return {"article": self.article, "article_en": self.article_en or self.article}


@dataclass(frozen=True, slots=True)
class PayLaw:
    """
    The limits in force in a month.

    Parameters
    ----------
    limits
        One for each topic.
    """

    limits: tuple[LegalLimit, ...]

    def __post_init__(self) -> None:
        missing = set(Topic) - {limit.topic for limit in self.limits}
        if missing:
            raise InputError(Fault("law_missing", value=topic) for topic in sorted(missing))

    def __getitem__(self, topic: Topic) -> LegalLimit:
        return next(limit for limit in self.limits if limit.topic is topic)

    def number(self, topic: Topic) -> Decimal:
        """Return the number of a limit that has one."""
        value = self[topic].value
        require(value is not None, "law_missing", value=topic)
        assert value is not None
        return value


def pay_law(limits: Iterable[LegalLimit], month: Month) -> PayLaw:
    """Return the latest limit of each topic that holds on the first of a month."""
    held = [limit for limit in limits if limit.valid_from <= month.first]
    latest = {limit.topic: limit for limit in sorted(held, key=lambda one: one.valid_from)}
    return PayLaw(tuple(latest[topic] for topic in Topic if topic in latest))
