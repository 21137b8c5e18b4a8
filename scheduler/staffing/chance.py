"""
Staffing for a chance: so many people that a week's target holds as often as asked.

Staffed for the mean, a week holds its target when no more chats come than expected: less often
than not, since a busy day loses more than a quiet one gains. Here a post is staffed for its
forecast times a factor, the same all week, and the chance that the share of its week's chats
answered in time reaches the target is found for several factors. Weeks, days and intervals scatter
as the simulation draws them (``dispersion``). What an interval holds when more or fewer chats come
is followed through the week once for each of some rates, and read between them at what its own
chats and those still open from before come to. A week is not endless: its level scatters by its
own customers' luck too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats, Forecast
from scheduler.errors import require
from scheduler.forecast.dispersion import Dispersion, dispersion
from scheduler.horizon import WEEK_DAYS, Horizon
from scheduler.post import LevelDefinition, Post
from scheduler.staffing import passing_kernel as passing
from scheduler.staffing.motion import Motion
from scheduler.staffing.offered_load import USUAL, Load, offered_load
from scheduler.staffing.presence import present_of
from scheduler.staffing.requirement import requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scheduler.post import StaffingInputs

CHANCES = (0.5, 0.7, 0.8, 0.9, 0.95)
DRAWS = 2000
SEED = 1
RATES = 9
FACTORS = 5
REACH = 3.5  # standard deviations of an interval's rate that are looked at
MOST = 4.0  # times the mean that are staffed for at most
NOISE = 1e-9
NEAR = 1e-3  # of a chance, from 0 and 1: beyond it draws say nothing
TOGETHER = 1.3  # see ``_luck``


@dataclass(frozen=True, eq=False, slots=True)
class ChanceCurve:
    """
    The chance that one post's week holds its target, by what it is staffed for.

    Parameters
    ----------
    post
        Name.
    factors
        Ascending, on the expected chats; shape (n,).
    chances
        That the week's level reaches the target; shape (n,).
    whole
        The same with the need of each interval rounded up to whole people; shape (n,).
    hours, whole_hours
        Agent-hours asked for, and rounded up; shape (n,).
    """

    post: str
    factors: Floats
    chances: Floats
    whole: Floats
    hours: Floats
    whole_hours: Floats

    def factor(self, chance: float) -> float:
        """Return the factor with which the target holds with a chance; at the ends, those."""
        return self._at(self.factors, chance)

    def hours_for(self, chance: float) -> float:
        """Return the agent-hours that takes."""
        return self._at(self.hours, chance)

    def hours_at(self, factor: float) -> float:
        """Return the agent-hours a factor takes."""
        return float(np.interp(factor, self.factors, self.hours))

    def chance_at(self, factor: float, *, whole: bool = False) -> float:
        """Return the chance with a factor, decimals of people kept or rounded up."""
        reached = _normal(self.whole if whole else self.chances)
        return NormalDist().cdf(float(np.interp(factor, self.factors, reached)))

    def _at(self, values: Floats, chance: float) -> float:
        reached = _normal(np.maximum.accumulate(self.chances))
        return float(np.interp(_normal(np.array([chance]))[0], reached, values))


def _normal(chances: Floats) -> Floats:
    inside = np.clip(chances, NEAR, 1.0 - NEAR)
    return np.array([NormalDist().inv_cdf(each) for each in inside.tolist()])


def chance_curves(
    forecast: Forecast, posts: Sequence[Post], *, load: Load = USUAL
) -> dict[str, ChanceCurve]:
    """
    Return a curve for each post; those without chats and deferrable ones are left out.

    Raises
    ------
    InputError
        When the forecast does not say how far volumes scatter.
    """
    known, horizon = {post.id: post for post in posts}, forecast.horizon
    found = {}
    for name in forecast.posts:
        chats, post = forecast.of(name), known.get(name)
        if post is None or post.staffing.is_deferrable or not np.nan_to_num(chats).any():
            continue
        require(bool(forecast.levels), "spread_unknown", value=name)
        found[name] = _curve(post, horizon, load, dispersion(forecast, name), chats.tobytes())
    return found


@lru_cache(maxsize=64)
def _curve(
    post: Post, horizon: Horizon, load: Load, scatter: Dispersion, chats: bytes
) -> ChanceCurve:
    """Return a post's curve; a screen asks for the same one at every touch."""
    return _ScatteredWeek(post, horizon, load, scatter, np.frombuffer(chats)).curve()


