"""What-ifs a planner names, computes and lays side by side."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.roster import Roster
from scheduler.simulate.run import simulate
from scheduler.verify.checker import verify
from scheduler.whatif import (
    Changed,
    Changes,
    changed,
    contract_cost,
    contract_hours,
    people,
    wage_cost,
)
from service.coverage import coverage
from service.gap import Gap, gap_of
from service.jobs import KeptJob, as_it_stands, launch, require_free
from service.question import problem_of, question_key
from store.actions import Action
from store.files.week import write_roster
from store.jobs import KeptJob as Job
from store.jobs import SolveTask
from store.scenarios import KeptScenario, ScenarioInputs, ScenarioResult
from store.simulations import Measured
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from scheduler.problem import RosterProblem
    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked
    from store.database import Database
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
    gap
        How far its roster is from the best possible; None: not current, or no roster.
    bound_hours
        The proven bound in agent-hours at the price of a missing one; None: not current.
    job
        Its newest computation as it stands; None: none was started.
    faults
        Why its inputs do not fit the week as it is now; its numbers are empty then.
    """

    scenario: KeptScenario
    required_hours: dict[str, float]
    contract_hours: dict[str, float]
    people: dict[str, int]
    contract_cost: Decimal
    is_current: bool
    has_week_changed: bool
    gap: Gap | None
    bound_hours: float | None
    job: Job | None
    faults: tuple[Fault, ...] = ()


def scenarios(database: Database, shop_id: str, *, now: dt.datetime) -> tuple[ScenarioView, ...]:
    """Return a shop's scenarios in the order in which they were made."""
    with database.read() as unit:
        unit.shops.get(shop_id)
        return tuple(_view(unit, shop_id, kept, now) for kept in unit.scenarios.all(shop_id))


def _view(unit: Unit, shop_id: str, kept: KeptScenario, now: dt.datetime) -> ScenarioView:
    job = unit.jobs.latest_of_scenario(kept.id)
    stands = None if job is None else as_it_stands(job, now)
    try:
        what, key = _changed(unit, shop_id, kept.inputs)
    except InputError as error:
        return _unfit(kept, stands, error.faults)
    result = kept.result
    current = result is not None and (result.inputs, result.week_key) == (kept.inputs, key)
    priced = result if current else None
    price = what.problem.rules.weights.shortage_per_agent_hour
    return ScenarioView(
        scenario=kept,
        required_hours=_required(what.problem),
        contract_hours=contract_hours(what.problem),
        people=people(what.problem),
        contract_cost=contract_cost(what.problem),
        is_current=current,
        has_week_changed=result is not None and result.week_key != key,
        gap=None
        if priced is None or priced.cost is None
        else gap_of(what.problem, priced.cost, priced.bound),
        bound_hours=None if priced is None or price <= 0 else priced.bound / price,
        job=stands,
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
        gap=None,
        bound_hours=None,
        job=job,
        faults=faults,
    )


def _changed(unit: Unit, shop_id: str, inputs: ScenarioInputs) -> tuple[Changed, str]:
    """Return the changed week, and the key of the week it starts from."""
    week = unit.weeks.get(shop_id, inputs.week)
    if week.forecast_id is None:
        raise InputError(Fault("week_without_forecast", value=inputs.week))
    problem = problem_of(unit, week)
    forecast = unit.demand.forecast(week.forecast_id).forecast
    key = f"{question_key(problem)}-{week.forecast_id}"
    return changed(problem, forecast, inputs.changes), key


def _required(problem: RosterProblem) -> dict[str, float]:
    hours = problem.horizon.interval_hours
    needed = problem.requirement
    return {post: float(np.nansum(needed.of(post))) * hours for post in needed.posts}


def save_scenario(
    database: Database,
    shop_id: str,
    name: str,
    inputs: ScenarioInputs,
    *,
    by: str,
    now: dt.datetime,
) -> None:
    """
    Keep a scenario under a name, new or changed; a result it has stays, with its own inputs.

    Raises
    ------
    InputError
        When the week has no forecast, or a change is impossible for it.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        _changed(unit, shop_id, inputs)
        old = next((one for one in unit.scenarios.all(shop_id) if one.name == name), None)
        if old is None:
            unit.scenarios.add(shop_id, name, inputs, stamp)
        else:
            unit.scenarios.change(old.id, inputs, stamp)
        unit.actions.add(shop_id, Action("scenario_saved", name, {"week": inputs.week}, stamp))


def copy_scenario(
    database: Database, shop_id: str, name: str, new_name: str, *, by: str, now: dt.datetime
) -> None:
    """Keep a scenario's inputs under a new name too; the copy has no result yet."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        inputs = unit.scenarios.get(shop_id, name).inputs
        unit.scenarios.add(shop_id, new_name, inputs, stamp)
        unit.actions.add(shop_id, Action("scenario_saved", new_name, {"from": name}, stamp))


