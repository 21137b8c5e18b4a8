"""Hours without a roster: attendance and exceptions by the minutes of each day."""

import datetime as dt

import numpy as np
import pytest

from kpi.facts.day_hours import facts_of_days, holidays_without_plan, with_days
from kpi.facts.facts import Facts, merge
from kpi.facts.presences import attendance_of
from kpi.facts.scheduled import Rostered, in_force
from kpi.month import Month
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from tests.kpi.making import CLOCK, DAY, at, facts, shift, version

OCTOBER = Month(2026, 10)
NEXT = DAY + dt.timedelta(days=1)


def present(first, last, agent="A", date=DAY):
    return Presence(agent, at(f"{date}T{first}"), at(f"{date}T{last}"))


def away(first, last, kind=InterruptionKind.SECONDMENT, approved="李", date=DAY):
    start = at(f"{date}T{first}")
    return Interruption("A", kind, start, at(f"{date}T{last}"), "直播", start, "王", approved)


def hours(known, presences=(), interruptions=(), row=0):
    found = facts_of_days(known, attendance_of(presences), interruptions, clock=CLOCK)
    return {name: values[row] for name, values in found.counts.items() if values[row] >= 0}


def test_minutes_are_held_against_what_the_facts_say_was_scheduled():
    found = hours(facts(scheduled_min=480), [present("09:00", "16:00")], [away("10:00", "11:00")])
    assert found == {
        "secondment_min": 60,
        "disruption_min": 0,
        "present_min": 420,
        "handling_min": 360,
        "adherent_min": 420,
        "shifts": 1,
        "absent_shifts": 0,
        "holiday_min": 0,
    }


def test_a_meal_within_the_presence_is_not_counted_beyond_the_schedule():
    found = hours(facts(scheduled_min=480), [present("09:00", "18:00")])
    assert (found["present_min"], found["adherent_min"]) == (480, 480)


def test_an_approved_disruption_is_adherent_and_an_unapproved_one_is_not():
    late = away("09:00", "10:00", InterruptionKind.DISRUPTION)
    found = hours(facts(scheduled_min=480), [present("10:00", "17:00")], [late])
    assert (found["disruption_min"], found["adherent_min"], found["handling_min"]) == (60, 480, 420)
    bare = away("09:00", "10:00", InterruptionKind.DISRUPTION, approved="")
    found = hours(facts(scheduled_min=480), [present("10:00", "17:00")], [bare])
    assert (found["disruption_min"], found["adherent_min"]) == (0, 420)


def test_who_has_no_presence_in_a_month_has_unknown_attendance():
    nothing = {"secondment_min": 0, "disruption_min": 0, "holiday_min": 0}
    assert hours(facts(scheduled_min=480)) == nothing


def test_a_scheduled_day_without_presence_is_missed_once_attendance_is_known():
    known = Facts.of(["A", "A"], ["presales"] * 2, [DAY, NEXT], counts={"scheduled_min": [480] * 2})
    found = hours(known, [present("09:00", "17:00")], row=1)
    assert (found["absent_shifts"], found["present_min"]) == (1, 0)


def test_what_runs_past_midnight_belongs_to_the_day_it_began():
    night = Presence("A", at(f"{DAY}T22:00"), at(f"{NEXT}T06:00"))
    lent = away("01:00", "02:00", date=NEXT)
    found = hours(facts(scheduled_min=480), [night], [lent])
    assert (found["present_min"], found["secondment_min"]) == (480, 60)


def test_hours_the_facts_have_are_left_alone():
    known = facts(scheduled_min=480, present_min=400)
    found = facts_of_days(known, attendance_of([present("09:00", "17:00")]), (), clock=CLOCK)
    assert merge([known, found])["present_min"].tolist() == [400]


def test_a_day_of_attendance_without_facts_counts_for_the_agents_only_post():
    found = facts_of_days(
        facts(received=3), attendance_of([present("09:00", "17:00", date=NEXT)]), (), clock=CLOCK
    )
    assert [str(date) for date in found.date] == [str(DAY), str(NEXT)]
    assert np.isnan(found["adherent_min"]).all()
    assert found["handling_min"].tolist()[1] == 480


