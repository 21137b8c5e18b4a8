"""Data classes are kept in the columns of their fields' names, and read from them."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, insert, select

from kpi.pay.payout import PayMethod, PayPlan
from scheduler.agent import Absence, AgentLimit, Wish
from scheduler.dispatch import Presence
from scheduler.session import Session
from store import tables as t
from store.documents import from_document
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

STAMP = Stamp("Lin", dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC))


def kept(table, **row):
    """Return the row of a table of its own, with nothing that it points to."""
    engine = create_engine("sqlite://")
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(insert(table).values(**row))
        return connection.execute(select(table)).one()


@pytest.mark.parametrize(
    ("table", "value"),
    [
        (t.agent_limit, AgentLimit("a1", "night", 4)),
        (t.session, Session("s1", "a1", "", 60, 600, 900, "training")),
        (t.absence, Absence("a1", 600, 1080, "leave")),
        (t.wish, Wish("a1", dt.date(2026, 3, 4), None, 2.0, "night", is_against=True)),
        (t.wish, Wish("a1", dt.date(2026, 3, 4), None, 2.0, "night", is_only=True)),
    ],
    ids=lambda held: getattr(held, "name", ""),
)
def test_a_value_is_read_as_it_was_kept_with_who_kept_it_when(table, value):
    told = {"window": None} if isinstance(value, Wish) else {}
    row = kept(table, **columns_of(table, value, STAMP, shop_id="shop"))
    assert value_of(type(value), row, **told) == value
    assert Stamp.of(row) == STAMP


def test_what_has_no_number_gets_the_next_and_no_person_where_none_is_kept():
    values = columns_of(t.attendance, Presence("a1", 600, 900), shop_id="shop")
    assert set(values) == {"shop_id", "agent_id", "start_min", "end_min", "card", "missing"}


def test_the_whole_stands_in_the_document_and_what_is_told_instead_of_a_field():
    plan = PayPlan("a1", dt.date(2026, 3, 1), Decimal("2800.50"), Decimal(900), PayMethod.SCORE)
    row = kept(t.pay_plan, **columns_of(t.pay_plan, plan, STAMP, shop_id="shop", agent_id="a2"))
    assert (row.agent_id, row.valid_from) == ("a2", dt.date(2026, 3, 1))
    assert from_document(PayPlan, row.document) == plan
