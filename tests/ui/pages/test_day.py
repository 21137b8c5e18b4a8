from dataclasses import replace

import pytest

from scheduler.post_change import PostChange
from scheduler.roster import Roster
from scheduler.shift import Span
from scheduler.shift_type import ShiftType
from service.floor.handovers import handovers
from service.roster.editing import change
from service.roster.intake import keep_week
from service.roster.pinning import pin
from service.roster.publishing import keep_roster, publish
from service.roster.rosters import roster_sheet, versions
from service.roster.weeks import problem
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui import link

WHO = {"by": "王经理", "now": s.NOW}


@pytest.fixture
def day(app, draft):  # noqa: ARG001 - the week that is looked at
    """Return the app at Monday of agent A1, who works 9 to 18 on pre-sales."""
    return opened(app, "day")


def box(app, name):
    return next(part for part in app.selectbox if part.key.startswith(f"edit.{name}."))


def shifts(database):
    return roster_sheet(at_desk(database), s.LABEL).version.version.roster.by_agent()


def test_shift_of_the_day_is_shown(day):
    assert "售前 09:00-18:00" in seen(day)


def test_change_shows_its_price_before_it_is_kept(day, draft):
    before = shifts(draft)
    box(day, "start").set_value(12 * 60).run()
    assert "成本增加" in seen(day)
    assert shifts(draft) == before


def test_change_is_kept_on_request(day, draft):
    box(day, "start").set_value(10 * 60).run()
    save(day)
    assert not day.exception
    (shift,) = shifts(draft)["A1"]
    assert s.CLOCK.clock_of(shift.start_min) == 10 * 60
    assert shift.work_min == 480


def test_shift_can_be_taken_out(day, draft):
    box(day, "post").set_value("-").run()
    save(day)
    assert "A1" not in shifts(draft)


def test_shift_can_be_added(day, draft):
    day.selectbox(key="day.agent").set_value("A4").run()
    box(day, "post").set_value("aftersales").run()
    save(day)
    assert [shift.post for shift in shifts(draft)["A4"]] == ["aftersales"]


def test_only_posts_the_agent_is_certified_for_are_offered(day):
    day.selectbox(key="day.agent").set_value("A3").run()
    assert box(day, "post").options == ["休息（不排班）", "售后"]


@pytest.mark.usefixtures("draft")
def test_rule_that_would_break_is_told_before(day):
    day.selectbox(key="day.agent").set_value("A2").run()  # away on Tuesday
    day.segmented_control(key="day.date").set_value(
        day.session_state["day.date"].replace(month=12, day=1)
    ).run()
    box(day, "post").set_value("presales").run()
    said = seen(day)
    assert "不允许" in said
    assert "与请假冲突" in said
    assert "劳动法第四十五条、第五十一条 请排给别人，或先撤销请假" in said
    assert button(day, "edit.save").disabled


def test_a_house_rule_is_priced_before_and_broken_only_with_a_reason(day, draft):
    box(day, "start").set_value(12 * 60).run()  # until 21:00; the post closes at 18:00
    assert "违反本店规定 1 条，合 10.0 分" in seen(day)
    assert button(day, "edit.save").label.startswith("仍要保存")
    button(day, "edit.save").click().run()
    assert "请写明理由再保存" in seen(day)
    assert s.CLOCK.clock_of(shifts(draft)["A1"][0].start_min) == 9 * 60
    save(day)
    assert s.CLOCK.clock_of(shifts(draft)["A1"][0].start_min) == 12 * 60


def test_two_people_swap_with_what_it_breaks_in_sight(day, draft):
    day.selectbox(key=swap(day)).set_value("A3").run()  # of another post
    assert "不允许" in seen(day)
    day.selectbox(key=swap(day)).set_value("A4").run()  # off that day
    next(
        p for p in day.button if p.key.startswith("swap.") and p.key.endswith(".save")
    ).click().run()
    assert not day.exception
    assert [shift.post for shift in shifts(draft)["A4"]] == ["presales"]
    assert "A1" not in shifts(draft)


def swap(day):
    return next(part.key for part in day.selectbox if part.key.startswith("swap.who."))


def test_shift_is_pinned_and_set_free(day, draft):
    button(day, "edit.pin").click().run()
    assert len(problem(at_desk(draft), s.LABEL).pins) == 1
    button(day, "edit.pin").click().run()
    assert problem(at_desk(draft), s.LABEL).pins == ()


def type_pin(app):
    return next(part for part in app.selectbox if part.key.startswith("pins.type."))


