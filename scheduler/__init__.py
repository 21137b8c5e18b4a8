"""
Volumes to forecast, requirement, roster and simulation: no file, no clock, no screen.

What users of the library need stands here under one name each, and is loaded when asked for:
``from scheduler import RosterProblem, solve_roster``. A function's own docstring says the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.agent import Absence, Agent, AgentLimit, Certificate, Contract, Wish
    from scheduler.announced import Announced
    from scheduler.demand import Forecast, Requirement, Volumes
    from scheduler.errors import Fault, InputError, PaibanError, SolverError, StoreError
    from scheduler.explain import explain as explain_gap
    from scheduler.forecast.backtest import backtest as backtest_forecast
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.model import forecast as forecast_volumes
    from scheduler.forecast.params import ForecastParams
    from scheduler.horizon import Clock, Horizon
    from scheduler.post import Post, SealGroup, StaffingInputs, StaffingTarget
    from scheduler.problem import RosterProblem
    from scheduler.repair import RepairParams
    from scheduler.repair import repair as repair_roster
    from scheduler.roster import Roster
    from scheduler.ruleset import RuleSet, Weights
    from scheduler.session import Session
    from scheduler.shift import Shift, ShiftShape, Span
    from scheduler.simulate.params import SimulationParams
    from scheduler.simulate.run import simulate as simulate_roster
    from scheduler.solve.result import SolveParams, SolveResult, SolveStatus
    from scheduler.solve.strategy import solve as solve_roster
    from scheduler.staffing.requirement import requirement as agents_required
    from scheduler.verify.checker import verify as check_roster
    from scheduler.verify.verdict import Verdict, Violation

_PLACES = {  # public name: where it stands
    "Absence": "scheduler.agent.Absence",
    "Agent": "scheduler.agent.Agent",
    "AgentLimit": "scheduler.agent.AgentLimit",
    "Announced": "scheduler.announced.Announced",
    "Certificate": "scheduler.agent.Certificate",
    "Clock": "scheduler.horizon.Clock",
    "Contract": "scheduler.agent.Contract",
    "Fault": "scheduler.errors.Fault",
    "Forecast": "scheduler.demand.Forecast",
    "ForecastParams": "scheduler.forecast.params.ForecastParams",
    "Horizon": "scheduler.horizon.Horizon",
    "InputError": "scheduler.errors.InputError",
    "PaibanError": "scheduler.errors.PaibanError",
    "Post": "scheduler.post.Post",
    "RepairParams": "scheduler.repair.RepairParams",
    "Requirement": "scheduler.demand.Requirement",
    "Roster": "scheduler.roster.Roster",
    "RosterProblem": "scheduler.problem.RosterProblem",
    "RuleSet": "scheduler.ruleset.RuleSet",
    "SealGroup": "scheduler.post.SealGroup",
    "Session": "scheduler.session.Session",
    "Shift": "scheduler.shift.Shift",
    "ShiftShape": "scheduler.shift.ShiftShape",
    "SimulationParams": "scheduler.simulate.params.SimulationParams",
    "SolveParams": "scheduler.solve.result.SolveParams",
    "SolveResult": "scheduler.solve.result.SolveResult",
    "SolveStatus": "scheduler.solve.result.SolveStatus",
    "SolverError": "scheduler.errors.SolverError",
    "Span": "scheduler.shift.Span",
    "SpecialDay": "scheduler.forecast.calendar.SpecialDay",
    "StaffingInputs": "scheduler.post.StaffingInputs",
    "StoreError": "scheduler.errors.StoreError",
    "StaffingTarget": "scheduler.post.StaffingTarget",
    "Verdict": "scheduler.verify.verdict.Verdict",
    "Violation": "scheduler.verify.verdict.Violation",
    "Volumes": "scheduler.demand.Volumes",
    "Weights": "scheduler.ruleset.Weights",
    "Wish": "scheduler.agent.Wish",
    "agents_required": "scheduler.staffing.requirement.requirement",
    "backtest_forecast": "scheduler.forecast.backtest.backtest",
    "check_roster": "scheduler.verify.checker.verify",
    "explain_gap": "scheduler.explain.explain",
    "forecast_volumes": "scheduler.forecast.model.forecast",
    "repair_roster": "scheduler.repair.repair",
    "simulate_roster": "scheduler.simulate.run.simulate",
    "solve_roster": "scheduler.solve.strategy.solve",
}
__all__ = [
    "Absence",
    "Agent",
    "AgentLimit",
    "Announced",
    "Certificate",
    "Clock",
    "Contract",
    "Fault",
    "Forecast",
    "ForecastParams",
    "Horizon",
    "InputError",
    "PaibanError",
    "Post",
    "RepairParams",
    "Requirement",
    "Roster",
    "RosterProblem",
    "RuleSet",
    "SealGroup",
    "Session",
    "Shift",
    "ShiftShape",
    "SimulationParams",
    "SolveParams",
    "SolveResult",
    "SolveStatus",
    "SolverError",
    "Span",
    "SpecialDay",
    "StaffingInputs",
    "StaffingTarget",
    "StoreError",
    "Verdict",
    "Violation",
    "Volumes",
    "Weights",
    "Wish",
    "agents_required",
    "backtest_forecast",
    "check_roster",
    "explain_gap",
    "forecast_volumes",
    "repair_roster",
    "simulate_roster",
    "solve_roster",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, inside = _PLACES[name].rpartition(".")
    found: object = getattr(import_module(module), inside)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
