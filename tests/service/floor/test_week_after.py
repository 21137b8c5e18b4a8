"""A week that is over: what was planned against what happened, and what is said to be missing."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from kpi.facts.outcomes import ChatOutcomes
from scheduler.chats import ChatRecords
from scheduler.demand import Volumes
from scheduler.dispatch import Presence
from scheduler.forecast.models import Model
from scheduler.horizon import Horizon
from scheduler.roster import Roster
from service.demand.forecasting import DayKind, SpecialDay, forecast_week, save_special_day
from service.demand.staffing import staff_week
from service.floor.week_after import week_after
from service.history.volumes import import_volumes
from service.month import kpi_intake
from service.roster.publishing import keep_roster, publish
from store.files.chat_log import ChatLog, write_chat_log
from store.files.kpi_tables import ATTENDANCE
from tests.desks import at_desk
from tests.service import small_shop as s

AFTER = dt.datetime(2026, 12, 8, 2, 0, tzinfo=dt.UTC)
TUESDAY = s.MONDAY + dt.timedelta(days=1)
OPEN = slice(18, 36)  # intervals of each day
WEEK = {"by": "主管", "now": s.NOW, "absences": (), "wishes": ()}


def desk(opened, now=AFTER, by="主管"):
    return at_desk(opened, by=by, now=now)


def volumes(start, days, count):
    table = s.volumes(start, days, count)
    counts = np.full((2, days, 48), np.nan)
    counts[:, :, OPEN] = table.counts.reshape(2, days, 48)[:, :, OPEN]
    return Volumes(s.CLOCK, 30, s.POSTS, table.start_min, counts.reshape(2, -1))


@pytest.fixture
def opened(tmp_path):
    """Return a week published from a forecast of 6 chats a half hour, two people on Monday."""
    opened = s.database(tmp_path, s.with_week(**WEEK))
    early = desk(opened, s.NOW)
    import_volumes(early, volumes(s.MONDAY - dt.timedelta(weeks=4), 28, 6.0))
    forecast_week(early, s.LABEL)
    staff_week(early, s.LABEL)
    keep_roster(early, s.LABEL, s.roster())
    publish(early, s.LABEL, reason="试")
    yield opened
    opened.close()


def codes(found):
    return {caveat.code for caveat in found.caveats}


def test_what_is_not_imported_is_said_and_no_number_stands_for_it(opened):
    found = week_after(desk(opened), s.LABEL)
    assert codes(found) == {
        *("after_no_volumes", "after_no_attendance", "after_no_simulation", "after_no_chats"),
    }
    presales = found.posts[0]
    assert (presales.came, presales.error, presales.needed_hours) == (None, None, None)
    assert (presales.present_hours, presales.kept.adherence) == (None, None)
    assert (presales.simulated, presales.measured) == (None, None)
    assert presales.forecast_all == pytest.approx(6 * 18 * 7)
    assert presales.planned_hours == 8.0
    assert "after_not_over" in codes(week_after(desk(opened, s.NOW), s.LABEL))


def test_volumes_are_compared_where_they_are_recorded(opened):
    import_volumes(desk(opened), volumes(s.MONDAY, 2, 9.0))  # Monday and Tuesday alone
    found = week_after(desk(opened), s.LABEL)
    presales = found.posts[0]
    assert presales.came == 9 * 18 * 2
    assert presales.forecast == pytest.approx(6 * 18 * 2)
    assert presales.error == pytest.approx(3 / 9)
    assert presales.needed_hours > presales.required_there
    (part,) = (one for one in found.caveats if one.code == "after_volumes_part")
    assert part.details == {"percent": 71.4}


def test_attendance_tells_who_was_there_and_of_whom_nothing_is_known(opened, tmp_path):
    shift = s.shift("A1")  # 9:00 to 18:00 with an hour's meal; half an hour late
    there = [Presence("A1", shift.start_min + 30, shift.end_min)]
    ATTENDANCE.write(there, tmp_path / "attendance.csv", s.CLOCK)
    kpi_intake.import_attendance(desk(opened), tmp_path / "attendance.csv")
    found = week_after(desk(opened), s.LABEL)
    presales, aftersales = found.posts
    assert presales.present_hours == 7.5
    assert presales.kept.adherence == pytest.approx(450 / 480)
    assert aftersales.present_hours == 0.0
    assert (aftersales.kept.adherence, aftersales.kept.unknown_shifts) == (None, 1)
    (part,) = (one for one in found.caveats if one.code == "after_attendance_part")
    assert part.details == {"count": 1}
    assert found.people.present[0, 18] == 0.0
    assert found.people.present[0, 19] == 1.0


def test_days_of_which_nobody_is_recorded_yet_are_unknown_not_missed(opened, tmp_path):
    tuesday, wednesday = s.shift("A1", 1), s.shift("A1", 2)  # of one month
    early = desk(opened, s.NOW)
    keep_roster(early, s.LABEL, Roster((tuesday, wednesday)))
    publish(early, s.LABEL, reason="试")
    there = [Presence("A1", tuesday.start_min, tuesday.end_min)]
    ATTENDANCE.write(there, tmp_path / "attendance.csv", s.CLOCK)
    kpi_intake.import_attendance(desk(opened), tmp_path / "attendance.csv")
    found = week_after(desk(opened), s.LABEL)
    presales, day = found.posts[0], found.horizon.first_interval
    assert (presales.kept.adherence, presales.kept.unknown_shifts) == (1.0, 1)
    assert (presales.present_hours, presales.planned_there, presales.planned_hours) == (8, 8, 16)
    present = found.people.present[0]
    assert np.isnan(present[day(2) :]).all()  # on Wednesday nobody knows, nor later
    assert not np.isnan(present[day(1) : day(2)]).any()


def test_level_that_chats_show_is_counted_as_the_target_counts_it(opened, tmp_path):
    came = s.at(0, 10) * 60.0 + 60 * np.arange(5)
    replied = came + np.array([10.0, 20.0, 40.0, np.nan, np.nan])
    ended = came + np.array([300.0, 300.0, 300.0, 300.0, 5.0])  # the last left at once
    records = ChatRecords(
        ("presales",), ("A1",), np.zeros(5), [0, 0, 0, -1, -1], came, replied, ended
    )
    log = ChatLog(records, ChatOutcomes(np.zeros(5, dtype=int), {}))
    write_chat_log(log, tmp_path / "chats.csv", s.CLOCK)
    kpi_intake.import_chats(desk(opened), tmp_path / "chats.csv")
    found = week_after(desk(opened), s.LABEL)
    presales, aftersales = found.posts
    assert (presales.measured.chats, presales.measured.level) == (5, 0.4)  # within 30 s, of 5
    assert presales.measured.answered == 0.6
    assert aftersales.measured is None
    assert {"after_no_chats_of", "after_chats_part"} <= codes(found)


def chats_at(hours, day=0):
    """Return a log of presales' chats at some hours of a day, each answered at once."""
    came = np.array([s.at(day, hour) * 60.0 for hour in hours])
    nobody = np.zeros(len(came), dtype=int)
    records = ChatRecords(("presales",), ("A1",), nobody, nobody, came, came + 5, came + 60)
    return ChatLog(records, ChatOutcomes(nobody, {}))


