from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.scheme.line import Band, Line, Scoring
from kpi.scheme.scheme import PostKind
from kpi.scheme.usual import usual_line
from scheduler.errors import InputError
from service.month import months
from service.month.kpi_plans import presets
from service.scheme.scheme_editing import (
    begun_line,
    blank_sketch,
    checked,
    drop_sketch,
    effect,
    save_sketch,
    sketch_of,
    sketches,
)
from store.files.kpi_scheme import scheme_presets
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill, scheme

D = Decimal


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(FIRST, absences=(), wishes=(), **WHO))


@pytest.mark.parametrize("preset", presets(), ids=lambda one: one.id)
def test_sketch_of_a_scheme_makes_that_scheme(preset):
    assert checked(sketch_of(preset)).scheme == preset


def test_the_least_coverage_stays_as_a_scheme_is_changed():
    asked = replace(scheme(), least_coverage=D("0.725"))
    assert checked(sketch_of(asked)).scheme == asked


def test_gap_between_bands_is_a_fault_of_its_line():
    bands = (Band(None, D("0.8"), D(50)), Band(D("0.9"), None, D(100)))
    line = Line("reply_rate", D(100), Scoring.BANDS, bands)
    found = checked(replace(sketch_of(scheme()), lines=(line,)))
    assert found.scheme is None
    assert [(fault.code, fault.column) for fault in found.faults] == [("band_gap", "reply_rate")]


def test_faulty_sketch_is_kept_and_comes_back_whole(database):
    faulty = replace(sketch_of(scheme()), lines=(Line("reply_rate", D(45), Scoring.BANDS),))
    for _ in range(2):  # the second takes the place of the first
        save_sketch(at_desk(database, **WHO), faulty)
    assert [entry.value for entry in sketches(at_desk(database))] == [faulty]
    drop_sketch(at_desk(database), faulty.id)
    assert sketches(at_desk(database)) == ()


def test_effect_of_the_same_scheme_is_nothing(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    found = effect(run, scheme())
    assert found.changed == ()
    assert found.paid_before == found.paid_after == D("3933.80") + D("3910.00")


def test_effect_is_what_the_month_would_have_paid(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    lines = [line for line in scheme().lines if line.indicator != "reply_rate"]
    heavier = replace(scheme(), lines=(replace(lines[0], weight=D(70)), lines[1]))
    found = effect(run, heavier)
    # A1: 90 % of 70 and 30 x 1410/1440 = 92.375; A2: 85 % of 70 and 30 = 89.5
    assert {one.agent_id: one.after for one in found.changed} == {
        "A1": D("92.38"),
        "A2": D("89.50"),
    }
    assert found.paid_after == D("3923.80") + D("3895.00")
    assert months.month_run(at_desk(database), NOVEMBER).scores == run.scores


def test_scheme_for_posts_the_month_lacks_has_no_effect(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    with pytest.raises(InputError) as caught:
        effect(run, replace(scheme(), post_kind=PostKind.LEADER))
    assert caught.value.faults[0].code == "no_post_of_kind"


@pytest.mark.parametrize("kind", PostKind)
def test_a_blank_scheme_begins_with_grades_that_pay(kind):
    grades = blank_sketch(kind).grades
    assert grades
    assert all(one.coefficient is not None for one in grades)


def test_a_line_begins_with_the_bands_of_a_published_sheet_of_its_kind():
    t01 = next(one for one in scheme_presets() if one.id == "T-01")
    bands = next(line.bands for line in t01.lines if line.indicator == "first_reply")
    line = begun_line(PostKind.PRESALES, "first_reply", Decimal(20))
    assert (line.bands, line.weight, line.small_sample) == (bands, 20, None)


def test_a_line_no_sheet_has_begins_with_the_usual_bands():
    line = begun_line(PostKind.PRESALES, "complaint_rate", Decimal(10))
    assert line == usual_line("complaint_rate", Decimal(10))