def staffed_for(
    forecast: Forecast, posts: Sequence[Post], chance: float, *, load: Load = USUAL
) -> Forecast:
    """
    Return the chats to staff for, so that each post's week holds its target with a chance.

    Parameters
    ----------
    chance
        In (0, 1). Work that may wait is staffed for its mean.

    Raises
    ------
    InputError
        For another chance, or when the forecast does not say how far volumes scatter.
    """
    require(0 < chance < 1, "share_out_of_range", column="chance", value=chance)
    curves = chance_curves(forecast, posts, load=load)
    factors = [curves[name].factor(chance) if name in curves else 1.0 for name in forecast.posts]
    return forecast.times(np.array(factors)[:, np.newaxis])


@dataclass(frozen=True, eq=False, slots=True)
class _ScatteredWeek:
    """A post's week, whose chats scatter."""

    post: Post
    horizon: Horizon
    load: Load
    scatter: Dispersion
    chats: Floats
    """Expected; NaN where it is closed; shape (intervals,)."""

    def curve(self) -> ChanceCurve:
        """Return the chances at factors from as good as never to as good as always."""
        horizon = self.horizon
        drawn = drawn_factors(self.scatter, horizon)
        felt = self._felt(drawn)
        rates = np.exp(np.linspace(-REACH, REACH, RATES) * max(self.scatter.cv, 0.02))
        wide = math.hypot(self.scatter.week_cv, self.scatter.day_cv / math.sqrt(horizon.days))
        wide = min(max(3.0 * wide, 0.06), MOST - 1.0)
        factors = 1.0 + wide * np.linspace(-0.35, 1.0, FACTORS)
        found = []
        for factor in factors.tolist():
            needed = self._needed(factor)
            for agents in (needed, np.ceil(needed - NOISE)):
                held, counted = (_between(felt, rates, each) for each in self._held(agents, rates))
                hours = float(np.nansum(agents)) * horizon.interval_hours
                found.append((self._chance(held, counted, drawn), hours))
        exact, whole = np.array(found[::2]).T, np.array(found[1::2]).T
        return ChanceCurve(self.post.id, factors, exact[0], whole[0], exact[1], whole[1])

    def _felt(self, drawn: Floats) -> Floats:
        """Return what open chats come to, of those expected, where rates are drawn."""
        handle_s, chats = self.post.staffing.handle_s, np.nan_to_num(self.chats)
        usual = offered_load(chats, handle_s, self._interval_s)
        met = offered_load(drawn * chats, handle_s, self._interval_s)
        found: Floats = met / np.where(usual > 0, usual, 1.0)
        return found

    def _needed(self, factor: float) -> Floats:
        only = Forecast(self.horizon, (self.post.id,), self.chats[np.newaxis] * factor)
        return requirement(only, [self.post], load=self.load).of(self.post.id)

    def _held(self, needed: Floats, rates: Floats) -> tuple[Floats, Floats]:
        """Return the shares of an interval's chats held, and counted, by rate."""
        staffing = self.post.staffing
        present = present_of(np.nan_to_num(needed), staffing)
        chats = np.where(np.isnan(needed), np.nan, np.nan_to_num(self.chats))
        met = np.array(
            [
                Motion(chats * rate, staffing, self._interval_s).met(present)
                for rate in rates.tolist()
            ]
        )
        return shares_held(met, staffing.definition)

    def _chance(self, held: Floats, counted: Floats, drawn: Floats) -> float:
        """Return the chance that a week reaches the target; all of shape (draws, intervals)."""
        staffing, came = self.post.staffing, drawn * np.nan_to_num(self.chats)
        judged = (came * counted).sum(axis=1)
        level = (came * held).sum(axis=1) / np.where(judged > 0, judged, 1.0)
        off = (level - staffing.service_level) / _luck(level, came, staffing, self._interval_s)
        return float(np.mean([NormalDist().cdf(each) for each in off.tolist()]))

    @property
    def _interval_s(self) -> float:
        return self.horizon.interval_min * 60.0


