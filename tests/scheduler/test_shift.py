import pytest

from scheduler.errors import InputError
from scheduler.shift import Shift, ShiftShape, Span
from tests.builders import FULL, SIX, at, shift, span


def test_span_is_half_open():
    meal = Span(60, 120)
    assert [minute in meal for minute in (59, 60, 119, 120)] == [False, True, True, False]
    assert meal.length_min == 60


def test_spans_that_touch_do_not_overlap():
    assert not Span(0, 60).overlaps(Span(60, 120))
    assert Span(0, 61).overlaps(Span(60, 120))
    assert Span(0, 200).overlaps(Span(60, 120))
    assert Span(60, 120).overlaps(Span(0, 200))


def test_meal_is_not_work():
    assert (shift().work_min, shift().span.length_min) == (480, 540)
    assert shift(meal=None).work_min == 480


def test_break_is_work_but_not_cover():
    paused = shift(breaks=(span(0, "10:00", 15),))
    assert paused.work_min == 480
    assert [paused.works_at(at(0, time)) for time in ("09:59", "10:00", "10:14", "10:15")] == [
        True, False, False, True,
    ]  # fmt: skip


def test_agent_is_at_work_from_start_to_end_but_for_the_meal():
    moments = ("07:59", "08:00", "11:59", "12:00", "12:59", "13:00", "16:59", "17:00")
    assert [shift().works_at(at(0, time)) for time in moments] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip


def test_shape_is_for_contracts_in_its_range():
    assert [SIX.is_for(hours) for hours in (19.5, 20, 39, 39.5)] == [False, True, True, False]
    assert FULL.length_min == 540


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Span(60, 60), "ends_before_start"),
        (lambda: Shift("A1", 60, 60, "p"), "ends_before_start"),
        (lambda: ShiftShape(0), "not_positive"),
        (lambda: ShiftShape(480, -1), "negative"),
        (lambda: ShiftShape(480, contract_hours=(40, 39)), "range_order"),
        (lambda: ShiftShape(480, 60, 300, 180), "meal_window"),
        (lambda: ShiftShape(480, 60, -30, 180), "meal_window"),
        (lambda: ShiftShape(480, 60, 180, 480), "meal_window"),  # would begin after the work
    ],
)
def test_what_cannot_be_is_refused(make, code):
    with pytest.raises(InputError, match=code):
        make()


def test_meal_window_does_not_matter_without_a_meal():
    assert ShiftShape(240, 0, 300, 0).length_min == 240
