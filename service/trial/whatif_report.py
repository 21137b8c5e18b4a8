"""What programs read of a week as it is beside the week with changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scheduler.staffing.sealed import hours_to_fill
from scheduler.whatif import unpriced
from service.roster.report import solve_report
from service.trial.simulation_report import simulation_report
from service.trial.whatif import against_vendor

if TYPE_CHECKING:
    from scheduler.solve.result import SolveParams
    from service.trial.whatif import OwnOrVendor, VendorOffer, WeekOutcome, WhatIf

Report = dict[str, Any]


def whatif_report(found: WhatIf, params: SolveParams, offer: VendorOffer | None = None) -> Report:
    """Return what a week as it is leads to, and with changes; beside a vendor's offer, if any."""
    sides = {"base": found.base, "changed": found.changed}
    told: Report = {name: outcome_report(side, params) for name, side in sides.items()}
    told["base"] |= {"vendor_takes_cost": None, "pretended": []}
    told["changed"] |= {
        "vendor_takes_cost": found.vendor_cost,
        "pretended": [each._asdict() for each in found.pretended],
    }
    if offer is not None:
        for name, side in sides.items():
            told[name]["vendor"] = vendor_report(against_vendor(side, offer))
            if told[name]["vendor"] and told[name]["unpriced"] == told[name]["agents"]:
                told[name]["vendor"]["own_cost"] = None
    return told


def vendor_report(found: OwnOrVendor | None) -> Report | None:
    """Return the same hours by own people and by a vendor; None: there is no roster."""
    return None if found is None else asdict(found)


def outcome_report(outcome: WeekOutcome, params: SolveParams) -> Report:
    """Return what a week leads to; wages are None where nobody's hourly cost is known."""
    problem, tested = outcome.problem, outcome.simulation
    unknown = unpriced(problem)
    is_priced = unknown < len(problem.agents)
    posts = {
        post: {
            "required_hours": hours,
            "contract_hours": outcome.contract_hours.get(post, 0.0),
            "people_short": list(outcome.short_by_hour.get(post, ())),
        }
        for post, hours in hours_to_fill(problem).items()
    }
    return {
        "agents": len(problem.agents),
        "posts": posts,
        "contract_cost": outcome.contract_cost if is_priced else None,
        "wage_cost": outcome.wage_cost,
        "unpriced": unknown,
        "roster": solve_report(problem, params, outcome.result, outcome.verdict),
        "simulation": None if tested is None else simulation_report(problem, tested),
        "speeds": outcome.speeds,
    }
