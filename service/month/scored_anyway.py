"""Who is scored although too little is known of them: decided by name, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.score.coverage import ScoredAnyway
from store.months import DecidedAnyway
from store.register import Entry

if TYPE_CHECKING:
    from kpi.month import Month
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["DecidedAnyway", "Entry", "ScoredAnyway"]


@dataclass(frozen=True, slots=True)
class Anyway:
    """
    What somebody asks for when a month is scored.

    Parameters
    ----------
    reason
        Why what is known is enough.
    agents
        Whom to score; nobody: all of whom too little is known.
    """

    reason: str
    agents: tuple[str, ...] = ()


def decide(desk: Desk, asked: ScoredAnyway) -> int:
    """Let agents be scored although too little is known of them; return the entry's number."""
    with desk.write("scored_anyway_decided", unseen="it is added to what was decided") as unit:
        return enter_decision(unit, asked)


def withdraw(desk: Desk, number: int) -> None:
    """Take back a decision; runs that were computed by it keep it."""
    with desk.write("scored_anyway_withdrawn", ("entry", number)) as unit:
        taken = unit.take_out(ScoredAnyway, number).value
        unit.add(("month", taken.month, "anyway"))
        unit.note(str(taken.month), {"agents": ", ".join(taken.agents)})


def decisions(desk: Desk, month: Month) -> tuple[Entry[ScoredAnyway], ...]:
    """Return what was decided of a month, by whom and when."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, ScoredAnyway, subject=str(month))


def enter_decision(unit: Writing, asked: ScoredAnyway) -> int:
    """Keep a decision within another action; return the entry's number."""
    number = unit.enter(asked, subject=str(asked.month), date=asked.month.first)
    unit.add(("month", asked.month, "anyway"))
    details = {"agents": ", ".join(asked.agents), "reason": asked.reason}
    unit.note(str(asked.month), details, action="scored_anyway_decided")
    return number


def decided_in(unit: Unit, shop_id: str, month: Month) -> tuple[DecidedAnyway, ...]:
    """Return what was decided of a month, as its runs keep it."""
    kept = unit.register.all(shop_id, ScoredAnyway, subject=str(month))
    return tuple(DecidedAnyway(one.value, one.entered) for one in kept)
