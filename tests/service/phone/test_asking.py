"""Swaps and shifts given away: both sides agree, rules are asked three times, both follow."""

import dataclasses
import datetime as dt

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from service.phone.asking import (
    answer_request,
    ask_exchange,
    decide_request,
    withdraw_request,
)
from service.phone.candidates import candidates
from service.phone.feeds import own_calendar
from service.phone.own_weeks import own_roster
from service.phone.requests_seen import AskedState, all_requests, own_requests
from service.roster.editing import change
from service.roster.requests import enter_absence
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import BOSS, own_desk, published

MINE, THEIRS = s.shift("A1", 0), s.shift("A2", 2)


@pytest.fixture
def database(tmp_path):
    for opened in s.kept(tmp_path, s.with_week(wishes=(), absences=())):
        published(opened, MINE, THEIRS, s.shift("A3", 0, post="aftersales"))
        yield opened


def boss(database, **more):
    return at_desk(database, by=BOSS, **more)


def asked(database, *, with_id="A2", back=THEIRS):
    start = None if back is None else back.start_min
    return ask_exchange(
        own_desk(database), "A1", s.LABEL, MINE.start_min, with_id=with_id, their_start_min=start
    )


def accepted(database, **told):
    number = asked(database, **told)
    answer_request(own_desk(database, "A2"), "A2", number, agrees=True)
    return number


def codes(act, *told, **more):
    """Return the codes of why something was refused."""
    with pytest.raises(InputError) as trouble:
        act(*told, **more)
    return [one.code for one in trouble.value.faults]


def state(database):
    return all_requests(boss(database))[-1].state


def days(database, agent):
    (week,) = own_roster(own_desk(database, agent), agent).weeks
    return [one.date.day for one in week.days if one.shifts]


def test_a_swap_is_asked_accepted_approved_and_both_calendars_change(database):
    number = accepted(database)
    assert state(database) is AskedState.ACCEPTED
    decide_request(boss(database), number, approves=True, reason="说好了")
    assert (days(database, "A1"), days(database, "A2")) == ([2], [30])
    for agent in ("A1", "A2"):
        events = own_calendar(own_desk(database, agent), agent, "zh").events
        assert [(one.sequence, one.is_cancelled) for one in events] in (
            [(1, True), (0, False)],
            [(0, False), (1, True)],
        )
    (seen,) = own_requests(own_desk(database), "A1").mine
    assert (seen.state, seen.value.steps[-1].by) == (AskedState.APPROVED, BOSS)


def test_what_both_agreed_on_asks_for_no_second_consent(database):
    late = dt.datetime.fromtimestamp(MINE.start_min * 60, dt.UTC) - dt.timedelta(hours=2)
    number = accepted(database)
    decide_request(boss(database, now=late), number, approves=True, reason="说好了")
    (week,) = own_roster(own_desk(database), "A1").weeks
    assert (week.notice, week.is_read) == (None, False)


def test_a_shift_given_to_whoever_takes_it_first_is_taken_once(database):
    number = asked(database, with_id="", back=None)
    answer_request(own_desk(database, "A4"), "A4", number, agrees=True)
    told = codes(answer_request, own_desk(database, "A2"), "A2", number, agrees=True)
    assert told == ["shift_taken"]
    decide_request(boss(database), number, approves=True, reason="说好了")
    assert (days(database, "A1"), days(database, "A4")) == ([], [30])


def test_what_breaks_the_law_is_refused_when_asked_when_accepted_and_when_approved(database):
    leave = Absence("A2", s.at(0, 0), s.at(1, 0), "annual")

    def on_leave():
        return enter_absence(boss(database), leave, decision="特批")

    number = asked(database)
    on_leave()
    told = codes(answer_request, own_desk(database, "A2"), "A2", number, agrees=True)
    assert told == ["breaks_law"]
    assert codes(asked, database, with_id="A2", back=None) == ["request_waits"]
    withdraw_request(own_desk(database), "A1", number)
    assert codes(asked, database) == ["breaks_law"]
    assert (days(database, "A1"), days(database, "A2")) == ([30], [2])


