"""A file is looked at before it is kept; the look changes nothing."""

import datetime as dt

import pytest

from scheduler.errors import InputError
from service.file_kinds import KINDS
from service.file_look import look_at
from service.month import kpi_intake
from service.roster import intake
from service.shop.importing import ImportKind
from tests.desks import at_desk
from tests.service import small_shop as s

HEAD = "agent_id,start,end\n"
ROW = "A1,2026-11-0{day}T09:00,2026-11-0{day}T{end}\n"


@pytest.fixture
def desk(tmp_path):
    database = s.database(tmp_path)
    desk = at_desk(database, by="人事", now=s.NOW)
    intake.keep_week(desk, s.week())
    yield desk
    database.close()


def attendance(tmp_path, *rows):
    path = tmp_path / "考勤.csv"
    path.write_text(HEAD + "".join(rows), "utf-8")
    return path


def look(desk, path, kind=ImportKind.ATTENDANCE):
    return look_at(desk, KINDS[kind].take, path, kind)


def everything(desk):
    with desk.read() as unit:
        return unit.connection.exec_driver_sql("SELECT count(*) FROM action").scalar()


def test_a_look_tells_people_days_and_sums_and_keeps_nothing(desk, tmp_path):
    before = everything(desk)
    path = attendance(tmp_path, ROW.format(day=3, end="18:00"), ROW.format(day=6, end="17:00"))
    found = look(desk, path)
    assert (found.is_good, found.people, found.first, found.last) == (
        *(True, ("A1",)),
        *(dt.date(2026, 11, 3), dt.date(2026, 11, 6)),
    )
    assert found.empty_days == (dt.date(2026, 11, 4), dt.date(2026, 11, 5))
    assert "A1" not in found.without_rows
    assert set(found.without_rows) == {one.id for one in s.week().agents} - {"A1"}
    assert found.sums == {"hours": 17}
    assert [one.kept for one in found.rows] == [2]
    assert everything(desk) == before
    assert kpi_intake.import_attendance(desk, path)  # what was only looked at was not taken before


def test_a_look_asks_about_a_file_that_is_in_already_and_still_tells_what_it_holds(desk, tmp_path):
    path = attendance(tmp_path, ROW.format(day=3, end="18:00"))
    kpi_intake.import_attendance(desk, path)
    found = look(desk, path)
    assert [one.code for one in found.unusual] == ["file_taken_before"]
    assert (found.is_good, found.people) == (True, ("A1",))
    assert found.is_in_already


def test_what_a_newer_file_may_have_replaced_is_not_in_already(desk, tmp_path):
    old, new = ROW.format(day=3, end="18:00"), ROW.format(day=4, end="18:00")
    for row in (old, new):
        kpi_intake.import_attendance(desk, attendance(tmp_path, row))
    found = look(desk, attendance(tmp_path, old))
    assert [one.code for one in found.unusual] == ["file_taken_before"]
    assert not found.is_in_already
    assert look(desk, attendance(tmp_path, new)).is_in_already


def test_unknown_names_are_told_once_and_apart_from_other_faults(desk, tmp_path):
    strange = [ROW.format(day=day, end="18:00").replace("A1", "小桃") for day in (3, 4)]
    found = look(desk, attendance(tmp_path, *strange, "A1,x,2026-11-03T18:00\n"))
    assert (found.is_good, found.unknown("people")) == (False, ("小桃",))
    assert [one.code for one in found.others] == ["time_unreadable"]


def test_columns_that_are_lacking_are_told_apart(desk, tmp_path):
    path = tmp_path / "工资.csv"
    path.write_text("工号,基本工资,绩效工资\nA1,3600,1200\n", "utf-8")
    found = look(desk, path, ImportKind.PAY_PLANS)
    assert [one.column for one in found.lacking] == ["valid_from"]
    assert found.others == ()


def test_a_kind_that_holds_from_a_date_on_has_no_empty_days(desk, tmp_path):
    path = tmp_path / "工资.csv"
    rows = "A1,2026-01-01,3600,1200\nA2,2026-03-01,3600,1200\n"
    path.write_text("工号,生效日期,基本工资,绩效工资\n" + rows, "utf-8")
    found = look(desk, path, ImportKind.PAY_PLANS)
    assert (found.first, found.last, found.empty_days) == (
        *(dt.date(2026, 1, 1), dt.date(2026, 3, 1)),
        (),
    )


def test_what_is_done_in_a_rehearsal_is_seen_there_and_nowhere_else(desk, tmp_path):
    path = attendance(tmp_path, ROW.format(day=3, end="18:00"))
    before = everything(desk)
    with desk.rehearsing() as trial:
        kpi_intake.import_attendance(trial, path)
        assert everything(trial) == before + 1
    assert everything(desk) == before


def test_a_fault_in_a_rehearsal_undoes_only_its_own_step(desk, tmp_path):
    good = attendance(tmp_path, ROW.format(day=3, end="18:00"))
    with desk.rehearsing() as trial:
        kpi_intake.import_attendance(trial, good)
        done = everything(trial)
        with pytest.raises(InputError):
            kpi_intake.import_attendance(trial, attendance(tmp_path, "A1,x,y\n"))
        assert everything(trial) == done
