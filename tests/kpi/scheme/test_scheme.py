"""A scheme with a fault cannot be made, and every fault seen in published sheets has a name."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.scheme.line import Band, Line, Scoring, StepsShort
from kpi.scheme.scheme import Adding, Grade, PostKind, scheme_for
from scheduler.errors import InputError
from tests.kpi.making import NOVEMBER, bands, line, scheme


def codes(*lines, **more):
    with pytest.raises(InputError) as caught:
        scheme(*lines, **more)
    return {fault.code for fault in caught.value.faults}


BAD_LINES = {
    # T-03 prints 45 %>X≥50 %
    "impossible band": (line(bands=bands((0.5, 0.45, 80), (0.55, None, 100))), "band_empty"),
    # T-09 leaves 220 to 250 open
    "gap": (line("order_value", bands=bands((None, 220, 0), (250, None, 100))), "band_gap"),
    # T-04 prints 69.9 and 70.0
    "decimal gap": (line("order_value", bands=bands((None, 69.9, 0), (70, None, 100))), "band_gap"),
    "no lowest band": (line(bands=bands((0.5, 0.9, 60), (0.9, None, 100))), "band_gap"),
    "no highest band": (line(bands=bands((None, 0.9, 60))), "band_gap"),
    "zero seconds uncovered": (
        line("first_reply", bands=bands((0, 30, 100), (30, None, 0))),
        "band_gap",
    ),
    "overlap": (line(bands=bands((None, 0.91, 0), (0.9, None, 100))), "band_overlap"),
    "percent": (line(bands=bands((None, 45, 0), (45, None, 100))), "rate_as_percent"),
    "percent of a ratio": (
        line("target_attainment", bands=bands((None, 90, 0), (90, None, 100))),
        "rate_as_percent",
    ),
    "negative edge": (line(bands=bands((None, -0.1, 0), (-0.1, None, 100))), "negative"),
    "wrong way round": (line(bands=bands((None, 0.9, 100), (0.9, None, 0))), "points_not_ordered"),
    "slow pays more": (
        line("first_reply", bands=bands((None, 30, 0), (30, None, 100))),
        "points_not_ordered",
    ),
    "too many points": (line(bands=bands((None, 0.9, 0), (0.9, None, 101))), "points_out_of_range"),
    "no bands": (line(bands=()), "bands_missing"),
    "slope without end": (
        line(bands=(Band(None, Decimal("0.9"), Decimal(0), Decimal(5)), *bands((0.9, None, 100)))),
        "slope_without_end",
    ),
    "unknown indicator": (line("charm"), "indicator_unknown"),
    "no target": (line(scoring=Scoring.TARGET, bands=()), "target_missing"),
    "no deduction": (line(scoring=Scoring.DEDUCT, bands=()), "deduction_missing"),
    "rating of a share": (line(scoring=Scoring.RATING, bands=()), "rating_unit"),
    "bands beside a rating": (line("quality", scoring=Scoring.RATING), "bands_not_used"),
    "weighty veto": (line("abuse", 5, scoring=Scoring.VETO, bands=()), "veto_weight"),
    "veto on a good thing": (
        line("reply_rate", 0, scoring=Scoring.VETO, bands=()),
        "veto_direction",
    ),
}


@pytest.mark.parametrize(("one", "code"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_faulty_line_is_named(one, code):
    assert code in codes(one)


def test_weights_must_be_100():
    # the sheets print 25 + 20 + 20 under a block of 55, and 30 + 30 + 20 + 10
    assert codes(line(weight=30), line("conversion", 60)) == {"weights_not_100"}


def test_an_indicator_occurs_once():
    assert "indicator_twice" in codes(line(weight=50), line(weight=50))


def test_all_faults_are_told_at_once():
    found = codes(line(weight=30, bands=bands((None, 45, 0), (45, None, 100))), version=0)
    assert found == {"weights_not_100", "rate_as_percent", "not_positive"}


def grade(name, low, **more):
    return Grade(name, name, name, Decimal(low), **more)


@pytest.mark.parametrize(
    ("grades", "code"),
    [
        ([grade("A", 90), grade("B", 60)], "grade_gap"),  # nothing below 60
        ([grade("A", 90), grade("A", 0)], "grade_twice"),
        ([grade("A", 900), grade("B", 0)], "grade_unreachable"),
        ([grade("A", 90, coefficient=Decimal(1)), grade("B", 0)], "grade_pay_missing"),
        (
            [grade("A", 90, coefficient=Decimal(1)), grade("B", 0, coefficient=Decimal(2))],
            "grade_pay_not_ordered",
        ),
    ],
)
def test_grades_must_be_whole(grades, code):
    assert code in codes(grades=tuple(grades))


def test_grades_are_half_open():
    found = scheme(grades=(grade("A", 91), grade("B", 86), grade("C", 0)))
    shown = [found.grade(Decimal(total)).id for total in ("100", "91", "90.99", "86", "0")]
    assert shown == ["A", "A", "B", "B", "C"]


def test_deductions_count_whole_steps_and_stop_at_zero():
    rule = StepsShort(Decimal("0.95"), Decimal("0.01"), Decimal(2))
    one = line(scoring=Scoring.DEDUCT, bands=(), deduction=rule)
    shown = [one.points(Decimal(value)) for value in ("1", "0.95", "0.945", "0.94", "0.3")]
    assert shown == [100, 100, 100, 98, 0]
    begun = StepsShort(Decimal("0.95"), Decimal("0.01"), Decimal(2), begun=True)
    assert line(scoring=Scoring.DEDUCT, bands=(), deduction=begun).points(Decimal("0.945")) == 98


def test_points_in_proportion_to_a_target_stop_at_full():
    more = line("order_value", scoring=Scoring.TARGET, bands=(), target=Decimal(200))
    assert [more.points(Decimal(value)) for value in (50, 200, 300)] == [25, 100, 100]
    less = line("first_reply", scoring=Scoring.TARGET, bands=(), target=Decimal(30))
    assert [less.points(Decimal(value)) for value in (0, 30, 60)] == [100, 100, 50]


def test_straight_lines_give_the_worked_points():
    # 85 to 90 %: full 10 points at 90 %, 0 at 85 %: 88 % gives 6
    ten = Line(
        "satisfaction",
        Decimal(100),
        Scoring.BANDS,
        bands=(
            Band(None, Decimal("0.85"), Decimal(0)),
            Band(Decimal("0.85"), Decimal("0.90"), Decimal(0), Decimal(10)),
            Band(Decimal("0.90"), None, Decimal(10)),
        ),
        full=Decimal(10),
    )
    assert scheme(ten, adding=Adding.POINTS).full == 10
    assert [ten.points(Decimal(v)) for v in ("0.84", "0.85", "0.88", "0.9")] == [0, 0, 6, 10]


def test_the_scheme_of_a_month_is_the_latest_that_had_begun():
    old, new = scheme(), scheme(version=2, valid_from=dt.date(2026, 11, 1))
    later = scheme(version=3, valid_from=dt.date(2026, 11, 2))
    assert scheme_for([later, old, new], PostKind.PRESALES, NOVEMBER) is new
    with pytest.raises(InputError, match="scheme_missing"):
        scheme_for([later], PostKind.PRESALES, NOVEMBER)
    with pytest.raises(InputError, match="scheme_ambiguous"):
        scheme_for([old, scheme(id="T")], PostKind.PRESALES, NOVEMBER)
