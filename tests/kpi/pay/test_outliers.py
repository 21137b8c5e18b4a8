import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.hour_pay import MonthPay
from kpi.pay.outliers import USUAL, compared, factors
from kpi.pay.pay_part import ScorePay
from kpi.pay.pay_scheme import FIRM, PayScheme
from kpi.pay.payout import PayMethod, Payout, PayoutLine, PayPlan, Pays
from scheduler.errors import InputError
from store.documents import from_document, to_document
from store.files.kpi_pay_scheme import pay_scheme_of_text

D = Decimal
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
START = dt.date(2026, 1, 1)


def paid(agent="A", month=NOVEMBER, **amounts):
    lines = tuple(PayoutLine(Pays(name), D(yuan)) for name, yuan in amounts.items())
    return Payout(agent, month, lines)


def beside(now, before, factor=USUAL, told=()):
    return compared([now], [before] if before else [], lambda _: factor, told)


@pytest.mark.parametrize(
    ("before", "now", "unlike"),
    [
        (4000, 8000, False),  # just twice
        (4000, 8001, True),
        (4000, 2000, False),  # just half
        (4000, 1999, True),
        (0, 1, True),
        (0, 0, False),
    ],
)
def test_twice_or_half_is_still_like_last_month(before, now, unlike):
    found = beside(paid(base=now), paid(month=OCTOBER, base=before))
    assert bool(found.outliers) is unlike


def test_the_part_that_changed_most_is_told():
    now = paid(base=4000, performance=1000, commission=9000)
    before = paid(month=OCTOBER, base=4000, performance=1500, overtime_workday=300)
    (one,) = beside(now, before).outliers
    assert (one.before, one.now) == (5800, 14000)
    assert (one.part, one.part_before, one.part_now) == (Pays.COMMISSION, 0, 9000)


def test_what_hr_told_of_last_month_stands_in_for_a_run():
    told = [MonthPay("A", OCTOBER, D(1500)), MonthPay("B", OCTOBER, D(9000))]
    line = PayoutLine(Pays.BASE, D(4000), {"share_of_month": D(1)})
    found = beside(Payout("A", NOVEMBER, (line,)), None, told=told)
    (one,) = found.outliers
    assert (one.before, one.now, one.part) == (1500, 4000, None)
    assert (found.people, found.known) == (1, 1)


def test_whose_last_month_nobody_knows_is_counted_and_not_compared():
    found = beside(paid(base=4000), None)
    assert (found.people, found.known, found.outliers) == (1, 0, ())


def test_who_was_paid_last_month_and_is_not_now_is_asked_about():
    before = [paid("A", OCTOBER, base=4000), paid("B", OCTOBER, base=3000, commission=50)]
    found = compared([paid("A", base=4000)], before, lambda _: USUAL)
    (one,) = found.outliers
    assert (one.agent_id, one.before, one.now) == ("B", 3050, 0)
    assert (one.part, one.part_before, one.part_now) == (Pays.BASE, 3000, 0)
    assert (found.people, found.known) == (1, 1)


def test_the_largest_difference_comes_first():
    now = [paid("A", base=5000), paid("B", base=9000), paid("C", base=100)]
    before = [paid(one, OCTOBER, base=1000) for one in "ABC"]
    found = compared(now, before, lambda _: USUAL)
    assert [one.agent_id for one in found.outliers] == ["B", "A", "C"]


def scheme(name, factor, **more):
    parts = () if name == FIRM else (ScorePay(PayMethod.SCORE),)
    factor = None if factor is None else D(factor)
    return PayScheme(name, 1, "方案", "scheme", START, parts, outlier_factor=factor, **more)


@pytest.mark.parametrize(
    ("schemes", "factor"),
    [
        ([], 2),
        ([scheme(FIRM, "1.5")], "1.5"),
        ([scheme("mine", None), scheme(FIRM, "1.5")], "1.5"),
        ([scheme("mine", "3"), scheme(FIRM, "1.5")], "3"),
        ([replace(scheme("mine", "3"), valid_from=dt.date(2026, 12, 1))], 2),  # not yet
    ],
)
def test_the_scheme_of_the_plan_says_the_factor_else_the_firm(schemes, factor):
    plans = [PayPlan("A", START, D(4000), D(1000), scheme="mine")]
    assert factors(plans, schemes, NOVEMBER)("A") == D(factor)


def test_a_factor_of_1_or_less_is_refused():
    with pytest.raises(InputError) as caught:
        scheme("mine", "1")
    assert [fault.code for fault in caught.value.faults] == ["not_above_1"]


def test_a_factor_alone_is_a_scheme_of_the_firm_in_a_file_and_in_a_run():
    text = 'id = "firm"\nversion = 1\ntitle_zh = "甲"\ntitle_en = "x"\nvalid_from = 2026-01-01\n'
    found = pay_scheme_of_text(text + "outlier_factor = 1.5\n", "firm.toml")
    assert found.outlier_factor == D("1.5")
    assert from_document(PayScheme, to_document(found)) == found
    older = to_document(scheme("mine", None)).replace(',"outlier_factor":null', "")
    assert "outlier_factor" not in older
    assert from_document(PayScheme, older) == scheme("mine", None)
