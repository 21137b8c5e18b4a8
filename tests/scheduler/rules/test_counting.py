import pytest

from scheduler.agent import Wish
from scheduler.horizon import ClockSpan
from scheduler.rules.automaton import FORBIDDEN, OFF, automaton
from scheduler.rules.days_in_a_row import DaysInARow, run_before
from scheduler.rules.days_off import DaysOffMemory
from scheduler.rules.grid import on_start_grid
from scheduler.rules.memory import ShiftClass
from scheduler.rules.min_hours import MinHours
from scheduler.rules.night import meals_clear_of_night, night_cells
from scheduler.rules.rest import ready_at, ready_cells
from scheduler.rules.succession import LastKind
from scheduler.rules.week_hours import WeekHours
from scheduler.rules.wish import breaks_wish
from tests.builders import FULL, MONDAY, WEEK, at, horizon, problem


def walk(steps, labels):
    """Return whether the table of states allows a row of days."""
    state = 0
    for day, label in enumerate(labels):
        state = int(steps[day][state, label])
        if state == FORBIDDEN:
            return False
    return True


@pytest.mark.parametrize(
    ("memories", "labels", "allowed"),
    [
        ([WeekHours(2400)], [1, 1, 1, 1, 1, 0, 0], True),  # 5 x 8 h is the limit
        ([WeekHours(2400)], [1, 1, 1, 1, 1, 1, 0], False),  # 48 h
        ([WeekHours(2400)], [0, 1, 1, 1, 1, 1, 1], False),  # the last day counts
        ([WeekHours(2399.9999999)], [1, 1, 1, 1, 1, 0, 0], True),  # a decimal contract
        ([WeekHours(2400)], [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], True),  # weeks count apart
        ([DaysOffMemory(1, 7)], [1, 1, 1, 1, 1, 1, 0], True),
        ([DaysOffMemory(1, 7)], [1, 1, 1, 1, 1, 1, 1], False),
        ([DaysOffMemory(2, 9)], [0] * 7 + [0, 0], True),
        (
            [DaysOffMemory(1, 9)],
            [0] * 7 + [1, 0],
            True,
        ),  # a last week of 2 days owes its day off too
        ([DaysOffMemory(1, 9)], [0] * 7 + [1, 1], False),
        ([DaysInARow(6)], [1, 1, 1, 1, 1, 1, 0], True),
        ([DaysInARow(6)], [1] * 7, False),
        ([DaysInARow(6, start=4)], [1, 1, 0, 1, 1, 1, 1], True),  # 4 before the week and 2
        ([DaysInARow(6, start=4)], [1, 1, 1, 0, 0, 0, 0], False),
        ([DaysInARow(6)], [0] + [1] * 6 + [0] + [1] * 6, True),  # runs cross the week's end
        ([DaysInARow(6)], [0] * 4 + [1] * 7 + [0] * 3, False),
        ([DaysInARow(3), WeekHours(960)], [1, 0, 1, 0, 0, 0, 0], True),
        ([DaysInARow(3), WeekHours(960)], [1, 0, 1, 0, 1, 0, 0], False),
    ],
)
def test_the_table_allows_what_all_counting_rules_allow(memories, labels, allowed):
    steps = automaton(memories, [ShiftClass(480)], len(labels)).steps

    assert walk(steps, labels) is allowed


@pytest.mark.parametrize("place", range(3))
def test_rules_that_allow_no_days_leave_no_state(place):
    never = [WeekHours(480), MinHours(960, 7)]
    memories = [*never[:place], DaysInARow(3), *never[place:]]

    assert automaton(memories, [ShiftClass(480)], 7).counts[0] == 0


