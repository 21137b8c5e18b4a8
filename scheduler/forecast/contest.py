"""
Which model forecasts a post: whichever did best on the weeks before.

Past weeks are forecast by every model from what was known before them. The choice for a week looks
only at weeks that had ended by then; recent ones weigh more, and two weeks' worth of prior belief
speaks for a middle way where there is little evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.forecast.challengers import challenge, installed
from scheduler.forecast.fit import Expected, expect, is_short
from scheduler.forecast.models import CHALLENGERS, OURS, WEEKS, Model, median_of_weeks
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.demand import Floats
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.params import ForecastParams
    from scheduler.forecast.series import Series

PAST_WEEKS = 12
HALF_LIFE_WEEKS = 4.0
PRIOR_WEEKS = 2.0
WILDEST = 3.0
PRIOR = {  # error relative to the median of 8 weeks that is believed before anything was seen
    Model.BLEND: 0.98,
    Model.PROFILE: 1.0,
    Model.MEDIAN_8_WEEKS: 1.0,
    Model.MEDIAN_ALL: 1.03,
    Model.LAST_WEEK: 1.2,
    Model.MSTL: 1.1,
    Model.AUTO_ETS: 1.05,
    Model.AUTO_THETA: 1.05,
}


@dataclass(frozen=True, eq=False)
class Entry:
    """One model's forecast, and the model."""

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
    """

    def __init__(
        self, series: Series, special_days: tuple[SpecialDay, ...], params: ForecastParams
    ) -> None:
        self.series = series
        self.special_days = special_days
        self.params = params
        more = installed() if params.challengers else ()
        asked = () if params.model is None else (params.model,)
        self.models = tuple(dict.fromkeys((*OURS, *more, *asked)))
        self._weeks: dict[int, dict[Model, Floats]] = {}
        self._errors: dict[int, dict[Model, float]] = {}

    def week(self, row: int) -> dict[Model, Floats]:
        """Return each model's forecast of the week from a row on; shapes (7, slots)."""
        if row not in self._weeks:
            profile = self._profile(row, WEEK_DAYS)
            self._weeks[row] = {each: self._mean(each, row, profile) for each in self.models}
        return self._weeks[row]

    def chosen(self, row: int) -> Model:
        """Return the model for the week from a row on, chosen on the weeks before it."""
        if self.params.model is not None:
            return self.params.model
        if is_short(self.series.until(row), self.params):
            return Model.PROFILE
        scores = self.scores(row)
        return min(scores, key=lambda each: scores[each])

    def chosen_week(self, row: int) -> Floats:
        """Return the chosen model's forecast of the week from a row on; shape (7, slots)."""
        return self.week(row)[self.chosen(row)]

    def scores(self, row: int) -> dict[Model, float]:
        """Return how each model did on the weeks before a row, prior included; low is good."""
        last = min(row, self.series.days) - WEEK_DAYS
        begins = range(last, self.params.enough_days - 1, -WEEK_DAYS)[:PAST_WEEKS]
        weights = 0.5 ** (np.arange(len(begins)) / HALF_LIFE_WEEKS)
        base = self._errors_of(Model.MEDIAN_8_WEEKS, begins)
        return {
            model: PRIOR_WEEKS * PRIOR[model]
            + len(begins) * _relative(self._errors_of(model, begins), base, weights)
            for model in self.models
        }

    def _errors_of(self, model: Model, begins: range) -> Floats:
        return np.array([self._error(begin)[model] for begin in begins])

    def entry(self, first: int, days: int) -> Entry:
        """Return the chosen model's forecast of ``days`` rows from row ``first``."""
        model = self.chosen(first)
        expected = self._profile(first, days)
        mean = self._mean(model, first, expected)
        return Entry(model, replace(expected, mean=mean))

    def _error(self, row: int) -> dict[Model, float]:
        if row not in self._errors:
            actual, means = self.series.values[row : row + WEEK_DAYS], self.week(row)
            both = ~np.isnan(actual) & ~np.isnan(means[Model.PROFILE][: len(actual)])
            self._errors[row] = {
                model: float(np.abs(mean[: len(actual)] - actual)[both].sum())
                for model, mean in means.items()
            }
        return self._errors[row]

    def _profile(self, row: int, days: int) -> Expected:
        return expect(self.series.until(row), row, days, self.special_days, self.params)

    def _mean(self, model: Model, row: int, profile: Expected) -> Floats:
        """Return a model's forecast; what special days do is learnt once, for all of them."""
        own = profile.mean
        if model is Model.PROFILE or is_short(self.series.until(row), self.params):
            return own
        if model in CHALLENGERS:
            return challenge(model, self.series.until(row), own)
        if model is Model.BLEND:
            return (own + self._mean(Model.MEDIAN_8_WEEKS, row, profile)) / 2
        end = min(row, self.series.days)  # of history, which may lie some days before
        week = median_of_weeks(self.series, end, WEEKS[model])
        days = week[(np.arange(len(own)) + row - end) % WEEK_DAYS] * profile.factors[:, None]
        return np.where(np.isnan(days) | np.isnan(own), own, days)


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
