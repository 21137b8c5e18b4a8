"""Gives the places of offers at their deadline, where the fewest hours come first."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import InputError, PaibanError
from service.backup_clock import CLOCK, this_moment
from service.desk import Desk, Person
from service.phone.claiming import give_places
from service.phone.offers import OfferOrder, OpenOffer
from store.database import Database

if TYPE_CHECKING:
    from store.unit import Unit

log = logging.getLogger("paiban.offers")
BACK = dt.timedelta(days=1)


@dataclass(slots=True)
class OfferClock:
    """
    Looks at what was put up in every shop, and gives the places of what has closed.

    A place goes in the name of whoever put the work up. Claims that rules speak against wait for
    somebody with a reason, as they do where first come is first served.

    Parameters
    ----------
    url
        Of the database.
    now
        The clock.
    """

    url: str
    now: Callable[[], dt.datetime] = this_moment

    def step(self) -> tuple[int, ...]:
        """Give the places that are due; return the numbers of the offers that were looked at."""
        now = self.now()
        try:
            with closing(Database(self.url)) as database:
                with database.read() as unit:
                    due = [
                        (shop.id, one)
                        for shop in unit.shops.all()
                        for one in _due(unit, shop.id, now)
                    ]
                return tuple(
                    number
                    for shop_id, number in due
                    if _settled(Desk(database, shop_id, Person(CLOCK), now, origin="clock"), number)
                )
        except (PaibanError, OSError) as error:  # a locked database; the claims stay
            log.error("no places could be given: %s", error)
            return ()


def _due(unit: Unit, shop_id: str, now: dt.datetime) -> list[int]:
    """Return what has closed, has not begun and was not looked at yet."""
    found = unit.register.all(shop_id, OpenOffer, first=unit.shops.today(shop_id, now) - BACK)
    at_s = now.timestamp()
    return [
        one.id
        for one in found
        if one.value.terms.order is OfferOrder.FEWEST
        and not (one.value.ended_by or one.value.settled_s)
        and one.value.closes_s() <= at_s < one.value.start_min * 60
    ]


def _settled(desk: Desk, number: int) -> bool:
    """Give an offer's places; return whether that is over. A draft in the way is waited for."""
    try:
        give_places(desk, number, at_deadline=True)
    except InputError as error:
        log.info("offer %d waits: %s", number, error)
        return False
    return True
