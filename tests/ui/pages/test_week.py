import pytest

from scheduler.agent import Absence
from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.post import Post, StaffingInputs
from scheduler.roster import Roster
from scheduler.type_pin import TypePin
from service.history.volumes import import_volumes
from service.month.kpi_intake import enter_interruption
from service.roster import pinning
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from service.roster.requests import enter_absence
from service.roster.rosters import roster_sheet, versions
from service.roster.weeks import open_week, weeks
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, script, seen

WHO = {"by": "王经理", "now": s.NOW}


def sheet(database):
    return roster_sheet(at_desk(database), s.LABEL)


@pytest.mark.usefixtures("week")
def test_week_without_a_roster_offers_to_solve(app):
    opened(app)
    assert "本周还没有班表" in seen(app)
    assert button(app, "solve.open").label == "自动排班"


def test_weeks_opened_as_one_are_headed_by_the_first_and_the_last(app, week):
    open_week(at_desk(week, **WHO), "2026-W50", weeks=4)
    assert "第 50–53 周" in seen(opened(app, week="2026-W50"))


@pytest.mark.usefixtures("draft")
def test_week_with_a_roster_offers_to_solve_again(app):
    assert button(opened(app), "solve.open").label == "重新排班"


def test_week_without_a_requirement_offers_to_make_it(app, database):
    keep_week(at_desk(database, **WHO), s.week(requirement=None, forecast=None))
    opened(app)
    assert "本周还没有人力需求" in seen(app)
    assert "还缺：历史咨询量" in seen(app)
    button(app, "empty.history").click().run()
    assert "还没有历史咨询量" in seen(app)
    import_volumes(at_desk(database), s.volumes())
    app.switch_page(script("week")).run()
    button(app, "need.make").click().run(timeout=180)
    assert not app.exception
    assert weeks(at_desk(database))[0].has_requirement


def test_answers_say_what_is_missing_and_broken(app, draft):
    shown = seen(opened(app))
    cost = sheet(draft).verdict.cost
    assert f"{cost.short_hours:.1f} 人时" in shown
    assert "0 项违规" in shown


def test_how_liveable_the_roster_is_stands_beside_the_week_before(app, draft):  # noqa: ARG001
    page = opened(app)
    shown = seen(page)
    assert "每人每周的不同上班时刻" in shown
    assert "上周没有任何班次记录" in shown
    assert "每周不同上班时刻" in page.dataframe[-1].value.columns


def test_broken_rule_is_told_as_a_sentence(app, week):
    tired = Roster((s.shift("A1", 0, 15), s.shift("A1", 1, 7)))
    keep_roster(at_desk(week, **WHO), s.LABEL, tired)
    shown = seen(opened(app))
    assert "3 项违规" in shown  # the rest, and work after 18:00 and before 9:00
    assert "至少要隔 660 分钟" in shown
    assert "起在售前上班的 300 分钟内，该岗位未开放" in shown


def test_the_list_of_pins_tells_what_cannot_be_kept(app, draft):
    pinning.pin(at_desk(draft, **WHO), s.LABEL, s.shift("A1"))
    pinning.pin_type(at_desk(draft, **WHO), s.LABEL, TypePin("A1", s.MONDAY, ""))
    page = opened(app)
    (rows,) = (each.value for each in page.dataframe if "锁定了什么" in each.value.columns)
    assert rows["锁定了什么"].tolist() == ["09:00-18:00 售前", "锁定：休息"]
    assert "这一天锁定为休息" in rows["做不到的原因"].tolist()[1]
    assert sum("这一天锁定为休息" in each.value for each in page.caption) == 1  # in full beneath


def open_dialog(app, *also):
    """Open the publish dialog, pressing buttons in it: a test's run closes dialogs by itself."""
    for key in ("publish.open", *also):
        button(app, key).click()
    app.run()


def test_clean_roster_is_published_with_a_name(app, draft):
    open_dialog(opened(app))
    assert button(app, "publish.go").disabled
    app.text_input(key="publish.name").set_value("李主管")
    open_dialog(app)
    open_dialog(app, "publish.go")
    kept = sheet(draft).published
    assert kept.version.published_by == "李主管"
    assert kept.version.reason == ""


