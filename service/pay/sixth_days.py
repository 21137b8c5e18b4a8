"""Overtime that rosters propose, for whoever confirms it: what there is, and entries made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import OvertimeKind
from scheduler.errors import Fault, InputError
from service.pay.overtime import keep_approved
from service.pay.pay_entries import take_out
from service.pay.proposed_overtime import Proposal, SixthDayDoubt, Stands, month_limit, proposed_in
from store.looked import ask_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kpi.month import Month
    from kpi.pay.law import LegalLimit
    from service.desk import Desk
    from store.writing import Writing

__all__ = ["Proposal", "SixthDayDoubt", "Stands"]


def proposals(desk: Desk, month: Month) -> tuple[Proposal, ...]:
    """Return the overtime that rosters in force propose for the days of a month; keeps nothing."""
    with desk.read() as unit:
        return proposed_in(unit, desk.shop_id, month)


def confirm(
    desk: Desk, month: Month, chosen: Sequence[Proposal], *, time_off: bool | None = None
) -> int:
    """
    Make entries of proposals; return how many stood otherwise before.

    What is confirmed already is passed over; what changed takes the place of the old entry, what is
    gone is taken out.

    Parameters
    ----------
    month, chosen
        Proposals of a month, as somebody has seen them.
    time_off
        Whether leave is given instead of pay; None: where a campaign promises it.

    Raises
    ------
    InputError
        When one of them is not proposed like this any more.
    UnusualError
        When somebody did not agree to overtime, is protected, or has more than the law allows in a
        month: it is paid all the same where somebody says why.
    """
    waiting = [one for one in chosen if one.waits]
    with desk.write("overtime_confirmed", unseen="what it rests on is expected below") as unit:
        unit.expect(("month", month, "rosters"))
        unit.expect(*(("rules", week) for week in {one.week for one in waiting}))
        unit.expect(*(("month", month, "overtime", one.agent_id) for one in waiting))
        now = set(proposed_in(unit, desk.shop_id, month))
        moved = [Fault("proposal_moved", value=_named(one)) for one in waiting if one not in now]
        if moved:
            raise InputError(moved)
        ask_about(_questions(waiting, month_limit(month)))
        for one in waiting:
            _confirmed(unit, one, time_off=one.until is not None if time_off is None else time_off)
    return len(waiting)


def _questions(waiting: Iterable[Proposal], limit: LegalLimit) -> Iterator[Fault]:
    for one in waiting:
        for doubt in one.doubts:
            told = {"date": one.date.isoformat(), **limit.named, "limit": str(limit.value)}
            yield Fault(f"sixth_day_{doubt}", value=one.agent_id, details=told)


def _confirmed(unit: Writing, one: Proposal, *, time_off: bool) -> None:
    if one.entry is not None:
        take_out(unit, one.entry, ApprovedOvertime)
    if one.stands is Stands.GONE:
        unit.note(one.agent_id, {"date": one.date.isoformat(), "week": one.week})
        return
    rest_day = OvertimeKind.REST_DAY
    by, times = unit.stamp.by, (one.start_min, one.end_min)
    keep_approved(unit, ApprovedOvertime(one.agent_id, *times, rest_day, by, time_off, one.week))


def _named(one: Proposal) -> str:
    return f"{one.agent_id} {one.date.isoformat()}"
