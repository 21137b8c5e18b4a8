"""
How many hours of a roster hold their target, and what asking again where it is missed changes.

``python -m benchmarks.closed_loop --seconds 30 --rounds 4`` takes cc50 of PAIBAN_SHARED and next
week of the demo shop, forecast and staffed anew; one row per round. ``--seconds 0 --work 6000``
counts work instead, so that the machine changes no row.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service import demo
from service.demand import forecasting
from service.demand.staffing import staff_week
from service.roster.folder import forecast_of
from service.roster.weeks import problem as problem_of_week
from service.trial.closing import close_loop
from store.database import open_database
from store.files.week import read_week
from tests.desks import at_desk

SHARED = Path(os.environ.get("PAIBAN_SHARED", Path(__file__).parents[2] / "shared"))


def cc50():
    """Return the question and the forecast of cc50, whose volumes scatter by chance alone."""
    week = read_week(SHARED / "benchmarks" / "contact_centre" / "cc50")
    return week.problem(), forecast_of(week)


def demo_shop():
    """Return those of the demo shop's next week, whose forecast carries quantiles."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/demo.db")
        demo.load_demo(database)
        who = {"by": demo.BY, "now": demo.NOW}
        kept = forecasting.forecast_week(at_desk(database, demo.SHOP, **who), demo.WEEK)
        staff_week(at_desk(database, demo.SHOP, **who), demo.WEEK)
        problem = problem_of_week(at_desk(database, demo.SHOP), demo.WEEK)
        database.close()
    return problem, kept.forecast


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--work", type=int, default=None)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--replications", type=int, default=100)
    parser.add_argument("--only", choices=("cc50", "demo"))
    asked = parser.parse_args()
    head = ("week", "round", "agent-hours asked", "cost", "breaches", "hours met")
    head += ("at target", "missed by more than the interval", "of all hours at target")
    head += ("service level", "s")
    print("| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|")
    for name, build in (("cc50", cc50), ("demo", demo_shop)):
        if asked.only in (None, name):
            show(name, *build(), asked)


def show(name, problem, forecast, asked) -> None:
    began = time.perf_counter()
    closed = close_loop(
        problem,
        forecast,
        SolveParams(time_limit_s=asked.seconds or None, work_limit=asked.work, workers=2),
        simulation=SimulationParams(replications=asked.replications, workers=2),
        rounds=asked.rounds,
    )
    seconds = time.perf_counter() - began
    for number, each in enumerate(closed.rounds, start=1):
        levels, verdict = each.levels, each.solved.verdict
        cells = [name, str(number), f"{each.required.hours:,.1f}", f"{verdict.cost.total:,.1f}"]
        cells += [str(len(verdict.violations)), str(int(levels.is_met.sum()))]
        cells += [f"{levels.held_share:.1%}", str(int((levels.missed & levels.is_met).sum()))]
        cells += [f"{levels.all_held_share:.1%}"]
        cells += [f"{float(each.simulation.total.service_level.mean):.1%}", f"{seconds:.0f}"]
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
