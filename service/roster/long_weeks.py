"""A folder's week as the beginning of several: a month, or a quarter, from one folder."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.demand import Forecast, Requirement
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from store.files.week import Week, read_week

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.horizon import Horizon
    from scheduler.problem import RosterProblem

MOST_WEEKS = 13
NOTHING: Mapping[str, dt.date] = MappingProxyType({})

Floats = npt.NDArray[np.float64]


def proposed_cycles(week: Week) -> dict[str, dt.date]:
    """Return from when the cycles of those may begin whose place in them is not known."""
    proposed = week.problem().cycles.proposed
    return {name: cycle.start for name, cycle in proposed.items()}


def with_cycles(week: Week, starts: Mapping[str, dt.date]) -> Week:
    """Return a week in which the cycles of some people begin on these days."""
    agents = (
        replace(one, cycle_start=starts[one.id]) if one.id in starts else one for one in week.agents
    )
    return replace(week, agents=tuple(agents))


def read_weeks(folder: Path, weeks: int | None = None) -> Week:
    """
    Return a folder's week, or some weeks from its first day on.

    Weeks for which the folder's requirement (or forecast) has no row need what the week before
    them needs; absences, wishes and pins count on the dates they name.

    Parameters
    ----------
    folder
        Holds the week.
    weeks
        How many; None: as many days as the folder says.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    if weeks is None:
        return read_week(folder)
    week = read_week(folder, days=weeks * WEEK_DAYS)
    days = weeks * WEEK_DAYS
    whole = week.horizon
    horizon = replace(whole, days=days)
    need, expected = week.requirement, week.forecast
    end_min = horizon.end_min + (DAY_MIN if days >= whole.days else 0)  # a night may run on
    return replace(
        week,
        horizon=horizon,
        requirement=need and _requirement(need, horizon),
        forecast=expected and _forecast(expected, horizon),
        wishes=tuple(wish for wish in week.wishes if horizon.day(wish.date) < days),
        calls=tuple(call for call in week.calls if call.from_min < end_min),
        type_pins=tuple(pin for pin in week.type_pins if horizon.day(pin.date) < days),
        pins=tuple(pin for pin in week.pins if pin.start_min in horizon),
    )


def alike_weeks(problem: RosterProblem) -> tuple[int, ...]:
    """Return the numbers, from 1, of the weeks that need what the week before them needs."""
    horizon, agents = problem.horizon, problem.requirement.agents
    parts = [agents[:, _cells(horizon, days)] for days in horizon.weeks()]
    return tuple(
        number
        for number, (before, part) in enumerate(pairwise(parts), start=2)
        if np.array_equal(before, part, equal_nan=True)
    )


def _requirement(needed: Requirement, horizon: Horizon) -> Requirement:
    """Return a need over the horizon; what single people are worth goes with the need."""
    parts = [needed.agents[:, np.newaxis]]
    if needed.worth is not None:
        parts.append(needed.worth)
    table = _filled(np.concatenate(parts, axis=1), needed.horizon, horizon.days)
    worth = None if needed.worth is None else table[:, 1:]
    return Requirement(horizon, needed.posts, table[:, 0], worth)


def _forecast(expected: Forecast, horizon: Horizon) -> Forecast:
    def filled(table: Floats) -> Floats:
        return _filled(table, expected.horizon, horizon.days)

    assert expected.quantiles is not None  # a forecast made without them has an empty table
    return replace(
        expected,
        horizon=horizon,
        mean=filled(expected.mean),
        quantiles=filled(expected.quantiles),
        point=filled(expected.scored),
    )


def _filled(table: Floats, whole: Horizon, days: int) -> Floats:
    """Return a table of some first days; weeks without a number take over the week before."""
    filled = table[..., : whole.first_interval(days)].copy()
    for first in range(WEEK_DAYS, days, WEEK_DAYS):
        week = range(first, min(first + WEEK_DAYS, days))
        if not np.isnan(filled[..., _cells(whole, week)]).all():
            continue
        for day in week:
            here = _cells(whole, range(day, day + 1))
            before = filled[..., _cells(whole, range(day - WEEK_DAYS, day - WEEK_DAYS + 1))]
            cells = min(before.shape[-1], here.stop - here.start)  # a day may have 23 or 25 hours
            filled[..., here.start : here.start + cells] = before[..., :cells]
    return filled


def _cells(horizon: Horizon, days: range) -> slice:
    return slice(horizon.first_interval(days.start), horizon.first_interval(days.stop))
