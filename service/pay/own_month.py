"""An agent's own month: what was shown to the agents, the score, the pay, the objections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.pay.payout import Payout
from kpi.score.scorecard import AgentScore
from service.pay.pay_review import Objection
from store.months import MonthRun
from store.register import Entry
from store.run_steps import RunState

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Month", "RunState"]


@dataclass(frozen=True, eq=False)
class OwnMonth:
    """
    What an agent may see of a month.

    Parameters
    ----------
    run
        The newest run that was shown to the agents; None: none was yet.
    state
        How far that run is; None likewise.
    is_newest
        Whether no later run is being prepared.
    score, payout
        The agent's; None: not scored or not paid in it.
    objections
        The agent's, against that run.
    """

    run: MonthRun | None
    state: RunState | None
    is_newest: bool
    score: AgentScore | None
    payout: Payout | None
    objections: tuple[Entry[Objection], ...]


def own_month(desk: Desk, month: Month, agent_id: str) -> OwnMonth:
    """
    Return a month as its agent may see it: from review on, nobody else's numbers.

    Raises
    ------
    InputError
        When the shop is unknown.
    """
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        newest = unit.months.latest(desk.shop_id, month)
        run = _shown(unit, desk.shop_id, month, newest)
        if run is None or newest is None:
            return OwnMonth(None, None, True, None, None, ())
        entries = unit.register.all(
            desk.shop_id, Objection, subject=agent_id, first=month.first, last=month.last
        )
        state = unit.run_steps.state(run.id)
    score = next((one for one in run.scores if one.agent_id == agent_id), None)
    payout = next((one for one in run.payouts if one.agent_id == agent_id), None)
    own = tuple(one for one in entries if one.value.number == run.number)
    return OwnMonth(run, state, run.number == newest.number, score, payout, own)


def _shown(unit: Unit, shop_id: str, month: Month, newest: MonthRun | None) -> MonthRun | None:
    """Return the newest run that is at least in review."""
    run = newest
    while run is not None and unit.run_steps.state(run.id) is RunState.CALCULATED:
        run = unit.months.numbered(shop_id, month, run.number - 1)
    return run
