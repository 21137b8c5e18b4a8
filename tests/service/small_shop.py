"""A shop small enough to follow by eye: two posts, four people, one week."""

import datetime as dt
from decimal import Decimal
from functools import cache

import numpy as np

from scheduler.agent import Absence, Agent, Certificate, Contract, Wish
from scheduler.demand import Forecast, Requirement, Volumes
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, ShiftShape, Span
from service.roster.intake import keep_week
from store.database import open_database
from store.files.week import Week
from tests import databases
from tests.databases import new_url
from tests.desks import at_desk

lay, filled = databases.lay, databases.filled

CLOCK = Clock("Asia/Shanghai")
MONDAY = dt.date(2026, 11, 30)
LABEL = "2026-W49"
NOW = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
POSTS = ("presales", "aftersales")
SHAPE = ShiftShape(480, 60, 120, 300)
AGENTS = tuple(
    Agent(
        f"A{number}",
        f"客服{number:03d}",
        "一组",
        tuple(Certificate(post) for post in posts),
        Contract(40.0, Decimal("31.50")),
    )
    for number, posts in enumerate((POSTS[:1], POSTS[:1], POSTS[1:], POSTS), start=1)
)


def database(tmp_path, fill=None):
    """Return a database in a folder, new or as a function fills it."""
    return open_database(new_url(tmp_path, fill))


def kept(tmp_path, fill):
    """Yield a database in a folder as a function fills it, and close it: the body of a fixture."""
    opened = database(tmp_path, fill)
    yield opened
    opened.close()


@cache
def with_week(start=MONDAY, *, by="测试", now=NOW, shop_name="", **changes):
    """Return what fills a database with a week; for equal arguments the same function."""

    def fill(opened):
        keep_week(at_desk(opened, by=by, now=now), week(start, **changes), shop_name=shop_name)

    return fill


def at(day, clock_hour):
    """Return the moment of an hour of a day of the week (0: Monday)."""
    return CLOCK.at(MONDAY + dt.timedelta(days=day), int(clock_hour * 60))


def shift(agent="A1", day=0, hour=9, post="presales", meal_after=4):
    """Return a shift of eight hours with a meal."""
    start = at(day, hour)
    meal = start + meal_after * 60
    return Shift(agent, start, start + 540, post, Span(meal, meal + 60))


def week(start=MONDAY, **changes):
    """Return a week in which each post is open from 9 to 18 and needs one person."""
    horizon = Horizon(CLOCK, start)
    agents = np.full((2, horizon.intervals), np.nan)
    for day in range(7):
        first = horizon.first_interval(day)
        agents[:, first + 18 : first + 36] = 1.0
    mean = np.where(np.isnan(agents), np.nan, 6.0)
    values = {
        "horizon": horizon,
        "posts": tuple(Post(post, StaffingInputs(), min_agents=0) for post in POSTS),
        "agents": AGENTS,
        "rules": RuleSet((SHAPE,)),
        "requirement": Requirement(horizon, POSTS, agents),
        "forecast": Forecast(horizon, POSTS, mean),
        "absences": (Absence("A2", at(1, 0), at(2, 0), "年假"),),
        "wishes": (Wish("A1", MONDAY, None, 3.0), Wish("A3", MONDAY, (480, 1200), 1.0)),
    }
    return Week(**{**values, **changes})


def volumes(start=MONDAY - dt.timedelta(days=28), days=28, count=6.0):
    """Return volumes of the weeks before."""
    horizon = Horizon(CLOCK, start, days)
    starts = horizon.start_min + 30 * np.arange(horizon.intervals)
    return Volumes(CLOCK, 30, POSTS, starts, np.full((2, horizon.intervals), count))


def roster():
    """Return a roster that holds each post on Monday."""
    return Roster((shift("A1"), shift("A3", post="aftersales")))
