"""
RosterProblem -> SolveResult: a search and a bound side by side, in rounds of counted work.

In each round one chain of the search and, beside it, the bound do a counted amount of work; when
the bound is settled, a second chain takes its place. They meet only between rounds, so a run that
its work limit ends gives the same roster with any number of workers.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from scheduler.compiled import Part, is_prepared
from scheduler.roster import Roster
from scheduler.rules.opening import require_room
from scheduler.rules.plan_parts import require_keepable
from scheduler.rules.standby import apart, back, moved
from scheduler.solve import conflicts
from scheduler.solve.assembly import Assembly
from scheduler.solve.bound import FIRST_STEP, Bound, grain_of
from scheduler.solve.clock import ROUND, TYPED_UNIT_S, SolveClock
from scheduler.solve.eased import eased
from scheduler.solve.exchange import exchanged
from scheduler.solve.finish import finished, missing
from scheduler.solve.meter import Meter
from scheduler.solve.pauses import has_pauses, pause_windows, spared_by_sessions
from scheduler.solve.plan import plan_of, price_of_pins
from scheduler.solve.result import Progress, SolveParams, SolveResult, SolveStatus, StopAsked
from scheduler.solve.rolling import is_long, rolled, share_of_weeks
from scheduler.solve.schedule import cooled, cooling_at, coolings, listed_at
from scheduler.solve.search import Search
from scheduler.solve.warm_up import warm_up
from scheduler.solve.ways import has_few_shifts

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.problem import RosterProblem
    from scheduler.solve.beside import Found
    from scheduler.solve.conflicts import Reason
    from scheduler.solve.headstart import Headstart
    from scheduler.solve.plan import Plan
    from scheduler.solve.result import ProgressListener
    from scheduler.solve.rows import Rows

PREPARING = "preparing"  # phase in which kernels are compiled, once per installation
UNIT = 1000  # moves of each chain in a unit of work
PRICINGS = 30.0  # agents priced for the bound in a unit of work
TOLERANCE = 1e-6
ASK_S = 0.2  # seconds between two questions whether to stop
FREE_FROM = 0.3  # share of a run after which minimums not held are thought out of reach
LATE_S = 1.0  # that a bound without the minimums may take when it was not begun before


def solve(
    problem: RosterProblem,
    params: SolveParams,
    *,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
    start: Roster | None = None,
    head: Headstart | None = None,
) -> SolveResult:
    """
    Return the best roster found within the limits, and a proven bound.

    Seconds count after the kernels are compiled, which the first call ever made may have to do.

    Parameters
    ----------
    problem
        What is known.
    params
        Seed and limits.
    listener
        Told of each gain of cost or bound; may be called from this thread only.
    stop
        Asked several times a second; True ends the search, the best roster so far is kept.
    start
        A roster to begin with; days of agents that break a personal rule are left out.
    head
        What is known of it as part of a large week, or of a large week whose parts are solved.

    Raises
    ------
    InputError
        When no shift fits into the opening hours of a post, people are required outside them, it
        is not known where somebody stands in the cycle of a work plan, or no weeks keep a plan.
    SolverError
        When the checker finds a breach in the roster that its status does not admit.
    """
    asked = apart(problem)
    if asked is not problem:  # who stands by is at no post that is asked for
        if start is not None:
            start = Roster(moved(problem, start.shifts))
        found = solve(asked, params, listener=listener, stop=stop, start=start, head=head)
        if found.roster is None:
            return found
        return dataclasses.replace(found, roster=Roster(back(problem, found.roster.shifts)))
    require_room(problem)
    problem.cycles.require()
    require_keepable(problem)
    if listener is not None and not is_prepared(Part.ENGINE):
        listener(Progress(PREPARING, 0.0))
    warm_up()
    clock = SolveClock(params, stop)
    reasons = conflicts.pin_conflicts(problem)
    if reasons:
        return SolveResult(SolveStatus.INFEASIBLE, None, None, 0.0, clock.seconds, reasons=reasons)
    if start is None and is_long(problem):
        start = rolled(problem, params, lambda week, limits: solve(week, limits, stop=stop))
        clock.units = round(share_of_weeks(problem) * (params.work_limit or 0))
    run = _Run(problem, clock, listener, start, head)
    run.search()
    return run.result()


class _Run:
    """One solve from its tables to its result."""

    def __init__(
        self,
        problem: RosterProblem,
        clock: SolveClock,
        listener: ProgressListener | None,
        start: Roster | None,
        head: Headstart | None,
    ) -> None:
        self.problem, self.clock, self.listener = problem, clock, listener
        self.trace: list[Progress] = []
        self.pinned = price_of_pins(problem)  # in the roster's cost, not in what is searched
        self.tables, self.asked, self.eases, self.stuck = eased(problem)
        self.rows = conflicts.with_reachable_minimums(self.tables, self.asked)
        if has_few_shifts(self.tables):  # whole weeks are moved there, which takes longer
            clock.unit_s = TYPED_UNIT_S
        self.grain = grain_of(problem, self.rows)
        self.seeds = np.random.SeedSequence(clock.params.seed).spawn(3)
        self.is_part = head is not None and head.is_part
        is_warm, is_near = start is not None, head is not None and not head.is_part
        self.steps = [coolings(chain, is_warm=is_warm, is_near=is_near) for chain in range(2)]
        self.dearest = max(float(self.rows.short.max(initial=0.0)), self.grain, 1e-3)
        self.is_finished_later = has_pauses(problem) or bool(problem.rules.weights.handover_missed)
        self.bound = self._bound_of(self.rows, FIRST_STEP if head is None else head.step)
        if head is not None and len(head.value) == len(self.rows.need):
            self.bound.adopt(head.value, is_end=head.is_part)
        self.assembly = Assembly(
            self.tables, self.rows, self.grain, seed=self.seeds[2], clock=clock
        )
        self.chains = [Search(self.tables, self.rows, self.seeds[0])]
        if start is not None:
            self.chains[0].load(plan_of(problem, self.tables, start))
        self.chains[0].build()
        self.finish_s = self._finish_s()
        self._report("start")

    def _bound_of(self, rows: Rows, step: float = FIRST_STEP) -> Bound:
        tables = self.tables._replace(pauses=pause_windows(self.problem))
        spared = partial(spared_by_sessions, self.problem)
        return Bound(tables, rows, self.grain, spared, first_step=step)

    @property
    def leader(self) -> Search:
        """Return the chain with the best roster; the first among equals."""
        return min(self.chains, key=lambda chain: chain.best_cost)

    def search(self) -> None:
        """Do rounds of work until a limit, a stop or a proof ends them."""
        with ThreadPoolExecutor(1) as beside, ThreadPoolExecutor(1) as apart:
            units, pace = self.clock.next_units(), 0.0
            while units > 0 and not self._is_proven:
                before = self.clock.share
                self.clock.units += self._round(units, min(1.0, before + pace), beside)
                pace = self.clock.share - before
                self._meet(before, self.clock.share)
                self._assemble(apart)
                self._report("bound" if not self.bound.is_settled else "search")
                units = self.clock.next_units()
            if self._is_proven:
                self.assembly.stop()
            else:
                self._take(self.assembly.ended(at_once=True))
        if not self._is_proven:
            self.leader.load(self._exchanged())
        self._report("search")

    def _exchanged(self) -> Plan:
        """Return the best plan with its weeks handed round; keep the time for that and the end."""
        begun = self.clock.seconds
        plan = exchanged(self.tables, self.leader.best)
        limit = self.clock.params.time_limit_s
        if limit is not None:  # half of the run at most
            self.clock.end_s = min(limit / 2, self.clock.seconds - begun + self.finish_s)
        return plan

    def _assemble(self, apart: ThreadPoolExecutor) -> None:
        """Let weeks be put together beside the search."""
        self._take(self.assembly.ended(at_once=False))
        job = self.assembly.next_job(self.bound, self.chains)
        if job is None:
            return
        has_others = self.clock.params.workers > 1
        self.assembly.begin(job, apart if has_others else None)
        if not (has_others or self.clock.is_counted):
            self._take(self.assembly.ended(at_once=False))

    def _take(self, found: Found | None) -> None:
        """Keep the roster a job found, and what it proves."""
        if found is None:
            return
        if found.values is not None:
            self.bound.adopt(found.values, is_end=found.is_end)
        if found.plan is not None:
            self.leader.offer(found.plan)
        proven = self.leader.best_cost if self.assembly.is_proven else found.bound
        if proven is not None and not has_pauses(self.problem):
            self.bound.prove(min(proven, self.leader.best_cost))

    def _round(self, units: int, then: float, beside: ThreadPoolExecutor) -> int:
        """Let chains and bound work until a share of the run is over; return the units done."""
        if self.assembly.takes_over:
            return self._polish(units, beside)
        chains = 1 if self.assembly.is_running else len(self.chains)
        jobs = [self._chain_job(number, units, then) for number in range(chains)]
        bound = self._bound_to_raise()
        if not (bound.is_settled or self.assembly.is_relaxing):
            rounds = max(1, round(units * PRICINGS / len(self.problem.agents)))
            target = self.leader.best_cost if bound is self.bound else self.leader.best_price
            jobs.append(lambda: bound.raise_by(rounds, target))
        if self.clock.params.workers == 1 or len(jobs) == 1:
            for job in jobs:
                job()
            return units
        waiting: Future[None] = beside.submit(jobs[1])
        jobs[0]()
        waiting.result()
        return units

    def _polish(self, units: int, beside: ThreadPoolExecutor) -> int:
        """Let a program better the best roster, a stop asked meanwhile; return the units done."""
        meter = Meter(is_counted=self.clock.is_counted)
        job = beside.submit(self.assembly.polish, self.bound, self.leader, meter)
        while not wait([job], timeout=ASK_S).done:
            if self.clock.stop is not None and self.clock.stop():
                self.assembly.stop()
        self._take(job.result())
        return max(1, round(meter.spent / self.clock.unit_s)) if meter.is_counted else units

    def _bound_to_raise(self) -> Bound:
        """Return the bound to work at: where minimums seem out of reach, that without them."""
        is_late = self.clock.share >= FREE_FROM
        return self._free if self.leader.best_missing and is_late else self.bound

    def _chain_job(self, number: int, units: int, then: float) -> Callable[[], None]:
        chain, value, listed = self.chains[number], self.bound.values, self.assembly.listed
        ends = (self.clock.share, then)
        if listed is None:
            own, heat = cooled(self.steps[number], ends, self.dearest)
        else:
            own, heat = listed_at(listed.begun, ends, self.dearest)
        return lambda: chain.run(units * UNIT, heat, own, value, listed)

    def _meet(self, before: float, now: float) -> None:
        """Begin each cooling at the best roster; add a second chain once the bound is settled."""
        if self.bound.is_settled and len(self.chains) == 1 and not self.is_part:
            second = Search(self.tables, self.rows, self.seeds[1])
            second.load(self.chains[0].plan)
            self.chains.append(second)
        if cooling_at(self.steps[0], before)[0] == cooling_at(self.steps[0], now)[0]:
            return
        best = self._exchanged()
        for chain in self.chains if self.assembly.listed is None else ():  # a cooling goes on
            chain.load(best)

    @property
    def _is_proven(self) -> bool:
        cost = self.leader.best_cost
        return cost <= self.bound.proven + TOLERANCE * max(1.0, cost)

    @property
    def _has_gaps(self) -> bool:
        return self.leader.best_missing > 0 or self.rows is not self.asked

    def _report(self, phase: str) -> None:
        """Tell the listener, and remember it where cost or bound are better than before."""
        is_whole = not self._has_gaps and np.isfinite(self.leader.best_cost)
        cost = self.leader.best_cost + self.pinned if is_whole else None
        now = Progress(phase, self.clock.seconds, cost, self.bound.proven + self.pinned)
        if not self.trace or (self.trace[-1].cost, self.trace[-1].bound) != (now.cost, now.bound):
            self.trace.append(now)
        if self.listener is not None:
            self.listener(now)

    def _finish_s(self) -> float:  # that finishing takes now
        if self.clock.params.time_limit_s is None:
            return 0.0
        begun = self.clock.seconds
        finished(self.problem, self.tables, self.rows, self.leader.best)
        return self.clock.seconds - begun

    def result(self) -> SolveResult:
        """Return the best roster, checked, with the bound that belongs to it."""
        roster, verdict = finished(self.problem, self.tables, self.rows, self.leader.best)
        found = conflicts.own_breaches(self.problem, verdict)
        breaches = [v for v in found if not conflicts.is_let_go(v, self.eases)]
        has_gaps, has_some = self._has_gaps, has_pauses(self.problem)
        conflicts.require_admitted(breaches, has_gaps=has_gaps, has_pauses=has_some)
        cost = verdict.cost.total
        bound = self.bound.proven + self.pinned
        status = SolveStatus.RELAXED if found else SolveStatus.FEASIBLE
        reasons: tuple[Reason, ...] = ()
        if breaches:
            is_least = has_gaps and not (self.leader.best_missing or has_some)  # none held in vain
            bound = bound if is_least else self._relaxed(cost)
            reasons = missing(self.problem, self.tables, self.asked, breaches, has_gaps=has_gaps)
        elif not found and (
            cost <= bound + TOLERANCE * max(1.0, cost)
            if self.is_finished_later
            else self._is_proven
        ):
            status = SolveStatus.OPTIMAL
        return SolveResult(
            status,
            roster,
            cost,
            min(bound, cost) if bound <= cost + TOLERANCE * max(1.0, cost) else bound,
            self.clock.seconds,
            ended_by_clock=self.clock.cut,
            trace=tuple(self.trace),
            reasons=(*self.stuck, *reasons),
        )

    def _relaxed(self, cost: float) -> float:
        bound = self._free  # does without the minimums
        if bound.proven <= 0.0:  # nothing was missing until now, or the run was short
            begun = self.clock.seconds
            for _ in range(max(10, round(ROUND * PRICINGS * 10 / len(self.problem.agents)))):
                bound.raise_by(1, cost)
                if self.clock.params.time_limit_s and self.clock.seconds > begun + LATE_S:
                    break
        return bound.proven + self.pinned

    @cached_property
    def _free(self) -> Bound:
        """Return the bound of rosters that need not hold the minimums."""
        return self._bound_of(self.rows._replace(floor=np.zeros_like(self.rows.floor)))
