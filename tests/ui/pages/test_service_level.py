import dataclasses
import datetime as dt

import numpy as np
import pytest

from scheduler.post import SpeedsFrom, StaffingTarget
from scheduler.roster import Roster
from scheduler.simulate.held import WhatCounts
from scheduler.simulate.params import SimulationParams
from scheduler.staffing.cycle import ReplyCycle
from service.demand.own_speeds import own_speeds
from service.month.kpi_intake import import_chats
from service.roster.editing import change
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from service.roster.rosters import roster_sheet
from service.shop.shops import posts, save_post
from service.trial.simulation import latest_simulation, simulate_version
from tests.desks import at_desk
from tests.quick_and_slow import write_quick_and_slow
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui import state
from ui.charts.level import Lane
from ui.parts.planner.service_level_worst import Miss, level_csv, lost_chats, misses

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)
QUICK = SimulationParams(replications=5, warm_up_min=0)


@pytest.fixture
def tested(draft):
    """Return a database with a draft that was simulated."""
    simulate_version(at_desk(draft, **WHO), *HERE, QUICK)
    return draft


def at(app, **address):
    return opened(app, "service_level", role="planner", **address)


@pytest.mark.usefixtures("draft")
def test_roster_that_was_not_simulated_says_so(app):
    shown = seen(at(app))
    assert "尚未模拟" in shown
    assert "这份班表还没有模拟" in shown


@pytest.mark.usefixtures("week")
def test_week_without_a_roster_says_so(app):
    assert "本周还没有班表" in seen(at(app))


def test_week_without_a_forecast_offers_to_make_one(app, database):
    keep_week(at_desk(database, **WHO), s.week(forecast=None))
    keep_roster(at_desk(database, **WHO), *HERE, s.roster())
    assert "本周还没有预测" in seen(at(app))
    assert not app.exception


