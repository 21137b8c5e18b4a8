"""How amounts are reckoned: exact ratios, and the rule by which older months were paid."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Number = Decimal | Fraction
FEN = Decimal("0.01")
FEN_A_YUAN = 100


class Reckoning(StrEnum):
    """
    How the lines of a payout are reckoned; a month that was paid is recomputed as it was paid.

    ``DECIMAL``, until 2026-11: ratios cut at 28 digits, so that a half fen could fall short; a line
    for each row of a pay plan; each refund's commission rounded as a whole.
    ``EXACT``: ratios are fractions; rows that do not differ are one line.
    """

    DECIMAL = "decimal"
    EXACT = "exact"

    def ratio(self, over: Number | int, under: Number | int) -> Number:
        """Return one number by another; by the older rule both are decimals or whole."""
        if self is Reckoning.EXACT:
            return Fraction(over) / Fraction(under)
        return Decimal(over) / Decimal(under)  # type: ignore[arg-type]  # no fractions there


def to_fen(yuan: Number) -> Decimal:
    """Return an amount rounded half up to the fen, a negative one away from 0 likewise."""
    if isinstance(yuan, Decimal):
        return yuan.quantize(FEN, ROUND_HALF_UP)
    half_up = int(abs(yuan) * FEN_A_YUAN + Fraction(1, 2))
    return (half_up if yuan >= 0 else -half_up) * FEN


def total(numbers: Iterable[Number]) -> Number:
    """Return the sum of numbers of one type; 0 of none."""
    first, *others = [*numbers] or [Decimal(0)]
    for one in others:
        first += one  # type: ignore[operator]  # both of one type
    return first


def product(factors: Iterable[Number]) -> Number:
    """Return the product of numbers: exact as soon as one of them is a fraction."""
    numbers = tuple(factors)
    if all(isinstance(one, Decimal) for one in numbers):
        return prod(numbers, start=Decimal(1))
    return prod((Fraction(one) for one in numbers), start=Fraction(1))


def as_decimal(number: Number) -> Decimal:
    """Return a number to be shown, with at most 28 digits."""
    if isinstance(number, Decimal):
        return number
    return Decimal(number.numerator) / Decimal(number.denominator)
