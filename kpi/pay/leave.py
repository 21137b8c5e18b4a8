"""What law and firm say of the pay of days of leave."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from kpi.facts.leave_days import LeaveKind
from scheduler.errors import Fault, require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.month import Month
    from kpi.pay.pay_part import PayPart


class LeastOf(StrEnum):
    """Of what the law asks for a share."""

    BASE = "base"
    MINIMUM_WAGE = "minimum_wage"


@dataclass(frozen=True, slots=True)
class LeaveLaw:
    """
    What the law makes of a kind of leave from a date on.

    Parameters
    ----------
    kind, valid_from
        Which, and the first date it holds.
    least, of
        Least share that is paid for a day, and of what.
    names
        What absences of the kind are called, beside its own name; at least one.
    article, article_en
        Law and article, in Chinese and in English.
    is_insurable
        Whether an insurance may pay in the employer's place.
    note
        What it says.
    """

    kind: LeaveKind
    valid_from: dt.date
    least: Decimal
    of: LeastOf
    article: str
    article_en: str
    names: tuple[str, ...]
    is_insurable: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        require(bool(self.article), "empty", column="article")
        require(bool(self.names), "empty", column="name")
        good = 0 <= self.least <= 1
        require(good, "share_out_of_range", column="share", value=self.least)


@dataclass(frozen=True, slots=True)
class UnusedLeave:
    """
    Annual leave that somebody who leaves in the month has not taken.

    Parameters
    ----------
    agent_id, days
        Who, and how many whole days.
    factor
        What the law asks for such a day, on a day's pay; 1 of it is that of the day itself.
    """

    agent_id: str
    days: int
    factor: Decimal


def leave_laws_in(laws: Iterable[LeaveLaw], month: Month) -> tuple[LeaveLaw, ...]:
    """Return the latest law on each kind that holds on the first of a month."""
    held = [law for law in laws if law.valid_from <= month.first]
    latest = {law.kind: law for law in sorted(held, key=lambda law: law.valid_from)}
    return tuple(latest[kind] for kind in LeaveKind if kind in latest)


def leave_names(laws: Iterable[LeaveLaw]) -> dict[str, LeaveKind]:
    """Return the kind that each name of an absence, in small letters, stands for."""
    return {name.casefold(): law.kind for law in laws for name in (law.kind.value, *law.names)}


def leave_faults(parts: Iterable[PayPart], laws: Iterable[LeaveLaw]) -> list[Fault]:
    """Return a fault for each kind of leave that a pay scheme pays below the law."""
    by_kind = {law.kind: law for law in laws}
    faults = []
    for part in parts:
        law = by_kind.get(part.leave) if part.kind == "leave" else None
        if part.kind != "leave" or law is None:
            continue
        told = {"kind": law.names[0], "kind_en": law.kind.value}
        if part.is_insured and not law.is_insurable:
            faults.append(Fault("leave_not_insurable", column="insured", details=told))
        elif law.of is LeastOf.BASE and part.share < law.least and not part.is_insured:
            told |= {"least": str(law.least)}
            told |= {"article": law.article, "article_en": law.article_en}
            share = str(part.share)
            faults.append(Fault("leave_below_law", column="share", value=share, details=told))
    return faults
