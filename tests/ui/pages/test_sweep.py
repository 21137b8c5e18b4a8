"""Many what-ifs at once on the planner's page."""

import pytest

from service.trial.scenarios import scenarios
from service.trial.sweep_job import latest_sweep
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from tests.workers import do_next


@pytest.fixture
def page(app, week):  # noqa: ARG001 - the shop is there
    opened(app, "whatif")
    app.segmented_control(key="whatif.room").set_value("many").run(timeout=120)
    return app


def worked_out(page, week):
    """Ask for what the form holds, let a worker do it, and draw the page again."""
    button(page, "sweep.go").click().run()
    do_next(week)
    page.run(timeout=120)


def test_a_sweep_is_built_tried_and_shown_with_differences(page, week):
    assert "还没有试算" in seen(page)
    button(page, "sweep.more").click().run()
    page.selectbox(key="sweep.what.1").set_value("agents").run()
    page.segmented_control(key="sweep.how").set_value("grid").run()
    assert button(page, "sweep.go").label == "试算 13 个方案"  # three volumes by four, and the base
    page.text_input(key="sweep.values.1.agents.False").set_value("-1，1").run()
    button(page, "sweep.go").click().run()
    assert not page.exception
    assert "可以离开这一页" in seen(page)
    do_next(week)
    page.run(timeout=120)
    assert not page.exception
    shown = seen(page)
    assert "咨询量 -10 %、人数 -1" in shown.replace("\u00a0", " ").replace("\u2011", "-")
    assert "≈" in shown  # of bounds it is not certain
    assert "全部组合" in shown
    assert latest_sweep(at_desk(week), s.LABEL).rows[1].people == len(s.week().agents) - 2


def test_what_cannot_be_tried_is_told_beside_the_field(page):
    page.text_input(key="sweep.values.0.volume.True").set_value("ten").run()
    assert "ten" in seen(page)
    assert button(page, "sweep.go").disabled
    page.text_input(key="sweep.values.0.volume.True").set_value("-101").run()
    assert button(page, "sweep.go").disabled


def test_one_at_a_time_is_drawn_as_a_tornado_and_a_failed_row_has_its_reason(page, week):
    page.selectbox(key="sweep.what.0").set_value("handle_s").run()
    page.text_input(key="sweep.values.0.handle_s.True").set_value("-100, 50").run()
    worked_out(page, week)
    shown = seen(page)
    assert not page.exception
    assert "哪项改变影响最大" in shown
    assert "1 个方案没有结果" in shown


def test_a_plan_to_begin_with_is_searched_and_its_answer_stands_on_top(page, week):
    button(page, "sweep.begin.menus").click().run()
    assert not page.exception
    assert page.selectbox(key="sweep.what.0").value == "menu"
    page.text_input(key="sweep.values.0.menu.False").set_value("2").run()
    page.number_input(key="sweep.goal.short").set_value(500.0).run()
    assert button(page, "sweep.go").label == "在 2 个方案中寻找"
    worked_out(page, week)
    assert not page.exception
    shown = seen(page)
    assert "要找：排班缺口不超过 500.0 人时的最省方案" in shown
    assert "达到目标最便宜的方案" in shown
    button(page, "sweep.begin.mix").click().run()
    assert not page.exception
    assert [page.selectbox(key=f"sweep.what.{place}").value for place in range(4)] == ["hires"] * 4
    assert page.selectbox(key="sweep.post.1.True").value == "aftersales"
    assert button(page, "sweep.go").label == "在 82 个方案中寻找"


def test_results_are_laid_side_by_side_and_one_becomes_a_scenario(page, week):
    page.selectbox(key="sweep.what.0").set_value("rule").run()
    page.text_input(key="sweep.values.0.rule.False").set_value("12").run()
    worked_out(page, week)
    shown = seen(page)
    assert "并排比较" in shown
    assert "无需计算" in shown
    button(page, "compare.keep").click().run()
    assert not page.exception
    (kept,) = scenarios(at_desk(week))
    assert kept.scenario.inputs.changes.rule[0].value == 12.0
    page.selectbox(key="sweep.what.0").set_value("opens").run()
    page.text_input(key="sweep.values.0.opens.False").set_value("8:00，9：30").run()
    assert button(page, "sweep.go").label == "试算 3 个方案"
    page.selectbox(key="sweep.what.0").set_value("promotion").run()
    assert button(page, "sweep.go").label == "试算 3 个方案"
