import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post_change import PostChange
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, Span
from scheduler.shift_type import ShiftType
from scheduler.verify.shifts import fits
from tests.builders import FULL, WEEK, at, problem

LUNCH = ClockSpan.parse("11:00-13:30")


def early(**changes):
    usual = {"work_min": 480, "meal_min": 60, "meal_between": LUNCH}
    return ShiftType("早", 510, **{**usual, **changes})


def two_lengths(**changes):
    own = {"meal_between": None, "contract_hours": ((40, 40), (10, 39))}
    return early(**{"work_min": (480, 360), **own, **changes})


def test_each_length_of_a_type_is_for_its_contracts_with_one_code_and_start():
    found = RuleSet((), types=(two_lengths(),))
    for hours, works in ((40, [480]), (30, [360]), (44, [])):
        forms = found.forms_for(hours)
        assert [form.work_min for form in forms] == works
        assert {(form.code, form.starts[0].start_clock) for form in forms} <= {("早", 510)}


def test_lengths_with_one_range_of_contracts_are_all_for_everybody_in_it():
    found = RuleSet((), types=(two_lengths(contract_hours=(10, 40)),))
    assert [form.work_min for form in found.forms_for(40)] == [480, 360]
    assert two_lengths(contract_hours=(10, 40)).lengths_for(40) == (540, 420)


def test_a_shift_of_any_length_of_a_type_is_of_it():
    found = RuleSet((), types=(two_lengths(),))
    assert [found.kind_of(510, length) for length in (540, 420, 480)] == ["早", "早", ""]


def test_the_meal_of_a_shorter_length_ends_before_it_does():
    long, short = two_lengths().shapes
    assert (long.meal_latest_min, short.meal_latest_min) == (450, 330)


def test_one_length_in_a_list_is_one_number():
    assert early(work_min=(480,), contract_hours=((10, 40),)) == early(contract_hours=(10, 40))


def test_a_type_starts_at_its_time_alone():
    (shape,) = early().shapes
    assert early().starts == (510,)
    assert shape.starts_at(WEEK.clock, at(0, "08:30"))
    assert not shape.starts_at(WEEK.clock, at(0, "09:00"))


def test_a_type_with_a_window_starts_in_steps():
    found = early(latest_start_clock=600, start_step_min=45)
    assert found.starts == (510, 555, 600)


def test_the_meal_lies_in_its_hours_by_the_clock_whenever_the_shift_starts():
    found = early(latest_start_clock=600).shapes
    windows = {
        str(form.starts[0])[:5]: (form.meal_earliest_min, form.meal_latest_min) for form in found
    }
    assert windows == {
        "08:30": (150, 240),
        "09:00": (120, 210),
        "09:30": (90, 180),
        "10:00": (60, 150),
    }


def test_a_night_shift_finds_its_meal_after_midnight():
    night = ShiftType("夜", 22 * 60, 480, meal_min=60, meal_between=ClockSpan.parse("01:00-03:00"))
    (form,) = night.shapes
    assert (form.meal_earliest_min, form.meal_latest_min) == (180, 240)


def test_a_shift_that_starts_in_the_hours_of_the_meal_eats_in_what_is_left_of_them():
    late = ShiftType("中", 12 * 60, 480, meal_min=30, meal_between=LUNCH)
    (form,) = late.shapes
    assert (form.meal_earliest_min, form.meal_latest_min) == (30, 60)


