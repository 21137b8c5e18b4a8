"""Changing a roster by hand: what a change would lead to, making it, older versions."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.roster import Roster
from scheduler.verify.checker import verify_present
from scheduler.verify.verdict import Verdict, Violation
from service.roster.house_prices import prices_on
from service.roster.overriding import Weighed, weigh
from service.roster.question import problem_key, problem_of
from store.rosters import Checked, KeptVersion, Origin

if TYPE_CHECKING:
    from scheduler.house_price import HousePrice
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from service.desk import Desk
    from store.changes import Subject
    from store.stamp import Stamp
    from store.unit import Unit
    from store.weeks import KeptWeek
    from store.writing import Writing


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


def preview(
    desk: Desk, label: str, *, removed: tuple[Shift, ...] = (), added: tuple[Shift, ...] = ()
) -> Change:
    """
    Return what taking shifts out of the latest version and putting others in would lead to.

    Nothing is kept.

    Raises
    ------
    InputError
        When a shift to take out is not there, or one to put in names an unknown agent or post or
        starts outside the week.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem = problem_of(unit, week)
        latest = unit.rosters.latest(week.id)
        prices = prices_on(unit, desk.shop_id, week.horizon.start)
    return _change(problem, latest, (removed, added), prices)[0]


def change(
    desk: Desk,
    label: str,
    *,
    removed: tuple[Shift, ...] = (),
    added: tuple[Shift, ...] = (),
    reason: str = "",
    action: str = "roster_changed",
    seen: str = "",
) -> Change:
    """
    Take shifts out of a week's draft and put others in; return what that led to.

    A published version is not touched: the change makes a new draft after it. A shift that is
    taken out loses its pin; when another of the same agent takes its place, that one gets it.

    Parameters
    ----------
    removed, added
        The shifts.
    reason
        Why rules of the house are broken; needed where they are, and kept with what that counts
        for.
    action
        What the log calls it.
    seen
        Key of the question it rests on (``problem_key``); empty: on the shifts alone.

    Raises
    ------
    InputError
        As ``preview``; when a rule of law would be broken, or one of the house without a reason;
        when the question is another than the one seen.
    """
    with desk.write(action) as unit:
        return change_draft(unit, label, removed=removed, added=added, reason=reason, seen=seen)


def change_draft(
    unit: Writing,
    label: str,
    *,
    removed: tuple[Shift, ...],
    added: tuple[Shift, ...],
    reason: str,
    action: str = "",
    seen: str = "",
) -> Change:
    """Change a week's draft in a transaction that has begun; as ``change``."""
    week = unit.weeks.get(unit.shop_id, label)
    latest = unit.rosters.latest(week.id)
    unit.touch(*days_of(week, (*removed, *added)))
    problem, found, asked = _allowed(unit, week, (removed, added), reason=reason, seen=seen)
    checked = Checked(found.verdict, problem_key(asked))
    _keep_pins(unit, week, problem, asked, unit.stamp)
    if latest is not None and latest.is_draft:
        unit.rosters.change(
            latest.id, removed=removed, added=added, checked=checked, stamp=unit.stamp
        )
    else:
        proof = None if latest is None else latest.proof
        unit.rosters.add(
            week.id,
            found.roster,
            origin=Origin.EDITED,
            checked=checked,
            proof=proof,
            stamp=unit.stamp,
        )
    number = unit.rosters.number(week.id)
    details = {"removed": str(len(removed)), "added": str(len(added))}
    unit.note(label, details | found.weighed.note(unit, label, reason), action=action)
    return dataclasses.replace(found, number=number)


def check_change(
    unit: Unit,
    week: KeptWeek,
    *,
    removed: tuple[Shift, ...],
    added: tuple[Shift, ...],
    reason: str,
) -> Change:
    """Return what a change leads to, in a transaction that has begun; raise as ``change``."""
    return _allowed(unit, week, (removed, added), reason=reason)[1]


