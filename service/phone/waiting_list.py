"""Leave that waits moves up when a place becomes free, in the order it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.phone.giving import step
from service.phone.leave import LeaveQuota, chance_of
from service.phone.requests_seen import AskedKind, AskedState, requests_in
from service.roster.requests import add_absence, drop_absence, fits_balance
from store.sight import reaching_everybody

if TYPE_CHECKING:
    from service.desk import Desk
    from store.writing import Writing


def set_quota(desk: Desk, quota: LeaveQuota) -> None:
    """
    Set how many of a team may be on leave the same day, in place of what was set before.

    Who waits and fits by now moves up.
    """
    with desk.write("leave_quota_set", unseen="it takes the place of what was set") as unit:
        unit.put(quota, subject=quota.team)
        unit.note(quota.team, {"most": str(quota.most)})
        move_up(unit)


def remove_leave(desk: Desk, number: int) -> None:
    """Remove an absence by its number; who waits for its place moves up."""
    with desk.write("absence_removed", ("absence", number)) as unit:
        drop_absence(unit, number)
        move_up(unit)


def move_up(unit: Writing) -> tuple[int, ...]:
    """
    Approve the leave that waits and fits its quota by now; return the numbers of the requests.

    It follows by itself from the quota, in the name of whoever set it: also where whoever freed
    the place could not approve it.
    """
    shop_id, now = unit.shop_id, unit.stamp.at
    waiting = [
        one
        for one in requests_in(unit, shop_id, now)
        if one.value.kind is AskedKind.LEAVE and one.state is AskedState.ACCEPTED
    ]
    clock, moved = unit.shops.get(shop_id).clock, []
    for one in sorted(waiting, key=lambda each: each.entry.id):
        absence = one.value.absence
        assert absence is not None
        first, last = clock.date_of(absence.start_min), clock.date_of(absence.end_min - 1)
        if first <= unit.today:
            continue
        chance = chance_of(unit, (absence.agent_id, absence.kind), first, last)
        if not chance.is_at_once:
            continue
        with reaching_everybody(unit.connection):
            if not fits_balance(unit, absence):
                continue
            add_absence(unit, absence)
            step(unit, one, AskedState.APPROVED, set_by=chance.set_by)
        moved.append(one.entry.id)
    return tuple(moved)
