"""How amounts are reckoned: exact ratios, and the rule by which older months were paid."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Number = Decimal | Fraction
FEN = Decimal("0.01")
FEN_A_YUAN = 100
OVER = "over_"
"""How the name of a number begins by which those before it are divided."""


class Quotient(Fraction):
    """
    A ratio that still says what was divided by what: 71 minutes / 60, not 71/60.

    Parameters
    ----------
    terms
        Numbers by name, multiplied, and divided by those whose name begins with ``OVER``.
    """

    terms: Mapping[str, Decimal]

    def __new__(cls, terms: Mapping[str, Decimal]) -> Quotient:
        """Return the ratio of terms."""
        made = super().__new__(cls, _worked_out(terms))
        made.terms = terms
        return made


def _worked_out(terms: Mapping[str, Decimal]) -> Fraction:
    found = Fraction(1)
    for name, value in terms.items():
        found = found / Fraction(value) if name.startswith(OVER) else found * Fraction(value)
    return found


def told_terms(name: str, number: Number) -> dict[str, Decimal]:
    """Return a number by its name as decimals that lose nothing; a ratio as what it is made of."""
    if isinstance(number, Quotient):
        return dict(number.terms)
    if isinstance(number, Decimal) or Fraction(as_decimal(number)) == number:
        return {name: as_decimal(number)}
    return {name: Decimal(number.numerator), OVER + name: Decimal(number.denominator)}


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

    def quotient(self, **terms: Number | int) -> Number:
        """Return a ratio of named numbers; names that begin with ``OVER`` are divided by."""
        numbers: dict[str, Decimal] = {}
        for name, value in terms.items():
            numbers |= told_terms(name, Decimal(value) if isinstance(value, int) else value)
        if self is Reckoning.EXACT:
            return Quotient(numbers)
        found = Decimal(1)  # step by step, as months before were paid
        for name, value in numbers.items():
            found = found / value if name.startswith(OVER) else found * value
        return found

    def part_of(self, part: Number, whole: Number) -> Number:
        """Return a part of a sum of such parts; of parts of one month, told by their weekdays."""
        if isinstance(part, Quotient) and isinstance(whole, Quotient):
            (name, mine), (_, all_) = (next(iter(one.terms.items())) for one in (part, whole))
            return Quotient({name: mine, f"{OVER}{name}_of_all": all_})
        return self.ratio(part, whole)


def to_fen(yuan: Number) -> Decimal:
    """Return an amount rounded half up to the fen, a negative one away from 0 likewise."""
    if isinstance(yuan, Decimal):
        return yuan.quantize(FEN, ROUND_HALF_UP)
    half_up = int(abs(yuan) * FEN_A_YUAN + Fraction(1, 2))
    return (half_up if yuan >= 0 else -half_up) * FEN


def total(numbers: Iterable[Number]) -> Number:
    """Return the sum of numbers of one type; 0 of none. Parts of one whole stay such a ratio."""
    first, *others = [*numbers] or [Decimal(0)]
    if others and isinstance(first, Quotient):
        name, *rest = first.terms
        parts = [one.terms for one in others if isinstance(one, Quotient)]
        alike = all([*one] == [name, *rest] for one in parts)
        if alike and len(parts) == len(others) and _same(first.terms, parts, rest):
            whole = sum((one[name] for one in parts), first.terms[name])
            return Quotient({**first.terms, name: whole})
    for one in others:
        first += one  # type: ignore[operator]  # both of one type
    return first


def _same(
    one: Mapping[str, Decimal], others: list[Mapping[str, Decimal]], names: list[str]
) -> bool:
    return all(other[name] == one[name] for other in others for name in names)


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
