import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.forecast.calendar import DayKind
from scheduler.simulate.params import SimulationParams
from service.demand.forecasting import special_days
from service.history.volumes import history, import_volumes
from service.roster.rosters import roster_sheet
from service.trial.simulation import latest_simulation, simulate_version
from tests.browser.languages import walk
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.test_history import holed
from ui.words.catalogue import t

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PAGES = ("history", "service_level")
WHO = {"by": "王经理", "now": s.NOW}
SIMULATION_MS = 480_000  # for a busy machine


@pytest.fixture
def planned(shelf, shop):
    """Return the id of a shop with a past that has a gap, and a roster that was simulated."""
    whole = s.volumes()
    counts = np.random.default_rng(3).poisson(whole.counts).astype(float)
    counts[0, 48 * 9 + 28 : 48 * 9 + 32] = np.nan
    past = Volumes(s.CLOCK, 30, s.POSTS, whole.start_min, counts)
    import_volumes(at_desk(shelf, shop, **WHO), past)
    quick = SimulationParams(replications=5, warm_up_min=0)
    simulate_version(at_desk(shelf, shop, **WHO), s.LABEL, quick)
    return shop


def test_every_page_speaks_one_language_fits_a_phone_and_asks_nobody_outside(screen, planned):
    walk(screen, PAGES, planned, kept=("Excel", "CSV"), given=("王经理",), role="planner")


def draws(screen, least):
    """Return whether a page draws so many charts and complains of nothing."""
    charts = screen.page.locator('[data-testid="stVegaLiteChart"] canvas, .vega-embed svg')
    charts.nth(least - 1).wait_for()
    return charts.count() >= least and screen.page.get_by_role("alert").count() == 0


def test_history_is_drawn_downloaded_shown_over_fewer_weeks_and_a_week_is_chosen(
    screen, planned, tmp_path
):
    screen.open("history", shop=planned, lang="en", role="planner")
    assert draws(screen, 6)
    path = screen.download("Download CSV", tmp_path)
    assert path.read_text(encoding="utf-8-sig").startswith("start,post,volume")
    assert screen.sees("1 to check")
    screen.page.get_by_text("4 weeks", exact=True).click()
    screen.settle()
    screen.page.get_by_text("with promotions and holidays").click()
    screen.settle()
    screen.choose("Choose a week", "2026-W45 · 2 Nov – 8 Nov 2026")
    assert screen.chosen("Choose a week").startswith("2026-W45")


def twenty_weeks():
    """Return a file as platforms export it: a spike, a day missing, an hour twice, a total."""
    chance = np.random.default_rng(4)
    rows = ["日期,时段,岗位,咨询量"]
    for day in range(56):
        date = s.MONDAY - dt.timedelta(days=56 - day)
        for place in range(18) if day != 20 else ():
            at = f"{9 + place // 2:02d}:{30 * (place % 2):02d}"
            count = 400 if (day, place) == (40, 9) else chance.poisson(20)
            rows += [f"{date},{at},售前,{count}"] * (2 if (day, place) == (30, 2) else 1)
    return "\n".join([*rows, "合计,,,20000"]).encode("gbk")


def test_a_file_becomes_a_forecast_that_tells_its_spike_and_its_missing_day(
    screen, shelf, shop, tmp_path
):
    path = tmp_path / "咨询量.csv"
    path.write_bytes(twenty_weeks())
    screen.open("history", shop=shop, lang="zh", role="planner")
    screen.page.locator("input[type=file]").first.set_input_files(path)
    told = screen.page.get_by_text("1 行是合计、1 行与前面的行相同").first
    told.wait_for()
    screen.press("导入", exact=True)  # 1
    screen.page.get_by_text("已导入 咨询量.csv").wait_for()
    assert screen.sees("400 次咨询，按当天应约")
    screen.page.get_by_role("link", name="去预测").last.click()  # 2
    screen.press(t("forecast.again", "zh"))  # 3, of 8 at most
    screen.page.get_by_role("alert").get_by_text("缺少记录").first.wait_for()
    screen.page.get_by_role("alert").get_by_text("与同类日子相差很远").first.wait_for()
    screen.page.get_by_role("link", name=t("decide.go", "zh")).wait_for()
    screen.open("history", shop=shop, lang="en", role="planner")
    screen.press(t("decide.left_out", "en"))
    assert screen.sees("Decided: 1")
    [day] = special_days(at_desk(shelf, shop))
    assert (day.kind, day.posts) == (DayKind.LEFT_OUT, ("presales",))


