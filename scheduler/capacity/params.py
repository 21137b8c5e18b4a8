"""What the months to come are planned with beyond forecast and people."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scheduler.errors import gathering


@dataclass(frozen=True, slots=True)
class CapacityParams:
    """
    What no data says, the planner does.

    Parameters
    ----------
    level
        Staff for this quantile of the forecast; None: for its mean.
    growth_per_month
        Change of the volume a month on top of the forecast, above -1; 0.05 is 5 % more each month.
    margin
        Hours rostered beyond those needed, as a share of these: shifts never fit a curve exactly.
    away_share
        Share of contract hours lost to leave and sickness that nobody has entered yet, in [0, 1);
        where more leave is entered, that counts.
    leaving_per_year
        Share of the people who leave in a year, in [0, 1).
    lead_weeks
        Weeks from deciding to hire to the first working day, notice included; a whole number.
    ramp_weeks, ramp_start
        Weeks until new people do as much as others (a whole number), and the share in (0, 1] with
        which they begin; it rises evenly.
    lasting_weeks
        Weeks in a row that must be short before anybody is hired for it, at least 1.
    """

    level: float | None = None
    growth_per_month: float = 0.0
    margin: float = 0.0
    away_share: float = 0.0
    leaving_per_year: float = 0.0
    lead_weeks: int = 4
    ramp_weeks: int = 4
    ramp_start: float = 0.5
    lasting_weeks: int = 2

    def __post_init__(self) -> None:
        growth, start, lasting = self.growth_per_month, self.ramp_start, self.lasting_weeks
        with gathering() as check:
            for name in ("margin", "lead_weeks", "ramp_weeks"):
                value = getattr(self, name)
                check(0 <= value < math.inf, "negative", column=name, value=value)
            for name in ("away_share", "leaving_per_year"):
                value = getattr(self, name)
                check(0 <= value < 1, "share_below_one", column=name, value=value)
            good = -1 < growth < math.inf
            check(good, "growth_range", column="growth_per_month", value=growth)
            check(0 < start <= 1, "ramp_range", column="ramp_start", value=start)
            check(lasting >= 1, "not_positive", column="lasting_weeks", value=lasting)

    def output(self, weeks: int) -> float:
        """Return what somebody does in a week, as a share of others, that long after the first."""
        if weeks < 0:
            return 0.0
        if weeks >= self.ramp_weeks:
            return 1.0
        return self.ramp_start + (1 - self.ramp_start) * weeks / self.ramp_weeks
