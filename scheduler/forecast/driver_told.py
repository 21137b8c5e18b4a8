"""What drivers of a post's chats were found to do, and whether its forecast uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.demand import Caveat
from scheduler.forecast.drivers import lag_of
from scheduler.forecast.fit import is_short
from scheduler.forecast.models import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.forecast.contest import Contest

CHATS = "chats"
WORTH_TELLING = 0.05
"""Percent of chats by one of another post, below which nothing is told of it."""


def driver_caveats(post: str, contest: Contest, row: int, days: int) -> Iterator[Caveat]:
    """
    Yield how a post follows each driver, and what they gained on the weeks before a row.

    Of another post only where it leads; a driver that a table told also where it tells nothing.
    """
    if not contest.drivers or is_short(contest.series.until(row), contest.params):
        return
    found = contest.with_drivers(row, days)
    weights: dict[int, float] = {}
    if found is not None:
        for (driver, _), weight in zip(found[0].lags, found[1].driven, strict=True):
            weights[id(driver)] = weights.get(id(driver), 0.0) + weight
    for driver in contest.drivers:
        lag = lag_of(driver, contest.series.until(row), row)
        told: dict[str, object] = {"driver": CHATS if driver.kind is None else driver.kind.value}
        if driver.kind is None:
            told["of_post"] = driver.post
        if lag is not None and lag.columns:
            told |= {"lag": lag.days, "correlation": round(lag.correlation, 2)}
            told |= {"days": lag.of_days, "percent": round(10 * weights[id(driver)], 1)}
            if driver.kind is not None or abs(weights[id(driver)]) >= WORTH_TELLING:
                yield Caveat("driver_found", post, told)
        elif driver.kind is not None:
            yield Caveat("driver_tells_nothing", post, told)
    if found is None:
        return
    errors = contest.errors(row)
    own = errors.pop(Model.DRIVEN, None)
    if own is not None and errors:
        is_used = contest.chosen(row) is Model.DRIVEN
        shares = {"with": round(100 * own, 1), "without": round(100 * min(errors.values()), 1)}
        yield Caveat("drivers_used" if is_used else "drivers_unused", post, shares)
