"""Changing a week's published roster as was agreed: a version with its log, consent, calendars."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.roster import RosterState
from service.phone.requests_seen import AskedKind, AskedStep, RequestSeen
from service.phone.short_notice import AgreedChange
from service.roster.editing import change_draft
from service.roster.publishing import publish_draft
from service.roster.requests import add_absence

if TYPE_CHECKING:
    from scheduler.shift import Shift
    from service.phone.requests_seen import AgentRequest, AskedState
    from store.unit import Unit
    from store.weeks import KeptWeek
    from store.writing import Writing


def has_draft(unit: Unit, week: KeptWeek) -> bool:
    """Return whether a draft of a week stands in the way: it would be published too."""
    latest = unit.rosters.latest(week.id)
    return latest is not None and latest.is_draft


def give(
    unit: Writing,
    asked: AgentRequest,
    taker: str,
    moved: tuple[tuple[Shift, ...], tuple[Shift, ...]],
    *,
    reason: str,
) -> None:
    """
    Let what was agreed hold: leave is entered, shifts change and the roster is published at once.

    Whoever takes part consents by it, so that no change of theirs asks for consent again.

    Raises
    ------
    InputError
        When it breaks the law, or rules of the house without a reason; when a draft of the week
        stands in the way.
    """
    if asked.absence is not None:
        add_absence(unit, asked.absence, decision=reason)
        return
    week = unit.weeks.get(unit.shop_id, asked.week)
    require(not has_draft(unit, week), "draft_in_way", value=asked.week)
    removed, added = moved
    is_swap = asked.kind is AskedKind.SWAP
    action = "shifts_swapped" if is_swap else "shift_claimed"
    change_draft(unit, asked.week, removed=removed, added=added, reason=reason, action=action)
    before = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
    standing = "" if before is None else before.version.reason
    number = publish_draft(unit, asked.week, reason.strip() or standing).version.number
    for who in dict.fromkeys((asked.agent_id, taker)):
        agreed = AgreedChange(who, asked.week, number)
        unit.enter(agreed, subject=who, date=week.horizon.start)


def step(
    unit: Writing, seen: RequestSeen, state: AskedState, reason: str = "", *, set_by: str = ""
) -> None:
    """Note what was done with a request; ``set_by``: who set the quota from which it followed."""
    at, is_by_quota = unit.stamp.at_s, bool(set_by)
    done = AskedStep(state, set_by or unit.stamp.by, at, reason.strip(), is_by_quota)
    unit.register.replace(seen.entry.id, replace(seen.value, steps=(*seen.value.steps, done)))
    unit.add(("entry", seen.entry.id))
    told = {"number": str(seen.entry.id), "state": state.value}
    unit.note(seen.value.agent_id, told | ({"reason": done.reason} if done.reason else {}))


def require_not_own(seen: RequestSeen, by: str) -> None:
    """Raise InputError where whoever decides takes part in the request."""
    said = {seen.entry.entered.by, seen.names.get(seen.value.agent_id)}
    said |= {seen.names.get(seen.taker)}
    if seen.answer is not None:
        said.add(seen.answer.entered.by)
    require(by not in said, "request_own", value=by)
