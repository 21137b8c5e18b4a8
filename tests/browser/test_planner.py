import datetime as dt

import pytest

from service.demand.staffing import week_requirement
from service.history.volumes import import_volumes
from service.roster.rules import rules_sheet
from service.shop import shops
from service.trial import scenarios
from service.trial.scenarios import Changes, ScenarioInputs
from tests.browser.languages import walk
from tests.desks import at_desk
from tests.service import small_shop as s
from ui import menu
from ui.words.catalogue import t

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

WHO = {"by": "王经理", "now": s.NOW}
PAGES = ("forecast", "requirement", "whatif", "design", "capacity")
COMPUTE_MS = 480_000  # for a busy machine


@pytest.fixture
def past(shelf, shop):
    """Return the shop with eight weeks of history and three scenarios."""
    volumes = s.volumes(start=s.MONDAY - dt.timedelta(days=56), days=56)
    import_volumes(at_desk(shelf, shop, **WHO), volumes)
    for name, changes in (
        ("A", Changes()),
        ("B", Changes(volume={"presales": 1.5})),
        ("C", Changes(volume={"presales": 1.5}, agents={"presales": 2})),
    ):
        scenarios.save_scenario(at_desk(shelf, shop, **WHO), name, ScenarioInputs(s.LABEL, changes))
    return shop


def views(shelf, shop):
    now = dt.datetime.now(dt.UTC)
    return {view.scenario.name: view for view in scenarios.scenarios(at_desk(shelf, shop, now=now))}


def test_planner_has_these_pages():
    names = [entry.name for entry in menu.of(menu.Role.PLANNER)]
    assert [name for name in names if name in PAGES] == list(PAGES)


def test_every_page_speaks_one_language_fits_a_phone_and_asks_nobody_outside(screen, past):
    walk(screen, PAGES, past, given=("客服", "王经理"))


def part(screen, key):
    """Return the part of the page with a widget's key."""
    return screen.page.locator(f".st-key-{key.replace('.', '-')}")


def chart(screen):
    """Return the first chart that is drawn."""
    drawn = '[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg'
    return screen.page.locator(drawn).first


def fill(screen, label, text):
    """Fill the first field of numbers of a label."""
    field = screen.page.get_by_role("spinbutton", name=label).first
    field.fill(text)
    field.press("Tab")
    return screen.settle()


def test_special_day_is_entered_the_week_forecast_anew_and_a_method_overruled(screen, shelf, past):
    screen.open("forecast", shop=past, lang="en")
    screen.press(t("special.add", "en"))
    part(screen, "special.name").locator("input").fill("12.12")
    screen.press(t("special.save", "en"), exact=True)
    screen.page.locator("table.list tr.here").get_by_text("12.12").wait_for()
    screen.page.keyboard.press("Escape")
    screen.switch_language()
    screen.press(t("forecast.again", "zh"))
    screen.page.get_by_role("alert").get_by_text("12.12").first.wait_for()  # no like day in history
    assert week_requirement(at_desk(shelf, past), s.LABEL).note.source == "formula"
    screen.unfold("自己选预测方法")
    screen.choose("售后", "上周同一时段")
    screen.press("按所选方法重新预测并测算")
    assert screen.sees("方法由人选定：售后：上周同一时段")


def test_a_designed_menu_is_taken_into_the_rules(screen, shelf, past):
    screen.open("design", shop=past, lang="en")
    screen.press(t("design.run", "en"))
    part(screen, "design.adopt").wait_for()
    chart(screen).wait_for()
    screen.page.get_by_text(t("design.adopt", "en", count=2)).first.wait_for()
    screen.switch_language()
    screen.press(t("design.adopt", "zh", count=2))
    screen.page.get_by_text(t("design.adopted", "zh", count=2)).first.wait_for()
    assert rules_sheet(at_desk(shelf, past), s.LABEL).week.rules.types


def test_inputs_and_a_platforms_target_are_tried_told_and_kept(screen, shelf, past):
    screen.open("requirement", shop=past, lang="en")
    screen.unfold(t("targets.title", "en"))
    screen.page.get_by_text(t("targets.three_minute_reply", "en"), exact=True).first.click()
    screen.settle(must_say=True)
    beside = screen.page.locator("table.list")
    beside.get_by_text(target_told("en")).first.wait_for()
    screen.page.get_by_text(t("view.heat", "en"), exact=True).first.click()
    screen.settle(must_say=True)
    chart(screen).wait_for()
    fill(screen, t("input.handle_s", "en"), "900")
    assert screen.sees(t("staff.card_tried", "en"))
    assert shops.posts(at_desk(shelf, past))[0].staffing.handle_s == 600.0
    screen.switch_language()
    assert screen.sees(t("staff.card_tried", "zh"))
    beside.get_by_text(target_told("zh")).first.wait_for(state="attached")
    screen.press(t("staff.keep", "zh"))
    screen.page.get_by_text(t("staff.card_tried", "zh")).wait_for(state="detached")
    assert shops.posts(at_desk(shelf, past))[0].staffing.handle_s == 900.0


