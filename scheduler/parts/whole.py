"""
One large week solved in parts: RosterProblem -> SolveResult.

The bound of the whole is raised first, its work spread over parts of the people (``pricing.py``).
What their priced weeks cover tells how much of the need each part is asked for (``need.py``); every
part is then solved as a week of its own, wherever there is a hand free; and a run over the
whole week, from the rosters put together, settles what lies between the parts. That run prices
everybody once more at the values found, so the bound it returns is that of the whole week.

Parts are always joined in their order and all work is counted where a work limit is given: then the
roster is the same with any number of hands.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.parts.dealing import parts_of, require_parts
from scheduler.parts.need import shares_of
from scheduler.parts.pricing import SpreadBound, never
from scheduler.parts.week_part import asked_of_part, people_of_part
from scheduler.roster import Roster
from scheduler.rules.opening import require_room
from scheduler.rules.plan_parts import require_keepable
from scheduler.rules.standby import apart, back
from scheduler.solve import conflicts
from scheduler.solve.bound import DEAREST
from scheduler.solve.clock import SolveClock
from scheduler.solve.eased import eased
from scheduler.solve.estimate import STEP_NEAR, bound_of_alike
from scheduler.solve.headstart import Headstart
from scheduler.solve.result import Progress, SolveParams, SolveResult
from scheduler.solve.rows import rows_of
from scheduler.solve.strategy import PRICINGS, solve
from scheduler.solve.warm_up import warm_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.parts.pricing import Climbed, Hands
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.solve.result import ProgressListener, StopAsked
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

PRICING, SOLVING = "parts_priced", "parts_solved"  # phases
BOUND_SHARE, SETTLE_SHARE = 0.25, 0.5  # of a run; the parts have the rest
PRICED, SOLVED = 0.5, 0.5  # of counted work: weeks priced, and moves of all parts together
FEWEST_STEPS, MOST_STEPS = 40, 3000
LEAST_S = 0.5


class PartAsked(NamedTuple):
    """
    A part to be solved.

    Parameters
    ----------
    part
        Its people, and the need they are asked for.
    params
        Seed and limits.
    value
        What a person is worth in each row of cover; shape (rows,).
    stop
        Asked whether to stop.
    """

    part: RosterProblem
    params: SolveParams
    value: Floats
    stop: StopAsked


def solved_part(asked: PartAsked) -> tuple[Shift, ...]:
    """Return the shifts of a part; done by whoever is asked, wherever that runs."""
    head = Headstart(asked.value, is_part=True)
    found = solve(asked.part, asked.params, stop=asked.stop, head=head)
    return () if found.roster is None else found.roster.shifts


def solve_in_parts(
    problem: RosterProblem,
    params: SolveParams,
    parts: int,
    hands: Hands,
    *,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> SolveResult:
    """
    Return the best roster found within the limits, and a proven bound, as ``solve`` does.

    Parameters
    ----------
    problem
        What is known.
    params
        Seed and limits of the whole run; ``workers`` of its end.
    parts
        How many.
    hands
        Who does the work of the parts.
    listener, stop
        As of ``solve``; parts begun on a cluster end first.

    Raises
    ------
    InputError
        As ``solve``, when there are too few people for so many parts, and when a part was lost.
    SolverError
        As ``solve``.
    """
    asked = apart(problem)
    if asked is not problem:
        found = solve_in_parts(asked, params, parts, hands, listener=listener, stop=stop)
        if found.roster is None:
            return found
        return dataclasses.replace(found, roster=Roster(back(problem, found.roster.shifts)))
    require_parts(problem, parts)
    require_room(problem)
    problem.cycles.require()
    require_keepable(problem)
    if conflicts.pin_conflicts(problem):
        return solve(problem, params, listener=listener, stop=stop)
    warm_up()
    return _InParts(problem, params, parts, hands, listener=listener, stop=stop).result()


class _InParts:
    """One run from the deal to the settled week."""

    def __init__(
        self,
        problem: RosterProblem,
        params: SolveParams,
        parts: int,
        hands: Hands,
        *,
        listener: ProgressListener | None,
        stop: StopAsked | None,
    ) -> None:
        self.problem, self.params, self.hands = problem, params, hands
        self.listener, self.stop = listener, stop or never
        self.clock = SolveClock(params, stop)
        self.people = [
            people_of_part(problem, numbers, is_first=number == 0)
            for number, numbers in enumerate(parts_of(problem, parts))
        ]

    def result(self) -> SolveResult:
        """Return the settled week."""
        self._tell(PRICING)
        tables, rows, _, _ = eased(self.problem)
        climbed = self._climbed(tables, rows)
        self._tell(SOLVING, climbed.raw)
        joined = self._joined(self._asked(tables, rows, climbed))
        del tables
        before = self.clock.seconds
        settled = solve(
            self.problem,
            self._rest(),
            listener=self._later(before),
            stop=self.stop,
            start=joined,
            head=Headstart(climbed.value, is_part=False, step=min(climbed.size, STEP_NEAR)),
        )
        trace = tuple(_later(each, before) for each in settled.trace)
        return dataclasses.replace(settled, seconds=self.clock.seconds, trace=trace)

    def _climbed(self, tables: Tables, rows: Rows) -> Climbed:
        """Return where the bound of the whole ends, its work spread over the parts."""
        params, people = self.params, len(self.problem.agents)
        steps = MOST_STEPS
        if params.work_limit is not None:
            steps = round(PRICED * params.work_limit * PRICINGS / people)
        dearest = DEAREST * max(float(rows.short.max(initial=0.0)), 1.0)
        week = uuid4().hex  # its own wherever it is priced; nothing follows from it
        spread = SpreadBound(week, self.people, rows, np.where(rows.floor > 0, dearest, rows.short))
        return spread.climb(
            bound_of_alike(tables, rows).values,
            min(max(steps, FEWEST_STEPS), MOST_STEPS),
            self.hands,
            self._is_priced_long,
            self.stop,
        )

    def _is_priced_long(self) -> bool:
        limit = self.params.time_limit_s
        return limit is not None and self.clock.seconds >= BOUND_SHARE * limit

    def _asked(self, tables: Tables, rows: Rows, climbed: Climbed) -> list[PartAsked]:
        """Return the parts with the need each is asked for."""
        problem, parts = self.problem, len(self.people)
        size = problem.requirement.agents.shape
        plain = size[0] * size[1]
        minimum = rows.floor[:plain].reshape(size)
        whole = np.fmax(problem.requirement.agents, np.where(minimum > 0, minimum, np.nan))
        need = shares_of(
            np.where(problem.requirement.is_open, whole, np.nan),
            np.stack([_base_of(part)[:plain].reshape(size) for part in self.people]),
            climbed.covered[:, :plain].reshape(parts, *size),
            np.stack([_able_in(part) for part in self.people]),
        )
        value = _folded(tables, climbed.value, plain)
        return [
            PartAsked(
                asked_of_part(part, need[number], (number, parts)),
                self._limits(number),
                value,
                self.hands.stop_for(self.stop),
            )
            for number, part in enumerate(self.people)
        ]

    def _limits(self, number: int) -> SolveParams:
        """Return seed and limits of a part."""
        params, parts = self.params, len(self.people)
        share = len(self.people[number].agents) / len(self.problem.agents)
        work = params.work_limit and max(1, round(SOLVED * params.work_limit * share))
        seconds = params.time_limit_s
        if seconds is not None:
            left = (1.0 - SETTLE_SHARE) * seconds - self.clock.seconds
            seconds = max(LEAST_S, left / -(-parts // self.hands.many))
        seed = int(np.random.SeedSequence([params.seed, number]).generate_state(1)[0]) % 2**31
        return SolveParams(seed=seed, time_limit_s=seconds, work_limit=work, workers=1)

    def _joined(self, asked: Sequence[PartAsked]) -> Roster:
        """Return the rosters of the parts together; nobody's of those not begun after a stop."""
        found = self.hands.all_of(solved_part, asked, self.stop)
        if None in found and not self.stop():
            raise InputError(Fault("part_lost"))
        return Roster(tuple(shift for part in found if part is not None for shift in part))

    def _rest(self) -> SolveParams:
        """Return the limits of what is left of the run."""
        params = self.params
        seconds, work = params.time_limit_s, params.work_limit
        return dataclasses.replace(
            params,
            time_limit_s=None if seconds is None else max(LEAST_S, seconds - self.clock.seconds),
            work_limit=work and max(1, round(SETTLE_SHARE * work)),
        )

    def _tell(self, phase: str, bound: float | None = None) -> None:
        if self.listener is not None:
            self.listener(Progress(phase, self.clock.seconds, None, bound))

    def _later(self, before: float) -> ProgressListener | None:
        listener = self.listener
        if listener is None:
            return None
        return lambda now: listener(_later(now, before))


def _later(now: Progress, before: float) -> Progress:
    return dataclasses.replace(now, seconds=before + now.seconds)


def _base_of(part: RosterProblem) -> Ints:
    """Return the people of a part who are at work anyhow; shape (rows,)."""
    return rows_of(part)[0].base


def _able_in(part: RosterProblem) -> Ints:
    """Return how many people of a part are certified for each post; shape (posts, intervals)."""
    horizon = part.horizon
    cells = np.diff([horizon.first_interval(day) for day in range(horizon.days + 1)])
    able = [
        [sum(agent.certified(post, date) for agent in part.agents) for date in horizon.dates]
        for post in part.requirement.posts
    ]
    found: Ints = np.repeat(np.array(able, dtype=np.int64), cells, axis=1)
    return found


def _folded(tables: Tables, value: Floats, plain: int) -> Floats:
    """Return values of posts and intervals, with those of rows in which everybody there counts."""
    more = tables.extra[0].reshape(plain, -1)
    folded: Floats = value[:plain] + np.where(more >= 0, value[more], 0.0).sum(axis=1)
    return folded
