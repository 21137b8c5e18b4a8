"""Hours without a roster: attendance and exceptions by the minutes of each day."""

import datetime as dt

import numpy as np
import pytest

from kpi.facts.day_hours import facts_of_days
from kpi.facts.facts import Facts, merge
from kpi.facts.presences import attendance_of
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.errors import InputError
from tests.kpi.making import CLOCK, DAY, at, facts

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
    assert hours(facts(scheduled_min=480)) == {"secondment_min": 0, "disruption_min": 0}


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


def test_hours_of_somebody_on_several_posts_need_a_roster():
    known = Facts.of(
        ["A", "A"], ["presales", "aftersales"], [DAY, DAY], counts={"received": [1, 1]}
    )
    with pytest.raises(InputError) as error:
        facts_of_days(known, attendance_of([present("09:00", "17:00")]), (), clock=CLOCK)
    assert [(fault.code, fault.value) for fault in error.value.faults] == [
        ("hours_of_several_posts", "A")
    ]
    assert hours(known) == {"secondment_min": 0, "disruption_min": 0}
