from dataclasses import replace

import pytest

from scheduler.agent import AgentLimit
from scheduler.post_change import PostChange
from scheduler.shift_type import ShiftType
from service.roster.rules import change_rules, rules_sheet
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen


@pytest.fixture
def page(app, draft):  # noqa: ARG001 - the week that is looked at
    return opened(app, "rules")


def sheet(database):
    return rules_sheet(at_desk(database), s.LABEL)


def submit(page, label):
    next(part for part in page.button if part.label == label).click().run()


def test_a_number_is_changed_with_its_help_in_sight(page, draft):
    field = next(part for part in page.number_input if "每月最多夜班" in part.label)
    assert "自然月" in field.help
    field.set_value(6)
    submit(page, "保存规则")
    assert not page.exception
    assert sheet(draft).week.rules.hours.max_nights_per_month == 6


def test_changes_of_post_are_off_until_switched_on(page, draft):
    assert sheet(draft).week.rules.post_change is None
    switch = next(part for part in page.toggle if part.label == "允许在一个班次内换岗")
    assert not switch.value
    switch.set_value(True)
    next(part for part in page.number_input if "每段最短" in part.label).set_value(90)
    submit(page, "保存规则")
    assert not page.exception
    assert sheet(draft).week.rules.post_change == PostChange(90, 2)


def test_the_minutes_of_work_outside_opening_hours_are_filled_in(page, draft):
    first, last = (
        next(part for part in page.number_input if text in part.label)
        for text in ("开放前上班", "关闭后下班")
    )
    assert (first.value, last.value) == (0, 0)
    first.set_value(15)
    last.set_value(45)
    submit(page, "保存规则")
    assert not page.exception
    rules = sheet(draft).week.rules
    assert (rules.may_start_before_min, rules.may_end_after_min) == (15, 45)


def test_the_spans_of_night_and_late_shifts_are_filled_in_and_may_be_empty(page, draft):
    texts = {part.label: part for part in page.text_input}
    assert texts["晚班的计数时段 起"].value == ""
    for label, value in (("夜班的计数时段 起", "00:00"), ("晚班的计数时段 起", "20:00")):
        texts[label].set_value(value)
    for part, value in zip(
        [p for p in page.text_input if p.label == "到"][-2:], ("06:00", "01:00"), strict=True
    ):
        part.set_value(value)
    submit(page, "保存规则")
    assert not page.exception
    hours = sheet(draft).week.rules.hours
    assert (str(hours.counted_night), str(hours.late)) == ("00:00-06:00", "20:00-01:00")
    assert any("晚班" in head for head in page.dataframe[-1].value.columns)


def test_half_a_span_is_told_and_nothing_kept(page, draft):
    before = sheet(draft).week.rules
    next(p for p in page.text_input if p.label == "晚班的计数时段 起").set_value("20:00")
    submit(page, "保存规则")
    assert "晚班的计数时段 起" in seen(page)
    assert sheet(draft).week.rules == before


def test_a_number_that_does_not_fit_is_told_and_nothing_kept(page, draft):
    before = sheet(draft).week.rules
    next(part for part in page.number_input if part.label == "至少连续上班（天）").set_value(9)
    submit(page, "保存规则")
    assert "最多只能连续 6 天" in seen(page)
    assert sheet(draft).week.rules == before


def test_a_preset_takes_the_place_of_the_rules(page, draft):
    page.selectbox(key="rules.preset").set_value("strict").run()
    button(page, "rules.use").click().run()
    assert not page.exception
    assert next(kind.name for kind in sheet(draft).week.rules.kinds) == "early"
    rest = next(part for part in page.number_input if "至少间隔" in part.label)
    assert rest.value == 12.0


def test_a_limit_is_agreed_with_somebody(page, draft):
    page.selectbox(key="limits.agent").set_value("A2")
    page.number_input(key="limits.max_per_month").set_value(0)
    next(part for part in page.button if part.form_id == "limits.new").click().run()
    assert not page.exception
    assert sheet(draft).limits == (AgentLimit("A2", "night", 0),)


def test_training_is_entered_for_a_team(page, draft):
    page.selectbox(key="sessions.who").set_value("team:一组")
    page.number_input(key="sessions.minutes").set_value(45)
    next(part for part in page.button if part.form_id == "sessions.new").click().run()
    assert not page.exception
    (entered,) = sheet(draft).sessions
    assert (entered.team, entered.minutes, entered.kind) == ("一组", 45, "培训")
    assert (entered.earliest_min, entered.latest_min) == (s.at(0, 0), s.at(7, 0))


def test_fair_shares_are_shown_for_everybody(page):
    frame = page.dataframe[-1].value
    assert len(frame) == len(s.AGENTS)
    assert any("公平份额" in head for head in frame.columns)


def nights(page):
    return next(part for part in page.number_input if "每月最多夜班" in part.label)


def change_meanwhile(database, **hours):
    old = sheet(database).week.rules
    new = replace(old, hours=replace(old.hours, **hours))
    change_rules(at_desk(database, by="李主管"), s.LABEL, new, for_later=False)


def test_a_rule_that_somebody_changed_meanwhile_is_not_overwritten(page, draft):
    nights(page).set_value(6)
    change_meanwhile(draft, max_nights_per_month=9)
    submit(page, "保存规则")
    assert not page.exception
    assert "李主管" in seen(page)
    assert "修改本周规则" in seen(page)
    assert nights(page).value == 6  # what was entered is still there
    assert sheet(draft).week.rules.hours.max_nights_per_month == 9
    submit(page, "保存规则")  # having looked, they want it all the same
    assert sheet(draft).week.rules.hours.max_nights_per_month == 6


def test_rules_not_kept_are_told_beside_the_button_too(page, draft, monkeypatch):
    toasts = []
    monkeypatch.setattr("streamlit.toast", lambda text, **_named: toasts.append(text))
    nights(page).set_value(6)
    change_meanwhile(draft, max_nights_per_month=9)
    submit(page, "保存规则")
    submit(page, "保存规则")
    assert toasts == ["没有保存，原因见页面顶部。", "已保存。"]


def test_another_rule_that_somebody_changed_meanwhile_stays(page, draft):
    nights(page).set_value(6)
    rest = sheet(draft).week.rules.hours.min_rest_min
    change_meanwhile(draft, min_rest_min=rest + 60)
    submit(page, "保存规则")
    assert not page.exception
    hours = sheet(draft).week.rules.hours
    assert (hours.max_nights_per_month, hours.min_rest_min) == (6, rest + 60)


def test_the_types_of_a_week_are_drawn_and_kept_as_they_stand(app, draft):
    types = (ShiftType("早", 510, 480, name_zh="早班", meal_min=60, posts=("presales",)),)
    before = sheet(draft).week.rules
    change_rules(at_desk(draft), s.LABEL, replace(before, types=types), for_later=False)
    page = opened(app, "rules")
    assert not page.exception
    submit(page, "保存班次")
    assert not page.exception
    assert sheet(draft).week.rules.types == types
