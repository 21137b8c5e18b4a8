"""Conditions are taken out of a comparison, skill is not."""

from decimal import Decimal

import numpy as np
import pytest

from kpi.facts.chats import ChatDays, chat_days
from kpi.facts.facts import merge
from kpi.facts.outcomes import ChatOutcomes
from kpi.score.fair import adjusted_values, fair_totals
from kpi.score.scoring import score_month
from scheduler.chats import ChatRecords
from tests.kpi.making import CLOCK, NOVEMBER, at, bands, facts, line, scheme, shift

AGENTS = ("day", "mixed", "night", "slow")
BASE = {"day": 20, "mixed": 20, "night": 20, "slow": 40}  # seconds by day; at night 30 more


def month():
    """Chats of 28 days: ``day`` works days, ``night`` nights, the others both."""
    rng = np.random.default_rng(5)
    rows = []
    for day in range(1, 29):
        for hour, night in ((10, False), (23, True)):
            start = at(f"2026-11-{day:02d}T{hour}:00") * 60
            for name in AGENTS:
                if (name == "day" and night) or (name == "night" and not night):
                    continue
                waits = BASE[name] + 30 * night + rng.normal(0, 1, 12)
                came = start + rng.uniform(0, 3000, 12)
                rows += [(AGENTS.index(name), c, w) for c, w in zip(came, waits, strict=True)]
    rows.sort(key=lambda row: row[1])
    agent, came, waits = (np.array(column) for column in zip(*rows, strict=True))
    records = ChatRecords(
        ("presales",), AGENTS, np.zeros(len(rows)), agent, came, came + waits, came + waits + 60
    )
    return records, ChatOutcomes(agent)


def values(indicator="first_reply"):
    records, outcomes = month()
    days = chat_days(records, outcomes, (), clock=CLOCK)
    shifts = [
        shift(name, f"2026-11-{d:02d}T09:00", f"2026-11-{d:02d}T23:59")
        for name in AGENTS
        for d in range(1, 29)
    ]
    found = adjusted_values(records, outcomes, days, shifts, clock=CLOCK)
    return {one.agent_id: one for one in found if one.indicator == indicator}


def test_nights_are_no_penalty_and_skill_still_counts():
    found = values()
    assert found["night"].plain - found["day"].plain == pytest.approx(30, abs=1)
    # alike under like conditions, though one works nights only
    assert found["night"].adjusted == pytest.approx(found["day"].adjusted, abs=3)
    assert found["mixed"].adjusted == pytest.approx(found["day"].adjusted, abs=3)
    assert found["slow"].adjusted - found["mixed"].adjusted > 15


def test_who_has_nobody_to_be_compared_with_is_not_adjusted():
    records, outcomes = month()
    alone = ChatDays(
        np.zeros(len(records), dtype=np.int64),
        np.zeros(len(records), dtype="datetime64[D]"),
        np.zeros(len(records), dtype="datetime64[D]"),
        np.zeros(len(records), dtype=bool),
    )
    (one,) = (
        each
        for each in adjusted_values(records, outcomes, alone, (), clock=CLOCK)
        if each.indicator == "first_reply"
    )
    assert one.adjusted == pytest.approx(one.plain)


def test_a_total_is_shown_beside_the_plain_one():
    found = values()
    steps = bands((None, 40, 100), (40, None, 0))
    of_post = {"presales": scheme(line("first_reply", bands=steps))}
    rows = merge(
        [
            facts(agent=name, first_reply_s=one.plain * one.chats, first_replies=one.chats)
            for name, one in found.items()
        ]
    )
    cards = [score.cards[0] for score in score_month(rows, of_post, NOVEMBER)]
    totals = {one.agent_id: one for one in fair_totals(cards, of_post, tuple(found.values()))}
    assert (totals["day"].plain, totals["night"].plain) == (100, 0)
    assert (totals["day"].adjusted, totals["night"].adjusted) == (100, 100)
    assert totals["slow"].adjusted == 0
    assert totals["night"].lines[0].expected > totals["day"].lines[0].expected


def test_without_adjusted_values_nothing_changes():
    of_post = {"presales": scheme()}
    (score,) = score_month(facts(replied=95, received=100), of_post, NOVEMBER)
    (one,) = fair_totals(score.cards, of_post, ())
    assert one.plain == one.adjusted == Decimal(100)
