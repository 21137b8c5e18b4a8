import datetime as dt
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from scheduler.agent import Absence
from scheduler.horizon import ClockSpan
from scheduler.shift_type import ShiftType
from service.records.campaigns import (
    Campaign,
    CampaignOpening,
    LeaveDuring,
    campaigns,
    save_campaign,
)
from service.roster.intake import keep_week
from service.roster.requests import enter_absence
from service.roster.rosters import roster_sheet, versions
from service.roster.rules import rules_sheet
from service.roster.weeks import problem
from store.files.week import read_roster, write_week
from tests.browser.languages import walk
from tests.desks import at_desk
from tests.service import small_shop as s
from ui import menu

pytestmark = pytest.mark.browser

PAGES = [entry.name for entry in menu.of(menu.Role.SUPERVISOR)]
STOP = "() => document.querySelector('.st-key-solve_panel button')?.click()"  # if not yet over
SOLVE_MS = 480_000  # for a busy machine


def test_every_page_speaks_one_language_fits_a_phone_and_asks_nobody_outside(screen, shelf, shop):
    days = s.MONDAY, s.MONDAY + dt.timedelta(days=6)
    hours = (ClockSpan.parse("08:00-24:00"),)
    told = Campaign("双12", *days, (CampaignOpening(hours),), leave=LeaveDuring.REFUSED)
    save_campaign(at_desk(shelf, shop, by="王经理", now=s.NOW), told)
    given = ("客服", "一组", "王经理", "年假", "双12", "年货节", "双11")
    walk(screen, PAGES, shop, kept=("ZIP", "Excel", "CSV", "yyyy"), given=given)


def test_week_is_solved_while_its_progress_shows_stopped_and_taken(screen, shelf, shop):
    screen.open(shop=shop, lang="en")
    screen.press("Solve again")
    screen.start("Start", exact=True, within=screen.page.get_by_role("dialog"))
    screen.page.wait_for_selector(".st-key-solve_panel")
    screen.page.evaluate(STOP)
    screen.page.wait_for_selector(".st-key-solve_offer", timeout=SOLVE_MS)
    screen.press("Leave it")
    assert len(versions(at_desk(shelf, shop), s.LABEL)) == 1
    screen.open(shop=shop, lang="zh")
    screen.press("重新排班")
    slider = screen.page.get_by_role("slider")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowLeft")
    screen.settle()
    screen.start("开始排班", within=screen.page.get_by_role("dialog"))
    screen.page.wait_for_selector(".st-key-solve_panel")
    screen.page.wait_for_selector(".st-key-solve_offer", timeout=SOLVE_MS)
    assert len(versions(at_desk(shelf, shop), s.LABEL)) == 1  # what was there stays until accepted
    screen.press("采用为新草稿")
    screen.page.wait_for_selector(".st-key-solve_offer", state="detached", timeout=SOLVE_MS)
    found = roster_sheet(at_desk(shelf, shop), s.LABEL)
    assert found.version.version.number == 2
    assert found.verdict.is_clean
    assert screen.sees("人时")
    assert found.gap is not None


def test_a_shift_is_found_by_keys_moved_with_its_price_in_sight_pinned_and_published(
    screen, shelf, shop
):
    screen.open(shop=shop)
    cell(screen).focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        screen.page.keyboard.press(key)
    edited(screen)
    assert "周二 12月1日 的班次" in screen.text
    assert screen.chosen("客服").startswith("A2")
    screen.open(shop=shop, lang="en")
    cell(screen).click()
    edited(screen)
    assert "/day" in screen.page.url
    screen.choose("Start", "10:00")
    assert screen.sees("Costs")
    assert screen.sees("Breaks 1 house rules")  # the post closes at 18:00
    screen.press("Save anyway")
    assert screen.sees("Give a reason, then save")
    screen.write("Reason for breaking the rule", "stock taking")
    screen.press("Save anyway")
    version = roster_sheet(at_desk(shelf, shop), s.LABEL).version.version
    shift = version.roster.by_agent()["A1"][0]
    assert s.CLOCK.clock_of(shift.start_min) == 600
    screen.press("Pin", exact=True)
    assert problem(at_desk(shelf, shop), s.LABEL).pins == (shift,)
    screen.go("This week")
    assert cell(screen).locator("svg.pin").count() == 1
    assert screen.page.locator(".key svg.pin").count() == 2  # what is pinned: a shift, a type
    screen.open(shop=shop, lang="zh")
    screen.press("发布…")
    screen.write("发布人", "李主管")
    screen.press("确认发布")
    assert screen.sees(f"已发布 v{version.number}")
    assert "李主管" in screen.page.locator(".st-key-bar").inner_text()
    assert roster_sheet(at_desk(shelf, shop), s.LABEL).published.version.published_by == "李主管"


