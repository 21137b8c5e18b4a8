import datetime as dt
import json

import pytest

from store.files.week import read_roster, read_week
from tests.builders import rules, shift
from tests.quick_and_slow import write_quick_and_slow
from tests.ui.weeks import DAYS, small_week, written

FAST = ("--time-limit", "0", "--work-limit", "40")


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "week")[0]


def test_more_volume_needs_more_hours_and_the_base_stays(paiban, folder):
    ran = paiban("whatif", folder, "--volume", "2", *FAST, "--json", "-")
    base, changed = ran.report["base"], ran.report["changed"]
    needs = [side["posts"]["presales"]["required_hours"] for side in (base, changed)]
    assert needs[1] > 1.5 * needs[0]
    assert base["agents"] == changed["agents"] == 3
    assert base["roster"]["bound"] <= base["roster"]["cost"]


def test_the_command_without_a_name_is_run(paiban, folder):
    told = ("--volume", "nosuch=2")
    plain, named = paiban("whatif", folder, *told), paiban("whatif", "run", folder, *told)
    assert (plain.code, plain.err) == (named.code, named.err)
    assert paiban("whatif", *told, folder).err == named.err
    assert "run" in paiban("whatif", "--help").out


def test_fewer_people_leave_fewer_contract_hours(paiban, folder):
    ran = paiban("whatif", folder, "--people", "presales=-1", *FAST, "--json", "-")
    hours = [
        ran.report[side]["posts"]["presales"]["contract_hours"] for side in ("base", "changed")
    ]
    assert hours[1] == pytest.approx(hours[0] * 2 / 3)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--people", "presales=1000000", "1,000,003 people are more than the limit of 5,000"),
        ("--people", "presales=nan", "nan"),
        ("--people", "presales=inf", "inf"),
        ("--volume", "1e300", "100,000"),
        ("--time-limit", "1e300", "seconds are more than the limit"),
    ],
)
def test_numbers_nobody_can_mean_are_refused_at_once(paiban, folder, option, value, said):
    ran = paiban("whatif", folder, *FAST, option, value)
    assert (ran.code, said in ran.err) == (2, True)


def test_nothing_changed_makes_no_difference(paiban, folder):
    report = paiban("whatif", folder, *FAST, "--json", "-").report
    for side in report.values():
        side["roster"] |= {"seconds": None, "trace": None}
    assert report["base"] == report["changed"]


def test_the_changed_week_is_written_with_its_roster(paiban, folder, tmp_path):
    out = tmp_path / "changed"
    paiban("whatif", folder, "--people", "presales=1", "--out", out, *FAST)
    week = read_week(out)
    assert len(week.agents) == 4
    assert read_roster(out / "roster.csv", week.problem()).shifts


def test_simulation_is_shown_where_it_was_asked_for(paiban, folder, tmp_path):
    target = tmp_path / "report.json"
    ran = paiban("whatif", folder, "--simulate", "3", *FAST, "--json", target)
    assert "Simulated service level" in ran.out
    report = json.loads(target.read_text(encoding="utf-8"))
    assert 0 <= report["changed"]["simulation"]["total"]["service_level"]["mean"] <= 1


def test_people_are_simulated_at_their_own_speeds_where_a_log_is_given(paiban, folder, tmp_path):
    date = DAYS.start - dt.timedelta(days=20)
    log = write_quick_and_slow(tmp_path / "chats.csv", DAYS.clock, date)
    own = ("--own-speeds", log)
    asked = ("whatif", folder, "--people", "presales=1", "--volume", "2", *FAST)
    alike = paiban(*asked, "--simulate", "3")
    assert "--own-speeds takes a log" in alike.out
    told = paiban(*asked, "--simulate", "3", *own)
    assert "2 of 4 people are simulated at their own speed" in told.out
    report = paiban(*asked, "--simulate", "3", *own, "--json", "-").report
    assert report["base"]["speeds"].keys() == report["changed"]["speeds"].keys() == {"A1", "A2"}
    plain = paiban(*asked, "--simulate", "3", "--json", "-").report
    levels = [
        each["changed"]["simulation"]["total"]["service_level"]["mean"] for each in (plain, report)
    ]
    assert levels[0] != levels[1]
    assert plain["changed"]["roster"]["cost"] == report["changed"]["roster"]["cost"]
    plan = tmp_path / "plan.toml"
    plan.write_text('[[change]]\nwhat = "volume"\nvalues = [2]\n', encoding="utf-8")
    rows = ("--out", tmp_path / "o.jsonl", "--processes", "1", "--work-limit", "5", *own)
    for beside in (asked, ("whatif", "sweep", folder, plan, *rows, "--depth", "roster")):
        ran = paiban(*beside, *own)
        assert (ran.code, "nothing is simulated" in ran.err) == (2, True)
    deep = ("--depth", "simulated", "--simulate", "2")
    assert "2 of 3 people" in paiban("whatif", "sweep", folder, plan, *rows, *deep).out


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--volume", "nosuch=2", "nosuch"),
        ("--volume", "much", "much"),
        ("--volume", "-1", "-1"),
        ("--people", "presales=-9", "-9"),
        ("--people", "presales=0.5", "0.5"),
        ("--concurrency", "0", "0"),
        ("--hourly-cost", "dear", "dear"),
        ("--level", "1.5", "1.5"),
    ],
)
def test_an_impossible_change_is_one_clear_error(paiban, folder, option, value, told):
    ran = paiban("whatif", folder, option, value, *FAST)
    assert ran.code == 2
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_the_table_speaks_chinese(paiban, folder):
    out = paiban("whatif", folder, *FAST, lang="zh").out
    assert "差异" in out
    assert "售前 所需人时" in out


