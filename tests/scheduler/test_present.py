from dataclasses import replace

from scheduler.agent import Absence
from scheduler.present import away_during, is_away, present, present_roster, present_work_min
from scheduler.roster import Roster
from scheduler.shift import Span
from tests.builders import agent, at, problem, shift

TWO = [agent("A1"), agent("A2")]
DAY = shift("A1", 0, "08:00")  # meal 12:00-13:00, until 17:00


def away(*spans, name="A1"):
    return [Absence(name, at(0, first), at(0, last)) for first, last in spans]


def left(absences, one=DAY, **more):
    return tuple(present(problem(agents=TWO, absences=absences, **more), [one]))


def test_a_shift_inside_an_absence_is_gone():
    assert left(away(("08:00", "17:00"))) == ()
    assert left([Absence("A1", at(0), at(1))]) == ()


def test_an_absence_of_part_of_a_shift_takes_these_hours_only():
    (one,) = left(away(("14:00", "16:00")))
    assert one == replace(DAY, breaks=(Span(at(0, "14:00"), at(0, "16:00")),))
    assert [one.works_at(at(0, clock)) for clock in ("13:30", "14:00", "15:30", "16:00")] == [
        *(True, False, False, True),
    ]


def test_an_absence_that_ends_as_the_shift_begins_takes_nothing():
    assert left(away(("06:00", "08:00"), ("17:00", "18:00"))) == (DAY,)


def test_several_absences_are_joined_and_may_take_all():
    assert left(away(("08:00", "12:00"), ("11:00", "15:00"), ("15:00", "17:00"))) == ()
    asked = problem(agents=TWO, absences=away(("15:00", "16:00"), ("09:00", "10:00")))
    assert away_during(asked, DAY) == (
        Span(at(0, "09:00"), at(0, "10:00")),
        Span(at(0, "15:00"), at(0, "16:00")),
    )


def test_an_absence_over_midnight_takes_the_night_it_reaches_into():
    night = shift("A1", 0, "22:00")  # until 07:00
    over = [Absence("A1", at(0, "23:00"), at(1, "02:00"))]
    (one,) = left(over, night)
    assert [one.works_at(at(0, "22:30")), one.works_at(at(1)), one.works_at(at(1, "03:00"))] == [
        *(True, False, True),
    ]


def test_somebody_elses_absence_takes_nothing():
    assert left(away(("08:00", "17:00"), name="A2")) == (DAY,)


def test_a_secondment_takes_hours_without_being_an_absence():
    lent = tuple(away(("09:00", "11:00")))
    asked = problem(agents=TWO)
    asked = replace(asked, called_away=lent)
    assert is_away(asked, "A1", at(0, "10:30"))
    assert not is_away(asked, "A1", at(0, "11:00"))
    assert asked.absences_by_agent == {}
    assert present_roster(asked, Roster((DAY,))).shifts[0].breaks == (
        Span(at(0, "09:00"), at(0, "11:00")),
    )


def test_a_meal_in_an_absence_is_not_lost_work():
    asked = problem(agents=TWO, absences=away(("11:00", "14:00")))
    assert present_work_min(asked, DAY) == 480 - 120
