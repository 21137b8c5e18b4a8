"""Every kind of table given as every other: told by what it looks like, nothing read as another."""

import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from service.templates import template_columns, template_kinds
from store.files.agents_file import NOT_SAID, USUAL
from store.files.chat_log import read_chat_log
from store.files.csv_text import csv_text
from store.files.every_table import TABLES
from store.files.heads import head_names
from store.files.messages_file import read_messages
from store.files.source import open_table
from tests.store.files import foreign_files as f
from ui.words.sentences import fault_sentence

CLOCK = Clock("Asia/Shanghai")
LANGS = ("zh", "en")
SAID_ONCE = {"valid_from", "month", "post"}
"""Columns that may be said once of a whole file."""
WITHIN = {"absences": {"exceptions", "overtime"}}
"""Tables whose columns are all those of others too: these ask for what they lack."""
STAFF = [
    ["工号", "姓名", "班组", "岗位", "入职日期", "等级"],
    ["K1", "甲", "一组", "售前", "2024-03-01", "2"],
]
CODES = [
    ["第 48 周班表"],
    ["工号", "姓名", "11/23 周一", "11/24 周二", "11/25 周三", "11/26 周四"],
    ["K1", "甲", "早", "早", "休", "晚"],
]
PAY = [["月份：2026-10"], ["工号", "姓名", "基本工资", "绩效工资"], ["K1", "甲", 3500, 1500]]
CASES = [
    ["投诉单号", "受理时间", "被投诉人", "岗位", "是否有责"],
    ["1", "2026-10-03 9:00", "K1", "售前", "否"],
]
REPORT = [["旺旺昵称", "接待人数", "平均响应时间", "销售额"], ["店:甲", 86, 21.5, "1,204.00"]]
KNOWN = {
    "agents": STAFF,
    "roster": CODES,
    "pay_plan": PAY,
    "complaints": CASES,
    "facts": REPORT,
}


def seen(read, *given):
    """Return what a file is told to look like; empty: it is read, or has other faults."""
    try:
        read(*given)
    except InputError as error:
        return [str(each.details.get("table_other", each.code)) for each in error.faults]
    return []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", template_kinds())
def test_a_table_given_as_another_is_told_by_what_it_is(kind, lang, tmp_path):
    path = tmp_path / "t.csv"
    columns = template_columns(kind, lang, ("presales", "aftersales"))
    rows = (
        [each.head for each in columns],
        *zip(*(each.examples for each in columns), strict=True),
    )
    path.write_text(csv_text(rows))
    others = {*template_kinds()} - {kind} - WITHIN.get(kind, set())
    found = {each: seen(open_table, path, each) for each in others}
    assert found == {each: [kind] for each in others}
    assert seen(open_table, path, kind) == []


@pytest.mark.parametrize("kind", KNOWN)
def test_a_file_as_shops_have_it_is_known_for_what_it_is(kind, tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(f.workbook(*KNOWN[kind]))
    others = [each for each in template_kinds() if each != kind]
    assert {each: seen(open_table, path, each) for each in others} == {
        each: [kind] for each in others
    }
    if kind != "roster":
        assert seen(open_table, path, kind) == []


def test_more_columns_than_a_kind_has_make_it_no_other(tmp_path):
    head = "工号,姓名,班组,岗位,日期,班次,上班打卡,下班打卡,状态"
    (tmp_path / "a.csv").write_text(f"{head}\nK1,甲,一组,售前,2026-10-03,早,8:48,18:04,正常\n")
    assert seen(open_table, tmp_path / "a.csv", "attendance") == []


def test_a_log_is_given_a_table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\n".join(map(",".join, STAFF)))
    assert seen(read_chat_log, path, CLOCK) == ["agents"]
    assert seen(read_messages, path, CLOCK) == ["agents"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_names_both_and_where_it_belongs(lang, tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(f.workbook(*STAFF))
    with pytest.raises(InputError) as refused:
        open_table(path, "volumes")
    said = fault_sentence(refused.value.faults[0], lang)
    names = {
        "zh": ("“员工名单”", "“咨询量”", "店铺设置"),
        "en": ("“Staff list”", "“Volumes”", "page"),
    }
    assert all(name in said for name in names[lang])


@pytest.mark.parametrize("kind", template_kinds())
def test_a_kind_is_known_by_the_columns_it_needs(kind):
    fields = TABLES[kind].model_fields
    needed = {name for name, field in fields.items() if field.is_required()} - SAID_ONCE
    known_by = head_names(kind).known_by
    assert known_by == (needed - {*NOT_SAID, *USUAL} if kind == "agents" else needed)
    assert head_names(kind).keys <= {*fields}
