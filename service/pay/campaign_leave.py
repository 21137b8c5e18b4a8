"""Leave that a campaign owes for work on its rest days (调休): by person, until it is taken."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.facts.leave_days import LeaveKind
from kpi.month import Month
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.time_off import TimeOff, time_off_in
from service.month.hours_carried import time_off_after
from service.month.leave import leave_between
from service.month.month_inputs import entered_overtime
from service.pay.proposed_overtime import Stands, proposed_in
from service.shop.campaigns import campaigns_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.campaign import Campaign
    from service.desk import Desk
    from service.pay.proposed_overtime import Proposal
    from store.unit import Unit


@dataclass(frozen=True, slots=True)
class CampaignLeave:
    """
    Leave that one campaign owes one person.

    Parameters
    ----------
    campaign, until
        Its name, and the last day on which leave is taken; what is left then is paid.
    agent_id
        Whom.
    owed_min
        Of months that were paid: what was worked and not taken yet.
    confirmed_min
        Of months not paid yet: confirmed to be given as leave, less what was taken since; how much
        of it was worked, the month's pay settles.
    planned_min
        What rosters propose and nobody has confirmed.
    """

    campaign: str
    until: dt.date
    agent_id: str
    owed_min: int = 0
    confirmed_min: int = 0
    planned_min: int = 0

    @property
    def firm_min(self) -> int:
        """Return what is owed for work that was confirmed; what is planned is left out."""
        return self.owed_min + self.confirmed_min


def leave_owed(desk: Desk, *, month: Month | None = None) -> tuple[CampaignLeave, ...]:
    """
    Return the leave that campaigns owe today, by campaign and person; who has none is left out.

    Parameters
    ----------
    month
        Of campaigns with days in it; None: of all.
    """
    with desk.read() as unit:
        today = unit.shops.today(desk.shop_id, desk.now)
        return leave_owed_in(unit, desk.shop_id, today, month)


def leave_owed_in(
    unit: Unit, shop_id: str, today: dt.date, month: Month | None = None
) -> tuple[CampaignLeave, ...]:
    """Return the leave that campaigns owe on a day; as ``leave_owed``."""
    days = (None, None) if month is None else (month.first, month.last)
    found: list[CampaignLeave] = []
    for campaign in campaigns_in(unit, shop_id, *days):
        if campaign.time_off_until is not None:
            found += _of_campaign(unit, shop_id, campaign, today)
    return tuple(found)


def _of_campaign(
    unit: Unit, shop_id: str, campaign: Campaign, today: dt.date
) -> Iterator[CampaignLeave]:
    assert campaign.time_off_until is not None  # of those that promise leave
    left, unpaid = _after_last_paid(unit, shop_id, campaign, today)
    proposals = [one for each in sorted(unpaid) for one in proposed_in(unit, shop_id, each)]
    earned = tuple(_confirmed(unit, shop_id, unpaid, proposals)) if unpaid else ()
    planned: dict[str, int] = defaultdict(int)
    for one in proposals:
        if one.stands is Stands.NEW and one.campaign == campaign.name:
            planned[one.agent_id] += one.minutes
    since = min(unpaid, default=None)
    taken = {} if since is None else _taken(unit, shop_id, since.first, today)
    for agent in sorted({*planned, *(one.agent_id for one in (*left, *earned))}):
        mine = [one for one in left if one.agent_id == agent]
        new = [one for one in earned if one.agent_id == agent]
        now = time_off_in(Month.of(today), mine, new, taken.get(agent, 0), months=None).left
        still = [one for one in now if campaign.touches(one.date, one.date)]
        confirmed = sum(one.minutes for one in still if Month.of(one.date) in unpaid)
        owed = sum(one.minutes for one in still) - confirmed
        if owed or confirmed or planned[agent]:
            yield CampaignLeave(
                campaign.name, campaign.time_off_until, agent, owed, confirmed, planned[agent]
            )


def _after_last_paid(
    unit: Unit, shop_id: str, campaign: Campaign, today: dt.date
) -> tuple[tuple[TimeOff, ...], frozenset[Month]]:
    """Return what the last paid month left, and the months from the campaign on after it."""
    left: tuple[TimeOff, ...] = ()
    unpaid: list[Month] = []
    until = campaign.time_off_until or today
    month, last = Month.of(campaign.first), Month.of(max(campaign.last, min(today, until)))
    while month <= last:
        after = time_off_after(unit, shop_id, month)
        unpaid = [*unpaid, month] if after is None else []
        left = left if after is None else after
        month = month.after
    return left, frozenset(unpaid)


def _confirmed(
    unit: Unit, shop_id: str, unpaid: frozenset[Month], proposals: Iterable[Proposal]
) -> Iterator[TimeOff]:
    """
    Yield what was confirmed or entered in some months to be given as leave, whatever promised it.

    Of what a roster proposed it is the work in it; of a stretch approved by hand all of it.
    """
    work = {one.entry: one.minutes for one in proposals if one.stands is Stands.CONFIRMED}
    first, last = min(unpaid).first, max(unpaid).last
    for entry in unit.register.all(shop_id, ApprovedOvertime, first=first, last=last):
        held = entry.value
        if held.time_off and Month.of(entry.date) in unpaid:
            minutes = work.get(entry.id, held.end_min - held.start_min)
            yield TimeOff(held.agent_id, entry.date, minutes)
    for entered in entered_overtime(unit, shop_id, first, last):
        if entered.time_off and Month.of(entered.date) in unpaid:
            yield TimeOff(entered.agent_id, entered.date, entered.minutes)


def _taken(unit: Unit, shop_id: str, first: dt.date, today: dt.date) -> dict[str, int]:
    """Return the minutes of leave for overtime by person, from one day on until another."""
    found: dict[str, int] = defaultdict(int)
    for one in leave_between(unit, shop_id, first, max(today, first)):
        if one.kind == LeaveKind.COMPENSATORY:
            found[one.agent_id] += one.minutes
    return found