def test_pressing_start_simulates_and_keeps_what_it_showed(app, draft):
    at(app)
    app.select_slider(key="level.times").set_value(10)
    button(app, "level.go").click().run(timeout=120)
    assert not app.exception
    assert latest_simulation(at_desk(draft), *HERE).kept.note.replications == 10
    assert "模拟 10 周" in seen(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.usefixtures("tested")
def test_every_measure_is_drawn_in_both_languages(app, lang):
    at(app, lang=lang)
    measure = next(part for part in app.button_group if part.key == "level.measure")
    for name in ("answer_rate", "mean_wait_s", "occupancy", "concurrency", "service_level"):
        measure.set_value(name).run()
        assert not app.exception
        assert not app.error


def test_turns_and_the_mean_response_stand_beside_the_level(app, draft):
    desk = at_desk(draft, **WHO)
    (first, *_) = posts(desk)
    cycle = ReplyCycle(30.0, 60.0, 5.0)
    inputs = dataclasses.replace(
        first.staffing,
        speeds_from=SpeedsFrom.RHYTHM,
        reply_cycle=cycle,
        targets=(StaffingTarget(0.9, 180.0, every_turn=True),),
    )
    save_post(desk, dataclasses.replace(first, staffing=inputs))
    simulate_version(desk, *HERE, QUICK)
    shown = seen(at(app))
    assert "平均响应" in shown
    assert "每一轮 180 秒内回复 90%（全天）：实际" in shown
    assert "不知道聊天节奏" in shown  # of the other post
    part = next(one for one in app.button_group if one.key == "level.measure")
    part.set_value("mean_response_s").run()
    assert not app.exception


def test_people_are_simulated_at_their_own_speeds_where_somebody_asks(app, tested, tmp_path):
    at(app)
    next(one for one in app.toggle if one.key == "level.speeds").set_value(True).run()
    assert "各人的速度不知道" in seen(app)  # no chats were taken in
    chats = write_quick_and_slow(tmp_path / "chats.csv", s.CLOCK, dt.date(2026, 11, 2))
    import_chats(at_desk(tested, **WHO), chats)
    desk = at_desk(tested, by="王经理", now=s.NOW)
    learnt = own_speeds(desk).speeds
    assert learnt.people["A1"].factor > 1.5
    assert learnt.people["A2"].factor < 0.75
    plain = simulate_version(desk, *HERE, QUICK)
    own = simulate_version(desk, *HERE, dataclasses.replace(QUICK, with_own_speeds=True))
    assert plain.kept.note.total["occupancy"] != own.kept.note.total["occupancy"]
    shown = seen(app.run())
    assert "各人按自己的速度" in shown
    assert "同样的顾客为" in shown


def test_days_may_count_and_the_next_question_begins_with_what_counted(app, tested):
    desk = at_desk(tested, by="王经理", now=s.NOW)
    counts = {"counts": WhatCounts.DAY_CHATS, "least_hours": 0.9}
    found = simulate_version(desk, *HERE, dataclasses.replace(QUICK, **counts))
    shown = seen(at(app))
    assert "天达标；最低是" in shown
    assert "：2 天中" not in shown  # the card's head names the post already
    assert found.missed
    asked = next(one for one in app.selectbox if one.key == "level.counts")
    assert asked.value == "day_chats"
    asked.set_value(WhatCounts.WEEK_HOURS).run()
    least = next(one for one in app.number_input if one.key == "level.least_hours")
    assert least.value == 90.0


@pytest.mark.usefixtures("tested")
def test_posts_that_miss_their_target_are_named_with_their_worst_times(app):
    shown = seen(at(app))
    assert "✗ 未达标" in shown
    assert "周二 12月1日" in shown  # nobody works after Monday
    assert "流失（次/周）" in shown


def test_chats_lost_in_a_stretch_are_those_who_left_in_it(tested):
    found = latest_simulation(at_desk(tested, **WHO), *HERE)
    intervals = found.kept.course["service_level"].shape[2]
    for post in found.kept.note.posts:
        whole = Miss(post, 0, intervals, 0.0, 0.0, 0.0, 0.0)
        measures = found.kept.note.by_post[post]
        left = measures["abandonment"].mean * measures["mean_offered"].mean
        assert lost_chats(found, whole) == pytest.approx(left, rel=0.02)


def test_a_change_since_the_simulation_is_told(app, tested):
    change(at_desk(tested, **WHO), *HERE, removed=(s.shift("A1"),))
    shown = seen(at(app))
    assert "已过时" in shown
    assert "请重新模拟" in "".join(message.value for message in app.warning)


def test_version_in_force_can_be_looked_at_beside_the_draft(app, tested):
    publish(at_desk(tested, **WHO), *HERE)
    keep_roster(at_desk(tested, **WHO), *HERE, Roster((s.shift("A1"),)))
    at(app)
    assert "尚未模拟" in seen(app)
    version = next(part for part in app.button_group if part.key.startswith("level.version"))
    version.set_value(1).run()
    assert "模拟 5 周" in seen(app)


def lane(level, offered=10.0, target=0.8, missed=None):
    level = np.array(level, dtype=float)
    flags = level < target if missed is None else np.array(missed)
    values = np.stack([level, level, level])
    return Lane("presales", values, np.full(len(level), offered), target, flags)


def test_neighbouring_misses_are_one_stretch_weighed_by_chats():
    made = lane([0.9, 0.5, 0.7, 0.9])
    made = dataclasses.replace(made, offered=np.array([10.0, 30.0, 10.0, 10.0]))
    (miss,) = misses([made])
    assert (miss.first, miss.after) == (1, 3)
    assert miss.level == pytest.approx((30 * 0.5 + 10 * 0.7) / 40)
    assert miss.lowest == 0.5
    assert miss.late == pytest.approx(18)
    assert miss.short == pytest.approx(40 * 0.8 - 22)


def test_the_stretch_that_costs_most_chats_comes_first():
    found = misses([lane([0.7, 0.9, 0.1, 0.9, 0.5])])
    assert [miss.first for miss in found] == [2, 4, 0]


def test_no_misses_no_stretches():
    assert misses([lane([0.9, np.nan])]) == []


def test_file_holds_every_interval_and_measure(tested):
    sheet = roster_sheet(at_desk(tested), *HERE)
    state.choose("lang", "zh")
    text = level_csv(sheet, latest_simulation(at_desk(tested), *HERE)).decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 1 + 2 * 336
    assert lines[0].startswith("岗位,开始,进线会话")
    assert lines[0].count(",") == 1 + 6 * 3
