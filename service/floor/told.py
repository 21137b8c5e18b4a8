"""What a supervisor tells of the day by hand: who is here, how many chats came so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import require
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from service.desk import Desk

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class SeenHere:
    """
    That somebody was seen at work; it tells the day's page alone, no hours are paid by it.

    Parameters
    ----------
    agent_id, date
        Who, on the day of which shift.
    at_min
        When.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: dt.date
    at_min: int


@dataclass(frozen=True, slots=True)
class CameSoFar:
    """
    How many chats of a day had come by a moment.

    Parameters
    ----------
    post, date
        On which post, on which day.
    at_min
        By when.
    chats
        Since the day's beginning; 0 or more.
    """

    post: Annotated[str, Key(cell=Cell.POST)]
    date: dt.date
    at_min: int
    chats: float

    def __post_init__(self) -> None:
        good = 0 <= self.chats < float("inf")
        require(good, "negative", column="volume", value=self.chats)


def mark_here(desk: Desk, date: dt.date, agent_ids: tuple[str, ...]) -> None:
    """Note that people are here now."""
    require(bool(agent_ids), "happened_to_nobody", column="agent_id")
    now_min = int(desk.now.timestamp()) // MINUTE_S
    with desk.write("presence_noted", unseen="each person's own mark of this moment") as unit:
        for agent_id in agent_ids:
            mark = SeenHere(agent_id, date, now_min)
            unit.require_known(mark)
            unit.put(mark, subject=agent_id, date=date, daily=True)
        unit.note(str(date), {"people": str(len(agent_ids))})


def tell_came(desk: Desk, told: CameSoFar) -> None:
    """Note how many chats of a day came so far, in place of what was told before."""
    with desk.write("chats_told", unseen="in place of what was told of the same day") as unit:
        unit.require_known(told)
        unit.put(told, subject=told.post, date=told.date, daily=True)
        unit.note(told.post, {"chats": f"{told.chats:g}"})
