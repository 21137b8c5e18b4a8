"""Pay that is unlike last month's: whom to look at before a month goes into review."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.pay.hour_pay import month_pay
from kpi.pay.pay_scheme import firm_scheme, pay_scheme_for
from kpi.pay.payout import Payout, Pays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kpi.month import Month
    from kpi.pay.hour_pay import MonthPay
    from kpi.pay.pay_scheme import PayScheme
    from kpi.pay.payout import PayPlan

ZERO = Decimal(0)
USUAL = Decimal(2)
"""How many times more or less than last month nobody is asked about where no scheme says it."""


@dataclass(frozen=True, slots=True)
class PayOutlier:
    """
    Somebody's pay of a month that is unlike the month before.

    Parameters
    ----------
    agent_id
        Id of the agent whose pay stands out.
    before, now
        Yuan in both months; only normal hours where no payout of the month before is known.
    factor
        Above how many times more or less it is asked about.
    part
        The kind of line that changed most; None: the lines of the month before are not known.
    part_before, part_now
        Yuan of that kind.
    """

    agent_id: str
    before: Decimal
    now: Decimal
    factor: Decimal
    part: Pays | None = None
    part_before: Decimal = ZERO
    part_now: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class PayCompared:
    """
    A month's pay beside the month before.

    Parameters
    ----------
    people, known
        How many are paid, and of how many of them the pay of the month before is known.
    outliers
        Those whose pay is unlike it, the largest difference first.
    """

    people: int
    known: int
    outliers: tuple[PayOutlier, ...]


def compared(
    now: Iterable[Payout],
    before: Iterable[Payout],
    factor_of: Callable[[str], Decimal],
    told: Iterable[MonthPay] = (),
) -> PayCompared:
    """
    Return a month's payouts beside those of the month before.

    Whoever was paid then and is not now is paid nothing, and is asked about too.

    Parameters
    ----------
    now, before
        Payouts of both months.
    factor_of
        Above how many times more or less an agent's pay is asked about.
    told
        Pay of the month before as HR told it, of people whom no payout of it is known.
    """
    now = tuple(now)
    paid = {one.agent_id: one for one in before}
    said = {one.agent_id: one.pay for one in told}
    found, people, known = [], 0, 0
    for payout in now:
        agent, people = payout.agent_id, people + 1
        known += agent in paid or agent in said
        one = None
        if agent in paid:
            one = _by_lines(payout, paid[agent], factor_of(agent))
        elif agent in said and (pay := month_pay(payout)) is not None:
            one = PayOutlier(agent, said[agent], pay.pay, factor_of(agent))
        if one is not None:
            found.append(one)
    there = {payout.agent_id for payout in now}
    gone = [Payout(agent, one.month.after, ()) for agent, one in paid.items() if agent not in there]
    found += [_by_lines(one, paid[one.agent_id], factor_of(one.agent_id)) for one in gone]
    found = [one for one in found if _is_unlike(one)]
    found.sort(key=lambda one: (-abs(one.now - one.before), one.agent_id))
    return PayCompared(people, known, tuple(found))


def _by_lines(now: Payout, before: Payout, factor: Decimal) -> PayOutlier:
    changes = {pays: (before.amount(pays), now.amount(pays)) for pays in Pays}
    most = max(Pays, key=lambda pays: abs(changes[pays][1] - changes[pays][0]))
    return PayOutlier(now.agent_id, before.total, now.total, factor, most, *changes[most])


def _is_unlike(one: PayOutlier) -> bool:
    low, high = sorted((one.before, one.now))
    return high > max(low, ZERO) * one.factor


def factors(
    plans: Iterable[PayPlan], schemes: Iterable[PayScheme], month: Month
) -> Callable[[str], Decimal]:
    """Return above which factor each agent's pay is asked about, by the scheme of their plan."""
    schemes = tuple(schemes)
    firm = firm_scheme(schemes, month)
    usual = (firm and firm.outlier_factor) or USUAL
    held: dict[str, PayPlan] = {}
    for plan in sorted(plans, key=lambda one: one.valid_from):
        if plan.valid_from <= month.last:
            held[plan.agent_id] = plan

    def factor(agent: str) -> Decimal:
        name = held[agent].scheme if agent in held else ""
        versions = [one for one in schemes if one.id == name and one.valid_from <= month.first]
        scheme = pay_scheme_for(versions, name, month) if versions else None
        return (scheme and scheme.outlier_factor) or usual

    return factor
