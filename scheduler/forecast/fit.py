"""
One post's history to what is expected: weekly profile x effects of days x recent level.

The profile is made twice: once from the raw days, to learn from their deviations what special days
and the course of the month do, and once from the days with those effects taken out: of medians for
the point forecast, which errs least, and of means for what comes on average.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats, Ints
from scheduler.forecast.average import FULL_ENOUGH, average_week
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.day_shapes import promotion_shapes
from scheduler.forecast.events import Design, design, learn, trend
from scheduler.forecast.following import LevelStep, followed, last_step
from scheduler.forecast.params import ForecastParams
from scheduler.forecast.profile import by_weekday, coarse_profile, smoothed, weighted_median
from scheduler.forecast.series import Flags
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.forecast.series import Series

LASTING_DAYS = 14
LASTING_CHANCE = 0.5  # scales by which the median of that many days errs by chance, and some more
CLIP = 2.0  # scales of a day's deviation that count towards the level


@dataclass(frozen=True, eq=False)
class Expected:
    """
    What one post can expect on the days asked for.

    Parameters
    ----------
    point, mean
        Chats as likely exceeded as not, and on average; NaN where closed; shape (days, slots).
    is_unlike
        Days that are special in a way history has never seen; shape (days,).
    effects
        Factor that was learnt of each kind and name of special days, and of the days around
        promotions.
    factors
        What special days do to each day, closures before it included; shape (days,).
    is_told
        Days whose factor the planner gave; shape (days,).
    followed_point, followed_mean
        The same as the first two at a level that follows (``following``).
    step
        Since when the level has been another; None: it has not moved of late.
    shapes
        How promotions move slots beside their day's total; None: not at all. Shape (days, slots).
    driven
        By how many percent chats move with one of each driver's column.
    """

    point: Floats
    mean: Floats
    is_unlike: Flags
    effects: dict[str, float]
    factors: Floats
    is_told: Flags
    followed_point: Floats
    followed_mean: Floats
    step: LevelStep | None = None
    shapes: Floats | None = None
    driven: tuple[float, ...] = ()

    def shaped(self, days: Floats) -> Floats:
        """Return chats of the days with what promotions do to their course; (days, slots)."""
        return days if self.shapes is None else days * self.shapes


def is_short(series: Series, params: ForecastParams) -> bool:
    """Return whether a history is too short for a profile by weekday."""
    return series.days < params.enough_days


def expect(
    series: Series,
    first: int,
    days: int,
    special_days: tuple[SpecialDay, ...],
    params: ForecastParams,
    *,
    driven: Floats | None = None,
) -> Expected:
    """
    Return what is expected on ``days`` rows from row ``first``, which lies after the history.

    Parameters
    ----------
    series
        History; only its rows are looked at.
    first, days
        Rows asked for.
    special_days
        Of this post; past ones teach, coming ones are applied.
    params
        How history is weighed.
    driven
        Columns of drivers, over history and the rows asked for; None: no driver is looked at.
    """
    last = first + days
    weekdays = series.weekdays(last)
    plan = design(series, last, special_days, params, driven)
    if is_short(series, params):
        told, is_told = _told(np.ones(days), series, first, special_days)
        mean = coarse_profile(series.values)[weekdays[first:]] * told[:, None]
        mean = _closed(mean, series, first, special_days)
        return Expected(mean, mean, plan.is_special[first:], {}, told, is_told, mean, mean)
    past = weekdays[: series.days]
    weights = 0.5 ** ((first - np.arange(series.days)) / WEEK_DAYS / params.half_life_weeks)
    values = series.values
    usual = by_weekday(values, past, weights, weighted_median)
    ratios, known = _ratios(values, usual[past])
    ordinary = known & ~plan.is_special[: series.days]
    step = last_step(ratios, ordinary, scale=_scale(ratios, ordinary))
    if step is not None:  # what was before it tells of the new level, too
        values = step.raised(values)
        usual = by_weekday(values, past, weights, weighted_median)
        ratios, known = _ratios(values, usual[past])
    effects = learn(ratios, known, plan)
    monthly = np.exp(plan.columns @ np.where(plan.is_month, effects, 0.0))
    daily = np.exp(plan.columns @ np.where(plan.is_month, 0.0, effects))
    cleaned = values / (monthly * daily)[: series.days, None]
    told, is_told = _told(daily[first:], series, first, special_days)
    days_to_come = _Days(cleaned, weekdays, ~plan.is_special[: series.days], first, params)
    of_medians = by_weekday(cleaned, past, weights, weighted_median)
    of_means = average_week(cleaned, past, weights)
    shapes = promotion_shapes(series, of_means, first, days, special_days)
    median, followed_median, mean, followed_mean = (
        _closed(ordinary * (monthly[first:] * told)[:, None] * shapes, series, first, special_days)
        for ordinary in (
            *days_to_come.like(of_medians),
            *days_to_come.like(of_means, is_mean=True),
        )
    )
    learnt = plan.is_event | plan.is_around
    return Expected(
        median,
        mean,
        _unlike(plan, known, first),
        {
            name: float(np.exp(effect))
            for name, effect, shown in zip(plan.names, effects, learnt, strict=True)
            if shown
        },
        told,
        is_told,
        followed_median,
        followed_mean,
        step,
        shapes,
        tuple(effects[plan.is_driven].tolist()),
    )


@dataclass(frozen=True, eq=False)
class _Days:
    """Ordinary days after a history: its values without effects, weekdays of both, what counts."""

    values: Floats
    weekdays: Ints
    is_ordinary: Flags
    first: int
    params: ForecastParams

    def like(self, week: Floats, *, is_mean: bool = False) -> tuple[Floats, Floats]:
        """Return the days to come from their week, at the level of the last days, and following."""
        params, days = self.params, len(self.values)
        profile = smoothed(week, params.smoothing)
        ratios, known = _ratios(self.values, profile[self.weekdays[:days]])
        ordinary = known & self.is_ordinary
        scale = _scale(ratios, ordinary)
        lasting, fading = _level(ratios, ordinary, params, is_mean=is_mean)
        lead = np.arange(self.first, len(self.weekdays)) - days
        level = np.exp(lasting + fading * params.level_keep**lead)
        usual = profile[self.weekdays[self.first :]]
        path = followed(
            ratios + is_mean * scale**2 / 2, ordinary, (lead + 1).astype(np.float64), scale=scale
        )
        return usual * level[:, None], usual * np.exp(path)[:, None]


def _told(
    learnt: Floats, series: Series, first: int, special_days: tuple[SpecialDay, ...]
) -> tuple[Floats, Flags]:
    """Return what special days do, by the planner's own factors where there are some, and where."""
    factors, is_told = learnt.copy(), np.zeros(len(learnt), dtype=bool)
    for day in special_days:
        row = series.row(day.date) - first
        if day.factor is not None and 0 <= row < len(factors):
            factors[row] = day.factor * (factors[row] if is_told[row] else 1.0)
            is_told[row] = True
    return factors, is_told


