"""What of a paid month was held against the law, limit by limit, with the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kpi.pay.extras import DeductionKind
from kpi.pay.law import Topic
from kpi.pay.payout import Pays, Unpaid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.months import MonthRun


class HeldToLaw(StrEnum):
    """How a payout stands against a limit."""

    KEPT = "kept"
    BROKEN = "broken"  # it is paid, but a person must look
    UNKNOWN = "unknown"  # a number is missing that it would be held against
    ABSENT = "absent"  # there was nothing the limit is about


@dataclass(frozen=True, slots=True)
class LawCheck:
    """
    One limit and how the month stands.

    Parameters
    ----------
    topic
        What is held against the law, by which it is named.
    article, article_en
        Law and article, in Chinese and in English; empty: the run holds no law.
    held
        How the month stands.
    count
        Payouts held against it.
    names
        Agents who break it, or of whom the number is missing.
    """

    topic: Topic
    article: str
    article_en: str
    held: HeldToLaw
    count: int = 0
    names: tuple[str, ...] = ()


def law_checks(run: MonthRun) -> tuple[LawCheck, ...]:
    """Return how a run stands against each limit; what breaks one is refused before it is paid."""
    limits = run.inputs.limits
    articles = {} if limits is None else {one.topic: one.named for one in limits.limits}
    unnamed = {"article": "", "article_en": ""}
    return tuple(
        LawCheck(topic, held=held, count=count, names=names, **articles.get(topic, unnamed))
        for topic, held, count, names in _found(run)
    )


def _found(run: MonthRun) -> Iterator[tuple[Topic, HeldToLaw, int, tuple[str, ...]]]:
    known = {one.agent_id for one in run.inputs.plans if one.minimum_wage is not None}
    without = tuple(one.agent_id for one in run.payouts if one.agent_id not in known)
    held = HeldToLaw.UNKNOWN if without else HeldToLaw.KEPT
    yield Topic.MINIMUM_WAGE, held, len(run.payouts) - len(without), without
    fines = [one for one in run.inputs.extras.deductions if one.kind is DeductionKind.FINE]
    names = tuple(one.agent_id for one in fines)
    yield Topic.FINE, HeldToLaw.BROKEN if fines else HeldToLaw.KEPT, len(run.payouts), names
    damage = [one for one in run.payouts if one.amount(Pays.DAMAGE)]
    yield Topic.DAMAGE_SHARE, HeldToLaw.KEPT if damage else HeldToLaw.ABSENT, len(damage), ()
    worked = {one.agent_id for one in run.inputs.overtime}
    above = tuple(one.agent_id for one in run.payouts if Unpaid.OVERTIME_ABOVE_LIMIT in one.unpaid)
    held = HeldToLaw.BROKEN if above else HeldToLaw.KEPT if worked else HeldToLaw.ABSENT
    yield Topic.OVERTIME_DAY, held, len(worked), above
    yield Topic.OVERTIME_MONTH, held, len(worked), above
    free = {one.agent_id for one in run.inputs.overtime if one.time_off}
    yield Topic.TIME_OFF, HeldToLaw.KEPT if free else HeldToLaw.ABSENT, len(free), ()
