import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.attribution import CreditBy, Order, Pick
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.kpi_tables import ATTRIBUTION, ORDERS, read_orders

CLOCK = Clock("Asia/Shanghai")
HEAD = "order,buyer,post,placed,paid,amount,refunded\n"


def written(folder, body, head=HEAD, name="orders.csv"):
    path = folder / name
    path.write_text(head + body, "utf-8")
    return path


def test_orders_are_read_with_totals_passed_over_and_a_dash_as_not_paid(tmp_path):
    body = (
        'O1,b1,presales,2026-11-02T10:00,2026-11-02T10:05,"1,200.50",-\n'
        "O2,b2,presales,2026-11-02T10:00,-,80,\n"
        '合计,,,,,"1,280.50",\n'
    )
    one, two = read_orders(written(tmp_path, body), CLOCK, posts=["presales"])
    assert (one.amount, one.refunded) == (Decimal("1200.50"), 0)
    assert one.paid_min - one.placed_min == 5
    assert two.paid_min is None


def test_orders_written_are_read_again(tmp_path):
    placed = CLOCK.at(dt.date(2026, 11, 2), 600)
    orders = (
        Order("O1", "b1", "presales", placed, placed + 5, Decimal("1200.50"), Decimal("0.01")),
        Order("O2", "b2", "presales", placed, None, Decimal(80)),
    )
    for name in ("orders.csv", "orders.xlsx"):
        ORDERS.write(orders, tmp_path / name, CLOCK)
        assert read_orders(tmp_path / name, CLOCK) == orders


def test_all_faults_of_orders_are_told_at_once(tmp_path):
    body = (
        "O1,b1,presales,2026-11-02T10:00,2026-11-02T09:00,10,0\n"  # paid before it was placed
        "O1,b1,presales,2026-11-02T10:00,-,10,0\n"  # the same order again
        "O2,b1,kitchen,2026-11-02T10:00,-,10,0\n"  # no such post
        "O3,b1,presales,2026-11-02T10:00,-,ten,0\n"  # text where a number belongs
        "O4,b1,presales,2026-11-02T10:00,-,10,11\n"  # more refunded than sold
        "O5,b1,presales,2026-11-02T10:00,-,10.005,0\n"  # half a fen
    )
    with pytest.raises(InputError) as error:
        read_orders(written(tmp_path, body), CLOCK, posts=["presales"])
    found = {(fault.code, fault.line) for fault in error.value.faults}
    assert found == {
        ("ends_before_start", 2),
        ("duplicate_row", 3),
        ("unknown_post", 4),
        ("not_number", 5),
        ("refund_above_sales", 6),
        ("not_whole_fen", 7),
    }


def test_versions_of_the_rule_are_read_in_both_languages(tmp_path):
    head = "version,valid_from,by,pick,window_h\n"
    body = (
        "1,2026-01-01,下单判定,最后,48\n"
        "2,2026-06-01,payment,first,24\n"
        "3,2026-09-01,下单优先判定,last,48\n"
    )
    rules = ATTRIBUTION.read(written(tmp_path, body, head, "attribution.csv"), CLOCK)
    assert [rule.by for rule in rules] == [CreditBy.ORDER, CreditBy.PAYMENT, CreditBy.ORDER_FIRST]
    assert (rules[1].pick, rules[1].window_h) == (Pick.FIRST, 24)


def test_pick_and_window_may_be_left_out(tmp_path):
    path = written(tmp_path, "1,2026-01-01,order\n", "version,valid_from,by\n", "attribution.csv")
    (rule,) = ATTRIBUTION.read(path, CLOCK)
    assert (rule.pick, rule.window_h) == (Pick.LAST, 48)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("1,2026-01-01,guess\n", "not_one_of"),
        ("one,2026-01-01,order\n", "not_number"),
        ("1,2026-01-01,order\n1,2026-02-01,order\n", "duplicate_row"),
        ("0,2026-01-01,order\n", "not_positive"),
    ],
)
def test_a_faulty_rule_is_named(tmp_path, body, code):
    path = written(tmp_path, body, "version,valid_from,by\n", "attribution.csv")
    with pytest.raises(InputError) as error:
        ATTRIBUTION.read(path, CLOCK)
    assert [fault.code for fault in error.value.faults] == [code]
