"""Who holds which role at a moment, and what is refused when roles are given and ended."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.errors import InputError
from service.access import grants as g
from service.access.grants import Grant, Role, Scope, ScopeKind
from service.desk import HOUSE, Person
from service.shop import shops
from tests.desks import NOW, at_desk
from tests.service import small_shop as s

TODAY = dt.date(2026, 11, 23)
TEAM = Scope(ScopeKind.TEAMS, "main", ("一组",))
LEADER = Grant("李", Role.TEAM_LEADER, TEAM)
DAY = dt.timedelta(days=1)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def roles(database, person, at=NOW):
    return [one.role for one in g.held(at_desk(database, now=at), person)]


def codes(act):
    with pytest.raises(InputError) as caught:
        act()
    return [fault.code for fault in caught.value.faults]


def test_several_roles_are_held_at_once_and_each_is_in_the_log(database):
    desk = at_desk(database, by="王")
    g.give(desk, LEADER)
    g.give(desk, Grant("李", Role.PLANNER, Scope(ScopeKind.SHOP, "main")))
    assert roles(database, "李") == [Role.PLANNER, Role.TEAM_LEADER]
    assert roles(database, "王") == []
    done = shops.actions(desk)[1]
    assert (done.name, done.subject, done.done.by) == ("grant_given", "李", "王")
    assert done.details == {"role": "team_leader", "scope": "teams", "names": "一组"}


def test_a_role_holds_to_the_end_of_its_last_day_by_the_shops_clock(database):
    g.give(at_desk(database), replace(LEADER, first=TODAY, last=TODAY))
    shanghai = dt.timezone(dt.timedelta(hours=8))
    begins = dt.datetime(2026, 11, 23, 0, 0, tzinfo=shanghai)
    assert roles(database, "李", begins - dt.timedelta(seconds=1)) == []
    assert roles(database, "李", begins) == [Role.TEAM_LEADER]
    assert roles(database, "李", begins + DAY - dt.timedelta(seconds=1)) == [Role.TEAM_LEADER]
    assert roles(database, "李", begins + DAY) == []


def test_an_ended_role_is_gone_at_once_and_stays_to_be_read(database):
    desk = at_desk(database)
    number = g.give(desk, LEADER)
    g.end(desk, number)
    assert roles(database, "李") == []
    (kept,) = g.grants(desk)
    assert (kept.grant, kept.ended.by) == (LEADER, "测试")
    assert codes(lambda: g.end(desk, number)) == ["grant_over"]


def test_a_deputy_holds_the_role_on_the_days_and_no_longer_than_the_holder(database):
    desk = at_desk(database)
    number = g.give(desk, LEADER)
    g.name_deputy(desk, number, "赵", TODAY, TODAY + 2 * DAY)
    assert roles(database, "赵") == [Role.TEAM_LEADER]
    assert roles(database, "赵", NOW + 3 * DAY) == []
    g.end(desk, number)
    assert roles(database, "赵") == []


def test_a_deputy_has_none_of_their_own_and_is_somebody_else(database):
    desk = at_desk(database)
    number = g.give(desk, LEADER)
    deputy = g.name_deputy(desk, number, "赵", TODAY, TODAY)
    assert codes(lambda: g.name_deputy(desk, deputy, "钱", TODAY, TODAY)) == ["deputy_of_deputy"]
    assert codes(lambda: g.name_deputy(desk, number, "李", TODAY, TODAY)) == ["deputy_of_oneself"]


def test_all_that_a_grant_names_wrongly_is_said_at_once(database):
    desk = at_desk(database)
    wrong = replace(
        LEADER, scope=Scope(ScopeKind.TEAMS, "main", ("二组", "三组")), last=TODAY - DAY
    )
    assert codes(lambda: g.give(desk, wrong)) == ["grant_over_already", *["unknown_team"] * 2]
    vendor = Grant("孙", Role.VENDOR, Scope(ScopeKind.VENDOR, "main", ("云客",)))
    assert codes(lambda: g.give(desk, vendor)) == ["unknown_vendor"]
    own = Grant("周", Role.AGENT, Scope(ScopeKind.SELF, "main", ("A9",)))
    assert codes(lambda: g.give(desk, own)) == ["unknown_agent"]
    g.give(desk, LEADER)
    assert codes(lambda: g.give(desk, LEADER)) == ["grant_there"]
    assert [one.grant for one in g.grants(desk)] == [LEADER]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Scope(ScopeKind.ALL, "main"), "scope_shop"),
        (lambda: Scope(ScopeKind.SHOP), "scope_shop"),
        (lambda: Scope(ScopeKind.TEAMS, "main"), "scope_names"),
        (lambda: Scope(ScopeKind.SELF, "main", ("A1", "A2")), "scope_names"),
        (lambda: Scope(ScopeKind.SHOP, "main", ("一组",)), "scope_names"),
        (lambda: replace(LEADER, role=Role.HR), "role_scope"),
        (lambda: replace(LEADER, person=" "), "empty"),
        (lambda: replace(LEADER, first=TODAY, last=TODAY - DAY), "ends_before_start"),
        (lambda: replace(LEADER, deputy_of=1, first=TODAY), "deputy_without_days"),
    ],
)
def test_a_grant_that_makes_no_sense_cannot_be(make, code):
    assert codes(make) == [code]


def test_a_team_belongs_to_the_vendor_that_was_said_last(database):
    desk = at_desk(database)
    g.set_vendor(desk, "一组", "云客")
    g.set_vendor(desk, "一组", "海客")
    assert g.vendors(desk) == {"一组": "海客"}
    g.give(desk, Grant("孙", Role.VENDOR, Scope(ScopeKind.VENDOR, "main", ("海客",))))
    g.set_vendor(desk, "一组", "")
    assert g.vendors(desk) == {}
    assert codes(lambda: g.set_vendor(desk, "九组", "云客")) == ["unknown_team"]


def test_the_last_administrator_stays(database):
    desk = at_desk(database)
    first = g.give(desk, Grant("王", Role.ADMINISTRATOR, Scope(ScopeKind.ALL)))
    assert codes(lambda: g.end(desk, first)) == ["last_administrator"]
    g.give(desk, Grant("李", Role.ADMINISTRATOR, Scope(ScopeKind.ALL), last=TODAY))
    assert codes(lambda: g.end(desk, first)) == ["last_administrator"]  # 李's ends today
    g.give(desk, Grant("赵", Role.ADMINISTRATOR, Scope(ScopeKind.ALL)))
    g.end(desk, first)
    assert roles(database, "王") == []


def test_a_database_without_a_shop_can_have_its_administrator(tmp_path):
    opened = s.database(tmp_path)
    g.give(at_desk(opened, HOUSE), Grant("王", Role.ADMINISTRATOR, Scope(ScopeKind.ALL)))
    assert roles(opened, "王") == [Role.ADMINISTRATOR]
    opened.close()


def test_an_administrator_of_one_shop_gives_no_role_beyond_it(database):
    mine = Grant("王", Role.ADMINISTRATOR, Scope(ScopeKind.SHOP, "main"))
    desk = replace(at_desk(database), person=Person("王", grants=(mine,)))
    g.give(desk, LEADER)
    everywhere = Grant("王", Role.ADMINISTRATOR, Scope(ScopeKind.ALL))
    assert codes(lambda: g.give(desk, everywhere)) == ["scope_beyond"]
    other = Grant("王", Role.PLANNER, Scope(ScopeKind.SHOP, "other"))
    assert codes(lambda: g.give(desk, other)) == ["scope_beyond"]


def test_whose_administration_begins_today_by_the_shops_clock_counts(database):
    early = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    desk = at_desk(database, now=early)
    first = g.give(desk, Grant("王", Role.ADMINISTRATOR, Scope(ScopeKind.ALL)))
    g.give(desk, Grant("李", Role.ADMINISTRATOR, Scope(ScopeKind.ALL), first=TODAY))
    g.end(desk, first)