def cell(screen):
    """Return the first person's Monday in the table of the week."""
    return screen.page.locator("button.cell[data-agent='A1'][data-date='2026-11-30']")


def edited(screen):
    """Wait for the panel in which a shift is changed, and return it."""
    screen.page.wait_for_selector(".st-key-edit_panel")
    screen.settle()
    return screen.page.locator(".st-key-edit_panel")


def test_a_shift_is_changed_by_its_type_and_the_table_of_codes_reads_back(
    screen, shelf, shop, tmp_path
):
    screen.open(shop=shop, lang="en")
    screen.press("Download")
    path = screen.download("CSV week format", tmp_path)
    assert path.read_text(encoding="utf-8-sig").startswith("agent_id,post,start,end")
    types = (
        ShiftType("早", 540, 480, meal_min=60, name_zh="早班"),
        ShiftType("短", 600, 240, latest_start_clock=720, name_zh="短班"),
    )
    week = replace(s.week(), rules=replace(s.week().rules, types=types))
    keep_week(at_desk(shelf, shop), week, roster=s.roster())
    screen.open(shop=shop, lang="zh")
    cell(screen).click()
    edited(screen)
    screen.choose("班次", "短 短班 10:00/12:00-14:00/16:00", exact=True)
    screen.choose("上班时间", "11:00")
    screen.press("保存")
    version = roster_sheet(at_desk(shelf, shop), s.LABEL).version.version
    assert s.CLOCK.clock_of(version.roster.by_agent()["A1"][0].start_min) == 660
    screen.go("本周")
    screen.press("下载")
    path = screen.download("Excel 班表", tmp_path)
    assert path.name == f"{s.LABEL}-v{version.number}.xlsx"
    book = load_workbook(path)
    assert book.sheetnames[:2] == ["班表", "班次清单"]
    assert "短 11:00" in {held.value for row in book["班表"] for held in row}
    assert read_roster(path, problem(at_desk(shelf, shop), s.LABEL)) == version.roster


def test_absence_and_campaign_are_entered_and_taken_back(screen, shelf, shop):
    screen.open("requests", shop=shop, lang="zh")
    screen.press("登记", exact=True)
    entered = screen.page.locator('td[role="gridcell"]', has_text="A1 客服001")
    entered.first.wait_for(state="attached")
    before = len(problem(at_desk(shelf, shop), s.LABEL).absences)
    screen.tick_first_row()
    screen.press("删除所选（1）")
    assert len(problem(at_desk(shelf, shop), s.LABEL).absences) == before - 1
    screen.open("campaigns", shop=shop, lang="zh")
    screen.page.get_by_label("名称", exact=True).fill("双12")
    screen.page.get_by_label("每天的开放时间", exact=True).fill("08:00-24:00")
    screen.press("保存", exact=True)
    (kept,) = campaigns(at_desk(shelf, shop))
    assert str(kept.value.opening[0].hours[0]) == "08:00-24:00"
    assert screen.sees("已保存：双12")
    screen.press("撤销")
    assert campaigns(at_desk(shelf, shop)) == ()


def test_faults_of_an_upload_are_listed(screen, shop, tmp_path):
    folder = tmp_path / "week"
    write_week(s.week(), folder)
    text = (folder / "agents.csv").read_text(encoding="utf-8")
    (folder / "agents.csv").write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    archive = tmp_path / "week.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in folder.iterdir():
            made.write(path, path.name)
    screen.open("weeks", shop=shop, lang="zh")
    screen.upload(archive)
    assert screen.sees("week.zip")
    screen.press("导入", exact=True)
    assert screen.sees("什么都没有导入")
    assert "agents.csv" in screen.text


