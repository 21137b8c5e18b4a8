"""Bringing a roster in from a file, and publishing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.roster import Roster, RosterState
from scheduler.verify.checker import verify_present
from service.roster.question import problem_key, problem_of
from store.actions import Action
from store.files.week import read_roster
from store.rosters import Checked, KeptVersion, Origin, Proof
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from store.database import Database


def import_roster(
    database: Database, shop_id: str, label: str, path: Path, *, by: str, now: dt.datetime
) -> KeptVersion:
    """
    Take a roster file in as a week's new draft; it may break rules, and its verdict says which.

    Raises
    ------
    InputError
        With all faults of the file; then nothing is kept.
    """
    with database.read() as unit:
        problem = problem_of(unit, unit.weeks.get(shop_id, label))
    roster = read_roster(path, problem)
    return keep_roster(database, shop_id, label, roster, by=by, now=now)


def keep_roster(
    database: Database,
    shop_id: str,
    label: str,
    roster: Roster,
    *,
    origin: Origin = Origin.IMPORTED,
    proof: Proof | None = None,
    by: str,
    now: dt.datetime,
) -> KeptVersion:
    """Keep a roster as a week's new draft and return it."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        week = unit.weeks.get(shop_id, label)
        problem = problem_of(unit, week)
        unit.rosters.add(
            week.id,
            roster,
            origin=origin,
            checked=Checked(verify_present(problem, roster), problem_key(problem)),
            proof=proof,
            stamp=stamp,
        )
        number = unit.rosters.number(week.id)
        details = {"number": str(number), "origin": origin.value}
        unit.actions.add(shop_id, Action("roster_kept", label, details, stamp))
        return unit.rosters.get(week.id, number)


def publish(
    database: Database,
    shop_id: str,
    label: str,
    *,
    reason: str = "",
    by: str,
    now: dt.datetime,
) -> KeptVersion:
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
    stamp = Stamp(by, now)
    with database.write() as unit:
        week = unit.weeks.get(shop_id, label)
        draft = unit.rosters.latest(week.id)
        if draft is None or not draft.is_draft:
            raise InputError(Fault("no_draft", value=label))
        problem = problem_of(unit, week)
        verdict = verify_present(problem, draft.version.roster)
        told = bool(reason.strip())
        broken = len(verdict.violations)
        require(verdict.is_clean or told, "reason_missing", column="reason", value=broken)
        kept_reason = "" if verdict.is_clean else reason.strip()
        checked = Checked(verdict, problem_key(problem))
        unit.rosters.publish(draft.id, reason=kept_reason, checked=checked, stamp=stamp)
        details = {"number": str(draft.version.number), "breaches": str(broken)}
        unit.actions.add(shop_id, Action("roster_published", label, details, stamp))
        published = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
        assert published is not None
        return published
