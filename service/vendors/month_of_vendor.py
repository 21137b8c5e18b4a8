"""What the database holds of a month of a vendor's people, put together to be settled."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.facts.spans import intersect, minutes, subtract, union
from kpi.vendors.settling import settle
from kpi.vendors.vendor_month import VendorMonth, worked_in
from scheduler.errors import InputError, require
from service.month.month_inputs import month_sources
from service.shop.dated_changes import dated_in, on_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.facts.spans import Spans
    from kpi.month import Month
    from kpi.vendors.settlement import Settlement
    from service.month.month_inputs import MonthSources
    from store.unit import Unit

DAY = dt.timedelta(days=1)


def settled(unit: Unit, shop_id: str, vendor: str, month: Month) -> Settlement:
    """
    Return what a month of a vendor comes to by what is known now.

    Its people are those whose team it sends, each on the days of the month they are in such a team;
    which teams it sends is known as it stands now.

    Raises
    ------
    InputError
        When it sends no team, or no contract with it holds in the month.
    """
    sent = unit.grants.vendors(shop_id)
    require(vendor in sent.values(), "unknown_vendor", column="vendor", value=vendor)
    agreed = [kept.contract for kept in unit.vendors.contracts(shop_id, vendor)]
    result = settle(agreed, _month(unit, shop_id, vendor, month, sent))
    held = bool(result.contracts)
    require(held, "vendor_without_contract", column="vendor", value=vendor, month=month)
    return result


def _month(
    unit: Unit, shop_id: str, vendor: str, month: Month, sent: Mapping[str, str]
) -> VendorMonth:
    clock = unit.shops.get(shop_id).clock
    teams = _teams(unit, shop_id, month)
    belongs = {who: {day for day, team in held.items() if sent.get(team) == vendor}
               for who, held in teams.items()}  # fmt: skip
    people = tuple(sorted(who for who, days in belongs.items() if days))
    elsewhere = frozenset(
        (who, day) for who in people for day in teams[who] if day not in belongs[who]
    )
    begins = clock.at(month.first) * 60
    since = unit.grants.vendors_since(shop_id)
    undated = {team for who in people for team in teams[who].values()
               if sent.get(team) == vendor and since[team].timestamp() >= begins}  # fmt: skip
    try:
        sources = month_sources(unit, shop_id, month)
    except InputError as error:
        if {fault.code for fault in error.faults} != {"month_empty"}:
            raise
        return VendorMonth(vendor, month, clock, people, elsewhere=elsewhere, undated=len(undated))
    hours = tuple(one for one in sources.hours if one.scheduled.shift.agent_id in people)
    own = {who: union((clock.at(day), clock.at(day + DAY)) for day in belongs[who])
           for who in people}  # fmt: skip
    unrostered, beyond_min = _not_billed(sources, own)
    return VendorMonth(
        vendor,
        month,
        clock,
        people,
        tuple(worked_in(hours, sources.attendance.there)),
        sources.facts,
        unrostered,
        elsewhere,
        len(undated),
        beyond_min,
    )


def _teams(unit: Unit, shop_id: str, month: Month) -> dict[str, dict[dt.date, str]]:
    """Return the team of everybody on each day of a month, of those who have left too."""
    everybody = unit.staff.everybody(shop_id)
    changes = [entry.value for entry in dated_in(unit, shop_id)]
    length = (month.last - month.first).days + 1
    found: dict[str, dict[dt.date, str]] = {one.id: {} for one in everybody}
    for day in (month.first + DAY * place for place in range(length)):
        for one in on_day(everybody, changes, day):
            found[one.id][day] = one.team
    return found


def _not_billed(sources: MonthSources, own: Mapping[str, Spans]) -> tuple[tuple[str, ...], int]:
    """
    Return what attendance no shift bound: who has stretches that touch none, and minutes beside.

    The minutes are those before, after and between the shifts of the stretches that touch one.
    """
    bound: dict[str, list[tuple[int, int]]] = {agent: [] for agent in own}
    for one in sources.hours:
        shift = one.scheduled.shift
        bound.setdefault(shift.agent_id, []).append((shift.start_min, shift.end_min))
    free, beyond_min = [], 0
    for agent, days in sorted(own.items()):
        shifts = union(bound[agent])
        there = intersect(sources.attendance.there.get(agent, ()), days)
        touching = tuple(span for span in there if intersect((span,), shifts))
        beyond_min += minutes(subtract(touching, shifts))
        if len(touching) < len(there):
            free.append(agent)
    return tuple(free), beyond_min
