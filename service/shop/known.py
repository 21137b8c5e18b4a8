"""What a shop's files are read against: its clock, its posts, its people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import require
from scheduler.horizon import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.files.table_file import TableFile
    from store.unit import Unit
    from store.writing import Writing

Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class ShopKnown:
    """
    What a file may name.

    Parameters
    ----------
    clock
        Of the shop's site.
    posts, agents
        Ids; of those who left too.
    """

    clock: Clock
    posts: frozenset[str]
    agents: Collection[str]


def known_of(unit: Unit, shop_id: str) -> ShopKnown:
    """Return what a shop's files are read against; raises InputError for an unknown shop."""
    clock = unit.shops.get(shop_id).clock
    return ShopKnown(clock, unit.shops.post_ids(shop_id), unit.staff.names(shop_id))


def read_known(unit: Writing, table: TableFile[Built], path: Path) -> tuple[Built, ...]:
    """Return what a file holds, read against what is known of the shop."""
    shop = known_of(unit, unit.shop_id)
    return table.read(path, shop.clock, posts=shop.posts, agents=shop.agents)


def require_posts(unit: Unit, shop_id: str, posts: Iterable[str]) -> None:
    """Raise InputError with the first of some posts that the shop does not have."""
    known = unit.shops.post_ids(shop_id)
    for post in posts:
        require(post in known, "unknown_post", value=post, column="post")
