"""Scoring, paying and previewing a month of 200 agents; see ``kpi.py`` for 2,000."""

import pytest

from benchmarks.kpi import month, paid, scored

AGENTS = 200


@pytest.fixture(scope="module")
def facts():
    return month(AGENTS)


def test_score(benchmark, facts):
    scores = benchmark.pedantic(scored, args=(facts,), rounds=3)
    assert len(scores) == AGENTS
    assert all(score.total is not None for score in scores)


def test_pay(benchmark, facts):
    scores = scored(facts)
    payouts = benchmark.pedantic(paid, args=(facts, scores), rounds=3)
    assert all(payout.total == sum(line.amount for line in payout.lines) for payout in payouts)


def test_preview(benchmark, facts):
    changed = benchmark.pedantic(scored, args=(facts, (20, 30, 20, 20, 5, 5)), rounds=3)
    assert changed != scored(facts)
