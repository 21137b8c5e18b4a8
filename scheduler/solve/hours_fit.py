"""How many of the hours owed to somebody fit into the days, whatever everybody else works."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.rules.of_agent import counting_rules
from scheduler.solve.bound import scratch
from scheduler.solve.bound_kernel import week_price
from scheduler.solve.counting import Ease, counting_of
from scheduler.solve.posts_kernel import FAR
from scheduler.solve.tables import tables_of
from scheduler.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem
    from scheduler.solve.tables import Tables

HOUR_MIN = 60
ROUNDING_MIN = 1e-3


class HoursFit:
    """
    The hours owed that fit, by the cheapest days of a person where only missing hours cost.

    Parameters
    ----------
    problem
        What is known.
    names
        Ids of the agents who are looked at.
    """

    def __init__(self, problem: RosterProblem, names: Sequence[str]) -> None:
        free = {field.name: 0.0 for field in fields(Weights)} | {"hour_owed": float(HOUR_MIN)}
        known = problem.announced
        self._problem = replace(
            problem,
            rules=replace(problem.rules, weights=Weights(**free)),
            announced=None if known is None else replace(known, price_per_day=0.0),
        )
        self._numbers = {
            agent.id: number for number, agent in enumerate(problem.agents) if agent.id in names
        }
        self._tables, self._rows = tables_of(self._problem)

    def missing_min(self) -> dict[str, float]:
        """Return the minutes that are missing at least of what is owed to each."""
        return self._missing(self._tables, tuple(self._numbers))

    def in_the_way(self, missing: dict[str, float]) -> dict[str, tuple[str, ...]]:
        """
        Return the rules that, left out alone, would let more hours fit.

        Parameters
        ----------
        missing
            What ``missing_min`` said of those to look at.
        """
        found: dict[str, tuple[str, ...]] = dict.fromkeys(missing, ())
        rules = {name: self._rules(name) for name in missing}
        for rule in dict.fromkeys(each for mine in rules.values() for each in mine):
            asked = tuple(name for name in missing if rule in rules[name])
            eases = {name: Ease(frozenset([rule])) for name in asked}
            counting = counting_of(self._problem, eases)
            without = self._missing(self._tables._replace(counting=counting), asked)
            for name in asked:
                if without[name] < missing[name] - ROUNDING_MIN:
                    found[name] = (*found[name], rule)
        return found

    def _rules(self, name: str) -> tuple[str, ...]:
        named = counting_rules(self._problem, self._problem.agent_by_id[name])
        return tuple(dict.fromkeys(each.rule for each in named if each.rule))

    def _missing(self, tables: Tables, names: Sequence[str]) -> dict[str, float]:
        scales, silence = scratch(tables, len(self._rows.need)), np.zeros(1)
        prices = {name: week_price(tables, self._numbers[name], silence, scales) for name in names}
        return {name: price for name, price in prices.items() if price < FAR} | {
            name: float("inf") for name, price in prices.items() if price >= FAR
        }
