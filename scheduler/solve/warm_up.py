"""
Compiling the kernels once in a process, on a day of one agent.

The first time on a machine a second process compiles what the bound calls beside this one, which
compiles what the search calls, and takes the other's from the cache. Run as a module this file is
that second process.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Agent, Certificate, Contract
from scheduler.compiled import Part, compiled_beside, note_prepared
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

if TYPE_CHECKING:
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Make numba compile, or load from its cache, all that a solve calls."""
    tables, rows = tables_of(smallest())
    search = Search(tables, rows, np.random.SeedSequence(1))
    value, one = np.zeros(len(rows.need)), np.ones(1, dtype=np.int64)
    with compiled_beside(Part.ENGINE, "scheduler.solve.warm_up"):
        search.build()
        search.run(1, (1.0, 1.0), 1.0, value)
        listed = Listed(np.full((1, 1, 2, 1), -1, dtype=np.int64), one, 0.0)
        search.run(1, (1.0, 1.0), 1.0, value, listed)
    _bound(tables, rows)
    ColumnProgram(tables, rows, search.best).converge(1, lambda: False)
    note_prepared(Part.ENGINE)


def warm_up_bound() -> None:
    """Make numba compile what the bound and programs call, which is half of the whole."""
    tables, rows = tables_of(smallest())
    _bound(tables, rows)
    search = Search(tables, rows, np.random.SeedSequence(1))
    search.build()  # compiled beside meanwhile
    ColumnProgram(tables, rows, search.best).converge(1, lambda: False)


def _bound(tables: Tables, rows: Rows) -> None:
    bound = Bound(tables, rows, 0.0)
    bound.raise_by(1, 1.0)
    pool(tables, len(rows.need), bound.values, gap=1.0, grain=1.0, plans=(), columns=1)


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


if __name__ == "__main__":
    warm_up_bound()
