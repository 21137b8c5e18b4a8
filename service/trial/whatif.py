"""What-ifs on plain files: a week as it is beside the same week with changes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scheduler.changes import Changes
from scheduler.comfort import Comfort, lines_of, with_comfort
from scheduler.errors import require
from scheduler.outsourcing import OwnOrVendor, VendorOffer, own_or_vendor
from scheduler.pretended import Pretended, pretended
from scheduler.problem import RosterProblem
from scheduler.simulate.outcome import Simulation
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.solve.result import ProgressListener, SolveParams, SolveResult, StopAsked
from scheduler.sweep import Lever, SweepPlan, scenarios_of
from scheduler.verify.verdict import Verdict
from scheduler.whatif import Changed, changed, contract_cost, contract_hours, unpriced, wage_cost
from service.demand.own_speeds import Speeds, factors, speeds_of_log
from service.roster.coverage import people_short
from service.roster.folder import forecast_of
from service.roster.solving import solved
from store.files.week import Week, read_week, write_roster, write_week

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.demand import Forecast

__all__ = ["Changes", "OwnOrVendor", "VendorOffer", "WeekOutcome", "WhatIf", "against_vendor"]


@dataclass(frozen=True, eq=False)
class WeekOutcome:
    """
    What a week leads to.

    Parameters
    ----------
    problem
        The question, changes made.
    contract_hours
        Hours the contracts allow, by the post people work on first.
    contract_cost
        Yuan for these hours, worked or not.
    short_by_hour
        By post: the most people missing in each hour from the week's start; empty without a roster.
    wage_cost
        Yuan for the roster's hours; None: no roster, or nobody's hourly cost is known.
    result, verdict
        The engine's answer, and the checker's word on it.
    simulation
        The roster put to the test; None: it was not, or there is none.
    speeds
        By agent, who was simulated at another speed than the posts'.
    """

    problem: RosterProblem
    contract_hours: dict[str, float]
    contract_cost: Decimal
    short_by_hour: dict[str, tuple[float, ...]]
    wage_cost: Decimal | None
    result: SolveResult
    verdict: Verdict | None
    simulation: Simulation | None
    speeds: dict[str, float]


@dataclass(frozen=True, eq=False, slots=True)
class WhatIf:
    """
    A week as it is, and with changes.

    Parameters
    ----------
    base, changed
        Both computed in the same way, within the same limits.
    vendor_cost
        Yuan for the hours a vendor takes in the changed week; None: none does.
    pretended
        What the changes take for granted.
    """

    base: WeekOutcome
    changed: WeekOutcome
    vendor_cost: Decimal | None = None
    pretended: tuple[Pretended, ...] = ()


def against_vendor(outcome: WeekOutcome, offer: VendorOffer) -> OwnOrVendor | None:
    """Return what the hours a vendor offers cost by own people and by it; None: no roster."""
    roster = outcome.result.roster
    return None if roster is None else own_or_vendor(outcome.problem, roster, offer)


def posts_of(folder: Path) -> tuple[str, ...]:
    """Return the posts of a folder's week; raises InputError when it is faulty."""
    return tuple(post.id for post in read_week(folder).posts)


