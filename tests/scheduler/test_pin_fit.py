import datetime as dt

import pytest

from scheduler.agent import Absence
from scheduler.pin_fit import broken_by
from scheduler.shift_type import ShiftType
from scheduler.type_pin import TypePin
from tests.builders import MONDAY, agent, at, problem, rules, shift

EARLY = ShiftType("E", 8 * 60, 480)
LATE = ShiftType("L", 14 * 60, 480)
NIGHT = ShiftType("N", 22 * 60, 480)
WEEKDAYS = ShiftType("W", 9 * 60, 480, weekdays=("monday", "tuesday"))
TUESDAY = MONDAY + dt.timedelta(days=1)
SUNDAY = MONDAY + dt.timedelta(days=6)


def broken(pin, **asked):
    asked = {
        "agents": [agent("A1")],
        "ruleset": rules(types=(EARLY, LATE, NIGHT, WEEKDAYS)),
    } | asked
    return [each.rule for each in broken_by(problem(**asked), pin)]


def on_tuesday(kind):
    return TypePin("A1", TUESDAY, kind)


@pytest.mark.parametrize("kind", ["E", "L", "N", ""])
def test_a_pin_that_can_be_kept_breaks_nothing(kind):
    assert broken(on_tuesday(kind)) == []


@pytest.mark.parametrize(
    ("kind", "asked", "rule"),
    [
        ("N", {"agents": [agent("A1", no_nights=True)]}, "night"),
        ("E", {"agents": [agent("A1", hired=SUNDAY)]}, "employed"),
        ("E", {"absences": [Absence("A1", at(1), at(2), "leave")]}, "absence"),
        ("E", {"history": (), "pins": [shift(day=0, start="22:00", meal=None)]}, "rest"),
        ("L", {"pins": [shift(day=1, start="08:00", meal=None)]}, "pinned_type"),
        ("", {"pins": [shift(day=1, start="08:00", meal=None)]}, "pinned_type"),
    ],
)
def test_what_no_shift_of_the_pinned_type_can_keep_is_told_by_its_rule(kind, asked, rule):
    assert broken(on_tuesday(kind), **asked) == [rule]


def test_a_type_that_does_not_start_on_that_weekday_is_no_shape_of_it():
    assert broken(TypePin("A1", SUNDAY, "W")) == ["shape"]
    assert broken(on_tuesday("W")) == []


def test_a_breach_of_whole_pins_alone_is_not_told_of_the_pin():
    tired = [shift(day=3, start="14:00", meal=None), shift(day=4, start="00:00", meal=None)]
    assert broken(on_tuesday("E"), pins=tired) == []
