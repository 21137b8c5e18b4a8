import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.simulate.params import SimulationParams
from service.history.volumes import history, import_volumes
from service.roster.rosters import roster_sheet
from service.trial.simulation import latest_simulation, simulate_version
from tests.browser.languages import walk
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.test_history import holed

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PAGES = ("history", "service_level")
WHO = {"by": "王经理", "now": s.NOW}
ROWS = "时间,队列,咨询量\n2026-11-20 09:00,presales,4\n2026-11-20 09:30,presales,5\n"
SIMULATION_MS = 120_000


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


def every_chart_is_drawn(screen, least):
    charts = screen.page.locator('[data-testid="stVegaLiteChart"] canvas, .vega-embed svg')
    charts.nth(least - 1).wait_for()
    return charts.count() >= least and screen.page.get_by_role("alert").count() == 0


def test_history_is_drawn_chosen_from_and_downloaded_and_a_bad_log_refused(
    screen, shelf, planned, tmp_path
):
    screen.open("history", shop=planned, lang="zh", role="planner")
    path = screen.download("下载 CSV", tmp_path)
    assert path.read_text(encoding="utf-8-sig").startswith("start,post,volume")
    screen.switch_language()
    assert every_chart_is_drawn(screen, least=6)
    assert screen.sees("1 to check")
    screen.page.get_by_text("4 weeks", exact=True).click()
    screen.settle(must_say=True)
    screen.page.get_by_text("with promotions and holidays").click()
    screen.settle()
    screen.choose("Choose a week", "2026-W45 · 2 Nov – 8 Nov 2026")
    assert screen.chosen("Choose a week").startswith("2026-W45")
    before = history(at_desk(shelf, planned), s.MONDAY).volumes
    path = tmp_path / "log.csv"
    path.write_text("post,arrived\npresales,yesterday\n", encoding="utf-8")
    screen.press("Import…")
    screen.page.get_by_text("Log of chats", exact=True).click()
    screen.settle()
    screen.upload(path)
    screen.press("Import", exact=True)
    assert screen.sees("yesterday")
    after = history(at_desk(shelf, planned), s.MONDAY).volumes
    np.testing.assert_array_equal(after.counts, before.counts)


def test_volumes_are_imported_with_the_columns_that_were_guessed(screen, shelf, shop, tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(ROWS.encode("gbk"))
    screen.open("history", shop=shop, lang="zh", role="planner")
    screen.upload(path)
    assert screen.sees("时间列")
    screen.press("导入", exact=True)
    assert screen.sees("已导入 export.csv")
    assert np.nansum(history(at_desk(shelf, shop), s.MONDAY).volumes.counts) == 9


def test_what_no_row_means_is_asked_and_told(screen, shelf, shop, tmp_path):
    path = tmp_path / "holed.csv"
    path.write_bytes(holed())
    screen.open("history", shop=shop, lang="zh", role="planner")
    screen.upload(path)
    screen.page.get_by_text("没有人咨询").first.click()
    screen.settle(must_say=True)
    screen.press("导入", exact=True)
    screen.page.get_by_text("18 个时段没有行：按没有咨询（0）").first.wait_for()
    counts = history(at_desk(shelf, shop), s.MONDAY).volumes.counts
    assert int((counts == 0).sum()) == 18


def test_level_is_drawn_measured_otherwise_saved_and_downloaded(screen, planned, tmp_path):
    screen.open("service_level", shop=planned, lang="en", role="planner")
    assert every_chart_is_drawn(screen, least=4)
    for measure in ("Answer rate", "Mean wait (s)", "Occupancy", "Concurrency"):
        screen.page.get_by_text(measure, exact=True).first.click()
        screen.settle()
        assert screen.sees(f"The week by the interval: {measure}")
    path = screen.download("Download CSV", tmp_path)
    assert path.read_text(encoding="utf-8-sig").count("\n") == 1 + 2 * 336
    screen.page.locator('[data-testid="stVegaLiteChart"]').first.hover()
    assert screen.download("Download as PNG", tmp_path).suffix == ".png"


def test_roster_is_simulated_and_rounds_are_stopped_and_their_best_roster_taken(
    screen, shelf, shop
):
    screen.open("service_level", shop=shop, lang="zh", role="planner")
    assert screen.sees("这份班表还没有模拟")
    screen.press("模拟检验…")
    screen.start("开始模拟")
    screen.page.get_by_text("模拟 30 周").first.wait_for(timeout=SIMULATION_MS)
    assert latest_simulation(at_desk(shelf, shop), s.LABEL).kept.note.replications == 30
    assert screen.sees("未达标")
    before = roster_sheet(at_desk(shelf, shop), s.LABEL).version.version.number
    screen.page.keyboard.press("Escape")
    screen.press("补足未达标时段…")
    screen.start("开始", exact=True)
    screen.page.locator(".st-key-loop_panel").get_by_role("button", name="停止").click()
    screen.page.get_by_role("button", name="采用这张班表（存为草稿）").click(timeout=SIMULATION_MS)
    screen.page.wait_for_selector(".st-key-loop_panel", state="detached")
    screen.settle()
    screen.page.get_by_text("模拟 30 周").first.wait_for(timeout=SIMULATION_MS)
    assert roster_sheet(at_desk(shelf, shop), s.LABEL).version.version.number != before
    assert latest_simulation(at_desk(shelf, shop), s.LABEL).is_current
