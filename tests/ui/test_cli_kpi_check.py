"""Before scoring: which lines will not be scored, and who is scored only by decision."""

from pathlib import Path

import pytest

from tests.ui.test_cli_kpi import MONTH
from tests.ui.weeks import written

SCHEME = """
id = "S"
version = 1
title_zh = "试"
title_en = "try"
post_kind = "presales"
valid_from = 2026-01-01
adding = "weighted"
{least}
[[grade]]
id = "all"
title_zh = "全部"
title_en = "all"
low = 0
coefficient = 1
[[line]]
indicator = "attendance"
weight = 5
scoring = "deduct"
deduct = {{ target = 0, step = 1, minus = 10 }}
[[line]]
indicator = "reply_rate"
weight = 75
scoring = "target"
target = 1.0
[[line]]
indicator = "quality"
weight = 20
scoring = "rating"
"""


@pytest.fixture
def files(tmp_path):
    """A1 has attendance alone, A2 replies too, of A3 nothing is known."""
    (tmp_path / "facts.csv").write_text(
        "agent_id,post,date,shifts,late_shifts,early_shifts,absent_shifts,received,replied\n"
        "A1,presales,2026-11-02,1,0,0,0,,\n"
        "A2,presales,2026-11-02,1,0,0,0,10,9\n"
        "A3,presales,2026-11-02,1,,,,,\n",
        "utf-8",
    )
    (tmp_path / "pay_plan.csv").write_text(
        "agent_id,valid_from,base,performance\n"
        + "".join(f"A{n},2026-01-01,4000,1500\n" for n in (1, 2, 3)),
        "utf-8",
    )
    (tmp_path / "S.toml").write_text(SCHEME.format(least=""), "utf-8")
    return tmp_path


def named(folder):
    return *MONTH, "--facts", folder / "facts.csv", "--scheme", folder / "S.toml"