def test_a_shift_has_a_type_by_start_length_and_meal():
    (form,) = early().shapes
    start = at(0, "08:30")

    def shift(begin, meal):
        return Shift("A1", begin, begin + 540, "presales", Span(meal, meal + 60))

    assert fits(WEEK, shift(start, at(0, "12:00")), form)
    assert not fits(WEEK, shift(start, at(0, "13:00")), form)
    assert not fits(WEEK, shift(start + 30, at(0, "12:00")), form)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: early(meal_between=ClockSpan.parse("20:00-21:00")), "meal_without_place"),
        (
            lambda: early(meal_min=30, meal_between=ClockSpan.parse("08:00-08:45")),
            "meal_without_place",
        ),
        (lambda: ShiftType("机", 0, 480, min_people=1), "not_standby"),
        (
            lambda: ShiftType("机", 540, 480, latest_start_clock=600, is_standby=True),
            "standby_starts",
        ),
        (
            lambda: early(meal_between=ClockSpan.parse("20:00-21:00"), is_standby=True),
            "meal_without_place",
        ),
        (
            lambda: RuleSet((FULL,), types=(ShiftType("机", 540, 480, is_standby=True),)),
            "standby_alone",
        ),
        (lambda: ShiftType("", 0, 480), "type_code"),
        (lambda: ShiftType("ABCDE", 0, 480), "type_code"),
        (lambda: ShiftType("off", 0, 480), "type_code"),
        (lambda: ShiftType("A/B", 0, 480), "type_code"),
        (lambda: ShiftType("A", 1500, 480), "clock_unreadable"),
        (lambda: ShiftType("A", 600, 480, latest_start_clock=540), "ends_before_start"),
        (lambda: ShiftType("A", 600, 480, colour="red"), "colour_unreadable"),
        (lambda: ShiftType("A", 600, 480, weekdays=("mon",)), "weekday_unknown"),
        (lambda: RuleSet((), types=(early(), early())), "duplicate_kind"),
        (lambda: RuleSet((), types=(early(), ShiftType("A", 510, 540))), "types_alike"),
        (lambda: RuleSet((), types=(two_lengths(), ShiftType("A", 510, 420))), "types_alike"),
        (lambda: early(work_min=(480, 0)), "not_positive"),
        (lambda: early(work_min=()), "not_positive"),
        (lambda: early(work_min=(480, 360, 480)), "type_length_twice"),
        (lambda: early(work_min=480, contract_hours=((40, 40), (10, 39))), "type_contracts"),
        (
            lambda: early(work_min=(480, 360, 240), contract_hours=((40, 40), (10, 39))),
            "type_contracts",
        ),
        (lambda: early(work_min=(480, 45), meal_between=None), "meal_without_place"),
        (lambda: early(work_min=(480, 360), end_clock=1050), "type_end_differs"),
        (lambda: RuleSet((), types=(ShiftType("A", 525, 480),)), "type_off_grid"),
        (
            lambda: RuleSet((), types=(early(posts=("presales",)),), post_change=PostChange()),
            "type_posts_with_change",
        ),
    ],
)
def test_what_cannot_be_is_refused(make, code):
    with pytest.raises(InputError) as caught:
        make()
    assert code in {fault.code for fault in caught.value.faults}


def test_types_alone_are_shapes_enough_and_kinds_too():
    found = RuleSet((), types=(early(), ShiftType("N", 1380, 480)))
    assert [form.code for form in found.forms] == ["早", "N"]
    assert found.kind_names == ("早", "N")
    assert [found.kind_of(510, 540), found.kind_of(510, 480), found.kind_of(1380, 480)] == [
        "早",
        "",
        "N",
    ]


def test_free_shapes_stand_beside_types():
    found = RuleSet((FULL,), types=(early(),))
    assert [form.code for form in found.forms] == ["", "早"]


def test_a_type_may_be_bound_to_weekdays():
    (form,) = early(weekdays=("monday",)).shapes
    assert WEEK.start == dt.date(2026, 11, 30)  # a Monday
    assert form.starts_at(WEEK.clock, at(0, "08:30"))
    assert not form.starts_at(WEEK.clock, at(1, "08:30"))


def test_an_end_gives_the_hours_of_work():
    found = ShiftType("早", 510, end_clock=17 * 60 + 30, meal_min=60)
    assert found == ShiftType("早", 510, 480, meal_min=60)
    night = ShiftType("夜", 22 * 60, end_clock=6 * 60, meal_min=30)
    assert night.work_min == 450


def test_an_end_and_hours_of_work_must_agree():
    assert ShiftType("早", 510, 480, 17 * 60 + 30, meal_min=60).length_min == 540
    with pytest.raises(InputError) as caught:
        ShiftType("早", 510, 450, 17 * 60 + 30, meal_min=60)
    assert [fault.code for fault in caught.value.faults] == ["type_end_differs"]
    with pytest.raises(InputError) as caught:
        ShiftType("早", 510)
    assert [fault.code for fault in caught.value.faults] == ["not_positive"]


def split(**changes):
    span = ClockSpan.parse("13:00-17:00")
    return ShiftType("两", 540, 480, **{"gap_min": 240, "meal_between": span, **changes})


def test_a_split_shift_has_its_gap_where_a_meal_would_be():
    (form,) = split().shapes
    assert split().length_min == 720
    assert (form.meal_min, form.meal_earliest_min, form.meal_latest_min) == (240, 240, 240)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"gap_min": 330}, "gap_too_long"), ({"meal_min": 60}, "type_meal_and_gap")],
)
def test_a_gap_is_five_hours_at_most_and_no_meal_beside_it(changes, code):
    with pytest.raises(InputError) as caught:
        split(meal_between=None, **changes)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_the_gap_of_a_split_shift_is_told_from_a_meal():
    asked = problem(ruleset=RuleSet((), types=(split(), ShiftType("早", 510, 480, meal_min=60))))
    first = at(0, "09:00")
    gap = Shift("A1", first, first + 720, "presales", Span(first + 240, first + 480))
    meal = Shift("A1", first - 30, first + 510, "presales", Span(first + 240, first + 300))
    assert [asked.classes.has_gap(one) for one in (gap, meal)] == [True, False]
