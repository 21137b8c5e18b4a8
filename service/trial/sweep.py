"""Hundreds of what-ifs on a week's folder, each a row that is kept as it comes."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.errors import Fault, InputError
from scheduler.solve.estimate import estimate
from scheduler.sweep import SweepPlan, SweepStep, scenarios_of
from scheduler.sweep_row import Depth, SweepRow
from service.demand.own_speeds import mark_of, speeds_of_log
from service.roster.folder import forecast_of
from service.roster.question import problem_key
from service.trial.fan_out import program
from service.trial.sweep_head import SweepHead
from service.trial.sweeping import SweptWeek, rows_of
from store.documents import from_document, to_document
from store.files.content import text_of
from store.files.toml_value import value_of_text
from store.files.week import read_week

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scheduler.demand import Forecast
    from scheduler.problem import RosterProblem
    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import SolveParams, StopAsked
    from scheduler.sweep import Scenario

__all__ = ["Depth", "SweepPlan", "SweepRow", "SweepStep"]


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


class SweepFile:
    """
    The rows of a sweep in a file, and those that are still to be worked out.

    Parameters
    ----------
    folder
        A week with a forecast; what is not changed is its own, the requirement too.
    plan
        What is tried.
    out
        JSON lines: ``SweepHead``, then one ``SweepRow`` each; one that holds the beginning of the
        same sweep is gone on with.
    params
        Solve each within these limits, from the same seed; None: only estimate.
    simulation
        Put each roster to the test, with the same seed; None: do not.
    chats
        A log of chats, whose people are simulated at the speeds it shows; None: all alike.
    quick
        Begin each estimate at the week's own: sooner, and less tight.

    Raises
    ------
    InputError
        When folder, plan or file do not do.
    """

    def __init__(
        self,
        folder: Path,
        plan: SweepPlan,
        *,
        out: Path,
        params: SolveParams | None = None,
        simulation: SimulationParams | None = None,
        chats: Path | None = None,
        quick: bool = False,
    ) -> None:
        week = read_week(folder)
        problem, forecast = week.problem(), forecast_of(week)
        self.scenarios = scenarios_of(plan, problem)
        learnt = speeds_of_log(chats, problem)
        played = f"{simulation!r} {mark_of(learnt)}".strip()
        told_of = (repr(params), played, quick)
        head = SweepHead(program(), week_key(problem, forecast), plan, *told_of)
        self.out, self.rows = out, _kept(out, head)
        self.kept_before = len(self.rows)
        worth = estimate(problem).worth if quick else None
        self.week = SweptWeek(problem, forecast, params, simulation, worth, speeds=learnt)

    @property
    def swept(self) -> Swept:
        """Return the rows so far."""
        rows = tuple(self.rows[number] for number in sorted(self.rows))
        return Swept(rows, len(self.scenarios), self.kept_before)

    def run(
        self,
        scenarios: Sequence[Scenario] | None = None,
        *,
        processes: int = 2,
        cluster: str = "",
        told: Callable[[int, int, float], None] = lambda *_: None,
        stop: StopAsked = lambda: False,
    ) -> Swept:
        """
        Work out scenarios that have no row yet, and keep each row in the file as it comes.

        Parameters
        ----------
        scenarios
            Those; None: all of the plan.
        processes
            How many at once.
        cluster
            Address of a Dask scheduler whose workers do it; empty: processes of this machine.
        told
            Told how many are over, of how many, and about how many seconds are left.
        stop
            Asked whether to stop; what has begun ends first.

        Raises
        ------
        InputError
            When the cluster does not do.
        """
        asked = self.scenarios if scenarios is None else scenarios
        left = [each for each in asked if each.number not in self.rows]
        begun, before = time.monotonic(), len(self.rows)
        for found in rows_of(self.week, left, processes=processes, cluster=cluster, stop=stop):
            with self.out.open("a", encoding="utf-8") as file:
                file.writelines((to_document(found), "\n"))
            self.rows[found.number] = found
            done = len(self.rows) - before
            pace = (time.monotonic() - begun) / done
            told(len(self.rows), len(self.scenarios), pace * (len(left) - done))
        return self.swept


def week_key(problem: RosterProblem, forecast: Forecast) -> str:
    """Return a key of all of a week that a sweep rests on."""
    told = f"{problem_key(problem)} {forecast.mean.tobytes()!r}"
    return hashlib.sha256(told.encode()).hexdigest()


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


def sweep_report(swept: Swept) -> dict[str, Any]:
    """Return what programs read of a sweep."""
    rows = [json.loads(to_document(row)) for row in swept.rows]
    return {"size": swept.size, "kept_before": swept.kept_before, "rows": rows}
