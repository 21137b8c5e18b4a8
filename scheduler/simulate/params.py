"""The knobs of a simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scheduler.errors import require
from scheduler.limits import require_within
from scheduler.simulate.held import WhatCounts


class Routing(StrEnum):
    """To whom a chat goes when several people have a free slot."""

    LEAST_BUSY = "least_busy"  # fewest open chats
    MOST_BUSY = "most_busy"  # most open chats: fills one person before the next


@dataclass(frozen=True, slots=True)
class SimulationParams:
    """
    How a roster is put to the test.

    Parameters
    ----------
    replications
        Weeks that are simulated, each with customers of its own; at least 1.
    seed
        Of every random choice; the same seed brings the same customers to every roster.
    half_width
        Add replications until the 95 % interval of the whole service level is no wider than this
        on either side; None: as many as ``replications`` says.
    max_replications
        Where that ends at the latest.
    absence_rate
        Share of shifts nobody shows up for, in [0, 1); None: each post's own.
    with_shrinkage
        Whether each post's shrinkage is taken from its people, as lapses spread over the shift, in
        which their open chats stand still.
    lapse_min
        Length of such a lapse, above 0; None: each post's own.
    day_cv
        Coefficient of variation of a day's volume around the forecast, beyond that of a Poisson
        process; above 0 it takes the place of what the forecast's quantiles say.
    handling_scv
        Squared coefficient of variation of log-normal handling times, 0 or more; None:
        exponential ones.
    handle_s_by_level
        Per post, the mean time a chat stays open when its agent has 1, 2, … chats open, one entry
        for each slot; posts that are left out: the same time at every number.
    routing
        To whom a chat goes.
    warm_up_min
        Minutes before the horizon in which the first interval's volume already meets the people at
        work at the horizon's start, so that it does not begin with empty slots; not counted.
    stops_before_min
        Minutes before a meal, a break, a session and the end of a shift from which a person takes
        no new chats, 0 or more.
    finishes
        Whether people finish open chats after their shift that no colleague has a free slot for;
        otherwise these wait before all others for one.
    workers
        Threads; does not change the result.
    with_spread
        Whether volumes scatter around the forecast as its quantiles say: each day and each
        interval by a factor of its own. A forecast without quantiles scatters by chance alone.
    backlog
        Per deferrable post, chats that wait already when the horizon begins, 0 or more; they are
        worked on before all others and not counted.
    with_own_speeds
        Whether people end chats as fast as their own chats say; told here, and given to
        ``simulate`` by person.
    counts, least_hours
        What of the week has to reach a target before it is called held; the share of hours that
        have to, where hours count, above 0.
    """

    replications: int = 30
    seed: int = 1
    half_width: float | None = None
    max_replications: int = 1000
    absence_rate: float | None = None
    with_shrinkage: bool = True
    lapse_min: float | None = None
    day_cv: float = 0.0
    handling_scv: float | None = None
    handle_s_by_level: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    routing: Routing = Routing.LEAST_BUSY
    warm_up_min: int = 60
    stops_before_min: float = 0.0
    finishes: bool = True
    workers: int = 1
    with_spread: bool = True
    backlog: Mapping[str, int] = field(default_factory=dict)
    with_own_speeds: bool = False
    counts: WhatCounts = WhatCounts.WEEK_CHATS
    least_hours: float = 0.95

    def __post_init__(self) -> None:
        for name in ("replications", "workers", "lapse_min"):
            value = getattr(self, name)
            require(
                value is None or 0 < value < float("inf"), "not_positive", column=name, value=value
            )
        for name in ("replications", "seed", "workers"):
            require_within(name, getattr(self, name), column=name)
        require_within("replications", self.max_replications, column="max_replications")
        for name in ("seed", "warm_up_min", "day_cv", "stops_before_min"):
            value = getattr(self, name)
            require(0 <= value < float("inf"), "negative", column=name, value=value)
        require(
            self.absence_rate is None or 0 <= self.absence_rate < 1,
            "share_out_of_range",
            column="absence_rate",
            value=self.absence_rate,
        )
        scv = self.handling_scv
        require(
            scv is None or 0 <= scv < float("inf"), "negative", column="handling_scv", value=scv
        )
        width = self.half_width
        require(width is None or width > 0, "not_positive", column="half_width", value=width)
        hours = self.least_hours
        require(0 < hours <= 1, "share_out_of_range", column="least_hours", value=hours)
        for post, waiting in self.backlog.items():
            good = 0 <= waiting < float("inf") and waiting == int(waiting)
            require(good, "negative", column="backlog", value=waiting, post=post)
            require_within("chats", waiting, column="backlog")
        times = [time for level in self.handle_s_by_level.values() for time in level]
        good = all(0 < time < float("inf") for time in times)
        require(good, "not_positive", column="handle_s_by_level", value=self.handle_s_by_level)

    @property
    def as_usual(self) -> SimulationParams:
        """Return the same with people who take chats to the end, finish them, and are alike."""
        return replace(self, stops_before_min=0.0, finishes=True, with_own_speeds=False)
