"""Mending a published week on the page: proposals, their effects, taking one and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError, require
from scheduler.mend.moves import DayMove, MendParams, Rung, with_moves
from scheduler.mend.proposals import MendProposal, WhatIsLeft, left_of, propose
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.shift import Shift
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.part_day import RestOfDay, rest_of_day
from scheduler.verify.cover import people_at_work
from service.roster.editing import change
from service.roster.leading import Change
from service.roster.publishing import add_draft
from service.roster.question import problem_key, problem_of
from store.rosters import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from scheduler.demand import Forecast
    from service.desk import Desk

__all__ = ["DayMove", "MendProposal", "Rung", "WhatIsLeft"]
QUICK = tuple(rung for rung in Rung if rung is not Rung.WEEK)
LEAST_SHORT = 0.5  # agent-hours missing on a day from which it is worth mending by itself
REPLICATIONS = 8
MINUTE_S, HOUR_MIN = 60, 60


@dataclass(frozen=True, eq=False, slots=True)
class ProposalEffect:
    """
    What a proposal does, beside its cover.

    Parameters
    ----------
    proposal
        The changes.
    short_hours
        Agent-hours missing on the days concerned.
    level
        How the first of these days goes from now on; None: no forecast is known.
    pay
        Hourly costs of the work that comes, less those of the work that goes, in yuan; None: who
        looks may not see what people earn.
    overtime_hours, wishes
        Overtime and weight of broken wishes more than without it.
    """

    proposal: MendProposal
    short_hours: float
    level: RestOfDay | None
    pay: Decimal | None
    overtime_hours: float
    wishes: float


@dataclass(frozen=True, eq=False, slots=True)
class WeekMending:
    """
    A week that may be mended, and how.

    Parameters
    ----------
    problem
        The week's question now.
    roster
        Of the latest version.
    number, key
        Of that version, and of the question: what is taken later must rest on the same.
    from_min
        Nothing that begins before changes.
    left
        What is left of the roster when nobody changes anything.
    short_before, short_left
        Agent-hours missing on the days concerned, with everybody there and as it is now.
    level
        How the first of these days goes from now on as it is; None: no forecast is known.
    effects
        The proposals, from the fewest changes to fuller ones.
    """

    problem: RosterProblem
    roster: Roster
    number: int
    key: str
    from_min: int
    left: WhatIsLeft
    short_before: float
    short_left: float
    level: RestOfDay | None
    effects: tuple[ProposalEffect, ...]


def mending(
    desk: Desk,
    label: str,
    *,
    days: Collection[int] = (),
    rungs: Sequence[Rung] = QUICK,
    heard: Callable[[int], object] | None = None,
) -> WeekMending:
    """
    Return how a week's latest roster may be mended from now on.

    Parameters
    ----------
    days
        Days of the week concerned; empty: those on which somebody rostered is away, or where
        nobody is those on which people are missing.
    rungs
        How far proposals go; few people's whole weeks take some ten seconds of a processor.
    heard
        Told how many proposals there are so far.

    Raises
    ------
    InputError
        When there is no roster or no requirement, or the week is over.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem = problem_of(unit, week)
        version = unit.rosters.named(week, None)
        forecast = None
        if week.forecast_id is not None:
            forecast = unit.demand.forecast(week.forecast_id).forecast
    from_min = max(problem.horizon.start_min, -(-int(desk.now.timestamp()) // MINUTE_S))
    require(from_min < problem.horizon.end_min, "week_over", value=label)
    roster = version.version.roster
    left = left_of(problem, roster, days)
    if not days:
        left = _worth_it(problem, left, from_min)
    found = _View(problem, left, from_min, forecast, with_pay=desk.may("wages"))
    effects: list[ProposalEffect] = []
    for proposal in propose(problem, left, MendParams(from_min), rungs):
        effects.append(found.effect(proposal))
        if heard is not None:
            heard(len(effects))
    return WeekMending(
        problem,
        roster,
        version.version.number,
        problem_key(problem),
        from_min,
        left,
        found.short(roster, is_of_all=True),
        found.short(left.roster),
        found.level(left.roster),
        tuple(effects),
    )


def _worth_it(problem: RosterProblem, left: WhatIsLeft, from_min: int) -> WhatIsLeft:
    """Return what is left with days to come alone; where nobody is away on one, those short."""
    horizon = problem.horizon
    days = [day for day in range(horizon.days) if horizon.day_starts_min[day + 1] > from_min]
    away = [day for day in left.days if day in days]
    if not away:
        short = _short_by_day(problem, left.roster, from_min)
        away = [day for day in days if short[day] >= LEAST_SHORT]
    return replace(left, days=tuple(away))


def _short_by_day(problem: RosterProblem, roster: Roster, from_min: int) -> list[float]:
    """Return the agent-hours missing from a moment on, by day of the horizon."""
    horizon = problem.horizon
    people = people_at_work(problem, roster)
    missing = np.nan_to_num(np.maximum(0.0, problem.requirement.agents - people)).sum(axis=0)
    missing[: max(0, horizon.interval_of(from_min))] = 0.0
    edges = [horizon.first_interval(day) for day in range(horizon.days)]
    found: list[float] = (np.add.reduceat(missing, edges) * horizon.interval_hours).tolist()
    return found


class _View:
    """The week as proposals are looked at: its days concerned from a moment on."""

    def __init__(
        self,
        problem: RosterProblem,
        left: WhatIsLeft,
        from_min: int,
        forecast: Forecast | None,
        *,
        with_pay: bool,
    ) -> None:
        self._problem, self._left, self._from = problem, left, from_min
        self._forecast, self._with_pay = forecast, with_pay

    def short(self, roster: Roster, *, is_of_all: bool = False) -> float:
        """Return the agent-hours missing on the days concerned; of all: as if nobody were away."""
        problem = self._problem
        if is_of_all:
            problem = replace(problem, absences=(), called_away=())
        by_day = _short_by_day(problem, roster, self._from)
        return sum(by_day[day] for day in self._left.days)

    def level(self, roster: Roster) -> RestOfDay | None:
        """Return how the first day concerned goes from now on."""
        if self._forecast is None or not self._left.days:
            return None
        at_min = max(self._from, self._problem.horizon.day_starts_min[self._left.days[0]])
        params = SimulationParams(replications=REPLICATIONS)
        return rest_of_day(self._problem, roster, self._forecast, at_min, params)

    def effect(self, proposal: MendProposal) -> ProposalEffect:
        """Return what a proposal does."""
        was, now = self._left.cost, proposal.cost
        return ProposalEffect(
            proposal,
            self.short(proposal.roster),
            self.level(proposal.roster),
            _pay(self._problem, proposal.moves) if self._with_pay else None,
            now.overtime_hours - was.overtime_hours,
            now.wishes - was.wishes,
        )


def _pay(problem: RosterProblem, moves: tuple[DayMove, ...]) -> Decimal:
    total = Decimal(0)
    for move in moves:
        agent = problem.agent_by_id[move.agent_id]
        minutes = _work(move.now) - _work(move.was)
        total += agent.contract.hourly_cost * minutes / HOUR_MIN
    return total


def _work(shift: Shift | None) -> int:
    return 0 if shift is None else shift.work_min


@dataclass(frozen=True, eq=False, slots=True)
class TakenProposal:
    """
    A proposal that was taken, and what was there before.

    Parameters
    ----------
    change
        What it led to.
    before
        The roster it changed.
    pins
        Shifts that were fixed in it.
    """

    change: Change
    before: Roster
    pins: tuple[Shift, ...]


def take(
    desk: Desk,
    label: str,
    found: WeekMending,
    moves: Collection[DayMove],
    *,
    reason: str = "",
) -> TakenProposal:
    """
    Make changes of a proposal, or some of them, in a new draft after the published version.

    What absences took goes with them.

    Parameters
    ----------
    found
        The week as the proposals were made.
    moves
        Those to make: all of a proposal, or those of some people.
    reason
        Why rules of the house are broken; needed where they are.

    Raises
    ------
    InputError
        When question or roster changed since, a rule of law would be broken, or one of the house
        without a reason.
    """
    after = with_moves(found.left.roster, tuple(moves))
    gone, come = set(found.roster.shifts), set(after.shifts)
    removed = tuple(shift for shift in found.roster.shifts if shift not in come)
    added = tuple(shift for shift in after.shifts if shift not in gone)
    require(bool(removed or added), "nothing_to_mend", value=label)
    made = change(
        desk,
        label,
        removed=removed,
        added=added,
        reason=reason,
        action="proposal_taken",
        seen=found.key,
    )
    return TakenProposal(made, found.roster, found.problem.pins)


def take_back(desk: Desk, label: str, taken: TakenProposal) -> int:
    """
    Make the roster as it was before a proposal was taken the latest draft; return its number.

    Raises
    ------
    InputError
        When somebody changed the draft since.
    """
    with desk.write("proposal_withdrawn", ("draft", label)) as unit:
        week = unit.weeks.get(desk.shop_id, label)
        latest = unit.rosters.latest(week.id)
        if latest is None or latest.version.roster != taken.change.roster:
            raise InputError(Fault("draft_changed", value=label))
        kept = unit.weeks.pins(week.id)
        for pin in kept:
            if pin not in taken.pins:
                unit.weeks.remove_pin(week.id, pin)
        for pin in taken.pins:
            if pin not in kept:
                unit.weeks.add_pin(week.id, pin, unit.stamp)
        return add_draft(unit, label, taken.before, origin=Origin.RESTORED).version.number