def test_the_check_names_lines_people_reasons_and_weight(paiban, files):
    ran = paiban("kpi", "check", *named(files), "--json", "-")
    assert ran.code == 1
    lines = {line["indicator"]: line for line in ran.report["lines"]}
    assert lines["reply_rate"]["agents"] == ["A1", "A3"]
    assert lines["reply_rate"]["share"] == "0.7500"
    assert lines["quality"]["agents"] == ["A1", "A2", "A3"]
    assert lines["attendance"]["agents"] == ["A3"]
    below = {one["agent_id"]: one["coverage"] for one in ran.report["below"]}
    assert below == {"A1": "0.0500", "A3": "0.0000"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_people_read_the_same(paiban, files, lang):
    told = paiban("kpi", "check", *named(files), lang=lang)
    assert "75 %" in told.out
    assert "2 / 3" in told.out
    assert "--score-anyway" in told.out
    assert "5 %" in told.out
    assert "left_out" not in told.out


def test_a_month_whose_people_are_all_scored_ends_well(paiban, files):
    (files / "S.toml").write_text(SCHEME.format(least="least_coverage = 0"), "utf-8")
    ran = paiban("kpi", "check", *named(files), "--json", "-")
    assert (ran.code, ran.report["below"]) == (0, [])


def test_who_is_below_gets_the_base_alone_and_a_reason(paiban, files):
    plan = ("--pay-plan", files / "pay_plan.csv")
    ran = paiban("kpi", "pay", *named(files), *plan, "--json", "-")
    assert ran.code == 0
    paid = {one["agent_id"]: one for one in ran.report["payouts"]}
    assert (paid["A1"]["total"], paid["A1"]["unpaid"]) == ("4000.00", ["below_coverage"])
    assert paid["A3"]["unpaid"] == ["no_score"]
    assert paid["A2"]["total"] == "5500.00"
    for command in (("pay",), ("explain", "A1")):
        told = paiban("kpi", *command, *named(files), *plan)
        assert "A1 is not scored" in told.out


def test_a_decision_with_a_reason_pays_and_is_told(paiban, files):
    plan = ("--pay-plan", files / "pay_plan.csv", "--by", "王人事")
    why = ("--score-anyway", "首月没有聊天记录")
    ran = paiban("kpi", "pay", *named(files), *plan, *why, "--json", "-")
    paid = {one["agent_id"]: one["total"] for one in ran.report["payouts"]}
    assert paid == {"A1": "5500.00", "A2": "5500.00", "A3": "4000.00"}
    (told,) = ran.report["scored_anyway"]
    assert (told["agents"], told["by"]) == (["A1"], "王人事")
    assert told["reason"] == "首月没有聊天记录"
    assert "王人事" in paiban("kpi", "pay", *named(files), *plan, *why).out


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--score-anyway", ""), "reason_anyway_missing"),
        (("--score-anyway", "  "), "reason_anyway_missing"),
        (("--score-anyway-for", "A1"), "reason_anyway_missing"),
        (("--score-anyway", "why", "--score-anyway-for", "A2"), "not_below_coverage"),
        (("--score-anyway", "why", "--score-anyway-for", "A9"), "not_below_coverage"),
    ],
)
def test_a_decision_without_reason_or_need_is_refused(paiban, files, asked, code):
    ran = paiban("kpi", "score", *named(files), *asked, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == [code]


def test_the_same_in_the_database(paiban, files, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(files / "shop.db"))
    folder, _ = written(files / "week")
    facts = (files / "facts.csv").read_text("utf-8").splitlines()
    (files / "facts.csv").write_text("\n".join(facts[:3]) + "\n", "utf-8")
    paiban("import", "week", folder)
    for table, name in (("facts", "facts.csv"), ("pay_plan", "pay_plan.csv"), ("scheme", "S.toml")):
        assert paiban("kpi", "import", table, files / name).code == 0, name
    ran = paiban("kpi", "check", *MONTH, "--json", "-")
    assert ran.code == 1
    assert [one["agent_id"] for one in ran.report["below"]] == ["A1"]
    assert paiban("kpi", "explain", "A1", *MONTH).code == 2  # nothing was kept
    ran = paiban("kpi", "pay", *MONTH, "--json", "-")
    assert [one["total"] for one in ran.report["payouts"]] == ["4000.00", "5500.00"]
    ran = paiban("kpi", "pay", *MONTH, "--score-anyway", "首月", "--by", "王", "--json", "-")
    assert [one["total"] for one in ran.report["payouts"]] == ["5500.00", "5500.00"]
    ran = paiban("kpi", "check", *MONTH, "--json", "-")
    assert (ran.code, ran.report["below"][0]["scored"]) == (0, True)  # the decision stands


def test_the_shipped_schemes_say_how_much_is_enough(paiban):
    preset = Path(__file__).parents[2] / "data" / "schemes" / "T-02.toml"
    assert paiban("kpi", "validate", preset).code == 0


def test_who_has_attendance_alone_is_told(paiban, files):
    attendance = files / "attendance.csv"
    attendance.write_text(
        "agent_id,start,end\nA9,2026-11-02T09:00,2026-11-02T18:00\n"
        "A2,2026-11-02T09:00,2026-11-02T18:00\n",
        "utf-8",
    )
    given = (*named(files), "--attendance", attendance)
    assert paiban("kpi", "score", *given, "--json", "-").report["attended_only"] == ["A9"]
    assert "A9" in paiban("kpi", "score", *given).out


def test_a_minimum_wage_that_waits_for_a_decision_stops_nobody_elses_pay(paiban, files):
    rows = (files / "facts.csv").read_text("utf-8").splitlines()[:3]
    (files / "facts.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (files / "pay_plan.csv").write_text(
        "agent_id,valid_from,base,performance,minimum_wage\n"
        "A1,2026-01-01,4000,1500,4500\nA2,2026-01-01,4000,1500,4500\n",
        "utf-8",
    )
    plan = ("--pay-plan", files / "pay_plan.csv")
    paid = paiban("kpi", "pay", *named(files), *plan, "--json", "-").report["payouts"]
    assert [one["total"] for one in paid] == ["4000.00", "5500.00"]
    assert paid[0]["unpaid"] == ["below_coverage", "below_minimum_wage"]
    why = ("--score-anyway", "首月")
    paid = paiban("kpi", "pay", *named(files), *plan, *why, "--json", "-").report["payouts"]
    assert (paid[0]["total"], paid[0]["unpaid"]) == ("5500.00", [])
