"""HR's first morning: from the files people have to a locked month, in so many clicks."""

from decimal import Decimal

import openpyxl
import pytest

from kpi.month import Month
from service.month import months
from service.pay.pay_review import RunState, review_state
from service.start.setting_up import NewShop, create_shop
from tests.browser.hand import Hand
from tests.browser.ways import close_month
from tests.desks import at_desk

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

OCTOBER = Month(2026, 10)
MOST = 42
"""Clicks and fields: of the 45 from an empty program, three make the shop."""


def row(text):
    return text.split()


STAFF = [
    ["工号", "姓名", "班组", "岗位", "入职日期", "等级"],
    ["K1", "小桃", "一组", "售前", "2025-01-01", "初级"],
    ["K2", "王明", "一组", "售前", "2025-02-01", "中级"],
    ["K3", "李小花", "二组", "售前", "2025-03-01", "高级"],
]
REPORT = [
    row("旺旺昵称 咨询人数 询单人数 最终付款人数 首次响应(秒) 接待人数 评价数 满意数 有责投诉"),
    ["旗舰店:小桃", 1100, "1,000", 450, 18, "1,100", 100, 95, 0],
    ["旗舰店:王明", 1050, "1,000", 400, 28, "1,050", "-", "-", 0],
    ["旗舰店:小花", 800, 500, 325, 12, 800, 50, 45, 1],
    ["汇总", "2,950", "2,500", "1,175", 19.3, "2,950", 150, 140, 1],
]  # fmt: skip
PUNCHES = [
    ["工号", "姓名", "日期", "上班打卡", "下班打卡"],
    *(
        [agent, "", f"2026-10-{day}", "09:20" if (agent, day) == ("K2", 13) else "08:50", "18:05"]
        for agent in ("K1", "K2", "K3")
        for day in range(12, 17)
    ),
]
COMPLAINTS = [
    row("投诉编号 被投诉客服 岗位 渠道 投诉时间 首次答复 结案时间 是否有责 判定人 证据"),
    row("TS1 K3 售前 平台 2026-10-12T14:20 2026-10-12T15:00 2026-10-13T10:00 是 主管甲 截图"),
]
PAY = [["工号", "基本工资", "绩效工资"], ["K1", 3600, 1200], ["K2", 4200, 1600], ["K3", 5000, 2000]]
FILES = {
    **{"员工名单": STAFF, "赤兔_客服绩效": REPORT, "考勤": PUNCHES},
    **{"投诉": COMPLAINTS, "工资标准": PAY},
}


@pytest.fixture
def new_shop(shelf):
    """Return the id of a shop as its set-up leaves it: three posts, rules, nobody yet."""
    create_shop(at_desk(shelf, "front-door", by="店长"), NewShop("前门"))
    return "front-door"


@pytest.fixture
def files(tmp_path):
    made = []
    for name, rows in FILES.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / f"{name}.xlsx")
        made.append(tmp_path / f"{name}.xlsx")
    return made


def test_hr_comes_from_its_files_to_a_locked_month(screen, shelf, files, new_shop):
    hand = Hand(screen.page, screen.address)
    look = {"shop": new_shop, "role": "hr", "month": "2026-10", "lang": "zh"}
    close_month(hand, look, files, "K1 小桃")
    assert hand.count <= MOST
    desk = at_desk(shelf, new_shop)
    assert review_state(desk, OCTOBER).state is RunState.LOCKED
    run = months.month_run(desk, OCTOBER)
    lines = [line for one in run.scores for line in one.cards[0].lines]
    assert sum(line.left_out is None for line in lines) == len(lines) - 1
    # 40 x 75 + 20 x 90 + 20 x 100 + 20 x 100; (40 x 65 + 20 x 60 + 10 x 100 + 10 x 80) / 80; …
    assert {one.agent_id: one.total for one in run.scores} == {"K1": 88, "K2": 70, "K3": 96}
    # base and performance x 1.0, 0.8 and 1.1 by the grades
    assert {one.agent_id: one.total for one in run.payouts} == {
        **{"K1": Decimal(4800), "K2": Decimal(5480)},
        "K3": Decimal(7200),
    }
