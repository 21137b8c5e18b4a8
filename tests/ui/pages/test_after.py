"""The page of a week that is over."""

import pytest

from scheduler.dispatch import Presence
from scheduler.roster import Roster
from service.demand.forecasting import forecast_week
from service.demand.overruling import Model
from service.demand.staffing import staff_week
from service.history.volumes import import_volumes
from service.month.kpi_intake import import_attendance
from service.roster.publishing import keep_roster, publish
from store.files.kpi_tables import ATTENDANCE
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui.words.caveats import caveat_text

WHO = {"by": "王经理", "now": s.NOW}


def published(draft):
    """Forecast with a method that somebody chose, publish, and record nine chats a half hour."""
    desk = at_desk(draft, **WHO)
    import_volumes(desk, s.volumes())
    forecast_week(desk, s.LABEL, models={"presales": Model.LAST_WEEK})
    staff_week(desk, s.LABEL)
    publish(desk, s.LABEL, reason="试")
    import_volumes(desk, s.volumes(s.MONDAY, 7, 9.0))


@pytest.mark.usefixtures("draft")
def test_a_week_that_is_not_published_leads_to_where_it_is(app):
    shown = seen(opened(app, "after"))
    assert "只有已发布的周才能复盘" in shown
    button(app, "after.week").click().run()
    assert not app.exception


def test_plan_stands_beside_what_happened_and_what_is_missing_is_said(app, draft):
    published(draft)
    shown = seen(opened(app, "after"))
    assert not app.exception
    assert "+50.0%" in shown  # nine came, six were forecast
    assert "这几天的考勤尚未导入" in shown
    assert "预测方法：上周同一时段" in shown
    assert "王经理" in shown
    button(app, "after.mend.after_no_attendance").click().run()
    assert not app.exception


def test_english_page_says_the_same(app, draft):
    published(draft)
    shown = seen(opened(app, "after", lang="en"))
    assert not app.exception
    assert "Chats against forecast" in shown


def test_hours_present_stand_beside_those_planned_on_days_with_attendance(app, draft, tmp_path):
    keep_roster(at_desk(draft, **WHO), s.LABEL, Roster((s.shift("A1", 1), s.shift("A1", 2))))
    published(draft)
    shift = s.shift("A1", 1)
    there = [Presence("A1", shift.start_min, shift.end_min)]
    ATTENDANCE.write(there, tmp_path / "attendance.csv", s.CLOCK)
    import_attendance(at_desk(draft, **WHO), tmp_path / "attendance.csv")
    shown = seen(opened(app, "after"))
    assert "到岗 8.0，排班 8.0" in shown  # of Wednesday nobody knows
    assert "排班 16.0 人时" in shown


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "11月30日 09:00-12:00、15:00-16:00、"),
        ("en", "Mon 30 Nov 09:00-12:00, 15:00-16:00, "),
    ],
)
def test_hours_of_which_chats_are_known_are_told_day_by_day(lang, told):
    monday, tuesday = "2026-11-30", "2026-12-01"
    times = [[monday, "09:00", "12:00"], [monday, "15:00", "16:00"], [tuesday, "09:00", "24:00"]]
    shown = caveat_text("after_chats_hours", {"times": times}, lang)
    assert told in shown
    assert "09:00-24:00" in shown
