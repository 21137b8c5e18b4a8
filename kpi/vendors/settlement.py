"""
A vendor's month in money: one line for each thing that is priced, with where its number came from.

Each line is rounded once, half up to the fen; what is due is the sum of the rounded lines and of
the taxes that come on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kpi.month import Month
from kpi.vendors.contract import ZERO, Promised, VendorContract
from kpi.vendors.vendor_month import DayCount


class Charge(StrEnum):
    """What a line is for."""

    SEAT = "seat"  # quantity: days of seats
    HOUR = "hour"  # quantity: minutes
    NIGHT = "night"  # quantity: minutes
    CHAT = "chat"
    ORDER = "order"
    LEAST = "least"  # what is missing to the least for a month
    DEDUCTION = "deduction"
    CAP = "cap"  # given back of deductions beyond the most


class NumberFrom(StrEnum):
    """Where the number of a line came from."""

    CONTRACT = "contract"
    ATTENDANCE = "attendance"
    PLANNED = "planned"  # the roster in force, as there is no attendance
    MIXED = "mixed"  # attendance of some, the roster of others
    FACTS = "facts"  # imported chats, orders or counts


class Remark(StrEnum):
    """What is to be known of a line before it is signed."""

    PLANNED = "planned"  # somebody's attendance is not known: hours as rostered; counts days
    UNROSTERED = "unrostered"  # attendance without a roster is not counted; counts people
    BEYOND = "beyond"  # attendance beside the shifts is not counted; counts minutes
    UNDATED = "undated"  # a team given to the vendor since: the whole month counts; counts teams
    UNKNOWN_DAYS = "unknown_days"  # days of work of which no such count is known; counts them
    NOTHING_KNOWN = "nothing_known"  # nothing was imported that tells it
    NOT_MEASURED = "not_measured"  # the target is not known: nothing is deducted
    MET = "met"  # the target was met: nothing is deducted


@dataclass(frozen=True, slots=True)
class LineRemark:
    """A remark on a line, and how many it is about; 0: it counts nothing."""

    remark: Remark
    count: int = 0


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """
    One line.

    Parameters
    ----------
    contract
        Name of the contract.
    charge, ground
        What for, and where the number came from.
    quantity, price
        How much of it, and the price in yuan: of an hour, of a seat's month, of a chat or an order.
    amount
        Yuan, whole fen; what is deducted is below 0.
    target, value, limit
        Of a deduction: what was promised, what was measured (None: unknown), and which limit was
        missed (None: none was).
    share
        Of a deduction, of the month's charge.
    notes
        What is to be known of it.
    parts
        The evidence: numbers of people and days that the quantity is the sum of; minutes of hours.
    """

    contract: str
    charge: Charge
    ground: NumberFrom
    quantity: Decimal
    price: Decimal
    amount: Decimal
    target: Promised | None = None
    value: Decimal | None = None
    limit: Decimal | None = None
    share: Decimal = ZERO
    notes: tuple[LineRemark, ...] = ()
    parts: tuple[DayCount, ...] = ()


@dataclass(frozen=True, slots=True)
class SettlementTax:
    """The tax on what a contract comes to; one that is included is not added."""

    contract: str
    share: Decimal
    of_amount: Decimal
    amount: Decimal
    is_included: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    What a month of a vendor comes to.

    Parameters
    ----------
    vendor, month
        Whose, and which.
    contracts
        The contracts it rests on, as they were.
    people
        Ids of the vendor's agents as the teams stood.
    lines, taxes
        The lines, and the taxes shown apart.
    """

    vendor: str
    month: Month
    contracts: tuple[VendorContract, ...]
    people: tuple[str, ...]
    lines: tuple[SettlementLine, ...]
    taxes: tuple[SettlementTax, ...]

    @property
    def charged(self) -> Decimal:
        """Return the sum of what is charged, before deductions."""
        return sum((one.amount for one in self.lines if not _is_deducted(one)), ZERO)

    @property
    def deducted(self) -> Decimal:
        """Return the sum of deductions, 0 or below."""
        return sum((one.amount for one in self.lines if _is_deducted(one)), ZERO)

    @property
    def tax(self) -> Decimal:
        """Return the taxes that come on top."""
        return sum((one.amount for one in self.taxes if not one.is_included), ZERO)

    @property
    def due(self) -> Decimal:
        """Return what is due in all."""
        return sum((one.amount for one in self.lines), ZERO) + self.tax


def _is_deducted(line: SettlementLine) -> bool:
    return line.charge in {Charge.DEDUCTION, Charge.CAP}