def test_broken_roster_is_published_only_with_a_reason(app, week):
    tired = Roster((s.shift("A1", 0, 15), s.shift("A1", 1, 7)))
    keep_roster(at_desk(week, **WHO), s.LABEL, tired)
    open_dialog(opened(app))
    assert "其中法定 0 项" in seen(app)
    shown = seen(app).count("【本店】")
    assert shown == 2 * len(sheet(week).verdict.stretches)  # on the page, and in the dialog
    app.text_input(key="publish.name").set_value("李主管")
    open_dialog(app)
    assert button(app, "publish.go").disabled
    app.text_area(key="publish.reason").set_value("夜班客服病假")
    open_dialog(app)
    open_dialog(app, "publish.go")
    assert sheet(week).published.version.reason == "夜班客服病假"
    assert "夜班客服病假" in seen(opened(app))


def test_draft_that_somebody_else_changed_meanwhile_is_not_published(app, draft):
    open_dialog(opened(app))
    app.text_input(key="publish.name").set_value("李主管")
    open_dialog(app)
    changed = Roster(s.roster().shifts[1:])
    keep_roster(at_desk(draft, by="王经理"), s.LABEL, changed)
    open_dialog(app, "publish.go")
    assert not app.exception
    assert "王经理" in seen(app)
    assert sheet(draft).published is None


def test_published_roster_cannot_be_published_again(app, draft):
    publish(at_desk(draft, **WHO), s.LABEL)
    assert button(opened(app), "publish.open").disabled


@pytest.mark.usefixtures("draft")
def test_simulation_shows_the_share_answered_in_time(app):
    opened(app)
    assert "未检验" in seen(app)
    button(app, "test.go").click().run(timeout=120)
    assert not app.exception
    assert "及时回复" in seen(app)


@pytest.mark.usefixtures("draft")
def test_roster_can_be_searched(app):
    opened(app)
    app.text_input(key="grid.search").set_value("nobody at all").run()
    assert "没有符合条件的客服" in seen(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_changed_by_looking(app, draft, lang):
    before = versions(at_desk(draft), s.LABEL)
    opened(app, lang=lang)
    assert versions(at_desk(draft), s.LABEL) == before


def test_a_stretch_below_its_minimum_names_who_comes_nearest(app, database):
    posts = tuple(Post(post, StaffingInputs(), min_agents=1) for post in s.POSTS)
    keep_week(at_desk(database, **WHO), s.week(posts=posts), shop_name="小店")
    keep_roster(at_desk(database, **WHO), s.LABEL, Roster())
    shown = seen(opened(app))
    assert "少 1 人" in shown
    assert "客服004" in shown
    assert "不违反任何规则" in shown


def test_an_absence_that_comes_later_opens_hours_on_the_page(app, draft):
    before = sheet(draft).verdict.cost.short_hours
    ill = Absence("A1", s.at(0, 13), s.at(0, 17), "sick")
    enter_absence(at_desk(draft, **WHO), ill)
    found = sheet(draft)
    assert found.verdict.cost.short_hours == before + 3.0  # the meal from 13 was missed before
    shown = seen(opened(app))
    assert f"{before + 3:.1f} 人时" in shown
    assert "1 人共 3.0 小时的工时落在缺勤时间里" in shown
    assert found.gap is None


def test_a_secondment_opens_hours_and_breaks_no_rule(draft):
    before = sheet(draft).verdict
    lent = Interruption(
        *("A1", InterruptionKind.SECONDMENT, s.at(0, 9), s.at(0, 11), "拍摄", s.at(0, 8), "王经理")
    )
    enter_interruption(at_desk(draft, **WHO), lent)
    after = sheet(draft).verdict
    assert after.cost.short_hours == before.cost.short_hours + 2.0
    assert after.violations == before.violations


def test_who_could_come_is_said_only_where_it_was_looked_up(app, database):
    sealed = tuple(Post(post, StaffingInputs(), min_agents=1) for post in s.POSTS)
    keep_week(at_desk(database, **WHO), s.week(posts=sealed))
    keep_roster(at_desk(database, **WHO), s.LABEL, Roster((s.shift("A1"),)))
    shown = seen(opened(app))
    assert shown.count("谁能来，还没有查找") == 12 - 6
    assert "没有其他人可以顶上" not in shown
    asking = [each for each in app.button if (each.key or "").startswith("open.look_up.")]
    assert len(asking) == 6
    asking[0].click().run()
    assert not app.exception
    assert seen(app).count("谁能来，还没有查找") == 5
