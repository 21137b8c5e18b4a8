"""``whatif plan``: the months to come by week, scenarios laid over each other."""

import datetime as dt
from contextlib import closing

import pytest

from service.demand.capacity import CapacityScenario
from service.demand.capacity_terms import keep_terms
from service.history.volumes import import_volumes
from store.database import open_database
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.cli import acting

WHO = {"by": "计划员", "now": s.NOW}


def _busy(opened):
    s.with_week(**WHO)(opened)
    past = s.volumes(start=s.MONDAY - dt.timedelta(days=56), days=56, count=12.0)
    import_volumes(at_desk(opened, **WHO), past)


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.setattr(acting, "now", lambda: s.NOW)
    database = s.database(tmp_path, _busy)
    told = database.url
    database.close()
    return told


def test_scenarios_stand_beside_the_base_with_hires_cost_and_bound(paiban, url):
    told = ("--scenario", "双11:volume=1.5", "--scenario", "走得快:leaving_per_year=0.5")
    ran = paiban("whatif", "plan", "--db", url, "--weeks", "6", *told, "--json", "-")
    assert ran.code == 0
    base, busy, leaving = ran.report["scenarios"]
    assert [each["name"] for each in (busy, leaving)] == ["双11", "走得快"]
    assert busy["totals"]["peak_people"] > 1.2 * base["totals"]["peak_people"]
    assert float(busy["totals"]["cost"]) > float(base["totals"]["cost"])
    assert busy["assumed"]["volume"] == 1.5
    assert leaving["weeks"][-1]["left_people"] > base["weeks"][-1]["left_people"] == 0
    for each in (base, busy, leaving):
        assert each["hires_are_of_least_cost"]
        assert 0 < float(each["totals"]["bound"]) <= float(each["totals"]["cost"])
        assert {"gap_hours", "training_hours", "away_hours", "joining"} <= each["weeks"][0].keys()
    shown = paiban("whatif", "plan", "--db", url, "--weeks", "6", *told).out
    assert "双11" in shown


def test_terms_that_are_kept_are_laid_over_by_their_name(paiban, url):
    with closing(open_database(url)) as opened:
        keep_terms(at_desk(opened, **WHO), CapacityScenario("双11", volume=1.5))
    told = ("whatif", "plan", "--db", url, "--weeks", "4", "--scenario", "双11", "--json", "-")
    assert paiban(*told).report["scenarios"][1]["assumed"]["volume"] == 1.5
    gone = paiban("whatif", "plan", "--db", url, "--scenario", "去年")
    assert (gone.code, "去年" in gone.err) == (2, True)


def test_same_question_gives_the_same_plan(paiban, url):
    told = ("whatif", "plan", "--db", url, "--weeks", "4", "--set", "margin=0.1", "--json", "-")
    assert paiban(*told).report["scenarios"] == paiban(*told).report["scenarios"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("--scenario", "volume=2"), "NAME:KEY=NUMBER"),
        (("--scenario", "a:volume=0"), "volume"),
        (("--scenario", "a:volume=-1"), "-1"),
        (("--scenario", "a:speed=2"), "speed"),
        (("--scenario", "a:volume=nan"), "nan"),
        (("--scenario", "a:lead_weeks=1.5"), "1.5"),
        (("--scenario", "a:volume=2", "--scenario", "a:volume=3"), "Two scenarios"),
        (("--set", "leaving_per_year=1"), "1"),
        (("--weeks", "54"), "53"),
    ],
)
def test_bad_input_is_refused_with_its_value(paiban, url, told, said):
    ran = paiban("whatif", "plan", "--db", url, *told)
    assert (ran.code, said in ran.err) == (2, True), ran.err


def test_all_faults_of_scenarios_are_told_at_once(paiban, url):
    ran = paiban("whatif", "plan", "--db", url, "--scenario", "x", "--scenario", "a:volume=0")
    assert "NAME:KEY=NUMBER" in ran.err
    assert "volume" in ran.err.replace("NAME:KEY=NUMBER", "").replace("volume=1.5", "")


def test_shop_without_history_says_so(paiban, tmp_path):
    database = s.database(tmp_path, s.with_week(**WHO))
    database.close()
    assert paiban("whatif", "plan", "--db", database.url).code == 2
