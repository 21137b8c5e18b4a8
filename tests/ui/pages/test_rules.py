import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import AgentLimit, Certificate
from scheduler.post_change import PostChange
from scheduler.shift_kind import Succession
from scheduler.shift_type import ShiftType
from scheduler.work_plan import WorkPlan
from service.roster.house_prices import price_lines
from service.roster.rules import change_rules, rules_sheet
from service.shop.shops import agents, posts, save_agents
from store.files.work_law import work_law_on
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui.parts import rule_fields, rule_marks, rule_tables


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


def test_columns_that_nobody_uses_are_folded_until_asked_for():
    table = rule_tables.RuleTable("t", None, ("a", "b", "c", "d"), rare=("b", "c"), hidden=("d",))
    rows = [{"a": "1", "b": "0", "c": "", "d": "x"}]
    assert rule_tables._usual(table, rows) == ("a",)
    assert rule_tables._usual(table, [*rows, {**rows[0], "c": "mon"}]) == ("a", "c")


def test_all_columns_are_shown_when_asked_for(page):
    page.toggle(key="plans.all_columns").set_value(True).run()
    assert not page.exception


def test_a_preset_takes_the_place_of_the_rules(page, draft):
    page.selectbox(key="rules.preset").set_value("strict").run()
    button(page, "rules.use").click().run()
    assert not page.exception
    assert next(kind.name for kind in sheet(draft).week.rules.kinds) == "early"
    rest = next(part for part in page.number_input if "至少间隔" in part.label)
    assert rest.value == 12.0


def test_a_shop_sets_its_own_price_of_breaking_a_rule(page, draft):
    page.selectbox(key="house_prices.rule").set_value("rest")
    page.number_input(key="house_prices.price").set_value(7.0)
    next(part for part in page.button if part.form_id == "house_prices.new").click().run()
    assert not page.exception
    lines = price_lines(at_desk(draft), s.LABEL)
    assert [
        line.price.price for line in lines if line.is_in_force and line.price.rule == "rest"
    ] == [7]


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


def captions(page):
    return [part.value for part in page.caption]


def test_the_parts_of_the_page_stand_in_order_with_a_sentence_each(page):
    parts = ["班次", "班制", "工时与法定", "班次先后", "在岗", "公平与代价"]
    assert [part.value for part in page.subheader][: len(parts)] == parts
    said = captions(page)
    for sentence in ("有名字的班", "一周怎么排", "每人最多做多少", "防止晚班接早班", "只比大小"):
        assert any(sentence in each for each in said), sentence


@pytest.mark.parametrize(
    ("hours", "mark", "told"),
    [
        (8, "法定", "法定最多 8 小时：国务院关于职工工作时间的规定第三条；劳动法第三十六条"),
        (7.5, "本店从严", "法定最多 8 小时"),
        (9, "超出法定", "法定最多 8 小时"),
    ],
)
def test_a_number_tells_what_the_law_says_beside_it(app, draft, hours, mark, told):
    before = sheet(draft).week.rules
    own = replace(before.hours, max_work_min_per_day=int(hours * 60))
    change_rules(at_desk(draft), s.LABEL, replace(before, hours=own), for_later=False)
    page = opened(app, "rules")
    assert any(f"badge[{mark}]" in each and told in each for each in captions(page))


@pytest.mark.parametrize(("days", "mark"), [(0, "超出法定"), (1, "法定"), (2, "本店从严")])
def test_a_least_number_is_beyond_the_law_below_it(app, draft, days, mark):
    before = sheet(draft).week.rules
    own = replace(before.hours, min_days_off_per_week=days)
    change_rules(at_desk(draft), s.LABEL, replace(before, hours=own), for_later=False)
    page = opened(app, "rules")
    assert any(f"badge[{mark}]" in each and "第三十八条" in each for each in captions(page))


def test_rest_is_marked_as_of_the_house():
    field = next(each for each in rule_fields.fields_of("hours") if each.asked.rule == "rest")
    law = work_law_on(dt.date(2026, 11, 30))
    assert rule_marks.of_field(field.entry, 11 * 60, law) == ("house", "")


def folded(page):
    return {part.label: part.proto.expanded for part in page.expander if "不常用" in part.label}


