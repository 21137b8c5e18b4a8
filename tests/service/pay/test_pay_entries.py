"""Entries of what a month is paid by: entered, corrected and withdrawn, whatever their kind."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text

from kpi.month import Month
from kpi.pay.extras import Deduction, DeductionKind, Repaid, RewardCase
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import Overtime, OvertimeKind
from scheduler.errors import InputError
from service.pay import overtime, pay_entries, pay_inputs
from service.pay.month_readiness import CHANGING
from store.database import Database, upgrade
from store.documents import to_document
from store.files.kpi_tables import Refund
from tests.desks import at_desk
from tests.service import small_shop as s

NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)
DAY = dt.date(2026, 11, 3)
HR = {"by": "人事", "now": s.NOW}
D = Decimal


def stretch(until):
    start = s.CLOCK.at(DAY, 18 * 60)
    return ApprovedOvertime("A1", start, start + until, OvertimeKind.WORKDAY, "店长")


def refund(yuan, agent="A1"):
    return Refund(Repaid(agent, OCTOBER, D(yuan)), DAY)


def enter_refund(desk, entry):
    return pay_inputs.enter_refund(desk, entry.repaid, date=entry.date)


ENTRIES = {  # how each kind is entered, an entry and another in its place
    ApprovedOvertime: (overtime.approve_overtime, stretch(120), stretch(90)),
    Overtime: (
        overtime.enter_overtime,
        Overtime("A1", DAY, OvertimeKind.WORKDAY, 120, "店长"),
        Overtime("A1", DAY, OvertimeKind.WORKDAY, 90, "店长"),
    ),
    RewardCase: (
        pay_inputs.enter_reward,
        RewardCase("A1", DAY, "kept", "买家一", "截图"),
        RewardCase("A1", DAY, "kept", "买家一", "录屏", D(20)),
    ),
    Deduction: (
        pay_inputs.enter_deduction,
        Deduction("A1", DAY, DeductionKind.DAMAGE, D(80), "耳机", "第八条"),
        Deduction("A3", DAY, DeductionKind.DAMAGE, D(90), "耳机", "第八条"),
    ),
    Repaid: (enter_refund, refund("120.40"), refund("90")),
}


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def held(database, kind, month=NOVEMBER):
    found = pay_entries.pay_entries(at_desk(database), kind, month)
    return [Refund(one.value, one.date) if kind is Repaid else one.value for one in found]


def test_every_kind_is_tried_here():
    assert set(ENTRIES) == set(pay_entries.KINDS)


@pytest.mark.parametrize("kind", pay_entries.KINDS)
def test_an_entry_is_corrected_and_withdrawn(database, kind):
    enter, first, second = ENTRIES[kind]
    number = enter(at_desk(database, **HR), first)
    assert held(database, kind) == [first]
    assert held(database, kind, OCTOBER) == []
    number = pay_entries.correct_entry(at_desk(database, **HR), number, kind, second)
    assert held(database, kind) == [second]
    pay_entries.withdraw_entry(at_desk(database, **HR), number, kind)
    assert held(database, kind) == []
    with database.read() as unit:
        names = [one.name for one in unit.actions.of("main")][:2]
    assert names == ["pay_entry_withdrawn", "pay_entry_corrected"]
    assert set(names) <= CHANGING


@pytest.mark.parametrize("kind", pay_entries.KINDS)
def test_an_entry_somebody_changed_meanwhile_is_left(database, kind):
    enter, first, second = ENTRIES[kind]
    number = enter(at_desk(database, **HR), first)
    looked = at_desk(database, by="店长", seen=at_desk(database).seen_now())
    pay_entries.correct_entry(at_desk(database, **HR), number, kind, second)
    for change in (
        lambda: pay_entries.correct_entry(looked, number, kind, first),
        lambda: pay_entries.withdraw_entry(looked, number, kind),
    ):
        with pytest.raises(InputError):
            change()
    assert held(database, kind) == [second]


@pytest.mark.parametrize("kind", pay_entries.KINDS)
def test_a_correction_is_checked_like_a_new_entry_and_else_nothing_moves(database, kind):
    enter, first, _second = ENTRIES[kind]
    number = enter(at_desk(database, **HR), first)
    if kind is Repaid:
        wrong = refund("5", agent="A9")
    else:
        wrong = type(first)(**{**_fields(first), "agent_id": "A9"})
    with pytest.raises(InputError, match="unknown_agent"):
        pay_entries.correct_entry(at_desk(database, **HR), number, kind, wrong)
    assert held(database, kind) == [first]


def _fields(value):
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}


def test_a_month_that_looked_at_its_pay_is_not_passed_on_over_a_correction(database):
    enter, first, second = ENTRIES[RewardCase]
    number = enter(at_desk(database, **HR), first)
    boss = at_desk(database, by="店长", seen=at_desk(database).seen_now())
    pay_entries.correct_entry(at_desk(database, **HR), number, RewardCase, second)
    with pytest.raises(InputError, match="changed_meanwhile"), boss.write("month_locked") as unit:
        unit.touch(("month", NOVEMBER))


def test_overtime_of_an_older_database_is_found_among_the_entries(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.db'}"
    upgrade(url, "0014")
    worked = Overtime("A1", DAY, OvertimeKind.WORKDAY, 120, "店长")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into shop (id, name, timezone, interval_min) values (:id, '店', :zone, 30)"
            ),
            {"id": "main", "zone": "Asia/Shanghai"},
        )
        statement = (
            "insert into overtime (shop_id, date, document, entered_by, entered_s)"
            " values ('main', :date, :document, '人事', 1700000000)"
        )
        row = {"date": DAY.isoformat(), "document": to_document(worked)}
        connection.execute(text(statement), row)
    engine.dispose()
    upgrade(url)
    database = Database(url)
    assert overtime.overtime_of(at_desk(database), NOVEMBER) == (worked,)
    (entry,) = pay_entries.pay_entries(at_desk(database), Overtime, NOVEMBER)
    assert entry.entered.by == "人事"
    database.close()
