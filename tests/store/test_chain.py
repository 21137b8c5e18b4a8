"""The log: its chain, what it keeps of each change, and what it keeps from everybody."""

import datetime as dt
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest

from benchmarks.tampering import WAYS, try_all
from kpi.pay.payout import PayPlan
from scheduler.errors import InputError, StoreError
from service import audit
from service.month import kpi_plans
from service.roster import requests
from service.shop import shops
from store.accounts import WITHHELD, WITHHELD_NEW, unpacked_accounts
from store.address import file_of
from store.database import downgrade, upgrade
from store.files.kpi_tables import PAY_PLANS
from store.guards import unguarded
from tests.databases import ON_SERVER
from tests.desks import NOW, at_desk
from tests.service import small_shop as s


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def last_account(database):
    with database.read() as unit:
        *_, link = unit.chain.links()
        return link, {one.table: one for one in unpacked_accounts(link.account)}


def raw(database, *statements):
    """Run statements past the program, with the guards gone for so long."""
    if ON_SERVER:
        with database.write() as unit, unguarded(unit.connection):
            for statement in statements:
                unit.connection.exec_driver_sql(statement)
        return
    with closing(sqlite3.connect(file_of(database.url))) as connection, connection:
        laid = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = connection.execute(laid).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in (*statements, *(guard for _, guard in guards)):
            connection.execute(statement)


def codes(database, anchors=None):
    with pytest.raises(InputError) as told:
        audit.verify(database.url, anchors)
    return [(fault.code, fault.value) for fault in told.value.faults]


@pytest.mark.sqlite
def test_each_way_of_tampering_is_found_at_its_line(tmp_path):
    tried = try_all(tmp_path, len(WAYS), seed=3)
    assert [one.found for one in tried] == [one.expected for one in tried]


def test_an_action_leaves_what_stood_there_before_and_after(database):
    post = shops.posts(at_desk(database))[0]
    shops.save_post(at_desk(database, origin="web 192.0.2.7"), replace(post, min_agents=4))
    link, tables = last_account(database)
    (row,) = tables["post"].rows
    assert (row.key, link.origin) == (["main", post.id], "web 192.0.2.7")
    assert json.loads(row.before["document"])["min_agents"] == 0
    assert json.loads(row.after["document"])["min_agents"] == 4
    assert audit.verify(database.url).end.links == link.place


def test_a_new_row_and_one_taken_out_are_told(database):
    number = requests.enter_wish(at_desk(database), s.week().wishes[0])
    (row,) = last_account(database)[1]["wish"].rows
    assert (row.key, row.before, row.after["agent_id"]) == ([number], None, "A1")
    requests.remove_wish(at_desk(database), number)
    (row,) = last_account(database)[1]["wish"].rows
    assert (row.after, row.before["agent_id"]) == (None, "A1")


def test_what_is_taken_back_leaves_no_line(database):
    before = audit.verify(database.url).end
    with at_desk(database).rehearsing() as desk:
        requests.enter_wish(desk, s.week().wishes[0])
        requests.enter_wish(desk, s.week().wishes[1])
        (row,) = last_account(desk.database)[1]["wish"].rows
        assert row.after["agent_id"] == "A3"
    assert audit.verify(database.url).end == before


def test_no_pay_stands_in_the_log(database, tmp_path):
    plan = PayPlan("A1", dt.date(2026, 1, 1), Decimal(4321), Decimal(1000))
    PAY_PLANS.write([plan], tmp_path / "pay_plan.csv")
    kpi_plans.import_pay_plans(at_desk(database), tmp_path / "pay_plan.csv")
    tables = last_account(database)[1]
    assert (tables["pay_plan"].rows, tables["pay_plan"].further) == ([], 1)
    assert "4321" not in str(tables)
    assert all("4321" not in one.details.values() for one in shops.actions(at_desk(database)))


