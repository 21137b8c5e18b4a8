"""What programs read of the months to come, scenario by scenario."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.demand.capacity import CapacityScenario, MonthsAhead

Report = dict[str, Any]


def capacity_report(scenarios: Sequence[CapacityScenario], found: Sequence[MonthsAhead]) -> Report:
    """Return the scenarios with what they assume, their weeks by post, hires and totals."""
    return {
        "scenarios": [
            {"name": each.name, "assumed": asdict(each.params) | {"volume": each.volume}}
            | _told(ahead)
            for each, ahead in zip(scenarios, found, strict=True)
        ],
        "caveats": [caveat.code for caveat in found[0].caveats] if found else [],
    }


def _told(ahead: MonthsAhead) -> Report:
    return {
        "weeks": [asdict(line) for line in ahead.lines],
        "hires": [asdict(hire) for hire in ahead.hires],
        "hires_are_of_least_cost": ahead.cheapest is not None,
        "totals": asdict(ahead.totals),
    }
