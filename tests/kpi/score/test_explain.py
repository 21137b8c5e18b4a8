"""Every line leads back to its days, shifts and chats, and they add up to it."""

import numpy as np

from kpi.facts.chats import chat_days, facts_of_chats
from kpi.facts.facts import merge
from kpi.facts.hours import facts_of_hours, shift_hours
from kpi.facts.presences import attendance_of
from kpi.facts.scheduled import in_force
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import Knowing
from kpi.score.explain import trace
from kpi.score.scoring import score_month
from tests.kpi import test_wire as wire
from tests.kpi.making import CLOCK, NOVEMBER, version


def _traced(indicator, agent="A"):
    published = in_force([[version(1, wire.A_SHIFTS + wire.B_SHIFTS, "2026-10-25T12:00")]])
    hours = shift_hours(published, attendance_of(wire.PRESENCES), (), clock=CLOCK)
    records, outcomes = wire._chats()
    shifts = [one.shift for one in published]
    facts = merge([facts_of_hours(hours), facts_of_chats(records, outcomes, shifts, clock=CLOCK)])
    scores = score_month(facts, {"presales": wire.SCHEME}, NOVEMBER, targets=[wire.TARGET])
    card = next(one for one in scores if one.agent_id == agent).cards[0]
    days = chat_days(records, outcomes, shifts, clock=CLOCK)
    return card, trace(card, indicator, facts, hours=hours, records=records, chat_days=days)


def test_the_days_add_up_to_the_line():
    card, found = _traced("adherence")
    line = card.line("adherence")
    assert sum(day.counts["adherent_min"] for day in found.days) == line.numerator
    assert sum(day.counts["scheduled_min"] for day in found.days) == line.denominator


def test_a_line_about_hours_names_its_shifts():
    _, found = _traced("adherence")
    assert [one.scheduled.shift for one in found.shifts] == wire.A_SHIFTS
    assert sum(one.attended.adherent_min for one in found.shifts) == 1410
    assert found.chats == ()


def test_a_line_about_chats_names_its_chats():
    card, found = _traced("reply_rate", "B")
    assert found.chats == tuple(range(10, 20))
    assert len(found.chats) == card.line("reply_rate").denominator
    assert found.shifts == ()


def test_a_target_names_its_share():
    _, found = _traced("target_attainment")
    assert found.target.target == 1_800_000
    assert (found.target.scheduled_min, found.target.post_scheduled_min) == (1440, 2400)
    assert found.target.excused_min == 0


def test_every_indicator_names_the_columns_it_looks_at():
    for indicator in INDICATORS.values():
        asked = set()

        class Watched:
            groups = (("A", "p"),)
            knowing = Knowing.COVERED

            def sums(self, *columns, asked=asked):
                asked.update(columns)
                return tuple(np.ones(1) for _ in columns)

            def pair(self, one, two, asked=asked):
                asked.update((one, two))
                return np.ones(1), np.ones(1)

            post_pair = post_pair_before = pair

            def days(self, *columns):
                return self.sums(*columns)[0]

            def with_target(self, column):
                return self.pair(column, column)

        indicator.measure(Watched())
        assert asked == set(indicator.columns), indicator.name
