import datetime as dt
from decimal import Decimal

import pytest

from kpi.registers.complaints import Channel, Complaint
from kpi.registers.five_s import Audit, Correction, audit_score
from kpi.registers.training_gate import StageResult
from scheduler.agent import Certificate
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.audit_sheet import audit_preset
from store.files.audits_file import read_audits, write_audits
from store.files.kpi_tables import COMPLAINTS, read_complaints
from store.files.taken import noting_rows
from store.files.training_file import CERTIFICATES, RESULTS, gate_preset
from store.files.week_columns import Held

CLOCK = Clock("Asia/Shanghai")
DAY = dt.date(2026, 10, 9)


def at(hour):
    return CLOCK.at(DAY, hour * 60)


def codes(error):
    return [(fault.code, fault.line, fault.column) for fault in error.value.faults]


@pytest.mark.parametrize("name", ["complaints.csv", "complaints.xlsx"])
def test_complaints_come_back_as_written(tmp_path, name):
    found = (
        Complaint("T1", "presales", "A1", "A2", Channel.PHONE, "", at(9)),
        Complaint(
            *("T2", "presales", "A1", "A2", Channel.REVIEW, "chat 7", at(9), at(10), at(11)),
            is_at_fault=True,
            decided_min=at(12),
            decided_by="主管",
            is_appealed=True,
            is_solved=False,
            is_content=None,
        ),
    )
    COMPLAINTS.write(found, tmp_path / name, CLOCK)
    assert COMPLAINTS.read(tmp_path / name, CLOCK) == found


def test_every_fault_of_complaints_is_told_at_once(tmp_path):
    path = tmp_path / "complaints.csv"
    path.write_text(
        "number,post,agent_id,owner,channel,received,at_fault,decided,decided_by\n"
        "T1,presales,A1,A2,fax,2026-10-09T09:00,,,\n"  # no such channel
        "T2,kitchen,A1,X,平台,2026-10-09T09:00,,,\n"  # unknown post and owner
        "T3,presales,A1,A2,电话,2026-10-09T09:00,yes,2026-10-09T10:00,主管\n"  # no evidence
    )
    with pytest.raises(InputError) as error:
        COMPLAINTS.read(path, CLOCK, posts=["presales"], agents=["A1", "A2"])
    assert codes(error) == [
        ("not_one_of", 2, "channel"),
        ("unknown_post", 3, "post"),
        ("unknown_agent", 3, "owner"),
        ("evidence_missing", 4, "evidence"),
    ]


def audit(**changed):
    sheet = audit_preset()
    points = {item.id: item.most for item in sheet.items} | changed
    fix = Correction("sort1", "清理", "A1", DAY, DAY, "主管")
    return Audit("售前区", DAY, "王", sheet.id, sheet.version, points, {"sort1": "照片"}, (fix,))


def test_audits_come_back_as_written(tmp_path):
    found = (audit(sort1=1),)
    write_audits(found, tmp_path / "audits.csv")
    read = read_audits(tmp_path / "audits.csv", CLOCK, audit_preset())
    assert read == found
    assert audit_score(read[0], audit_preset()).points == audit_preset().full - 3


def test_audit_without_an_item_is_refused_at_its_first_line(tmp_path):
    path = tmp_path / "audits.csv"
    path.write_text("area,date,auditor,item,points\n售前区,2026-10-09,王,sort1,9\n")
    with pytest.raises(InputError) as error:
        read_audits(path, CLOCK, audit_preset())
    found = {fault.code for fault in error.value.faults}
    assert found == {"audit_item_missing", "audit_points"}
    assert {fault.line for fault in error.value.faults} == {2}


def test_training_and_certificates_come_back_as_written(tmp_path):
    results = (StageResult("A1", "presales", "trial", DAY, Decimal("88.5"), "主管"),)
    RESULTS.write(results, tmp_path / "training.csv")
    assert RESULTS.read(tmp_path / "training.csv", CLOCK) == results
    held = (Held("A1", Certificate("presales", DAY, None)), Held("A2", Certificate("presales")))
    CERTIFICATES.write(held, tmp_path / "certificates.csv")
    assert CERTIFICATES.read(tmp_path / "certificates.csv", CLOCK) == held


def test_usual_stages_lead_to_a_certificate_for_a_year():
    gate = gate_preset("presales")
    assert [stage.id for stage in gate.stages] == ["training", "shadowing", "trial", "internship"]
    assert gate.valid_days == 365


def test_a_fault_counts_as_decided_when_the_case_was_closed_where_no_column_says_when(tmp_path):
    path = tmp_path / "投诉.csv"
    head = "投诉编号,被投诉客服,岗位,处理人,渠道,投诉时间,首次答复,结案时间,是否有责,判定人,证据\n"
    times = "2026-10-12 14:20,2026-10-12 15:00,2026-10-13 10:00"
    rows = f"T1,A1,presales,A2,平台,{times},是,主管甲,截图\nT2,A1,presales,A2,平台,{times},,,\n"
    path.write_text(head + rows, "utf-8")
    with noting_rows() as files:
        first, second = read_complaints(path, CLOCK)
    assert (first.is_at_fault, first.decided_min) == (True, first.closed_min)
    assert (second.is_at_fault, second.decided_min) == (None, None)
    assert files["投诉.csv"].assumed["decided_as_closed"] == 1
