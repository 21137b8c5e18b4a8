"""
How long the requirement of a week takes.

``python -m benchmarks.staffing`` prints the median of some runs after one that compiles, by slots
and by pools whose agents slow down with open chats. ``--pools N`` judges both by the exact chain on
N random pools instead (about a twentieth of a second each).
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import statistics
import time

import numpy as np

from scheduler.demand import Forecast
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.staffing.chain import agents_for
from scheduler.staffing.requirement import agents_needed, requirement

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
        seconds = []
        for _ in range(RUNS + 1):
            began = time.perf_counter()
            hours = requirement(forecast, posts).hours
            seconds.append(time.perf_counter() - began)
        print(
            f"{'pools' if by_level else 'slots'}, peak {scale:5.0f} chats: {hours:9.1f} hours, "
            f"first {seconds[0]:.3f} s, then {statistics.median(seconds[1:]):.3f} s"
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


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pools", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    if asked.pools:
        judge_pools(asked.pools, asked.seed)
        return
    for by_level in (False, True):
        time_weeks(by_level=by_level)


if __name__ == "__main__":
    main()
