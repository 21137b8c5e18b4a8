import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.horizon import (
    Clock,
    ClockSpan,
    Horizon,
    format_clock,
    monday_of,
    parse_clock,
)
from tests.builders import MONDAY, WEEK, at, horizon

SHANGHAI = Clock("Asia/Shanghai")
BERLIN = Clock("Europe/Berlin")
NEW_YORK = Clock("America/New_York")
SPRING = horizon(dt.date(2026, 3, 23), timezone="Europe/Berlin")  # Sunday has 23 hours
AUTUMN = horizon(dt.date(2026, 10, 19), timezone="Europe/Berlin")  # Sunday has 25 hours


def code(run, *arguments):
    with pytest.raises(InputError) as caught:
        run(*arguments)
    (fault,) = caught.value.faults
    return fault.code


def test_moments_are_minutes_since_1970_in_utc():
    assert Clock("UTC").parse("1970-01-01T00:00") == 0
    assert SHANGHAI.parse("1970-01-02T08:00") == 1440


@pytest.mark.parametrize(
    "text", ["2026-11-30T08:00", "2026-12-31T23:59", "2027-01-01T00:00", "2028-02-29T12:30"]
)
def test_local_times_come_back_as_they_were_read(text):
    for clock in (SHANGHAI, BERLIN, NEW_YORK):
        assert clock.format(clock.parse(text)) == text


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T00:00", "2026-02-29T00:00", "08:00"])
def test_text_that_is_no_time_is_a_fault(text):
    assert code(SHANGHAI.parse, text) == "time_unreadable"


def test_seconds_are_a_fault():
    assert code(SHANGHAI.parse, "2026-11-30T08:00:01") == "time_has_seconds"


def test_unknown_zone_is_a_fault():
    assert code(Clock, "Asia/Peking") == "timezone_unknown"


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        (BERLIN, "2026-03-29T02:00"),  # the first skipped minute
        (BERLIN, "2026-03-29T02:59"),  # the last
        (NEW_YORK, "2026-03-08T02:30"),
    ],
)
def test_skipped_hour_does_not_exist(clock, text):
    assert code(clock.parse, text) == "time_skipped"


def test_hours_around_the_skipped_one_exist():
    before, after = (BERLIN.parse(f"2026-03-29T{time}") for time in ("01:59", "03:00"))
    assert after - before == 1


@pytest.mark.parametrize("text", ["2026-10-25T02:00", "2026-10-25T02:59"])
def test_hour_that_occurs_twice_needs_its_offset(text):
    assert code(BERLIN.parse, text) == "time_twice"
    first, second = BERLIN.parse(text + "+02:00"), BERLIN.parse(text + "+01:00")
    assert second - first == 60
    assert (BERLIN.format(first), BERLIN.format(second)) == (text + "+02:00", text + "+01:00")


def test_offset_of_another_season_is_a_fault():
    assert code(BERLIN.parse, "2026-07-01T08:00+01:00") == "offset_wrong"
    assert BERLIN.parse("2026-07-01T08:00+02:00") == BERLIN.parse("2026-07-01T08:00")


def test_date_and_clock_of_a_moment_are_local():
    late = SHANGHAI.parse("2026-11-30T23:30")
    assert (SHANGHAI.date_of(late), SHANGHAI.clock_of(late)) == (MONDAY, 1410)
    assert BERLIN.clock_of(BERLIN.parse("2026-03-29T03:00")) == 180


def test_midnight_after_a_date_is_the_next_dates():
    assert SHANGHAI.at(MONDAY, 1440) == SHANGHAI.at(MONDAY + dt.timedelta(1))
    assert SHANGHAI.at(dt.date(2026, 12, 31), 1440) == SHANGHAI.parse("2027-01-01T00:00")


def test_skipped_clock_time_moves_ahead_and_a_repeated_one_is_the_first():
    assert BERLIN.format(BERLIN.at(dt.date(2026, 3, 29), 150)) == "2026-03-29T03:30"
    assert BERLIN.format(BERLIN.at(dt.date(2026, 10, 25), 150)) == "2026-10-25T02:30+02:00"


@pytest.mark.parametrize(
    ("text", "clock"), [("00:00", 0), ("08:30", 510), ("9:05", 545), ("24:00", 1440)]
)
def test_clock_times_are_minutes_after_midnight(text, clock):
    assert parse_clock(text) == clock


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8",
        "08:5",
        "08:60",
        "24:01",
        "25:00",
        "-1:00",
        "ab:cd",
        "08.30",
        "²:00",
        "9" * 5000 + ":00",
    ],
)
def test_text_that_is_no_clock_time_is_a_fault(text):
    assert code(parse_clock, text) == "clock_unreadable"


