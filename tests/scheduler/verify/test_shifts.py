import datetime as dt

import pytest

from scheduler.shift import Shift, ShiftShape, Span
from tests.builders import FULL, agent, at, horizon, rules, shift, span
from tests.scheduler.verify.broken import breaches, rules_broken

PART_TIME = agent(hours=30)


@pytest.mark.parametrize(
    ("day", "start", "broken"),
    [
        (-1, "23:30", ["outside_week"]),  # the last start before the week
        (0, "00:00", []),  # its first
        (6, "23:30", []),  # its last, though the shift ends in the next week
        (7, "00:00", ["outside_week"]),  # the first of the next week
    ],
)
def test_shift_starts_in_the_week(day, start, broken):
    assert rules_broken(shift(day=day, start=start)) == broken


@pytest.mark.parametrize(
    ("start", "grid", "broken"),
    [
        ("08:00", 60, []),
        ("08:30", 60, ["grid"]),
        ("08:30", 30, []),
        ("08:30", 120, ["grid"]),
        ("10:00", 120, []),
    ],
)
def test_shift_starts_on_the_grid(start, grid, broken):
    assert rules_broken(shift(start=start), ruleset=rules(start_grid_min=grid)) == broken


def test_grid_tells_how_far_off_and_the_step():
    odd = Shift("A1", at(6, "08:10"), at(6, "17:10"), "presales", span(6, "12:00", 60))
    (found,) = [v for v in breaches(odd) if v.rule == "grid"]
    assert (found.measured, found.limit) == (10, 30)


def test_grid_goes_by_the_wall_clock_after_clocks_change():
    spring = horizon(dt.date(2026, 3, 23), days=14, timezone="Europe/Berlin")
    shifts = [shift(day=day, start="08:00", week=spring) for day in (5, 7)]
    assert rules_broken(*shifts, week=spring, ruleset=rules(start_grid_min=480)) == []


@pytest.mark.parametrize(
    ("meal", "broken"),
    [
        (150, ["shape"]),  # half an hour before the window
        (180, []),  # its first moment
        (210, []),
        (195, ["shape"]),  # in the window, off the grid of intervals
        (300, []),  # its last moment
        (330, ["shape"]),  # half an hour after
    ],
)
def test_meal_begins_in_its_window_on_the_grid(meal, broken):
    assert rules_broken(shift(meal=meal)) == broken


def test_meal_that_is_missing_too_short_or_too_long_fits_no_shape():
    assert rules_broken(shift(meal=None)) == ["shape"]
    assert rules_broken(shift(meal_min=30)) == ["shape"]
    assert rules_broken(shift(meal_min=90)) == ["shape"]


def test_meal_in_a_shape_without_one_fits_no_shape():
    assert rules_broken(shift(work=360, meal=None), agents=[PART_TIME]) == []
    assert rules_broken(shift(work=360, meal=180), agents=[PART_TIME]) == ["shape"]


@pytest.mark.parametrize("work", [450, 510 - 60, 420])
def test_length_between_shapes_fits_none(work):
    assert rules_broken(shift(work=work)) == ["shape"]


def test_shape_is_for_its_contracts_only():
    assert rules_broken(shift(work=360, meal=None), agents=[agent(hours=40)]) == ["shape"]
    assert rules_broken(shift(work=480), agents=[PART_TIME]) == ["shape"]


@pytest.mark.parametrize(
    ("hours", "broken"), [(19.5, ["shape"]), (20, []), (39, []), (39.5, ["shape"])]
)
def test_shape_is_for_contracts_from_lowest_to_highest(hours, broken):
    assert rules_broken(shift(work=240, meal=None), agents=[agent(hours=hours)]) == broken


def test_work_and_length_must_both_fit():
    long_meal = ShiftShape(480, 60, 0, 400)
    # 9 h from start to end, but a meal of 30 min: 8.5 h of work
    odd = Shift("A1", at(0, "08:00"), at(0, "17:00"), "presales", span(0, "12:00", 30))
    assert "shape" in rules_broken(odd, ruleset=rules(shapes=(long_meal,)))


def test_day_has_at_most_its_hours_of_work_without_the_meal():
    nine = ShiftShape(540, 60, 180, 300)
    ruleset = rules(shapes=(FULL, nine))
    assert rules_broken(shift(work=480), ruleset=ruleset) == []
    assert rules_broken(shift(work=540), ruleset=ruleset) == ["hours_per_day"]


def test_hours_per_day_tells_minutes_and_limit():
    found = [v for v in breaches(shift(work=510)) if v.rule == "hours_per_day"]
    assert [(v.measured, v.limit) for v in found] == [(510, 480)]


@pytest.mark.parametrize(
    ("pauses", "count"),
    [
        ((span(0, "08:00", 15),), 0),  # the shift's first minutes
        ((span(0, "16:45", 15),), 0),  # its last
        ((Span(at(0, "08:00") - 1, at(0, "08:15")),), 1),  # begins before it
        ((span(0, "16:46", 15),), 1),  # ends after it
        ((span(0, "11:45", 15),), 0),  # right before the meal
        ((span(0, "13:00", 15),), 0),  # right after it
        ((span(0, "11:50", 15),), 1),  # into the meal
        ((span(0, "10:00", 15), span(0, "10:15", 15)), 0),  # one after the other
        ((span(0, "10:00", 15), span(0, "10:10", 15)), 1),  # overlapping
        ((span(0, "12:10", 15), span(0, "17:00", 15)), 2),  # each bad one counts
    ],
)
def test_breaks_lie_in_the_shift_off_the_meal_apart(pauses, count):
    assert rules_broken(shift(breaks=pauses)) == ["breaks"] * count
