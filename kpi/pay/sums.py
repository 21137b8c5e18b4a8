"""What agents sold, attended and were rated in a month, as exact sums for their pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import NOBODY
from kpi.pay.reckoning import FEN
from kpi.score.scorecard import rounded
from kpi.told import Told, told

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from kpi.month import Month

ZERO = Decimal(0)
COLUMNS = (
    *("sales_fen", "refunded_fen", "satisfied", "rated"),
    *("shifts", "late_shifts", "early_shifts", "absent_shifts", "adherent_min", "scheduled_min"),
    *("complaints_at_fault", "attitude_complaints", "abuses", "harassments"),
)
INCIDENTS = ("late", "early", "absent")
UNHELD = "unheld_shifts"
"""Shifts of which nobody knows whether they were attended."""
UNTIMED = "untimed_shifts"
"""Shifts that were attended, of which nobody knows when they were to begin and end."""
SHARE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class MonthSums:
    """
    Sums of a month by column and agent; an agent of whom nothing is known has no entry.

    Parameters
    ----------
    sums
        Column -> agent -> sum.
    """

    sums: Mapping[str, Mapping[str, Decimal]]

    @classmethod
    def of(cls, facts: Facts | None, month: Month) -> MonthSums:
        """Return the sums of the shifts and messages that belong to a month."""
        if facts is None:
            return cls({})
        inside = facts.between(month.first, month.last)
        found: dict[str, dict[str, Decimal]] = {}
        for name in COLUMNS:
            known = ~np.isnan(inside[name])
            agent = inside.agent[known]
            totals = np.bincount(agent, inside[name][known], len(inside.agents))
            some = np.bincount(agent, minlength=len(inside.agents)) > 0
            found[name] = {
                who: Decimal(repr(float(totals[at])))
                for at, who in enumerate(inside.agents)
                if some[at]
            }
        unheld = np.isnan(inside["absent_shifts"])
        untimed = ~unheld & (np.isnan(inside["late_shifts"]) | np.isnan(inside["early_shifts"]))
        for name, rows in ((UNHELD, unheld), (UNTIMED, untimed)):
            shifts = np.where(rows, np.nan_to_num(inside["shifts"]), 0.0)
            totals = np.bincount(inside.agent, shifts, len(inside.agents))
            found[name] = {
                who: Decimal(repr(float(totals[at]))) for at, who in enumerate(inside.agents)
            }
        return cls(found)

    def get(self, column: str, agent: str) -> Decimal | None:
        """Return one sum; None: unknown."""
        return self.sums.get(column, {}).get(agent)

    def net_sales(self, agent: str) -> Decimal | None:
        """Return sales less what is known to be refunded, in yuan, at least 0; None: unknown."""
        sales_fen = self.get("sales_fen", agent)
        if sales_fen is None:
            return None
        return max(ZERO, sales_fen - (self.get("refunded_fen", agent) or ZERO)) * FEN

    def sales_note(self, agent: str) -> Told:
        """Return how net sales came about, to be told."""
        sales, refunded = (
            (self.get(name, agent) or ZERO) * FEN for name in ("sales_fen", "refunded_fen")
        )
        net = self.net_sales(agent) or ZERO
        code = "net_sales" if refunded <= sales else "net_sales_none"
        return told(code, sales=sales, refunded=refunded, net=net)

    @property
    def shared_sales(self) -> Decimal | None:
        """Return the net sales credited to nobody; None: unknown."""
        return self.net_sales(NOBODY)

    def days_worked(self, agent: str) -> Decimal | None:
        """Return shifts attended; None: unknown."""
        shifts, absent = self.get("shifts", agent), self.get("absent_shifts", agent)
        return None if shifts is None or absent is None else shifts - absent

    def incidents(self, agent: str) -> Decimal | None:
        """Return shifts begun late, left early or missed; None: unknown."""
        counts = [self.get(f"{kind}_shifts", agent) for kind in INCIDENTS]
        known = [count for count in counts if count is not None]
        return sum(known, ZERO) if len(known) == len(counts) else None

    def is_counted(self, column: str) -> bool:
        """Return whether a column is known of anybody."""
        return bool(self.sums.get(column))

    def share(self, part: str, whole: str, agent: str) -> Decimal | None:
        """Return one sum / another, to six decimals; None: unknown."""
        over, under = self.get(part, agent), self.get(whole, agent)
        return None if over is None or not under else rounded(over / under, SHARE)
