from dataclasses import replace

import pytest

from service.roster import designing
from service.roster.designing import design_folder
from store.files.week import read_week, write_week
from tests.service import small_shop as s


@pytest.fixture
def folder(tmp_path):
    write_week(s.week(), tmp_path / "week")
    return tmp_path / "week"


def test_the_curve_says_hours_and_bound_of_every_menu(paiban, folder):
    report = paiban("shifts", "design", folder, "--most", "3", "--json", "-").report
    assert [menu["size"] for menu in report["curve"]] == [2, 3]
    assert report["knee"] in {2, 3}
    for menu in report["curve"]:
        assert menu["bound_hours"] <= menu["cost_hours"] + 1e-3
        assert menu["types"]
    assert report["adopted"] is None
    assert not read_week(folder).rules.types


def test_an_adopted_menu_takes_the_place_of_free_starts(paiban, folder):
    ran = paiban("shifts", "design", folder, "--most", "2", "--adopt", "2", "--json", "-")
    rules = read_week(folder).rules
    assert [kind.code for kind in rules.types] == [
        each["code"] for each in ran.report["curve"][0]["types"]
    ]
    assert rules.shapes == ()


def test_a_size_the_curve_has_not_is_refused_and_nothing_is_written(paiban, folder):
    before = read_week(folder).rules
    ran = paiban("shifts", "design", folder, "--most", "2", "--adopt", "5", lang="en")
    assert (ran.code, "5 types are not between 2 and 2" in ran.err) == (2, True)
    assert read_week(folder).rules == before


def test_more_types_than_can_be_looked_at_are_refused(paiban, folder):
    ran = paiban("shifts", "design", folder, "--most", "11", lang="en")
    assert (ran.code, "11 types are not between 2 and 10" in ran.err) == (2, True)


def test_a_version_without_a_database_is_refused(paiban, folder):
    assert paiban("shifts", "design", folder, "--expect", "1").code == 2


def test_a_knee_at_the_end_of_the_curve_is_not_called_one(paiban, folder):
    ran = paiban("shifts", "design", folder, "--most", "2", lang="en")
    assert "ask for more types" in ran.out
    ran = paiban("shifts", "design", folder, "--most", "3", lang="en")
    assert "2 types proposed" in ran.out


def test_a_menu_whose_proof_the_time_ended_is_named(paiban, folder, monkeypatch):
    def ended(*asked):
        small, large = design_folder(*asked)
        return small, replace(large, bound_hours=0.9 * large.cost_hours)

    monkeypatch.setattr(designing, "design_folder", ended)
    ran = paiban("shifts", "design", folder, "--most", "3", "--time-limit", "0", lang="en")
    assert "before the menus of 3 types were proven" in ran.out
