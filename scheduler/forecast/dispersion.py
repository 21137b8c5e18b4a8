"""How far volumes scatter around a forecast beyond chance: what its quantiles say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scheduler.demand import Forecast

MIDDLE_80 = 2 * 1.2815515655446004  # standard deviations between the 10 and the 90 % quantile
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Dispersion:
    """
    Coefficients of variation of an interval's rate, beyond a Poisson count's chance.

    Parameters
    ----------
    day_cv
        Of a factor that all intervals of a day share.
    alone_cv
        Of a factor of each interval.
    week_cv
        Of a factor that all intervals of a week share, beside that of each day.
    """

    day_cv: float
    alone_cv: float
    week_cv: float = 0.0

    @property
    def cv(self) -> float:
        """Return that of all together."""
        return float((self.shared_cv**2 + self.alone_cv**2) ** 0.5)

    @property
    def shared_cv(self) -> float:
        """Return that of what all intervals of a day share, whole weeks or not."""
        return float((self.week_cv**2 + self.day_cv**2) ** 0.5)


def dispersion(forecast: Forecast, post: str) -> Dispersion:
    """
    Return how far a post's volumes scatter, from the forecast's quantiles at 0.1 and 0.9.

    Variances of counts are taken as ``mean + cv² mean²`` and fitted over the open intervals. What
    whole days share is ``forecast.day_cv``; where that is not known, all of it. Of that, whole
    weeks share ``forecast.week_cv``. A forecast without these quantiles scatters by chance alone.
    """
    row = forecast.posts.index(post)
    mean = forecast.mean[row]
    known = ~np.isnan(mean) & (mean > 0)
    if not {LOW, HIGH} <= set(forecast.levels) or not known.any():
        return Dispersion(0.0, 0.0)
    wide = forecast.at(HIGH)[row] - forecast.at(LOW)[row]
    beyond = np.square(wide[known] / MIDDLE_80) - mean[known]
    # weighted by 1 / mean: large intervals do not drown the others
    square = max(0.0, float((beyond / mean[known]).sum() / mean[known].sum()))
    shared = min(square, forecast.day_cv[row] ** 2) if forecast.day_cv else square
    weeks = min(shared, forecast.week_cv[row] ** 2) if forecast.week_cv else 0.0
    return Dispersion((shared - weeks) ** 0.5, (square - shared) ** 0.5, weeks**0.5)
