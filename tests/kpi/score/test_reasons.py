"""A line left out says what was missing, and no case that is proven ends as "no data"."""

from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better
from kpi.metrics.totals import Knowing
from kpi.scheme.line import Scoring, SmallSample
from kpi.scheme.targets import Level, Target
from kpi.score.scorecard import LineLeftOut
from kpi.score.scoring import score_month
from tests.kpi.making import DAY, NAN, NOVEMBER, bands, facts, line, scheme

NEXT = DAY.replace(day=DAY.day + 1)
LOW = bands((None, 0.01, 100), (0.01, None, 0))


def told(rows, indicator="complaint_rate", **more):
    is_lower = INDICATORS[indicator].better is Better.LOWER
    only = line(indicator, bands=LOW) if is_lower else line(indicator)
    rule = scheme(only, least_coverage=Decimal(0))
    found = score_month(rows, {"presales": rule}, NOVEMBER, **more)
    return found[0].cards[0].line(indicator)


def test_a_proven_complaint_counts_whatever_day_it_came_in():
    rows = merge([facts(received=100), facts(date=NEXT, complaints_at_fault=2)])
    found = told(rows)
    assert (found.value, found.points, found.left_out) == (Decimal("0.02"), 0, None)
    same_day = merge([facts(received=10, complaints_at_fault=1), facts(date=NEXT, received=190)])
    assert told(same_day).value == Decimal("0.005")  # of the month's chats, not the day's


def test_a_month_from_before_is_recomputed_day_by_day():
    rows = merge([facts(received=100), facts(date=NEXT, complaints_at_fault=2)])
    found = told(rows, knowing=Knowing.WHATEVER)
    assert (found.value, found.left_out) == (None, LineLeftOut.NO_DATA)
    same_day = merge([facts(received=10, complaints_at_fault=1), facts(date=NEXT, received=190)])
    assert told(same_day, knowing=Knowing.WHATEVER).value == Decimal("0.1")


def test_complaints_without_the_chats_they_are_held_against_are_told():
    found = told(facts(complaints_at_fault=2))
    assert found.left_out is LineLeftOut.HALF_KNOWN
    assert found.numerator == 2


def test_a_veto_without_a_tolerance_is_broken_by_one_proven_case():
    veto = line("complaint_rate", 0, scoring=Scoring.VETO, bands=(), target=Decimal(0))
    rule = {"presales": scheme(line("reply_rate"), veto)}
    for count, total in ((1, 0), (0, 100)):
        rows = merge(
            [
                facts(replied=95, received=NAN, complaints_at_fault=count),
                facts(date=NEXT, replied=95, received=100),
            ]
        )
        assert score_month(rows, rule, NOVEMBER)[0].total == total
    alone = facts(complaints_at_fault=1)
    assert score_month(alone, rule, NOVEMBER)[0].total == 0
    tolerant = line("complaint_rate", 0, scoring=Scoring.VETO, bands=(), target=Decimal("0.1"))
    few = {"presales": scheme(line("reply_rate"), tolerant)}
    assert score_month(alone, few, NOVEMBER)[0].total is None  # nobody knows the share


@pytest.mark.parametrize(
    ("indicator", "counts", "why"),
    [
        ("reply_rate", {"consulted": 1}, LineLeftOut.NO_DATA),
        ("reply_rate", {"replied": 1}, LineLeftOut.HALF_KNOWN),
        ("reply_rate", {"received": 0, "replied": 0}, LineLeftOut.NO_CASES),
        ("adherence", {"scheduled_min": 480}, LineLeftOut.NO_ATTENDANCE),
        ("adherence", {"present_min": 480}, LineLeftOut.NO_ROSTER),
        ("attendance", {"shifts": 1}, LineLeftOut.NO_ATTENDANCE),
        ("attendance", {"shifts": 1, "absent_shifts": 0, "present_min": 9}, LineLeftOut.NO_ROSTER),
        ("chats_per_day", {"received": 9}, LineLeftOut.NO_ATTENDANCE),
        ("chats_per_hour", {"replied": 9}, LineLeftOut.NO_ATTENDANCE),
        ("work_time_use", {"present_min": 480}, LineLeftOut.NO_ROSTER),
        ("linked_sales", {"linked_fen": 9}, LineLeftOut.NO_TARGET),
        ("target_attainment", {"sales_fen": 9}, LineLeftOut.NO_TARGET),
    ],
)
def test_each_line_says_what_it_lacks(indicator, counts, why):
    assert told(facts(**counts), indicator).left_out is why


def test_counts_of_different_days_are_told_apart_from_none():
    rows = merge([facts(received=10), facts(date=NEXT, replied=9)])
    assert told(rows, "reply_rate").left_out is LineLeftOut.DAYS_APART


def test_who_has_attendance_is_never_said_to_have_none():
    rows = merge([facts(received=1), facts(agent="B", received=1)])
    rule = {"presales": scheme(line("adherence"))}
    known = {"A": LineLeftOut.NO_ROSTER, "B": LineLeftOut.IN_DOUBT}
    for no_hours, whys in (
        (known, list(known.values())),
        ({}, [LineLeftOut.NO_ATTENDANCE] * 2),
    ):
        found = score_month(rows, rule, NOVEMBER, no_hours=no_hours)
        assert [one.cards[0].line("adherence").left_out for one in found] == whys


def test_a_target_nobody_can_share_out_without_a_roster_is_not_missing():
    target = Target(NOVEMBER, "presales", Level.SHOP, "", "sales_fen", Decimal(100))
    found = told(facts(sales_fen=90), "target_attainment", targets=[target])
    assert found.left_out is LineLeftOut.NO_ROSTER
    with_hours = told(facts(sales_fen=90, scheduled_min=480), "target_attainment", targets=[target])
    assert with_hours.value == Decimal("0.9")


def test_few_cases_whose_bad_ones_nobody_counted_are_half_known():
    small = SmallSample(50, "bad_rated", Decimal(10))
    rule = scheme(line("satisfaction", small_sample=small), least_coverage=Decimal(0))
    found = score_month(facts(satisfied=3, rated=4), {"presales": rule}, NOVEMBER)[0].cards[0]
    assert found.line("satisfaction").left_out is LineLeftOut.HALF_KNOWN
