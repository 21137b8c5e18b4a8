"""Pay schemes: what is paid beside the base, part by part; dated and versioned like schemes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from kpi.facts.presences import PresenceLimits
from kpi.pay.hour_pay import HourRules
from kpi.pay.part_faults import faults_of
from kpi.pay.pay_part import PayPart, once_of
from scheduler.errors import Fault, InputError, gathering, require
from scheduler.keys import Key, Plausible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.month import Month


@dataclass(frozen=True, slots=True)
class PayScheme:
    """
    A pay scheme in one of its versions; one with a fault cannot be made.

    Parameters
    ----------
    id, version
        Name, such as ``D``, and number of the version, at least 1.
    title_zh, title_en
        For people to read.
    valid_from
        First date on which it may pay; never backwards.
    parts
        At least one, where it says nothing else.
    source
        Where it comes from.
    ours
        What of it is our own repair or completion; empty: nothing.
    hours
        By what overtime and holidays are paid; None: as ``FIRM`` says.
    presence
        Which presences are in doubt; of ``FIRM`` alone.
    outlier_factor
        Above how many times more or less than in the month before somebody's pay is asked about,
        above 1; None: as ``FIRM`` says.
    """

    id: str
    version: int
    title_zh: str
    title_en: str
    valid_from: dt.date
    parts: Annotated[tuple[PayPart, ...], Key("part", is_apart=True)]
    source: str = ""
    ours: str = ""
    hours: HourRules | None = None
    presence: PresenceLimits | None = None
    outlier_factor: Annotated[Decimal | None, Plausible(1.05, 20)] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.id), "empty", column="id")
            check(self.version >= 1, "not_positive", column="version", value=self.version)
            said = self.parts or self.hours or self.presence or self.outlier_factor
            check(bool(said) or self.id == FIRM, "empty", column="part")
            good = self.presence is None or self.id == FIRM
            check(good, "firm_alone", column="presence", value=self.id, firm=FIRM)
            factor = self.outlier_factor
            good = factor is None or factor > 1
            check(good, "not_above_1", column="outlier_factor", value=factor)
        faults = [fault for part in self.parts for fault in faults_of(part)]
        names = Counter(once_of(part) for part in self.parts)
        faults += [Fault("part_twice", value=name) for name, times in names.items() if times > 1]
        if faults:
            raise InputError(faults)

    def part(self, kind: type[PayPart]) -> PayPart | None:
        """Return the first part of a kind; None when there is none."""
        return next((part for part in self.parts if isinstance(part, kind)), None)


FIRM = "firm"
"""Id of the pay scheme that holds for everybody, in what the scheme of a plan says nothing of."""


def firm_scheme(schemes: Iterable[PayScheme], month: Month) -> PayScheme | None:
    """Return the version of the firm's own scheme in force on the first of a month; None: none."""
    held = [one for one in schemes if one.id == FIRM and one.valid_from <= month.first]
    return pay_scheme_for(held, FIRM, month) if held else None


def pay_scheme_for(schemes: Iterable[PayScheme], scheme_id: str, month: Month) -> PayScheme:
    """Return the latest version of a scheme in force on the first of a month; raises without."""
    held = [one for one in schemes if one.id == scheme_id and one.valid_from <= month.first]
    require(len(held) > 0, "pay_scheme_missing", value=scheme_id, month=str(month))
    return max(held, key=lambda one: (one.valid_from, one.version))
