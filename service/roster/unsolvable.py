"""Why a week has no roster, and the ways out: law kept, each tried, the cheapest first."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scheduler.problem import RosterProblem
from scheduler.unsolvable.causes import CauseKind, ConflictCause
from scheduler.unsolvable.decide import Solvable
from scheduler.unsolvable.smallest import SmallestConflict, smallest_conflict
from scheduler.unsolvable.told import ConflictTold, WayTold, WhyTold
from scheduler.unsolvable.ways_out import NEW, WayKind, WayTried, ways_out
from service.roster.house_prices import prices_on
from service.roster.overriding import weigh
from service.roster.question import problem_of
from service.roster.report import violation_report

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from scheduler.house_price import HousePrice
    from scheduler.solve.result import StopAsked
    from service.desk import Desk

__all__ = [
    "CauseKind",
    "ConflictCause",
    "ConflictTold",
    "PricedWay",
    "Solvable",
    "WayKind",
    "WayTold",
    "WhyNone",
    "WhyTold",
    "why_none",
]

Report = dict[str, Any]
MOST = 3  # conflicts that are looked for, one after the other
SECONDS = 20.0
PATIENCE = 4
NOT_TO_MOVE = frozenset({"sick", "maternity", "work_injury", "bereavement"})  # leave as it comes


@dataclass(frozen=True, eq=False, slots=True)
class PricedWay:
    """
    A way out, and what it costs.

    Parameters
    ----------
    way
        What was tried, with its roster.
    told
        What is told of it.
    """

    way: WayTried
    told: WayTold


@dataclass(frozen=True, eq=False, slots=True)
class FoundConflict:
    """
    A conflict of a week.

    Parameters
    ----------
    conflict
        Its causes.
    ways
        Ways out, the cheapest first; each was tried with the other conflicts left aside.
    """

    conflict: SmallestConflict
    ways: tuple[PricedWay, ...]


@dataclass(frozen=True, eq=False, slots=True)
class WhyNone:
    """
    Why a week has no roster.

    Parameters
    ----------
    problem
        The week.
    found
        Its conflicts, each without causes of those before.
    answer
        Whether there is a roster once the conflicts found are gone: ``NO`` after the most that are
        looked for, ``OPEN`` where neither a roster nor a proof was found in time.
    seconds
        It took.
    """

    problem: RosterProblem
    found: tuple[FoundConflict, ...]
    answer: Solvable
    seconds: float

    @property
    def told(self) -> WhyTold:
        """Return what is told of it."""
        found = (
            ConflictTold(each.conflict, tuple(way.told for way in each.ways)) for each in self.found
        )
        return WhyTold(tuple(found), self.answer)


def why_none(
    problem: RosterProblem,
    prices: tuple[HousePrice, ...],
    *,
    seconds: float = SECONDS,
    stop: StopAsked | None = None,
) -> WhyNone:
    """
    Return the conflicts of a week and the ways out of each.

    Parameters
    ----------
    problem
        The week.
    prices
        Of breaking rules of the house.
    seconds
        After which nothing more is tried; what is not tried is not offered.
    stop
        Asked too.
    """
    begun = time.perf_counter()

    def is_over() -> bool:
        return time.perf_counter() - begun > seconds or (stop is not None and stop())

    conflicts: list[SmallestConflict] = []
    answer = Solvable.NO
    while len(conflicts) < MOST and answer is Solvable.NO and not is_over():
        gone = [cause for each in conflicts for cause in each.causes]
        found = smallest_conflict(problem, gone, stop=is_over)
        if isinstance(found, Solvable):
            answer = found
        else:
            conflicts.append(found)
    told = tuple(
        FoundConflict(each, tuple(_priced(problem, each, conflicts, prices, is_over)))
        for each in conflicts
    )
    return WhyNone(problem, told, answer, time.perf_counter() - begun)


def why_week(desk: Desk, label: str, seconds: float = SECONDS) -> WhyNone:
    """
    Return the conflicts of a week of the database.

    Parameters
    ----------
    seconds
        Of the processor; where others keep it busy, up to four times as long by the clock.

    Raises
    ------
    InputError
        When the week has no requirement.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem = problem_of(unit, week)
        prices = prices_on(unit, desk.shop_id, week.horizon.start)
    begun = time.thread_time()
    return why_none(
        problem,
        prices,
        seconds=PATIENCE * seconds,
        stop=lambda: time.thread_time() - begun > seconds,
    )