PARTS = {
    "zh": ["班次", "班制", "工时与法定", "班次先后", "在岗", "公平与代价"],
    "en": [
        *("Shift types", "Work plans", "Hours and the law", "What follows what"),
        *("Cover", "Fairness and prices"),
    ],
}
CLIPPED = """() => [...document.querySelectorAll(
    '[data-testid="stMain"] label p, [data-testid="stMain"] h3, [data-testid="stMain"] summary p,'
    + '[data-testid="stCaptionContainer"] p')]
  .filter((part) => part.scrollWidth > part.clientWidth + 1
    || part.getBoundingClientRect().right > innerWidth)
  .map((part) => part.innerText)"""


def stands_in_parts(screen, lang):
    """Return whether the rules stand in their parts and no word is clipped, also on a phone."""
    for width in (1300, 390):
        screen.page.set_viewport_size({"width": width, "height": 900})
        screen.settle()
        heads = screen.page.locator("h3").filter(visible=True).all_inner_texts()
        assert [head for head in heads if head in PARTS[lang]] == PARTS[lang]
        assert screen.page.evaluate(CLIPPED) == []
    screen.page.set_viewport_size({"width": 1440, "height": 900})
    return True


def test_rules_stand_in_parts_and_are_changed_in_each(screen, shelf, shop):
    screen.open("rules", shop=shop, lang="en")
    assert stands_in_parts(screen, "en")
    field = screen.page.get_by_role("spinbutton", name="Least days off in a row")
    assert not field.is_visible()
    screen.unfold("2 rarely used")
    field.fill("2")
    screen.press("Save the rules")
    assert rules_sheet(at_desk(shelf, shop), s.LABEL).week.rules.hours.min_consecutive_days_off == 2
    assert field.is_visible()  # what is set stays in sight
    screen.open("rules", shop=shop, lang="zh")
    assert stands_in_parts(screen, "zh")
    screen.choose("预设", "从严")
    screen.press("套用")
    rest = screen.page.get_by_role("spinbutton", name="两班至少间隔（小时）")
    assert rest.input_value() == "12"
    staying = screen.page.get_by_role("spinbutton", name="可在关闭后下班（分钟）")
    assert staying.input_value() == "30"
    here = screen.page.get_by_role("tabpanel").filter(visible=True)
    screen.page.get_by_role("tab", name="个人约定").click()
    screen.settle()
    screen.page.get_by_role("spinbutton", name="每月最多", exact=True).fill("3")
    screen.press("添加", within=here)
    screen.page.get_by_role("tab", name="谁用哪个班制").click()
    screen.settle()
    here.get_by_role("textbox", name="固定班周").fill("班 班 班 班 班 休 休")
    screen.press("保存", within=here)
    found = rules_sheet(at_desk(shelf, shop), s.LABEL)
    assert found.week.rules.may_end_after_min == 30
    assert [kind.name for kind in found.week.rules.kinds] == ["early", "middle", "late", "night"]
    assert [(each.kind, each.max_per_month) for each in found.limits] == [("night", 3)]
    assert found.agents[0].fixed_week == ("班",) * 5 + ("休",) * 2
    assert f"已修改 {found.agents[0].id} 的班制安排" in screen.page.inner_text("body")


AWAY = {
    "zh": ("1 人共 3.0 小时的工时落在缺勤时间里", "病假 13:00-17:00"),
    "en": ("3.0 h of this roster's work fall into absences of 1 people", "Sick 13:00-17:00"),
}


def test_who_is_away_is_seen_and_not_counted(screen, shelf, shop):
    desk = at_desk(shelf, shop, by="王经理", now=s.NOW)
    before = roster_sheet(desk, s.LABEL).verdict.cost.short_hours
    enter_absence(desk, Absence("A1", s.at(0, 13), s.at(0, 17), "sick"))
    for lang, (note, told) in AWAY.items():
        screen.open(shop=shop, lang=lang)
        assert screen.sees(note)
        assert f"{before + 3:.1f}" in screen.text
        assert told in cell(screen).inner_text()
        cell(screen).click()
        assert told in edited(screen).inner_text()
