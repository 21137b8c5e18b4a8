"""What people who are shared between shops of one company work at the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.agent import Absence
from scheduler.horizon import DAY_MIN, WEEK_DAYS

if TYPE_CHECKING:
    from store.companies import Elsewhere
    from store.unit import Unit
    from store.weeks import KeptWeek

SIGN = "⇄ "
"""Before the other shop's name where its shift is shown as time away."""
REST = " …"
"""After it in the rest before and after that shift, in which no other may lie."""


@dataclass(frozen=True, slots=True)
class BoundElsewhere:
    """
    How shifts at other shops bind a week.

    Parameters
    ----------
    away
        The shifts as time away from this shop, and the rest before and after each.
    minutes
        Work at other shops in the week with the most, by agent.
    """

    away: tuple[Absence, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)


def elsewhere_of(unit: Unit, week: KeptWeek) -> BoundElsewhere:
    """Return how the shifts in force at other shops of the company bind the people of a week."""
    horizon, rest = week.horizon, week.rules.hours.min_rest_min
    reach = 2 * DAY_MIN + rest
    found = unit.companies.elsewhere(
        week.shop_id, horizon.start_min - reach, horizon.end_min + reach
    )
    away = [each for one in found for each in _away(one, rest)]
    weeks: Counter[tuple[str, int]] = Counter()
    for one in found:
        if one.shift.start_min in horizon:
            day = (horizon.clock.date_of(one.shift.start_min) - horizon.start).days
            weeks[one.agent_id, day // WEEK_DAYS] += one.shift.work_min
    most: dict[str, int] = {}
    for (agent, _), minutes in weeks.items():
        most[agent] = max(most.get(agent, 0), minutes)
    near = [one for one in away if one.end_min > horizon.start_min - DAY_MIN]
    return BoundElsewhere(tuple(near), most)


def _away(one: Elsewhere, rest_min: int) -> list[Absence]:
    """Return a shift elsewhere as time away, and the rest before and after it."""
    start, end, kind = one.shift.start_min, one.shift.end_min, f"{SIGN}{one.shop_name}"
    parts = [Absence(one.agent_id, start, end, kind)]
    if rest_min:
        parts.append(Absence(one.agent_id, start - rest_min, start, kind + REST))
        parts.append(Absence(one.agent_id, end, end + rest_min, kind + REST))
    return parts


def is_rest_elsewhere(kind: str) -> bool:
    """Return whether a kind of absence is the rest before or after a shift at another shop."""
    return kind.startswith(SIGN) and kind.endswith(REST)