def test_a_type_is_pinned_for_the_day_told_where_it_cannot_be_kept_and_taken_back(day, draft):
    typed = type_pin(day)
    assert typed.options == ["不锁定", "休息", "09:00 上班"]  # the shop has no types
    typed.set_value("").run()
    (pin,) = problem(at_desk(draft), s.LABEL).type_pins
    assert (pin.agent_id, pin.date, pin.kind) == ("A1", s.MONDAY, "")
    assert "已锁定这一天；现有班表不变" in seen(day)
    button(day, "edit.pin").click().run()  # the shift of that day, as it is
    assert "怎么排都做不到所锁定的" in seen(day)
    assert "这一天锁定为休息" in seen(day)
    type_pin(day).set_value("-").run()
    assert problem(at_desk(draft), s.LABEL).type_pins == ()
    button(day, "done.undo").click().run()
    assert problem(at_desk(draft), s.LABEL).type_pins == (pin,)
    assert not day.exception


def test_the_start_of_a_day_is_pinned_alone_and_stays_the_choice(day, draft):
    type_pin(day).set_value("@").run()
    (pin,) = problem(at_desk(draft), s.LABEL).type_pins
    assert (pin.kind, pin.start_clock) == ("", 9 * 60)
    assert type_pin(day).value == "@"
    assert not day.exception


def test_pin_another_set_meanwhile_is_told_as_a_sentence(day, draft):
    pin(at_desk(draft, **WHO), s.LABEL, shifts(draft)["A1"][0])
    button(day, "edit.pin").click().run()  # the page still offers to pin
    assert not day.exception
    assert "您查看之后，王经理" in seen(day)


def test_change_of_a_published_roster_makes_a_new_draft(day, draft):
    publish(at_desk(draft, **WHO), s.LABEL)
    box(day, "start").set_value(10 * 60).run()
    save(day)
    first, second = versions(at_desk(draft), s.LABEL)
    assert not first.is_draft
    assert second.is_draft


def test_wish_of_the_day_is_shown(day):
    assert "意愿：希望休息" in seen(day)


def save(day):
    """Keep what is tried, with a reason where the house's rules ask for one."""
    for part in day.text_input:
        if part.label == "破例的理由":
            part.set_value("盘点")
    button(day, "edit.save").click().run()


def moved_by(database, who, hours):
    """Let somebody move A1's Monday by so many hours."""
    (old,) = shifts(database)["A1"]
    meal = Span(old.meal.start_min + hours * 60, old.meal.end_min + hours * 60)
    new = replace(
        old, start_min=old.start_min + hours * 60, end_min=old.end_min + hours * 60, meal=meal
    )
    change(at_desk(database, by=who), s.LABEL, removed=(old,), added=(new,), reason="盘点")


def test_what_is_tried_stays_when_somebody_else_changed_the_shift(day, draft):
    box(day, "start").set_value(10 * 60).run()
    moved_by(draft, "李主管", 3)
    save(day)
    assert not day.exception
    assert "李主管" in seen(day)
    assert box(day, "start").value == 10 * 60
    assert s.CLOCK.clock_of(shifts(draft)["A1"][0].start_min) == 12 * 60
    save(day)  # having looked, they want it all the same
    assert s.CLOCK.clock_of(shifts(draft)["A1"][0].start_min) == 10 * 60
    assert "有人改过" not in seen(day)


def test_what_somebody_else_made_of_the_shift_can_be_begun_with(day, draft):
    box(day, "start").set_value(10 * 60).run()
    moved_by(draft, "李主管", 3)
    day.run()
    assert "有人改过" in seen(day)
    next(part for part in day.button if "放弃" in part.label).click().run()
    assert box(day, "start").value == 12 * 60
    assert "有人改过" not in seen(day)


TYPES = (
    ShiftType("早", 540, 480, meal_min=60, name_zh="早班"),
    ShiftType("中", 720, 480, latest_start_clock=780, meal_min=60, name_zh="中班"),
)


@pytest.fixture
def typed(app, draft):
    """Return the app at Monday of agent A1, who works the early type, in a week with types."""
    week = s.week()
    with_types = replace(week, rules=replace(week.rules, types=TYPES))
    keep_week(at_desk(draft, **WHO), with_types, roster=s.roster())
    return opened(app, "day")


def test_a_type_is_chosen_first_and_its_start_only_where_it_may_vary(typed, draft):
    assert box(typed, "type").value == "早"
    asked = {part.key.split(".")[1] for part in typed.selectbox if part.key.startswith("edit.")}
    assert asked == {"type", "meal"}  # A1 has one post
    box(typed, "type").set_value("中").run()
    assert box(typed, "start_of").options == ["12:00", "12:30", "13:00"]
    save(typed)
    assert not typed.exception
    (shift,) = shifts(draft)["A1"]
    assert s.CLOCK.clock_of(shift.start_min) == 12 * 60
    assert (shift.work_min, shift.post) == (480, "presales")
    assert shift.meal is not None


def test_a_shift_of_a_type_can_be_taken_out_by_its_type(typed, draft):
    box(typed, "type").set_value("-").run()
    save(typed)
    assert "A1" not in shifts(draft)


