"""Who can cover a stretch of a week's latest roster, and giving it to one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.covering import Covering, CoverOffer, CoverPair, covering
from scheduler.errors import require
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from service.roster import calling, editing
from service.roster.question import problem_key, problem_of
from service.roster.report import violation_report

if TYPE_CHECKING:
    from typing import Any

    from scheduler.horizon import Horizon
    from scheduler.open_stretch import OpenStretch
    from scheduler.shift import Shift
    from service.desk import Desk

__all__ = ["CoverOffer", "CoverPair", "Covering"]
MINUTE_S, HOUR_MIN = 60, 60


@dataclass(frozen=True, eq=False, slots=True)
class WhoCan:
    """
    Who can cover a stretch of a week.

    Parameters
    ----------
    problem, roster
        The week's question, and its latest roster.
    key
        Of the question: what is given later must rest on the same.
    found
        The people.
    pay
        By agent: hourly cost of the work that comes, less that of the work that goes, overtime at
        the same rate; None: who looks may not see what people earn.
    """

    problem: RosterProblem
    roster: Roster
    key: str
    found: Covering
    pay: dict[str, Decimal] | None


def who_can(desk: Desk, label: str, stretch: OpenStretch) -> WhoCan:
    """
    Return who can cover a stretch of a week's latest roster.

    Raises
    ------
    InputError
        When there is no roster or requirement, the stretch is over, is of another week, or its
        post is unknown or closed then.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem = problem_of(unit, week)
        roster = unit.rosters.named(week, None).version.roster
    horizon = problem.horizon
    require(stretch.start_min < stretch.end_min, "ends_before_start", column="end")
    now_min = -(-int(desk.now.timestamp()) // MINUTE_S)
    if stretch.start_min < now_min < stretch.end_min:  # of what has begun the rest can be covered
        step = horizon.interval_min
        begin = horizon.start_min + -(-(now_min - horizon.start_min) // step) * step
        stretch = replace(stretch, start_min=begin)
    is_over = stretch.end_min <= max(now_min, stretch.start_min)
    at = horizon.clock.format(stretch.start_min).replace("T", " ")
    require(not is_over and stretch.start_min >= now_min, "stretch_over", value=at)
    found = covering(problem, roster, stretch, from_min=now_min)
    pay = None
    if desk.may("wages"):
        follow = (pair.second for pair in found.pairs)
        pay = {one.person.agent_id: _pay(problem, one) for one in (*follow, *found.offers)}
    return WhoCan(problem, roster, problem_key(problem), found, pay)


def _pay(problem: RosterProblem, offer: CoverOffer) -> Decimal:
    helper = offer.helper
    if helper.call is not None:  # paid for standing by already
        return Decimal(0)
    gone = 0 if helper.instead_of is None else helper.instead_of.work_min
    rate = problem.agent_by_id[offer.person.agent_id].contract.hourly_cost
    return rate * (helper.shift.work_min - gone) / HOUR_MIN


def give_cover(desk: Desk, label: str, seen: WhoCan, offer: CoverOffer) -> int | None:
    """
    Give a stretch to somebody: call who stands by, else put the shift into a new draft.

    Returns
    -------
    The number of the draft; None: somebody was called.

    Raises
    ------
    InputError
        When question or roster changed since it was seen, or a rule would be broken.
    """
    helper = offer.helper
    if helper.call is not None:
        calling.call(desk, label, helper.call)
        return None
    gone = () if helper.instead_of is None else (helper.instead_of,)
    return editing.change(desk, label, removed=gone, added=(helper.shift,), seen=seen.key).number


def give_pair(desk: Desk, label: str, seen: WhoCan, pair: CoverPair) -> int | None:
    """Give a stretch to two people, one after the other; as ``give_cover`` of both at once."""
    removed, added = _both(pair)
    return editing.change(desk, label, removed=removed, added=added, seen=seen.key).number


def take_pair_back(desk: Desk, label: str, pair: CoverPair) -> None:
    """Undo ``give_pair``; raises InputError when a shift is gone."""
    removed, added = _both(pair)
    editing.change(desk, label, removed=added, added=removed)


def _both(pair: CoverPair) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    helpers = (pair.first.helper, pair.second.helper)
    gone = tuple(one.instead_of for one in helpers if one.instead_of is not None)
    return gone, tuple(one.shift for one in helpers)


def take_cover_back(desk: Desk, label: str, offer: CoverOffer) -> None:
    """Undo ``give_cover``; raises InputError when the shift or call is gone."""
    helper = offer.helper
    if helper.call is not None:
        calling.take_back(desk, label, helper.call, helper.shift)
        return
    come = () if helper.instead_of is None else (helper.instead_of,)
    editing.change(desk, label, removed=(helper.shift,), added=come)


def covering_report(found: Covering, horizon: Horizon) -> dict[str, Any]:
    """Return who can cover a stretch for programs."""
    form = horizon.clock.format
    return {
        "post": found.stretch.post,
        "start": form(found.stretch.start_min),
        "end": form(found.stretch.end_min),
        "offers": [_offer_report(one, horizon) for one in found.offers],
        "pairs": [
            [_offer_report(one, horizon) for one in (pair.first, pair.second)]
            for pair in found.pairs
        ],
        "held_back": [
            {
                "agent_id": one.agent_id,
                "broken": [
                    violation_report(each, horizon)
                    for each in (() if one.helper is None else one.helper.broken)
                ],
            }
            for one in found.held_back
        ],
        "elsewhere": {key.value: number for key, number in found.elsewhere.items()},
    }


def _offer_report(one: CoverOffer, horizon: Horizon) -> dict[str, Any]:
    form = horizon.clock.format
    return {
        "agent_id": one.person.agent_id,
        "standing": one.person.standing.value,
        "start": form(one.helper.shift.start_min),
        "end": form(one.helper.shift.end_min),
        "call": one.helper.call is not None,
        "replaces": one.helper.instead_of and form(one.helper.instead_of.start_min),
        "covered_min": one.covered_min,
        "cost_change": one.cost_change,
        "overtime_hours": one.overtime_hours,
        "wishes": one.wishes,
        "unfair_shifts": one.unfair,
        "rest_min": one.rest_min,
        "week_min": one.week_min,
        "contract_min": one.contract_min,
    }
