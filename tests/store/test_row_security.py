"""The server's own locks: what goes round the program's sight sees, and changes, nothing unseen."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, insert, text

from scheduler.errors import InputError, StoreError
from service import audit
from service import database as databases
from service.access.grants import Role, ScopeKind
from service.access.permit import sight
from service.shop import shops
from store import row_security, tables
from store.address import url_of
from store.database import open_database
from store.shops import HOUSE, Shop
from store.sight import seeing
from tests.databases import server_url
from tests.desks import at_desk
from tests.postgres_server import server
from tests.service import small_shop as s
from tests.service.access.people import desk_of
from ui.cli.database import tell_open
from ui.cli.screen import Screen

pytestmark = pytest.mark.server
AGENTS = (*s.AGENTS[:2], *(replace(one, team="二组") for one in s.AGENTS[2:]))
LEADER, AGENT = (Role.TEAM_LEADER, ScopeKind.TEAMS), (Role.AGENT, ScopeKind.SELF)
SHOP, HR = (Role.SUPERVISOR, ScopeKind.SHOP), (Role.HR, ScopeKind.SHOP)
PLANNER, ADMIN = (Role.PLANNER, ScopeKind.SHOP), (Role.ADMINISTRATOR, ScopeKind.SHOP)
VENDOR = (Role.VENDOR, ScopeKind.VENDOR)
AUDITOR, EVERY = (Role.AUDITOR, ScopeKind.SHOP), (Role.AUDITOR, ScopeKind.ALL)
ROWS = """
    insert into shop (id, name, timezone, interval_min) values ('other', '别家', 'UTC', 30);
    insert into agent (shop_id, id, position, name, team, is_active, document)
        values ('other', 'A1', 0, '同号的人', '一组', true, '{}');
    insert into month_run (id, shop_id, month, number, document, arrays, entered_by, entered_s)
        values (1, 'main', '2026-11', 1, '{}', '', 'x', 0),
               (2, 'other', '2026-11', 1, '{}', '', 'x', 0);
    insert into payout (run_id, agent_id, position, total_fen, document)
        values (1, 'A1', 0, 1, '{}'), (1, 'A3', 1, 1, '{}'), (2, 'A1', 0, 1, '{}');
    insert into scorecard (run_id, agent_id, position, document)
        values (1, 'A1', 0, '{}'), (1, 'A3', 1, '{}'), (2, 'A1', 0, '{}');
    insert into vendor_team (shop_id, team, vendor, entered_by, entered_s)
        values ('main', '一组', '云客', 'x', 0), ('main', '二组', '海客', 'x', 0);
    insert into vendor_contract (shop_id, vendor, name, version, document, entered_by, entered_s)
        values ('main', '云客', 'Y', 1, '{}', 'x', 0), ('main', '海客', 'H', 1, '{}', 'x', 0),
               ('other', '云客', 'Z', 1, '{}', 'x', 0);
    insert into register_entry (shop_id, kind, subject, date, document, entered_by, entered_s)
        values ('main', 'Deduction', 'A1', '2026-11-01', '{}', 'x', 0),
               ('main', 'Deduction', 'A3', '2026-11-01', '{}', 'x', 0),
               ('main', 'Complaint', 'A3', '2026-11-01', '{}', 'x', 0),
               ('main', 'Complaint', 'A1', '2026-11-01', '{}', 'x', 0),
               ('other', 'Complaint', 'A1', '2026-11-01', '{}', 'x', 0)
"""
CONTRACTS = "select name from vendor_contract"
PAID = "select run_id || agent_id from payout"
SCORED = "select run_id || agent_id from scorecard"
PEOPLE = "select shop_id || '.' || id from agent"
ENTRIES = "select kind || subject from register_entry where shop_id <> 'x'"
MINE, ALL = {"main.A1"}, {f"main.{one.id}" for one in AGENTS}
TEAM = {"main.A1", "main.A2"}
PAY, COMPLAINTS = {"DeductionA1", "DeductionA3"}, {"ComplaintA1", "ComplaintA3"}


@pytest.fixture(scope="module")
def database():
    opened = open_database(server_url())
    s.with_week(agents=AGENTS)(opened)
    with opened.write() as unit:
        unit.connection.exec_driver_sql(ROWS)
    yield opened
    opened.close()


@pytest.fixture
def fresh():
    opened = open_database(server_url())
    with opened.write() as unit:
        unit.shops.save(Shop("main", "旗舰店", "Asia/Shanghai"))
    yield opened
    opened.close()


def round_about(desk, statement):
    """Return what a statement finds that the program's sight never saw."""
    with desk.read() as unit:
        return set(unit.connection.exec_driver_sql(statement).scalars())


