"""Days on which platforms let rules rest, such as the Spring Festival or a big promotion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.keys import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.platforms.rules import PlatformRule

DAY = dt.timedelta(days=1)


class Occasion(StrEnum):
    """Why rules rest."""

    FESTIVAL = "festival"
    PROMOTION = "promotion"
    OTHER = "other"  # such as a flood or an epidemic


@dataclass(frozen=True, slots=True)
class Suspension:
    """
    A stretch of days a platform does not count.

    Parameters
    ----------
    id, platform
        Name of the suspension, and whose it is.
    title_zh, title_en
        For people to read.
    occasion
        Why.
    first, last
        Its days, both inclusive.
    source
        Where it was read, and how good that is.
    rules
        Ids of the rules that rest; empty: all of the platform.
    ours
        What of it is our own reading; empty: nothing.
    """

    id: str
    platform: Annotated[str, Key(is_apart=True)]
    title_zh: str
    title_en: str
    occasion: Occasion
    first: dt.date
    last: dt.date
    source: str
    rules: tuple[str, ...] = ()
    ours: str = ""

    def __post_init__(self) -> None:
        with gathering() as check:
            for column in ("id", "platform", "source"):
                check(bool(getattr(self, column)), "empty", column=column)
            good = self.first <= self.last
            check(good, "ends_before_start", column="last", value=self.last)

    def concerns(self, rule: PlatformRule) -> bool:
        """Return whether a rule is one of those that rest."""
        return rule.platform == self.platform and (not self.rules or rule.id in self.rules)


def resting_days(
    suspensions: Iterable[Suspension], rule: PlatformRule, first: dt.date, last: dt.date
) -> frozenset[dt.date]:
    """Return the days from first to last on which a rule rests."""
    return frozenset(
        begins + DAY * number
        for one in suspensions
        if one.concerns(rule)
        for begins, ends in ((max(first, one.first), min(last, one.last)),)
        for number in range((ends - begins).days + 1)
    )
