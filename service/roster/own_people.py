"""The published week of those whom somebody's role reaches, without the shop round it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.agent import Absence, Agent
from scheduler.roster import RosterState
from store.rosters import KeptVersion
from store.weeks import KeptWeek

if TYPE_CHECKING:
    from scheduler.shift import Shift
    from service.desk import Desk


@dataclass(frozen=True, slots=True)
class OwnPeople:
    """
    A week of some people.

    Parameters
    ----------
    week
        Which.
    agents
        Those whom the role reaches, in the order of the staff list.
    version
        The published version, with the shifts of these people; None: none is published yet.
    absences
        Their absences in the week.
    """

    week: KeptWeek
    agents: tuple[Agent, ...]
    version: KeptVersion | None
    absences: tuple[Absence, ...]

    @property
    def shifts(self) -> dict[str, tuple[Shift, ...]]:
        """Return the shifts of each of them, by id."""
        found = {} if self.version is None else self.version.version.roster.by_agent()
        return {agent.id: tuple(found.get(agent.id, ())) for agent in self.agents}


def own_people(desk: Desk, label: str) -> OwnPeople:
    """Return a week of those whom the role of whoever looks reaches, as it was published last."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        horizon = week.horizon
        found = unit.staff.absences(desk.shop_id, horizon.start_min, horizon.end_min)
        return OwnPeople(
            week,
            unit.staff.agents(desk.shop_id),
            unit.rosters.latest(week.id, state=RosterState.PUBLISHED),
            tuple(one.absence for one in found),
        )
