"""What-ifs a planner names, computes and lays side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.changes import Changes
from scheduler.errors import Fault, InputError
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.staffing.sealed import hours_to_fill
from scheduler.whatif import contract_cost, contract_hours, people, unpriced
from service.jobs import KeptJob, require_free
from service.roster.gap import CostGap, gap_of
from service.trial.fan_out import program
from service.trial.scenario_result import changed_week
from store.files.week import write_roster
from store.job_tasks import JobKind, SolveTask
from store.kept_job import KeptJob as Job
from store.scenarios import KeptScenario, ScenarioInputs, ScenarioResult

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import SolveParams
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Changes", "KeptScenario", "ScenarioInputs", "ScenarioResult"]


@dataclass(frozen=True, eq=False)
class ScenarioView:
    """
    A scenario as it is shown.

    Parameters
    ----------
    scenario
        Its name, inputs and result.
    required_hours, contract_hours
        By post, of its present inputs, at once and without a roster.
    people
        By post, of its present inputs: how many work there first.
    contract_cost
        Yuan for all contract hours of its present inputs, worked or not.
    is_current
        Whether the result is of the present inputs and week; False without a result.
    has_week_changed
        Whether the week, changes not counted, is another now than when the result was computed.
    has_program_changed
        Whether another version of the program, or one not noted, computed the result.
    gap
        How far its roster is from the best possible; None: not current, or no roster.
    bound_hours
        The proven bound in agent-hours at the price of a missing one; None: not current.
    job
        Its newest computation as it stands; None: none was started.
    faults
        Why its inputs do not fit the week as it is now; its numbers are empty then.
    problem
        The week with its changes; None where they do not fit.
    """

    scenario: KeptScenario
    required_hours: dict[str, float]
    contract_hours: dict[str, float]
    people: dict[str, int]
    contract_cost: Decimal
    is_current: bool
    has_week_changed: bool
    has_program_changed: bool
    gap: CostGap | None
    bound_hours: float | None
    job: Job | None
    faults: tuple[Fault, ...] = ()
    problem: RosterProblem | None = None

    @property
    def unpriced(self) -> int:
        """Return how many people have no hourly cost here: not known, or not for whoever looks."""
        return 0 if self.problem is None else unpriced(self.problem)

    @property
    def has_wages(self) -> bool:
        """Return whether the hourly cost of anybody is known here."""
        return self.problem is not None and self.unpriced < len(self.problem.agents)


def scenarios(desk: Desk) -> tuple[ScenarioView, ...]:
    """Return a shop's scenarios in the order in which they were made."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        return tuple(_view(unit, desk.shop_id, kept) for kept in unit.scenarios.all(desk.shop_id))


def handed_over(desk: Desk, label: str) -> dict[str, float]:
    """Return the share of contacts a robot hands over in a week, by post where it is known."""
    with desk.read() as unit:
        forecast = unit.demand.forecast_of(unit.weeks.get(desk.shop_id, label)).forecast
    found = {post: forecast.handed_of(post) for post in forecast.posts}
    return {post: share for post, share in found.items() if share is not None}


def _view(unit: Unit, shop_id: str, kept: KeptScenario) -> ScenarioView:
    stands = unit.jobs.latest_of_scenario(kept.id)
    try:
        what, key = changed_week(unit, shop_id, kept.inputs)
    except InputError as error:
        return _unfit(kept, stands, error.faults)
    result = kept.result
    current = result is not None and (result.inputs, result.week_key) == (kept.inputs, key)
    priced = result if current else None
    price = what.problem.rules.weights.shortage_per_agent_hour
    return ScenarioView(
        scenario=kept,
        required_hours=hours_to_fill(what.problem),
        contract_hours=contract_hours(what.problem),
        people=people(what.problem),
        contract_cost=contract_cost(what.problem),
        is_current=current,
        has_week_changed=result is not None and result.week_key != key,
        has_program_changed=result is not None and result.program != program(),
        gap=None
        if priced is None or priced.cost is None
        else gap_of(what.problem, priced.cost, priced.bound),
        bound_hours=None if priced is None or price <= 0 else priced.bound / price,
        job=stands,
        problem=what.problem,
    )


