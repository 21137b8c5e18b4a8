"""Sentences of an explanation as codes and values, so that every number can be got by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Told:
    """
    One sentence of an explanation; a fault's like, of what is right.

    Parameters
    ----------
    code
        Name of the sentence in ``ui/words`` (``told.<code>``).
    numbers
        What it is reckoned with, never rounded; money in yuan.
    texts
        Names and dates; of a name in two languages also ``<name>_zh`` and ``<name>_en``.
    """

    code: str
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def told(code: str, **values: object) -> Told:
    """Return a sentence; whole, decimal and exact numbers are its numbers, all else its texts."""
    numbers: dict[str, Decimal] = {}
    texts: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Fraction):
            numbers[name] = Decimal(value.numerator) / Decimal(value.denominator)
        elif isinstance(value, int | float | Decimal):
            numbers[name] = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        else:
            texts[name] = str(value)
    return Told(code, numbers, texts)
