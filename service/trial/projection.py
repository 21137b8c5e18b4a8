"""What a draft would lead to: indicators of next week's roster, from simulated chats."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from kpi.facts.projection import projected_facts
from kpi.metrics.counted import GroupMeasures
from kpi.metrics.totals import By, Totals
from scheduler.present import away_during, present_roster, serving_roster, waiting
from scheduler.simulate.customers import draw_customers
from scheduler.simulate.run import simulate_records
from service.roster.question import problem_of

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift, Span
    from scheduler.simulate.params import SimulationParams
    from service.desk import Desk

PROJECTED = ("reply_rate", "first_reply", "reply_within_30s", "reply_within_3min", "chats_per_hour")
"""Indicators that follow from a roster and its chats alone."""


@dataclass(frozen=True, slots=True)
class Projected:
    """
    One indicator of days to come; never a measurement.

    Parameters
    ----------
    agent_id, post
        Of whom; the agent is empty for the post as a whole.
    indicator
        Name in ``INDICATORS``.
    numerator, denominator
        Means over the simulated weeks.
    value
        Numerator / denominator; None: nothing to divide by.
    """

    agent_id: str
    post: str
    indicator: str
    numerator: Decimal
    denominator: Decimal

    @property
    def value(self) -> Decimal | None:
        """Return the indicator; None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


def projection(
    desk: Desk, label: str, params: SimulationParams, *, number: int | None = None
) -> tuple[Projected, ...]:
    """
    Return what a version, the latest unless named, would lead to: posts first, then agents.

    The chats of each simulated week pass through the same functions as real ones.

    Raises
    ------
    InputError
        When the week has no roster or no forecast.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        version = unit.rosters.named(week, number)
        forecast = unit.demand.forecast_of(week).forecast
        problem = problem_of(unit, week)
    roster = version.version.roster
    there, serving = present_roster(problem, roster), serving_roster(problem, roster)
    sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for week_number in range(params.replications):
        customers = draw_customers(problem.posts, forecast, params, replication=week_number)
        records = simulate_records(problem, roster, customers, params, replication=week_number)
        facts = projected_facts(
            records,
            there,
            clock=problem.horizon.clock,
            away=partial(away_during, problem),
            serving=serving,
            waits=partial(_waits, problem),
        )
        for by in (By.POST, By.AGENT_AND_POST):
            _add(sums, GroupMeasures(Totals(facts, by)))
    order = {post.id: place for place, post in enumerate(problem.posts)}
    weeks = Decimal(params.replications)
    return tuple(
        Projected(*key, numerator / weeks, denominator / weeks)
        for key, (numerator, denominator) in sorted(
            sums.items(),
            key=lambda item: (item[0][0], order[item[0][1]], PROJECTED.index(item[0][2])),
        )
    )


def _waits(problem: RosterProblem, shift: Shift) -> tuple[Span, ...]:
    span = waiting(problem, shift)
    return () if span is None else (span,)


def _add(sums: dict[tuple[str, str, str], list[Decimal]], counts: GroupMeasures) -> None:
    for index, (agent, post) in enumerate(counts.totals.groups):
        for indicator in PROJECTED:
            found = counts.counted(indicator, index)
            if found.numerator is not None and found.denominator is not None:
                sums[agent, post, indicator][0] += found.numerator
                sums[agent, post, indicator][1] += found.denominator
