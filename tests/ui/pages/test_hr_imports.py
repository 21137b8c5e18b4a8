"""The list of imported files on the data page, and what is withdrawn from it."""

import pytest

from service.month import imports, kpi_intake, kpi_plans
from service.shop.told import told_of
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import NOVEMBER
from tests.ui.pages.app import button, opened, seen
from tests.workers import do_next

HR = {"by": "人事", "now": s.NOW}
HOSTILE = "**粗**<b>x</b>[a](http:a) $x^2$.csv"


@pytest.fixture
def taken(week, tmp_path):
    path = tmp_path / HOSTILE.replace("/", "")
    path.write_text("agent_id,start,end\nA1,2026-11-03T09:00,2026-11-03T18:00\n", "utf-8")
    kpi_intake.import_attendance(at_desk(week, **HR), path)
    path = tmp_path / "pay_plan.csv"
    path.write_text("agent_id,valid_from,base,performance\nA1,2026-01-01,4000,1500\n", "utf-8")
    kpi_plans.import_pay_plans(at_desk(week, **HR), path)
    return week


def table(page):
    return next(one.value for one in page.dataframe if "文件" in one.value.columns)


def test_each_file_is_listed_with_what_it_held(app, taken):  # noqa: ARG001
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    assert not page.exception
    found = table(page)
    assert list(found["文件"]) == ["pay_plan.csv", HOSTILE.replace("/", "")]
    assert list(found["合计"]) == ["底薪 ¥4,000.00 · 绩效 ¥1,500.00", "9.00 小时"]
    assert list(found["月份"]) == ["2026-01 起", "2026-11"]
    assert list(found["人数"]) == [1, 1]


def test_a_month_before_shows_only_what_holds_in_it(app, taken):  # noqa: ARG001
    page = opened(app, "data", month="2026-10", lang="zh", role="hr")
    assert list(table(page)["文件"]) == ["pay_plan.csv"]
    page.segmented_control(key="imports.sieve").set_value("all").run()
    assert len(table(page)) == 2


def test_a_withdrawn_file_is_listed_apart(app, taken):
    imports.withdraw_imports(at_desk(taken, **HR), [1])
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    assert list(table(page)["文件"]) == ["pay_plan.csv"]
    page.segmented_control(key="imports.sieve").set_value("withdrawn").run()
    (said,) = table(page)["状态"]
    assert said.startswith("人事 于 ")
    assert kpi_intake.interruptions(at_desk(taken), NOVEMBER) == ()


def test_without_files_the_list_says_so(app, week):  # noqa: ARG001
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    assert "还没有导入过文件" in seen(page)


def test_what_a_file_lacks_is_asked_once_for_all_its_rows(app, week):
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    uploader = next(one for one in page.file_uploader if str(one.key).startswith("data.files"))
    text = "薪资标准\n工号,姓名,基本工资,绩效工资\nA1,甲,4000,1500\n合计,,4000,1500\n"
    uploader.set_value(("工资标准.csv", text.encode("gbk"), "text/csv")).run()
    page.selectbox(key="data.kind.0.工资标准.csv").set_value("pay_plans").run()
    (asked,) = (one for one in page.text_input if one.label == "生效日期")
    assert asked.value == "2026-11-01"  # proposed, and asked before anything is kept
    assert "1 人" in seen(page)
    assert kpi_plans.pay_plans(at_desk(week)) == ()
    asked.set_value("2026-01-01").run()
    page.button(key="data.take").click().run()
    assert not page.exception
    (plan,) = kpi_plans.pay_plans(at_desk(week))
    assert (plan.agent_id, plan.base, plan.performance) == ("A1", 4000, 1500)
    assert plan.valid_from.isoformat() == "2026-01-01"
    assert "1 行都按你填的值" in seen(page)
    assert told_of(at_desk(week), "pay_plans").usual == {}  # a date is of one file


def test_names_nobody_knows_are_asked_once_each_and_remembered(app, week):
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    uploader = next(one for one in page.file_uploader if str(one.key).startswith("data.files"))
    rows = "".join(f"旗舰店:{name},5,{n}\n" for n, name in enumerate(("A1", "小桃", "A3"), start=3))
    text = f"旺旺昵称,咨询人数,最终付款人数,好感\n{rows}"
    uploader.set_value(("赤兔.csv", text.encode("gbk"), "text/csv")).run()
    next(one for one in page.selectbox if one.label == "岗位").set_value("presales").run()
    assert not page.exception
    asked = {one.label.replace("\u2060", ""): one for one in page.selectbox}
    asked = {name: one for name, one in asked.items() if name.startswith("旗舰店")}
    assert {name: one.value for name, one in asked.items()} == {
        **{"旗舰店:A1": "A1", "旗舰店:A3": "A3"},
        "旗舰店:小桃": "",
    }
    (date,) = (one for one in page.text_input if one.label == "日期")
    assert date.value == "2026-11-30"
    assert button(page, "data.take").disabled
    asked["旗舰店:小桃"].set_value("A2").run()
    assert "没有用到的列：好感" in seen(page)
    assert not button(page, "data.take").disabled
    button(page, "data.take").click().run()
    assert not page.exception
    assert page.success
    told = told_of(at_desk(week), "facts")
    assert told.people["旗舰店:小桃"] == "A2"
    assert "date" not in told.usual
    (one,) = imports.imports(at_desk(week))
    assert (one.held.rows, one.held.people) == (3, 3)


def test_a_file_left_to_a_worker_is_taken_in_with_what_was_said_of_it(app, week):
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    uploader = next(one for one in page.file_uploader if str(one.key).startswith("data.files"))
    text = "工号,姓名,基本工资,绩效工资\nA1,甲,4000,1500\n"
    uploader.set_value(("工资标准.csv", text.encode(), "text/csv")).run()
    page.selectbox(key="data.kind.0.工资标准.csv").set_value("pay_plans").run()
    (asked,) = (one for one in page.text_input if one.label == "生效日期")
    asked.set_value("2026-01-01").run()
    page.button(key="data.leave").click().run()
    assert not page.exception
    assert "后台导入中（1 个）：工资标准.csv" in seen(page)
    assert kpi_plans.pay_plans(at_desk(week)) == ()
    do_next(week)
    page.run()
    assert "工资标准.csv 已由后台导入" in seen(page)
    (plan,) = kpi_plans.pay_plans(at_desk(week))
    assert plan.valid_from.isoformat() == "2026-01-01"
