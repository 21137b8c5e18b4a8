import dataclasses
import datetime as dt
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from scheduler.agent import Absence
from scheduler.demand import Forecast, Volumes
from scheduler.post import SpeedsFrom
from scheduler.solve.result import SolveParams
from service.demand import forecasting
from service.demand.agent_effects import agent_effects
from service.demand.overruling import overruled
from service.demand.reply_cycle import ReplyCycle
from service.demand.staffed_volume import StaffedVolume
from service.demand.staffing import week_requirement
from service.demand.staffing_trial import keep_staffing, try_staffing
from service.floor.own_absences import OwnAbsence
from service.history.volumes import import_volumes
from service.roster import requests
from service.roster.intake import keep_week
from service.roster.rules import rules_sheet
from service.shop import shops
from service.trial import scenarios
from service.trial.comfort import Comfort, make_lines
from service.trial.scenario_result import compute as result_of
from service.trial.scenarios import Changes, ScenarioInputs
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui.parts.planner import comfort_cost, own_absence

WHO = {"by": "计划员", "now": s.NOW}
WORK = SolveParams(time_limit_s=None, work_limit=2, workers=1)


@pytest.fixture
def history(database):
    """Return a shop with eight weeks of history and a week without forecast or requirement."""
    keep_week(at_desk(database, **WHO), s.week(requirement=None, forecast=None), shop_name="小店")
    volumes = s.volumes(start=s.MONDAY - dt.timedelta(days=56), days=56)
    import_volumes(at_desk(database, **WHO), volumes)
    return database


@pytest.fixture
def base(week):
    """Return a shop with a scenario that changes nothing."""
    scenarios.save_scenario(at_desk(week, **WHO), "现状", ScenarioInputs(s.LABEL, Changes()))
    return week


def view(database, name):
    found = scenarios.scenarios(at_desk(database, now=s.NOW))
    return next(view for view in found if view.scenario.name == name)


def press(app, label):
    """Press the first button of a label; those of forms have no key."""
    next(found for found in app.button if found.label == label).click().run()
    return app


def field(app, label, place=0):
    return [found for found in app.number_input if found.label == label][place]


def toggle(app, label):
    return next(found for found in app.toggle if found.label == label)


def test_week_is_forecast_and_staffed_at_one_press(app, history):
    opened(app, "forecast")
    assert "本周还没有预测" in seen(app)
    button(app, "forecast.make").click().run()
    assert not app.exception
    made = week_requirement(at_desk(history), s.LABEL)
    assert made.note.source == "formula"
    assert "4,032 次" in seen(app)  # 6 chats x 336 half-hours x 2 posts


def test_forecast_shows_how_good_it_was_beside_simple_ways(app, history):
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    shown = seen(opened(app, "forecast"))
    assert "前 8 周同一时段的中位数" in shown
    assert "上周同一时段" in shown


def test_forecast_keeps_the_chance_the_week_was_staffed_for(app, history):
    opened(app, "forecast")
    button(app, "forecast.make").click().run()
    app.switch_page("ui/pages/planner/requirement.py").run()
    level = next(box for box in app.selectbox if box.label == "按哪种咨询量配人")
    level.set_value(StaffedVolume(chance=0.9)).run()
    assert "整周达标有 90% 的把握" in level.options
    next(box for box in app.toggle if box.label == "达标把握与人时").set_value(True).run()
    assert "所需人时" in seen(app)
    button(app, "staff.keep").click().run()
    app.switch_page("ui/pages/planner/forecast.py").run()
    button(app, "forecast.make").click().run()
    assert week_requirement(at_desk(history), s.LABEL).note.inputs["chance"] == "0.9"


def test_absence_that_was_recorded_is_proposed_beside_what_is_set(app, history, monkeypatch):
    opened(app, "forecast")
    button(app, "forecast.make").click().run(timeout=120)
    app.switch_page("ui/pages/planner/requirement.py").run(timeout=120)  # kernels are compiled
    assert "不提建议" in seen(app)  # nothing is recorded of anybody
    known = OwnAbsence("presales", s.MONDAY, s.MONDAY, 400, 20, 3)
    monkeypatch.setattr(own_absence, "own_absences", lambda _desk: {"presales": known})
    shown = seen(app.run(timeout=120))
    assert "400 个班次里有 20 个整班没来" in shown
    button(app, "staff.own_absence").click().run(timeout=120)
    assert not app.exception
    kept = {post.id: post.staffing.absence_rate for post in shops.posts(at_desk(history))}
    assert kept == {"presales": 0.05, "aftersales": 0.0}
    assert "staff.own_absence" not in {one.key for one in app.button}  # it is what is set


