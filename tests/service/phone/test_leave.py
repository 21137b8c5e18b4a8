"""Leave on the phone: within the quota at once, beyond it the supervisor decides."""

import dataclasses
import datetime as dt

import pytest

from scheduler.errors import InputError
from service.phone.asking import decide_request, withdraw_request
from service.phone.leave import LeaveQuota, ask_leave, leave_chance, quotas
from service.phone.requests_seen import AskedState, all_requests, own_requests
from service.phone.waiting_list import remove_leave, set_quota
from service.records.campaigns import Campaign, LeaveDuring, save_campaign
from service.roster.requests import absences
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import BOSS, own_desk, published

FIRST, LAST = s.MONDAY, s.MONDAY + dt.timedelta(days=1)
KIND = "personal"


@pytest.fixture
def database(tmp_path):
    lone = dataclasses.replace(s.AGENTS[3], team="二组")
    new = dataclasses.replace(s.AGENTS[1], hired=dt.date(2025, 8, 1))  # two days in 2026
    people = (s.AGENTS[0], new, s.AGENTS[2], lone)
    yield from s.kept(tmp_path, s.with_week(wishes=(), absences=(), agents=people))


def boss(database, **more):
    return at_desk(database, by=BOSS, **more)


def ask(database, agent="A1", first=FIRST, last=LAST):
    return ask_leave(own_desk(database, agent), agent, KIND, first, last)


def away(database):
    return [one.absence.agent_id for one in absences(boss(database), s.LABEL)]


def codes(act, *told, **more):
    with pytest.raises(InputError) as trouble:
        act(*told, **more)
    return [one.code for one in trouble.value.faults]


def test_within_the_quota_leave_is_approved_at_once_in_the_name_of_who_set_it(database):
    set_quota(boss(database), LeaveQuota("", 1))
    assert leave_chance(own_desk(database), "A1", "annual", FIRST, LAST).is_at_once
    assert ask(database) is AskedState.APPROVED
    assert away(database) == ["A1"]
    (step,) = own_requests(own_desk(database), "A1").mine[0].value.steps
    assert (step.by, step.is_by_quota) == (BOSS, True)


def test_the_last_place_is_given_once_and_the_next_waits(database):
    set_quota(boss(database), LeaveQuota("", 1))
    ask(database)
    chance = leave_chance(own_desk(database, "A2"), "A2", "annual", FIRST, LAST)
    assert [(one.away, one.most, one.fits) for one in chance.days] == [(1, 1, False)] * 2
    assert ask(database, "A2") is AskedState.ACCEPTED
    assert away(database) == ["A1"]
    assert leave_chance(own_desk(database, "A3"), "A3", "annual", FIRST, FIRST).before == 1
    assert ask(database, "A4") is AskedState.APPROVED  # of another team
    number = all_requests(boss(database))[1].entry.id
    decide_request(boss(database), number, approves=True)
    assert sorted(away(database)) == ["A1", "A2", "A4"]


def test_a_team_may_have_a_quota_of_its_own(database):
    set_quota(boss(database), LeaveQuota("", 1))
    set_quota(boss(database), LeaveQuota("二组", 0))
    set_quota(boss(database), LeaveQuota("二组", 0))
    assert len(quotas(boss(database))) == 2
    assert ask(database, "A4") is AskedState.ACCEPTED


def test_without_a_quota_and_over_a_published_shift_the_supervisor_decides(database):
    assert ask(database) is AskedState.ACCEPTED
    set_quota(boss(database), LeaveQuota("", 5))
    published(database, s.shift("A2", 1), s.shift("A3", 0, post="aftersales"))
    chance = leave_chance(own_desk(database, "A2"), "A2", "annual", FIRST, LAST)
    assert [one.has_shift for one in chance.days] == [False, True]
    assert ask(database, "A2") is AskedState.ACCEPTED
    assert away(database) == ["A1"]  # whose request fits the quota by now


def test_what_cannot_be_asked_is_said_and_nothing_kept(database):
    tomorrow = dt.date(2026, 11, 24)
    for first, last, code in (
        (LAST, FIRST, "leave_backwards"),
        (tomorrow - dt.timedelta(days=1), tomorrow, "leave_past"),
        (FIRST, FIRST + dt.timedelta(days=60), "leave_long"),
    ):
        assert codes(ask, database, first=first, last=last) == [code]
    ask(database)
    assert codes(ask, database, first=LAST, last=LAST) == ["leave_waits"]
    with pytest.raises(InputError):
        ask_leave(own_desk(database), "A2", KIND, FIRST, LAST)
    assert len(all_requests(boss(database))) == 1