def drawn_factors(scatter: Dispersion, horizon: Horizon, draws: int = DRAWS) -> Floats:
    """Return factors of mean 1 on the intervals of so many weeks; shape (draws, intervals)."""
    chance = np.random.default_rng(SEED)
    firsts = [horizon.first_interval(day) for day in range(horizon.days + 1)]

    def gammas(cv: float, count: int) -> Floats:
        if cv == 0:
            return np.ones((draws, count))
        return chance.gamma(cv**-2, cv**2, (draws, count))

    weeks = gammas(scatter.week_cv, -(-horizon.days // WEEK_DAYS))
    days = gammas(scatter.day_cv, horizon.days)
    days = days * np.repeat(weeks, WEEK_DAYS, axis=1)[:, : horizon.days]
    alone = gammas(scatter.alone_cv, horizon.intervals)
    found: Floats = np.repeat(days, np.diff(firsts), axis=1) * alone
    return found


def shares_held(met: Floats, definition: LevelDefinition) -> tuple[Floats, Floats]:
    """Return the shares of chats above and below the line of a level; last axis: the kernel's."""
    in_time, lost = met[..., passing.IN_TIME], met[..., passing.LOST]
    left = np.maximum(0.0, 1.0 - in_time - met[..., passing.STILL])
    everyone = np.ones_like(in_time)
    found = {
        LevelDefinition.ANSWERED_OF_OFFERED: (in_time, everyone),
        LevelDefinition.ANSWERED_OR_LEFT_OF_OFFERED: (in_time + left, everyone),
        LevelDefinition.ANSWERED_OF_PATIENT: (in_time, everyone - left),
        LevelDefinition.ANSWERED_OF_ANSWERED: (in_time, everyone - lost),
    }
    return found[definition]


def _between(drawn: Floats, rates: Floats, values: Floats) -> Floats:
    """Return each interval's value at its drawn rate; ``rates`` are even in their logarithm."""
    place = np.log(np.maximum(drawn, rates[0]) / rates[0]) / math.log(rates[1] / rates[0])
    place = np.clip(place, 0.0, len(rates) - 1.0 - 1e-9)
    low: npt.NDArray[np.int64] = place.astype(np.int64)
    cells = np.arange(values.shape[1])
    before, after = values[low, cells], values[low + 1, cells]
    found: Floats = before + (place - low) * (after - before)
    return found


def _luck(level: Floats, came: Floats, staffing: StaffingInputs, interval_s: float) -> Floats:
    """
    Return the standard deviation of a week's level around that of its rates; shape (draws,).

    Customers who come soon after each other meet the same queue and fare alike. With arrivals at a
    rate r, handling time h and patience p, their number held varies as if ``1 + 1.3 r sqrt(h p)``
    of them were one: simulated days of 18 posts (chats of 2 to 30 minutes, 2 to 30 people, one and
    three at once) say 1.1 to 1.4.
    """
    memory_s = math.sqrt(staffing.handle_s * staffing.patience_s)
    alike = (came * (1.0 + TOGETHER * came / interval_s * memory_s)).sum(axis=1)
    spread = level * (1.0 - level)
    found: Floats = np.sqrt(np.maximum(spread * alike, 1e-12)) / np.maximum(came.sum(axis=1), 1e-9)
    return found
