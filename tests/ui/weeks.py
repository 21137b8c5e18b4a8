"""A small week on disk: three agents, one post that is open 08:00-17:00 on two days."""

import numpy as np

from scheduler.demand import Forecast, Requirement
from scheduler.roster import Roster
from store.files.week import Week, write_roster, write_week
from tests.builders import agent, horizon, post, rules, shift

DAYS = horizon(days=2)


def open_hours(number, week=DAYS):
    """Return a number in each interval from 08:00 to 17:00, closed otherwise."""
    clock = np.array([week.clock.clock_of(week.minute(k)) for k in range(week.intervals)])
    return np.where((clock >= 480) & (clock < 1020), number, np.nan)[np.newaxis]


def small_week(week=DAYS, **parts):
    given = {
        "horizon": week,
        "posts": (post("presales"),),
        "agents": tuple(agent(name) for name in ("A1", "A2", "A3")),
        "rules": rules(min_days_off_per_week=0),
        "requirement": Requirement(week, ("presales",), open_hours(1.0, week)),
        "forecast": Forecast(week, ("presales",), open_hours(6.0, week)),
    }
    return Week(**given | parts)


def clean_roster(week=DAYS):
    return Roster(tuple(shift(name, day, week=week) for name in ("A1", "A2") for day in (0, 1)))


def late_week():
    """Return the small week where people may begin an hour early and stay until midnight."""
    late = rules(min_days_off_per_week=0, may_start_before_min=60, may_end_after_min=420)
    return small_week(rules=late)


def tired_roster(week=DAYS):
    """Return a roster in which A1 has 7 hours between two shifts."""
    return Roster((shift("A1", 0, "15:00", week=week), shift("A1", 1, "07:00", week=week)))


def written(folder, week=None, roster=None):
    """Write a week and ``roster.csv`` into a folder; return both paths."""
    week = week or small_week()
    write_week(week, folder)
    write_roster(roster or clean_roster(week.horizon), folder / "roster.csv", week.horizon.clock)
    return folder, folder / "roster.csv"
