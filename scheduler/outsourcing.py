"""Own people or a vendor: what the hours of some posts and times cost either way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.errors import Fault, InputError, gathering
from scheduler.horizon import ClockSpan
from scheduler.verify.cover import people_at_work

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class VendorOffer:
    """
    What a vendor asks for an hour of work.

    Parameters
    ----------
    hour_price
        Yuan an hour, a night surcharge in it.
    posts
        The posts it would take; empty: all.
    window
        Between which times of every day; None: at any time.
    """

    hour_price: Decimal
    posts: tuple[str, ...] = ()
    window: ClockSpan | None = None

    def __post_init__(self) -> None:
        good = self.hour_price.is_finite() and self.hour_price > 0
        with gathering() as check:
            check(good, "not_positive", column="hour_price", value=self.hour_price)


@dataclass(frozen=True, slots=True)
class OwnOrVendor:
    """
    The same requirement by own people, and by a vendor.

    Parameters
    ----------
    required_hours
        Agent-hours the requirement asks for at these posts and times.
    own_hours, own_cost
        Hours of own people's work there as rostered, and what they cost in yuan: also those beyond
        the requirement, and not what is missing to it.
    short_hours
        Agent-hours of the requirement that nobody of them fills.
    vendor_cost
        Yuan for all hours required, at the vendor's price.
    """

    required_hours: float
    own_hours: float
    own_cost: Decimal
    short_hours: float
    vendor_cost: Decimal


def own_or_vendor(problem: RosterProblem, roster: Roster, offer: VendorOffer) -> OwnOrVendor:
    """
    Return what the hours of some posts and times cost by a roster, and by a vendor.

    Both are of whole intervals that begin within the window, own hours those at work there.

    Raises
    ------
    InputError
        When the offer names a post the week has not.
    """
    chosen, required = hours_of(problem, offer)
    asked = np.nan_to_num(problem.requirement.agents)
    hours = problem.horizon.interval_hours
    own, cost = _own(problem, roster, chosen)
    short = np.where(chosen, np.maximum(asked - people_at_work(problem, roster), 0), 0.0)
    price = Decimal(repr(required)) * offer.hour_price
    return OwnOrVendor(
        required, own, cost, float(short.sum()) * hours, price.quantize(FEN, ROUND_HALF_UP)
    )


def hours_of(problem: RosterProblem, offer: VendorOffer) -> tuple[npt.NDArray[np.bool_], float]:
    """
    Return which intervals a vendor takes, shape (posts, intervals), and the agent-hours required.

    Raises
    ------
    InputError
        When the offer names a post the week has not.
    """
    chosen = _chosen(problem, offer.posts, offer.window)
    asked = np.where(chosen, np.nan_to_num(problem.requirement.agents), 0.0)
    return chosen, float(asked.sum()) * problem.horizon.interval_hours


def without_vendor(
    problem: RosterProblem, posts: tuple[str, ...], window: ClockSpan | None
) -> RosterProblem:
    """
    Return a week in which a vendor takes the hours of some posts and times: closed to own people.

    Parameters
    ----------
    posts, window
        As of ``VendorOffer``.

    Raises
    ------
    InputError
        When a post is not one of the week's.
    """
    need = problem.requirement
    agents = np.where(_chosen(problem, posts, window), np.nan, need.agents)
    own = replace(need, agents=agents)
    return replace(problem, requirement=own, known_hours=None)


def _chosen(
    problem: RosterProblem, posts: tuple[str, ...], window: ClockSpan | None
) -> npt.NDArray[np.bool_]:
    """Return the intervals that begin in a window, of some posts; shape (posts, intervals)."""
    need, horizon = problem.requirement, problem.horizon
    unknown = sorted(set(posts) - set(need.posts))
    if unknown:
        raise InputError([Fault("unknown_post", column="post", value=post) for post in unknown])
    rows = [place for place, post in enumerate(need.posts) if post in (posts or need.posts)]
    clocks = (horizon.clock.clock_of(horizon.minute(at)) for at in range(horizon.intervals))
    chosen = np.zeros(need.agents.shape, dtype=np.bool_)
    chosen[rows] = np.array([window is None or clock in window for clock in clocks], dtype=bool)
    return chosen


def _own(
    problem: RosterProblem, roster: Roster, chosen: npt.NDArray[np.bool_]
) -> tuple[float, Decimal]:
    """Return hours of rostered work in chosen intervals, paid breaks too, and what they cost."""
    horizon, posts = problem.horizon, problem.requirement.posts
    intervals, total = 0, Decimal(0)
    for shift in roster.shifts:
        first = max(0, horizon.interval_of(shift.start_min))
        after = min(horizon.intervals, horizon.interval_of(shift.end_min - 1) + 1)
        minutes = ((at, horizon.minute(at)) for at in range(first, after))
        mine = sum(
            bool(chosen[posts.index(shift.post_at(minute)), at])
            for at, minute in minutes
            if (shift.meal is None or not shift.meal.start_min <= minute < shift.meal.end_min)
            and shift.post_at(minute) in posts
        )
        agent = problem.agent_by_id.get(shift.agent_id)
        intervals += mine
        if agent is not None:
            minutes_worked = Decimal(mine * horizon.interval_min)
            total += minutes_worked / 60 * agent.contract.hourly_cost
    return intervals * horizon.interval_hours, total.quantize(FEN, ROUND_HALF_UP)