def test_the_length_of_a_type_is_asked_for_where_the_contract_leaves_several(app, draft):
    week = s.week()
    kinds = (ShiftType("早", 540, (480, 360), meal_min=60), ShiftType("中", 720, (480, 240)))
    bound = replace(kinds[1], contract_hours=((40, 40), (10, 39)))
    with_types = replace(week, rules=replace(week.rules, types=(kinds[0], bound)))
    keep_week(at_desk(draft, **WHO), with_types, roster=s.roster())
    day = opened(app, "day")
    assert box(day, "shape").options == [
        "工作 8.0 小时，用餐 60 分钟",
        "工作 6.0 小时，用餐 60 分钟",
    ]
    box(day, "shape").select_index(1).run()
    assert "早 09:00-18:00 | 16:00" in " ".join(box(day, "type").options)
    save(day)
    (shift,) = shifts(draft)["A1"]
    assert (s.CLOCK.clock_of(shift.start_min), shift.work_min) == (540, 360)
    box(day, "type").set_value("中").run()
    assert not [part for part in day.selectbox if part.key.startswith("edit.shape")]


def test_changes_of_post_are_entered_moved_and_taken_out(app, draft):
    week = s.week()
    changing = replace(week, rules=replace(week.rules, post_change=PostChange(60, 1)))
    keep_week(at_desk(draft, **WHO), changing, roster=s.roster())
    day = opened(app, "day")
    day.selectbox(key="day.agent").set_value("A4").run()
    box(day, "post").set_value("aftersales").run()
    begin = s.CLOCK.at(s.MONDAY, 13 * 60)
    assert "13:00" in box(day, "change_at").options
    box(day, "change_at").set_value(begin).run()
    assert box(day, "change_to").options == ["售前"]
    save(day)
    assert not day.exception
    assert posts_of(draft, "A4") == [("aftersales", 9), ("presales", 13)]
    box(day, "change_at").set_value(begin + 60).run()
    save(day)
    assert posts_of(draft, "A4") == [("aftersales", 9), ("presales", 14)]
    box(day, "change_at").set_value(-1).run()
    save(day)
    assert posts_of(draft, "A4") == [("aftersales", 9)]


def posts_of(database, name):
    """Return the posts of the only shift of a person, and from which hour on."""
    (shift,) = shifts(database)[name]
    return [(each.post, s.CLOCK.clock_of(each.span.start_min) // 60) for each in shift.served]


def test_who_stands_by_is_called_to_a_post_and_the_call_is_taken_back(app, draft, monkeypatch):
    monkeypatch.setattr(link, "now", lambda: s.NOW)  # before the week begins
    standby = ShiftType("机", 540, 480, meal_min=60, name_zh="机动班", is_standby=True)
    rules = replace(s.week().rules, shapes=(), types=(standby,))
    keep_week(at_desk(draft, **WHO), s.week(rules=rules), roster=s.roster())
    day = opened(app, "day")
    assert "机动待命" in seen(day)
    assert "机动 09:00-18:00" in seen(day)
    assert len(day.selectbox(key="calls.agent").options) == 2
    next(part for part in day.button if part.label == "呼叫到岗").click().run()
    assert not day.exception
    (call,) = problem(at_desk(draft), s.LABEL).calls
    assert (call.agent_id, call.post, s.CLOCK.clock_of(call.from_min)) == ("A1", "presales", 540)
    assert "已呼叫 A1 客服001" in seen(day)
    button(day, "done.undo").click().run()
    asked = problem(at_desk(draft), s.LABEL)
    assert (asked.calls, asked.pins) == ((), ())


def test_a_handover_is_written_down_and_its_unsigned_are_shown(app, draft):
    first = s.shift("A1", 0)
    later = replace(first, agent_id="A2", start_min=first.end_min - 60, end_min=first.end_min + 420)
    keep_roster(at_desk(draft, **WHO), s.LABEL, Roster((first, later)))
    publish(at_desk(draft, **WHO), s.LABEL, reason="人手不够")
    page = opened(app, "day")
    assert "60 分钟" in seen(page)
    news = next(one for one in page.text_area if one.key.endswith(".news"))
    news.set_value("退货地址改了")
    next(one for one in page.button if one.label == "保存交接").click().run()
    assert not page.exception
    assert "未签：客服002、客服001" in seen(page)
    (point,) = handovers(at_desk(draft), s.LABEL, s.MONDAY)
    assert point.log.value.news == "退货地址改了"


def test_two_people_are_compared_for_a_shift_and_their_week_made_anew(day, draft):
    who = next(part for part in day.selectbox if part.key.startswith("swap.who."))
    who.set_value("A3").run()
    assert "本周工时" in seen(day)
    assert "A1" in seen(day)
    before = shifts(draft)
    next(part for part in day.button if part.key.startswith("instead.solve.")).click().run()
    assert not day.exception
    assert "两人" in seen(day)
    assert shifts(draft) == before
