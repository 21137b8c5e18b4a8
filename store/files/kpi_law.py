"""What the law makes of overtime, leave and records of people: dated data that ships with it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kpi.pay.leave import LeaveLaw, leave_laws_in, leave_names
from kpi.pay.payout import OvertimeLaw
from kpi.registers.annual_leave import AnnualLaw
from kpi.registers.retention import RetentionLaw
from scheduler.errors import Fault, InputError
from store.files.toml_value import list_in

if TYPE_CHECKING:
    from kpi.facts.leave_days import LeaveKind
    from kpi.month import Month


@lru_cache(maxsize=1)
def overtime_laws() -> tuple[OvertimeLaw, ...]:
    """Return the law in all its versions, the oldest first."""
    laws = list_in("law", "overtime_cn.toml", "law", OvertimeLaw)
    return tuple(sorted(laws, key=lambda law: law.valid_from))


@lru_cache(maxsize=1)
def leave_laws() -> tuple[LeaveLaw, ...]:
    """Return what the law makes of each kind of leave, in all its versions."""
    return list_in("law", "leave_cn.toml", "leave", LeaveLaw)


def leave_law_in(month: Month) -> tuple[LeaveLaw, ...]:
    """Return what the law makes of each kind of leave in a month."""
    return leave_laws_in(leave_laws(), month)


@lru_cache(maxsize=1)
def annual_laws() -> tuple[AnnualLaw, ...]:
    """Return how annual leave accrues, in all versions of the law."""
    return list_in("law", "leave_cn.toml", "annual", AnnualLaw)


@lru_cache(maxsize=1)
def retention_laws() -> tuple[RetentionLaw, ...]:
    """Return how long records of people are kept at least, in all versions of the law."""
    return list_in("law", "retention_cn.toml", "term", RetentionLaw)


@lru_cache(maxsize=1)
def absence_kinds() -> dict[str, LeaveKind]:
    """Return the kind of leave that each name of an absence stands for."""
    return leave_names(leave_laws())


def overtime_law(month: Month) -> OvertimeLaw:
    """Return the law in force on the first of a month; raises InputError when none is known."""
    known = [law for law in overtime_laws() if law.valid_from <= month.first]
    if not known:
        raise InputError(Fault("law_missing", value=str(month)))
    return known[-1]
