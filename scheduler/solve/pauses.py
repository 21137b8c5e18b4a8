"""
Breaks and sessions, placed in the shifts of a finished roster where they cost least.

Nobody is covered during one. Cover is lost as the checker counts it, at the starts of intervals;
among places that are alike by that, the one is taken where the time really lost hurts least. The
bound knows what pauses could spare of a surplus at most (``pause_windows``, ``session_windows``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.roster import Roster
from scheduler.rules.of_agent import sessions_due
from scheduler.shift import Sitting, Span
from scheduler.solve.plan import has_breaks
from scheduler.verify.shifts import fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.session import Session
    from scheduler.shift import BreakRule, Shift
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables

SWEEPS = 3
REALLY = 1e-3  # weight of the time really lost beside the cover that counts
SPREAD = 1e-3  # by which two missing at once are worse than one after the other
BREACH = 1e4  # times the dearest missing person: a person below a minimum
STEP_MIN = 5  # finest step of the places that are tried


class _Pause(NamedTuple):
    """Something to place: its length, the first and last start, and the session it is of."""

    minutes: int
    first_min: int
    last_min: int
    session: str = ""


def has_pauses(problem: RosterProblem) -> bool:
    """Return whether there is anything to place."""
    return bool(problem.sessions) or has_breaks(problem)


def with_pauses(problem: RosterProblem, tables: Tables, rows: Rows, roster: Roster) -> Roster:
    """
    Return the roster with its breaks and sessions; pins stay as they are.

    A session that finds no place in any of its agent's shifts is left out.

    Parameters
    ----------
    problem, tables, rows
        What is known, also as arrays.
    roster
        Shifts with their meals.
    """
    return _Placing(problem, tables, rows, roster).placed()


def pause_windows(problem: RosterProblem) -> npt.NDArray[np.int64]:
    """
    Return for each break of each shape the cells it may touch and how many starts it may hold.

    Returns
    -------
    First and last cell after the shift's start, and starts of intervals held; shape
    (shapes, breaks, 3), with 0 held where a shape has fewer breaks.
    """
    shapes, step = problem.rules.forms, problem.horizon.interval_min
    most = max(len(shape.breaks) for shape in shapes)
    windows = np.zeros((len(shapes), most, 3), dtype=np.int64)
    for number, shape in enumerate(shapes):
        for place, rule in enumerate(shape.breaks):
            last = rule.latest_min + rule.minutes - 1
            windows[number, place] = (
                rule.earliest_min // step,
                last // step,
                -(-rule.minutes // step),
            )
    return windows


def spared_by_sessions(problem: RosterProblem, value: npt.NDArray[np.float64]) -> float:
    """
    Return the most that sessions may spare where a person at work is worth less than nothing.

    Parameters
    ----------
    problem
        What is known.
    value
        What one person is worth in each row; shape (rows,).
    """
    horizon, posts = problem.horizon, problem.requirement.posts
    by_post = value[: len(posts) * horizon.intervals].reshape(len(posts), -1)
    total = 0.0
    for agent in problem.agents if problem.sessions else ():
        mine = [number for number, post in enumerate(posts) if post in agent.posts]
        past = problem.history_by_agent.get(agent.id, ())
        for session in sessions_due(problem, agent, past):
            first = max(0, horizon.interval_of(session.earliest_min))
            last = min(horizon.intervals, horizon.interval_of(session.latest_min - 1) + 1)
            held = -(-session.minutes // horizon.interval_min)
            worth = np.sort(by_post[mine, first:last].min(axis=0, initial=0.0))[:held]
            total -= float(worth.sum())
    return total


class _Placing:
    """The shifts of a roster while their pauses are placed."""

    def __init__(self, problem: RosterProblem, tables: Tables, rows: Rows, roster: Roster) -> None:
        self.problem, self.tables, self.rows = problem, tables, rows
        self.shifts = list(roster.shifts)
        self.number = {agent.id: index for index, agent in enumerate(problem.agents)}
        pins = set(problem.pins)
        self.free = [index for index, shift in enumerate(self.shifts) if shift not in pins]
        self.breach = BREACH * max(1.0, float(rows.short.max(initial=0.0)))
        self.row_prices: list[tuple[float, float, float, int]] = list(
            zip(
                rows.need.tolist(),
                rows.short.tolist(),
                rows.over.tolist(),
                rows.floor.tolist(),
                strict=True,
            )
        )
        self.people: list[float] = rows.base.tolist()
        self.present: list[float] = rows.base.tolist()  # some of them for a part of the time
        for index in self.free:
            for cell in self._cells(self.shifts[index].span, self.shifts[index]):
                for row in self._rows_at(self.shifts[index], cell):
                    self.people[row] += 1
                    self.present[row] += 1

    def placed(self) -> Roster:
        """Return the roster once nothing is gained by placing a shift's pauses anew."""
        own = self._sessions_by_shift()
        for sweep in range(SWEEPS):
            changed = False
            for index in self.free:
                before = self.shifts[index]
                self._place(index, own.get(index, ()))
                changed = changed or self.shifts[index] != before
            if sweep and not changed:
                break
        return Roster(tuple(self.shifts))

    def _sessions_by_shift(self) -> dict[int, list[Session]]:
        """Choose a shift for each session due: the one where it costs least, beside the others."""
        mine: dict[str, list[int]] = defaultdict(list)
        for index in self.free:
            mine[self.shifts[index].agent_id].append(index)
        chosen: dict[int, list[Session]] = defaultdict(list)
        for agent in self.problem.agents if self.problem.sessions else ():
            past = self.problem.history_by_agent.get(agent.id, ())
            held = {
                sitting.session
                for pin in self.problem.pins
                if pin.agent_id == agent.id
                for sitting in pin.sessions
            }
            for session in sessions_due(self.problem, agent, past):
                prices = {
                    index: self._place(index, (*chosen[index], session))
                    for index in mine[agent.id]
                    if session.id not in held
                }
                good = [index for index, price in prices.items() if price is not None]
                for index in mine[agent.id]:
                    self._place(index, chosen[index])
                if good:
                    best = min(good, key=lambda index: prices[index] or 0.0)
                    chosen[best].append(session)
                    self._place(best, chosen[best])
        return {index: sessions for index, sessions in chosen.items() if sessions}

    def _place(self, index: int, sessions: Sequence[Session]) -> float | None:
        """Place all pauses of a shift anew; return what they cost, None when they do not fit."""
        shift = self.shifts[index]
        for span in _spans(shift):
            self._be_away(shift, span, -1)
        wanted = [*(self._sitting(shift, session) for session in sessions), *self._breaks(shift)]
        taken = () if shift.meal is None else (shift.meal,)
        found = self._fit(shift, wanted, taken)
        if found is not None:
            pauses = tuple(span for pause, span in found if not pause.session)
            sittings = tuple(Sitting(span, pause.session) for pause, span in found if pause.session)
            shift = replace(shift, breaks=tuple(sorted(pauses)), sessions=tuple(sorted(sittings)))
            self.shifts[index] = shift
        price = sum(self._price(shift, span) for span in _spans(shift))
        for span in _spans(shift):
            self._be_away(shift, span, 1)
        return None if found is None else price

    def _fit(
        self, shift: Shift, wanted: Sequence[_Pause], taken: tuple[Span, ...], after_min: int = 0
    ) -> list[tuple[_Pause, Span]] | None:
        """Return places clear of each other, the cheapest first come; breaks keep their order."""
        if not wanted:
            return []
        pause, *others = wanted
        spans = [
            span
            for span in self._places(pause)
            if not any(span.overlaps(other) for other in taken)
            and (pause.session or span.start_min >= after_min)
        ]
        for span in sorted(spans, key=lambda each: (self._price(shift, each), each.start_min)):
            later = after_min if pause.session else span.end_min
            rest = self._fit(shift, others, (*taken, span), later)
            if rest is not None:
                return [(pause, span), *rest]
        return None

    def _places(self, pause: _Pause) -> Iterator[Span]:
        step = max(STEP_MIN, gcd(self.problem.horizon.interval_min, pause.minutes))
        starts = list(range(pause.first_min, pause.last_min + 1, step))
        return (Span(start, start + pause.minutes) for start in starts)

    def _sitting(self, shift: Shift, session: Session) -> _Pause:
        first = max(shift.start_min, session.earliest_min)
        last = min(shift.end_min, session.latest_min) - session.minutes
        return _Pause(session.minutes, first, last, session.id)

    def _breaks(self, shift: Shift) -> list[_Pause]:
        """Return the breaks of the shape a shift has; none where it fits one without."""
        agent = self.problem.agent_by_id[shift.agent_id]
        forms = self.problem.forms_of(agent)
        rules: tuple[BreakRule, ...] = next(
            (form.breaks for form in forms if fits(self.problem.horizon, shift, form)), ()
        )
        return [
            _Pause(rule.minutes, start + rule.earliest_min, start + rule.latest_min)
            for start, rule in ((shift.start_min, rule) for rule in rules)
        ]

    def _price(self, shift: Shift, span: Span) -> float:
        """Return what it costs that a shift's agent is away for a span."""
        counted = really = 0.0
        for cell, part, is_missed in self._missed(shift, span):
            for row in self._rows_at(shift, cell):
                if is_missed:
                    counted += self._row_price(row, self.people[row] - 1)
                    counted -= self._row_price(row, self.people[row])
                really += self._row_price(row, self.present[row] - part)
                really -= self._row_price(row, self.present[row])
        return counted + REALLY * really

    def _be_away(self, shift: Shift, span: Span, sign: int) -> None:
        """Take an agent off the counts of a span (1), or put them back (-1)."""
        for cell, part, is_missed in self._missed(shift, span):
            for row in self._rows_at(shift, cell):
                self.people[row] -= sign * is_missed
                self.present[row] -= sign * part

    def _missed(self, shift: Shift, span: Span) -> Iterator[tuple[int, float, bool]]:
        """Yield the cells a span touches: which part of each, and whether its start is in it."""
        step = self.problem.horizon.interval_min
        for cell in self._cells(span, shift):
            start = self.problem.horizon.minute(cell)
            shared = min(span.end_min, start + step) - max(span.start_min, start)
            yield cell, shared / step, start in span

    def _cells(self, span: Span, shift: Shift) -> range | list[int]:
        """Return the cells of the horizon a span touches, those at meal left out."""
        horizon = self.problem.horizon
        first = max(0, horizon.interval_of(span.start_min))
        last = min(horizon.intervals, horizon.interval_of(span.end_min - 1) + 1)
        if shift.meal is None:
            return range(first, last)
        return [cell for cell in range(first, last) if horizon.minute(cell) not in shift.meal]

    def _rows_at(self, shift: Shift, cell: int) -> list[int]:
        """Return the rows of cover a shift counts for in a cell."""
        posts = self.problem.requirement.posts
        name = shift.post_at(self.problem.horizon.minute(cell))
        if name not in posts:
            return []
        post = posts.index(name)
        day = self.problem.horizon.day_of(shift.start_min)
        held = self.tables.seal_class[self.number[shift.agent_id], day]
        more = self.tables.extra[held, post, cell]
        return [post * self.problem.horizon.intervals + cell, *more[more >= 0].tolist()]

    def _row_price(self, row: int, people: float) -> float:
        need, short, over, floor = self.row_prices[row]
        below = need - people
        cost = short * below * (1 + SPREAD * below) if below > 0 else -over * below
        return cost + self.breach * (floor - people) if people < floor else cost


def _spans(shift: Shift) -> tuple[Span, ...]:
    return (*shift.breaks, *(sitting.span for sitting in shift.sessions))
