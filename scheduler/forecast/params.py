"""The knobs of the forecast, each with its meaning and default."""

from __future__ import annotations

from dataclasses import dataclass, fields

from scheduler.errors import require
from scheduler.forecast.models import Model


@dataclass(frozen=True, slots=True)
class ForecastParams:
    """
    How the forecast weighs history.

    Parameters
    ----------
    levels
        Quantiles to give, ascending, in (0, 1).
    half_life_weeks
        Age at which a week counts half in the weekly profile.
    enough_days
        Days of history below which only a coarse profile by clock time is made.
    month_from_days
        Days of history from which a course of the month (pay days, billing days) is learnt.
    month_waves
        Harmonics of the course of the month; 0: none.
    month_prior, closure_prior, kind_prior, event_prior, around_prior, holiday_prior
        Days of evidence that speak for "no effect": of the course of the month, of the days after
        an unusual closure, of special days by their kind and by their name, of the days around
        promotions and around holidays.
    driver_prior
        Squared logarithms of a driver's days that speak for "it moves nothing".
    level_half_life_days, level_prior_days, level_keep
        Recent deviation from the profile: age at which a day counts half, days of evidence that
        speak for "no deviation", and the share of it that lasts from one day to the next.
    smoothing
        Passes by which a weekday's deviation from the common shape of the day is smoothed.
    residual_weeks
        Past weeks forecast anew to learn the spread.
    unknown_event_spread
        Relative standard deviation added on a special day with no like day in history.
    unknown_spread
        Relative standard deviation taken where history is too short to measure it.
    model
        The model to use; None: the one that did best on the weeks before.
    challengers
        Whether the models of the extra ``models`` compete where it is installed; they take seconds
        for each post.
    """

    levels: tuple[float, ...] = (0.025, 0.1, 0.5, 0.9, 0.975)
    half_life_weeks: float = 6.0
    enough_days: int = 14
    month_from_days: int = 56
    month_waves: int = 3
    month_prior: float = 30.0
    closure_prior: float = 0.3
    kind_prior: float = 1.0
    event_prior: float = 0.15
    around_prior: float = 0.5
    holiday_prior: float = 1.0
    driver_prior: float = 0.1
    level_half_life_days: float = 3.0
    level_prior_days: float = 3.0
    level_keep: float = 0.9
    smoothing: int = 1
    residual_weeks: int = 12
    unknown_event_spread: float = 0.3
    unknown_spread: float = 0.4
    model: Model | None = None
    challengers: bool = False

    def __post_init__(self) -> None:
        good = all(0 < level < 1 for level in self.levels)
        good = good and list(self.levels) == sorted(set(self.levels))
        require(good, "quantile_out_of_range", column="levels", value=self.levels)
        for field in fields(self)[1:-2]:
            value = getattr(self, field.name)
            require(0 <= value < float("inf"), "negative", column=field.name, value=value)
        for name in (
            "half_life_weeks",
            "level_half_life_days",
            "closure_prior",
            "kind_prior",
            "event_prior",
            "around_prior",
            "holiday_prior",
            "driver_prior",
        ):
            value = getattr(self, name)
            require(value > 0, "not_positive", column=name, value=value)
        keep = self.level_keep
        require(keep <= 1, "share_out_of_range", column="level_keep", value=keep)


DEFAULTS = ForecastParams()
