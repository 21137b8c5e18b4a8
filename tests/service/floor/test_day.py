"""A day of a published week as it goes on: who is where, what is needed now, what would help."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from scheduler.dispatch import Presence
from scheduler.errors import InputError
from scheduler.open_stretch import OpenStretch
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift_type import ShiftType
from scheduler.standby import StandbyCall
from service.floor import told
from service.floor.as_if import with_away, with_call, with_places, with_shifts, without_loan
from service.floor.day import FloorStanding, expected_level, floor_day
from service.floor.expected import expected_hours, short_stretches
from service.floor.so_far import SoFar, spread_so_far
from service.history.volumes import import_volumes
from service.phone.vacant import vacant
from service.roster import happening, publishing
from service.roster.happening import Happened, Happening
from tests.desks import at_desk
from tests.service import small_shop as s

ELEVEN = s.NOW.replace(month=11, day=30, hour=3)  # on Monday, in Shanghai
WHO = {"by": "王经理", "now": ELEVEN}


def published(opened, roster=None):
    before = at_desk(opened, by="王经理", now=s.NOW)
    publishing.keep_roster(before, s.LABEL, roster or Roster((*s.roster().shifts, s.shift("A2"))))
    publishing.publish(before, s.LABEL)
    return at_desk(opened, **WHO)


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path, s.with_week(by="王经理", now=s.NOW))
    yield published(opened)
    opened.close()


def standings(floor):
    return {one.shift.agent_id: one.standing for one in floor.people}


def present(desk, *people, hour=9):
    with desk.write("attendance_imported", unseen="a test") as unit:
        came = tuple(Presence(one, s.at(0, hour), s.at(0, hour + 8)) for one in people)
        unit.floor.replace_presences("main", s.at(0, 0), s.at(1, 0), came)
        unit.note("x")


def test_a_draft_has_no_day(tmp_path):
    opened = s.database(tmp_path, s.with_week())
    publishing.keep_roster(at_desk(opened), s.LABEL, s.roster())
    assert floor_day(at_desk(opened), s.LABEL, s.MONDAY) is None
    opened.close()


def test_without_any_attendance_nobody_is_said_to_be_late(desk):
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    assert set(standings(floor).values()) == {FloorStanding.UNSEEN}
    assert floor.now_min == s.at(0, 11)


def test_who_was_not_seen_is_late_once_others_were(desk):
    present(desk, "A1")
    assert standings(floor_day(desk, s.LABEL, s.MONDAY)) == {
        "A1": FloorStanding.HERE,
        "A2": FloorStanding.LATE,
        "A3": FloorStanding.LATE,
    }
    told.mark_here(desk, s.MONDAY, ("A2",))
    assert standings(floor_day(desk, s.LABEL, s.MONDAY))["A2"] is FloorStanding.HERE
    early = replace(desk, now=ELEVEN.replace(hour=1, minute=2))  # 9:02, the shift began at 9:00
    assert standings(floor_day(early, s.LABEL, s.MONDAY))["A3"] is FloorStanding.COMING
    night = replace(desk, now=ELEVEN.replace(hour=11))
    assert set(standings(floor_day(night, s.LABEL, s.MONDAY)).values()) == {FloorStanding.OVER}


def test_who_is_lent_or_absent_is_so_for_these_hours_alone(desk):
    lent = Happening(Happened.LENT, ("A1",), s.MONDAY, 600, 720, reason="盘点", asked_by="仓储")
    happening.register(desk, s.LABEL, lent)
    happening.register(desk, s.LABEL, Happening(Happened.ABSENT, ("A3",), s.MONDAY, reason="sick"))
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    assert standings(floor) == {
        "A1": FloorStanding.LENT,
        "A2": FloorStanding.UNSEEN,
        "A3": FloorStanding.ABSENT,
    }
    assert floor.here[:, 22].tolist() == [1, 0]
    assert floor.short_hours() == 7 + 1  # after-sales until six; pre-sales while both eat
    noon = replace(desk, now=ELEVEN.replace(hour=4))
    assert standings(floor_day(noon, s.LABEL, s.MONDAY))["A1"] is FloorStanding.UNSEEN


def test_ending_a_loan_is_shown_before_it_is_done(desk):
    both = Happening(
        Happened.LENT, ("A1", "A2"), s.MONDAY, 690, 780, reason="盘点", asked_by="仓储"
    )
    happening.register(desk, s.LABEL, both)
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    then = without_loan(floor, floor.loans[0])
    assert (floor.short_hours(), then.short_hours()) == (3.5, 2.0)
    assert floor.loans == floor_day(desk, s.LABEL, s.MONDAY).loans  # nothing was done
    now, after = (expected_level(one).total.service_level.mean for one in (floor, then))
    assert after >= now


def test_who_would_be_lent_is_out_of_the_day_as_it_would_be_and_nothing_is_kept(desk):
    lent = Happening(Happened.LENT, ("A1",), s.MONDAY, 690, 780, reason="盘点", asked_by="仓储")
    before = floor_day(desk, s.LABEL, s.MONDAY)
    then = with_away(before, happening.would_take(desk, s.LABEL, lent))
    assert floor_day(desk, s.LABEL, s.MONDAY).short_hours() == before.short_hours()
    happening.register(desk, s.LABEL, lent)
    after = floor_day(desk, s.LABEL, s.MONDAY)
    np.testing.assert_array_equal(then.here, after.here)
    assert then.short_hours() == after.short_hours()
    with pytest.raises(InputError):  # as it is refused when it is registered
        happening.would_take(desk, s.LABEL, lent)


def test_other_shifts_and_more_people_change_the_day_as_it_would_be(desk):
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    late = s.shift("A2", hour=12)
    then = with_shifts(floor, [s.shift("A2")], [late])
    assert then.short_hours() == floor.short_hours() - 1  # one eats when the other does not


def test_places_that_would_be_taken_change_people_and_level(desk):
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    noon = OpenStretch("presales", s.at(0, 13), s.at(0, 14), 1)
    assert with_places(floor, noon, 1).short_hours() == floor.short_hours() - 1
    assert with_places(floor, noon, -5).short_hours() == floor.short_hours()  # nobody is there
    evening = OpenStretch("presales", s.at(0, 14), s.at(0, 15), 1)
    fewer = with_places(floor, evening, -1)
    assert (floor.here - fewer.here).sum() == 2  # one person, two half hours
    assert with_places(floor, evening, -9).here[0, 28:30].tolist() == [0, 0]
    row = expected_level(floor).posts.index("presales")
    gone, now, come = (
        expected_level(one).answer_rate.mean[row]
        for one in (with_places(floor, evening, -9), floor, with_places(floor, noon, 3))
    )
    assert gone < now < come


def test_the_hours_to_come_are_told_by_post_with_their_level_the_worst_first(desk):
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    level = expected_level(floor)
    hours = expected_hours(floor, level)
    assert [one.lacking for one in hours] == sorted((one.lacking for one in hours), reverse=True)
    of_post = [one for one in hours if one.post == "presales"]
    whole = float(level.tally.offered.mean(axis=0)[level.posts.index("presales")].sum())
    assert sum(one.chats for one in of_post) == pytest.approx(whole)
    noon = next(one for one in of_post if one.start_min == s.at(0, 13))
    assert (noon.here, noon.needed) == (0.0, 1.0)  # both eat
    assert noon.level.low <= noon.level.mean <= noon.level.high < noon.level.target
    runs = short_stretches(hours)
    assert {hour for run in runs for hour in run.hours} == {one for one in hours if one.is_missed}
    for run in runs:
        ends = [one.end_min for one in run.hours[:-1]]
        assert ends == [one.start_min for one in run.hours[1:]]


def test_what_is_left_of_an_hour_is_an_hour_of_its_own(desk):
    half = replace(desk, now=ELEVEN.replace(minute=40))  # the half hour from 11:30 is not over
    floor = floor_day(half, s.LABEL, s.MONDAY)
    level = expected_level(floor)
    hours = expected_hours(floor, level)
    starts = {one.start_min for one in hours}
    assert min(starts) == s.at(0, 11) + 30
    assert sorted(starts)[1] == s.at(0, 12)
    chats = level.tally.offered.mean(axis=0)
    for hour in hours:  # a half hour of its own, then two at a time
        first = (hour.start_min - s.at(0, 11) - 30) // 30
        last = first + (hour.end_min - hour.start_min) // 30
        row = level.posts.index(hour.post)
        assert hour.chats == pytest.approx(float(chats[row, first:last].sum()))


def test_a_call_is_shown_before_it_is_made(tmp_path):
    rules = RuleSet(
        (),
        types=(
            ShiftType("早", 540, 480, meal_min=60),
            ShiftType("机", 600, 480, meal_min=60, is_standby=True),
        ),
    )
    opened = s.database(tmp_path, s.with_week(rules=rules))
    desk = published(opened, Roster((s.shift("A2", hour=10),)))
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    then = with_call(floor, StandbyCall("A2", s.at(0, 12), "presales"))
    assert floor.short_hours() - then.short_hours() == 5.0  # from noon to six, an hour's meal
    opened.close()


def test_chats_told_by_hand_move_what_is_needed_now(desk):
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    assert floor.so_far == (SoFar("presales"), SoFar("aftersales"))
    assert floor.required_now is None
    told.tell_came(desk, told.CameSoFar("presales", s.MONDAY, s.at(0, 11), 48.0))  # 24 expected
    after = floor_day(desk, s.LABEL, s.MONDAY)
    assert after.so_far[0].is_told
    assert after.forecast.mean[0, 30] >= floor.forecast.mean[0, 30]
    np.testing.assert_array_equal(after.forecast.mean[1], floor.forecast.mean[1])
    with pytest.raises(InputError):
        told.CameSoFar("presales", s.MONDAY, s.at(0, 11), -1.0)


def test_what_is_vacant_is_told_by_what_is_needed_now_and_of_what_has_not_begun(desk):
    def gaps(floor):
        days = (s.MONDAY,)
        found = vacant(floor.problem, floor.roster, desk.now, days, cover=floor.cover)
        return {one.stretch for one in found}

    floor = floor_day(desk, s.LABEL, s.MONDAY)
    busy = replace(floor, required_now=floor.required + np.array([[1.5], [0.0]]))
    meal = {
        post: OpenStretch(post, s.at(0, 13), s.at(0, 14), 1) for post in ("presales", "aftersales")
    }
    assert gaps(floor) == {*meal.values()}  # though the other days miss more
    assert gaps(busy) == {
        meal["aftersales"],
        OpenStretch("presales", s.at(0, 11.5), s.at(0, 18), 3),
    }


def test_imported_chats_of_the_day_come_before_what_was_told(desk):
    told.tell_came(desk, told.CameSoFar("presales", s.MONDAY, s.at(0, 11), 48.0))
    import_volumes(desk, s.volumes(s.MONDAY, 1, 12.0))
    assert floor_day(desk, s.LABEL, s.MONDAY).so_far[0] == SoFar("presales", s.at(0, 11))


def test_a_day_to_come_is_looked_at_from_its_beginning(desk):
    floor = floor_day(desk, s.LABEL, s.MONDAY + dt.timedelta(days=2))
    assert (floor.now_min, floor.first, floor.people) == (s.at(2, 0), 0, ())
    assert floor.short_hours() == 18


def test_each_posts_chats_told_by_hand_count_until_their_own_moment(desk):
    told.tell_came(desk, told.CameSoFar("presales", s.MONDAY, s.at(0, 10), 12.0))  # as forecast
    alone = floor_day(desk, s.LABEL, s.MONDAY)
    told.tell_came(desk, told.CameSoFar("aftersales", s.MONDAY, s.at(0, 11), 24.0))
    both = floor_day(desk, s.LABEL, s.MONDAY)
    np.testing.assert_array_equal(both.forecast.mean[0], alone.forecast.mean[0])
    assert [(one.post, one.until_min, one.is_told) for one in both.so_far] == [
        ("presales", s.at(0, 10), True),
        ("aftersales", s.at(0, 11), True),
    ]


def test_chats_told_within_an_interval_are_held_against_what_of_it_is_over(desk):
    forecast = floor_day(desk, s.LABEL, s.MONDAY).forecast
    for hour, asked in ((10, 6.0), (10.25, 4.8)):  # of 12 expected, and of 12 + 3
        one = told.CameSoFar("presales", s.MONDAY, s.at(0, hour), 12.0)
        counts = spread_so_far(forecast, one, s.MONDAY, one.at_min).counts[0]
        np.testing.assert_allclose(counts[18:], [asked, asked])


def test_what_is_imported_of_one_post_leaves_what_was_told_of_another(desk):
    told.tell_came(desk, told.CameSoFar("aftersales", s.MONDAY, s.at(0, 11), 60.0))
    whole = s.volumes(s.MONDAY, 1, 12.0)
    counts = np.array(whole.counts)
    counts[1] = np.nan
    counts[0, 19] = np.nan  # half past nine to ten
    counts[0, 21:] = np.nan
    import_volumes(desk, replace(whole, counts=counts))
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    assert floor.so_far == (
        SoFar("presales", s.at(0, 10.5), missing_min=30),
        SoFar("aftersales", s.at(0, 11), is_told=True),
    )


def test_whoever_began_the_evening_before_is_on_the_day_after_midnight(tmp_path):
    opened = s.database(tmp_path, s.with_week(by="王经理", now=s.NOW))
    desk = at_desk(opened, by="王经理", now=s.NOW)
    publishing.keep_roster(desk, s.LABEL, Roster((s.shift("A1", 0, 22),)))
    publishing.publish(desk, s.LABEL, reason="夜班")
    night = at_desk(opened, by="王经理", now=ELEVEN.replace(hour=17))  # Tuesday, 1:00
    tuesday = s.MONDAY + dt.timedelta(days=1)
    assert standings(floor_day(night, s.LABEL, tuesday)) == {"A1": FloorStanding.UNSEEN}
    told.mark_here(night, tuesday, ("A1",))
    assert standings(floor_day(night, s.LABEL, tuesday)) == {"A1": FloorStanding.HERE}
    gone = Happening(Happened.GONE, ("A1",), tuesday, since=120, reason="sick")
    happening.register(night, s.LABEL, gone)
    late = at_desk(opened, by="王经理", now=ELEVEN.replace(hour=19))
    assert standings(floor_day(late, s.LABEL, tuesday)) == {"A1": FloorStanding.ABSENT}
    away = [one.absence for one in floor_day(late, s.LABEL, tuesday).absences]
    assert [one.start_min for one in away if one.agent_id == "A1"] == [s.at(1, 2)]
    opened.close()


def test_who_clocked_out_before_the_end_is_not_here(desk):
    with desk.write("attendance_imported", unseen="a test") as unit:
        came = (Presence("A1", s.at(0, 9), s.at(0, 10)), Presence("A2", s.at(0, 9), s.at(0, 11)))
        unit.floor.replace_presences("main", s.at(0, 0), s.at(1, 0), came)
        unit.note("x")
    found = standings(floor_day(desk, s.LABEL, s.MONDAY))
    assert (found["A1"], found["A2"]) == (FloorStanding.LEFT, FloorStanding.HERE)


def test_what_an_action_changes_has_the_interval_of_the_change(desk):
    floor = floor_day(desk, s.LABEL, s.MONDAY)
    stretch = OpenStretch("presales", s.at(0, 13), s.at(0, 14), 1.0)
    same, more = with_places(floor, stretch, 0), with_places(floor, stretch, 1)
    before, level, after = (expected_level(one) for one in (floor, same, more))
    assert [(one.mean, one.half_width) for one in before.changes(level)] == [(0, 0), (0, 0)]
    moved = before.changes(after)[0]
    widths = [float(one.total.service_level.half_width) for one in (before, after)]
    assert moved.mean > moved.half_width > 0
    assert moved.half_width < sum(widths)