def _ratios(values: Floats, usual: Floats) -> tuple[Floats, Flags]:
    """Return the logarithm of each day's volume over the usual one, and where it can be trusted."""
    both = ~np.isnan(values) & ~np.isnan(usual)
    volume, base = np.where(both, values, 0).sum(axis=1), np.where(both, usual, 0).sum(axis=1)
    whole = np.nansum(usual, axis=1)
    known = (base > 0) & (base >= FULL_ENOUGH * whole)
    ratios = np.log((volume + 0.5) / (np.where(known, base, 1.0) + 0.5))
    return np.where(known, ratios, 0.0), known


def _level(
    ratios: Floats, ordinary: Flags, params: ForecastParams, *, is_mean: bool
) -> tuple[float, float]:
    """
    Return the logarithm of how far volumes now lie above the profile: what lasts, what fades.

    What lasts is the median of the last two weeks where it stands out from chance (a new shop, a
    closed one); what fades is the weighted mean of the last days around it, with a prior of 0.
    Logarithms over a profile of means are lifted by what they lie below that of a mean.
    """
    rows = np.flatnonzero(ordinary)
    if not len(rows):
        return 0.0, 0.0
    scale = _scale(ratios, ordinary)
    ratios = ratios + is_mean * scale**2 / 2
    last = ratios[rows[rows >= len(ratios) - LASTING_DAYS]]
    recent = float(np.median(last)) if len(last) else 0.0
    lasting = math.copysign(max(0.0, abs(recent) - LASTING_CHANCE * scale), recent)
    kept = np.clip(ratios - lasting, -CLIP * scale, CLIP * scale)
    ages = np.arange(len(ratios))[::-1]
    weights = ordinary * 0.5 ** (ages / params.level_half_life_days)
    return lasting, float((weights * kept).sum() / (weights.sum() + params.level_prior_days))


def _scale(ratios: Floats, ordinary: Flags) -> float:
    """Return by how much a day usually deviates from the course of the weeks around it."""
    rows = np.flatnonzero(ordinary)
    if not len(rows):
        return 0.0
    return 1.4826 * float(np.median(np.abs(ratios - trend(ratios, ordinary))[rows]))


def _unlike(plan: Design, known: Flags, first: int) -> Flags:
    """Return the days with an event of which no kind and no name occurs on a known past day."""
    events = plan.columns[:, plan.is_event] > 0
    seen = events[: len(known)][known].any(axis=0)
    coming = events[first:]
    return np.asarray(coming.any(axis=1) & ~(coming & seen).any(axis=1))


def _closed(
    mean: Floats, series: Series, first: int, special_days: tuple[SpecialDay, ...]
) -> Floats:
    for day in special_days:
        row = series.row(day.date) - first
        if day.kind is DayKind.CLOSED and 0 <= row < len(mean):
            mean[row] = np.nan
    return mean
