"""What programs read of what comfort costs: a line for each, and what is proven between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.comfort import Between, Comfort, Dearer, dearer, lines_of, together
from service.trial.whatif_report import outcome_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.ruleset import RuleSet
    from scheduler.solve.result import SolveParams
    from service.trial.whatif import WeekOutcome

Report = dict[str, Any]


def comfort_report(found: Mapping[Comfort, WeekOutcome], params: SolveParams) -> Report:
    """
    Return what a week leads to on every line of comfort that was computed.

    ``dearer_hours`` is between what the best roster of a line lies above the best of the first, in
    agent-hours at the price of a missing one: proven by bounds, whatever the rosters found; None
    where one of the two has no clean roster, or missing people no price. ``bound_hours`` and
    ``gap_hours`` are in the same unit, and use what looser lines prove.
    Wages are as of ``outcome_report``. ``not_computed`` names the lines that a stop left out.
    """
    first = next(iter(found.values())).problem
    told = {comfort: Between(each.result.bound, _cost(each)) for comfort, each in found.items()}
    proven = proven_hours(told, first.rules)
    return {
        "has_types": bool(first.rules.types),
        "lines": {
            str(comfort): outcome_report(outcome, params) | proven[comfort]
            for comfort, outcome in found.items()
        },
        "not_computed": [str(each) for each in lines_of(first.rules) if each not in found],
    }


def proven_hours(
    found: Mapping[Comfort, Between], rules: RuleSet, *, is_nested: bool = True
) -> dict[Comfort, Report]:
    """
    Return what is proven of each line in agent-hours; the first is what others differ from.

    ``is_nested``: whether they are lines of these rules, so that one proves for another.
    """
    price = rules.weights.shortage_per_agent_hour
    told = together(found, rules) if is_nested else dict(found)
    first = next(iter(told), None)
    lines = {}
    for comfort, line in told.items():
        more = None if first is None else dearer(told[first], line)
        if comfort is first and more is not None:
            more = Dearer(0.0, 0.0)
        own = found[comfort].cost
        lines[comfort] = {
            "bound_hours": _hours(line.bound, price),
            "gap_hours": None if own is None else _hours(own - line.bound, price),
            "dearer_hours": None
            if more is None or price <= 0
            else {"least": more.least / price, "most": more.most / price},
        }
    return lines


def _cost(outcome: WeekOutcome) -> float | None:
    """Return the cost of a roster that keeps every rule of its line; others prove nothing."""
    is_clean = outcome.verdict is not None and outcome.verdict.is_clean
    return outcome.result.cost if is_clean else None


def _hours(cost: float, price: float) -> float | None:
    return cost / price if price > 0 else None
