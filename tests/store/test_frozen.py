import pytest
from sqlalchemy import text

from scheduler.errors import StoreError
from service.database import contents
from service.looked import looked_at
from service.month import kpi_intake, months
from service.pay import pay_review
from store import witness
from store.damage import GUARDS, SERVER_GUARDS, SERVER_TRIGGERS, TRIGGERS
from tests.databases import ON_SERVER
from tests.desks import at_desk
from tests.service.pay.test_pay_review import (  # noqa: F401 - a fixture of its own month
    BOSS,
    HR,
    NOVEMBER,
    database,
    take_in,
)

ALWAYS = {  # what is guarded from the day it is entered
    "update scheme set document = '{}'",
    "insert or replace into scheme select * from scheme",
    "update register_entry set document = '{}' where kind = 'PayScheme'",
    "insert or replace into register_entry select * from register_entry where kind = 'PayScheme'",
    "update action set done_by = 'somebody else'",
    "delete from action",
    "update fact_source set entered_by = 'somebody else'",
    "insert or replace into fact_source select * from fact_source",
    "insert or replace into action select * from action",
}
LOCKED = {
    "delete from scheme",  # one that came with a file by mistake goes with the file
    "delete from register_entry where kind = 'PayScheme'",
    "update month_run set document = '{}'",
    "delete from month_run",
    "insert or replace into month_run select * from month_run",
    "insert or replace into month_run select id + 9, shop_id, month, number, document, arrays,"
    " entered_by, entered_s from month_run",
    "update payout set total_fen = total_fen + 1",
    "delete from payout",
    "insert into payout select run_id, 'A9', position, total_fen, document from payout limit 1",
    "insert or replace into payout select * from payout",
    "update scorecard set grade = 'gold'",
    "delete from scorecard",
    "insert into scorecard select run_id, 'A9', position, grade, document from scorecard limit 1",
    "update run_step set entered_by = 'somebody else'",
    "delete from run_step where state = 'locked'",
    "insert into run_step select id + 9, run_id, 'review', '', entered_by, entered_s"
    " from run_step limit 1",
    "insert or replace into run_step select * from run_step",
    "update register_entry set document = replace(document, '少算了', 'x')"
    " where kind = 'Objection'",
    "delete from register_entry where kind = 'Objection'",
    "insert into register_entry select id + 9, shop_id, kind, subject, date, document, entered_by,"
    " entered_s from register_entry where kind = 'Objection'",
}
ON_SERVERS = {f"truncate {name} cascade" for name in ("action", "scheme", "payout", "month_run")}


def each(statements):
    """Return statements as parameters; what only one kind of database knows is tried on that."""
    known = (statements - ON_SERVERS) if not ON_SERVER else statements
    return [
        pytest.param(one, marks=pytest.mark.sqlite if "or replace" in one else ())
        for one in sorted(known)
    ]


def execute(database, statement):  # noqa: F811
    with database.write() as unit:
        return unit.connection.execute(text(statement)).rowcount


def refused(database, statement):  # noqa: F811
    with pytest.raises(StoreError) as caught:
        execute(database, statement)
    return caught.value.fault.code == "database_frozen"


@pytest.fixture
def in_review(database):  # noqa: F811
    months.score(at_desk(database, **HR), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    number = pay_review.raise_objection(
        at_desk(database, **HR), NOVEMBER, agent_id="A1", about="", text="少算了"
    )
    pay_review.answer_objection(at_desk(database, **BOSS), number, answer="没有", is_accepted=False)
    return database


@pytest.fixture
def locked(in_review):
    pay_review.approve_month(at_desk(in_review, **BOSS), NOVEMBER)
    pay_review.lock_month(at_desk(in_review, **BOSS), NOVEMBER)
    return in_review


@pytest.mark.parametrize("statement", each(LOCKED | ALWAYS | ON_SERVERS))
def test_the_database_itself_guards_a_locked_month(locked, statement):
    assert refused(locked, statement)


@pytest.mark.parametrize("statement", each(LOCKED))
def test_a_month_that_is_not_locked_is_not_frozen(in_review, statement):
    with in_review.write() as unit:
        if ON_SERVER:  # what refers to a row is checked after its guards; only they matter here
            for part in ("run_step", "payout", "scorecard"):
                drop = f"alter table {part} drop constraint fk_{part}_run_id"
                unit.connection.exec_driver_sql(drop)
        else:
            unit.connection.exec_driver_sql("pragma defer_foreign_keys = on")
        assert unit.connection.execute(text(statement)).rowcount >= 0
        unit.connection.rollback()


def test_a_row_cannot_be_moved_into_a_locked_run(locked):
    pay_review.correct_month(at_desk(locked, **HR), NOVEMBER, reason="迟到的数据")
    moved = "update payout set run_id = 1, agent_id = 'A9' where run_id = 2 and agent_id = 'A1'"
    assert refused(locked, moved)


def sources(database):  # noqa: F811
    with database.read() as unit:
        kept = unit.connection.execute(text("select arrays, entered_by from fact_source")).all()
        gone = "select arrays, entered_by from replaced_source"
        return kept, unit.connection.execute(text(gone)).all()


def test_what_a_locked_month_was_counted_from_is_kept_when_a_file_comes_late(locked, tmp_path):
    (first,), _ = sources(locked)
    take_in(locked, tmp_path, 11, {"A1": 95, "A2": 80})
    (late,), gone = sources(locked)
    assert late.arrays != first.arrays
    assert gone == [first]
    assert contents(locked).replaced == ("2026-11 facts11.csv",)
    replacing = "insert or replace into replaced_source select * from replaced_source"
    for statement in (
        "update replaced_source set entered_by = 'somebody else'",
        "delete from replaced_source",
        "truncate replaced_source" if ON_SERVER else replacing,
    ):
        assert refused(locked, statement)


def test_a_month_that_is_not_locked_keeps_only_the_latest_file(in_review, tmp_path):
    take_in(in_review, tmp_path, 11, {"A1": 95, "A2": 80})
    assert sources(in_review)[1] == []


def test_a_locked_month_is_still_corrected(locked, tmp_path):
    before = months.month_run(at_desk(locked), NOVEMBER)
    with looked_at("再导入一次"):
        kpi_intake.import_facts(at_desk(locked, **HR), tmp_path / "facts11.csv")
    pay_review.correct_month(at_desk(locked, **HR), NOVEMBER, reason="迟到的数据")
    pay_review.send_to_review(at_desk(locked, **HR), NOVEMBER)
    pay_review.approve_month(at_desk(locked, **BOSS), NOVEMBER)
    assert pay_review.lock_month(at_desk(locked, **BOSS), NOVEMBER).number == 2
    with locked.read() as unit:
        assert unit.months.numbered("main", NOVEMBER, 1).payouts == before.payouts


def test_the_guards_that_are_checked_are_those_that_are_laid(locked):
    on_server = SERVER_GUARDS | witness.guards()
    query, guards = (SERVER_TRIGGERS, on_server) if ON_SERVER else (TRIGGERS, GUARDS)
    with locked.read() as unit:
        assert set(unit.connection.scalars(text(query))) == guards
