"""A week's tables of numbers: requirement, forecast and volumes, from rows and to rows."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import create_model

from scheduler.demand import MOST_PRICED, Forecast, Requirement, Volumes
from store.files.cells import KnownPost
from store.files.number_cells import Count, CountOrUnknown, whole_or_decimal
from store.files.rows import Record
from store.files.week_cells import IntervalStart, PastIntervalStart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.demand import Floats
    from scheduler.horizon import Horizon
    from store.files.source import Cells, Rows


QUANTILE = re.compile(r"q0?\.\d+")
WORTH = tuple(f"worth{number}" for number in range(1, MOST_PRICED + 1))


class RequirementRecord(Record):
    """
    A row of ``requirement``: people needed from ``start`` for one interval.

    Columns such as ``worth2`` hold what the second person is worth of one who is missing; empty
    cells: the need alone says.
    """

    start: IntervalStart
    post: KnownPost
    agents: Count

    @property
    def worth(self) -> tuple[float, ...]:
        """Return what the first, second, … person is worth."""
        return tuple(getattr(self, name) for name in WORTH if name in type(self).model_fields)


class VolumeRecord(Record):
    """A row of ``volumes``: chats that arrived; an empty cell: not known."""

    start: PastIntervalStart
    post: KnownPost
    volume: CountOrUnknown


class ForecastRecord(Record):
    """
    A row of ``forecast``: chats expected; columns such as ``q0.9`` hold quantiles.

    ``handed_over`` is the share of all contacts that a robot hands over; empty: not known.
    """

    start: IntervalStart
    post: KnownPost
    volume: Count
    handed_over: CountOrUnknown = math.nan

    @property
    def quantiles(self) -> dict[float, float]:
        """Return the chats at each quantile level."""
        names = type(self).model_fields.keys() - ForecastRecord.model_fields.keys()
        return {float(name[1:]): getattr(self, name) for name in names}


def requirement_record(columns: tuple[str, ...]) -> type[RequirementRecord]:
    """Return the record of a requirement that may say what single people are worth."""
    last = max((WORTH.index(name) for name in columns if name in WORTH), default=-1)
    worth: Any = {name: (CountOrUnknown, math.nan) for name in WORTH[: last + 1]}
    return create_model("RequirementRecord", __base__=RequirementRecord, **worth)


def forecast_record(columns: tuple[str, ...]) -> type[ForecastRecord]:
    """Return the record of a forecast table that may have quantile columns."""
    quantiles: Any = {name: (Count, ...) for name in columns if QUANTILE.fullmatch(name)}
    return create_model("ForecastRecord", __base__=ForecastRecord, **quantiles)


def requirement_of(
    rows: Sequence[RequirementRecord], horizon: Horizon, posts: tuple[str, ...]
) -> Requirement:
    """Return the requirement of all posts; a post is open where it has a row."""
    numbers = np.full((len(posts), horizon.intervals), np.nan)
    people = len(rows[0].worth) if rows else 0
    worth = np.full((len(posts), people, horizon.intervals), np.nan)
    for row in rows:
        post, interval = posts.index(row.post), horizon.interval_of(row.start)
        numbers[post, interval] = row.agents
        worth[post, :, interval] = row.worth
    return Requirement(horizon, posts, numbers, worth if people else None)


def forecast_of(
    rows: Sequence[ForecastRecord], horizon: Horizon, posts: tuple[str, ...]
) -> Forecast:
    """Return the forecast of all posts; a post is closed where it has no row."""
    levels = tuple(sorted(rows[0].quantiles)) if rows else ()
    mean = np.full((len(posts), horizon.intervals), np.nan)
    quantiles = np.full((len(posts), len(levels), horizon.intervals), np.nan)
    share = np.full(mean.shape, np.nan)
    for row in rows:
        post, interval = posts.index(row.post), horizon.interval_of(row.start)
        mean[post, interval] = row.volume
        quantiles[post, :, interval] = [row.quantiles[level] for level in levels]
        share[post, interval] = row.handed_over
    known = None if np.isnan(share).all() else share
    return Forecast(horizon, posts, mean, levels, quantiles, handed_over=known)


def volumes_of(rows: Iterable[VolumeRecord], horizon: Horizon, posts: tuple[str, ...]) -> Volumes:
    """Return the volumes of all posts, over the intervals for which any post has a row."""
    known = list(rows)
    starts = sorted({row.start for row in known})
    position = {start: number for number, start in enumerate(starts)}
    counts = np.full((len(posts), len(starts)), np.nan)
    for row in known:
        counts[posts.index(row.post), position[row.start]] = row.volume
    return Volumes(
        horizon.clock, horizon.interval_min, posts, np.array(starts, dtype=np.int64), counts
    )


def requirement_rows(requirement: Requirement) -> Rows:
    """Return the columns and rows of a requirement."""
    numbers, columns = requirement.agents[:, np.newaxis, :], ["start", "post", "agents"]
    if requirement.worth is not None:
        numbers = np.concatenate([numbers, requirement.worth], axis=1)
        columns += WORTH[: requirement.worth.shape[1]]
    return tuple(columns), _interval_rows(requirement.horizon, requirement.posts, numbers)


def forecast_rows(forecast: Forecast) -> Rows:
    """Return the columns and rows of a forecast, with a column ``q<level>`` for each quantile."""
    assert forecast.quantiles is not None  # Forecast replaces None by an empty array
    parts = [forecast.mean[:, np.newaxis, :], forecast.quantiles]
    columns = ["start", "post", "volume", *(f"q{level}" for level in forecast.levels)]
    if forecast.handed_over is not None:
        parts.append(np.round(forecast.handed_over, 4)[:, np.newaxis, :])
        columns.append("handed_over")
    rows = _interval_rows(forecast.horizon, forecast.posts, np.concatenate(parts, axis=1))
    return tuple(columns), rows


def volume_rows(volumes: Volumes) -> Rows:
    """Return the columns and rows of volumes; an unknown number is an empty cell."""
    rows = [
        (volumes.clock.format(int(start)), post, *_numbers(volumes.counts[row, [column]]))
        for column, start in enumerate(volumes.start_min)
        for row, post in enumerate(volumes.posts)
    ]
    return ("start", "post", "volume"), rows


def _interval_rows(horizon: Horizon, posts: tuple[str, ...], numbers: Floats) -> list[Cells]:
    """Return the rows of numbers, shape (posts, columns, intervals), where posts are open."""
    return [
        (horizon.clock.format(horizon.minute(interval)), post, *_numbers(numbers[row, :, interval]))
        for interval in range(horizon.intervals)
        for row, post in enumerate(posts)
        if not np.isnan(numbers[row, 0, interval])
    ]


def _numbers(values: Floats) -> list[float | int | str]:
    return ["" if math.isnan(value) else whole_or_decimal(value) for value in values.tolist()]
