"""A week as tables and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.agent import CONSECUTIVE, Certificate
from scheduler.horizon import format_clock
from store.files.week_tables import (
    whole_or_decimal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Absence, Agent, Wish
    from scheduler.horizon import Clock
    from scheduler.session import Session
    from store.files.source import Cells, Rows


LIMIT_COLUMNS = ("agent_id", "kind", "max_per_month")
USUAL = {"overtime_consent": "no"}  # in an optional column that is left out; others: empty
ALWAYS = (
    *("agent_id", "name", "team", "posts", "contract_hours_week", "hourly_cost"),
    "no_nights",
)


def agent_rows(agents: tuple[Agent, ...]) -> Rows:
    """Return the agents' rows, with the optional columns only where an agent needs them."""
    cells = [{**_agent_cells(agent), **_later_cells(agent)} for agent in agents]
    later = _later_cells(agents[0]) if agents else {}
    used = [
        column for column in later if any(row[column] != USUAL.get(column, "") for row in cells)
    ]
    columns = [*ALWAYS, *used]
    return columns, [tuple(row[column] for column in columns) for row in cells]


def _agent_cells(agent: Agent) -> dict[str, Any]:
    hours = agent.contract.hours_week
    return {
        "agent_id": agent.id,
        "name": agent.name,
        "team": agent.team,
        "posts": "|".join(agent.posts),
        "contract_hours_week": whole_or_decimal(hours),
        "hourly_cost": agent.contract.hourly_cost,
        "no_nights": _yes_no(agent.no_nights),
    }


def _later_cells(agent: Agent) -> dict[str, Any]:
    """Return the optional columns; ``USUAL`` where the agent does not need them."""
    contract, known = agent.contract, agent.is_experienced
    return {
        "overtime_consent": _yes_no(agent.overtime_consent),
        "hired": str(agent.hired or ""),
        "experienced": "" if known is None else _yes_no(known),
        "min_hours_week": whole_or_decimal(contract.min_hours_week) or "",
        **{name: getattr(contract, name) or "" for name in CONSECUTIVE},
    }


def certificate_cells(agents: tuple[Agent, ...]) -> list[Cells]:
    """Return the periods of the posts that an agent is not certified for without limit."""
    return [
        (agent.id, period.post, str(period.valid_from or ""), str(period.valid_to or ""))
        for agent in agents
        for post in agent.posts
        for periods in [[each for each in agent.certificates if each.post == post]]
        if periods != [Certificate(post)]
        for period in periods
    ]


def absence_rows(absences: Iterable[Absence], clock: Clock) -> Rows:
    """Return the rows of absences."""
    rows = [
        (row.agent_id, clock.format(row.start_min), clock.format(row.end_min), row.kind)
        for row in absences
    ]
    return ("agent_id", "start", "end", "kind"), rows


def wish_rows(wishes: tuple[Wish, ...]) -> Rows:
    """Return wishes as a table; what is wished in the words of the format."""
    rows = [
        (wish.agent_id, str(wish.date), _wished(wish), whole_or_decimal(wish.weight))
        for wish in wishes
    ]
    return ("agent_id", "date", "wish", "weight"), rows


def session_rows(sessions: Iterable[Session], clock: Clock) -> Rows:
    """Return sessions as a table; moments on the clock of the place."""
    columns = ("session_id", "agent_id", "team", "minutes", "kind", "earliest", "latest")
    rows = [
        (
            *(each.id, each.agent_id, each.team, each.minutes, each.kind),
            *(clock.format(each.earliest_min), clock.format(each.latest_min)),
        )
        for each in sessions
    ]
    return columns, rows


def _wished(wish: Wish) -> str:
    if wish.kind:
        return f"not {wish.kind}" if wish.is_against else wish.kind
    return "off" if wish.window is None else "-".join(map(format_clock, wish.window))


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
