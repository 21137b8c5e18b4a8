"""Companies over the shops, and the people whom shops of one company share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduler.shift import Shift
from store import tables as t
from store.repository import Repository
from store.rosters import Rosters
from store.shops import FIRST_COMPANY, HOUSE
from store.sight import seeing_everything
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from store.stamp import Stamp

__all__ = ["FIRST_COMPANY", "Companies", "Company", "Elsewhere", "SharedPerson"]


@dataclass(frozen=True, slots=True)
class Company:
    """A company: its id, and its name for people to read; the first has none until it is given."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """
    Somebody of a shop who works in another shop of the same company, too.

    Parameters
    ----------
    agent_id
        Their id in the shop that asks.
    shop_id, shop_name, other_id
        The other shop, and their id there.
    """

    agent_id: str
    shop_id: str
    shop_name: str
    other_id: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A shift in force at another shop: whose, by their id here, at which shop, and the shift."""

    agent_id: str
    shop_name: str
    shift: Shift


class Companies(Repository):
    """The companies, and who is shared."""

    def all(self) -> tuple[Company, ...]:
        """Return every company in order of id."""
        return tuple(value_of(Company, row) for row in self._rows(t.company))

    def get(self, company_id: str) -> Company:
        """Return a company; raises InputError when there is none of that id."""
        return value_of(Company, self._needed("unknown_company", t.company, id=company_id))

    def save(self, company: Company, stamp: Stamp) -> None:
        """Add a company, or change the one of that id."""
        row = columns_of(t.company, company, stamp)
        if self._change(t.company, row, id=company.id) == 0:
            self._add(t.company, [row])

    def of(self, shop_id: str) -> str:
        """Return the id of a shop's company; the first one's where there is no such shop."""
        row = self._first(t.shop, id=shop_id)
        return FIRST_COMPANY if row is None else str(row.company_id)

    def shops(self, company_id: str) -> tuple[str, ...]:
        """Return the ids of a company's shops, in order."""
        found = self._rows(t.shop, t.shop.c.id != HOUSE, company_id=company_id)
        return tuple(row.id for row in found)

    def put(self, shop_id: str, company_id: str) -> None:
        """Put a shop into a company."""
        self._change(t.shop, {"company_id": company_id}, id=shop_id)

    def shared(self, shop_id: str) -> tuple[SharedPerson, ...]:
        """Return who of a shop works in other shops of its company; whoever asks, all of them."""
        mine, other = t.shared_person, t.shared_person.alias()
        here, there = t.shop, t.shop.alias()
        query = (
            select(mine.c.agent_id, other.c.shop_id, there.c.name, other.c.agent_id)
            .join(other, (other.c.person == mine.c.person) & (other.c.shop_id != mine.c.shop_id))
            .join(here, here.c.id == mine.c.shop_id)
            .join(there, there.c.id == other.c.shop_id)
            .where(mine.c.shop_id == shop_id, here.c.company_id == there.c.company_id)
            .order_by(mine.c.agent_id, other.c.shop_id, other.c.agent_id)
        )
        with seeing_everything(self.connection):
            return tuple(SharedPerson(*row) for row in self.connection.execute(query))

    def share(self, one: SharedPerson, shop_id: str, stamp: Stamp) -> None:
        """Keep that two lines of staff lists are one person, with all who are either already."""
        ends = ((shop_id, one.agent_id), (one.shop_id, one.other_id))
        rows = [self._first(t.shared_person, shop_id=s, agent_id=a) for s, a in ends]
        known = [str(row.person) for row in rows if row is not None]
        person = known[0] if known else f"{shop_id}/{one.agent_id}"
        for was in known[1:]:
            self._change(t.shared_person, {"person": person}, person=was)
        for (shop, agent), row in zip(ends, rows, strict=True):
            if row is None:
                key = {"shop_id": shop, "agent_id": agent, "person": person}
                self._add(t.shared_person, [{**key, **stamp.columns()}])

    def part(self, shop_id: str, agent_id: str) -> None:
        """Keep that somebody of a shop is nobody of another."""
        self._remove(t.shared_person, shop_id=shop_id, agent_id=agent_id)

    def elsewhere(self, shop_id: str, first_min: int, last_min: int) -> tuple[Elsewhere, ...]:
        """
        Return the shifts in force that a shop's people have at others, starting in a stretch.

        Nothing else of the other shops is told, also to those who may not look into them: it binds
        whoever makes a roster here.
        """
        found = []
        shared = self.shared(shop_id)
        with seeing_everything(self.connection):
            for other in sorted({one.shop_id for one in shared}):
                here = {one.other_id: one for one in shared if one.shop_id == other}
                shifts = Rosters(self.connection).published(other, first_min, last_min)
                found += [
                    Elsewhere(here[each.agent_id].agent_id, here[each.agent_id].shop_name, each)
                    for each in shifts
                    if each.agent_id in here
                ]
        return tuple(found)
