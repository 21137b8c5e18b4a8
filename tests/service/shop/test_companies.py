"""Shops of several companies in one database stay apart; those of one company share people."""

from dataclasses import replace

import pytest

from scheduler.errors import InputError
from service.access import grants as g
from service.access.giving import people_known, scopes
from service.access.grants import Grant, Role, Scope, ScopeKind
from service.desk import Person
from service.roster import publishing, weeks
from service.roster.editing import change
from service.shop import companies as c
from service.shop import shops
from service.start.setting_up import NewShop, create_shop, free_id
from store.address import url_of
from store.database import Database, open_database, upgrade
from tests.databases import empty_url
from tests.desks import at_desk
from tests.service import small_shop as s

OF_A = Scope(ScopeKind.COMPANY, names=("main",))
OF_B = Scope(ScopeKind.COMPANY, names=("b",))
REST_MIN = 660


def _filled(opened):
    week = s.week()
    rules = replace(week.rules, hours=replace(week.rules.hours, min_rest_min=REST_MIN))
    for shop in ("main", "sister", "strange"):
        desk = at_desk(opened, shop)
        s.keep_week(desk, replace(week, rules=rules), shop_name=f"{shop}店")
    c.save_company(at_desk(opened), "b", "乙公司")
    c.put_shop(at_desk(opened, "strange"), "b")
    for scope, person in ((OF_A, "甲总"), (OF_B, "乙总")):
        g.give(at_desk(opened), Grant(person, Role.ADMINISTRATOR, scope))
        g.give(at_desk(opened), Grant(person, Role.HR, scope))


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, _filled)


def desk_as(database, person, shop="main"):
    """Return the desk of somebody who signed in, with the roles they hold now."""
    held = g.held(at_desk(database, "(house)"), person)
    return replace(at_desk(database, shop), person=Person(person, grants=held))


def codes(act):
    with pytest.raises(InputError) as caught:
        act()
    return [fault.code for fault in caught.value.faults]


def share(database, agent="A1", other="A1"):
    return c.share_person(at_desk(database), c.SharedTold(agent, "sister", other))


def publish(database, shop, *shifts):
    desk = at_desk(database, shop)
    change(desk, s.LABEL, added=shifts)
    return publishing.publish(desk, s.LABEL, reason="测试")


def test_every_shop_of_an_older_database_is_in_one_company(tmp_path):
    url = url_of(empty_url(tmp_path))
    upgrade(url, "0030")
    old = Database(url)
    with old.write() as unit:
        for shop in ("a", "b"):
            unit.connection.exec_driver_sql(f"insert into shop values ('{shop}', '', 'UTC', 30)")
    old.close()
    opened = open_database(url)
    with opened.read() as unit:
        assert {one.company_id for one in unit.shops.all()} == {"main"}
        assert unit.companies.shops("main") == ("a", "b")
    opened.close()


def test_a_companys_roles_reach_all_its_shops_and_no_other(database):
    for shop in ("main", "sister"):
        assert len(shops.agents(desk_as(database, "甲总", shop))) == len(s.AGENTS)
    strange = desk_as(database, "甲总", "strange")
    assert codes(lambda: shops.agents(strange)) == ["no_role_here"]
    assert codes(lambda: weeks.weeks(strange)) == ["no_role_here"]
    assert codes(lambda: weeks.export_week(strange, s.LABEL, None)) == ["no_role_here"]
    assert codes(lambda: shops.save_agents(strange, ())) == ["not_permitted"]
    assert not strange.may("pay")
    assert [one.id for one in c.companies(desk_as(database, "甲总"))] == ["main"]
    assert {one.id for one in c.companies(at_desk(database))} == {"main", "b"}


def test_an_administrator_of_one_company_gives_and_ends_no_role_of_another(database):
    mine = desk_as(database, "甲总")
    assert g.give(mine, Grant("新人", Role.HR, Scope(ScopeKind.SHOP, "sister")))
    for scope in (OF_B, Scope(ScopeKind.SHOP, "strange"), Scope(ScopeKind.ALL)):
        assert codes(lambda scope=scope: g.give(mine, Grant("新人", Role.HR, scope))) == [
            "scope_beyond"
        ]
    everyone = g.grants(at_desk(database, "strange"))
    theirs = next(one.id for one in everyone if one.grant.person == "乙总")
    assert codes(lambda: g.end(mine, theirs)) == ["unknown_grant"]
    assert {one.grant.person for one in g.grants(mine)} == {"甲总"}
    assert people_known(mine) == ("甲总",)
    offered = scopes(mine)
    assert OF_A in offered
    assert OF_B not in offered


