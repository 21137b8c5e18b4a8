"""What cells may say, as people and systems write it, and what it becomes."""

import datetime as dt
from decimal import Decimal

import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.cells import MonthCell, YesNo
from store.files.clean import cleaned
from store.files.kinds import Known
from store.files.numerals import either_way, number_of, share_of, without_currency
from store.files.written_times import iso_date, iso_time

SHANGHAI = Clock("Asia/Shanghai")
BLANKS = (" ", "\t", "\u00a0", "\u3000", "\u2009", "\u200b", "\ufeff", "\u2060", "\u200e", "\u200d")


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_what_nobody_sees_around_a_key_is_not_part_of_it(blank):
    assert cleaned(f"{blank}客服 7{blank}{blank}") == "客服 7"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("K0\u200b01", "K001"),  # zero width inside a key
        ("王\u3000芳", "王 芳"),  # any blank inside is a space
        ("👩\u200d💻", "👩\u200d💻"),  # one sign, held together by a joiner
        ("\u3164", "\u3164"),  # a nickname of a filler alone stays one
        ("'K1", "'K1"),
    ],
)
def test_what_is_inside_a_key_stays_what_it_is(given, read):
    assert cleaned(given) == read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2,048", "2048"),
        ("1,234,567.8", "1234567.8"),
        ("-2,048", "-2048"),
        ("54321,75", "54321.75"),
        ("2.345,5", "2345.5"),
        ("1.234.567", "1234567"),
        ("7,5", "7.5"),
        ("0,125", "0.125"),  # no thousands begin with a zero
        ("0001,234", "1.234"),
        ("2 048", "2048"),
        ("2 048,5", "2048.5"),
        ("３７．５", "37.5"),
        ("−4", "-4"),
        ("1e3", "1000"),
        (".5", "0.5"),
    ],
)
def test_numbers_are_read_as_they_are_written(text, number):
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,23,456", "12,34.5", "1,,2", ",5", "5,", "1.234,567,8"])
def test_commas_in_no_groups_of_three_are_a_fault(text):
    with pytest.raises(InputError) as caught:
        number_of(text)
    assert [(fault.code, fault.value) for fault in caught.value.faults] == [("number_commas", text)]


@pytest.mark.parametrize("text", ["many", "1_000", "nan", "inf", "1 2", "12元", "1.2.3", ""])
def test_what_is_no_number_is_a_fault(text):
    with pytest.raises(InputError) as caught:
        number_of(text)
    assert caught.value.faults[0].code == "not_number"


def test_a_share_may_be_written_as_percents():
    assert share_of("87,5 %") == share_of("８７．５％") == share_of("0.875") == Decimal("0.875")


def test_an_amount_may_carry_its_currency():
    assert [without_currency(text) for text in ("¥12", "12元", "￥ 3.5", "CNY 4")] == [
        *("12", "12", "3.5", "4")
    ]


def test_decimal_commas_leave_numbers_of_their_column_open():
    assert either_way(["7,5", "2,048", "2.048", "0,125", "12.25"]) == {"2,048", "2.048"}
    assert either_way(["2.345,50", "2.345"]) == {"2.345"}


def test_thousands_alone_leave_nothing_open():
    assert either_way(["2,048", "12.25", "2.048", "98", "many"]) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03",
        "2026/11/3",
        "2026.11.3",
        "2026年11月3日",
        "２０２６／１１／３",
        "20261103",
        "46329",
        "2026-11-03 00:00:00",
        "2026-11-02T24:00",
    ],
)
def test_dates_are_read_as_people_write_them(text):
    assert iso_date(text) == "2026-11-03"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03T09:30",
        "2026/11/3 9:30",
        "2026/11/3 9:30:00",
        "2026.11.03  09：30",
        "2026年11月3日 9:30",
        "2026年11月3日 上午9时30分",
        "2026年11月3日9点30分",
        "2026-11-03 9:30 AM",
        "46329.3958333333",
        "2026-11-03T09:30:00+08:00",
        "20261103T0930",
    ],
)
def test_times_are_read_as_people_write_them(text):
    assert SHANGHAI.parse(iso_time(cleaned(text))) == SHANGHAI.at(dt.date(2026, 11, 3), 9 * 60 + 30)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-11-03 12:05 am", "2026-11-03T00:05:00"),
        ("2026-11-03 12:05 PM", "2026-11-03T12:05:00"),
        ("2026年11月3日 下午3:05", "2026-11-03T15:05:00"),
        ("2026-12-31 24:00", "2027-01-01T00:00:00"),
        ("2026-11-03T01:30Z", "2026-11-03T01:30:00Z"),
    ],
)
def test_halves_of_the_day_and_its_end_are_known(text, iso):
    assert iso_time(text) == iso


@pytest.mark.parametrize("text", ["11/3/2026", "3.11.2026 9:30", "3-11-26", "11/3/26 9:30"])
def test_a_date_that_could_be_two_is_a_fault(text):
    for read in (iso_date, iso_time):
        with pytest.raises(InputError) as caught:
            read(text)
        assert [fault.code for fault in caught.value.faults] == ["date_order"]


@pytest.mark.parametrize(
    "text",
    ["2026-11-31", "2026-11-03 25:00", "2026-11-03 24:30", "13:00", "soon", "123456", "12345"],
)
def test_what_is_no_time_is_a_fault(text):
    with pytest.raises(InputError) as caught:
        iso_time(text)
    assert caught.value.faults[0].code == "time_unreadable"


def test_a_date_with_a_time_is_no_date():
    with pytest.raises(InputError):
        iso_date("2026/11/3 9:30")


@pytest.mark.parametrize("text", ["1" * 40, "1e12", "-1e999", "1" * 400 + "%", f"9{',999' * 5}"])
def test_a_number_nobody_can_mean_is_refused(text):
    with pytest.raises(InputError) as caught:
        share_of(text)
    assert [fault.code for fault in caught.value.faults] == ["number_too_large"]


def test_the_largest_number_somebody_may_mean_is_read():
    assert number_of("999,999,999,999") == 999_999_999_999


def read(cell, text):
    (kind,) = cell.__metadata__
    return kind.read(text, Known(SHANGHAI))


@pytest.mark.parametrize(("text", "said"), [("是", True), ("no", False), ("", False), ("-", False)])
def test_a_cell_of_yes_or_no_that_says_nothing_is_a_no(text, said):
    assert read(YesNo, text) is said


@pytest.mark.parametrize("text", ["2026-03", "2026年3月", "2026年03月"])
def test_months_are_read_with_one_digit_or_two(text):
    assert str(read(MonthCell, text)) == "2026-03"
