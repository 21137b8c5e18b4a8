"""What an hour of each plan is worth in a month, by the choices of its scheme or of the firm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.pay.hour_pay import HourPay, HourRules, MonthPay, hour_pay
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.payout import OvertimeLaw, PayPlan

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class HourWorth:
    """
    What an hour of each plan is worth in a month.

    Parameters
    ----------
    month, law
        Which, and the law on overtime in it.
    schemes, firm
        Pay schemes that plans name, and the firm's own; None: it has none.
    earlier
        Pay of earlier months, by agent.
    made
        What was worked out already.
    """

    month: Month
    law: OvertimeLaw
    schemes: Mapping[str, PayScheme]
    firm: PayScheme | None
    earlier: Mapping[str, Sequence[MonthPay]]
    made: dict[PayPlan, HourPay] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        month: Month,
        law: OvertimeLaw,
        earlier: Iterable[MonthPay],
        *,
        schemes: Mapping[str, PayScheme],
        firm: PayScheme | None,
    ) -> HourWorth:
        """Return it by the pay of earlier months, of anybody."""
        by_agent: dict[str, list[MonthPay]] = defaultdict(list)
        for one in earlier:
            by_agent[one.agent_id].append(one)
        return cls(month, law, schemes, firm, by_agent)

    def rules(self, plan: PayPlan) -> HourRules:
        """Return the firm's choices for a plan: those of its scheme, else those for everybody."""
        scheme = self.schemes.get(plan.scheme)
        own = None if scheme is None else scheme.hours
        return own or (self.firm and self.firm.hours) or HourRules()

    def __call__(self, plan: PayPlan) -> HourPay:
        """Return what an hour of a plan is worth, worked out once."""
        if plan not in self.made:
            earlier = self.earlier.get(plan.agent_id, ())
            rules = self.rules(plan)
            self.made[plan] = hour_pay(plan, rules, earlier, month=self.month, law=self.law)
        return self.made[plan]
