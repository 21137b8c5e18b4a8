"""A week as tables and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.agent import Certificate
from scheduler.horizon import format_clock
from store.files.posts_document import posts_values
from store.files.roster_table import shift_rows
from store.files.rules_document import rules_values
from store.files.week_tables import (
    forecast_rows,
    requirement_rows,
    volume_rows,
    whole_or_decimal,
)

if TYPE_CHECKING:
    from scheduler.agent import Agent, Wish
    from store.files.source import Cells, Rows
    from store.files.week import Week


def written_week(week: Week) -> tuple[dict[str, Rows], dict[str, dict[str, Any]]]:
    """Return a week's tables and documents by name; tables it does not need are left out."""
    clock = week.horizon.clock
    tables = {
        "agents": agent_rows(week.agents),
        "absences": _absence_rows(week),
        "preferences": _wish_rows(week.wishes),
        "history": shift_rows(week.history, clock),
    }
    if week.requirement is not None:
        tables["requirement"] = requirement_rows(week.requirement)
    if week.forecast is not None:
        tables["forecast"] = forecast_rows(week.forecast)
    if week.volumes is not None:
        tables["volumes"] = volume_rows(week.volumes)
    if certificates := _certificate_cells(week.agents):
        tables["certificates"] = ("agent_id", "post", "valid_from", "valid_to"), certificates
    if week.pins:
        tables["pins"] = shift_rows(week.pins, clock)
    documents = {
        "rules": rules_values(week.horizon, week.rules),
        "posts": posts_values(week.posts, week.rules.seals),
    }
    return tables, documents


def agent_rows(agents: tuple[Agent, ...]) -> Rows:
    """Return the agents' rows, with the optional columns only where an agent needs them."""
    columns = ["agent_id", "name", "team", "posts", "contract_hours_week", "hourly_cost"]
    columns.append("no_nights")
    if any(agent.overtime_consent for agent in agents):
        columns.append("overtime_consent")
    if any(agent.hired for agent in agents):
        columns.append("hired")
    cells = [_agent_cells(agent) for agent in agents]
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
        "overtime_consent": _yes_no(agent.overtime_consent),
        "hired": str(agent.hired or ""),
    }


def _certificate_cells(agents: tuple[Agent, ...]) -> list[Cells]:
    """Return the periods of the posts that an agent is not certified for without limit."""
    return [
        (agent.id, period.post, str(period.valid_from or ""), str(period.valid_to or ""))
        for agent in agents
        for post in agent.posts
        for periods in [[each for each in agent.certificates if each.post == post]]
        if periods != [Certificate(post)]
        for period in periods
    ]


def _absence_rows(week: Week) -> Rows:
    clock = week.horizon.clock
    rows = [
        (row.agent_id, clock.format(row.start_min), clock.format(row.end_min), row.kind)
        for row in week.absences
    ]
    return ("agent_id", "start", "end", "kind"), rows


def _wish_rows(wishes: tuple[Wish, ...]) -> Rows:
    rows = [
        (wish.agent_id, str(wish.date), _wished(wish), whole_or_decimal(wish.weight))
        for wish in wishes
    ]
    return ("agent_id", "date", "wish", "weight"), rows


def _wished(wish: Wish) -> str:
    return "off" if wish.window is None else "-".join(map(format_clock, wish.window))


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