def test_hours_of_somebody_on_several_posts_a_day_stay_unknown():
    known = Facts.of(
        ["A", "A"], ["presales", "aftersales"], [DAY, DAY], counts={"received": [1, 1]}
    )
    found = facts_of_days(known, attendance_of([present("09:00", "17:00")]), (), clock=CLOCK)
    assert np.isnan(found["present_min"]).all()
    assert found["holiday_min"].tolist() == [0, 0]


HOLIDAY = dt.date(2026, 10, 1)  # 国庆


def on_holiday(known, presences):
    found = facts_of_days(known, attendance_of(presences), (), clock=CLOCK, holidays={HOLIDAY})
    return found["holiday_min"].tolist()


@pytest.mark.parametrize(
    ("planned", "stretch", "minutes"),
    [
        (480, ("09:00", "18:00"), 480),  # the meal is within the presence
        (480, ("13:00", "18:00"), 300),
        (0, ("13:00", "18:00"), 0),  # a day off: what is worked has to be approved
        (np.nan, ("09:00", "18:00"), np.nan),  # nobody knows what was planned
    ],
)
def test_planned_hours_on_a_holiday_are_those_there(planned, stretch, minutes):
    known = facts(date=HOLIDAY, received=1, scheduled_min=planned)
    found = on_holiday(known, [present(*stretch, date=HOLIDAY)])
    assert np.array_equal(found, [minutes], equal_nan=True)


def test_a_planned_holiday_without_attendance_is_unknown_and_other_days_have_none():
    days = [HOLIDAY, HOLIDAY + dt.timedelta(days=20)]
    known = Facts.of(["A"] * 2, ["presales"] * 2, days, counts={"scheduled_min": [480] * 2})
    assert np.array_equal(on_holiday(known, []), [np.nan, 0], equal_nan=True)


def test_a_night_into_a_holiday_counts_from_midnight_on():
    eve = HOLIDAY - dt.timedelta(days=1)
    night = Presence("A", at(f"{eve}T20:00"), at(f"{HOLIDAY}T04:00"))
    assert on_holiday(facts(date=eve, scheduled_min=480), [night]) == [240]


def test_who_was_there_on_a_holiday_without_a_plan_is_named():
    known = merge([facts(date=HOLIDAY, received=1), facts(agent="B", date=HOLIDAY, received=1)])
    presences = [present("09:00", "18:00", date=HOLIDAY)]
    found = with_days(known, attendance_of(presences), (), clock=CLOCK, holidays={HOLIDAY})
    assert holidays_without_plan(found, OCTOBER, {HOLIDAY}) == {"A"}


def rostered_with(presences, *, days=(), shifts=()):
    """Facts of 2 and 3 November, of which some have a roster."""
    known = Facts.of(["A", "A"], ["presales"] * 2, [DAY, NEXT], counts={"received": [5, 5]})
    scheduled = in_force([(version(1, shifts, "2026-10-30T12:00"),)])
    return with_days(
        known,
        attendance_of(presences),
        (),
        scheduled,
        rostered=Rostered.of(days, scheduled, CLOCK),
        clock=CLOCK,
    )


def test_days_of_a_roster_are_left_to_it():
    both = [present("09:00", "17:00"), present("09:00", "17:00", date=NEXT)]
    found = rostered_with(both, days=[DAY])
    assert np.array_equal(found["present_min"], [np.nan, 480], equal_nan=True)
    assert np.isnan(rostered_with(both, days=[DAY, NEXT])["present_min"]).all()
    assert rostered_with(both)["present_min"].tolist() == [480, 480]


def test_a_week_published_at_noon_leaves_the_morning_to_attendance():
    """Its own shifts count from then on; presence within one is of that shift alone."""
    late = shift(start="2026-11-02T14:00", end="2026-11-02T22:00")
    found = rostered_with([present("14:00", "22:00")], days=[NEXT], shifts=[late])
    assert np.isnan(found["present_min"]).all()
    found = rostered_with([present("08:00", "12:00")], days=[NEXT])
    assert np.array_equal(found["present_min"], [240, np.nan], equal_nan=True)


def test_a_night_shift_of_the_roster_is_not_the_next_days_attendance():
    night = shift(start="2026-11-02T22:00", end="2026-11-03T06:00")
    presence = Presence("A", at("2026-11-02T22:00"), at("2026-11-03T06:00"))
    found = rostered_with([presence], shifts=[night])
    assert np.isnan(found["present_min"]).all() or found["present_min"].tolist()[1] == 0
