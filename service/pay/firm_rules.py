"""The firm's own pay scheme, changed part by part: kinds of leave, and allowances for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.pay.leave import leave_faults, leave_laws_in
from kpi.pay.pay_part import Allowance, LeavePay, UnusedLeavePay, once_of
from kpi.pay.pay_scheme import FIRM, PayScheme
from scheduler.errors import InputError, require
from store.files.kpi_law import leave_laws

if TYPE_CHECKING:
    import datetime as dt

    from kpi.pay.leave import LeaveLaw
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Allowance", "LeavePay", "UnusedLeavePay"]

TITLES = "公司薪资规定", "The firm's pay rules"
FirmPart = LeavePay | UnusedLeavePay | Allowance


def firm_rules(desk: Desk) -> tuple[PayScheme, ...]:
    """Return all versions of the firm's scheme, the newest first."""
    with desk.read() as unit:
        return _versions(unit, desk.shop_id)


def law_on_leave(date: dt.date) -> tuple[LeaveLaw, ...]:
    """Return what the law makes of each kind of leave on a date."""
    return leave_laws_in(leave_laws(), Month.of(date))


def save_part(desk: Desk, part: FirmPart, valid_from: dt.date) -> PayScheme:
    """
    Keep a new version of the firm's scheme with a part, in place of the one for the same.

    Raises
    ------
    InputError
        When the part breaks the law, or a newer version holds already.
    """
    return _change(desk, part, valid_from, is_kept=True)


def remove_part(desk: Desk, part: FirmPart, valid_from: dt.date) -> PayScheme:
    """Keep a new version of the firm's scheme without a part; likewise."""
    return _change(desk, part, valid_from, is_kept=False)


def _change(desk: Desk, part: FirmPart, valid_from: dt.date, *, is_kept: bool) -> PayScheme:
    with desk.write("pay_scheme_saved", ("pay_scheme", FIRM)) as unit:
        unit.shops.get(desk.shop_id)
        newest = next(iter(_versions(unit, desk.shop_id)), None)
        good = newest is None or newest.valid_from <= valid_from
        before = None if newest is None else newest.valid_from
        require(good, "firm_rules_before", column="valid_from", value=valid_from, newest=before)
        others = () if newest is None else newest.parts
        parts = tuple(one for one in others if once_of(one) != once_of(part))
        parts = (*parts, part) if is_kept else parts
        if newest is None:
            scheme = PayScheme(FIRM, 1, *TITLES, valid_from, parts)
        else:
            version = newest.version + 1
            scheme = replace(newest, version=version, valid_from=valid_from, parts=parts)
        faults = leave_faults(parts, law_on_leave(valid_from))
        if faults:
            raise InputError(faults)
        unit.enter(scheme, subject=FIRM, date=valid_from)
        unit.note(FIRM, {"version": str(scheme.version)})
        return scheme


def _versions(unit: Unit, shop_id: str) -> tuple[PayScheme, ...]:
    kept = [one.value for one in unit.register.all(shop_id, PayScheme, subject=FIRM)]
    return tuple(sorted(kept, key=lambda one: (one.valid_from, one.version), reverse=True))