@pytest.mark.usefixtures("week")
def test_forecast_without_history_cannot_be_made_again(app):
    opened(app, "forecast")
    assert button(app, "forecast.make").disabled
    assert "历史不足三周" in seen(app)


def test_shop_without_any_volume_is_told_where_to_begin(app, database):
    keep_week(at_desk(database, **WHO), s.week(requirement=None, forecast=None))
    assert "还没有咨询量" in seen(opened(app, "forecast"))
    assert not app.exception


def test_special_days_are_entered_and_taken_out(app, history):
    opened(app, "forecast")
    app.date_input(key="special.first").set_value(dt.date(2026, 12, 2))
    app.date_input(key="special.last").set_value(dt.date(2026, 12, 3))
    app.text_input(key="special.name").set_value("双12预热")
    press(app, "保存")
    days = forecasting.special_days(at_desk(history))
    assert [(day.date.day, day.name) for day in days] == [(2, "双12预热"), (3, "双12预热")]
    assert "双12预热" in seen(app)
    app.multiselect(key="special.chosen").set_value([0, 1]).run()
    button(app, "special.remove").click().run()
    assert forecasting.special_days(at_desk(history)) == ()


@pytest.mark.parametrize(
    ("name", "last", "sentence"),
    [
        ("", dt.date(2026, 12, 2), "需要一个名称"),
        ("双12", dt.date(2026, 11, 2), "结束日不能早于开始日"),
    ],
)
def test_faulty_special_day_is_told_and_not_kept(app, history, name, last, sentence):
    opened(app, "forecast")
    app.date_input(key="special.first").set_value(dt.date(2026, 12, 2))
    app.date_input(key="special.last").set_value(last)
    app.text_input(key="special.name").set_value(name)
    press(app, "保存")
    assert sentence in seen(app)
    assert forecasting.special_days(at_desk(history)) == ()


def test_model_is_overruled_and_stays_when_forecast_again(app, history):
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    opened(app, "forecast")
    choice = next(box for box in app.selectbox if box.label == "售后")
    choice.set_value("last_week")
    press(app, "按所选方法重新预测并测算")
    assert not app.exception
    assert "方法由人选定：售后：上周同一时段" in seen(app)
    button(app, "forecast.make").click().run()
    with history.read() as unit:
        kept = unit.demand.forecast(unit.weeks.get("main", s.LABEL).forecast_id)
    assert overruled(kept) == {"aftersales": "last_week"}


def test_every_way_is_shown_when_asked(app, history):
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    opened(app, "forecast")
    assert "全部历史同时段中位数" not in seen(app)
    toggle(app, "显示全部方法").set_value(True).run()
    assert "全部历史同时段中位数" in seen(app)


def test_rest_of_today_follows_what_came(app, history):
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    assert "本周还没有实际咨询量" in seen(opened(app, "forecast"))
    so_far = s.volumes(start=s.MONDAY, days=2, count=9.0)
    part = Volumes(s.CLOCK, 30, s.POSTS, so_far.start_min[:68], so_far.counts[:, :68])
    import_volumes(at_desk(history, **WHO), part)
    shown = seen(app.run())
    assert not app.exception
    assert "到目前 180 次，原预计 120 次（+50.0%）" in shown  # 20 half-hours of 9 and of 6
    moments = next(found for found in app.select_slider if "看到几点为止" in found.label)
    moments.set_value(s.at(1, 4)).run()
    assert "到目前 72 次，原预计 48 次" in seen(app)


def test_a_first_promotion_gets_the_factor_a_person_enters(app, history):
    """Nothing like it in the past: the plain forecast of its day, times what was entered."""
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    before = kept_forecast(history)
    opened(app, "forecast")
    app.date_input(key="special.first").set_value(dt.date(2026, 12, 2))
    app.date_input(key="special.last").set_value(dt.date(2026, 12, 2))
    app.text_input(key="special.name").set_value("11.11")
    app.number_input(key="special.factor").set_value(2.5)
    press(app, "保存")
    (day,) = forecasting.special_days(at_desk(history))
    assert day.factor == 2.5
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    shown = seen(opened(app, "forecast"))
    assert "×2.50（人工）" in shown
    assert "人工给定" in shown
    assert "没有同类日子" not in shown
    ratio = (kept_forecast(history).mean / before.mean).reshape(len(s.POSTS), 7, -1)
    np.testing.assert_allclose(np.nanmean(ratio[:, 2], axis=1), 2.5)
    np.testing.assert_allclose(np.nanmean(np.delete(ratio, 2, 1), axis=(1, 2)), 1.0)