def test_kinds_told_apart_by_one_rule_alone_are_counted_by_it():
    early, late = ShiftClass(480, "early"), ShiftClass(480, "late")
    rules = [WeekHours(960), LastKind(frozenset({("late", "early")}))]

    steps = automaton(rules, [early, late], 4).steps

    assert walk(steps, [1, 2, 0, 0])
    assert walk(steps, [2, 0, 1, 0])
    assert not walk(steps, [2, 1, 0, 0])
    assert not walk(steps, [1, 1, 2, 0])


def test_a_class_that_may_not_be_worked_is_forbidden_though_another_is_alike():
    steps = automaton([WeekHours(960)], [ShiftClass(480, "early"), None], 4).steps

    assert walk(steps, [1, 0, 0, 0])
    assert not walk(steps, [2, 0, 0, 0])


def test_states_with_the_same_future_are_one():
    counts = automaton(
        [WeekHours(2400), DaysOffMemory(1, 7), DaysInARow(6)], [ShiftClass(480)], 7
    ).counts

    # 40 h in shifts of 8 h: all that matters on the last day is whether a shift may still come
    assert counts[0] == 1
    assert counts[-1] == 2
    assert max(counts) <= 6


def test_a_shape_that_is_not_for_the_agent_is_forbidden():
    steps = automaton([WeekHours(2400)], [None, ShiftClass(240)], 7).steps

    assert steps[0][0, 1] == FORBIDDEN
    assert steps[0][0, 2] != FORBIDDEN
    assert steps[0][0, OFF] != FORBIDDEN


def test_a_run_ends_the_day_before_the_week():
    assert run_before([-1, -2, -3, -5]) == 3
    assert run_before([-2, -3]) == 0


def test_rest_counts_whole_intervals_from_start_to_start():
    assert ready_cells(FULL, 660, 30) == 40  # 9 h and 11 h
    assert ready_cells(FULL, 665, 30) == 41


def test_rest_looks_back_across_the_weeks_start():
    assert ready_at([at(0, "08:00")], 660, WEEK) == 38  # 08:00 and 11 h: 19:00
    assert ready_at([at(-1, "12:00")], 660, WEEK) == 0
    assert ready_at([], 660, WEEK) == 0


@pytest.mark.parametrize(
    ("start", "window"),
    [
        (26, (6, 10)),  # 13:00 to 22:00
        (27, None),  # 13:30 to 22:30 reaches into the night
        (12, (6, 10)),  # from 06:00
        (11, None),
    ],
)
def test_nights_forbid_a_start_just_too_late_or_early(start, window):
    night = night_cells(WEEK, ClockSpan.parse("22:00-06:00"), 96)

    assert meals_clear_of_night(night, start, 18, range(6, 11), 2) == window


def test_a_meal_in_the_night_is_not_work():
    night = night_cells(WEEK, ClockSpan.parse("12:00-13:00"), 48)

    assert meals_clear_of_night(night, 16, 18, range(6, 11), 2) == (8, 8)
    assert meals_clear_of_night(night, 16, 18, range(9, 11), 2) is None


def test_starts_follow_the_clock_on_the_day_it_changes():
    # Sunday 2026-10-25: 25 hours long in Berlin; 03:00 CET is 4 h after midnight
    week = horizon(MONDAY.replace(month=10, day=25), timezone="Europe/Berlin")

    assert on_start_grid(week, week.clock.at(week.start, 180), 180)
    assert not on_start_grid(week, week.start_min + 180, 180)  # the clock shows 02:00 again


@pytest.mark.parametrize(
    ("start", "length", "broken"),
    [
        ("06:00", 540, False),
        ("05:30", 540, True),
        ("06:30", 540, True),  # ends at 15:30
    ],
)
def test_a_wish_is_broken_by_a_shift_not_whole_inside(start, length, broken):
    wish = Wish("A1", MONDAY, (360, 900))

    assert breaks_wish(wish, at(0, start), at(0, start) + length, problem()) is broken


def test_a_day_off_is_broken_by_any_shift():
    assert breaks_wish(Wish("A1", MONDAY, None), at(0, "23:30"), at(0, "23:30") + 60, problem())