def test_what_few_need_is_folded(page):
    assert set(folded(page).values()) == {False}


def test_what_few_need_is_in_sight_where_it_is_set(app, draft):
    before = sheet(draft).week.rules
    own = replace(before.hours, min_consecutive_days=2)
    change_rules(at_desk(draft), s.LABEL, replace(before, hours=own), for_later=False)
    assert folded(opened(app, "rules"))["不常用的 2 项，已设 1 项"]


def test_who_has_which_work_plan_is_listed(app, draft):
    before = sheet(draft).week.rules
    plans = (WorkPlan("做五休二"), WorkPlan("做六休一", teams=("一组",)))
    own = replace(before, plans=plans, work_plan="做五休二")
    change_rules(at_desk(draft), s.LABEL, own, for_later=False)
    page = opened(app, "rules")
    listed = next(part.proto.body for part in page.get("html") if "谁在用" in part.proto.body)
    of_all, of_team = listed.split("<tr")[-2:]  # the team has its own, so nobody has that of all
    assert "做五休二" in of_all
    assert '<td class="num">0</td>' in of_all
    assert f'<td class="num">{len(s.AGENTS)}</td>' in of_team
    assert all(agent.name in of_team for agent in s.AGENTS)


def test_what_may_not_follow_a_type_stays_when_the_rules_are_saved(app, draft):
    types = (
        ShiftType("早", 510, 480, meal_min=60),
        ShiftType("晚", 960, 480, meal_min=60),
    )
    before = sheet(draft).week.rules
    own = replace(before, types=types, successions=(Succession("晚", "早"),))
    change_rules(at_desk(draft), s.LABEL, own, for_later=False)
    page = opened(app, "rules")
    submit(page, "保存规则")
    assert not page.exception
    assert sheet(draft).week.rules.successions == (Succession("晚", "早"),)


def test_who_has_which_plan_is_listed_asked_about_and_changed(app, draft):
    old = sheet(draft).week.rules
    plans = (WorkPlan("大小周", days_week=(5, 6)), WorkPlan("五天", days_week=(5,)))
    change_rules(
        at_desk(draft, by="李主管"),
        s.LABEL,
        replace(old, plans=plans, work_plan="大小周"),
        for_later=False,
    )
    page = opened(app, "rules")
    assert f"{len(s.AGENTS)} 人的班制轮到哪一步看不出来" in seen(page)

    page.selectbox(key="plan_people.agent").set_value("A2")
    page.selectbox(key="plan_people.plan").set_value("五天")
    next(part for part in page.button if part.form_id == "plan_people.new").click().run()

    assert not page.exception
    assert "已修改 A2 的班制安排" in seen(page)
    assert {one.id: one.work_plan for one in sheet(draft).agents}["A2"] == "五天"
    assert f"{len(s.AGENTS) - 1} 人的班制" in seen(page)


def test_posts_that_many_know_are_watched_together_at_night(app, draft):
    desk = at_desk(draft)
    both = tuple(Certificate(post.id) for post in posts(desk))
    people = tuple(replace(one, certificates=both, no_nights=False) for one in agents(desk))
    save_agents(desk, people)
    page = opened(app, "rules")
    assert f"有 {len(people)} 人都会" in seen(page)
    submit(page, "一起值守")
    assert not page.exception
    [seal] = sheet(draft).week.rules.seals
    assert (set(seal.posts), str(seal.hours)) == ({one.post for one in both}, "00:00-08:00")
    submit(page, "各守各的")
    assert sheet(draft).week.rules.seals == ()


@pytest.mark.parametrize("hours", ["每天 08:00-24:00", "24x7"])
def test_nothing_is_told_of_opening_hours_that_hold_all_that_is_required(page, hours):
    page.text_input(key="rules.opening").set_value(hours).run()
    assert not page.exception
    assert not [part.value for part in page.warning if "营业时间以外" in part.value]


def test_requirement_outside_the_opening_asked_is_told(page):
    page.text_input(key="rules.opening").set_value("每天 12:00-24:00").run()
    (told,) = (part.value for part in page.warning if "营业时间以外" in part.value)
    assert told.startswith("本周的人力需求有 42 人时在")
