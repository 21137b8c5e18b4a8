"""Whoever reviews, approves or locks a month rests on all that it is computed from."""

import datetime as dt
from decimal import Decimal as D
from pathlib import Path

import numpy as np
import pytest

import service
from kpi.facts.attribution import Order
from kpi.facts.facts import merge
from kpi.facts.outcomes import ChatOutcomes
from kpi.month import Month
from kpi.pay.extras import Deduction, DeductionKind, RewardCase
from kpi.pay.payout import PayMethod, PayPlan
from kpi.registers.complaints import Channel, Complaint
from kpi.registers.five_s import Audit, Correction
from kpi.scheme.targets import Level, Target
from scheduler.chats import ChatRecords
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.errors import InputError
from service.looked import looked_at
from service.month import kpi_intake, kpi_plans, months, sales
from service.pay import overtime, pay_inputs, pay_review
from service.pay.overtime import Overtime, OvertimeKind
from service.records import complaints, five_s, platform_rules, register_files
from store.files.chat_log import ChatLog, write_chat_log
from store.files.kpi_facts import write_facts
from store.files.kpi_tables import ATTENDANCE, ORDERS, PAY_PLANS, write_targets
from tests.desks import at_desk
from tests.kpi.making import bands, line, scheme
from tests.kpi.making import facts as row
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
DAY = dt.date(2026, 11, 3)
BANDS = bands(*((n / 100, None if n == 100 else (n + 1) / 100, n) for n in range(101)))


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week())
    kpi_plans.save_scheme(at_desk(opened), scheme(line(bands=BANDS)))
    plans(at_desk(opened), tmp_path)
    facts(at_desk(opened), tmp_path)
    months.score(at_desk(opened, by="人事"), NOVEMBER)
    yield opened
    opened.close()


def looking(database, by):
    """Return the desk of somebody who looks at everything as it is now."""
    return at_desk(database, by=by, seen=at_desk(database).seen_now())


def refused(act):
    """Do something that must be refused; return who did what before."""
    with pytest.raises(InputError) as caught:
        act()
    (fault,) = caught.value.faults
    assert (fault.code, fault.details["at"]) == ("changed_meanwhile", "2026-11-23 09:00")
    return fault.value, fault.details["action"]


def facts(desk, folder, date=DAY, name="facts.csv"):
    rows = [row(agent=who, date=date, replied=90, received=100) for who in ("A1", "A2")]
    write_facts(merge(rows), folder / name)
    kpi_intake.import_facts(desk, folder / name)


def plans(desk, folder):
    start = dt.date(2026, 1, 1)
    found = [PayPlan(name, start, D(3000), D(1000), PayMethod.SCORE) for name in ("A1", "A2")]
    PAY_PLANS.write(found, folder / "pay_plan.csv")
    kpi_plans.import_pay_plans(desk, folder / "pay_plan.csv")


def attendance(desk, folder):
    ATTENDANCE.write([Presence("A1", s.at(0, 9), s.at(0, 18))], folder / "a.csv", s.CLOCK)
    kpi_intake.import_attendance(desk, folder / "a.csv")


def targets(desk, folder):
    told = [Target(NOVEMBER, "presales", Level.SHOP, "", "sales_fen", D(300_000 + desk.seen))]
    write_targets(told, folder / "t.csv")
    kpi_plans.import_targets(desk, folder / "t.csv")


def chats(desk, folder):
    came = s.CLOCK.at(DAY) * 60.0 + 36_000 + 60 * np.arange(2)
    agent = np.array([0, 1])
    records = ChatRecords(
        ("presales",), ("A1", "A2"), np.zeros(2), agent, came, came + 20, came + 300
    )
    outcomes = ChatOutcomes(agent, {"sales_fen": np.array([100.0, 200.0])})
    write_chat_log(ChatLog(records, outcomes), folder / "chats.csv", s.CLOCK)
    kpi_intake.import_chats(desk, folder / "chats.csv")


def orders(desk, folder):
    moment = s.CLOCK.at(DAY) + 660
    bought = Order("O1", "b1", "presales", moment, moment + 120, D(300))
    ORDERS.write([bought], folder / "orders.csv", s.CLOCK)
    sales.import_orders(desk, folder / "orders.csv")


def messages(desk, folder):
    head = "post,user,agent,time,sender\n"
    told = f"{head}presales,b1,A1,2026-11-03T10:00:00,customer\n"
    (folder / "messages.csv").write_text(told, "utf-8")
    platform_rules.import_messages(desk, folder / "messages.csv")


def reward(desk, _folder):
    buyer = f"buyer {desk.seen}"
    pay_inputs.enter_reward(desk, RewardCase("A1", DAY, "kept", buyer, "chat 17"))


def deduction(desk, _folder):
    pay_inputs.enter_deduction(
        desk, Deduction("A1", DAY, DeductionKind.DAMAGE, D(10), "主管", "第 8 条")
    )


def worked(desk, _folder):
    there = len(overtime.overtime_of(desk, NOVEMBER))
    date = (dt.date(2026, 11, 8), dt.date(2026, 11, 14), dt.date(2026, 11, 15))[there]
    overtime.enter_overtime(desk, Overtime("A1", date, OvertimeKind.REST_DAY, 120, "主管"))


