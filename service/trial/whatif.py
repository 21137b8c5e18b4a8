"""What-ifs on plain files: a week as it is beside the same week with changes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.simulate.outcome import Simulation
from scheduler.simulate.run import simulate
from scheduler.solve.result import SolveResult
from scheduler.verify.verdict import Verdict
from scheduler.whatif import Changed, Changes, changed, contract_cost, contract_hours, wage_cost
from service.roster.coverage import people_short
from service.roster.folder import forecast_of
from service.roster.solving import solved
from store.files.week import read_week, write_roster, write_week

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked

__all__ = ["Changes", "WeekOutcome", "WhatIf"]


@dataclass(frozen=True, eq=False)
class WeekOutcome:
    """
    What a week leads to.

    Parameters
    ----------
    week
        The question and its forecast, changes made.
    contract_hours
        Hours the contracts allow, by the post people work on first.
    contract_cost
        Yuan for these hours, worked or not.
    short_by_hour
        By post: the most people missing in each hour from the week's start; empty without a roster.
    wage_cost
        Yuan for the roster's hours; None without a roster.
    result, verdict
        The engine's answer, and the checker's word on it.
    simulation
        The roster put to the test; None: it was not, or there is none.
    """

    week: Changed
    contract_hours: dict[str, float]
    contract_cost: Decimal
    short_by_hour: dict[str, tuple[float, ...]]
    wage_cost: Decimal | None
    result: SolveResult
    verdict: Verdict | None
    simulation: Simulation | None


@dataclass(frozen=True, eq=False, slots=True)
class WhatIf:
    """
    A week as it is, and with changes.

    Parameters
    ----------
    base, changed
        Both computed in the same way, within the same limits.
    """

    base: WeekOutcome
    changed: WeekOutcome


def posts_of(folder: Path) -> tuple[str, ...]:
    """Return the posts of a folder's week; raises InputError when it is faulty."""
    return tuple(post.id for post in read_week(folder).posts)


def whatif_folder(
    folder: Path,
    changes: Changes,
    params: SolveParams,
    *,
    simulation: SimulationParams | None = None,
    out: Path | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> WhatIf:
    """
    Return what changes to a folder's week lead to, beside the week without them.

    Both requirements are computed from the forecast, so that the two differ by the changes alone.

    Parameters
    ----------
    folder
        With ``forecast.csv``; its ``requirement.csv`` plays no part.
    changes
        What differs.
    params
        Limits of each of the two solves.
    simulation
        Put both rosters to the test; None: do not.
    out
        Where to write the changed week as a folder, its roster in it; None: nowhere.
    listener, stop
        Told of progress, asked whether to stop.

    Raises
    ------
    InputError
        When the folder is faulty or holds no forecast, or the changes do not fit the week.
    """
    week = read_week(folder)
    problem, forecast = week.problem(), forecast_of(week)
    both = (changed(problem, forecast, Changes()), changed(problem, forecast, changes))
    found = [_outcome(each, params, simulation, listener, stop) for each in both]
    if out is not None:
        new = found[1].week
        write_week(
            dataclasses.replace(
                week,
                posts=new.problem.posts,
                agents=new.problem.agents,
                requirement=new.problem.requirement,
                forecast=new.forecast,
                absences=new.problem.absences,
                wishes=new.problem.wishes,
                pins=new.problem.pins,
            ),
            out,
        )
        if found[1].result.roster is not None:
            write_roster(found[1].result.roster, out / "roster.csv", week.horizon.clock)
    return WhatIf(*found)


def _outcome(
    week: Changed,
    params: SolveParams,
    simulation: SimulationParams | None,
    listener: ProgressListener | None,
    stop: StopAsked | None,
) -> WeekOutcome:
    answer = solved(week.problem, params, listener=listener, stop=stop)
    roster = answer.result.roster
    tested = None
    if simulation is not None and roster is not None:
        tested = simulate(week.problem, roster, week.forecast, simulation)
    return WeekOutcome(
        week=week,
        contract_hours=contract_hours(week.problem),
        contract_cost=contract_cost(week.problem),
        short_by_hour={} if roster is None else people_short(week.problem, roster),
        wage_cost=None if roster is None else wage_cost(week.problem, roster),
        result=answer.result,
        verdict=answer.verdict,
        simulation=tested,
    )
