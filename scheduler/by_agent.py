"""What is said of people, sorted by whom it is said of."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeVar

from scheduler.agent import Absence, AgentLimit, Wish
from scheduler.shift import Shift
from scheduler.standby import StandbyCall
from scheduler.type_pin import TypePin

Row = TypeVar("Row", Absence, AgentLimit, Wish, Shift, TypePin, StandbyCall)


def by_agent(rows: tuple[Row, ...]) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each person who has any, in their order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.agent_id].append(row)
    return {agent: tuple(mine) for agent, mine in found.items()}