def test_year_end_and_week_53(database):
    set_quota(boss(database), LeaveQuota("", 1))
    first, last = dt.date(2026, 12, 31), dt.date(2027, 1, 3)
    days = leave_chance(own_desk(database), "A1", "annual", first, last).days
    assert [one.date.day for one in days] == [31, 1, 2, 3]
    assert ask(database, first=first, last=last) is AskedState.APPROVED


def test_leave_that_waits_is_withdrawn(database):
    ask(database)
    number = all_requests(boss(database))[0].entry.id
    withdraw_request(own_desk(database), "A1", number)
    told = codes(decide_request, boss(database), number, approves=True)
    assert told == ["request_over"]
    assert ask(database) is AskedState.ACCEPTED


def test_who_waits_moves_up_in_turn_when_a_place_is_given_back(database):
    set_quota(boss(database), LeaveQuota("", 1))
    ask(database)
    for agent in ("A2", "A3"):
        assert ask(database, agent) is AskedState.ACCEPTED
    (mine,) = own_requests(own_desk(database), "A1").mine
    withdraw_request(own_desk(database), "A1", mine.entry.id)
    assert away(database) == ["A2"]
    steps = own_requests(own_desk(database, "A2"), "A2").mine[0].value.steps
    assert [(one.state, one.by, one.is_by_quota) for one in steps] == [
        (AskedState.APPROVED, BOSS, True)
    ]
    assert own_requests(own_desk(database, "A3"), "A3").mine[0].state is AskedState.ACCEPTED
    assert codes(withdraw_request, own_desk(database), "A1", mine.entry.id) == ["request_over"]


def test_who_waits_moves_up_when_leave_is_removed_or_the_quota_grows(database):
    set_quota(boss(database), LeaveQuota("", 1))
    for agent in ("A1", "A2", "A3"):
        ask(database, agent)
    remove_leave(boss(database), absences(boss(database), s.LABEL)[0].id)
    assert away(database) == ["A2"]
    set_quota(boss(database), LeaveQuota("", 2))
    assert away(database) == ["A2", "A3"]


def test_who_waits_without_enough_annual_leave_is_passed_over(database):
    set_quota(boss(database), LeaveQuota("", 1))
    ask(database)
    long = LAST + dt.timedelta(days=7)
    ask_leave(own_desk(database, "A2"), "A2", "annual", FIRST, long)
    ask(database, "A3")
    (mine,) = own_requests(own_desk(database), "A1").mine
    withdraw_request(own_desk(database), "A1", mine.entry.id)
    assert away(database) == ["A3"]


def test_other_days_that_would_be_approved_are_offered_and_hold(database):
    set_quota(boss(database), LeaveQuota("", 1))
    ask(database)
    chance = leave_chance(own_desk(database, "A2"), "A2", KIND, FIRST, LAST)
    day = dt.timedelta(days=1)
    assert chance.others == tuple((FIRST + n * day, LAST + n * day) for n in (-2, 2, -3))
    for first, last in chance.others[:2]:
        assert ask(database, "A2", first, last) is AskedState.APPROVED
    assert leave_chance(own_desk(database), "A1", KIND, LAST + 5 * day, LAST + 5 * day).others == ()


def test_days_on_which_a_campaign_freezes_leave_are_not_offered(database):
    set_quota(boss(database), LeaveQuota("", 1))
    ask(database)
    day = dt.timedelta(days=1)
    first, last = FIRST + 2 * day, FIRST + 4 * day
    save_campaign(boss(database), Campaign("双12", first, last, leave=LeaveDuring.REFUSED))
    chance = leave_chance(own_desk(database, "A2"), "A2", KIND, FIRST, LAST)
    assert len(chance.others) == 3
    assert all(b < first or a > last for a, b in chance.others)


@pytest.mark.parametrize("during", [LeaveDuring.REFUSED, LeaveDuring.WITH_REASON])
def test_leave_a_campaign_freezes_is_told_before_it_is_asked_for(database, during):
    set_quota(boss(database), LeaveQuota("", 2))
    save_campaign(boss(database), Campaign("双12", FIRST, LAST, leave=during))
    chance = leave_chance(own_desk(database), "A1", KIND, FIRST, LAST)
    is_refused = during is LeaveDuring.REFUSED
    assert (chance.is_at_once, chance.is_refused) == (False, is_refused)
    if is_refused:
        with pytest.raises(InputError, match="leave_frozen"):
            ask(database)
    else:  # whoever decides says why
        assert ask(database) is AskedState.ACCEPTED
    sick = leave_chance(own_desk(database), "A1", "sick", FIRST, LAST)
    assert sick.is_at_once
