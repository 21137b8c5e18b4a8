"""What is taken from pay: returned commission and damage, within what the law leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.pay.extras import DeductionKind
from kpi.pay.law import Topic
from kpi.pay.payout import Payout, PayoutLine, Pays, Unpaid
from kpi.pay.reckoning import Reckoning, to_fen
from kpi.told import told
from scheduler.errors import Fault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from kpi.pay.extras import PayExtras
    from kpi.pay.law import PayLaw
    from kpi.pay.payout import Overtime

ZERO = Decimal(0)
HOUR_MIN = 60


def less_taken(
    earned: Payout,
    extras: PayExtras,
    *,
    least: Decimal | None,
    limits: PayLaw | None,
    reckoning: Reckoning = Reckoning.EXACT,
) -> tuple[Payout, list[Fault]]:
    """
    Return a payout after claw-back and damage, and what of it the law forbids.

    Commission to be given back never touches the base or the minimum wage: what this month cannot
    bear is owed to the next. Compensation for damage beyond what the law leaves is refused, as is
    any fine.

    Parameters
    ----------
    earned
        All that was earned.
    extras
        Refunds, deductions, and what is owed from the month before.
    least
        The minimum wage of the agent's part of the month; None: HR entered none.
    limits
        What the law allows.
    reckoning
        How the commission was reckoned.
    """
    agent = earned.agent_id
    faults = _below_minimum(earned, least, limits)
    if faults and Unpaid.BELOW_COVERAGE in earned.unpaid:  # it is not all that will be paid
        earned, faults = replace(earned, unpaid=(*earned.unpaid, Unpaid.BELOW_MINIMUM_WAGE)), []
    faults += [
        Fault(
            "fine_unlawful",
            value=agent,
            details=_article(limits, Topic.FINE) | {"amount": d.amount},
        )
        for d in extras.deductions
        if d.agent_id == agent and d.kind is DeductionKind.FINE
    ]
    before = extras.owed.get(agent, ZERO)
    mine = [one for one in extras.refunds if one.agent_id == agent]
    owed = before + sum((one.owed(reckoning) for one in mine), ZERO)
    floor = max(earned.amount(Pays.BASE), least or ZERO)
    taken = min(owed, max(ZERO, earned.normal - floor))
    lines = list(earned.lines)
    found = replace(earned, owed=owed - taken)
    notes = [told("owed_before", amount=before)] if before else []
    notes += [note for one in mine for note in one.notes(reckoning)]
    if owed:
        notes.append(told("bearable", normal=earned.normal, floor=floor, taken=taken, owed=owed))
    if taken:
        details = {"returned_commission": -taken}
        lines.append(PayoutLine(Pays.CLAW_BACK, -taken, details, notes=tuple(notes)))
        found = replace(found, lines=tuple(lines))
    else:
        found = replace(found, notes=(*found.notes, *notes))
    harm = [
        one
        for one in extras.deductions
        if one.agent_id == agent and one.kind is DeductionKind.DAMAGE
    ]
    damage = sum((to_fen(one.amount) for one in harm), ZERO)
    if damage:
        faults += _damage_faults(found, damage, least, limits)
        told_of = (
            told("damage_of", date=d.date, amount=d.amount, reason=d.reason, clause=d.clause)
            for d in harm
        )
        line = PayoutLine(Pays.DAMAGE, -damage, {"damage": -damage}, notes=tuple(told_of))
        found = replace(found, lines=(*found.lines, line))
    return found, faults


def overtime_above(overtime: Sequence[Overtime], limits: PayLaw) -> bool:
    """Return whether overtime of a month passes what the law allows a day or a month."""
    by_day: dict[dt.date, int] = defaultdict(int)
    for one in overtime:
        if one.kind.value == "workday":
            by_day[one.date] += one.minutes
    day_min = limits.number(Topic.OVERTIME_DAY) * HOUR_MIN
    month_min = limits.number(Topic.OVERTIME_MONTH) * HOUR_MIN
    return any(minutes > day_min for minutes in by_day.values()) or _sum(overtime) > month_min


def _sum(overtime: Iterable[Overtime]) -> int:
    return sum(one.minutes for one in overtime)


def _below_minimum(payout: Payout, least: Decimal | None, limits: PayLaw | None) -> list[Fault]:
    """Return a fault when what is paid for normal hours lies below the minimum wage."""
    if least is None or payout.normal >= least:
        return []
    details = {"amount": str(payout.normal), "limit": str(least)}
    details |= _article(limits, Topic.MINIMUM_WAGE)
    return [Fault("below_minimum_wage", value=payout.agent_id, details=details)]


def _damage_faults(
    payout: Payout, damage: Decimal, least: Decimal | None, limits: PayLaw | None
) -> list[Fault]:
    agent, article = payout.agent_id, _article(limits, Topic.DAMAGE_SHARE)
    if limits is None:
        return [Fault("law_missing", value=Topic.DAMAGE_SHARE)]
    if least is None:
        return [Fault("minimum_wage_missing", value=agent, details=article)]
    faults = []
    most = to_fen(limits.number(Topic.DAMAGE_SHARE) * payout.total)
    if damage > most:
        details = {"amount": str(damage), "limit": str(most), **article}
        faults.append(Fault("damage_above_share", value=agent, details=details))
    left = payout.normal - damage
    if left < least:
        details = {"amount": str(left), "limit": str(least), **article}
        faults.append(Fault("damage_below_minimum", value=agent, details=details))
    return faults


def _article(limits: PayLaw | None, topic: Topic) -> dict[str, str]:
    return {"article": "—"} if limits is None else limits[topic].named
