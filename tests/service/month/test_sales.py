"""Orders x messages x the rule of attribution -> sales in the score and the pay."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.attribution import AttributionRule, CreditBy, Order
from kpi.month import Month
from scheduler.errors import InputError
from service.looked import looked_at
from service.month import month_inputs, sales
from service.records import platform_rules
from store.files.kpi_tables import ATTRIBUTION, ORDERS
from tests.desks import at_desk
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
FIRST = dt.date(2026, 11, 2)
WHO = {"by": "人事", "now": s.NOW}
D = Decimal
MESSAGES = (
    "post,user,agent,time,sender\n"
    "presales,b1,A1,2026-11-02T10:00:00,customer\n"
    "presales,b1,A1,2026-11-02T10:00:20,agent\n"
    "presales,b1,A2,2026-11-02T12:00:00,agent\n"
    "presales,b2,A2,2026-11-02T12:00:00,agent\n"
)


def at(day, clock_hour, month=11):
    return s.CLOCK.at(dt.date(2026, month, day), int(clock_hour * 60))


BOUGHT = (
    Order("O1", "b1", "presales", at(2, 11), at(2, 13), D(300)),  # A1 before it, A2 before payment
    Order("O2", "b2", "presales", at(2, 11), at(2, 13), D(200), D(50)),  # A2 only before payment
    Order("O3", "b3", "presales", at(2, 11), at(2, 13), D(100)),  # nobody
)


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(FIRST, absences=(), wishes=(), **WHO))
    (tmp_path / "messages.csv").write_text(MESSAGES, "utf-8")
    platform_rules.import_messages(at_desk(opened, **WHO), tmp_path / "messages.csv")
    ORDERS.write(BOUGHT, tmp_path / "orders.csv", s.CLOCK)
    yield opened
    opened.close()


def rule(by, version=1, valid_from=dt.date(2026, 1, 1)):
    return AttributionRule(version, valid_from, by)


def hold(database, tmp_path, one):
    ATTRIBUTION.write([one], tmp_path / "attribution.csv", s.CLOCK)
    sales.import_attribution(at_desk(database, **WHO), tmp_path / "attribution.csv")


def sold(database):
    with database.read() as unit:
        facts = month_inputs.month_sources(unit, "main", NOVEMBER).facts
    net = facts["sales_fen"] - facts["refunded_fen"]
    return {
        facts.agent_id(row): net[row] for row in range(len(facts)) if facts["sales_fen"][row] > 0
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (CreditBy.ORDER, {"A1": 30_000, "": 25_000}),
        (CreditBy.PAYMENT, {"A2": 45_000, "": 10_000}),
        (CreditBy.ORDER_FIRST, {"A1": 30_000, "A2": 15_000, "": 10_000}),
    ],
)
def test_each_rule_brings_its_sales_into_the_months_facts(database, tmp_path, by, expected):
    assert sales.import_orders(at_desk(database, **WHO), tmp_path / "orders.csv") == (NOVEMBER,)
    hold(database, tmp_path, rule(by))
    assert sold(database) == expected


def test_an_order_paid_in_the_next_month_is_a_sale_of_that_month(database, tmp_path):
    late = Order("O4", "b1", "presales", at(2, 13), at(1, 9, 12), D(70))
    ORDERS.write([late], tmp_path / "late.csv", s.CLOCK)
    sales.import_orders(at_desk(database, **WHO), tmp_path / "late.csv")
    hold(database, tmp_path, rule(CreditBy.ORDER))
    assert sold(database) == {}
    with database.read() as unit:
        facts = month_inputs.month_sources(unit, "main", NOVEMBER.after).facts
    assert facts["sales_fen"].tolist()[-1] == 7_000


def test_orders_without_a_rule_are_a_clear_error(database, tmp_path):
    sales.import_orders(at_desk(database, **WHO), tmp_path / "orders.csv")
    with pytest.raises(InputError) as error:
        sold(database)
    assert error.value.faults[0].code == "attribution_missing"


def test_each_order_goes_by_the_version_in_force_when_it_was_placed(database, tmp_path):
    sales.import_orders(at_desk(database, **WHO), tmp_path / "orders.csv")
    path = tmp_path / "attribution.csv"
    path.write_text("version,valid_from,by\n1,2026-01-01,order\n2,2026-11-02,payment\n")
    sales.import_attribution(at_desk(database, **WHO), path)
    found = sales.credits_of(at_desk(database), NOVEMBER)
    assert [(one.order.id, one.agent_id, one.rule_version) for one in found] == [
        ("O1", "A2", 2),
        ("O2", "A2", 2),
        ("O3", "", 2),
    ]


def test_a_later_version_never_applies_backwards(database, tmp_path):
    hold(database, tmp_path, rule(CreditBy.ORDER))
    for date, code in ((s.NOW.date(), "attribution_backwards"), (None, "scheme_version_exists")):
        later = rule(CreditBy.PAYMENT, 2 if date else 1, date or dt.date(2026, 12, 1))
        with pytest.raises(InputError) as error:
            hold(database, tmp_path, later)
        assert error.value.faults[0].code == code
    hold(database, tmp_path, rule(CreditBy.PAYMENT, 2, dt.date(2026, 12, 1)))
    assert [one.version for one in sales.attribution_rules(at_desk(database))] == [1, 2]


def test_what_another_rule_would_change_is_shown_and_not_kept(database, tmp_path):
    sales.import_orders(at_desk(database, **WHO), tmp_path / "orders.csv")
    hold(database, tmp_path, rule(CreditBy.ORDER))
    changed = sales.compare_rules(at_desk(database), NOVEMBER, rule(CreditBy.PAYMENT, 2))
    assert [(now.order.id, now.agent_id, then.agent_id) for now, then in changed] == [
        ("O1", "A1", "A2"),
        ("O2", "", "A2"),
    ]
    moved = [
        (one.agent_id, one.orders_lost, one.orders_gained, one.change)
        for one in sales.moved_sales(changed)
    ]
    assert moved == [("A1", 1, 0, -300), ("", 1, 0, -200), ("A2", 0, 2, 500)]
    assert len(sales.attribution_rules(at_desk(database))) == 1


def test_an_order_in_two_files_is_refused_and_a_file_replaces_itself(database, tmp_path):
    path = tmp_path / "orders.csv"
    for _ in range(2):
        with looked_at("再导入一次"):
            sales.import_orders(at_desk(database, **WHO), path)
    ORDERS.write(BOUGHT[:1], tmp_path / "more.csv", s.CLOCK)
    with pytest.raises(InputError) as error:
        sales.import_orders(at_desk(database, **WHO), tmp_path / "more.csv")
    assert [(fault.code, fault.value) for fault in error.value.faults] == [("order_twice", "O1")]
    assert sales.orders(at_desk(database), NOVEMBER) == BOUGHT
    with database.read() as unit:
        assert unit.orders.sources("main", NOVEMBER) == ("orders.csv",)
