import datetime as dt
import re

import pytest
from openpyxl import load_workbook

from kpi.month import Month
from kpi.pay.extras import RewardCase
from service.month import imports, kpi_intake, months
from service.pay.pay_entries import pay_entries
from service.roster import intake
from tests.browser.languages import walk
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill
from ui import menu

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PAGES = [entry.name for entry in menu.of(menu.Role.HR)]
FILES = re.compile(r"[a-z_*]+\.(csv|toml)(\.gz)?|[a-z_]+(, [a-z_]+)+|[a-z]+_[a-z]+")
LOOK = {"role": "hr", "month": "2026-11", "week": "2026-W45"}


@pytest.fixture
def shop(shelf, request, tmp_path):
    """Return the id of a shop with a month that is filled and scored."""
    name = request.node.name.replace("[", "-").replace("]", "")
    week = s.week(FIRST, absences=(), wishes=())
    intake.keep_week(at_desk(shelf, name, **WHO), week, shop_name="小店")
    fill(shelf, tmp_path / "in", shop=name)
    months.score(at_desk(shelf, name, **WHO), NOVEMBER)
    return name


def test_every_page_speaks_one_language_and_fits_a_phone(screen, shop):
    kept = ("SERVQUAL", "CSV", "XLSX", "UTF", "GBK", "yyyy", "mm", "dd")  # of an empty date
    given = ("客服", "一组", "人事")
    walk(screen, PAGES, shop, kept=kept, given=given, files=FILES, **LOOK)


