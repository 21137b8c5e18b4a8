"""A month's scores beside those under like conditions: for comparison, off unless asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.score.fair import Adjusted, FairTotal, adjusted_values, fair_totals
from service.month.month_inputs import month_sources

if TYPE_CHECKING:
    from service.desk import Desk

__all__ = ["Adjusted", "FairTotal", "Month"]


def fair_view(desk: Desk, month: Month) -> tuple[FairTotal, ...]:
    """
    Return every scorecard's total of the newest run beside the adjusted one; it pays nothing.

    Without a log of chats there is nothing to adjust by, and both totals are the same.

    Raises
    ------
    InputError
        When the month was not scored.
    """
    with desk.read() as unit:
        run = unit.months.scored(desk.shop_id, month)
        clock = unit.shops.get(desk.shop_id).clock
        sources = month_sources(unit, desk.shop_id, month)
    values: tuple[Adjusted, ...] = ()
    if sources.chats is not None and sources.chat_days is not None:
        shifts = [one.scheduled.shift for one in sources.hours]
        values = adjusted_values(*sources.chats, sources.chat_days, shifts, clock=clock)
    cards = [card for score in run.scores for card in score.cards]
    return fair_totals(cards, run.inputs.schemes, values)
