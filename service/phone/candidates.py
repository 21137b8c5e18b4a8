"""With whom a shift could be swapped, and to whom it could be given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.shift import Shift
from service.phone.requests_seen import MINUTE_S

if TYPE_CHECKING:
    from service.desk import Desk

MOST = 30


@dataclass(frozen=True, slots=True)
class Candidates:
    """
    Who may take part in an exchange of a shift, by their posts; rules are asked when it is asked.

    Parameters
    ----------
    shift
        The one to give.
    swaps
        Shifts of others in the same week for it, with their names, the nearest days first.
    free
        Ids and names of those who do not work that day.
    more
        How many further shifts are not listed.
    """

    shift: Shift
    swaps: tuple[tuple[str, Shift], ...]
    free: tuple[tuple[str, str], ...]
    more: int = 0


def candidates(desk: Desk, agent_id: str, label: str, start_min: int) -> Candidates:
    """
    Return who could take an agent's published shift.

    Of others it tells name, day and hours alone, as a roster on the wall does.

    Raises
    ------
    InputError
        When the agent has no such shift, or is not theirs to look for.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        mine = unit.rosters.of_agent(week.id, agent_id)
    there = mine[-1].shifts if mine else ()
    shift = next((one for one in there if one.start_min == start_min), None)
    require(shift is not None, "shift_not_published", value=agent_id, at=str(start_min))
    assert shift is not None
    with desk.database.read() as unit:
        agents = {one.id: one for one in unit.staff.agents(desk.shop_id)}
        shifts = unit.rosters.shifts(mine[-1].id)
    date_of, me = week.horizon.clock.date_of, agents.get(agent_id)
    own = set() if me is None else set(me.posts)
    can = {who for who, one in agents.items() if set(shift.posts) <= set(one.posts)} - {agent_id}
    day = date_of(shift.start_min)
    at_work = {one.agent_id for one in shifts if date_of(one.start_min) == day}
    found = [
        one
        for one in shifts
        if one.agent_id in can
        and set(one.posts) <= own
        and one.start_min * MINUTE_S > desk.now.timestamp()
        and one.span != shift.span
    ]
    found.sort(key=lambda one: (abs((date_of(one.start_min) - day).days), one.start_min))
    names = {who: one.name or who for who, one in agents.items()}
    return Candidates(
        shift,
        tuple((names[one.agent_id], one) for one in found[:MOST]),
        tuple((who, names[who]) for who in sorted(can - at_work)),
        max(0, len(found) - MOST),
    )
