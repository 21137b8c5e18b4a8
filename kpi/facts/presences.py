"""Presences nobody can mean as they stand, such as one that was never ended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.facts.spans import Spans, union
from scheduler.dispatch import Presence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class PresenceLimits:
    """
    How long somebody can be there at a stretch.

    Parameters
    ----------
    longest_min, shortest_min
        Longer or shorter ones are in doubt: a clock that was not stopped, or stopped by mistake.
    """

    longest_min: int = 16 * 60
    shortest_min: int = 5

    def in_doubt(self, there: Spans) -> Spans:
        """Return the stretches of presence that are too long or too short."""
        return tuple(
            (start, end)
            for start, end in there
            if not self.shortest_min <= end - start <= self.longest_min
        )


USUAL = PresenceLimits()


def presences_in_doubt(
    presences: Iterable[Presence], limits: PresenceLimits = USUAL
) -> tuple[Presence, ...]:
    """Return the presences that are in doubt, rows that touch as one, in order of agent, start."""
    return tuple(
        Presence(agent, *span)
        for agent, there in sorted(by_agent(presences).items())
        for span in limits.in_doubt(there)
    )


def by_agent(presences: Iterable[Presence]) -> Mapping[str, Spans]:
    """Return when each agent was there; nobody else has an entry."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in presences:
        found[one.agent_id].append((one.start_min, one.end_min))
    return {agent: union(spans) for agent, spans in found.items()}