def test_what_no_row_means_is_asked_and_told(screen, shelf, shop, tmp_path):
    path = tmp_path / "holed.csv"
    path.write_bytes(holed())
    screen.open("history", shop=shop, lang="zh", role="planner")
    screen.page.locator("input[type=file]").first.set_input_files(path)
    screen.settle()
    screen.page.get_by_text("没有人咨询").first.click()
    screen.settle()
    screen.press("导入", exact=True)
    screen.page.get_by_text("18 个时段没有行：按没有咨询（0）").first.wait_for()
    counts = history(at_desk(shelf, shop), s.MONDAY).volumes.counts
    assert int((counts == 0).sum()) == 18


def test_faults_of_a_log_are_listed(screen, shelf, planned, tmp_path):
    before = history(at_desk(shelf, planned), s.MONDAY).volumes
    path = tmp_path / "log.csv"
    path.write_text("post,arrived\npresales,yesterday\n", encoding="utf-8")
    screen.open("history", shop=planned, lang="en", role="planner")
    screen.press("Import…")
    screen.page.get_by_text("Log of chats", exact=True).click()
    screen.settle()
    screen.page.locator("input[type=file]").first.set_input_files(path)
    screen.settle()
    assert screen.sees("yesterday")
    after = history(at_desk(shelf, planned), s.MONDAY).volumes
    np.testing.assert_array_equal(after.counts, before.counts)


def test_roster_is_simulated_and_the_result_stays(screen, shelf, shop):
    screen.open("service_level", shop=shop, lang="zh", role="planner")
    assert screen.sees("这份班表还没有模拟")
    screen.press("模拟检验…")
    screen.press("开始模拟")
    screen.page.get_by_text("模拟 30 周").first.wait_for(timeout=SIMULATION_MS)
    assert latest_simulation(at_desk(shelf, shop), s.LABEL).kept.note.replications == 30
    assert screen.sees("未达标")


def test_levels_are_drawn_kept_as_a_picture_and_as_numbers_by_each_measure(
    screen, planned, tmp_path
):
    screen.open("service_level", shop=planned, lang="en", role="planner")
    assert draws(screen, 4)
    screen.page.locator('[data-testid="stVegaLiteChart"]').first.hover()
    with screen.page.expect_download() as caught:
        screen.page.get_by_role("button", name="Download as PNG").first.click()
    assert caught.value.suggested_filename.endswith(".png")
    for measure in ("Answer rate", "Mean wait (s)", "Occupancy", "Concurrency"):
        screen.page.get_by_text(measure, exact=True).first.click()
        screen.settle()
        assert screen.sees(f"The week by the interval: {measure}")
    path = screen.download("Download CSV", tmp_path)
    assert path.read_text(encoding="utf-8-sig").count("\n") == 1 + 2 * 336


def test_rounds_are_watched_stopped_and_their_best_roster_is_taken(screen, shelf, planned):
    screen.open("service_level", shop=planned, lang="zh", role="planner")
    screen.press("补足未达标时段…")
    screen.press("开始", exact=True)
    stop = screen.page.locator(".st-key-loop_panel").get_by_role("button", name="停止")
    stop.click()
    taken = screen.page.get_by_role("button", name="采用这张班表（存为草稿）")
    taken.wait_for(timeout=SIMULATION_MS)
    before = roster_sheet(at_desk(shelf, planned), s.LABEL).version.version.number
    taken.click()
    screen.page.get_by_text("模拟 30 周").first.wait_for(timeout=SIMULATION_MS)
    assert roster_sheet(at_desk(shelf, planned), s.LABEL).version.version.number != before
    assert latest_simulation(at_desk(shelf, planned), s.LABEL).is_current
