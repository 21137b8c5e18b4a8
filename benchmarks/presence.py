"""
Whether a post staffed with people who are away at times holds its target in the simulation.

``python -m benchmarks.presence`` staffs a post of an even day for 80 % in 30 s, for slots of 1 to
5, chats of 2 to 40 minutes, and 0 to 30 % lost in lapses, by absence, or half by each, and prints
what the whole number of people above the need holds: by the model and simulated. ``--random N``
adds N random posts, as those the share of the variance that counts was fitted to (``--seed``).
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import itertools
import math

import numpy as np

from benchmarks.staffing import level_with_people
from scheduler.demand import Forecast
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.staffing.level import level_with
from scheduler.staffing.requirement import agents_needed

INTERVAL_MIN = 30
SETTLED = 16  # intervals after which an even day has forgotten how it began
KINDS = ("lapses", "absence", "both")


@dataclasses.dataclass(frozen=True)
class Case:
    """A post on an even day: slots, minutes a chat, share lost, how, and agents' worth of chats."""

    slots: int
    minutes: float
    share: float
    kind: str
    load: float = 12.0
    level: float = 0.8
    patience_s: float = 180.0
    lapse_min: float = 15.0

    @property
    def staffing(self) -> StaffingInputs:
        half = 1 - math.sqrt(1 - self.share)
        lapses = {"lapses": self.share, "absence": 0.0, "both": half}[self.kind]
        absent = {"lapses": 0.0, "absence": self.share, "both": half}[self.kind]
        return StaffingInputs(
            handle_s=self.minutes * 60.0,
            chats_at_once=self.slots,
            patience_s=self.patience_s,
            service_level=self.level,
            shrinkage=lapses,
            absence_rate=absent,
            lapse_min=self.lapse_min,
        )

    @property
    def chats(self) -> float:
        """Return the chats of an interval."""
        return self.load * self.slots / (self.minutes * 60.0) * INTERVAL_MIN * 60.0


@dataclasses.dataclass(frozen=True)
class Held:
    """People on the roster, and the level they hold: by the model, by the mean alone, simulated."""

    people: int
    staffed: float
    by_mean: float
    simulated: float


def held(case: Case, *, days: int, seed: int, factor: float = 1.0) -> Held:
    """Return what the whole number of people above the need (times a factor) holds."""
    post = Post("presales", case.staffing)
    need = float(agents_needed(np.array([case.chats]), case.staffing, interval_min=INTERVAL_MIN)[0])
    people = max(1, math.ceil(need * factor - 1e-9))
    horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 11), 1)
    day = Forecast(horizon, (post.id,), np.full((1, horizon.intervals), case.chats))
    whole = np.full(horizon.intervals, people)
    simulated = level_with_people(day, post, whole, days=days, seed=seed)[SETTLED:].mean()
    always = dataclasses.replace(case.staffing, shrinkage=0.0, absence_rate=0.0)
    mean = people * (1 - case.share)
    staffed, by_mean = (
        level_with(count, case.chats, inputs, interval_min=INTERVAL_MIN)
        for count, inputs in ((people, case.staffing), (mean, always))
    )
    return Held(people, staffed, by_mean, float(simulated))


def random_case(chance: np.random.Generator) -> Case:
    """Return a post as they come."""
    return Case(
        slots=int(chance.integers(1, 6)),
        minutes=float(np.exp(chance.uniform(np.log(2), np.log(40)))),
        share=float(chance.uniform(0.03, 0.3)),
        kind=str(chance.choice(KINDS)),
        load=float(np.exp(chance.uniform(np.log(0.7), np.log(30)))),
        level=float(chance.choice([0.7, 0.8, 0.8, 0.9])),
        patience_s=float(chance.choice([60, 180, 180, 600])),
        lapse_min=float(chance.choice([5, 15, 15, 30])),
    )


def _told(name: str, found: list[Held]) -> None:
    for which, apart in (
        ("as staffed", np.array([each.simulated - each.staffed for each in found])),
        ("by the mean", np.array([each.simulated - each.by_mean for each in found])),
    ):
        print(
            f"{name}, {which}: root mean square {100 * np.sqrt((apart**2).mean()):.2f} points, "
            f"worst {100 * np.abs(apart).max():.1f}, "
            f"within 2 points {np.mean(np.abs(apart) <= 0.02):.0%} of {len(apart)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    grid = itertools.product(KINDS, (0.0, 0.1, 0.2, 0.3), (2.0, 10.0, 40.0), (1, 3, 5))
    found = []
    for kind, share, minutes, slots in grid:
        if share == 0 and kind != KINDS[0]:
            continue
        each = held(Case(slots, minutes, share, kind), days=asked.days, seed=asked.seed)
        found.append(each)
        print(
            f"{kind:8} {share:4.0%} {minutes:4.0f} min, {slots} at once: {each.people:3d} people, "
            f"{each.staffed:6.1%} staffed, {each.simulated:6.1%} simulated, "
            f"{each.by_mean:6.1%} by the mean"
        )
    _told("the table", found)
    chance = np.random.default_rng(asked.seed)
    cases = [(random_case(chance), float(chance.uniform(0.95, 1.1))) for _ in range(asked.random)]
    if cases:
        tried = [
            held(case, days=asked.days, seed=asked.seed, factor=factor) for case, factor in cases
        ]
        _told(f"{len(cases)} random posts", tried)


if __name__ == "__main__":
    main()