def _allowed(
    unit: Unit,
    week: KeptWeek,
    moved: tuple[tuple[Shift, ...], tuple[Shift, ...]],
    *,
    reason: str,
    seen: str = "",
) -> tuple[RosterProblem, Change, RosterProblem]:
    """Return question, change, and the question after it; raise where it is not allowed."""
    problem = problem_of(unit, week)
    require(seen in {"", problem_key(problem)}, "question_changed", value=week.label)
    prices = prices_on(unit, week.shop_id, week.horizon.start)
    found, asked = _change(problem, unit.rosters.latest(week.id), moved, prices)
    found.weighed.require_allowed(problem, reason)
    return problem, found, asked


def exchanged(
    shift: Shift, to: str, in_return: Shift | None = None
) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    """
    Return the shifts to take out and to put in when two people agree on a shift.

    Training and meetings inside stay behind: they are their people's own.

    Parameters
    ----------
    shift
        The one that is given.
    to
        Id of who takes it.
    in_return
        One of theirs that is given for it; None: none, they claim it.
    """
    given = dataclasses.replace(shift, agent_id=to, sessions=())
    if in_return is None:
        return (shift,), (given,)
    back = dataclasses.replace(in_return, agent_id=shift.agent_id, sessions=())
    return (shift, in_return), (given, back)


def days_of(week: KeptWeek, shifts: tuple[Shift, ...]) -> tuple[Subject, ...]:
    """Return whose day of a week's draft each shift is: what two people change apart stays."""
    clock = week.horizon.clock
    return tuple(
        ("draft", week.label, one.agent_id, clock.date_of(one.start_min)) for one in shifts
    )


def _change(
    problem: RosterProblem,
    latest: KeptVersion | None,
    moved: tuple[tuple[Shift, ...], tuple[Shift, ...]],
    prices: tuple[HousePrice, ...],
) -> tuple[Change, RosterProblem]:
    """Return what a change leads to, and the problem with its pins as they are after it."""
    removed, added = moved
    for shift in added:
        _require_possible(problem, shift)
    before = Roster() if latest is None else latest.version.roster
    after = before
    for shift in removed:
        after = after.without(shift)
    after = Roster((*after.shifts, *added))
    asked = dataclasses.replace(problem, pins=_pins_after(problem.pins, removed, added))
    old, new = verify_present(problem, before), verify_present(asked, after)
    now, then = Counter(new.violations), Counter(old.violations)
    broken, healed = tuple((now - then).elements()), tuple((then - now).elements())
    weighed = weigh(asked, after, new=broken, gone=healed, prices=prices)
    dearer = new.cost.total - old.cost.total
    return Change(after, new, dearer, broken, healed, weighed), asked


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


def _keep_pins(
    unit: Unit, week: KeptWeek, old: RosterProblem, new: RosterProblem, stamp: Stamp
) -> None:
    for pin in old.pins:
        if pin not in new.pins:
            unit.weeks.remove_pin(week.id, pin)
    for pin in new.pins:
        if pin not in old.pins:
            unit.weeks.add_pin(week.id, pin, stamp)


def restore_version(desk: Desk, label: str, number: int) -> int:
    """Make an older version the latest draft, as a copy under a new number; return the number."""
    stamp = desk.stamp
    with desk.write("version_restored", ("draft", label)) as unit:
        week = unit.weeks.get(desk.shop_id, label)
        old = unit.rosters.get(week.id, number)
        latest = unit.rosters.latest(week.id)
        if latest is not None and latest.version.number == number and latest.is_draft:
            raise InputError(Fault("version_is_latest", value=str(number)))
        problem = problem_of(unit, week)
        verdict = verify_present(problem, old.version.roster)
        unit.rosters.add(
            week.id,
            old.version.roster,
            origin=Origin.RESTORED,
            checked=Checked(verdict, problem_key(problem)),
            proof=old.proof,
            stamp=stamp,
        )
        unit.note(label, {"number": str(number)})
        return unit.rosters.number(week.id)
