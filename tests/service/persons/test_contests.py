"""Wishes a published roster does not grant, and approved scores, contested and answered."""

import pytest

from scheduler.errors import InputError
from service.access.grants import Role, ScopeKind
from service.persons.contests import Decided, answer_contest, contest, contests, own_outcomes
from service.roster import publishing
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.access.people import desk_of

ME, BOSS = (Role.AGENT, ScopeKind.SELF), (Role.SUPERVISOR, ScopeKind.SHOP)
DAY = s.MONDAY.isoformat()


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def codes(call, *args, **more):
    with pytest.raises(InputError) as told:
        call(*args, **more)
    return [fault.code for fault in told.value.faults]


def test_wishes_are_told_by_the_published_roster_alone(database):
    assert own_outcomes(desk_of(database, ME), s.LABEL, "A1").version is None
    publishing.keep_roster(at_desk(database), s.LABEL, s.roster())
    assert own_outcomes(desk_of(database, ME), s.LABEL, "A1").version is None
    publishing.publish(at_desk(database), s.LABEL, reason="演练")
    (one,) = own_outcomes(desk_of(database, ME), s.LABEL, "A1").outcomes
    assert (one.wish.date, one.is_granted, len(one.shifts)) == (s.MONDAY, False, 1)
    (other,) = own_outcomes(at_desk(database), s.LABEL, "A3").outcomes
    assert other.is_granted  # 9 to 18 lies in 8 to 20


def test_a_contested_decision_is_answered_by_somebody_else_once_and_logged(database):
    number = contest(desk_of(database, ME), "A1", Decided.WISH, DAY, "孩子家长会")
    assert codes(contest, desk_of(database, ME), "A1", Decided.WISH, DAY, "再说一次") == [
        "contest_open"
    ]
    assert codes(answer_contest, desk_of(database, ME), number, answer="好", is_accepted=True) == [
        "not_permitted"
    ]
    boss = desk_of(database, BOSS)
    assert codes(answer_contest, boss, number, answer=" ", is_accepted=True) == ["empty"]
    answer_contest(boss, number, answer="已换班", is_accepted=True)
    assert codes(answer_contest, boss, number, answer="又", is_accepted=True) == [
        "already_answered"
    ]
    (kept,) = contests(desk_of(database, ME), "A1")
    assert (kept.value.answer, kept.value.answered_by, kept.value.is_accepted) == (
        "已换班",
        "李",
        True,
    )
    newest = shops.actions(at_desk(database))[0]
    assert (newest.name, newest.subject) == ("contest_answered", "A1")
    assert "已换班" not in str(newest.details)


def test_agents_contest_for_themselves_and_see_their_own(database):
    assert codes(contest, desk_of(database, ME), "A2", Decided.WISH, DAY, "不对") == [
        "people_beyond"
    ]
    contest(at_desk(database), "A2", Decided.SCORE, "2026-11", "少算")
    assert contests(desk_of(database, ME)) == ()


def test_nobody_answers_their_own(database):
    number = contest(at_desk(database, by="A1"), "A1", Decided.WISH, DAY, "不对")
    found = codes(answer_contest, at_desk(database, by="A1"), number, answer="对", is_accepted=True)
    assert found == ["approved_by_oneself"]
