"""What breaking rules of the house by hand counts for in a shop: proposed, or its own by date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import require
from scheduler.house_price import OTHER, HousePrice, Per
from scheduler.keys import Asked
from scheduler.verify.checker import COVER, MARKS
from scheduler.verify.standing import RuleStanding
from store.files.rules_preset import house_prices

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

OF_POSTS = frozenset(rule.__name__ for rule in COVER)
"""Rules that are no matter of a single edit."""
PRICED = (
    *(
        name
        for name, mark in MARKS.items()
        if mark.standing is RuleStanding.HOUSE and name not in OF_POSTS
    ),
    OTHER,
)
"""Rules of the house that may be broken by hand, and what stands for all without a price."""


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """
    A shop's own price of breaking a rule.

    Parameters
    ----------
    rule, price, per
        As ``HousePrice`` has them.
    valid_from
        First date of the weeks for which it holds.
    """

    rule: str
    price: Annotated[float, Asked()]
    per: Per
    valid_from: dt.date

    def __post_init__(self) -> None:
        require(self.rule in PRICED, "price_of_no_rule", column="rule", value=self.rule)
        HousePrice(self.rule, self.price, self.per)  # it checks itself


@dataclass(frozen=True, slots=True)
class PriceLine:
    """
    A price that is proposed, or a shop's own.

    Parameters
    ----------
    price
        Of which rule, and what.
    is_in_force
        Whether it holds in the week that was asked for.
    id, valid_from
        Number in the register, and from when; None: it is proposed.
    """

    price: HousePrice
    is_in_force: bool
    id: int | None = None
    valid_from: dt.date | None = None


def prices_on(unit: Unit, shop_id: str, date: dt.date) -> tuple[HousePrice, ...]:
    """Return the prices that hold in a shop in the week that begins on a date, one a rule."""
    return tuple(line.price for line in _lines(unit, shop_id, date) if line.is_in_force)


def price_lines(desk: Desk, label: str) -> tuple[PriceLine, ...]:
    """Return the proposed prices and the shop's own, by rule, and which hold in a week."""
    with desk.read() as unit:
        return _lines(unit, desk.shop_id, unit.weeks.get(desk.shop_id, label).horizon.start)


def set_price(desk: Desk, own: OwnPrice) -> int:
    """Keep a shop's own price from a date on, in place of one from that date; its number."""
    with desk.write("house_price_set", ("house_price", own.rule)) as unit:
        for old in unit.register.all(desk.shop_id, OwnPrice, subject=own.rule):
            if old.date == own.valid_from:
                unit.take_out(OwnPrice, old.id)
        unit.note(own.rule, {"price": f"{own.price:g}", "valid_from": str(own.valid_from)})
        return unit.enter(own, subject=own.rule, date=own.valid_from)


def remove_price(desk: Desk, number: int) -> None:
    """Take a shop's own price out: the one before it holds again, or the proposed one."""
    with desk.write("house_price_removed") as unit:
        gone = unit.take_out(OwnPrice, number).value
        unit.touch(("house_price", gone.rule))
        unit.note(gone.rule, {"price": f"{gone.price:g}", "valid_from": str(gone.valid_from)})


def _lines(unit: Unit, shop_id: str, date: dt.date) -> tuple[PriceLine, ...]:
    entries = sorted(unit.register.all(shop_id, OwnPrice), key=lambda each: each.date)
    lines = [PriceLine(price, is_in_force=True) for price in house_prices()]
    for entry in entries:
        own = entry.value
        price = HousePrice(own.rule, own.price, own.per)
        lines.append(PriceLine(price, own.valid_from <= date, entry.id, own.valid_from))
    newest = {line.price.rule: line for line in lines if line.is_in_force}
    told = (
        PriceLine(line.price, line is newest.get(line.price.rule), line.id, line.valid_from)
        for line in lines
    )
    return tuple(sorted(told, key=lambda line: PRICED.index(line.price.rule)))