def whatif_folder(
    folder: Path,
    changes: Changes,
    params: SolveParams,
    *,
    simulation: SimulationParams | None = None,
    chats: Path | None = None,
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
    chats
        A log of chats, whose people work at the speeds it shows; None: all are equally fast.
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
    tried = _Tried(params, simulation, speeds_of_log(chats, problem), listener, stop)
    found = [tried.outcome(*_parts(each)) for each in both]
    if out is not None:
        _write(week, found[1], both[1].forecast, out)
    vendor = None if changes.vendor is None else both[1].vendor_cost
    return WhatIf(found[0], found[1], vendor, pretended(problem, changes))


def comfort_folder(
    folder: Path,
    changes: Changes,
    params: SolveParams,
    *,
    names: Mapping[Comfort, str],
    simulation: SimulationParams | None = None,
    chats: Path | None = None,
    out: Path | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> dict[Comfort, WeekOutcome]:
    """
    Return what a folder's week leads to on every line of comfort; lines after a stop are left out.

    Where nothing else is changed, the week's own requirement is the one asked, and its forecast is
    only needed for a simulation.

    Parameters
    ----------
    folder, changes, params, simulation, chats, listener, stop
        As of ``whatif_folder``; the limits are of each line.
    names
        What the work plan of each line is called.
    out
        Where to write the week of each line, in a folder of the line's name; None: nowhere.

    Raises
    ------
    InputError
        As ``whatif_folder``.
    """
    week, found = read_week(folder), dict[Comfort, WeekOutcome]()
    problem, forecast = week.problem(), week.forecast
    tried = _Tried(params, simulation, speeds_of_log(chats, problem), listener, stop)
    if simulation is not None or changes != Changes():
        forecast = forecast_of(week)
    if changes != Changes() and forecast is not None:
        problem, forecast = _parts(changed(problem, forecast, changes))
    for comfort in lines_of(problem.rules):
        if found and stop is not None and stop():
            break
        line = with_comfort(problem, comfort, names[comfort])
        found[comfort] = tried.outcome(line, forecast)
        if out is not None:
            _write(week, found[comfort], forecast, out / comfort)
    return found


def _parts(week: Changed) -> tuple[RosterProblem, Forecast]:
    return week.problem, week.forecast


def _write(week: Week, found: WeekOutcome, forecast: Forecast | None, out: Path) -> None:
    """Write a week with what was changed, and its roster, as a folder."""
    new = found.problem
    parts = ("posts", "agents", "rules", "requirement", "absences", "wishes", "pins", "type_pins")
    asked = {name: getattr(new, name) for name in parts}
    write_week(dataclasses.replace(week, forecast=forecast, **asked), out)
    if found.result.roster is not None:
        write_roster(found.result.roster, out / "roster.csv", week.horizon.clock)


@dataclass(frozen=True, eq=False, slots=True)
class _Tried:
    """How each week is tried: within limits, then put to the test at the speeds learnt, if any."""

    params: SolveParams
    simulation: SimulationParams | None
    learnt: Speeds | None
    listener: ProgressListener | None
    stop: StopAsked | None

    def outcome(self, problem: RosterProblem, forecast: Forecast | None) -> WeekOutcome:
        """Return what a week leads to."""
        answer = solved(problem, self.params, listener=self.listener, stop=self.stop)
        roster, speeds = answer.result.roster, factors(self.learnt, problem)
        tested, is_priced = None, unpriced(problem) < len(problem.agents)
        if self.simulation is not None and roster is not None and forecast is not None:
            tested = simulate(problem, roster, forecast, self.simulation, speeds=speeds)
        return WeekOutcome(
            problem=problem,
            contract_hours=contract_hours(problem),
            contract_cost=contract_cost(problem),
            short_by_hour={} if roster is None else people_short(problem, roster),
            wage_cost=wage_cost(problem, roster) if is_priced and roster is not None else None,
            result=answer.result,
            verdict=answer.verdict,
            simulation=tested,
            speeds={} if tested is None else speeds,
        )


def changes_told(folder: Path, levers: tuple[Lever, ...], beside: Changes) -> Changes:
    """
    Return changes told as levers with one value each, beside others of the same week.

    Raises
    ------
    InputError
        When a lever does not fit the week, or names what is changed beside it already.
    """
    if not levers:
        return beside
    problem = read_week(folder).problem()
    found = scenarios_of(SweepPlan(levers, grid=True), problem)[1].changes
    told: dict[str, Any] = {}
    for name in (item.name for item in dataclasses.fields(Changes)):
        mine, others = getattr(found, name), getattr(beside, name)
        is_map = isinstance(mine, dict)
        twice = (mine.keys() & others.keys()) if is_map else mine and others and name != "plan_name"
        require(not twice, "change_twice", value=name)
        told[name] = {**others, **mine} if is_map else (others if mine in (None, ()) else mine)
    return Changes(**told)
