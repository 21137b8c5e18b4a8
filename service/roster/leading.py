"""What a change of a roster by hand leads to: breaches, cost, pins; nothing is kept here."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.roster import Roster
from scheduler.verify.checker import verify_present
from scheduler.verify.verdict import Verdict, Violation
from service.roster.overriding import Weighed, weigh
from service.roster.question import problem_key

if TYPE_CHECKING:
    from scheduler.house_price import HousePrice
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from store.rosters import KeptVersion

    Moved = tuple[tuple[Shift, ...], tuple[Shift, ...]]


@dataclass(frozen=True, eq=False)
class Change:
    """
    What a change of a roster leads to.

    Parameters
    ----------
    roster
        The roster with the change.
    verdict
        What the checker says of it.
    cost_change
        Its cost less that of the roster without the change.
    new, gone
        Breaches it brings, and those it takes away.
    weighed
        What of the new ones is of law, and what of the house with its price.
    number
        Of the draft that holds it; None: it was only looked at.
    """

    roster: Roster
    verdict: Verdict
    cost_change: float
    new: tuple[Violation, ...]
    gone: tuple[Violation, ...]
    weighed: Weighed
    number: int | None = None


def led_to(
    problem: RosterProblem,
    latest: KeptVersion | None,
    moved: Moved,
    prices: tuple[HousePrice, ...],
) -> tuple[Change, RosterProblem]:
    """
    Return what a change leads to, and the problem with its pins as they are after it.

    Parameters
    ----------
    problem
        The week's question.
    latest
        The version that is changed; None: there is no roster yet.
    moved
        Shifts to take out, and to put in.
    prices
        Of breaking rules of the house.

    Raises
    ------
    InputError
        As ``preview``.
    """
    removed, added = moved
    for shift in added:
        _require_possible(problem, shift)
    before = Roster() if latest is None else latest.version.roster
    left = Counter(before.shifts)
    left.subtract(removed)
    for shift in removed:
        require(left[shift] >= 0, "shift_not_in_roster", value=shift.agent_id)
    after = Roster((*left.elements(), *added))
    asked = dataclasses.replace(problem, pins=_pins_after(problem.pins, removed, added))
    old, new = _known(problem, latest, before), verify_present(asked, after)
    now, then = Counter(new.violations), Counter(old.violations)
    broken, healed = tuple((now - then).elements()), tuple((then - now).elements())
    weighed = weigh(asked, after, new=broken, gone=healed, prices=prices)
    dearer = new.cost.total - old.cost.total
    return Change(after, new, dearer, broken, healed, weighed), asked


def _known(problem: RosterProblem, latest: KeptVersion | None, before: Roster) -> Verdict:
    """Return what the checker says of the roster before; as kept, where it was asked the same."""
    if latest is not None and latest.checked.problem_key == problem_key(problem):
        return latest.checked.verdict
    return verify_present(problem, before)


def _require_possible(problem: RosterProblem, shift: Shift) -> None:
    known = shift.agent_id in problem.agent_by_id
    require(known, "unknown_agent", value=shift.agent_id, column="agent_id")
    for post in (shift.post, *shift.posts):
        require(post in problem.post_by_id, "unknown_post", value=post, column="post")
    when = problem.horizon.clock.format(shift.start_min)
    require(
        shift.start_min in problem.horizon,
        "date_outside",
        value=when,
        column="start",
        first=problem.horizon.start,
        last=problem.horizon.dates[-1],
    )


def _pins_after(
    pins: tuple[Shift, ...], removed: tuple[Shift, ...], added: tuple[Shift, ...]
) -> tuple[Shift, ...]:
    """Drop the pins of shifts taken out; a single successor of the same agent inherits one."""
    lost = {pin.agent_id for pin in pins if pin in removed}
    heirs = tuple(
        shift
        for shift in added
        if shift.agent_id in lost and sum(s.agent_id == shift.agent_id for s in added) == 1
    )
    return (*(pin for pin in pins if pin not in removed), *heirs)
