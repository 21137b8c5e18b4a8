"""Presences asked about: entered, approved or refused, and what a month makes of it."""

import datetime as dt

import pytest

from kpi.facts.presences import PresenceLimits
from kpi.month import Month
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.pay_scheme import FIRM, PayScheme
from kpi.pay.payout import OvertimeKind
from scheduler.dispatch import Presence, Punch
from scheduler.errors import InputError
from service.looked import looked_at
from service.month import kpi_intake
from service.month.punches import (
    PunchRequest,
    decide_punch,
    import_punches,
    punches,
    request_punch,
    withdraw_punch,
)
from service.pay import overtime, pay_inputs
from service.pay.month_needs import NeedKind, NeedState
from service.pay.month_readiness import CHANGING, readiness
from service.roster import publishing
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.pay.test_overtime import worked_of_approved

DECEMBER = Month(2026, 12)
DAY = 1  # Tuesday 1 December
LEAD, HR = ({"by": name, "now": s.NOW} for name in ("主管", "人事"))
RECORDED = s.at(DAY, 9), s.at(DAY + 2, 18)  # 57 hours


@pytest.fixture
def database(tmp_path):
    """A1 works on Tuesday from 9 to 18, may work until 21, and forgot to clock out."""
    opened = s.database(tmp_path, s.with_week(**HR))
    roster = s.Roster((s.shift("A1", DAY),))
    publishing.keep_roster(at_desk(opened, **LEAD), s.LABEL, roster)
    publishing.publish(at_desk(opened, **LEAD), s.LABEL, reason="演练")
    stretch = ApprovedOvertime("A1", s.at(DAY, 18), s.at(DAY, 21), OvertimeKind.WORKDAY, "主管")
    overtime.approve_overtime(at_desk(opened, **HR), stretch)
    keep(opened, Presence("A1", *RECORDED))
    yield opened
    opened.close()


def keep(database, *presences):
    with database.write() as unit:
        unit.floor.replace_presences("main", s.at(-1, 0), s.at(7, 0), presences)


def asked(start=RECORDED[0], end=RECORDED[1], agent="A1"):
    return PunchRequest(agent, start, end, s.at(DAY, 9), s.at(DAY, 20), "忘打卡", "主管")


def worked(database):
    return [one.minutes for one in worked_of_approved(database, DECEMBER)]


def attendance(database):
    return readiness(at_desk(database), DECEMBER).need(NeedKind.ATTENDANCE)


def test_overtime_waits_until_the_true_times_are_approved(database):
    assert worked(database) == [None]
    number = request_punch(at_desk(database, **LEAD), asked())
    assert worked(database) == [None]
    assert [one.id for one in punches(at_desk(database), DECEMBER).waiting] == [number]
    decide_punch(at_desk(database, **HR), number, is_approved=True)
    assert worked(database) == [120]
    (entry,) = punches(at_desk(database), DECEMBER).requests
    assert (entry.value.decided_by, entry.entered.by) == ("人事", "主管")
    assert entry.value.decided_min == int(s.NOW.timestamp()) // 60


def test_refused_it_is_closed_and_nothing_is_paid_of_it(database):
    number = request_punch(at_desk(database, **LEAD), asked())
    decide_punch(at_desk(database, **HR), number, is_approved=False, why_refused="监控里没人")
    assert worked(database) == [0]
    assert punches(at_desk(database), DECEMBER).questions == ()


def test_every_open_question_is_counted_by_the_readiness(database):
    keep(
        database,
        Presence("A1", *RECORDED),
        Presence("A3", s.at(DAY, 9), s.at(DAY, 9) + 3),
        Presence("A4", s.at(2, 9), s.at(2, 9), missing=Punch.END),
    )
    need = attendance(database)
    assert (need.state, need.of, need.names) == (NeedState.PARTLY, 3, ("A1", "A3", "A4"))
    number = request_punch(at_desk(database, **LEAD), asked())
    assert attendance(database).of == 3
    decide_punch(at_desk(database, **HR), number, is_approved=True)
    assert attendance(database).of == 2


