"""Wishes on the phone: noted, granted or lost by the published roster, and what would work."""

import dataclasses
import datetime as dt

import pytest

from scheduler.agent import Wish
from scheduler.errors import InputError
from service.phone.asking import ask_exchange, decide_request, withdraw_request
from service.phone.requests_seen import AskedState, own_requests
from service.phone.wishing import WishFate, ask_wish, why_lost, wish_fates
from service.roster.requests import wishes
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import BOSS, own_desk, published

OFF = Wish("A1", s.MONDAY, None)
MONDAY = s.shift("A1", 0)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(wishes=(), absences=()))


def boss(database):
    return at_desk(database, by=BOSS)


def ask(database, wish=OFF, **more):
    return ask_wish(own_desk(database, wish.agent_id, **more), wish)


def fate(database, number):
    mine = own_requests(own_desk(database), "A1").mine
    return wish_fates(own_desk(database), mine).get(number)


def codes(act, *told, **more):
    with pytest.raises(InputError) as trouble:
        act(*told, **more)
    return [one.code for one in trouble.value.faults]


def test_a_wish_is_noted_for_the_roster_and_taken_back(database):
    number = ask(database)
    assert fate(database, number) is WishFate.WAITS
    assert [one.wish for one in wishes(boss(database), s.LABEL)] == [OFF]
    assert codes(ask, database) == ["wish_there"]
    withdraw_request(own_desk(database), "A1", number)
    assert wishes(boss(database), s.LABEL) == ()
    assert own_requests(own_desk(database), "A1").mine[0].state is AskedState.WITHDRAWN


def test_the_published_roster_says_what_became_of_it(database):
    lost, granted = ask(database), ask(database, dataclasses.replace(OFF, date=s.MONDAY + DAY))
    published(database, MONDAY)
    assert [fate(database, one) for one in (lost, granted)] == [WishFate.LOST, WishFate.GRANTED]


DAY = dt.timedelta(days=1)


def test_a_lost_wish_says_what_it_rests_on_and_who_could_take_the_shift(database):
    number = ask(database)
    published(database, MONDAY, s.shift("A3", 0, post="aftersales"))
    found = why_lost(own_desk(database), "A1", number)
    assert found.shift == MONDAY
    assert found.short_hours > 0
    assert [who for who, _ in found.takers] == ["A2", "A4"]  # A3 may not hold the post
    for who, _ in found.takers:  # it was checked: each can be asked
        other = ask_exchange(own_desk(database), "A1", s.LABEL, MONDAY.start_min, with_id=who)
        withdraw_request(own_desk(database), "A1", other)


def test_who_works_that_day_or_would_break_a_rule_is_not_named(database):
    number = ask(database)
    night = dataclasses.replace(
        s.shift("A4", 1), start_min=s.at(1, 3), end_min=s.at(1, 12), meal=None
    )
    published(database, MONDAY, s.shift("A2", 0), night)
    assert why_lost(own_desk(database), "A1", number).takers == ()


def test_what_is_published_past_or_far_is_refused(database):
    far = dataclasses.replace(OFF, date=s.NOW.date() + dt.timedelta(days=61))
    assert codes(ask, database, far) == ["wish_far"]
    assert codes(ask, database, dataclasses.replace(OFF, date=s.NOW.date())) == ["leave_past"]
    published(database, MONDAY)
    assert codes(ask, database) == ["wish_published"]
    assert codes(ask, database, dataclasses.replace(OFF, agent_id="X9")) != []
    assert wishes(boss(database), s.LABEL) == ()


def test_nobody_asks_for_another_and_a_wish_is_not_decided_in_the_inbox(database):
    number = ask(database)
    assert codes(
        ask_wish, own_desk(database, "A2"), dataclasses.replace(OFF, date=s.MONDAY + DAY)
    ) == ["people_beyond"]
    assert codes(decide_request, boss(database), number, approves=True) == ["request_over"]
    assert codes(why_lost, own_desk(database), "A1", number) == ["wish_not_lost"]
    assert codes(why_lost, own_desk(database, "A2"), "A2", number) == ["request_gone"]
