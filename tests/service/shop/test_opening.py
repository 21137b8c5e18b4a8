import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from service.shop.opening import as_text, opening

DAY = (ClockSpan(7 * 60, 21 * 60),)


def test_a_range_of_days_opens_each_of_them():
    assert opening("mon-fri 07:00-21:00") == (DAY,) * 5 + ((),) * 2


def test_a_range_may_run_over_the_weeks_end():
    hours = opening("sun-thu 07:00-21:00")
    assert [bool(spans) for spans in hours] == [True, True, True, True, False, False, True]


def test_parts_and_spans_add_up():
    hours = opening("mon-fri 07:00-12:00,13:00-21:00; sat 20:00-24:00")
    assert hours[0] == (ClockSpan(420, 720), ClockSpan(780, 1260))
    assert hours[5] == (ClockSpan(1200, 1440),)


def test_chinese_days_and_the_full_width_semicolon_are_read():
    assert opening("周一-周五 07:00-21:00；周六 07:00-21:00") == (DAY,) * 6 + ((),)
    assert opening("每天 07:00-21:00") == (DAY,) * 7


def test_round_the_clock_is_no_opening_at_all():
    assert opening("24x7") is None


@pytest.mark.parametrize("text", ["07:00-21:00", "每天 07：00～21：00", "daily 7:00 - 21:00"])
def test_hours_without_a_day_are_every_day_and_signs_may_be_any_usual_one(text):
    assert opening(text) == (DAY,) * 7


@pytest.mark.parametrize(
    ("told", "zh", "en"),
    [
        ("07:00-21:00", "每天 07:00-21:00", "daily 07:00-21:00"),
        (
            "mon-fri 07:00-12:00,13:00-21:00; sun 20:00-24:00",
            "周一-周五 07:00-12:00,13:00-21:00; 周日 20:00-24:00",
            "mon-fri 07:00-12:00,13:00-21:00; sun 20:00-24:00",
        ),
        ("24x7", "24x7", "24x7"),
    ],
)
def test_hours_are_written_as_they_are_read(told, zh, en):
    hours = opening(told)
    assert (as_text(hours, "zh"), as_text(hours, "en")) == (zh, en)
    assert opening(zh) == opening(en) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",  # nothing is open
        "funday 07:00-21:00",  # no such day
        "mon",  # a day without hours
        "mon 7-21",  # no clock times
    ],
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(InputError):
        opening(text)
