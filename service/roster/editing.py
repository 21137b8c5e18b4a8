"""Changing a roster by hand: what a change would lead to, making it, older versions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.verify.checker import verify_present
from service.roster.house_prices import prices_on
from service.roster.leading import Change, led_to
from service.roster.question import problem_key, problem_of
from store.rosters import Checked, Origin

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from service.desk import Desk
    from service.roster.leading import Moved
    from store.changes import Subject
    from store.unit import Unit
    from store.weeks import KeptWeek
    from store.writing import Writing


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
    return led_to(problem, latest, (removed, added), prices)[0]


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
    unit.touch(*days_of(week, (*removed, *added)))
    problem, found, asked = allowed_change(unit, week, (removed, added), reason=reason, seen=seen)
    version = keep_change(unit, week, (removed, added), found, (problem, asked))
    unit.draft_steps.add(
        version,
        action=action or unit.action,
        reason=reason.strip(),
        removed=removed,
        added=added,
        pins=(problem.pins, asked.pins),
        stamp=unit.stamp,
    )
    return note_change(unit, week, found, (removed, added), reason=reason, action=action)


def keep_change(
    unit: Writing,
    week: KeptWeek,
    moved: Moved,
    found: Change,
    asked: tuple[RosterProblem, RosterProblem],
) -> int:
    """
    Keep a change in a week's draft, in a new one where the latest version is none.

    Parameters
    ----------
    moved, found
        The shifts, and what the change leads to.
    asked
        The question before it and after it, which differ in their pins.

    Returns
    -------
    The draft's number in the database.
    """
    removed, added = moved
    latest = unit.rosters.latest(week.id)
    checked = Checked(found.verdict, problem_key(asked[1]))
    old, new = asked[0].pins, asked[1].pins
    for pin in old:
        if pin not in new:
            unit.weeks.remove_pin(week.id, pin)
    for pin in new:
        if pin not in old:
            unit.weeks.add_pin(week.id, pin, unit.stamp)
    if latest is not None and latest.is_draft:
        unit.rosters.change(
            latest.id, removed=removed, added=added, checked=checked, stamp=unit.stamp
        )
        return latest.id
    proof = None if latest is None else latest.proof
    return unit.rosters.add(
        week.id,
        found.roster,
        origin=Origin.EDITED,
        checked=checked,
        proof=proof,
        stamp=unit.stamp,
    )


def note_change(
    unit: Writing,
    week: KeptWeek,
    found: Change,
    moved: Moved,
    *,
    reason: str,
    action: str = "",
) -> Change:
    """Have a change that was kept told in the log; return it with its draft's number."""
    details = {"removed": str(len(moved[0])), "added": str(len(moved[1]))}
    unit.note(week.label, details | found.weighed.note(unit, week.label, reason), action=action)
    return dataclasses.replace(found, number=unit.rosters.number(week.id))


def check_change(
    unit: Unit,
    week: KeptWeek,
    *,
    removed: tuple[Shift, ...],
    added: tuple[Shift, ...],
    reason: str,
) -> Change:
    """Return what a change leads to, in a transaction that has begun; raise as ``change``."""
    return allowed_change(unit, week, (removed, added), reason=reason)[1]


def allowed_change(
    unit: Unit,
    week: KeptWeek,
    moved: Moved,
    *,
    reason: str,
    seen: str = "",
) -> tuple[RosterProblem, Change, RosterProblem]:
    """Return question, change, and the question after it; raise where it is not allowed."""
    problem = problem_of(unit, week)
    require(seen in {"", problem_key(problem)}, "question_changed", value=week.label)
    prices = prices_on(unit, week.shop_id, week.horizon.start)
    found, asked = led_to(problem, unit.rosters.latest(week.id), moved, prices)
    found.weighed.require_allowed(problem, reason)
    return problem, found, asked


def exchanged(shift: Shift, to: str, in_return: Shift | None = None) -> Moved:
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
