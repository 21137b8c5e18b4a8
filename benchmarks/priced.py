"""
What rosters of small posts hold by how their people are asked for: decimals, whole, or priced.

``python -m benchmarks.priced --work 40000 --replications 200`` staffs the small weeks and cc20 of
PAIBAN_SHARED and the demo shop's next week from their forecasts in each way, makes a roster of
each with the same people, counted work and seed, and simulates it. ``--people 0.8`` leaves out the
last fifth of the people of each post, so that not everybody needed is there.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.closed_loop import SHARED, demo_shop
from scheduler.correction import hour_levels
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.staffing.offered_load import Load
from scheduler.staffing.requirement import requirement
from scheduler.verify.cover import people_at_work
from service.roster.folder import forecast_of
from store.files.week import read_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.demand import Forecast
    from scheduler.problem import RosterProblem

WEEKS = ("small/cs18", "small/cs19a", "small/cs22", "cc20", "demo")
WAYS = (Load.IN_MOTION, Load.WHOLE_PEOPLE, Load.PRICED_PEOPLE)
HEAD = ("week", "people", "way", "needed", "at work", "level", "chats in time an agent-hour")
HEAD += ("hours at target", "chats missed in the others", "gap, agent-hours", "processor s")


def weeks(names: list[str]) -> Iterator[tuple[str, RosterProblem, Forecast]]:
    """Yield the weeks by name, with their forecasts."""
    for name in names:
        if name == "demo":
            yield (name, *demo_shop())
        else:
            week = read_week(SHARED / "benchmarks" / "contact_centre" / name)
            yield name, week.problem(), forecast_of(week)


def fewer(problem: RosterProblem, share: float) -> RosterProblem:
    """Return a week with the first people of each first post, and what belongs to them."""
    kept = []
    for post in problem.posts:
        mine = [agent for agent in problem.agents if agent.posts[0] == post.id]
        kept += mine[: round(len(mine) * share)]
    here = {agent.id for agent in kept}

    def of(rows):
        return tuple(row for row in rows if row.agent_id in here)

    parts = {"absences": of(problem.absences), "wishes": of(problem.wishes)}
    return replace(problem, agents=tuple(kept), history=of(problem.history), **parts)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=int, default=40_000)
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--people", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ways", nargs="*", default=[str(way) for way in WAYS])
    parser.add_argument("--only", nargs="*", default=list(WEEKS))
    asked = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|")
    for name, problem, forecast in weeks(asked.only):
        there = fewer(problem, asked.people)
        for way in map(Load, asked.ways):
            show(name, there, forecast, way, asked)


def show(name, problem, forecast, way, asked) -> None:
    began = time.process_time()
    needed = requirement(forecast, problem.posts, load=way)
    question = replace(problem, requirement=needed)
    limits = SolveParams(seed=asked.seed, time_limit_s=None, work_limit=asked.work, workers=2)
    found = solve(question, limits)
    used = time.process_time() - began
    params = SimulationParams(replications=asked.replications, seed=asked.seed, workers=2)
    played = simulate(question, found.roster, forecast, params)
    hour = problem.horizon.interval_hours
    at_work = float(people_at_work(question, found.roster).sum()) * hour
    level = float(played.total.service_level.mean)
    chats = float(np.nansum(forecast.mean))
    hours = hour_levels(question, found.roster, played, needed)
    held = f"{hours.all_held_share:.1%}"
    missed = f"{float(hours.too_late[hours.counts].sum()):.0f}"
    gap = (found.cost - found.bound) / problem.rules.weights.shortage_per_agent_hour
    cells = [name, str(len(problem.agents)), str(way), f"{needed.hours:,.1f}", f"{at_work:,.1f}"]
    cells += [f"{level:.2%}", f"{level * chats / at_work:.3f}", held, missed]
    cells += [f"{gap:.2f}", f"{used:.0f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