def kept_forecast(database):
    with database.read() as unit:
        return unit.demand.forecast(unit.weeks.get("main", s.LABEL).forecast_id).forecast


def test_what_a_promotion_did_is_shown(app, history):
    date = s.MONDAY - dt.timedelta(days=20)
    day = forecasting.SpecialDay(date, forecasting.DayKind.PROMOTION, "店庆")
    forecasting.save_special_day(at_desk(history, **WHO), day)
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    shown = seen(opened(app, "forecast"))
    assert "×1.00 → ×1.00" in shown
    assert "历史中还没有大促" not in shown


def test_a_closed_day_is_shown_as_closed(app, history):
    date = s.MONDAY + dt.timedelta(days=2)
    day = forecasting.SpecialDay(date, forecasting.DayKind.CLOSED, "盘点停业")
    forecasting.save_special_day(at_desk(history, **WHO), day)
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    shown = seen(opened(app, "forecast"))
    assert "不营业，不预测" in shown
    assert not re.search(r"盘点停业[^周]*×", shown)


def test_caveats_are_sentences(app, history):
    day = forecasting.SpecialDay(dt.date(2026, 12, 2), forecasting.DayKind.PROMOTION, "店庆")
    forecasting.save_special_day(at_desk(history, **WHO), day)
    forecasting.forecast_week(at_desk(history, **WHO), s.LABEL)
    assert re.search(r"周三 12月2日（店庆）.*没有同类日子", seen(opened(app, "forecast")))


def test_what_moves_the_chats_is_folded_apart_from_what_limits_a_forecast():
    def drawn():
        from types import SimpleNamespace  # noqa: PLC0415 - a script of its own

        from scheduler.demand import Caveat  # noqa: PLC0415
        from ui.parts.planner.expected_view import caveats  # noqa: PLC0415

        told = {"driver": "orders", "lag": 1, "correlation": 0.5, "days": 90, "percent": -0.3}
        found = Caveat("driver_found", "presales", told), Caveat("after_not_over", "", {})
        caveats(SimpleNamespace(forecast=SimpleNamespace(note=SimpleNamespace(caveats=found))))

    page = AppTest.from_function(drawn).run()
    (limits,), (moves,) = page.warning, page.expander
    assert "尚未结束" in limits.value
    assert "次日" not in limits.value
    assert "以次日最为一致" in moves.markdown[0].value


def test_requirement_needs_a_forecast_first(app, database):
    keep_week(at_desk(database, **WHO), s.week(requirement=None, forecast=None))
    assert "还缺：历史咨询量" in seen(opened(app, "requirement"))
    import_volumes(at_desk(database, **WHO), s.volumes())
    assert "先预测咨询量" in seen(opened(app, "requirement"))


def test_inputs_are_tried_before_they_are_kept(app, week):
    opened(app, "requirement")
    before = try_staffing(at_desk(week), s.LABEL).requirement.hours
    field(app, "处理时长（秒）").set_value(1200.0).run()
    assert "试算：本周需要" in seen(app)
    assert shops.posts(at_desk(week))[0].staffing.handle_s == 600.0
    button(app, "staff.keep").click().run()
    assert shops.posts(at_desk(week))[0].staffing.handle_s == 1200.0
    kept = week_requirement(at_desk(week), s.LABEL).requirement
    assert kept.hours > before
    assert "试算：本周需要" not in seen(app)


def test_inputs_somebody_kept_meanwhile_leave_what_is_tried(app, week):
    opened(app, "requirement")
    field(app, "处理时长（秒）").set_value(1200.0).run()
    (post, *_others) = shops.posts(at_desk(week))
    other = at_desk(week, by="李主管")
    keep_staffing(other, s.LABEL, {post.id: dataclasses.replace(post.staffing, handle_s=900.0)})
    button(app, "staff.keep").click().run()
    assert not app.exception
    assert "您查看之后，李主管" in seen(app)
    assert field(app, "处理时长（秒）").value == 1200.0
    assert shops.posts(at_desk(week))[0].staffing.handle_s == 900.0
    app.run()
    assert "有人改过这里保存的内容" in seen(app)
    button(app, "staff.keep").click().run()
    assert shops.posts(at_desk(week))[0].staffing.handle_s == 1200.0
    assert "有人改过" not in seen(app)


