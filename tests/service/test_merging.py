"""Two people who change different parts of one table both keep theirs; of the same, the first."""

import dataclasses
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.scheme.targets import Level, Target
from scheduler.agent import AgentLimit
from scheduler.errors import InputError
from scheduler.session import Session
from service.month import kpi_plans
from service.roster import rules
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def looking(database, by):
    """Return the desk of somebody who looks at everything as it is now."""
    return at_desk(database, by=by, seen=at_desk(database).seen_now())


def refused(act):
    """Do something that must be refused; return who did what before."""
    with pytest.raises(InputError) as caught:
        act()
    (fault,) = caught.value.faults
    assert (fault.code, fault.details["at"]) == ("changed_meanwhile", "2026-11-23 09:00")
    return fault.value, fault.details["action"]


def limit(agent, most, kind="night"):
    return AgentLimit(agent, kind, most)


def session(name, agent="A1", minutes=60):
    return Session(name, agent, "", minutes, s.at(1, 0), s.at(3, 0), "培训")


def target(name, value, column="sales_fen"):
    return Target(NOVEMBER, "presales", Level.AGENT, name, column, Decimal(value))


def limits_of(database):
    return rules.rules_sheet(at_desk(database), s.LABEL).limits


def sessions_of(database):
    return rules.rules_sheet(at_desk(database), s.LABEL).sessions


def change_limits(desk, told, before):
    rules.change_limits(desk, s.LABEL, told, before=before)


def change_sessions(desk, told, before):
    rules.change_sessions(desk, s.LABEL, told, before=before)


def change_targets(desk, told, before):
    kpi_plans.save_targets(desk, NOVEMBER, told, before=before)


def targets_of(database):
    return kpi_plans.targets(at_desk(database), NOVEMBER)


TABLES = {
    "limits_changed": (change_limits, limits_of, limit("A1", 4), limit("A2", 4), limit("A1", 3)),
    "sessions_changed": (
        change_sessions,
        sessions_of,
        session("甲"),
        session("乙", "A2"),
        session("甲", minutes=30),
    ),
    "targets_saved": (
        change_targets,
        targets_of,
        target("A1", 500),
        target("A2", 500),
        target("A1", 300),
    ),
}


@pytest.mark.parametrize("turned", [False, True], ids=["one first", "other first"])
@pytest.mark.parametrize("action", TABLES)
def test_rows_of_different_keys_merge_whoever_is_first(database, action, turned):
    change, now, first, second, _ = TABLES[action]
    one, other = looking(database, "李"), looking(database, "王")
    steps = [(one, first), (other, second)]
    for desk, row in reversed(steps) if turned else steps:
        change(desk, (row,), ())
    assert set(now(database)) == {first, second}


@pytest.mark.parametrize("action", TABLES)
def test_what_one_takes_away_the_other_does_not_bring_back(database, action):
    change, now, first, second, _ = TABLES[action]
    change(at_desk(database), (first,), ())
    one, other = looking(database, "李"), looking(database, "王")
    change(one, (), (first,))
    change(other, (first, second), (first,))
    assert now(database) == (second,)


@pytest.mark.parametrize("action", TABLES)
def test_a_row_somebody_else_changed_is_refused_with_who_and_when(database, action):
    change, now, first, _, again = TABLES[action]
    change(at_desk(database), (first,), ())
    one, other = looking(database, "李"), looking(database, "王")
    change(one, (again,), (first,))
    assert refused(lambda: change(other, (), (first,))) == ("李", action)
    assert now(database) == (again,)
    change(one, (), (again,))  # one's own change surprises nobody


def test_two_new_sessions_of_one_id_are_two(database):
    one, other = looking(database, "李"), looking(database, "王")
    first, second = session("甲"), session("甲", "A2")
    change_sessions(one, (first,), ())
    change_sessions(other, (second,), ())
    assert set(sessions_of(database)) == {first, dataclasses.replace(second, id="甲-2")}


def test_a_limit_of_the_same_agent_for_another_kind_stays(database):
    one, other = looking(database, "李"), looking(database, "王")
    change_limits(one, (limit("A1", 4),), ())
    change_limits(other, (limit("A1", 2, "weekend"),), ())
    assert set(limits_of(database)) == {limit("A1", 4), limit("A1", 2, "weekend")}


def with_team(people, name, team):
    return tuple(dataclasses.replace(one, team=team) if one.id == name else one for one in people)


def test_a_staff_list_that_undoes_what_somebody_changed_is_refused(database):
    one, other = looking(database, "李"), looking(database, "王")
    seen = shops.agents(one)
    shops.save_agents(one, with_team(seen, "A1", "北组"))
    old = with_team(seen, "A2", "南组")
    assert refused(lambda: shops.save_agents(other, old)) == ("李", "agents_saved")
    shops.save_agents(other, with_team(shops.agents(other), "A2", "南组"))
    assert {"北组", "南组"} <= {each.team for each in shops.agents(one)}