def seen_by(desk: Desk, told: WhyTold) -> WhyTold:
    """Return what is told, pay left out for who may not see it."""
    if desk.may("wages"):
        return told
    unpaid = (
        replace(each, ways=tuple(replace(way, yuan=Decimal(0)) for way in each.ways))
        for each in told.found
    )
    return replace(told, found=tuple(unpaid))


def _priced(
    problem: RosterProblem,
    conflict: SmallestConflict,
    conflicts: list[SmallestConflict],
    prices: tuple[HousePrice, ...],
    stop: StopAsked,
) -> list[PricedWay]:
    """Return the ways out of a conflict that break no law, the cheapest first."""
    others = [cause for each in conflicts if each is not conflict for cause in each.causes]
    ways = [
        priced
        for way in ways_out(problem, conflict, others, stop=stop)
        if (priced := _price(way, prices)) is not None
    ]
    return sorted(ways, key=lambda one: (one.told.price, float(one.told.yuan)))


def _price(way: WayTried, prices: tuple[HousePrice, ...]) -> PricedWay | None:
    """Return a way with its price; None: it breaks the law, or moves leave that cannot be moved."""
    kinds = {getattr(cause.row, "kind", "") for cause in way.causes}
    if kinds & NOT_TO_MOVE and way.kind is WayKind.SET_ASIDE:
        return None
    weighed = weigh(way.problem, way.roster, new=way.broken, gone=(), prices=prices)
    if weighed.law and way.kind is WayKind.EASE:
        return None
    hours = way.problem.horizon.interval_hours
    below = sum(
        (one.limit or 0) - (one.measured or 0) for one in way.broken if one.rule == "sealed"
    )
    pay = (one.contract for one in way.problem.agents if one.id.startswith(NEW))
    yuan = sum((one.hourly_cost * Decimal(str(one.hours_week)) for one in pay), Decimal(0))
    price = way.cost.total + weighed.price
    told = (way.kind, way.causes, way.people, way.broken, way.cost.short_hours)
    return PricedWay(way, WayTold(*told, price, below * hours, yuan))


def why_none_report(why: WhyNone) -> Report:
    """Return the conflicts of a week for programs."""
    horizon = why.problem.horizon
    return {
        "answer": why.answer.value,
        "seconds": round(why.seconds, 2),
        "conflicts": [
            {
                "causes": [_cause(one, horizon) for one in each.conflict.causes],
                "minimal": each.conflict.is_minimal,
                "ways": [_way(one, horizon) for one in each.ways],
            }
            for each in why.told.found
        ],
    }


def _cause(cause: ConflictCause, horizon: Horizon) -> Report:
    form = horizon.clock.format
    has_time = cause.end_min > cause.start_min
    return {
        "kind": cause.kind.value,
        "name": cause.name,
        "start": form(cause.start_min) if has_time else None,
        "end": form(cause.end_min) if has_time else None,
    }


def _way(way: WayTold, horizon: Horizon) -> Report:
    return {
        "kind": way.kind.value,
        "causes": [_cause(one, horizon) for one in way.causes],
        "people": list(way.people),
        "price": way.price,
        "short_hours": way.short_hours,
        "below_hours": way.below_hours,
        "yuan": str(way.yuan),
        "broken": [violation_report(each, horizon) for each in way.broken],
    }
