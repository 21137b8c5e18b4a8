"""
How long the requirement of a week takes.

``python -m benchmarks.staffing`` prints the median of some runs after one that compiles, by the
clock and of the processor, by slots and by pools whose agents slow down with open chats. ``--pools
N`` judges both by the exact chain on N random pools instead (about a twentieth of a second each).
``--rises N`` simulates days with the whole people each way of staffing asks for: a rise at 20:00
with chats of 10, 20 and 40 minutes, N random days with rises of 3 to 15 times, and a smooth day;
levels by interval, from as many days as ``--days`` says; ``--usual`` tries the usual way alone.
``--small`` simulates posts of one to
three people with whole people by two ways, many days: a post of few chats needs thousands of them
before chance leaves an hour alone. ``--later`` follows a week of work that may wait.
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
from scheduler.horizon import Clock, ClockSpan, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, ShiftShape
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.staffing.chain import agents_for
from scheduler.staffing.motion import Motion, level_of
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.requirement import agents_needed, requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.simulate.outcome import Simulation

RUNS = 9
STRETCH, BATCH = 28, 100  # days that follow each other, and how many such stretches at a time
Floats = npt.NDArray[np.float64]


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


THRESHOLDS = 10


def level_at_need(
    expected: Forecast, post: Post, needed: Floats, *, days: int, seed: int
) -> Floats:
    """Return each interval's level where its decimals are the share of days with one more."""
    held, counted = np.zeros(len(needed)), np.zeros(len(needed))
    for part in range(THRESHOLDS):
        people = np.floor(needed + (part + 0.5) / THRESHOLDS + 1e-9).astype(np.int64)
        told = {"days": -(-days // THRESHOLDS), "seed": 1000 * seed + part}
        found = simulated_with_people(expected, post, people, **told).tally
        held, counted = held + found.held.sum((0, 1)), counted + found.counted.sum((0, 1))
    return held / counted


def judge_rises(count: int, seed: int, days: int = 300, *, usual: bool = False) -> None:
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
    print(
        "day | way | agent-hours | worst interval | worst of the rise | mean, by chats "
        "| at exact need: intervals, mean by chats"
    )
    for name, chats, handle_s in cases:
        post = Post("presales", StaffingInputs(handle_s=handle_s))
        expected = _day(chats)
        steep = np.flatnonzero(np.diff(chats, prepend=chats[0]) > 0.5 * chats)
        for load in (USUAL,) if usual else Load:
            needed = requirement(expected, [post], load=load).agents[0]
            people = np.ceil(needed - 1e-9).astype(int)
            levels = level_with_people(expected, post, people, days=days, seed=seed)
            risen = f"{levels[steep].min():.3f}" if len(steep) else "-"
            mean = chats @ levels / chats.sum()
            worst = f"{levels.min():.3f} | {risen} | {mean:.3f}"
            if load is Load.IN_MOTION and not usual:
                exact = level_at_need(expected, post, needed, days=days, seed=seed)
                even = chats @ exact / chats.sum()
                worst += f" | {exact.min():.3f}-{exact.max():.3f}, {even:.3f}"
            print(f"{name} | {load} | {needed.sum() / 2:.1f} | {worst}", flush=True)


def levels_by_hour(
    chats: Floats, post: Post, people: npt.NDArray[np.int64], *, days: int, seed: int
) -> tuple[Floats, Floats, Floats]:
    """Return level, standard error and chats of each hour of a day that comes again and again."""
    sums = []
    for batch in range(-(-days // (STRETCH * BATCH))):
        horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 11), STRETCH)
        expected = Forecast(horizon, (post.id,), np.tile(chats, STRETCH)[None, :])
        crowd = np.tile(people, STRETCH)
        told = {"days": BATCH, "seed": 1000 * seed + batch}
        found = simulated_with_people(expected, post, crowd, **told).tally
        sums.append(
            [each[:, 0].reshape(-1, 24, 2).sum(axis=2) for each in (found.held, found.counted)]
        )
    held, counted = (np.concatenate(each) for each in zip(*sums, strict=True))
    level = held.sum(axis=0) / counted.sum(axis=0)
    error = np.sqrt(((held - level * counted) ** 2).sum(axis=0)) / counted.sum(axis=0)
    return level, error, counted.sum(axis=0)


def told_by_hour(chats: Floats, post: Post, people: npt.NDArray[np.int64]) -> Floats:
    """Return the level of each hour as the staffing tells it."""
    met = Motion(chats, post.staffing, 1800.0).met(people.astype(float))
    levels = np.array([level_of(each, post.staffing.definition) for each in met])
    return (levels * chats).reshape(24, 2).sum(axis=1) / chats.reshape(24, 2).sum(axis=1)


def judge_small(seed: int, days: int) -> None:
    """Print the hours of small posts that hold their target, by ways to whole people."""
    print("at once | people | way | agent-hours | at target | clearly below | lowest | mean | told")
    for peaks in ((0.9, 1.9, 2.9), (1.0, 2.0, 3.0)):
        sums: dict[str, list[tuple[float, ...]]] = {}
        for slots, most in itertools.product(range(1, 6), peaks):
            for way, row in small_day(slots, most, days=days, seed=seed):
                sums.setdefault(way, []).append(row)
        for way, rows in sums.items():
            hours, held, below, whole = np.array(rows).sum(axis=0).tolist()
            share = f"{held:.0f} of {whole:.0f} ({held / whole:.1%})"
            print(f"all up to {peaks} | | {way} | {hours:.1f} | {share} | {below:.0f}", flush=True)


def small_day(
    slots: int, most: float, *, days: int, seed: int
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Print a day whose need peaks at so many people by each way, and yield what it comes to."""
    shape = 0.25 + 0.75 * np.sin(np.pi * np.arange(48) / 48) ** 2
    post = Post("presales", StaffingInputs(chats_at_once=slots))
    low, high = 0.0, 400.0
    for _ in range(30):
        peak = (low + high) / 2
        short = requirement(_day(peak * shape), [post]).agents.max() < most
        low, high = (peak, high) if short else (low, peak)
    chats = low * shape
    decimals = requirement(_day(chats), [post]).agents[0]
    ways = {
        "to the nearest": np.maximum(np.floor(decimals + 0.5), 0),
        "whole people": requirement(_day(chats), [post], load=Load.WHOLE_PEOPLE).agents[0],
    }
    for way, people in ways.items():
        crowd = people.astype(np.int64)
        level, error, came = levels_by_hour(chats, post, crowd, days=days, seed=seed)
        told = told_by_hour(chats, post, crowd)
        held, below = int((level >= 0.8).sum()), int((level + 1.96 * error < 0.8).sum())
        mean, by_formula = (float(each @ came / came.sum()) for each in (level, told))
        cells = [f"{people.sum() / 2:.1f}", f"{held} of 24", str(below)]
        cells += [f"{level.min():.2%} ± {1.96 * error[level.argmin()]:.2%}"]
        cells += [f"{mean:.2%}", f"{by_formula:.2%}"]
        print(" | ".join([str(slots), f"need up to {most:.1f}", way, *cells]), flush=True)
        yield way, (people.sum() / 2, held, below, 24)


def judge_later(seed: int, weeks: int) -> None:
    """Print a week of work that may wait, day by day: done in time, and carried over at night."""
    horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 30))
    shape = 0.2 + np.sin(np.pi * np.arange(48) / 48) ** 2
    days = np.array([1.0, 1.0, 0.9, 1.0, 1.2, 1.6, 0.7])
    expected = Forecast(horizon, ("aftersales",), 12 * np.outer(days, shape).reshape(1, -1))
    print("within | staffed | people's hours | day | chats | done in time | waiting at 21:00")
    for hours, more in itertools.product((4, 24), (1.0, 1.1)):
        inputs = StaffingInputs(handle_s=480.0, within_s=hours * 3600.0, is_deferrable=True)
        post = Post("aftersales", inputs, opening=((ClockSpan.parse("09:00-21:00"),),) * 7)
        needed = np.nan_to_num(requirement(expected, [post]).agents[0])
        people = np.ceil(more * needed - 1e-9).astype(np.int64)
        found = simulated_with_people(expected, post, people, days=weeks, seed=seed)
        told = f"{hours} h | need x {more:g}, whole | {people.sum() / 2:.0f}"
        held, judged = (
            each[:, 0].reshape(-1, 7, 48).sum(axis=(0, 2))
            for each in (found.tally.held, found.tally.judged)
        )
        waiting = found.waiting.mean[0].reshape(7, 48)[:, 41]
        for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
            chats = f"{expected.mean[0].reshape(7, 48)[day].sum():.0f}"
            share = held[day] / judged[day] if judged[day] else 1.0
            print(f"{told} | {name} | {chats} | {share:.1%} | {waiting[day]:.1f}", flush=True)
        over = float(found.tally.carried.sum(axis=(1, 2)).mean())
        print(f"{told} | week | | | {over:.1f} carried over")


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pools", type=int, default=0, metavar="N")
    parser.add_argument("--rises", type=int, default=None, metavar="N")
    parser.add_argument("--usual", action="store_true")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--later", action="store_true")
    parser.add_argument("--days", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    if asked.small:
        judge_small(asked.seed, asked.days)
        return
    if asked.later:
        judge_later(asked.seed, asked.days)
        return
    if asked.pools:
        judge_pools(asked.pools, asked.seed)
        return
    if asked.rises is not None:
        judge_rises(asked.rises, asked.seed, asked.days, usual=asked.usual)
        return
    for by_level in (False, True):
        time_weeks(by_level=by_level)


if __name__ == "__main__":
    main()