def test_chats_of_some_hours_of_a_day_say_of_which(opened, tmp_path):
    morning = np.arange(9, 12, 0.25)
    write_chat_log(chats_at([*morning, 15.2, 15.7]), tmp_path / "chats.csv", s.CLOCK)
    kpi_intake.import_chats(desk(opened), tmp_path / "chats.csv")
    found = week_after(desk(opened), s.LABEL)  # six a half hour are forecast from 9 to 18
    (part,) = (one for one in found.caveats if one.code == "after_chats_hours")
    assert (part.post, part.details) == (
        "presales",
        {"times": [["2026-11-30", "09:00", "12:00"], ["2026-11-30", "15:00", "16:00"]]},
    )
    assert found.posts[0].measured.is_part


def test_a_half_hour_without_chats_is_chance_where_few_are_expected(opened, tmp_path):
    whole = [hour for hour in np.arange(9, 18, 0.25) if not 13 <= hour < 13.5]
    write_chat_log(chats_at(whole), tmp_path / "chats.csv", s.CLOCK)
    kpi_intake.import_chats(desk(opened), tmp_path / "chats.csv")
    found = week_after(desk(opened), s.LABEL)
    assert "after_chats_hours" not in codes(found)


def test_overruling_that_hit_gained_and_one_that_missed_lost(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WEEK))
    early = desk(opened, s.NOW)
    past = volumes(s.MONDAY - dt.timedelta(weeks=4), 28, 6.0)
    counts = np.array(past.counts)
    counts[:, -7 * 48 :] *= 2  # the last week was twice the others
    import_volumes(early, Volumes(s.CLOCK, 30, s.POSTS, past.start_min, counts))
    save_special_day(
        desk(opened, s.NOW, "阿周"),
        SpecialDay(TUESDAY, DayKind.PROMOTION, "大促", ("presales",), 3.0),
    )
    models = {"aftersales": Model.LAST_WEEK}
    made = forecast_week(early, s.LABEL, models=models)
    staff_week(early, s.LABEL)
    keep_roster(early, s.LABEL, s.roster())
    publish(early, s.LABEL, reason="试")
    forecast_week(early, s.LABEL)  # what is forecast later judges nobody
    assert all(one.made is None for one in week_after(desk(opened), s.LABEL).gains)
    import_volumes(desk(opened), volumes(s.MONDAY, 7, 12.0))  # as last week; no promotion came
    model, factor = week_after(desk(opened), s.LABEL).gains
    assert (model.post, factor.post) == ("aftersales", "presales")
    assert model.chats > 0
    assert model.hours > 0
    assert factor.overruling.entered.by == "阿周"
    assert factor.came == 12 * 18  # of its day alone
    assert factor.chats < 0
    assert factor.hours < 0
    assert 0 < model.rival.level < model.made.level <= 1  # more people were asked for, and needed
    assert factor.level == factor.made.level - factor.rival.level > 0  # three times as many, idle
    tuesday = made.forecast.of("presales")[48 + 18 : 48 + 36]
    assert factor.made.chats == pytest.approx(np.abs(tuesday - 12).sum(), rel=0.05)
    opened.close()


