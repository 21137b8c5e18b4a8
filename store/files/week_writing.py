"""A week as tables and documents."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from scheduler.agent import CONSECUTIVE, Certificate
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
    from collections.abc import Iterable

    from scheduler.agent import Absence, Agent, Wish
    from scheduler.horizon import Clock
    from store.files.source import Cells, Rows
    from store.files.week import Week


def written_week(week: Week) -> tuple[dict[str, Rows], dict[str, dict[str, Any]]]:
    """Return a week's tables and documents by name; tables it does not need are left out."""
    clock = week.horizon.clock
    tables = {
        "agents": agent_rows(week.agents),
        "absences": absence_rows(week.absences, clock),
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
    if week.agent_limits:
        tables["agent_limits"] = LIMIT_COLUMNS, [astuple(limit) for limit in week.agent_limits]
    if week.sessions:
        tables["sessions"] = _session_rows(week)
    documents = {
        "rules": rules_values(week.horizon, week.rules),
        "posts": posts_values(week.posts, week.rules.seals),
    }
    return tables, documents


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


def absence_rows(absences: Iterable[Absence], clock: Clock) -> Rows:
    """Return the rows of absences."""
    rows = [
        (row.agent_id, clock.format(row.start_min), clock.format(row.end_min), row.kind)
        for row in absences
    ]
    return ("agent_id", "start", "end", "kind"), rows


def _wish_rows(wishes: tuple[Wish, ...]) -> Rows:
    rows = [
        (wish.agent_id, str(wish.date), _wished(wish), whole_or_decimal(wish.weight))
        for wish in wishes
    ]
    return ("agent_id", "date", "wish", "weight"), rows


def _session_rows(week: Week) -> Rows:
    clock = week.horizon.clock
    columns = ("session_id", "agent_id", "team", "minutes", "kind", "earliest", "latest")
    rows = [
        (
            *(each.id, each.agent_id, each.team, each.minutes, each.kind),
            *(clock.format(each.earliest_min), clock.format(each.latest_min)),
        )
        for each in week.sessions
    ]
    return columns, rows


def _wished(wish: Wish) -> str:
    if wish.kind:
        return f"not {wish.kind}" if wish.is_against else wish.kind
    return "off" if wish.window is None else "-".join(map(format_clock, wish.window))


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