def test_a_month_is_read_line_by_line_taken_home_and_scored_again(screen, shelf, shop, tmp_path):
    screen.open("month", shop=shop, lang="en", **LOOK)
    assert "November 2026" in screen.text
    screen.press("Download")
    path = screen.download("Scores (CSV)", tmp_path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Agent id,Name,Team,Post,Score")
    assert lines[1].startswith("A1,")
    screen.page.keyboard.press("Escape")
    screen.go("Payout")
    assert "month=2026-11" in screen.page.url
    assert screen.sees("Payout of November 2026")
    screen.press("Download")
    book = load_workbook(screen.download("Pay slips, a sheet each (XLSX)", tmp_path))
    assert book.sheetnames == ["A1", "A2"]
    said = [str(cell.value) for row in book["A1"].iter_rows() for cell in row if cell.value]
    assert any("base ¥3,000.00 × weekdays in force" in text for text in said), said
    screen.page.keyboard.press("Escape")
    screen.switch_language()
    screen.press("下载")
    path = screen.download("工资表（XLSX）", tmp_path)
    assert path.name == "2026-11-payroll-run1-calculated.xlsx"
    sheet = load_workbook(path).worksheets[0]
    place = [cell.value for cell in sheet[2]].index("应发合计") + 1
    assert [sheet.cell(row, place).value for row in (3, 4)] == [3933.8, 3910]
    screen.open("month", shop=shop, lang="zh", **LOOK)
    screen.press("重新评分")
    assert screen.sees("第 2 次评分")
    assert months.month_run(at_desk(shelf, shop), NOVEMBER).number == 2
    screen.tick_first_row()
    screen.page.wait_for_url("**/scorecard**")
    screen.settle()
    assert screen.sees("A1 客服001 · 2026年11月")
    screen.switch_language()
    screen.page.get_by_text("How it came about").nth(1).click()
    assert screen.sees("weights of all that count")
    screen.choose("Choose an indicator", "Reply rate")
    screen.page.get_by_role("tab", name="Chats (10)").click()
    screen.settle()
    assert screen.page.locator('[data-testid="stDataFrame"]').count() >= 1
    screen.choose("Agent", "A2 客服002")
    assert screen.sees("91.00")


def test_draft_is_projected(screen, shop):
    screen.open("projection", shop=shop, lang="zh", **LOOK)
    assert screen.sees("预测，不是实际业绩")
    screen.press("计算预测")
    assert screen.sees("各岗位")
    assert screen.sees("每小时接待量")


@pytest.fixture
def thin(shelf, request, tmp_path, monkeypatch):
    """Return the id of a shop with a month of rosters and attendance alone."""
    name = request.node.name.replace("[", "-").replace("]", "")
    week = s.week(FIRST, absences=(), wishes=())
    intake.keep_week(at_desk(shelf, name, **WHO), week, shop_name="小店")
    monkeypatch.setattr(kpi_intake, "import_chats", lambda *_: None)
    fill(shelf, tmp_path / "in", shop=name)
    return name


DECIDING = {
    "zh": (
        "2 人中有 2 人数据不够",
        "2 人中有 2 人经决定照样评分",
        "决定",
        "必须写明理由",
        "理由",
        "只有 30.0% 的权重有数据",
    ),
    "en": (
        "2 of 2 people would",
        "2 of 2 people are scored by decision",
        "Decide",
        "needs a reason",
        "Reason",
        "scored by decision: 30",
    ),
}


def test_who_is_known_too_little_of_is_scored_by_decision(screen, shelf, thin):
    screen.open("month", shop=thin, lang="en", **LOOK)
    held, _, decide, refused, _, _ = DECIDING["en"]
    assert screen.sees(held)
    screen.press(decide)
    assert screen.sees(refused)
    screen.switch_language()
    held, decided, decide, refused, reason, _ = DECIDING["zh"]
    assert screen.sees(held)
    screen.press(decide)
    assert screen.sees(refused)
    screen.write(reason, "首月没有聊天记录")
    screen.press(decide)
    assert screen.sees(decided)
    screen.switch_language()
    assert screen.sees(DECIDING["en"][1])
    run = months.score(at_desk(shelf, thin, **WHO), NOVEMBER)
    assert [one.decision.agents for one in run.inputs.anyway] == [("A1", "A2")]
    screen.open("scorecard", shop=thin, lang="zh", agent="A1", **LOOK)
    assert screen.sees(DECIDING["zh"][-1])
    assert screen.sees("首月没有聊天记录")
    screen.switch_language()
    assert screen.sees(DECIDING["en"][-1])
    assert screen.sees("首月没有聊天记录")


def test_lent_time_is_approved_by_another_and_a_reward_corrected(screen, shelf, shop):
    today = Month.of(dt.datetime.now(s.CLOCK.zone).date())
    screen.open("register", shop=shop, lang="zh", role="hr", month=str(today))
    screen.write("事由", "直播间支援")
    screen.press("登记", exact=True)
    screen.tick_first_row()
    for name, counts in (("", False), ("李主管", True)):
        if name:
            screen.say_who(name)
        screen.press("审批所选（1）")
        (entry,) = kpi_intake.interruptions(at_desk(shelf, shop), today)
        assert entry.interruption.counts(s.CLOCK) is counts
    assert entry.interruption.approved_by == "李主管"
    assert screen.sees("审批所选（0）")
    screen.open("register", shop=shop, lang="zh", **LOOK)
    for choice in ("加班与奖惩退款", "奖励"):
        screen.page.get_by_text(choice, exact=True).first.click()
        screen.settle()
    screen.choose("客服", "A1 客服001")
    screen.choose("事例", "juhuasuan_over_1000")
    screen.write("顾客", "买家 **一** <b>")
    screen.write("凭证", "$x$ 截图")
    screen.press("登记", exact=True)
    assert screen.sees("已登记。")
    screen.tick_first_row()
    assert screen.sees("更正所选")
    screen.write("凭证", "录屏")
    screen.press("保存更正")
    assert screen.sees("已更正。")
    (entry,) = pay_entries(at_desk(shelf, shop), RewardCase, NOVEMBER)
    assert (entry.value.buyer, entry.value.proof) == ("买家 **一** <b>", "录屏")
    screen.tick_first_row()
    screen.press("撤回所选（1）")
    assert screen.sees("已撤回 1 条。")
    assert pay_entries(at_desk(shelf, shop), RewardCase, NOVEMBER) == ()


def test_faults_of_files_are_listed_a_copy_asked_about_and_a_file_withdrawn(
    screen, shelf, shop, tmp_path
):
    folder = tmp_path / "in"
    bad = (folder / "pay_plan.csv").read_text(encoding="utf-8-sig").replace("3000", "drei")
    (folder / "pay_plan.csv").write_text(bad, encoding="utf-8")
    screen.open("data", shop=shop, lang="zh", **LOOK)
    files = [folder / "targets.csv", folder / "pay_plan.csv"]
    screen.upload(*files)
    assert screen.sees("什么都没有导入")
    assert "drei" in screen.text
    assert "pay_plan.csv" in screen.text
    copy = tmp_path / "考勤 <b>副本 **粗** $x$.csv"
    copy.write_bytes((tmp_path / "in" / "attendance.csv").read_bytes())
    screen.open("data", shop=shop, lang="zh", **LOOK)
    screen.upload(copy)
    assert screen.sees("“attendance.csv”于")  # taken in before
    assert "<b>副本 **粗** $x$" in screen.text
    number = imports.imports(at_desk(shelf, shop))[0].id
    screen.page.get_by_role("tab", name="已导入的文件").click()
    screen.settle()
    screen.tick_first_row()
    screen.press("撤回所选（1）")
    assert screen.sees("已撤回 1 个文件")
    newest = imports.imports(at_desk(shelf, shop))[0]
    assert (newest.id, newest.withdrawn.by) == (number, "人事")
    assert screen.sees("撤回所选（0）")  # on the same tab
