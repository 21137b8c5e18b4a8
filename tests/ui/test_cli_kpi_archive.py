import pytest

from service.month import months
from service.pay import pay_review
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill


@pytest.fixture
def url(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week(FIRST, absences=(), wishes=()))
    fill(database, tmp_path / "in")
    months.score(at_desk(database, **WHO), NOVEMBER)
    for step in (pay_review.send_to_review, pay_review.approve_month, pay_review.lock_month):
        step(at_desk(database, by=step.__name__, now=s.NOW), NOVEMBER)
    database.close()
    return tmp_path / "paiban.db"


def test_a_locked_month_goes_out_and_into_an_empty_database(paiban, url, tmp_path):
    archive, other = tmp_path / "month.zip", tmp_path / "other.db"
    ran = paiban("export", "month", "2026-11", "--out", archive, "--db", url, "--json", "-")
    assert (ran.code, ran.report["paid"]) == (0, "7843.80")
    ran = paiban("import", "month", archive, "--db", other, "--json", "-")
    assert (ran.code, ran.report["paid"]) == (0, "7843.80")
    assert "93.38" in paiban("kpi", "explain", "A1", "--month", "2026-11", "--db", other).out
    assert paiban("import", "month", archive, "--db", other).code == 2
    assert paiban("export", "month", "2026-10", "--out", tmp_path / "x", "--db", url).code == 2
