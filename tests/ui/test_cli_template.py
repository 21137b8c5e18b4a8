"""``template``: a table to fill in, from the command line."""

import openpyxl


def test_a_template_is_written_in_the_language_asked_for(paiban, tmp_path):
    ran = paiban("template", "pay_plan", "--out", tmp_path / "t.xlsx", "--json", "-", lang="zh")
    assert ran.code == 0
    assert ran.report["columns"][:2] == ["agent_id", "valid_from"]
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["工资标准", "怎么填"]
    assert [cell.value for cell in book["工资标准"][1]][:3] == [
        "工号*",
        "生效日期*",
        "基本工资（元）*",
    ]


def test_a_table_there_is_none_of_lists_those_there_are(paiban, tmp_path):
    ran = paiban("template", "pay_plans", "--out", tmp_path / "t.xlsx")
    assert ran.code == 2
    assert "pay_plan," in ran.err
    assert not (tmp_path / "t.xlsx").exists()


def test_a_template_is_a_workbook(paiban, tmp_path):
    assert paiban("template", "agents", "--out", tmp_path / "t.csv").code == 2
