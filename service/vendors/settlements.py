"""Settlements of vendors' months: making one, signing it on both sides, objecting, reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.vendors.settlement import Charge, NumberFrom, Remark, Settlement, SettlementLine
from scheduler.errors import require
from service.access.permit import reached
from service.vendors.month_of_vendor import settled
from store.vendors import KeptSettlement, SettlementState, SettlementStep, SigningSide, StepAct

if TYPE_CHECKING:
    from kpi.month import Month
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = [
    "Charge",
    "KeptSettlement",
    "NumberFrom",
    "Remark",
    "Settlement",
    "SettlementLine",
    "SettlementState",
    "SettlementStep",
    "SigningSide",
    "StepAct",
]

SIGNING = {SigningSide.VENDOR: "settlement_signed_by_vendor", SigningSide.SHOP: "settlement_signed"}
"""The action by which each side signs; whoever may do it may object for that side."""
BEFORE = {
    SigningSide.VENDOR: SettlementState.DRAFT,
    SigningSide.SHOP: SettlementState.VENDOR_SIGNED,
}
"""How far a settlement must be for each side to sign: the vendor first."""


def vendors_with_people(desk: Desk) -> tuple[str, ...]:
    """Return the vendors that send teams, those that whoever looks may see."""
    desk.require_reading("vendors")
    with desk.read() as unit:
        teams = set(unit.staff.teams(desk.shop_id).values())
        sent = unit.grants.vendors(desk.shop_id)
        return tuple(sorted({vendor for team, vendor in sent.items() if team in teams}))


def settlements(desk: Desk, month: Month | None = None) -> tuple[KeptSettlement, ...]:
    """
    Return the settlements of the vendors that whoever looks may see, all versions, in order.

    Raises
    ------
    InputError
        When their role sees no settlements at all.
    """
    desk.require_reading("vendors")
    with desk.read() as unit:
        return unit.vendors.settlements(desk.shop_id, month)


def newest(desk: Desk, vendor: str, month: Month) -> KeptSettlement:
    """Return a month's newest settlement; raises InputError without one that may be seen."""
    desk.require_reading("vendors")
    with desk.read() as unit:
        return _newest(unit, desk.shop_id, vendor, month)


def _newest(unit: Unit, shop_id: str, vendor: str, month: Month) -> KeptSettlement:
    found = unit.vendors.settlements(shop_id, month, vendor)
    require(bool(found), "settlement_none", value=vendor, month=month)
    return found[-1]


def is_current(desk: Desk, vendor: str, month: Month) -> bool:
    """
    Return whether a month's newest settlement is what would be made of it now.

    It is worked out from rows that a vendor's supervisor does not see, and only this is told.
    """
    kept = newest(desk, vendor, month)
    with desk.database.read() as unit:
        return _is_current(unit, desk.shop_id, kept)


def _is_current(unit: Unit, shop_id: str, kept: KeptSettlement) -> bool:
    told = kept.settlement
    return settled(unit, shop_id, told.vendor, told.month) == told


def make_settlement(desk: Desk, vendor: str, month: Month) -> KeptSettlement:
    """
    Work out a vendor's month and keep it as a draft to be signed; return it.

    Raises
    ------
    InputError
        When the vendor sends no team or has no contract in the month, both have signed already,
        or nothing is different from the newest one, to which nobody objected.
    """
    with desk.write("settlement_made", _subject(vendor, month)) as unit:
        made = settled(unit, desk.shop_id, vendor, month)
        for old in unit.vendors.settlements(desk.shop_id, month, vendor)[-1:]:
            locked = old.state is SettlementState.LOCKED
            require(not locked, "settlement_locked", value=vendor, month=month)
            same = old.settlement == made and old.state is not SettlementState.OBJECTED
            require(not same, "settlement_same", value=vendor, number=old.number, month=month)
        number = unit.vendors.add_settlement(desk.shop_id, made, desk.stamp)
        unit.note(vendor, {"month": str(month), "number": str(number)})
        return _newest(unit, desk.shop_id, vendor, month)


def sign(desk: Desk, vendor: str, month: Month, number: int, side: SigningSide) -> None:
    """
    Sign a settlement for one side: the vendor's first, then ours, which locks it.

    Raises
    ------
    InputError
        When it is not the newest, it is not this side's turn, the month is not over, what it
        rests on has changed since it was made, or the same person signed for the other side.
    """
    _require_side(desk, side, vendor)
    with desk.write(SIGNING[side]) as unit:
        unit.touch(_subject(vendor, month))
        kept = _to_be_signed(unit, vendor, month, number)
        turn = kept.state is BEFORE[side]
        require(turn, f"settlement_turn_{side}", value=vendor, number=number)
        over = month.last < unit.today
        require(over, "settlement_month_runs", value=vendor, month=month)
        if desk.person.grants is not None:
            others = {one.entered.by for one in kept.steps}
            require(desk.by not in others, "settlement_same_person", value=desk.by)
        current = _is_current(unit, desk.shop_id, kept)
        require(current, "settlement_stale", value=vendor, number=number, month=month)
        _take(unit, kept, SettlementStep(side, StepAct.SIGNED, "", desk.stamp))


def object_to(
    desk: Desk, vendor: str, month: Month, number: int, side: SigningSide, *, reason: str
) -> None:
    """
    Object to a settlement for one side, with the reason: a new one is needed then.

    Raises
    ------
    InputError
        When it is not the newest, is locked or objected to already, or no reason is given.
    """
    _require_side(desk, side, vendor)
    with desk.write("settlement_objected") as unit:
        unit.touch(_subject(vendor, month))
        kept = _to_be_signed(unit, vendor, month, number)
        require(bool(reason.strip()), "empty", column="reason")
        _take(unit, kept, SettlementStep(side, StepAct.OBJECTED, reason.strip(), desk.stamp))


def _require_side(desk: Desk, side: SigningSide, vendor: str) -> None:
    """Raise InputError unless whoever acts may sign for a side, and of this vendor."""
    desk.permit(desk.person, desk.shop_id, SIGNING[side])
    over = reached(desk.person, desk.shop_id, SIGNING[side])
    good = over.is_whole or vendor in over.vendors
    require(good, "vendor_beyond", column="vendor", value=vendor)


def _to_be_signed(unit: Writing, vendor: str, month: Month, number: int) -> KeptSettlement:
    """Return the newest settlement, which must be the one of a number, and open."""
    kept = _newest(unit, unit.shop_id, vendor, month)
    is_newest = kept.number == number
    require(is_newest, "settlement_superseded", value=vendor, number=number, newest=kept.number)
    for state in (SettlementState.LOCKED, SettlementState.OBJECTED):
        require(kept.state is not state, f"settlement_{state}", value=vendor, month=month)
    return kept


def _take(unit: Writing, kept: KeptSettlement, step: SettlementStep) -> None:
    unit.vendors.add_step(unit.shop_id, kept, step)
    told = {"month": str(kept.settlement.month), "number": str(kept.number)}
    unit.note(kept.settlement.vendor, told | ({"reason": step.reason} if step.reason else {}))


def _subject(vendor: str, month: Month) -> tuple[object, ...]:
    return ("settlement", vendor, month)
