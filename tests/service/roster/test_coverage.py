import numpy as np

from scheduler.agent import Absence, Wish
from service.roster.coverage import AwayWork, away_work, coverage, lost_wishes, open_gaps
from tests.builders import MONDAY, agent, at, problem, requirement, roster, shift

TWO = [agent("A1"), agent("A2")]


def needing(start, end, people):
    """Return a need on Monday between two hours, closed otherwise."""
    need = np.full_like(requirement().agents, np.nan)
    need[0, start * 2 : end * 2] = people
    return type(requirement())(requirement().horizon, ("presales",), need)


def test_missing_hours_are_counted_where_the_post_is_open():
    asked = problem(need=needing(8, 10, 1.5))
    assert coverage(asked, roster()).short_hours == 3.0


def test_gap_is_one_stretch_with_its_hours():
    asked = problem(need=needing(8, 10, 1.5))
    (gap,) = open_gaps(coverage(asked, roster()))
    assert (gap.start_min, gap.end_min) == (at(0, "08:00"), at(0, "10:00"))
    assert (gap.people, gap.hours) == (1.5, 3.0)


def test_meal_opens_a_gap_of_its_own():
    asked = problem(need=needing(8, 17, 1.0))
    (gap,) = open_gaps(coverage(asked, roster(shift(start="08:00", meal=240))))
    assert (gap.start_min, gap.end_min) == (at(0, "12:00"), at(0, "13:00"))


def test_surplus_is_no_gap():
    asked = problem(agents=TWO, need=needing(8, 9, 1.0))
    given = roster(shift("A1", start="08:00"), shift("A2", start="08:00"))
    assert open_gaps(coverage(asked, given)) == ()


def test_largest_gap_comes_first():
    need = needing(8, 9, 1.0).agents.copy()
    need[0, 24:30] = 1.0
    asked = problem(need=type(requirement())(requirement().horizon, ("presales",), need))
    assert [gap.hours for gap in open_gaps(coverage(asked, roster()))] == [3.0, 1.0]


def test_wish_for_the_day_off_is_lost_by_a_shift_that_starts_on_it():
    wish = Wish("A1", MONDAY, None)
    asked = problem(wishes=[wish])
    assert lost_wishes(asked, roster(shift(day=0))) == {wish}
    assert lost_wishes(asked, roster(shift(day=1))) == frozenset()


def test_wish_for_hours_is_kept_by_a_shift_inside_them():
    wish = Wish("A1", MONDAY, (480, 1020))
    asked = problem(wishes=[wish])
    assert lost_wishes(asked, roster(shift(start="08:00"))) == frozenset()
    assert lost_wishes(asked, roster(shift(start="08:30"))) == {wish}


def test_work_in_absences_is_told_by_people_and_hours():
    away = [Absence("A1", at(0, "14:00"), at(0, "18:00")), Absence("A2", at(3), at(4))]
    asked = problem(agents=TWO, absences=away)
    given = roster(shift("A1", start="08:00"), shift("A2", start="08:00"))
    assert away_work(asked, given) == AwayWork(1, 3.0)