def plainly(url, *statements):
    """Run statements as the program's own role does from a shell; return what the last found."""
    engine = create_engine(url_of(url))
    try:
        with engine.begin() as connection:
            *_, last = [connection.exec_driver_sql(one) for one in statements]
            return last.scalars().all() if last.returns_rows else last.rowcount
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("grant", "names"),
    [(VENDOR, {"Y"}), (HR, {"Y", "H"}), (LEADER, set()), (SHOP, set()), (AGENT, set())],
)
def test_a_statement_round_the_sight_finds_contracts_of_the_own_vendor(database, grant, names):
    assert round_about(desk_of(database, grant), CONTRACTS) == names


@pytest.mark.parametrize(
    ("grant", "paid", "people", "entries"),
    [
        (LEADER, set(), TEAM, {"ComplaintA1"}),
        (AGENT, {"1A1"}, MINE, {"DeductionA1", "ComplaintA1"}),
        (SHOP, set(), ALL, COMPLAINTS),
        (PLANNER, set(), ALL, COMPLAINTS),
        (ADMIN, set(), ALL, COMPLAINTS),
        (HR, {"1A1", "1A3"}, ALL, PAY | COMPLAINTS),
        (AUDITOR, {"1A1", "1A3"}, ALL, PAY | COMPLAINTS),
    ],
)
def test_a_statement_round_the_sight_finds_only_what_the_role_may_see(
    database, grant, paid, people, entries
):
    desk = desk_of(database, grant)
    assert round_about(desk, PAID) == paid
    assert round_about(desk, SCORED) == paid
    assert round_about(desk, PEOPLE) == people
    assert round_about(desk, ENTRIES) == entries


def test_whoever_is_over_every_shop_and_whoever_never_signed_in_sees_all(database):
    for desk in (at_desk(database), desk_of(database, EVERY, shop="")):
        assert round_about(desk, PEOPLE) == {*ALL, "other.A1"}


def test_who_says_nothing_of_a_sight_finds_no_row_in_any_table(database):
    with database.read() as unit:
        every = [one.name for one in row_security.locked_tables()]
        for name in every:
            assert unit.connection.exec_driver_sql(f"select count(*) from {name}").scalar() >= 0
    for name in every:
        found = plainly(database.url, f"select count(*) from {name}")
        assert found == [0], name


def test_the_role_itself_writes_nothing_without_saying_that_it_sees_everything(fresh):
    assert plainly(fresh.url, "update shop set name = 'x'") == 0
    assert plainly(fresh.url, "delete from shop") == 0
    with pytest.raises(Exception, match="row-level security"):
        plainly(fresh.url, "insert into shop values ('b', 'b', 'UTC', 30)")
    assert [one.name for one in shops.shops(fresh)] == ["旗舰店"]


def test_what_is_asked_for_everybody_leaves_the_sight_as_it_was(database):
    for _ in range(2):  # the second time on a connection that knew a sight before
        with desk_of(database, AGENT).read() as unit:
            assert len(unit.chain.end()) == 64
            assert set(unit.connection.exec_driver_sql(PEOPLE).scalars()) == MINE
    with database.read() as unit:
        assert len(unit.connection.exec_driver_sql(PEOPLE).all()) > len(MINE)


def test_a_sight_ends_with_its_reading_and_an_error_inside_stays_the_error(database):
    desk = desk_of(database, LEADER)
    with pytest.raises(StoreError) as told, desk.read() as unit:
        unit.connection.exec_driver_sql("select 1/0")
    assert told.value.fault.code == "database_value"
    with database.rehearsal() as tried:
        with tried.read() as unit, seeing(unit.connection, sight(desk.person, "main")):
            assert len(unit.staff.everybody("main")) == len(TEAM)
        with tried.read() as unit:
            assert len(unit.staff.everybody("main")) == len(AGENTS)


def test_roles_over_another_company_are_not_there(fresh):
    with fresh.write() as unit:
        unit.connection.exec_driver_sql(
            "insert into shop values ('b', '乙', 'UTC', 30, 'b');"
            " insert into company values ('b', '乙公司', 'x', 0);"
            " insert into role_grant (person, role, scope, names, entered_by, entered_s) values"
            " ('全', 'auditor', 'all', '[]', 'x', 0),"
            " ('甲', 'auditor', 'company', '[\"main\"]', 'x', 0),"
            " ('乙', 'auditor', 'company', '[\"b\"]', 'x', 0)"
        )
    desk = desk_of(fresh, AUDITOR)
    assert round_about(desk, "select person from role_grant") == {"全", "甲"}
    assert round_about(desk, "select id from company") == {"main"}
    assert round_about(desk, "select id from shop") == {"main"}


