"""The invented shop's targets, pay plans and sampled quality scores."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from data.demo.generator import shop
from kpi.facts.facts import Facts
from kpi.month import Month
from kpi.pay.payout import PayPlan
from kpi.scheme.targets import Level, Target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Agent
    from scheduler.shift import Shift

MONTH = Month.of(shop.PAID_MONTH)
LEVELS = (("初级", 3600, 1200), ("中级", 4200, 1600), ("高级", 5000, 2200))
SALES_TARGETS_FEN = {
    MONTH.before: Decimal(415_000_000),
    MONTH: Decimal(430_000_000),
    MONTH.after: Decimal(520_000_000),
}
QA_SAMPLES = 4


def targets(month: Month = MONTH) -> tuple[Target, ...]:
    """Return a month's sales target of the pre-sales post, shared out by scheduled minutes."""
    wanted = SALES_TARGETS_FEN[month]
    return (Target(month, "presales", Level.SHOP, "", "sales_fen", wanted),)


def pay_plans(people: Iterable[Agent], rng: np.random.Generator) -> tuple[PayPlan, ...]:
    """Return base and performance pay by level; part-timers in proportion to their hours."""
    plans = []
    for agent in people:
        level, base, performance = LEVELS[int(rng.choice(3, p=(0.4, 0.4, 0.2)))]
        share = Decimal(str(agent.contract.hours_week)) / 40
        plans.append(
            PayPlan(
                agent.id,
                agent.hired or dt.date(2026, 1, 1),
                base=(base * share).quantize(Decimal(1)),
                performance=(performance * share).quantize(Decimal(1)),
                level=level,
            )
        )
    return tuple(plans)


def quality(shifts: Iterable[Shift], rng: np.random.Generator, month: Month = MONTH) -> Facts:
    """Return four sampled chats a month of each agent and post, judged from 0 to 100."""
    last: dict[tuple[str, str], dt.date] = {}
    for shift in shifts:
        date = shop.CLOCK.date_of(shift.start_min)
        if date in month:
            last[shift.agent_id, shift.post] = date
    keys = sorted(last)
    points = np.clip(rng.normal(92, 5, (len(keys), QA_SAMPLES)), 60, 100).round().sum(axis=1)
    return Facts.of(
        [agent for agent, _ in keys],
        [post for _, post in keys],
        [last[key] for key in keys],
        counts={"qa_samples": np.full(len(keys), float(QA_SAMPLES)), "qa_points": points},
    )
