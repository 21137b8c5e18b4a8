"""Shops with their posts and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select, update

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import Clock
from scheduler.post import Post
from scheduler.ruleset import RuleSet
from store import tables as t
from store.documents import from_document, to_document

if TYPE_CHECKING:
    from store.stamp import Stamp


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
    """

    id: str
    name: str
    timezone: str
    interval_min: int = 30

    def __post_init__(self) -> None:
        require(bool(self.id.strip()), "empty", column="shop_id")
        Clock(self.timezone)
        good = self.interval_min >= 1 and 60 % self.interval_min == 0
        require(good, "interval_not_in_hour", value=self.interval_min, column="interval_minutes")

    @property
    def clock(self) -> Clock:
        """Return the wall clock."""
        return Clock(self.timezone)


@dataclass(frozen=True, slots=True)
class Shops:
    """The shops, on one connection."""

    connection: Connection

    def all(self) -> tuple[Shop, ...]:
        """Return every shop in order of id."""
        rows = self.connection.execute(select(t.shop).order_by(t.shop.c.id))
        return tuple(Shop(*row) for row in rows)

    def get(self, shop_id: str) -> Shop:
        """Return a shop; raises InputError when there is none of that id."""
        row = self.connection.execute(select(t.shop).where(t.shop.c.id == shop_id)).first()
        if row is None:
            raise InputError(Fault("unknown_shop", value=shop_id))
        return Shop(*row)

    def exists(self, shop_id: str) -> bool:
        """Return whether there is a shop of that id."""
        query = select(t.shop.c.id).where(t.shop.c.id == shop_id)
        return self.connection.execute(query).first() is not None

    def save(self, shop: Shop) -> None:
        """Add a shop, or change the one of that id."""
        values = {
            "name": shop.name,
            "timezone": shop.timezone,
            "interval_min": shop.interval_min,
        }
        if self.exists(shop.id):
            self.connection.execute(update(t.shop).where(t.shop.c.id == shop.id).values(values))
        else:
            self.connection.execute(insert(t.shop).values(id=shop.id, **values))

    def post_ids(self, shop_id: str) -> frozenset[str]:
        """Return the ids of a shop's posts."""
        return frozenset(post.id for post in self.posts(shop_id))

    def posts(self, shop_id: str) -> tuple[Post, ...]:
        """Return a shop's posts in their order."""
        query = select(t.post.c.document).where(t.post.c.shop_id == shop_id)
        rows = self.connection.scalars(query.order_by(t.post.c.position))
        return tuple(from_document(Post, text) for text in rows)

    def save_posts(self, shop_id: str, posts: tuple[Post, ...]) -> None:
        """Keep these posts, in this order, as the shop's."""
        self.connection.execute(delete(t.post).where(t.post.c.shop_id == shop_id))
        for position, post in enumerate(posts):
            self.connection.execute(
                insert(t.post).values(
                    shop_id=shop_id, id=post.id, position=position, document=to_document(post)
                )
            )

    def rules(self, shop_id: str) -> RuleSet | None:
        """Return the newest rules of a shop; None when it has none yet."""
        query = select(t.rule_set.c.document).where(t.rule_set.c.shop_id == shop_id)
        text = self.connection.scalar(query.order_by(t.rule_set.c.version.desc()).limit(1))
        return None if text is None else from_document(RuleSet, text)

    def save_rules(self, shop_id: str, rules: RuleSet, stamp: Stamp) -> int:
        """Keep rules as a shop's newest version and return its number."""
        query = select(func.max(t.rule_set.c.version)).where(t.rule_set.c.shop_id == shop_id)
        version = (self.connection.scalar(query) or 0) + 1
        self.connection.execute(
            insert(t.rule_set).values(
                shop_id=shop_id,
                version=version,
                document=to_document(rules),
                entered_by=stamp.by,
                entered_s=stamp.at_s,
            )
        )
        return version
