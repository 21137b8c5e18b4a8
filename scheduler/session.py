"""Training and meetings: paid time off the chats, due once for each person they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from scheduler.agent import Agent


@dataclass(frozen=True, slots=True)
class Session:
    """
    Training or a meeting that somebody, or everybody of a team, sits through once.

    It lies whole inside one shift of the person and inside the window, clear of meal and breaks;
    the people of a team need not sit together.

    Parameters
    ----------
    id
        Unique among a problem's sessions.
    agent_id, team
        Whom it is for; one of the two, the other empty.
    minutes
        Its length.
    earliest_min, latest_min
        It begins at or after the one and has ended by the other.
    kind
        Training, meeting …; free text.
    """

    id: Annotated[str, Key("session_id", cell=Cell.NAME)]
    agent_id: Annotated[str, Key(cell=Cell.AGENT, usual="", is_kept=True)]
    team: Annotated[str, Key(cell=Cell.TEAM, usual="", is_kept=True)]
    minutes: int
    earliest_min: Annotated[int, Key("earliest", cell=Cell.MOMENT, after="kind")]
    latest_min: Annotated[int, Key("latest", cell=Cell.MOMENT, after="earliest_min")]
    kind: Annotated[str, Key(is_kept=True)] = ""

    def __post_init__(self) -> None:
        first, last, length = self.earliest_min, self.latest_min, self.minutes
        with gathering() as check:
            good = bool(self.id) and not any(mark in self.id for mark in "|@/")
            check(good, "session_name", column="session_id", value=self.id)
            one = bool(self.agent_id) != bool(self.team)
            check(one, "session_for_whom", column="agent_id", value=self.agent_id)
            check(length > 0, "not_positive", column="minutes", value=length)
            fits = length <= 0 or first + length <= last
            check(fits, "session_window", column="latest", value=last - first, minutes=length)

    def is_for(self, agent: Agent) -> bool:
        """Return whether an agent has to sit through it."""
        return agent.team == self.team if self.team else agent.id == self.agent_id