def test_load_no_team_can_carry_is_told_and_keeps_the_page(app, week):
    forecast = s.week().forecast
    mean = np.where(np.isnan(forecast.mean), np.nan, 1e7)
    keep_week(at_desk(week, **WHO), s.week(forecast=Forecast(forecast.horizon, s.POSTS, mean)))
    opened(app, "requirement")
    assert not app.exception
    assert "超出上限" in seen(app)


def test_further_targets_and_speeds_are_tried_and_kept(app, week):
    opened(app, "requirement")
    toggle(app, "3 分钟回复率").set_value(True)
    toggle(app, "每轮 3 分钟内人工回复").set_value(True).run()
    assert "需要对话节奏" in seen(app)
    field(app, "接听率目标（%）").set_value(98.0)
    field(app, "会话位占用上限（%）").set_value(70.0)
    choice = next(box for box in app.selectbox if box.label == "达标率怎么算")
    choice.set_value("answered_of_answered").run()
    way = next(one for one in app.segmented_control if one.label == "处理速度从何而来")
    way.set_value("cycle").run()
    assert not app.exception
    assert "3 分钟回复率 90%" in seen(app)
    assert "每轮 3 分钟内人工回复 90%" in seen(app)
    button(app, "staff.keep").click().run()
    kept = shops.posts(at_desk(week))[0].staffing
    assert kept.answer_rate == 0.98
    assert kept.max_occupancy == 0.7
    assert kept.definition == "answered_of_answered"
    assert [(target.share, target.every_turn) for target in kept.targets] == [
        (0.9, False),
        (0.9, True),
    ]
    assert kept.handle_s_by_level[-1] == kept.handle_s == pytest.approx(693.103, abs=0.001)
    assert (kept.speeds_from, kept.reply_cycle) == ("rhythm", ReplyCycle(40.0, 60.0, 5.0))
    opened(app, "requirement")
    way = next(one for one in app.segmented_control if one.label == "处理速度从何而来")
    assert way.value == "cycle"
    assert shops.posts(at_desk(week))[1].staffing.targets == ()


def test_speeds_a_log_measured_say_so_until_somebody_changes_them(app, week):
    post = shops.posts(at_desk(week))[0]
    times = {"handle_s": 600.0, "handle_s_by_level": (400.0, 500.0, 600.0)}
    measured = dataclasses.replace(post.staffing, **times, speeds_from=SpeedsFrom.CHATS)
    shops.save_post(at_desk(week, **WHO), dataclasses.replace(post, staffing=measured))
    assert "来源：聊天记录实测" in seen(opened(app, "requirement"))
    field(app, "同时 2 个").set_value(520.0).run()
    assert "来源：人工填写" in seen(app)


def test_target_of_ones_own_is_added_and_bad_hours_are_told(app, week):
    opened(app, "requirement")
    add = next(found for found in app.button if found.label == "加一个自定目标")
    add.click().run()
    hours = next(found for found in app.text_input if found.label == "生效钟点")
    hours.set_value("九点").run()
    assert "九点" in "".join(error.value for error in app.error)
    hours = next(found for found in app.text_input if found.label == "生效钟点")
    hours.set_value("09:00-12:00").run()
    button(app, "staff.keep").click().run()
    (target,) = shops.posts(at_desk(week))[0].staffing.targets
    assert (target.share, target.within_s, str(target.hours)) == (0.9, 60.0, "09:00-12:00")


def test_work_that_may_wait_has_fields_of_its_own(app, week):
    opened(app, "requirement")
    toggle(app, "可延后处理的工作").set_value(True).run()
    field(app, "处理完的时限（秒）").set_value(86400.0).run()
    assert "没有逐时段的达标率" in seen(app)
    button(app, "staff.keep").click().run()
    kept = shops.posts(at_desk(week))[0].staffing
    assert kept.is_deferrable
    assert kept.within_s == 86400.0


@pytest.mark.usefixtures("week")
def test_overload_is_told_with_what_is_missing(app):
    opened(app, "requirement")
    field(app, "处理时长（秒）").set_value(36000.0).run()
    assert "怎么排班都做不完" in seen(app)
    assert "至少缺" in seen(app)