def test_leave_granted_after_both_agreed_stops_the_approval(database):
    number = accepted(database)
    leave = Absence("A2", s.at(0, 0), s.at(1, 0), "annual")
    enter_absence(boss(database), leave, decision="特批")
    told = codes(decide_request, boss(database), number, approves=True, reason="说好了")
    assert told == ["breaks_law"]
    assert (state(database), days(database, "A1")) == (AskedState.ACCEPTED, [30])


def test_nobody_decides_on_what_they_asked_or_answered(database):
    number = accepted(database)
    for name in ("客服001", "客服002", "A1", "A2"):
        told = codes(decide_request, at_desk(database, by=name), number, approves=True)
        assert told == ["request_own"]
    assert state(database) is AskedState.ACCEPTED


def test_an_agent_has_no_right_to_decide(database):
    number = accepted(database)
    told = codes(decide_request, own_desk(database, "A3"), number, approves=True)
    assert told == ["not_permitted"]


def test_only_the_one_who_was_asked_answers(database):
    number = asked(database)
    told = codes(answer_request, own_desk(database, "A4"), "A4", number, agrees=True)
    assert told == ["request_of_others"]
    with pytest.raises(InputError):
        answer_request(own_desk(database, "A4"), "A2", number, agrees=True)
    assert own_requests(own_desk(database, "A4"), "A4").to_answer == ()
    assert state(database) is AskedState.ASKED


def test_a_refusal_and_a_rule_of_the_house_need_a_reason(database):
    number = accepted(database)
    assert codes(decide_request, boss(database), number, approves=False) == ["refusal_reason"]
    decide_request(boss(database), number, approves=False, reason="人手不够")
    (seen,) = own_requests(own_desk(database), "A1").mine
    assert (seen.state, seen.value.steps[-1].reason) == (AskedState.REFUSED, "人手不够")
    told = codes(decide_request, boss(database), number, approves=True)
    assert told == ["request_over"]


def test_once_a_shift_began_it_is_too_late(database):
    number = accepted(database)
    begun = dt.datetime.fromtimestamp(MINE.start_min * 60, dt.UTC)
    told = codes(decide_request, boss(database, now=begun), number, approves=True)
    assert told == ["request_too_late"]
    assert all_requests(boss(database, now=begun))[0].state is AskedState.TOO_LATE
    later = own_desk(database, "A2", now=begun)
    told = codes(ask_exchange, own_desk(database, now=begun), "A1", s.LABEL, MINE.start_min)
    assert told == ["shift_begun"]
    assert codes(answer_request, later, "A2", number, agrees=False) == ["request_over"]


def test_before_the_other_side_agreed_nothing_is_approved(database):
    number = asked(database)
    told = codes(decide_request, boss(database), number, approves=True)
    assert told == ["request_unanswered"]
    answer_request(own_desk(database, "A2"), "A2", number, agrees=False)
    assert state(database) is AskedState.DECLINED


def test_a_draft_in_the_way_is_not_published_with_it(database):
    number = accepted(database)
    extra = dataclasses.replace(THEIRS, agent_id="A4")
    change(boss(database), s.LABEL, added=(extra,), reason="盘点")
    told = codes(decide_request, boss(database), number, approves=True, reason="说好了")
    assert told == ["draft_in_way"]


def test_candidates_are_of_the_posts_and_of_no_shift_that_began(database):
    found = candidates(own_desk(database), "A1", s.LABEL, MINE.start_min)
    assert [(name, one.agent_id) for name, one in found.swaps] == [("客服002", "A2")]
    assert [who for who, _ in found.free] == ["A2", "A4"]


def test_nobody_asks_for_another_or_about_a_shift_that_is_not_theirs(database):
    desk = own_desk(database)
    assert codes(ask_exchange, desk, "A2", s.LABEL, THEIRS.start_min) == ["people_beyond"]
    assert codes(ask_exchange, desk, "A1", s.LABEL, THEIRS.start_min) == ["shift_not_published"]
    with pytest.raises(InputError):
        own_requests(desk, "A2")
