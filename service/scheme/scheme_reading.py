"""Who has to read which scheme, who has, and what an agent still has to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.scheme.scheme import Scheme
from service.month.kpi_plans import kinds_of_posts
from service.scheme.scheme_publishing import SchemeRead
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from kpi.scheme.scheme import PostKind
    from scheduler.agent import Agent
    from service.desk import Desk
    from store.unit import Unit


@dataclass(frozen=True, slots=True)
class ToRead:
    """A scheme an agent is or will be scored by, and when it was confirmed as read; None: not."""

    scheme: Scheme
    read: Stamp | None


@dataclass(frozen=True, slots=True)
class Reading:
    """
    How far a scheme was read.

    Parameters
    ----------
    read, waiting
        Ids of the agents of its posts who have confirmed it, and who have not.
    """

    read: tuple[str, ...]
    waiting: tuple[str, ...]


def own_schemes(desk: Desk, agent_id: str, date: dt.date) -> tuple[ToRead, ...]:
    """
    Return the schemes of an agent's posts that are in force on a date or begin later.

    In the order in which they begin; of two in force for a kind of post the later one.
    """
    with desk.read() as unit:
        kinds = kinds_of_posts(unit, desk.shop_id)
        agent = next((one for one in unit.staff.agents(desk.shop_id) if one.id == agent_id), None)
        mine = set() if agent is None else _kinds(agent, kinds, date)
        done = {
            (one.value.scheme_id, one.value.version): one.entered
            for one in unit.register.all(desk.shop_id, SchemeRead, subject=agent_id)
        }
        return tuple(
            ToRead(scheme, done.get((scheme.id, scheme.version)))
            for scheme in _current(unit, desk.shop_id, date)
            if scheme.post_kind in mine
        )


def reading(desk: Desk, scheme: Scheme, date: dt.date) -> Reading:
    """Return who of the people certified for a scheme's posts on a date has confirmed it."""
    with desk.read() as unit:
        kinds = kinds_of_posts(unit, desk.shop_id)
        agents = unit.staff.agents(desk.shop_id)
        done = {
            one.value.agent_id
            for one in unit.register.all(desk.shop_id, SchemeRead)
            if (one.value.scheme_id, one.value.version) == (scheme.id, scheme.version)
        }
    ours = [one.id for one in agents if scheme.post_kind in _kinds(one, kinds, date)]
    return Reading(
        tuple(one for one in ours if one in done), tuple(one for one in ours if one not in done)
    )


def _kinds(agent: Agent, kinds: dict[str, PostKind | None], date: dt.date) -> set[PostKind | None]:
    held = [one.post for one in agent.certificates if one.valid_on(date)]
    return {kinds.get(post) for post in held} - {None}


def _current(unit: Unit, shop_id: str, date: dt.date) -> list[Scheme]:
    """Return of each kind of post the scheme in force, and those that begin later."""
    kept = sorted(unit.schemes.all(shop_id), key=lambda one: (one.valid_from, one.version))
    in_force = {one.post_kind: one for one in kept if one.valid_from <= date}
    later = {(one.id, one.valid_from): one for one in kept if one.valid_from > date}
    return [*in_force.values(), *later.values()]