def test_one_agent_more_or_less_is_what_the_formula_says(app, week):
    shown = seen(opened(app, "requirement"))
    staffed = try_staffing(at_desk(week), s.LABEL)
    busiest = int(np.nanargmax(staffed.requirement.of("presales")))
    (effect,) = agent_effects(staffed, "presales", range(busiest, busiest + 1))
    assert f"少一人（{effect.agents - 1} 人）" in shown
    for level in (effect.levels.less, effect.levels.planned, effect.levels.more):
        assert f"{level * 100:.1f}%" in shown


def test_first_scenario_is_the_week_as_it_is(app, week):
    opened(app, "whatif")
    button(app, "whatif.begin").click().run()
    (found,) = scenarios.scenarios(at_desk(week, now=s.NOW))
    assert found.scenario.inputs == ScenarioInputs(s.LABEL, Changes())
    assert "与现状相同" in seen(app)


def test_scenario_somebody_changed_meanwhile_leaves_what_was_entered(app, base):
    opened(app, "whatif")
    field(app, "咨询量增减（%）").set_value(50.0)
    (view,) = scenarios.scenarios(at_desk(base, now=s.NOW))
    name, post = view.scenario.name, s.POSTS[0]
    theirs = ScenarioInputs(s.LABEL, Changes(agents={post: 1}))
    scenarios.save_scenario(at_desk(base, by="李主管"), name, theirs)
    press(app, "保存改动")
    assert not app.exception
    assert "您查看之后，李主管" in seen(app)
    assert field(app, "咨询量增减（%）").value == 50.0
    (view,) = scenarios.scenarios(at_desk(base, now=s.NOW))
    assert view.scenario.inputs == theirs
    press(app, "保存改动")  # having looked, they want it all the same
    (view,) = scenarios.scenarios(at_desk(base, now=s.NOW))
    assert view.scenario.inputs.changes.volume == {post: 1.5}


def test_a_scenario_name_that_is_taken_stays_to_be_mended(app, base):
    (view,) = scenarios.scenarios(at_desk(base, now=s.NOW))
    opened(app, "whatif")
    app.text_input(key="whatif.copy_name").set_value(view.scenario.name)
    press(app, "复制为新方案")
    assert app.error
    assert app.text_input(key="whatif.copy_name").value == view.scenario.name


def test_scenario_is_copied_changed_and_compared(app, base):
    opened(app, "whatif")
    app.text_input(key="whatif.copy_name").set_value("大促")
    press(app, "复制为新方案")
    field(app, "咨询量增减（%）").set_value(50.0)
    field(app, "人数增减（人）", 1).set_value(2)
    field(app, "同时接待（个）").set_value(4)
    field(app, "达标率目标（%）", 1).set_value(90.0)
    field(app, "小时成本（元，全员）").set_value(40.0)
    press(app, "保存改动")
    found = view(base, "大促").scenario.inputs.changes
    assert found.volume == {"presales": 1.5}
    assert found.agents == {"aftersales": 2}
    assert found.chats_at_once == {"presales": 4}
    assert found.service_level == {"aftersales": 0.9}
    assert str(found.hourly_cost) == "40.00"
    shown = seen(app)
    assert "售前咨询量 +50.0%" in shown
    assert "¥9,600.00" in shown  # (4 + 2) people x 40 h x 40 yuan
    hours = [sum(view(base, name).required_hours.values()) for name in ("现状", "大促")]
    sign = "+" if hours[1] > hours[0] else "−"
    assert f"较首列 {sign}{abs(hours[1] - hours[0]):.1f}" in shown


def test_impossible_change_is_told_and_not_kept(app, base):
    opened(app, "whatif")
    field(app, "人数增减（人）").set_value(-9)
    press(app, "保存改动")
    assert "减不了这么多人" in seen(app)
    assert view(base, "现状").scenario.inputs.changes == Changes()


def test_what_the_form_does_not_ask_for_stays_as_it_is_kept(app, base):
    steady = Changes(comfort=Comfort.ONE_TYPE)
    scenarios.save_scenario(at_desk(base, **WHO), "现状", ScenarioInputs(s.LABEL, steady))
    opened(app, "whatif")
    field(app, "咨询量增减（%）").set_value(50.0)
    press(app, "保存改动")
    assert not app.exception
    kept = view(base, "现状").scenario.inputs.changes
    assert kept == dataclasses.replace(steady, volume={"presales": 1.5})


