"""How liveable rosters are, counted by hand."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import Absence, Wish
from scheduler.horizon import ClockSpan
from scheduler.hours_rules import OwedBy
from scheduler.liveable import liveable, week_before
from tests.builders import MONDAY, agent, at, horizon, problem, roster, rules, shift


def lived(*shifts, **asked):
    return liveable(problem(**asked), roster(*shifts))


def days(*starts, who="A1", week=None):
    """Return a shift of 8 hours for each start, on days 0, 1, …; None: a day off."""
    given = {} if week is None else {"week": week}
    return tuple(
        shift(who, day, start, meal=None, **given)
        for day, start in enumerate(starts)
        if start is not None
    )


def test_nobody_at_work_has_no_means():
    found = lived()
    assert (found.mean_starts, found.mean_jump_min, found.share_off_together) == (None, None, None)
    assert (found.most_starts, found.largest_jump_min, found.longest_run) == (None, None, 0)
    assert (found.clocks, found.given_min, found.burden.nights) == (0, 0, 0)


def test_one_shift_has_one_start_and_no_jump():
    found = lived(shift("A1", 2, "09:00"))
    assert (found.mean_starts, found.mean_jump_min, found.longest_run) == (1, None, 1)


def test_starts_and_jumps_are_counted_between_working_days():
    found = lived(*days("08:30", "14:00", None, "14:00", "08:00"))
    (one,) = found.people
    assert (one.starts, one.jumps_min) == ((3,), (330, 0, 360))
    assert (found.mean_jump_min, found.largest_jump_min, found.clocks) == (230, 360, 3)


def test_a_jump_across_midnight_goes_the_short_way_round():
    found = lived(shift("A1", 0, "23:30", meal=None), shift("A1", 2, "00:30", meal=None))
    assert found.people[0].jumps_min == (60,)


def test_means_are_over_the_weeks_people_work():
    week = horizon(days=14)
    asked = {"week": week, "agents": (agent("A1"), agent("A2"), agent("A3"))}
    found = lived(
        *days("08:00", "09:00", week=week),
        *(shift("A1", day, "10:00", week=week) for day in (7, 8)),
        *days("12:00", who="A2", week=week),
        **asked,
    )
    assert [one.starts for one in found.people] == [(2, 1), (1,), ()]
    assert found.mean_starts == pytest.approx(4 / 3)


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        (["08:00"] * 5, 1),  # Saturday and Sunday
        (["08:00", None, "08:00", None, "08:00", None, "08:00"], 0),
        ([None, None, "08:00", "08:00", "08:00", "08:00", "08:00"], 1),
        (["08:00"] * 6, 0),
    ],
)
def test_two_days_off_together(starts, found):
    assert lived(*days(*starts)).share_off_together == found


def test_the_day_before_the_week_counts_as_off_where_it_is_known():
    off_monday = days(None, *["08:00"] * 6)
    assert lived(*off_monday).share_off_together == 0
    assert lived(*off_monday, history=[shift("A1", -3)]).share_off_together == 1
    assert lived(*off_monday, history=[shift("A1", -1)]).share_off_together == 0


def test_a_run_that_began_before_counts_whole():
    found = lived(*days("08:00", "08:00"), history=[shift("A1", day) for day in (-2, -1)])
    assert found.longest_run == 4
    assert lived(*days("08:00", None, "08:00"), history=[shift("A1", -5)]).longest_run == 1


def test_nights_weekends_and_lates_are_each_persons():
    ruleset = rules(
        counted_night=ClockSpan.parse("00:00-06:00"), late=ClockSpan.parse("20:00-01:00")
    )
    staff = agent("A1"), agent("A2")
    found = lived(
        shift("A1", 0, "16:00"),
        shift("A1", 6),
        shift("A2", 0, "23:00"),
        agents=staff,
        ruleset=ruleset,
    )
    one, two = (each.burden for each in found.people)
    assert (one.nights, one.weekends, one.lates) == (0, 1, 1)
    assert (two.nights, two.weekends, two.lates) == (1, 0, 0)
    assert (found.burden.nights, found.most_burden.weekends) == (1, 1)


def test_wishes_are_kept_or_not():
    wishes = (Wish("A1", MONDAY, None, 3), Wish("A1", MONDAY + dt.timedelta(days=1), None, 1))
    found = lived(shift("A1", 0), wishes=wishes)
    assert (found.wishes, found.wishes_kept) == (2, 1)


def test_hours_promised_and_not_given_are_told_person_by_person():
    staff = agent("A1", min_hours=20.0), agent("A2", min_hours=8.0)
    found = lived(shift("A1", 0), shift("A2", 0), shift("A2", 1), agents=staff)
    assert (found.owed_min, found.given_min) == (28 * 60, 24 * 60)
    assert found.withheld_min == 12 * 60  # what A2 has beyond the promise helps A1 nothing


def test_hours_owed_by_the_contract_are_counted_less_leave():
    away = Absence("A1", at(0), at(3), "annual")
    ruleset = rules(hours_owed=OwedBy.WEEK)
    found = lived(shift("A1", 4), absences=[away], ruleset=ruleset)
    assert (found.owed_min, found.given_min, found.withheld_min) == (16 * 60, 8 * 60, 8 * 60)


def test_starts_are_clock_times_when_clocks_change():
    spring = horizon(dt.date(2026, 3, 23), timezone="Europe/Berlin")
    found = liveable(
        problem(week=spring), roster(*(shift("A1", day, "08:00", week=spring) for day in (5, 6)))
    )
    assert (found.people[0].starts, found.people[0].jumps_min) == ((1,), (0,))


def test_the_week_before_is_read_from_the_history():
    past = [shift("A1", day, "08:00") for day in (-7, -6, -5)] + [shift("A1", -4, "10:00")]
    older = [shift("A1", -8, "08:00")]
    asked = problem(agents=(agent("A1"), agent("A2")), history=[*older, *past])
    found = week_before(asked)
    assert [one.agent_id for one in found.people] == ["A1"]
    assert found.unknown == ("A2",)
    (one,) = found.people
    assert (one.starts, one.jumps_min, one.longest_run) == ((2,), (0, 0, 120), 5)
    assert (found.days_known, found.share_off_together) == (7, 1)


def test_without_a_history_nothing_is_said_of_the_week_before():
    assert week_before(problem()) is None
    assert week_before(problem(history=[shift("A1", -9)])) is None


def test_half_a_week_before_says_so_and_judges_no_days_off():
    found = week_before(problem(history=[shift("A1", -3), shift("A1", -2)]))
    assert (found.days_known, found.share_off_together, found.mean_starts) == (3, None, 1)


def test_shifts_of_strangers_do_not_count():
    asked = replace(problem(), history=(shift("X9", -2),))
    assert liveable(asked, roster(shift("X9", 0))).clocks == 0
    assert week_before(asked) is None
