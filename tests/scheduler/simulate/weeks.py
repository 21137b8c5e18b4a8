"""Small weeks for the simulation's tests: a shop of one or more posts, and who works when."""

import datetime as dt

import numpy as np

from scheduler.agent import Agent, Certificate, Contract
from scheduler.demand import Forecast, Requirement
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, ShiftShape, Span
from scheduler.simulate.customers import Customers

MONDAY = dt.date(2026, 11, 30)


def horizon(days=1, start=MONDAY, timezone="Asia/Shanghai", interval_min=30):
    return Horizon(Clock(timezone), start, days, interval_min)


def post(name="presales", **staffing):
    return Post(name, StaffingInputs(**staffing))


def problem(posts=(), agents=3, history=(), over=None):
    over = over or horizon()
    posts = tuple(posts) or (post(),)
    certificates = tuple(Certificate(each.id) for each in posts)
    need = np.zeros((len(posts), over.intervals))
    return RosterProblem(
        horizon=over,
        posts=posts,
        agents=tuple(
            Agent(f"a{number}", "", "", certificates, Contract(40)) for number in range(agents)
        ),
        rules=RuleSet(shapes=(ShiftShape(480),)),
        requirement=Requirement(over, tuple(each.id for each in posts), need),
        history=tuple(history),
    )


def shift(who, begin, end, *, on="presales", meal=None, breaks=(), over=None):
    """Return a shift from and until minutes after the horizon's start."""
    zero = (over or horizon()).start_min
    spans = [Span(zero + first, zero + last) for first, last in ((meal,) if meal else ())]
    pauses = tuple(Span(zero + first, zero + last) for first, last in breaks)
    return Shift(f"a{who}", zero + begin, zero + end, on, spans[0] if spans else None, pauses)


def always(agents, over=None, on="presales"):
    """Return a roster in which everybody works from the start until long after the end."""
    over = over or horizon()
    length = over.end_min - over.start_min + 2880
    return Roster(tuple(shift(who, 0, length, on=on, over=over) for who in range(agents)))


def forecast(per_interval, over=None, posts=("presales",)):
    over = over or horizon()
    mean = np.broadcast_to(np.asarray(per_interval, float), (len(posts), over.intervals))
    return Forecast(over, tuple(posts), mean)


def customers(*rows):
    """Return customers of ``(arrived_s, handling_s, patience_s)``, and a post where not 0."""
    ordered = sorted(rows)
    return Customers(
        post=np.array([row[3] if len(row) > 3 else 0 for row in ordered]),
        arrived_s=np.array([row[0] for row in ordered], float),
        handling_s=np.array([row[1] for row in ordered], float),
        patience_s=np.array([row[2] for row in ordered], float),
    )
