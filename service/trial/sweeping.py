"""The scenarios of a sweep, worked out here or on a cluster: rows as they come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from scheduler.demand import Forecast
from scheduler.errors import Fault, InputError, SolverError
from scheduler.pretended import pretended
from scheduler.problem import RosterProblem
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.solve.estimate import Worth, estimate
from scheduler.solve.result import SolveParams
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.sealed import hours_to_fill
from scheduler.sweep import Scenario, from_own_requirement
from scheduler.sweep_row import SweepRow
from scheduler.whatif import contract_cost, unpriced, wage_cost
from service.demand.own_speeds import Speeds, factors
from service.roster.solving import solved
from service.trial.fan_out import answers
from store.simulations import SimulatedMeasure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.solve.result import StopAsked

LOST = "sweep_lost"


@dataclass(frozen=True, eq=False, slots=True)
class SweptWeek:
    """
    What every scenario of a sweep begins with.

    Parameters
    ----------
    problem, forecast, load
        The week as it is; what is not changed is its own, the requirement too.
    params
        Solve each within these limits, from the same seed; None: only estimate.
    simulation
        Put each roster to the test, with the same seed; None: do not.
    worth
        Where each estimate begins; None: from nothing.
    speeds
        What chats say of people, for the simulation; None: all are equally fast.
    """

    problem: RosterProblem
    forecast: Forecast
    params: SolveParams | None
    simulation: SimulationParams | None
    worth: Worth | None
    load: Load = USUAL
    speeds: Speeds | None = None


def rows_of(
    question: SweptWeek,
    left: Sequence[Scenario],
    *,
    processes: int,
    cluster: str,
    stop: StopAsked,
) -> Iterator[SweepRow]:
    """
    Yield a row for each scenario, in the order in which they end; after a stop no new ones begin.

    Parameters
    ----------
    question, left
        The week, and what is tried of it.
    processes, cluster, stop
        As of ``answers``.

    Raises
    ------
    InputError
        When the cluster does not do.
    """
    for scenario, row in answers(
        partial(row_of, question), left, processes=processes, stop=stop, cluster=cluster
    ):
        yield row or _failed(scenario, [Fault(LOST)])


def row_of(question: SweptWeek, scenario: Scenario) -> SweepRow:
    """Return what a scenario comes to; a row with its faults where it cannot be."""
    try:
        return _row(question, scenario)
    except InputError as error:
        return _failed(scenario, error.faults)
    except SolverError as error:
        return _failed(scenario, [Fault("sweep_solver", value=str(error))])


def _failed(scenario: Scenario, faults: Sequence[Fault]) -> SweepRow:
    return SweepRow(scenario.number, scenario.steps, scenario.told, faults=tuple(faults))


def _row(question: SweptWeek, scenario: Scenario) -> SweepRow:
    changes = scenario.changes
    what, parts = from_own_requirement(
        question.problem, question.forecast, changes, load=question.load
    )
    problem = what.problem
    about, unknown = estimate(problem, question.worth), unpriced(problem)
    is_priced = unknown < len(problem.agents)
    row = SweepRow(
        number=scenario.number,
        steps=scenario.steps,
        told=scenario.told,
        recomputed=parts,
        people=len(problem.agents),
        required_hours=sum(hours_to_fill(problem).values()),
        contract_cost=str(contract_cost(problem)) if is_priced else None,
        least_cost=about.cost,
        least_short_hours=about.short_hours,
        more_people=about.more_people,
        unpriced=unknown,
        vendor_cost=str(what.vendor_cost) if changes.vendor is not None else None,
        pretended=pretended(question.problem, changes),
    )
    if question.params is None:
        return row
    answer = solved(problem, question.params)
    result, verdict = answer.result, answer.verdict
    row = replace(row, status=result.status.value, cost=result.cost, bound=result.bound)
    if result.roster is None or verdict is None:
        return row
    row = replace(
        row,
        short_hours=verdict.cost.short_hours,
        wage_cost=str(wage_cost(problem, result.roster)) if is_priced else None,
    )
    if question.simulation is None:
        return row
    speeds = factors(question.speeds, problem)
    tested = simulate(problem, result.roster, what.forecast, question.simulation, speeds=speeds)
    level = SimulatedMeasure.of(tested.total.service_level, ())
    row = replace(row, level=level.mean, level_low=level.low, level_high=level.high)
    return replace(row, own_speeds=len(speeds))
