"""Slips and payroll files: every amount from the slip's own words, sums of rounded lines."""

import datetime as dt
import io
from fractions import Fraction

import openpyxl
import pytest

from kpi.pay.payout import Pays
from scheduler.errors import InputError
from service.month.export_month import line_table, payroll_table, payroll_workbook
from service.month.payroll_layout import (
    SOURCES,
    PayrollLayout,
    layout,
    layout_file,
    layout_of,
    layout_table,
    layouts,
    save_layout,
)
from service.month.slips import Slip, SlipRow, SlipRowKind, slips_workbook
from service.pay.pay_review import RunState
from service.roster.intake import keep_week
from service.shop.shops import agent_names
from service.spreadsheet import sheet_names
from tests.calculator import equations, holds, rounded, worked_out
from tests.demo_month import demo_desk, demo_run
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import WHO
from ui.month_words import month_words
from ui.slip_words import month_slips

LANGUAGES = ("zh", "en")


def words_of(run, lang="zh", names=None):
    names = agent_names(demo_desk()) if names is None else names
    return month_words(run, names, lang, state=RunState.APPROVED, zone=dt.UTC)


@pytest.fixture(scope="module", params=LANGUAGES)
def book(request):
    """The demo's slips, as a spreadsheet reads them."""
    run = demo_run()
    content = slips_workbook(month_slips(run, words_of(run, request.param)))
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_amount_of_the_payroll_is_got_from_the_slips_own_words(book):
    run = demo_run()
    assert book.sheetnames == [payout.agent_id for payout in run.payouts]
    for payout in run.payouts:
        rows = [[cell.value for cell in row] for row in book[payout.agent_id].iter_rows(min_row=4)]
        begins = max(at for at, row in enumerate(rows) if row[0] and not row[1] and row[2] is None)
        paid = [row for row in rows[begins + 1 :] if row[0]]
        *lines, whole = [(how, Fraction(str(amount))) for _, how, amount in paid]
        assert [amount for _, amount in lines] == [Fraction(one.amount) for one in payout.lines]
        for how, amount in lines:
            assert rounded(worked_out(how.rpartition(" = ")[0]), 2) == amount
        assert whole[1] == sum(amount for _, amount in lines) == Fraction(payout.total)
        for row in rows:
            assert all(holds(*one) for one in equations(row[1] or ""))


def test_a_slip_is_a_sheet_of_a4_that_says_whose_and_how_far(book):
    sheet = book["K001"]
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$2"
    assert "2026" in sheet["A1"].value
    assert "客服001" in sheet["A2"].value
    assert "K001" in sheet.oddHeader.right.text


def test_the_payroll_ends_in_the_sums_of_its_rounded_lines():
    run = demo_run()
    table = payroll_table(run, words_of(run))
    money = [at for at, cell in enumerate(table.totals) if not isinstance(cell, str) and cell]
    for at in money:
        assert table.totals[at] == sum(row[at] for row in table.rows)
    assert table.totals[money[-1]] == sum(payout.total for payout in run.payouts)
    sheet = openpyxl.load_workbook(io.BytesIO(payroll_workbook(run, words_of(run)))).worksheets[0]
    *_, last = sheet.iter_rows(values_only=True)
    assert last[0] == "合计"
    assert Fraction(str(last[money[-1]])) == Fraction(table.totals[money[-1]])
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 1))  # sums are not sorted away


def test_indicators_are_handed_out_in_their_units():
    run = demo_run()
    table = line_table(run, words_of(run))
    heads = [column.title for column in table.columns]
    rows = [dict(zip(heads, row, strict=True)) for row in table.rows]
    for row in rows:
        if row["指标"] == "指标完成率" and row["数值"] is not None:
            assert row["单位"] == "%"
            assert 1_000 < row["分母"] < 1_000_000  # yuan, not fen
            share = Fraction(row["分子"]) / Fraction(row["分母"]) * 100
            assert float(share) == pytest.approx(float(row["数值"]))
    assert {row["单位"] for row in rows} >= {"%", "秒", "元"}


def test_a_payroll_program_gets_its_columns_in_its_order():
    run = demo_run()
    wanted = layout_of("工号=agent_id, 应发=total, 空=blank, 底薪=pays.base", "甲软件")
    lines = layout_file(run, words_of(run), wanted, "csv").decode("utf-8-sig").splitlines()
    assert lines[0] == "工号,应发,空,底薪"
    assert len(lines) == 1 + len(run.payouts)
    first = run.payouts[0]
    assert lines[1] == f"K001,{first.total},,{first.amount(Pays.BASE)}"
    every = layout_of(",".join(f"{one}={one}" for one in SOURCES), "x")
    assert len(layout_table(run, words_of(run), every).columns) == len(SOURCES)


def test_a_layout_is_remembered_and_replaced_by_its_name(tmp_path):
    database = s.database(tmp_path)
    desk = at_desk(database, **WHO)
    keep_week(desk, s.week(), shop_name="小店")
    save_layout(desk, layout_of("工号=agent_id", "甲"))
    save_layout(desk, layout_of("编号=agent_id,应发=total", "甲"))
    (kept,) = layouts(desk)
    assert [column.head for column in kept.columns] == ["编号", "应发"]
    assert layout(desk, "甲") == kept
    with pytest.raises(InputError, match="layout_unknown"):
        layout(desk, "乙")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["layout_empty"]),
        ("工号", ["layout_part"]),
        ("工号=agent", ["layout_source"]),
        ("a=name,a=team,=total", ["head_twice", "empty"]),
    ],
)
def test_what_is_no_layout_is_told_all_at_once(text, codes):
    with pytest.raises(InputError) as caught:
        layout_of(text, "甲")
    assert [fault.code for fault in caught.value.faults] == codes
    with pytest.raises(InputError, match="empty"):
        PayrollLayout(" ", layout_of("工号=agent_id", "甲").columns)


def test_text_from_data_never_becomes_a_formula_or_a_header_code():
    evil = '=HYPERLINK("x")'
    rows = (SlipRow(SlipRowKind.LINE, evil, evil, None),)
    slips = [Slip(name, "R&D " + evil, evil, rows, "") for name in ("a/b*c", "A/B*C", "x" * 40)]
    book = openpyxl.load_workbook(io.BytesIO(slips_workbook(slips)))
    assert book.sheetnames == ["a_b_c", "A_B_C 2", "x" * 31]
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
        assert {cell.data_type for cell in cells} == {"s"}
        assert sheet.oddHeader.left.text.startswith("R&&D")
    wanted = layout_of("姓名=name", "甲")
    run = demo_run()
    names = dict.fromkeys((payout.agent_id for payout in run.payouts), evil)
    text = layout_file(run, words_of(run, names=names), wanted, "csv").decode("utf-8-sig")
    assert all("'=HYPERLINK" in row for row in text.splitlines()[1:])


def test_a_month_without_slips_is_told():
    with pytest.raises(InputError, match="no_slips"):
        slips_workbook([])


def test_names_of_sheets_are_short_plain_and_unlike():
    assert sheet_names(["甲", "甲", "", "History"]) == ["甲", "甲 2", "_", "History 2"]