def remove_scenario(
    database: Database, shop_id: str, name: str, *, by: str, now: dt.datetime
) -> None:
    """Remove a scenario; raises InputError while it is being computed."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        kept = unit.scenarios.get(shop_id, name)
        require_free(unit.jobs.latest_of_scenario(kept.id), name, now)
        unit.scenarios.remove(kept.id)
        unit.actions.add(shop_id, Action("scenario_removed", name, {}, stamp))


def start_scenario(
    database: Database,
    shop_id: str,
    name: str,
    params: SolveParams,
    *,
    simulation: SimulationParams | None = None,
    by: str,
    now: dt.datetime,
) -> KeptJob:
    """
    Start computing a scenario in a process of its own and return the job.

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
    stamp = Stamp(by, now)
    with database.write() as unit:
        kept = unit.scenarios.get(shop_id, name)
        _changed(unit, shop_id, kept.inputs)
        require_free(unit.jobs.latest_of_scenario(kept.id), name, now)
        week = unit.weeks.get(shop_id, kept.inputs.week)
        task = SolveTask(params, use_draft=False, simulation=simulation)
        number = unit.jobs.add(shop_id, week.id, task, stamp, scenario_id=kept.id)
        unit.actions.add(shop_id, Action("scenario_started", name, {"job": str(number)}, stamp))
    return launch(database, number)


def write_scenario_roster(database: Database, shop_id: str, name: str, path: Path) -> None:
    """Write the roster a scenario led to; raises InputError when it has none."""
    with database.read() as unit:
        kept = unit.scenarios.get(shop_id, name)
        week = unit.weeks.get(shop_id, kept.inputs.week)
    if kept.result is None or not kept.result.shifts:
        raise InputError(Fault("scenario_without_roster", value=name))
    write_roster(Roster(kept.result.shifts), path, week.horizon.clock)


def compute(
    database: Database,
    shop_id: str,
    scenario: KeptScenario,
    params: SolveParams,
    *,
    simulation: SimulationParams | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> ScenarioResult:
    """Return what a scenario leads to; nothing is kept."""
    from scheduler.solve.strategy import solve  # noqa: PLC0415 - slow to load, seldom needed here

    with database.read() as unit:
        what, key = _changed(unit, shop_id, scenario.inputs)
    found = solve(what.problem, params, listener=listener, stop=stop)
    result = ScenarioResult(
        inputs=scenario.inputs,
        params=params,
        week_key=key,
        status=found.status,
        required_hours=_required(what.problem),
        contract_hours=contract_hours(what.problem),
        short_by_hour={},
        short_hours=None,
        surplus_hours=None,
        wage_cost=None,
        cost=found.cost,
        bound=found.bound,
        breaches=None,
        seconds=found.seconds,
        shifts=(),
        service_level={},
    )
    if found.roster is None:
        return result
    return _with_roster(result, what, found.roster, simulation)


def _with_roster(
    result: ScenarioResult, what: Changed, roster: Roster, simulation: SimulationParams | None
) -> ScenarioResult:
    verdict = verify(what.problem, roster)
    return dataclasses.replace(
        result,
        short_by_hour=_short_by_hour(what.problem, roster),
        short_hours=verdict.cost.short_hours,
        surplus_hours=verdict.cost.surplus_hours,
        wage_cost=wage_cost(what.problem, roster),
        breaches=len(verdict.violations),
        shifts=roster.shifts,
        service_level={} if simulation is None else _service_level(what, roster, simulation),
    )


def _short_by_hour(problem: RosterProblem, roster: Roster) -> dict[str, tuple[float, ...]]:
    cover = coverage(problem, roster)
    missing = np.nan_to_num(np.maximum(0.0, cover.needed - cover.at_work))
    hours = np.arange(0, missing.shape[1], max(1, 60 // problem.horizon.interval_min))
    most = np.maximum.reduceat(missing, hours, axis=1)
    return {post: tuple(row.tolist()) for post, row in zip(cover.posts, most, strict=True)}


def _service_level(what: Changed, roster: Roster, params: SimulationParams) -> dict[str, Measured]:
    found = simulate(what.problem, roster, what.forecast, params)
    by_post = found.by_post.service_level
    levels = {post: Measured.of(by_post, (row,)) for row, post in enumerate(found.posts)}
    return {"": Measured.of(found.total.service_level, ()), **levels}
