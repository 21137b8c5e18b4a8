"""Shops, their posts, people and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import require
from store.actions import Action
from store.shops import Shop
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.agent import Agent
    from scheduler.post import Post
    from scheduler.ruleset import RuleSet
    from store.database import Database

__all__ = ["Action", "Shop"]


def shops(database: Database) -> tuple[Shop, ...]:
    """Return all shops in order of id; empty in a new database."""
    with database.read() as unit:
        return unit.shops.all()


def shop(database: Database, shop_id: str) -> Shop:
    """Return one shop; raises InputError when there is none of that id."""
    with database.read() as unit:
        return unit.shops.get(shop_id)


def save_shop(database: Database, shop: Shop, *, by: str, now: dt.datetime) -> None:
    """Add a shop, or change its name; its time zone and interval stay once it has weeks."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        if unit.shops.exists(shop.id) and unit.weeks.all(shop.id):
            old = unit.shops.get(shop.id)
            same = (old.timezone, old.interval_min) == (shop.timezone, shop.interval_min)
            require(same, "shop_time_fixed", value=shop.timezone, column="timezone")
        unit.shops.save(shop)
        unit.actions.add(shop.id, Action("shop_saved", shop.id, {"name": shop.name}, stamp))


def posts(database: Database, shop_id: str) -> tuple[Post, ...]:
    """Return a shop's posts in their order."""
    with database.read() as unit:
        return unit.shops.posts(shop_id)


def save_post(database: Database, shop_id: str, post: Post, *, by: str, now: dt.datetime) -> None:
    """Add a post, or change the one of that id in its place."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        unit.shops.get(shop_id)
        kept = unit.shops.posts(shop_id)
        changed = tuple(post if old.id == post.id else old for old in kept)
        known = any(old.id == post.id for old in kept)
        unit.shops.save_posts(shop_id, changed if known else (*kept, post))
        unit.actions.add(shop_id, Action("post_saved", post.id, {}, stamp))


def agents(database: Database, shop_id: str) -> tuple[Agent, ...]:
    """Return the people who work in a shop now, in their order."""
    with database.read() as unit:
        return unit.staff.agents(shop_id)


def agent_names(database: Database, shop_id: str) -> dict[str, str]:
    """Return the name of everybody by id, of those who left too."""
    with database.read() as unit:
        return unit.staff.names(shop_id)


def save_agents(
    database: Database, shop_id: str, agents: tuple[Agent, ...], *, by: str, now: dt.datetime
) -> None:
    """
    Keep these people, in this order, as those who work in a shop now; all others have left.

    Raises
    ------
    InputError
        When an id occurs twice or a certificate names a post the shop does not have.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        unit.shops.get(shop_id)
        known = unit.shops.post_ids(shop_id)
        ids = [agent.id for agent in agents]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        require(twice is None, "duplicate_agent", value=twice)
        for agent in agents:
            strange = next((post for post in agent.posts if post not in known), None)
            require(strange is None, "unknown_post", value=strange, column="posts")
        unit.staff.save_agents(shop_id, agents)
        unit.actions.add(shop_id, Action("agents_saved", "", {"count": str(len(agents))}, stamp))


def rules(database: Database, shop_id: str) -> RuleSet | None:
    """Return the rules new weeks of a shop get; None when there are none yet."""
    with database.read() as unit:
        return unit.shops.rules(shop_id)


def save_rules(
    database: Database, shop_id: str, rules: RuleSet, *, by: str, now: dt.datetime
) -> int:
    """Keep rules as a shop's newest version, for weeks opened from now on; return its number."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        unit.shops.get(shop_id)
        version = unit.shops.save_rules(shop_id, rules, stamp)
        unit.actions.add(shop_id, Action("rules_saved", "", {"version": str(version)}, stamp))
        return version


def actions(database: Database, shop_id: str, subject: str | None = None) -> tuple[Action, ...]:
    """Return what people did in a shop, newest first; about one subject if named."""
    with database.read() as unit:
        return unit.actions.of(shop_id, subject)
