"""Days of leave are days of planned work: by the roster where there is one, else the calendar."""

import datetime as dt

import pytest

from kpi.facts.leave_days import LeaveDay, LeaveKind, WorkPlanned, leave_days
from kpi.facts.scheduled import in_force
from scheduler.agent import Absence, Employment
from scheduler.errors import InputError
from scheduler.horizon import parse_clock
from tests.kpi.making import CLOCK, shift, version

KINDS = {"病假": LeaveKind.SICK, "annual": LeaveKind.ANNUAL}
FIRST, LAST = dt.date(2026, 11, 2), dt.date(2026, 11, 8)  # Monday to Sunday
HOLIDAY = dt.date(2026, 11, 4)  # as if it were one


def night_shift(day):
    """Return 480 minutes of work and a meal, until the next morning."""
    begins, ends = f"2026-11-{day:02}", f"2026-11-{day + 1:02}"
    return shift(
        start=f"{begins}T22:00", end=f"{ends}T07:00", meal=(f"{ends}T02:00", f"{ends}T03:00")
    )


def found(*absences, shifts=(), rest=(7, 8), week_hours=40, employment=None, last=LAST):
    worked = [day_shift(one) if isinstance(one, int) else one for one in shifts]
    published = version(1, worked, "2026-10-30T12:00")
    planned = WorkPlanned(
        in_force([[published]]),
        frozenset({HOLIDAY}),
        frozenset(dt.date(2026, 11, day) for day in rest),
        CLOCK,
        {} if week_hours is None else {"A": week_hours * 60},
        employment or {},
    )
    days = leave_days(absences, planned, FIRST, last, kinds=KINDS)
    return [(one.date.day, one.kind, one.minutes, one.of_min) for one in days]


def day_shift(day):
    """Return 480 minutes of work and a meal."""
    date = f"2026-11-{day:02}"
    return shift(
        start=f"{date}T09:00", end=f"{date}T18:00", meal=(f"{date}T12:00", f"{date}T13:00")
    )


def away(first, last=None, kind="病假", start="00:00", end="24:00"):
    def moment(day, clock):
        return CLOCK.at(dt.date(2026, 11, day), parse_clock(clock))

    return Absence("A", moment(first, start), moment(last or first, end), kind)


def test_without_a_roster_the_calendars_working_days_count():
    week = found(away(2, 8))  # Monday to Sunday; Wednesday is a holiday
    assert week == [(day, "sick", 480, 480) for day in (2, 3, 5, 6)]


def test_a_rest_day_costs_nothing():
    assert found(away(7, 8)) == []


def test_half_a_day_is_half_a_day():
    assert found(away(3, start="09:00", end="13:00")) == [(3, "sick", 240, 480)]


def test_of_a_shift_in_force_counts_what_is_missed_of_its_work():
    # 11:00 to 18:00 less the meal: 6 of 8 hours, on a rest day of the calendar
    assert found(away(7, start="11:00"), shifts=[7]) == [(7, "sick", 360, 480)]


def test_leave_over_a_night_shift_is_of_its_own_day_alone():
    away_at_night = away(2, 3, start="22:00", end="07:00")
    assert found(away_at_night, shifts=(night_shift(2),)) == [(2, "sick", 480, 480)]
    longer = away(2, 3, start="22:00", end="10:00")
    assert found(longer, shifts=(night_shift(2),)) == [
        (2, "sick", 480, 480),
        (3, "sick", 180, 480),
    ]


def test_a_week_whose_roster_fills_the_contract_has_no_day_of_leave():
    # works Wednesday to Sunday: Monday and Tuesday were the days off
    assert found(away(2, 3), shifts=[4, 5, 6, 7, 8]) == []


def test_in_a_rostered_week_the_contracts_missing_hours_count_whatever_the_weekday():
    # four shifts of 8 h are rostered, 8 h of the 40 are missing
    assert found(away(8), shifts=[2, 3, 5, 6]) == [(8, "sick", 480, 480)]
    assert found(away(3, 8), shifts=[2]) == [
        (3, "sick", 480, 480), (5, "sick", 480, 480), (6, "sick", 480, 480),
        (7, "sick", 480, 480),
    ]  # fmt: skip  # four days are missing: working days first, no holiday


def test_a_day_of_a_part_timer_is_a_fifth_of_the_contract():
    assert found(away(3), week_hours=20) == [(3, "sick", 240, 240)]


def test_what_two_absences_cover_counts_for_the_first():
    mixed = found(away(3, end="13:00"), away(3, kind="annual", start="09:00"), shifts=[3])
    assert mixed == [(3, "sick", 180, 480), (3, "annual", 300, 480)]  # 9-12, 13-18


def test_letters_and_blanks_make_no_other_kind():
    assert found(away(3, kind=" Annual ")) == [(3, "annual", 480, 480)]


@pytest.mark.parametrize("kind", ["training", "会议"])
def test_work_off_the_floor_is_no_leave(kind):
    assert found(away(3, kind=kind)) == []


def test_a_kind_nobody_knows_keeps_its_name():
    assert found(away(3, kind="探亲假")) == [(3, "探亲假", 480, 480)]


def test_days_not_employed_are_no_days_of_leave():
    leaver = {"A": Employment(None, dt.date(2026, 11, 3))}
    assert [day for day, *_ in found(away(2, 8), employment=leaver)] == [2, 3]


def test_only_the_days_asked_for_count():
    assert found(away(2, 8), last=dt.date(2026, 11, 3)) == [
        (2, "sick", 480, 480), (3, "sick", 480, 480),
    ]  # fmt: skip


@pytest.mark.parametrize("minutes", [0, 481])
def test_no_more_than_the_planned_work_is_missed(minutes):
    with pytest.raises(InputError, match="minutes"):
        LeaveDay("A", FIRST, "sick", minutes, 480)
