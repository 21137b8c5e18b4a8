"""
The customers of one week, drawn once and then met by every roster.

What a customer is like (moment of arrival, length of the chat, patience) belongs to the customer,
never to the agent or to the order in which they are served: two rosters, or two scenarios, differ
in what they do and not in their luck. Arrivals come from one unit-rate process per post, stretched
to the forecast, so that a scenario with more volume meets the same customers and some more.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from scheduler.errors import require
from scheduler.forecast.dispersion import Dispersion, dispersion
from scheduler.horizon import WEEK_DAYS
from scheduler.limits import require_within
from scheduler.post import Post
from scheduler.simulate.params import SimulationParams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Forecast
    from scheduler.horizon import Horizon

Floats = npt.NDArray[np.float64]
FOR_EVER_S = 1e12  # patience of those whose chats may wait: longer than anything lasts


class Stream(IntEnum):
    """What chance decides, each from a stream of its own."""

    ARRIVALS = 0
    HANDLING = 1
    PATIENCE = 2
    DAY = 3
    WARM_UP = 4
    ABSENCE = 5
    LAPSE = 6
    INTERVAL = 7
    WEEK = 8


@dataclass(frozen=True, slots=True)
class Luck:
    """
    The chance of one replication; each stream depends on nothing but these and its own name.

    Parameters
    ----------
    seed
        Of the simulation.
    replication
        Number of the week.
    """

    seed: int
    replication: int

    def stream(self, kind: Stream, number: int = 0) -> np.random.Generator:
        """Return one of the streams; ``number`` tells streams of one kind apart."""
        key = (self.replication, int(kind), number)
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))


@dataclass(frozen=True, eq=False)
class Customers:
    """
    Chats that are offered, in order of arrival; arrays of shape (chats,).

    Parameters
    ----------
    post
        Index of the post.
    arrived_s
        Seconds after the horizon's start, ascending; below 0 in the warm-up.
    handling_s
        Seconds the chat stays open when its agent has all slots in use.
    patience_s
        Seconds the customer waits for the first reply before leaving.
    """

    post: npt.NDArray[np.int64]
    arrived_s: Floats
    handling_s: Floats
    patience_s: Floats

    def __post_init__(self) -> None:
        for item in fields(self):
            dtype = np.int64 if item.name == "post" else np.float64
            array: npt.NDArray[Any] = np.array(getattr(self, item.name), dtype=dtype)
            require(array.shape == (len(self.post),), "shape_differs", column=item.name)
            require(bool(np.isfinite(array).all()), "not_finite", column=item.name)
            if item.name != "arrived_s":
                require(bool((array >= 0).all()), "negative", column=item.name)
            array.setflags(write=False)
            object.__setattr__(self, item.name, array)
        require(bool((np.diff(self.arrived_s) >= 0).all()), "starts_not_ascending", column="start")

    def __len__(self) -> int:
        return len(self.post)


def merged(parts: Sequence[Customers]) -> Customers:
    """Return all customers in order of arrival; those of one moment in the order of the parts."""
    columns = [np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Customers)]
    order = np.argsort(columns[1], kind="stable")
    return Customers(*(column[order] for column in columns))


def draw_customers(
    posts: Sequence[Post], forecast: Forecast, params: SimulationParams, *, replication: int = 0
) -> Customers:
    """
    Return the customers of one replication, those of the warm-up included.

    Parameters
    ----------
    posts
        Their order gives the index; posts without a forecast get no customers.
    forecast
        Mean volumes, and quantiles that say how far they scatter; closed intervals (NaN) bring
        nobody.
    params
        Seed, spread of days and of handling times, warm-up.
    replication
        Number of the week.
    """
    expected = float(np.nansum(forecast.mean))
    require_within("chats", round(expected), column="volume")
    luck = Luck(params.seed, replication)
    parts = []
    for index, post in enumerate(posts):
        if post.id in forecast.posts:
            source = _Source(index, post, luck, params, _spread(forecast, post.id, params))
            mean = np.nan_to_num(forecast.of(post.id), nan=0.0)
            parts.append(source.customers(source.arrivals(mean, forecast.horizon)))
            parts.append(source.customers(source.before(float(mean[0]), forecast), early=True))
    require(len(parts) > 0, "posts_repeat", value=forecast.posts)
    return merged(parts)


def _spread(forecast: Forecast, post: str, params: SimulationParams) -> Dispersion:
    if params.day_cv > 0:
        return Dispersion(params.day_cv, 0.0)
    return dispersion(forecast, post) if params.with_spread else Dispersion(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where one post's customers come from."""

    index: int
    post: Post
    luck: Luck
    params: SimulationParams
    spread: Dispersion

    def arrivals(self, mean: Floats, horizon: Horizon) -> Floats:
        """Return moments of arrival in the horizon."""
        edges = np.arange(horizon.intervals + 1) * (horizon.interval_min * 60.0)
        total = np.concatenate(([0.0], np.cumsum(mean * self._factors(horizon))))
        draws = self.luck.stream(Stream.ARRIVALS, self.index)
        moments: Floats = np.interp(_unit_process(draws, float(total[-1])), total, edges)
        return moments

    def before(self, first: float, forecast: Forecast) -> Floats:
        """Return moments of arrival before the horizon: a backlog, or those of the warm-up."""
        if self.post.staffing.is_deferrable:
            waiting = int(self.params.backlog.get(self.post.id, 0))
            return np.full(waiting, -1.0)  # nobody works on it in the warm-up
        return self.early_arrivals(first, forecast.horizon)

    def early_arrivals(self, first: float, horizon: Horizon) -> Floats:
        """Return moments of arrival in the warm-up, at the rate of the first interval."""
        length_s = self.params.warm_up_min * 60.0
        rate_s = first / (horizon.interval_min * 60.0)
        if rate_s <= 0 or length_s == 0:
            return np.empty(0)
        draws = self.luck.stream(Stream.WARM_UP, self.index)
        return _unit_process(draws, rate_s * length_s) / rate_s - length_s

    def _factors(self, horizon: Horizon) -> Floats:
        """Return factors of mean 1: of each week, each day in it and each interval in that."""
        firsts = [horizon.first_interval(day) for day in range(horizon.days + 1)]
        days = self._gammas(Stream.DAY, self.spread.day_cv, horizon.days)
        weeks = self._gammas(Stream.WEEK, self.spread.week_cv, -(-horizon.days // WEEK_DAYS))
        days = days * np.repeat(weeks, WEEK_DAYS)[: horizon.days]
        alone = self._gammas(Stream.INTERVAL, self.spread.alone_cv, horizon.intervals)
        return np.repeat(days, np.diff(firsts)) * alone

    def _gammas(self, kind: Stream, cv: float, count: int) -> Floats:
        if cv == 0:
            return np.ones(count)
        return self.luck.stream(kind, self.index).gamma(cv**-2, cv**2, count)

    def customers(self, arrived: Floats, *, early: bool = False) -> Customers:
        """Return who arrives at these moments; those of the warm-up have streams of their own."""
        count, inputs = len(arrived), self.post.staffing
        number = 2 * self.index + early
        handling = self.luck.stream(Stream.HANDLING, number)
        patience = self.luck.stream(Stream.PATIENCE, number)
        return Customers(
            post=np.full(count, self.index, dtype=np.int64),
            arrived_s=arrived,
            handling_s=_unit_times(handling, count, self.params.handling_scv) * inputs.handle_s,
            patience_s=np.full(count, FOR_EVER_S)
            if inputs.is_deferrable
            else patience.standard_exponential(count) * inputs.patience_s,
        )


def _unit_process(draws: np.random.Generator, until: float) -> Floats:
    """Return the points of a Poisson process of rate 1 on (0, until)."""
    points = np.empty(0)
    reached = 0.0
    while reached < until:
        left = until - reached
        steps = draws.standard_exponential(int(left + 6.0 * left**0.5) + 16)
        points = np.concatenate((points, reached + np.cumsum(steps)))
        reached = float(points[-1])
    return points[points < until]


def _unit_times(draws: np.random.Generator, count: int, scv: float | None) -> Floats:
    """Return times of mean 1: exponential, or log-normal with the variance ``scv``."""
    if scv is None:
        return draws.standard_exponential(count)
    variance = float(np.log1p(scv))
    times: Floats = np.exp(variance**0.5 * draws.standard_normal(count) - variance / 2)
    return times
