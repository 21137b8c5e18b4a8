"""Which messages something that happens brings; kept in the transaction in which it happens."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from service.outbound.channels import OutboundChannel
from service.roster.export_picture import team_parts
from store.dispatches import DispatchFacts

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from store.rosters import KeptVersion
    from store.writing import Writing

PUBLISHED = "roster_published"


def tell_published(
    unit: Writing,
    label: str,
    problem: RosterProblem,
    published: KeptVersion,
    before: KeptVersion | None,
) -> None:
    """Keep the messages that a week's published roster brings; ``before`` is what it replaces."""
    roster = published.version.roster
    changed = () if before is None else changed_people(before.version.roster, roster)
    team_of = {agent.id: agent.team for agent in problem.agents}
    for entry in unit.register.all(unit.shop_id, OutboundChannel):
        channel = entry.value
        mine = tuple(one for one in changed if channel.team in {"", team_of.get(one, "")})
        facts = DispatchFacts(label, published.version.number, mine, before is None)
        _add(unit, channel, facts)
        parts = team_parts(problem, roster.shifts) if channel.takes_pictures else ()
        for team, part in parts:
            if channel.team in {"", team}:
                _add(unit, channel, replace(facts, changed=(), team=team, part=part))


def _add(unit: Writing, channel: OutboundChannel, facts: DispatchFacts) -> None:
    unit.dispatches.add(unit.shop_id, channel.name, PUBLISHED, facts, unit.stamp)


def changed_people(old: Roster, new: Roster) -> tuple[str, ...]:
    """Return the ids of those whose shifts are others in a new roster, in order."""
    was, now = _by_agent(old), _by_agent(new)
    return tuple(sorted(who for who in was.keys() | now.keys() if was[who] != now[who]))


def _by_agent(roster: Roster) -> dict[str, set[Shift]]:
    found: dict[str, set[Shift]] = defaultdict(set)
    for shift in roster.shifts:
        found[shift.agent_id].add(shift)
    return found
