"""Calls of people who stand by: kept with the week, part of its question, taken back."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.errors import InputError
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift
from scheduler.shift_type import ShiftType
from scheduler.standby import StandbyCall
from service.month.duties import scheduled_in
from service.month.file_floor import read_floor
from service.month.file_names import MonthFiles
from service.roster import calling, intake, pinning, publishing, rosters, weeks
from service.roster.export import shift_table
from service.roster.export_marks import content
from service.roster.long_weeks import read_weeks
from service.roster.question import problem_key, question_key
from service.trial.simulation import played_key
from store.files.week import read_week, write_roster, write_week
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.export_words import export_words

WHO = {"by": "王经理", "now": s.NOW}
KIND = ShiftType("机", 540, 480, meal_min=60, is_standby=True, min_people=1)
RULES = RuleSet((), types=(KIND, ShiftType("早", 480, 480, meal_min=60)))
CALL = StandbyCall("A1", s.at(0, 11), "presales")


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(rules=RULES))
    publishing.keep_roster(at_desk(opened, **WHO), s.LABEL, s.roster())
    yield opened
    opened.close()


@pytest.fixture
def desk(database):
    return at_desk(database, **WHO)


def asked(desk):
    return weeks.problem(desk, s.LABEL)


def test_a_call_is_part_of_the_question_and_fixes_its_shift_until_it_is_taken_back(desk):
    before = asked(desk)
    made = calling.call(desk, s.LABEL, CALL)
    after = asked(desk)
    assert after.calls == (CALL,)
    assert after.pins == (s.shift("A1"),)
    assert question_key(after) != question_key(before)
    with pytest.raises(InputError) as caught:
        pinning.unpin(desk, s.LABEL, s.shift("A1"))
    assert caught.value.faults[0].code == "shift_called"
    calling.take_back(desk, s.LABEL, *made)
    assert problem_key(asked(desk)) == problem_key(before)
    with pytest.raises(InputError) as caught:
        calling.take_back(desk, s.LABEL, CALL)
    assert caught.value.faults[0].code == "call_gone"


def test_a_pin_that_was_there_before_the_call_stays_when_it_is_taken_back(desk):
    pinning.pin(desk, s.LABEL, s.shift("A1"))
    calling.take_back(desk, s.LABEL, *calling.call(desk, s.LABEL, CALL))
    assert asked(desk).pins == (s.shift("A1"),)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agent_id": "A2"}, "call_not_standby"),
        ({"from_min": s.at(0, 8)}, "call_outside"),
        ({"post": "aftersales"}, "call_uncertified"),
        ({"post": "chat"}, "call_uncertified"),
        ({"from_min": s.at(7, 8)}, "call_not_standby"),
    ],
)
def test_what_cannot_be_called_is_told_and_nothing_is_kept(desk, changes, code):
    with pytest.raises(InputError) as caught:
        calling.call(desk, s.LABEL, replace(CALL, **changes))
    assert [fault.code for fault in caught.value.faults] == [code]
    assert (asked(desk).calls, asked(desk).pins) == ((), ())


def test_the_cover_and_the_verdict_follow_a_call(desk):
    def hours():
        return rosters.roster_sheet(desk, s.LABEL).verdict.cost.short_hours

    before = hours()
    calling.call(desk, s.LABEL, CALL)
    assert before - hours() == 6.0  # from 11 to 18 o'clock, an hour's meal out


def test_what_is_played_and_handed_out_follows_a_call(desk):
    def told():
        sheet = rosters.roster_sheet(desk, s.LABEL)
        made, words = content(sheet), export_words(sheet, "zh")
        played = played_key(sheet.problem, sheet.version.version.roster)
        return played, shift_table(made, words).rows[0][3]

    before, waiting = told()
    calling.call(desk, s.LABEL, CALL)
    after, called = told()
    assert before != after
    assert (waiting, called) == ("机动", "机动 09:00-11:00 → 售前 11:00-18:00")


def test_who_stands_by_on_a_day_is_told_apart_from_who_is_called(desk):
    roster = rosters.roster_sheet(desk, s.LABEL).version.version.roster
    found = calling.standby_on(asked(desk), roster, s.MONDAY)
    assert [one.agent_id for one in found.waiting] == ["A1", "A3"]
    calling.call(desk, s.LABEL, CALL)
    found = calling.standby_on(asked(desk), roster, s.MONDAY)
    assert ([one.agent_id for one in found.waiting], found.called) == (["A3"], (CALL,))


def test_a_week_keeps_its_calls_on_the_way_out_and_in_again(desk, tmp_path):
    calling.call(desk, s.LABEL, CALL)
    weeks.export_week(desk, s.LABEL, tmp_path / "week")
    week = read_week(tmp_path / "week")
    assert (week.calls, week.pins) == ((CALL,), (s.shift("A1"),))
    intake.keep_week(desk, replace(week, calls=()))
    assert asked(desk).calls == ()
    intake.keep_week(desk, week)
    assert asked(desk).calls == (CALL,)


def test_a_night_called_after_the_week_ended_is_kept_with_it_and_with_the_next(tmp_path):
    night = ShiftType("机", 1200, 600, is_standby=True)
    start = s.at(6, 20)
    shift = Shift("A1", start, start + 600, "presales")
    late = StandbyCall("A1", s.at(7, 1), "presales")
    opened = s.database(tmp_path, s.with_week(rules=RuleSet((), types=(night,))))
    desk = at_desk(opened, **WHO)
    publishing.keep_roster(desk, s.LABEL, Roster((shift,)))
    calling.call(desk, s.LABEL, late)
    assert asked(desk).calls == (late,)
    weeks.export_week(desk, s.LABEL, tmp_path / "week")
    assert read_weeks(tmp_path / "week", 1).calls == (late,)
    intake.keep_week(desk, read_week(tmp_path / "week"), roster=Roster((shift,)))
    assert asked(desk).calls == (late,)  # once
    publishing.publish(desk, s.LABEL, reason="试")
    after = s.week(
        s.MONDAY + dt.timedelta(days=7), rules=RuleSet((), types=(night,)), wishes=(), absences=()
    )
    intake.keep_week(desk, after)
    following = weeks.problem(desk, "2026-W50")
    assert (following.history, following.calls) == ((shift,), (late,))
    opened.close()


def test_a_call_whose_shift_is_gone_is_a_breach_and_stays_on_the_list(desk):
    calling.call(desk, s.LABEL, CALL)
    publishing.keep_roster(desk, s.LABEL, s.roster().without(s.shift("A1")))
    sheet = rosters.roster_sheet(desk, s.LABEL)
    assert sheet.verdict.by_rule["call"] == 1
    roster = sheet.version.version.roster
    assert calling.standby_on(asked(desk), roster, s.MONDAY).called == (CALL,)


def test_the_planned_minutes_of_a_called_shift_lie_on_the_post_called_to(desk):
    both = replace(s.shift("A4"), post="aftersales")
    publishing.keep_roster(desk, s.LABEL, Roster((both,)))
    publishing.publish(desk, s.LABEL)
    calling.call(desk, s.LABEL, replace(CALL, agent_id="A4"))
    with desk.read() as unit:
        (one,) = scheduled_in(unit, desk.shop_id, s.MONDAY, s.MONDAY)
    assert [(each.shift.post, each.work_min) for each in one.by_post()] == [
        ("aftersales", 120),
        ("presales", 360),
    ]  # fmt: skip - pairs
    assert one.waits == ((s.at(0, 9), s.at(0, 11)),)


def test_files_of_a_month_know_who_stood_by_and_was_called(tmp_path):
    write_week(s.week(rules=RULES, calls=(CALL,), absences=()), tmp_path)
    write_roster(s.roster(), tmp_path / "roster.csv", s.CLOCK)
    floor = read_floor(MonthFiles(weeks=(tmp_path,)), None, s.CLOCK)
    assert {one.shift.agent_id: one.waits for one in floor.scheduled} == {
        "A1": ((s.at(0, 9), s.at(0, 11)),),
        "A3": ((s.at(0, 9), s.at(0, 18)),),
    }