@pytest.mark.parametrize(("name", "sentence"), [("", "需要一个名称"), ("现状", "现状")])
def test_name_that_does_not_do_is_told(app, base, name, sentence):
    opened(app, "whatif")
    app.text_input(key="whatif.new_name").set_value(name)
    press(app, "建立")
    assert len(app.error) == 1
    assert sentence in app.error[0].value
    assert len(scenarios.scenarios(at_desk(base, now=s.NOW))) == 1


def test_scenario_is_renamed_and_keeps_its_result(app, base):
    result = compute(base, "现状")
    opened(app, "whatif")
    app.text_input(key="whatif.rename_name").set_value("按现在的人")
    press(app, "改名")
    found = view(base, "按现在的人").scenario
    assert found.result.wage_cost == result.wage_cost
    assert "按现在的人" in seen(app)
    app.text_input(key="whatif.rename_name").set_value(" ")
    press(app, "改名")
    assert "需要一个名称" in "".join(error.value for error in app.error)


@pytest.mark.usefixtures("base")
def test_tornado_says_what_the_scenario_is(app):
    shown = seen(opened(app, "whatif"))
    assert not app.exception
    assert "哪个参数影响最大：现状" in shown
    assert "竖线为方案现在的结果" in shown


def test_scenario_is_removed(app, base):
    opened(app, "whatif")
    button(app, "whatif.remove").click().run()
    assert scenarios.scenarios(at_desk(base, now=s.NOW)) == ()
    assert "还没有方案" in seen(app)


def compute(database, name):
    kept = view(database, name).scenario
    result = result_of(at_desk(database), kept, WORK)
    with database.write() as unit:
        unit.scenarios.save_result(kept.id, result)
    return result


def test_result_keeps_its_inputs_and_tells_when_the_week_changed(app, base):
    result = compute(base, "现状")
    shown = seen(opened(app, "whatif"))
    assert "已快速测算" in shown
    assert result.week_key[:10] in shown
    assert f"¥{result.wage_cost:,.2f}" in shown
    requests.enter_absence(at_desk(base, **WHO), Absence("A3", s.at(2, 0), s.at(3, 0), "事假"))
    assert "本周数据已变" in seen(app.run())


def test_result_of_other_inputs_says_so(app, base):
    compute(base, "现状")
    scenarios.save_scenario(
        at_desk(base, **WHO), "现状", ScenarioInputs(s.LABEL, Changes(volume={"presales": 2.0}))
    )
    assert "方案已改" in seen(opened(app, "whatif"))


def test_scenario_that_no_longer_fits_leaves_the_page_whole(app, base):
    inputs = ScenarioInputs(s.LABEL, Changes(agents={"presales": -3}))
    scenarios.save_scenario(at_desk(base, **WHO), "减员", inputs)
    shops.save_agents(at_desk(base, **WHO), s.AGENTS[2:])
    shown = seen(opened(app, "whatif"))
    assert not app.exception
    assert "减不了这么多人" in shown
    assert "与现状相同" in shown


def test_what_comfort_costs_is_laid_out_and_a_line_adopted(app, week):
    names = {line: (f"{line}!", f"班制{line}") for line in Comfort}
    for name in make_lines(at_desk(week, **WHO), s.LABEL, names):
        kept = view(week, name).scenario
        result = result_of(at_desk(week), kept, WORK)
        with week.write() as unit:
            unit.scenarios.save_result(kept.id, result)
    page = opened(app, "whatif")
    shown = seen(page)
    assert "舒适的代价" in shown
    assert "比第一行多花（人时，已证明）" in shown
    assert "本周没有班次（班别）" in shown
    app.selectbox(key="comfort.adopt_which").set_value("off_together!").run()
    button(app, "comfort.adopt").click().run()
    assert not app.exception
    rules = rules_sheet(at_desk(week), s.LABEL).week.rules
    assert (rules.work_plan, rules.plans[0].days_off_together) == ("班制off_together", 2)


def test_lines_of_comfort_are_made_on_the_page(app, week, monkeypatch):
    started = []

    def start(_desk, name, _params, *, simulation):
        started.append((name, simulation.replications))

    monkeypatch.setattr(comfort_cost, "start_scenario", start)
    opened(app, "whatif")
    button(app, "comfort.go").click().run()
    assert not app.exception
    assert len(started) == 4
    assert view(week, started[-1][0]).scenario.inputs.changes.comfort is Comfort.OFF_TOGETHER
