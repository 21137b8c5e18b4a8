import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.facts import Facts
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import OvertimeKind
from scheduler.dispatch import Presence
from scheduler.errors import InputError
from service.month import kpi_intake, month_archive, months
from service.pay import overtime, pay_review
from service.pay.corrections import correction
from service.roster import intake
from store.files.kpi_facts import write_facts
from store.files.kpi_tables import ATTENDANCE
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, at, fill

BOSS = {"by": "店长", "now": s.NOW}
D = Decimal
WHY = {"reason": "更正"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A month that was locked and exported elsewhere."""
    folder = tmp_path_factory.mktemp("archive")
    opened = s.database(folder)
    intake.keep_week(at_desk(opened, **WHO), s.week(FIRST, absences=(), wishes=()))
    fill(opened, folder / "in")
    months.score(at_desk(opened, **WHO), NOVEMBER)
    pay_review.send_to_review(at_desk(opened, **WHO), NOVEMBER)
    pay_review.approve_month(at_desk(opened, **BOSS), NOVEMBER)
    pay_review.lock_month(at_desk(opened, **BOSS), NOVEMBER)
    month_archive.export_month(at_desk(opened), NOVEMBER, folder / "month.zip")
    opened.close()
    return folder / "month.zip"


@pytest.fixture
def database(archive, tmp_path):
    opened = s.database(tmp_path)
    month_archive.import_month(at_desk(opened, **WHO), archive)
    yield opened
    opened.close()


def take_facts_in(database, folder, **counts):
    path = folder / "facts.csv"
    day = [dt.date(2026, 11, 3)]
    write_facts(
        Facts.of(["A1"], ["presales"], day, counts={name: [one] for name, one in counts.items()}),
        path,
    )
    kpi_intake.import_facts(at_desk(database, **WHO), path)


def test_without_anything_new_a_correction_changes_nothing(database):
    run, changed = pay_review.correct_month(at_desk(database, **WHO), NOVEMBER, **WHY)
    assert (run.number, changed) == (2, ())


def test_a_count_put_right_changes_score_and_pay(database, tmp_path):
    # A1 was half an hour late on the 3rd: 450 of 480 min; now it is known they were there
    take_facts_in(database, tmp_path, adherent_min=480.0)
    run, (changed,) = pay_review.correct_month(at_desk(database, **WHO), NOVEMBER, **WHY)
    assert run.scores[0].cards[0].line("adherence").value == 1
    assert changed.agent_id == "A1"
    assert changed.score_after > changed.score_before
    assert months.recomputes(run)
    assert correction(at_desk(database), NOVEMBER).paid == changed.paid > 0


def test_overtime_found_later_is_paid_as_approved_and_attended(database, tmp_path):
    late = ApprovedOvertime("A1", at(4, 18), at(4, 20), OvertimeKind.WORKDAY, "店长")
    overtime.approve_overtime(at_desk(database, **WHO), late)
    ATTENDANCE.write([Presence("A1", at(4, 18), at(4, 20))], tmp_path / "attendance.csv", s.CLOCK)
    kpi_intake.import_attendance(at_desk(database, **WHO), tmp_path / "attendance.csv")
    _, (changed,) = pay_review.correct_month(at_desk(database, **WHO), NOVEMBER, **WHY)
    # 3,000 / 21.75 / 8 = 17.2414 an hour, 2 h at 150 %
    assert changed.paid == D("51.72")


def test_what_only_rosters_make_sense_of_is_refused_by_name(database, tmp_path):
    ATTENDANCE.write([Presence("A1", at(3, 9), at(3, 18))], tmp_path / "attendance.csv", s.CLOCK)
    kpi_intake.import_attendance(at_desk(database, **WHO), tmp_path / "attendance.csv")
    with pytest.raises(InputError) as caught:
        pay_review.correct_month(at_desk(database, **WHO), NOVEMBER, **WHY)
    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("archive_without_rosters", "attendance.csv")
    assert months.month_run(at_desk(database), NOVEMBER).number == 1
