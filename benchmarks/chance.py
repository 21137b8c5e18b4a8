"""
Whether a week staffed for a chance holds its target as often as it was staffed to.

``python -m benchmarks.chance`` takes weeks of one post at 30 minutes whose volumes scatter by week,
day and interval, staffs each for its mean and for each chance, and simulates 500 weeks: with the
need as asked (of 4.3 people, 5 in three intervals of ten and 4 in seven, drawn anew for each 40
weeks), and with every interval rounded up. Levels do not depend on what else runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time

import numpy as np
import numpy.typing as npt

from benchmarks.staffing import simulated_with_people
from scheduler.demand import Forecast
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.staffing.chance import CHANCES, chance_curves
from scheduler.staffing.requirement import requirement

Z_90 = 1.2815515655446004
# chats at the peak, variation of an interval's rate, of that a day's and a whole week's, s a chat
CASES = (
    (30.0, 0.25, 0.15, 0.08, 600.0),
    (100.0, 0.2, 0.1, 0.05, 600.0),
    (200.0, 0.15, 0.1, 0.07, 1200.0),
)


def scattered_week(peak: float, cv: float, day: float, week: float) -> Forecast:
    """Return a week of smooth days that scatters as told."""
    horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 30), 7)
    of_day = 0.05 + np.sin(np.pi * (np.arange(horizon.intervals) % 48) / 48) ** 2
    mean = (peak * of_day)[None]
    wide = Z_90 * np.sqrt(mean + (cv * mean) ** 2)
    quantiles = np.maximum(np.stack((mean - wide, mean + wide), axis=1), 0)
    shared = {"day_cv": (day,), "week_cv": (week,)}
    return Forecast(horizon, ("presales",), mean, (0.1, 0.9), quantiles, **shared)


def levels(
    expected: Forecast, post: Post, people: npt.NDArray[np.int64], weeks: int, seed: int
) -> npt.NDArray[np.float64]:
    """Return the level of each simulated week with so many people; shape (weeks,)."""
    tally = simulated_with_people(expected, post, people, days=weeks, seed=seed).tally
    return np.asarray(tally.held.sum(axis=(1, 2)) / tally.counted.sum(axis=(1, 2)))


def judge(case: tuple[float, ...], seed: int) -> None:
    """Print a case's rows."""
    *scatter, handle_s = case
    expected, post = scattered_week(*scatter), Post("presales", StaffingInputs(handle_s=handle_s))
    began = time.perf_counter()
    (curve,) = chance_curves(expected, [post]).values()
    print(f"peak {case[0]:.0f} chats of {handle_s:.0f} s: {time.perf_counter() - began:.2f} s")
    print("staffed for | factor | agent-hours | held as asked | rounded up: told | simulated")
    chance = np.random.default_rng(seed)
    usual = requirement(expected, [post]).hours
    for asked in (None, *CHANCES):
        factor = 1.0 if asked is None else curve.factor(asked)
        need = requirement(expected.times(np.array([[factor]])), [post]).agents[0]
        low = np.floor(need)
        found = []
        for number in range(12):
            people = (low + (chance.random(len(need)) < need - low)).astype(int)
            found.append(levels(expected, post, people, 40, seed + number))
        exact = np.concatenate(found)
        whole = levels(expected, post, np.ceil(need - 1e-9).astype(int), 500, seed)
        hours, held = np.nansum(need) / 2, float(np.mean(exact >= 0.8))
        name = f"mean ({curve.chance_at(1.0):.0%})" if asked is None else f"{asked:.0%}"
        print(
            f"{name} | {factor:.3f} | {hours:,.0f} ({hours / usual - 1:+.1%}) | {held:.0%} | "
            f"{curve.chance_at(factor, whole=True):.0%} | {np.mean(whole >= 0.8):.0%}",
            flush=True,
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=100)
    asked = parser.parse_args()
    for case in CASES:
        judge(case, asked.seed)


if __name__ == "__main__":
    main()
