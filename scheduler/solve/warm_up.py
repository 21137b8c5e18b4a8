"""Compiling the kernels once in a process, on a day of one agent."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np

from scheduler.agent import Agent, Certificate, Contract
from scheduler.compiled import Part, note_prepared
from scheduler.demand import Requirement
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post
from scheduler.problem import RosterProblem
from scheduler.ruleset import RuleSet
from scheduler.shift import ShiftShape
from scheduler.solve.bound import Bound
from scheduler.solve.columns import ColumnProgram
from scheduler.solve.master import pool
from scheduler.solve.search import Listed, Search
from scheduler.solve.tables import tables_of


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Make numba compile, or load from its cache, all that a solve calls."""
    tables, rows = tables_of(smallest())
    bound = Bound(tables, rows, 0.0)
    bound.raise_by(1, 1.0)
    search = Search(tables, rows, np.random.SeedSequence(1))
    search.build()
    value, one = np.zeros(len(rows.need)), np.ones(1, dtype=np.int64)
    search.run(1, (1.0, 1.0), 1.0, value)
    listed = Listed(np.full((1, 1, 2, 1), -1, dtype=np.int64), one, 0.0)
    search.run(1, (1.0, 1.0), 1.0, value, listed)
    ColumnProgram(tables, rows, search.best).converge(1, lambda: False)
    pool(tables, len(rows.need), bound.values, gap=1.0, grain=1.0, plans=(), columns=1)
    note_prepared(Part.ENGINE)


def smallest() -> RosterProblem:
    """Return a day of one agent; its arrays are of the types that those of all problems have."""
    horizon = Horizon(Clock("UTC"), dt.date(2026, 11, 30), days=1, interval_min=60)
    return RosterProblem(
        horizon=horizon,
        posts=(Post("post"),),
        agents=(Agent("A", "A", "", (Certificate("post"),), Contract(40)),),
        rules=RuleSet((ShiftShape(240),), start_grid_min=60),
        requirement=Requirement(horizon, ("post",), np.ones((1, horizon.intervals))),
    )
