import datetime as dt

from kpi.facts.employed import (
    OutsideEmployment,
    OutsideKind,
    outside_employment,
    weekday_share,
    while_employed,
)
from kpi.facts.facts import merge
from kpi.facts.scheduled import in_force
from scheduler.agent import Employment
from scheduler.dispatch import Presence
from tests.kpi.making import CLOCK, NOVEMBER, at, facts, shift, version

LAST = dt.date(2026, 11, 12)
EMPLOYMENT = {"A": Employment(dt.date(2026, 11, 3), LAST)}
SHIFTS = [
    shift(start=f"2026-11-{day:02}T20:00", end=f"2026-11-{day + 1:02}T04:00")
    for day in (2, 3, 12, 13)
]
SCHEDULED = in_force([[version(1, SHIFTS, "2026-10-30T12:00")]])


def test_a_shift_belongs_to_the_day_on_which_it_begins():
    kept = while_employed(SCHEDULED, EMPLOYMENT, CLOCK)
    assert [CLOCK.date_of(one.shift.start_min).day for one in kept] == [3, 12]  # into the 13th
    assert while_employed(SCHEDULED, {}, CLOCK) == SCHEDULED


def test_what_lies_outside_is_told_by_kind_with_its_days():
    there = [
        Presence("A", at("2026-11-12T20:00"), at("2026-11-13T04:00")),
        Presence("A", at("2026-11-14T09:00"), at("2026-11-14T17:00")),
        Presence("B", at("2026-11-14T09:00"), at("2026-11-14T17:00")),  # no date is written
    ]
    known = merge([facts(date=dt.date(2026, 11, day), received=1) for day in (2, 5, 20, 25)])
    found = outside_employment(
        EMPLOYMENT, NOVEMBER, scheduled=SCHEDULED, presences=there, facts=known, clock=CLOCK
    )

    def day(number):
        return dt.date(2026, 11, number)

    assert found == (
        OutsideEmployment("A", OutsideKind.ATTENDANCE, day(14), day(14), 1),
        OutsideEmployment("A", OutsideKind.FACTS, day(2), day(25), 3),
        OutsideEmployment("A", OutsideKind.SHIFT, day(2), day(13), 2),
    )


def test_the_share_of_a_month_is_that_of_its_weekdays():
    assert weekday_share(EMPLOYMENT["A"], NOVEMBER) == 8 / 21  # 3 to 12 November
    assert weekday_share(Employment(None, dt.date(2026, 10, 31)), NOVEMBER) == 0
