"""
Which model forecasts a post: whichever did best on the weeks before.

Past weeks are forecast by every model from what was known before them. The choice for a week looks
only at weeks that had ended by then; recent ones weigh more, and two weeks' worth of prior belief
speaks for a middle way where there is little evidence. The mean is chosen in the same way, but by
itself: who errs least on intervals of few chats says "none", which is no mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.forecast.ahead import Ahead, ahead
from scheduler.forecast.calibration import Spreads
from scheduler.forecast.challengers import installed
from scheduler.forecast.drivers import DrivenColumns, Driver, driven_columns
from scheduler.forecast.fit import Expected, expect, is_short
from scheduler.forecast.handed_over import handed_ahead
from scheduler.forecast.lag import Lags
from scheduler.forecast.models import APART, ELIGIBLE, OURS, Model
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.demand import Floats
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.params import ForecastParams
    from scheduler.forecast.series import Flags, Series

PAST_WEEKS = 12
HALF_LIFE_WEEKS = 4.0
PRIOR_WEEKS = 2.0
WILDEST = 3.0
SHARPNESS = 8.0  # by which a model's weight among all falls with its relative error
PRIOR = {  # error relative to the median of 8 weeks that is believed before anything was seen
    Model.BLEND: 0.98,
    Model.PROFILE: 1.0,
    Model.FOLLOWING: 1.3,
    Model.FOLLOWING_BLEND: 0.99,
    Model.COMBINED: 1.02,
    Model.MEDIAN_8_WEEKS: 1.0,
    Model.MEDIAN_ALL: 1.03,
    Model.LAST_WEEK: 1.2,
    Model.HANDED_OVER: 1.0,
    Model.DRIVEN: 1.0,
    Model.MSTL: 1.1,
    Model.AUTO_ETS: 1.05,
    Model.AUTO_THETA: 1.05,
    Model.BOOSTED: 1.1,
}


class Errors(IntEnum):
    """What a model is judged by."""

    POINT = 0
    """Errors of its point forecast, interval by interval."""
    MEAN = 1
    """Errors of its mean, of intervals and of days: where few chats come, only days tell."""


@dataclass(frozen=True, eq=False)
class ContestEntry:
    """The forecast of the model that did best, the mean of the one whose mean did."""

    model: Model
    expected: Expected


class Contest:
    """
    One post's models and what they forecast of its past weeks; each is computed once.

    Parameters
    ----------
    series
        History.
    special_days
        Of this post.
    params
        How history is weighed; ``params.model`` overrules the choice.
    contacts
        All contacts, those a robot kept included; None: not known.
    drivers
        What may move the post's days beside.
    """

    def __init__(
        self,
        series: Series,
        special_days: tuple[SpecialDay, ...],
        params: ForecastParams,
        contacts: Series | None = None,
        drivers: tuple[Driver, ...] = (),
    ) -> None:
        self.series = series
        self.contacts = contacts
        self.drivers = drivers
        self.special_days = special_days
        self.params = params
        more = installed() if params.challengers else ()
        more = more if contacts is None else (*more, Model.HANDED_OVER)
        more = (*more, Model.DRIVEN) if drivers else more
        asked = () if params.model is None else (params.model,)
        alone = dict.fromkeys((*OURS, *more, *(each for each in asked if each in PRIOR)))
        self.parts = tuple(each for each in alone if each is not Model.COMBINED)
        self.models = (*self.parts, Model.COMBINED)
        self.eligible = (*ELIGIBLE, *more)
        self.spreads = Spreads(
            series, self.chosen_week, lambda row: self.unlike(self._profile(row, WEEK_DAYS)), params
        )
        self._profiles: dict[tuple[int, int], Expected] = {}
        self._parts: dict[int, dict[Model, Ahead]] = {}
        self._weeks: dict[int, dict[Model, Ahead]] = {}
        self._chosen: dict[tuple[int, Errors], Model] = {}
        self._errors: dict[tuple[int, Model], tuple[float, float]] = {}
        self._lags = Lags(series, self._mean_of_week, self._begins)

    def week(self, row: int) -> dict[Model, Ahead]:
        """Return each model's forecast of the week from a row on; shapes (7, slots)."""
        if row not in self._weeks:
            parts = self._week_of_parts(row)
            self._weeks[row] = parts | {Model.COMBINED: self._combined(row, parts)}
        return self._weeks[row]

    def _week_of_parts(self, row: int) -> dict[Model, Ahead]:
        if row not in self._parts:
            profile = self._profile(row, WEEK_DAYS)
            self._parts[row] = {each: self._ahead(each, row, profile) for each in self.parts}
        return self._parts[row]

    def _combined(self, row: int, parts: Mapping[Model, Ahead]) -> Ahead:
        """Return all models together, by how they did on the weeks before; others where unknown."""
        if is_short(self.series.until(row), self.params):
            return parts[Model.PROFILE]
        point, mean = (
            _weighted([getattr(parts[each], name) for each in weights], list(weights.values()))
            for name, weights in (
                ("point", self.weights(row, Errors.POINT)),
                ("mean", self.weights(row, Errors.MEAN)),
            )
        )
        return parts[Model.FOLLOWING_BLEND].half_with(Ahead(point, mean))

    def weights(self, row: int, errors: Errors) -> dict[Model, float]:
        """Return how much each way alone weighs in the combination for the week from a row on."""
        scores, weeks = self._scores(
            row, errors, tuple(each for each in self.parts if each not in APART)
        )
        best = min(scores.values())
        return {
            each: math.exp(-SHARPNESS * (score - best) / (PRIOR_WEEKS + weeks))
            for each, score in scores.items()
        }

    def chosen(self, row: int, errors: Errors = Errors.POINT) -> Model:
        """Return the model for the week from a row on, chosen on the weeks before it."""
        if self.params.model is not None:
            return self.params.model
        if is_short(self.series.until(row), self.params):
            return Model.PROFILE
        if (row, errors) not in self._chosen:
            scores = self.scores(row, errors)
            self._chosen[row, errors] = min(self._eligible(row), key=lambda each: scores[each])
        return self._chosen[row, errors]

    def _eligible(self, row: int) -> tuple[Model, ...]:
        """
        Return the ways of which one may be chosen for the week from a row on.

        While a step is seen, weeks before it count at the level since, and the median of all weeks
        does well; once it is too old to be seen, that median is of the old level again, and what
        it did on the weeks before says nothing of it.
        """
        steps = (self._profile(each, WEEK_DAYS).step for each in self._begins(row))
        if self._profile(row, WEEK_DAYS).step is not None or not any(steps):
            return self.eligible
        return tuple(each for each in self.eligible if each is not Model.MEDIAN_ALL)

    def chosen_week(self, row: int) -> Floats:
        """Return the chosen model's point forecast of the week from a row on; shape (7, slots)."""
        model = self.chosen(row)
        return self.week(row)[model].point * np.exp(self.lags(row, model, WEEK_DAYS))

    def lags(self, row: int, model: Model, days: int) -> Floats:
        """
        Return the logarithms of by how much days from a row on are to be raised; (days, 1).

        Totals of its mean tell it of the point, too: a median of few chats lies low by itself.
        A model asked for by name stays as it is.
        """
        if self.params.model is not None or is_short(self.series.until(row), self.params):
            return np.zeros((days, 1))
        return self._lags.by_day(row, model, days)

    def _mean_of_week(self, row: int, model: Model, week: int) -> Floats:
        """Return a model's mean of one of the weeks from a row on, the first being 0."""
        if week == 0:
            return self.week(row)[model].mean
        profile = self._profile(row, WEEK_DAYS * (week + 1))
        return self._days(model, row, profile).mean[-WEEK_DAYS:]

    def unlike(self, expected: Expected) -> Floats:
        """Return what is uncertain besides, of days like none before; shape (days, 1)."""
        return np.where(expected.is_unlike, self.params.unknown_event_spread, 0.0)[:, None]

    def scores(self, row: int, errors: Errors = Errors.POINT) -> dict[Model, float]:
        """Return how each model did on the weeks before a row, prior included; low is good."""
        return self._scores(row, errors, self.models)[0]

    def _scores(
        self, row: int, errors: Errors, models: tuple[Model, ...]
    ) -> tuple[dict[Model, float], int]:
        """Return the scores of some models, and of how many weeks they are."""
        begins = self._begins(row)
        weights = 0.5 ** (np.arange(len(begins)) / HALF_LIFE_WEEKS)
        base = self._errors_of(Model.MEDIAN_8_WEEKS, begins, errors)
        scores = {
            model: PRIOR_WEEKS * PRIOR[model]
            + len(begins) * _relative(self._errors_of(model, begins, errors), base, weights)
            for model in models
        }
        return scores, len(begins)

    def _begins(self, row: int) -> range:
        """Return the first rows of the weeks before a row that are looked at, latest first."""
        last = min(row, self.series.days) - WEEK_DAYS
        return range(last, self.params.enough_days - 1, -WEEK_DAYS)[:PAST_WEEKS]

    def entry(self, first: int, days: int) -> ContestEntry:
        """Return the chosen models' forecast of ``days`` rows from row ``first``."""
        model, of_mean = self.chosen(first), self.chosen(first, Errors.MEAN)
        profile = self._profile(first, days)
        point = self._days(model, first, profile).point * np.exp(self.lags(first, model, days))
        mean = self._days(of_mean, first, profile).mean * np.exp(self.lags(first, of_mean, days))
        return ContestEntry(model, replace(profile, point=point, mean=mean))

    def _days(self, model: Model, row: int, profile: Expected) -> Ahead:
        """Return a model's forecast of as many days as a profile has, from a row on."""
        if model is not Model.COMBINED:
            return self._ahead(model, row, profile)
        return self._combined(row, {each: self._ahead(each, row, profile) for each in self.parts})

    def _errors_of(self, model: Model, begins: range, errors: Errors) -> Floats:
        return np.array([self._error(begin, model)[errors] for begin in begins])

    def _error(self, row: int, model: Model) -> tuple[float, float]:
        if (row, model) not in self._errors:
            actual, parts = self.series.values[row : row + WEEK_DAYS], self._week_of_parts(row)
            both = ~np.isnan(actual) & ~np.isnan(parts[Model.PROFILE].point[: len(actual)])
            found = self.week(row)[model] if model is Model.COMBINED else parts[model]
            self._errors[row, model] = _both_errors(found, actual, both)
        return self._errors[row, model]

    def _profile(self, row: int, days: int) -> Expected:
        if (row, days) not in self._profiles:
            past = self.series.until(row)
            found = expect(past, row, days, self.special_days, self.params)
            self._profiles[row, days] = found
        return self._profiles[row, days]

    def _ahead(self, model: Model, row: int, profile: Expected) -> Ahead:
        past = self.series.until(row)
        if is_short(past, self.params):
            return Ahead(profile.point, profile.mean)
        if model is Model.HANDED_OVER:
            assert self.contacts is not None  # else it does not take part
            return handed_ahead(
                past,
                self.contacts,
                row,
                profile,
                special_days=self.special_days,
                params=self.params,
            )
        if model is Model.DRIVEN:
            return self._driven(row, profile)
        return ahead(model, past, row, profile)

    def _driven(self, row: int, profile: Expected) -> Ahead:
        found = self.with_drivers(row, len(profile.point))
        if found is None:
            return Ahead(profile.point, profile.mean)
        own = Ahead(found[1].point, found[1].mean)
        return own.half_with(Ahead(found[1].followed_point, found[1].followed_mean))

    def with_drivers(self, row: int, days: int) -> tuple[DrivenColumns, Expected] | None:
        """Return what the drivers add to rows from one on, and what is expected with it."""
        past = self.series.until(row)
        columns = driven_columns(self.drivers, past, row, days, self.special_days)
        if columns is None:
            return None
        told = self.special_days, self.params
        return columns, expect(past, row, days, *told, driven=columns.columns)

    def errors(self, row: int) -> dict[Model, float]:
        """Return each eligible model's errors on the weeks before a row, over what came then."""
        begins = self._begins(row)
        came = sum(float(np.nansum(self.series.values[each : each + WEEK_DAYS])) for each in begins)
        return {
            model: float(self._errors_of(model, begins, Errors.POINT).sum()) / came
            for model in self.eligible
            if came > 0
        }


