"""What a scenario leads to: the changed week, its roster, and the roster put to the test."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.demand import Forecast
from scheduler.problem import RosterProblem
from scheduler.simulate.run import simulate
from scheduler.staffing.offered_load import Load
from scheduler.staffing.sealed import hours_to_fill
from scheduler.verify.checker import verify_present
from scheduler.whatif import Changed, changed, contract_hours, unpriced, wage_cost
from service.demand.own_speeds import factors, own_speeds
from service.demand.staffing import load_of
from service.roster.coverage import people_short
from service.roster.question import problem_of, question_key
from service.trial.fan_out import program
from store.scenarios import KeptScenario, ScenarioInputs, ScenarioResult
from store.simulations import SimulatedMeasure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.roster import Roster
    from scheduler.simulate.outcome import Simulation
    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked
    from service.desk import Desk
    from store.unit import Unit


@dataclass(frozen=True, eq=False)
class WeekAsIs:
    """
    The week a scenario starts from.

    Parameters
    ----------
    problem, forecast
        As they are.
    load
        What its requirement's intervals are staffed for.
    key
        Differs when the week does.
    """

    problem: RosterProblem
    forecast: Forecast
    load: Load
    key: str


def week_as_is(unit: Unit, shop_id: str, label: str) -> WeekAsIs:
    """Return a week without changes; raises InputError when it has no forecast."""
    week = unit.weeks.get(shop_id, label)
    kept = unit.demand.forecast_of(week)
    problem, load = problem_of(unit, week), load_of(unit, week)
    return WeekAsIs(problem, kept.forecast, load, f"{question_key(problem)}-{kept.id}-{load}")


def changed_week(unit: Unit, shop_id: str, inputs: ScenarioInputs) -> tuple[Changed, str]:
    """Return the changed week, and the key of the week it starts from."""
    week = week_as_is(unit, shop_id, inputs.week)
    return changed(week.problem, week.forecast, inputs.changes, load=week.load), week.key


def compute(
    desk: Desk,
    scenario: KeptScenario,
    params: SolveParams,
    *,
    simulation: SimulationParams | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> ScenarioResult:
    """
    Return what a scenario leads to; nothing is kept.

    It is simulated at the speeds that people's own chats show, where these are known.
    """
    from scheduler.solve.strategy import solve  # noqa: PLC0415 - slow to load, seldom needed here

    with desk.read() as unit:
        what, key = changed_week(unit, desk.shop_id, scenario.inputs)
    found = solve(what.problem, params, listener=listener, stop=stop)
    result = ScenarioResult(
        inputs=scenario.inputs,
        params=params,
        week_key=key,
        status=found.status,
        required_hours=hours_to_fill(what.problem),
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
        program=program(),
    )
    if found.roster is None:
        return result
    learnt = None if simulation is None else own_speeds(desk).speeds
    speeds = factors(learnt, what.problem)
    return _with_roster(result, what, found.roster, simulation, speeds)


def _with_roster(
    result: ScenarioResult,
    what: Changed,
    roster: Roster,
    simulation: SimulationParams | None,
    speeds: Mapping[str, float],
) -> ScenarioResult:
    verdict = verify_present(what.problem, roster)
    is_priced = unpriced(what.problem) < len(what.problem.agents)
    return dataclasses.replace(
        result,
        short_by_hour=people_short(what.problem, roster),
        short_hours=verdict.cost.short_hours,
        surplus_hours=verdict.cost.surplus_hours,
        wage_cost=wage_cost(what.problem, roster) if is_priced else None,
        breaches=len(verdict.stretches),
        shifts=roster.shifts,
        service_level={}
        if simulation is None
        else _service_level(what, roster, simulation, speeds),
        own_speeds=len(speeds),
    )


def _service_level(
    what: Changed, roster: Roster, params: SimulationParams, speeds: Mapping[str, float]
) -> dict[str, SimulatedMeasure]:
    return levels_of(simulate(what.problem, roster, what.forecast, params, speeds=speeds))


def levels_of(found: Simulation) -> dict[str, SimulatedMeasure]:
    """Return the simulated level by post, that of all posts together first, under no name."""
    by_post = found.by_post.service_level
    levels = {post: SimulatedMeasure.of(by_post, (row,)) for row, post in enumerate(found.posts)}
    return {"": SimulatedMeasure.of(found.total.service_level, ()), **levels}
