"""Settlements: from rosters, attendance and chats to lines; signed in order, by both, once."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from scheduler.errors import InputError
from service.access.grants import Role, set_vendor
from service.shop.dated_changes import keep_dated
from service.shop.shops import actions, agents
from service.vendors import contracts, settlements
from service.vendors.settlements import Charge, NumberFrom, SettlementState, SigningSide
from store import tables as t
from store.files.vendor_contracts import read_contracts, write_contracts
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.vendors import outsourced as o

D = Decimal


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, o.fill)


def codes(act):
    with pytest.raises(InputError) as caught:
        act()
    return [fault.code for fault in caught.value.faults]


def sign(desk, side, number=1, vendor="云客"):
    settlements.sign(desk, vendor, o.NOVEMBER, number, side)


def state(database):
    return settlements.newest(o.hr(database), "云客", o.NOVEMBER).state


def test_a_month_is_settled_from_attendance_and_chats(database):
    made = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    told = [(x.charge, x.ground, x.quantity, x.amount) for x in made.settlement.lines]
    # A1: 480, 450 (half an hour late), 480; A2: 480 and 480: 2370 min * 30 / 60; 20 chats at 0.5
    assert told == [
        (Charge.HOUR, NumberFrom.ATTENDANCE, 2370, D(1185)),
        (Charge.CHAT, NumberFrom.FACTS, 20, D(10)),
    ]
    assert made.settlement.due == 1195
    assert made.settlement.people == ("A1", "A2")
    kept = settlements.newest(o.hr(database), "云客", o.NOVEMBER)
    assert kept.settlement == made.settlement


def test_who_has_no_attendance_is_settled_as_rostered_and_that_is_said(database):
    with database.write() as unit:
        unit.connection.execute(t.attendance.delete().where(t.attendance.c.agent_id == "A2"))
    made = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    told = [(x.ground, x.quantity, [n.remark for n in x.notes]) for x in made.settlement.lines[:2]]
    assert told == [(NumberFrom.ATTENDANCE, 1410, []), (NumberFrom.PLANNED, 960, ["planned"])]


def test_attendance_beside_the_shifts_is_told_in_minutes(database):
    with database.write() as unit:
        of_one = t.attendance.c.agent_id == "A2"
        (first, *_) = unit.connection.execute(t.attendance.select().where(of_one)).all()
        longer = t.attendance.update().where(t.attendance.c.id == first.id)
        unit.connection.execute(longer.values(end_min=first.end_min + 90))
    made = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    line = made.settlement.lines[0]
    assert line.quantity == 2370
    assert [(one.remark, one.count) for one in line.notes] == [("beyond", 90)]


def moved(database, since, team="自有"):
    """Let A2 be in another team from a day on."""
    desk = at_desk(database, now=o.DECEMBER)
    (one,) = (each for each in agents(desk) if each.id == "A2")
    new = replace(one, team=team)
    with desk.write("agent_changed", ("people", "A2")) as unit:
        line, _ = keep_dated(unit, one, new, since)
        others = tuple(line if each.id == "A2" else each for each in agents(desk))
        unit.staff.save_agents("main", others)
        unit.note("A2", {})


def test_somebody_counts_on_the_days_on_which_they_are_in_a_team_of_the_vendor(database):
    whole = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER).settlement
    days = sorted({one.date for one in whole.lines[0].parts if one.agent_id == "A2"})
    moved(database, days[1])
    part = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER).settlement
    assert part.people == ("A1", "A2")
    left = {(one.agent_id, one.date) for line in part.lines for one in line.parts}
    assert {date for who, date in left if who == "A2"} == {days[0]}
    assert {date for who, date in left if who == "A1"} >= set(days)


def test_who_was_in_no_team_of_the_vendor_all_the_month_is_none_of_its_people(database):
    moved(database, dt.date(2026, 11, 1))
    made = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    assert made.settlement.people == ("A1",)


def test_the_vendor_signs_also_for_those_who_have_left_since(database):
    moved(database, dt.date(2026, 11, 30))
    made = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    assert made.settlement.people == ("A1", "A2")
    sign(o.supervisor(database), SigningSide.VENDOR)
    assert state(database) is SettlementState.VENDOR_SIGNED


def test_a_team_given_to_the_vendor_since_is_told(database):
    set_vendor(at_desk(database, now=o.DECEMBER), "一组", "云客")
    made = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    assert [note.remark for note in made.settlement.lines[0].notes] == ["undated"]


def test_the_vendor_signs_first_then_we_and_then_it_is_locked(database):
    hr, theirs = o.hr(database), o.supervisor(database)
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    assert codes(lambda: sign(hr, SigningSide.SHOP)) == ["settlement_turn_shop"]
    sign(theirs, SigningSide.VENDOR)
    assert state(database) is SettlementState.VENDOR_SIGNED
    assert codes(lambda: sign(theirs, SigningSide.VENDOR)) == ["settlement_turn_vendor"]
    sign(hr, SigningSide.SHOP)
    assert state(database) is SettlementState.LOCKED
    assert codes(lambda: sign(hr, SigningSide.SHOP)) == ["settlement_locked"]
    assert codes(lambda: settlements.make_settlement(hr, "云客", o.NOVEMBER)) == [
        "settlement_locked"
    ]
    names = {one.name for one in actions(at_desk(database))}
    assert {"settlement_made", "settlement_signed", "settlement_signed_by_vendor"} <= names


def test_each_side_signs_only_for_itself_and_nobody_for_both(database):
    hr, theirs = o.hr(database), o.supervisor(database)
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    assert codes(lambda: sign(hr, SigningSide.VENDOR)) == ["not_permitted"]
    assert codes(lambda: sign(theirs, SigningSide.SHOP)) == ["not_permitted"]
    sign(theirs, SigningSide.VENDOR)
    assert codes(lambda: sign(o.hr(database, "云"), SigningSide.SHOP)) == ["settlement_same_person"]


def test_either_may_object_and_a_new_one_is_needed(database):
    hr, theirs = o.hr(database), o.supervisor(database)
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    sign(theirs, SigningSide.VENDOR)
    told = {"month": o.NOVEMBER, "number": 1, "side": SigningSide.SHOP}
    empty = codes(lambda: settlements.object_to(hr, "云客", **told, reason=" "))
    assert empty == ["empty"]
    settlements.object_to(hr, "云客", **told, reason="单价不对")
    assert codes(lambda: sign(hr, SigningSide.SHOP)) == ["settlement_objected"]
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    assert codes(lambda: sign(theirs, SigningSide.VENDOR)) == ["settlement_superseded"]
    again = {**told, "number": 2, "side": SigningSide.VENDOR}
    settlements.object_to(theirs, "云客", **again, reason="少算一天")
    assert state(database) is SettlementState.OBJECTED
    kept = settlements.settlements(hr, o.NOVEMBER)
    assert [[step.reason for step in one.steps] for one in kept] == [["", "单价不对"], ["少算一天"]]


def test_what_changed_since_is_told_and_not_signed(database):
    hr, theirs = o.hr(database), o.supervisor(database)
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    assert settlements.is_current(theirs, "云客", o.NOVEMBER)
    assert codes(lambda: settlements.make_settlement(hr, "云客", o.NOVEMBER)) == ["settlement_same"]
    sign(theirs, SigningSide.VENDOR)
    contracts.save_contract(hr, replace(o.AGREED, hour_price=D(31)))
    assert not settlements.is_current(theirs, "云客", o.NOVEMBER)
    assert codes(lambda: sign(hr, SigningSide.SHOP)) == ["settlement_stale"]
    made = settlements.make_settlement(hr, "云客", o.NOVEMBER)
    assert (made.number, made.state) == (2, SettlementState.DRAFT)
    assert made.settlement.contracts[0].hour_price == 31
    sign(theirs, SigningSide.VENDOR, 2)
    sign(hr, SigningSide.SHOP, 2)


def test_somebody_elses_new_settlement_is_not_signed_unseen(database):
    theirs = replace(o.supervisor(database), seen=at_desk(database).seen_now())
    settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    assert codes(lambda: sign(theirs, SigningSide.VENDOR)) == ["changed_meanwhile"]


def test_a_month_that_runs_is_not_signed(database):
    hr = replace(o.hr(database), now=s.NOW)
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    early = replace(o.supervisor(database), now=s.NOW)
    assert codes(lambda: sign(early, SigningSide.VENDOR)) == ["settlement_month_runs"]


def test_another_vendors_supervisor_is_refused_on_all_roads(database):
    hr, other = o.hr(database), o.supervisor(database, "海客", "海")
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    settlements.make_settlement(hr, "海客", o.NOVEMBER)
    seen = settlements.settlements(other, o.NOVEMBER)
    assert {one.settlement.vendor for one in seen} == {"海客"}
    assert {one.contract.vendor for one in contracts.contracts(other)} == {"海客"}
    assert settlements.vendors_with_people(other) == ("海客",)
    assert codes(lambda: settlements.newest(other, "云客", o.NOVEMBER)) == ["settlement_none"]
    assert codes(lambda: settlements.is_current(other, "云客", o.NOVEMBER)) == ["settlement_none"]
    assert codes(lambda: sign(other, SigningSide.VENDOR)) == ["vendor_beyond"]
    told = {"month": o.NOVEMBER, "number": 1, "side": SigningSide.VENDOR, "reason": "不对"}
    assert codes(lambda: settlements.object_to(other, "云客", **told)) == ["vendor_beyond"]
    for act in (
        lambda: settlements.make_settlement(other, "海客", o.NOVEMBER),
        lambda: contracts.save_contract(other, replace(o.AGREED, vendor="海客")),
        lambda: contracts.remove_contract(other, "海客", "HK-1"),
    ):
        assert codes(act) == ["not_permitted"]
    with other.read() as unit:
        for table in (t.vendor_contract, t.vendor_settlement, t.settlement_step):
            rows = unit.connection.scalars(select(table.c.vendor)).all()
            assert set(rows) <= {"海客"}


def test_rows_of_another_vendor_are_not_written_whatever_writes_them(database):
    made = settlements.make_settlement(o.hr(database), "云客", o.NOVEMBER)
    other = o.supervisor(database, "海客", "海")

    def write():
        step = settlements.SettlementStep(
            SigningSide.VENDOR, settlements.StepAct.SIGNED, "", other.stamp
        )
        with other.write("settlement_signed_by_vendor", unseen="a test") as unit:
            unit.vendors.add_step("main", made, step)

    assert codes(write) == ["vendor_beyond"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_has_nothing_to_do_with_contracts_sees_none(database, role):
    desk = o.signed_in(database, "王", role)
    assert codes(lambda: contracts.contracts(desk)) == ["not_shown"]
    assert codes(lambda: settlements.settlements(desk)) == ["not_shown"]


def test_contracts_that_price_a_day_twice_or_name_nobody_are_refused(database):
    hr = o.hr(database)
    twice = replace(o.AGREED, name="YK-2")
    assert codes(lambda: contracts.save_contract(hr, twice)) == ["vendor_contracts_meet"]
    nobody = replace(o.AGREED, vendor="山客", posts=("直播",))
    told = codes(lambda: contracts.save_contract(hr, nobody))
    assert told == ["unknown_vendor", "unknown_post"]
    assert contracts.save_contract(hr, replace(o.AGREED, last=dt.date(2026, 11, 15))) == 2
    later = replace(o.AGREED, name="YK-2", first=dt.date(2026, 11, 16))
    contracts.save_contract(hr, later)
    contracts.remove_contract(hr, "云客", "YK-2")
    settlements.make_settlement(hr, "云客", o.NOVEMBER)
    used = codes(lambda: contracts.remove_contract(hr, "云客", "YK-1"))
    assert used == ["vendor_contract_used"]


def test_a_month_without_contract_or_people_is_not_settled(database):
    hr = o.hr(database)
    contracts.save_contract(hr, replace(o.AGREED, last=dt.date(2026, 10, 31)))
    none = codes(lambda: settlements.make_settlement(hr, "云客", o.NOVEMBER))
    assert none == ["vendor_without_contract"]
    set_vendor(at_desk(database), "一组", "")
    gone = codes(lambda: settlements.make_settlement(hr, "云客", o.NOVEMBER))
    assert gone == ["unknown_vendor"]


FILE = """
[[contract]]
vendor = "云客"
name = "YK-1"
first = 2026-07-01
hour_price = 28.50
night_share = "20%"
night_from = "23:00"
step_min = 30
tax_share = 0.06

[[contract.deduction]]
target = "satisfaction"
limit = 0.9
share = "2%"
"""


def test_a_contract_is_read_from_a_file_and_written_back(database, tmp_path):
    path = tmp_path / "contracts.toml"
    path.write_text(FILE, "utf-8")
    (told,) = contracts.save_contracts_of(o.hr(database), path)
    assert (told.night_share, told.night_from, told.deductions[0].share) == (
        D("0.2"),
        1380,
        D("0.02"),
    )
    write_contracts([told], tmp_path / "again.toml")
    assert read_contracts(tmp_path / "again.toml") == (told,)
    path.write_text(FILE.replace("23:00", "25:00").replace("28.50", '"viel"'), "utf-8")
    with pytest.raises(InputError) as caught:
        contracts.save_contracts_of(o.hr(database), path)
    assert [fault.line for fault in caught.value.faults] == [6, 8]
