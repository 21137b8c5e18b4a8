"""
What a shop's preset of shift types costs and holds, beside steadier and freer ones.

``python -m benchmarks.presets --seconds 20`` takes next week of the demo shop, forecast and staffed
anew, and one line per set of rules: free starts, the preset that ships, the preset with narrower or
no windows of starts, with days off apart, with meals in a shorter time, with an unpaid night meal
too. One run, ready for ``RESULTS.md``.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.closed_loop import demo_shop
from scheduler.correction import hour_levels
from scheduler.horizon import ClockSpan
from scheduler.liveable import liveable
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.solve.result import SolveParams
from service.roster.solving import solved
from store.files.rules_preset import preset_path, read_rules_preset

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.demand import Forecast
    from scheduler.problem import RosterProblem
    from scheduler.ruleset import RuleSet
    from scheduler.shift_type import ShiftType

HEAD = ("rules", "cost", "bound", "breaches", "hours short", "hours not given", "level")
HEAD += ("hours at target, of all", "of those met", "starts a person and week", "mean jump, h", "s")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--replications", type=int, default=100)
    asked = parser.parse_args()
    problem, forecast = demo_shop()
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|")
    for name, rules in lines(problem).items():
        row = _row(replace(problem, rules=rules), forecast, asked.seconds, asked.replications)
        print("| " + " | ".join((name, *row)) + " |", flush=True)


def lines(problem: RosterProblem) -> dict[str, RuleSet]:
    """Return the rules of each line by what they are called."""
    free = read_rules_preset(problem.horizon, preset_path("default"))
    preset = read_rules_preset(problem.horizon, preset_path("liveable"))
    free = replace(free, weights=preset.weights, hours=preset.hours)
    plan = preset.plans[0]
    apart = replace(preset, plans=(replace(plan, max_start_spread_min=None),))
    two = replace(preset, plans=(replace(plan, days_off_together=1, is_week_round=False),))
    return {
        "free starts": free,
        "one start for each type": _with(preset, _fixed),
        "windows of an hour": _with(preset, _hour),
        "preset: windows up to two hours, one start a person and week": preset,
        "the same, starts of a person as they come": apart,
        "the same, days off apart": two,
        "meals within two hours": _with(preset, _early_meal),
        "an unpaid meal at night too": _with(preset, _night_meal),
    }


def _with(rules: RuleSet, change: Callable[[ShiftType], ShiftType]) -> RuleSet:
    return replace(rules, types=tuple(map(change, rules.types)))


def _middle(each: ShiftType, width: int) -> ShiftType:
    """Return a type whose window is cut to a width around its middle."""
    step = each.start_step_min
    first, last = each.starts[0], each.starts[-1]
    begins = first + max(0, (last - first - width) // (2 * step) * step)
    ends = min(last, begins + width)
    return replace(each, start_clock=begins, latest_start_clock=None if ends == begins else ends)


def _fixed(each: ShiftType) -> ShiftType:
    return _middle(each, 0)


def _hour(each: ShiftType) -> ShiftType:
    return _middle(each, 60)


def _early_meal(each: ShiftType) -> ShiftType:
    span = each.meal_between
    if span is None:
        return each
    return replace(each, meal_between=ClockSpan(span.start_clock, span.end_clock - 60))


def _night_meal(each: ShiftType) -> ShiftType:
    if each.start_clock != 0:
        return each
    return replace(each, start_clock=23 * 60 + 30, meal_min=60, meal_between=ClockSpan(120, 330))


def _row(
    problem: RosterProblem, forecast: Forecast, seconds: float, replications: int
) -> tuple[str, ...]:
    began = time.perf_counter()
    answer = solved(problem, SolveParams(seed=1, time_limit_s=seconds))
    took = time.perf_counter() - began
    result, verdict = answer.result, answer.verdict
    if result.roster is None or verdict is None:
        return (result.status.value,)
    chance = SimulationParams(replications=replications, seed=1, workers=2)
    tested = simulate(problem, result.roster, forecast, chance)
    hours = hour_levels(problem, result.roster, tested, problem.requirement)
    known = ~np.isnan(hours.level)
    held = float((hours.level[known] >= hours.target[known]).mean())
    lived = liveable(problem, result.roster)
    return (
        f"{verdict.cost.total:,.0f}",
        f"{result.bound:,.0f}",
        f"{len(verdict.violations)}",
        f"{verdict.cost.short_hours:.1f}",
        f"{verdict.cost.owed_hours:.1f}",
        f"{float(tested.total.service_level.mean):.3f}",
        f"{held:.1%}",
        f"{hours.held_share:.1%}",
        f"{lived.mean_starts:.2f}",
        f"{(lived.mean_jump_min or 0) / 60:.2f}",
        f"{took:.0f}",
    )


if __name__ == "__main__":
    main()
