"""What programs read of a forecast and of the people it needs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from service.demand.volume_report import reading_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.demand import Forecast, Requirement
    from scheduler.forecast.backtest import PostBacktest
    from scheduler.staffing.met import Met
    from scheduler.staffing.overload import Overload
    from service.demand.volume_file import FileForecast

Report = dict[str, Any]


def requirement_report(
    requirement: Requirement,
    overloads: Sequence[Overload] = (),
    met: Mapping[str, Met] | None = None,
    carried: Mapping[str, float] | None = None,
    with_minimums: float | None = None,
) -> Report:
    """
    Return the people needed, by post: hours, the most at once, and every open interval.

    ``overloads`` names posts whose need the people there are could never cover, with the shortfall;
    ``met`` is what customers would meet, None of posts where that is not known; ``carried`` the
    agent-hours asked for where nobody comes; ``with_minimums`` the agent-hours with the least
    number of people on open posts. ``priced_intervals`` are those in which single people have a
    worth of their own.
    """
    told, left = met or {}, carried or {}
    return {
        "required_hours": requirement.hours,
        "required_hours_with_minimums": with_minimums,
        "overloads": [
            asdict(each) | {"short_hours": each.short_hours, "short_people": each.short_people}
            for each in overloads
        ],
        "posts": {
            post: _post_requirement(requirement, post)
            | {"expected": asdict(told[post]) if post in told else None}
            | {"carried_hours": left.get(post, 0.0)}
            for post in requirement.posts
        },
    }


def _post_requirement(requirement: Requirement, post: str) -> Report:
    horizon, agents = requirement.horizon, requirement.of(post)
    is_open = np.flatnonzero(~np.isnan(agents))
    return {
        "hours": float(np.nansum(agents)) * horizon.interval_hours,
        "peak": float(np.nanmax(agents)) if len(is_open) else 0.0,
        "open_hours": len(is_open) * horizon.interval_hours,
        "open_intervals": len(is_open),
        "priced_intervals": int(requirement.is_priced[requirement.posts.index(post)].sum()),
        "start": [horizon.clock.format(horizon.minute(int(interval))) for interval in is_open],
        "agents": [float(agents[interval]) for interval in is_open],
    }


def forecast_report(found: FileForecast) -> Report:
    """
    Return the expected chats of each post with their quantiles, and how good such forecasts were.

    ``models`` compares by back-test, ``chosen`` is the one that made the forecast;
    ``chosen_on_earlier_folds`` is the error of what would have been forecast, each fold by the
    model chosen on the weeks before it; ``floor`` is the error that even the true rates would have.
    ``point`` is what these errors are of, ``mean`` what comes on average, ``mean_bias`` its bias.
    """
    expected, tests = found.forecast, {test.post: test for test in found.backtests}
    posts: Report = {}
    for row, post in enumerate(expected.posts):
        model = expected.models[row] if expected.models else None
        posts[post] = _expected(expected, row) | {"chosen": model} | _tested(tests.get(post))
    return {
        "first": expected.horizon.start.isoformat(),
        "days": expected.horizon.days,
        "interval_minutes": expected.horizon.interval_min,
        "dropped_rows": found.export.dropped_rows,
        "clock_change_rows": found.export.clock_change_rows,
        "reading": reading_report(found.export, interval_min=expected.horizon.interval_min),
        "caveats": [
            {"code": caveat.code, "post": caveat.post, "details": dict(caveat.details)}
            for caveat in expected.caveats
        ],
        "effects": [asdict(effect) for effect in found.effects],
        "posts": posts,
    }


def _expected(expected: Forecast, row: int) -> Report:
    horizon, mean = expected.horizon, expected.mean[row]
    is_open = np.flatnonzero(~np.isnan(mean))
    assert expected.quantiles is not None
    return {
        "volume": float(np.nansum(mean)),
        "handed_over": expected.handed_of(expected.posts[row]),
        "handed_over_by_interval": None
        if expected.handed_over is None
        else [
            None if np.isnan(share) else float(share)
            for share in expected.handed_over[row, is_open]
        ],
        "start": [horizon.clock.format(horizon.minute(int(place))) for place in is_open],
        "mean": mean[is_open],
        "point": expected.scored[row, is_open],
        "quantiles": {
            str(level): expected.quantiles[row, number, is_open]
            for number, level in enumerate(expected.levels)
        },
    }


def _tested(test: PostBacktest | None) -> Report:
    if test is None:
        return {"models": {}}
    return {
        "models": {model.value: asdict(found) for model, found in test.accuracy.items()},
        "chosen_on_earlier_folds": asdict(test.chosen),
        "mean_bias": test.mean_bias,
        "floor": test.floor,
        "coverage_80": test.coverage_80,
        "coverage_95": test.coverage_95,
        "even_coverage_80": test.even_80,
        "even_coverage_95": test.even_95,
        "folds": [
            {"start": start.isoformat(), "chosen": model.value}
            for start, model in zip(test.folds, test.models, strict=True)
        ],
    }
