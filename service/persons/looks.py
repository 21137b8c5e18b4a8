"""
Who looked at pay and scores of others: noted where they are opened, shown or handed out.

One line for a visit, a person and a month; a list of everybody is one line too. Whoever looks at
their own leaves none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.grants import ScopeKind
from store.looks import EVERYBODY, PayLook
from store.stamp import Stamp

if TYPE_CHECKING:
    from kpi.month import Month
    from service.desk import Desk


__all__ = ["EVERYBODY", "PayLook"]

PAY, SCORE = "pay", "score"


def is_own(desk: Desk, agent_id: str) -> bool:
    """Return whether whoever looks is that agent, and nobody else."""
    scopes = [one.scope for one in desk.person.grants or () if one.scope.kind is ScopeKind.SELF]
    return any(one.is_in(desk.shop_id) and agent_id in one.names for one in scopes)


def note_look(
    desk: Desk, month: Month, *, what: str, place: str, visit: str, agent_id: str = EVERYBODY
) -> None:
    """
    Keep that somebody looked at pay or scores; what they do themselves leaves lines of its own.

    Parameters
    ----------
    month, agent_id
        Of which month, and whose; empty: everybody's.
    what, place
        ``pay`` or ``score``, and where: the name of a page, a command or a file.
    visit
        Within what it is noted once, such as a session of the screen.
    """
    if agent_id and is_own(desk, agent_id):
        return
    look = PayLook(agent_id, month, what, place, visit, Stamp(desk.by, desk.now))
    with desk.database.write() as unit:
        unit.looks.add(desk.shop_id, [look])


def looks(desk: Desk) -> tuple[PayLook, ...]:
    """Return who looked at whose pay, the newest first; for those who may see that."""
    desk.require_reading("looks")
    with desk.read() as unit:
        return unit.looks.of(desk.shop_id)


def looks_at(desk: Desk, agent_id: str) -> tuple[PayLook, ...]:
    """Return who looked at somebody's pay, and at lists they stand in, the newest first."""
    desk.require_reading("looks")
    with desk.read() as unit:
        return unit.looks.of(desk.shop_id, agent_id)
