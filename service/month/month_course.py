"""A month while it runs: what everybody is on course for, and which targets would be missed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.month import Month
from kpi.scheme.scheme import Scheme
from kpi.score.course import Missed, at_this_pace, elapsed, missed, so_far
from kpi.score.scorecard import AgentScore
from kpi.score.scoring import score_month
from scheduler.errors import require
from service.month.month_inputs import month_sources, schemes_of_posts

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Missed", "Month"]

NOT_YET = frozenset(
    {"scheduled_min", "shifts", "absent_shifts", "secondment_min", "disruption_min"}
)
"""Columns that say nothing of whether a day is over: what is rostered, and who is not seen yet."""


@dataclass(frozen=True, slots=True)
class AgentCourse:
    """
    What an agent is on course for.

    Parameters
    ----------
    score
        At the pace until now.
    before
        Share of the full score in the newest run of the month before; None: not scored.
    missed
        Lines that lack points, the largest lack first.
    """

    score: AgentScore
    before: Decimal | None
    missed: tuple[Missed, ...]


@dataclass(frozen=True, eq=False)
class MonthCourse:
    """
    What a month is on course for.

    Parameters
    ----------
    month
        Which month.
    known, through
        The last day something is known of, and the last one that was gone by.
    behind
        How much of the month lies behind, of each post, in (0, 1].
    agents
        Everybody with facts, in the order of their ids.
    schemes
        By which each post is scored.
    """

    month: Month
    known: dt.date
    through: dt.date
    behind: dict[str, Decimal]
    agents: tuple[AgentCourse, ...]
    schemes: dict[str, Scheme]


def month_course(
    desk: Desk, month: Month, *, until: dt.date, through: dt.date | None = None
) -> MonthCourse:
    """
    Return what a month is on course for, going by its days up to one; nothing is kept.

    Rates stay as they are, counts grow at their pace, and targets are held against the part of the
    month that lies behind.

    Raises
    ------
    InputError
        When nothing is known of the days, a post has no scheme, or the day lies outside the month.
    """
    good = through is None or through in month
    require(good, "date_outside_month", value=through, month=str(month))
    with desk.read() as unit:
        sources = month_sources(unit, desk.shop_id, month)
        facts = sources.facts.between(month.first, month.last)
        schemes = schemes_of_posts(unit, desk.shop_id, month, facts)
        targets = unit.schemes.targets(desk.shop_id, month)
        teams = unit.staff.teams(desk.shop_id)
        earlier = _shares_before(unit, desk.shop_id, month)
    last = _last_known(facts.between(month.first, until), month)
    through = min(through or last, last)
    behind = elapsed(facts, month, through)
    known = at_this_pace(facts.between(month.first, through), behind)
    before = sources.facts.between(month.before.first, month.before.last)
    scores = score_month(
        known,
        schemes,
        month,
        targets=so_far(targets, behind),
        teams=teams,
        before=before if len(before) else None,
        no_hours=sources.no_hours,
        anyway=known.agents,  # a month that runs still lacks much; each score says how much
    )
    agents = tuple(
        AgentCourse(one, earlier.get(one.agent_id), missed(one, schemes)) for one in scores
    )
    return MonthCourse(month, last, through, behind, agents, schemes)


def _last_known(facts: Facts, month: Month) -> dt.date:
    """Return the last day something is known of beside its roster."""
    known = np.zeros(len(facts), dtype=bool)
    for name, values in facts.counts.items():
        if name not in NOT_YET:
            known |= np.nan_to_num(values) > 0
    dates = facts.date[known]
    require(len(dates) > 0, "month_empty", value=month)
    last: dt.date = dates.max().astype("datetime64[D]").astype(dt.date)
    return last


def _shares_before(unit: Unit, shop_id: str, month: Month) -> dict[str, Decimal]:
    run = unit.months.latest(shop_id, month.before)
    scores = () if run is None else run.scores
    found = ((one.agent_id, one.share_of_full) for one in scores)
    return {agent: share for agent, share in found if share is not None}