def target_told(lang):
    name = t("targets.three_minute_reply", lang)
    return t("targets.said_preset", lang, name=name, share="90").rstrip("%")


def test_scenarios_are_computed_compared_copied_changed_and_renamed(screen, shelf, past):
    screen.open("whatif", shop=past, lang="en")
    assert screen.page.locator("table.compare thead th").count() == 4
    chart(screen).wait_for()  # the tornado
    screen.page.get_by_text("People short", exact=True).last.click()
    screen.settle()
    screen.start(t("whatif.quick", "en"))
    screen.page.get_by_text(t("whatif.is_quick", "en")).nth(2).wait_for(timeout=COMPUTE_MS)
    screen.page.get_by_text(t("whatif.by_hour", "en")).first.wait_for()
    found = views(shelf, past)
    assert all(view.is_current for view in found.values())
    results = {name: view.scenario.result for name, view in found.items()}
    assert all(result.bound <= result.cost + 1e-6 for result in results.values())
    assert results["C"].short_hours <= results["B"].short_hours  # two people more
    assert results["A"].wage_cost > 0
    screen.press("Rename", exact=True)
    part(screen, "whatif.rename_name").locator("input").fill("Z")
    screen.page.get_by_test_id("stFormSubmitButton").get_by_text("Rename").click()
    screen.page.locator("table.compare thead").get_by_text("Z", exact=True).wait_for()
    assert set(views(shelf, past)) == {"A", "B", "Z"}
    screen.page.keyboard.press("Escape")
    screen.switch_language()
    screen.page.get_by_text(t("whatif.is_quick", "zh")).nth(2).wait_for()
    screen.page.get_by_text(t("whatif.by_hour", "zh")).first.wait_for()
    screen.press(t("whatif.copy", "zh"), exact=True)
    part(screen, "whatif.copy_name").locator("input").fill("D")
    screen.press(t("whatif.copy_go", "zh"))
    screen.page.locator("table.compare thead").get_by_text("D", exact=True).wait_for()
    screen.page.keyboard.press("Escape")
    fill(screen, t("whatif.volume", "zh"), "20")
    screen.press(t("whatif.save", "zh"))
    screen.page.locator("table.compare").get_by_text("+20.0").wait_for()
    assert views(shelf, past)["D"].scenario.inputs.changes.volume == {"presales": 1.2}


def test_scenario_is_rostered_in_full_stopped_and_simulated(screen, shelf, past):
    screen.open("whatif", shop=past, lang="zh")
    screen.press("完整排班并仿真")
    screen.start("开始", exact=True)
    stop = part(screen, "whatif_running").get_by_role("button", name="停止")
    stop.wait_for()
    screen.page.keyboard.press("Escape")
    stop.click()
    screen.page.get_by_text("已完整排班并仿真").first.wait_for(timeout=COMPUTE_MS)
    level = views(shelf, past)["A"].scenario.result.service_level
    assert set(level) == {"", *s.POSTS}


def test_what_comfort_costs_is_computed_and_a_line_adopted(screen, shelf, past):
    screen.open("whatif", shop=past, lang="zh")
    screen.press(t("comfort.title", "zh"))
    screen.start(t("comfort.go", "zh"))
    done = screen.page.locator("table.compare td").filter(has_text=t("whatif.is_quick", "zh"))
    done.nth(3).wait_for(timeout=COMPUTE_MS)
    screen.page.get_by_text(t("comfort.head_dearer", "zh")).wait_for()
    screen.page.keyboard.press("Escape")
    screen.switch_language()
    screen.page.get_by_text(t("comfort.head_dearer", "en")).wait_for()
    screen.press(t("comfort.adopt", "en"))
    screen.page.get_by_text(t("comfort.outdated", "en")).wait_for()
    rules = rules_sheet(at_desk(shelf, past), s.LABEL).week.rules
    assert rules.work_plan == t("comfort.free", "zh")  # as it was named when it was computed


def test_months_ahead_are_planned_anew_and_downloaded(screen, past, tmp_path):
    screen.open("capacity", shop=past, lang="en")
    assert screen.sees("Months by week")
    fill(screen, "Growth a month (%)", "60")
    screen.press("Plan", exact=True)
    assert screen.sees("Whom to hire")
    screen.press("Download")
    with screen.page.expect_download() as caught:
        screen.page.get_by_role("button", name="CSV", exact=True).click()
    caught.value.save_as(tmp_path / "capacity.csv")
    lines = (tmp_path / "capacity.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 13 * len(s.POSTS)
