"""Targets of a month, set for the shop, a team or an agent, and how they reach each agent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import numpy as np

from kpi.facts.columns import COLUMNS
from kpi.month import Month
from scheduler.errors import Fault, InputError, require
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts.facts import Floats

Group = tuple[str, str]
EXACT = 6  # decimals of a share, so that a target just reached counts as reached


class Level(StrEnum):
    """For whom a target is set."""

    SHOP = "shop"
    TEAM = "team"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Target:
    """
    What is to be reached in a month.

    Parameters
    ----------
    month, post
        When and where.
    level, name
        For whom; the name of the team or the agent's id, empty for the shop.
    column
        Column of ``Facts`` it is counted in, such as ``sales_fen``.
    value
        How much of it, in the column's unit, above 0.
    """

    month: Month
    post: Annotated[str, Key(cell=Cell.POST)]
    level: Level
    name: str
    column: Annotated[str, Key("measure")]
    value: Decimal

    def __post_init__(self) -> None:
        require(self.column in COLUMNS, "fact_unknown", column="column", value=self.column)
        require(bool(self.post), "empty", column="post")
        good = bool(self.name) == (self.level is not Level.SHOP)
        require(good, "target_name", column="name", value=self.name)
        good = self.value.is_finite() and self.value > 0
        require(good, "not_positive", column="value", value=self.value)


def shared_out(
    targets: Iterable[Target],
    groups: Sequence[Group],
    *,
    scheduled_min: Floats,
    excused_min: Floats,
    teams: Mapping[str, str],
    employed: Mapping[str, float] | None = None,
) -> dict[str, Floats]:
    """
    Return the target of each agent on each post, by column.

    An agent's own target comes first; what is left of the team's is shared out among its other
    members by scheduled minutes; what is left of the shop's among all others. Approved secondments
    and disruptions take their part of an agent's target away; nobody else gets it. Likewise who is
    employed for a part of the month has that part of an own target.

    Parameters
    ----------
    targets
        Of one month.
    groups
        (agent, post) pairs.
    scheduled_min, excused_min
        Scheduled minutes, and of them the excused ones; shape (groups,), NaN: none.
    teams
        Team of each agent.
    employed
        Share of the month's weekdays on which an agent is employed; of who is not named, all.

    Raises
    ------
    InputError
        When two targets are for the same, or parts exceed the whole they belong to.
    """
    kept = share_kept(scheduled_min, excused_min)
    result: dict[str, Floats] = {}
    for column, shares in shares_of(targets, groups, scheduled_min, teams, employed).items():
        values = np.array([np.nan if one is None else one.value for one in shares])
        result[column] = np.round(values * kept, EXACT)
    return result


def share_kept(scheduled_min: Floats, excused_min: Floats) -> Floats:
    """Return what excused minutes leave of a target, in [0, 1]; shape (groups,)."""
    scheduled = np.nan_to_num(scheduled_min)
    return np.divide(
        scheduled - np.nan_to_num(excused_min),
        scheduled,
        out=np.ones_like(scheduled),
        where=scheduled > 0,
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """
    A part of a target, in its column's unit.

    Parameters
    ----------
    level, name
        For whom the target was set.
    whole
        The target.
    left
        What of it was left to be shared out, others' own targets taken away.
    minutes, of_minutes
        The agent's scheduled minutes, and those of all who share; None: it is the agent's own.
    employed
        Share of the month's weekdays on which the agent is employed: that part of an own target.
    """

    level: Level
    name: str
    whole: float
    left: float
    minutes: float | None = None
    of_minutes: float | None = None
    employed: float = 1.0

    @property
    def value(self) -> float:
        """Return the agent's part, before excused time is taken away."""
        if self.minutes is None or self.of_minutes is None:
            return self.left * self.employed
        return self.left * self.minutes / self.of_minutes


def shares_of(
    targets: Iterable[Target],
    groups: Sequence[Group],
    scheduled_min: Floats,
    teams: Mapping[str, str],
    employed: Mapping[str, float] | None = None,
) -> dict[str, list[Shared | None]]:
    """Return the part of each group in the target set for it, by column; None: none was."""
    by_kind: dict[tuple[str, str], dict[tuple[Level, str], float]] = defaultdict(dict)
    for target in targets:
        found = by_kind[target.column, target.post]
        key = (target.level, target.name)
        require(key not in found, "target_twice", value=target.name, post=target.post)
        found[key] = float(target.value)
    scheduled = np.nan_to_num(scheduled_min)
    result: dict[str, list[Shared | None]] = {}
    for (column, post), wanted in by_kind.items():
        at = [index for index, (_, where) in enumerate(groups) if where == post]
        members = [(groups[index][0], float(scheduled[index])) for index in at]
        shares = result.setdefault(column, [None] * len(groups))
        of_post = _of_post(wanted, members, teams, employed or {})
        for index, share in zip(at, of_post, strict=True):
            shares[index] = share
    return result


def _of_post(
    wanted: Mapping[tuple[Level, str], float],
    members: Sequence[tuple[str, float]],
    teams: Mapping[str, str],
    employed: Mapping[str, float],
) -> list[Shared | None]:
    given = {name: value for (level, name), value in wanted.items() if level is Level.AGENT}
    own: dict[str, Shared] = {
        agent: Shared(Level.AGENT, agent, value, value, employed=employed.get(agent, 1.0))
        for agent, value in given.items()
    }
    shop = wanted.get((Level.SHOP, ""), np.nan)
    left_of_shop = shop
    for (level, team), value in wanted.items():
        if level is Level.TEAM:
            inside = sum(part for agent, part in given.items() if teams.get(agent) == team)
            rest = Shared(level, team, value, _rest(value, inside, team))
            of_team = [(a, m) for a, m in members if teams.get(a) == team and a not in given]
            own.update(_by_minutes(rest, of_team))
            left_of_shop = _rest(left_of_shop, value, "")
    with_team = {name for level, name in wanted if level is Level.TEAM}
    alone = {agent: part for agent, part in given.items() if teams.get(agent) not in with_team}
    left_of_shop = _rest(left_of_shop, sum(alone.values()), "")
    others = [(a, m) for a, m in members if a not in given and teams.get(a) not in with_team]
    if not np.isnan(left_of_shop):
        own.update(_by_minutes(Shared(Level.SHOP, "", shop, left_of_shop), others))
    return [own.get(agent) for agent, _ in members]


def _rest(whole: float, part: float, name: str) -> float:
    if part > whole * (1 + 1e-9):
        raise InputError(
            Fault("target_parts_exceed", value=name, details={"whole": whole, "part": part})
        )
    return whole - part


def _by_minutes(whole: Shared, members: Sequence[tuple[str, float]]) -> dict[str, Shared]:
    total = sum(minutes for _, minutes in members)
    return {
        agent: replace(whole, minutes=minutes, of_minutes=total)
        for agent, minutes in members
        if minutes
    }