def _unfit(kept: KeptScenario, job: Job | None, faults: tuple[Fault, ...]) -> ScenarioView:
    return ScenarioView(
        scenario=kept,
        required_hours={},
        contract_hours={},
        people={},
        contract_cost=Decimal(0),
        is_current=False,
        has_week_changed=False,
        has_program_changed=False,
        gap=None,
        bound_hours=None,
        job=job,
        faults=faults,
    )


def save_scenario(desk: Desk, name: str, inputs: ScenarioInputs) -> None:
    """
    Keep a scenario under a name, new or changed; a result it has stays, with its own inputs.

    Raises
    ------
    InputError
        When the week has no forecast, or a change is impossible for it.
    """
    stamp = desk.stamp
    with desk.write("scenario_saved", ("scenario", name)) as unit:
        changed_week(unit, desk.shop_id, inputs)
        old = next((one for one in unit.scenarios.all(desk.shop_id) if one.name == name), None)
        if old is None:
            unit.scenarios.add(desk.shop_id, name, inputs, stamp)
        else:
            unit.scenarios.change(old.id, inputs, stamp)
        unit.note(name, {"week": inputs.week})


def copy_scenario(desk: Desk, name: str, new_name: str) -> None:
    """Keep a scenario's inputs under a new name too; the copy has no result yet."""
    stamp = desk.stamp
    with desk.write("scenario_saved", ("scenario", new_name)) as unit:
        inputs = unit.scenarios.get(desk.shop_id, name).inputs
        unit.scenarios.add(desk.shop_id, new_name, inputs, stamp)
        unit.note(new_name, {"from": name})


def rename_scenario(desk: Desk, name: str, new_name: str) -> None:
    """
    Give a scenario another name; inputs, result and a computation under way stay.

    Raises
    ------
    InputError
        When there is none of that name, or the new one is empty or taken.
    """
    stamp = desk.stamp
    with desk.write("scenario_renamed", ("scenario", name), ("scenario", new_name)) as unit:
        unit.scenarios.rename(desk.shop_id, name, new_name, stamp)
        unit.note(new_name, {"from": name})


def remove_scenario(desk: Desk, name: str) -> None:
    """Remove a scenario; raises InputError while it is being computed."""
    with desk.write("scenario_removed", ("scenario", name)) as unit:
        kept = unit.scenarios.get(desk.shop_id, name)
        require_free(unit.jobs.latest_of_scenario(kept.id), name)
        unit.scenarios.remove(kept.id)
        unit.note(name, {})


def start_scenario(
    desk: Desk, name: str, params: SolveParams, *, simulation: SimulationParams | None = None
) -> KeptJob:
    """
    Ask for a scenario to be computed by a worker and return the job.

    Parameters
    ----------
    params
        Limits of the solve: a few seconds give a proven bound and a rough roster, more a good one.
    simulation
        Simulate the roster too; None: do not.

    Raises
    ------
    InputError
        When it is being computed already, or its week or changes do not do.
    """
    stamp = desk.stamp
    with desk.write("scenario_started", unseen="its result stands beside") as unit:
        kept = unit.scenarios.get(desk.shop_id, name)
        changed_week(unit, desk.shop_id, kept.inputs)
        require_free(unit.jobs.latest_of_scenario(kept.id), name)
        week = unit.weeks.get(desk.shop_id, kept.inputs.week)
        task = SolveTask(params, use_draft=False, simulation=simulation)
        number = unit.jobs.add(
            JobKind.SCENARIO, desk.shop_id, task, stamp, week_id=week.id, scenario_id=kept.id
        )
        unit.note(name, {"job": str(number)})
        return unit.jobs.get(number)


def write_scenario_roster(desk: Desk, name: str, path: Path) -> None:
    """Write the roster a scenario led to; raises InputError when it has none."""
    with desk.read() as unit:
        kept = unit.scenarios.get(desk.shop_id, name)
        week = unit.weeks.get(desk.shop_id, kept.inputs.week)
    if kept.result is None or not kept.result.shifts:
        raise InputError(Fault("scenario_without_roster", value=name))
    write_roster(Roster(kept.result.shifts), path, week.horizon.clock)