def test_week_that_was_never_published_has_nothing_to_look_back_at(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WEEK))
    assert week_after(desk(opened), s.LABEL) is None
    opened.close()


def test_week_published_before_snapshots_were_kept_says_so(opened):
    with opened.write() as unit:
        unit.connection.exec_driver_sql("DELETE FROM forecast_snapshot")
    found = week_after(desk(opened), s.LABEL)
    assert "after_no_snapshot" in codes(found)
    assert found.posts[0].forecast_all == pytest.approx(6 * 18 * 7)


def test_shifts_published_too_late_are_planned_and_said_to_bind_nobody(opened):
    late = desk(opened, s.NOW + dt.timedelta(days=8))  # Tuesday
    more = Roster((*s.roster().shifts, s.shift("A2")))
    keep_roster(late, s.LABEL, more)
    publish(late, s.LABEL, reason="补")
    found = week_after(desk(opened), s.LABEL)
    (one,) = (one for one in found.caveats if one.code == "after_unbound")
    assert one.details == {"count": 1}
    assert found.posts[0].planned_hours == 16.0
    assert Horizon(s.CLOCK, s.MONDAY) == found.horizon


def test_hours_asked_for_are_never_below_the_least_people(tmp_path):
    posts = tuple(replace(one, min_agents=2) for one in s.week().posts)
    opened = s.database(tmp_path, s.with_week(posts=posts, now=s.NOW))
    before = desk(opened, s.NOW)
    keep_roster(before, s.LABEL, s.roster())
    publish(before, s.LABEL, reason="人手不足")
    import_volumes(desk(opened), volumes(s.MONDAY, 7, 0.0))
    presales = week_after(desk(opened), s.LABEL).posts[0]
    assert (presales.required_hours, presales.needed_hours) == (2 * 9 * 7, 2 * 9 * 7)
    opened.close()
