"""A past month without rosters: fixed hours, agreed afterwards for the days of the punches."""

import datetime as dt

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.month import kpi_intake
from service.month.duties import scheduled_in
from service.roster import intake
from service.roster.fixed_hours import agree_as_before, agree_fixed_hours, has_roster, usual_hours
from tests.desks import at_desk
from tests.service import small_shop as s

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
HEAD = "agent_id,start,end\n"
NINE, SIX = dt.time(9), dt.time(18)


@pytest.fixture
def desk(tmp_path):
    database = s.database(tmp_path)
    desk = at_desk(database, by="人事", now=s.NOW)
    intake.keep_week(desk, s.week())
    yield desk
    database.close()


def attended(desk, tmp_path, *rows):
    path = tmp_path / "考勤.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    kpi_intake.import_attendance(desk, path)


def punches(month, *days, start="08:48", end="18:07", agent="A1"):
    return [f"{agent},2026-{month}-{day:02d}T{start},2026-{month}-{day:02d}T{end}" for day in days]


def test_the_hours_most_presences_keep_are_proposed(desk, tmp_path):
    late = punches(10, 8, start="09:20")
    attended(desk, tmp_path, *punches(10, 5, 6, 7), *late, *punches(10, 5, agent="A3", end="17:20"))
    assert usual_hours(desk, OCTOBER) == (NINE, SIX)


def test_nothing_is_proposed_without_presences_or_where_a_week_is_open(desk, tmp_path):
    assert usual_hours(desk, OCTOBER) is None
    attended(desk, tmp_path, *punches(11, 24, 25))
    assert usual_hours(desk, NOVEMBER) is None


def test_each_day_with_a_punch_is_a_day_of_those_hours_and_no_other(desk, tmp_path):
    attended(desk, tmp_path, *punches(10, 5, 6), *punches(10, 6, agent="A3"))
    kept = agree_fixed_hours(desk, OCTOBER, NINE, SIX, reason="全员固定时间")
    assert (kept.horizon.dates[0], kept.horizon.dates[-1]) == (OCTOBER.first, OCTOBER.last)
    with desk.read() as unit:
        found = [one.shift for one in scheduled_in(unit, "main", OCTOBER.first, OCTOBER.last)]
    shown = sorted((one.agent_id, s.CLOCK.date_of(one.start_min).day) for one in found)
    assert shown == [("A1", 5), ("A1", 6), ("A3", 6)]
    assert {(s.CLOCK.clock_of(one.start_min), one.end_min - one.start_min) for one in found} == {
        (9 * 60, 9 * 60)
    }
    assert usual_hours(desk, OCTOBER) is None  # asked once


def test_hours_over_midnight_end_on_the_next_day(desk, tmp_path):
    attended(desk, tmp_path, "A1,2026-10-05T16:00,2026-10-06T01:03")
    assert usual_hours(desk, OCTOBER) == (dt.time(16), dt.time(1))
    agree_fixed_hours(desk, OCTOBER, dt.time(16), dt.time(1), reason="晚班")
    with desk.read() as unit:
        (one,) = scheduled_in(unit, "main", OCTOBER.first, OCTOBER.last)
    assert one.shift.end_min - one.shift.start_min == 9 * 60


def test_without_presences_there_is_nothing_to_agree(desk):
    with pytest.raises(InputError, match="attendance_none"):
        agree_fixed_hours(desk, OCTOBER, NINE, SIX, reason="x")


def test_hours_hold_for_a_later_month_whose_presences_look_like_them(desk, tmp_path):
    attended(desk, tmp_path, *punches("09", 7, 8), *punches(10, 5, 6))
    september = Month(2026, 9)
    assert agree_as_before(desk, OCTOBER) is None  # nothing was said yet
    agree_fixed_hours(desk, september, NINE, SIX, reason="全员固定时间")
    assert not has_roster(desk, OCTOBER)
    assert agree_as_before(desk, OCTOBER).reason == "全员固定时间"
    assert has_roster(desk, OCTOBER)


def test_hours_do_not_hold_for_a_month_that_looks_otherwise(desk, tmp_path):
    attended(desk, tmp_path, *punches("09", 7, 8), *punches(10, 5, 6, start="09:48"))
    agree_fixed_hours(desk, Month(2026, 9), NINE, SIX, reason="全员固定时间")
    assert agree_as_before(desk, OCTOBER) is None
    assert not has_roster(desk, OCTOBER)
