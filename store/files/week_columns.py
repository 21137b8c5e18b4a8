"""The tables of a week whose rows are people, what they do and what they may not or wish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from scheduler.agent import Absence, Agent, AgentLimit, Certificate, Wish
from scheduler.house_price import Override
from scheduler.keys import Cell, Key
from scheduler.past_shift import PastShift
from scheduler.session import Session
from scheduler.shift import Shift
from scheduler.shift_type import ShiftType
from scheduler.standby import StandbyCall
from scheduler.type_pin import TypePin
from scheduler.work_plan import WorkPlan
from store.files.cells import KnownAgent
from store.files.columns import columns
from store.files.week_cells import CallMoment, PastMoment, WeekMoment


@dataclass(frozen=True, slots=True)
class Held:
    """
    A period in which somebody is certified for a post.

    Parameters
    ----------
    agent_id
        The person.
    certificate
        The post and the period.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    certificate: Annotated[Certificate, Key(is_flat=True)]


def periods_of(agents: tuple[Agent, ...]) -> list[Held]:
    """Return the periods of the posts that an agent is not certified for without limit."""
    return [
        Held(agent.id, period)
        for agent in agents
        for post in agent.posts
        for periods in [[each for each in agent.certificates if each.post == post]]
        if periods != [Certificate(post)]
        for period in periods
    ]


AGENTS = columns("agents", Agent)
CERTIFICATES = columns("certificates", Held)
ABSENCES = columns("absences", Absence)
WISHES = columns("preferences", Wish)
LIMITS = columns("agent_limits", AgentLimit)
SESSIONS = columns("sessions", Session)
SHIFT_TYPES = columns("shift_types", ShiftType)
WORK_PLANS = columns("work_plans", WorkPlan)
ROSTER = columns("roster", Shift)  # of any agent, since the checker is to name the unknown ones
HISTORY = columns("history", PastShift, start_min=PastMoment)  # people who left may occur
CALLS = columns("calls", StandbyCall, from_min=CallMoment)
TYPE_PINS = columns("type_pins", TypePin)
OVERRIDES = columns("overrides", Override)  # of a roster: the rules of the house broken by hand
PINS = columns("pins", Shift, agent_id=KnownAgent, start_min=WeekMoment)