def test_clock_times_are_written_with_two_digits():
    assert [format_clock(clock) for clock in (0, 545, 1440)] == ["00:00", "09:05", "24:00"]


def test_clock_span_is_half_open_and_may_cross_midnight():
    night = ClockSpan.parse("22:00-06:00")
    assert [clock in night for clock in (1319, 1320, 1439, 0, 359, 360)] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    lunch = ClockSpan.parse("11:00-13:00")
    assert [clock in lunch for clock in (659, 660, 779, 780)] == [False, True, True, False]
    assert str(night) == "22:00-06:00"


def test_clock_span_from_a_time_to_itself_is_the_whole_day():
    assert all(clock in ClockSpan(480, 480) for clock in range(1440))


def test_text_without_dash_is_no_window():
    assert code(ClockSpan.parse, "22:00") == "window_unreadable"
    assert code(ClockSpan, -1, 60) == "clock_unreadable"


@pytest.mark.parametrize(
    ("days", "interval_min", "fault"),
    [
        (0, 30, "days_not_positive"),
        (7, 0, "interval_not_in_hour"),
        (7, 25, "interval_not_in_hour"),  # does not divide an hour
        (7, 120, "interval_not_in_hour"),
    ],
)
def test_horizon_checks_itself(days, interval_min, fault):
    assert code(Horizon, SHANGHAI, MONDAY, days, interval_min) == fault


def test_week_has_its_intervals():
    assert (WEEK.intervals, horizon(interval_min=15).intervals) == (336, 672)
    assert (WEEK.start_min, WEEK.end_min) == (at(0), at(7))
    assert WEEK.interval_hours == 0.5


def test_intervals_and_moments_turn_into_each_other():
    assert WEEK.interval_of(at(0)) == 0
    assert WEEK.interval_of(at(0) + 29) == 0
    assert WEEK.interval_of(at(6, "23:30")) == 335
    assert WEEK.interval_of(at(0) - 1) == -1
    assert WEEK.minute(335) == at(6, "23:30")
    assert [WEEK.on_grid(at(0, time)) for time in ("08:00", "08:30", "08:10")] == [
        True,
        True,
        False,
    ]


def test_horizon_holds_its_first_moment_and_not_the_one_after_its_last():
    assert [moment in WEEK for moment in (at(0) - 1, at(0), at(7) - 1, at(7))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_days_before_the_horizon_are_negative():
    assert WEEK.day_of(at(0) - 1) == -1
    assert WEEK.day(dt.date(2026, 11, 28)) == -2
    assert WEEK.date(-1) == dt.date(2026, 11, 29)


def test_dates_run_across_the_end_of_a_month():
    assert WEEK.dates[:2] == (dt.date(2026, 11, 30), dt.date(2026, 12, 1))
    assert len(WEEK.dates) == 7


@pytest.mark.parametrize(("week", "intervals"), [(SPRING, 334), (AUTUMN, 338)])
def test_week_in_which_clocks_change_has_fewer_or_more_intervals(week, intervals):
    assert week.intervals == intervals
    assert week.first_interval(6) == 288
    assert week.first_interval(7) == intervals


def test_intervals_after_the_change_begin_at_their_clock_times():
    assert SPRING.clock.format(SPRING.minute(288 + 4)) == "2026-03-29T03:00"
    assert AUTUMN.clock.format(AUTUMN.minute(288 + 6)) == "2026-10-25T02:00+01:00"
    assert AUTUMN.day_of(AUTUMN.minute(337)) == 6


def test_weeks_of_a_horizon_are_seven_days_each_the_last_perhaps_shorter():
    assert [(week.start, week.stop) for week in horizon(days=17).weeks()] == [
        (0, 7),
        (7, 14),
        (14, 17),
    ]


@pytest.mark.parametrize(
    ("date", "name"),
    [
        (dt.date(2026, 11, 30), "2026-W49"),
        (dt.date(2026, 12, 28), "2026-W53"),  # a year of 53 weeks
        (dt.date(2027, 1, 4), "2027-W01"),
    ],
)
def test_iso_week_names_the_monday(date, name):
    assert horizon(date).iso_week == name
    assert monday_of(name) == date


@pytest.mark.parametrize("name", ["2026-W54", "2027-W53", "49", "2026-49", ""])
def test_week_that_does_not_exist_is_a_fault(name):
    assert code(monday_of, name) == "week_unreadable"


def test_a_moment_beyond_the_calendar_is_a_fault():
    assert code(lambda: WEEK.clock.at(dt.date.max, 1440)) == "year_outside"
