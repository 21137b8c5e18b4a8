"""From the published roster to the pay: one shift less, worked out by hand."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pytest

from kpi.facts.chats import facts_of_chats
from kpi.facts.facts import merge
from kpi.facts.hours import facts_of_hours, shift_hours
from kpi.facts.outcomes import ChatOutcomes
from kpi.facts.presences import attendance_of
from kpi.facts.scheduled import in_force
from kpi.pay.paying import pay_month
from kpi.pay.payout import PayMethod, PayPlan
from kpi.scheme.scheme import Grade
from kpi.scheme.targets import Level, Target
from kpi.score.scoring import score_month
from scheduler.chats import ChatRecords
from scheduler.dispatch import Presence
from store.files.kpi_law import overtime_law
from store.files.kpi_scheme import scheme_presets
from tests.kpi.making import CLOCK, NOVEMBER, at, line, scheme, shift, version

PRESETS = {one.id: one for one in scheme_presets()}


def _day(agent, date):
    """09:00-18:00 with an hour's meal: 480 minutes of work."""
    day = f"2026-11-{date:02d}"
    meal = (f"{day}T12:00", f"{day}T13:00")
    return shift(agent, f"{day}T09:00", f"{day}T18:00", meal=meal)


A_SHIFTS = [_day("A", 2), _day("A", 3), _day("A", 4)]
B_SHIFTS = [_day("B", 2), _day("B", 3)]
LAST = A_SHIFTS[-1]

# A came half an hour late on the 3rd; B was always there
PRESENCES = [Presence(one.agent_id, one.start_min, one.end_min) for one in (A_SHIFTS[0], LAST)]
PRESENCES += [Presence("A", at("2026-11-03T09:30"), at("2026-11-03T18:00"))]
PRESENCES += [Presence(one.agent_id, one.start_min, one.end_min) for one in B_SHIFTS]

SCHEME = scheme(
    line("target_attainment", 60, bands=PRESETS["T-02"].lines[0].bands),
    line("adherence", 30, bands=PRESETS["AS-1"].lines[7].bands),
    line("reply_rate", 10),  # 90 % and over: 100, else 0
    grades=(
        Grade("silver", "银牌", "silver", Decimal(70), Decimal("0.8")),
        Grade("none", "未评级", "none", Decimal(0), Decimal("0.5")),
    ),
)
TARGET = Target(NOVEMBER, "presales", Level.SHOP, "", "sales_fen", Decimal(3_000_000))
START = dt.date(2026, 1, 1)
PLANS = (
    PayPlan("A", START, Decimal(3000), Decimal(1000), PayMethod.SCORE),
    PayPlan("B", START, Decimal(3000), Decimal(1000), PayMethod.GRADE),
)


def _chats():
    """Return 10 chats each on the 2nd to the 4th; one of B's was never answered."""
    agent = np.repeat([0, 1], 10)
    came = np.array([at("2026-11-02T10:00") * 60 + 9 * 3600 * (n % 10) for n in range(20)], float)
    answered = np.arange(20) != 19
    records = ChatRecords(
        ("presales",),
        ("A", "B"),
        np.zeros(20),
        np.where(answered, agent, -1),
        came,
        np.where(answered, came + 20, np.nan),
        came + 300,
    )
    sales = np.repeat([162_000.0, 102_000.0], 10)
    return records, ChatOutcomes(agent, {"sales_fen": sales, "paid": np.ones(20)})


@dataclass
class Month:
    scores: dict
    payouts: dict


def _month(shifts):
    published = in_force([[version(1, shifts, "2026-10-25T12:00")]])
    hours = facts_of_hours(shift_hours(published, attendance_of(PRESENCES), (), clock=CLOCK))
    chats = facts_of_chats(*_chats(), [one.shift for one in published], clock=CLOCK)
    facts = merge([hours, chats])
    schemes = {"presales": SCHEME}
    scores = score_month(facts, schemes, NOVEMBER, targets=[TARGET])
    payouts = pay_month(scores, PLANS, schemes, NOVEMBER, law=overtime_law(NOVEMBER), facts=facts)
    return Month({one.agent_id: one for one in scores}, {one.agent_id: one for one in payouts})


@pytest.fixture(scope="module")
def whole():
    return _month(A_SHIFTS + B_SHIFTS)


@pytest.fixture(scope="module")
def without():
    return _month([one for one in A_SHIFTS + B_SHIFTS if one != LAST])


def test_before_all_is_as_worked_out(whole):
    card = whole.scores["A"].cards[0]
    # 3 x 480 = 1440 of 2400 minutes: 60 % of 30,000 yuan = 18,000; sold 16,200 = 90 %: 85 points
    assert card.scheduled_min == 1440
    attainment = card.line("target_attainment")
    assert (attainment.denominator, attainment.value) == (1_800_000, Decimal("0.9"))
    assert attainment.points == 85
    # 1410 of 1440 minutes = 97.9 %: 100 points
    adherence = card.line("adherence")
    assert (adherence.numerator, adherence.denominator, adherence.points) == (1410, 1440, 100)
    # 0.6 x 85 + 0.3 x 100 + 0.1 x 100
    assert card.total == Decimal("91.00")
    assert whole.payouts["A"].total == Decimal("3910.00")


def test_one_shift_less_changes_the_agents_line_target_score_and_pay(without):
    card = without.scores["A"].cards[0]
    # 2 x 480 = 960 of 1920 minutes: 50 % = 15,000 yuan; sold 16,200 = 108 %: 100 points
    assert card.scheduled_min == 960
    attainment = card.line("target_attainment")
    assert (attainment.denominator, attainment.value) == (1_500_000, Decimal("1.08"))
    assert attainment.points == 100
    # 930 of 960 minutes = 96.9 %: 80 points
    adherence = card.line("adherence")
    assert (adherence.numerator, adherence.denominator, adherence.points) == (930, 960, 80)
    # 0.6 x 100 + 0.3 x 80 + 0.1 x 100
    assert card.total == Decimal("94.00")
    assert without.payouts["A"].total == Decimal("3940.00")


def test_the_other_changes_only_by_the_shared_target(whole, without):
    before, after = whole.scores["B"].cards[0], without.scores["B"].cards[0]
    # 960 of 2400 minutes: 12,000 yuan, sold 10,200 = 85 %: 70 points
    assert before.line("target_attainment").denominator == 1_200_000
    assert before.line("target_attainment").points == 70
    # 960 of 1920 minutes: 15,000 yuan, sold 10,200 = 68 %: 40 points
    assert after.line("target_attainment").denominator == 1_500_000
    assert after.line("target_attainment").points == 40
    assert before.lines[1:] == after.lines[1:]
    assert before.scheduled_min == after.scheduled_min == 960
    assert before.line("reply_rate").value == Decimal("0.9")
    # 0.6 x 70 + 0.3 x 100 + 0.1 x 100 = 82: 0.8 of 1,000; 0.6 x 40 + 40 = 64: 0.5 of 1,000
    assert (before.total, after.total) == (Decimal("82.00"), Decimal("64.00"))
    assert whole.payouts["B"].total == Decimal("3800.00")
    assert without.payouts["B"].total == Decimal("3500.00")
