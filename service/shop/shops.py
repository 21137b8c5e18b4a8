"""Shops, their posts, people and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import require
from service.shop.campaigns import own_post
from service.unchanged import WISHES, while_unchanged
from store.actions import Action
from store.changes import merged
from store.shops import Shop

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.post import Post
    from scheduler.ruleset import RuleSet
    from service.desk import Desk
    from store.database import Database

__all__ = ["Action", "Shop"]


def shops(database: Database) -> tuple[Shop, ...]:
    """Return all shops in order of id; empty in a new database."""
    with database.read() as unit:
        return unit.shops.all()


def shop(desk: Desk) -> Shop:
    """Return one shop; raises InputError when there is none of that id."""
    with desk.read() as unit:
        return unit.shops.get(desk.shop_id)


def posts(desk: Desk) -> tuple[Post, ...]:
    """Return a shop's posts in their order."""
    with desk.read() as unit:
        return unit.shops.posts(desk.shop_id)


def save_post(desk: Desk, post: Post) -> None:
    """Add a post, or change the one of that id in its place."""
    with desk.write("post_saved", ("post", post.id)) as unit:
        unit.shops.get(desk.shop_id)
        kept = unit.shops.posts(desk.shop_id)
        post = own_post(unit, desk.shop_id, post)
        changed = tuple(post if old.id == post.id else old for old in kept)
        known = any(old.id == post.id for old in kept)
        unit.shops.save_posts(desk.shop_id, changed if known else (*kept, post))
        unit.note(post.id, {})


def agents(desk: Desk) -> tuple[Agent, ...]:
    """Return the people who work in a shop now, in their order."""
    with desk.read() as unit:
        return while_unchanged(
            desk, unit, ("agents",), lambda: unit.staff.agents(desk.shop_id), apart_from=WISHES
        )


def agent_names(desk: Desk) -> dict[str, str]:
    """Return the name of everybody by id, of those who left too."""
    with desk.read() as unit:
        return unit.staff.names(desk.shop_id)


def save_agents(desk: Desk, agents: tuple[Agent, ...]) -> None:
    """
    Keep these people, in this order, as those who work in a shop now; all others have left.

    Raises
    ------
    InputError
        When an id occurs twice or a certificate names a post the shop does not have.
    """
    with desk.write("agents_saved") as unit:
        unit.shops.get(desk.shop_id)
        known = unit.shops.post_ids(desk.shop_id)
        ids = [agent.id for agent in agents]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        require(twice is None, "duplicate_agent", value=twice)
        for agent in agents:
            strange = next((post for post in agent.posts if post not in known), None)
            require(strange is None, "unknown_post", value=strange, column="posts")
        now = unit.staff.agents(desk.shop_id)
        _, changed = merged(now, agents, now, lambda agent: agent.id)
        unit.touch(*(("people", one) for one in changed))
        unit.staff.save_agents(desk.shop_id, agents)
        unit.note("", {"count": str(len(agents))})


def rules(desk: Desk) -> RuleSet | None:
    """Return the rules new weeks of a shop get; None when there are none yet."""
    with desk.read() as unit:
        return unit.shops.rules(desk.shop_id)


def save_rules(desk: Desk, rules: RuleSet) -> int:
    """Keep rules as a shop's newest version, for weeks opened from now on; return its number."""
    stamp = desk.stamp
    with desk.write("rules_saved", ("rules", "later")) as unit:
        unit.shops.get(desk.shop_id)
        version = unit.shops.save_rules(desk.shop_id, rules, stamp)
        unit.note("", {"version": str(version)})
        return version


def actions(desk: Desk, subject: str | None = None) -> tuple[Action, ...]:
    """Return what people did in a shop, newest first; about one subject if named."""
    with desk.read() as unit:
        return unit.actions.of(desk.shop_id, subject)