def test_the_cost_of_comfort_is_laid_side_by_side(paiban, folder, tmp_path):
    target = tmp_path / "report.json"
    ran = paiban("whatif", folder, "--comfort", "--simulate", "2", *FAST, "--json", target)
    report = json.loads(target.read_text(encoding="utf-8"))
    assert list(report["lines"]) == ["free", "close", "one_type", "off_together"]
    for line in report["lines"].values():
        assert line["roster"]["bound"] <= line["roster"]["cost"]
        least, most = line["dearer_hours"]["least"], line["dearer_hours"]["most"]
        assert least <= most
        assert line["simulation"]["total"]["service_level"]["mean"] >= 0
    assert report["lines"]["off_together"]["roster"]["liveable"]["starts_per_week"]["most"] == 1
    assert not report["has_types"]
    assert "The week has no shift types" in ran.out
    assert "No contract has an hourly cost" in ran.out
    assert report["lines"]["free"]["wage_cost"] is None


def test_a_roster_with_breaches_proves_nothing(paiban, tmp_path):
    pins = (shift("A1", 0, "08:00", week=DAYS), shift("A1", 1, "14:00", week=DAYS))
    open_late = rules(min_days_off_per_week=0, may_end_after_min=420)
    folder, _ = written(tmp_path / "week", small_week(rules=open_late, pins=pins))
    report = paiban("whatif", folder, "--comfort", *FAST, "--json", "-").report
    free, one = report["lines"]["free"], report["lines"]["one_type"]
    assert free["roster"]["breaches"] == 0
    assert one["roster"]["breaches"] != 0
    assert (one["gap_hours"], one["dearer_hours"]) == (None, None)


def test_the_cost_of_comfort_needs_no_forecast_but_to_simulate(paiban, folder):
    (folder / "forecast.csv").unlink()
    assert paiban("whatif", folder, "--comfort", *FAST).code in {0, 1}
    ran = paiban("whatif", folder, "--comfort", "--simulate", "2", *FAST)
    assert (ran.code, "forecast.csv" in ran.err) == (2, True)


def test_each_line_of_comfort_is_written_as_a_week(paiban, folder, tmp_path):
    paiban("whatif", folder, "--comfort", "--out", tmp_path / "lines", *FAST)
    week = read_week(tmp_path / "lines" / "off_together")
    assert week.rules.plans[0].days_off_together == 2
    assert read_roster(tmp_path / "lines" / "off_together" / "roster.csv", week.problem()).shifts


def test_a_sweep_says_how_deep_it_went_and_why_a_row_failed(paiban, folder, tmp_path):
    plan = tmp_path / "plan.toml"
    text = '[[change]]\nwhat = "agents"\npost = "presales"\nvalues = [1, -9]\n'
    plan.write_text(text, encoding="utf-8")
    told = ("--out", tmp_path / "o.jsonl", "--processes", "1", "--work-limit", "5")
    ran = paiban("whatif", "sweep", folder, plan, *told, "--depth", "roster", "--json", "-")
    assert ran.code == 1
    assert [row["people"] for row in ran.report["rows"]] == [3, 4, None]
    out = paiban("whatif", "sweep", folder, plan, *told, "--depth", "roster").out
    assert "Depth: roster" in out
    assert "people -9" in out.partition("failed")[0]


def test_summary_of_one_page_is_written_in_the_language_asked_for(paiban, folder, tmp_path):
    out = tmp_path / "page.pdf"
    assert paiban("whatif", "run", folder, "--volume", "2", *FAST, "--pdf", out).code in (0, 1)
    assert out.read_bytes().startswith(b"%PDF")
    ran = paiban("whatif", "run", folder, *FAST, "--comfort", "--pdf", out)
    assert (ran.code, "--pdf" in ran.err) == (2, True)
