import datetime as dt
from decimal import Decimal

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.records import five_s, training_gate
from service.records.five_s import Audit, Correction
from service.records.five_s_view import five_s_view
from service.records.training_gate import Gate, Stage, StageResult
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "主管", "now": s.NOW}
DAY = dt.date(2026, 11, 3)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def audit(sheet, **more):
    points = {item.id: item.most for item in sheet.items} | more.pop("points", {})
    fix = Correction("sort1", "清理桌面", "李", DAY + dt.timedelta(days=3))
    return Audit("一区", DAY, "王", sheet.id, sheet.version, points, {}, (fix,))


def to_do(database, today):
    return five_s_view(at_desk(database), Month(2026, 11), today=today).to_do


def test_an_audit_is_kept_and_put_right(database):
    sheet = five_s.audit_sheet(at_desk(database))
    score = five_s.enter_audit(at_desk(database, **WHO), audit(sheet, points={"sort1": 0}))
    assert score.points == 96
    ((entry, again),) = five_s.audits(at_desk(database), Month(2026, 11))
    assert again == score
    today = dt.date(2026, 11, 10)
    assert [one.is_overdue for one in to_do(database, today)] == [True]
    five_s.correct(at_desk(database, **WHO), entry.id, "sort1", done=today)
    assert to_do(database, today) == ()
    with pytest.raises(InputError, match="nothing_to_correct"):
        five_s.correct(at_desk(database, **WHO), entry.id, "sort1", done=today)


def test_an_audit_that_is_not_whole_leaves_nothing(database):
    sheet = five_s.audit_sheet(at_desk(database))
    with pytest.raises(InputError, match="audit_points"):
        five_s.enter_audit(at_desk(database, **WHO), audit(sheet, points={"sort1": 9}))
    assert five_s.audits(at_desk(database), Month(2026, 11)) == ()


def test_the_last_stage_gives_the_certificate_the_roster_obeys(database):
    stages = (Stage("theory", "理论", "theory", Decimal(80)),)
    training_gate.save_gate(at_desk(database, **WHO), Gate("aftersales", stages))

    def may_work():
        with database.read() as unit:
            agents = {agent.id: agent for agent in unit.staff.agents("main")}
        return [c.valid_from for c in agents["A1"].certificates if c.post == "aftersales"]

    def enter(points):
        result = StageResult("A1", "aftersales", "theory", DAY, Decimal(points), "trainer")
        return training_gate.enter_result(at_desk(database, **WHO), result)

    assert enter(70).certificate is None
    assert may_work() == []
    found = enter(90)
    assert found.certificate is not None
    assert may_work() == [dt.date(2026, 11, 4)]
    assert found.passed == ("theory",)
    with database.read() as unit:
        assert len(unit.staff.agents("main")) == 4


def test_a_post_without_a_gate_or_a_stage_there_is_not_is_told(database):
    result = StageResult("A1", "aftersales", "theory", DAY, Decimal(90), "trainer")
    with pytest.raises(InputError, match="gate_missing"):
        training_gate.enter_result(at_desk(database, **WHO), result)
    gate = Gate("aftersales", (Stage("shadow", "跟班", "shadow", Decimal(80)),))
    training_gate.save_gate(at_desk(database, **WHO), gate)
    with pytest.raises(InputError, match="unknown_stage"):
        training_gate.enter_result(at_desk(database, **WHO), result)
