"""How the rest of a day goes: one day of a roster against its chats, counted from a moment on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Forecast, Requirement
from scheduler.horizon import DAY_MIN, Horizon
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.simulate.estimate import PairedChange, change
from scheduler.simulate.run import simulate
from scheduler.simulate.tally import Tally

if TYPE_CHECKING:
    from scheduler.simulate.estimate import Estimate
    from scheduler.simulate.params import SimulationParams

LOOK_BACK_MIN = 2 * DAY_MIN  # shifts that begin earlier do not reach into the day


@dataclass(frozen=True, eq=False, slots=True)
class RestOfDay:
    """
    How the rest of a day goes.

    Parameters
    ----------
    posts
        Names in the order of the arrays.
    tally
        Counts from the moment on, by replication, post and interval.
    first
        Number in the day of the first interval counted.
    """

    posts: tuple[str, ...]
    tally: Tally
    first: int

    @property
    def service_level(self) -> Estimate:
        """Return the service level as each post defines it; shape (posts,)."""
        return self.tally.over(2).service_level

    @property
    def answer_rate(self) -> Estimate:
        """Return the answer rate (接听率); shape (posts,)."""
        return self.tally.over(2).answer_rate

    @property
    def total(self) -> Tally:
        """Return counts whose measures are of all posts together, shape ()."""
        return self.tally.over(1, 2)

    def changes(self, after: RestOfDay) -> tuple[PairedChange, PairedChange]:
        """Return how service level and answer rate of all posts change to another run's."""
        pairs = []
        for one in (self.total, after.total):
            begun = one.offered - one.carried
            pairs.append(((one.held, one.counted), (one.answered, begun)))
        (level, rate), (other, other_rate) = pairs
        return change(level, other), change(rate, other_rate)


def rest_of_day(
    problem: RosterProblem,
    roster: Roster,
    forecast: Forecast,
    from_min: int,
    params: SimulationParams,
) -> RestOfDay:
    """
    Return how a roster does on the day of a moment, from that moment on.

    The whole day is played, so that whoever waits at the moment waits there too; what is counted
    are the chats that come after it.

    Parameters
    ----------
    problem, roster, forecast
        Of a horizon in which the moment lies.
    from_min
        The moment.
    params
        Replications and seed: the same seed brings the same customers to every roster.
    """
    day = problem.horizon.day_of(from_min)
    alone = day_of(problem, roster, day)
    found = simulate(alone, _of_day(alone, roster), forecast_on(forecast, day), params)
    first = max(0, (from_min - alone.horizon.start_min) // alone.horizon.interval_min)
    parts = (getattr(found.tally, item.name)[:, :, first:] for item in fields(Tally))
    return RestOfDay(found.posts, Tally(*parts), first)


def day_of(problem: RosterProblem, roster: Roster, day: int) -> RosterProblem:
    """Return what a simulation needs to know of one day of a horizon, shifts before it as past."""
    horizon = problem.horizon
    alone = Horizon(horizon.clock, horizon.date(day), 1, horizon.interval_min)
    cells = slice(horizon.first_interval(day), horizon.first_interval(day) + alone.intervals)
    needed = problem.requirement
    since = alone.start_min - LOOK_BACK_MIN
    past = (s for s in (*problem.history, *roster.shifts) if since <= s.start_min < alone.start_min)
    return RosterProblem(
        horizon=alone,
        posts=problem.posts,
        agents=problem.agents,
        rules=problem.rules,
        requirement=Requirement(alone, needed.posts, needed.agents[:, cells]),
        absences=problem.absences,
        history=tuple(past),
        called_away=problem.called_away,
        calls=tuple(c for c in problem.calls if c.from_min in alone),
    )


def _of_day(alone: RosterProblem, roster: Roster) -> Roster:
    return Roster(tuple(s for s in roster.shifts if s.start_min in alone.horizon))


def forecast_on(forecast: Forecast, day: int) -> Forecast:
    """Return what is forecast for one day of a horizon."""
    horizon = forecast.horizon
    alone = Horizon(horizon.clock, horizon.date(day), 1, horizon.interval_min)
    cells = slice(horizon.first_interval(day), horizon.first_interval(day) + alone.intervals)
    assert forecast.quantiles is not None
    return replace(
        forecast,
        horizon=alone,
        mean=np.array(forecast.mean[:, cells]),
        quantiles=np.array(forecast.quantiles[:, :, cells]),
        point=np.array(forecast.scored[:, cells]),
    )