def _weighted(found: list[Floats], weights: list[float]) -> Floats:
    """Return the weighted mean of forecasts of the same days; where one is unknown, of the rest."""
    known = np.array([~np.isnan(each) for each in found]) * np.array(weights)[:, None, None]
    total = known.sum(axis=0)
    whole = (known * np.nan_to_num(np.array(found))).sum(axis=0)
    mean: Floats = np.where(total > 0, whole / np.where(total > 0, total, 1.0), np.nan)
    return mean


def _both_errors(found: Ahead, actual: Floats, both: Flags) -> tuple[float, float]:
    """Return a week's absolute errors in the order of ``Errors``; ``both``: known intervals."""
    point, mean = (
        np.where(both, each[: len(actual)] - actual, 0.0) for each in (found.point, found.mean)
    )
    days = float(np.abs(mean.sum(axis=1)).sum())
    return float(np.abs(point).sum()), float(np.abs(mean).sum()) + days


def _relative(errors: Floats, base: Floats, weights: Floats) -> float:
    """
    Return errors relative to others: half of all weeks together, half week by week.

    Together is what counts in the end; week by week keeps one wild week from deciding alone.
    """
    seen = base > 0
    if not seen.any():
        return 1.0
    together = float((weights * errors).sum() / (weights * base).sum())
    ratios = np.minimum(errors[seen] / base[seen], WILDEST)
    return (together + float(np.average(ratios, weights=weights[seen]))) / 2
