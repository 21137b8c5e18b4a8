import openpyxl
import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.house_price import Override
from scheduler.roster import Roster
from store.files.absences import (
    beside,
    read_overrides,
    read_reported,
    save_absences,
    write_reported,
)
from store.files.week import read_roster, read_week, write_week
from tests.builders import at, shift
from tests.ui.weeks import DAYS, small_week

ILL = (Absence("A1", at(0, week=DAYS), at(1, week=DAYS), "sick"),)
GIVEN = Roster((shift("A2", week=DAYS),))


@pytest.mark.parametrize("name", ["roster.csv", "roster.xlsx"])
def test_absences_beside_a_roster_come_back(tmp_path, name):
    asked = small_week().problem()
    place = write_reported(GIVEN, ILL, tmp_path / name, DAYS.clock)
    assert place == beside(tmp_path / name)
    assert read_reported(tmp_path / name, asked) == ILL
    assert read_roster(tmp_path / name, asked) == GIVEN
    assert read_overrides(tmp_path / name, asked) == ()


@pytest.mark.parametrize("name", ["roster.csv", "roster.xlsx"])
def test_rules_broken_by_hand_come_back_with_price_and_reason(tmp_path, name):
    asked, path = small_week().problem(), tmp_path / name
    by_hand = (
        Override(DAYS.iso_week, "rest", "A1", at(0, "08:00", DAYS), 12.5, '盘点, "once"'),
        Override(DAYS.iso_week, "min_hours", "A2", None, 0.0, "as agreed"),
    )
    write_reported(GIVEN, (), path, DAYS.clock, by_hand)
    assert read_overrides(path, asked) == by_hand
    assert read_roster(path, asked) == GIVEN
    write_reported(GIVEN, (), path, DAYS.clock)
    assert read_overrides(path, asked) == ()


def test_a_roster_without_any_has_none_beside(tmp_path):
    path = tmp_path / "roster.csv"
    write_reported(GIVEN, ILL, path, DAYS.clock)
    assert write_reported(GIVEN, (), path, DAYS.clock) is None
    assert read_reported(path, small_week().problem()) == ()


def test_a_stranger_beside_a_roster_is_one_clear_fault(tmp_path):
    path = tmp_path / "roster.csv"
    write_reported(GIVEN, ILL, path, DAYS.clock)
    beside(path).write_text("agent_id,start,end,kind\nA9,2026-11-30,2026-12-01,sick\n", "utf-8")
    with pytest.raises(InputError) as raised:
        read_reported(path, small_week().problem())
    (fault,) = raised.value.faults
    assert (fault.code, fault.file, fault.line) == ("unknown_agent", "roster.absences.csv", 2)


@pytest.mark.parametrize("name", ["week", "week.xlsx"])
def test_saving_absences_changes_nothing_else_of_a_week(tmp_path, name):
    path = tmp_path / name
    write_week(small_week(), path)
    if path.suffix:
        book = openpyxl.load_workbook(path)
        book.create_sheet("notes").append(["ours"])
        book.save(path)
    save_absences(ILL, path, DAYS.clock)
    found = read_week(path)
    assert found.absences == ILL
    assert found.agents == small_week().agents
    if path.suffix:
        assert openpyxl.load_workbook(path)["notes"].cell(1, 1).value == "ours"
