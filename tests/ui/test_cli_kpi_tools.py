import pytest

from store.files.kpi_scheme import scheme_presets, scheme_text
from tests.ui.weeks import written

SCHEMES = {one.id: scheme_text(one) for one in scheme_presets()}


def test_an_export_becomes_facts_that_can_be_scored(paiban, tmp_path):
    export = tmp_path / "pdd.csv"
    export.write_text("客服,日期,接待,回复率\nA1,2026-11-02,200,96%\n合计,-,200,96%\n", "utf-8")
    out = tmp_path / "facts.csv"
    ran = paiban(
        *("kpi", "convert", export, "--out", out, "--fix", "post=presales"),
        *("--map", "agent_id=客服,date=日期,received=接待,replied=回复率 * 接待"),
    )
    assert ran.code == 0
    assert "pdd.csv: 1 of 2 rows kept; left out: 1 of totals." in ran.err
    scored = paiban("kpi", "score", "--month", "2026-11", "--facts", out, "--json", "-")
    (line,) = (
        line
        for line in scored.report["agents"][0]["cards"][0]["lines"]
        if line["indicator"] == "reply_rate"
    )
    assert line["value"] == "0.96"


def test_a_faulty_export_is_told_and_nothing_written(paiban, tmp_path):
    export = tmp_path / "pdd.csv"
    export.write_text("客服,日期,接待,回复率\nA1,2026-11-02,200,45\n", "utf-8")
    ran = paiban(
        *("kpi", "convert", export, "--out", tmp_path / "facts.csv", "--fix", "post=presales"),
        *("--map", "agent_id=客服,date=日期,received=接待,replied=回复率 * 接待", "--json", "-"),
    )
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["rate_as_percent"]
    assert not (tmp_path / "facts.csv").exists()


def test_a_valid_scheme_is_told_with_its_warnings(paiban, tmp_path):
    path = tmp_path / "t04.toml"
    path.write_text(SCHEMES["T-04"], "utf-8")
    ran = paiban("kpi", "validate", path, "--json", "-")
    assert ran.code == 0
    report = ran.report["t04.toml"]
    assert (report["valid"], report["faults"]) == (True, [])
    assert [one["code"] for one in report["warnings"]] == ["grade_only_perfect"]


def test_faults_of_all_schemes_are_told(paiban, tmp_path):
    paths = []
    for name, old, new in (
        ("T-02", "weight = 30", "weight = 20"),
        ("T-03", "from = 0.55", "from = 55"),
    ):
        paths.append(tmp_path / f"{name}.toml")
        paths[-1].write_text(SCHEMES[name].replace(old, new, 1), "utf-8")
    ran = paiban("kpi", "validate", *paths, "--json", "-")
    assert ran.code == 2
    codes = {fault["code"] for one in ran.report.values() for fault in one["faults"]}
    assert codes >= {"weights_not_100", "rate_as_percent"}


def test_pairs_that_contradict_each_other_are_named(paiban, tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("one,two,times\na,b,2\na,c,4\nb,c,2\nb,d,2\nc,d,1\na,d,1/9\n", "utf-8")
    ran = paiban("kpi", "weights", path, "--json", "-")
    assert ran.code == 0
    assert ran.report["worst_pair"] == ["d", "a"]
    assert ran.report["consistency_ratio"] > 0.1
    assert "9" in paiban("kpi", "weights", path).out


def test_published_comparisons_give_their_weights(paiban, tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("one,two,times\na,b,3\na,c,5\nb,c,3\n", "utf-8")
    ran = paiban("kpi", "weights", path, path, "--json", "-")
    assert ran.report["weights"]["a"] == pytest.approx(0.637, abs=1e-3)
    assert ran.report["percents"] == {"a": "64", "b": "26", "c": "10"}


@pytest.mark.parametrize(
    ("method", "text", "expected"),
    [
        ("direct", "reply_rate,conversion\n4,1\n2,3\n", {"reply_rate": 0.6, "conversion": 0.4}),
        ("delphi", "a,b\n5,5\n4,5\n", {"a": 0.473684, "b": 0.526316}),
        (
            "entropy",
            "conversion,first_reply,reply_rate\n52,22,95\n48,28,97\n61,35,92\n45,18,99\n",
            {"conversion": 0.4132, "first_reply": 0.2951, "reply_rate": 0.2918},
        ),
    ],
)
def test_each_method_reads_its_table(paiban, tmp_path, method, text, expected):
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    ran = paiban("kpi", "weights", path, "--method", method, "--json", "-")
    assert ran.report["weights"] == pytest.approx(expected, abs=1e-4)


def test_text_where_a_number_belongs_is_told(paiban, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("reply_rate,conversion\n4,much\n", "utf-8")
    ran = paiban("kpi", "weights", path, "--method", "direct", "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["not_number"]


def test_a_pay_plan_may_name_a_pay_scheme(paiban, tmp_path):
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "agent_id,post,date,received,replied,sales_yuan\nA1,presales,2026-11-02,100,99,130000\n"
    )
    plan = tmp_path / "pay_plan.csv"
    plan.write_text("agent_id,valid_from,base,performance,pay_scheme\nA1,2026-01-01,3000,0,D\n")
    given = ("kpi", "pay", "--month", "2026-11", "--facts", facts, "--pay-plan", plan)
    (payout,) = paiban(*given, "--json", "-").report["payouts"]
    assert payout["total"] == "3760.00"
    commission = [line["amount"] for line in payout["lines"] if line["pays"] == "commission"]
    assert commission == ["400.00", "360.00"]  # 50,000 at 0.8 % and 30,000 at 1.2 %


def test_a_scheme_is_tried_on_a_month_and_put_in_force_backwards_by_a_reason(
    paiban, tmp_path, monkeypatch
):
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "shop.db"))
    folder, _ = written(tmp_path / "week")
    paiban("import", "week", folder)
    (tmp_path / "facts.csv").write_text(
        "agent_id,post,date,received,replied\nA1,presales,2026-11-02,100,95\n", "utf-8"
    )
    paiban("kpi", "import", "facts", tmp_path / "facts.csv")
    for number, least in ((1, "0.9"), (2, "0.97")):
        text = SCHEME.format(number=number, least=least)
        (tmp_path / f"s{number}.toml").write_text(text, "utf-8")
    assert paiban("kpi", "import", "scheme", tmp_path / "s1.toml").code == 0
    paiban("kpi", "score", "--month", "2026-11", "--json", "-")
    other = tmp_path / "s2.toml"
    tried = paiban("kpi", "trial", other, "--month", "2026-11", "--json", "-")
    (agent,) = tried.report["agents"]
    assert (agent["before"], agent["after"]) == ("100.00", "0.00")
    refused = paiban("kpi", "import", "scheme", other)
    assert refused.code == 2
    assert "2026-01-01" in refused.err
    kept = paiban("kpi", "import", "scheme", other, "--keep-anyway", "补执行")
    assert kept.code == 0, kept.err
    paiban("kpi", "score", "--month", "2026-11")
    told = paiban("kpi", "score", "--month", "2026-11", "--json", "-").report
    assert [one["reason"] for one in told["schemes_backwards"]] == ["补执行"]


SCHEME = """
id = "X"
version = {number}
title_zh = "试"
title_en = "try"
post_kind = "presales"
valid_from = 2026-01-01
adding = "weighted"

[[line]]
indicator = "reply_rate"
scoring = "bands"
weight = 100
bands = [{{ to = {least}, points = 0 }}, {{ from = {least}, points = 100 }}]
"""
