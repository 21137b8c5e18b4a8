"""Hundreds of what-ifs on a week's folder, each a row that is kept as it comes."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from scheduler.demand import Forecast
from scheduler.errors import Fault, InputError, SolverError
from scheduler.problem import RosterProblem
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.solve.estimate import Worth, estimate
from scheduler.solve.result import SolveParams
from scheduler.sweep import (
    Scenario,
    SweepPlan,
    SweepStep,
    from_own_requirement,
    scenarios_of,
)
from scheduler.whatif import contract_cost, wage_cost
from service.roster.folder import forecast_of
from service.roster.question import problem_key
from service.roster.solving import solved
from service.trial.fan_out import answers, program
from store.documents import from_document, to_document
from store.files.content import text_of
from store.files.toml_value import value_of_text
from store.files.week import read_week
from store.simulations import SimulatedMeasure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scheduler.solve.result import StopAsked

__all__ = ["SweepPlan", "SweepStep"]

LOST = "sweep_lost"


class Depth(StrEnum):
    """How far each scenario is worked out."""

    ESTIMATE = "estimate"  # bounds alone
    ROSTER = "roster"  # and a roster
    SIMULATED = "simulated"  # and its level


@dataclass(frozen=True, slots=True)
class SweepRow:
    """
    What one scenario came to; the same for the same inputs, program and seed.

    Parameters
    ----------
    number, steps, told
        As of ``Scenario``.
    recomputed
        What was computed anew: ``requirement``, ``people``, ``wages``; all else is the week's own.
    faults
        Why it failed; empty: it did not.
    people
        How many there are.
    required_hours
        Agent-hours needed.
    contract_cost
        Yuan for the contracts' hours, worked or not, as text.
    least_cost, least_short_hours, more_people
        The estimate: as of ``WeekEstimate``; None: failed.
    cost, bound, short_hours, wage_cost, status
        The roster: as of ``ScenarioResult``; None: only estimated, or failed.
    level, level_low, level_high
        The roster simulated: service level of all posts with its interval; None: it was not.
    """

    number: int
    steps: tuple[SweepStep, ...]
    told: tuple[tuple[str, str, float], ...]
    recomputed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    people: int | None = None
    required_hours: float | None = None
    contract_cost: str | None = None
    least_cost: float | None = None
    least_short_hours: float | None = None
    more_people: int | None = None
    status: str | None = None
    cost: float | None = None
    bound: float | None = None
    short_hours: float | None = None
    wage_cost: str | None = None
    level: float | None = None
    level_low: float | None = None
    level_high: float | None = None


@dataclass(frozen=True, slots=True)
class SweepHead:
    """
    What a file of rows is of: its first line.

    Parameters
    ----------
    program
        Version of the program and mark of its sources.
    week
        Key of the week's question and forecast.
    plan
        What is tried.
    params, simulation, quick
        As of ``run_sweep``, written out.
    """

    program: str
    week: str
    plan: SweepPlan
    params: str
    simulation: str
    quick: bool


@dataclass(frozen=True, eq=False, slots=True)
class SweptWeek:
    """What every scenario of a sweep begins with; fields as of ``run_sweep``."""

    problem: RosterProblem
    forecast: Forecast
    params: SolveParams | None
    simulation: SimulationParams | None
    worth: Worth | None


@dataclass(frozen=True, eq=False, slots=True)
class Swept:
    """
    A sweep so far.

    Parameters
    ----------
    rows
        Of scenarios that ended, in the plan's order.
    size
        How many there are, the week as it is counted.
    kept_before
        Rows taken from the file, not computed now.
    """

    rows: tuple[SweepRow, ...]
    size: int
    kept_before: int


def read_plan(path: Path) -> SweepPlan:
    """Return the sweep a TOML file asks for; raises InputError with every fault."""
    return value_of_text(text_of(path), path.name, SweepPlan)


def run_sweep(
    folder: Path,
    plan: SweepPlan,
    *,
    out: Path,
    params: SolveParams | None = None,
    simulation: SimulationParams | None = None,
    quick: bool = False,
    processes: int = 2,
    cluster: str = "",
    told: Callable[[int, int, float], None] = lambda *_: None,
    stop: StopAsked = lambda: False,
) -> Swept:
    """
    Try every scenario of a plan, and keep each row in a file as it comes.

    A file that holds the beginning of the same sweep is gone on with.

    Parameters
    ----------
    folder
        A week with a forecast; what is not changed is its own, the requirement too.
    plan
        What is tried.
    out
        JSON lines: ``SweepHead``, then one ``SweepRow`` each.
    params
        Solve each within these limits, from the same seed; None: only estimate.
    simulation
        Put each roster to the test, with the same seed; None: do not.
    quick
        Begin each estimate at the week's own: sooner, and less tight.
    processes
        How many scenarios at once.
    cluster
        Address of a Dask scheduler whose workers do it; empty: processes of this machine.
    told
        Told how many are over, of how many, and about how many seconds are left.
    stop
        Asked whether to stop; what has begun ends first.

    Raises
    ------
    InputError
        When folder, plan, file or cluster do not do.
    """
    week = read_week(folder)
    problem, forecast = week.problem(), forecast_of(week)
    scenarios = scenarios_of(plan, problem)
    key = hashlib.sha256(f"{problem_key(problem)} {forecast.mean.tobytes()!r}".encode())
    head = SweepHead(program(), key.hexdigest(), plan, repr(params), repr(simulation), quick)
    rows = _kept(out, head)
    worth = estimate(problem).worth if quick else None
    question = SweptWeek(problem, forecast, params, simulation, worth)
    left = [each for each in scenarios if each.number not in rows]
    begun, before = time.monotonic(), len(rows)
    for scenario, row in answers(
        partial(row_of, question), left, processes=processes, stop=stop, cluster=cluster
    ):
        found = row or _failed(scenario, [Fault(LOST)])
        with out.open("a", encoding="utf-8") as file:
            file.writelines((to_document(found), "\n"))
        rows[found.number] = found
        done = len(rows) - before
        pace = (time.monotonic() - begun) / done
        told(len(rows), len(scenarios), pace * (len(left) - done))
    return Swept(tuple(rows[number] for number in sorted(rows)), len(scenarios), before)


def _kept(out: Path, head: SweepHead) -> dict[int, SweepRow]:
    """Return the rows of a file that is gone on with; begin it where there is none."""
    first = to_document(head)
    if not out.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(first + "\n", encoding="utf-8")
        return {}
    text = text_of(out)
    lines = text.splitlines()
    if not lines or lines[0] != first:
        raise InputError(Fault("sweep_other", value=out.name))
    if not text.endswith("\n"):  # a row that a stop cut: it is computed again
        lines.pop()
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = (from_document(SweepRow, line) for line in lines[1:])
    return {row.number: row for row in rows}


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
    what, parts = from_own_requirement(question.problem, question.forecast, scenario.changes)
    problem = what.problem
    about = estimate(problem, question.worth)
    row = SweepRow(
        number=scenario.number,
        steps=scenario.steps,
        told=scenario.told,
        recomputed=parts,
        people=len(problem.agents),
        required_hours=problem.requirement.hours,
        contract_cost=str(contract_cost(problem)),
        least_cost=about.cost,
        least_short_hours=about.short_hours,
        more_people=about.more_people,
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
        wage_cost=str(wage_cost(problem, result.roster)),
    )
    if question.simulation is None:
        return row
    tested = simulate(problem, result.roster, what.forecast, question.simulation)
    level = SimulatedMeasure.of(tested.total.service_level, ())
    return replace(row, level=level.mean, level_low=level.low, level_high=level.high)


def sweep_report(swept: Swept) -> dict[str, Any]:
    """Return what programs read of a sweep."""
    rows = [json.loads(to_document(row)) for row in swept.rows]
    return {"size": swept.size, "kept_before": swept.kept_before, "rows": rows}
