"""How much of a score's weight is known, and from where on it is enough to score somebody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.scheme.line import ZERO
from kpi.score.blend import minutes_of
from kpi.score.scorecard import AgentScore, LineLeftOut, Scorecard
from scheduler.errors import Fault, InputError, require

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kpi.scheme.scheme import Scheme


@dataclass(frozen=True, slots=True)
class ScoredAnyway:
    """
    That agents are scored although too little is known of them: a person's decision.

    Parameters
    ----------
    month
        Of which month.
    agents
        Whom it is about; at least one.
    reason
        Why what is known is enough; never empty.
    """

    month: Month
    agents: tuple[str, ...]
    reason: str

    def __post_init__(self) -> None:
        require(bool(self.reason.strip()), "reason_anyway_missing", column="reason")
        require(bool(self.agents), "nobody_below_coverage", value=self.month)


@dataclass(frozen=True, slots=True)
class Gap:
    """
    A line of a scheme that gives some agents no points, for one reason.

    Parameters
    ----------
    post, scheme_id, indicator
        The line of a scheme, by where it stands.
    why
        The reason.
    agents
        Who has no points on it.
    of
        How many agents have a scorecard of the post.
    share
        Part of the full score that falls away, in [0, 1]; 0 of a veto, which then cannot hold.
    """

    post: str
    scheme_id: str
    indicator: str
    why: LineLeftOut
    agents: tuple[str, ...]
    of: int
    share: Decimal


def covered(
    score: AgentScore, schemes: Mapping[str, Scheme], anyway: Collection[str]
) -> AgentScore:
    """
    Return a score with its coverage, and without a total where that is too small.

    The coverage of several posts is blended as their scores are, by minutes, those without a score
    included. A broken veto is known to make the total 0, whatever else is missing.

    Parameters
    ----------
    score
        By whatever is known.
    schemes
        By post; they say what coverage is asked for.
    anyway
        Agents who are scored by decision.
    """
    _, minutes = minutes_of(score.cards)
    shares = [Fraction(each) / Fraction(sum(minutes)) for each in minutes]
    known = sum(
        (share * _known(card) for share, card in zip(shares, score.cards, strict=True)),
        Fraction(),
    )
    asked = sum(
        (
            share * Fraction(schemes[card.post].least_coverage)
            for share, card in zip(shares, score.cards, strict=True)
        ),
        Fraction(),
    )
    told = replace(score, coverage=_decimal(known), least_coverage=_decimal(asked))
    if not told.is_below or score.agent_id in anyway:
        return told
    cards = tuple(replace(card, total=None, grade=None) for card in score.cards)
    return replace(told, cards=cards, total=None, grade=None)


def _known(card: Scorecard) -> Fraction:
    """Return which part of a scorecard's weight gives points."""
    if card.is_vetoed:
        return Fraction(1)
    whole = sum((line.weight for line in card.lines), ZERO)
    known = sum((line.weight for line in card.lines if line.points is not None), ZERO)
    return Fraction(known) / Fraction(whole)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def decision(
    scores: Iterable[AgentScore], reason: str, agents: Collection[str] = ()
) -> ScoredAnyway | None:
    """
    Return the decision to score those of whom too little is known; None where there are none.

    Parameters
    ----------
    scores
        Of a month.
    reason
        Why what is known is enough.
    agents
        Whom to score; nobody: all of them.

    Raises
    ------
    InputError
        Without a reason, or when it is about somebody who is scored anyhow, or not known at all.
    """
    require(bool(reason.strip()), "reason_anyway_missing", column="reason")
    held = {one.agent_id: one.month for one in scores if one.is_held_back}
    faults = [Fault("not_below_coverage", value=one) for one in agents if one not in held]
    if faults:
        raise InputError(faults)
    if not held:
        return None
    month = next(iter(held.values()))
    return ScoredAnyway(month, tuple(sorted(agents or held)), reason.strip())


def gaps(scores: Iterable[AgentScore]) -> tuple[Gap, ...]:
    """Return the lines that give points to not everybody, the most people first on each post."""
    cards = [card for score in scores for card in score.cards]
    of: dict[str, int] = defaultdict(int)
    agents: dict[tuple[str, str, str, LineLeftOut], list[str]] = defaultdict(list)
    shares: dict[tuple[str, str, str, LineLeftOut], Decimal] = {}
    for card in cards:
        of[card.post] += 1
        for line in card.lines:
            if line.left_out is not None:
                key = card.post, card.scheme_id, line.indicator, line.left_out
                agents[key].append(card.agent_id)
                shares[key] = line.weight / card.full
    found = [Gap(*key, tuple(who), of[key[0]], shares[key]) for key, who in agents.items()]
    return tuple(sorted(found, key=lambda gap: (gap.post, -len(gap.agents), -gap.share)))