def test_indices_are_used_behind_the_policies(database):
    asked = "select * from absence where start_min between 5 and 6"
    shifts = "select * from roster_shift where version_id = 1"
    for desk in (desk_of(database, LEADER), at_desk(database)):
        with desk.read() as unit:
            unit.connection.exec_driver_sql("set local enable_seqscan = off")
            for statement, index in (
                (asked, "ix_absence_start_min"),
                (shifts, "ix_roster_shift_version_id"),
            ):
                plan = unit.connection.exec_driver_sql(f"explain {statement}").scalars().all()
                assert re.search(f"Index.* {index}", "\n".join(plan)), plan


def test_the_check_names_tables_without_policies_and_a_role_they_do_not_hold(fresh):
    assert databases.check(fresh.url).bypasses == ""
    stronger = fresh.url.replace("paiban@", "postgres@")
    assert databases.check(stronger).bypasses == "SUPERUSER"
    name = fresh.url.split("?")[0].rpartition("/")[2]
    server().execute("alter table payout no force row level security", name)
    server().execute("drop policy sight on scorecard", name)
    server().execute("alter table agent disable trigger agent_witness", name)
    with pytest.raises(InputError) as told:
        databases.check(fresh.url)
    found = {one.code: one.details["left"] for one in told.value.faults}
    assert found == {"database_bare": "payout, scorecard", "database_unguarded": "agent_witness"}


def test_a_change_past_the_program_is_told_and_its_own_are_not(fresh):
    assert audit.verify(fresh.url).faults == ()
    name = fresh.url.split("?")[0].rpartition("/")[2]
    server().execute("update shop set name = 'x' where id = 'main'", name)
    server().execute("truncate absence", name)
    with pytest.raises(InputError) as told:
        audit.verify(fresh.url)
    first, second = told.value.faults
    assert (first.code, first.value) == ("audit_witnessed", "shop")
    assert first.details | {"at": "", "database": ""} == {
        **{
            "number": "1",
            "key": '{"id": "main"}',
            "verb": "update",
            "by": "postgres",
            "from": "local",
        },
        **{"at": "", "database": ""},
    }
    assert (second.value, second.details["verb"]) == ("absence", "truncate")
    boss = at_desk(fresh, HOUSE)
    for number, reason, code in ((2, " ", "audit_why"), (3, "mended", "audit_no_witness")):
        with pytest.raises(InputError, match=code):
            audit.explain(boss, number, reason)
    assert audit.explain(boss, 2, "mended by hand") == 2
    found = audit.verify(fresh.url)
    assert (found.faults, found.explained) == ((), 2)
    server().execute("truncate wish", name)
    assert codes_of(fresh) == [("audit_witnessed", "3")]
    server().execute("alter table witness disable trigger witness_kept", name)
    server().execute("delete from witness where id = 1", name)
    assert codes_of(fresh)[0] == ("audit_witness_other", "")


def codes_of(database):
    with pytest.raises(InputError) as told:
        audit.verify(database.url)
    return [(one.code, one.details.get("number", "")) for one in told.value.faults]


def test_the_role_that_says_it_sees_everything_is_witnessed_without_the_mark(fresh):
    seeing_all = f"set local {row_security.SETTING} = '{row_security.EVERYTHING}'"
    assert plainly(fresh.url, seeing_all, "update shop set name = 'x' where id = 'main'") == 1
    with pytest.raises(InputError) as told:
        audit.verify(fresh.url)
    assert told.value.faults[0].details["by"] == "paiban"
    for statement in ("delete from witness", "update witness set key = ''", "truncate witness"):
        with pytest.raises(Exception, match="stays"):
            plainly(fresh.url, seeing_all, statement)
    with fresh.write() as unit:
        row = {"id": "b", "name": "b", "timezone": "UTC", "interval_min": 30}
        unit.connection.execute(insert(tables.shop), [row])
    with fresh.read() as unit:
        assert unit.connection.execute(text("select count(*) from witness")).scalar() == 1


def test_opening_the_app_tells_of_a_role_that_no_policy_holds(fresh, monkeypatch, capsys):
    for url, is_told in ((fresh.url, False), (fresh.url.replace("paiban@", "postgres@"), True)):
        monkeypatch.setenv("PAIBAN_DB", url)
        tell_open(Screen("en"), "http://localhost:8501")
        assert ("SUPERUSER" in capsys.readouterr().out) is is_told
