from decimal import Decimal
from pathlib import Path

import pytest

from tests.ui.weeks import written

MONTH = ("--month", "2026-11")


@pytest.fixture
def facts(tmp_path):
    """Facts that T-02 scores 81.5, worked out in the sheet it comes from."""
    path = tmp_path / "facts.csv"
    # 41 % of those who wrote paid, 235 yuan each; 96 % replied to, after 38 s; 2 lates
    path.write_text(
        "agent_id,post,date,consulted,paid,sales_yuan,received,replied,replies,reply_s,"
        "shifts,late_shifts,early_shifts,absent_shifts\n"
        "A1,presales,2026-11-02,1000,410,96350,100,96,2000,76000,20,1,1,0\n",
        "utf-8",
    )
    (tmp_path / "targets.csv").write_text(
        "month,post,level,name,measure,value\n2026-11,presales,agent,A1,sales_yuan,103602.15\n",
        "utf-8",
    )
    (tmp_path / "pay_plan.csv").write_text(
        "agent_id,valid_from,base,performance\nA1,2026-01-01,4000,1500\n", "utf-8"
    )
    return tmp_path


def test_facts_and_targets_give_the_score_of_the_sheet(paiban, facts):
    ran = paiban(
        *("kpi", "score", *MONTH, "--facts", facts / "facts.csv"),
        *("--targets", facts / "targets.csv", "--json", "-"),
    )
    assert ran.code == 0
    (agent,) = ran.report["agents"]
    assert (agent["total"], agent["grade"]) == ("81.50", "silver")
    lines = agent["cards"][0]["lines"]
    assert sum(Decimal(line["contribution"]) for line in lines) == Decimal("81.5")


def test_a_pay_plan_turns_the_score_into_yuan(paiban, facts):
    ran = paiban(
        *("kpi", "pay", *MONTH, "--facts", facts / "facts.csv"),
        *("--targets", facts / "targets.csv", "--pay-plan", facts / "pay_plan.csv"),
    )
    assert ran.code == 0
    assert "¥5,500.00" in ran.out  # 4,000 and 1,500 x 1.0 for silver


def test_a_pay_plan_is_asked_for(paiban, facts):
    ran = paiban("kpi", "pay", *MONTH, "--facts", facts / "facts.csv")
    assert ran.code == 2
    assert "pay_plan.csv" in ran.err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agent_id,post,date,paid\n", "month_empty"),  # a header alone
        ("agent_id,post,date,paid\nA1,presales,2026-10-02,1\n", "month_empty"),  # another month
        ("agent_id,post,date,paid\nA1,presales,2026-11-02,-1\n", "negative"),
        ("agent_id,post,date,smiles\nA1,presales,2026-11-02,1\n", "fact_unknown"),
        ("agent_id,post,date,paid\nA1,kitchen,2026-11-02,1\n", "post_kind_missing"),
    ],
)
def test_bad_facts_are_one_clear_error(paiban, tmp_path, text, code):
    path = tmp_path / "facts.csv"
    path.write_text(text, "utf-8")
    ran = paiban("kpi", "score", *MONTH, "--facts", path, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == [code]


def test_a_months_files_go_into_the_database(paiban, facts, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(facts / "shop.db"))
    folder, _ = written(facts / "week")
    paiban("import", "week", folder)
    for table, name in (("facts", "facts"), ("targets", "targets"), ("pay_plan", "pay_plan")):
        assert paiban("kpi", "import", table, facts / f"{name}.csv").code == 0
    preset = Path(__file__).parents[2] / "data" / "schemes" / "T-02.toml"
    assert paiban("kpi", "import", "scheme", preset).code == 0
    assert "¥5,500.00" in paiban("kpi", "pay", *MONTH).out
    explained = paiban("kpi", "explain", "A1", *MONTH)
    assert "81.50" in explained.out
    assert paiban("kpi", "explain", "A9", *MONTH).code == 2
    assert paiban("kpi", "import", "weather", preset).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["kpi", "score", *MONTH],  # no shop in an empty database
        ["kpi", "explain", "A1", *MONTH],  # likewise
        ["kpi", "score", "--month", "November"],  # no month
    ],
)
def test_a_shop_or_month_there_is_not_is_told(paiban, tmp_path, monkeypatch, arguments):
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "empty.db"))
    ran = paiban(*arguments)
    assert ran.code == 2
    assert ran.err.strip()
