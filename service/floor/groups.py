"""Groups of people that things happen to together, such as those of a bus line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.desk import Desk
    from store.unit import Unit


@dataclass(frozen=True, slots=True)
class InGroup:
    """
    That somebody belongs to a group.

    Parameters
    ----------
    agent_id, group
        Who, and the name of which.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    group: str


def groups(desk: Desk) -> dict[str, tuple[str, ...]]:
    """Return the ids of the people of each group that whoever looks reaches, by its name."""
    with desk.read() as unit:
        return groups_in(unit, desk.shop_id)


def groups_in(unit: Unit, shop_id: str) -> dict[str, tuple[str, ...]]:
    """Return the ids of the people of each group of a shop, by its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in unit.register.all(shop_id, InGroup):
        found[one.value.group].add(one.value.agent_id)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def keep_group(desk: Desk, name: str, people: Collection[str]) -> tuple[str, ...]:
    """
    Let a group be of some people, of nobody to end it; return who was in it before.

    Raises
    ------
    InputError
        When it has no name, or with everybody who is not known.
    """
    name, chosen = name.strip(), sorted(set(people))
    with desk.write("group_kept") as unit:
        unit.touch(("group", name))
        known = unit.staff.names(desk.shop_id)
        with gathering() as check:
            check(bool(name), "empty", column="name")
            for one in chosen:
                check(one in known, "unknown_agent", column="agent_id", value=one)
        before = groups_in(unit, desk.shop_id).get(name, ())
        for entry in unit.register.all(desk.shop_id, InGroup):
            if entry.value.group == name and entry.value.agent_id not in chosen:
                unit.take_out(InGroup, entry.id)
        for one in chosen:
            if one not in before:
                unit.enter(InGroup(one, name), subject=one)
        unit.note(name, {"people": str(len(chosen))})
        return before
