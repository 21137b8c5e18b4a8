"""A scorecard of days to come: from simulated chats, through the functions that score real ones."""

import numpy as np
import pytest

from kpi.facts.projection import projected_facts
from kpi.score.scoring import score_month
from scheduler.roster import Roster
from scheduler.simulate.customers import draw_customers
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate, simulate_records
from tests.kpi.making import NOVEMBER, line, scheme
from tests.scheduler.simulate.weeks import forecast, post, problem, shift

PARAMS = SimulationParams(replications=1, seed=7, warm_up_min=0)
SCHEME = {"presales": scheme(line("reply_rate", 60), line("chats_per_hour", 40))}


@pytest.fixture(scope="module")
def shop():
    """Return 30 November with two people from 09:00 to 17:00, and more chats than they can take."""
    busy = np.where((np.arange(48) >= 18) & (np.arange(48) < 34), 12.0, 0.0)
    asked = problem((post(handle_s=600.0, chats_at_once=2, patience_s=120.0),), 2)
    return asked, Roster((shift(0, 540, 1020), shift(1, 540, 1020))), forecast(busy)


def scored(shop, params=PARAMS):
    asked, roster, expected = shop
    customers = draw_customers(asked.posts, expected, params)
    records = simulate_records(asked, roster, customers, params)
    facts = projected_facts(records, roster, clock=asked.horizon.clock)
    found = score_month(facts, SCHEME, NOVEMBER)
    return records, {card.agent_id: card.cards[0] for card in found}


def test_projected_scorecard_comes_from_simulated_facts(shop):
    asked, roster, expected = shop
    records, cards = scored(shop)
    assert set(cards) == {"a0", "a1"}
    assert all(card.is_projection for card in cards.values())
    counts = simulate(asked, roster, expected, PARAMS).total
    offered = sum(card.line("reply_rate").denominator for card in cards.values())
    replied = sum(card.line("reply_rate").numerator for card in cards.values())
    assert offered == len(records) == counts.mean_offered.mean
    assert float(replied / offered) == pytest.approx(float(counts.answer_rate.mean))
    assert replied < offered  # some left: what nobody answered counts against somebody


def test_projected_pace_is_answered_chats_over_rostered_hours(shop):
    records, cards = scored(shop)
    for agent, card in cards.items():
        answered = int((records.agent == records.agents.index(agent)).sum())
        assert float(card.line("chats_per_hour").value) == pytest.approx(answered / 8)


def test_nobody_is_asked_for_chats_while_standing_by_and_the_hours_stay(shop):
    asked, roster, expected = shop
    serving = Roster(roster.shifts[:1])  # the other one stands by and is not called
    customers = draw_customers(asked.posts, expected, PARAMS)
    records = simulate_records(asked, serving, customers, PARAMS)
    facts = projected_facts(
        records,
        roster,
        clock=asked.horizon.clock,
        serving=serving,
        waits=lambda shift: (shift.span,) if shift.agent_id == "a1" else (),
    )
    cards = {card.agent_id: card.cards[0] for card in score_month(facts, SCHEME, NOVEMBER)}
    assert cards["a0"].line("reply_rate").denominator == len(records)
    assert not cards["a1"].line("reply_rate").denominator
    assert (cards["a1"].scheduled_min, cards["a1"].line("chats_per_hour").denominator) == (480, 0)


def test_another_draw_of_chats_gives_another_scorecard(shop):
    first, again = (scored(shop)[1] for _ in range(2))
    other = scored(shop, SimulationParams(replications=1, seed=8, warm_up_min=0))[1]
    assert first == again
    assert first != other
