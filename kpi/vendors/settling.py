"""How a vendor's month comes to money: what each contract charges, deducts and taxes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better
from kpi.pay.reckoning import to_fen
from kpi.vendors.contract import HOUR_MIN, ZERO, SeatDays
from kpi.vendors.settlement import (
    Charge,
    LineRemark,
    NumberFrom,
    Remark,
    Settlement,
    SettlementLine,
    SettlementTax,
)
from kpi.vendors.vendor_month import DayCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi.month import Month
    from kpi.vendors.contract import DeductionStep, Promised, VendorContract
    from kpi.vendors.vendor_month import VendorMonth


def settle(contracts: Iterable[VendorContract], found: VendorMonth) -> Settlement:
    """Return what a vendor's month comes to by the contracts that hold on any of its days."""
    held = tuple(one for one in contracts if one.vendor == found.vendor and found.days(one))
    lines: list[SettlementLine] = []
    taxes: list[SettlementTax] = []
    for contract in sorted(held, key=lambda one: (one.first, one.name)):
        charged = list(_charges(contract, found))
        deducted = list(_deductions(contract, found, _sum(charged)))
        lines += [*charged, *deducted]
        if contract.tax_share:
            taxes.append(_tax(contract, _sum(charged) + _sum(deducted)))
    return Settlement(found.vendor, found.month, held, found.people, tuple(lines), tuple(taxes))


def _charges(contract: VendorContract, found: VendorMonth) -> Iterator[SettlementLine]:
    """Yield the lines of what is charged, the least for a month last."""
    lines = [
        *([_seats(contract, found)] if contract.seat_price else ()),
        *_hours(contract, found),
        *([_counted(contract, found, Charge.CHAT)] if contract.chat_price else ()),
        *([_counted(contract, found, Charge.ORDER)] if contract.order_price else ()),
    ]
    yield from lines
    least = to_fen(_by_days(contract.least_month, len(found.days(contract)), found.month))
    if least > _sum(lines):
        missing = least - _sum(lines)
        days = Decimal(len(found.days(contract)))
        price = contract.least_month
        yield SettlementLine(contract.name, Charge.LEAST, NumberFrom.CONTRACT, days, price, missing)


def _seats(contract: VendorContract, found: VendorMonth) -> SettlementLine:
    days = found.days(contract)
    notes: tuple[LineRemark, ...] = ()
    ground = NumberFrom.CONTRACT
    held = dict.fromkeys(days, contract.seats)
    if contract.seat_days is SeatDays.PRESENT:
        there = found.seats(contract, is_attended=None)
        held = {date: min(contract.seats, there[date]) for date in days}
        planned = sum(found.seats(contract, is_attended=False).values())
        attended = sum(found.seats(contract, is_attended=True).values())
        ground = _ground(attended, planned)
        notes = _notes(found, planned)
    quantity = sum(held.values())
    parts = tuple(DayCount("", date, Decimal(count)) for date, count in held.items() if count)
    amount = to_fen(_by_days(contract.seat_price, quantity, found.month))
    return SettlementLine(
        contract.name, Charge.SEAT, ground, Decimal(quantity), contract.seat_price, amount,
        notes=notes, parts=parts,
    )  # fmt: skip


def _hours(contract: VendorContract, found: VendorMonth) -> Iterator[SettlementLine]:
    """Yield the lines of hours and nights: those attended, and apart those only planned."""
    priced = [(Charge.HOUR, contract.hour_price)] if contract.hour_price else []
    priced += [(Charge.NIGHT, contract.night_hour)] if contract.prices_nights else []
    ways = {NumberFrom.ATTENDANCE: True, NumberFrom.PLANNED: False}
    worked = {way: attended for way, attended in ways.items()
              if found.minutes(contract, is_attended=attended)}  # fmt: skip
    for charge, price in priced:
        is_night = charge is Charge.NIGHT
        counted = {
            ground: found.minutes(contract, is_attended=attended, is_night=is_night)
            for ground, attended in (worked or ways).items()
        }
        known = {ground: parts for ground, parts in counted.items() if parts}
        for ground, parts in (known or dict([*counted.items()][:1])).items():
            line = SettlementLine(contract.name, charge, ground, ZERO, price, ZERO, parts=parts)
            planned = len(parts) if ground is NumberFrom.PLANNED else 0
            notes = () if worked else (LineRemark(Remark.NOTHING_KNOWN),)
            yield _timed(line, (*_notes(found, planned), *notes))


