"""Handovers: where shifts meet, what is passed on, who signs it."""

import dataclasses

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from service.access.grants import Grant, Role, Scope, ScopeKind
from service.desk import Person
from service.floor.handovers import (
    HandoverLog,
    HandoverText,
    handover_texts,
    handovers,
    keep_handover,
    set_handover_text,
    sign_handover,
    to_sign,
)
from service.roster.requests import enter_absence
from service.shop.shops import posts, save_post
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import BOSS, own_desk, published

EARLY = s.shift("A1", 0)


def late(hours, agent="A2"):
    """Return a shift that begins so many hours after the early one's end."""
    by = EARLY.end_min - EARLY.start_min + int(hours * 60)
    return dataclasses.replace(
        EARLY, agent_id=agent, start_min=EARLY.start_min + by, end_min=EARLY.end_min + by, meal=None
    )


@pytest.fixture
def database(tmp_path):
    for opened in s.kept(tmp_path, s.with_week(wishes=(), absences=())):
        published(opened, EARLY, late(-0.5))
        yield opened


def boss(database):
    return at_desk(database, by=BOSS)


def points(database):
    return handovers(boss(database), s.LABEL, s.MONDAY)


def log(people=("A1", "A2"), news="退货地址改了", **more):
    return HandoverLog("presales", EARLY.end_min, "", news, people, **more)


def codes(act, *told, **more):
    with pytest.raises(InputError) as trouble:
        act(*told, **more)
    return [one.code for one in trouble.value.faults]


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        (-0.5, [("presales", 30, ("A2",), ("A1",))]),  # half an hour together
        (0, [("presales", 0, ("A2",), ("A1",))]),
        (1, [("presales", -60, ("A2",), ("A1",))]),  # nobody for an hour
        (5, []),  # too far apart to be a handover
    ],
)
def test_where_shifts_meet_and_how_long_they_overlap(database, hours, found):
    published(database, EARLY, late(hours))
    told = [(one.post, one.overlap_min, one.coming, one.going) for one in points(database)]
    assert told == found


def test_an_overlap_a_post_asks_for_and_lacks_is_said(database):
    post = next(one for one in posts(boss(database)) if one.id == "presales")
    save_post(boss(database), dataclasses.replace(post, handover_min=45))
    (point,) = points(database)
    assert (point.overlap_min, point.wanted_min, point.is_missed) == (30, 45, True)


def test_who_is_away_hands_nothing_over(database):
    enter_absence(boss(database), Absence("A1", EARLY.start_min, EARLY.end_min, "sick"))
    assert points(database) == ()


def test_what_is_passed_on_is_signed_by_each_and_again_after_a_change(database):
    number = keep_handover(boss(database), log())
    sign_handover(own_desk(database), "A1", number)
    (point,) = points(database)
    assert (point.log.value.news, point.unsigned) == ("退货地址改了", ("A2",))
    assert [one.log.id for one in to_sign(own_desk(database, "A2"), "A2")] == [number]
    assert to_sign(own_desk(database), "A1") == ()
    keep_handover(boss(database), log(news="改回来了"))
    assert points(database)[0].unsigned == ("A1", "A2")
    assert codes(sign_handover, own_desk(database), "A1", number) == ["handover_gone"]


def test_a_log_stays_when_its_shifts_go(database):
    keep_handover(boss(database), log())
    published(database, EARLY)
    (point,) = points(database)
    assert (point.coming, point.unsigned) == ((), ("A1", "A2"))


def test_what_every_handover_of_a_post_goes_through_stands_beside_it(database):
    set_handover_text(boss(database), HandoverText("presales", "查收件箱"))
    set_handover_text(boss(database), HandoverText("presales", "查未回会话"))
    keep_handover(boss(database), log())
    assert handover_texts(boss(database)) == {"presales": "查未回会话"}
    assert to_sign(own_desk(database), "A1")[0].text == "查未回会话"


def test_a_team_leader_keeps_one_and_an_agent_does_not(database):
    grant = Grant("组长", Role.TEAM_LEADER, Scope(ScopeKind.TEAMS, "main", ("一组",)))
    leader = dataclasses.replace(boss(database), person=Person("组长", "team_leader", (grant,)))
    assert keep_handover(leader, log())
    assert len(handovers(leader, s.LABEL, s.MONDAY)) == 1
    assert codes(keep_handover, own_desk(database), log()) == ["not_permitted"]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: log(news=" "), "handover_empty"),
        (lambda: log(people=()), "handover_nobody"),
    ],
)
def test_an_empty_handover_cannot_be_meant(made, code):
    assert codes(made) == [code]


def test_strangers_and_others_are_refused(database):
    assert codes(keep_handover, boss(database), log(people=("X9",))) == ["unknown_agent"]
    number = keep_handover(boss(database), log(people=("A1",)))
    assert codes(sign_handover, own_desk(database, "A2"), "A2", number) == ["handover_of_others"]
    sign_handover(own_desk(database), "A1", number)
    assert codes(sign_handover, own_desk(database), "A1", number) == ["handover_is_signed"]


def test_a_week_that_is_not_published_has_none(tmp_path):
    for opened in s.kept(tmp_path, s.with_week()):
        assert handovers(boss(opened), s.LABEL, s.MONDAY) is None
