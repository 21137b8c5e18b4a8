import datetime as dt

import pytest

from tests.builders import MONDAY, WEEK, at
from ui import figures

CLOCK = WEEK.clock


@pytest.mark.parametrize(("lang", "text"), [("zh", "周一 11月30日"), ("en", "Mon 30 Nov")])
def test_day_has_its_weekday(lang, text):
    assert figures.day(MONDAY, lang) == text


def test_stretch_names_the_year_once():
    sunday = dt.date(2026, 12, 6)
    assert figures.stretch(MONDAY, sunday, "zh") == "2026年11月30日–12月6日"
    assert figures.stretch(MONDAY, sunday, "en") == "30 Nov – 6 Dec 2026"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (at(0, "08:00"), at(0, "17:00"), "08:00-17:00"),
        (at(0, "15:00"), at(1, "00:00"), "15:00-24:00"),
        (at(0, "22:00"), at(1, "06:30"), "22:00-06:30⁺¹"),
        (at(0, "00:00"), at(0, "08:00"), "00:00-08:00"),
    ],
)
def test_times_of_a_stretch(first, last, text):
    assert figures.times(CLOCK, first, last) == text


def test_end_at_midnight_belongs_to_the_day_before():
    assert figures.ending(WEEK, at(1), "en") == "Mon 30 Nov 24:00"
    assert figures.ending(WEEK, at(1, "09:30"), "en") == "Tue 1 Dec 09:30"


def test_stamp_is_told_in_the_time_of_the_site():
    noon = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
    assert figures.stamp(noon, CLOCK, "zh") == "11月23日 12:00"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0 %"), (0.00001, "<0.01 %"), (0.0005, "0.05 %"), (0.0123, "1.2 %"), (0.5, "50 %")],
)
def test_small_shares_keep_the_digits_that_count(value, text):
    assert figures.small_share(value, "en") == text


def test_numbers_are_grouped():
    assert figures.number(1234.56, "en", 1) == "1,234.6"