def test_a_decision_is_a_change_of_the_month_it_lies_in(database):
    number = request_punch(at_desk(database, **LEAD), asked())
    desk = at_desk(database, **HR)
    before = at_desk(database, **LEAD, seen=desk.seen_now())
    decide_punch(desk, number, is_approved=True)
    with pytest.raises(InputError) as error, before.write("month_scored") as unit:
        unit.expect(("month", DECEMBER))
    assert error.value.faults[0].code == "changed_meanwhile"
    assert {"punch_decided", "punches_imported"} <= CHANGING


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (asked(agent="A9"), "unknown_agent"),
        (asked(end=RECORDED[1] - 60), "punch_not_asked"),
        (asked(agent="A3"), "punch_not_asked"),
    ],
)
def test_what_nobody_asks_about_is_refused(database, request_, code):
    with pytest.raises(InputError) as error:
        request_punch(at_desk(database, **LEAD), request_)
    assert error.value.faults[0].code == code


def test_one_request_at_a_time_and_each_is_decided_once_by_another(database):
    number = request_punch(at_desk(database, **LEAD), asked())
    tries = {
        "punch_waits": lambda: request_punch(at_desk(database, **LEAD), asked()),
        "approved_by_oneself": lambda: decide_punch(
            at_desk(database, **LEAD), number, is_approved=True
        ),
        "punch_refused_why": lambda: decide_punch(
            at_desk(database, **HR), number, is_approved=False
        ),
    }
    for code, attempt in tries.items():
        with pytest.raises(InputError) as error:
            attempt()
        assert [fault.code for fault in error.value.faults] == [code]
    decide_punch(at_desk(database, **HR), number, is_approved=True)
    for late in (
        lambda: decide_punch(at_desk(database, **HR), number, is_approved=True),
        lambda: withdraw_punch(at_desk(database, **HR), number),
    ):
        with pytest.raises(InputError) as error:
            late()
        assert error.value.faults[0].code == "punch_decided"


def test_a_request_can_be_withdrawn_while_it_waits(database):
    number = request_punch(at_desk(database, **LEAD), asked())
    withdraw_punch(at_desk(database, **LEAD), number)
    assert punches(at_desk(database), DECEMBER).requests == ()


def test_the_firm_says_how_long_is_too_long(database):
    keep(database, Presence("A1", s.at(DAY, 9), s.at(DAY, 20)))
    assert attendance(database).of == 0
    limits = PresenceLimits(longest_min=600)
    start = dt.date(2026, 12, 1)
    scheme = PayScheme(FIRM, 1, "本店", "firm", start, (), presence=limits)
    pay_inputs.save_pay_scheme(at_desk(database, **HR), scheme)
    assert attendance(database).of == 1
    with pytest.raises(InputError) as error:
        PayScheme("D", 9, "本店", "firm", start, (), presence=limits)
    assert error.value.faults[0].code == "firm_alone"


def test_attendance_with_cards_and_missing_punches_comes_from_a_file(database, tmp_path):
    path = tmp_path / "attendance.csv"
    path.write_text(
        "agent_id,start,end,card\n"
        "A1,2026-12-01T09:00,2026-12-01T18:00,77\nA2,2026-12-01T17:00,2026-12-01T20:00,77\n"
        "A3,2026-12-02T09:00,,78\nA4,-,2026-12-02T18:00,\n"
    )
    kpi_intake.import_attendance(at_desk(database, **HR), path)
    view = punches(at_desk(database), DECEMBER)
    assert view.has_cards
    assert [(one.agent_id, str(one.why)) for one in view.questions] == [
        ("A1", "shared_card"),
        ("A2", "shared_card"),
        ("A3", "no_end"),
        ("A4", "no_start"),
    ]
    path.write_text("agent_id,start,end\nA1,,\n")
    with pytest.raises(InputError) as error:
        kpi_intake.import_attendance(at_desk(database, **HR), path)
    assert [(fault.code, fault.line) for fault in error.value.faults] == [("empty", 2)]


def test_a_table_brings_requests_with_their_decisions(database, tmp_path):
    path = tmp_path / "punches.csv"
    path.write_text(
        "agent_id,recorded_start,recorded_end,start,end,reason,requested_by,decided_by,approved\n"
        "A1,2026-12-01T09:00,2026-12-03T18:00,2026-12-01T09:00,2026-12-01T19:30,忘打卡,主管,人事,是\n"
    )
    with looked_at("再导入一次"):
        assert [import_punches(at_desk(database, **HR), path) for _ in range(2)] == [1, 0]
    assert worked(database) == [90]