def _timed(line: SettlementLine, notes: tuple[LineRemark, ...]) -> SettlementLine:
    """Return a line of minutes with its sum and amount."""
    minutes = sum((one.count for one in line.parts), ZERO)
    amount = to_fen(Fraction(line.price) * Fraction(minutes) / HOUR_MIN)
    return replace(line, quantity=minutes, amount=amount, notes=notes)


def _counted(contract: VendorContract, found: VendorMonth, charge: Charge) -> SettlementLine:
    is_chat = charge is Charge.CHAT
    column = "replied" if is_chat else "orders_paid"
    price = contract.chat_price if is_chat else contract.order_price
    parts = found.counts(contract, column)
    count = sum((one.count for one in parts), ZERO)
    unknown = found.unknown(contract, column)
    notes = (LineRemark(Remark.UNKNOWN_DAYS, unknown),) if unknown and parts else ()
    notes = (*(notes if parts else (LineRemark(Remark.NOTHING_KNOWN),)), *_undated(found))
    return SettlementLine(
        contract.name, charge, NumberFrom.FACTS, count, price, to_fen(price * count),
        notes=notes, parts=parts,
    )  # fmt: skip


def _deductions(
    contract: VendorContract, found: VendorMonth, charged: Decimal
) -> Iterator[SettlementLine]:
    """Yield a line for each target, what is given back beyond the most last."""
    lines = [
        _deduction(contract, found, target, charged)
        for target in dict.fromkeys(one.target for one in contract.deductions)
    ]
    yield from lines
    most = to_fen(charged * contract.cap_share)
    beyond = -_sum(lines) - most
    if beyond > 0:
        yield SettlementLine(
            contract.name, Charge.CAP, NumberFrom.CONTRACT, Decimal(1), most, beyond,
            share=contract.cap_share,
        )  # fmt: skip


def _deduction(
    contract: VendorContract, found: VendorMonth, target: Promised, charged: Decimal
) -> SettlementLine:
    over, under = found.measured(contract, target)
    steps = [one for one in contract.deductions if one.target is target]
    missed = [one for one in steps if under and _is_missed(one, over, under)]
    line = SettlementLine(
        contract.name, Charge.DEDUCTION, NumberFrom.FACTS, under, ZERO, ZERO, target,
        over / under if under else None,
    )  # fmt: skip
    if not missed:
        remark = Remark.MET if under else Remark.NOT_MEASURED
        return replace(line, notes=(LineRemark(remark),))
    worst = (max if _is_lower_better(target) else min)(missed, key=lambda one: one.limit)
    amount = -to_fen(charged * worst.share + worst.amount)
    return replace(line, price=worst.amount, amount=amount, limit=worst.limit, share=worst.share)


def _is_missed(step: DeductionStep, over: Decimal, under: Decimal) -> bool:
    """Return whether a value is worse than a step's limit; compared without dividing."""
    if _is_lower_better(step.target):
        return over > step.limit * under
    return over < step.limit * under


def _is_lower_better(target: Promised) -> bool:
    return INDICATORS[target].better is Better.LOWER


def _tax(contract: VendorContract, amount: Decimal) -> SettlementTax:
    if contract.includes_tax:
        share = Fraction(contract.tax_share)
        tax = to_fen(Fraction(amount) * share / (1 + share))
    else:
        tax = to_fen(amount * contract.tax_share)
    return SettlementTax(contract.name, contract.tax_share, amount, tax, contract.includes_tax)


def _by_days(price: Decimal, days: int, month: Month) -> Fraction:
    """Return a month's price for so many of its days."""
    return Fraction(price) * days / ((month.last - month.first).days + 1)


def _ground(attended: int, planned: int) -> NumberFrom:
    if attended and planned:
        return NumberFrom.MIXED
    return NumberFrom.ATTENDANCE if attended else NumberFrom.PLANNED


def _notes(found: VendorMonth, planned: int) -> tuple[LineRemark, ...]:
    notes = (LineRemark(Remark.PLANNED, planned),) if planned else ()
    if found.unrostered:
        notes = (*notes, LineRemark(Remark.UNROSTERED, len(found.unrostered)))
    if found.beyond_min:
        notes = (*notes, LineRemark(Remark.BEYOND, found.beyond_min))
    return (*notes, *_undated(found))


def _undated(found: VendorMonth) -> tuple[LineRemark, ...]:
    return (LineRemark(Remark.UNDATED, found.undated),) if found.undated else ()


def _sum(lines: Iterable[SettlementLine]) -> Decimal:
    return sum((one.amount for one in lines), ZERO)
