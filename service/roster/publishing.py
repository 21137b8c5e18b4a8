"""Bringing a roster in from a file, and publishing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.facts.scheduled import PutInForce
from kpi.month import Month
from scheduler.errors import Fault, InputError, require
from scheduler.roster import Roster, RosterState
from scheduler.verify.checker import verify_present
from service.roster.overriding import keep_overrides, still_of
from service.roster.question import problem_key, problem_of
from service.roster.telling import tell_published
from service.shop.told import reading_as
from store.files.absences import read_overrides
from store.files.week import read_roster
from store.register import Entry
from store.rosters import Checked, KeptVersion, Origin, Proof
from store.snapshots import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.house_price import Override
    from service.desk import Desk
    from store.weeks import KeptWeek
    from store.writing import Writing

__all__ = ["Entry", "PutInForce"]
MINUTE_S = 60


def import_roster(desk: Desk, label: str, path: Path) -> KeptVersion:
    """
    Take a roster file in as a week's new draft; it may break rules, and its verdict says which.

    What stands beside it of rules broken by hand is kept with the week.

    Raises
    ------
    InputError
        With all faults of the file; then nothing is kept.
    """
    with desk.read() as unit:
        problem = problem_of(unit, unit.weeks.get(desk.shop_id, label))
    with reading_as(desk):
        roster, overrides = read_roster(path, problem), read_overrides(path, problem)
    return keep_roster(desk, label, roster, overrides=overrides)


def keep_roster(
    desk: Desk,
    label: str,
    roster: Roster,
    *,
    origin: Origin = Origin.IMPORTED,
    proof: Proof | None = None,
    overrides: tuple[Override, ...] = (),
) -> KeptVersion:
    """Keep a roster as a week's new draft, with the rules broken in it by hand, and return it."""
    with desk.write("roster_kept", ("draft", label)) as unit:
        kept = add_draft(unit, label, roster, origin=origin, proof=proof)
        keep_overrides(unit, label, still_of(overrides, kept.checked.verdict.violations))
        return kept


def add_draft(
    unit: Writing, label: str, roster: Roster, *, origin: Origin, proof: Proof | None = None
) -> KeptVersion:
    """Keep a roster as a week's new draft in a transaction that has begun, and return it."""
    week = unit.weeks.get(unit.shop_id, label)
    problem = problem_of(unit, week)
    unit.rosters.add(
        week.id,
        roster,
        origin=origin,
        checked=Checked(verify_present(problem, roster), problem_key(problem)),
        proof=proof,
        stamp=unit.stamp,
    )
    number = unit.rosters.number(week.id)
    unit.note(label, {"number": str(number), "origin": origin.value}, action="roster_kept")
    return unit.rosters.get(week.id, number)


def publish(desk: Desk, label: str, *, reason: str = "") -> KeptVersion:
    """
    Publish a week's draft: from now on it never changes, and it is the past of later weeks.

    Parameters
    ----------
    reason
        Why it is published although a hard rule is broken; needed exactly then.

    Raises
    ------
    InputError
        When there is no draft, or a hard rule is broken and no reason is given.
    """
    with desk.write("roster_published", ("draft", label)) as unit:
        return publish_draft(unit, label, reason)


def publish_draft(unit: Writing, label: str, reason: str) -> KeptVersion:
    """Publish a week's draft in a transaction that has begun, and return it."""
    week = unit.weeks.get(unit.shop_id, label)
    draft = unit.rosters.latest(week.id)
    if draft is None or not draft.is_draft:
        raise InputError(Fault("no_draft", value=label))
    before = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
    problem = problem_of(unit, week)
    verdict = verify_present(problem, draft.version.roster)
    told = bool(reason.strip())
    broken = len(verdict.stretches)
    require(verdict.is_clean or told, "reason_missing", column="reason", value=broken)
    kept_reason = "" if verdict.is_clean else reason.strip()
    checked = Checked(verdict, problem_key(problem))
    unit.rosters.publish(draft.id, reason=kept_reason, checked=checked, stamp=unit.stamp)
    details = {"number": str(draft.version.number), "breaches": str(broken)}
    unit.note(label, details, action="roster_published")
    published = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
    assert published is not None
    _keep_snapshot(unit, week, published)
    tell_published(unit, label, problem, published, before)
    return published


def _keep_snapshot(unit: Writing, week: KeptWeek, published: KeptVersion) -> None:
    """Keep what was forecast when a version was published, so that it can be judged afterwards."""
    if week.forecast_id is None or week.requirement_id is None:
        return
    numbers = (published.id, week.forecast_id, week.requirement_id)
    unit.snapshots.add(Snapshot(*numbers, unit.stamp))


def put_in_force(desk: Desk, label: str, number: int, *, reason: str) -> Entry[PutInForce]:
    """
    Let a published version hold from its week's beginning, although it was published later.

    What was agreed then counts as scheduled from then on; who said so, and why, is kept and stands
    in every export of a month it touches.

    Raises
    ------
    InputError
        When the version is not published, holds from the beginning anyway or was put in force
        already, or no reason is given.
    """
    with desk.write("roster_put_in_force", ("in_force", label)) as unit:
        return put_version_in_force(unit, label, number, reason)


def put_version_in_force(unit: Writing, label: str, number: int, reason: str) -> Entry[PutInForce]:
    """Let a published version hold for the past, in a transaction that has begun."""
    week = unit.weeks.get(unit.shop_id, label)
    published_at = unit.rosters.get(week.id, number).version.published_at
    if published_at is None:
        raise InputError(Fault("version_not_published", value=str(number)))
    since_min = week.horizon.start_min
    late = published_at.timestamp() > since_min * MINUTE_S
    require(late, "in_force_anyway", value=number)
    kept = unit.register.all(unit.shop_id, PutInForce, subject=label)
    is_new = all(one.value.number != number for one in kept)
    require(is_new, "in_force_anyway", value=number)
    agreed = PutInForce(label, number, since_min, reason.strip())
    entry = unit.enter(agreed, subject=label, date=week.horizon.start)
    _add_months(unit, week)
    details = {"number": str(number), "reason": agreed.reason}
    unit.note(label, details, action="roster_put_in_force")
    return unit.register.get(unit.shop_id, PutInForce, entry)


def take_out_of_force(desk: Desk, entry: int) -> None:
    """Take back that a version holds for a time before it was published."""
    with desk.write("roster_taken_out_of_force", ("entry", entry)) as unit:
        removed = unit.take_out(PutInForce, entry).value
        _add_months(unit, unit.weeks.get(desk.shop_id, removed.week))
        unit.add(("in_force", removed.week))
        unit.note(removed.week, {"number": str(removed.number)})


def agreed_of(desk: Desk, label: str) -> tuple[Entry[PutInForce], ...]:
    """Return which versions of a week were put in force for the past, by whom and why."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, PutInForce, subject=label)


def _add_months(unit: Writing, week: KeptWeek) -> None:
    """Say that what was scheduled changed in the months a week touches."""
    for month in dict.fromkeys(map(Month.of, week.horizon.dates)):
        unit.add(("month", month, "rosters"))
