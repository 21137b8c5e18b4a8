"""What a command does with numbers hardly anybody means."""

import pytest

from service.database import open_database
from store.files.kpi_scheme import scheme_presets, scheme_text
from tests.ui.weeks import written

PLAN = "agent_id,valid_from,base,performance,coefficient\n{},2026-01-01,4000,1500,{}\n"
REASON = "与合同核对过"


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "pay_plan.csv"
    path.write_text(PLAN.format("A1", 110), "utf-8")
    return path


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text(
        "agent_id,post,date,consulted,paid,sales_yuan\nA1,presales,2026-11-02,5,12,900\n", "utf-8"
    )
    return path


def test_a_month_is_not_paid_on_numbers_nobody_looked_at(paiban, facts, plan):
    month = ("kpi", "pay", "--month", "2026-11", "--facts", facts, "--pay-plan", plan)
    ran = paiban(*month, "--json", "-")
    assert ran.code == 2
    told = [(one["code"], one["file"], one["line"], one["column"]) for one in ran.report["faults"]]
    assert told == [  # of both files at once
        ("unusual_above", "facts.csv", 2, "paid"),
        ("unusual_value", "pay_plan.csv", 2, "coefficient"),
    ]
    assert "--keep-anyway" in ran.err
    told = paiban(*month, "--keep-anyway", REASON, "--json", "-").report["kept_anyway"]
    assert (told["reason"], [one["column"] for one in told["found"]]) == (
        REASON,
        ["paid", "coefficient"],
    )
    ran = paiban(*month, "--keep-anyway", REASON)
    assert ran.code == 0
    assert REASON in ran.err
    assert "110" in ran.err


def test_a_reason_is_asked_for(paiban, facts, plan):
    files = ("--facts", facts, "--pay-plan", plan)
    ran = paiban("kpi", "pay", "--month", "2026-11", *files, "--keep-anyway", " ")
    assert ran.code == 2
    assert "why" in ran.err


def test_an_export_is_not_converted_before_somebody_looked(paiban, tmp_path):
    export = tmp_path / "export.csv"
    export.write_text("客服,日期,咨询,付款\nA1,2026-11-02,5,12\n", "utf-8")
    mapped = ("--map", "agent_id=客服,date=日期,consulted=咨询,paid=付款", "--fix", "post=presales")
    out = tmp_path / "out.csv"
    ran = paiban("kpi", "convert", export, *mapped, "--out", out)
    assert (ran.code, out.exists()) == (2, False)
    assert "付款" in ran.err
    assert paiban("kpi", "convert", export, *mapped, "--out", out, "--keep-anyway", "ok").code == 0
    assert out.exists()


def test_the_database_keeps_them_only_with_a_reason_in_the_log(paiban, tmp_path, plan):
    url = str(tmp_path / "paiban.db")
    folder, _ = written(tmp_path / "week")
    assert paiban("import", "week", folder, "--db", url).code == 0
    taken = ("kpi", "import", "pay_plan", plan, "--db", url)
    assert paiban(*taken).code == 2
    with open_database(url).read() as unit:
        assert not unit.schemes.pay_plans("main")
    assert paiban(*taken, "--keep-anyway", REASON).code == 0
    with open_database(url).read() as unit:
        assert len(unit.schemes.pay_plans("main")) == 1
        last = unit.actions.of("main")[0]
    assert last.name == "pay_plans_imported"
    assert last.details["looked_at"] == REASON
    assert last.details["unusual"] == "pay_plan.csv:2:coefficient 110"


def test_a_scheme_with_an_unusual_coefficient_is_valid_and_worth_a_second_look(paiban, tmp_path):
    path = tmp_path / "own.toml"
    text = scheme_text(next(one for one in scheme_presets() if one.id == "T-02"))
    path.write_text(text.replace("coefficient = 1.1", "coefficient = 110"), "utf-8")
    ran = paiban("kpi", "validate", path, "--json", "-")
    assert ran.code == 0
    told = ran.report["own.toml"]
    assert told["valid"]
    assert told["warnings"][0]["code"] == "unusual_value"


def test_pay_unlike_last_months_is_listed_below_the_pay(paiban, tmp_path):
    facts, plan, earlier = (tmp_path / name for name in ("facts.csv", "plan.csv", "earlier.csv"))
    rows = "".join(f"A{n},presales,2026-11-02,100,40,9400\n" for n in (1, 2, 3))
    facts.write_text("agent_id,post,date,consulted,paid,sales_yuan\n" + rows, "utf-8")
    plans = "".join(f"A{n},2026-01-01,4000,0\n" for n in (1, 2, 3))
    plan.write_text("agent_id,valid_from,base,performance\n" + plans, "utf-8")
    earlier.write_text("agent_id,month,pay\nA1,2026-10,1500\nA2,2026-10,4100\n", "utf-8")
    month = ("kpi", "pay", "--month", "2026-11", "--facts", facts, "--pay-plan", plan)
    ran = paiban(*month, "--earlier-pay", earlier)
    assert ran.code == 0
    assert "unlike last month's" in ran.out
    assert "¥1,500.00" in ran.out
    assert "nothing is compared: 1." in ran.out  # A3's
    report = paiban(*month, "--earlier-pay", earlier, "--json", "-").report["compared"]
    assert (report["people"], report["known"]) == (3, 2)
    assert [one["agent_id"] for one in report["outliers"]] == ["A1"]


@pytest.mark.parametrize("command", ["verify", "simulate", "explain"])
def test_a_folder_given_as_a_roster_is_told_as_one(paiban, tmp_path, command):
    ran = paiban(command, written(tmp_path / "week")[0], ".", "--json", "-")
    assert (ran.code, [one["code"] for one in ran.report["faults"]]) == (2, ["not_a_file"])
