"""
Rosters of several weeks made better in windows: some days of some people opened, all else held.

Over months people's days are too many to list, those of a week are not. What lies outside a window
is pinned there, so that rest, runs of days, cycles and months reach into it as they are, and the
program that counts posts and meals (``counted``) is solved for it as for a single week. Windows lie
across the edges of weeks too: a week that was rostered before the next was known is mended there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.solve.bound_kernel import count_all
from scheduler.solve.counted import CountedProgram
from scheduler.solve.crews import alike
from scheduler.solve.days_kernel import MEAL, POST, SHAPE, START
from scheduler.solve.master import Lister
from scheduler.solve.meter import Meter
from scheduler.solve.plan import people_of
from scheduler.solve.polish import LIST_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.solve.plan import Plan
    from scheduler.solve.polish import StartingPoint
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Ints, Tables

FIRST_DAYS, STEP = 7, 3  # of a window, and from one to the next
LONGER_DAYS, MOST_DAYS = 3, 14  # more of them when a sweep gains nothing; most
FIRST_OPEN, FEWEST_OPEN = 60, 8  # crews opened in one
FEWER = 2  # times fewer crews where a window takes longer than its seconds
FIRST_S = 10.0
QUICK = 0.3  # share of its seconds in which a window that ended leaves room for more crews
MOST_WEEKS = 60_000  # of the people opened together


class Window(NamedTuple):
    """
    A problem in which only some days are open.

    Parameters
    ----------
    tables, rows
        The arrays, all other days pinned as they are.
    plan
        The roster, posts and meals of pinned days left out: the rows hold them.
    """

    tables: Tables
    rows: Rows
    plan: Plan


def window_of(tables: Tables, rows: Rows, plan: Plan, days: range) -> Window:
    """
    Return a problem in which a roster is held on all days but some.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    plan
        The roster.
    days
        Numbers of the days that stay open.
    """
    held = [day for day in range(plan.shape[2]) if day not in days]
    first, shape = tables.fixed_start.copy(), tables.fixed_shape.copy()
    wish = tables.wish.copy()
    first[:, held], shape[:, held] = plan[START][:, held], plan[SHAPE][:, held]
    for day in held:
        wish[:, tables.day_first[day] : tables.day_first[day + 1]] = np.inf
    outside, inside, base = plan.copy(), plan.copy(), rows.base.copy()
    outside[POST][:, days.start : days.stop] = -1
    count_all(tables, outside, base)
    for side in (POST, MEAL):
        inside[side][:, held] = -1
    pinned = tables._replace(fixed_start=first, fixed_shape=shape, wish=wish)
    return Window(pinned, rows._replace(base=base), inside)


class WindowPolisher:
    """
    One window after the other.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    breach
        Price of a person below a minimum.
    seed
        Of the choices.
    """

    def __init__(
        self, tables: Tables, rows: Rows, breach: float, *, seed: np.random.SeedSequence
    ) -> None:
        self._tables, self._rows, self._breach = tables, rows, breach
        self._chance = np.random.default_rng(seed)
        self._days, self._open, self._seconds = FIRST_DAYS, FIRST_OPEN, FIRST_S
        self._waiting: list[range] = []
        self._gain_until: float | None = None
        self._running: CountedProgram | None = None
        self._is_stopped = False

    def improve(self, at: StartingPoint, most_s: float, meter: Meter | None = None) -> Plan | None:
        """Return a roster with the next window made better, in no more seconds; None: none."""
        meter = meter or Meter(is_counted=False)
        days = self._next(at)
        window = window_of(self._tables, self._rows, at.plan, days)
        crews = alike(window.tables)
        free = self._chance.permutation(len(crews))[: self._open].tolist()
        weeks = self._listed(window, [crews[number] for number in free], at)
        program = CountedProgram(window.tables, window.rows, weeks, self._breach)
        begun, seconds = meter.spent, min(self._seconds, most_s)
        meter.work(LIST_S * sum(map(len, weeks)))
        self._running = program
        if self._is_stopped:
            return None
        answer = program.solve(window.plan, seconds=seconds, free=free, meter=meter)
        if not answer.is_best:
            self._open = max(FEWEST_OPEN, min(self._open, len(crews)) // FEWER)
        elif meter.spent - begun < QUICK * seconds:
            self._open *= FEWER
        if answer.plan is None:
            return None
        plan, inside = at.plan.copy(), slice(days.start, days.stop)
        plan[:, :, inside] = answer.plan[:, :, inside]
        return plan

    def stop(self) -> None:
        """End a solve that runs in another thread, and begin no other."""
        self._is_stopped = True
        if self._running is not None:
            self._running.stop()

    def _next(self, at: StartingPoint) -> range:
        """Return the days of the next window: where a post is open first, then all in turn."""
        days = at.plan.shape[2]
        if not self._waiting:
            if self._gain_until is not None and at.gap >= self._gain_until:
                self._days = min(MOST_DAYS, self._days + LONGER_DAYS)
            self._gain_until = at.gap
            long = min(self._days, days)
            begins = {*range(0, days - long, STEP), days - long}
            order = self._chance.permutation(sorted(begins)).tolist()
            self._waiting = [range(first, first + long) for first in order]
        open_days = self._open_days(at.plan)
        found = max(self._waiting, key=lambda window: len(open_days & set(window)))
        self._waiting.remove(found)
        return found

    def _open_days(self, plan: Plan) -> set[int]:
        """Return the days on which somebody is missing below a minimum."""
        tables = self._tables
        missing = np.flatnonzero(people_of(tables, self._rows, plan) < self._rows.floor)
        if not len(missing):
            return set()
        cells, posts = tables.wish.shape[1], tables.post_ok.shape[2]
        shared = np.nonzero(np.isin(tables.extra, missing))[2]
        where = np.concatenate([missing[missing < cells * posts] % cells, shared])
        return set((np.searchsorted(tables.day_first, where, "right") - 1).tolist())

    def _listed(
        self, window: Window, free: Sequence[tuple[int, ...]], at: StartingPoint
    ) -> list[list[Ints]]:
        """Return the weeks of a window: all that are worth it of those opened, else as it is."""
        agents = window.plan.shape[1]
        own = np.where(window.plan[START] >= 0, window.plan, -1)
        listed: list[list[Ints]] = [[own[:, agent]] for agent in range(agents)]
        opened = [agent for crew in free for agent in crew]
        most = max(20, MOST_WEEKS // len(opened))
        lister = Lister(window.tables, len(self._rows.need), at.value, most)
        for agent in opened:
            listed[agent] += lister.weeks(agent, at.gap)[0]
        return listed
