"""People and posts of a shop, each in one walk from what people have to what is kept."""

import openpyxl
import pytest

from service.shop import posts, staff_lines
from tests.browser.languages import walk
from tests.desks import at_desk

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

LIST = [
    ("店铺员工名单",),
    ("工号", "姓名", "班组", "岗位", "入职日期", "等级"),
    ("A1", "客服001", "二组", "售前", "2025-01-01", "初级"),
    ("B1", "小新", "二组", "售前", "2026/11/2", "初级"),
]


def people(shelf, shop):
    return {one.agent.id: one for one in staff_lines.staff_people(at_desk(shelf, shop))}


def test_people_and_posts_speak_one_language_and_fit_a_phone(screen, shop):
    walk(screen, ["people", "posts"], shop, kept=("yyyy",), given=("客服", "一组", "直播"))


def test_a_list_is_looked_at_taken_in_and_taken_back_and_somebody_changed(
    screen, shelf, shop, tmp_path
):
    book = openpyxl.Workbook()
    for row in LIST:
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    screen.open("people", shop=shop, lang="zh")
    screen.page.get_by_role("tab", name="导入名单").click()
    screen.upload(tmp_path / "名单.xlsx")
    screen.press("看改动")  # 40 hours, nights for all
    assert screen.sees("新增 1 人，改动 1 人")
    assert screen.sees("班组 一组 → 二组")
    assert screen.sees("用不上、不导入的列：等级")
    screen.page.get_by_text("还在职，只是不在这份名单里").click()
    screen.settle()
    screen.press("导入 2 人")
    assert screen.sees("新增 1 人，改动 1 人，0 人不变，离职 0 人")
    assert people(shelf, shop)["B1"].agent.contract.hours_week == 40
    screen.press("撤销")
    assert screen.sees("已撤销")
    assert "B1" not in people(shelf, shop)
    screen.page.get_by_role("tab", name="名单", exact=True).click()
    screen.tick_first_row()
    screen.write("电话", "13900000001")
    screen.press("保存修改")
    assert screen.sees("A1 客服001 的修改已保存")
    assert people(shelf, shop)["A1"].phone == "13900000001"


def test_a_post_is_added_changed_and_only_removed_where_nobody_has_it(screen, shelf, shop):
    screen.open("posts", shop=shop, lang="zh")
    screen.write("中文名称", "直播客服")
    screen.press("新增", exact=True)
    assert screen.sees("已新增岗位“直播客服”")
    screen.tick_first_row()
    screen.page.get_by_role("spinbutton", name="平均处理时长（秒）").fill("480")
    screen.page.keyboard.press("Tab")
    screen.press("保存修改")
    assert screen.sees("“售前”的修改已保存")
    (first, *_, new) = posts.kept_posts(at_desk(shelf, shop))
    assert (first.post.staffing.handle_s, new.post.id) == (480, "直播客服")
    screen.press("删除岗位")
    assert screen.sees("请先在“人员”页给他们换岗位")
    assert len(posts.kept_posts(at_desk(shelf, shop))) == 3
