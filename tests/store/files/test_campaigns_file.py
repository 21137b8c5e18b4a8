"""Campaigns as TOML and as a workbook's sheet: the same out and in, every fault at its line."""

import openpyxl
import pytest

from scheduler.errors import InputError
from scheduler.forecast.calendar import DayKind
from store.files.campaigns_file import campaign_presets, read_campaigns, write_campaigns

TEXT = """
[[campaign]]
name = "618"
first = 2027-06-01
last = 2027-06-18
leave = "refused"
note = "平台公告"
work_plan = "促"
types = ["早", "晚"]
time_off_until = 2027-09-30
[[campaign.opening]]
hours = "08:00-12:00|13:00-24:00"
posts = ["presales"]
[[campaign.volume]]
first = 2027-06-17
factor = 3.5
name = "618 高潮"
[[campaign.suspension]]
platform = "jd"
source = "公告"
rules = ["jd_3min"]
"""


def read(tmp_path, text):
    (tmp_path / "c.toml").write_text(text, "utf-8")
    return read_campaigns(tmp_path / "c.toml")


@pytest.mark.parametrize("ending", ["toml", "xlsx"])
def test_what_is_written_is_read_again(tmp_path, ending):
    found = read(tmp_path, TEXT)
    write_campaigns(found, tmp_path / f"out.{ending}")
    assert read_campaigns(tmp_path / f"out.{ending}") == found
    assert found[0].opening[0].posts == ("presales",)
    assert [day.date.day for day in found[0].special_days()] == [17, 18]


def told(tmp_path, text):
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    return [(one.code, one.line, one.column) for one in error.value.faults]


def test_every_fault_is_told_at_its_line(tmp_path):
    text = TEXT.replace("2027-06-18", "2027-05-18").replace("refused", "never") + "colour = 3\n"
    assert told(tmp_path, text) == [
        ("not_one_of", 6, "campaign.1.leave"),
        ("unknown_key", 22, "campaign.1.suspension.1.colour"),
    ]
    turned = TEXT.replace("2027-06-18", "2027-05-18")
    assert ("ends_before_start", 5, "campaign.1.last") in told(tmp_path, turned)


def test_a_file_that_contradicts_itself_is_refused(tmp_path):
    other = TEXT.replace('"618"', '"年中"')
    found = told(tmp_path, TEXT + other)
    assert {code for code, _line, _column in found} == {
        "campaigns_open_twice",
        "campaigns_forecast_twice",
        "campaigns_leave_twice",
        "campaigns_plan_twice",
        "campaigns_menu_twice",
        "campaigns_time_off_twice",
    }


@pytest.mark.parametrize("text", ["", "campaign = 3", "[[promotion]]\nname = 'x'"])
def test_what_is_no_file_of_campaigns_is_told(tmp_path, text):
    assert told(tmp_path, text)


def test_a_workbook_without_the_sheet_is_told(tmp_path):
    write_campaigns(read(tmp_path, TEXT), tmp_path / "c.xlsx")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    book["campaigns"].title = "别的"
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(InputError) as error:
        read_campaigns(tmp_path / "c.xlsx")
    assert [one.code for one in error.value.faults] == ["missing_file"]


def test_the_proposals_that_ship_are_whole():
    found = campaign_presets()
    assert len({each.name for each in found}) == len(found) >= 4
    kinds = {day.kind for each in found for day in each.special_days()}
    assert kinds == {DayKind.PROMOTION}
