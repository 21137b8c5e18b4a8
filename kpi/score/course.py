"""Facts of the days so far -> what a month is on course for, at the pace until now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better, Measured
from kpi.scheme.line import Line, Scoring

if TYPE_CHECKING:
    import datetime as dt

    from kpi.facts.facts import Facts
    from kpi.month import Month
    from kpi.scheme.scheme import Scheme
    from kpi.scheme.targets import Target
    from kpi.score.scorecard import AgentScore

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Missed:
    """
    A line that does not bring its full points.

    Parameters
    ----------
    post, indicator
        The line of the post's scheme.
    value
        At the pace until now.
    wanted
        What brings more points: the near edge of the next better band, or the target; None: the
        scoring has no such value.
    lost
        What it lacks in the total.
    """

    post: str
    indicator: str
    value: Decimal
    wanted: Decimal | None
    lost: Decimal


def elapsed(facts: Facts, month: Month, through: dt.date) -> dict[str, Decimal]:
    """
    Return how much of a month lies behind, of each post, in (0, 1].

    By scheduled minutes where the whole month is scheduled, else by days.

    Parameters
    ----------
    facts
        Of the whole month, with the minutes scheduled for days to come.
    through
        Last day that is known, inside the month.
    """
    days = Decimal((through - month.first).days + 1) / ((month.last - month.first).days + 1)
    whole, past = facts.between(month.first, month.last), facts.between(month.first, through)
    found = {}
    for post in whole.posts:
        planned, worked = (_minutes(part, post) for part in (whole, past))
        found[post] = Decimal(repr(worked / planned)) if 0 < worked < planned else days
    return found


def _minutes(facts: Facts, post: str) -> float:
    if "scheduled_min" not in facts.counts or post not in facts.posts:
        return 0.0
    mine = facts.post == facts.posts.index(post)
    return float(np.nansum(facts["scheduled_min"][mine]))


def at_this_pace(facts: Facts, parts: dict[str, Decimal]) -> Facts:
    """
    Return facts in which what is counted, not divided, grew to the whole month.

    Rates stay as they are: what would come has the proportions of what came.

    Parameters
    ----------
    facts
        Of the days so far.
    parts
        How much of the month lies behind, of each post.
    """
    counted = _counted_only()
    factor = np.array([float(1 / parts.get(post, Decimal(1))) for post in facts.posts])
    grown = {
        name: np.round(values * factor[facts.post], DECIMALS) if name in counted else values
        for name, values in facts.counts.items()
    }
    return replace(facts, counts=grown)


def _counted_only() -> set[str]:
    """Return the columns that plain counts are made of and no rate is."""
    plain: set[str] = set()
    others: set[str] = set()
    for indicator in INDICATORS.values():
        is_count = indicator.unit is Measured.COUNT or indicator.name == "assisted_sales"
        (plain if is_count else others).update(indicator.columns)
    return plain - others


def so_far(targets: tuple[Target, ...], parts: dict[str, Decimal]) -> tuple[Target, ...]:
    """Return what of the month's targets should be reached by now."""
    return tuple(
        replace(target, value=target.value * parts.get(target.post, Decimal(1)))
        for target in targets
    )


def missed(score: AgentScore, schemes: dict[str, Scheme]) -> tuple[Missed, ...]:
    """Return the lines of a score that lack points, the largest lack first."""
    found = []
    for card, share in zip(score.cards, score.shares, strict=True):
        rules = {line.indicator: line for line in schemes[card.post].lines}
        for line in card.lines:
            lost = (line.weight_used - line.contribution) * share
            if line.value is not None and line.left_out is None and lost > 0:
                wanted = next_step(rules[line.indicator], line.value)
                found.append(Missed(card.post, line.indicator, line.value, wanted, lost))
    return tuple(sorted(found, key=lambda one: (-one.lost, one.post, one.indicator)))


def next_step(line: Line, value: Decimal) -> Decimal | None:
    """Return the value from which a line brings more points; None: there is none to name."""
    if line.scoring is Scoring.TARGET:
        return line.target
    if line.scoring is Scoring.DEDUCT and line.deduction is not None:
        return line.deduction.target
    at = line.band(value)
    if at is None:
        return None
    higher = line.better is Better.HIGHER
    return line.bands[at].high if higher else line.bands[at].low
