"""From a forecast of months, people and rules to weeks and hires."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from scheduler.capacity.hires import done, joiners
from scheduler.capacity.outcome import Capacity, CapacityWeek, Hire
from scheduler.capacity.params import CapacityParams
from scheduler.capacity.supply import StaffSupply
from scheduler.staff_changes import usual_contract
from scheduler.staffing.requirement import requirement
from scheduler.staffing.sealed import sealed
from scheduler.staffing.shared_hours import short_hours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.agent import Absence, Agent
    from scheduler.capacity.hires import Joiners
    from scheduler.demand import Floats, Forecast
    from scheduler.post import Post
    from scheduler.ruleset import RuleSet

MONTH_DAYS = 365.25 / 12
NOTHING = Decimal(0)
DEFAULTS = CapacityParams()


def capacity(
    forecast: Forecast,
    posts: Sequence[Post],
    agents: Sequence[Agent],
    rules: RuleSet,
    *,
    absences: Sequence[Absence] = (),
    params: CapacityParams = DEFAULTS,
) -> Capacity:
    """
    Return the weeks of a forecast with the hours they need and have, and the hires they ask for.

    Parameters
    ----------
    forecast
        Of whole weeks from a Monday on.
    posts
        At least the forecast's.
    agents, absences
        Who works now or is hired already; leave entered. At least one agent.
    rules
        Limits of hours, least number of people.
    params
        What no data says.

    Raises
    ------
    InputError
        When the forecast lacks the quantile, or a post's inputs do not do.
    """
    expected = _grown(forecast, params.growth_per_month)
    needed = requirement(expected, posts, level=params.level)
    wanted = sealed(needed, posts, rules) * needed.horizon.interval_hours * (1 + params.margin)
    volumes = expected.mean if params.level is None else expected.at(params.level)
    staff = StaffSupply(forecast.horizon.clock, agents, absences, rules.hours, params)
    plain = [
        _without_hires(forecast, number, chats, hours, staff)
        for number, (chats, hours) in enumerate(
            zip(_by_week(volumes, forecast).T, _by_week(wanted, forecast).T, strict=True)
        )
    ]
    usual = {post: usual_contract(agents, post).hours_week for post in forecast.posts}
    hired = {
        post: joiners(
            np.array([week.short_hours[post] for week in plain]),
            staff.week_limit_hours(usual[post]),
            params,
        )
        for post in forecast.posts
    }
    weeks = tuple(_with_hires(week, at, hired, usual, staff) for at, week in enumerate(plain))
    worked = {post: staff.week_limit_hours(hours) for post, hours in usual.items()}
    return Capacity(weeks, _hires(hired, plain, params), usual, worked)


def _grown(forecast: Forecast, growth: float) -> Forecast:
    """Return a forecast whose volumes grow from its first day on."""
    horizon = forecast.horizon
    days = np.arange(horizon.days) / MONTH_DAYS
    firsts = [horizon.first_interval(day) for day in range(horizon.days + 1)]
    return forecast.times(np.repeat((1 + growth) ** days, np.diff(firsts)))


def _by_week(values: Floats, forecast: Forecast) -> Floats:
    """Return sums by week; NaN counts as nothing; shape (posts, weeks)."""
    horizon = forecast.horizon
    firsts = [horizon.first_interval(days[0]) for days in horizon.weeks()]
    sums: Floats = np.add.reduceat(np.nan_to_num(values), firsts, axis=1)
    return sums


def _without_hires(
    forecast: Forecast, number: int, chats: Floats, hours: Floats, staff: StaffSupply
) -> CapacityWeek:
    dates = [forecast.horizon.date(day) for day in forecast.horizon.weeks()[number]]
    there = staff.in_week(dates, number)
    needed = dict(zip(forecast.posts, hours.tolist(), strict=True))
    short = short_hours(needed, there.hours_by_posts)
    return CapacityWeek(
        start=dates[0],
        chats=dict(zip(forecast.posts, chats.tolist(), strict=True)),
        required_hours=needed,
        people={post: there.people.get(post, 0) for post in forecast.posts},
        available_hours={post: there.hours.get(post, 0.0) for post in forecast.posts},
        short_hours=short,
        hired_hours=dict.fromkeys(forecast.posts, 0.0),
        left_short_hours=short,
        away_hours={post: there.away_hours.get(post, 0.0) for post in forecast.posts},
        left_people={post: there.left_people.get(post, 0.0) for post in forecast.posts},
        staff_cost={post: there.cost.get(post, NOTHING) for post in forecast.posts},
    )


def _with_hires(
    week: CapacityWeek,
    number: int,
    hired: Mapping[str, list[Joiners]],
    usual: Mapping[str, float],
    staff: StaffSupply,
) -> CapacityWeek:
    found = {
        post: done(hired[post], number, staff.week_limit_hours(usual[post]), staff.params)
        for post in week.short_hours
    }
    left = {post: max(0.0, week.short_hours[post] - found[post]) for post in found}
    return dataclasses.replace(week, hired_hours=found, left_short_hours=left)


def _hires(
    hired: Mapping[str, list[Joiners]], weeks: Sequence[CapacityWeek], params: CapacityParams
) -> tuple[Hire, ...]:
    lead = dt.timedelta(weeks=params.lead_weeks)
    found = [
        Hire(post, each.people, weeks[each.week].start - lead, weeks[each.week].start, each.is_late)
        for post, group in hired.items()
        for each in group
    ]
    return tuple(sorted(found, key=lambda hire: hire.first_day))
