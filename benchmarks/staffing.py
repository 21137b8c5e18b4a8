"""
How long the requirement of a week takes.

``python -m benchmarks.staffing`` prints the median of some runs after one that compiles, by the
clock and of the processor, by slots and by pools whose agents slow down with open chats. ``--pools
N`` judges both by the exact chain on N random pools instead (about a twentieth of a second each).
``--rises N`` simulates days with the whole people each way of staffing asks for: a rise at 20:00
with chats of 10, 20 and 40 minutes, N random days with rises of 3 to 15 times, and a smooth day;
levels by interval, from 300 days each. ``--small`` simulates posts of one to three people with
whole people by three ways.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import math
import os
import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.agent import Agent, Certificate, Contract
from scheduler.demand import Forecast
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, ShiftShape
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.staffing.chain import agents_for
from scheduler.staffing.offered_load import Load
from scheduler.staffing.requirement import agents_needed, requirement

if TYPE_CHECKING:
    from scheduler.simulate.outcome import Simulation

RUNS = 9


SLOWER = (0.7, 0.85, 1.0)  # handling time with 1, 2, 3 chats open, relative to the last


def week(scale: float, *, by_level: bool = False) -> tuple[Forecast, tuple[Post, ...]]:
    """Return a week of three posts at 30 minutes; its peaks take about ``scale`` chats."""
    horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 30))
    posts = tuple(
        Post(
            name,
            StaffingInputs(
                handle_s=handle_s,
                shrinkage=0.1,
                handle_s_by_level=tuple(handle_s * part for part in SLOWER) if by_level else (),
            ),
        )
        for name, handle_s in (("presales", 600.0), ("insales", 480.0), ("aftersales", 900.0))
    )
    slots = np.arange(horizon.intervals)
    day = 0.05 + np.sin(np.pi * (slots % 48) / 48) ** 2
    mean = np.array([scale * share * day for share in (1.0, 0.6, 0.8)])
    return Forecast(horizon, tuple(post.id for post in posts), mean), posts


def time_weeks(*, by_level: bool) -> None:
    """Print the seconds by size."""
    for scale in (10.0, 100.0, 1000.0):
        forecast, posts = week(scale, by_level=by_level)
        seconds, used = [], []
        for _ in range(RUNS + 1):
            began, busy = time.perf_counter(), time.process_time()
            hours = requirement(forecast, posts).hours
            seconds.append(time.perf_counter() - began)
            used.append(time.process_time() - busy)
        print(
            f"{'pools' if by_level else 'slots'}, peak {scale:5.0f} chats: {hours:9.1f} hours, "
            f"first {seconds[0]:.3f} s, then {statistics.median(seconds[1:]):.3f} s, "
            f"of the processor {statistics.median(used[1:]):.3f} s; load {os.getloadavg()[0]:.1f}"
        )


def judge_pools(count: int, seed: int) -> None:
    """Print by how many agents both ways lie above the exact chain."""
    chance = np.random.default_rng(seed)
    over: dict[str, list[int]] = {"slots": [], "pools": []}
    for _ in range(count):
        slots = int(chance.integers(2, 5))
        growth = 1 + chance.uniform(0, 0.5, slots - 1)
        times = chance.uniform(180, 900) * np.cumprod(np.concatenate(([1.0], growth)))
        inputs = {
            "handle_s": float(times[-1]),
            "chats_at_once": slots,
            "patience_s": float(chance.uniform(60, 600)),
            "service_level": float(chance.uniform(0.6, 0.95)),
            "within_s": float(chance.uniform(10, 90)),
        }
        arrivals = float(chance.uniform(0.3, 18 if slots < 4 else 14)) * slots / times[-1]
        exact = agents_for(
            inputs["service_level"],
            inputs["within_s"],
            completions_per_s=tuple(k / each for k, each in enumerate(times.tolist(), start=1)),
            arrivals_per_s=arrivals,
            patience_s=inputs["patience_s"],
        )
        for name, levels in (("slots", ()), ("pools", tuple(times.tolist()))):
            staffing = StaffingInputs(**inputs, handle_s_by_level=levels)
            need = agents_needed(np.array([arrivals * 1800]), staffing, interval_min=30)[0]
            over[name].append(math.ceil(need) - exact)
    for name, found in over.items():
        apart, times_seen = np.unique(found, return_counts=True)
        print(name, {int(a): int(n) for a, n in zip(apart, times_seen, strict=True)})


def level_with_people(
    expected: Forecast, post: Post, people: npt.NDArray[np.int64], *, days: int, seed: int
) -> npt.NDArray[np.float64]:
    """Return the simulated service level of each interval with so many people at work in it."""
    found = simulated_with_people(expected, post, people, days=days, seed=seed)
    return np.asarray(found.tally.service_level.mean[0])


def simulated_with_people(
    expected: Forecast, post: Post, people: npt.NDArray[np.int64], *, days: int, seed: int
) -> Simulation:
    """Return a simulation, so many times, with so many people at work in each interval."""
    horizon = expected.horizon
    agents = tuple(
        Agent(f"A{number:04d}", "", "", (Certificate(post.id),), Contract(168.0))
        for number in range(int(people.max()))
    )
    shifts = []
    for number, agent in enumerate(agents):
        turns = np.diff(np.concatenate(([0], (people > number).astype(int), [0])))
        for first, after in np.flatnonzero(turns).reshape(-1, 2).tolist():
            end = horizon.minute(after - 1) + horizon.interval_min
            shifts.append(Shift(agent.id, horizon.minute(first), end, post.id))
    rules = RuleSet((ShiftShape(480),))
    problem = RosterProblem(horizon, (post,), agents, rules, requirement(expected, [post]))
    params = SimulationParams(replications=days, seed=seed)
    return simulate(problem, Roster(tuple(shifts)), expected, params)


def _day(chats: npt.NDArray[np.float64]) -> Forecast:
    horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 11), 1)
    return Forecast(horizon, ("presales",), chats[None, :])


def judge_rises(count: int, seed: int, days: int = 300) -> None:
    """Print what whole people by each way of staffing hold, on days that rise and smooth ones."""
    chance = np.random.default_rng(seed)
    rise = np.concatenate((np.full(40, 20.0), [300.0], np.full(7, 200.0)))
    cases = [(f"20:00, {handle_s:.0f} s", rise, handle_s) for handle_s in (600.0, 1200.0, 2400.0)]
    smooth = 100 * (0.05 + np.sin(np.pi * np.arange(48) / 48) ** 2)
    cases += [(f"smooth, {handle_s:.0f} s", smooth, handle_s) for handle_s in (300.0, 600.0, 900.0)]
    for number in range(count):
        day = chance.uniform(10, 60) * (1 + 0.3 * np.sin(np.pi * np.arange(48) / 24))
        at, wide = int(chance.integers(16, 42)), int(chance.integers(2, 6))
        day[at : at + wide] *= chance.uniform(3, 15)
        cases.append((f"random {number}", day, float(chance.choice([300, 600, 1200, 2400]))))
    print("day | way | agent-hours | worst interval | worst of the rise | mean, by chats")
    for name, chats, handle_s in cases:
        post = Post("presales", StaffingInputs(handle_s=handle_s))
        expected = _day(chats)
        steep = np.flatnonzero(np.diff(chats, prepend=chats[0]) > 0.5 * chats)
        for load in Load:
            needed = requirement(expected, [post], load=load).agents[0]
            people = np.ceil(needed - 1e-9).astype(int)
            levels = level_with_people(expected, post, people, days=days, seed=seed)
            risen = f"{levels[steep].min():.3f}" if len(steep) else "-"
            mean = chats @ levels / chats.sum()
            worst = f"{levels.min():.3f} | {risen} | {mean:.3f}"
            print(f"{name} | {load} | {needed.sum() / 2:.1f} | {worst}", flush=True)


def judge_small(seed: int, days: int = 300) -> None:
    """Print the hours of small posts that hold their target, by ways to whole people."""
    shape = 0.25 + 0.75 * np.sin(np.pi * np.arange(48) / 48) ** 2
    print("at once | people | way | agent-hours | hours at target | worst hour | mean, by chats")
    sums: dict[str, list[tuple[float, int, int]]] = {}
    for slots, most in itertools.product(range(1, 6), (0.9, 1.9, 2.9)):
        post = Post("presales", StaffingInputs(chats_at_once=slots))
        low, high = 0.0, 400.0
        for _ in range(30):
            peak = (low + high) / 2
            short = requirement(_day(peak * shape), [post]).agents.max() < most
            low, high = (peak, high) if short else (low, peak)
        expected = _day(low * shape)
        decimals = requirement(expected, [post]).agents[0]
        ways = {
            "to the nearest": np.maximum(np.floor(decimals + 0.5), 0),
            "whole people": requirement(expected, [post], load=Load.WHOLE_PEOPLE).agents[0],
        }
        for way, people in ways.items():
            found = level_with_people(expected, post, people.astype(int), days=days, seed=seed)
            chats = expected.mean[0].reshape(-1, 2)
            hours = (found.reshape(-1, 2) * chats).sum(axis=1) / chats.sum(axis=1)
            held, mean = int((hours >= 0.8).sum()), hours @ chats.sum(axis=1) / chats.sum()
            sums.setdefault(way, []).append((people.sum() / 2, held, len(hours)))
            told = f"{people.sum() / 2:.1f} | {held} of {len(hours)} | {hours.min():.1%}"
            print(f"{slots} | need up to {most:.1f} | {way} | {told} | {mean:.1%}", flush=True)
    for way, rows in sums.items():
        hours, held, whole = np.array(rows).sum(axis=0).tolist()
        print(f"all | | {way} | {hours:.1f} | {held:.0f} of {whole:.0f} ({held / whole:.1%})")


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pools", type=int, default=0, metavar="N")
    parser.add_argument("--rises", type=int, default=None, metavar="N")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    if asked.small:
        judge_small(asked.seed)
        return
    if asked.pools:
        judge_pools(asked.pools, asked.seed)
        return
    if asked.rises is not None:
        judge_rises(asked.rises, asked.seed)
        return
    for by_level in (False, True):
        time_weeks(by_level=by_level)


if __name__ == "__main__":
    main()
