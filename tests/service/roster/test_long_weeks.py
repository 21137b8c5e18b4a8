from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence, Wish
from scheduler.errors import InputError
from service.roster import intake, weeks
from service.roster.long_weeks import alike_weeks, read_weeks
from store.files.week import write_week
from tests.builders import horizon
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.weeks import open_hours, small_week

WHO = {"by": "王经理", "now": s.NOW}
WEEK = horizon(days=7)


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    yield opened
    opened.close()


def folder(tmp_path, **parts):
    write_week(small_week(WEEK, **parts), tmp_path / "week")
    return tmp_path / "week"


def test_further_weeks_need_what_the_week_before_needs(tmp_path):
    long = read_weeks(folder(tmp_path), 4)
    assert long.horizon.days == 28
    week = long.horizon.intervals // 4
    first = long.requirement.agents[:, :week]
    for number in range(1, 4):
        part = long.requirement.agents[:, number * week : (number + 1) * week]
        np.testing.assert_array_equal(part, first)
    assert np.nansum(long.forecast.mean) == pytest.approx(4 * np.nansum(open_hours(6.0, WEEK)))
    assert alike_weeks(long.problem()) == (2, 3, 4)


def test_what_single_people_are_worth_goes_on_with_the_need(tmp_path):
    need = small_week(WEEK).requirement
    worth = np.full((len(need.posts), 2, WEEK.intervals), 0.5)
    write_week(small_week(WEEK, requirement=replace(need, worth=worth)), tmp_path / "week")
    with (tmp_path / "week" / "requirement.csv").open("a", encoding="utf-8") as file:
        file.write("2026-12-08T09:00,presales,5,,\n")
    long = read_weeks(tmp_path / "week", 2).requirement
    first = need.agents.shape[1]
    assert long.is_priced[:, :first].any()
    np.testing.assert_array_equal(long.is_priced[:, :first], need.is_open)
    assert not long.is_priced[:, first:].any()  # told anew, and without


def test_rows_of_further_weeks_count_where_the_folder_has_them(tmp_path):
    path = folder(tmp_path)
    with (path / "requirement.csv").open("a", encoding="utf-8") as file:
        file.write("2026-12-08T09:00,presales,5\n")
    long = read_weeks(path, 3)
    assert np.nanmax(long.requirement.agents) == 5
    assert alike_weeks(long.problem()) == (3,)  # which repeats the second


def test_what_is_dated_in_a_further_week_is_kept(tmp_path):
    path = folder(tmp_path)
    with (path / "preferences.csv").open("a", encoding="utf-8") as file:
        file.write("A1,2026-12-09,off,3\n")
    assert [wish.weight for wish in read_weeks(path, 2).wishes] == [3.0]
    with pytest.raises(InputError):  # the week alone ends before
        read_weeks(path)


def test_fewer_weeks_than_the_folder_has_are_its_first(tmp_path):
    two = horizon(days=14)
    late = Wish("A1", two.date(9), None)
    absences = (Absence("A1", two.day_starts_min[8], two.day_starts_min[9]),)
    write_week(small_week(two, wishes=(late,), absences=absences), tmp_path / "two")
    first = read_weeks(tmp_path / "two", 1)
    assert (first.horizon.days, first.wishes) == (7, ())
    assert first.requirement.horizon == first.horizon
    assert first.problem().horizon.days == 7


def test_a_day_of_23_hours_takes_over_the_first_23(tmp_path):
    spring = horizon(WEEK.start.replace(month=3, day=16), days=7, timezone="Europe/Berlin")
    write_week(small_week(spring), tmp_path / "spring")
    long = read_weeks(tmp_path / "spring", 2)
    assert long.horizon.intervals == 2 * 336 - 2
    assert long.problem().horizon == long.horizon


def test_a_shop_can_open_several_weeks_as_one(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    opened = weeks.open_week(at_desk(database, **WHO), "2026-W50", weeks=4)
    assert opened.horizon.days == 28
    with pytest.raises(InputError, match="weeks_overlap"):
        weeks.open_week(at_desk(database, **WHO), "2026-W52")
    assert weeks.open_week(at_desk(database, **WHO), "2027-W01").horizon.days == 7


@pytest.mark.parametrize("count", [0, 14])
def test_no_more_than_a_quarter_at_once(database, count):
    intake.keep_week(at_desk(database, **WHO), s.week())
    with pytest.raises(InputError, match="too_many_weeks"):
        weeks.open_week(at_desk(database, **WHO), "2026-W50", weeks=count)
