"""
By how much a forecast lagged behind week after week, and so will again.

A level learnt from the past trails one that grows. However it was learnt, its own forecasts of past
weeks tell by how much: the mean of the weeks' logarithmic errors, drawn to none by their own
scatter, so that nothing is corrected that chance alone explains. Of a week farther ahead its own
errors tell whether it trails by more, or by less, than the week before it.

References
----------
James & Stein (1961), Estimation with quadratic loss, in the positive part: an estimate of z
standard errors counts for 1 - (c / z)^2 of itself, for nothing below c.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats
from scheduler.forecast.models import Model
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.forecast.series import Series

FEWEST_WEEKS = 4
DOUBT = 3.0  # standard errors within which a lag counts for nothing

MeanOfWeek = Callable[[int, Model, int], Floats]
"""From a row, a model and a number of weeks to its mean of the week so far ahead; (7, slots)."""


class Lags:
    """
    By how much one post's models lag, by weeks ahead; each is computed once.

    Parameters
    ----------
    series
        History.
    mean_of_week
        What a model expected of a week, told some weeks before it.
    begins
        The first rows of the weeks before a row that are looked at.
    """

    def __init__(
        self, series: Series, mean_of_week: MeanOfWeek, begins: Callable[[int], range]
    ) -> None:
        self.series = series
        self.mean_of_week = mean_of_week
        self.begins = begins
        self._found: dict[tuple[int, Model, int], float] = {}

    def by_day(self, row: int, model: Model, days: int) -> Floats:
        """Return the logarithm of what days from a row on bring over what is told; (days, 1)."""
        weeks = [self._of_week(row, model, week) for week in range(-(-days // WEEK_DAYS))]
        return np.repeat(weeks, WEEK_DAYS)[:days, None]

    def _of_week(self, row: int, model: Model, week: int) -> float:
        """
        Return the lag of a week: that of the week before, and by what it errs even so.

        Where the week ahead errs by chance alone, so do the later ones.
        """
        if (row, model, week) not in self._found:
            before = self._of_week(row, model, week - 1) if week else 0.0
            more = self._beyond(row, model, week, before) if before or not week else 0.0
            self._found[row, model, week] = before + more
        return self._found[row, model, week]

    def _beyond(self, row: int, model: Model, week: int, before: float) -> float:
        begins = self.begins(row - WEEK_DAYS * week)
        sums = np.array([self._sums(each, model, week) for each in begins]).reshape(-1, 2)
        return lag(sums[:, 0], sums[:, 1] * np.exp(before), together=week + 1)

    def _sums(self, row: int, model: Model, week: int) -> tuple[float, float]:
        """Return what came in a week after a row, and what a model expected of it before."""
        first = row + WEEK_DAYS * week
        actual = self.series.values[first : first + WEEK_DAYS]
        told = self.mean_of_week(row, model, week)
        both = ~np.isnan(actual) & ~np.isnan(told)
        return float(actual[both].sum()), float(told[both].sum())


def lag(came: Floats, told: Floats, *, together: int = 1) -> float:
    """
    Return the logarithm of what the next week brings over what will be told.

    Parameters
    ----------
    came, told
        Chats of past weeks, and on average forecast of them before; shape (weeks,).
    together
        Weeks in a row that err alike, since as many were ahead when each was told: their mean is
        as uncertain as one of so many times fewer.
    """
    weeks = len(came)
    if weeks < FEWEST_WEEKS:
        return 0.0
    errors = np.log((came + 0.5) / (told + 0.5))
    mean, square = float(errors.mean()), float(errors.var(ddof=1)) * together / weeks
    return mean * max(0.0, 1.0 - DOUBT**2 * square / mean**2) if mean else 0.0
