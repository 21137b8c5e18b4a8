"""Mending a published week from the database: proposals, taking one whole or in part, undo."""

from dataclasses import replace

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift_type import ShiftType
from scheduler.type_pin import TypePin
from service.roster import pinning, proposing, publishing, rosters
from service.roster.requests import enter_absence
from store.rosters import Origin
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
STANDBY = RuleSet(
    (),
    types=(
        ShiftType("早", 540, 480, meal_min=60),
        ShiftType("机", 600, 480, meal_min=60, is_standby=True, min_people=1),
    ),
)


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WHO))
    yield published(opened)
    opened.close()


def published(opened, roster=None):
    desk = at_desk(opened, **WHO)
    publishing.keep_roster(desk, s.LABEL, roster or s.roster())
    publishing.publish(desk, s.LABEL)
    return desk


def ill(desk, agent="A1", day=0):
    enter_absence(desk, Absence(agent, s.at(day, 0), s.at(day, 24), "病假"))


def latest(desk):
    return rosters.roster_sheet(desk, s.LABEL)


def test_somebody_comes_in_for_who_is_ill_in_a_draft_after_the_published_version(desk):
    ill(desk)
    found = proposing.mending(desk, s.LABEL)
    assert (found.left.days, found.short_before, found.short_left) == ((0,), 2.0, 10.0)
    effect = found.effects[0]
    (move,) = effect.proposal.moves
    assert (move.agent_id, effect.short_hours) == ("A2", 2.0)
    assert effect.pay == 8 * found.problem.agent_by_id["A2"].contract.hourly_cost
    assert effect.level.posts == ("presales", "aftersales")
    taken = proposing.take(desk, s.LABEL, found, effect.proposal.moves)
    sheet = latest(desk)
    assert (taken.change.number, sheet.version.is_draft) == (2, True)
    assert sheet.version.version.roster.by_agent().keys() == {"A2", "A3"}
    assert sheet.published.version.roster == s.roster()


def test_taking_back_brings_the_roster_and_its_pins_again(desk):
    pinning.pin(desk, s.LABEL, s.shift("A1"))
    ill(desk, day=1)  # not on the day of the shift, which stays fixed
    ill(desk, "A3")
    found = proposing.mending(desk, s.LABEL, days=(0,))
    taken = proposing.take(desk, s.LABEL, found, found.effects[0].proposal.moves)
    proposing.take_back(desk, s.LABEL, taken)
    sheet = latest(desk)
    assert sheet.version.version.roster == s.roster()
    assert sheet.version.origin is Origin.RESTORED
    assert sheet.problem.pins == (s.shift("A1"),)


def test_a_draft_that_somebody_changed_is_not_taken_back(desk):
    ill(desk)
    found = proposing.mending(desk, s.LABEL)
    taken = proposing.take(desk, s.LABEL, found, found.effects[0].proposal.moves)
    publishing.keep_roster(desk, s.LABEL, Roster((s.shift("A4"),)))
    with pytest.raises(InputError) as caught:
        proposing.take_back(desk, s.LABEL, taken)
    assert caught.value.faults[0].code == "draft_changed"


def test_nothing_is_taken_when_the_question_changed_since(desk):
    ill(desk)
    found = proposing.mending(desk, s.LABEL)
    ill(desk, "A4", 3)
    with pytest.raises(InputError) as caught:
        proposing.take(desk, s.LABEL, found, found.effects[0].proposal.moves)
    assert caught.value.faults[0].code == "question_changed"
    assert latest(desk).version.version.number == 1


def test_a_day_that_is_locked_is_not_mended(desk):
    ill(desk)
    ill(desk, "A4")  # A2 alone could come
    found = proposing.mending(desk, s.LABEL)
    assert [move.agent_id for move in found.effects[0].proposal.moves] == ["A2"]
    pinning.pin_type(desk, s.LABEL, TypePin("A2", s.MONDAY, ""))  # the day off is locked now
    with pytest.raises(InputError) as caught:
        proposing.take(desk, s.LABEL, found, found.effects[0].proposal.moves)
    assert caught.value.faults[0].code == "question_changed"
    again = proposing.mending(desk, s.LABEL)
    assert again.effects == ()
    assert latest(desk).version.version.number == 1


def test_what_is_taken_with_nobody_s_change_is_what_absences_took(desk):
    ill(desk)
    found = proposing.mending(desk, s.LABEL)
    proposing.take(desk, s.LABEL, found, ())
    assert latest(desk).version.version.roster == Roster((s.shift("A3", post="aftersales"),))


def test_a_rest_of_a_shift_of_no_shape_asks_for_a_reason(desk):
    enter_absence(desk, Absence("A1", s.at(0, 15), s.at(0, 24), "事假"))
    found = proposing.mending(desk, s.LABEL)
    with pytest.raises(InputError) as caught:
        proposing.take(desk, s.LABEL, found, ())
    assert caught.value.faults[0].code == "house_reason_missing"
    proposing.take(desk, s.LABEL, found, (), reason="她下午走")
    (kept,) = latest(desk).version.version.roster.by_agent()["A1"]
    assert kept.end_min == s.at(0, 15)


def test_a_week_that_is_over_and_one_where_nothing_is_wrong(desk):
    late = replace(desk, now=desk.now.replace(year=2027))
    with pytest.raises(InputError) as caught:
        proposing.mending(late, s.LABEL)
    assert caught.value.faults[0].code == "week_over"
    found = proposing.mending(
        replace(desk, now=desk.now.replace(month=12, day=6, hour=11)), s.LABEL
    )
    assert (found.left.days, found.effects) == ((), ())  # the posts have closed for the week
    with pytest.raises(InputError) as caught:
        proposing.take(desk, s.LABEL, found, ())
    assert caught.value.faults[0].code == "nothing_to_mend"


def test_where_nobody_is_away_the_days_that_are_short_are_mended(desk):
    found = proposing.mending(desk, s.LABEL)
    assert found.left.days == (0, 1, 2, 3, 4, 5, 6)  # nobody works after Monday
    assert found.effects[-1].short_hours < found.short_left


def test_people_who_stand_by_are_not_moved(tmp_path):
    opened = s.database(tmp_path, s.with_week(rules=STANDBY, **WHO))
    waits = s.shift("A2", hour=10)
    desk = published(opened, Roster((s.shift("A1"), waits)))
    ill(desk)
    found = proposing.mending(desk, s.LABEL)
    assert all(move.was != waits for each in found.effects for move in each.proposal.moves)
    assert "A4" in found.effects[0].proposal.people
    opened.close()