def test_what_an_hour_costs_is_withheld(database):
    first, *others = shops.agents(at_desk(database))
    contract = replace(first.contract, hourly_cost=Decimal("77.70"))
    dearer = replace(first, name="客服甲", contract=contract)
    shops.save_agents(at_desk(database), (dearer, *others))
    (row,) = last_account(database)[1]["agent"].rows
    told = json.loads(row.after["document"])
    assert (row.after["name"], told["contract"]["hourly_cost"]) == ("客服甲", WITHHELD_NEW)
    assert json.loads(row.before["document"])["contract"]["hourly_cost"] == WITHHELD
    assert "77.70" not in str(row)


@pytest.mark.parametrize("name", ["[班]组长", "{", "["])
def test_a_name_that_looks_like_a_document_is_kept_as_it_is(database, name):
    first, *others = shops.agents(at_desk(database))
    shops.save_agents(at_desk(database), (replace(first, name=name), *others))
    (row,) = last_account(database)[1]["agent"].rows
    assert row.after["name"] == name


@pytest.mark.parametrize(
    "statement",
    [
        "update log_link set origin = 'x'",
        "delete from log_link",
        "update change set subject = 'x'",
        "delete from change",
        "insert into change select id, 'post/x', shop_id from action limit 1",
        "update log_anchor set hash = 'x'",
        "update log_anchor set links = links - 1",
        "delete from log_anchor",
        *(
            pytest.param(
                f"insert or replace into {table} select * from {table}", marks=pytest.mark.sqlite
            )
            for table in ("log_link", "change", "log_anchor")
        ),
    ],
)
def test_the_database_keeps_lines_of_the_log_as_they_are(database, statement):
    with pytest.raises(StoreError) as told, database.write() as unit:
        unit.connection.exec_driver_sql(statement)
    assert told.value.fault.code == "database_frozen"


def test_lines_from_before_the_chain_are_marked(tmp_path):
    with closing(s.database(tmp_path, s.with_week())) as opened:
        downgrade(opened.url, "0018")
        upgrade(opened.url)
        found = audit.verify(opened.url)
        assert (found.end.links, found.unvouched) == (1, 1)
        requests.enter_wish(at_desk(opened), s.week().wishes[0])
        found = audit.verify(opened.url)
        assert (found.end.links, found.unvouched) == (2, 1)


def test_a_chain_made_anew_is_found_by_an_anchor_from_outside(database, tmp_path):
    file = tmp_path / "anchors"
    audit.write_anchor(database.url, file, NOW)
    requests.enter_wish(at_desk(database), s.week().wishes[0])
    audit.write_anchor(database.url, file, NOW)
    assert audit.verify(database.url, file).end.links == 2
    raw(database, "UPDATE action SET done_by = 'x' WHERE id = 1")
    downgrade(database.url, "0018")
    upgrade(database.url)
    assert audit.verify(database.url).end.links == 2
    assert codes(database, file) == [("audit_anchor_unlike", "1"), ("audit_anchor_unlike", "2")]


def test_an_older_database_has_fewer_lines_than_its_anchor(database, tmp_path):
    file = tmp_path / "anchors"
    file.write_text(json.dumps({"links": 9, "hash": "0" * 64, "at": ""}))
    assert codes(database, file) == [("audit_anchor_beyond", "9")]


def test_every_line_that_is_no_anchor_is_named(database, tmp_path):
    file = tmp_path / "anchors"
    file.write_text('{"links": 1}\nhello\n{"links": true, "hash": "x"}\n')
    assert codes(database, file) == [
        ("audit_anchor_line", text) for text in file.read_text().splitlines()
    ]
    file.write_bytes(b"\xff\xfe")
    assert codes(database, file) == [("audit_anchor_file", str(file))]


def test_an_anchor_that_is_gone_is_missed(database):
    raw(database, "DELETE FROM log_anchor")
    assert codes(database) == [("audit_anchor_missing", "1")]
