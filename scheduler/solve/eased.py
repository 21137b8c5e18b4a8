"""
People for whom the rules leave no days at all, and what is let go for them.

Hours promised, training that is due, the shortest runs and the days of a plan ask for work; an
absence, a pin or a contract may leave no room for it. What the house owes or asks gives way, for
that person alone: the promise shrinks to what fits, the rest of the week is made, and the checker
says what is broken. Law and agreements never give way; who has no days by them alone keeps the
pinned shifts and gets no others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.rules.of_agent import counting_rules
from scheduler.rules.opening import always_open
from scheduler.solve.bound import scratch
from scheduler.solve.bound_kernel import week_price
from scheduler.solve.counting import Ease, counting_of
from scheduler.solve.posts_kernel import FAR
from scheduler.solve.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.solve.conflicts import Reason
    from scheduler.solve.counting import Counting
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables

OWED = "min_hours"
HOUSE = (
    "session",
    "short_run",
    "few_days",
    "idle_day",
    "pinned_idle",
    OWED,
)  # in the order in which they give way: what the house asks before hours that are owed
HOUR_MIN = 60


class Eased(NamedTuple):
    """
    A problem as arrays in which everybody has allowed days.

    Parameters
    ----------
    tables, rows
        The arrays.
    eases
        What was let go, by agent; empty: nothing.
    reasons
        Who had no allowed days and why: ``no_week_<rule>`` for each rule that, left out alone,
        would leave some, ``no_week`` where it takes more than one; of hours promised also how many
        were, and how many fit. ``no_week_closed_post`` where longer opening hours would leave some.
    """

    tables: Tables
    rows: Rows
    eases: Mapping[str, Ease]
    reasons: tuple[Reason, ...]


def eased(problem: RosterProblem) -> Eased:
    """Return a problem as arrays, what leaves somebody without any allowed days let go."""
    tables, rows = tables_of(problem)
    scales, silence = scratch(tables, len(rows.need)), np.zeros(1)
    everybody = range(len(problem.agents))
    stuck = [agent for agent in everybody if week_price(tables, agent, silence, scales) >= FAR]
    if not stuck:
        return Eased(tables, rows, {}, ())
    found = _Stuck(problem, tables, rows, stuck)
    eases = found.eases()
    counting = counting_of(problem, eases)
    for agent in found.bare:
        tables.wish[agent] = np.inf
    charged = tables.is_charged or counting.is_priced
    tables = tables._replace(counting=counting, is_charged=charged)
    return Eased(tables, rows, eases, found.reasons())


class _Stuck:
    """
    The agents without any allowed days.

    Parameters
    ----------
    problem, tables, rows
        What is known, also as arrays.
    agents
        Their numbers.
    """

    def __init__(
        self, problem: RosterProblem, tables: Tables, rows: Rows, agents: Sequence[int]
    ) -> None:
        self._problem, self._tables, self._rows, self._agents = problem, tables, rows, agents
        self._rules = {
            agent: [named.rule for named in counting_rules(problem, problem.agents[agent])]
            for agent in agents
        }
        self._known: dict[frozenset[str], dict[int, float]] = {}
        self.bare: list[int] = []

    def eases(self) -> dict[str, Ease]:
        """Return what is let go for each; ``bare`` then holds those who keep their pins alone."""
        return {self._problem.agents[agent].id: self._ease(agent) for agent in self._agents}

    def reasons(self) -> tuple[Reason, ...]:
        """Return the rules in the way of each."""
        return tuple(reason for agent in self._agents for reason in self._reasons_of(agent))

    def _ease(self, agent: int) -> Ease:
        mine = [rule for rule in HOUSE if rule in self._rules[agent]]
        for rules in (*(frozenset([rule]) for rule in mine), frozenset(mine)):
            most = self._most_min(rules).get(agent)
            if most is not None:
                owed = self._problem.promised_min(self._problem.agents[agent])
                return Ease(rules, min(owed, most) if OWED in rules else 0.0)
        self.bare.append(agent)
        return Ease(frozenset(self._rules[agent]))

    def _reasons_of(self, agent: int) -> Iterable[Reason]:
        name = self._problem.agents[agent].id
        rules = [
            rule
            for rule in dict.fromkeys(filter(None, self._rules[agent]))
            if agent in self._most_min(frozenset([rule]))
        ]
        for rule in rules:
            hours = self._hours(agent) if rule == OWED else ()
            yield f"no_week_{rule}", (name, *hours)
        if agent in self._free_if_open:
            yield "no_week_closed_post", (name,)
        elif not rules:
            yield "no_week", (name,)

    @cached_property
    def _free_if_open(self) -> frozenset[int]:
        """Return who would have allowed days if every post were open round the clock."""
        open_always = replace(self._problem, known_hours=always_open(self._problem))
        tables, rows = tables_of(open_always)
        scales, silence = scratch(tables, len(rows.need)), np.zeros(1)
        free = (each for each in self._agents if week_price(tables, each, silence, scales) < FAR)
        return frozenset(free)

    def _hours(self, agent: int) -> tuple[str, str]:
        """Return the hours promised to an agent, and the most that fit."""
        owed = self._problem.promised_min(self._problem.agents[agent])
        most = self._most_min(frozenset([OWED]))[agent]
        return f"{owed / HOUR_MIN:g}", f"{most / HOUR_MIN:g}"

    def _most_min(self, rules: frozenset[str]) -> dict[int, float]:
        """Return the most minutes of work of each who has allowed days without these rules."""
        if rules not in self._known:
            self._known[rules] = self._found(rules)
        return self._known[rules]

    def _found(self, rules: frozenset[str]) -> dict[int, float]:
        problem, found = self._problem, {}
        asked = [agent for agent in self._agents if rules & set(self._rules[agent])]
        if not asked:
            return {}
        counting = counting_of(problem, {problem.agents[each].id: Ease(rules) for each in asked})
        tables = _by_minutes(problem, self._tables, counting)
        scales, silence = scratch(tables, len(self._rows.need)), np.zeros(1)
        for agent in asked:
            price = week_price(tables, agent, silence, scales)
            if price < FAR:
                pinned = (
                    p.work_min for p in problem.pins if p.agent_id == problem.agents[agent].id
                )
                found[agent] = sum(pinned) - price
        return found


def _by_minutes(problem: RosterProblem, tables: Tables, counting: Counting) -> Tables:
    """Return arrays whose cheapest days of an agent are those of the most work, at -1 a minute."""
    works = np.array([shape.work_min for shape in problem.rules.forms], dtype=np.float64)
    return tables._replace(
        counting=counting._replace(prices=np.zeros_like(counting.prices), is_priced=False),
        wish=np.where(np.isfinite(tables.wish), -works, np.inf),
        off_price=np.zeros_like(tables.off_price),
        steady_price=0.0,
        change_price=0.0,
        is_charged=False,
    )
