from dataclasses import replace

import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.shift import BreakRule, Shift, ShiftShape, Sitting, Span, Stint
from tests.builders import FULL, SIX, WEEK, at, shift, span


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


PAUSED = replace(FULL, breaks=(BreakRule(60, 150), BreakRule(225, 255), BreakRule(330, 480)))


def test_usual_breaks_lie_in_the_middle_of_their_windows_clear_of_the_meal():
    # Meal from 12:00 to 13:00; the second break may begin from 11:45 to 12:15 and has to be at
    # 11:45, before the meal.
    start = at(0, "08:00")
    meal = Span(start + 240, start + 300)
    found = PAUSED.usual_breaks(start, meal)
    assert [span.start_min - start for span in found] == [105, 225, 405]
    assert {span.length_min for span in found} == {15}


def test_a_break_without_room_beside_the_meal_is_left_out():
    shape = replace(FULL, breaks=(BreakRule(245, 270),))
    start = at(0, "08:00")
    assert shape.usual_breaks(start, Span(start + 240, start + 300)) == ()


def test_sessions_move_to_another_shift_only_where_they_fit():
    first, second = (
        Sitting(span(0, time, 60), name) for time, name in (("09:00", "S1"), ("15:00", "S2"))
    )
    old = shift(sessions=(first, second))
    assert shift().with_sessions_of(old).sessions == (first, second)
    assert shift(start="09:30").with_sessions_of(old).sessions == (second,)
    early_meal = shift(start="08:00", meal=60)
    assert early_meal.with_sessions_of(old).sessions == (second,)


def test_stints_go_with_a_shift_of_the_same_hours_and_first_post():
    old = shift(changes={120: "aftersales"})
    assert shift(meal=300).with_stints_of(old).stints == old.stints
    assert shift(start="09:00").with_stints_of(old).stints == ()
    assert shift(post="aftersales").with_stints_of(old).stints == ()


def test_a_shift_knows_its_post_at_every_moment():
    changing = shift(changes={120: "aftersales", 240: "presales"})
    assert changing.posts == ("presales", "aftersales")
    moments = (at(0, clock) for clock in ("07:00", "08:00", "09:59", "10:00", "12:00"))
    names = [changing.post_at(moment) for moment in moments]
    assert names == ["presales", "presales", "presales", "aftersales", "presales"]
    assert shift().served == (Stint(shift().span, "presales"),)


def test_nobody_is_at_work_in_a_break_or_a_session():
    pause, sitting = span(0, "09:00", 15), Sitting(span(0, "10:00", 60), "S1")
    there = shift(breaks=(pause,), sessions=(sitting,))
    moments = ("09:00", "09:14", "09:15", "10:00", "10:59", "11:00")
    assert [there.works_at(at(0, each)) for each in moments] == [
        False, False, True, False, False, True,
    ]  # fmt: skip
    assert there.pauses == (pause, sitting.span)


def test_a_shape_may_start_only_where_it_says():
    night = replace(FULL, starts=(ClockSpan.parse("22:00-02:00"),))
    moments = [at(0, clock) for clock in ("21:59", "22:00", "01:00", "02:00")]
    assert [night.starts_at(WEEK.clock, each) for each in moments] == [False, True, True, False]
    assert FULL.starts_at(WEEK.clock, at(0, "00:00"))


@pytest.mark.parametrize(
    ("breaks", "code"),
    [
        ((BreakRule(60, 526),), "break_window"),  # would end after the shift's 540 minutes
        ((BreakRule(300, 400), BreakRule(60, 100)), "break_order"),
    ],
)
def test_breaks_that_do_not_fit_a_shape_are_refused(breaks, code):
    with pytest.raises(InputError, match=code):
        replace(FULL, breaks=breaks)
