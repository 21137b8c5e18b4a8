"""Grades by rank (强制分布): so many of the best get the best grade, and so on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import groupby, pairwise
from operator import neg
from typing import TYPE_CHECKING, Annotated

from kpi.told import Told, told
from scheduler.errors import gathering
from scheduler.keys import Cell, Key, Plausible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Quota:
    """
    A grade that only so many may get.

    Parameters
    ----------
    grade
        Its name.
    share
        Of all agents, in [0, 1].
    coefficient
        Factor on performance pay.
    low
        Lowest score that may get it, however high its rank.
    """

    grade: str
    share: Annotated[Decimal, Key(cell=Cell.FACTOR)]
    coefficient: Annotated[Decimal, Key(cell=Cell.FACTOR), Plausible(0.1, 3)]
    low: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Distribution:
    """
    Quotas from the best grade to the lowest; their shares are 1 together.

    Parameters
    ----------
    quotas
        At least one.
    """

    quotas: Annotated[tuple[Quota, ...], Key("quota")]

    def __post_init__(self) -> None:
        with gathering() as check:
            check(len(self.quotas) > 0, "empty", column="quota")
            total = sum((one.share for one in self.quotas), ZERO)
            check(total == 1, "quotas_not_1", column="share", value=total)
            for one in self.quotas:
                good = ZERO <= one.share <= 1
                check(good, "rate_as_percent", column="share", value=one.share, share="0.15")
                check(one.coefficient >= 0, "negative", column="coefficient", value=one.coefficient)
            for one, two in pairwise(self.quotas):
                good = one.coefficient >= two.coefficient and one.low >= two.low
                check(good, "quotas_not_ordered", column="coefficient", value=two.grade)

    def places(self, agents: int) -> tuple[int, ...]:
        """Return how many places each grade has, by largest remainder."""
        exact = [one.share * agents for one in self.quotas]
        counts = [int(value.to_integral_value(ROUND_FLOOR)) for value in exact]
        order = sorted(range(len(exact)), key=lambda at: (counts[at] - exact[at], at))
        for at in order[: agents - sum(counts)]:
            counts[at] += 1
        return tuple(counts)

    def graded(self, scores: Mapping[str, Decimal]) -> dict[str, Quota | None]:
        """
        Return the grade of each agent; None: the score is below the lowest grade's.

        The best get the best grade while it has places; agents with equal scores share the better
        grade, and only they may exceed its places. Whose score lies below a grade's own limit never
        gets it; the place stays empty. The lowest grade takes all who are left and reach its limit.
        """
        ranked = sorted(scores, key=lambda agent: (-scores[agent], agent))
        groups = [(score, list(tied)) for score, tied in groupby(ranked, key=scores.__getitem__)]
        places = self.places(len(scores))
        found: dict[str, Quota | None] = {}
        at = 0
        for index, (quota, count) in enumerate(zip(self.quotas, places, strict=True)):
            is_last = index == len(self.quotas) - 1
            taken = 0
            while at < len(groups) and (taken < count or is_last):
                score, tied = groups[at]
                if score < quota.low:
                    break
                found |= dict.fromkeys(tied, quota)
                taken += len(tied)
                at += 1
        left = (agent for _, tied in groups[at:] for agent in tied)
        return found | dict.fromkeys(left)

    def notes(
        self, score: Decimal, scores: Sequence[Decimal], held: Quota | None
    ) -> tuple[Told, ...]:
        """
        Return a score's place and every grade's places, to be told.

        Parameters
        ----------
        score
            The agent's.
        scores
            Of all who are ranked, the best first.
        held
            The grade the agent got; None: below the lowest.
        """
        first = bisect_left(scores, -score, key=neg)
        numbers = {"place": first + 1, "of": len(scores), "score": score}
        tied = bisect_right(scores, -score, key=neg) - first
        ranked = told("ranked", tied=tied, **numbers)
        quotas = (
            told(
                "quota" if one is not held else "quota_held",
                grade=one.grade,
                share=one.share,
                places=count,
                low=one.low,
                coefficient=one.coefficient,
            )
            for one, count in zip(self.quotas, self.places(len(scores)), strict=True)
        )
        return ranked, *quotas, *(() if held else (told("below_quotas", score=score),))
