"""
How long the requirement of a week takes.

``python -m benchmarks.staffing`` prints the median of some runs after one that compiles.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time

import numpy as np

from scheduler.demand import Forecast
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.staffing.requirement import requirement

RUNS = 9


def week(scale: float) -> tuple[Forecast, tuple[Post, ...]]:
    """Return a week of three posts at 30 minutes; its peaks take about ``scale`` chats."""
    horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 30))
    posts = tuple(
        Post(name, StaffingInputs(handle_s=handle_s, shrinkage=0.1))
        for name, handle_s in (("presales", 600.0), ("insales", 480.0), ("aftersales", 900.0))
    )
    slots = np.arange(horizon.intervals)
    day = 0.05 + np.sin(np.pi * (slots % 48) / 48) ** 2
    mean = np.array([scale * share * day for share in (1.0, 0.6, 0.8)])
    return Forecast(horizon, tuple(post.id for post in posts), mean), posts


def main() -> None:
    """Print the seconds by size."""
    for scale in (10.0, 100.0, 1000.0):
        forecast, posts = week(scale)
        seconds = []
        for _ in range(RUNS + 1):
            began = time.perf_counter()
            hours = requirement(forecast, posts).hours
            seconds.append(time.perf_counter() - began)
        print(
            f"peak {scale:5.0f} chats: {hours:9.1f} agent-hours, "
            f"first {seconds[0]:.3f} s, then {statistics.median(seconds[1:]):.3f} s"
        )


if __name__ == "__main__":
    main()