def interruption(desk, _folder):
    begin = s.CLOCK.at(DAY) + 540
    lent = Interruption(
        "A1", InterruptionKind.SECONDMENT, begin, begin + 30, "直播", begin - 60, "王"
    )
    kpi_intake.enter_interruption(desk, lent)


LATE = {
    "facts_imported": facts,
    "pay_plans_imported": plans,
    "attendance_imported": attendance,
    "targets_imported": targets,
    "chats_imported": chats,
    "orders_imported": orders,
    "messages_imported": messages,
    "reward_entered": reward,
    "deduction_entered": deduction,
    "overtime_entered": worked,
    "interruption_entered": interruption,
}
STEPS = (pay_review.send_to_review, pay_review.approve_month, pay_review.lock_month)


@pytest.mark.parametrize("action", LATE)
def test_a_month_is_not_passed_on_over_what_came_in_since(database, tmp_path, action):
    changes = LATE[action]
    for step in STEPS:
        boss = looking(database, "店长")
        with looked_at("再导入一次"):
            changes(looking(database, "王"), tmp_path)
        assert refused(lambda step=step, boss=boss: step(boss, NOVEMBER)) == ("王", action)
        step(looking(database, "店长"), NOVEMBER)


def test_what_came_in_for_another_month_hinders_nobody(database, tmp_path):
    boss = looking(database, "店长")
    facts(looking(database, "王"), tmp_path, dt.date(2026, 10, 3), "october.csv")
    pay_review.send_to_review(boss, NOVEMBER)


def test_files_of_different_names_merge_and_the_same_is_refused(database, tmp_path):
    one, other = looking(database, "李"), looking(database, "王")
    facts(one, tmp_path, dt.date(2026, 11, 4), "one.csv")
    facts(other, tmp_path, dt.date(2026, 11, 5), "two.csv")
    again = dt.date(2026, 11, 6)
    assert refused(lambda: facts(other, tmp_path, again, "one.csv")) == ("李", "facts_imported")


def test_scoring_does_not_hinder_who_takes_in_a_file(database, tmp_path):
    one, other = looking(database, "李"), looking(database, "王")
    months.score(one, NOVEMBER)
    facts(other, tmp_path, dt.date(2026, 11, 5), "two.csv")


def complaint(number):
    received = s.CLOCK.at(DAY) + 600
    return Complaint(number, "presales", "A1", "A4", Channel.PLATFORM, "chat 17", received)


def complaints_file(folder, database):
    kept = complaints.complaints(at_desk(database), NOVEMBER)
    path = folder / "complaints.csv"
    rows = [f"{one.value.number},presales,A1,A4,平台,2026-11-03T10:00" for one in kept]
    path.write_text("\n".join(["number,post,agent_id,owner,channel,received", *rows]), "utf-8")
    return path


def test_a_complaint_replaced_by_a_file_is_noticed_by_both(database, tmp_path):
    first = complaints.enter_complaint(at_desk(database), complaint("T1"))
    second = complaints.enter_complaint(at_desk(database), complaint("T2"))
    one, other = looking(database, "李"), looking(database, "王")
    complaints.update_complaint(one, first, is_solved=True)
    complaints.update_complaint(other, second, is_solved=True)
    path = complaints_file(tmp_path, database)
    found = refused(lambda: register_files.import_complaints(other, path))
    assert found == ("李", "complaint_handled")
    register_files.import_complaints(looking(database, "王"), path)
    found = refused(lambda: complaints.update_complaint(one, second, is_content=True))
    assert found[0] == "王"


def test_two_who_put_different_things_right_in_one_audit_both_count(database):
    sheet = five_s.audit_sheet(at_desk(database))
    items = [item.id for item in sheet.items[:2]]
    points = {item.id: item.most for item in sheet.items} | dict.fromkeys(items, 0)
    due = dt.date(2026, 11, 10)
    fixes = tuple(Correction(item, "清理桌面", "A1", due) for item in items)
    audit = Audit("一区", DAY, "王", sheet.id, sheet.version, points, {}, fixes)
    five_s.enter_audit(at_desk(database), audit)
    ((entry, _),) = five_s.audits(at_desk(database), NOVEMBER)
    one, other = looking(database, "李"), looking(database, "赵")
    five_s.correct(one, entry.id, items[0], done=due)
    kept = five_s.correct(other, entry.id, items[1], done=due)
    assert [fix.checked_by for fix in kept.corrections] == ["李", "赵"]
    again = refused(lambda: five_s.correct(other, entry.id, items[0], done=due))
    assert again == ("李", "audit_corrected")


def test_no_register_is_written_past_its_subject():
    """``Writing.enter`` and ``take_out`` give every entry its subject; nothing goes round them."""
    folder = Path(service.__file__).parent
    wanted = ("register.add(", "register.remove(")
    found = [
        path.name
        for path in folder.rglob("*.py")
        if any(call in path.read_text("utf-8") for call in wanted)
    ]
    assert found == []
