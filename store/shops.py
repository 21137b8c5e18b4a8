"""Shops with their posts and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.errors import require
from scheduler.horizon import Clock
from scheduler.post import Post
from scheduler.ruleset import RuleSet
from store import tables as t
from store.documents import from_document
from store.repository import Repository, needed
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Row

    from store.stamp import Stamp

HOUSE = "(house)"
"""Where things belong that belong to no shop, such as signing in: a row that is no shop."""


FIRST_COMPANY = "main"
"""To which shops belong unless somebody says another."""


@dataclass(frozen=True, slots=True)
class Shop:
    """
    A site whose people share one roster.

    Parameters
    ----------
    id
        Short name, unique.
    name
        For people to read.
    timezone
        IANA name.
    interval_min
        Length of the intervals in which its weeks are planned.
    company_id
        Whose it is: shops of another company are not seen.
    """

    id: str
    name: str
    timezone: str
    interval_min: int = 30
    company_id: str = FIRST_COMPANY

    def __post_init__(self) -> None:
        require(bool(self.id.strip()), "empty", column="shop_id")
        Clock(self.timezone)
        good = self.interval_min >= 1 and 60 % self.interval_min == 0
        require(good, "interval_not_in_hour", value=self.interval_min, column="interval_minutes")

    @property
    def clock(self) -> Clock:
        """Return the wall clock."""
        return Clock(self.timezone)


class Shops(Repository):
    """The shops; the house is none of them."""

    def all(self) -> tuple[Shop, ...]:
        """Return every shop in order of id."""
        rows = self._rows(t.shop, t.shop.c.id != HOUSE, by=[t.shop.c.id])
        return tuple(value_of(Shop, row) for row in rows)

    def get(self, shop_id: str) -> Shop:
        """Return a shop; raises InputError when there is none of that id."""
        row = self._first(t.shop, t.shop.c.id != HOUSE, id=shop_id)
        return value_of(Shop, needed(row, "unknown_shop", shop_id))

    def today(self, shop_id: str, now: dt.datetime) -> dt.date:
        """Return the date it is in a shop at a moment; raises InputError like ``get``."""
        return now.astimezone(self.get(shop_id).clock.zone).date()

    def exists(self, shop_id: str) -> bool:
        """Return whether there is a shop of that id."""
        return self._first(t.shop, t.shop.c.id != HOUSE, id=shop_id) is not None

    def save(self, shop: Shop) -> None:
        """Add a shop, or change the one of that id."""
        row = columns_of(t.shop, shop)
        if self._change(t.shop, row, id=shop.id) == 0:
            self._add(t.shop, [row])

    def post_ids(self, shop_id: str) -> frozenset[str]:
        """Return the ids of a shop's posts."""
        return frozenset(post.id for post in self.posts(shop_id))

    def posts(self, shop_id: str) -> tuple[Post, ...]:
        """Return a shop's posts in their order."""
        return self._documents(Post, t.post, by=[t.post.c.position], shop_id=shop_id)

    def save_posts(self, shop_id: str, posts: tuple[Post, ...]) -> None:
        """Keep these posts, in this order, as the shop's."""
        self._remove(t.post, shop_id=shop_id)
        numbered = enumerate(posts)
        self._add(
            t.post, [columns_of(t.post, one, shop_id=shop_id, position=n) for n, one in numbered]
        )

    def rules(self, shop_id: str) -> RuleSet | None:
        """Return the newest rules of a shop; None when it has none yet."""
        row = self._newest_rules(shop_id)
        return None if row is None else from_document(RuleSet, row.document)

    def save_rules(self, shop_id: str, rules: RuleSet, stamp: Stamp) -> int:
        """Keep rules as a shop's newest version and return its number."""
        row = self._newest_rules(shop_id)
        version = 1 if row is None else row.version + 1
        key = {"shop_id": shop_id, "version": version}
        self._add(t.rule_set, [columns_of(t.rule_set, rules, stamp, **key)])
        return version

    def _newest_rules(self, shop_id: str) -> Row[Any] | None:
        return self._first(t.rule_set, by=[t.rule_set.c.version.desc()], shop_id=shop_id)
