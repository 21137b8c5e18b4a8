"""How long records of people are kept: at least as the law has it, longer where a shop says so."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_MONTHS = 1200
YEAR = 12


class KeptTopic(StrEnum):
    """What is kept for a time of its own."""

    PAY = "pay"  # pay, what it rests on, and whose it is
    CONTRACT = "contract"  # the line of the staff list
    DECISIONS = "decisions"  # scores, objections and answers
    LOOKS = "looks"  # who looked at pay and scores


class KeptSince(StrEnum):
    """From when a time counts: the end of the month in which that was."""

    PAID = "paid"
    LEFT = "left"
    DECIDED = "decided"
    LOOKED = "looked"


@dataclass(frozen=True, slots=True)
class RetentionLaw:
    """
    How long the law has something kept at least.

    Parameters
    ----------
    topic, since
        What, and from when it counts.
    valid_from
        Since when the law says so.
    months
        At least.
    article, article_en
        Where it is said.
    note
        What the law means by it, in English.
    """

    topic: KeptTopic
    since: KeptSince
    valid_from: dt.date
    months: int
    article: str
    article_en: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeptFor:
    """How many months a shop keeps something, where that is longer than the law asks."""

    topic: KeptTopic
    months: int

    def __post_init__(self) -> None:
        good = 0 < self.months <= MOST_MONTHS
        require(good, "kept_months", column="months", value=self.months, most=MOST_MONTHS)


def laws_on(laws: Iterable[RetentionLaw], date: dt.date) -> dict[KeptTopic, RetentionLaw]:
    """Return what the law says of each topic on a date; raises InputError where it is unknown."""
    known = sorted((one for one in laws if one.valid_from <= date), key=lambda one: one.valid_from)
    found = {one.topic: one for one in known}
    missing = [topic for topic in KeptTopic if topic not in found]
    if missing:
        raise InputError(Fault("law_missing", value=date.isoformat()))
    return found


def require_lawful(kept: KeptFor, law: RetentionLaw) -> None:
    """Raise InputError where something would be kept for less than the law asks."""
    good = kept.months >= law.months
    require(good, "kept_too_short", column="months", value=kept.months, least=law.months)


def months_kept(
    law: Mapping[KeptTopic, RetentionLaw], own: Iterable[KeptFor]
) -> dict[KeptTopic, int]:
    """Return how many months each topic is kept: the shop's own, and never below the law."""
    told = {one.topic: one.months for one in own}
    return {topic: max(one.months, told.get(topic, 0)) for topic, one in law.items()}


def kept_until(happened: dt.date, months: int) -> dt.date:
    """Return the last day on which something is kept: the end of a month."""
    year, month = divmod(happened.year * YEAR + happened.month - 1 + months, YEAR)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
