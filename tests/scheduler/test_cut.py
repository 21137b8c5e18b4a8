import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.carrier import carrier_of, carrying
from scheduler.cut import Cutting, cut_by, is_allowed, remains
from scheduler.demand import Requirement
from scheduler.shift import ShiftShape, Stint
from tests.builders import FULL, WEEK, agent, at, problem, rules, shift

DAY = shift("A1", 0, "08:00")  # meal 12:00-13:00, until 17:00
SHAPES = rules(shapes=(FULL, ShiftShape(360), ShiftShape(240)))


def question(*spans, ruleset=SHAPES, **more):
    absences = [Absence("A1", at(0, first), at(0, last), "sick") for first, last in spans]
    return problem(agents=[agent("A1")], ruleset=ruleset, absences=absences, **more)


def hours(shifts):
    start = at(0)
    return [((one.start_min - start) / 60, (one.end_min - start) / 60) for one in shifts]


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([("08:00", "10:00")], [(10, 17)]),  # the morning
        ([("14:00", "24:00")], [(8, 14)]),  # the afternoon
        ([("09:00", "11:00")], [(8, 9), (11, 17)]),  # in the middle
        ([("13:00", "17:00")], [(8, 12)]),  # nobody comes back for a meal
        ([("08:00", "12:30")], [(13, 17)]),
        (
            [("08:10", "09:10")],
            [(9.5, 17)],
        ),  # back at the next interval; ten minutes are not worth it
        ([("08:00", "17:00")], []),
        ([("08:00", "16:45")], []),
    ],
)
def test_what_is_left_of_a_shift(spans, left):
    assert hours(remains(question(*spans), DAY)) == left


def test_several_absences_leave_what_lies_between():
    found = remains(question(("08:00", "09:00"), ("11:00", "12:00"), ("15:00", "16:00")), DAY)
    assert hours(found) == [(9, 11), (13, 15), (16, 17)]


def test_a_night_is_cut_at_midnight_when_the_absence_begins_there():
    night = shift("A1", 0, "22:00")
    ill = problem(agents=[agent("A1")], absences=[Absence("A1", at(1), at(2), "sick")])
    assert hours(remains(ill, night)) == [(22, 24)]


def test_changes_of_post_are_cut_too():
    both = shift("A1", 0, "08:00", changes={120: "aftersales", 360: "presales"})
    (one,) = remains(question(("08:00", "11:00")), both)
    assert (one.post, one.stints[1:]) == ("aftersales", (Stint(one.stints[1].span, "presales"),))
    (last,) = remains(question(("08:00", "14:00")), both)
    assert (last.post, last.stints) == ("presales", ())


def test_a_shape_that_is_exactly_left_leaves_no_choice():
    asked = question(("12:00", "17:00"))
    four = shift("A1", 0, "08:00", work=240, meal=None)
    for how in Cutting:
        assert cut_by(asked, DAY, how).kept == (four,)
    assert is_allowed(asked, (four,))


@pytest.mark.parametrize(
    ("how", "kept"),
    [(Cutting.KEEP, [(10, 17)]), (Cutting.FIT, [(10, 16)]), (Cutting.DROP, [])],
)
def test_what_no_shape_has_is_kept_fitted_or_let_go(how, kept):
    found = cut_by(question(("08:00", "10:00")), DAY, how)
    assert hours(found.left) == [(10, 17)]
    assert hours(found.kept) == kept


def test_a_carrier_is_at_work_only_where_what_it_stands_for_is():
    asked = question(("09:00", "11:00"))
    left = remains(asked, DAY)
    held = carrying(DAY, left)
    assert (held.start_min, held.end_min, held.meal) == (DAY.start_min, DAY.end_min, DAY.meal)
    clocks = ("08:00", "08:30", "09:00", "10:30", "11:00", "12:30", "13:00", "16:30")
    assert [held.works_at(at(0, clock)) for clock in clocks] == [
        *(True, True, False, False, True, False, True, True)
    ]


def test_a_carrier_stays_inside_the_opening_where_one_can():
    open_late = np.full((1, WEEK.intervals), np.nan)
    open_late[0, 18:38] = 1.0  # 09:00 to 19:00 on Monday
    need = Requirement(WEEK, ("presales",), open_late)
    asked = question(("09:00", "11:00"), ruleset=rules(shapes=(FULL,)), need=need)
    carrier = carrier_of(asked, (shift("A1", 0, "11:00", work=360, meal=None),))
    assert (carrier.start_min, carrier.end_min) == (at(0, "09:00"), at(0, "18:00"))


def test_a_carrier_is_found_for_what_an_earlier_absence_left():
    asked = question(("09:00", "11:00"))
    carrier = carrier_of(asked, remains(asked, DAY))
    assert carrier.start_min <= at(0, "08:00")
    assert carrier.end_min >= at(0, "17:00")
