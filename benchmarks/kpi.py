"""
How long a month of many agents takes to score and pay, and a change of scheme to preview.

``python -m benchmarks.kpi`` prints the median of some runs (``--agents``, ``--runs``).
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Facts
from kpi.month import Month
from kpi.pay.extras import PayExtras
from kpi.pay.paying import pay_month
from kpi.pay.payout import Payout, PayPlan
from kpi.scheme.targets import Level, Target
from kpi.score.scoring import score_month
from store.files.kpi_law import overtime_law
from store.files.kpi_pay_scheme import pay_law_in, pay_scheme_presets
from store.files.kpi_scheme import scheme_presets

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.score.scorecard import AgentScore

MONTH = Month(2026, 10)
SCHEME = next(one for one in scheme_presets() if one.id == "T-02")
TARGET = Target(MONTH, "presales", Level.SHOP, "", "sales_fen", Decimal(10) ** 11)


def month(agents: int, days: int = 31) -> Facts:
    """Return made-up facts of a month, one row per agent and day, from a fixed seed."""
    rng = np.random.default_rng(20261001)
    rows = agents * days
    names = np.repeat([f"客服{number:04d}" for number in range(agents)], days)
    dates = np.tile(np.arange(days), agents) + np.datetime64(MONTH.first)
    received = rng.poisson(60, rows)
    replied = rng.binomial(received, 0.97)
    paid = rng.binomial(received, 0.41)
    counts = {
        "consulted": received,
        "received": received,
        "replied": replied,
        "paid": paid,
        "sales_fen": paid * rng.integers(20_000, 26_000, rows),
        "refunded_fen": paid * 1_000,
        "replies": replied * 5,
        "reply_s": replied * 5 * rng.uniform(25, 50, rows),
        "shifts": np.ones(rows),
        "late_shifts": rng.binomial(1, 0.03, rows),
        "early_shifts": np.zeros(rows),
        "absent_shifts": np.zeros(rows),
        "scheduled_min": np.full(rows, 480),
        "adherent_min": np.full(rows, 470),
        "secondment_min": np.zeros(rows),
        "disruption_min": np.zeros(rows),
    }
    return Facts.of(names, ["presales"] * rows, dates, counts=counts)


def scored(facts: Facts, weights: tuple[int, ...] | None = None) -> tuple[AgentScore, ...]:
    """Return the scores of a month, by other weights if given."""
    scheme = SCHEME
    if weights is not None:
        pairs = zip(scheme.lines, weights, strict=True)
        scheme = replace(scheme, lines=tuple(replace(o, weight=Decimal(w)) for o, w in pairs))
    return score_month(facts, {"presales": scheme}, MONTH, targets=(TARGET,))


def paid(facts: Facts, scores: tuple[AgentScore, ...]) -> tuple[Payout, ...]:
    """Return the payouts of a month: base, commission by tiers and a share of the pool."""
    start = dt.date(2026, 1, 1)
    plans = [
        PayPlan(
            score.agent_id,
            start,
            Decimal(3000),
            Decimal(1000),
            minimum_wage=Decimal(2000),
            scheme="F" if number % 2 else "B",
        )
        for number, score in enumerate(scores)
    ]
    return pay_month(
        scores,
        plans,
        {"presales": SCHEME},
        MONTH,
        law=overtime_law(MONTH),
        facts=facts,
        pay_schemes=pay_scheme_presets(),
        extras=PayExtras(),
        limits=pay_law_in(MONTH),
    )


def timed(run: Callable[[], object], runs: int) -> float:
    """Return the median seconds of some runs."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def main() -> None:
    """Print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    facts = month(asked.agents)
    scores = scored(facts)
    score_s = timed(lambda: scored(facts), asked.runs)
    pay_s = timed(lambda: paid(facts, scores), asked.runs)
    preview_s = timed(lambda: scored(facts, (20, 30, 20, 20, 5, 5)), asked.runs)
    total = sum(payout.total for payout in paid(facts, scores))
    print(f"{asked.agents} agents x 31 days: {len(facts)} rows of facts, {total} yuan")
    print(f"score {score_s:.2f} s, pay {pay_s:.2f} s, together {score_s + pay_s:.2f} s")
    print(f"preview of other weights {preview_s:.2f} s")


if __name__ == "__main__":
    main()
