"""
How fast each person ends chats, against the shop, learnt from the chats of all.

A chat's time from first reply to end is taken as a share of the mean of its post and month, so that
nobody is called slow for hard months or a hard post. What few chats say is drawn towards 1 by as
much as chance explains (empirical Bayes on logarithms: between-person variance by moments). How
many chats somebody had open at once is not looked at: who holds more of them seems slower.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from scheduler.chats import ChatRecords
    from scheduler.demand import Floats

LEAST_CHATS = 50
"""Of a person, below which nothing is said."""
LEAST_NEW = 200
"""Of all new people in some weeks since hiring, below which nothing is said."""
STEPS = (0, 2, 4, 8, 13)
"""Weeks since hiring between which new people are looked at together; nobody is new after."""
WEEK_S = 7 * 86400.0
FULL = 0.97
"""Of others' speed, from which new people count as doing as much."""
LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class MeasuredSpeed:
    """
    How fast somebody ends chats; 1: as the shop on average, 1.2: a fifth more in the same time.

    Parameters
    ----------
    factor
        Drawn towards 1.
    measured
        As the chats say it.
    chats
        On which it rests.
    """

    factor: float
    measured: float
    chats: int


@dataclass(frozen=True, slots=True)
class NewcomerStep:
    """
    How fast new people end chats in some weeks since hiring.

    Parameters
    ----------
    first, after
        Weeks, the second not included.
    factor
        Against the shop; None: too few chats.
    chats
        On which it rests.
    """

    first: int
    after: int
    factor: float | None
    chats: int


@dataclass(frozen=True, slots=True)
class Speeds:
    """
    What chats say of speeds.

    Parameters
    ----------
    people
        By agent, of whom enough chats are known.
    too_few
        Chats of those of whom not enough are known, by agent.
    curve
        Of new people, in order of weeks.
    """

    people: dict[str, MeasuredSpeed]
    too_few: dict[str, int]
    curve: tuple[NewcomerStep, ...]

    def of(self, agent_id: str, weeks: float | None) -> float:
        """Return a person's factor, so many weeks after hiring (None: not known); 1: nothing is."""
        own = self.people.get(agent_id)
        if own is not None:
            return own.factor
        steps = [] if weeks is None else [s for s in self.curve if s.first <= weeks < s.after]
        return next((step.factor for step in steps if step.factor is not None), 1.0)

    @property
    def ramp(self) -> tuple[float, int] | None:
        """
        Return the share with which new people begin, and the weeks until they do as much as others.

        None: too few chats of their first weeks are known, or they are as fast as others at once.
        """
        known = [step for step in self.curve if step.factor is not None]
        if not known or known[0].first or known[0].factor is None or known[0].factor >= FULL:
            return None
        full = (step.first for step in known if step.factor is not None and step.factor >= FULL)
        return max(known[0].factor, LEAST_SHARE), next(full, known[-1].after)


def speeds_of(months: Iterable[ChatRecords], hired_s: Mapping[str, float]) -> Speeds:
    """
    Return what chats say, month by month.

    Parameters
    ----------
    months
        The chats of each month.
    hired_s
        By agent, the moment of hiring in seconds since 1970, where it is known.
    """
    agents: dict[str, list[Floats]] = {}
    young: list[list[Floats]] = [[] for _ in STEPS[1:]]
    for records in months:
        shares = _shares(records)
        for number, agent in enumerate(records.agents):
            mine = (records.agent == number) & ~np.isnan(shares)
            if not mine.any():
                continue
            agents.setdefault(agent, []).append(shares[mine])
            if agent in hired_s:
                weeks = (records.arrived_s[mine] - hired_s[agent]) / WEEK_S
                for place, (first, after) in enumerate(pairwise(STEPS)):
                    young[place].append(shares[mine][(weeks >= first) & (weeks < after)])
    joined = {agent: np.concatenate(parts) for agent, parts in agents.items()}
    enough = {agent: each for agent, each in joined.items() if len(each) >= LEAST_CHATS}
    return Speeds(
        _drawn(enough),
        {agent: len(each) for agent, each in joined.items() if agent not in enough},
        tuple(
            _step(first, after, np.concatenate([np.zeros(0), *parts]))
            for (first, after), parts in zip(pairwise(STEPS), young, strict=True)
        ),
    )


def _shares(records: ChatRecords) -> Floats:
    """Return each chat's time as a share of its post's mean; NaN where there is none."""
    took = records.ended_s - records.replied_s  # NaN where nobody replied
    took[~(took > 0)] = np.nan
    for number in range(len(records.posts)):
        mine = (records.post == number) & ~np.isnan(took)
        if mine.any():
            took[mine] /= took[mine].mean()
    return took


def _drawn(shares: Mapping[str, Floats]) -> dict[str, MeasuredSpeed]:
    """Return each person's speed, drawn towards 1 by the part of its spread that is chance."""
    if not shares:
        return {}
    means = np.array([each.mean() for each in shares.values()])
    counts = np.array([len(each) for each in shares.values()])
    spread = np.array([each.var(ddof=1) for each in shares.values()])
    within = float((spread * (counts - 1)).sum() / (counts - 1).sum())
    speeds, chance = -np.log(means), within / means**2 / counts
    between = max(0.0, float((speeds**2).mean() - chance.mean()))
    kept = between / (between + chance) if between > 0 else np.zeros(len(means))
    return {
        agent: MeasuredSpeed(math.exp(part * speed), 1.0 / mean, int(count))
        for agent, part, speed, mean, count in zip(shares, kept, speeds, means, counts, strict=True)
    }


def _step(first: int, after: int, shares: Floats) -> NewcomerStep:
    known = len(shares) >= LEAST_NEW
    return NewcomerStep(first, after, 1.0 / float(shares.mean()) if known else None, len(shares))


def weeks_since(hired: dt.date | None, date: dt.date) -> float | None:
    """Return the weeks from hiring to a date; None: the day of hiring is not known."""
    return None if hired is None else (date - hired).days / 7