def test_an_administrator_of_a_company_sets_shops_up_in_it_only(database):
    mine = desk_as(database, "甲总")
    new = mine.at(free_id(mine, "分店"))
    assert create_shop(new, NewShop("分店")).company_id == "main"
    other = mine.at("strange-2")
    assert codes(lambda: create_shop(other, NewShop("分店", company="b"))) == ["not_permitted"]
    assert codes(lambda: c.put_shop(mine, "b")) == ["not_permitted"]
    assert codes(lambda: c.save_company(mine, "b", "改名")) == ["not_permitted"]
    assert free_id(mine, "strange") == "strange-2"  # taken by a shop that is not seen
    assert "分店" in {one.name for one in c.sister_shops(desk_as(database, "甲总"))}


def test_people_are_shared_with_shops_of_the_own_company_only(database):
    told = c.SharedTold("A1", "strange")
    assert codes(lambda: c.share_person(at_desk(database), told)) == ["unknown_shop"]
    assert codes(lambda: c.share_person(desk_as(database, "甲总"), told)) == ["unknown_shop"]
    assert codes(lambda: share(database, other="A9")) == ["unknown_agent"]
    kept = c.share_person(desk_as(database, "甲总"), c.SharedTold("A1", "sister"))
    assert c.shared_people(at_desk(database)) == (kept,)
    (back,) = c.shared_people(at_desk(database, "sister"))
    assert (back.agent_id, back.shop_id, back.shop_name) == ("A1", "main", "main店")
    c.put_shop(at_desk(database, "sister"), "b")
    assert c.shared_people(at_desk(database)) == ()  # it is another company's now
    c.put_shop(at_desk(database, "sister"), "main")
    c.part_person(at_desk(database), "A1")
    assert c.shared_people(at_desk(database, "sister")) == ()
    assert codes(lambda: c.part_person(at_desk(database), "A1")) == ["not_shared"]


def test_a_shift_published_in_one_shop_binds_the_other_with_rest_and_hours(database):
    share(database, "A1", "A1")
    monday = s.shift("A1", 1)
    publish(database, "sister", monday)
    with at_desk(database).read() as unit:
        problem = weeks.problem_of(unit, unit.weeks.get("main", s.LABEL))
    away = [(one.start_min, one.end_min, one.kind) for one in problem.absences_by_agent["A1"]]
    start, end = monday.start_min, monday.end_min
    assert away == [
        (start, end, "⇄ sister店"),
        (start - REST_MIN, start, "⇄ sister店 …"),
        (end, end + REST_MIN, "⇄ sister店 …"),
    ]
    agent = problem.agent_by_id["A1"]
    assert problem.week_limit_min(agent) == 40 * 60 - monday.work_min
    assert problem.week_limit_min(problem.agent_by_id["A2"]) == 40 * 60


def test_nobody_is_published_at_two_shops_at_once_or_without_rest_between(database):
    share(database, "A1", "A1")
    publish(database, "sister", s.shift("A1", 1))
    for hour in (9, 14):  # the same hours, and those too soon after
        found = codes(lambda hour=hour: publish(database, "main", s.shift("A1", 1, hour)))
        assert found == ["breaks_law"]
    publish(database, "main", s.shift("A1", 2))


def test_who_sees_one_shop_alone_is_bound_by_the_other_and_sees_nothing_else_of_it(database):
    share(database, "A1", "A1")
    publish(database, "sister", s.shift("A1", 1))
    g.give(at_desk(database), Grant("主管", Role.SUPERVISOR, Scope(ScopeKind.SHOP, "main")))
    desk = desk_as(database, "主管")
    problem = weeks.problem(desk, s.LABEL)
    assert "⇄ sister店" in {one.kind for one in problem.absences}
    assert codes(lambda: shops.agents(desk.at("sister"))) == ["no_role_here"]
    assert c.sister_shops(desk) == ()


def test_work_elsewhere_counts_in_the_week_it_lies_in(database):
    share(database, "A1", "A1")
    publish(database, "sister", s.shift("A1", 0), s.shift("A1", 1))
    with at_desk(database).read() as unit:
        problem = weeks.problem_of(unit, unit.weeks.get("main", s.LABEL))
    assert problem.elsewhere_min == {"A1": 2 * s.shift().work_min}
