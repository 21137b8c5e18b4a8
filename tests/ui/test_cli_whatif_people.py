"""``whatif people``: the fewest people of a folder's week, and of a shop's."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.demand import Requirement
from store.files.week import read_roster, read_week, write_week
from tests.service import small_shop as s
from tests.ui.weeks import written

FAST = ("--time-limit", "10")


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "week")[0]


def test_number_bound_and_roster_of_a_folder(paiban, folder, tmp_path):
    out = tmp_path / "fewest"
    ran = paiban("whatif", "people", folder, *FAST, "--out", out, "--json", "-")
    (week,) = ran.report["weeks"]
    own = week["own"]
    assert ran.code == 0
    assert own["people"] >= own["bound"] >= 1
    assert own["people"] == sum(kind["people"] for kind in own["kinds"])
    assert own["short_hours"] <= own["allowed_hours"]
    assert own["required_hours_with_minimums"] >= own["required_hours"]
    written_week = read_week(out)
    assert len(written_week.agents) == own["people"]
    checked = paiban("verify", out, out / "roster.csv", "--json", "-")
    assert checked.code == 0
    assert read_roster(out / "roster.csv", written_week.problem()).shifts
    assert "Proven" in paiban("whatif", "people", folder, *FAST).out


def test_week_of_a_shop_with_a_vendor_has_two_numbers(paiban, tmp_path):
    database = s.database(tmp_path, s.with_week())
    url = database.url
    database.close()
    told = ("whatif", "people", s.LABEL, "--db", url, *FAST, "--vendor-posts", "aftersales")
    (week,) = paiban(*told, "--json", "-").report["weeks"]
    assert week["with_vendor"]["bound"] < week["own"]["bound"]


def test_week_of_nobody_and_posts_that_are_gone_are_told(paiban, folder):
    ran = paiban("whatif", "people", folder, "--also", "presales+nights")
    assert (ran.code, "nights" in ran.err) == (2, True)
    week = read_week(folder)
    nothing = Requirement(week.horizon, ("presales",), np.full((1, week.horizon.intervals), np.nan))
    write_week(replace(week, requirement=nothing), folder)
    ran = paiban("whatif", "people", folder)
    assert (ran.code, "Nobody is required" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("option", "value"), [("--short", "1.5"), ("--time-limit", "3"), ("--most", "presales=-1")]
)
def test_numbers_out_of_range_are_refused(paiban, folder, option, value):
    assert paiban("whatif", "people", folder, option, value).code == 2


def test_one_folder_is_written_for_one_week(paiban, folder, tmp_path):
    ran = paiban("whatif", "people", folder, folder, "--out", tmp_path / "o")
    assert (ran.code, "one by one" in ran.err) == (2, True)
