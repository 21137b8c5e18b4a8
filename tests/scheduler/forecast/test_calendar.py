import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.forecast.calendar import (
    CHINA_KNOWN,
    DayKind,
    SpecialDay,
    public_days,
    rest_days,
    statutory_holidays,
)


def kinds(country, first, last):
    days = public_days(country, dt.date.fromisoformat(first), dt.date.fromisoformat(last)).days
    return {day.date.isoformat(): day.kind for day in days}


def test_national_day_of_2026_with_the_weekends_worked_for_it():
    found = kinds("CN", "2026-09-14", "2026-10-18")
    assert [date for date, kind in found.items() if kind is DayKind.MAKE_UP] == [
        "2026-09-20",
        "2026-10-10",
    ]
    assert all(found[f"2026-10-0{day}"] is DayKind.HOLIDAY for day in range(1, 8))
    assert "2026-10-08" not in found
    assert "2026-10-17" not in found  # a weekend like any other


def test_known_years_carry_no_caveat():
    assert public_days("CN", dt.date(2024, 1, 1), dt.date(2026, 12, 31)).caveats == ()


def test_beyond_the_known_years_only_statutory_days_stand_and_a_caveat_says_so():
    year = CHINA_KNOWN[-1] + 1
    found = public_days("CN", dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert {day.kind for day in found.days} == {DayKind.HOLIDAY}
    assert len(found.days) == 13  # the 13 statutory days since 2025
    [caveat] = found.caveats
    assert (caveat.code, caveat.details["year"]) == ("make_up_unannounced", year)


def test_holidays_keep_their_names_across_both_libraries():
    year = CHINA_KNOWN[-1]
    names = [
        {day.name for day in public_days("CN", dt.date(y, 1, 1), dt.date(y, 12, 31)).days}
        for y in (year, year + 1)
    ]
    assert names[0] == names[1]


def test_a_stretch_across_the_last_known_year_is_whole():
    last = CHINA_KNOWN[-1]
    days = public_days("CN", dt.date(last, 10, 1), dt.date(last + 1, 1, 1)).days
    assert days[0].date == dt.date(last, 10, 1)
    assert days[-1].date == dt.date(last + 1, 1, 1)


def test_other_countries_have_their_holidays():
    assert kinds("US", "2003-09-01", "2003-09-30") == {"2003-09-01": DayKind.HOLIDAY}


def test_an_unknown_country_is_one_clear_error():
    with pytest.raises(InputError, match="country_unknown"):
        public_days("XX", dt.date(2026, 1, 1), dt.date(2026, 2, 1))


def test_a_day_without_a_name_is_refused():
    with pytest.raises(InputError, match="empty"):
        SpecialDay(dt.date(2026, 11, 11), DayKind.PROMOTION, "")


def test_a_day_may_concern_some_posts_only():
    day = SpecialDay(dt.date(2026, 11, 11), DayKind.PROMOTION, "11.11", ("presales",))
    assert day.concerns("presales")
    assert not day.concerns("aftersales")


def test_china_has_thirteen_statutory_holidays_a_year():
    found = statutory_holidays("CN", dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert len(found) == 13
    assert dt.date(2026, 10, 3) in found
    assert dt.date(2026, 10, 4) not in found  # a day off, paid as a rest day
    assert dt.date(2026, 10, 6) not in found  # paid for by a worked Sunday


def test_rest_days_are_weekends_and_days_moved_to_them_but_no_statutory_ones():
    off = rest_days("CN", dt.date(2026, 9, 19), dt.date(2026, 10, 11))
    assert dt.date(2026, 9, 20) not in off  # a Sunday worked for the week off
    assert dt.date(2026, 9, 19) in off
    assert dt.date(2026, 10, 1) not in off  # statutory
    assert {dt.date(2026, 10, day) for day in (4, 5, 6, 7)} <= off  # the rest of that week
    assert dt.date(2026, 10, 10) not in off  # a Saturday worked for it
