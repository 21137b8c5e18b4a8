"""Rows of others are not there for whoever may not see them, whatever statement asks."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text

from kpi.pay.extras import Deduction, DeductionKind
from scheduler.agent import Absence
from scheduler.errors import InputError
from service.access.grants import Role, ScopeKind, set_vendor
from service.pay.pay_inputs import enter_deduction
from service.phone.waiting_list import remove_leave
from service.roster import requests
from service.roster.editing import change
from service.shop import shops
from service.shop import staff_lines as lines
from service.shop.staff_lines import PersonTold
from store import tables as t
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.access.people import desk_of

MINE, OTHERS = s.AGENTS[:2], s.AGENTS[2:]
AGENTS = (*MINE, *(replace(one, team="二组") for one in OTHERS))
LEADER, VENDOR = (Role.TEAM_LEADER, ScopeKind.TEAMS), (Role.VENDOR, ScopeKind.VENDOR)
AGENT, PART = (Role.AGENT, ScopeKind.SELF), (Role.SUPERVISOR, ScopeKind.TEAMS)
SHOP, HR = (Role.SUPERVISOR, ScopeKind.SHOP), (Role.HR, ScopeKind.SHOP)
NARROW = {LEADER: {"A1", "A2"}, VENDOR: {"A1", "A2"}, AGENT: {"A1"}, PART: {"A1", "A2"}}
AWAY = [Absence(one.id, s.at(2, 9), s.at(2, 18), "培训") for one in AGENTS]


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, _filled)


def _filled(opened):
    s.with_week(agents=AGENTS, absences=tuple(AWAY))(opened)
    set_vendor(at_desk(opened), "一组", "云客")


def codes(act):
    with pytest.raises(InputError) as caught:
        act()
    return [(fault.code, fault.value) for fault in caught.value.faults]


@pytest.mark.parametrize(("grant", "people"), NARROW.items())
def test_only_the_rows_of_those_a_role_reaches_are_there(database, grant, people):
    desk = desk_of(database, grant)
    assert {one.id for one in shops.agents(desk)} == people
    assert set(shops.agent_names(desk)) == people
    assert {one.absence.agent_id for one in requests.absences(desk, s.LABEL)} == people
    with desk.read() as unit:
        agent, inner = t.agent, select(t.agent.c.id)
        counted = unit.connection.scalar(select(func.count()).select_from(agent))
        joined = select(t.absence.c.agent_id).join(agent, agent.c.id == t.absence.c.agent_id)
        within = select(t.shop.c.id).where(t.shop.c.id.in_(select(agent.c.shop_id)))
        assert counted == len(people)
        assert set(unit.connection.scalars(joined)) == people
        assert set(unit.connection.scalars(inner.union(inner))) == people
        assert set(unit.connection.scalars(select(agent.alias().c.id))) == people
        assert unit.connection.scalars(within).all() == ["main"]


def test_whoever_reaches_the_shop_and_whoever_never_signed_in_sees_everybody(database):
    for desk in (desk_of(database, SHOP), at_desk(database)):
        assert len(shops.agents(desk)) == len(AGENTS)


def test_a_statement_nobody_can_look_into_is_refused(database):
    with desk_of(database, LEADER).read() as unit, pytest.raises(InputError, match="closed"):
        unit.connection.execute(text("select * from payout"))


def test_a_sight_ends_with_its_reading(database):
    with desk_of(database, LEADER).read():
        pass
    with database.read() as unit:
        assert len(unit.staff.everybody("main")) == len(AGENTS)


def test_what_is_written_is_about_those_a_role_reaches(database):
    desk = desk_of(database, PART)
    asked = Absence("A3", s.at(3, 9), s.at(3, 18), "培训")
    assert codes(lambda: requests.enter_absence(desk, asked)) == [("people_beyond", "A3")]
    assert requests.enter_absence(desk, replace(asked, agent_id="A1"))
    numbers = {
        one.absence.agent_id: one.id for one in requests.absences(at_desk(database), s.LABEL)
    }
    removed = codes(lambda: remove_leave(desk, numbers["A3"]))
    assert removed == [("people_beyond", "A3")]
    remove_leave(desk, numbers["A2"])


def test_days_of_a_draft_move_only_for_those_a_role_reaches(database):
    desk = desk_of(database, PART)
    kept = change(desk, s.LABEL, added=(s.shift("A1", 0),))
    assert kept is not None
    other = s.shift("A3", 0, post="aftersales")
    assert codes(lambda: change(desk, s.LABEL, added=(other,))) == [("people_beyond", "A3")]


def test_lines_of_the_log_about_pay_are_not_there_for_a_supervisor(database):
    told = Deduction("A1", dt.date(2026, 11, 5), DeductionKind.DAMAGE, Decimal(50), "摔坏", "8.2")
    enter_deduction(at_desk(database), told)
    seen = [one.name for one in lines.history_of(desk_of(database, SHOP), "A1")]
    assert "deduction_entered" not in seen
    assert [one.name for one in lines.history_of(desk_of(database, HR), "A1")] != seen
    assert not [one for one in shops.actions(desk_of(database, SHOP)) if "amount" in one.details]


def test_what_an_hour_costs_is_not_there_for_a_supervisor_and_stays(database):
    desk = desk_of(database, SHOP)
    (found, *_) = (one.agent for one in lines.staff_people(desk) if one.agent.id == "A1")
    assert found.contract.hourly_cost == 0
    told = PersonTold("A1", "新名", found.team, found.posts, 36.0, hourly_cost=Decimal(99))
    lines.change_person(desk, told)
    (kept, *_) = shops.agents(at_desk(database))
    assert (kept.name, kept.contract.hourly_cost) == ("新名", Decimal("31.50"))
    lines.change_person(desk_of(database, HR), replace(told, name="再改"))
    assert shops.agents(at_desk(database))[0].contract.hourly_cost == 99
    for seen in (desk, desk_of(database, HR)):
        costs = ["hourly_cost" in one.details for one in lines.history_of(seen, "A1")]
        assert any(costs) == seen.may("wages")
