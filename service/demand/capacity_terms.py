"""Terms of the months to come that are kept under a name, every version of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.demand.capacity import CapacityScenario
from store.stamp import Stamp

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class KeptTerms:
    """
    One version of terms.

    Parameters
    ----------
    scenario
        What was assumed, by its name.
    version
        From 1, of those of its name.
    kept
        By whom and when.
    is_newest
        Whether no later one has its name.
    """

    scenario: CapacityScenario
    version: int
    kept: Stamp
    is_newest: bool


def kept_terms(desk: Desk) -> tuple[KeptTerms, ...]:
    """Return all that was kept in a shop, the newest first."""
    with desk.read() as unit:
        return _all(unit, desk.shop_id)


def newest_terms(desk: Desk, name: str) -> CapacityScenario:
    """Return the newest terms of a name; raises InputError where there are none."""
    for each in kept_terms(desk):
        if each.scenario.name == name:
            return each.scenario
    raise InputError(Fault("unknown_terms", value=name))


def keep_terms(desk: Desk, scenario: CapacityScenario) -> None:
    """
    Keep terms under their name: a new version where there are some and they differ.

    Raises
    ------
    InputError
        When the name is empty or too long, or somebody else kept others under it meanwhile.
    """
    name = scenario.name
    require(bool(name.strip()), "empty", column="name")
    require(len(name) <= LONGEST_NAME, "name_too_long", value=name, limit=LONGEST_NAME)
    with desk.write("capacity_terms_kept", ("capacity_terms", name)) as unit:
        mine = [one for one in _all(unit, desk.shop_id) if one.scenario.name == name]
        if mine and mine[0].scenario == scenario:
            return
        unit.enter(scenario, subject=name)
        unit.note(name, {"version": str(len(mine) + 1)})


def remove_terms(desk: Desk, name: str) -> None:
    """Remove all versions of terms; raises InputError where there are none."""
    with desk.write("capacity_terms_removed", ("capacity_terms", name)) as unit:
        found = unit.register.all(desk.shop_id, CapacityScenario, subject=name)
        require(bool(found), "unknown_terms", value=name)
        unit.clear(CapacityScenario, subject=name)
        unit.note(name)


def _all(unit: Unit, shop_id: str) -> tuple[KeptTerms, ...]:
    counted: dict[str, int] = {}
    found = []
    for entry in unit.register.all(shop_id, CapacityScenario):
        counted[entry.subject] = counted.get(entry.subject, 0) + 1
        found.append((entry, counted[entry.subject]))
    return tuple(
        KeptTerms(entry.value, version, entry.entered, version == counted[entry.subject])
        for entry, version in reversed(found)
    )
