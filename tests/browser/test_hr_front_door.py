"""HR's first morning: from the files people have to a locked month, in so many clicks."""

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest

from kpi.month import Month
from service.month import months
from service.pay.pay_review import RunState, review_state
from service.start.setting_up import NewShop, create_shop
from tests.browser.hand import Hand
from tests.browser.ways import close_month, next_month
from tests.desks import at_desk
from tests.service import small_shop as s

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

SECOND = Month.of(dt.datetime.now(s.CLOCK.zone).date()).before
FIRST = SECOND.before
MOST, MOST_AGAIN = 42, 10
"""Clicks and fields: of the 45 from an empty program, three make the shop; of the second month."""


def row(text):
    return text.split()


STAFF = [
    ["工号", "姓名", "班组", "岗位", "入职日期", "等级"],
    ["K1", "小桃", "一组", "售前", "2025-01-01", "初级"],
    ["K2", "王明", "一组", "售前", "2025-02-01", "中级"],
    ["K3", "李小花", "二组", "售前", "2025-03-01", "高级"],
]
PAY = [["工号", "基本工资", "绩效工资"], ["K1", 3600, 1200], ["K2", 4200, 1600], ["K3", 5000, 2000]]


def report(month):
    """Return a month's counts; only how many asked is another number each month."""
    asked = 1100 + month.number
    return [
        row("旺旺昵称 咨询人数 询单人数 最终付款人数 首次响应(秒) 接待人数 评价数 满意数 有责投诉"),
        ["旗舰店:小桃", asked, "1,000", 450, 18, "1,100", 100, 95, 0],
        ["旗舰店:王明", 1050, "1,000", 400, 28, "1,050", "-", "-", 0],
        ["旗舰店:小花", 800, 500, 325, 12, 800, 50, 45, 1],
        ["汇总", f"{asked + 1850:,}", "2,500", "1,175", 19.3, "2,950", 150, 140, 1],
    ]


def punches(month):
    """Return a week's times of three people, one of whom is late once."""
    return [
        ["工号", "姓名", "日期", "上班打卡", "下班打卡"],
        *(
            [who, "", f"{month}-{day}", "09:20" if (who, day) == ("K2", 13) else "08:50", "18:05"]
            for who in ("K1", "K2", "K3")
            for day in range(12, 17)
        ),
    ]


def complaints(month):
    return [
        row("投诉编号 被投诉客服 岗位 渠道 投诉时间 首次答复 结案时间 是否有责 判定人 证据"),
        [f"TS{month}", *row("K3 售前 平台"), *(f"{month}-{at}" for at in CLOSED), *row("是 甲 图")],
    ]


CLOSED = ("12T14:20", "12T15:00", "13T10:00")


@pytest.fixture
def new_shop(shelf):
    """Return the id of a shop as its set-up leaves it: three posts, rules, nobody yet."""
    create_shop(at_desk(shelf, "front-door", by="店长"), NewShop("前门"))
    return "front-door"


def files_of(month, folder):
    end = f"{month.year}年{month.number}月"
    tables = {
        **{"员工名单": STAFF, f"赤兔_客服绩效_{end}": report(month), f"考勤_{end}": punches(month)},
        **{f"投诉_{end}": complaints(month), "工资标准": PAY},
    }
    made = []
    for name, rows in tables.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        made.append(folder / f"{name}.xlsx")
        book.save(made[-1])
    return made


def test_hr_comes_from_its_files_to_a_locked_month_and_the_next(screen, shelf, tmp_path, new_shop):
    hand = Hand(screen.page, screen.address)
    look = {"shop": new_shop, "role": "hr", "month": str(FIRST), "lang": "zh"}
    close_month(hand, look, files_of(FIRST, tmp_path), "K1 小桃")
    assert hand.count <= MOST
    desk = at_desk(shelf, new_shop)
    expect_locked(desk, FIRST)
    hand.leave()
    hand.open("month", shop=new_shop, role="hr", lang="zh")
    hand.count = 0
    again = files_of(SECOND, tmp_path)
    again[1] = again[1].rename(tmp_path / "业绩.xlsx")  # whose month only the page says
    next_month(hand, again)
    assert hand.count <= MOST_AGAIN
    expect_locked(desk, SECOND)


def expect_locked(desk, month):
    assert review_state(desk, month).state is RunState.LOCKED
    run = months.month_run(desk, month)
    lines = [line for one in run.scores for line in one.cards[0].lines]
    assert sum(line.left_out is None for line in lines) == len(lines) - 1
    # 40 x 75 + 20 x 90 + 20 x 100 + 20 x 100; (40 x 65 + 20 x 60 + 10 x 100 + 10 x 80) / 80; …
    assert {one.agent_id: one.total for one in run.scores} == {"K1": 88, "K2": 70, "K3": 96}
    # base and performance x 1.0, 0.8 and 1.1 by the grades
    assert {one.agent_id: one.total for one in run.payouts} == {
        **{"K1": Decimal(4800), "K2": Decimal(5480)},
        "K3": Decimal(7200),
    }
