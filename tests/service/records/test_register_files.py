import datetime as dt

import pytest

from kpi.month import Month
from scheduler.agent import Certificate
from scheduler.errors import InputError
from service.looked import looked_at
from service.records import certificates, complaints, five_s, register_files, training_gate
from service.records.case_book import case_book
from service.shop.shops import agents
from store.files.audit_sheet import audit_preset
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
NOVEMBER = Month(2026, 11)
TODAY = dt.date(2026, 11, 23)
HEADS = "number,post,agent_id,owner,channel,received,answered\n"


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_complaints_are_taken_in_and_a_known_number_is_replaced(database, tmp_path):
    row = "T1,presales,A1,A4,平台,2026-11-20T09:00,"
    path = write(tmp_path, "complaints.csv", f"{HEADS}{row}\n")
    assert register_files.import_complaints(at_desk(database, **WHO), path) == 1
    assert len(case_book(at_desk(database, now=s.NOW), NOVEMBER).overdue) == 1
    path = write(tmp_path, "later.csv", f"{HEADS}{row}2026-11-20T10:00\n")
    register_files.import_complaints(at_desk(database, **WHO), path)
    (entry,) = complaints.complaints(at_desk(database), NOVEMBER)
    assert entry.value.answered_min is not None


def test_faulty_file_leaves_nothing_behind(database, tmp_path):
    rows = "T1,presales,A1,A4,平台,2026-11-20T09:00,\nT2,presales,A1,X,平台,2026-11-20T09:00,\n"
    path = write(tmp_path, "complaints.csv", HEADS + rows)
    with pytest.raises(InputError, match="unknown_agent"):
        register_files.import_complaints(at_desk(database, **WHO), path)
    assert complaints.complaints(at_desk(database), NOVEMBER) == ()


def test_audits_are_taken_in_once(database, tmp_path):
    rows = [f"售前区,2026-11-20,王,{item.id},{item.most}" for item in audit_preset().items]
    text = "\n".join(["area,date,auditor,item,points", *rows])
    path = write(tmp_path, "audits.csv", text)
    for _ in range(2):
        with looked_at("再导入一次"):
            assert register_files.import_audits(at_desk(database, **WHO), path) == 1
    ((_, score),) = five_s.audits(at_desk(database), NOVEMBER)
    assert score.points == score.full == 100


def test_results_are_taken_in_and_show_who_is_on_the_way(database, tmp_path):
    gate = certificates.gate_preset("aftersales")
    training_gate.save_gate(at_desk(database, **WHO), gate)
    text = "agent_id,post,stage,date,points,assessor\nA1,aftersales,training,2026-11-02,90,主管\n"
    path = write(tmp_path, "training.csv", text)
    assert register_files.import_training(at_desk(database, **WHO), path) == 1
    with looked_at("再导入一次"):
        assert register_files.import_training(at_desk(database, **WHO), path) == 0
    (one,) = certificates.trainees(at_desk(database))
    assert (one.agent_id, one.progress.passed) == ("A1", ("training",))
    assert one.progress.next_stage == "shadowing"


def held(database):
    found = certificates.certificates(at_desk(database), today=TODAY)
    return {(one.agent.id, one.certificate.post): one for one in found}


def test_certificate_is_given_and_extended(database):
    first = Certificate("presales", dt.date(2026, 1, 1), dt.date(2026, 12, 1))
    certificates.save_certificate(at_desk(database, **WHO), "A1", first)
    one = held(database)["A1", "presales"]
    assert (one.days_left, one.ends_soon, one.is_over) == (8, True, False)
    after = Certificate("presales", dt.date(2026, 12, 2), dt.date(2027, 12, 1))
    certificates.save_certificate(at_desk(database, **WHO), "A1", after)
    assert not held(database)["A1", "presales"].ends_soon
    agent = agents(at_desk(database))[0]
    assert agent.certificates == (first, after)  # the older one still explains what was


def test_those_that_end_first_stand_first(database, tmp_path):
    text = "agent_id,post,valid_from,valid_to\nA3,aftersales,,2026-11-20\nA2,presales,,2027-01-01\n"
    path = write(tmp_path, "certificates.csv", text)
    assert register_files.import_certificates(at_desk(database, **WHO), path) == 2
    found = certificates.certificates(at_desk(database), today=TODAY)
    assert [one.agent.id for one in found[:2]] == ["A3", "A2"]
    assert found[0].is_over


@pytest.mark.parametrize(("agent", "post"), [("X", "presales"), ("A1", "kitchen")])
def test_certificate_of_nobody_or_for_nothing_is_refused(database, agent, post):
    with pytest.raises(InputError, match="unknown_"):
        certificates.save_certificate(at_desk(database, **WHO), agent, Certificate(post))
